//! The seeds of `extensions`: the offers and answers of the vectors, and the grammar.

use serde_json::Value;

use crate::seeds::{id, vectors};
use crate::target::Seeds;

/// The seeds of `extensions` by name.
///
/// # Panics
/// The vectors are missing or are not as their schema says.
pub fn extensions() -> Seeds {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let vectors = vectors("deflate").into_iter();
    let of_vectors = vectors
        .filter(|(group, _)| group == "offer" || group == "answer")
        .map(|(_, vector)| {
            let input = input(
                &text(&vector["offers"]),
                &text(&vector["answer"]),
                terms(&vector["terms"]),
            );
            (id(&vector).to_owned(), input)
        });
    let of_grammar = GRAMMAR.map(|(name, value)| (format!("grammar-{name}"), input(value, value, 0)));
    let of_pairs = PAIRS.map(|(name, offer, answer)| (format!("pair-{name}"), input(offer, answer, 0)));
    of_vectors.chain(of_grammar).chain(of_pairs).collect()
}

fn input(offer: &str, answer: &str, terms: u8) -> Vec<u8> {
    [offer.as_bytes(), b"\n", answer.as_bytes(), &[terms]].concat()
}

/// The terms of a vector as the octet of an input; nothing is demanded where there are none.
fn terms(terms: &Value) -> u8 {
    let flag = |name: &str| u8::from(terms[name].as_bool().unwrap_or_default());
    let less = |name: &str| 15 - terms[name].as_u64().unwrap_or(15) as u8;
    let windows = less("server_max_window_bits") << 2 | less("client_max_window_bits") << 5;
    flag("server_no_context_takeover") | flag("client_no_context_takeover") << 1 | windows
}

/// Names, and field values that follow the grammar or do not.
const GRAMMAR: [(&str, &str); 40] = [
    ("example-one", "foo"),
    ("example-two", "foo, bar; baz=2"),
    ("example-mux", "mux; max-channels=4; flow-control, deflate-stream"),
    ("empty", ""),
    ("commas", ", ,,"),
    ("empty-elements", ", foo,, bar ,"),
    ("tabs", "\tfoo\t;\tbar\t=\tbaz\t,\tqux\t"),
    ("no-spaces", "foo;bar=baz,qux"),
    ("odd-token", "!#$%&'*+-.^_`|~; !#$%&'*+-.^_`|~=!#$%&'*+-.^_`|~"),
    ("quoted", "foo; bar=\"baz\""),
    ("quoted-pair", "foo; bar=\"b\\a\\z\""),
    ("quoted-empty", "foo; bar=\"\""),
    ("quoted-space", "foo; bar=\"b z\""),
    ("quoted-comma", "foo; bar=\"b,z\""),
    ("quoted-semicolon", "foo; bar=\"b;z\""),
    ("quoted-equals", "foo; bar=\"b=z\""),
    ("quoted-quote", "foo; bar=\"b\\\"z\""),
    ("quoted-backslash", "foo; bar=\"b\\\\z\""),
    ("quoted-not-ascii", "foo; bar=\"\u{e9}\""),
    ("quoted-open", "foo; bar=\"baz"),
    ("quoted-open-pair", "foo; bar=\"baz\\"),
    ("quoted-then-token", "foo; bar=\"baz\"qux"),
    ("quoted-in-token", "foo; bar=b\"a\"z"),
    ("quoted-name", "\"foo\""),
    ("quoted-param", "foo; \"bar\"=baz"),
    ("two-names", "foo bar"),
    ("two-params", "foo; bar baz"),
    ("semicolon-alone", ";"),
    ("semicolon-first", "; foo"),
    ("semicolon-last", "foo;"),
    ("semicolon-twice", "foo;; bar"),
    ("semicolon-before-comma", "foo;, bar"),
    ("equals-alone", "foo; ="),
    ("value-missing", "foo; bar="),
    ("name-missing", "foo; =bar"),
    ("value-of-name", "foo=bar"),
    ("equals-twice", "foo; bar=baz=qux"),
    ("not-ascii", "\u{e9}"),
    ("control", "foo\x01"),
    ("slash", "foo/bar"),
];

/// Names, offers and answers.
const PAIRS: [(&str, &str, &str); 12] = [
    ("answer-malformed", "permessage-deflate", "permessage-deflate; ;"),
    ("offer-malformed", "permessage-deflate; ;", "permessage-deflate"),
    ("name-in-capitals", "permessage-deflate", "Permessage-Deflate"),
    ("offer-in-capitals", "PERMESSAGE-DEFLATE", "permessage-deflate"),
    (
        "two-extensions",
        "x-foo; a=1, permessage-deflate",
        "permessage-deflate, x-foo",
    ),
    ("other-twice", "x-foo", "x-foo, x-foo"),
    (
        "second-offer-by-window",
        "permessage-deflate, permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=8",
    ),
    (
        "declined-offer-accepted",
        "permessage-deflate; foo",
        "permessage-deflate",
    ),
    (
        "declined-offer-before",
        "permessage-deflate; foo, permessage-deflate",
        "permessage-deflate",
    ),
    (
        "between-two-offers",
        "permessage-deflate; server_no_context_takeover, permessage-deflate; server_max_window_bits=9",
        "permessage-deflate; server_no_context_takeover; server_max_window_bits=9",
    ),
    (
        "fits-neither",
        "permessage-deflate; server_max_window_bits=8, permessage-deflate; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover",
    ),
    (
        "escaped-name",
        "permessage-deflate; server_max_window_bits=\"1\\0\"",
        "permessage-deflate; server_max_window_bits=\"\\9\"",
    ),
];
