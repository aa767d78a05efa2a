//! The bodies of test data that the compression cases cut their messages from.
//!
//! They have the sizes of Autobahn's and compress as much, and nobody else has rights in them. What compresses are long
//! exact repetitions between stretches in which nothing comes again, so that a server is quick to compress its echoes: with
//! many short likenesses it would spend its time in weighing them against each other.

mod bitmap;
mod document;
mod draw;
mod html;
mod json;
mod prose;

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use wsspec_codec::message::MessageKind;

/// A body of test data, generated when it is first used and the same in every process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Corpus {
    /// A log: 194,056 octets of ASCII, deflated to 4.4 %.
    Json,
    /// A report: 263,647 octets of UTF-8, 53 of them not ASCII, deflated to 5.5 %.
    Html,
    /// Letters with umlauts: 222,218 octets, deflated to 38.9 %. They are sent as octets, and characters may be cut.
    Text,
    /// A picture: 263,222 octets, deflated to 85 %.
    Bitmap,
    /// A document whose pages are compressed: 1,042,328 octets, deflated to 75.8 %.
    Document,
}

/// Consecutive windows of a body, which begins anew at its end.
#[derive(Clone, Debug)]
pub struct Windows {
    body: &'static Body,
    /// Where the next begins, in octets.
    at: usize,
    len: usize,
}

/// A part of a body.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// What it holds.
    pub octets: &'static [u8],
    /// Where that stands in the [octets](Corpus::octets) of the corpus.
    pub at: usize,
}

/// The octets of a corpus, and how they are counted.
#[derive(Debug)]
struct Body {
    /// The body twice, so that a window across its end is of one piece.
    octets: Vec<u8>,
    /// Where the octets are that begin no character, in order. None where octets are counted, not characters.
    continuing: Vec<usize>,
}

impl Corpus {
    /// Whether messages cut from it are text or binary.
    pub fn kind(self) -> MessageKind {
        match self {
            Corpus::Json | Corpus::Html => MessageKind::Text,
            Corpus::Text | Corpus::Bitmap | Corpus::Document => MessageKind::Binary,
        }
    }

    /// What windows are cut from: the body twice, so that one across its end is of one piece.
    pub fn octets(self) -> &'static [u8] {
        &self.body().octets
    }

    fn body(self) -> &'static Body {
        static JSON: LazyLock<Body> = LazyLock::new(|| Body::new(Corpus::Json, json::generate()));
        static HTML: LazyLock<Body> = LazyLock::new(|| Body::new(Corpus::Html, html::generate()));
        static TEXT: LazyLock<Body> = LazyLock::new(|| Body::new(Corpus::Text, prose::generate()));
        static BITMAP: LazyLock<Body> = LazyLock::new(|| Body::new(Corpus::Bitmap, bitmap::generate()));
        static DOCUMENT: LazyLock<Body> = LazyLock::new(|| Body::new(Corpus::Document, document::generate()));
        match self {
            Corpus::Json => &JSON,
            Corpus::Html => &HTML,
            Corpus::Text => &TEXT,
            Corpus::Bitmap => &BITMAP,
            Corpus::Document => &DOCUMENT,
        }
    }
}

impl fmt::Display for Corpus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Corpus::Json => "JSON",
            Corpus::Html => "HTML",
            Corpus::Text => "prose",
            Corpus::Bitmap => "bitmap",
            Corpus::Document => "document",
        })
    }
}

impl Windows {
    /// From the beginning of the body. `len` counts characters if messages of it are text, otherwise octets; a window is
    /// never longer than the body.
    pub fn new(corpus: Corpus, len: usize) -> Windows {
        let body = corpus.body();
        Windows { body, at: 0, len }
    }

    /// The next window. No character is cut where characters are counted.
    #[expect(clippy::should_implement_trait, reason = "there is always a next one")]
    pub fn next(&mut self) -> Window {
        let (octets, at) = (&self.body.octets[..], self.at);
        let end = self.body.end(at, self.len);
        self.at = end % (octets.len() / 2);
        let octets = &octets[at..end];
        Window { octets, at }
    }
}

