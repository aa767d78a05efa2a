//! `wsspec record` and `wsspec replay` as a user meets them: sessions over TCP, texts, exit codes, bad input.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::thread;

use wsspec::exit;
use wsspec::recording::Recording;
use wsspec::recording::read::{Reading, read};
use wsspec_codec::rules::Role;

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsspec"));
    command
        .args(arguments)
        .env("NO_COLOR", "1")
        .env_remove("CLICOLOR_FORCE");
    command
}

fn wsspec(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
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

/// A new folder of this test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recording").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A recording that is kept.
fn kept(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../snapshots/recordings");
    folder.join(name).to_string_lossy().into_owned()
}

fn echo_server() -> (wsspec_server::Running, String) {
    let server = wsspec_server::spawn(wsspec_server::Options::default()).unwrap();
    let url = format!("ws://{}/", server.address());
    (server, url)
}

/// A server on a free port that does this with each connection. It ends with the process.
fn serve(connection: fn(TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || connection(stream));
        }
    });
    url
}

/// A program in the background, and the address in its first line that has one.
struct Background {
    child: Child,
    out: BufReader<ChildStdout>,
    url: String,
}

impl Background {
    fn start(arguments: &[&str]) -> Background {
        let mut child = command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        let url = loop {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "it ended without an address");
            let mut words = line.split_whitespace();
            // Of a recorder the first address is its own.
            if let Some(url) = words.find(|word| word.starts_with("ws://") && !line.contains(" · ")) {
                break url.trim_end_matches(',').to_owned();
            }
        };
        Background { child, out, url }
    }

    fn authority(&self) -> &str {
        self.url.trim_start_matches("ws://").trim_end_matches('/')
    }

    /// Its exit code, and all that it still said.
    fn end(mut self) -> (u8, String, String) {
        let mut out = String::new();
        self.out.read_to_string(&mut out).unwrap();
        let output = self.child.wait_with_output().unwrap();
        (code(&output), out, stderr(&output))
    }

    #[cfg(unix)]
    fn interrupt(&self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    }
}

/// The recordings in a folder, by name.
fn recordings(folder: &Path) -> Vec<(String, Recording)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let one = |path: PathBuf| {
        let recording = read(&fs::read(&path).unwrap(), Reading::default()).unwrap();
        (path.file_name().unwrap().to_string_lossy().into_owned(), recording)
    };
    files.into_iter().map(one).collect()
}

