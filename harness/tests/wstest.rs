//! `wstest` as those use it who used Autobahn's: command line, spec files, lines on standard output, exit codes.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod faulty;
mod secure;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use faulty::{Peer, declining};
use secure::certificate;
use serde_json::{Value, json};
use wsspec::autobahn::cases::cases;
use wsspec::autobahn::selection::{Exclusions, select};

const OK: i32 = 0;
const USAGE: i32 = 1;
const INCOMPLETE: i32 = 3;

/// What a run of the program left.
struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    #[track_caller]
    fn expect(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.out, self.err);
        self
    }

    /// The one line on standard error.
    #[track_caller]
    fn only_error(&self) -> &str {
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        self.err.trim_end()
    }

    fn running(&self) -> usize {
        self.out
            .lines()
            .filter(|line| line.starts_with("Running test case ID "))
            .count()
    }
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wstest"));
    command.args(arguments).current_dir(folder);
    command
}

fn finished(mut command: Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn wstest(folder: &Path, arguments: &[&str]) -> Run {
    finished(command(folder, arguments))
}

/// A new folder of one test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("wstest").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs `fuzzingclient` with this spec file.
fn client(folder: &Path, spec: &Value, arguments: &[&str]) -> Run {
    finished(client_command(folder, spec, arguments))
}

fn client_command(folder: &Path, spec: &Value, arguments: &[&str]) -> Command {
    fs::write(folder.join("spec.json"), spec.to_string()).unwrap();
    command(
        folder,
        &[&["-m", "fuzzingclient", "-s", "spec.json"], arguments].concat(),
    )
}

fn report(folder: &Path, file: &str) -> Value {
    serde_json::from_slice(&fs::read(folder.join("reports/servers").join(file)).unwrap()).unwrap()
}

fn ids(index: &Value, agent: &str) -> Vec<String> {
    index[agent].as_object().unwrap().keys().cloned().collect()
}

/// The reference server on a free port.
fn reference() -> (wsspec_server::Running, String) {
    let server = wsspec_server::spawn(wsspec_server::Options::default()).unwrap();
    let url = format!("ws://{}", server.address());
    (server, url)
}

/// A server on a free port that does this with each connection, of which it is told the number. It ends with the process.
fn serve(connection: impl Fn(TcpStream, usize) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    let connection = std::sync::Arc::new(connection);
    thread::spawn(move || {
        for (stream, number) in listener.incoming().map_while(Result::ok).zip(0..) {
            let connection = connection.clone();
            thread::spawn(move || connection(stream, number));
        }
    });
    url
}

/// Where nothing listens.
fn dead() -> String {
    format!(
        "ws://{}",
        TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
    )
}

/// Reads the request, answers with this, and ends TCP.
fn answer(mut stream: TcpStream, response: &str) {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(len) if len > 0 => request.extend_from_slice(&buffer[..len]),
            _ => return,
        }
    }
    let _ = stream.write_all(response.as_bytes());
}

/// Opens the connection, and says nothing any more.
fn mute(stream: TcpStream) {
    if let Some(mut peer) = Peer::open(stream, declining) {
        while peer.frame().is_some() {}
    }
}

/// Takes everything and never answers.
fn hold(mut stream: TcpStream) {
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).is_ok_and(|len| len > 0) {}
}

fn selected(cases_: &[&str], exclude: &[&str]) -> Result<Vec<String>, String> {
    let owned = |entries: &[&str]| -> Vec<String> { entries.iter().map(|entry| (*entry).to_owned()).collect() };
    let all = cases();
    let selection = select(&all, &owned(cases_), &owned(exclude)).map_err(|bad| bad.to_string())?;
    Ok(selection.cases.iter().map(|case| case.id.clone()).collect())
}

#[test]
fn patterns_take_as_many_cases_as_autobahns() {
    for (pattern, count) in [
        ("*", 517),
        ("1.*", 16),
        ("1*", 233),
        ("7.1*", 8),
        ("12.1.1*", 10),
        ("*.1", 273),
        ("12.*.1", 50),
        ("9.7.[12]*", 2),
        ("6.4.2", 1),
        ("", 0),
        ("14.*", 0),
    ] {
        let ids = selected(&[pattern], &[]).unwrap();
        assert_eq!(ids.len(), count, "{pattern}");
    }
}

