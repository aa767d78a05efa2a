//! Heads that are too long, too slow, or none at all (RFC 9110 5.4, 15.2; RFC 9112 3; RFC 6455 4.1, 10.1).

use std::time::Duration;

use wsspec_codec::rfc::{Clause, http1, rfc6455 as rfc};
use wsspec_codec::rules::Role;

use crate::bytes::Bytes;
use crate::case::Case;
use crate::head_spec::HeadSpec;
use crate::hostile::{Act, On, Ordeal};
use crate::pattern::Grade;

pub(super) fn cases() -> Vec<Case> {
    [long_requests(), endless_requests(), garbage(), responses()].concat()
}

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

/// A line of 1 KiB.
fn line() -> Vec<u8> {
    [b"X-Fill: ".as_slice(), &[b'a'; KIB - 10], b"\r\n"].concat()
}

/// The right head, with a field of so many octets.
fn with_field(name: &str, octets: usize) -> HeadSpec {
    HeadSpec::right()
        .lines(format!("{name}: "))
        .lines(Bytes::repeat(b'a', octets))
        .lines("\r\n")
}

/// The right head with so many fields.
fn with_fields(count: usize) -> HeadSpec {
    HeadSpec::right().lines(Bytes::Repeat {
        unit: b"X-Field: value\r\n".to_vec(),
        count,
    })
}

/// Requests that are right but for their size.
fn long_requests() -> Vec<Case> {
    let long = |id: &str, title: &str, clause: &'static Clause, head| {
        Case::new(format!("hostile/{id}"), title, [clause, rfc::ANY_INPUT])
            .only(Role::Server)
            .head(head)
    };
    let ordeal = || {
        Ordeal::new([Act::Open, Act::Fence]).judged(
            On::Dropped,
            Grade::Lenient,
            "ended TCP without saying what was too long",
        )
    };
    let unlimited = |ordeal: Ordeal| {
        let because = "took it: there is no limit that 1 MiB would reach";
        ordeal.judged(On::Coped, Grade::Lenient, because)
    };
    // The right request line becomes the value of a field.
    let target = HeadSpec::right()
        .before("GET /")
        .before(Bytes::repeat(b'a', MIB))
        .before(" HTTP/1.1\r\nX-Right: ");
    let another = "refused a target of 1 MiB, and not with 414";
    vec![
        long(
            "field-of-1-mib",
            "a request has a field of 1 MiB",
            http1::TOO_LARGE,
            with_field("X-Long", MIB),
        )
        .ordeal(unlimited(ordeal())),
        long(
            "10000-fields",
            "a request has 10,000 fields",
            http1::TOO_LARGE,
            with_fields(10_000),
        )
        .ordeal(ordeal().judged(On::Coped, Grade::Info, "took 10,000 fields")),
        long(
            "cookie-of-100-kb",
            "a request has a cookie of 100 kB",
            http1::TOO_LARGE,
            with_field("Cookie", 100_000),
        )
        .ordeal(ordeal().judged(On::Coped, Grade::Info, "took a cookie of 100 kB")),
        long(
            "target-of-1-mib",
            "a request asks for a target of 1 MiB",
            http1::N_414,
            target,
        )
        .ordeal(
            ordeal()
                .judged(On::Status(400, 413), Grade::Lenient, another)
                .judged(On::Status(415, 599), Grade::Lenient, another)
                .judged(On::Coped, Grade::Info, "took a target of 1 MiB"),
        ),
    ]
}

/// Requests that do not come to an end.
fn endless_requests() -> Vec<Case> {
    let endless = |id: &str, title: &str, begins: &str, goes_on: Bytes| {
        let acts = [
            Act::Octets(begins.into()),
            Act::Octets(goes_on),
            Act::Listen(Duration::from_secs(1)),
        ];
        Case::new(format!("hostile/{id}"), title, [http1::TOO_LARGE, rfc::ANY_INPUT])
            .only(Role::Server)
            .ordeal(
                Ordeal::new(acts)
                    .memory(64 << 20)
                    .judged(On::Silent, Grade::Lenient, "read 16 MiB of a head, and waits for more")
                    .judged(
                        On::Dropped,
                        Grade::Lenient,
                        "ended TCP without saying what was too long",
                    ),
            )
    };
    let fields = Bytes::Repeat {
        unit: line(),
        count: 16 * KIB,
    };
    vec![
        endless(
            "head-without-end",
            "a request has fields and fields, of 16 MiB so far",
            "GET / HTTP/1.1\r\nHost: localhost\r\n",
            fields,
        ),
        endless(
            "field-without-end",
            "a request has a field of 16 MiB so far",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ",
            Bytes::repeat(b'a', 16 * MIB),
        ),
        endless(
            "request-line-without-end",
            "a request line is of 16 MiB so far",
            "GET /",
            Bytes::repeat(b'a', 16 * MIB),
        ),
        Case::new(
            "hostile/slow-heads",
            "100 connections send a request octet by octet, and do not come to its end",
            [rfc::ANY_INPUT],
        )
        .only(Role::Server)
        .ordeal(
            Ordeal::new([Act::Trickle {
                octets: "GET / HTTP/1.1\r\nHost: localhost\r\n".into(),
                every: Duration::from_millis(40),
            }])
            .at_once(100)
            .held(),
        ),
    ]
}

