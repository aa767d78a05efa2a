//! `deflate_pair` without an engine: mutated seeds, and each oracle notices what it is for.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use miniz_oxide::inflate::TINFLStatus;
use wsspec_codec::rules::Violation;
use wsspec_fuzz::DEFLATE_PAIR;
use wsspec_fuzz::deflate::choice::{Choice, Decision};
use wsspec_fuzz::deflate::exchange::{Exchange, Wire};
use wsspec_fuzz::deflate::heard::{Heard, Item, Message};
use wsspec_fuzz::deflate::oracles;
use wsspec_fuzz::deflate::peer::Peer;
use wsspec_fuzz::deflate::reading::{Fault, Reader};
use wsspec_fuzz::endpoint::{Octets, Reported};
use wsspec_fuzz::structured::{self, Structured as _};

#[test]
fn four_thousand_mutated_seeds_pass() {
    let seeds: Vec<Vec<u8>> = (DEFLATE_PAIR.seeds)().into_values().collect();
    for number in 0..4000u32 {
        let mut input = seeds[number as usize % seeds.len()].clone();
        for change in 0..=number % 7 {
            structured::mutate::<Exchange>(&mut input, 4096, 8 * number + change);
        }
        (DEFLATE_PAIR.run)(&input);
    }
}

fn seed(name: &str) -> Exchange {
    Exchange::decode(&(DEFLATE_PAIR.seeds)()[name]).expect("a seed is an exchange")
}

fn messages<'a>(heard: &'a mut Heard<'_>) -> impl Iterator<Item = &'a mut Message> {
    heard.items.iter_mut().filter_map(|item| match item {
        Item::Message(message) => Some(message),
        Item::Ping(_) => None,
    })
}

/// Each choice is met by a seed, and there it is made as the list says; that the codec does the same is an oracle.
#[test]
fn every_choice_is_met_by_a_seed_and_made_as_decided() {
    let mut met = BTreeSet::new();
    for input in (DEFLATE_PAIR.seeds)().into_values() {
        let exchange = Exchange::decode(&input).unwrap();
        let wire = exchange.wire();
        for message in messages(&mut Heard::new(&exchange, &wire)) {
            let Some(reading) = &message.reading else {
                continue;
            };
            if let Some(Fault::Refused(choice)) = reading.fault {
                met.insert((choice, true));
            }
            met.extend(reading.choices.iter().map(|&choice| (choice, false)));
        }
    }
    let decided = Choice::ALL.map(|choice| (choice, choice.decided().0 == Decision::Refuses));
    assert_eq!(met, decided.into());
}

/// What is read a second time is read as miniz_oxide reads it, message by message, where neither a final block nor a choice
/// sets the two apart; and what miniz_oxide refuses is refused.
#[test]
fn the_reading_agrees_with_the_inflater_of_other_people() {
    let mut compared = 0;
    for (number, mut input) in (0..).zip((DEFLATE_PAIR.seeds)().into_values()) {
        for change in 0..8 {
            let exchange = Exchange::decode(&input).unwrap();
            let wire = exchange.wire();
            for message in messages(&mut Heard::new(&exchange, &wire)) {
                let reading = Reader::new(15, true).message(&message.octets, 1 << 20);
                match Peer::with(15, |peer| peer.message(&message.octets)) {
                    Ok(made) if reading.fault.is_none() => assert_eq!(made, reading.made),
                    Err(TINFLStatus::Failed) => assert!(reading.fault.is_some(), "{:02x?}", message.octets),
                    _ => continue,
                }
                compared += 1;
            }
            structured::mutate::<Exchange>(&mut input, 4096, 8 * number + change);
        }
    }
    assert!(compared > 2000, "{compared}");
}

/// The oracle accepts the seed as it is, and of the same tampered with it says these words, with the octets and this
/// clause.
fn notices(oracle: fn(&Heard<'_>), name: &str, tamper: impl FnOnce(&mut Heard<'_>), words: &str, clause: &str) {
    let exchange = seed(name);
    oracle(&Heard::new(&exchange, &exchange.wire()));
    let wire = exchange.wire();
    let mut heard = Heard::new(&exchange, &wire);
    tamper(&mut heard);
    complains(oracle, &heard, words, clause);
}

