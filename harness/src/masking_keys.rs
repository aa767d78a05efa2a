//! Whether masking keys may have come from a strong source of entropy (RFC 6455 5.3): a statistical check.
//!
//! No finite number of keys proves that the next one cannot be predicted. What can be shown is that they do not look as keys
//! drawn independently and evenly from all of 2^32 would: keys that come again, more often than chance lets them; a step from
//! key to key that comes again, as of a counter; bits that follow from other bits, as where sixteen bits are spread over
//! thirty-two or some never change; bits that are set too often or too seldom; and bits that repeat themselves after a while,
//! as the low bits of a linear congruential generator do. A 16-bit generator shows itself by one of them within 2,000 frames,
//! and one that takes all its 65,536 states in turn, well mixed, within 70,000.
//!
//! Each test has a fifth of [`FALSE_ALARM`], and compares with a bound that holds for every number of keys, so few keys make
//! the check weak and never wrong.

use std::collections::HashSet;
use std::fmt;

use wsspec_codec::rfc::{Clause, rfc6455};

/// How likely it is at most that keys from a perfect source are called predictable: one check in a thousand million.
pub const FALSE_ALARM: f64 = 1e-9;

/// The part of it that each of the five tests has.
const BUDGET: f64 = FALSE_ALARM / 5.0;

/// A masking key as it stands in a frame.
pub type Key = [u8; 4];

/// Why masking keys cannot have been drawn from a strong source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Predictable {
    /// Keys came again.
    Repeated {
        /// How many frames had a key that was used before.
        times: usize,
        /// Of so many.
        frames: usize,
        /// The first of those keys.
        key: Key,
    },
    /// Keys came again that the subject had used in other connections.
    FromElsewhere {
        /// How many.
        times: usize,
        /// Of so many.
        frames: usize,
    },
    /// The same step led from one key to the next.
    Stepping {
        /// How many steps were like one before.
        times: usize,
        /// Of so many.
        steps: usize,
        /// How the step was computed.
        by: &'static str,
    },
    /// Bits follow from other bits of the same key, or never change: there are fewer than 32 to guess.
    Dependent {
        /// How many are independent.
        bits: u32,
    },
    /// A bit is set too often or too seldom.
    Unbalanced {
        /// Which, counted from the first bit on the wire.
        bit: usize,
        /// How often it was set.
        set: usize,
        /// Of so many.
        frames: usize,
    },
    /// A bit tells what it will be so many frames later.
    Periodic {
        /// Which, counted from the first bit on the wire.
        bit: usize,
        /// How many frames later.
        lag: usize,
        /// How often it was the same.
        same: usize,
        /// Of so many pairs.
        pairs: usize,
    },
}

impl Predictable {
    /// The clause that is broken.
    pub fn clause(&self) -> &'static Clause {
        match self {
            Predictable::Repeated { .. } => rfc6455::FRESH_KEY,
            _ => rfc6455::UNPREDICTABLE,
        }
    }
}

impl fmt::Display for Predictable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Predictable::Repeated { times, frames, key } => write!(
                f,
                "{times} of {frames} frames have a masking key that was used before, such as {}",
                crate::bytes::hex(key)
            ),
            Predictable::FromElsewhere { times, frames } => write!(
                f,
                "{times} of {frames} frames have a masking key that was used in another connection"
            ),
            Predictable::Stepping { times, steps, by } => write!(
                f,
                "{times} of {steps} steps from one masking key to the next, {by}, are like one before"
            ),
            Predictable::Dependent { bits } => write!(
                f,
                "only {bits} of the 32 bits of a masking key are independent of each other"
            ),
            Predictable::Unbalanced { bit, set, frames } => {
                write!(f, "bit {bit} of the masking keys is set in {set} of {frames} frames")
            }
            Predictable::Periodic { bit, lag, same, pairs } => write!(
                f,
                "bit {bit} of the masking keys is what it was {lag} frames before in {same} of {pairs} frames"
            ),
        }
    }
}

