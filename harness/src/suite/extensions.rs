//! Extensions and how they are agreed on, whatever they do (RFC 6455 9, RFC 7692 5): nothing is answered that was not
//! offered, nothing is used that was not answered, and who misses an extension says so.

use wsspec_codec::rfc::{Clause, rfc6455 as rfc, rfc7692};
use wsspec_codec::rules::Role;

use crate::aspect::Aspect;
use crate::bytes::Bytes;
use crate::case::Case;
use crate::frame_spec::{ping, text};
use crate::pattern::{Codes, Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [not_answered_unasked(), offered(), not_used_unagreed()].concat()
}

fn case(id: &str, title: &str, clauses: impl IntoIterator<Item = &'static Clause>) -> Case {
    Case::new(format!("extensions/{id}"), title, clauses)
}

/// Long enough to be compressed by whoever compresses at all.
fn compressible() -> Bytes {
    Bytes::Cycle {
        unit: b"What repeats itself is worth compressing. ".to_vec(),
        len: 5000,
    }
}

/// Sends what would be compressed, and wants it back.
fn echoes(case: Case) -> Case {
    case.send([text(compressible()), text("Hello")])
        .expect(Outcomes::pass([Pattern::Text(compressible()), Pattern::text("Hello")]))
        .close()
}

/// A server names in its answer only what was offered (4.2.2, 9).
fn not_answered_unasked() -> Vec<Case> {
    let clauses = [
        rfc::NOT_REQUESTED,
        rfc::EXTENSIONS_DERIVED,
        rfc7692::NO_ELEMENT_UNCOMPRESSED,
    ];
    let declined = |(id, what, offer): (&str, &str, &str)| {
        echoes(
            case(
                id,
                &format!("{what} is offered: nothing else is answered, and nothing used"),
                clauses,
            )
            .offers(offer)
            .judges(Aspect::Answered),
        )
    };
    let mut cases = vec![echoes(
        case(
            "none-offered",
            "to a request without extensions none is answered, and none is used",
            [
                rfc::EXTENSIONS_UNLISTED,
                rfc::NOT_REQUESTED,
                rfc::EXTENSIONS_LIST,
                rfc7692::NO_ELEMENT_UNCOMPRESSED,
            ],
        )
        .judges(Aspect::Answered),
    )];
    cases.extend(
        [
            ("other-compression-offered", "permessage-bzip2", "permessage-bzip2"),
            (
                "longer-name-offered",
                "an extension whose name begins like permessage-deflate",
                "permessage-deflate2; server_no_context_takeover",
            ),
            (
                "name-with-prefix-offered",
                "an extension whose name ends like permessage-deflate",
                "x-permessage-deflate",
            ),
            (
                "name-as-parameter-offered",
                "an extension with a parameter permessage-deflate",
                "x-wsspec-unknown; permessage-deflate",
            ),
            (
                "name-as-value-offered",
                "an extension with a value of permessage-deflate",
                "x-wsspec-unknown; like=\"permessage-deflate\"",
            ),
        ]
        .map(declined),
    );
    cases
}

/// What a client offers: judged with its request (4.1, 9).
fn offered() -> Vec<Case> {
    let judging = |id: &str, title: &str, clauses: &[&'static Clause]| {
        case(id, title, clauses.iter().copied())
            .judges(Aspect::Extensions)
            .send([text("Hello")])
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            .or_breaks(rfc::OPEN_STATE_4_1)
            .close()
    };
    vec![
        judging(
            "offered-as-registered",
            "a client offers no extension, or registered ones with the parameters that they define",
            &[
                rfc::REGISTERED_TOKEN,
                rfc::DEFINED_PARAMS,
                rfc::EXTENSIONS_MAY,
                rfc::CLIENT_MAY,
            ],
        ),
        judging(
            "windows-offered",
            "the windows that a client offers are numbers from 8 to 15, and had better be 10 or more",
            &[
                rfc7692::ABNF_OFFER_7_1_2_1,
                rfc7692::ABNF_OFFER_7_1_2_2,
                rfc7692::WINDOW_1024,
            ],
        ),
    ]
}

/// Nothing is used that was not agreed on (5.8, 9.1).
fn not_used_unagreed() -> Vec<Case> {
    let unanswered = echoes(
        case(
            "offered-and-not-answered",
            "a client compresses nothing after an answer without extensions, whatever it offered",
            [
                rfc::NO_USE_BEFORE_ANSWER,
                rfc::NEGOTIATE_EXT,
                rfc7692::OFFER_NAME,
                rfc7692::NO_ELEMENT_UNCOMPRESSED,
            ],
        )
        .only(Role::Client),
    );
    let missed = case(
        "missed-by-a-client",
        "a client goes on without the extension it offered, or closes with 1010 and says what it misses",
        [rfc::CODE_1010],
    )
    .only(Role::Client)
    .send([ping("without?")])
    .expect(
        Outcomes::pass([Pattern::pong("without?")])
            // Its Close frame comes first, and a ping may be answered behind it.
            .or_pass([
                Pattern::CloseWithReason(Codes::OneOf(vec![1010])),
                Pattern::pong("without?").maybe(),
                Pattern::End,
            ])
            .or_lenient(
                "closed with 1010, and did not say which extension it misses",
                [Pattern::close(1010), Pattern::pong("without?").maybe(), Pattern::End],
            )
            .or_lenient(
                "closed with another status code than 1010",
                [
                    Pattern::Close(Codes::AnyBut(vec![1010])),
                    Pattern::pong("without?").maybe(),
                    Pattern::End,
                ],
            ),
    )
    .close();
    let declined = echoes(
        case(
            "used-only-if-answered",
            "a server compresses if it answers an offer, and not if it leaves it out",
            [rfc7692::NO_ELEMENT_UNCOMPRESSED, rfc::NEGOTIATE_EXT],
        )
        .offers("permessage-deflate")
        .either_way(),
    );
    vec![unanswered, missed, declined]
}
