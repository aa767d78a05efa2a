//! Who masks, and with what (RFC 6455 5.1, 5.3). Autobahn has no case for it.

use wsspec_codec::rfc::rfc6455 as rfc;
use wsspec_codec::rules::Role;

use crate::case::Case;
use crate::frame_spec::{FrameSpec, close, ping, text};
use crate::pattern::{Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let frames: [(&str, fn() -> FrameSpec); 3] = [
        ("text", || text("Hello")),
        ("ping", || ping("Hello")),
        ("close", || close(1000)),
    ];
    for (name, frame) in frames {
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
                    format!("a {subject} fails the connection for a {name} frame that is {how}"),
                    [clause],
                )
                .only(subject)
                .alive()
                .send([frame().wrongly_masked()])
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
            "masking/example-of-5-7",
            "the masked Hello of section 5.7 is understood",
            [rfc::EXAMPLES, rfc::XOR_INDEX],
        )
        .only(Role::Server)
        .send([text("Hello").masked_with([0x37, 0xFA, 0x21, 0x3D])])
        .expect(Outcomes::pass([Pattern::text("Hello")]))
        .close(),
    );
    cases
}
