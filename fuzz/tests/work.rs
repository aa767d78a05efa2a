//! Work grows with what came: honest deliveries keep the bound, and codecs that look again at what they have break it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wsspec_codec::frame::{Frame, Opcode};
use wsspec_codec::handshake::{Head, HeadDecoder, HeadLimits};
use wsspec_codec::meter;
use wsspec_fuzz::arrival::{Arrival, Way, terms};
use wsspec_fuzz::endpoint::{Conversation, Observed};
use wsspec_fuzz::hearing;
use wsspec_fuzz::work::{HEAD, RECEIVING, work_grows_with_what_came};

/// A text of 64 KiB in a thousand fragments, as a client sends it.
fn fragments() -> Vec<u8> {
    let text = "κόσμε, ".repeat(7000);
    let pieces: Vec<&[u8]> = text.as_bytes()[..64 << 10].chunks(66).collect();
    let mut octets = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        let opcode = if index == 0 { Opcode::TEXT } else { Opcode::CONTINUATION };
        let mut frame = Frame::new(opcode, *piece);
        let header = frame.header.with_fin(index + 1 == pieces.len());
        frame.header = header.with_masking_key(Some([1, 2, 3, 4]));
        frame.encode(&mut octets);
    }
    octets
}

#[test]
fn a_thousand_fragments_in_any_pieces_keep_the_bound() {
    let octets = fragments();
    let arrival = Arrival {
        octets: octets[..].into(),
        lengths: [1, 254, 0][..].into(),
        terms: terms(0),
    };
    let mut observed = Observed::new(&arrival);
    // For an arrival of this size it is not tried by itself.
    observed
        .conversations
        .push(Conversation::new(&octets, Way::OCTETS, &arrival.terms));
    hearing::work_grows_with_what_came(&observed);
}

/// What is said when the work is too much.
fn complaint(work: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(work)).expect_err("the work is too much");
    *panic.downcast::<String>().expect("an oracle panics with a sentence")
}

#[test]
fn a_connection_that_looks_again_at_the_message_with_each_piece() {
    let octets = &fragments()[..10_000];
    let steps = meter::measure(|| {
        for came in 1..=octets.len() {
            meter::touched(came);
        }
        Conversation::new(octets, Way::OCTETS, &terms(0));
    });
    let complaint = complaint(|| work_grows_with_what_came(RECEIVING, octets, octets.len(), 139, steps));
    assert!(complaint.starts_with("10000 octets in 139 frames took "), "{complaint}");
    assert!(complaint.contains("\n  clause: 6455-10.4-limits-protect"));
}

/// A head of nearly as many octets and fields as are taken.
fn head() -> Vec<u8> {
    let field = |number| format!("X-{number}: {}\r\n", "value ".repeat(24));
    let fields: String = (0..99).map(field).collect();
    format!("GET / HTTP/1.1\r\n{fields}\r\n").into_bytes()
}

#[test]
fn a_head_in_any_pieces_keeps_the_bound() {
    let octets = head();
    for size in [1, 2, 100, octets.len()] {
        let steps = meter::measure(|| {
            let mut decoder = HeadDecoder::new(HeadLimits::default());
            let found = octets.chunks(size).find_map(|piece| decoder.push(piece).unwrap());
            assert!(found.is_some());
        });
        work_grows_with_what_came(HEAD, &octets, octets.len(), 0, steps);
    }
}

#[test]
fn a_decoder_that_looks_at_the_head_from_its_start_with_each_octet() {
    let octets = head();
    let steps = meter::measure(|| {
        let decode = |end| Head::decode(&octets[..end], HeadLimits::default()).unwrap();
        assert!((1..=octets.len()).find_map(decode).is_some());
    });
    let complaint = complaint(|| work_grows_with_what_came(HEAD, &octets, octets.len(), 0, steps));
    assert!(complaint.contains("steps, at most"), "{complaint}");
}
