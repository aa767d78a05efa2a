//! UTF-8 that arrives in pieces (RFC 3629; RFC 6455 sections 5.6 and 8.1).

use crate::meter;
use crate::plant::{Plant, instead, planted};

/// Validates text piece by piece and knows the first octet with which it can no longer become UTF-8.
///
/// Its state is what is left open at the end of a piece: at most three octets of one code point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Utf8Validator {
    state: State,
}

/// What may follow: the boundary cases of RFC 3629 section 4 (`UTF8-3` and `UTF8-4`), one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Between code points.
    #[default]
    Boundary,
    /// One, two, three more octets 80..BF.
    One,
    Two,
    Three,
    /// After E0: A0..BF, so that no overlong form is taken.
    AfterE0,
    /// After ED: 80..9F, so that no surrogate is taken.
    AfterED,
    /// After F0: 90..BF, so that no overlong form is taken.
    AfterF0,
    /// After F4: 80..8F, so that nothing beyond U+10FFFF is taken.
    AfterF4,
}

impl State {
    /// The state after one more octet; `None` when no text goes on like this.
    #[inline]
    fn after(self, octet: u8) -> Option<State> {
        Some(match (self, octet) {
            (State::Boundary, 0x00..=0x7F) => State::Boundary,
            (State::Boundary, 0xC2..=0xDF) => State::One,
            (State::Boundary, 0xE0) => State::AfterE0,
            (State::Boundary, 0xC0..=0xC1) if planted(Plant::TwoOctetOverlongAccepted) => State::One,
            (State::AfterE0, 0x80..=0x9F) if planted(Plant::ThreeOctetOverlongAccepted) => State::One,
            (State::AfterED, 0xA0..=0xBF) if planted(Plant::SurrogatesAccepted) => State::One,
            (State::AfterF4, 0x90..=0xBF) if planted(Plant::BeyondUnicodeAccepted) => State::Two,
            (State::Boundary, 0xED) => State::AfterED,
            (State::Boundary, 0xE1..=0xEF) => State::Two,
            (State::Boundary, 0xF0) => State::AfterF0,
            (State::Boundary, 0xF1..=0xF3) => State::Three,
            (State::Boundary, 0xF4) => State::AfterF4,
            (State::One, 0x80..=0xBF) => State::Boundary,
            (State::Two, 0x80..=0xBF) => State::One,
            (State::Three, 0x80..=0xBF) => State::Two,
            (State::AfterE0, 0xA0..=0xBF) => State::One,
            (State::AfterED, 0x80..=0x9F) => State::One,
            (State::AfterF0, 0x90..=0xBF) => State::Two,
            (State::AfterF4, 0x80..=0x8F) => State::Two,
            _ => return None,
        })
    }
}

