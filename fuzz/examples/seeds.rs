//! Writes the seeds anew, after the vectors have changed, and what stands beside a regression:
//! `cargo run -p wsspec-fuzz --example seeds`.

use std::{fs, io};

use wsspec_fuzz::TARGETS;
use wsspec_fuzz::finding::kept::{self, Kept};

fn main() -> io::Result<()> {
    for target in TARGETS {
        fs::create_dir_all(target.corpus())?;
        for (name, input) in (target.seeds)() {
            fs::write(target.corpus().join(name), input)?;
        }
        for name in kept::names(&target.regressions())? {
            Kept::renew(target, &target.regressions(), &name)?;
        }
    }
    Ok(())
}
