use super::*;
use crate::corpus::{Corpus, Windows};
use crate::random::SplitMix64;
use wsspec_codec::deflate::{Compressor, InflateError, Inflater};

/// Writes blocks bit by bit.
#[derive(Default)]
struct Writer {
    octets: Vec<u8>,
    bits: usize,
}

impl Writer {
    /// Numbers come with their least significant bit first.
    fn number(mut self, value: usize, bits: usize) -> Writer {
        for bit in 0..bits {
            if self.bits.is_multiple_of(8) {
                self.octets.push(0);
            }
            let last = self.octets.len() - 1;
            self.octets[last] |= ((value >> bit & 1) as u8) << (self.bits % 8);
            self.bits += 1;
        }
        self
    }

    /// Codes come with their most significant bit first.
    fn code(self, code: usize, bits: usize) -> Writer {
        (0..bits)
            .rev()
            .fold(self, |writer, bit| writer.number(code >> bit & 1, 1))
    }

    fn header(self, is_final: bool, kind: usize) -> Writer {
        self.number(is_final.into(), 1).number(kind, 2)
    }

    fn align(self) -> Writer {
        let left = self.bits.next_multiple_of(8) - self.bits;
        self.number(0, left)
    }

    fn stored(self, octets: &[u8]) -> Writer {
        let header = self.header(false, 0).align();
        let lengths = header.number(octets.len(), 16).number(!octets.len(), 16);
        octets
            .iter()
            .fold(lengths, |writer, &octet| writer.number(octet.into(), 8))
    }

    /// A symbol of the fixed code.
    fn symbol(self, symbol: usize) -> Writer {
        match symbol {
            0..144 => self.code(0b0011_0000 + symbol, 8),
            144..256 => self.code(0b1_1001_0000 + symbol - 144, 9),
            256..280 => self.code(symbol - 256, 7),
            _ => self.code(0b1100_0000 + symbol - 280, 8),
        }
    }

    /// Repeats three octets, as a symbol of a distance and its further bits say.
    fn three_from(self, symbol: usize, extra: usize, bits: usize) -> Writer {
        self.symbol(257).code(symbol, 5).number(extra, bits)
    }

    /// Ends the message as a flush does, without the four octets.
    fn end(self) -> Vec<u8> {
        self.header(false, 0).align().octets
    }
}

fn measure(message: &[u8]) -> Result<Reach, Malformed> {
    DistanceMeter::default().message(message)
}

fn inflate(inflater: &mut Inflater, message: &[u8]) -> Result<Vec<u8>, InflateError> {
    let mut out = Vec::new();
    inflater.begin();
    inflater.data(message, |made| out.extend_from_slice(made))?;
    inflater.end()?;
    Ok(out)
}

fn reach(furthest: u32, produced: u64, reaches_before: u64) -> Reach {
    Reach {
        furthest,
        produced,
        reaches_before,
        padded_with_ones: false,
    }
}

#[test]
fn the_examples_of_rfc_7692_section_7_2_3_are_measured() {
    let mut meter = DistanceMeter::default();
    let hello = b"\xf2\x48\xcd\xc9\xc9\x07\x00";
    assert_eq!(meter.message(hello), Ok(reach(0, 5, 0)));
    // An H, and the other four letters from the message before.
    assert_eq!(meter.message(b"\xf2\x00\x11\x00\x00"), Ok(reach(5, 5, 4)));
    for message in [
        &b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"[..],
        b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00",
        b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00",
    ] {
        assert_eq!(meter.message(message), Ok(reach(0, 5, 0)));
    }
    assert_eq!(meter.message(b"\x00"), Ok(reach(0, 0, 0)));
}

#[test]
fn every_length_and_distance_is_read_as_zlib_reads_it() {
    let random: [u8; 32_768] = SplitMix64::new(1).octets();
    let mut writer = Writer::default().stored(&random).header(false, 1);
    let mut furthest = 0;
    for symbol in 0..30 {
        let bits = if symbol < 4 { 0 } else { symbol / 2 - 1 };
        for extra in [0, (1 << bits) - 1] {
            let length = 257 + symbol.min(28);
            let more = usize::from(LENGTHS[length - 257].1);
            writer = writer.symbol(length).number((1 << more) - 1, more);
            writer = writer.code(symbol, 5).number(extra, bits);
            furthest = furthest.max(extra);
        }
    }
    let message = writer.symbol(END).end();
    let inflated = inflate(&mut Inflater::new(true), &message).unwrap();
    assert_eq!(measure(&message), Ok(reach(32_768, inflated.len() as u64, 0)));
}