fn complains(oracle: fn(&Heard<'_>), heard: &Heard<'_>, words: &str, clause: &str) {
    let panic = catch_unwind(AssertUnwindSafe(|| oracle(heard))).expect_err("the defect is noticed");
    let complaint = panic.downcast::<String>().expect("an oracle panics with a sentence");
    for part in [words, "\n  octets: ", &format!("\n  clause: {clause}")] {
        assert!(complaint.contains(part), "{part:?} is missing in: {complaint}");
    }
}

/// What was sent under one agreement, judged by another.
fn under_another(name: &str, change: impl FnOnce(&mut Exchange), judge: impl FnOnce(&Heard<'_>)) {
    let exchange = seed(name);
    let wire: Wire = exchange.wire();
    let mut other = exchange;
    change(&mut other);
    judge(&Heard::new(&other, &wire));
}

fn report(octets: &[u8]) -> Reported {
    Reported::Ping(Octets(octets.to_vec()))
}

#[test]
fn a_message_that_is_lost() {
    let tamper = |heard: &mut Heard<'_>| drop(heard.answers[1].reports.remove(0));
    let oracle = oracles::messages_come_back;
    notices(
        oracle,
        "client-window-15-alone-again",
        tamper,
        "was sent, octet by octet",
        "7692-6.2-decompress-algo",
    );
}

#[test]
fn a_sender_with_a_window_that_is_too_large() {
    under_another(
        "server-window-12-taken-over-far",
        |exchange| exchange.server.bits_below = 6,
        |heard| {
            let clause = "7692-7.2.1-server-window";
            let peer = oracles::a_peer_with_the_agreed_window_reads_what_is_sent;
            complains(peer, heard, "a peer with the agreed window reads as Err", clause);
            let references = oracles::references_stay_within_the_agreed_window;
            complains(references, heard, "choices: [OverTheWindow", clause);
        },
    );
}

#[test]
fn a_sender_that_takes_over_what_it_agreed_to_forget() {
    under_another(
        "client-window-9-taken-over-again",
        |exchange| exchange.client.forgets = true,
        |heard| {
            let references = oracles::references_stay_within_the_agreed_window;
            complains(
                references,
                heard,
                "Refused(ForgottenContext)",
                "7692-7.2.1-client-window",
            );
            let peer = oracles::a_peer_with_the_agreed_window_reads_what_is_sent;
            complains(
                peer,
                heard,
                "a peer with the agreed window reads as",
                "7692-7.2.1-client-window",
            );
        },
    );
}

#[test]
fn a_bit_that_is_missing_and_one_that_is_too_many() {
    let oracle = oracles::the_bit_marks_the_first_frame_of_compressed_messages;
    let clear = |heard: &mut Heard<'_>| messages(heard).for_each(|message| message.headers[0].rsv = 0);
    let set = |heard: &mut Heard<'_>| {
        messages(heard)
            .take(1)
            .for_each(|message| message.headers[1].rsv = 0b100)
    };
    for tamper in [clear as fn(&mut Heard<'_>), set] {
        let words = "the reserved bits of a message are";
        notices(oracle, "way-parts", tamper, words, "7692-6.1-rsv1-first-only");
    }
}

#[test]
fn octets_that_every_receiver_adds() {
    let tamper = |heard: &mut Heard<'_>| messages(heard).for_each(|message| message.octets.extend([0, 0, 0xFF, 0xFF]));
    notices(
        oracles::the_tail_is_left_out,
        "level-6",
        tamper,
        "at its end",
        "7692-7.2.1-strip-tail",
    );
}

#[test]
fn a_message_that_does_not_inflate_and_is_taken() {
    let oracle = oracles::messages_are_taken_exactly_when_they_inflate;
    let tamper = |heard: &mut Heard<'_>| {
        let reports = &mut heard.answers[0].reports;
        reports.pop();
        reports.push(report(b"never compressed"));
    };
    notices(
        oracle,
        "hand-block-type-11",
        tamper,
        "is right, in one piece came",
        "7692-7.2.2-invalid-deflate",
    );
}

#[test]
fn an_answer_that_depends_on_the_pieces() {
    let oracle = oracles::answers_do_not_depend_on_the_pieces;
    let tamper = |heard: &mut Heard<'_>| heard.answers[1].reports.push(report(b"!"));
    notices(oracle, "level-1", tamper, "in one piece came", "6455-5.2-header-split");
}

#[test]
fn a_report_after_the_violation() {
    let oracle = oracles::nothing_follows_a_violation;
    let tamper = |heard: &mut Heard<'_>| heard.answers[0].reports.push(report(b"!"));
    notices(
        oracle,
        "hand-text-invalid",
        tamper,
        "more was reported",
        "6455-7.1.7-stop-processing",
    );
}

#[test]
fn a_fault_that_is_named_an_octet_late() {
    let late = |report: &mut Reported| {
        if let Reported::Failed(Violation { offset, .. }) = report {
            *offset += 1;
        }
    };
    let tamper = |heard: &mut Heard<'_>| heard.answers[0].reports.iter_mut().for_each(late);
    let oracle = oracles::faults_are_where_they_are_said_to_be;
    notices(
        oracle,
        "hand-text-invalid",
        tamper,
        "but of the octets before that",
        "6455-5.6-text-invalid",
    );
}

#[test]
fn a_receiver_that_holds_a_bomb() {
    let tamper = |heard: &mut Heard<'_>| heard.answers[0].peak = 1 << 20;
    let oracle = oracles::inflating_holds_no_more_than_is_taken;
    notices(
        oracle,
        "hand-bomb-alone-narrow",
        tamper,
        "receiving held 1048576 octets",
        "7692-7.2.2-bomb",
    );
}
