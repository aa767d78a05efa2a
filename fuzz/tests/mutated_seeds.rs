//! Thousands of inputs near the seeds of each target of text, without an engine; the same every time.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use wsspec::random::SplitMix64;
use wsspec_fuzz::target::Target;
use wsspec_fuzz::{EXTENSIONS, HANDSHAKE_REQUEST, HANDSHAKE_RESPONSE};

#[test]
fn ten_thousand_mutated_requests_pass() {
    mutated(HANDSHAKE_REQUEST, "handshake", 10_000);
}

#[test]
fn ten_thousand_mutated_responses_pass() {
    mutated(HANDSHAKE_RESPONSE, "handshake", 10_000);
}

#[test]
fn twenty_thousand_mutated_extensions_pass() {
    mutated(EXTENSIONS, "extensions", 20_000);
}

#[test]
fn a_dictionary_has_words() {
    assert!(words("handshake").contains(&b"\r\n\r\n".to_vec()));
    assert!(words("extensions").contains(&b"permessage-deflate".to_vec()));
}

/// Plays so many inputs, each a seed with one to four changes.
fn mutated(target: Target, dictionary: &str, count: u32) {
    let seeds: Vec<_> = (target.seeds)().into_values().collect();
    let words = words(dictionary);
    let mut random = SplitMix64::new(6455);
    for _ in 0..count {
        let mut input = seeds[random.below(seeds.len())].clone();
        for _ in 0..=random.below(4) {
            change(&mut input, &seeds, &words, &mut random);
        }
        (target.run)(&input);
    }
}

/// Makes one change anywhere.
fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], words: &[Vec<u8>], random: &mut SplitMix64) {
    let at = random.below(input.len() + 1);
    let length = random.below(9).min(input.len() - at);
    match random.below(8) {
        0 if at < input.len() => input[at] ^= 1 << random.below(8),
        1 if at < input.len() => input[at] = random.next_u64() as u8,
        2 => drop(input.splice(at..at, words[random.below(words.len())].iter().copied())),
        3 => drop(input.splice(at..at + length, words[random.below(words.len())].iter().copied())),
        4 => drop(input.drain(at..at + length)),
        5 => {
            let again = input[at..at + length].to_vec();
            drop(input.splice(at..at, again));
        }
        6 => {
            let mut lines: Vec<_> = input
                .split_inclusive(|octet| *octet == b'\n')
                .map(<[u8]>::to_vec)
                .collect();
            if !lines.is_empty() {
                let [one, other] = [random.below(lines.len()), random.below(lines.len())];
                lines.swap(one, other);
            }
            *input = lines.concat();
        }
        _ => {
            let other = &seeds[random.below(seeds.len())];
            input.truncate(at);
            input.extend_from_slice(&other[random.below(other.len())..]);
        }
    }
}

/// The words of a dictionary in libFuzzer's notation.
fn words(dictionary: &str) -> Vec<Vec<u8>> {
    let path = format!("{}/dict/{dictionary}.dict", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| word(line.split_once('"').unwrap().1.strip_suffix('"').unwrap()))
        .collect()
}

fn word(text: &str) -> Vec<u8> {
    let mut octets = text.bytes();
    let mut word = Vec::new();
    while let Some(octet) = octets.next() {
        word.push(match octet {
            b'\\' => match octets.next().unwrap() {
                b'x' => {
                    let digits = [octets.next().unwrap(), octets.next().unwrap()];
                    u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
                }
                quoted => quoted,
            },
            octet => octet,
        });
    }
    word
}
