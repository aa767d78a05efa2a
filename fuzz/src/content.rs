//! What messages and control frames are made of.

use mutatis::{Context as Chance, Mutate};
use serde::{Deserialize, Serialize};

/// Some content. Every number means something; most of the numbers mean text, or few octets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Content {
    /// What it is made of.
    pub shape: u8,
    /// How much of it.
    pub size: u16,
    /// And of what.
    pub octets: Vec<u8>,
}

impl Content {
    /// A few octets of any kind.
    pub fn generate(chance: &mut Chance) -> Content {
        let mut octets = vec![0; chance.rng().gen_index(6).unwrap_or(0)];
        chance.rng().gen_bytes(&mut octets);
        Content {
            shape: chance.rng().gen_u8() % 4,
            size: 0,
            octets,
        }
    }

    /// As the payload of a frame, or a message.
    pub fn payload(&self) -> Vec<u8> {
        let repeated = |len: usize| {
            let pattern = if self.octets.is_empty() { b"*" } else { &self.octets[..] };
            pattern.iter().copied().cycle().take(len).collect()
        };
        match self.shape % 32 {
            0..=2 => text(&self.octets),
            4 => repeated(125),
            5 => repeated(126),
            6 => repeated(127),
            7 => repeated(usize::from(self.size % 600)),
            8 if self.size % 64 == 63 => repeated(65_535),
            9 if self.size % 64 == 63 => repeated(65_536),
            10 => repeated(200),
            11 => repeated(300),
            _ => self.octets.clone(),
        }
    }

    /// As text: the payload up to where it is none.
    pub fn text(&self) -> String {
        let payload = self.payload();
        let end = match std::str::from_utf8(&payload) {
            Ok(text) => text.len(),
            Err(error) => error.valid_up_to(),
        };
        String::from_utf8_lossy(&payload[..end]).into_owned()
    }

    /// As the body of a Close frame: empty, one octet, or a code and a reason.
    pub fn close_body(&self) -> Vec<u8> {
        let Some((code, reason)) = self.code_and_reason() else {
            return self.octets.first().map(|&octet| vec![octet]).unwrap_or_default();
        };
        let mut body = code.to_be_bytes().to_vec();
        body.extend(reason);
        body.truncate(125);
        body
    }

    /// As a status code and a reason, unless it has none.
    pub fn code_and_reason(&self) -> Option<(u16, Vec<u8>)> {
        let (&choice, rest) = self.octets.split_first()?;
        let code = match choice {
            0..=191 => CODES[usize::from(choice % 32)],
            192 => return None,
            _ => u16::from_be_bytes([choice - 193, rest.first().copied().unwrap_or(0)]),
        };
        let mut reason = text(rest);
        match self.size % 8 {
            1 => reason.resize(123, b'.'),
            2 => reason.resize(122, b'.'),
            3 => reason.resize(124, b'.'),
            _ => {}
        }
        Some((code, reason))
    }
}

/// Pieces of text: both sides of every boundary of RFC 3629, heads and tails of code points, and what is none.
pub(crate) const TEXT: [&[u8]; 40] = [
    b"a",
    b"\0",
    b"\x7F",
    b"Hello",
    b"\xC2\x80",
    b"\xDF\xBF",
    b"\xE0\xA0\x80",
    b"\xE1\x80\x80",
    b"\xEC\xBF\xBF",
    b"\xED\x80\x80",
    b"\xED\x9F\xBF",
    b"\xEE\x80\x80",
    b"\xEF\xBF\xBF",
    b"\xEF\xBF\xBD",
    b"\xEF\xBB\xBF",
    b"\xF0\x90\x80\x80",
    b"\xF1\x80\x80\x80",
    b"\xF3\xBF\xBF\xBF",
    b"\xF4\x80\x80\x80",
    b"\xF4\x8F\xBF\xBF",
    b"\xC3",
    b"\xBF",
    b"\xE2",
    b"\x82",
    b"\xAC",
    b"\xF0\x9F",
    b"\x98\x80",
    b"\x80",
    b"\xC0\x80",
    b"\xC1\xBF",
    b"\xE0\x80\x80",
    b"\xE0\x9F\xBF",
    b"\xED\xA0\x80",
    b"\xED\xBF\xBF",
    b"\xF0\x80\x80\x80",
    b"\xF0\x8F\xBF\xBF",
    b"\xF4\x90\x80\x80",
    b"\xF5\x80\x80\x80",
    b"\xFE",
    b"\xFF",
];

/// Text, one piece for each number; the pieces that are none are rare.
fn text(numbers: &[u8]) -> Vec<u8> {
    let piece = |&number: &u8| match number {
        0..=79 => TEXT[usize::from(number) % 20].to_vec(),
        80..=119 => TEXT[usize::from(number - 80)].to_vec(),
        _ => vec![b' ' + number % 95],
    };
    numbers.iter().flat_map(piece).collect()
}

/// Both sides of every boundary of the status codes.
const CODES: [u16; 32] = [
    0, 999, 1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1100,
    1999, 2000, 2999, 3000, 3001, 3999, 4000, 4001, 4999, 5000, 5001, 65_535,
];
