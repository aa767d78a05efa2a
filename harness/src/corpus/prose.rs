//! An exchange of letters in a language that nobody speaks, as UTF-8. Each quotes the one before and is signed.
//!
//! Words of a real language share so many beginnings that a compressor spends most of its time in comparing them. Here
//! what compresses are the quotations, each as a whole.

use super::draw::Draw;
use super::fill;

const LEN: usize = 222_218;

const NAMES: [&str; 8] = ["Jörg", "Änne", "Gül", "Käthe", "Søren", "Zoë", "Björk", "Ulf"];

const LETTERS: [&str; 30] = [
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w",
    "x", "y", "z", "ä", "ö", "ü", "ß",
];

/// Of a hundred letters, so many begin a new exchange and quote nothing.
const FIRST: usize = 8;

pub(super) fn generate() -> Vec<u8> {
    let mut draw = Draw::new("prose");
    let mut out = String::with_capacity(LEN);
    let mut before = String::new();
    while out.len() < LEN - 2600 {
        let letter = letter(&mut draw);
        out.push_str(&letter);
        if draw.below(100) >= FIRST {
            out.push_str(&before);
        }
        out.push('\n');
        before = letter;
    }
    fill(out.into_bytes(), LEN, "\n")
}

fn letter(draw: &mut Draw) -> String {
    let mut letter = format!("{} an {}\n\n", draw.pick(&NAMES), draw.pick(&NAMES));
    for word in 0..24 + draw.below(16) {
        letter.push_str(if word % 8 == 0 { "\n" } else { " " });
        for _ in 0..2 + draw.below(8) {
            letter.push_str(draw.pick(&LETTERS));
        }
    }
    letter.push_str(".\n\n");
    for _ in 0..6 {
        letter.push_str(&draw.base64(76));
        letter.push('\n');
    }
    letter
}
