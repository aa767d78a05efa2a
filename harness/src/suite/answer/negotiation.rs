//! Answers to an offer of permessage-deflate that a client must refuse, or take, beside those of `deflate` (RFC 6455 9.1,
//! RFC 7692 5, 7, 7.1).

use wsspec_codec::rfc::{Clause, http1, rfc6455, rfc7692 as rfc};

use super::{better_refused, refused};
use crate::case::Case;
use crate::frame_spec::text;
use crate::head_spec::HeadSpec;
use crate::pattern::{Codes, Outcomes, Pattern};

pub(super) fn cases() -> Vec<Case> {
    [to_be_refused(), malformed(), to_be_taken()].concat()
}

/// The field that answers an offer.
const FIELD: &str = "Sec-WebSocket-Extensions";

/// What is answered: as an id, in words, the clause, and as it is written.
type Answered<'a> = (&'a str, &'a str, &'static Clause, &'a str);

fn to_be_refused() -> Vec<Case> {
    let wrong: [Answered<'_>; 19] = [
        (
            "unknown-parameter-in-front",
            "with a parameter that is not defined in front of one that is",
            rfc::CLIENT_UNDEFINED_PARAM,
            "permessage-deflate; mem_level=9; server_no_context_takeover",
        ),
        (
            "unknown-parameter-behind",
            "with a parameter that is not defined behind one that is",
            rfc::CLIENT_UNDEFINED_PARAM,
            "permessage-deflate; server_no_context_takeover; unknown_parameter=1",
        ),
        (
            "repeated-window",
            "with two windows of the server",
            rfc::CLIENT_DUPLICATE,
            "permessage-deflate; server_max_window_bits=10; server_max_window_bits=9",
        ),
        (
            "repeated-client-window",
            "with two windows of the client",
            rfc::CLIENT_DUPLICATE,
            "permessage-deflate; client_max_window_bits=10; client_max_window_bits=10",
        ),
        (
            "repeated-between-others",
            "that repeats a parameter behind others",
            rfc::CLIENT_DUPLICATE,
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_no_context_takeover",
        ),
        (
            "value-of-client-no-context-takeover",
            "with a value of client_no_context_takeover",
            rfc::CLIENT_INVALID_VALUE,
            "permessage-deflate; client_no_context_takeover=true",
        ),
        (
            "server-no-context-takeover-1",
            "with a value of server_no_context_takeover in quotes",
            rfc::NO_VALUE,
            "permessage-deflate; server_no_context_takeover=\"1\"",
        ),
        (
            "window-with-sign",
            "with a window that has a sign",
            rfc::CLIENT_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=+9",
        ),
        (
            "window-with-fraction",
            "with a window that has a fraction",
            rfc::CLIENT_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=9.0",
        ),
        (
            "window-that-is-no-number",
            "with a window that is no number",
            rfc::CLIENT_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=nine",
        ),
        (
            "window-of-265",
            "with a window that is small only in its last eight bits",
            rfc::CLIENT_INVALID_VALUE,
            "permessage-deflate; server_max_window_bits=265",
        ),
        (
            "client-window-of-7",
            "with a client's window smaller than any",
            rfc::CLIENT_INVALID_VALUE,
            "permessage-deflate; client_max_window_bits=7",
        ),
        (
            "client-window-of-16",
            "with a client's window larger than any",
            rfc::CLIENT_INVALID_VALUE,
            "permessage-deflate; client_max_window_bits=16",
        ),
        (
            "client-window-with-leading-zero",
            "with a client's window that has a leading zero",
            rfc::CLIENT_INVALID_VALUE,
            "permessage-deflate; client_max_window_bits=09",
        ),
        (
            "other-compression",
            "with another compression than was offered",
            rfc::INVALID_ANSWER,
            "permessage-bzip2",
        ),
        (
            "and-another",
            "with permessage-deflate and an extension that was not offered",
            rfc6455::EXT_UNREQUESTED,
            "permessage-deflate, x-wsspec-unasked",
        ),
        (
            "twice-with-other-parameters",
            "with permessage-deflate twice, each time with other parameters,",
            rfc::RSV1_CONFLICT_CLIENT,
            "permessage-deflate; server_no_context_takeover, permessage-deflate",
        ),
        (
            "no-context-takeover-not-repeated",
            "without the server_no_context_takeover that was asked for",
            rfc::INVALID_ANSWER,
            "permessage-deflate",
        ),
        (
            "window-not-answered",
            "without a window, though a smaller one was asked for,",
            rfc::INVALID_ANSWER,
            "permessage-deflate; server_no_context_takeover",
        ),
    ];
    let mut cases: Vec<Case> = wrong
        .map(|(id, what, clause, answer)| {
            refused(
                &format!("deflate-{id}"),
                &format!("an answer {what} fails the connection"),
                clause,
                HeadSpec::right().set(FIELD, answer),
            )
            .answers("permessage-deflate")
        })
        .into();
    cases.push(
        refused(
            "deflate-in-two-fields",
            "an answer with permessage-deflate in each of two header lines fails the connection",
            rfc::RSV1_CONFLICT_CLIENT,
            HeadSpec::right().add(FIELD, "permessage-deflate"),
        )
        .answers("permessage-deflate"),
    );
    cases.push(refused(
        "deflate-not-offered",
        "an answer with permessage-deflate, which was not offered, fails the connection",
        rfc::INVALID_ANSWER,
        HeadSpec::right().set(FIELD, "permessage-deflate"),
    ));
    // No text says whether the names of extensions have a case.
    cases.push(
        better_refused(
            "deflate-in-other-case",
            "an answer with Permessage-Deflate had better fail the connection",
            [rfc6455::EXT_UNREQUESTED, rfc::INVALID_ANSWER],
            HeadSpec::right().set(FIELD, "Permessage-Deflate"),
            "took Permessage-Deflate for permessage-deflate",
        )
        .answers("permessage-deflate"),
    );
    cases
}