/// Judges the masking keys of a connection, in the order of their frames, and those that the same subject used before in
/// other connections, in any order.
pub fn judge(keys: &[Key], elsewhere: &[Key]) -> Result<(), Predictable> {
    repeated(keys)?;
    from_elsewhere(keys, elsewhere)?;
    stepping(keys)?;
    dependent(keys)?;
    bits(keys)
}

/// How many of `draws` values, each of which is one of `known` with a probability of `known` in 2^32 at most, are too many
/// to be chance: so many happen with a probability of `budget` at most. The bound is that of all choices of so many draws.
fn too_many(draws: usize, known: usize, budget: f64) -> usize {
    let mean = draws as f64 * known as f64 / 4_294_967_296.0;
    let mut bound = 1.0;
    let mut times = 0;
    while bound > budget {
        times += 1;
        bound *= mean / times as f64;
    }
    times
}

fn repeated(keys: &[Key]) -> Result<(), Predictable> {
    let mut seen = HashSet::new();
    let again: Vec<Key> = keys.iter().copied().filter(|&key| !seen.insert(key)).collect();
    match again.first() {
        Some(&key) if again.len() >= too_many(keys.len(), keys.len(), BUDGET) => Err(Predictable::Repeated {
            times: again.len(),
            frames: keys.len(),
            key,
        }),
        _ => Ok(()),
    }
}

fn from_elsewhere(keys: &[Key], elsewhere: &[Key]) -> Result<(), Predictable> {
    let known: HashSet<&Key> = elsewhere.iter().collect();
    let (times, frames) = (keys.iter().filter(|key| known.contains(key)).count(), keys.len());
    if times > 0 && times >= too_many(frames, known.len(), BUDGET) {
        return Err(Predictable::FromElsewhere { times, frames });
    }
    Ok(())
}

/// What leads from one key to the next, as a number.
type Step = fn(Key, Key) -> u32;

/// The ways to say it.
const STEPS: [(&str, Step); 3] = [
    ("as a difference of big-endian numbers", |a, b| {
        u32::from_be_bytes(b).wrapping_sub(u32::from_be_bytes(a))
    }),
    ("as a difference of little-endian numbers", |a, b| {
        u32::from_le_bytes(b).wrapping_sub(u32::from_le_bytes(a))
    }),
    ("bit by bit", |a, b| u32::from_be_bytes(b) ^ u32::from_be_bytes(a)),
];

/// Of keys drawn evenly, the steps are drawn evenly too.
fn stepping(keys: &[Key]) -> Result<(), Predictable> {
    for (by, step) in STEPS {
        let mut seen = HashSet::new();
        let steps = keys.len().saturating_sub(1);
        let times = keys
            .windows(2)
            .filter(|pair| !seen.insert(step(pair[0], pair[1])))
            .count();
        if times > 0 && times >= too_many(steps, steps, BUDGET / STEPS.len() as f64) {
            return Err(Predictable::Stepping { times, steps, by });
        }
    }
    Ok(())
}

/// Keys, each with a bit that is always set, span a space of 33 dimensions over the field of two elements; each of the
/// 2^33 relations that could keep them from it survives n keys with a probability of 2^-n.
fn dependent(keys: &[Key]) -> Result<(), Predictable> {
    const ENOUGH: usize = 33 + 33;
    if keys.len() < ENOUGH {
        return Ok(());
    }
    let mut basis = [0u64; 33];
    for key in keys {
        let mut vector = 1 << 32 | u64::from(u32::from_be_bytes(*key));
        while vector != 0 {
            let top = vector.ilog2() as usize;
            if basis[top] == 0 {
                basis[top] = vector;
                break;
            }
            vector ^= basis[top];
        }
    }
    match basis.iter().filter(|&&vector| vector != 0).count() as u32 {
        33 => Ok(()),
        dimensions => Err(Predictable::Dependent { bits: dimensions - 1 }),
    }
}

/// So many frames apart are all bits compared with themselves, and then at twice as many, and so on.
const LAGS: usize = 256;

