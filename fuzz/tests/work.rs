//! Work grows with what came: honest deliveries keep the bound, and codecs that look again at what they have break it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wsspec_codec::connection::{Connection, Event};
use wsspec_codec::frame::{Frame, Opcode};
use wsspec_codec::handshake::{Head, HeadDecoder, HeadLimits};
use wsspec_codec::meter;
use wsspec_codec::rules::{Limits, Role};
use wsspec_fuzz::codec::{Codec, Ours};
use wsspec_fuzz::delivery::Delivery;
use wsspec_fuzz::observed::Observed;
use wsspec_fuzz::oracles;
use wsspec_fuzz::work::{HEAD, work_grows_with_what_came};

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
    let delivery = Delivery {
        lengths: vec![2, 255, 1],
        ..Delivery::whole(&octets)
    };
    oracles::work_grows_with_what_came(&Observed::new(&Ours, &delivery));
}

/// Looks at the whole message again with each piece.
struct Rescans;

impl Codec for Rescans {
    fn receive(&self, role: Role, limits: Limits, pieces: &[&[u8]], on_event: &mut dyn FnMut(Event<'_>)) -> Connection {
        let mut came = 0;
        for piece in pieces {
            came += piece.len();
            meter::touched(came);
        }
        Ours.receive(role, limits, pieces, on_event)
    }
}

/// What is said when the work is too much.
fn complaint(work: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(work)).expect_err("the work is too much");
    *panic.downcast::<String>().expect("an oracle panics with a sentence")
}

#[test]
fn a_connection_that_looks_again_at_the_message_with_each_piece() {
    let octets = &fragments()[..10_000];
    let observed = Observed::new(&Rescans, &Delivery::whole(octets));
    let complaint = complaint(|| oracles::work_grows_with_what_came(&observed));
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
