//! The command line as a user meets it: texts, exit codes, bad input.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod faulty;
mod secure;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use faulty::{Peer, declining, refuse};
use secure::{SecureServer, certificate};
use wsspec::exit;

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsspec"));
    command
        .args(arguments)
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .env_remove("CLICOLOR_FORCE");
    command
}

fn wsspec(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// As it is where these certificates are the ones to trust.
fn trusting(certificates: &Path, arguments: &[&str]) -> Output {
    let mut command = command(arguments);
    command.env("SSL_CERT_FILE", certificates).env_remove("SSL_CERT_DIR");
    command.output().unwrap()
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

fn snapshot(name: &str, text: &str) {
    let mut snapshots = insta::Settings::clone_current();
    snapshots.set_snapshot_path("../../snapshots");
    snapshots.set_prepend_module_to_snapshot(false);
    snapshots.set_omit_expression(true);
    snapshots.bind(|| insta::assert_snapshot!(name, text));
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

/// A place for a file of this test.
fn scratch(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// A new folder of this test.
fn folder(name: &str) -> PathBuf {
    let folder = scratch("cli").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What `index.json` says of each agent and case.
fn words(folder: &Path) -> BTreeMap<String, BTreeMap<String, String>> {
    let index = std::fs::read(folder.join("index.json")).unwrap();
    let index: BTreeMap<String, BTreeMap<String, serde_json::Value>> = serde_json::from_slice(&index).unwrap();
    let word = |(id, entry): (String, serde_json::Value)| (id, entry["behavior"].as_str().unwrap().to_owned());
    index
        .into_iter()
        .map(|(agent, cases)| (agent, cases.into_iter().map(word).collect()))
        .collect()
}

/// The kinds of the lines of a JSON report.
fn kinds(report: &str) -> Vec<String> {
    let kind = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["kind"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    report.lines().map(kind).collect()
}

#[test]
fn the_help_texts_are_these() {
    let mut texts = String::new();
    for command in [
        &["--help"][..],
        &["server", "--help"],
        &["client", "--help"],
        &["record", "--help"],
        &["replay", "--help"],
        &["list", "--help"],
        &["show", "--help"],
        &["explain", "--help"],
        &["clauses", "--help"],
    ] {
        let output = wsspec(command);
        assert_eq!(code(&output), exit::OK);
        texts.push_str(&format!("$ wsspec {}\n{}\n", command.join(" "), stdout(&output)));
    }
    snapshot("help", &texts);
}

#[test]
fn without_a_url_the_reference_server_is_tested_and_passes() {
    let path = scratch("bundled.json");
    let report = format!("json={}", path.display());
    let output = wsspec(&["server", "--profile", "smoke", "--report", &report]);
    assert_eq!(code(&output), exit::OK, "{}{}", stdout(&output), stderr(&output));
    assert!(stdout(&output).contains("profile smoke"), "{}", stdout(&output));
    let report = std::fs::read_to_string(path).unwrap();
    let kinds = kinds(&report);
    assert_eq!(kinds.first().unwrap(), "header");
    assert_eq!(kinds.last().unwrap(), "footer");
    let for_servers = |case: &wsspec::case::Case| {
        case.is_for(wsspec_codec::rules::Role::Server) && case.profile == wsspec::case::Profile::Smoke
    };
    let expected = wsspec::suite::cases().into_iter().filter(for_servers).count();
    assert_eq!(kinds.iter().filter(|kind| *kind == "record").count(), expected);
}

#[test]
fn a_dead_port_is_no_success_and_says_what_was_tried() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let path = scratch("dead.json");
    let _ = std::fs::remove_file(&path);
    let url = format!("ws://127.0.0.1:{port}/");
    let output = wsspec(&["server", &url, "--report", &format!("json={}", path.display())]);
    assert_eq!(code(&output), exit::INCOMPLETE);
    assert!(
        stderr(&output).contains(&format!("127.0.0.1:{port}")),
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("connection refused"), "{}", stderr(&output));
    assert!(!path.exists(), "no report looks like success");
}

#[test]
fn unknown_cases_and_bad_addresses_are_usage_errors_that_help() {
    let output = wsspec(&["server", "5.99"]);
    assert_eq!(code(&output), exit::USAGE);
    assert!(stderr(&output).contains("near are: 5.9"), "{}", stderr(&output));
    assert_eq!(code(&wsspec(&["show", "nothing/like-it"])), exit::USAGE);
    assert_eq!(code(&wsspec(&["list", "zzz*"])), exit::NOTHING_RAN);
    assert_eq!(code(&wsspec(&["server", "http://localhost/"])), exit::USAGE);
    assert_eq!(code(&wsspec(&["server", "ws://localhost/#a"])), exit::USAGE);
    assert_eq!(code(&wsspec(&["server", "ws://localhost:0/"])), exit::USAGE);
    assert_eq!(code(&wsspec(&["server", "--jobs", "0"])), exit::USAGE);
    assert_eq!(code(&wsspec(&["server", "--report", "xml=a"])), exit::USAGE);
    assert_eq!(code(&wsspec(&["server", "--report", "autobahn="])), exit::USAGE);
    assert_eq!(code(&wsspec(&["server", "--agent", ""])), exit::USAGE);
    assert_eq!(code(&wsspec(&["server", "--segmentation", "tiny"])), exit::USAGE);
    assert_eq!(code(&wsspec(&["nonsense"])), exit::USAGE);
}

#[test]
fn a_report_that_cannot_be_written_is_an_error_before_anything_is_played() {
    let folder = scratch("a-folder");
    std::fs::create_dir_all(&folder).unwrap();
    let output = wsspec(&["server", "--report", &format!("json={}", folder.display())]);
    assert_eq!(code(&output), exit::USAGE);
    assert!(stderr(&output).contains("a-folder"), "{}", stderr(&output));
}

#[test]
fn a_server_of_wss_is_tested_like_one_of_ws_if_its_certificate_is_good() {
    let folder = folder("wss");
    certificate(&folder, "address", "127.0.0.1", rcgen::IsCa::NoCa);
    certificate(&folder, "name", "tested.example", rcgen::IsCa::NoCa);
    let (address, name) = (folder.join("address.crt"), folder.join("name.crt"));
    let smoke = |url: &str, trusted: &Path, more: &[&str]| {
        let output = trusting(trusted, &[&["server", url, "--profile", "smoke"], more].concat());
        assert_eq!(code(&output), exit::OK, "{}{}", stdout(&output), stderr(&output));
        assert_eq!(stderr(&output), "");
        stdout(&output)
    };
    let server = SecureServer::start(&folder, "address");
    let out = smoke(&server.url, &address, &[]);
    assert!(!out.contains("not verified"), "{out}");
    let unverified = smoke(&server.url, &name, &["--insecure"]);
    assert!(
        unverified.contains("\nits certificate is not verified (--insecure)\n"),
        "{unverified}"
    );
    let server = SecureServer::start(&folder, "name");
    smoke(&server.url, &name, &["--sni", "tested.example"]);
}

#[test]
fn a_certificate_that_cannot_be_verified_is_told_in_one_line() {
    let folder = folder("untrusted");
    // It calls itself an authority, as those that openssl makes do.
    let authority = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    certificate(&folder, "own", "127.0.0.1", authority);
    certificate(&folder, "other", "127.0.0.1", rcgen::IsCa::NoCa);
    let server = SecureServer::start(&folder, "own");
    let refused = |trusted: &str, more: &[&str], expected: u8, why: &str| {
        let output = trusting(&folder.join(trusted), &[&["server", &server.url], more].concat());
        assert_eq!(code(&output), expected, "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
        assert_eq!(stderr(&output).lines().count(), 1, "{}", stderr(&output));
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    };
    let why = "invalid peer certificate: it calls itself an authority, and is not one of those that are trusted; ";
    refused("other.crt", &[], exit::INCOMPLETE, why);
    refused(
        "other.crt",
        &[],
        exit::INCOMPLETE,
        "; --insecure takes any certificate, ",
    );
    refused(
        "own.crt",
        &["--sni", "a.example"],
        exit::INCOMPLETE,
        "not valid for name",
    );
    refused("own.crt", &["--sni", "a b"], exit::USAGE, "\"a b\" is no host name");
    refused("missing.crt", &[], exit::USAGE, "names no certificate authority");
}

#[test]
fn a_server_without_tls_at_an_address_with_it_cannot_be_reached() {
    let url = serve(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let output = wsspec(&["server", &url.replace("ws://", "wss://"), "--insecure"]);
    assert_eq!(code(&output), exit::INCOMPLETE);
    assert!(
        stderr(&output).contains("without TLS the address begins with ws://"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn options_without_effect_are_told() {
    let output = wsspec(&["server", "1.1.2", "-k", "--sni", "a", "--agent", "b"]);
    assert_eq!(code(&output), exit::OK);
    assert_eq!(
        stderr(&output),
        "note: --insecure is of no effect without a wss:// address\n\
         note: --sni is of no effect without a wss:// address\n\
         note: --agent is of no effect without --report autobahn=DIR\n"
    );
}

#[test]
fn an_autobahn_report_has_the_cases_that_the_selected_ones_stand_for() {
    let folder = folder("autobahn");
    let (one, two) = (folder.join("one"), folder.join("two"));
    let report = |folder: &Path| format!("autobahn={}", folder.display());
    let output = wsspec(&[
        "server",
        "control",
        "1.1.*",
        "--agent",
        "Mine",
        "-r",
        &report(&one),
        "-r",
        &report(&two),
    ]);
    assert_eq!(code(&output), exit::OK, "{}{}", stdout(&output), stderr(&output));
    let native = wsspec::select::select(wsspec::suite::cases(), &["control".to_owned(), "1.1.*".to_owned()]).unwrap();
    let ids = native
        .into_iter()
        .filter(|case| case.is_for(wsspec_codec::rules::Role::Server))
        .flat_map(|case| case.autobahn);
    let expected: BTreeMap<String, String> = ids.map(|id| (id, "OK".to_owned())).collect();
    assert_eq!(words(&one), BTreeMap::from([("Mine".to_owned(), expected.clone())]));
    assert_eq!(words(&two), words(&one));
    assert!(one.join("mine_case_1_1_1.json").exists() && one.join("index.html").exists());
    let out = stdout(&output);
    let count = expected.len();
    assert!(
        out.contains(&format!(
            "\nAutobahn report: playing {count} of Autobahn's cases with its own scripts, for its verdicts"
        )),
        "{out}"
    );
    assert!(
        out.contains(&format!("\n{count} of {count} played with Mine: {count} ok\n")),
        "{out}"
    );
}

#[test]
fn without_a_name_a_server_is_in_the_autobahn_report_as_what_it_calls_itself() {
    let agents = |server: &[&str]| -> Vec<String> {
        let folder = folder("unnamed");
        let report = format!("autobahn={}", folder.display());
        wsspec(&[server, &["1.1.1", "--time-scale", "0.05", "-r", &report]].concat());
        words(&folder).into_keys().collect()
    };
    assert_eq!(agents(&["server"]), ["UnknownServer"]);
    let url = serve(|mut stream| {
        let mut buffer = [0; 4096];
        let _ = stream.read(&mut buffer);
        let _ = stream.write_all(b"HTTP/1.1 500 No\r\nServer: My Server/1.0\r\n\r\n");
    });
    assert_eq!(agents(&["server", &url]), ["My Server/1.0"]);
}

#[test]
fn an_autobahn_report_that_cannot_be_made_is_an_error_before_anything_is_played() {
    let file = folder("unwritable").join("a-file");
    std::fs::write(&file, "").unwrap();
    let report = format!("autobahn={}", file.join("reports").display());
    let output = wsspec(&["server", "1.1.1", "--report", &report]);
    assert_eq!(code(&output), exit::USAGE);
    assert_eq!(stdout(&output), "");
    assert!(stderr(&output).contains("a-file"), "{}", stderr(&output));

    let of_its_own =
        |case: &wsspec::case::Case| case.autobahn.is_empty() && case.is_for(wsspec_codec::rules::Role::Server);
    let ours = wsspec::suite::cases().into_iter().find(of_its_own).unwrap();
    let output = wsspec(&[
        "server",
        &ours.id,
        "--report",
        &format!("autobahn={}", scratch("cli").display()),
    ]);
    assert_eq!(code(&output), exit::NOTHING_RAN);
    assert!(
        stderr(&output).contains("stands for one of Autobahn's"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_run_that_ends_before_autobahns_cases_leaves_its_report_as_it_was() {
    let url = serve(|mut stream| {
        let mut buffer = [0; 4096];
        while stream.read(&mut buffer).is_ok_and(|len| len > 0) {}
    });
    let folder = folder("too-late");
    std::fs::write(folder.join("index.json"), "before").unwrap();
    let report = format!("autobahn={}", folder.display());
    let output = wsspec(&[
        "server",
        &url,
        "framing",
        "-j",
        "1",
        "--time-scale",
        "0.1",
        "--deadline",
        "0.3",
        "-r",
        &report,
    ]);
    assert_eq!(code(&output), exit::INCOMPLETE);
    assert!(stderr(&output).contains("is as it was"), "{}", stderr(&output));
    assert_eq!(std::fs::read_to_string(folder.join("index.json")).unwrap(), "before");
}

#[cfg(unix)]
#[test]
fn what_was_played_of_autobahns_cases_is_reported_when_it_is_interrupted() {
    let folder = folder("stopped");
    // In 5.19 Autobahn waits a second, which is ten minutes then.
    let mut child = command(&[
        "server",
        "1.1.1",
        "5.19",
        "-v",
        "--time-scale",
        "600",
        "--agent",
        "a",
        "-r",
    ])
    .arg(format!("autobahn={}", folder.display()))
    .stdout(std::process::Stdio::piped())
    .spawn()
    .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let played = lines.find(|line| line.as_ref().unwrap().starts_with("1.1.1  OK"));
    assert!(played.is_some());
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let rest: Vec<String> = lines.map_while(Result::ok).collect();
    assert_eq!(child.wait().unwrap().code(), Some(i32::from(exit::INTERRUPTED)));
    assert!(
        rest.iter().any(|line| line.starts_with("PARTIAL: interrupted")),
        "{rest:?}"
    );
    let expected = BTreeMap::from([("1.1.1".to_owned(), "OK".to_owned())]);
    assert_eq!(words(&folder), BTreeMap::from([("a".to_owned(), expected)]));
}

/// Completes the opening handshake like the RFC's example does, whatever the key.
fn open(stream: &mut TcpStream) -> Option<()> {
    use wsspec_codec::handshake::{Choice, Head, HeadLimits, accept, check_request};
    let mut octets = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let len = stream.read(&mut buffer).ok().filter(|&len| len > 0)?;
        octets.extend_from_slice(&buffer[..len]);
        if let Some((head, _)) = Head::decode(&octets, HeadLimits::default()).ok()? {
            return stream
                .write_all(&accept(&check_request(&head).ok()?, Choice::default()))
                .ok();
        }
    }
}

#[test]
fn a_failure_is_explained_down_to_the_octets() {
    // Answers the first frame, whatever it is, with the text "no".
    let url = serve(|mut stream| {
        let mut buffer = [0; 4096];
        if open(&mut stream).is_some() && stream.read(&mut buffer).is_ok_and(|len| len > 0) {
            let _ = stream.write_all(b"\x81\x02no");
            let _ = stream.read(&mut buffer);
        }
    });
    let output = wsspec(&["server", &url, "1.1.2"]);
    assert_eq!(code(&output), exit::FAILED);
    let text = stdout(&output)
        .replace(&url, "ws://SUBJECT/")
        .replace(url.trim_start_matches("ws://").trim_end_matches('/'), "SUBJECT");
    let mut snapshots = insta::Settings::clone_current();
    snapshots.add_filter(r" *\+\d+\.\d ms", " +T ms");
    snapshots.add_filter(r"in \d+\.\d s", "in T s");
    snapshots.bind(|| snapshot("failure", &text));
}

#[test]
fn a_subject_that_never_answers_is_judged_in_bounded_time() {
    let url = serve(|mut stream| {
        let mut buffer = [0; 4096];
        while stream.read(&mut buffer).is_ok_and(|len| len > 0) {}
    });
    let output = wsspec(&["server", &url, "framing", "--time-scale", "0.05"]);
    assert_eq!(code(&output), exit::FAILED);
    assert!(stdout(&output).contains("blocked"), "{}", stdout(&output));
}

#[test]
fn named_cases_are_played_whatever_the_profile_and_topics_as_far_as_it_goes() {
    let output = wsspec(&["server", "--profile", "smoke", "9.7.1"]);
    assert_eq!(code(&output), exit::OK, "{}", stdout(&output));
    assert!(stdout(&output).contains("1 played"), "{}", stdout(&output));
    let output = wsspec(&["server", "--profile", "smoke", "limits"]);
    assert_eq!(code(&output), exit::NOTHING_RAN);
    assert!(stderr(&output).contains("profile smoke"), "{}", stderr(&output));
}

#[test]
fn a_case_that_is_not_over_at_its_deadline_fails_and_says_so() {
    let url = serve(|mut stream| {
        if open(&mut stream).is_some() {
            let mut buffer = [0; 4096];
            while stream.read(&mut buffer).is_ok_and(|len| len > 0) {}
        }
    });
    let output = wsspec(&["server", &url, "9.7.2", "--case-deadline", "0.1"]);
    assert_eq!(code(&output), exit::FAILED);
    assert!(stdout(&output).contains("not over after 0.1 s"), "{}", stdout(&output));
}

#[test]
fn a_deadline_leaves_a_report_that_says_it_is_partial() {
    let url = serve(|mut stream| {
        if open(&mut stream).is_some() {
            let mut buffer = [0; 4096];
            while stream.read(&mut buffer).is_ok_and(|len| len > 0) {}
        }
    });
    let path = scratch("deadline.json");
    let report = format!("json={}", path.display());
    let output = wsspec(&[
        "server",
        &url,
        "framing",
        "--time-scale",
        "0.1",
        "--deadline",
        "0.5",
        "--jobs",
        "1",
        "--report",
        &report,
    ]);
    assert_eq!(code(&output), exit::INCOMPLETE);
    assert!(stdout(&output).contains("PARTIAL"), "{}", stdout(&output));
    let report = std::fs::read_to_string(path).unwrap();
    assert!(
        report.lines().last().unwrap().contains("\"complete\":false"),
        "{report}"
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_a_report_that_says_it_is_partial() {
    let url = serve(|mut stream| {
        if open(&mut stream).is_some() {
            let mut buffer = [0; 4096];
            while stream.read(&mut buffer).is_ok_and(|len| len > 0) {}
        }
    });
    let path = scratch("interrupted.json");
    let mut child = Command::new(env!("CARGO_BIN_EXE_wsspec"))
        .args(["server", &url, "--jobs", "1", "--time-scale", "0.2", "--report"])
        .arg(format!("json={}", path.display()))
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The first record tells that cases are being played.
    let mut printed = Vec::new();
    let mut out = child.stdout.take().unwrap();
    let mut buffer = [0; 4096];
    while !String::from_utf8_lossy(&printed).contains(" fail ") {
        let len = out.read(&mut buffer).unwrap();
        assert!(len > 0, "it ended too early: {}", String::from_utf8_lossy(&printed));
        printed.extend_from_slice(&buffer[..len]);
    }
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    out.read_to_end(&mut printed).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(i32::from(exit::INTERRUPTED)));
    assert!(String::from_utf8_lossy(&printed).contains("PARTIAL: interrupted"));
    let report = std::fs::read_to_string(path).unwrap();
    assert!(
        report.lines().last().unwrap().contains("\"complete\":false"),
        "{report}"
    );
}

#[test]
fn list_show_and_explain_need_no_network() {
    assert!(stdout(&wsspec(&["list", "3.1"])).contains("1 cases"));
    let json = stdout(&wsspec(&["list", "--format", "json"]));
    let cases: Vec<wsspec::case::Case> = serde_json::from_str(&json).unwrap();
    assert_eq!(cases, wsspec::suite::cases());
    snapshot("show", &stdout(&wsspec(&["show", "3.1"])));
    snapshot("explain", &stdout(&wsspec(&["explain", "3.1", "6455-5.2-rsv3-recv"])));
}

#[test]
fn clauses_are_listed_with_the_cases_that_try_them() {
    let all = stdout(&wsspec(&["clauses", "--format", "json"]));
    let rows: Vec<serde_json::Value> = serde_json::from_str(&all).unwrap();
    assert_eq!(rows.len(), 604);
    let tried = |id: &str| {
        let row = rows.iter().find(|row| row["id"] == id).unwrap();
        row["cases"].as_array().unwrap().len()
    };
    for case in wsspec::suite::cases() {
        assert!(case.clauses.iter().all(|clause| tried(clause.id) > 0), "{}", case.id);
    }
    let untested = stdout(&wsspec(&["clauses", "--untested", "9220-*"]));
    assert!(
        untested.starts_with("RFC 9220\n") && !untested.contains(" cases  "),
        "{untested}"
    );
    let unknown = wsspec(&["clauses", "6455-99"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("no clause has the id `6455-99`"));
}

/// The connections of a server that takes four at a time, and refuses others with 503.
static TAKEN: AtomicUsize = AtomicUsize::new(0);

#[test]
fn a_server_of_few_connections_is_tested_with_few() {
    let url = serve(|stream| {
        if TAKEN.fetch_add(1, Ordering::SeqCst) < 4 {
            if let Some(peer) = Peer::open(stream, declining) {
                peer.serve(|peer, message| peer.send(message.opcode, false, &message.payload));
            }
        } else {
            let _ = refuse(stream, "503 Service Unavailable");
        }
        TAKEN.fetch_sub(1, Ordering::SeqCst);
    });
    let output = wsspec(&["server", &url, "framing/echo-*"]);
    let text = stdout(&output);
    assert_eq!(code(&output), 0, "{text}");
    assert!(text.contains("takes 4 connections at a time"), "{text}");
    assert!(text.contains(" · -j 2\n"), "{text}");
}