impl Body {
    fn new(corpus: Corpus, body: Vec<u8>) -> Body {
        let octets = body.repeat(2);
        let continues = |octet: u8| octet & 0b1100_0000 == 0b1000_0000;
        let continuing = match corpus.kind() {
            MessageKind::Text => (0..octets.len()).filter(|&at| continues(octets[at])).collect(),
            MessageKind::Binary => Vec::new(),
        };
        Body { octets, continuing }
    }

    /// Where a window of so many characters or octets ends that begins there, in the first of the two.
    fn end(&self, from: usize, len: usize) -> usize {
        let before = self.continuing.partition_point(|&at| at < from);
        let mut end = from + len;
        // Each octet that continues a character makes the window longer by one, which may bring further ones.
        for &at in &self.continuing[before..] {
            if at > end {
                break;
            }
            end += 1;
        }
        end.min(self.octets.len())
    }
}

/// Makes a body as long as it is to be: spaces, then how it ends.
fn fill(mut body: Vec<u8>, len: usize, ending: &str) -> Vec<u8> {
    body.resize(len - ending.len(), b' ');
    body.extend_from_slice(ending.as_bytes());
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsspec_codec::deflate::Compressor;

    const ALL: [Corpus; 5] = [
        Corpus::Json,
        Corpus::Html,
        Corpus::Text,
        Corpus::Bitmap,
        Corpus::Document,
    ];

    /// The body, once.
    fn once(corpus: Corpus) -> &'static [u8] {
        let twice = corpus.octets();
        &twice[..twice.len() / 2]
    }

    #[test]
    fn each_body_has_the_size_and_the_compressibility_of_its_model() {
        for (corpus, len, percent) in [
            (Corpus::Json, 194_056, 4.4),
            (Corpus::Html, 263_647, 5.5),
            (Corpus::Text, 222_218, 38.9),
            (Corpus::Bitmap, 263_222, 85.0),
            (Corpus::Document, 1_042_328, 75.8),
        ] {
            let octets = once(corpus);
            assert_eq!(octets.len(), len, "{corpus}");
            let mut deflated = Vec::new();
            Compressor::new(15).message(octets, true, &mut deflated);
            let ratio = 100.0 * deflated.len() as f64 / len as f64;
            assert!(
                (ratio - percent).abs() < 0.3,
                "{corpus} deflates to {ratio:.2} %, not to {percent} %"
            );
        }
    }

    #[test]
    fn bodies_are_what_they_claim_to_be() {
        let json = once(Corpus::Json);
        assert!(json.is_ascii());
        assert!(serde_json::from_slice::<serde_json::Value>(json).is_ok());
        let html = once(Corpus::Html);
        assert_eq!(html.iter().filter(|octet| !octet.is_ascii()).count(), 53);
        assert!(std::str::from_utf8(html).is_ok());
        let prose = std::str::from_utf8(once(Corpus::Text)).unwrap();
        assert!(prose.contains('ü'));
        assert!(once(Corpus::Bitmap).starts_with(b"BM"));
        assert!(once(Corpus::Document).ends_with(b"%%EOF\n"));
    }

    #[test]
    fn windows_of_characters_are_those_of_the_text_without_end() {
        let text = std::str::from_utf8(once(Corpus::Html)).unwrap();
        for len in [1, 16, 1000, 131_072, 200_000] {
            let mut endless = text.chars().cycle();
            let mut windows = Windows::new(Corpus::Html, len);
            for _ in 0..600_000 / len + 2 {
                let window = windows.next().octets;
                let expected: String = endless.by_ref().take(len).collect();
                assert!(window == expected.as_bytes(), "windows of {len}");
            }
        }
    }

    #[test]
    fn windows_of_octets_cut_characters_and_go_on_at_the_beginning() {
        let body = once(Corpus::Text);
        let mut windows = Windows::new(Corpus::Text, 131_072);
        let both = [windows.next().octets, windows.next().octets].concat();
        assert_eq!(both.len(), 2 * 131_072);
        assert!(both[..body.len()] == body[..] && both[body.len()..] == body[..2 * 131_072 - body.len()]);
        assert!(ALL.map(|corpus| Windows::new(corpus, 0).at) == [0; 5]);
    }
}
