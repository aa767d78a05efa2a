//! How the octets of a flight are cut into writes (RFC 6455 says nothing about it, so nothing may depend on it).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A way to cut a flight.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Segmentation {
    /// One write.
    Whole,
    /// One write a frame.
    Frames,
    /// Writes of so many octets, across frames. Of a flight that would need more than 4,096, the middle is one write.
    Octets(usize),
    /// Cut at these octets of the flight.
    At(Vec<usize>),
}

impl Segmentation {
    /// Cuts a flight of these encoded frames into what is written at once, none of it empty.
    pub fn cut(&self, frames: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
        let mut pieces = match self {
            Segmentation::Frames => frames,
            Segmentation::Whole => vec![frames.concat()],
            Segmentation::Octets(size) => in_pieces(&frames.concat(), (*size).max(1)),
            Segmentation::At(cuts) => {
                let octets = frames.concat();
                let mut ends: Vec<usize> = cuts.iter().copied().filter(|&cut| cut < octets.len()).collect();
                ends.sort_unstable();
                ends.push(octets.len());
                let mut from = 0;
                let piece = |end| octets[std::mem::replace(&mut from, end)..end].to_vec();
                ends.into_iter().map(piece).collect()
            }
        };
        pieces.retain(|piece| !piece.is_empty());
        pieces
    }
}

/// How many pieces a flight has at each of its ends at most. In the middle of a long payload another cut shows nothing
/// new, and some subjects take a while for every segment.
const PIECES: usize = 2048;

fn in_pieces(octets: &[u8], size: usize) -> Vec<Vec<u8>> {
    let cut = |octets: &[u8]| octets.chunks(size).map(<[u8]>::to_vec).collect::<Vec<_>>();
    let end = PIECES * size;
    if octets.len() <= 2 * end {
        return cut(octets);
    }
    let (first, rest) = octets.split_at(end);
    let (middle, last) = rest.split_at(rest.len() - end);
    [cut(first), vec![middle.to_vec()], cut(last)].concat()
}

impl fmt::Display for Segmentation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Segmentation::Whole => f.write_str("whole"),
            Segmentation::Frames => f.write_str("frames"),
            Segmentation::Octets(1) => f.write_str("octets"),
            Segmentation::Octets(size) => write!(f, "octets({size})"),
            Segmentation::At(cuts) => {
                let cuts: Vec<String> = cuts.iter().map(usize::to_string).collect();
                write!(f, "at({})", cuts.join(","))
            }
        }
    }
}

impl From<Segmentation> for String {
    fn from(segmentation: Segmentation) -> String {
        segmentation.to_string()
    }
}

impl TryFrom<String> for Segmentation {
    type Error = String;

    fn try_from(text: String) -> Result<Segmentation, String> {
        text.parse()
    }
}

impl FromStr for Segmentation {
    type Err = String;

    fn from_str(text: &str) -> Result<Segmentation, String> {
        let error = || format!("`{text}` is no segmentation; there are whole, frames, octets, octets(N) and at(N,N,…)");
        let inner = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
        match text {
            "whole" => Ok(Segmentation::Whole),
            "frames" => Ok(Segmentation::Frames),
            "octets" => Ok(Segmentation::Octets(1)),
            _ => {
                if let Some(size) = inner("octets") {
                    let size = size.parse().ok().filter(|&size| size > 0);
                    return size.map(Segmentation::Octets).ok_or_else(error);
                }
                let cuts = inner("at").ok_or_else(error)?;
                let cuts = cuts.split(',').map(|cut| cut.trim().parse().map_err(|_| error()));
                cuts.collect::<Result<_, _>>().map(Segmentation::At)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(segmentation: &str) -> Vec<Vec<u8>> {
        let segmentation: Segmentation = segmentation.parse().unwrap();
        segmentation.cut(vec![b"abc".to_vec(), b"defg".to_vec()])
    }

    #[test]
    fn cuts_as_it_says_and_loses_nothing() {
        assert_eq!(cut("whole"), [b"abcdefg"]);
        assert_eq!(cut("frames"), [b"abc".to_vec(), b"defg".to_vec()]);
        assert_eq!(cut("octets").len(), 7);
        assert_eq!(cut("octets(4)"), [b"abcd".to_vec(), b"efg".to_vec()]);
        assert_eq!(cut("at(5,1,99)"), [b"a".to_vec(), b"bcde".to_vec(), b"fg".to_vec()]);
        assert_eq!(cut("at(0,7)"), [b"abcdefg"]);
    }

    #[test]
    fn the_middle_of_a_long_flight_is_one_piece() {
        let octets: Vec<u8> = (0..10_000u32).map(|octet| octet as u8).collect();
        let pieces = Segmentation::Octets(1).cut(vec![octets.clone()]);
        assert_eq!(pieces.len(), 2 * PIECES + 1);
        assert_eq!(pieces.concat(), octets);
    }

    #[test]
    fn is_read_as_it_is_shown() {
        for text in ["whole", "frames", "octets", "octets(997)", "at(1,5)"] {
            assert_eq!(text.parse::<Segmentation>().unwrap().to_string(), text);
        }
        for text in ["", "octets(0)", "at()", "at(x)", "Whole"] {
            assert!(text.parse::<Segmentation>().is_err(), "{text}");
        }
    }
}
