//! Finds the spec file, writes it if there is none, and reads it.

use std::fs;
use std::path::{Path, PathBuf};

use wsspec::autobahn::clients_spec::{self, ClientsSpec};
use wsspec::autobahn::spec::{self, Spec};

use crate::say::{say, warn};

/// What stands in the file for `fuzzingclient` that was named, or else in the one that goes with that mode.
///
/// # Errors
/// It cannot be read or written, or is no spec file; the sentence says what was seen and what is wanted.
pub(crate) fn for_servers(named: Option<&Path>) -> Result<Spec, String> {
    let (path, text) = load(named, "fuzzingclient", spec::TEMPLATE)?;
    let spec = Spec::parse(&text).map_err(|error| format!("{path}: {error}"))?;
    tell_of_unknown(&path, &spec.unknown);
    Ok(spec)
}

/// The same for `fuzzingserver`.
///
/// # Errors
/// As those of [`for_servers`].
pub(crate) fn for_clients(named: Option<&Path>) -> Result<ClientsSpec, String> {
    let (path, text) = load(named, "fuzzingserver", clients_spec::TEMPLATE)?;
    let spec = ClientsSpec::parse(&text).map_err(|error| format!("{path}: {error}"))?;
    tell_of_unknown(&path, &spec.unknown);
    Ok(spec)
}

fn tell_of_unknown(path: &str, unknown: &[String]) {
    for key in unknown {
        warn(format_args!("{path}: the key {key:?} means nothing here"));
    }
}

/// The path of the file, and its text.
fn load(named: Option<&Path>, mode: &str, template: &str) -> Result<(String, String), String> {
    let path = match named {
        Some(path) => {
            say(format_args!("Using explicit spec file '{}'", path.display()));
            path.to_owned()
        }
        None => implicit(mode, template)?,
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
    Ok((path.display().to_string(), text))
}

/// `fuzzingclient.json` or `fuzzingserver.json` in the current directory.
fn implicit(mode: &str, template: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(format!("{mode}.json"));
    if path.exists() {
        say(format_args!("Using implicit spec file '{}'", path.display()));
    } else {
        say(format_args!("Auto-generating spec file '{}'", path.display()));
        fs::write(&path, template).map_err(|error| {
            format!(
                "the spec file {} cannot be written: {error}; name one with --spec",
                path.display()
            )
        })?;
    }
    Ok(path)
}