#[test]
fn a_message_reaches_as_far_back_as_its_furthest_distance_says() {
    let mut meter = DistanceMeter::default();
    let stored = Writer::default().stored(&[7; 1000]).end();
    assert_eq!(meter.message(&stored), Ok(reach(0, 1000, 0)));
    // Symbol 17 is 385 to 512, symbol 18 is 513 to 768, symbol 19 is 769 to 1024.
    let message = Writer::default()
        .header(false, 1)
        .three_from(18, 37, 8)
        .three_from(17, 2, 7)
        .symbol(END)
        .end();
    assert_eq!(meter.message(&message), Ok(reach(550, 6, 550)));
    let first_octet = Writer::default().header(false, 1).three_from(19, 1005 - 768, 8);
    assert_eq!(meter.message(&first_octet.symbol(END).end()), Ok(reach(1006, 3, 1006)));
    let too_far = Writer::default().header(false, 1).three_from(19, 1010 - 769, 8);
    assert_eq!(
        meter.message(&too_far.symbol(END).end()),
        Err(Malformed::TooFar {
            distance: 1010,
            available: 1009
        })
    );
}

#[test]
fn nothing_is_further_away_than_the_window_and_with_takeover_something_is_before_the_message() {
    for bits in 9..=15 {
        for fresh in [false, true] {
            let window = 1usize << bits;
            // zlib keeps 262 octets of the window for itself.
            let random: [u8; 32_768] = SplitMix64::new(bits.into()).octets();
            let payload = random[..window - 270].repeat(3);
            let mut compressor = Compressor::new(bits);
            let mut meter = DistanceMeter::default();
            for index in 0..3 {
                let mut message = Vec::new();
                compressor.message(&payload, fresh, &mut message);
                let reach = meter.message(&message).unwrap();
                assert_eq!(reach.produced, payload.len() as u64);
                assert_eq!(reach.furthest as usize, window - 270, "a window of {window}");
                assert_eq!(reach.reaches_before > 0, index > 0 && !fresh, "a window of {window}");
            }
        }
    }
}

#[test]
fn windows_of_all_bodies_are_measured() {
    let all = [
        Corpus::Json,
        Corpus::Html,
        Corpus::Text,
        Corpus::Bitmap,
        Corpus::Document,
    ];
    for (corpus, bits) in all.into_iter().zip([9, 11, 13, 14, 15]) {
        for len in [16, 1000, 50_000] {
            let mut windows = Windows::new(corpus, len);
            let mut compressor = Compressor::new(bits);
            let mut meter = DistanceMeter::default();
            for _ in 0..8 {
                let (payload, mut message) = (windows.next().octets, Vec::new());
                compressor.message(payload, false, &mut message);
                let reach = meter.message(&message).unwrap();
                assert_eq!(reach.produced, payload.len() as u64, "{corpus}");
                assert!(reach.furthest <= 1 << bits, "{corpus}: {}", reach.furthest);
            }
        }
    }
}

#[test]
fn codes_of_fifteen_bits_are_read() {
    // Each octet is as frequent as the two before together, which makes the longest codes there are.
    let (mut counts, mut payload) = ((1, 1), Vec::new());
    for octet in 0..20 {
        payload.extend(vec![octet; counts.0]);
        counts = (counts.1, counts.0 + counts.1);
    }
    let mut random = SplitMix64::new(3);
    for index in (1..payload.len()).rev() {
        payload.swap(index, (random.next_u64() % (index as u64 + 1)) as usize);
    }
    let mut message = Vec::new();
    Compressor::new(9).message(&payload, true, &mut message);
    assert_eq!(measure(&message).unwrap().produced, payload.len() as u64);
}

