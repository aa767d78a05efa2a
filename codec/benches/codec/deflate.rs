//! What our compressor and inflater cost over zlib-rs itself, with context takeover and a flush after each message.

use std::hint::black_box;

use wsspec_codec::deflate::{Compressor, Inflater};
use zlib_rs::{Deflate, DeflateFlush, Inflate, InflateFlush};

use crate::contest::{Contender, Row, Target};

/// A few per cent over the library are for what it does not do.
const TARGET: Target = Target::Times(0.97, "zlib-rs");

pub(crate) fn rows() -> Vec<Row> {
    vec![
        compressing("compressing messages of 128 octets at level 1", 128, 1),
        compressing("compressing messages of 1 KiB at level 6", 1 << 10, 6),
        compressing("compressing messages of 64 KiB at level 1", 64 << 10, 1),
        inflating("inflating messages of 128 octets", 128),
        inflating("inflating messages of 1 KiB", 1 << 10),
        inflating("inflating messages of 64 KiB", 64 << 10),
    ]
}

/// Records in JSON, cut into messages of this length.
fn messages(len: usize) -> Vec<Vec<u8>> {
    let mut state = 1u32;
    let mut text = Vec::new();
    while text.len() < 256 << 10 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (id, price, up) = (state >> 20, state >> 8 & 0xFFFF, state & 0x80 != 0);
        text.extend_from_slice(
            format!(r#"{{"id":{id},"name":"item {}","price":{price},"up":{up}}},"#, id % 50).as_bytes(),
        );
    }
    text.chunks_exact(len).map(<[u8]>::to_vec).collect()
}

fn compressing(name: &'static str, len: usize, level: u8) -> Row {
    let ours = messages(len);
    let (theirs, count) = (ours.clone(), ours.len() as u64);
    let mut compressor = Compressor::with_level(15, level);
    let mut wire = Vec::new();
    let mut deflate = Deflate::new(level.into(), false, 15);
    let mut room = vec![0; 2 * len + 100];
    Row {
        name,
        unit: "message",
        target: TARGET,
        contenders: vec![
            Contender::new("wsspec", count, move || {
                for message in &ours {
                    wire.clear();
                    compressor.message(black_box(message), false, &mut wire);
                    black_box(&wire);
                }
            }),
            Contender::new("zlib-rs", count, move || {
                for message in &theirs {
                    let done = deflate.compress(black_box(message), &mut room, DeflateFlush::SyncFlush);
                    black_box(done).expect("there is room");
                }
            }),
        ],
    }
}

fn inflating(name: &'static str, len: usize) -> Row {
    let mut compressor = Compressor::new(15);
    let wires: Vec<Vec<u8>> = messages(len)
        .iter()
        .enumerate()
        .map(|(index, message)| {
            let mut wire = Vec::new();
            // The first stands alone, so that all can be inflated again and again.
            compressor.message(message, index == 0, &mut wire);
            wire
        })
        .collect();
    let whole: Vec<Vec<u8>> = wires
        .iter()
        .map(|wire| [wire, &[0, 0, 0xFF, 0xFF][..]].concat())
        .collect();
    let count = wires.len() as u64;
    let mut inflater = Inflater::new(false);
    let mut out = Vec::new();
    let mut inflate = Inflate::new(false, 15);
    let mut room = vec![0; len + 100];
    Row {
        name,
        unit: "message",
        target: TARGET,
        contenders: vec![
            Contender::new("wsspec", count, move || {
                for wire in &wires {
                    out.clear();
                    inflater.begin();
                    inflater
                        .append(black_box(wire), &mut out, usize::MAX)
                        .expect("it was compressed");
                    inflater.end().expect("it is whole");
                    black_box(&out);
                }
            }),
            Contender::new("zlib-rs", count, move || {
                for wire in &whole {
                    let done = inflate.decompress(black_box(wire), &mut room, InflateFlush::SyncFlush);
                    black_box(done).expect("it was compressed");
                }
            }),
        ],
    }
}
