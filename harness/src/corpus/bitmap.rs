//! A picture of fog: 512 by 512 grey pixels of 8 bits.

use super::draw::Draw;

const SIDE: u32 = 512;
const HEADERS: u32 = 14 + 40 + 4 * 256;
/// How many rows are the same as the row before.
const REPEATED: u32 = 79;

pub(super) fn generate() -> Vec<u8> {
    let mut draw = Draw::new("bitmap");
    let mut out = headers();
    let mut row = [0; SIDE as usize];
    for y in 0..SIDE {
        if (y + 1) * REPEATED % SIDE >= REPEATED {
            row = draw.octets();
        }
        out.extend_from_slice(&row);
    }
    out
}

/// The file header, the information header and the palette of a BMP file.
fn headers() -> Vec<u8> {
    let mut out = b"BM".to_vec();
    let mut words = |words: &[u32]| words.iter().for_each(|word| out.extend(word.to_le_bytes()));
    words(&[HEADERS + SIDE * SIDE, 0, HEADERS]);
    // One plane of 8 bits, not compressed, at 72 dots an inch, 256 colours that all matter.
    words(&[40, SIDE, SIDE, 8 << 16 | 1, 0, SIDE * SIDE, 2835, 2835, 256, 256]);
    (0..256).for_each(|grey| words(&[grey << 16 | grey << 8 | grey]));
    out
}
