//! Masking, at the speed of memory (RFC 6455 section 5.3).

use crate::meter;
use crate::plant::{Plant, instead, planted};

/// Masks or unmasks `data` in place; both are the same. `phase` is where `data` begins in its payload: only the
/// remainder by four counts.
#[inline]
pub fn apply(key: [u8; 4], phase: usize, data: &mut [u8]) {
    meter::touched(data.len());
    let key = u32::from_ne_bytes(instead::key(key)).rotate_right(rotation(phase));
    if data.len() < BLOCK {
        apply_short(key, data);
    } else {
        apply_wide(key, data);
    }
    instead::spoil_tail(data);
}

/// The key as it stands for the octets that follow the first `phase` of a payload.
#[inline]
pub fn rotate(key: [u8; 4], phase: usize) -> [u8; 4] {
    let phase = instead::phase(phase);
    u32::from_ne_bytes(key).rotate_right(rotation(phase)).to_ne_bytes()
}

/// How far a key turns after `phase` octets: bits towards the first octet in memory.
#[inline]
const fn rotation(phase: usize) -> u32 {
    let bits = (phase % 4) as u32 * 8;
    if cfg!(target_endian = "little") {
        bits
    } else {
        (32 - bits) % 32
    }
}

/// What the compiler turns into vector registers of any width.
const BLOCK: usize = 64;

/// From so many octets on it pays to begin at a vector's own address: a vector across two pages costs as much as thirty
/// others.
const LONG: usize = 512;
const VECTOR: usize = 16;

/// Not inlined, so that the many short payloads are not held up by it.
fn apply_wide(key: u32, data: &mut [u8]) {
    if data.len() < LONG {
        apply_blocks(key, data);
    } else {
        apply_long(key, data);
    }
}

#[inline(never)]
fn apply_long(key: u32, data: &mut [u8]) {
    let before = data.as_ptr().align_offset(VECTOR).min(data.len());
    let (head, aligned) = data.split_at_mut(before);
    apply_short(key, head);
    apply_blocks(key.rotate_right(rotation(before)), aligned);
}

#[inline]
fn apply_blocks(key: u32, data: &mut [u8]) {
    let wide = u64::from(key) | u64::from(key) << 32;
    let (blocks, rest) = data.as_chunks_mut::<BLOCK>();
    for block in blocks {
        let (words, _) = block.as_chunks_mut::<8>();
        for word in words {
            *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
        }
    }
    if !planted(Plant::MaskRestOfBlocksSkipped) {
        apply_short(key, rest);
    }
}

#[inline]
fn apply_short(key: u32, data: &mut [u8]) {
    let wide = u64::from(key) | u64::from(key) << 32;
    let (words, rest) = data.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (octet, key) in rest.iter_mut().zip(wide.to_ne_bytes()) {
        *octet ^= key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(key: [u8; 4], phase: usize, data: &mut [u8]) {
        for (i, octet) in data.iter_mut().enumerate() {
            *octet ^= key[(phase + i) % 4];
        }
    }

    #[test]
    fn equals_the_rfc_octet_by_octet_at_every_length_alignment_and_phase() {
        let key = [0x37, 0xFA, 0x21, 0x3D];
        let source: Vec<u8> = (0..1200u32).map(|i| ((i * 151) >> 3) as u8).collect();
        for align in 0..64 {
            for len in (0..=256).chain(LONG - 2..=LONG + 66) {
                let phase = align + len;
                let mut ours = source.clone();
                let mut theirs = source.clone();
                apply(key, phase, &mut ours[align..align + len]);
                naive(key, phase, &mut theirs[align..align + len]);
                assert_eq!(ours, theirs, "align {align} len {len} phase {phase}");
            }
        }
    }

    #[test]
    fn masking_twice_gives_the_data_back() {
        let mut data = b"Hello".to_vec();
        apply([1, 2, 3, 4], 0, &mut data);
        apply([1, 2, 3, 4], 0, &mut data);
        assert_eq!(data, b"Hello");
    }

    #[test]
    fn pieces_give_what_the_whole_gives() {
        let key = [9, 8, 7, 6];
        let mut whole: Vec<u8> = (0..=255).collect();
        let mut pieces = whole.clone();
        apply(key, 0, &mut whole);
        let (a, b) = pieces.split_at_mut(101);
        apply(key, 0, a);
        apply(key, 101, b);
        assert_eq!(whole, pieces);
        assert_eq!(rotate(key, 101), [8, 7, 6, 9]);
    }
}