#[test]
fn what_is_selected_comes_once_and_in_numeric_order() {
    assert_eq!(
        selected(&["10.*", "2.10", "2.*", "", "2.2"], &["2.1", "2.3*", "2", ""]).unwrap(),
        [
            "2.2", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "2.10", "2.11", "10.1.1"
        ]
    );
}

#[test]
fn an_unknown_id_is_refused_with_near_ones() {
    let error = selected(&["1.1.9"], &[]).unwrap_err();
    assert!(
        error.starts_with("cases: there is no case \"1.1.9\"; near are 1.1.8, 1.1.7, 1.1.6, "),
        "{error}"
    );
    assert!(selected(&["9"], &[]).unwrap_err().contains("near are 9.1.1, 9.1.2, "));
    assert!(!selected(&["77.7"], &[]).unwrap_err().contains("near"));
    assert!(selected(&["1.("], &[]).is_err());
    assert!(selected(&["1.(*"], &[]).unwrap_err().contains("unclosed group"));
}

#[test]
fn exclusions_for_agents_match_all_of_both_names() {
    let entries = [
        ("My*".to_owned(), vec!["1.1.*".to_owned(), String::new()]),
        ("other".to_owned(), vec!["2.1".to_owned()]),
    ];
    let exclusions = Exclusions::new(entries.iter().map(|(agent, cases)| (agent, cases))).unwrap();
    assert!(exclusions.excludes("MyServer", "1.1.8"));
    assert!(!exclusions.excludes("myServer", "1.1.8"));
    assert!(!exclusions.excludes("NotMyServer", "1.1.8"));
    assert!(exclusions.excludes("other", "2.1"));
    assert!(!exclusions.excludes("other", "2.10"));
}

