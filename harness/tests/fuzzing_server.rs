//! `wstest -m fuzzingserver` as clients see it that were written for Autobahn's, and as nobody should be able to harm it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod secure;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::Duration;

use secure::certificate;
use serde_json::{Value, json};
use tungstenite::stream::MaybeTlsStream;
use tungstenite::{Message, WebSocket, connect};

/// A server of one test, in a folder of its own.
struct Server {
    child: Child,
    out: BufReader<ChildStdout>,
    folder: PathBuf,
    port: u16,
}

/// What is left of a server.
struct Left {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Server {
    fn start(name: &str, spec: &Value, arguments: &[&str]) -> Server {
        let folder = folder(name);
        let mut child = command(&folder, spec, arguments).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "it did not start");
            if let Some((_, port)) = line.split_once("Fuzzing Server (Port ") {
                break port
                    .trim_end()
                    .trim_end_matches(" TLS)")
                    .trim_end_matches(')')
                    .parse()
                    .unwrap();
            }
        };
        Server {
            child,
            out,
            folder,
            port,
        }
    }

    /// Reads up to the line that begins like this.
    fn wait_for(&mut self, beginning: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(self.out.read_line(&mut line).unwrap() > 0, "no {beginning:?}");
            if let Some(rest) = line.strip_prefix(beginning) {
                return rest.trim_end().to_owned();
            }
        }
    }

    fn connect(&self, target: &str) -> WebSocket<MaybeTlsStream<TcpStream>> {
        connect(format!("ws://127.0.0.1:{}{target}", self.port)).unwrap().0
    }

    /// The text that the server says before it closes.
    fn ask(&self, target: &str) -> String {
        let mut socket = self.connect(target);
        let mut said = String::new();
        while let Ok(message) = socket.read() {
            if let Message::Text(text) = message {
                said = text.to_string();
            }
        }
        said
    }

    /// Plays a case as an echo client.
    fn run(&self, query: &str) {
        let mut socket = self.connect(&format!("/runCase?{query}"));
        while let Ok(message) = socket.read() {
            if (message.is_text() || message.is_binary()) && socket.send(message).is_err() {
                break;
            }
        }
    }

    /// What comes back for these octets, up to the end of TCP.
    fn raw(&self, octets: &str) -> String {
        raw(self.port, octets)
    }

    fn index(&self) -> Value {
        serde_json::from_slice(&fs::read(self.folder.join("out/index.json")).unwrap()).unwrap()
    }

    fn left(mut self) -> Left {
        let (mut out, mut err) = (String::new(), String::new());
        self.out.read_to_string(&mut out).unwrap();
        self.child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        let code = self.child.wait().unwrap().code();
        Left { code, out, err }
    }

    fn stop(self) -> Left {
        self.ask("/stopServer");
        self.left()
    }
}

