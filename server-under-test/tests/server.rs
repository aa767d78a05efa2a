//! The server over real TCP: with tungstenite as a client that nobody here wrote, and with clients that misbehave.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::{ClientRequestBuilder, Message, WebSocket};
use wsspec_codec::rules::Limits;
use wsspec_server::{Options, Running, spawn};

fn server() -> Running {
    spawn(Options::default()).unwrap()
}

fn tcp(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

fn client(address: SocketAddr) -> WebSocket<Patient> {
    tungstenite::client(format!("ws://{address}/any/path"), Patient(tcp(address)))
        .unwrap()
        .0
}

/// A stream that reads on when a signal interrupts it: one with a time-out is not taken up again by the system, and a
/// process that is stopped and continued has such a signal.
struct Patient(TcpStream);

impl Read for Patient {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.0.read(into) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read,
            }
        }
    }
}

impl Write for Patient {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What a request gets, down to the end of TCP.
fn ask(address: SocketAddr, request: &str) -> String {
    let mut stream = tcp(address);
    stream.write_all(request.as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response
}

#[test]
fn tungstenite_gets_every_length_form_back() {
    let server = server();
    let mut client = client(server.address());
    for len in [0, 1, 125, 126, 127, 65_535, 65_536, 1 << 20] {
        let text = Message::text("x".repeat(len));
        client.send(text.clone()).unwrap();
        assert_eq!(client.read().unwrap(), text);
        let binary = Message::binary(vec![0xFE; len]);
        client.send(binary.clone()).unwrap();
        assert_eq!(client.read().unwrap(), binary);
    }
    client.send(Message::Ping("p".into())).unwrap();
    assert_eq!(client.read().unwrap(), Message::Pong("p".into()));
    client.close(None).unwrap();
    assert!(matches!(client.read().unwrap(), Message::Close(_)));
    assert!(matches!(client.read(), Err(tungstenite::Error::ConnectionClosed)));
}

#[test]
fn chat_is_spoken_with_tungstenite() {
    let server = server();
    let url = format!("ws://{}/", server.address()).parse().unwrap();
    let request = ClientRequestBuilder::new(url)
        .with_sub_protocol("chat")
        .with_sub_protocol("superchat");
    let (_, response) = tungstenite::client(request, tcp(server.address())).unwrap();
    assert_eq!(response.headers()["Sec-WebSocket-Protocol"], "chat");
}

#[test]
fn a_hundred_clients_are_served_at_once() {
    let server = server();
    let mut clients: Vec<_> = (0..100).map(|_| client(server.address())).collect();
    for (number, client) in clients.iter_mut().enumerate() {
        client.send(Message::text(format!("client {number}"))).unwrap();
    }
    for (number, client) in clients.iter_mut().enumerate().rev() {
        assert_eq!(client.read().unwrap(), Message::text(format!("client {number}")));
    }
}

#[test]
fn several_threads_share_the_clients() {
    let options = Options {
        threads: 3,
        ..Options::default()
    };
    let server = spawn(options).unwrap();
    let mut clients: Vec<_> = (0..10).map(|_| client(server.address())).collect();
    for client in &mut clients {
        client.send(Message::text("a")).unwrap();
        assert_eq!(client.read().unwrap(), Message::text("a"));
    }
    let closed = std::thread::spawn(move || {
        for mut client in clients {
            assert!(matches!(client.read().unwrap(), Message::Close(Some(frame)) if frame.code == CloseCode::Away));
        }
    });
    drop(server);
    closed.join().unwrap();
}

#[test]
fn the_sender_of_a_message_far_over_the_limit_comes_to_read_1009() {
    let options = Options {
        limits: Limits {
            message: 1000,
            ..Limits::default()
        },
        ..Options::default()
    };
    let server = spawn(options).unwrap();
    let mut client = client(server.address());
    // Far more than TCP holds, so that the server has to take it.
    client.send(Message::binary(vec![0; 32 << 20])).unwrap();
    assert!(matches!(client.read().unwrap(), Message::Close(Some(frame)) if frame.code == CloseCode::Size));
}

#[test]
fn a_message_over_the_limit_closes_with_1009() {
    let options = Options {
        limits: Limits {
            message: 1000,
            ..Limits::default()
        },
        ..Options::default()
    };
    let server = spawn(options).unwrap();
    let mut client = client(server.address());
    client.send(Message::binary(vec![0; 1000])).unwrap();
    assert_eq!(client.read().unwrap().len(), 1000);
    client.send(Message::binary(vec![0; 1001])).unwrap();
    match client.read().unwrap() {
        Message::Close(Some(frame)) => assert_eq!(frame.code, CloseCode::Size),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_page_opens_a_socket_to_this_server() {
    let server = server();
    let port = server.address().port();
    let page = |host: &str| ask(server.address(), &format!("GET / HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    assert!(page("localhost:3368").starts_with("HTTP/1.1 200 OK\r\n"));
    assert!(page("localhost:3368").contains("new WebSocket('ws://localhost:3368')"));
    assert!(page("localhost:3368").contains("connect-src ws://localhost:3368;"));
    assert!(page("[::1]:99").contains("new WebSocket('ws://[::1]:99')"));
    assert!(page("x');alert('").contains(&format!("new WebSocket('ws://localhost:{port}')")));
    let head = ask(server.address(), "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn what_is_no_websocket_gets_an_answer() {
    let server = server();
    let status = |request: &str| {
        let response = ask(server.address(), request);
        response.split(' ').nth(1).unwrap_or_default().to_owned()
    };
    assert_eq!(status("GET /other HTTP/1.1\r\nHost: a\r\n\r\n"), "426");
    assert_eq!(status("HEAD /other HTTP/1.1\r\nHost: a\r\n\r\n"), "426");
    assert_eq!(status("GET /favicon.ico HTTP/1.1\r\nHost: a\r\n\r\n"), "404");
    assert_eq!(status("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), "200");
    assert_eq!(status("GET / HTTP/1.2\r\nHost: a\r\n\r\n"), "200");
    assert_eq!(status("GET / HTTP/1.12\r\nHost: a\r\n\r\n"), "400");
    assert_eq!(status("GET /#a HTTP/1.1\r\nHost: a\r\n\r\n"), "400");
    assert_eq!(status("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"), "400");
    let refused = ask(
        server.address(),
        "HEAD / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
    );
    assert!(
        refused.starts_with("HTTP/1.1 405 ") && refused.ends_with("\r\n\r\n"),
        "{refused}"
    );
    assert_eq!(status("GET / HTTP/1.1\r\n\r\n"), "400");
    assert_eq!(status("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), "505");
    let no_key = "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\r\n";
    assert_eq!(status(no_key), "426");
    assert_eq!(status("POST / HTTP/1.1\r\nHost: a\r\n\r\n"), "405");
    assert_eq!(status("garbage\r\n\r\n"), "400");
    assert_eq!(status("GET / HTTP/1.0\r\n\r\n"), "200");
    assert_eq!(
        status(&format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(20_000))),
        "431"
    );
}

#[test]
fn half_a_head_is_answered_in_time_and_costs_nobody_else_anything() {
    let options = Options {
        head_timeout: Duration::from_millis(100),
        ..Options::default()
    };
    let server = spawn(options).unwrap();
    let response = ask(server.address(), "GET / HTTP/1.1\r\nHost:");
    assert!(response.starts_with("HTTP/1.1 408 "), "{response}");
    let mut client = client(server.address());
    client.send(Message::text("a")).unwrap();
    assert_eq!(client.read().unwrap(), Message::text("a"));
}

#[test]
fn an_idle_client_is_closed_with_1001() {
    let options = Options {
        idle_timeout: Some(Duration::from_millis(100)),
        ..Options::default()
    };
    let server = spawn(options).unwrap();
    match client(server.address()).read().unwrap() {
        Message::Close(Some(frame)) => assert_eq!(frame.code, CloseCode::Away),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_client_that_never_reads_is_dropped_and_others_are_served() {
    let options = Options {
        write_timeout: Duration::from_millis(200),
        ..Options::default()
    };
    let server = spawn(options).unwrap();
    let mut glutton = client(server.address()).into_inner_stream();
    glutton.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
    // Masked with zeros, so the payload stands as it is.
    let mut frame = vec![0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    frame.resize(14 + 65_536, 7);
    let dropped = (0..10_000).any(|_| glutton.write_all(&frame).is_err());
    assert!(dropped, "the server took 640 MiB from a client that reads nothing");
    let mut client = client(server.address());
    client.send(Message::text("a")).unwrap();
    assert_eq!(client.read().unwrap(), Message::text("a"));
}

/// The stream of a client, for what tungstenite would not do.
trait Inner {
    fn into_inner_stream(self) -> TcpStream;
}

impl Inner for WebSocket<Patient> {
    fn into_inner_stream(self) -> TcpStream {
        self.get_ref().0.try_clone().unwrap()
    }
}

#[test]
fn the_close_frame_of_a_failed_connection_can_be_read_though_more_was_sent() {
    let server = server();
    let mut stream = client(server.address()).into_inner_stream();
    // An illegal frame, and behind it more than the server will ever read.
    let mut octets = vec![0xF1, 0x80, 0, 0, 0, 0];
    octets.resize(1 << 20, 0);
    stream.write_all(&octets).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(answer[0], 0x88);
    assert_eq!(answer[2..4], 1002u16.to_be_bytes());
}

#[test]
fn frames_right_behind_the_request_are_answered_too() {
    let server = server();
    let request = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
    let mut stream = tcp(server.address());
    let frames = b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\x88\x82\x00\x00\x00\x00\x03\xe8";
    stream.write_all(&[request.as_bytes(), frames].concat()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let (_, after) = answer.split_at(answer.windows(4).position(|end| end == b"\r\n\r\n").unwrap() + 4);
    assert_eq!(after, b"\x81\x05Hello\x88\x02\x03\xe8");
}

#[test]
fn dropping_the_server_closes_connections_with_1001_within_a_second() {
    let server = server();
    let mut client = client(server.address());
    // One that never answers the Close frame.
    let _silent = self::client(server.address());
    let start = Instant::now();
    let closed = std::thread::spawn(move || {
        let message = client.read().unwrap();
        let _ = client.read();
        message
    });
    drop(server);
    assert!(start.elapsed() < Duration::from_secs(1));
    match closed.join().unwrap() {
        Message::Close(Some(frame)) => assert_eq!(frame.code, CloseCode::Away),
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_has_sent_half_a_head_when_the_server_stops_gets_503() {
    let server = server();
    let mut half = tcp(server.address());
    half.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    // Connections are accepted in their order: when this one is served, the other one is inside.
    let _later = client(server.address());
    drop(server);
    let mut response = String::new();
    half.read_to_string(&mut response).unwrap();
    assert!(response.starts_with("HTTP/1.1 503 "), "{response}");
}

#[test]
fn shutdown_is_for_callers_with_a_runtime() {
    let server = server();
    let address = server.address();
    let mut client = client(address);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(server.shutdown()).unwrap();
    assert!(matches!(client.read().unwrap(), Message::Close(Some(frame)) if frame.code == CloseCode::Away));
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn localhost_is_the_loopback_of_every_family_there_is() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .unwrap();
    let listeners = runtime.block_on(wsspec_server::bind("localhost", 0)).unwrap();
    let addresses: Vec<SocketAddr> = listeners
        .iter()
        .map(|listener| listener.local_addr().unwrap())
        .collect();
    let port = addresses[0].port();
    assert!(
        addresses
            .iter()
            .all(|address| address.ip().is_loopback() && address.port() == port)
    );
    assert_eq!(addresses.len(), 1 + usize::from(TcpListener::bind("[::1]:0").is_ok()));
}

/// The server's output never runs dry here, and may not grow for that.
#[cfg(target_os = "linux")]
#[test]
fn a_client_that_always_lags_behind_costs_no_more_than_the_backlog() {
    let (mut child, line) = binary(&["--listen", "127.0.0.1:0", "--threads", "1", "--backlog", "4000000"]);
    let address: SocketAddr = line.trim().strip_prefix("listening on ws://").unwrap().parse().unwrap();
    let mut stream = client(address).into_inner_stream();
    let mut frame = vec![0x82, 0xFE, 0xFF, 0xFF, 0, 0, 0, 0];
    frame.resize(8 + 65_535, 7);
    let mut echoed = vec![0; 8 * (65_535 + 4)];
    let (mut at, mut received) = (0, 0);
    // Long enough for a server that takes anything to take it.
    stream.set_write_timeout(Some(Duration::from_millis(5))).unwrap();
    while received < 64 << 20 {
        // As much as fits, and only then a little is read to make room.
        while let Ok(written) = stream.write(&frame[at..]) {
            at = (at + written) % frame.len();
        }
        stream.read_exact(&mut echoed).unwrap();
        received += echoed.len();
    }
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(peak < 32 << 10, "{peak} kB");
}

/// The binary, and the line that it prints when it listens.
fn binary(arguments: &[&str]) -> (Child, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_wsspec-server"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    (child, line)
}

#[test]
fn a_busy_port_is_an_error_that_says_what_to_do() {
    let busy = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = busy.local_addr().unwrap().to_string();
    let (child, line) = binary(&["--listen", &address]);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), line.as_str()), (Some(3), ""));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains(&address) && error.contains("choose another --listen"),
        "{error}"
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_binary_within_a_second() {
    let (mut child, line) = binary(&["--listen", "127.0.0.1:0"]);
    let address: SocketAddr = line.trim().strip_prefix("listening on ws://").unwrap().parse().unwrap();
    let mut client = client(address);
    let start = Instant::now();
    assert!(
        Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .unwrap()
            .success()
    );
    match client.read().unwrap() {
        Message::Close(Some(frame)) => assert_eq!(frame.code, CloseCode::Away),
        other => panic!("{other:?}"),
    }
    let _ = client.read();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(start.elapsed() < Duration::from_secs(1));
}
