//! Finds the spec file, writes it if there is none, and reads it.

use std::fs;
use std::path::{Path, PathBuf};

use wsspec::autobahn::spec::{Spec, TEMPLATE};

use crate::say::{say, warn};

/// The file that was named, or the one that goes with the mode.
///
/// # Errors
/// It cannot be read or written, or is no spec file; the sentence says what was seen and what is wanted.
pub(crate) fn load(named: Option<&Path>, mode: &str) -> Result<Spec, String> {
    let path = match named {
        Some(path) => {
            say(format_args!("Using explicit spec file '{}'", path.display()));
            path.to_owned()
        }
        None => implicit(mode)?,
    };
    let absolute = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
    say(format_args!("Loading spec from {}", absolute.display()));
    let octets =
        fs::read(&path).map_err(|error| format!("the spec file {} cannot be read: {error}", path.display()))?;
    let text = String::from_utf8(octets).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + valid.iter().filter(|octet| **octet == b'\n').count();
        format!("{}: line {line}: JSON is UTF-8, and this is not", path.display())
    })?;
    let spec = Spec::parse(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    for key in &spec.unknown {
        warn(format_args!("{}: the key {key:?} means nothing here", path.display()));
    }
    Ok(spec)
}

/// `fuzzingclient.json` in the current directory.
fn implicit(mode: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(format!("{mode}.json"));
    if path.exists() {
        say(format_args!("Using implicit spec file '{}'", path.display()));
    } else {
        say(format_args!("Auto-generating spec file '{}'", path.display()));
        fs::write(&path, TEMPLATE).map_err(|error| {
            format!(
                "the spec file {} cannot be written: {error}; name one with --spec",
                path.display()
            )
        })?;
    }
    Ok(path)
}
