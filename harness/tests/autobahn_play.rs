//! Autobahn's cases against servers that do one thing wrong: what the verdict is, and what it says.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod faulty;

use std::collections::BTreeMap;
use std::net::SocketAddr;

use faulty::{Message, Peer, accepting, declining, play_ids, serve, settings};
use wsspec::autobahn::case::{AutobahnCase, Behavior, BehaviorClose};
use wsspec::autobahn::cases::cases;
use wsspec::autobahn::play::Settings;
use wsspec::autobahn::played::Played;
use wsspec::autobahn::wirelog::Row;
use wsspec_codec::deflate::Compressor;
use wsspec_codec::frame::Opcode;
use wsspec_codec::rfc::{Clause, rfc7692};

/// Plays one case.
fn play(id: &str, address: SocketAddr) -> Played {
    play_ids(&[id], settings(address)).remove(id).unwrap()
}

/// A server whose connections agree as they should, and answer each message with this.
fn answering(answer: impl Fn(&mut Peer, Message) + Send + Sync + 'static) -> SocketAddr {
    serve(move |stream| {
        if let Some(peer) = Peer::open(stream, accepting) {
            peer.serve(&answer);
        }
    })
}

/// A server that compresses its echoes in its own way, whatever it agrees to.
fn compressing(window_bits: u8, forgets: bool) -> SocketAddr {
    serve(move |stream| {
        let mut compressor = Compressor::new(window_bits);
        let Some(peer) = Peer::open(stream, accepting) else {
            return;
        };
        peer.serve(|peer, message| {
            let mut octets = Vec::new();
            compressor.message(&message.payload, forgets, &mut octets);
            peer.send(message.opcode, true, &octets);
        });
    })
}

#[track_caller]
fn assert_failed(played: &Played, sentence: &str) {
    assert_eq!(played.behavior, Behavior::Failed, "{}: {}", played.id, played.result);
    assert!(played.result.contains(sentence), "{}: {}", played.id, played.result);
}

#[test]
fn the_right_number_of_wrong_octets_fails_every_mass_case() {
    let address = answering(|peer, Message { opcode, mut payload }| {
        if let Some(last) = payload.last_mut() {
            // Still text, and wrong in one octet alone.
            *last = if *last == b'?' { b'!' } else { b'?' };
        }
        peer.send(opcode, false, &payload);
    });
    // An empty message has no wrong octet.
    let empty = ["9.7.1", "9.8.1"];
    let all = cases();
    let masses: Vec<&AutobahnCase> = all
        .iter()
        .filter(|case| case.is_mass() && case.weight() <= 2 << 20)
        .collect();
    let groups: Vec<&str> = masses.iter().map(|case| &case.id[..4]).collect();
    for group in [
        "9.1.", "9.2.", "9.5.", "9.6.", "9.7.", "9.8.", "12.1", "12.5", "13.1", "13.7",
    ] {
        assert!(groups.contains(&group), "{group}");
    }
    let ran = faulty::play(masses, settings(address), 8, None);
    for (id, played) in &ran.plays {
        if empty.contains(&&**id) {
            assert_eq!(played.behavior, Behavior::Ok, "{id}");
        } else {
            assert_failed(played, "octet ");
        }
    }
}

#[test]
fn a_mass_echoed_as_the_other_kind_fails() {
    let address = answering(|peer, Message { opcode, payload }| {
        let other = if opcode == Opcode::TEXT {
            Opcode::BINARY
        } else {
            Opcode::TEXT
        };
        let ascii = vec![b'*'; payload.len()];
        peer.send(other, false, &ascii);
    });
    let ids = ["9.1.1", "9.2.1", "9.7.1", "9.8.2", "12.1.1", "12.2.1"];
    for (id, played) in play_ids(&ids, settings(address)) {
        assert_eq!(played.behavior, Behavior::Failed, "{id}: {}", played.result);
        assert!(
            played.result.contains("type") || played.result.contains("but got "),
            "{id}: {}",
            played.result
        );
    }
}

