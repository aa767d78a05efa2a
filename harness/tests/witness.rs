//! The harness against a server that nobody here wrote, over real TCP: tungstenite is the independent witness.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use wsspec::case::{Case, Profile};
use wsspec::drive::stream::Connector;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::run::{Ending, Plan, run};
use wsspec::session::Settings;
use wsspec::subject::Probe;
use wsspec::suite;
use wsspec_codec::rules::Role;

/// A server on a free port, a thread for each connection. It ends with the process.
fn serve(connection: fn(TcpStream)) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || connection(stream));
        }
    });
    address
}

/// Echoes with tungstenite, as its documentation shows.
fn tungstenite(stream: TcpStream) {
    stream.set_nodelay(true).unwrap();
    let Ok(mut socket) = tungstenite::accept(stream) else {
        return;
    };
    while let Ok(message) = socket.read() {
        if (message.is_text() || message.is_binary()) && socket.send(message).is_err() {
            break;
        }
    }
    // Whatever it wants to say about an error is still to be written.
    let _ = socket.flush();
}

fn play(cases: Vec<Case>, address: SocketAddr) -> (Ending, Probe, Vec<Record>) {
    let settings = Settings {
        host: address.to_string(),
        ..Settings::default()
    };
    let plan = Plan {
        cases,
        settings: settings.clone(),
        jobs: 16,
        deadline: None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let host = address.ip().to_string();
        let connector = Connector::resolve(&host, address.port(), None).await.unwrap();
        let probe = Probe::ask(&settings, &connector).await.unwrap();
        let mut records = Vec::new();
        let ending = run(&plan, &connector, std::future::pending(), |index, record| {
            records.push((index, record))
        })
        .await;
        records.sort_by_key(|(index, _)| *index);
        (ending, probe, records.into_iter().map(|(_, record)| record).collect())
    })
}

/// Without the mass cases, which take a while without optimisation.
fn for_servers() -> Vec<Case> {
    suite::cases()
        .into_iter()
        .filter(|case| case.is_for(Role::Server) && case.profile == Profile::Smoke)
        .collect()
}

#[test]
fn tungstenite_gets_these_verdicts() {
    let (ending, probe, records) = play(for_servers(), serve(tungstenite));
    assert_eq!(ending, Ending::Complete);
    assert!(probe.opens && probe.pongs && probe.echoes && probe.closes, "{probe:?}");
    let others: String = records
        .iter()
        .filter(|record| !matches!(record.verdict.grade, Grade::Pass | Grade::Unsupported))
        .map(|record| {
            format!(
                "{:<8} {}: {}\n",
                record.verdict.grade.to_string(),
                record.case,
                record.verdict.because
            )
        })
        .collect();
    let mut snapshots = insta::Settings::clone_current();
    snapshots.set_snapshot_path("../../snapshots");
    snapshots.set_prepend_module_to_snapshot(false);
    snapshots.set_omit_expression(true);
    snapshots.bind(|| insta::assert_snapshot!("tungstenite", others));
}

#[test]
fn a_server_that_drops_every_connection_passes_nothing() {
    let (_, probe, records) = play(
        for_servers(),
        serve(|stream| {
            let _ = tungstenite::accept(stream);
        }),
    );
    assert!(
        probe.opens && !probe.pongs && !probe.echoes && !probe.closes,
        "{probe:?}"
    );
    let passed: Vec<&str> = records
        .iter()
        .filter(|record| record.verdict.grade < Grade::Unsupported)
        .map(|record| record.case.as_str())
        .collect();
    // It opens connections, so that what it refuses counts.
    let refusals: Vec<String> = for_servers()
        .into_iter()
        .filter(Case::is_content_with_refusal)
        .map(|case| case.id)
        .collect();
    let passed: Vec<&str> = passed
        .into_iter()
        .filter(|id| !refusals.iter().any(|refusal| refusal == id))
        .collect();
    assert!(passed.is_empty(), "{passed:?}");
}

#[test]
fn a_server_that_goes_away_ends_the_run() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().take(7).map_while(Result::ok) {
            thread::spawn(move || tungstenite(stream));
        }
    });
    let cases = vec![suite::cases().remove(0); 100];
    let (ending, _, records) = play(cases, address);
    assert!(matches!(ending, Ending::SubjectGone(_)), "{ending:?}");
    assert!(records.len() < 100);
}

#[test]
fn a_subject_that_is_late_once_is_asked_again() {
    use std::sync::atomic::{AtomicU32, Ordering};
    static CONNECTIONS: AtomicU32 = AtomicU32::new(0);
    let address = serve(|stream| {
        // The probe asks four times; then comes the first case, and waits in vain.
        if CONNECTIONS.fetch_add(1, Ordering::SeqCst) == 4 {
            let _ = tungstenite::accept(stream).map(|mut socket| socket.read().map(|_| thread::park()));
        } else {
            tungstenite(stream);
        }
    });
    let (ending, _, records) = play(vec![suite::cases().remove(1)], address);
    assert_eq!(ending, Ending::Complete);
    assert_eq!(records[0].verdict.grade, Grade::Pass);
    // Before the second play the run has looked whether the subject is there at all.
    assert_eq!(CONNECTIONS.load(Ordering::SeqCst), 7);
}
