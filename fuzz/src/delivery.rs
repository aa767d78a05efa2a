//! What an input means: the octets of a stream, and how they arrive.

use arbitrary::{Arbitrary, Result, Unstructured};
use wsspec_codec::rules::Limits;

/// The octets that a peer sends after the opening handshake, and the pieces they arrive in.
///
/// An input is the octets as on the wire, then up to 15 octets with the lengths of the pieces, then one octet: how many
/// lengths there are (`0x0F`), and whether the endpoint's limits are [narrow](NARROW) (`0x10`). A mutation at the front
/// so changes the frames alone, and one at the back how they arrive.
#[derive(Clone, Debug)]
pub struct Delivery<'a> {
    /// What stands on the wire.
    pub octets: &'a [u8],
    /// The lengths of the pieces, 1 to 255 octets each, over and over; none means in one piece.
    pub lengths: Vec<usize>,
    /// What an endpoint takes.
    pub limits: Limits,
}

/// The octets of a stream in the pieces they arrive in.
pub type Pieces<'a> = Vec<&'a [u8]>;

/// Limits that small inputs reach.
pub const NARROW: Limits = Limits {
    frame: 200,
    message: 300,
    fragments: 4,
};

impl<'a> Delivery<'a> {
    /// All octets in one piece, to an endpoint with the usual limits.
    pub fn whole(octets: &'a [u8]) -> Delivery<'a> {
        Delivery {
            octets,
            lengths: Vec::new(),
            limits: Limits::default(),
        }
    }

    /// The octets in each way to be tried: in one piece, one by one, and as the lengths say.
    pub fn ways(&self) -> Vec<Pieces<'a>> {
        let mut ways = vec![cut(self.octets, &[]), cut(self.octets, &[1])];
        if !self.lengths.is_empty() {
            ways.push(cut(self.octets, &self.lengths));
        }
        ways
    }
}

/// The octets in pieces of these lengths, over and over; in one piece if there are none.
fn cut<'a>(octets: &'a [u8], lengths: &[usize]) -> Pieces<'a> {
    let mut pieces = Vec::new();
    let mut rest = octets;
    for &length in lengths.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = rest.split_at(length.clamp(1, rest.len()));
        pieces.push(piece);
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(rest);
    }
    pieces
}

impl<'a> Arbitrary<'a> for Delivery<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Delivery<'a>> {
        let input = u.bytes(u.len())?;
        let Some((&last, rest)) = input.split_last() else {
            return Ok(Delivery::whole(&[]));
        };
        let (octets, tail) = rest.split_at(rest.len() - usize::from(last & 0x0F).min(rest.len()));
        let mut tail = Unstructured::new(tail);
        let mut lengths = Vec::new();
        while !tail.is_empty() {
            lengths.push(usize::from(tail.int_in_range(1..=u8::MAX)?));
        }
        let limits = if last & 0x10 == 0 { Limits::default() } else { NARROW };
        Ok(Delivery {
            octets,
            lengths,
            limits,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_octets_stand_at_the_front_and_the_lengths_at_the_back() {
        let mut input = b"\x81\x05Hello".to_vec();
        input.extend([1, 3, 0x12]);
        let delivery = Delivery::arbitrary(&mut Unstructured::new(&input)).unwrap();
        assert_eq!(delivery.octets, b"\x81\x05Hello");
        assert_eq!(delivery.lengths, [2, 4]);
        assert_eq!(delivery.limits, NARROW);
        assert_eq!(delivery.ways()[2], [&b"\x81\x05"[..], b"Hell", b"o"]);
    }

    #[test]
    fn every_way_brings_the_same_octets() {
        for octets in [&b""[..], b"\x81", b"\x81\x05Hello"] {
            for lengths in [vec![], vec![3], vec![1, 2, 255]] {
                let delivery = Delivery {
                    lengths,
                    ..Delivery::whole(octets)
                };
                for pieces in delivery.ways() {
                    assert_eq!(pieces.concat(), octets);
                }
            }
        }
    }
}
