//! The head of an HTTP/1.1 message, octet for octet (RFC 9112 sections 2 to 5).

use std::fmt;
use std::ops::Range;

use crate::meter;
use crate::plant::{Plant, instead, planted};
use crate::rfc::{Clause, http1, rfc6455};

/// The start line and the fields of a request or response, exactly as they came.
///
/// Lines are split at LF, whatever stands before it. What no head may contain is kept, and reported by
/// [`flaw`](Head::flaw); what the lines say is for others to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    octets: Vec<u8>,
    start_line: Range<usize>,
    fields: Vec<Spans>,
    flaw: Option<Flaw>,
}

/// Where a field stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spans {
    name: Range<usize>,
    value: Range<usize>,
}

/// What makes a head malformed, whatever it says (RFC 9112).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flaw {
    /// A line that ends in LF alone. A recipient may take it for a line end (2.2); we do not.
    BareLf,
    /// A CR that no LF follows (2.2).
    BareCr,
    /// A field that goes on in the next line (5.2).
    ObsFold,
    /// A field line without a colon.
    NoColon,
    /// Whitespace between the field name and the colon (5.1).
    SpaceBeforeColon,
    /// A field name that is no token, or empty.
    FieldName,
    /// A control character in a field value or in the start line.
    Control,
}

impl Flaw {
    /// The clause that forbids it.
    pub fn clause(self) -> &'static Clause {
        match self {
            Flaw::BareCr => http1::BARE_CR_RECV,
            Flaw::SpaceBeforeColon => http1::WS_COLON_SERVER,
            Flaw::ObsFold => http1::OBS_FOLD_SERVER,
            Flaw::BareLf | Flaw::NoColon | Flaw::FieldName | Flaw::Control => rfc6455::VALID_HTTP,
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Flaw::BareLf => "a line ends in LF without CR",
            Flaw::BareCr => "a CR without LF",
            Flaw::ObsFold => "a field is continued on the next line",
            Flaw::NoColon => "a field line without a colon",
            Flaw::SpaceBeforeColon => "whitespace before the colon of a field",
            Flaw::FieldName => "a field name that is no token",
            Flaw::Control => "a control character",
        })
    }
}

/// How much of a head is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadLimits {
    /// Octets, line ends included.
    pub octets: usize,
    /// Field lines.
    pub fields: usize,
}

impl Default for HeadLimits {
    /// 16 KiB and 100 fields.
    fn default() -> HeadLimits {
        HeadLimits {
            octets: 16 << 10,
            fields: 100,
        }
    }
}

/// A head that is too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeadError {
    /// More octets than this, and no end.
    TooLong(usize),
    /// More fields than this.
    TooManyFields(usize),
}

impl fmt::Display for HeadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HeadError::TooLong(limit) => write!(f, "the head is longer than {limit} octets"),
            HeadError::TooManyFields(limit) => write!(f, "the head has more than {limit} fields"),
        }
    }
}

impl std::error::Error for HeadError {}

/// Finds the end of a head that arrives in any pieces. It looks at each octet once and holds no more than its limit.
#[derive(Clone, Debug)]
pub struct HeadDecoder {
    limits: HeadLimits,
    octets: Vec<u8>,
    line_start: usize,
    lines: usize,
}

impl HeadDecoder {
    /// A decoder at the start of a connection.
    pub fn new(limits: HeadLimits) -> HeadDecoder {
        HeadDecoder {
            limits: instead::head_limits(limits),
            octets: Vec::new(),
            line_start: 0,
            lines: 0,
        }
    }

