//! Whole runs of Autobahn's cases: with a server that does everything right, and with servers because of which a run ends.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod faulty;

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use faulty::{Peer, declining, play, serve, settings};
use wsspec::autobahn::case::{AutobahnCase, Behavior, BehaviorClose};
use wsspec::autobahn::cases::cases;
use wsspec::autobahn::play::Settings;
use wsspec::autobahn::played::Played;
use wsspec::run::Ending;

/// Those where nothing is judged.
const INFORMATIONAL: [&str; 3] = ["7.1.6", "7.13.1", "7.13.2"];

/// Plays these cases with the reference server, and finds everything in order.
#[track_caller]
fn all_in_order(cases: Vec<&AutobahnCase>) {
    let server = wsspec_server::spawn(wsspec_server::Options::default()).unwrap();
    let wanted = cases.len();
    let ran = play(cases, settings(server.address()), 32, None);
    assert_eq!(ran.ending, Ending::Complete);
    assert_eq!(ran.plays.len(), wanted);
    for (id, played) in &ran.plays {
        let words = (played.behavior, played.behavior_close);
        let expected = match INFORMATIONAL.contains(&&**id) {
            true => (Behavior::Informational, BehaviorClose::Informational),
            false => (Behavior::Ok, BehaviorClose::Ok),
        };
        assert_eq!(words, expected, "{id}: {} / {}", played.result, played.result_close);
    }
}

#[test]
fn the_reference_server_passes_every_case_about_a_rule() {
    let all = cases();
    let rules: Vec<&AutobahnCase> = all.iter().filter(|case| !case.is_mass()).collect();
    assert_eq!(rules.len(), 247);
    all_in_order(rules);
}

#[test]
fn the_reference_server_passes_the_limits_and_each_family_of_compression() {
    let all = cases();
    let limits = all.iter().filter(|case| case.id.starts_with("9."));
    // Of each, a case with short messages, and some of the shapes that differ.
    let families = all.iter().filter(|case| {
        let mut numbers = case.id.split('.');
        matches!(numbers.next(), Some("12" | "13")) && numbers.nth(1) == Some("3")
    });
    let shapes = all
        .iter()
        .filter(|case| ["12.2.7", "12.4.11", "13.5.11", "13.7.11"].contains(&&*case.id));
    let selected: Vec<&AutobahnCase> = limits.chain(families).chain(shapes).collect();
    assert_eq!(selected.len(), 54 + 12 + 4);
    all_in_order(selected);
}

/// Takes the opening handshake and says nothing any more.
fn mute() -> std::net::SocketAddr {
    serve(|stream| {
        if let Some(mut peer) = Peer::open(stream, declining) {
            while peer.frame().is_some() {}
        }
    })
}

/// Waits are long, so that only deadlines end anything.
fn patient(address: std::net::SocketAddr) -> Settings {
    Settings {
        time_scale: 1000.0,
        ..settings(address)
    }
}

#[test]
fn the_deadline_of_a_case_ends_each() {
    let all = cases();
    let some: Vec<&AutobahnCase> = all
        .iter()
        .filter(|case| ["1.1.1", "2.1", "5.19", "6.4.1", "7.1.1", "9.1.1", "9.7.1", "10.1.1"].contains(&&*case.id))
        .collect();
    let wanted = some.len();
    let deadline = Duration::from_millis(200);
    let short = Settings {
        deadline: Some(deadline),
        ..patient(mute())
    };
    let ran = play(some, short, 32, None);
    assert_eq!(ran.ending, Ending::Complete);
    assert_eq!(ran.plays.len(), wanted);
    for (id, played) in ran.plays {
        assert_eq!(played.behavior, Behavior::Failed, "{id}");
        assert!(played.duration.unwrap() < Duration::from_secs(20), "{id}");
        let why = played.closing.not_clean_reason.unwrap();
        assert_eq!(why, "the case took longer than its deadline allows", "{id}");
    }
}

#[test]
fn the_deadline_of_a_run_ends_it_and_keeps_what_is_over() {
    let first = AtomicUsize::new(0);
    let address = serve(move |stream| {
        let Some(mut peer) = Peer::open(stream, declining) else {
            return;
        };
        match first.fetch_add(1, Ordering::SeqCst) {
            0 => peer.end(),
            _ => while peer.frame().is_some() {},
        }
    });
    let all = cases();
    let begun = Instant::now();
    let ran = play(
        all.iter().collect(),
        patient(address),
        1,
        Some(Duration::from_millis(500)),
    );
    assert!(matches!(ran.ending, Ending::Deadline(_)), "{:?}", ran.ending);
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(ran.plays.len(), 1);
}

#[test]
fn a_server_that_dies_in_the_middle_keeps_its_results() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let connections = listener.incoming().take(10);
        for stream in connections.map_while(Result::ok) {
            if let Some(peer) = Peer::open(stream, declining) {
                peer.serve(|peer, message| peer.send(message.opcode, false, &message.payload));
            }
        }
    });
    let all = cases();
    let rules: Vec<&AutobahnCase> = all.iter().filter(|case| case.id.starts_with("1.")).collect();
    let ran = play(rules, settings(address), 1, None);
    assert!(matches!(ran.ending, Ending::SubjectGone(_)), "{:?}", ran.ending);
    assert_eq!(ran.plays.len(), 10);
    for (id, played) in &ran.plays {
        assert_eq!(played.behavior, Behavior::Ok, "{id}: {}", played.result);
    }
}

