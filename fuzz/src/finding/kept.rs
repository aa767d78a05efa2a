//! The files of a regression: `NAME` is the input, `NAME.hex` its octets on the wire, `NAME.txt` its trace.
//!
//! The input alone would mean nothing once the encoding of its target has changed; from the wire it can be written anew.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::finding::trace::trace;
use crate::hold::hex;
use crate::target::Target;

/// The endings of the files beside an input.
const BESIDE: [&str; 2] = ["hex", "txt"];

/// What the files of a regression hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The input.
    pub input: Vec<u8>,
    /// A line of hex for each flow.
    pub wire: String,
    /// The flows as people read them; lines in front that begin with `#` say what was found.
    pub trace: String,
}

impl Kept {
    /// What is to be kept of an input.
    pub fn of(target: &Target, input: &[u8]) -> Kept {
        let flows = (target.wire)(input);
        let wire = flows.iter().map(|flow| hex(&flow.octets) + "\n").collect();
        Kept {
            input: input.to_vec(),
            wire,
            trace: trace(&flows),
        }
    }

    /// Reads the files again, without the lines that say what was found.
    ///
    /// # Errors
    /// One of the three cannot be read.
    pub fn read(folder: &Path, name: &str) -> io::Result<Kept> {
        let path = |ending: &str| folder.join(format!("{name}{ending}"));
        let failed = |ending: &str| {
            let path = path(ending);
            move |error| io::Error::other(format!("{}: {error}", path.display()))
        };
        let trace = fs::read_to_string(path(".txt")).map_err(failed(".txt"))?;
        Ok(Kept {
            input: fs::read(path("")).map_err(failed(""))?,
            wire: fs::read_to_string(path(".hex")).map_err(failed(".hex"))?,
            trace: trace[heading(&trace).len()..].to_owned(),
        })
    }

    /// Writes the trace of a regression anew, which may be told in other words than before. The wire is written if it is
    /// missing; never anew, since it outlives the encoding.
    ///
    /// # Errors
    /// The input cannot be read, or a file not be written.
    pub fn renew(target: &Target, folder: &Path, name: &str) -> io::Result<()> {
        let kept = Kept::of(target, &fs::read(folder.join(name))?);
        let (wire, trace) = (folder.join(format!("{name}.hex")), folder.join(format!("{name}.txt")));
        let before = fs::read_to_string(&trace).unwrap_or_default();
        fs::write(trace, format!("{}{}", heading(&before), kept.trace))?;
        if wire.exists() {
            Ok(())
        } else {
            fs::write(wire, kept.wire)
        }
    }

    /// Writes the files.
    ///
    /// # Errors
    /// The folder cannot be made, or a file not be written.
    pub fn write(&self, folder: &Path, name: &str) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        fs::write(folder.join(name), &self.input)?;
        fs::write(folder.join(format!("{name}.hex")), &self.wire)?;
        fs::write(folder.join(format!("{name}.txt")), &self.trace)
    }
}

/// The lines in front of a trace that say what was found.
fn heading(trace: &str) -> &str {
    let lines = trace.split_inclusive('\n').take_while(|line| line.starts_with('#'));
    &trace[..lines.map(str::len).sum()]
}

/// The names of the regressions in a folder, in order, also of one of which only a file beside it is there; none if there
/// is no such folder.
///
/// # Errors
/// The folder cannot be read.
pub fn names(folder: &Path) -> io::Result<BTreeSet<String>> {
    let files = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        files => files?,
    };
    let name = |file: io::Result<fs::DirEntry>| {
        let mut path = file?.path();
        if is_beside_an_input(&path) {
            path.set_extension("");
        }
        Ok(path.file_name().unwrap_or_default().to_string_lossy().into_owned())
    };
    files.map(name).collect()
}

/// Whether a file stands beside an input and is none.
pub fn is_beside_an_input(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| BESIDE.contains(&ending))
}