#[test]
fn what_the_command_line_lacks_is_said_in_one_line() {
    let folder = folder("usage");
    let (_server, url) = reference();
    let taken = url.replace("ws://", "ws://x@");
    for (arguments, why) in [
        (&["-m", "echoserver"][..], "this mode needs --wsuri"),
        (&[], "a mode is needed"),
        (&["-m", "testeeclient"], "this mode needs --wsuri"),
        (
            &["-m", "fuzzingserver", "-s", "missing.json"],
            "missing.json cannot be read: No such file",
        ),
        (&["-m", "massconnect"], "there is no mode \"massconnect\""),
        (&["-m", "broadcastserver"], "there is no mode \"broadcastserver\""),
        (&["--mode=fuzzingclient", "--nonsense"], "there is no option --nonsense"),
        (
            &["-m", "echoserver", "-w", "http://h"],
            "it must begin with ws:// or wss://",
        ),
        (&["-m", "echoserver", "-w", &taken], "has no user"),
        (&["-m", "echoserver", "-w", &url], "cannot serve at"),
        (
            &["-m", "testeeserver", "-w", "wss://127.0.0.1:0"],
            "wss needs --key and --cert",
        ),
        (
            &["-m", "fuzzingclient", "-s", "missing.json"],
            "missing.json cannot be read: No such file",
        ),
    ] {
        let run = wstest(&folder, arguments).expect(USAGE);
        assert!(run.only_error().starts_with("wstest: "), "{}", run.err);
        assert!(run.err.contains(why), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn help_and_versions_are_shown() {
    let folder = folder("shown");
    let help = wstest(&folder, &["--help", "-m", "x"]).expect(OK).out;
    assert!(help.contains("\nExit codes:\n  0  "), "{help}");
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        wstest(&folder, &["--version"]).expect(OK).out,
        format!("wstest {version}\n")
    );
    assert_eq!(
        wstest(&folder, &["-a"]).expect(OK).out,
        format!("wsspec {version}\nAutobahnTestSuite 25.10.1 (compatible)\n")
    );
}

#[test]
fn a_spec_file_that_is_missing_is_written_and_used_the_next_time() {
    let folder = folder("implicit");
    // So that no server of this machine is tested.
    fs::write(folder.join("reports"), "").unwrap();
    let path = fs::canonicalize(&folder).unwrap().join("fuzzingclient.json");
    let first = wstest(&folder, &["-m", "fuzzingclient"]).expect(USAGE);
    let loading = format!("Loading spec from {}\n", path.display());
    assert_eq!(
        first.out,
        format!("Auto-generating spec file 'fuzzingclient.json'\n{loading}")
    );
    let spec: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(spec["cases"], json!(["*"]));
    let second = wstest(&folder, &["--mode", "fuzzingclient"]).expect(USAGE);
    assert_eq!(
        second.out,
        format!("Using implicit spec file 'fuzzingclient.json'\n{loading}")
    );
    let third = wstest(&folder, &["-mfuzzingclient", "--spec=fuzzingclient.json"]).expect(USAGE);
    assert_eq!(
        third.out,
        format!("Using explicit spec file 'fuzzingclient.json'\n{loading}")
    );
    assert!(third.only_error().contains("./reports/servers"), "{}", third.err);
}

#[test]
fn a_bad_spec_file_is_refused_in_one_line_with_its_place() {
    let folder = folder("bad-spec");
    for (text, why) in [
        ("", "spec.json: line 1: the file is empty; wanted is an object"),
        ("{\n \"cases\": [\"*\",]\n}", "spec.json: line 2, column 16: "),
        ("{\n \"servers\": []\n}", "spec.json: line 3: missing field `cases`"),
        (
            "{\n \"cases\": \"*\"\n}",
            "spec.json: line 2: cases: invalid type: string \"*\", expected a list",
        ),
        (
            "{\"cases\": [\"*\"], \"servers\": [{\"url\": 1}]}",
            "servers[0].url: invalid type",
        ),
        (
            "{\"cases\": [\"*\"], \"options\": {\"failBy\": 1}}",
            "options.failBy: unknown field `failBy`, expected one of",
        ),
        ("{\"cases\": [\"*\"], \"servers\": []}", "there is no server to test"),
        (
            "{\"cases\": [\"*\"], \"servers\": [{\"url\": \"h:1\"}]}",
            "it must begin with ws:// or wss://",
        ),
        (
            "{\"cases\": [\"1.1\"], \"servers\": [{\"url\": \"ws://h\"}]}",
            "there is no case \"1.1\"; near are",
        ),
        (
            "{\"cases\": [], \"servers\": [{\"url\": \"ws://h\"}]}",
            "no case is selected",
        ),
        (
            "{\"cases\": [\"1.*\"], \"exclude-cases\": [\"1*\"], \"servers\": [{\"url\": \"ws://h\"}]}",
            "no case is selected",
        ),
        (
            "{\"cases\": [\"*\"], \"exclude-agent-cases\": {\"(\": []}}",
            "exclude-agent-cases: the pattern \"(\"",
        ),
        (
            "{\"cases\": [\"*\"], \"servers\": [{\"url\": \"ws://h\", \"agent\": \"A b\"}, {\"url\": \"ws://h\", \"agent\": \"a/B\"}]}",
            "the servers \"A b\" and \"a/B\" would have the same files in the report, a_b_case_",
        ),
    ] {
        fs::write(folder.join("spec.json"), text).unwrap();
        let run = wstest(&folder, &["-m", "fuzzingclient", "-s", "spec.json"]).expect(USAGE);
        assert!(run.only_error().contains(why), "{text}: {}", run.err);
        assert!(!folder.join("reports").exists(), "nothing is written for {text}");
    }
    fs::write(folder.join("spec.json"), b"{\n\"cases\": [\"\xff\"]}").unwrap();
    let run = wstest(&folder, &["-m", "fuzzingclient", "-s", "spec.json"]).expect(USAGE);
    assert!(run.only_error().contains("line 2: JSON is UTF-8"), "{}", run.err);
}

#[test]
fn servers_are_tested_in_their_order_and_told_of_in_autobahns_lines() {
    let folder = folder("two");
    let ((_one, first), (_two, second)) = (reference(), reference());
    let spec = json!({
        "servers": [{"url": first, "agent": "Server One/1.0"}, {"url": second, "agent": "Two", "options": {"version": 18}}],
        "options": {"failByDrop": false},
        "cases": ["1.1.2", "1.1.1", "2.1"],
        "exclude-cases": ["2"],
        "exclude-agent-cases": {"Tw*": ["2.*"]},
        "webport": 8080,
        "surprise": 1,
    });
    let run = client(&folder, &spec, &["-j", "1"]).expect(OK);
    let lines: Vec<&str> = run.out.lines().collect();
    let path = fs::canonicalize(&folder).unwrap().join("spec.json");
    assert_eq!(
        lines[..2],
        [
            "Using explicit spec file 'spec.json'",
            &format!("Loading spec from {}", path.display())
        ]
    );
    let peer = |url: &str| url.replace("ws://", "tcp4:");
    assert_eq!(
        lines[3..],
        [
            "Ok, will run 3 test cases against 2 servers",
            "Cases = ['1.1.1', '1.1.2', '2.1']",
            &format!("Servers = [u'{first}', u'{second}']"),
            &format!(
                "Running test case ID 1.1.1 for agent Server One/1.0 from peer {}",
                peer(&first)
            ),
            &format!(
                "Running test case ID 1.1.2 for agent Server One/1.0 from peer {}",
                peer(&first)
            ),
            &format!(
                "Running test case ID 2.1 for agent Server One/1.0 from peer {}",
                peer(&first)
            ),
            "Ran 3 of 3 test cases for agent Server One/1.0: 3 ok",
            "Skipping test case 2.1 for agent Two by test configuration!",
            &format!("Running test case ID 1.1.1 for agent Two from peer {}", peer(&second)),
            &format!("Running test case ID 1.1.2 for agent Two from peer {}", peer(&second)),
            "Ran 2 of 2 test cases for agent Two: 2 ok",
            "Report generation complete: ./reports/servers/index.html, ./reports/servers/index.json",
        ]
    );
    assert_eq!(
        run.err,
        "wstest: spec.json: the key \"surprise\" means nothing here\nwstest: exclude-cases: \"2\" matches no case; a whole \
         category is written \"2.*\"\n"
    );
    let index = report(&folder, "index.json");
    assert_eq!(ids(&index, "Server One/1.0"), ["1.1.1", "1.1.2", "2.1"]);
    assert_eq!(ids(&index, "Two"), ["1.1.1", "1.1.2"]);
    assert_eq!(index["Two"]["1.1.1"]["behavior"], "OK");
    assert_eq!(
        index["Server One/1.0"]["2.1"]["reportfile"],
        "server_one_1_0_case_2_1.json"
    );
}

#[test]
fn what_a_spec_file_says_of_a_server_is_in_the_request_to_each() {
    let folder = folder("request");
    let ((_one, first), (_two, second)) = (reference(), reference());
    let entry = |url: &str, agent: &str| {
        json!({"url": format!("{url}/path?query=1"), "agent": agent, "origin": "http://origin.example",
               "protocols": ["chat", "superchat"]})
    };
    let spec = json!({"servers": [entry(&first, "one"), entry(&second, "two")], "cases": ["1.1.1"]});
    client(&folder, &spec, &[]).expect(OK);
    for (agent, url) in [("one", &first), ("two", &second)] {
        let case = report(&folder, &format!("{agent}_case_1_1_1.json"));
        let request = case["httpRequest"].as_str().unwrap();
        let host = url.trim_start_matches("ws://");
        let version = env!("CARGO_PKG_VERSION");
        assert!(
            request.starts_with(&format!(
                "GET /path?query=1 HTTP/1.1\r\nUser-Agent: wsspec/{version} (AutobahnTestSuite/25.10.1 compatible)\r\n\
                 Host: {host}\r\n"
            )),
            "{request}"
        );
        assert!(request.contains("\r\nOrigin: http://origin.example\r\n"), "{request}");
        assert!(
            request.contains("\r\nSec-WebSocket-Protocol: chat,superchat\r\n"),
            "{request}"
        );
    }
}

#[test]
fn without_a_name_a_server_is_called_what_it_calls_itself() {
    let folder = folder("names");
    let named = serve(|stream, _| answer(stream, "HTTP/1.1 503 Busy\r\nServer: Busy Bee/2\r\n\r\n"));
    let (_server, nameless) = reference();
    let spec = json!({"servers": [{"url": named}, {"url": nameless, "agent": ""}], "cases": ["1.1.1"]});
    client(&folder, &spec, &[]).expect(OK);
    let index = report(&folder, "index.json");
    assert_eq!(index["Busy Bee/2"]["1.1.1"]["behavior"], "FAILED");
    assert_eq!(index["UnknownServer"]["1.1.1"]["behavior"], "OK");
}

#[test]
fn two_servers_that_call_themselves_the_same_are_refused_before_a_case_is_played() {
    let folder = folder("same-name");
    let ((_one, first), (_two, second)) = (reference(), reference());
    let spec = json!({"servers": [{"url": first}, {"url": second}], "cases": ["1.1.1"]});
    let run = client(&folder, &spec, &[]).expect(USAGE);
    assert_eq!(
        run.only_error(),
        "wstest: two servers are called \"UnknownServer\"; give each an \"agent\" of its own in the spec file"
    );
    assert_eq!(run.running(), 0);
    assert_eq!(fs::read_dir(folder.join("reports/servers")).unwrap().count(), 0);
}

#[test]
fn the_command_line_names_the_server_if_the_spec_file_does_not() {
    let folder = folder("wsuri");
    let (_server, url) = reference();
    let run = client(&folder, &json!({"cases": ["1.1.1"], "servers": []}), &["-w", &url]).expect(OK);
    assert_eq!(run.running(), 1);
    let spec = json!({"cases": ["1.1.1"], "servers": [{"url": url}]});
    let run = client(&folder, &spec, &["-w", &dead()]).expect(OK);
    assert!(run.only_error().contains("--wsuri is of no effect"), "{}", run.err);
}

#[test]
fn a_dead_server_is_no_success_and_what_was_reported_before_is_kept() {
    let folder = folder("dead");
    let reports = folder.join("reports/servers");
    fs::create_dir_all(&reports).unwrap();
    fs::write(reports.join("index.json"), "before").unwrap();
    for spec in [
        json!({"servers": [{"url": dead()}], "cases": ["1.*"]}),
        json!({"servers": [{"url": dead(), "agent": "named"}], "cases": ["1.*"]}),
        json!({"servers": [{"url": "ws://no-such-host.invalid", "agent": "named"}], "cases": ["1.*"]}),
    ] {
        let run = client(&folder, &spec, &[]).expect(INCOMPLETE);
        let url = spec["servers"][0]["url"].as_str().unwrap();
        assert!(
            run.out.contains(&format!("Connection to {url} failed (")),
            "{}",
            run.out
        );
        assert!(
            run.err
                .contains("no case ran; the report in ./reports/servers is as it was"),
            "{}",
            run.err
        );
        assert_eq!(run.running(), 0);
    }
    assert_eq!(fs::read_to_string(reports.join("index.json")).unwrap(), "before");
}

#[test]
fn a_server_that_is_down_does_not_spoil_the_results_of_another() {
    let folder = folder("one-down");
    let (_server, url) = reference();
    fs::create_dir_all(folder.join("reports/servers")).unwrap();
    fs::write(folder.join("reports/servers/old_case_1_1_1.json"), "old").unwrap();
    for order in [[0, 1], [1, 0]] {
        let servers = [
            json!({"url": url, "agent": "up"}),
            json!({"url": dead(), "agent": "down"}),
        ];
        let servers: Vec<&Value> = order.iter().map(|&index| &servers[index]).collect();
        let run = client(&folder, &json!({"servers": servers, "cases": ["1.1.*"]}), &[]).expect(INCOMPLETE);
        assert!(run.only_error().contains("down at ws://"), "{}", run.err);
        assert!(run.err.contains("connection refused"), "{}", run.err);
        let index = report(&folder, "index.json");
        assert_eq!(ids(&index, "up").len(), 8);
        assert_eq!(index.as_object().unwrap().len(), 1);
    }
    assert_eq!(
        fs::read_to_string(folder.join("reports/servers/old_case_1_1_1.json")).unwrap(),
        "old"
    );
}

#[test]
fn a_server_that_dies_keeps_its_results_until_then() {
    let folder = folder("dies");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        // Takes one connection, and then none any more.
        let (stream, _) = listener.accept().unwrap();
        drop(listener);
        answer(stream, "HTTP/1.1 500 No\r\n\r\n");
    });
    let spec = json!({"servers": [{"url": url, "agent": "mortal"}], "cases": ["1.*"]});
    let run = client(&folder, &spec, &["-j", "1"]).expect(INCOMPLETE);
    assert!(
        run.only_error()
            .contains("it takes no connections any more, after 1 of 16 test cases"),
        "{}",
        run.err
    );
    assert_eq!(ids(&report(&folder, "index.json"), "mortal"), ["1.1.1"]);
}

