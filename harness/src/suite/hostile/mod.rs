//! What an attacker sends once the connection is open: lengths that nobody sends, floods, bombs (RFC 6455 10.1, 10.4; RFC 7692
//! 7.2.2). Any way to take it is right that leaves the subject alive.

mod connections;
mod heads;

use std::time::Duration;

use wsspec_codec::frame::Opcode;
use wsspec_codec::rfc::{rfc6455 as rfc, rfc7692};

use crate::bytes::Bytes;
use crate::case::Case;
use crate::frame_spec::{FrameSpec, binary, continuation, ping, text};
use crate::hostile::{Act, On, Ordeal};
use crate::pattern::Grade;

pub(super) fn cases() -> Vec<Case> {
    [
        announced(),
        limits(),
        floods(),
        bombs(),
        heads::cases(),
        connections::cases(),
    ]
    .concat()
}

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// How long a subject may think about what is not whole.
const MOMENT: Act = Act::Listen(Duration::from_millis(300));

/// These frames, once.
pub(super) fn once(frames: impl IntoIterator<Item = FrameSpec>) -> Act {
    times(1, frames)
}

/// These frames, so many times.
fn times(times: u32, frames: impl IntoIterator<Item = FrameSpec>) -> Act {
    Act::Frames {
        frames: frames.into_iter().collect(),
        times,
    }
}

/// Frames whose announced length is out of all proportion, of which a few octets come.
fn announced() -> Vec<Case> {
    let lengths = [("2-63", (1 << 63) - 1), ("2-62", 1 << 62), ("2-32", 1 << 32)];
    let opcodes = [
        Opcode::TEXT,
        Opcode::BINARY,
        Opcode::CONTINUATION,
        Opcode::CLOSE,
        Opcode::PING,
        Opcode::PONG,
    ];
    let frame = |opcode, len| FrameSpec::new(opcode, "a few octets").announcing(len);
    let mut cases = Vec::new();
    for (name, len) in lengths {
        for opcode in opcodes {
            let mut acts = vec![Act::Open];
            if opcode == Opcode::CONTINUATION {
                acts.push(once([text("begins").unfinished()]));
            }
            acts.extend([once([frame(opcode, len)]), MOMENT]);
            let id = format!("hostile/{opcode}-announcing-{name}");
            let title = format!("a {opcode} frame announces {len} octets and brings a few");
            cases.push(
                Case::new(id, title, [rfc::LIMITS_PROTECT, rfc::LEN64_HUGE]).ordeal(Ordeal::new(acts).memory(64 << 20)),
            );
        }
    }
    cases.push(
        Case::new(
            "hostile/many-frames-announcing-4-gib",
            "200 connections each announce a frame of 4 GiB and bring 64 KiB of it",
            [rfc::LIMITS_PROTECT],
        )
        .only(wsspec_codec::rules::Role::Server)
        .ordeal(
            Ordeal::new([
                Act::Open,
                once([binary(Bytes::repeat(0, 64 * KIB)).announcing(1 << 32)]),
            ])
            .at_once(200)
            .held(),
        ),
    );
    cases.push(
        Case::new(
            "hostile/fragments-announcing-1-gib",
            "fragments each announce 1 GiB more than they bring",
            [rfc::LIMITS_PROTECT],
        )
        .ordeal(Ordeal::new([
            Act::Open,
            once([
                text("a").unfinished(),
                continuation("b").unfinished().announcing(1 << 30),
            ]),
            Act::Octets(Bytes::repeat(0, 64 * KIB)),
            MOMENT,
        ])),
    );
    cases
}

/// How much is taken at all.
fn limits() -> Vec<Case> {
    let message = |mib: usize| [once([binary(Bytes::repeat(0, mib * MIB))]), Act::Fence];
    let mut doubling = vec![Act::Open];
    doubling.extend([1, 2, 4, 8, 16].map(message).into_iter().flatten());
    let mib = || Bytes::repeat(0, MIB);
    let fragments = [
        once([binary(mib()).unfinished()]),
        times(126, [continuation(mib()).unfinished()]),
        once([continuation(mib())]),
        Act::Fence,
    ];
    let ordeal = |acts: Vec<Act>| {
        Ordeal::new(acts)
            .within(Duration::from_secs(60))
            .memory(1 << 30)
            .judged(
                On::CloseBut(vec![1009]),
                Grade::Lenient,
                "refused a message that is too large, and not with 1009",
            )
            .judged(
                On::Dropped,
                Grade::Lenient,
                "refused a message that is too large without a Close frame",
            )
            .judged(
                On::Coped,
                Grade::Lenient,
                "took messages of up to 128 MiB: no limit was found",
            )
    };
    let mut acts = doubling;
    acts.extend(fragments);
    vec![
        Case::new(
            "hostile/messages-up-to-128-mib",
            "each message is twice as large as the one before, the last in fragments",
            [rfc::LIMITS_IMPOSE, rfc::CODE_1009],
        )
        .ordeal(ordeal(acts)),
    ]
}