    /// Takes octets that arrived. Once the head is whole, gives it and how many of these octets belong to it; the rest
    /// is what follows the head. The decoder is then ready for another head.
    ///
    /// # Errors
    /// The head is too much. The decoder is of no further use.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Option<(Head, usize)>, HeadError> {
        let room = self.limits.octets - self.octets.len().min(self.limits.octets);
        let taken = &bytes[..bytes.len().min(room)];
        let before = self.octets.len();
        self.octets.reserve(taken.len());
        meter::touched(taken.len());
        let mut from = 0;
        while let Some(line_end) = memchr_lf(&taken[from..]) {
            let end = from + line_end + 1;
            self.octets.extend_from_slice(&taken[from..end]);
            let line = if planted(Plant::HeadEndsAtSplitLine) {
                &taken[from..end]
            } else {
                &self.octets[self.line_start..]
            };
            from = end;
            let empty = matches!(line, b"\n" | b"\r\n") || instead::ends_head(line);
            self.line_start = self.octets.len();
            match (empty, self.lines) {
                // Empty lines before a request are skipped (RFC 9112 2.2).
                (true, 0) if !planted(Plant::LeadingEmptyLineRefused) => {}
                (true, _) => {
                    let head = Head::from_octets(std::mem::take(&mut self.octets));
                    *self = HeadDecoder::new(self.limits);
                    return Ok(Some((head, end)));
                }
                (false, lines) if lines > self.limits.fields => {
                    return Err(HeadError::TooManyFields(self.limits.fields));
                }
                (false, _) => self.lines += 1,
            }
        }
        self.octets.extend_from_slice(&taken[from..]);
        debug_assert_eq!(self.octets.len(), before + taken.len());
        if self.octets.len() >= self.limits.octets {
            return Err(HeadError::TooLong(self.limits.octets));
        }
        Ok(None)
    }

    /// How many octets are held.
    pub fn held(&self) -> usize {
        self.octets.len()
    }

    /// What has come of a head that is not whole.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }
}

fn memchr_lf(octets: &[u8]) -> Option<usize> {
    let found = octets.iter().position(|&octet| octet == b'\n');
    meter::touched(found.unwrap_or(octets.len()));
    found
}

impl Head {
    /// The head at the start of `bytes`, and how many octets it takes. `None` when it is not whole.
    ///
    /// # Errors
    /// The head is too much.
    pub fn decode(bytes: &[u8], limits: HeadLimits) -> Result<Option<(Head, usize)>, HeadError> {
        HeadDecoder::new(limits).push(bytes)
    }

    /// Splits a whole head, its empty line included.
    fn from_octets(octets: Vec<u8>) -> Head {
        let octets = instead::head_as_read(octets);
        let mut flaw = None;
        let mut note = |found: Flaw| flaw = flaw.or(Some(found));
        let mut start_line = 0..0;
        let mut fields: Vec<Spans> = Vec::with_capacity(16);
        let mut at = 0;
        while let Some(lf) = memchr_lf(&octets[at..]) {
            let raw = at..at + lf;
            at += lf + 1;
            let line = match octets[raw.clone()].last() {
                Some(b'\r') => raw.start..raw.end - 1,
                _ => {
                    note(Flaw::BareLf);
                    raw
                }
            };
            let text = &octets[line.clone()];
            // For what must not be there, twice, and for the colon.
            meter::touched(3 * text.len());
            if text.contains(&b'\r') {
                note(Flaw::BareCr);
            } else if text
                .iter()
                .any(|&octet| (octet < b' ' && octet != b'\t') || octet == 0x7F || instead::refuses_text(octet))
            {
                note(Flaw::Control);
            }
            if start_line.is_empty() {
                start_line = line;
            } else if let ([b' ' | b'\t', ..], false) = (text, planted(Plant::ContinuedLineIsField)) {
                note(Flaw::ObsFold);
                if let Some(last) = fields.last_mut() {
                    last.value.end = line.end;
                }
            } else if !text.is_empty() {
                match text.iter().position(|&octet| octet == b':') {
                    Some(colon) => {
                        let indent = instead::indent(text);
                        let name = &text[indent..colon];
                        if let [.., b' ' | b'\t'] = name {
                            note(Flaw::SpaceBeforeColon);
                        } else if !is_token(name) {
                            note(Flaw::FieldName);
                        }
                        fields.push(Spans {
                            name: line.start + indent..line.start + colon,
                            value: trim(&octets, line.start + colon + 1..line.end),
                        });
                    }
                    None => note(Flaw::NoColon),
                }
            }
        }
        Head {
            octets,
            start_line,
            fields,
            flaw,
        }
    }