#[test]
fn a_report_directory_that_cannot_be_written_is_noticed_before_the_server_is_asked() {
    let folder = folder("unwritable");
    fs::write(folder.join("file"), "").unwrap();
    let asked = std::sync::Arc::new(AtomicUsize::new(0));
    let counting = asked.clone();
    let url = serve(move |_, _| {
        counting.fetch_add(1, Ordering::SeqCst);
    });
    let spec = json!({"servers": [{"url": url}], "cases": ["1.1.1"], "outdir": "file/below"});
    let run = client(&folder, &spec, &[]).expect(USAGE);
    assert!(run.only_error().contains("file/below"), "{}", run.err);
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[test]
fn a_report_that_cannot_be_written_during_the_run_is_no_success() {
    let folder = folder("vanishing");
    let reports = folder.join("reports");
    let url = serve(move |stream, _| {
        let _ = fs::remove_dir_all(&reports);
        answer(stream, "HTTP/1.1 500 No\r\n\r\n");
    });
    let spec = json!({"servers": [{"url": url, "agent": "a"}], "cases": ["1.1.1"]});
    let run = client(&folder, &spec, &[]).expect(INCOMPLETE);
    assert!(run.only_error().contains("a_case_1_1_1."), "{}", run.err);
}

#[test]
fn an_agent_with_whom_nothing_may_be_played_is_no_success() {
    let folder = folder("excluded");
    let (_server, url) = reference();
    let spec =
        json!({"servers": [{"url": url, "agent": "a"}], "cases": ["1.1.1"], "exclude-agent-cases": {"*": ["*"]}});
    let run = client(&folder, &spec, &[]).expect(INCOMPLETE);
    assert!(
        run.out
            .contains("Skipping test case 1.1.1 for agent a by test configuration!"),
        "{}",
        run.out
    );
    assert!(
        run.err.contains("`exclude-agent-cases` excludes every one"),
        "{}",
        run.err
    );
}

#[test]
fn the_verdicts_are_told_on_demand() {
    let folder = folder("debug");
    let (_server, url) = reference();
    let spec = json!({"servers": [{"url": url, "agent": "a"}], "cases": ["1.1.1"]});
    let run = client(&folder, &spec, &["-d"]).expect(OK);
    assert_eq!(
        run.only_error(),
        "wstest: a: 1.1.1: OK, close OK: Actual events match at least one expected."
    );
}

#[test]
fn the_deadline_leaves_a_report_of_what_was_played() {
    let folder = folder("deadline");
    let url = serve(|stream, number| match number {
        0 => answer(stream, "HTTP/1.1 500 No\r\n\r\n"),
        _ => hold(stream),
    });
    let spec = json!({"servers": [{"url": url, "agent": "slow"}], "cases": ["1.*"]});
    let arguments = ["-j", "1", "--time-scale", "1000", "--deadline", "2"];
    let run = client(&folder, &spec, &arguments).expect(INCOMPLETE);
    assert!(
        run.only_error()
            .contains("the deadline passed after 1 of 16 test cases"),
        "{}",
        run.err
    );
    assert_eq!(ids(&report(&folder, "index.json"), "slow"), ["1.1.1"]);
}

#[test]
fn the_deadline_ends_the_wait_for_the_name_of_a_server() {
    let folder = folder("deadline-name");
    let spec = json!({"servers": [{"url": serve(|stream, _| hold(stream))}], "cases": ["1.*"]});
    let run = client(&folder, &spec, &["--time-scale", "1000", "--deadline", "0.2"]).expect(INCOMPLETE);
    assert!(
        run.only_error()
            .contains("the deadline passed before every server had told its name"),
        "{}",
        run.err
    );
}

#[test]
fn a_case_that_takes_too_long_is_over() {
    let folder = folder("case-deadline");
    let url = serve(|stream, _| hold(stream));
    let spec = json!({"servers": [{"url": url, "agent": "mute"}], "cases": ["1.1.*"]});
    client(&folder, &spec, &["--time-scale", "1000", "--case-deadline", "0.2"]).expect(OK);
    let index = report(&folder, "index.json");
    assert_eq!(ids(&index, "mute").len(), 8);
    assert_eq!(index["mute"]["1.1.1"]["behavior"], "FAILED");
}

/// A child with what it has printed so far.
struct Started {
    child: Child,
    out: BufReader<ChildStdout>,
}

impl Started {
    fn new(mut command: Command) -> Started {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Started { child, out }
    }

    /// Reads up to the line that begins like this.
    fn wait_for(&mut self, beginning: &str) -> String {
        let mut read = String::new();
        loop {
            let mut line = String::new();
            assert!(
                self.out.read_line(&mut line).unwrap() > 0,
                "no {beginning:?} in:\n{read}"
            );
            if line.starts_with(beginning) {
                return line.trim_end().to_owned();
            }
            read.push_str(&line);
        }
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    fn end(mut self) -> Run {
        let mut out = String::new();
        self.out.read_to_string(&mut out).unwrap();
        let output = self.child.wait_with_output().unwrap();
        Run {
            code: output.status.code(),
            out,
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_reports_what_was_played() {
    let spec = |url: &str| json!({"servers": [{"url": url, "agent": "slow"}], "cases": ["1.*"]});
    let arguments = ["-j", "1", "--time-scale", "1000"];
    for signal in ["-INT", "-TERM"] {
        let folder = folder(&format!("stopped{signal}"));
        let url = serve(|stream, number| match number {
            0 => drop(Peer::open(stream, declining)),
            _ => mute(stream),
        });
        let mut started = Started::new(client_command(&folder, &spec(&url), &arguments));
        started.wait_for("Running test case ID 1.1.2 ");
        started.signal(signal);
        let run = started.end().expect(OK);
        assert!(
            run.only_error().contains("stopped after 1 of 16 test cases"),
            "{}",
            run.err
        );
        assert_eq!(ids(&report(&folder, "index.json"), "slow"), ["1.1.1"]);
    }
    let folder = folder("stopped-early");
    let url = serve(|stream, _| mute(stream));
    let mut started = Started::new(client_command(&folder, &spec(&url), &arguments));
    started.wait_for("Running test case ID 1.1.1 ");
    started.signal("-INT");
    let run = started.end().expect(INCOMPLETE);
    assert!(run.err.contains("no case ran"), "{}", run.err);
    assert!(!folder.join("reports/servers/index.json").exists());
}

#[test]
fn a_reader_that_goes_away_does_not_end_the_run() {
    let folder = folder("no-reader");
    let (_server, url) = reference();
    let spec = json!({"servers": [{"url": url, "agent": "a"}], "cases": ["1.1.*"]});
    let mut command = client_command(&folder, &spec, &[]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(OK));
    assert_eq!(ids(&report(&folder, "index.json"), "a").len(), 8);
}

#[cfg(unix)]
#[test]
fn the_servers_of_autobahn_serve_until_they_are_stopped() {
    for (mode, compressed) in [("echoserver", "UNIMPLEMENTED"), ("testeeserver", "OK")] {
        let folder = folder(mode);
        let mut server = Started::new(command(&folder, &["-m", mode, "-w", "ws://127.0.0.1:0", "-u", "0"]));
        let line = server.wait_for("Listening on ");
        let url = line.trim_start_matches("Listening on ");
        let spec = json!({"servers": [{"url": url, "agent": "a"}], "cases": ["1.*", "2.*", "12.1.1"]});
        let run = client(&folder, &spec, &[]).expect(OK);
        assert!(run.out.contains("Ran 28 of 28 test cases for agent a: "), "{}", run.out);
        let index = report(&folder, "index.json");
        assert_eq!(index["a"]["12.1.1"]["behavior"], compressed);
        let passed = |case: &&Value| case["behavior"] == "OK";
        assert!(index["a"].as_object().unwrap().values().filter(passed).count() >= 27);
        server.signal("-TERM");
        server.end().expect(OK);
    }
}

#[cfg(unix)]
#[test]
fn tls_is_spoken_with_every_server_and_verified_if_a_name_is_given() {
    let folder = folder("tls");
    // One calls itself an authority, as those that openssl makes do.
    let authority = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    certificate(&folder, "own", "tested.example", authority);
    certificate(&folder, "other", "tested.example", rcgen::IsCa::NoCa);
    let serve = || {
        let arguments = [
            "-m",
            "testeeserver",
            "-w",
            "wss://127.0.0.1:0",
            "-k",
            "own.key",
            "-c",
            "own.crt",
        ];
        let mut server = Started::new(command(&folder, &arguments));
        let line = server.wait_for("Listening on wss://");
        (server, line.trim_start_matches("Listening on ").to_owned())
    };
    let ((first, one), (second, two)) = (serve(), serve());
    let play = |hostname: [Option<&str>; 2], trusted: &str| {
        let entry = |url: &str, agent: &str, hostname| json!({"url": url, "agent": agent, "hostname": hostname});
        let spec =
            json!({"servers": [entry(&one, "one", hostname[0]), entry(&two, "two", hostname[1])], "cases": ["1.*"]});
        let mut command = client_command(&folder, &spec, &[]);
        command
            .env("SSL_CERT_FILE", folder.join(trusted))
            .env_remove("SSL_CERT_DIR");
        finished(command)
    };
    let ran = |run: &Run, agent: &str| {
        run.out
            .contains(&format!("Ran 16 of 16 test cases for agent {agent}: 16 ok"))
    };

    let unverified = play([None, None], "other.crt").expect(OK);
    assert!(ran(&unverified, "one") && ran(&unverified, "two"), "{}", unverified.out);
    assert!(
        unverified.only_error().contains("certificates are not verified"),
        "{}",
        unverified.err
    );

    let name = Some("tested.example");
    let verified = play([name, name], "own.crt").expect(OK);
    assert!(ran(&verified, "one") && ran(&verified, "two"), "{}", verified.out);
    assert_eq!(verified.err, "");

    let wrong_name = play([name, Some("wrong.example")], "own.crt").expect(INCOMPLETE);
    assert!(ran(&wrong_name, "one"), "{}", wrong_name.out);
    let error = wrong_name.only_error();
    assert!(
        error.contains("two at wss://") && error.contains("not valid for name"),
        "{error}"
    );

    let untrusted = play([name, None], "other.crt").expect(INCOMPLETE);
    assert!(ran(&untrusted, "two"), "{}", untrusted.out);
    assert!(untrusted.err.contains("invalid peer certificate"), "{}", untrusted.err);

    let nobody = play([name, None], "missing.crt").expect(USAGE);
    assert!(nobody.err.contains("names no certificate authority"), "{}", nobody.err);
    for server in [first, second] {
        server.signal("-INT");
        server.end().expect(OK);
    }
}
