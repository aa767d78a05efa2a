//! DEFLATE blocks put together by hand (RFC 1951), right and wrong ones: what no library would write.

/// Blocks of a message, bit by bit. A number has its least significant bit first, a code its most significant one
/// (RFC 1951 3.1.1).
#[derive(Default)]
pub(super) struct Blocks {
    octets: Vec<u8>,
    /// How many bits of the last octet are taken; 0 at the beginning of an octet.
    taken: u8,
}

/// What a block with the fixed code is made of.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    /// These octets, each below 144.
    Octets(&'a [u8]),
    /// So many octets, 3 to 10, as they stand so far back.
    Copy(u16, u16),
}

impl Blocks {
    pub(super) fn new() -> Blocks {
        Blocks::default()
    }

    /// A block that is not compressed.
    pub(super) fn stored(self, payload: &[u8]) -> Blocks {
        self.stored_block(false, payload)
    }

    /// The same with BFINAL set.
    pub(super) fn final_stored(self, payload: &[u8]) -> Blocks {
        self.stored_block(true, payload)
    }

    /// A block with the fixed code.
    pub(super) fn fixed(self, parts: &[Part<'_>]) -> Blocks {
        self.fixed_block(false, parts)
    }

    /// The same with BFINAL set, filled up with zeros to the end of an octet (RFC 7692 7.2.1).
    pub(super) fn final_fixed(self, parts: &[Part<'_>]) -> Blocks {
        self.fixed_block(true, parts).filled_up()
    }

    /// A number of so many bits.
    pub(super) fn number(mut self, value: u16, bits: u8) -> Blocks {
        for place in 0..bits {
            if self.taken == 0 {
                self.octets.push(0);
            }
            if let Some(last) = self.octets.last_mut() {
                *last |= ((value >> place & 1) as u8) << self.taken;
            }
            self.taken = (self.taken + 1) % 8;
        }
        self
    }

    /// A code of so many bits.
    pub(super) fn code(self, code: u16, bits: u8) -> Blocks {
        (0..bits)
            .rev()
            .fold(self, |blocks, place| blocks.number(code >> place & 1, 1))
    }

    /// The message: behind the blocks an empty one, of which the lengths are left out (RFC 7692 7.2.1).
    pub(super) fn message(self) -> Vec<u8> {
        self.number(0, 3).octets
    }

    /// The blocks as they are, filled up with zeros.
    pub(super) fn octets(self) -> Vec<u8> {
        self.octets
    }

    fn filled_up(mut self) -> Blocks {
        self.taken = 0;
        self
    }

    fn stored_block(self, is_final: bool, payload: &[u8]) -> Blocks {
        let len = u16::try_from(payload.len()).expect("payloads of cases are short");
        let header = self.number(is_final.into(), 1).number(0, 2).filled_up();
        let mut blocks = header.number(len, 16).number(!len, 16);
        blocks.octets.extend_from_slice(payload);
        blocks
    }

    fn fixed_block(self, is_final: bool, parts: &[Part<'_>]) -> Blocks {
        let header = self.number(is_final.into(), 1).number(1, 2);
        // The end of the block is a code of seven zeros.
        parts.iter().fold(header, |blocks, part| blocks.part(*part)).code(0, 7)
    }

    fn part(self, part: Part<'_>) -> Blocks {
        match part {
            Part::Octets(octets) => octets
                .iter()
                .fold(self, |blocks, &octet| blocks.code(0b0011_0000 + u16::from(octet), 8)),
            Part::Copy(len, distance) => self.code(len - 2, 7).distance(distance),
        }
    }

    /// The first four distances have a code each; then two codes at a time have one bit more behind them (RFC 1951 3.2.5).
    fn distance(self, distance: u16) -> Blocks {
        let before = distance - 1;
        if before < 4 {
            return self.code(before, 5);
        }
        let high = before.ilog2() as u16;
        let extra = high - 1;
        let second = before >> extra & 1;
        self.code(2 * high + second, 5)
            .number(before & ((1 << extra) - 1), extra as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::deflate::Inflater;

    fn inflated(messages: &[Vec<u8>]) -> Vec<u8> {
        let (mut inflater, mut out) = (Inflater::new(false), Vec::new());
        for message in messages {
            out.clear();
            inflater.begin();
            inflater.data(message, |made| out.extend_from_slice(made)).unwrap();
            inflater.end().unwrap();
        }
        out
    }

    #[test]
    fn the_examples_of_section_7_2_3_are_made_of_such_blocks() {
        let hello = || Blocks::new().fixed(&[Part::Octets(b"Hello")]);
        assert_eq!(hello().message(), b"\xf2\x48\xcd\xc9\xc9\x07\x00");
        let again = [Part::Octets(b"H"), Part::Copy(4, 5)];
        assert_eq!(Blocks::new().fixed(&again).message(), b"\xf2\x00\x11\x00\x00");
        assert_eq!(
            Blocks::new().final_fixed(&[Part::Octets(b"Hello")]).message(),
            b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00"
        );
        let stored = Blocks::new().stored(b"Hello").message();
        assert_eq!(stored, b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00");
    }

    #[test]
    fn every_distance_is_what_it_says() {
        let octets: Vec<u8> = (0..1u32 << 15).map(|at| (at * at / 5 % 251) as u8).collect();
        for distance in (3..=32_768).step_by(97).chain([4, 5, 6, 8, 9, 32_767, 32_768]) {
            let copy = Blocks::new().fixed(&[Part::Copy(3, distance)]).message();
            let at = octets.len() - usize::from(distance);
            let expected = &octets[at..at + 3];
            assert_eq!(
                inflated(&[Blocks::new().stored(&octets).message(), copy]),
                expected,
                "{distance}"
            );
        }
    }
}
