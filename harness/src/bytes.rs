//! Octets in a case: few written out, many described.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// Octets, written out or as a repetition.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub enum Bytes {
    /// These octets.
    Literal(Vec<u8>),
    /// A unit so often.
    Repeat {
        /// What is repeated; not empty.
        unit: Vec<u8>,
        /// How often.
        count: usize,
    },
    /// A unit over and over, cut off where there are so many octets.
    Cycle {
        /// What is repeated; not empty.
        unit: Vec<u8>,
        /// How many octets it is in the end.
        len: usize,
    },
}

impl Bytes {
    /// One octet so often.
    pub fn repeat(octet: u8, count: usize) -> Bytes {
        Bytes::Repeat {
            unit: vec![octet],
            count,
        }
    }

    /// How many octets it stands for.
    pub fn len(&self) -> usize {
        match self {
            Bytes::Literal(octets) => octets.len(),
            Bytes::Repeat { unit, count } => unit.len() * count,
            Bytes::Cycle { len, .. } => *len,
        }
    }

    /// Whether it stands for no octets.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The octets.
    pub fn expand(&self) -> Cow<'_, [u8]> {
        match self {
            Bytes::Literal(octets) => Cow::Borrowed(octets),
            Bytes::Repeat { unit, count } => Cow::Owned(unit.repeat(*count)),
            Bytes::Cycle { unit, len } => {
                let mut octets = unit.repeat(len.div_ceil(unit.len().max(1)));
                octets.truncate(*len);
                Cow::Owned(octets)
            }
        }
    }

    /// Whether it stands for exactly these octets.
    pub fn matches(&self, octets: &[u8]) -> bool {
        match self {
            Bytes::Literal(ours) => ours == octets,
            Bytes::Repeat { unit, count } => {
                octets.len() == unit.len() * count && octets.chunks(unit.len().max(1)).all(|chunk| chunk == unit)
            }
            Bytes::Cycle { unit, len } => {
                octets.len() == *len && octets.chunks(unit.len().max(1)).all(|chunk| unit.starts_with(chunk))
            }
        }
    }
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bytes::Literal(octets) => f.write_str(&readable(octets)),
            Bytes::Repeat { unit, count } => write!(f, "{} x {count}", readable(unit)),
            Bytes::Cycle { unit, len } => write!(f, "{} up to {len} octets", readable(unit)),
        }
    }
}

/// How many octets are shown before an ellipsis.
const SHOWN: usize = 48;

/// Octets for people: as quoted text if they are printable, else in hex; long ones are cut.
pub fn readable(octets: &[u8]) -> String {
    readable_start(octets, octets.len() as u64)
}

/// The same for `len` octets of which only the first are at hand.
pub fn readable_start(octets: &[u8], len: u64) -> String {
    let whole = octets.len() as u64 == len;
    if let [first, rest @ ..] = octets
        && octets.len() > SHOWN
        && whole
        && rest.iter().all(|octet| octet == first)
    {
        return format!("{} x {len}", readable(&[*first]));
    }
    let cut = octets.len() > SHOWN || !whole;
    let shown = &octets[..octets.len().min(SHOWN)];
    let more = if cut {
        format!("… ({len} octets)")
    } else {
        String::new()
    };
    match std::str::from_utf8(shown) {
        Ok(text) if text.chars().all(|c| !c.is_control()) => format!("\"{text}\"{more}"),
        _ => format!("0x{}{more}", hex(shown)),
    }
}

/// Octets in hex, without spaces.
pub fn hex(octets: &[u8]) -> String {
    use std::fmt::Write as _;
    octets.iter().fold(String::new(), |mut out, octet| {
        let _ = write!(out, "{octet:02x}");
        out
    })
}

/// Octets from hex, without spaces.
pub(crate) fn unhex(hex: &str) -> Option<Vec<u8>> {
    if !hex.is_ascii() || !hex.len().is_multiple_of(2) {
        return None;
    }
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok())
        .collect()
}

impl From<&str> for Bytes {
    fn from(text: &str) -> Bytes {
        Bytes::Literal(text.as_bytes().to_vec())
    }
}

impl From<String> for Bytes {
    fn from(text: String) -> Bytes {
        Bytes::Literal(text.into_bytes())
    }
}

impl From<&[u8]> for Bytes {
    fn from(octets: &[u8]) -> Bytes {
        Bytes::Literal(octets.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Bytes {
    fn from(octets: &[u8; N]) -> Bytes {
        Bytes::Literal(octets.to_vec())
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(octets: Vec<u8>) -> Bytes {
        Bytes::Literal(octets)
    }
}

/// As it stands in JSON: `"text"`, `{"hex": "ff"}`, `{"hex": "2a", "count": 65536}` or `{"hex": "00ff", "len": 65535}`.
#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Written {
    Text(String),
    Hex {
        hex: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<usize>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        len: Option<usize>,
    },
}

impl From<Bytes> for Written {
    fn from(bytes: Bytes) -> Written {
        match bytes {
            Bytes::Literal(octets) => String::from_utf8(octets).map_or_else(
                |error| Written::Hex {
                    hex: hex(error.as_bytes()),
                    count: None,
                    len: None,
                },
                Written::Text,
            ),
            Bytes::Repeat { unit, count } => Written::Hex {
                hex: hex(&unit),
                count: Some(count),
                len: None,
            },
            Bytes::Cycle { unit, len } => Written::Hex {
                hex: hex(&unit),
                count: None,
                len: Some(len),
            },
        }
    }
}

impl TryFrom<Written> for Bytes {
    type Error = String;

    fn try_from(written: Written) -> Result<Bytes, String> {
        match written {
            Written::Text(text) => Ok(text.into()),
            Written::Hex { hex, count, len } => {
                let unit = unhex(&hex).ok_or_else(|| format!("`{hex}` is no hex"))?;
                match (count, len) {
                    (None, None) => Ok(Bytes::Literal(unit)),
                    (Some(_), Some(_)) => Err("`count` and `len` exclude each other: leave one out".to_owned()),
                    _ if unit.is_empty() => Err("nothing cannot be repeated".to_owned()),
                    (Some(count), None) => Ok(Bytes::Repeat { unit, count }),
                    (None, Some(len)) => Ok(Bytes::Cycle { unit, len }),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_is_cut_inside_its_unit() {
        let cycle = Bytes::Cycle {
            unit: b"abc".to_vec(),
            len: 8,
        };
        assert_eq!(*cycle.expand(), *b"abcabcab");
        assert!(cycle.matches(b"abcabcab"));
        for other in [&b"abcabca"[..], b"abcabcabc", b"abcabcac"] {
            assert!(!cycle.matches(other), "{other:?}");
        }
    }

    #[test]
    fn repetitions_come_back_from_json() {
        for json in [r#"{"hex":"2a","count":3}"#, r#"{"hex":"00ff","len":3}"#] {
            let bytes: Bytes = serde_json::from_str(json).expect("it is well formed");
            assert_eq!(bytes.len(), 3);
            assert_eq!(serde_json::to_string(&bytes).expect("it is data"), json);
        }
        let both = serde_json::from_str::<Bytes>(r#"{"hex":"2a","count":3,"len":3}"#);
        assert!(both.is_err());
    }
}