const MANY: u32 = 100_000;

fn floods() -> Vec<Case> {
    let minute = Duration::from_secs(60);
    let in_fragments = |piece: &str| {
        Ordeal::new([
            Act::Open,
            once([text("begins").unfinished()]),
            times(MANY, [continuation(piece).unfinished()]),
            once([continuation("ends")]),
            Act::Fence,
        ])
        .within(minute)
    };
    vec![
        Case::new(
            "hostile/message-in-100000-empty-fragments",
            "a message has 100,000 empty fragments in its middle",
            [rfc::LIMITS_PROTECT],
        )
        .ordeal(in_fragments("")),
        Case::new(
            "hostile/message-in-100000-fragments-of-one-octet",
            "a message comes octet by octet, in 100,000 fragments",
            [rfc::LIMITS_PROTECT],
        )
        .ordeal(in_fragments("x")),
        Case::new(
            "hostile/compressed-message-in-100000-empty-fragments",
            "a compressed message has 100,000 empty fragments in its middle",
            [rfc::LIMITS_PROTECT],
        )
        .offers("permessage-deflate; client_max_window_bits")
        .answers("permessage-deflate")
        .ordeal(
            // The example of RFC 7692 7.2.3.1.
            Ordeal::new([
                Act::Open,
                once([text(b"\xf2\x48\xcd").rsv(0b100).unfinished()]),
                times(MANY, [continuation("").unfinished()]),
                once([continuation(b"\xc9\xc9\x07\x00")]),
                Act::Fence,
            ])
            .within(minute),
        ),
        Case::new(
            "hostile/100000-empty-messages",
            "100,000 empty messages are sent while their echoes are read",
            [rfc::LIMITS_PROTECT, rfc::ANY_MEANS],
        )
        .ordeal(Ordeal::new([Act::Open, times(MANY, [text("")]), Act::Fence]).within(minute)),
        Case::new(
            "hostile/100000-pings-without-reading",
            "100,000 pings are sent and no pong is read, as long as the subject takes them; then it is read from again",
            [rfc::PING_FLOOD, rfc::ANY_MEANS],
        )
        .ordeal(
            Ordeal::new([
                Act::Open,
                Act::Deaf,
                times(MANY, [ping(Bytes::repeat(b'p', 125))]),
                Act::Hear,
                Act::Fence,
            ])
            .within(minute)
            .memory(64 << 20),
        ),
        Case::new(
            "hostile/messages-without-reading",
            "192 MiB of messages are sent and no echo is read, as long as the subject takes them",
            [rfc::LIMITS_PROTECT, rfc::ANY_MEANS],
        )
        .ordeal(
            Ordeal::new([
                Act::Open,
                Act::Deaf,
                times(3072, [binary(Bytes::repeat(0x2A, 64 * KIB))]),
                Act::Hear,
                Act::Fence,
            ])
            .within(minute)
            // Whether to wait until an echo is taken is left to the program that echoes by some libraries.
            .swollen(Grade::Lenient),
        ),
    ]
}

/// A DEFLATE block of one literal zero, and then nothing but matches of 258 octets at distance 1, at two bits each: so many
/// octets of it are zeros, and each is 1032 octets of the message.
const BOMB: &[u8] = b"\xec\xc0\x81\x00\x00\x00\x00\x80\xa0\xfd\xa9\x17\xa9\x00";

/// Its end, with an empty block behind it whose length was taken away (RFC 7692 7.2.1).
const BOMB_END: &[u8] = b"\x06";

fn bombs() -> Vec<Case> {
    let bomb = |id: &str, title: &str, frames: Vec<FrameSpec>| {
        Case::new(format!("hostile/{id}"), title, [rfc7692::BOMB, rfc::LIMITS_PROTECT])
            .offers("permessage-deflate; client_max_window_bits")
            .answers("permessage-deflate")
            .ordeal(
                Ordeal::new([Act::Open, once(frames), Act::Fence])
                    .within(Duration::from_secs(60))
                    .memory(192 << 20),
            )
    };
    let zeros = |octets| continuation(Bytes::repeat(0, octets)).unfinished();
    let begins = || binary(BOMB).rsv(0b100).unfinished();
    let in_pieces = (0..64).map(|_| zeros(4 * KIB));
    vec![
        bomb(
            "bomb-of-258-mib",
            "256 KiB inflate to 258 MiB",
            vec![begins(), zeros(256 * KIB), continuation(BOMB_END)],
        ),
        bomb(
            "bomb-of-258-mib-in-fragments",
            "64 fragments of 4 KiB each inflate to 4 MiB more",
            [begins()]
                .into_iter()
                .chain(in_pieces)
                .chain([continuation(BOMB_END)])
                .collect(),
        ),
        bomb(
            "bomb-without-an-end",
            "a message inflates to 258 MiB and is not over",
            vec![begins(), zeros(256 * KIB)],
        ),
    ]
}
