//! `wsspec client` as a user meets it: with commands, with whoever connects, and with clients that do not do what they should.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;
use wsspec::exit;
use wsspec::random::SplitMix64;
use wsspec_codec::deflate::{ClientWindow, Offer};
use wsspec_codec::handshake::ClientRequest;
use wsspec_server::Options;
use wsspec_server::client::Client;
use wsspec_server::url::Url;

/// What a client of these tests is, in the environment of its process: this test program, run again.
const KIND: &str = "WSSPEC_TEST_CLIENT";

/// No test, but every client of the others: a process that is what its environment says.
#[test]
fn client_process() {
    let Ok(kind) = std::env::var(KIND) else { return };
    let url = std::env::var("WSSPEC_URL").unwrap();
    let connect = || {
        let address = url.strip_prefix("ws://").unwrap().split('/').next().unwrap();
        TcpStream::connect(address).unwrap()
    };
    match kind.as_str() {
        "reference" => reference(&url),
        "tungstenite" => {
            tungstenite_client(&url);
        }
        "tungstenite in a loop" => while tungstenite_client(&url) {},
        "ten connections only" => (0..10).for_each(|_| {
            tungstenite_client(&url);
        }),
        "reads URLs its own way" => reads_urls_its_own_way(&url),
        "never connects" => loop {
            thread::park();
        },
        "silent" => {
            let _stream = connect();
            loop {
                thread::park();
            }
        }
        "garbage" => {
            let mut stream = connect();
            stream.write_all(b"\x16\x03\x01 this is no HTTP\r\n\r\n").unwrap();
            let _ = stream.read_to_end(&mut Vec::new());
        }
        "exits at once" => {
            eprintln!("something is missing here");
            std::process::exit(3)
        }
        "unsupported" => std::process::exit(127),
        "supports only the probe" => {
            let case = std::env::var("WSSPEC_CASE").unwrap();
            if case.starts_with("probe/") {
                tungstenite_client(&url);
            } else {
                std::process::exit(127)
            }
        }
        "dies" => {
            let (mut socket, _) = tungstenite::connect(&url).unwrap();
            let _ = socket.read();
            eprintln!("last words");
            std::process::abort()
        }
        "leaves a child" => {
            // It holds the pipes, and a connection to whoever waits for its end.
            let ready = TcpListener::bind("127.0.0.1:0").unwrap();
            #[expect(
                clippy::zombie_processes,
                reason = "that it is left behind is what the test is about"
            )]
            let _child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "client_process", "--nocapture"])
                .env(KIND, "child")
                .env("WSSPEC_TEST_READY", ready.local_addr().unwrap().to_string())
                .spawn()
                .unwrap();
            ready.accept().unwrap();
            tungstenite_client(&url);
        }
        "child" => {
            let connect = |name| TcpStream::connect(std::env::var(name).unwrap()).unwrap();
            let _held = connect("WSSPEC_TEST_PARENT");
            drop(connect("WSSPEC_TEST_READY"));
            loop {
                thread::park();
            }
        }
        other => panic!("there is no client {other:?}"),
    }
}

/// The reference client over TCP. It does not wait for anything but the server.
fn reference(url: &str) {
    let url = match Url::parse(url) {
        Ok(url) if !url.secure => url,
        refused => {
            eprintln!("{refused:?}");
            std::process::exit(1)
        }
    };
    let offer = Offer {
        client_max_window_bits: ClientWindow::Limitable,
        ..Offer::default()
    };
    let request = ClientRequest {
        host: url.authority(),
        target: url.resource.clone(),
        subprotocols: vec!["chat".into(), "superchat".into()],
        extensions: vec![offer.to_extension()],
        ..ClientRequest::default()
    };
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let mut random = SplitMix64::new(since.as_nanos() as u64 ^ u64::from(std::process::id()) << 40);
    let nonce = random.octets();
    let keys = Box::new(move || random.octets());
    let mut client = Client::new(request, || nonce, keys, Options::default()).unwrap();
    let mut stream = TcpStream::connect((url.host.as_str(), url.port)).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut buffer = vec![0; 64 << 10];
    loop {
        let output = client.output().to_vec();
        if !output.is_empty() && stream.write_all(&output).is_ok() {
            client.written(output.len());
            continue;
        }
        if client.close_tcp() {
            return;
        }
        match stream.read(&mut buffer) {
            Ok(octets @ 1..) => client.receive(&mut buffer[..octets]),
            _ => client.receive_eof(),
        }
    }
}

