//! What the fuzz targets are made of, without an engine: inputs, oracles, seeds.
//!
//! An oracle is a function that knows what is right for *any* octets, so that a target finds more than panics. The same
//! functions run under libFuzzer, over the corpus in `cargo test`, and against planted defects that they must notice.
//!
//! In reading order:
//! [`delivery`] what an input means · [`codec`] what is tested · [`drawing`] frames as RFC 6455 draws them, read a second
//! time · [`observed`] what the codec made of an input · [`oracles`] what must hold · [`seeds`] where a corpus begins.

pub mod codec;
pub mod delivery;
pub mod drawing;
pub mod observed;
pub mod oracles;
pub mod seeds;

use std::io;
use std::path::PathBuf;

use arbitrary::{Arbitrary, Unstructured};

use crate::codec::Ours;
use crate::delivery::Delivery;

/// The target `frame_parse`: every oracle on one input.
///
/// # Panics
/// With a sentence, the octets and the clause, when an oracle does not hold.
pub fn frame_parse(input: &[u8]) {
    if let Ok(delivery) = Delivery::arbitrary_take_rest(Unstructured::new(input)) {
        oracles::all(&Ours, &delivery);
    }
}

/// Plays files, and folders of files, through a target.
///
/// # Errors
/// A file or folder cannot be read.
pub fn replay(paths: impl IntoIterator<Item = impl Into<PathBuf>>, target: impl Fn(&[u8]) + Copy) -> io::Result<()> {
    for path in paths {
        let path = path.into();
        if path.is_dir() {
            let inside = path.read_dir()?.map(|entry| entry.map(|entry| entry.path()));
            replay(inside.collect::<io::Result<Vec<_>>>()?, target)?;
        } else {
            println!("{}", path.display());
            target(&std::fs::read(&path)?);
        }
    }
    Ok(())
}