#[test]
fn blocks_may_follow_a_final_one_and_may_be_empty() {
    let fixed = |is_final| {
        Writer::default()
            .header(is_final, 1)
            .symbol(65)
            .symbol(END)
            .align()
            .octets
    };
    let message = [
        fixed(true),
        fixed(true),
        Writer::default().stored(b"").stored(b"xy").end(),
    ]
    .concat();
    assert_eq!(measure(&message), Ok(reach(0, 4, 0)));
}

#[test]
fn what_is_malformed_is_named() {
    let start = || Writer::default().header(false, 1);
    for (message, error) in [
        (vec![], Malformed::Truncated),
        (start().symbol(65).octets, Malformed::Truncated),
        (
            Writer::default()
                .header(false, 0)
                .align()
                .number(5, 16)
                .number(!5, 16)
                .octets,
            Malformed::Truncated,
        ),
        (Writer::default().header(false, 3).end(), Malformed::BlockType),
        (
            Writer::default()
                .header(false, 0)
                .align()
                .number(5, 16)
                .number(5, 16)
                .end(),
            Malformed::StoredLength,
        ),
        (start().symbol(286).end(), Malformed::Symbol),
        (start().symbol(65).three_from(30, 0, 0).end(), Malformed::Symbol),
        (
            start().three_from(0, 0, 0).end(),
            Malformed::TooFar {
                distance: 1,
                available: 0,
            },
        ),
        // 287 literals, a repetition of nothing, and too many codes of one bit.
        (
            Writer::default().header(false, 2).number(30, 5).number(0, 9).end(),
            Malformed::Code,
        ),
        (
            Writer::default()
                .header(false, 2)
                .number(0, 14)
                .number(1, 3)
                .number(0, 9)
                .end(),
            Malformed::Code,
        ),
        (
            Writer::default()
                .header(false, 2)
                .number(0, 14)
                .number(0o1111, 12)
                .end(),
            Malformed::Code,
        ),
    ] {
        assert_eq!(measure(&message), Err(error), "{message:02x?}");
    }
}

#[test]
fn damaged_messages_are_refused_where_zlib_refuses_them() {
    let mut random = SplitMix64::new(7692);
    let (mut refused, mut measured) = (0, 0);
    let mut whole = Vec::new();
    for round in 0..4000 {
        if round % 20 == 0 {
            let corpus = [Corpus::Json, Corpus::Text, Corpus::Document][round / 20 % 3];
            let mut windows = Windows::new(corpus, 1 + (random.next_u64() % 2000) as usize);
            for _ in 0..round / 20 % 7 {
                windows.next();
            }
            let payload = windows.next().octets;
            whole.clear();
            Compressor::new(15).message(payload, true, &mut whole);
        }
        let mut message = whole.clone();
        for _ in 0..=random.next_u64() % 3 {
            let at = (random.next_u64() % message.len() as u64) as usize;
            match random.next_u64() % 4 {
                0 => message.truncate(at + 1),
                1 => message[at] = random.next_u64() as u8,
                _ => message[at] ^= 1 << (random.next_u64() % 8),
            }
        }
        let mut inflater = Inflater::new(false);
        match (measure(&message), inflate(&mut inflater, &message)) {
            (Ok(reach), Ok(inflated)) => {
                assert_eq!(reach.produced, inflated.len() as u64);
                measured += 1;
            }
            (Err(error), Err(_)) => {
                assert!(!error.to_string().is_empty());
                refused += 1;
            }
            // To zlib there is always more to come.
            (Err(Malformed::Truncated), Ok(_)) => {}
            // Behind a whole block the meter does not ask for the flush that was left out: it only measures.
            (Ok(_), Err(InflateError::Incomplete)) => {}
            (Err(error), Ok(_)) => {
                // It waits for the rest, and takes the next message for it.
                let next = Writer::default().stored(b"next").end();
                assert_ne!(inflate(&mut inflater, &next), Ok(b"next".to_vec()), "{error}");
            }
            (measured, inflated) => panic!("{measured:?}, but zlib says {:?}", inflated.map(|octets| octets.len())),
        }
    }
    assert!(
        refused > 500 && measured > 500,
        "{refused} refused, {measured} measured"
    );
}