#[test]
fn a_mass_echoed_one_octet_short_fails() {
    let address = answering(|peer, Message { opcode, payload }| {
        let short = payload.len().saturating_sub(1);
        peer.send(opcode, false, &payload[..short]);
    });
    let ids = ["9.1.1", "9.2.1", "9.7.2", "9.8.2", "12.3.1", "13.1.2"];
    for (id, played) in play_ids(&ids, settings(address)) {
        assert_eq!(played.behavior, Behavior::Failed, "{id}: {}", played.result);
        assert!(played.result.contains("length"), "{id}: {}", played.result);
    }
}

#[test]
fn an_answer_that_does_not_fit_the_offer_fails_with_its_clause() {
    let plain = "permessage-deflate";
    let twice = "permessage-deflate; server_no_context_takeover; server_no_context_takeover";
    for (id, answer, clause) in [
        ("13.2.1", plain, rfc7692::MUST_ACK),
        ("13.3.1", plain, rfc7692::SAME_OR_SMALLER),
        (
            "13.3.1",
            "permessage-deflate; server_max_window_bits=10",
            rfc7692::SAME_OR_SMALLER,
        ),
        ("12.1.1", "permessage-deflate; foo", rfc7692::CLIENT_UNDEFINED_PARAM),
        (
            "12.1.1",
            "permessage-deflate; client_max_window_bits=16",
            rfc7692::CLIENT_INVALID_VALUE,
        ),
        ("13.2.1", twice, rfc7692::CLIENT_DUPLICATE),
    ] {
        let address = serve(move |stream| {
            if let Some(peer) = Peer::open(stream, |_| Some(answer.to_owned())) {
                peer.serve(|peer, message| peer.send(message.opcode, false, &message.payload));
            }
        });
        assert_failed(&play(id, address), clause.id);
    }
}

#[test]
fn a_server_that_declines_is_unimplemented() {
    let address = serve(|stream| {
        if let Some(peer) = Peer::open(stream, declining) {
            peer.serve(|peer, message| peer.send(message.opcode, false, &message.payload));
        }
    });
    let played = play("13.5.1", address);
    assert_eq!(
        (played.behavior, played.behavior_close),
        (Behavior::Unimplemented, BehaviorClose::Ok)
    );
}

#[test]
fn a_window_that_was_agreed_and_is_exceeded_fails() {
    let breaks = |id, address, clause: &Clause| assert_failed(&play(id, address), clause.id);
    breaks("13.3.5", compressing(15, false), rfc7692::SERVER_WINDOW);
    breaks("13.5.5", compressing(15, true), rfc7692::SERVER_WINDOW);
    // The same server keeps to what it agreed to where it agreed to less.
    assert_eq!(play("13.4.5", compressing(15, false)).behavior, Behavior::Ok);
    assert_eq!(play("13.3.5", compressing(9, false)).behavior, Behavior::Ok);
}

#[test]
fn a_context_that_is_taken_over_against_the_agreement_fails() {
    assert_failed(&play("13.2.2", compressing(15, false)), rfc7692::SERVER_RESET.id);
    assert_failed(&play("13.5.2", compressing(9, false)), rfc7692::SERVER_RESET.id);
    assert_eq!(play("13.1.2", compressing(15, false)).behavior, Behavior::Ok);
    assert_eq!(play("13.2.2", compressing(15, true)).behavior, Behavior::Ok);
}

