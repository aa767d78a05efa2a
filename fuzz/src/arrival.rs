//! Octets that arrive at an endpoint, and the pieces they arrive in.

use std::borrow::Cow;
use std::fmt;

use arbitrary::{Arbitrary, Result, Unstructured};
use wsspec::model::{Context, Terms};
use wsspec_codec::rules::{Limits, Role};

/// The octets that a peer sends after the opening handshake, the pieces they arrive in, and who receives them.
///
/// As a raw input it is the octets as on the wire, then up to 15 octets with the lengths of the pieces, then one octet: how
/// many lengths there are (`0x0F`), and its [`terms`] (`0xF0`). A mutation at the front so changes the frames alone, and one
/// at the back how they arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival<'a> {
    /// What stands on the wire.
    pub octets: Cow<'a, [u8]>,
    /// The lengths of the pieces less one, over and over; none means in one piece.
    pub lengths: Cow<'a, [u8]>,
    /// Who receives them.
    pub terms: Terms,
}

/// How many octets are not tried one by one.
const LONG: usize = 4096;

/// Limits that small inputs reach.
pub const NARROW: Limits = Limits {
    frame: 200,
    message: 300,
    fragments: 4,
};

/// The terms that these bits mean: narrow limits (`0x10`), a client (`0x20`), and how its peer compresses (`0x80`: it does;
/// `0xC0`: each message alone).
pub fn terms(bits: u8) -> Terms {
    Terms {
        receiver: if bits & 0x20 == 0 { Role::Server } else { Role::Client },
        limits: if bits & 0x10 == 0 { Limits::default() } else { NARROW },
        compression: match bits & 0xC0 {
            0x80 => Some(Context::TakenOver),
            0xC0 => Some(Context::Fresh),
            _ => None,
        },
    }
}

impl<'a> Arrival<'a> {
    /// Each way to be tried: in one piece, octet by octet unless that takes too long, and as the lengths say.
    pub fn ways(&self) -> impl Iterator<Item = Way<'_>> {
        let octets = (self.octets.len() <= LONG).then_some(Way::OCTETS);
        let uneven = (!self.lengths.is_empty()).then_some(Way(&self.lengths));
        [Some(Way::WHOLE), octets, uneven].into_iter().flatten()
    }
}

/// A way in which octets arrive: the lengths of the pieces less one, over and over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way<'a>(pub &'a [u8]);

impl<'a> Way<'a> {
    /// In one piece.
    pub const WHOLE: Way<'static> = Way(&[]);
    /// One by one.
    pub const OCTETS: Way<'static> = Way(&[0]);

    /// The pieces of these octets.
    pub fn pieces<'o>(self, octets: &'o [u8]) -> impl Iterator<Item = &'o [u8]> + use<'o, 'a> {
        let mut rest = octets;
        let mut lengths = self.0.iter().cycle();
        std::iter::from_fn(move || {
            let length = lengths.next().map_or(rest.len(), |&length| usize::from(length) + 1);
            let (piece, after) = rest.split_at(length.min(rest.len()));
            rest = after;
            (!piece.is_empty()).then_some(piece)
        })
    }
}

impl fmt::Display for Way<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            [] => f.write_str("in one piece"),
            [0] => f.write_str("octet by octet"),
            lengths => {
                f.write_str("in pieces of ")?;
                let lengths = lengths.iter().map(|&length| usize::from(length) + 1);
                f.debug_list().entries(lengths).finish()
            }
        }
    }
}

impl<'a> Arbitrary<'a> for Arrival<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Arrival<'a>> {
        let input = u.bytes(u.len())?;
        let (&last, rest) = input.split_last().unwrap_or((&0, &[]));
        let (octets, lengths) = rest.split_at(rest.len() - usize::from(last & 0x0F).min(rest.len()));
        Ok(Arrival {
            octets: octets.into(),
            lengths: lengths.into(),
            terms: terms(last),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_octets_stand_at_the_front_and_the_lengths_at_the_back() {
        let mut input = b"\x81\x05Hello".to_vec();
        input.extend([1, 3, 0x32]);
        let arrival = Arrival::arbitrary(&mut Unstructured::new(&input)).unwrap();
        assert_eq!(*arrival.octets, *b"\x81\x05Hello");
        assert_eq!((arrival.terms.limits, arrival.terms.receiver), (NARROW, Role::Client));
        let uneven = arrival.ways().nth(2).unwrap();
        let pieces: Vec<_> = uneven.pieces(&arrival.octets).collect();
        assert_eq!(pieces, [&b"\x81\x05"[..], b"Hell", b"o"]);
        assert_eq!(uneven.to_string(), "in pieces of [2, 4]");
    }

    #[test]
    fn every_way_brings_the_same_octets() {
        for octets in [&b""[..], b"\x81", b"\x81\x05Hello"] {
            for lengths in [&[][..], &[0], &[2], &[0, 1, 254]] {
                let pieces: Vec<_> = Way(lengths).pieces(octets).collect();
                assert_eq!(pieces.concat(), octets);
            }
        }
    }
}