/// Takes everything for a URL of a server, and asks for whatever stands behind the port. It does not go on.
fn reads_urls_its_own_way(url: &str) {
    let (_, rest) = url.split_once("://").unwrap();
    let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let (_, port) = authority.rsplit_once(':').unwrap();
    let digits = port.find(|c: char| !c.is_ascii_digit()).unwrap_or(port.len());
    let port: u32 = port[..digits].parse().unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", port as u16)).unwrap();
    let request = format!(
        "GET {target} HTTP/1.1\r\nHost: {authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    );
    let _ = stream.write_all(request.as_bytes());
    let _ = stream.read_to_end(&mut Vec::new());
}

/// Echoes with tungstenite. False when there is nothing more to play.
fn tungstenite_client(url: &str) -> bool {
    let mut socket = match tungstenite::connect(url) {
        Ok((socket, _)) => socket,
        Err(tungstenite::Error::Http(response)) => return response.status() != 410,
        Err(tungstenite::Error::Io(error)) => return error.kind() != std::io::ErrorKind::ConnectionRefused,
        Err(_) => return true,
    };
    while let Ok(message) = socket.read() {
        if (message.is_text() || message.is_binary()) && socket.send(message).is_err() {
            break;
        }
    }
    let _ = socket.flush();
    true
}

/// `wsspec client` with these arguments, its own options first.
fn command(kind: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsspec"));
    command
        .arg("client")
        .args(arguments)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .env(KIND, kind);
    command
}

/// The words behind `--` that start a client of this kind.
fn this_program() -> [String; 4] {
    let program = std::env::current_exe().unwrap().to_str().unwrap().to_owned();
    [program, "--exact".into(), "client_process".into(), "--nocapture".into()]
}

fn tested(kind: &str, arguments: &[&str]) -> Output {
    command(kind, arguments)
        .arg("--")
        .args(this_program())
        .output()
        .unwrap()
}

fn code(output: &Output) -> u8 {
    output.status.code().unwrap().try_into().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn scratch(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("client-{name}.json"))
}

fn report_to(path: &std::path::Path) -> String {
    format!("json={}", path.display())
}

/// The lines of a report.
fn lines(path: &std::path::Path) -> Vec<Value> {
    let report = std::fs::read_to_string(path).unwrap();
    report.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn records(path: &std::path::Path) -> Vec<Value> {
    let lines = lines(path);
    lines.into_iter().filter(|line| line["kind"] == "record").collect()
}

#[test]
fn the_reference_client_passes_every_rule_over_tcp() {
    let path = scratch("reference");
    let output = tested("reference", &["-p", "smoke", "-j", "4", "--report", &report_to(&path)]);
    let bad: Vec<String> = records(&path)
        .iter()
        .filter(|record| !["pass", "info", "unsupported"].contains(&record["grade"].as_str().unwrap()))
        .map(|record| format!("{} {}: {}", record["grade"], record["case"], record["because"]))
        .collect();
    assert_eq!(bad, [""; 0], "{}", stdout(&output));
    assert_eq!(code(&output), exit::OK, "{}", stderr(&output));
    let header = &lines(&path)[0];
    assert_eq!(
        (&header["role"], &header["probe"]["deflate"]),
        (&"client".into(), &"yes".into())
    );
    let unsupported = records(&path)
        .iter()
        .filter(|record| record["grade"] == "unsupported" && !record["case"].as_str().unwrap().starts_with("url/"))
        .count();
    assert_eq!(unsupported, 5, "answers that are right for what it offers");
}

#[test]
fn tungstenite_as_a_client_gets_these_verdicts() {
    let path = scratch("tungstenite");
    let output = tested(
        "tungstenite in a loop",
        &["-p", "smoke", "--once", "--report", &report_to(&path)],
    );
    assert_eq!(code(&output), exit::FAILED, "{}{}", stdout(&output), stderr(&output));
    let mut found: Vec<String> = records(&path)
        .iter()
        // It gives up after so many reads of so little, and how many there are is up to the system.
        .filter(|record| record["case"] != "answer/in-single-octets")
        .filter(|record| !["pass", "unsupported"].contains(&record["grade"].as_str().unwrap()))
        .map(|record| {
            let text = |key: &str| record[key].as_str().unwrap().to_owned();
            format!("{:<8} {}: {}\n", text("grade"), text("case"), text("because"))
        })
        .collect();
    found.sort();
    let mut snapshots = insta::Settings::clone_current();
    snapshots.set_snapshot_path("../../snapshots");
    snapshots.set_prepend_module_to_snapshot(false);
    snapshots.set_omit_expression(true);
    snapshots.bind(|| insta::assert_snapshot!("tungstenite-client", found.concat()));
}

#[test]
fn a_client_that_reads_urls_its_own_way_fails_on_the_rule_that_each_breaks() {
    let path = scratch("urls");
    let output = tested(
        "reads URLs its own way",
        &["url", "--grace", "0.1", "--report", &report_to(&path)],
    );
    assert_eq!(code(&output), exit::FAILED, "{}{}", stdout(&output), stderr(&output));
    let came = |id: &str| {
        let records = records(&path);
        let record = records
            .iter()
            .find(|record| record["case"] == format!("url/{id}"))
            .unwrap();
        let word = |key: &str| record[key].as_str().unwrap_or_default().to_owned();
        (word("grade"), word("clause"))
    };
    for (id, grade, clause) in [
        ("empty-path", "fail", "9112-3.2.1-empty-path"),
        ("query-without-path", "fail", "6455-3-resource-name"),
        ("letters-beyond-ascii", "fail", "6455-11.1-ws-pct"),
        ("fragment", "fail", "6455-3-no-fragment"),
        ("user-and-password", "fail", "9112-3.2-client-host"),
        ("wss", "fail", "6455-4.1-tls-first"),
        ("wss-in-capitals", "fail", "6455-3-scheme-ci"),
        ("port-beyond-65535", "fail", "6455-4.1-uri-valid"),
        ("port-of-letters", "fail", "6455-4.1-uri-valid"),
        ("other-scheme", "fail", "6455-4.1-uri-valid"),
        // It goes without having connected, and not without a word.
        ("no-host", "pass", ""),
    ] {
        assert_eq!(came(id), (grade.to_owned(), clause.to_owned()), "{id}");
    }
}

#[test]
fn a_client_that_is_not_started_for_a_case_cannot_be_given_its_url() {
    comes_to(
        "tungstenite in a loop",
        &["url/fragment", "--once"],
        exit::OK,
        &["1 unsupported"],
    );
}

/// A client, and what comes of it: the exit code, and what is said on standard error or standard output.
fn comes_to(kind: &str, arguments: &[&str], expected: u8, said: &[&str]) {
    let output = tested(kind, arguments);
    let all = stdout(&output) + &stderr(&output);
    assert_eq!(code(&output), expected, "{kind}: {all}");
    for part in said {
        assert!(all.contains(part), "{kind}: {part:?} is missing in:\n{all}");
    }
}

#[test]
fn a_client_that_never_connects_is_ended_and_told() {
    comes_to(
        "never connects",
        &["framing/echo-text-0", "--wait", "0.3"],
        exit::INCOMPLETE,
        &["the command has not connected for 0.3 s", "no case was played"],
    );
    comes_to(
        "never connects",
        &["framing/echo-text-0", "--wait", "0.3", "--once"],
        exit::INCOMPLETE,
        &["no client has connected for 0.3 s", "no case was played"],
    );
}

#[test]
fn a_command_that_exits_without_connecting_is_told_with_what_it_said() {
    comes_to(
        "exits at once",
        &["framing/echo-text-0"],
        exit::INCOMPLETE,
        &["exited with status 3 without having connected; it said last: something is missing here"],
    );
}

#[test]
fn silence_and_garbage_are_judged_and_not_waited_for() {
    let quick = ["framing/echo-text-0", "--time-scale", "0.05", "--grace", "0.1"];
    comes_to(
        "silent",
        &quick,
        exit::FAILED,
        &[
            "does not complete the opening handshake",
            "the opening handshake was not over after",
        ],
    );
    comes_to(
        "garbage",
        &quick,
        exit::FAILED,
        &[
            "blocked framing/echo-text-0",
            "the opening handshake failed: the request",
        ],
    );
}

#[test]
fn a_client_that_dies_in_a_case_fails_it_with_its_last_words() {
    let path = scratch("dies");
    comes_to(
        "dies",
        &["framing/echo-text-0", "--report", &report_to(&path)],
        exit::FAILED,
        &["fail framing/echo-text-0", "it said", "last words"],
    );
    let record = &records(&path)[0];
    assert!(record["output"].as_str().unwrap().contains("last words"));
}

#[cfg(unix)]
#[test]
fn a_crash_is_no_way_to_refuse_an_answer() {
    comes_to(
        "dies",
        &["closing/abrupt"],
        exit::USAGE,
        &["there is no case `closing/abrupt`"],
    );
    let output = tested("dies", &["framing/length-with-top-bit"]);
    assert!(stdout(&output).contains("died of SIGABRT"), "{}", stdout(&output));
}

#[test]
fn status_127_says_that_a_case_is_not_supported() {
    let path = scratch("unsupported");
    comes_to(
        "supports only the probe",
        &[
            "framing/echo-text-0",
            "control/ping-empty",
            "--report",
            &report_to(&path),
        ],
        exit::OK,
        &["2 unsupported"],
    );
    assert!(records(&path).iter().all(|record| record["grade"] == "unsupported"));
}

#[test]
fn a_command_that_is_not_there_is_a_mistake_of_the_user() {
    for once in [&["--once"][..], &[]] {
        let output = command("", &[&["framing/echo-text-0"], once].concat())
            .args(["--", "no-such-program-anywhere"])
            .output()
            .unwrap();
        assert_eq!(code(&output), exit::USAGE, "{}", stderr(&output));
        let said = "the command `no-such-program-anywhere` does not start: there is no such program";
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
    }
}

#[test]
fn a_port_in_use_is_told_and_nothing_is_played() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    for arguments in [&["--listen", &address][..], &["--listen", &address, "--", "true"]] {
        let output = command("", arguments).output().unwrap();
        assert_eq!(code(&output), exit::USAGE, "{}", stderr(&output));
        assert!(stderr(&output).contains("the port is in use"), "{}", stderr(&output));
    }
}

#[test]
fn a_client_that_goes_before_all_is_played_leaves_a_partial_report() {
    let path = scratch("partial");
    comes_to(
        "ten connections only",
        &["framing", "--once", "-j", "1", "--report", &report_to(&path)],
        exit::INCOMPLETE,
        &["PARTIAL", "before all cases were played"],
    );
    let passed = records(&path)
        .iter()
        .filter(|record| record["grade"] != "blocked")
        .count();
    assert_eq!(passed, 6, "behind the four of the probe");
    assert_eq!(lines(&path).last().unwrap()["complete"], false);
}

#[test]
fn what_a_command_leaves_behind_is_ended_with_it() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let output = command("leaves a child", &["framing/echo-text-125"])
        .env("WSSPEC_TEST_PARENT", listener.local_addr().unwrap().to_string())
        .arg("--")
        .args(this_program())
        .output()
        .unwrap();
    assert_eq!(code(&output), exit::OK, "{}{}", stdout(&output), stderr(&output));
    // The probe asks four times, then comes the case; each leaves a child, and none is there any more.
    for _ in 0..if cfg!(unix) { 5 } else { 0 } {
        let (mut stream, _) = listener.accept().unwrap();
        assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0);
    }
}