#[test]
fn a_deliberate_limit_fails_and_is_named_as_one() {
    for code in [1008u16, 1009] {
        let address = answering(move |peer, _| peer.send(Opcode::CLOSE, false, &code.to_be_bytes()));
        for (_, played) in play_ids(&["9.1.1", "9.3.4", "9.7.4", "12.1.3"], settings(address)) {
            // The sentence stays the one that programs compare; the limit is named beside it.
            assert_failed(&played, " within ");
            assert_eq!(played.behavior_close, BehaviorClose::Failed, "{}", played.id);
            let limit = played.limit.unwrap();
            assert!(
                limit.contains(&code.to_string()) && limit.contains("deliberate limit"),
                "{limit}"
            );
        }
        let rule = play("1.1.2", address);
        assert_eq!(rule.result, "Actual events differ from any expected.");
    }
    let address = answering(|peer, _| peer.send(Opcode::CLOSE, false, &1011u16.to_be_bytes()));
    let other = play("9.7.4", address);
    assert_eq!(other.behavior, Behavior::Failed);
    assert_eq!(other.limit, None);
}

/// Waits are short, where it is only asked whether they end.
fn hurried(address: SocketAddr) -> Settings {
    Settings {
        time_scale: 0.1,
        ..settings(address)
    }
}

#[test]
fn a_close_frame_without_the_end_of_tcp_does_not_hang_a_case() {
    let address = serve(|stream| {
        let Some(mut peer) = Peer::open(stream, declining) else {
            return;
        };
        peer.send(Opcode::CLOSE, false, &1000u16.to_be_bytes());
        // Only the tester ends TCP.
        while peer.frame().is_some() {}
    });
    for (id, played) in play_ids(&["2.1", "6.4.1", "6.4.3", "1.1.1"], hurried(address)) {
        assert_eq!(played.behavior, Behavior::Failed, "{id}");
        assert!(played.closing.dropped_by_me, "{id}");
        assert_eq!(played.closing.remote_code, Some(1000), "{id}");
        assert!(played.duration.unwrap().as_secs() < 5, "{id}: {:?}", played.duration);
    }
}

#[test]
fn a_server_that_opens_and_says_nothing_does_not_hang_a_case() {
    let address = serve(|stream| {
        if let Some(mut peer) = Peer::open(stream, declining) {
            while peer.frame().is_some() {}
        }
    });
    let ids = ["1.1.1", "2.1", "5.19", "6.4.1", "7.1.1", "9.1.1", "9.7.1", "10.1.1"];
    let quick = Settings {
        stall: std::time::Duration::from_millis(500),
        ..hurried(address)
    };
    let plays = play_ids(&ids, quick);
    for id in ids {
        let closing = &plays[id].closing;
        assert!(closing.dropped_by_me && !closing.was_clean, "{id}");
        assert!(closing.close_timeout, "{id}: {:?}", closing.not_clean_reason);
    }
    assert_eq!(plays["9.1.1"].behavior, Behavior::Failed);
}

#[test]
fn a_server_that_stops_in_the_middle_of_an_echo_fails() {
    let address = answering(|peer, message| {
        peer.send(message.opcode, false, &message.payload);
        peer.end();
    });
    let plays = play_ids(&["9.7.2", "12.1.1", "1.1.2"], settings(address));
    for id in ["9.7.2", "12.1.1"] {
        assert_eq!(plays[id].behavior, Behavior::Failed, "{id}");
    }
    // The one echo it wants is there.
    assert_eq!(plays["1.1.2"].behavior, Behavior::Ok);
    for (id, played) in plays {
        assert!(!played.closing.was_clean, "{id}");
        assert_ne!(played.behavior_close, BehaviorClose::Ok, "{id}");
    }
}

/// The sent frames in a log, with FIN and length.
fn sent(played: &Played) -> Vec<(u8, bool, u64)> {
    let frames = played.wirelog.iter().filter_map(|row| match row {
        Row::SentFrame {
            opcode, fin, payload, ..
        } => Some((*opcode, *fin, payload.len)),
        _ => None,
    });
    frames.collect()
}

