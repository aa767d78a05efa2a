//! What a fuzz target is, whichever engine runs it, and without one.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::finding::kept::is_beside_an_input;

/// A fuzz target: every oracle of one subject, on one input.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Of its program, its corpus and its regressions.
    pub name: &'static str,
    /// Judges an input, and panics with a sentence, the octets and the clause when a statement does not hold.
    pub run: fn(&[u8]),
    /// Where its corpus begins.
    pub seeds: fn() -> Seeds,
    /// Changes an input by one field of what it means; `None` where octets are the structure.
    pub mutate: Option<Mutator>,
    /// What an input puts on the wire, for people to look at.
    pub wire: fn(&[u8]) -> Vec<Flow>,
}

/// Octets that go one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Who sends what: "a client's frames".
    pub what: String,
    /// How they are to be read.
    pub form: Form,
    /// As they stand on the wire.
    pub octets: Vec<u8>,
}

/// How octets are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Frames, one after the other.
    Frames,
    /// The head of a request or response, or a field value.
    Text,
    /// Neither.
    Octets,
}

/// Inputs, named after what they are.
pub type Seeds = BTreeMap<String, Vec<u8>>;

/// Changes an input so that it takes at most so many octets. The same number makes the same change.
pub type Mutator = fn(input: &mut Vec<u8>, most: usize, seed: u32);

impl Target {
    /// Where its inputs are kept.
    pub fn corpus(&self) -> PathBuf {
        folder("corpus").join(self.name)
    }

    /// Where the inputs are on which it once failed.
    pub fn regressions(&self) -> PathBuf {
        folder("regressions").join(self.name)
    }

    /// Plays files, and the inputs in folders, and says which.
    ///
    /// # Errors
    /// A file or folder cannot be read.
    pub fn replay(&self, paths: impl IntoIterator<Item = impl Into<PathBuf>>) -> io::Result<()> {
        for path in paths {
            let path = path.into();
            let failed = |error| io::Error::other(format!("{}: {error}", path.display()));
            if path.is_dir() {
                let inside = path.read_dir().map_err(failed)?;
                let mut inside = inside
                    .map(|entry| entry.map(|entry| entry.path()))
                    .collect::<io::Result<Vec<_>>>()?;
                inside.retain(|path| !is_beside_an_input(path));
                inside.sort();
                self.replay(inside)?;
            } else {
                println!("{}", path.display());
                (self.run)(&std::fs::read(&path).map_err(failed)?);
            }
        }
        Ok(())
    }
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The program of a target. For libFuzzer under `cargo fuzz`; otherwise it plays the files that it is given.
#[macro_export]
macro_rules! program {
    ($target:path) => {
        #[cfg(fuzzing)]
        $crate::libfuzzer_sys::fuzz_target!(|input: &[u8]| ($target.run)(input));

        #[cfg(not(fuzzing))]
        fn main() -> std::io::Result<()> {
            $target.replay(std::env::args_os().skip(1))
        }
    };
    ($target:path, structured) => {
        $crate::program!($target);

        #[cfg(fuzzing)]
        $crate::libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            $crate::structured::in_place($target.mutate, data, size, max_size, seed)
        });
    };
}