#[test]
fn the_url_is_in_the_environment_and_in_the_arguments() {
    let output = command("", &["framing/echo-text-0", "--wait", "5"])
        .args([
            "--",
            "sh",
            "-c",
            "echo $0 $1 $WSSPEC_URL $WSSPEC_CASE; exit 4",
            "{url}",
            "{case}",
        ])
        .output()
        .unwrap();
    let said = stderr(&output);
    let words: Vec<&str> = said.split("it said last: ").nth(1).unwrap().split([' ', ';']).collect();
    assert_eq!(words[0], words[2]);
    assert!(
        words[0].starts_with("ws://127.0.0.1:") && words[0].ends_with("/probe/ping"),
        "{said}"
    );
    assert_eq!((words[1], words[3]), ("probe/ping", "probe/ping"));
}

/// `wsspec client` without a command, and where it listens. It ends by itself.
fn listening(arguments: &[&str]) -> (Child, String) {
    let mut child = command("", arguments).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    child.stdout = Some(output.into_inner());
    let url = line.strip_prefix("listening on ").unwrap().trim().to_owned();
    (child, url)
}

#[test]
fn whoever_connects_plays_the_next_case_and_several_may() {
    let path = scratch("whoever");
    let (child, url) = listening(&[
        "framing",
        "--listen",
        "127.0.0.1:0",
        "-p",
        "smoke",
        "--report",
        &report_to(&path),
    ]);
    let clients: Vec<_> = (0..3)
        .map(|_| {
            let url = url.clone();
            thread::spawn(move || while tungstenite_client(&url) {})
        })
        .collect();
    clients.into_iter().for_each(|client| client.join().unwrap());
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), exit::OK, "{}", stdout(&output));
    let lines = lines(&path);
    let footer = lines.last().unwrap();
    assert_eq!(
        (&footer["complete"], &footer["played"]),
        (&true.into(), &(lines.len() - 2).into())
    );
}

