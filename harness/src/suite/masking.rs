//! Who masks, and with what (RFC 6455 5.1, 5.3). Autobahn has no case for it.

use wsspec_codec::rfc::{Clause, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use crate::aspect::Aspect;
use crate::case::{Case, Profile};
use crate::exchange::{Content, Exchange, Kind};
use crate::frame_spec::{FrameSpec, close, continuation, ping, text};
use crate::pattern::{Outcomes, Pattern};
use crate::segment::Segmentation;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let frames: [(&str, Vec<FrameSpec>); 5] = [
        ("text", vec![text("Hello").wrongly_masked()]),
        ("empty-text", vec![text("").wrongly_masked()]),
        ("ping", vec![ping("Hello").wrongly_masked()]),
        ("close", vec![close(1000).wrongly_masked()]),
        (
            "continuation",
            vec![text("Hel").unfinished(), continuation("lo").wrongly_masked()],
        ),
    ];
    for (name, frames) in frames {
        let spoken = name.replace('-', " ");
        let article = if name.starts_with('e') { "an" } else { "a" };
        for (subject, how, clause) in [
            (Role::Server, "unmasked", rfc::SERVER_REJECTS_UNMASKED),
            (Role::Client, "masked", rfc::CLIENT_REJECTS_MASKED),
        ] {
            let outcomes = match name {
                "close" => Outcomes::refuses_close_with([1002]),
                _ => Outcomes::fails_with(1002),
            };
            cases.push(
                Case::new(
                    format!("masking/{how}-{name}"),
                    format!("a {subject} fails the connection for {article} {spoken} frame that is {how}"),
                    [clause],
                )
                .cites(match subject {
                    Role::Server => [rfc::MASK_BIT, rfc::SERVER_MAY_1002],
                    Role::Client => [rfc::MASK_BIT, rfc::CLIENT_MAY_1002],
                })
                .only(subject)
                .alive()
                .send(frames.clone())
                .expect(outcomes),
            );
        }
    }
    cases.push(
        Case::new(
            "masking/key-of-zeros",
            "a masking key of zeros is a key like any other",
            [rfc::ZERO_KEY_RECV],
        )
        .only(Role::Server)
        .send([text("Hello").masked_with([0; 4])])
        .expect(Outcomes::pass([Pattern::text("Hello")]))
        .close(),
    );
    cases.push(
        Case::new(
            "masking/key-of-each-frame",
            "each frame is unmasked with its own key, a ping between fragments too",
            [rfc::CONTROL_KEY, rfc::XOR_INDEX, rfc::UNMASK],
        )
        .only(Role::Server)
        .send([
            text("fragment").unfinished().masked_with([1, 2, 3, 4]),
            ping("ping").masked_with([0xFF, 0, 0xFF, 0]),
            continuation("ed").masked_with([4, 3, 2, 1]),
        ])
        .expect(
            Outcomes::pass([Pattern::pong("ping"), Pattern::text("fragmented")]).or_lenient(
                "answered the ping after the message",
                [Pattern::text("fragmented"), Pattern::pong("ping")],
            ),
        )
        .close(),
    );
    cases.push(
        Case::new(
            "masking/empty-frame-has-a-key",
            "the key of an empty frame is no payload, and the frame behind it is understood",
            [rfc::MASK_KEY_PRESENT, rfc::LEN_EXCL_KEY],
        )
        .only(Role::Server)
        .send_cut(Segmentation::Whole, [text(""), text("Hello")])
        .expect(Outcomes::pass([Pattern::text(""), Pattern::text("Hello")]))
        .close(),
    );
    cases.push(
        Case::new(
            "masking/example-of-5-7",
            "the masked Hello of section 5.7 is understood",
            [rfc::EXAMPLES, rfc::XOR_INDEX],
        )
        .only(Role::Server)
        .send([text("Hello").masked_with([0x37, 0xFA, 0x21, 0x3D])])
        .expect(Outcomes::pass([Pattern::text("Hello")]))
        .close(),
    );
    cases.extend(sent());
    cases.extend(keys());
    cases
}

/// Whether what the subject sends is masked, each kind of frame.
fn sent() -> [Case; 2] {
    let case = |id: &str, title: &str, clauses: Vec<&'static Clause>| {
        Case::new(format!("masking/{id}"), title, clauses)
            .alive()
            .send([text(""), text("Hello").unfinished(), continuation(", world")])
            .expect(Outcomes::pass([Pattern::text(""), Pattern::text("Hello, world")]))
            .close()
    };
    [
        case(
            "server-masks-nothing",
            "no frame of a server is masked, be it a message, a pong or a Close frame",
            vec![rfc::SERVER_UNMASKED, rfc::MASK_BIT],
        )
        .only(Role::Server),
        case(
            "client-masks-everything",
            "every frame of a client is masked, be it a message, an empty one, a pong or a Close frame",
            vec![
                rfc::CLIENT_MASKS_5_1,
                rfc::CLIENT_MASKS_6_1,
                rfc::CLIENT_MASKS_CLOSE,
                rfc::MASKED_FLAG,
                rfc::MASK_BIT,
            ],
        )
        .only(Role::Client),
    ]
}

/// Masking keys of a client: fresh, and without a pattern. What shows in a few frames is in the smallest profile; a generator
/// of sixteen bits shows in five thousand, and so does a buffer of random octets that is not filled anew; a generator that goes
/// through all its sixteen bits in turn shows in seventy thousand.
fn keys() -> [Case; 3] {
    let case = |frames: u32, profile, title: &str, clauses: [&'static Clause; 2]| {
        Case::new(format!("masking/fresh-keys-in-{frames}-frames"), title, clauses)
            .judges(Aspect::MaskingKeys)
            .profile(profile)
            .exchange(Exchange {
                content: Content::Same {
                    kind: Kind::Text,
                    payload: "*".into(),
                },
                messages: frames,
                fragment: None,
                in_flight: 64,
            })
            .alive()
            .close()
    };
    [
        case(
            60,
            Profile::Smoke,
            "each frame has a masking key of its own",
            [rfc::FRESH_KEY, rfc::UNPREDICTABLE],
        )
        .cites([rfc::NEW_KEY]),
        case(
            5000,
            Profile::Default,
            "the masking keys of five thousand frames have no pattern",
            [rfc::UNPREDICTABLE, rfc::STRONG_ENTROPY],
        ),
        case(
            70_000,
            Profile::Full,
            "the masking keys of seventy thousand frames do not come again",
            [rfc::STRONG_ENTROPY, rfc::FRESH_KEY],
        ),
    ]
}
