//! Where another reader of heads may judge otherwise than we do: each difference with its clause, its reason, and an
//! independent look at the octets that tells whether it is there. What is not listed is a mistake, of one of us.

use hyper::header::HeaderMap;
use wsspec_codec::handshake::Head;
use wsspec_codec::rfc::{Clause, http1};

use super::requirements::absolute;

/// A difference that is right on both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// We take HTTP/1.2 to 1.9 for 1.1. `httparse` knows none but 1.0 and 1.1.
    HigherMinor,
    /// We let visible characters pass that a URI cannot have, because browsers send some of them. `hyper` lets pass others
    /// than we do.
    TargetCharacter,
    /// We take any name that a URI can have. `hyper` takes none with a `%`.
    EscapeInHost,
    /// They take a LF without CR for a line end, as anyone may. We do not.
    BareLf,
    /// A body of no octets may be announced by any number of zeros. We take one.
    LongZero,
}

impl Difference {
    /// What leaves it open.
    pub fn clause(self) -> &'static Clause {
        match self {
            Difference::HigherMinor => http1::MINOR,
            Difference::TargetCharacter | Difference::EscapeInHost => http1::INVALID_TARGET,
            Difference::BareLf => http1::BARE_LF,
            Difference::LongZero => http1::CL_BODY,
        }
    }

    /// Whether it is in these octets of a head.
    pub fn is_in(self, octets: &[u8]) -> bool {
        let text = String::from_utf8_lossy(octets);
        let start_line = String::from_utf8_lossy(start_line(octets).1);
        let target = start_line.split(' ').nth(1).unwrap_or_default();
        match self {
            Difference::HigherMinor => as_1_1(octets).is_some(),
            Difference::TargetCharacter => target.contains(['"', '<', '>', '\\', '^', '`', '{', '|', '}']),
            Difference::EscapeInHost => absolute(target).is_some_and(|(authority, _)| authority.contains('%')),
            Difference::BareLf => octets
                .split_inclusive(|octet| *octet == b'\n')
                .any(|line| !line.ends_with(b"\r\n")),
            Difference::LongZero => text.lines().any(|line| {
                let (name, value) = line.split_once(':').unwrap_or_default();
                let zeros = value.trim_matches([' ', '\t']);
                name.eq_ignore_ascii_case("Content-Length")
                    && zeros.len() > 1
                    && zeros.bytes().all(|digit| digit == b'0')
            }),
        }
    }
}

/// A request of a higher minor version as one of HTTP/1.1, which is how it is to be read (RFC 9110 6.2).
pub fn as_1_1(octets: &[u8]) -> Option<Vec<u8>> {
    let (at, line) = start_line(octets);
    match line {
        [
            ..,
            b' ',
            b'H',
            b'T',
            b'T',
            b'P',
            b'/',
            b'1',
            b'.',
            b'2'..=b'9',
            b'\r',
            b'\n',
        ] => {
            let mut octets = octets.to_vec();
            octets[at + line.len() - b"2\r\n".len()] = b'1';
            Some(octets)
        }
        _ => None,
    }
}

/// The same with a response.
pub fn response_as_1_1(octets: &[u8]) -> Option<Vec<u8>> {
    let (at, line) = start_line(octets);
    match line {
        [b'H', b'T', b'T', b'P', b'/', b'1', b'.', b'2'..=b'9', b' ', ..] => {
            let mut octets = octets.to_vec();
            octets[at + b"HTTP/1.".len()] = b'1';
            Some(octets)
        }
        _ => None,
    }
}

/// The first line that is not empty, with its line end, and where it begins.
pub fn start_line(octets: &[u8]) -> (usize, &[u8]) {
    let mut at = 0;
    for line in octets.split_inclusive(|octet| *octet == b'\n') {
        if !matches!(line, b"\n" | b"\r\n") {
            return (at, line);
        }
        at += line.len();
    }
    (at, b"")
}

/// Whether `hyper` read the fields as we did: the same names, and under each the same values in the same order. Of several
/// equal lengths of a body it keeps one.
pub fn same_fields(ours: &Head, theirs: &HeaderMap) -> bool {
    let ours = ours
        .fields()
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_vec()));
    let mut ours: Vec<_> = ours.collect();
    let theirs = theirs
        .iter()
        .map(|(name, value)| (name.as_str().as_bytes().to_vec(), value.as_bytes().to_vec()));
    let mut theirs: Vec<_> = theirs.collect();
    ours.sort_by(|one, other| one.0.cmp(&other.0));
    theirs.sort_by(|one, other| one.0.cmp(&other.0));
    ours.dedup_by(|one, other| one == other && one.0 == b"content-length");
    ours == theirs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_seen_where_it_is_and_nowhere_else() {
        let all = [
            Difference::HigherMinor,
            Difference::TargetCharacter,
            Difference::EscapeInHost,
            Difference::BareLf,
            Difference::LongZero,
        ];
        let plain = "GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n";
        for (octets, expected) in [
            (plain, vec![]),
            ("\r\nGET / HTTP/1.2\r\n\r\n", vec![Difference::HigherMinor]),
            ("GET /a|b HTTP/1.1\r\n\r\n", vec![Difference::TargetCharacter]),
            ("GET ws://a%20/ HTTP/1.1\r\n\r\n", vec![Difference::EscapeInHost]),
            ("GET / HTTP/1.1\nA: b\r\n\r\n", vec![Difference::BareLf]),
            ("GET / HTTP/1.1\r\nA: b\r\n\n", vec![Difference::BareLf]),
            ("\nGET / HTTP/1.1\r\n\r\n", vec![Difference::BareLf]),
            (
                "GET / HTTP/1.1\r\nContent-length:00\r\n\r\n",
                vec![Difference::LongZero],
            ),
        ] {
            let found: Vec<_> = all
                .into_iter()
                .filter(|difference| difference.is_in(octets.as_bytes()))
                .collect();
            assert_eq!(found, expected, "{octets:?}");
        }
    }
}
