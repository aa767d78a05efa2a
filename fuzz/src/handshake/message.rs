//! Heads as `httparse` reads them, strictly.

use std::fmt;

use httparse::{EMPTY_HEADER, Status};

/// The head of a request.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// As it is written.
    pub method: &'a str,
    /// As it is written.
    pub target: &'a str,
    /// What stands behind `HTTP/1.`: 0 or 1.
    pub minor: u8,
    /// In order.
    pub fields: Fields<'a>,
    /// How many octets it takes.
    pub len: usize,
}

/// The head of a response.
#[derive(Clone, Debug)]
pub struct Response<'a> {
    /// What stands behind `HTTP/1.`: 0 or 1.
    pub minor: u8,
    /// Three digits.
    pub status: u16,
    /// In order.
    pub fields: Fields<'a>,
    /// How many octets it takes.
    pub len: usize,
}

/// Names as they are written, and values without the whitespace around them.
#[derive(Clone)]
pub struct Fields<'a>(pub Vec<(&'a str, &'a [u8])>);

/// More than a head may have here.
const MOST: usize = 128;

impl<'a> Request<'a> {
    /// The request at the start of the octets; `None` if there is none, or only a part of one.
    pub fn parse(octets: &'a [u8]) -> Option<Request<'a>> {
        let mut headers = [EMPTY_HEADER; MOST];
        let mut request = httparse::Request::new(&mut headers);
        match request.parse(octets) {
            Ok(Status::Complete(len)) => Some(Request {
                method: request.method?,
                target: request.path?,
                minor: request.version?,
                fields: Fields::new(request.headers),
                len,
            }),
            _ => None,
        }
    }
}

impl<'a> Response<'a> {
    /// The response at the start of the octets; `None` if there is none, or only a part of one.
    pub fn parse(octets: &'a [u8]) -> Option<Response<'a>> {
        let mut headers = [EMPTY_HEADER; MOST];
        let mut response = httparse::Response::new(&mut headers);
        match response.parse(octets) {
            Ok(Status::Complete(len)) => Some(Response {
                minor: response.version?,
                status: response.code?,
                fields: Fields::new(response.headers),
                len,
            }),
            _ => None,
        }
    }
}

impl<'a> Fields<'a> {
    fn new(headers: &[httparse::Header<'a>]) -> Fields<'a> {
        Fields(headers.iter().map(|header| (header.name, header.value)).collect())
    }

    /// The values of all fields with this name.
    pub fn values(&self, name: &str) -> Vec<&'a [u8]> {
        let named = self.0.iter().filter(|(field, _)| field.eq_ignore_ascii_case(name));
        named.map(|(_, value)| *value).collect()
    }

    /// The elements of all fields with this name, taken together (RFC 9110 5.3, 5.6.1). A list of none is taken for one,
    /// although the grammar of each of these fields wants an element: many a sender writes it.
    pub fn list(&self, name: &str) -> Vec<Vec<u8>> {
        let joined = self.values(name).join(&b',');
        let elements = joined.split(|octet| *octet == b',').map(<[u8]>::trim_ascii);
        elements
            .filter(|element| !element.is_empty())
            .map(<[u8]>::to_vec)
            .collect()
    }

    /// Whether such a list has this element; case does not count.
    pub fn lists(&self, name: &str, wanted: &str) -> bool {
        let list = self.list(name);
        list.iter()
            .any(|element| element.eq_ignore_ascii_case(wanted.as_bytes()))
    }
}

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self
            .0
            .iter()
            .map(|(name, value)| (name, String::from_utf8_lossy(value)));
        f.debug_map().entries(fields).finish()
    }
}
