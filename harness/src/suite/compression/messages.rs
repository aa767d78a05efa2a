//! Compressed messages, one by one (RFC 7692 6, 7.2), with octets that are written out here: mostly those of the examples
//! in section 7.2.3, and stored blocks, in which the payload can be read.

use wsspec_codec::rfc::{Clause, rfc6455, rfc7692 as rfc};

use super::{HELLO, HELLO_AGAIN, case, compressed, fails};
use crate::bytes::Bytes;
use crate::case::Case;
use crate::frame_spec::{FrameSpec, binary, close_body, continuation, ping, pong, text};
use crate::pattern::{Codes, Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [
        blocks(),
        context(),
        fragments(),
        reserved_bits(),
        broken_streams(),
        compressed_text(),
        bombs(),
    ]
    .concat()
}

/// A message as a stored block (RFC 1951 3.2.4), and the empty block of which the end is left out.
fn stored(payload: &[u8]) -> Vec<u8> {
    let len = u16::try_from(payload.len()).expect("payloads here are short");
    [&[0], &len.to_le_bytes()[..], &(!len).to_le_bytes(), payload, &[0]].concat()
}

/// Whatever DEFLATE allows in a message.
fn blocks() -> Vec<Case> {
    let hello = |id: &str, title: &str, clauses: &[&'static Clause], octets: &[u8]| {
        case(id, title, clauses.iter().copied().chain([rfc::DECOMPRESS_ALGO]))
            .send([compressed(octets)])
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            // What came before must not spoil what comes after.
            .send([compressed(HELLO)])
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            .close()
    };
    let mixed = [
        &b"\xf2\x48\x05\x00\x00\x00\xff\xff"[..],
        &stored(b"l")[..6],
        b"\xca\xc9\x07\x00",
    ]
    .concat();
    vec![
        hello(
            "one-block",
            "a message of one block is inflated",
            &[rfc::SINGLE, rfc::APPEND_TAIL, rfc6455::EXT_MAY],
            HELLO,
        ),
        hello(
            "stored-block",
            "a message whose block is stored is inflated",
            &[rfc::STORED],
            &stored(b"Hello"),
        ),
        hello(
            "final-block",
            "a message with a final block is inflated, and so is the message after it",
            &[rfc::BFINAL_7_2_3_4, rfc::BFINAL_7_2_1],
            b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00",
        ),
        hello(
            "two-blocks",
            "a message of two blocks is inflated",
            &[rfc::TWO_BLOCKS, rfc::MULTI_BLOCK],
            b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00",
        ),
        hello(
            "stored-and-compressed-blocks",
            "a message of compressed and stored blocks is inflated",
            &[rfc::ANY_BLOCK, rfc::MULTI_BLOCK],
            &mixed,
        ),
        case(
            "binary",
            "a compressed binary message comes back as a binary one",
            [rfc::OPCODE, rfc::DECOMPRESS_ALGO],
        )
        .send([binary(stored(b"\x00\xff\xfe\x80")).rsv(0b100)])
        .expect(Outcomes::pass([Pattern::binary(b"\x00\xff\xfe\x80")]))
        .close(),
        case(
            "empty-message",
            "a compressed message without content is echoed",
            [rfc::EMPTY_FINAL, rfc::DECOMPRESS_ALGO],
        )
        .send([compressed(b"\x00")])
        .expect(Outcomes::pass([Pattern::text("")]))
        .close(),
        case(
            "no-payload",
            "a compressed message without payload is taken for an empty one, or refused",
            [rfc::EMPTY_PAYLOAD],
        )
        .alive()
        .send([compressed("")])
        .expect(
            Outcomes::pass([Pattern::text("")])
                .or_info(
                    "refused a compressed message without payload",
                    [Pattern::Close(Codes::AnyBut(vec![])), Pattern::End],
                )
                .or_lenient(
                    "refused a compressed message without payload, and sent no Close frame",
                    [Pattern::End],
                ),
        )
        .close(),
    ]
}