    /// The same with each fold of a field replaced by spaces, as a client reads a response (RFC 9112 5.2). A line that begins
    /// with whitespace right behind the start line continues no field, and stays as it is.
    #[must_use]
    pub fn unfolded(&self) -> Head {
        let mut octets = self.octets.clone();
        for at in 0..octets.len().saturating_sub(2) {
            let folded = octets[at..].starts_with(b"\r\n") && matches!(octets[at + 2], b' ' | b'\t');
            if folded && at > self.start_line.end {
                octets[at..at + 2].fill(b' ');
            }
        }
        Head::from_octets(octets)
    }

    /// The octets, exactly as they came, empty line included.
    pub fn octets(&self) -> &[u8] {
        &self.octets
    }

    /// The first thing that makes it malformed, whatever it says.
    pub fn flaw(&self) -> Option<Flaw> {
        self.flaw
    }

    /// The start line, without its line end.
    pub fn start_line(&self) -> &[u8] {
        &self.octets[self.start_line.clone()]
    }

    /// The three parts of the start line: method, target and version, or version, status and reason phrase. `None` when
    /// there are not so many; a reason phrase may be empty and may contain spaces, a target may not.
    pub fn start_line_parts(&self) -> Option<[&[u8]; 3]> {
        let mut parts = self.start_line().splitn(3, |&octet| octet == b' ');
        Some([parts.next()?, parts.next()?, parts.next()?])
    }

    /// The fields: names as written, values without the whitespace around them.
    pub fn fields(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.fields
            .iter()
            .map(|spans| (&self.octets[spans.name.clone()], &self.octets[spans.value.clone()]))
    }

    /// The values of all fields with this name; case does not count.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.fields()
            .filter(move |(field, _)| {
                field.trim_ascii_end().eq_ignore_ascii_case(name.as_bytes()) || instead::is_spelling(field, name)
            })
            .filter(move |(field, _)| !planted(Plant::FieldNamesCaseSensitive) || *field == name.as_bytes())
            .map(|(_, value)| value)
    }

    /// The elements of a list over all fields with this name; empty elements do not count (RFC 9110 5.6.1).
    pub fn elements<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.values(name)
            .take(instead::lines_of_list())
            .flat_map(|value| value.split(|&octet| octet == b','))
            .map(<[u8]>::trim_ascii)
            .filter(|element| !element.is_empty())
    }

    /// Whether a list over all fields with this name has this element; ASCII case does not count.
    pub fn lists(&self, name: &str, element: &str) -> bool {
        let listed = self
            .elements(name)
            .any(|listed| listed.eq_ignore_ascii_case(element.as_bytes()));
        instead::lists(self, name, element).unwrap_or(listed)
    }
}

/// Whether these octets are a token (RFC 9110 5.6.2).
pub fn is_token(octets: &[u8]) -> bool {
    !octets.is_empty()
        && octets
            .iter()
            .all(|octet| octet.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(octet))
}

