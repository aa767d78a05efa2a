//! What follows the head of a response that opens no connection: its body, and then perhaps another response (RFC 9112 6.3).

use wsspec_codec::handshake::Head;

/// Where in a body we are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// So many octets are still to come.
    Length(u64),
    /// At the start of a line of the chunked transfer coding; so much of it has been read as a size.
    ChunkSize(Option<u64>),
    /// In a line of which the rest does not count; then this many octets of a chunk.
    ChunkExtension(u64),
    /// In a chunk, the line end behind it included.
    Chunk(u64),
    /// Behind the last chunk, in lines that end with an empty one; whether the current one is empty so far.
    Trailer(bool),
    /// All that comes until TCP ends.
    UntilTheEnd,
}

impl Body {
    /// The body that a head announces.
    pub fn of(head: &Head, status: u16) -> Body {
        if matches!(status, 204 | 304) {
            return Body::Length(0);
        }
        if head.lists("Transfer-Encoding", "chunked") {
            return Body::ChunkSize(None);
        }
        let length = head.values("Content-Length").next();
        let length = length.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        length.map_or(Body::UntilTheEnd, Body::Length)
    }

    /// Whether all of it has come.
    pub fn is_whole(self) -> bool {
        self == Body::Length(0)
    }

    /// Whether TCP may end here without loss.
    pub fn may_end(self) -> bool {
        self.is_whole() || self == Body::UntilTheEnd
    }

    /// Takes what belongs to it of these octets, and leaves the rest.
    pub fn take(&mut self, octets: &mut &[u8]) {
        while let Some((&octet, rest)) = octets.split_first() {
            let skip = |left: u64, octets: &mut &[u8]| {
                let skipped = left.min(octets.len() as u64);
                *octets = &octets[skipped as usize..];
                left - skipped
            };
            match *self {
                Body::Length(0) => return,
                Body::Length(left) => {
                    *self = Body::Length(skip(left, octets));
                    continue;
                }
                Body::Chunk(left) => {
                    let left = skip(left, octets);
                    *self = if left == 0 {
                        Body::ChunkSize(None)
                    } else {
                        Body::Chunk(left)
                    };
                    continue;
                }
                Body::UntilTheEnd => {}
                Body::ChunkSize(size) => {
                    let digit = char::from(octet).to_digit(16).map(u64::from);
                    *self = match (digit, size) {
                        (Some(digit), size) => Body::ChunkSize(Some(size.unwrap_or(0).saturating_mul(16) + digit)),
                        (None, Some(0)) if octet == b'\n' => Body::Trailer(true),
                        (None, Some(size)) if octet == b'\n' => Body::Chunk(size.saturating_add(2)),
                        (None, Some(size)) => Body::ChunkExtension(size),
                        // No chunk begins like this; whatever it is, it goes on to the end.
                        (None, None) => Body::UntilTheEnd,
                    };
                }
                Body::ChunkExtension(size) if octet == b'\n' => {
                    *self = if size == 0 {
                        Body::Trailer(true)
                    } else {
                        Body::Chunk(size.saturating_add(2))
                    };
                }
                Body::ChunkExtension(_) => {}
                Body::Trailer(empty) => {
                    *self = match (octet, empty) {
                        (b'\n', true) => Body::Length(0),
                        (b'\n', false) => Body::Trailer(true),
                        (b'\r', empty) => Body::Trailer(empty),
                        _ => Body::Trailer(false),
                    };
                }
            }
            *octets = rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::handshake::HeadLimits;

    fn behind(fields: &str, body: &str) -> (Body, String) {
        let octets = format!("HTTP/1.1 400 Bad Request\r\n{fields}\r\n");
        let (head, _) = Head::decode(octets.as_bytes(), HeadLimits::default()).unwrap().unwrap();
        let whole = read(Body::of(&head, 400), body.as_bytes(), body.len());
        for size in 1..body.len() {
            assert_eq!(
                read(Body::of(&head, 400), body.as_bytes(), size),
                whole,
                "in pieces of {size}"
            );
        }
        whole
    }

    fn read(mut body: Body, octets: &[u8], size: usize) -> (Body, String) {
        let mut behind = String::new();
        for mut piece in octets.chunks(size.max(1)) {
            body.take(&mut piece);
            behind.push_str(std::str::from_utf8(piece).unwrap());
        }
        (body, behind)
    }

    #[test]
    fn a_body_ends_where_its_head_says() {
        let length = "Content-Length: 5\r\n";
        assert_eq!(behind(length, "hello"), (Body::Length(0), String::new()));
        assert_eq!(behind(length, "helloHTTP"), (Body::Length(0), "HTTP".into()));
        assert_eq!(behind(length, "hel"), (Body::Length(2), String::new()));
        assert_eq!(behind("", "hello"), (Body::UntilTheEnd, String::new()));
        let chunked = "Transfer-Encoding: chunked\r\n";
        let chunks = "5\r\nhello\r\n0A; a=b\r\n0123456789\r\n0\r\nX: y\r\n\r\nHTTP";
        assert_eq!(behind(chunked, chunks), (Body::Length(0), "HTTP".into()));
        assert!(!behind(chunked, "5\r\nhel").0.may_end());
        assert!(behind("", "hello").0.may_end());
    }
}