impl Utf8Validator {
    /// A validator at the start of a text.
    pub const fn new() -> Utf8Validator {
        Utf8Validator { state: State::Boundary }
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// The index in `piece` of the first octet after which no continuation is UTF-8. The validator is then of no
    /// further use.
    #[inline]
    pub fn validate(&mut self, piece: &[u8]) -> Result<(), usize> {
        if let Some(index) = instead::refused(piece) {
            Err(index)
        } else if self.state == State::Boundary && is_plainly_whole(piece) || planted(Plant::TextNotChecked) {
            Ok(())
        } else if piece.len() < SHORT {
            self.octet_by_octet(piece, 0)
        } else {
            self.validate_long(piece)
        }
    }

    /// Takes the next octet, unless no continuation of it is UTF-8; then nothing is changed.
    #[inline]
    pub fn push(&mut self, octet: u8) -> bool {
        meter::touched(1);
        if self.state == State::Boundary && octet < 0x80 || planted(Plant::TextNotChecked) {
            return true;
        }
        match self.state.after(octet) {
            Some(state) => {
                self.state = state;
                true
            }
            None => false,
        }
    }

    /// Whether the text may end here: no code point is left open.
    #[inline]
    pub fn is_complete(&self) -> bool {
        self.state == State::Boundary || planted(Plant::TextCutOffAccepted)
    }

    /// Whether it takes the whole of `text`.
    fn takes(text: &[u8]) -> bool {
        let mut validator = Utf8Validator::new();
        validator.validate(text).is_ok() && validator.is_complete()
    }

    fn octet_by_octet(&mut self, piece: &[u8], from: usize) -> Result<(), usize> {
        meter::touched(piece.len() - from);
        let mut state = self.state;
        for (index, &octet) in piece.iter().enumerate().skip(from) {
            state = state.after(octet).ok_or(index)?;
        }
        self.state = state;
        Ok(())
    }

    /// Ends the code point that is open, takes the bulk at once, and looks closely only at what the bulk left.
    fn validate_long(&mut self, piece: &[u8]) -> Result<(), usize> {
        let mut start = 0;
        while self.state != State::Boundary {
            // At most three octets, and the piece is longer.
            self.state = self.state.after(piece[start]).ok_or(start)?;
            start += 1;
        }
        let bulk_end = piece.len() - open_at_the_end(piece);
        if bulk_end > start && is_utf8(&piece[start..bulk_end]) {
            if bulk_end == piece.len() {
                return Ok(());
            }
            start = bulk_end;
        } else {
            meter::touched(piece.len() - start);
            // Invalid somewhere, or cut off at the very end: walk from the code point that did not work out.
            start += std::str::from_utf8(&piece[start..]).map_or_else(|error| error.valid_up_to(), str::len);
        }
        self.octet_by_octet(piece, start)
    }
}

/// Below this many octets the table walk beats setting up anything wider.
const SHORT: usize = 8;

/// Whether `piece` is UTF-8 that no code point is cut off of, where that shows without looking for the cut: the way of
/// most pieces.
#[inline]
fn is_plainly_whole(piece: &[u8]) -> bool {
    meter::touched(piece.len());
    if piece.len() > SHORT_ASCII {
        piece[piece.len() - 1].is_ascii() && simdutf8::basic::from_utf8(piece).is_ok()
    } else {
        is_short_ascii(piece)
    }
}

/// Up to so many octets, to look whether they are all ASCII costs next to nothing.
const SHORT_ASCII: usize = 128;

/// Whether `piece` is plain ASCII and so short that looking for that first pays.
#[inline]
fn is_short_ascii(piece: &[u8]) -> bool {
    const HIGH: u128 = 0x8080_8080_8080_8080_8080_8080_8080_8080;
    // The last chunk may overlap what came before it; looking twice does no harm, and takes no loop over a rest.
    let octets = if let Some(last) = piece.last_chunk() {
        if piece.len() > SHORT_ASCII {
            return false;
        }
        let (chunks, _) = piece.as_chunks();
        let last = u128::from_ne_bytes(*last);
        chunks.iter().fold(last, |all, &chunk| all | u128::from_ne_bytes(chunk))
    } else if let (Some(first), Some(last)) = (piece.first_chunk(), piece.last_chunk()) {
        u128::from(u64::from_ne_bytes(*first) | u64::from_ne_bytes(*last))
    } else if let (Some(first), Some(last)) = (piece.first_chunk(), piece.last_chunk()) {
        u128::from(u32::from_ne_bytes(*first) | u32::from_ne_bytes(*last))
    } else {
        u128::from(piece.iter().fold(0, |all, octet| all | octet))
    };
    octets & HIGH == 0
}

/// Whether `text` is UTF-8 as a whole.
#[inline]
fn is_utf8(text: &[u8]) -> bool {
    meter::touched(text.len());
    /// What simdutf8 takes at once; it leaves shorter texts to the standard library.
    const BLOCK: usize = 64;
    if text.len() >= BLOCK || text.len() < BLOCK / 4 {
        return simdutf8::basic::from_utf8(text).is_ok();
    }
    // Zeros do not continue a code point, so they make nothing valid.
    let mut block = [0; BLOCK];
    block[..text.len()].copy_from_slice(text);
    simdutf8::basic::from_utf8(&block).is_ok()
}

/// How many octets at the end of `piece` begin a code point that its end cuts off, 0 to 3.
#[inline]
fn open_at_the_end(piece: &[u8]) -> usize {
    if piece.last().is_none_or(u8::is_ascii) {
        return 0;
    }
    for back in 1..=piece.len().min(3) {
        let octet = piece[piece.len() - back];
        if octet & 0xC0 == 0x80 {
            continue;
        }
        let needs = match octet {
            0xC0..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xFF => 4,
            _ => 1,
        };
        return if needs > back { back } else { 0 };
    }
    0
}

/// The first octet after which `text` cannot become UTF-8, or its length if a code point is left open at its end; `None`
/// when it is UTF-8.
#[inline]
pub fn first_error(text: &[u8]) -> Option<usize> {
    meter::touched(text.len());
    if instead::refused(text).is_none() && (is_short_ascii(text) || is_utf8(text)) {
        return None;
    }
    if instead::takes_text() && Utf8Validator::takes(text) {
        return None;
    }
    Some(find_error(text))
}

#[cold]
fn find_error(text: &[u8]) -> usize {
    let mut validator = Utf8Validator::new();
    match validator.validate(text) {
        Err(index) => index,
        Ok(()) => text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One octet of every class that the grammar tells apart, and the neighbours of each border.
    const CLASSES: [u8; 28] = [
        0x00, 0x24, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE,
        0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFD, 0xFF,
    ];

    /// The standard library's reading: the index after which nothing helps, or whether the end is a boundary.
    fn by_std(text: &[u8]) -> Result<bool, usize> {
        for end in 1..=text.len() {
            if let Err(error) = std::str::from_utf8(&text[..end])
                && error.error_len().is_some()
            {
                return Err(end - 1);
            }
        }
        Ok(std::str::from_utf8(text).is_ok())
    }

    fn by_us(text: &[u8], cuts: &[usize]) -> Result<bool, usize> {
        let mut validator = Utf8Validator::new();
        let mut from = 0;
        for &cut in cuts.iter().chain([&text.len()]) {
            validator.validate(&text[from..cut]).map_err(|index| from + index)?;
            from = cut;
        }
        Ok(validator.is_complete())
    }

    #[test]
    fn agrees_with_std_on_every_sequence_of_four_boundary_octets_however_it_is_cut() {
        for a in CLASSES {
            for b in CLASSES {
                for c in CLASSES {
                    for d in CLASSES {
                        let text = [a, b, c, d];
                        let expected = by_std(&text);
                        assert_eq!(by_us(&text, &[]), expected, "{text:02x?}");
                        for cut in 1..4 {
                            assert_eq!(by_us(&text, &[cut]), expected, "{text:02x?} cut at {cut}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn long_pieces_agree_with_std_wherever_the_odd_sequence_stands() {
        for a in CLASSES {
            for b in CLASSES {
                for c in CLASSES {
                    for at in [0, 1, 20, 58, 60, 61] {
                        let mut text = vec![b'x'; 64];
                        text[at..at + 3].copy_from_slice(&[a, b, c]);
                        let expected = by_std(&text);
                        assert_eq!(by_us(&text, &[]), expected, "{text:02x?}");
                        for cut in [at, at + 1, at + 2, 32] {
                            assert_eq!(by_us(&text, &[cut]), expected, "{text:02x?} cut at {cut}");
                        }
                        let first = match expected {
                            Ok(true) => None,
                            Ok(false) => Some(text.len()),
                            Err(index) => Some(index),
                        };
                        assert_eq!(first_error(&text), first);
                    }
                }
            }
        }
    }

    #[test]
    fn short_pieces_of_every_length_agree_with_std_wherever_the_odd_sequence_stands() {
        for len in (0..=34).chain(62..=66).chain(126..=130) {
            for odd in ["\u{e9}".as_bytes(), "\u{4e00}".as_bytes(), b"\x80", b"\xf0\x90"] {
                for at in 0..len {
                    // Cut off where the piece ends.
                    let mut text = vec![b'x'; at];
                    text.extend_from_slice(odd);
                    text.resize(text.len().max(len), b'x');
                    text.truncate(len);
                    let expected = by_std(&text);
                    assert_eq!(by_us(&text, &[]), expected, "{text:02x?}");
                    assert_eq!(first_error(&text).is_none(), expected == Ok(true), "{text:02x?}");
                }
            }
        }
    }
}