/// What a message may refer to, and messages that are not compressed.
fn context() -> Vec<Case> {
    vec![
        case(
            "refers-to-the-message-before",
            "a message that refers to the one before is inflated",
            [
                rfc::CONTEXT,
                rfc::SERVER_MUST_KEEP,
                rfc::CLIENT_MUST_KEEP,
                rfc::CLIENT_MAY_KEEP,
                rfc::SERVER_MAY_KEEP,
            ],
        )
        .refers_back()
        .send([compressed(HELLO), compressed(HELLO_AGAIN), compressed(HELLO_AGAIN)])
        .expect(Outcomes::pass([
            Pattern::text("Hello"),
            Pattern::text("Hello"),
            Pattern::text("Hello"),
        ]))
        .close(),
        case(
            "refers-beyond-a-plain-message",
            "a message that is not compressed leaves the window as it is",
            [rfc::CONTEXT, rfc::UNCOMPRESSED_OK],
        )
        .refers_back()
        .send([compressed(HELLO), text("plain"), compressed(HELLO_AGAIN)])
        .expect(Outcomes::pass([
            Pattern::text("Hello"),
            Pattern::text("plain"),
            Pattern::text("Hello"),
        ]))
        .close(),
        case(
            "plain-messages-after-agreement",
            "messages that are not compressed are echoed as they are",
            [rfc::UNCOMPRESSED_OK, rfc::UNCOMPRESSED_ALGO_6_2],
        )
        .send([text("plain"), binary(HELLO), text(""), binary("")])
        .expect(Outcomes::pass([
            Pattern::text("plain"),
            Pattern::binary(HELLO),
            Pattern::text(""),
            Pattern::binary(""),
        ]))
        .close(),
        case(
            "refers-before-the-first-message",
            "a reference to octets that never were fails the connection",
            [rfc::INVALID_DEFLATE],
        )
        .alive()
        .send([compressed(HELLO_AGAIN)])
        .expect(fails()),
    ]
}

/// Compressed messages in fragments.
fn fragments() -> Vec<Case> {
    let (first, second) = HELLO.split_at(3);
    let octets = HELLO.iter().enumerate().map(|(index, &octet)| FrameSpec {
        fin: index == HELLO.len() - 1,
        ..match index {
            0 => compressed(&[octet]),
            _ => continuation(&[octet]),
        }
    });
    let hello = |id: &str, title: &str, clause, frames: Vec<FrameSpec>| {
        case(id, title, [clause, rfc::DECOMPRESS_ALGO])
            .send(frames)
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            .close()
    };
    vec![
        hello(
            "two-fragments",
            "a compressed message in two fragments is inflated",
            rfc::FRAGMENTED,
            vec![compressed(first).unfinished(), continuation(second)],
        ),
        hello(
            "fragments-of-one-octet",
            "a compressed message in fragments of one octet is inflated",
            rfc::FRAGMENTED,
            octets.collect(),
        ),
        hello(
            "empty-fragments",
            "a compressed message with empty fragments at its beginning, in it and at its end is inflated",
            rfc::FRAGMENTED,
            vec![
                compressed("").unfinished(),
                continuation(first).unfinished(),
                continuation("").unfinished(),
                continuation(second).unfinished(),
                continuation(""),
            ],
        ),
        hello(
            "final-fragment-of-one-zero-octet",
            "a compressed message whose final fragment is the octet 00 is inflated",
            rfc::EMPTY_FINAL,
            vec![compressed(&HELLO[..6]).unfinished(), continuation(b"\x00")],
        ),
        case(
            "ping-between-fragments",
            "a ping between the fragments of a compressed message is answered, and is not inflated",
            [rfc::DATA_ONLY, rfc6455::HANDLE_CONTROL_MID],
        )
        .send([compressed(first).unfinished(), ping(HELLO), continuation(second)])
        .expect(
            Outcomes::pass([Pattern::pong(HELLO), Pattern::text("Hello")]).or_lenient(
                "answered the ping after the message",
                [Pattern::text("Hello"), Pattern::pong(HELLO)],
            ),
        )
        .close(),
    ]
}