/// Each bit over time: how often it is set, and how often it is what it was some frames before. Of an even source these are
/// sums of independent fair coins, for which Hoeffding's inequality bounds how far they stray.
fn bits(keys: &[Key]) -> Result<(), Predictable> {
    let frames = keys.len();
    let lags: Vec<usize> = (1..=LAGS)
        .chain((1..).map(|double| LAGS << double).take_while(|lag| *lag < frames))
        .take_while(|&lag| lag <= frames / 2)
        .collect();
    let tests = 32.0 * (1 + lags.len()) as f64;
    let strays = |count: usize, of: usize| {
        let most = (of as f64 / 2.0 * (2.0 * tests / BUDGET).ln()).sqrt();
        (count as f64 - of as f64 / 2.0).abs() > most
    };
    let words: Vec<u32> = keys.iter().map(|key| u32::from_be_bytes(*key)).collect();
    // Bit by bit, as a row of so many words.
    let row = |bit: usize| -> Vec<u64> {
        let of = |chunk: &[u32]| {
            chunk
                .iter()
                .enumerate()
                .fold(0, |row, (at, word)| row | u64::from(word >> (31 - bit) & 1) << at)
        };
        words.chunks(64).map(of).collect()
    };
    for bit in 0..32 {
        let row = row(bit);
        let set = row.iter().map(|word| word.count_ones() as usize).sum();
        if strays(set, frames) {
            return Err(Predictable::Unbalanced { bit, set, frames });
        }
        for &lag in &lags {
            let pairs = frames - lag;
            let same = pairs - differing(&row, lag, pairs);
            if strays(same, pairs) {
                return Err(Predictable::Periodic { bit, lag, same, pairs });
            }
        }
    }
    Ok(())
}

