//! Inputs without an engine: changes of seeds, the same on every machine.
//!
//! It knows nothing of coverage, and so finds less in a run than libFuzzer does. It is for tests, and to measure oracles
//! and inputs themselves.

use wsspec::random::SplitMix64;

use crate::target::Target;

/// The inputs of a target: each a seed, or one of the inputs before it, changed up to eight times.
#[derive(Debug)]
pub struct Runs {
    target: Target,
    random: SplitMix64,
    pool: Vec<Vec<u8>>,
    how: How,
}

/// Where the inputs begin, and how they change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// With the seeds, as the target changes them.
    Seeds,
    /// With nothing, as the target changes it.
    Nothing,
    /// With nothing, octet by octet, whatever the target's inputs mean.
    Octets,
}

/// No input is longer, in octets.
const MOST: usize = 1024;

/// How many inputs are remembered to be changed further.
const POOL: usize = 512;

impl Runs {
    /// The inputs that this number begins.
    pub fn new(target: &Target, how: How, seed: u64) -> Runs {
        let seeds = match how {
            How::Seeds => (target.seeds)().into_values().collect(),
            How::Nothing | How::Octets => vec![Vec::new()],
        };
        Runs {
            target: *target,
            random: SplitMix64::new(seed).fork(target.name),
            pool: seeds,
            how,
        }
    }

    /// Changes octets: one of a few ways, none of which knows what they mean.
    fn change_octets(&mut self, input: &mut Vec<u8>) {
        let at = self.random.below(input.len() + 1);
        let rest = input.len() - at;
        match self.random.below(8) {
            0 | 1 if rest > 0 => input[at] ^= 1 << self.random.below(8),
            2 if rest > 0 => input[at] = [0x00, 0x01, 0x7E, 0x7F, 0x80, 0x81, 0xFF][self.random.below(7)],
            3 if rest > 0 => drop(input.drain(at..at + 1 + self.random.below(rest.min(8)))),
            4 if rest > 0 => {
                let piece = input[at..at + 1 + self.random.below(rest.min(16))].to_vec();
                let to = self.random.below(input.len() + 1);
                input.splice(to..to, piece);
            }
            5 => {
                let other = &self.pool[self.random.below(self.pool.len())];
                let from = self.random.below(other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            _ => {
                let octets = self.random.octets::<8>();
                let len = 1 + self.random.below(8);
                input.splice(at..at, octets[..len].iter().copied());
            }
        }
        input.truncate(MOST);
    }
}

impl Iterator for Runs {
    type Item = Vec<u8>;

    fn next(&mut self) -> Option<Vec<u8>> {
        let chosen = self.random.below(self.pool.len());
        let mut input = self.pool[chosen].clone();
        for _ in 0..=self.random.below(8) {
            match self.target.mutate.filter(|_| self.how != How::Octets) {
                Some(mutate) => mutate(&mut input, MOST, self.random.next_u64() as u32),
                None => self.change_octets(&mut input),
            }
        }
        if self.pool.len() < POOL {
            self.pool.push(input.clone());
        } else {
            let old = self.random.below(POOL);
            // The seeds stay.
            if self.how != How::Seeds || old.is_multiple_of(2) {
                self.pool[old].clone_from(&input);
            }
        }
        Some(input)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TARGETS;

    #[test]
    fn the_same_number_makes_the_same_inputs() {
        for target in TARGETS {
            let inputs = |seed| Runs::new(target, How::Seeds, seed).take(50).collect::<Vec<_>>();
            assert_eq!(inputs(1), inputs(1), "{}", target.name);
            assert_ne!(inputs(1), inputs(2), "{}", target.name);
        }
    }
}
