//! `wsspec-server` and `wsspec-client` as programs: their faults, and how the client ends.

#![cfg(feature = "plants")]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};
use std::thread::{self, JoinHandle};

use tungstenite::Message;

/// A server program, which ends with the test.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(arguments: &[&str]) -> Server {
        let mut process = Command::new(env!("CARGO_BIN_EXE_wsspec-server"))
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        Server { process, url }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn server(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wsspec-server"))
        .args(arguments)
        .output()
        .unwrap()
}

fn client(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wsspec-client"))
        .args(arguments)
        .output()
        .unwrap()
}

/// A client that is on its way while the test is the server.
fn client_of(listener: &TcpListener, arguments: &[&str]) -> JoinHandle<Output> {
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    let arguments: Vec<String> = [&[url.as_str()], arguments]
        .concat()
        .iter()
        .map(|&text| text.to_owned())
        .collect();
    thread::spawn(move || client(&arguments.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// What comes back for a text, and the closing handshake.
fn echo(stream: TcpStream) -> tungstenite::Result<Message> {
    let mut socket = tungstenite::accept(stream).unwrap();
    socket.send(Message::text("hello")).unwrap();
    let echo = socket.read()?;
    socket.close(None).unwrap();
    while socket.read().is_ok() {}
    Ok(echo)
}

/// Reads a request and answers it like this.
fn answer(mut stream: TcpStream, response: &str) {
    let mut request = Vec::new();
    while !request.ends_with(b"\r\n\r\n") {
        let mut octet = [0];
        stream.read_exact(&mut octet).unwrap();
        request.push(octet[0]);
    }
    stream.write_all(response.as_bytes()).unwrap();
}

fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_server_has_the_fault_that_it_is_told_to_have() {
    for (arguments, echo) in [
        (&[][..], Message::text("hello")),
        (&["--fault", "text-echoed-as-binary"], Message::binary("hello")),
    ] {
        let server = Server::start(arguments);
        let mut socket = tungstenite::connect(&server.url).unwrap().0;
        socket.send(Message::text("hello")).unwrap();
        assert_eq!(socket.read().unwrap(), echo, "{arguments:?}");
    }
}

#[test]
fn a_client_has_the_fault_that_it_is_told_to_have_and_says_so() {
    for arguments in [&[][..], &["--no-deflate", "--fault", "unmasked-sent"]] {
        let listener = listener();
        let running = client_of(&listener, arguments);
        let faulty = !arguments.is_empty();
        match echo(listener.accept().unwrap().0) {
            Ok(echo) => assert!(!faulty && echo == Message::text("hello")),
            Err(error) => assert!(faulty, "{error}"),
        }
        let output = running.join().unwrap();
        assert_eq!(
            stderr(&output).contains("fault: unmasked-sent: "),
            faulty,
            "{}",
            stderr(&output)
        );
    }
}

#[test]
fn faults_are_listed_for_who_can_have_them() {
    let of_server = String::from_utf8(server(&["--fault", "list"]).stdout).unwrap();
    let of_client = String::from_utf8(client(&["ws://a/", "--fault", "list"]).stdout).unwrap();
    let has = |list: &str, id: &str| list.lines().any(|line| line.starts_with(&format!("{id} ")));
    assert!(has(&of_server, "rsv2-accepted") && has(&of_client, "rsv2-accepted"));
    assert!(has(&of_server, "host-not-needed") && !has(&of_client, "host-not-needed"));
    assert!(has(&of_client, "nonce-constant") && !has(&of_server, "nonce-constant"));
}

#[test]
fn a_fault_that_is_none_is_refused_with_those_that_are_near() {
    let misspelt = server(&["--fault", "rsv2-acepted"]);
    assert_eq!(misspelt.status.code(), Some(2));
    assert!(
        stderr(&misspelt).contains("near it are rsv2-accepted"),
        "{}",
        stderr(&misspelt)
    );
    let of_clients = server(&["--fault", "nonce-constant"]);
    assert_eq!(of_clients.status.code(), Some(2));
    assert!(
        stderr(&of_clients).contains("only a client can have"),
        "{}",
        stderr(&of_clients)
    );
}

#[test]
fn a_client_tells_by_its_exit_code_how_the_connection_ended() {
    let refusing = listener();
    let refused = client_of(&refusing, &[]);
    answer(refusing.accept().unwrap().0, "HTTP/1.1 403 Forbidden\r\n\r\n");
    let refused = refused.join().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("403"), "{}", stderr(&refused));

    let gone = listener();
    let leaving = client_of(&gone, &[]);
    drop(gone.accept().unwrap());
    assert_eq!(leaving.join().unwrap().status.code(), Some(3));

    let free = listener().local_addr().unwrap();
    assert_eq!(client(&[&format!("ws://{free}/")]).status.code(), Some(3));
    for wrong in [&["http://a/"][..], &["ws://a/", "--offer", "x-foo"], &[]] {
        assert_eq!(client(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_client_comes_again_until_it_is_told_that_there_is_nothing_more() {
    let listener = listener();
    let running = client_of(&listener, &["--again"]);
    for _ in 0..2 {
        assert_eq!(echo(listener.accept().unwrap().0).unwrap(), Message::text("hello"));
    }
    answer(
        listener.accept().unwrap().0,
        "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
    );
    assert_eq!(running.join().unwrap().status.code(), Some(0));
}
