//! Inputs that are values: one octet that says which encoding, and the value in it.
//!
//! A corpus outlives the types it was written with. So these are only ever appended to: a new field at the end of the
//! outermost value, a new variant after the last. What cannot be done so gets a new [`VERSION`](Structured::VERSION), and
//! the old inputs are written anew. Each regression is kept as octets on the wire besides.

use mutatis::{DefaultMutate, Session};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value that an input means.
pub trait Structured: Serialize + DeserializeOwned + DefaultMutate + Default {
    /// The first octet of its inputs.
    const VERSION: u8;

    /// What an input means. One of another version, or cut off, means nothing.
    fn decode(input: &[u8]) -> Option<Self> {
        let (&version, rest) = input.split_first()?;
        (version == Self::VERSION).then(|| postcard::from_bytes(rest).ok())?
    }

    /// The input that means this value.
    fn encode(&self) -> Vec<u8> {
        postcard::to_extend(self, vec![Self::VERSION]).expect("every value can be encoded")
    }
}

/// Changes one field of the value that an input means. An input that means none becomes a simple one.
pub fn mutate<T>(input: &mut Vec<u8>, most: usize, seed: u32)
where
    T: Structured,
    <T as DefaultMutate>::DefaultMutate: Default,
{
    let mut value = T::decode(input).unwrap_or_default();
    let mut session = Session::new().seed(u64::from(seed)).shrink(most < input.len());
    // A value that cannot change, or became too large, stays as it is; the next change has another seed.
    if session.mutate(&mut value).is_ok() {
        let changed = value.encode();
        if changed.len() <= most {
            *input = changed;
        }
    }
}

/// Changes an input where libFuzzer holds it, and gives its new length. One change in eight is libFuzzer's own, so that
/// the encoding itself is tried too.
#[cfg(fuzzing)]
pub fn in_place(
    mutator: Option<crate::target::Mutator>,
    data: &mut [u8],
    size: usize,
    most: usize,
    seed: u32,
) -> usize {
    let Some(mutator) = mutator.filter(|_| seed % 8 != 0) else {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    };
    let mut input = data[..size].to_vec();
    mutator(&mut input, most, seed);
    input.truncate(most);
    data[..input.len()].copy_from_slice(&input);
    input.len()
}
