//! Writes the seeds anew, after the vectors have changed: `cargo run -p wsspec-fuzz --example seeds`.

use std::{fs, io};

use wsspec_fuzz::seeds;

fn main() -> io::Result<()> {
    let folder = seeds::corpus("frame_parse");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    for (name, input) in seeds::frame_parse() {
        fs::write(folder.join(name), input)?;
    }
    Ok(())
}