/// RSV1 belongs to the first frame of a message, and the other bits to nobody.
fn reserved_bits() -> Vec<Case> {
    let (first, second) = HELLO.split_at(3);
    let refused = |id: &str, title: &str, clause, frames: Vec<FrameSpec>| {
        case(id, title, [clause])
            .alive()
            .send(frames)
            .expect(Outcomes::fails_with(1002))
    };
    vec![
        refused(
            "rsv1-on-continuation",
            "RSV1 on a continuation frame of a compressed message fails the connection",
            rfc::RSV1_CONT_RECV,
            vec![compressed(first).unfinished(), continuation(second).rsv(0b100)],
        ),
        refused(
            "rsv1-on-continuation-of-plain-message",
            "RSV1 on a continuation frame of a plain message fails the connection",
            rfc::RSV1_CONT_RECV,
            vec![text("Hel").unfinished(), continuation("lo").rsv(0b100)],
        ),
        refused(
            "rsv1-on-ping",
            "RSV1 on a ping fails the connection, agreed or not",
            rfc::RSV1_CONTROL_RECV,
            vec![ping("a").rsv(0b100)],
        ),
        refused(
            "rsv1-on-pong",
            "RSV1 on a pong fails the connection, agreed or not",
            rfc::RSV1_CONTROL_RECV,
            vec![pong("a").rsv(0b100)],
        ),
        refused(
            "rsv1-on-ping-between-fragments",
            "RSV1 on a ping inside a compressed message fails the connection",
            rfc::RSV1_CONTROL_RECV,
            vec![
                compressed(first).unfinished(),
                ping("a").rsv(0b100),
                continuation(second),
            ],
        ),
        refused(
            "rsv1-on-later-continuation",
            "RSV1 on the last of many continuation frames fails the connection",
            rfc::RSV1_CONT_RECV,
            vec![
                compressed(&HELLO[..2]).unfinished(),
                continuation(&HELLO[2..3]).unfinished(),
                continuation(&HELLO[3..5]).unfinished(),
                continuation(&HELLO[5..]).rsv(0b100),
            ],
        ),
        refused(
            "rsv1-on-empty-continuation",
            "RSV1 on an empty continuation frame fails the connection",
            rfc::RSV1_CONT_RECV,
            vec![compressed(HELLO).unfinished(), continuation("").rsv(0b100)],
        ),
        refused(
            "rsv2-on-continuation",
            "RSV2 on a continuation frame of a compressed message fails the connection",
            rfc::RSV23_RECV,
            vec![compressed(first).unfinished(), continuation(second).rsv(0b010)],
        ),
        case(
            "rsv1-on-close",
            "RSV1 on a Close frame fails the connection, agreed or not",
            [rfc::RSV1_CONTROL_RECV],
        )
        .alive()
        .send([close_body(b"\x03\xe8").rsv(0b100)])
        .expect(Outcomes::refuses_close_with([1002])),
        refused(
            "rsv2-on-compressed-message",
            "RSV2 on a compressed message fails the connection",
            rfc::RSV23_RECV,
            vec![text(HELLO).rsv(0b110)],
        ),
        refused(
            "rsv3-on-compressed-message",
            "RSV3 on a compressed message fails the connection",
            rfc::RSV23_RECV,
            vec![text(HELLO).rsv(0b101)],
        ),
        refused(
            "rsv2-on-plain-message",
            "RSV2 on a plain message fails the connection, agreed or not",
            rfc::RSV23_RECV,
            vec![text("Hello").rsv(0b010)],
        ),
    ]
}

/// What is no DEFLATE data.
fn broken_streams() -> Vec<Case> {
    let refused = |id: &str, title: &str, clause, octets: &[u8]| {
        case(id, title, [clause])
            .alive()
            .send([binary(octets).rsv(0b100)])
            .expect(fails())
    };
    vec![
        refused(
            "reserved-block-type",
            "a block of the reserved type fails the connection",
            rfc::INVALID_DEFLATE,
            b"\x06\x00",
        ),
        refused(
            "stored-block-with-wrong-length",
            "a stored block whose two lengths disagree fails the connection",
            rfc::INVALID_DEFLATE,
            b"\x00\x05\x00\x00\x00Hello\x00",
        ),
        refused(
            "plain-octets-called-compressed",
            "text that is called compressed and is not fails the connection",
            rfc::INVALID_DEFLATE,
            b"not compressed at all",
        ),
        // What becomes of such a message no standard says; it is not whole, though.
        case(
            "ends-inside-a-block",
            "a message that ends inside a block fails the connection",
            [rfc::INCOMPLETE_BLOCK],
        )
        .alive()
        .send([binary(b"\x00\x20\x00\xdf\xffHello").rsv(0b100)])
        .expect(
            fails()
                .or_lenient(
                    "delivered a message that ends inside a block as if it were whole",
                    [Pattern::binary("Hello")],
                )
                .or_lenient(
                    "delivered a message that ends inside a block, and with it the four octets that a receiver adds",
                    [Pattern::binary(b"Hello\x00\x00\xff\xff")],
                ),
        )
        .close(),
    ]
}