#[test]
fn what_passes_by_is_recorded_and_what_is_recorded_is_replayed() {
    let (_server, url) = echo_server();
    let folder = folder("round");
    let out = folder.to_string_lossy().into_owned();
    let recorder = Background::start(&["record", &url, "--listen", "127.0.0.1:0", "--out", &out, "-n", "3"]);
    let names = [
        "npm-ws-8.23.0-plain.jsonl",
        "chromium-156.0.8078.108-deflate.jsonl",
        "java-17.0.15-plain.jsonl",
    ];
    // All at once: each connection is a session.
    let clients: Vec<Child> = names
        .iter()
        .map(|name| {
            command(&["replay", &kept(name), &recorder.url])
                .stdout(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    for client in clients {
        let output = client.wait_with_output().unwrap();
        assert_eq!(code(&output), exit::OK, "{}", stdout(&output));
    }
    let (ended, said, errors) = recorder.end();
    assert_eq!((ended, errors.as_str()), (exit::OK, ""), "{said}");
    let recorded = recordings(&folder);
    let files: Vec<&str> = recorded.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(files, ["session-1.jsonl", "session-2.jsonl", "session-3.jsonl"]);
    for (name, recording) in &recorded {
        assert!(recording.complete, "{name}");
        assert!(recording.about.by.as_deref().unwrap().starts_with("wsspec "), "{name}");
        let file = folder.join(name);
        let output = wsspec(&["replay", &file.to_string_lossy(), &url]);
        assert_eq!(code(&output), exit::OK, "{}", stdout(&output));
        assert!(stdout(&output).contains("✔ the same"), "{}", stdout(&output));
    }
    // Octet for octet what the clients sent: only the address is another.
    let original = read(&fs::read(kept(names[2])).unwrap(), Reading::default()).unwrap();
    let is_java = |recording: &Recording| recording.about.agent.as_deref() == Some("Java-http-client");
    let (_, java) = recorded.iter().find(|(_, recording)| is_java(recording)).unwrap();
    let frames = |recording: &Recording| {
        let octets = recording.octets(Role::Client);
        let head = octets.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        octets[head..].to_vec()
    };
    assert!(frames(java) == frames(&original));
}

#[test]
fn a_recorded_server_is_replayed_to_a_client() {
    let file = kept("gorilla-1.5.0-deflate.jsonl");
    let listening = ["replay", &file, "--as-server", "--listen", "127.0.0.1:0"];
    let server = Background::start(&listening);
    let output = wsspec(&["replay", &file, &server.url, "--segmentation", "octets(997)"]);
    assert_eq!(code(&output), exit::OK, "{}", stdout(&output));
    let (ended, said, errors) = server.end();
    assert_eq!((ended, errors.as_str()), (exit::OK, ""), "{said}");
    assert!(
        said.contains("  messages  13 of 13\n") && said.contains("✔ the same"),
        "{said}"
    );
    // Another client says something else.
    let server = Background::start(&[&listening[..], &["--patience", "0.2"]].concat());
    let output = wsspec(&[
        "replay",
        &kept("java-17.0.15-plain.jsonl"),
        &server.url,
        "--patience",
        "0.2",
    ]);
    assert_ne!(code(&output), exit::OK);
    let (ended, said, _) = server.end();
    assert_eq!(ended, exit::FAILED, "{said}");
    assert!(
        said.contains("differs   message 1 differs at octet 0: 0x66 came and 0x30 was expected"),
        "{said}"
    );
}

#[test]
fn a_server_that_says_something_else_fails_the_replay() {
    let (_server, url) = echo_server();
    let silent = kept("npm-ws-8.23.0-plain-silent.jsonl");
    let output = wsspec(&["replay", &silent, &url]);
    assert_eq!(code(&output), exit::OK, "{}", stdout(&output));
    let output = wsspec(&["replay", &silent, &url, "--expect", "recorded"]);
    assert_eq!(code(&output), exit::FAILED);
    assert!(
        stdout(&output).contains("message 1 is one too many: text \"\"; 0 were expected"),
        "{}",
        stdout(&output)
    );
    assert!(
        stdout(&output).ends_with(" s\n") && stdout(&output).contains("\n✖ different, in "),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_server_that_is_down_or_silent_or_dies_leaves_the_replay_incomplete() {
    let file = kept("curl-8.23.0-plain.jsonl");
    let incomplete = |url: &str| {
        let output = wsspec(&["replay", &file, url, "--patience", "0.2"]);
        assert_eq!(code(&output), exit::INCOMPLETE, "{}", stdout(&output));
        format!("{}{}", stdout(&output), stderr(&output))
    };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let down = incomplete(&format!("ws://127.0.0.1:{port}/"));
    assert!(
        down.contains("cannot be reached: 127.0.0.1:") && down.contains("connection refused"),
        "{down}"
    );
    let silent = incomplete(&serve(|mut stream| {
        let mut buffer = [0; 4096];
        while stream.read(&mut buffer).is_ok_and(|len| len > 0) {}
    }));
    assert!(
        silent.contains("✖ incomplete: the server did not finish the opening handshake in 0.2 s"),
        "{silent}"
    );
    let dying = incomplete(&serve(|mut stream| {
        let mut buffer = [0; 4096];
        let len = stream.read(&mut buffer).unwrap();
        let request = String::from_utf8_lossy(&buffer[..len]).into_owned();
        let key = request
            .lines()
            .find_map(|line| line.strip_prefix("Sec-WebSocket-Key: "))
            .unwrap();
        let accept = wsspec_codec::handshake::key::accept_key(key.as_bytes());
        let response = format!(
            "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
        );
        stream.write_all(response.as_bytes()).unwrap();
        stream.write_all(b"\x81\x00").unwrap();
    }));
    assert!(
        dying.contains("TCP after message 1 of 12; 11 messages did not come"),
        "{dying}"
    );
}

#[test]
fn a_client_that_does_not_come_is_not_waited_for_for_ever() {
    let file = kept("curl-8.23.0-plain.jsonl");
    let waiting = [
        "replay",
        &file,
        "--as-server",
        "--listen",
        "127.0.0.1:0",
        "--wait",
        "0.2",
    ];
    let output = wsspec(&waiting);
    assert_eq!(code(&output), exit::INCOMPLETE);
    assert!(
        stderr(&output).contains("no client came in 0.2 s"),
        "{}",
        stderr(&output)
    );
    // One that connects and says nothing is none.
    let server = Background::start(&waiting);
    let _client = TcpStream::connect(server.authority()).unwrap();
    let (ended, _, errors) = server.end();
    assert_eq!(ended, exit::INCOMPLETE, "{errors}");
}

#[test]
fn files_that_are_no_recordings_are_refused_before_anything_is_sent() {
    let folder = folder("files");
    let refused = |name: &str, content: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, content).unwrap();
        // Nobody is there, and nobody is asked.
        let output = wsspec(&["replay", &path.to_string_lossy(), "ws://127.0.0.1:1/"]);
        assert_eq!(code(&output), exit::USAGE);
        assert_eq!(stdout(&output), "");
        assert!(
            stderr(&output).contains(&format!("{name} cannot be replayed: ")),
            "{}",
            stderr(&output)
        );
        stderr(&output)
    };
    assert!(refused("empty.jsonl", b"").contains("it is empty"));
    assert!(refused("foreign.png", b"\x89PNG").contains("it is neither a recording"));
    let whole = fs::read_to_string(kept("curl-8.23.0-plain.jsonl")).unwrap();
    assert!(refused("cut.jsonl", &whole.as_bytes()[..whole.len() / 2]).contains("--partial replays what is there"));
    assert!(
        refused(
            "version.jsonl",
            whole.replacen("\"version\":1", "\"version\":7", 1).as_bytes()
        )
        .contains("version 7")
    );
    let footer = "{\"kind\":\"footer\",\"chunks\":0,\"complete\":true}";
    let lone = format!("{}\n{footer}\n", whole.lines().next().unwrap());
    assert!(refused("lone.jsonl", lone.as_bytes()).contains("no whole request"));
    let output = wsspec(&[
        "replay",
        &folder.join("none.jsonl").to_string_lossy(),
        "ws://127.0.0.1:1/",
    ]);
    assert_eq!(code(&output), exit::USAGE);
    assert_eq!(
        code(&wsspec(&["replay", &kept("curl-8.23.0-plain.jsonl")])),
        exit::USAGE
    );
    assert_eq!(
        code(&wsspec(&["replay", &kept("curl-8.23.0-plain.jsonl"), "http://a/"])),
        exit::USAGE
    );
}

#[test]
fn a_har_file_is_replayed_and_what_it_lacks_is_told() {
    let (_server, url) = echo_server();
    let output = wsspec(&["replay", &kept("chromium-156.0.8078.108.har"), &url]);
    assert_eq!(code(&output), exit::OK, "{}", stdout(&output));
    assert!(
        stdout(&output).contains("from a HAR file, which has no frames"),
        "{}",
        stdout(&output)
    );
    assert!(stdout(&output).contains("  messages  8 of 8\n"), "{}", stdout(&output));
}

#[test]
fn a_port_in_use_and_a_server_that_is_down_are_told_before_anything_is_recorded() {
    let (_server, url) = echo_server();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let folder = folder("refused");
    let out = folder.to_string_lossy().into_owned();
    let output = wsspec(&["record", &url, "--listen", &taken, "--out", &out]);
    assert_eq!(code(&output), exit::USAGE);
    assert!(
        stderr(&output).contains(&format!("cannot listen at {taken}: it is in use")),
        "{}",
        stderr(&output)
    );
    let file = kept("curl-8.23.0-plain.jsonl");
    let output = wsspec(&["replay", &file, "--as-server", "--listen", &taken]);
    assert_eq!(code(&output), exit::USAGE);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let down = format!("ws://127.0.0.1:{port}/");
    let output = wsspec(&["record", &down, "--listen", "127.0.0.1:0", "--out", &out]);
    assert_eq!(code(&output), exit::INCOMPLETE);
    assert!(stderr(&output).contains("cannot be reached"), "{}", stderr(&output));
    let output = wsspec(&["record", "wss://127.0.0.1:1/", "--out", &out]);
    assert_eq!(code(&output), exit::USAGE);
    assert!(stderr(&output).contains("encrypted"), "{}", stderr(&output));
    let file = folder.join("a-file");
    fs::write(&file, "").unwrap();
    let output = wsspec(&["record", &url, "--out", &file.to_string_lossy()]);
    assert_eq!(code(&output), exit::USAGE);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn a_server_that_goes_away_while_recording_turns_clients_away_and_is_told() {
    let (server, url) = echo_server();
    let folder = folder("gone");
    let out = folder.to_string_lossy().into_owned();
    let recorder = Background::start(&["record", &url, "--listen", "127.0.0.1:0", "--out", &out, "-n", "1"]);
    drop(server);
    let mut client = TcpStream::connect(recorder.authority()).unwrap();
    client.write_all(b"GET / HTTP/1.1\r\n").unwrap();
    assert_eq!(client.read(&mut [0]).unwrap_or(0), 0);
    let (ended, _, errors) = recorder.end();
    assert_eq!(ended, exit::INCOMPLETE);
    assert!(
        errors.contains("cannot be reached") && errors.contains("turned away"),
        "{errors}"
    );
    assert_eq!(recordings(&folder), []);
}

#[test]
fn a_client_that_is_lost_in_a_session_loses_nothing_of_it() {
    let (_server, url) = echo_server();
    let folder = folder("lost");
    let out = folder.to_string_lossy().into_owned();
    let recorder = Background::start(&["record", &url, "--listen", "127.0.0.1:0", "--out", &out, "-n", "1"]);
    let mut client = TcpStream::connect(recorder.authority()).unwrap();
    client
        .write_all(b"GET / HTTP/1.1\r\nUser-Agent: mine/2\r\nIt never")
        .unwrap();
    drop(client);
    let (ended, _, _) = recorder.end();
    assert_eq!(ended, exit::OK);
    let recorded = recordings(&folder);
    assert_eq!(
        recorded[0].1.octets(Role::Client),
        b"GET / HTTP/1.1\r\nUser-Agent: mine/2\r\nIt never"
    );
    assert_eq!(recorded[0].1.ends[0].from, Role::Client);
    // There is no response to compare with.
    let output = wsspec(&["replay", &folder.join("session-1.jsonl").to_string_lossy(), &url]);
    assert_eq!(code(&output), exit::USAGE);
    assert!(stderr(&output).contains("no whole request"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn what_was_said_until_it_is_interrupted_is_recorded() {
    let (_server, url) = echo_server();
    let folder = folder("interrupted");
    let out = folder.to_string_lossy().into_owned();
    let mut recorder = Background::start(&[
        "record",
        &url,
        "--listen",
        "127.0.0.1:0",
        "--out",
        &out,
        "--agent",
        "My Client",
        "--agent-version",
        "3",
    ]);
    let mut client = TcpStream::connect(recorder.authority()).unwrap();
    client
        .write_all(
            b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
              Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        )
        .unwrap();
    let mut response = [0; 4096];
    let len = client.read(&mut response).unwrap();
    assert!(response[..len].starts_with(b"HTTP/1.1 101 "));
    let mut line = String::new();
    recorder.out.read_line(&mut line).unwrap();
    assert!(line.starts_with("session 1 from 127.0.0.1:"), "{line}");
    recorder.interrupt();
    let (ended, said, errors) = recorder.end();
    assert_eq!((ended, errors.as_str()), (exit::INTERRUPTED, ""));
    assert!(said.contains("session 1 went on: My Client 3, "), "{said}");
    let recorded = recordings(&folder);
    assert_eq!(recorded[0].0, "my-client-1.jsonl");
    assert!(!recorded[0].1.complete);
    assert_eq!(recorded[0].1.name(), "My Client 3");
    assert_eq!(recorded[0].1.chunks.len(), 2);
}

#[test]
fn a_recording_is_shown_without_network() {
    let output = wsspec(&["replay", &kept("firefox-153.7.0esr-deflate.jsonl"), "--show"]);
    assert_eq!(code(&output), exit::OK);
    assert!(
        stdout(&output).contains("\n→ GET /chat?x=1 HTTP/1.1\n"),
        "{}",
        stdout(&output)
    );
    assert!(stdout(&output).contains("inflate to 65536: "), "{}", stdout(&output));
}
