//! Servers that are started for a run, die in it, or are not to be attacked.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::net::TcpListener;
use std::process::{Command, Output, Stdio};

use wsspec::exit;
use wsspec_codec::plant::{self, Plant};
use wsspec_server::{Options, Stopper};

/// By this the program of these tests knows that it is to be a server, with this fault.
const FAULT: &str = "FAULT_OF_THE_SUBJECT";

/// The subject of the other tests: without the variable it is none, and passes.
#[test]
fn subject() {
    let Ok(fault) = std::env::var(FAULT) else { return };
    plant::sow(Plant::from_id(&fault));
    let port = std::env::var("PORT").unwrap().parse().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (_stopper, stop) = Stopper::new();
    runtime.block_on(async {
        let listeners = wsspec_server::bind("127.0.0.1", port).await.unwrap();
        wsspec_server::serve(listeners, Options::default(), stop).await.unwrap();
    });
}

/// Arguments that start this program as the subject.
fn this_program() -> Vec<String> {
    let program = std::env::current_exe().unwrap().to_string_lossy().into_owned();
    vec![
        program,
        "--exact".to_owned(),
        "subject".to_owned(),
        "--nocapture".to_owned(),
    ]
}

fn wsspec(fault: &str, arguments: &[&str], command: &[String]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wsspec"))
        .arg("server")
        .args(arguments)
        .args((!command.is_empty()).then_some("--"))
        .args(command)
        .env(FAULT, fault)
        .env("NO_COLOR", "1")
        .output()
        .unwrap()
}

fn told(output: &Output) -> (u8, String, String) {
    let text = |octets: &[u8]| String::from_utf8(octets.to_vec()).unwrap();
    let code = output.status.code().unwrap().try_into().unwrap();
    (code, text(&output.stdout), text(&output.stderr))
}

/// A port that nobody listens at.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn a_server_is_started_and_reached_at_its_port() {
    let (code, said, wrong) = told(&wsspec("none", &["control", "--profile", "smoke"], &this_program()));
    assert_eq!(code, exit::OK, "{said}{wrong}");
    assert!(said.contains("0 fail") || !said.contains("fail"), "{said}");
}

#[test]
fn a_shell_reads_the_line_of_spawn() {
    let line = format!("exec {} #", this_program().join(" "));
    let (code, said, wrong) = told(&wsspec("none", &["framing/echo-text-0", "--spawn", &line], &[]));
    assert_eq!(code, exit::OK, "{said}{wrong}");
}

#[test]
fn the_case_under_which_a_server_dies_fails_and_the_run_goes_on() {
    let cases = [
        "hostile/reset-when-open",
        "hostile/tls-instead-of-a-request",
        "framing/echo-text-0",
    ];
    let (code, said, wrong) = told(&wsspec("aborts-at-tls-hello", &cases, &this_program()));
    assert_eq!(code, exit::FAILED, "{said}{wrong}");
    let sentence = "the subject died of SIGABRT under this case; what was sent last: octets 0x1603";
    assert!(said.contains(sentence), "{said}");
    assert!(said.contains("3 played") && said.contains("2 pass, 1 fail"), "{said}");
}

#[test]
fn a_server_of_somebody_else_that_dies_ends_the_run_and_fails_its_case() {
    let port = free_port();
    let program = this_program();
    let mut server = Command::new(&program[0])
        .args(&program[1..])
        .env(FAULT, "aborts-at-tls-hello")
        .env("PORT", port.to_string())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        std::thread::yield_now();
    }
    let url = format!("ws://127.0.0.1:{port}/");
    let cases = [
        &url,
        "framing/echo-text-0",
        "hostile/tls-instead-of-a-request",
        "--time-scale",
        "0.2",
    ];
    let (code, said, wrong) = told(&wsspec("none", &cases, &[]));
    let _ = server.wait();
    assert_eq!(code, exit::INCOMPLETE, "{said}{wrong}");
    assert!(said.contains("what was sent last: octets 0x1603"), "{said}");
}

#[test]
fn a_command_that_serves_nothing_is_told_with_what_it_said() {
    let command = ["sh", "-c", "echo no licence >&2; exit 7"].map(str::to_owned);
    let (code, _, wrong) = told(&wsspec("none", &["framing"], &command));
    assert_eq!(code, exit::INCOMPLETE);
    assert!(
        wrong.contains("exited with status 7") && wrong.contains("no licence"),
        "{wrong}"
    );
    let command = ["sleep", "100"].map(str::to_owned);
    let (code, _, wrong) = told(&wsspec("none", &["framing", "--wait", "0.05"], &command));
    assert_eq!(code, exit::INCOMPLETE);
    assert!(wrong.contains("$PORT"), "{wrong}");
    let command = ["no-such-program".to_owned()];
    let (code, _, wrong) = told(&wsspec("none", &["framing"], &command));
    assert_eq!(code, exit::USAGE);
    assert!(wrong.contains("no-such-program"), "{wrong}");
}

#[test]
fn nobody_is_attacked_by_accident() {
    let elsewhere = ["ws://192.0.2.1:9/", "hostile/100000-pings-without-reading"];
    let (code, _, wrong) = told(&wsspec("none", &elsewhere, &[]));
    assert_eq!(code, exit::USAGE, "{wrong}");
    assert!(wrong.contains("--force"), "{wrong}");
    let (code, _, wrong) = told(&wsspec("none", &["*announcing-2-32"], &[]));
    assert_eq!(code, exit::NOTHING_RAN, "{wrong}");
    assert!(wrong.contains("--profile hostile"), "{wrong}");
}
