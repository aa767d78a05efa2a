//! What comes behind a response that opens no connection.

use wsspec_codec::handshake::{Head, HeadDecoder, HeadLimits};
use wsspec_codec::rfc::rfc6455;

use super::body::Body;
use super::status;
use crate::pattern::Grade;
use crate::verdict::Verdict;

/// Reads the body of a response, and what follows it.
#[derive(Debug)]
pub struct Behind {
    body: Body,
    decoder: HeadDecoder,
}

/// What follows the body.
#[derive(Debug)]
pub enum Next {
    /// The head of a further response, where more than one request came, and how many octets it takes with what stood before.
    Response(Box<Head>, usize),
    /// What can be no HTTP, and looks like a frame.
    Frames,
}

impl Behind {
    /// At the start of the body that this head announces.
    pub fn new(head: &Head) -> Behind {
        Behind {
            body: Body::of(head, status(head).unwrap_or_default()),
            decoder: HeadDecoder::new(HeadLimits::default()),
        }
    }

    /// Takes octets, and finds what follows the body, if they reach so far.
    pub fn take(&mut self, octets: &[u8]) -> Option<Next> {
        let mut rest = octets;
        self.body.take(&mut rest);
        let before = octets.len() - rest.len();
        if self.decoder.held() == 0 && rest.first().is_some_and(|first| !first.is_ascii()) {
            return Some(Next::Frames);
        }
        // A head without end is as good as none.
        let (head, len) = self.decoder.push(rest).ok().flatten()?;
        self.body = Body::of(&head, status(&head).unwrap_or_default());
        Some(Next::Response(Box::new(head), before + len))
    }

    /// Whether TCP may end here without loss.
    pub fn may_end(&self) -> bool {
        self.body.may_end() && self.decoder.held() == 0
    }
}

/// Frames came where there was no WebSocket connection.
pub(crate) fn frames_out_of_place(place: &str) -> Verdict {
    Verdict {
        clause: Some(rfc6455::SERVER_ABORT),
        ..Verdict::new(Grade::Fail, format!("the subject sent frames {place}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head() -> Head {
        let octets = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n";
        Head::decode(octets, HeadLimits::default()).unwrap().unwrap().0
    }

    #[test]
    fn a_further_response_is_found_behind_the_body() {
        let mut behind = Behind::new(&head());
        assert!(behind.take(b"o").is_none() && !behind.may_end());
        let Some(Next::Response(second, 20)) = behind.take(b"kHTTP/1.1 404 No\r\n\r\nbody") else {
            panic!("no response was found")
        };
        assert_eq!(status(&second), Some(404));
        assert!(behind.may_end(), "its body has no end");
    }

    #[test]
    fn frames_are_told_from_responses() {
        let mut behind = Behind::new(&head());
        assert!(matches!(behind.take(b"ok\x8a\x00"), Some(Next::Frames)));
        let mut behind = Behind::new(&head());
        assert!(behind.take(b"okHTTP").is_none());
        assert!(!behind.may_end());
    }
}