/// A range without the optional whitespace at its ends.
fn trim(octets: &[u8], mut range: Range<usize>) -> Range<usize> {
    if planted(Plant::WhitespaceKept) {
        range.start += usize::from(octets[range.clone()].starts_with(b" "));
        return range;
    }
    let is_space = |octet: u8| matches!(octet, b' ' | b'\t');
    while range.start < range.end && is_space(octets[range.start]) {
        range.start += 1;
    }
    while range.start < range.end && is_space(octets[range.end - 1]) {
        range.end -= 1;
    }
    range
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &[u8] =
        b"\r\nGET /chat HTTP/1.1\r\nHost:  a \r\nConnection: keep-alive, ,\r\nconnection: Upgrade\r\n\r\n";

    fn decode(octets: &[u8]) -> Head {
        Head::decode(octets, HeadLimits::default()).unwrap().unwrap().0
    }

    #[test]
    fn a_head_keeps_its_octets_and_gives_its_fields() {
        let with_rest = [HEAD, b"\x81\x00"].concat();
        let (head, len) = Head::decode(&with_rest, HeadLimits::default()).unwrap().unwrap();
        assert_eq!(len, HEAD.len());
        assert_eq!(head.octets(), HEAD);
        assert_eq!(head.flaw(), None);
        assert_eq!(head.start_line_parts(), Some([&b"GET"[..], b"/chat", b"HTTP/1.1"]));
        assert_eq!(head.values("host").collect::<Vec<_>>(), [b"a"]);
        assert_eq!(
            head.elements("CONNECTION").collect::<Vec<_>>(),
            [&b"keep-alive"[..], b"Upgrade"]
        );
        assert!(head.lists("Connection", "upgrade"));
    }

    #[test]
    fn any_pieces_give_the_same_head() {
        for size in 1..HEAD.len() {
            let mut decoder = HeadDecoder::new(HeadLimits::default());
            let mut found = None;
            for piece in HEAD.chunks(size) {
                assert!(found.is_none());
                found = decoder.push(piece).unwrap();
            }
            assert_eq!(found.unwrap().0, decode(HEAD), "in pieces of {size}");
        }
    }

    #[test]
    fn flaws_are_data() {
        let flaw = |fields: &str| decode(format!("GET / HTTP/1.1\r\n{fields}\r\n").as_bytes()).flaw();
        assert_eq!(flaw("Host: a\r\n"), None);
        assert_eq!(flaw("Host: a\n"), Some(Flaw::BareLf));
        assert_eq!(flaw("Host: a\rb\r\n"), Some(Flaw::BareCr));
        assert_eq!(flaw("Host: a\r\n b\r\n"), Some(Flaw::ObsFold));
        assert_eq!(flaw("Host a\r\n"), Some(Flaw::NoColon));
        assert_eq!(flaw("Host : a\r\n"), Some(Flaw::SpaceBeforeColon));
        assert_eq!(flaw("Ho st: a\r\n"), Some(Flaw::FieldName));
        assert_eq!(flaw(": a\r\n"), Some(Flaw::FieldName));
        assert_eq!(flaw("Host: a\0\r\n"), Some(Flaw::Control));
    }

    #[test]
    fn folds_are_spaces_once_they_are_unfolded() {
        let folded = decode(b"HTTP/1.1 101 x\r\nA: b\r\n c\r\n\t d\r\nE:\r\n f\r\n\r\n");
        assert_eq!(folded.flaw(), Some(Flaw::ObsFold));
        let head = folded.unfolded();
        assert_eq!(head.flaw(), None);
        assert_eq!(head.values("A").collect::<Vec<_>>(), [b"b   c  \t d"]);
        assert_eq!(head.values("E").collect::<Vec<_>>(), [b"f"]);
        let first = decode(b"HTTP/1.1 101 x\r\n A: b\r\n\r\n").unfolded();
        assert_eq!(first.flaw(), Some(Flaw::ObsFold));
        assert_eq!(decode(HEAD).unfolded(), decode(HEAD));
    }

    #[test]
    fn limits_hold_whatever_the_pieces() {
        let limits = HeadLimits { octets: 64, fields: 2 };
        let long = [b'a'; 100];
        assert_eq!(Head::decode(&long, limits), Err(HeadError::TooLong(64)));
        let mut decoder = HeadDecoder::new(limits);
        let error = (0..100).find_map(|_| decoder.push(b"a").err());
        assert_eq!(error, Some(HeadError::TooLong(64)));
        assert!(decoder.held() <= 64);
        let many = b"GET / HTTP/1.1\r\na: 1\r\nb: 2\r\nc: 3\r\n\r\n";
        assert_eq!(Head::decode(many, limits), Err(HeadError::TooManyFields(2)));
    }
}