#[test]
fn the_log_holds_what_was_sent_as_autobahn_keeps_it() {
    let server = wsspec_server::spawn(wsspec_server::Options::default()).unwrap();
    let ids = ["6.2.3", "6.4.3", "7.1.6", "9.1.1", "10.1.1"];
    let plays: BTreeMap<String, Played> = play_ids(&ids, settings(server.address()));

    let fragments = sent(&plays["6.2.3"]);
    let (close, fragments) = fragments.split_last().unwrap();
    assert_eq!(close.0, 8);
    assert!(fragments.len() > 10, "each octet of the text is a fragment of its own");
    assert!(fragments.iter().all(|(_, _, len)| *len <= 1), "{fragments:?}");
    let written = |played: &Played| {
        let rows = played.wirelog.iter();
        rows.filter(|row| matches!(row, Row::SentOctets { .. })).count()
    };
    // The request is no frame.
    assert_eq!(written(&plays["6.2.3"]), fragments.len() + 2);

    let fragments = sent(&plays["10.1.1"]);
    assert_eq!(fragments.len(), 51 + 1);
    assert_eq!(fragments[0], (1, false, 1300));
    assert!(fragments[1..50].iter().all(|frame| *frame == (0, false, 1300)));
    assert_eq!(fragments[50], (0, true, 536));
    assert_eq!(written(&plays["10.1.1"]), fragments.len() + 1);

    // The frame that is never finished is not one of the log; Close is.
    assert_eq!(plays["6.4.3"].frames_sent.values().sum::<u64>(), 1);
    assert_eq!(sent(&plays["6.4.3"]).len(), 1);

    let repeats: Vec<Option<u64>> = plays["7.1.6"]
        .wirelog
        .iter()
        .filter_map(|row| match row {
            Row::SentFrame { repeat, .. } => Some(*repeat),
            _ => None,
        })
        .collect();
    assert!(repeats.contains(&Some(262_144)), "{repeats:?}");

    // What is about masses is not logged; Close is.
    let opcodes: Vec<u8> = sent(&plays["9.1.1"]).iter().map(|frame| frame.0).collect();
    assert_eq!(opcodes, [8]);
}

#[test]
fn a_reason_that_python_cannot_read_loses_the_connection() {
    let closing = |reason: &'static [u8]| {
        answering(move |peer, _| {
            peer.send(Opcode::CLOSE, false, &[b"\x03\xe8", reason].concat());
        })
    };
    let played = play("1.1.2", closing(b"\xff\xfe"));
    let words = (played.behavior, played.behavior_close, played.closing.was_clean);
    assert_eq!(words, (Behavior::Failed, BehaviorClose::Unclean, false));
    assert_eq!(
        (played.closing.local_code, played.closing.remote_reason),
        (Some(1007), None)
    );
    // To Python a surrogate is a character.
    let played = play("1.1.2", closing(b"\xed\xa0\x80"));
    assert!(played.closing.was_clean);
}

#[test]
fn what_comes_behind_the_echo_of_a_mass_changes_what_autobahn_says() {
    let twice = answering(|peer, message| {
        peer.send(message.opcode, false, &message.payload);
        peer.send(message.opcode, false, b"more");
    });
    // Of one message, the first decides.
    assert_eq!(play("9.1.1", twice).behavior, Behavior::Ok);
    assert_failed(&play("9.7.2", twice), "Echo'ed message type or length differs");
}

#[test]
fn a_greeting_without_an_agreement_fails() {
    let greeting = |octets: &'static [u8]| {
        serve(move |stream| {
            if let Some(mut peer) = Peer::open(stream, declining) {
                peer.send(Opcode::TEXT, false, octets);
                peer.serve(|_, _| ());
            }
        })
    };
    let sentence = "Echo'ed message length differs from what I sent (got length 7, expected length 16).";
    assert_failed(&play("12.1.1", greeting(b"Welcome")), sentence);
    assert_failed(
        &play("12.5.1", greeting(b"Welcome")),
        "(got binary False, expected binary True)",
    );
    assert_eq!(
        play("12.1.1", greeting(b"Welcome, welcome")).behavior,
        Behavior::Unimplemented
    );
}