#[test]
fn clients_come_over_ipv6_too() {
    if TcpListener::bind("[::1]:0").is_err() {
        // Not every machine has it.
        return;
    }
    let (child, url) = listening(&["framing/echo-text-125", "--listen", "[::1]:0"]);
    assert!(url.starts_with("ws://[::1]:"), "{url}");
    while tungstenite_client(&url) {}
    assert_eq!(code(&child.wait_with_output().unwrap()), exit::OK);
    let output = tested("tungstenite", &["request/host", "--listen", "[::1]:0"]);
    assert_eq!(code(&output), exit::OK, "{}", stdout(&output));
}

#[test]
fn what_is_only_for_servers_cannot_be_played_with_a_client() {
    let output = command("", &["masking/unmasked-text"]).output().unwrap();
    assert_eq!(code(&output), exit::NOTHING_RAN);
    assert!(stderr(&output).contains("what was selected is for servers, so nothing can be played with a client"));
    let output = command("", &["ws://127.0.0.1:9001/"]).output().unwrap();
    assert_eq!(code(&output), exit::USAGE);
    assert!(
        stderr(&output).contains("--listen says where that is"),
        "{}",
        stderr(&output)
    );
    let output = command("", &["--report", "autobahn=x"]).output().unwrap();
    assert_eq!(code(&output), exit::USAGE);
    assert!(
        stderr(&output).contains("wstest -m fuzzingserver"),
        "{}",
        stderr(&output)
    );
}