#[test]
fn every_case_is_played_once_however_many_at_the_same_time() {
    let server = wsspec_server::spawn(wsspec_server::Options::default()).unwrap();
    let all = cases();
    let some: Vec<&AutobahnCase> = all
        .iter()
        .filter(|case| ["1.1.1", "2.10", "5.15", "7.7.1", "9.7.2", "9.1.1", "10.1.1"].contains(&&*case.id))
        .collect();
    for jobs in [1, 2, 64] {
        let ran = play(some.clone(), settings(server.address()), jobs, None);
        let words: Vec<Behavior> = ran.plays.values().map(|played| played.behavior).collect();
        assert_eq!(words, [Behavior::Ok; 7], "{jobs} at the same time");
    }
}

/// The words of a play, and its sentence.
fn words(played: &Played) -> (Behavior, BehaviorClose, &str) {
    (played.behavior, played.behavior_close, &played.result)
}

#[test]
fn a_refused_opening_handshake_fails_every_case_in_autobahns_words() {
    let address = serve(|stream| {
        let _ = faulty::refuse(stream, "404 Not Found");
    });
    let all = cases();
    let ran = play(all.iter().collect(), settings(address), 32, None);
    assert_eq!((ran.ending, ran.plays.len()), (Ending::Complete, 517));
    for (id, played) in &ran.plays {
        let informational = (Behavior::Informational, BehaviorClose::Informational);
        let failed = (Behavior::Failed, BehaviorClose::Failed);
        let ((behavior, close), sentence) = match &**id {
            "7.1.6" => (informational, "Actual events differ from any expected."),
            "7.13.1" | "7.13.2" => (informational, "Actual events are undefined by the spec."),
            "10.1.1" => (failed, "WebSocket connection was never open"),
            _ => (failed, "Actual events differ from any expected."),
        };
        assert_eq!(words(played), (behavior, close, sentence), "{id}");
        assert_eq!(
            played.result_close,
            "The WebSocket opening handshake was never completed!"
        );
        assert!(!played.crowded);
    }
}

#[test]
fn a_server_of_few_connections_gets_the_verdicts_of_one_of_many() {
    for (limit, drops) in [(1, false), (4, false), (4, true)] {
        let connections = AtomicUsize::new(0);
        let address = serve(move |stream| {
            if connections.fetch_add(1, Ordering::SeqCst) < limit {
                if let Some(peer) = Peer::open(stream, declining) {
                    peer.serve(|peer, message| {
                        thread::sleep(Duration::from_millis(2));
                        peer.send(message.opcode, false, &message.payload);
                    });
                }
            } else if !drops {
                let _ = faulty::refuse(stream, "503 Service Unavailable");
            }
            connections.fetch_sub(1, Ordering::SeqCst);
        });
        let all = cases();
        let some: Vec<&AutobahnCase> = all.iter().filter(|case| case.id.starts_with("1.")).collect();
        let ran = play(some, settings(address), 16, None);
        assert_eq!((ran.ending, ran.plays.len()), (Ending::Complete, 16));
        for (id, played) in &ran.plays {
            assert_eq!(played.behavior, Behavior::Ok, "{limit}: {id}: {}", played.result);
        }
        let crowded = ran.plays.values().filter(|played| played.crowded).count();
        assert!(crowded >= 1, "{limit}: {crowded}");
    }
}

#[test]
fn a_server_that_never_opens_is_not_waited_for_again() {
    let address = serve(|mut stream| {
        let _ = std::io::copy(&mut stream, &mut std::io::sink());
    });
    let all = cases();
    let some: Vec<&AutobahnCase> = all.iter().filter(|case| case.id.starts_with("1.")).collect();
    let begun = Instant::now();
    let ran = play(some, settings(address), 16, None);
    assert_eq!((ran.ending, ran.plays.len()), (Ending::Complete, 16));
    assert!(ran.plays.values().all(|played| played.closing.open_timeout));
    // Five seconds for all of them, and not forty more.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn a_server_of_one_connection_at_a_time_that_lets_others_wait_gets_the_same_verdicts() {
    let busy = std::sync::Mutex::new(());
    let address = serve(move |stream| {
        let _alone = busy.lock();
        if let Some(peer) = Peer::open(stream, declining) {
            peer.serve(|peer, message| {
                thread::sleep(Duration::from_millis(500));
                peer.send(message.opcode, false, &message.payload);
            });
        }
    });
    let all = cases();
    let some: Vec<&AutobahnCase> = all.iter().filter(|case| case.id.starts_with("1.")).collect();
    let ran = play(some, settings(address), 16, None);
    for (id, played) in &ran.plays {
        assert_eq!(played.behavior, Behavior::Ok, "{id}: {}", played.result);
    }
}
