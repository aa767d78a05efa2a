//! Writes the seeds anew, after the vectors have changed: `cargo run -p wsspec-fuzz --example seeds`.

use std::{fs, io};

use wsspec_fuzz::TARGETS;

fn main() -> io::Result<()> {
    for target in TARGETS {
        fs::create_dir_all(target.corpus())?;
        for (name, input) in (target.seeds)() {
            fs::write(target.corpus().join(name), input)?;
        }
    }
    Ok(())
}