/// What is no request.
fn garbage() -> Vec<Case> {
    // A ClientHello of TLS 1.2 with one cipher suite and no extensions.
    let hello = [
        b"\x16\x03\x01\x00\x2d\x01\x00\x00\x29\x03\x03".as_slice(),
        &[0x5A; 32],
        b"\x00\x00\x02\xc0\x2f\x01\x00",
    ]
    .concat();
    let texts = Bytes::Repeat {
        unit: b"\x81\x85\x01\x02\x03\x04Ig\x6fhn".to_vec(),
        count: 100,
    };
    let kinds: [(&str, &str, Bytes); 8] = [
        ("tls", "a TLS ClientHello", hello.into()),
        ("ssh", "the banner of SSH", "SSH-2.0-OpenSSH_9.6\r\n".into()),
        (
            "http-2",
            "the preface of HTTP/2",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(),
        ),
        ("zeros", "64 KiB of zeros", Bytes::repeat(0, 64 * KIB)),
        ("ones", "64 KiB of octets 0xFF", Bytes::repeat(0xFF, 64 * KIB)),
        (
            "line-ends",
            "64 KiB of line ends",
            Bytes::Repeat {
                unit: b"\r\n".to_vec(),
                count: 32 * KIB,
            },
        ),
        ("spaces", "64 KiB of spaces", Bytes::repeat(b' ', 64 * KIB)),
        ("frames", "frames, with no request before them", texts),
    ];
    let case = |(id, what, octets): (&str, &str, Bytes)| {
        Case::new(
            format!("hostile/{id}-instead-of-a-request"),
            format!("a connection begins with {what}"),
            [rfc::ANY_INPUT],
        )
        .only(Role::Server)
        .ordeal(Ordeal::new([
            Act::Octets(octets),
            Act::Listen(Duration::from_millis(300)),
        ]))
    };
    kinds.into_iter().map(case).collect()
}

/// What a client is answered.
fn responses() -> Vec<Case> {
    const STATUS_LINE: &str = "HTTP/1.1 101 Switching Protocols\r\n";
    let endless = |id: &str, title: &str, clause, begins: &str, goes_on: Bytes, because: &str| {
        let acts = [
            Act::Request,
            Act::Octets(begins.into()),
            Act::Octets(goes_on),
            Act::Listen(Duration::from_secs(5)),
        ];
        Case::new(format!("hostile/{id}"), title, [clause])
            .only(Role::Client)
            .ordeal(
                Ordeal::new(acts)
                    .memory(64 << 20)
                    .judged(On::Silent, Grade::Fail, because),
            )
    };
    let waits = "read 16 MiB of a head, and waits for more";
    let opens_or_not = |id: &str, title: &str, clause: &'static Clause, head| {
        Case::new(format!("hostile/{id}"), title, [clause])
            .only(Role::Client)
            .head(head)
            .ordeal(Ordeal::new([Act::Open, Act::Fence]))
    };
    vec![
        endless(
            "response-without-end",
            "a response has fields and fields, of 16 MiB so far",
            rfc::HEAD_LIMIT,
            STATUS_LINE,
            Bytes::Repeat {
                unit: line(),
                count: 16 * KIB,
            },
            waits,
        ),
        endless(
            "response-field-without-end",
            "a response has a field of 16 MiB so far",
            rfc::HEAD_LIMIT,
            &format!("{STATUS_LINE}X-Long: "),
            Bytes::repeat(b'a', 16 * MIB),
            waits,
        ),
        endless(
            "100000-interim-responses",
            "a request is answered with 100,000 interim responses, and no final one yet",
            http1::INTERIM_MANY,
            "",
            Bytes::Repeat {
                unit: b"HTTP/1.1 103 Early Hints\r\n\r\n".to_vec(),
                count: 100_000,
            },
            "read 100,000 interim responses, and waits for more",
        ),
        opens_or_not(
            "response-field-of-64-kb",
            "a response has a field of 64 kB",
            http1::CLIENT_TRUNCATE,
            with_field("X-Long", 64_000),
        ),
        opens_or_not(
            "response-of-1-mib",
            "a response has fields of 1 MiB",
            rfc::HEAD_LIMIT,
            HeadSpec::right().lines(Bytes::Repeat {
                unit: line(),
                count: KIB,
            }),
        ),
    ]
}