/// Answers that do not follow the grammar (RFC 6455 9.1).
fn malformed() -> Vec<Case> {
    [
        (
            "parameter-without-name",
            "with a parameter without a name",
            "permessage-deflate;",
        ),
        (
            "value-without-name",
            "with a value that belongs to no parameter",
            "permessage-deflate; =1",
        ),
        (
            "empty-value",
            "with an empty value",
            "permessage-deflate; server_max_window_bits=",
        ),
        (
            "empty-quotes",
            "with nothing in quotes",
            "permessage-deflate; server_max_window_bits=\"\"",
        ),
        (
            "space-in-quotes",
            "with a window and a space in quotes, which are no token,",
            "permessage-deflate; server_max_window_bits=\" 10\"",
        ),
        (
            "unclosed-quote",
            "with a quote that does not end",
            "permessage-deflate; server_max_window_bits=\"10",
        ),
        (
            "two-names",
            "with two names where one belongs",
            "permessage-deflate server_no_context_takeover",
        ),
    ]
    .map(|(id, what, answer)| {
        refused(
            &format!("deflate-{id}"),
            &format!("an answer {what} fails the connection"),
            match answer.contains('"') {
                true => rfc6455::QUOTED_TOKEN,
                false => rfc6455::MALFORMED,
            },
            HeadSpec::right().set(FIELD, answer),
        )
        .answers("permessage-deflate")
    })
    .into()
}

/// Answers that are right, however they are written.
fn to_be_taken() -> Vec<Case> {
    let hello = b"\xf2\x48\xcd\xc9\xc9\x07\x00";
    let taken = |id: &str, title: &str, clauses: &[&'static Clause], answer: &str, written: HeadSpec| {
        Case::new(format!("answer/deflate-{id}"), title, clauses.iter().copied())
            .answers(answer)
            .head(written)
            .send([text(hello).rsv(0b100)])
    };
    let window = "permessage-deflate; server_max_window_bits=10";
    let in_quotes = |id: &str, title: &str, clauses: &[&'static Clause], written: &str| {
        taken(id, title, clauses, window, HeadSpec::right().set(FIELD, written))
            // A token in quotes is the token; erratum 6997, which is only reported, disputes it.
            .expect(
                Outcomes::pass([Pattern::text("Hello")])
                    .or_lenient("does not take a value in quotes", [Pattern::End])
                    .or_lenient(
                        "does not take a value in quotes",
                        [Pattern::Close(Codes::AnyBut(vec![1000, 1001])), Pattern::End],
                    ),
            )
            .close()
    };
    let plain = |id: &str, title: &str, clauses: &[&'static Clause], answer: &str, written: HeadSpec| {
        taken(id, title, clauses, answer, written)
            .expect(Outcomes::pass([Pattern::text("Hello")]))
            .close()
    };
    vec![
        in_quotes(
            "quoted-value",
            "an answer with a window in quotes is one with the same window",
            &[rfc6455::QUOTED, rfc6455::QUOTED_TOKEN],
            "permessage-deflate; server_max_window_bits=\"10\"",
        ),
        in_quotes(
            "quoted-pair",
            "an answer with a backslash in front of a digit in quotes has the same window",
            &[http1::QUOTED_PAIR, rfc6455::QUOTED_TOKEN],
            "permessage-deflate; server_max_window_bits=\"1\\0\"",
        ),
        plain(
            "with-empty-elements",
            "empty elements of the list that is answered are passed over",
            &[rfc6455::EMPTY_ELEMENTS],
            "permessage-deflate",
            HeadSpec::right().set(FIELD, ", permessage-deflate, ,"),
        ),
        plain(
            "with-whitespace",
            "spaces and tabs around an answer and its parameters do not count",
            &[rfc::DECOMPRESS_ALGO, rfc6455::OPEN_STATE_4_1],
            "permessage-deflate; server_no_context_takeover",
            HeadSpec::right().set(FIELD, "\t permessage-deflate ;\tserver_no_context_takeover \t"),
        ),
        plain(
            "and-message-in-one-segment",
            "a compressed message that comes together with the answer is inflated",
            &[rfc6455::RESPONSE_TRAILING, rfc::DECOMPRESS_ALGO],
            "permessage-deflate",
            HeadSpec::right().glued(),
        ),
    ]
}