/// A test that fails leaves no server behind.
impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("fuzzing_server")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn command(folder: &Path, spec: &Value, arguments: &[&str]) -> Command {
    fs::write(folder.join("spec.json"), spec.to_string()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_wstest"));
    command
        .args(["-m", "fuzzingserver", "-s", "spec.json"])
        .args(arguments)
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn spec(cases: &[&str]) -> Value {
    json!({"url": "ws://127.0.0.1:0", "outdir": "out", "cases": cases})
}

fn raw(port: u16, octets: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(octets.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// A request to open a WebSocket.
fn request(target: &str) -> String {
    format!(
        "GET {target} HTTP/1.1\r\nHost: elsewhere:1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
}

#[test]
fn a_loop_that_was_written_for_autobahn_runs() {
    let server = Server::start("loop", &spec(&["1.1.*", "2.*", "3.*"]), &["-u", "0"]);
    let count: usize = server.ask("/getCaseCount").parse().unwrap();
    assert_eq!(count, 26);
    for case in 1..=count {
        let info: Value = serde_json::from_str(&server.ask(&format!("/getCaseInfo?case={case}"))).unwrap();
        assert!(info["id"].is_string() && !info["description"].as_str().unwrap().contains('<'));
        server.run(&format!("case={case}&agent=tungstenite"));
        let status = server.ask(&format!("/getCaseStatus?case={case}&agent=tungstenite"));
        let verdict = server.ask(&format!("/getCaseVerdict?case={case}&agent=tungstenite"));
        let verdict: Value = serde_json::from_str(&verdict).unwrap();
        assert_eq!(verdict["behaviorClose"], "OK");
        assert!(
            [r#"{"behavior":"OK"}"#, r#"{"behavior":"NON-STRICT"}"#].contains(&status.as_str()),
            "{info}: {status}"
        );
    }
    server.ask("/updateReports?agent=tungstenite");
    let index = server.index();
    let plays = index["tungstenite"].as_object().unwrap();
    assert_eq!(plays.len(), count);
    assert!(plays.values().all(|play| play["behaviorClose"] == "OK"), "{index}");
    let file = server
        .folder
        .join("out")
        .join(plays["1.1.1"]["reportfile"].as_str().unwrap());
    let play: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!((&play["isServer"], &play["wasClean"]), (&json!(true), &json!(true)));
    assert_eq!(play["droppedByMe"], json!(true));
    assert!(
        play["httpRequest"]
            .as_str()
            .unwrap()
            .starts_with("GET /runCase?case=1&agent=tungstenite HTTP/1.1\r\n")
    );
    let left = server.stop();
    assert_eq!((left.code, left.err.as_str()), (Some(0), ""));
    assert!(
        left.out
            .contains("Running test case ID 1.1.1 for agent tungstenite from peer tcp4:127.0.0.1:")
    );
    assert!(left.out.contains("Report generation complete.\n") && left.out.ends_with("Shutting down server.\n"));
}

#[test]
fn agents_are_kept_apart_and_play_at_the_same_time() {
    let server = Server::start("agents", &spec(&["1.1.1", "5.19", "7.7.*"]), &["-u", "0"]);
    thread::scope(|scope| {
        for agent in ["one", "two/2", "three"] {
            for case in 1..=15 {
                let server = &server;
                scope.spawn(move || server.run(&format!("case={case}&agent={agent}")));
            }
        }
    });
    server.run("casetuple=1.1.1&agent=one");
    server.ask("/updateReports?agent=nobody");
    let index = server.index();
    for agent in ["one", "two/2", "three"] {
        assert_eq!(index[agent].as_object().unwrap().len(), 15, "{index}");
    }
    assert!(server.folder.join("out/two_2_case_5_19.html").exists());
    server.stop();
}

#[test]
fn who_asks_for_what_came_of_a_case_waits_until_it_is_over() {
    let server = Server::start("status", &spec(&["5.19"]), &["-u", "0"]);
    thread::scope(|scope| {
        let waiting = scope.spawn(|| server.ask("/getCaseStatus?case=1&agent=a"));
        let other = scope.spawn(|| server.ask("/getCaseStatus?case=1&agent=a"));
        // Somebody who does not wait to the end leaves nothing behind.
        drop(server.connect("/getCaseStatus?case=1&agent=a"));
        server.run("case=1&agent=a");
        for waiting in [waiting, other] {
            assert_eq!(waiting.join().unwrap(), r#"{"behavior":"OK"}"#);
        }
    });
    server.stop();
}

#[test]
fn what_cannot_be_fulfilled_is_refused_and_spoils_nothing() {
    let server = Server::start("refused", &spec(&["1.1.1", "1.1.2"]), &["-u", "0"]);
    for (target, why) in [
        ("/runCase?case=1", "`agent` is missing"),
        ("/runCase?case=3&agent=a", "those selected are 1 to 2"),
        ("/runCase?case=0&agent=a", "those selected are 1 to 2"),
        ("/runCase?casetuple=9.9&agent=a", "no selected case has the id"),
        ("/getCaseInfo", "`case` is missing"),
        ("/updateReports", "`agent` is missing"),
    ] {
        let answer = server.raw(&request(target));
        assert!(answer.starts_with("HTTP/1.1 500 Internal Server Error\r\n"), "{answer}");
        assert!(answer.contains(why), "{answer}");
    }
    for (octets, status) in [
        (
            "POST / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
            "405",
        ),
        (&request("/").replace("HTTP/1.1", "HTTP/1.0"), "505"),
        (&request("/").replace("Host: elsewhere:1\r\n", ""), "400"),
        (&request("/").replace("Version: 13", "Version: 7"), "426"),
        (&request("/").replace("dGhlIHNhbXBsZSBub25jZQ==", "short"), "400"),
        ("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "200"),
    ] {
        let answer = server.raw(octets);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{octets}: {answer}");
    }
    // Nobody is told apart by how the server is called from outside, and what is no offer is declined.
    let odd = request("/getCaseCount").replace(
        "\r\n\r\n",
        "\r\nSec-WebSocket-Extensions: permessage-deflate; nonsense\r\nSec-WebSocket-Extensions: x-other\r\n\r\n",
    );
    assert!(server.raw(&odd).starts_with("HTTP/1.1 101 "));
    server.run("case=1&agent=a");
    server.ask("/updateReports?agent=a");
    assert_eq!(server.index(), json!({"a": {"1.1.1": server.index()["a"]["1.1.1"]}}));
    assert_eq!(server.index()["a"]["1.1.1"]["behavior"], "OK");
    let left = server.stop();
    assert_eq!(left.err.lines().count(), 11, "{}", left.err);
}

#[test]
fn clients_that_misbehave_harm_only_themselves() {
    let server = Server::start("misbehave", &spec(&["1.1.*"]), &["-u", "0", "--time-scale", "0.2"]);
    let silent = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    server.raw("\x16\x03\x01 this is no HTTP\r\n\r\n");
    let head = request("/runCase?case=1&agent=bad");
    // Garbage behind the request, death in the middle, and silence.
    assert!(
        server
            .raw(&format!("{head}\u{7f}\u{7f}\u{7f}\u{7f}"))
            .contains("101 Switching")
    );
    let mut dying = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    dying
        .write_all(request("/runCase?case=2&agent=bad").as_bytes())
        .unwrap();
    drop(dying);
    assert!(
        server
            .raw(&request("/runCase?case=3&agent=bad"))
            .contains("101 Switching")
    );
    server.run("case=1&agent=good");
    assert_eq!(
        server.ask("/getCaseStatus?case=2&agent=bad"),
        r#"{"behavior":"FAILED"}"#
    );
    server.ask("/updateReports?agent=x");
    let index = server.index();
    assert_eq!(index["good"]["1.1.1"]["behavior"], "OK");
    for case in ["1.1.1", "1.1.2", "1.1.3"] {
        assert_eq!(index["bad"][case]["behavior"], "FAILED", "{index}");
    }
    drop(silent);
    assert_eq!(server.stop().code, Some(0));
}

#[test]
fn two_agents_that_would_have_the_same_files_are_noticed() {
    let server = Server::start("namesake", &spec(&["1.1.1"]), &["-u", "0"]);
    server.run("case=1&agent=My+Agent");
    let answer = server.raw(&request("/runCase?case=1&agent=my/agent"));
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    assert!(answer.contains("give one another name"), "{answer}");
    server.ask("/updateReports?agent=x");
    assert_eq!(server.index().as_object().unwrap().len(), 1);
    server.stop();
}

#[test]
fn an_excluded_case_is_skipped_and_not_reported() {
    let mut spec = spec(&["1.1.1", "1.1.2"]);
    spec["exclude-agent-cases"] = json!({"skipping*": ["1.1.2"]});
    let server = Server::start("excluded", &spec, &["-u", "0"]);
    for case in 1..=2 {
        server.run(&format!("case={case}&agent=skipping/1"));
    }
    assert_eq!(server.ask("/getCaseStatus?case=2&agent=skipping/1"), "");
    server.ask("/updateReports?agent=x");
    assert_eq!(server.index()["skipping/1"].as_object().unwrap().len(), 1);
    let left = server.stop();
    let line = "Skipping test case 1.1.2 for agent skipping/1 by test configuration!\n";
    assert!(left.out.contains(line), "{}", left.out);
}

#[test]
fn the_server_ends_when_the_reports_are_written_if_a_client_wants_that() {
    let server = Server::start("shutdown", &spec(&["1.1.1"]), &["-u", "0"]);
    server.run("case=1&agent=a");
    server.ask("/updateReports?agent=a&shutdownOnComplete=true");
    let folder = server.folder.clone();
    let left = server.left();
    assert_eq!((left.code, left.err.as_str()), (Some(0), ""));
    assert!(
        left.out
            .ends_with("Report generation complete; shutting down server.\n")
    );
    assert!(folder.join("out/index.html").exists());
}

#[test]
fn commands_are_obeyed_on_any_other_path() {
    let server = Server::start("direct", &spec(&["1.1.1"]), &["-u", "0"]);
    let mut socket = server.connect("/");
    socket
        .send(Message::text(
            r#"["sendframes", [{"opcode": 1, "fin": false, "payload": "Hel"}, {"opcode": 0, "payload": "lo"}]]"#,
        ))
        .unwrap();
    assert_eq!(socket.read().unwrap(), Message::text("Hello"));
    socket
        .send(Message::text(r#"["echo", {"payload": "ab", "payload_len": 300}]"#))
        .unwrap();
    assert_eq!(socket.read().unwrap().len(), 300);
    socket.send(Message::text("nonsense")).unwrap();
    let Message::Close(Some(close)) = socket.read().unwrap() else {
        panic!("it is to close")
    };
    assert_eq!(u16::from(close.code), 1008);
    assert!(
        server
            .stop()
            .out
            .contains("Entering direct command mode for peer tcp4:127.0.0.1:")
    );
}

#[test]
fn browsers_get_the_page_and_the_reports_and_nothing_else() {
    let mut server = Server::start("web", &spec(&["1.1.1"]), &["-u", "0"]);
    assert!(!fs::exists(server.folder.join("out/index.html")).unwrap());
    server.run("case=1&agent=a");
    server.stop();

    // Port 0 is none there, so one is taken that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    server = Server::start("web", &spec(&["1.1.1"]), &["-u", &free.to_string()]);
    assert_eq!(server.wait_for("For browsers: "), format!("http://localhost:{free}/"));
    server.run("case=1&agent=a");
    server.ask("/updateReports?agent=a");
    let get = |path: &str| raw(free, &format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    for path in ["/", "/test_browser.html"] {
        let page = get(path);
        assert!(
            page.starts_with("HTTP/1.1 200 OK\r\n") && page.contains(&format!("{}", server.port)),
            "{page}"
        );
    }
    for path in [
        "/reports/index.html",
        "/cwd/reports/clients/index.html",
        "/reports/a_case_1_1_1.json",
    ] {
        assert!(get(path).starts_with("HTTP/1.1 200 OK\r\n"), "{path}");
    }
    for path in [
        "/cwd/spec.json",
        "/spec.json",
        "/reports/../spec.json",
        "/cwd/../spec.json",
        "/nothing",
    ] {
        assert!(get(path).starts_with("HTTP/1.1 404 "), "{path}");
    }
    assert!(raw(free, "DELETE / HTTP/1.1\r\nHost: h\r\n\r\n").starts_with("HTTP/1.1 405 "));
    let head = raw(free, "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
    assert!(head.ends_with("\r\n\r\n") && head.contains("Content-Length: "));
    server.stop();
}

#[cfg(unix)]
#[test]
fn what_was_played_is_reported_when_the_server_is_stopped() {
    for signal in ["-INT", "-TERM"] {
        let server = Server::start(&format!("stopped{signal}"), &spec(&["1.1.1"]), &["-u", "0"]);
        server.run("case=1&agent=a");
        assert!(
            Command::new("kill")
                .args([signal, &server.child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        let folder = server.folder.clone();
        assert_eq!(server.left().code, Some(0));
        assert!(folder.join("out/index.json").exists());
    }
}

#[test]
fn it_is_reached_over_both_families_and_a_port_in_use_is_named() {
    let server = Server::start("families", &spec(&["1.1.1"]), &["-u", "0"]);
    assert_eq!(server.ask("/getCaseCount"), "1");
    if let Ok((mut socket, _)) = connect(format!("ws://[::1]:{}/getCaseCount", server.port)) {
        assert_eq!(socket.read().unwrap(), Message::text("1"));
    }
    let mut second = spec(&["1.1.1"]);
    second["url"] = json!(format!("ws://127.0.0.1:{}", server.port));
    let output = command(&folder("in-use"), &second, &["-u", "0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains(&format!("cannot listen at port {}", server.port)), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    server.stop();
}

#[cfg(unix)]
#[test]
fn the_reference_client_does_every_rule_over_tls_too() {
    let folder = folder("tls-keys");
    certificate(&folder, "own", "localhost", rcgen::IsCa::NoCa);
    let file = |name: &str| folder.join(name).display().to_string();
    let secure = json!({"url": "wss://127.0.0.1:0", "outdir": "out", "cases": ["1.*", "2.*", "3.*", "7.*", "12.1.1"],
        "key": file("own.key"), "cert": file("own.crt")});
    for (name, spec, scheme) in [
        ("plain", spec(&["1.*", "2.*", "3.*", "7.*", "12.1.1"]), "ws"),
        ("tls", secure, "wss"),
    ] {
        let server = Server::start(name, &spec, &["-u", "0"]);
        let output = Command::new(env!("CARGO_BIN_EXE_wstest"))
            .args([
                "-m",
                "testeeclient",
                "-i",
                "reference",
                "-w",
                &format!("{scheme}://127.0.0.1:{}", server.port),
            ])
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let index = server.index();
        let plays = index["reference"].as_object().unwrap();
        assert_eq!(plays.len(), 72);
        for (id, play) in plays {
            let words = (
                play["behavior"].as_str().unwrap(),
                play["behaviorClose"].as_str().unwrap(),
            );
            let right = [("OK", "OK"), ("INFORMATIONAL", "INFORMATIONAL")].contains(&words);
            assert!(right, "{id}: {words:?}");
        }
        let output = Command::new("kill").arg(server.child.id().to_string()).status();
        assert!(output.unwrap().success());
        server.left();
    }
}