/// Text is judged when it is inflated.
fn compressed_text() -> Vec<Case> {
    let refused = |id: &str, title: &str, clause, frames: Vec<FrameSpec>| {
        case(id, title, [rfc::UTF8_AFTER, clause])
            .alive()
            .send(frames)
            .expect(Outcomes::fails_with(1007))
    };
    let greek = stored("κόσμε".as_bytes());
    // Behind the five octets of the block's header: inside the second character.
    let (first, second) = greek.split_at(8);
    vec![
        refused(
            "invalid-text",
            "compressed text that is no UTF-8 fails the connection",
            rfc6455::TEXT_INVALID,
            vec![compressed(stored(b"Hello \xed\xa0\x80"))],
        ),
        refused(
            "text-ends-inside-a-character",
            "compressed text that ends inside a character fails the connection",
            rfc6455::TEXT_TRUNCATED_END,
            vec![compressed(stored(b"Hello \xce"))],
        ),
        refused(
            "invalid-text-in-fragments",
            "compressed text in fragments that is no UTF-8 fails the connection",
            rfc6455::TEXT_INVALID,
            vec![
                compressed(&stored(b"Hello \xff")[..7]).unfinished(),
                continuation(&stored(b"Hello \xff")[7..]),
            ],
        ),
        case(
            "text-cut-inside-a-character",
            "compressed text in fragments may be cut inside a character",
            [rfc::UTF8_AFTER, rfc6455::TEXT_PARTIAL_FRAME],
        )
        .send([compressed(first).unfinished(), continuation(second)])
        .expect(Outcomes::pass([Pattern::text("κόσμε")]))
        .close(),
    ]
}

/// How many octets the bomb inflates to: an `a`, and references to it of 258 octets each.
const INFLATED: usize = 1 + 258 * (8 * 508 + 1);

/// A message that inflates to more than a hundred times its size. References of 258 octets are codes of thirteen bits, so
/// eight of them are thirteen octets.
fn bombs() -> Vec<Case> {
    let eight_references = Bytes::Repeat {
        unit: b"\x05\xa3\x60\x14\x8c\x82\x51\x30\x0a\x46\xc1\x28\x18".to_vec(),
        count: 508,
    };
    let bomb = [
        compressed(b"\x4a\x1c").unfinished(),
        continuation(eight_references).unfinished(),
        continuation(b"\x05\x00\x00"),
    ];
    let inflated = || Pattern::Text(Bytes::repeat(b'a', INFLATED));
    vec![
        case(
            "small-bomb",
            "a message of 6,609 octets that inflates to a million is echoed, or refused as too large",
            [rfc::BOMB, rfc6455::LIMITS_PROTECT],
        )
        .alive()
        .send(bomb.clone())
        .expect(Outcomes::pass([inflated()]).or_own_limit())
        .close(),
        // Who refuses it may stay open, and then inflates the next message as if nothing had been.
        case(
            "message-behind-a-bomb",
            "a message behind one that inflates to a million octets is inflated, if the connection is still open",
            [rfc::REFUSED_MESSAGE_STATE],
        )
        .alive()
        .send(bomb.into_iter().chain([compressed(HELLO)]))
        .expect(
            Outcomes::pass([inflated(), Pattern::text("Hello")])
                .or_info("refused the large message and stayed open", [Pattern::text("Hello")])
                .or_own_limit(),
        )
        .close(),
    ]
}
