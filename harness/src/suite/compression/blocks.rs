//! Compressed messages block by block (RFC 1951, RFC 7692 7.2): everything that a sender may write and hardly any does, and
//! what is no DEFLATE data.

use wsspec_codec::rfc::{Clause, rfc7692 as rfc};

use super::deflate::{Blocks, Part};
use super::{HELLO, HELLO_AGAIN, case, compressed, fails};
use crate::case::Case;
use crate::frame_spec::{FrameSpec, binary, continuation, fragments, ping, text};
use crate::pattern::{Codes, Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [
        allowed(),
        with_final_blocks(),
        between_messages(),
        broken(),
        broken_codes(),
    ]
    .concat()
}

/// A message that says Hello, in these frames, and another one behind it, which it must not spoil.
fn says_hello(id: &str, title: &str, clauses: &[&'static Clause], frames: Vec<FrameSpec>) -> Case {
    let hello = || Outcomes::pass([Pattern::text("Hello")]);
    case(id, title, clauses.iter().copied().chain([rfc::DECOMPRESS_ALGO]))
        .send(frames)
        .expect(hello())
        .send([compressed(HELLO)])
        .expect(hello())
        .close()
}

/// A text in a block with codes of its own: 108 octets of four letters.
const DYNAMIC: &[u8] = b"\x04\xc1\x01\x01\x00\x00\x08\xc3\xa0\xac\xec\xf6\xcf\x20\x88\x91\x23\x23\x31\x72\x64\x24\x46\
\x8e\x8c\xc4\xc8\x91\x91\x18\x39\x32\x12\x23\x47\x46\x0f";

fn allowed() -> Vec<Case> {
    let empty_stored: &[u8] = b"\x00\x00\x00\xff\xff";
    let many_empty = [&empty_stored.repeat(100)[..], HELLO].concat();
    let empty_fixed = || (0..20).fold(Blocks::new(), |blocks, _| blocks.fixed(&[]));
    let one_by_one = b"Hello"
        .iter()
        .fold(Blocks::new(), |blocks, octet| blocks.fixed(&[Part::Octets(&[*octet])]))
        .message();
    let unaligned = Blocks::new()
        .fixed(&[Part::Octets(b"He")])
        .stored(b"l")
        .fixed(&[Part::Copy(3, 1)])
        .message();
    vec![
        case(
            "dynamic-block",
            "a message in a block with codes of its own is inflated",
            [rfc::ANY_BLOCK, rfc::DECOMPRESS_ALGO],
        )
        .send([compressed(DYNAMIC)])
        .expect(Outcomes::pass([Pattern::text("abaacaabadaabacaab".repeat(6))]))
        .close(),
        says_hello(
            "many-empty-blocks",
            "a hundred empty blocks in front of what a message says do not count",
            &[rfc::MULTI_BLOCK, rfc::ANY_BLOCK],
            vec![compressed(many_empty)],
        ),
        says_hello(
            "empty-fixed-blocks",
            "empty blocks with the fixed code, which end inside octets, do not count",
            &[rfc::MULTI_BLOCK, rfc::ANY_BLOCK],
            vec![compressed(empty_fixed().fixed(&[Part::Octets(b"Hello")]).message())],
        ),
        says_hello(
            "block-for-every-octet",
            "a message with a block for every octet is inflated",
            &[rfc::MULTI_BLOCK],
            vec![compressed(one_by_one)],
        ),
        case(
            "copies-over-block-ends",
            "a block may refer to the blocks before it, stored or not",
            [rfc::MULTI_BLOCK, rfc::ANY_BLOCK, rfc::DECOMPRESS_ALGO],
        )
        .send([compressed(unaligned)])
        .expect(Outcomes::pass([Pattern::text("Hellll")]))
        .close(),
        case(
            "nothing-but-empty-blocks",
            "a message of nothing but empty blocks is an empty one",
            [rfc::EMPTY_FINAL, rfc::MULTI_BLOCK, rfc::DECOMPRESS_ALGO],
        )
        .send([compressed(empty_fixed().stored(b"").fixed(&[]).message())])
        .expect(Outcomes::pass([Pattern::text("")]))
        .close(),
        says_hello(
            "block-in-fragments-of-one-octet",
            "blocks that are stored may be cut anywhere, in their lengths too",
            &[rfc::FRAGMENTED, rfc::ANY_BLOCK],
            compressed_fragments(&Blocks::new().stored(b"He").stored(b"llo").message(), 1),
        ),
        says_hello(
            "fragments-that-end-with-their-blocks",
            "fragments that end with a flush keep its four octets, and the last may be one zero octet",
            &[rfc::EMPTY_FINAL, rfc::NONFINAL_KEEP_TAIL],
            vec![
                compressed([&HELLO[..], b"\x00\x00\xff\xff"].concat()).unfinished(),
                continuation(b"\x00"),
            ],
        ),
        case(
            "ping-in-the-middle-of-a-block",
            "pings between the octets of a block are answered, and the block goes on",
            [rfc::DATA_ONLY, rfc::FRAGMENTED],
        )
        .send({
            let fragments = compressed_fragments(HELLO, 2).into_iter();
            let mut frames: Vec<FrameSpec> = fragments.flat_map(|frame| [frame, ping("between")]).collect();
            // The message ends with its last fragment.
            frames.pop();
            frames
        })
        .expect(in_some_order(3))
        .close(),
    ]
}

/// Pongs, and an echo behind them; an endpoint that answers only the last of several pings is right (6455 5.5.3).
fn in_some_order(pongs: usize) -> Outcomes {
    let pong = || Pattern::pong("between");
    let some = |count: usize| std::iter::repeat_with(move || pong().maybe()).take(count);
    Outcomes::pass(some(pongs - 1).chain([pong(), Pattern::text("Hello")])).or_lenient(
        "answered pings between the fragments behind the message",
        some(pongs - 1)
            .chain([Pattern::text("Hello")])
            .chain(some(pongs - 1))
            .chain([pong()]),
    )
}

/// A compressed text message in frames of so many octets.
fn compressed_fragments(message: &[u8], size: usize) -> Vec<FrameSpec> {
    let mut frames = fragments(wsspec_codec::frame::Opcode::TEXT, message, size, false);
    if let Some(first) = frames.first_mut() {
        first.rsv = 0b100;
    }
    frames
}

/// A block with BFINAL set ends no message (7.2.1, 7.2.3.4).
fn with_final_blocks() -> Vec<Case> {
    let clauses = &[rfc::BFINAL_7_2_1, rfc::BFINAL_7_2_3_4];
    let says = |id: &str, title: &str, octets: Vec<u8>| says_hello(id, title, clauses, vec![compressed(octets)]);
    let two = || Blocks::new().final_fixed(&[Part::Octets(b"He")]);
    vec![
        says(
            "final-block-and-another",
            "what stands behind a block with BFINAL set belongs to the message as well",
            two().fixed(&[Part::Octets(b"llo")]).message(),
        ),
        says(
            "two-final-blocks",
            "a message may have two blocks with BFINAL set",
            two().final_fixed(&[Part::Octets(b"llo")]).message(),
        ),
        says(
            "final-stored-block",
            "a block that is stored may have BFINAL set",
            Blocks::new().final_stored(b"Hello").message(),
        ),
        says(
            "final-stored-block-and-another",
            "a stored block with BFINAL set may stand in front of others",
            Blocks::new().final_stored(b"Hel").stored(b"lo").message(),
        ),
        says(
            "final-block-that-is-empty",
            "the empty block at the end of a message may have BFINAL set",
            Blocks::new().fixed(&[Part::Octets(b"Hello")]).number(1, 3).octets(),
        ),
        says_hello(
            "final-block-in-fragments",
            "a message with a final block may be cut into fragments of one octet",
            clauses,
            compressed_fragments(&two().fixed(&[Part::Octets(b"llo")]).message(), 1),
        ),
        case(
            "messages-with-final-blocks",
            "messages with final blocks are inflated one after the other",
            clauses.iter().copied().chain([rfc::DECOMPRESS_ALGO]),
        )
        .send((0..4).map(|_| compressed(Blocks::new().final_fixed(&[Part::Octets(b"Hello")]).message())))
        .expect(Outcomes::pass((0..4).map(|_| Pattern::text("Hello"))))
        .close(),
        // RFC 1951 lets nothing refer to what a final block ended; 7.2.2 keeps the window of the last message.
        case(
            "refers-beyond-a-final-block",
            "a message that refers to one with a final block is inflated, or refused",
            [rfc::BFINAL_7_2_1],
        )
        .refers_back()
        .alive()
        .send([compressed(
            Blocks::new().final_fixed(&[Part::Octets(b"Hello")]).message(),
        )])
        .expect(Outcomes::pass([Pattern::text("Hello")]))
        .send([compressed(HELLO_AGAIN)])
        .expect(
            Outcomes::pass([Pattern::text("Hello")])
                .or_info(
                    "keeps no window beyond a block with BFINAL set",
                    [Pattern::Close(Codes::AnyBut(vec![])), Pattern::End],
                )
                .or_info("keeps no window beyond a block with BFINAL set", [Pattern::End]),
        )
        .close(),
    ]
}

/// What comes between compressed messages, and what does not spoil those after it (7.2.2, 7.2.3.2).
fn between_messages() -> Vec<Case> {
    let keeps = [rfc::SERVER_MUST_KEEP, rfc::CLIENT_MUST_KEEP];
    let beyond = |id: &str, title: &str, between: Vec<FrameSpec>, echoes: Vec<Pattern>| {
        case(id, title, [rfc::CONTEXT].into_iter().chain(keeps))
            .refers_back()
            .send([compressed(HELLO)])
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            .send(between)
            .expect(Outcomes::pass(echoes))
            .send([compressed(HELLO_AGAIN), compressed(HELLO_AGAIN)])
            .expect(Outcomes::pass([Pattern::text("Hello"), Pattern::text("Hello")]))
            .close()
    };
    vec![
        beyond(
            "refers-beyond-a-plain-message-in-fragments",
            "a plain message in fragments leaves the window as it is",
            vec![
                text("pla").unfinished(),
                continuation("").unfinished(),
                continuation("in"),
            ],
            vec![Pattern::text("plain")],
        ),
        beyond(
            "refers-beyond-plain-binary-messages",
            "plain messages of another kind leave the window as it is",
            vec![binary(HELLO), binary(""), binary(HELLO_AGAIN)],
            vec![
                Pattern::binary(HELLO),
                Pattern::binary(""),
                Pattern::binary(HELLO_AGAIN),
            ],
        ),
        beyond(
            "refers-beyond-an-empty-message",
            "a compressed message without content leaves the window as it is",
            vec![compressed(b"\x00"), binary(b"\x00").rsv(0b100)],
            vec![Pattern::text(""), Pattern::binary("")],
        ),
        beyond(
            "refers-beyond-a-ping",
            "control frames leave the window as it is",
            vec![ping(HELLO)],
            vec![Pattern::pong(HELLO)],
        ),
        beyond(
            "refers-to-a-message-of-the-other-kind",
            "a text may refer to a binary message",
            vec![binary(HELLO_AGAIN).rsv(0b100)],
            vec![Pattern::binary("Hello")],
        ),
        case(
            "refers-to-a-stored-block",
            "a message may refer to octets that were stored",
            [rfc::ANY_BLOCK].into_iter().chain(keeps),
        )
        .refers_back()
        .send([
            compressed(Blocks::new().stored(b"Hello").message()),
            compressed(HELLO_AGAIN),
        ])
        .expect(Outcomes::pass([Pattern::text("Hello"), Pattern::text("Hello")]))
        .close(),
        case(
            "refers-to-several-messages",
            "a reference may reach over the ends of several messages",
            [rfc::CONTEXT].into_iter().chain(keeps),
        )
        .refers_back()
        .send([
            compressed(Blocks::new().fixed(&[Part::Octets(b"ab")]).message()),
            compressed(Blocks::new().fixed(&[Part::Octets(b"cd")]).message()),
            compressed(Blocks::new().fixed(&[Part::Octets(b"ef")]).message()),
            compressed(Blocks::new().fixed(&[Part::Copy(6, 6), Part::Copy(4, 9)]).message()),
        ])
        .expect(Outcomes::pass([
            Pattern::text("ab"),
            Pattern::text("cd"),
            Pattern::text("ef"),
            Pattern::text("abcdefdefa"),
        ]))
        .close(),
    ]
}

/// What does not inflate, wherever it stands (7.2.2).
fn broken() -> Vec<Case> {
    let refused = |id: &str, title: &str, frames: Vec<FrameSpec>| {
        case(id, title, [rfc::INVALID_DEFLATE])
            .alive()
            .send(frames)
            .expect(fails())
    };
    let broken: &[u8] = b"\x06\x00";
    vec![
        refused(
            "broken-after-a-whole-block",
            "a message whose second block is none fails the connection",
            vec![binary([&b"\xf2\x48\xcd\xc9\xc9\x07\x00\x00\x00\xff\xff"[..], broken].concat()).rsv(0b100)],
        ),
        refused(
            "broken-in-the-last-fragment",
            "a message that is broken in its last fragment alone fails the connection",
            vec![
                binary(b"\xf2\x48\x05\x00\x00\x00\xff\xff").rsv(0b100).unfinished(),
                continuation(broken),
            ],
        ),
        case(
            "broken-behind-a-final-block",
            "what stands behind a final block and is no block fails the connection",
            [rfc::INVALID_DEFLATE],
        )
        .alive()
        .send([binary([&b"\xf3\x48\xcd\xc9\xc9\x07\x00"[..], b"\xff\xff\xff"].concat()).rsv(0b100)])
        .expect(fails().or_lenient(
            "delivered what stands in front of octets that are no block",
            [Pattern::binary("Hello")],
        ))
        .close(),
        case(
            "broken-after-messages",
            "a message that does not inflate fails the connection after some that did",
            [rfc::INVALID_DEFLATE],
        )
        .send([compressed(HELLO), compressed(HELLO)])
        .expect(Outcomes::pass([Pattern::text("Hello"), Pattern::text("Hello")]))
        .send([compressed(broken)])
        .expect(fails()),
        refused(
            "nothing-after-broken-message",
            "nothing is delivered behind a message that does not inflate",
            vec![compressed(broken), compressed(HELLO)],
        ),
        // The sender did not remove what it had to; what a receiver makes of it no standard says.
        case(
            "tail-not-removed",
            "a message that ends with the four octets that are left out is refused, or its rest left out",
            [rfc::STRIP_TAIL, rfc::INCOMPLETE_BLOCK],
        )
        .alive()
        .send([compressed([&HELLO[..], b"\x00\x00\xff\xff"].concat())])
        .expect(fails().or_lenient("delivered a message that ends inside a block", [Pattern::text("Hello")]))
        .close(),
    ]
}

/// Codes that are none (RFC 1951 3.2.5, 3.2.7).
fn broken_codes() -> Vec<Case> {
    let refused = |(id, what, blocks): (&str, &str, Blocks)| {
        case(
            id,
            &format!("a block {what} fails the connection"),
            [rfc::INVALID_DEFLATE],
        )
        .alive()
        .send([binary(blocks.message()).rsv(0b100)])
        .expect(fails())
    };
    let fixed = || Blocks::new().number(0b010, 3);
    // With the fewest codes, and four lengths of the code of their lengths.
    let dynamic = |lengths: [u16; 4]| {
        let header = Blocks::new().number(0b100, 3).number(0, 5).number(0, 5).number(0, 4);
        lengths
            .into_iter()
            .fold(header, |blocks, length| blocks.number(length, 3))
    };
    [
        (
            "distance-code-30",
            "with the distance code 30, which stands for none,",
            fixed().code(0b0011_0000 + 97, 8).code(1, 7).code(30, 5).number(0, 13),
        ),
        (
            "distance-code-31",
            "with the distance code 31, which stands for none,",
            fixed().code(0b0011_0000 + 97, 8).code(1, 7).code(31, 5).number(0, 13),
        ),
        (
            "length-code-286",
            "with the length code 286, which stands for none,",
            fixed().code(0b1100_0000 + 286 - 280, 8).code(0, 5).code(0, 7),
        ),
        (
            "distance-to-before-a-message",
            "that refers by 32,768 octets to what never was",
            fixed()
                .code(0b0011_0000 + 97, 8)
                .code(1, 7)
                .code(29, 5)
                .number(0x1FFF, 13)
                .code(0, 7),
        ),
        (
            "too-many-codes-of-lengths",
            "with more codes of one bit than there are",
            dynamic([1, 1, 1, 1]).number(0, 16),
        ),
        (
            "length-repeated-from-nothing",
            "whose first code length repeats the one before",
            dynamic([1, 0, 0, 1]).code(1, 1).number(0, 15),
        ),
        (
            "no-code-for-its-end",
            "with no code for its end",
            dynamic([0, 0, 1, 1])
                .code(1, 1)
                .number(127, 7)
                .code(1, 1)
                .number(109, 7)
                .number(0, 16),
        ),
        (
            "lengths-repeated-beyond-the-last",
            "that repeats code lengths beyond the last code",
            dynamic([0, 0, 1, 1])
                .code(1, 1)
                .number(127, 7)
                .code(1, 1)
                .number(127, 7)
                .number(0, 16),
        ),
    ]
    .map(refused)
    .into()
}