/// How many of the first `pairs` bits differ from the bit `lag` further on.
fn differing(row: &[u64], lag: usize, pairs: usize) -> usize {
    let later = |word: usize| {
        let (skip, shift) = (word + lag / 64, lag % 64);
        let low = row.get(skip).copied().unwrap_or(0) >> shift;
        let high = row.get(skip + 1).copied().unwrap_or(0);
        if shift == 0 { low } else { low | high << (64 - shift) }
    };
    (0..pairs.div_ceil(64))
        .map(|word| {
            let wanted = (pairs - word * 64).min(64);
            let mask = if wanted == 64 { u64::MAX } else { (1 << wanted) - 1 };
            ((row[word] ^ later(word)) & mask).count_ones() as usize
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SplitMix64;

    /// Keys that come of a number after the other.
    fn keys(count: usize, mut next: impl FnMut() -> u32) -> Vec<Key> {
        (0..count).map(|_| next().to_be_bytes()).collect()
    }

    fn good(count: usize, seed: u64) -> Vec<Key> {
        let mut random = SplitMix64::new(seed);
        (0..count).map(|_| random.octets()).collect()
    }

    const FRAMES: usize = 2048;

    #[test]
    fn good_keys_pass_whatever_their_number() {
        for count in [0, 1, 2, 3, 40, 66, 100, 1000] {
            for seed in 0..200 {
                let elsewhere = good(500, seed + 1_000_000);
                assert_eq!(judge(&good(count, seed), &elsewhere), Ok(()), "{count} {seed}");
            }
        }
        for seed in 0..40 {
            assert_eq!(judge(&good(FRAMES, seed), &good(5000, seed + 99)), Ok(()), "{seed}");
        }
        assert_eq!(judge(&good(70_000, 7), &[]), Ok(()));
    }

    #[test]
    fn a_fixed_key_is_noticed_in_a_few_frames() {
        assert_eq!(
            judge(&[[0; 4]; 3], &[]),
            Err(Predictable::Repeated {
                times: 2,
                frames: 3,
                key: [0; 4]
            })
        );
        assert_eq!(judge(&[[1, 2, 3, 4]; 3], &[]).unwrap_err().clause(), rfc6455::FRESH_KEY);
    }

    #[test]
    fn a_counter_is_noticed_in_either_order_of_octets_and_in_one_octet() {
        for (place, step) in [(0, 1u32), (8, 1), (24, 1), (0, 0x0101_0101), (0, 12345)] {
            let mut count = 0xDEAD_BEEF_u32;
            let counted = keys(40, || {
                count = count.wrapping_add(step << place);
                count
            });
            assert!(
                matches!(judge(&counted, &[]), Err(Predictable::Stepping { .. })),
                "{place} {step}"
            );
            let swapped: Vec<Key> = counted.iter().map(|key| [key[3], key[2], key[1], key[0]]).collect();
            assert!(
                matches!(judge(&swapped, &[]), Err(Predictable::Stepping { .. })),
                "{place} {step}"
            );
        }
    }

    #[test]
    fn sixteen_bits_are_noticed_however_they_are_spread() {
        let mut random = SplitMix64::new(1);
        let mut bits = || random.next_u64() as u32 & 0xFFFF;
        type Spread = fn(u32) -> u32;
        let spreads: [(&str, Spread); 5] = [
            ("in the low half", |x| x),
            ("in the high half", |x| x << 16),
            ("twice", |x| x << 16 | x),
            ("and their complement", |x| x << 16 | !x & 0xFFFF),
            ("mixed well", |x| SplitMix64::new(u64::from(x)).next_u64() as u32),
        ];
        for (how, spread) in spreads {
            assert!(judge(&keys(FRAMES, || spread(bits())), &[]).is_err(), "{how}");
        }
    }

    #[test]
    fn a_generator_with_sixteen_bits_of_state_is_noticed_when_it_has_been_through_them() {
        let mut state = 1u16;
        let mut next = move || {
            state = state.wrapping_mul(25_173).wrapping_add(13_849);
            state
        };
        // Octet by octet, the upper half of its state: the low one of these bits has a period of 512 octets.
        let octets = keys(FRAMES, || (0..4).fold(0, |key, _| key << 8 | u32::from(next() >> 8)));
        assert!(judge(&octets, &[]).is_err());
        let mut state = 0u16;
        let mixed = keys(70_000, || {
            state = state.wrapping_add(1);
            SplitMix64::new(u64::from(state)).next_u64() as u32
        });
        assert_eq!(judge(&mixed[..FRAMES], &[]), Ok(()), "nothing has come again yet");
        assert!(matches!(judge(&mixed, &[]), Err(Predictable::Repeated { .. })));
    }

    #[test]
    fn a_linear_congruential_generator_is_noticed_by_its_low_bits() {
        let mut state = 42u32;
        let numbers = keys(FRAMES, || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state
        });
        assert!(matches!(judge(&numbers, &[]), Err(Predictable::Periodic { .. })));
    }

    #[test]
    fn keys_of_letters_and_biased_bits_are_noticed() {
        let mut random = SplitMix64::new(5);
        let letters: Vec<Key> = (0..FRAMES)
            .map(|_| [(); 4].map(|()| b'a' + random.below(26) as u8))
            .collect();
        assert!(judge(&letters, &[]).is_err());
        assert!(matches!(judge(&letters[..70], &[]), Err(Predictable::Dependent { .. })));
        let mut random = SplitMix64::new(6);
        let biased = keys(FRAMES, || {
            (random.next_u64() as u32) | (random.next_u64() as u32) & 0x8000_0000
        });
        assert!(matches!(
            judge(&biased, &[]),
            Err(Predictable::Unbalanced { bit: 0, .. })
        ));
    }

    #[test]
    fn a_generator_that_begins_the_same_in_each_connection_is_noticed() {
        let first = good(40, 3);
        assert_eq!(judge(&first, &[]), Ok(()));
        assert_eq!(
            judge(&first, &good(40, 3)),
            Err(Predictable::FromElsewhere { times: 40, frames: 40 })
        );
    }

    #[test]
    fn the_bounds_are_as_small_as_they_say() {
        assert_eq!(
            too_many(3, 3, BUDGET),
            2,
            "one of three may come again once in a thousand million"
        );
        assert_eq!(too_many(FRAMES, FRAMES, BUDGET), 3);
        assert!((10..20).contains(&too_many(70_000, 70_000, BUDGET)));
    }
}
