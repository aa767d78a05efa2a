//! Whether a message that comes back is the one that was sent, octet by octet as it comes.

use std::borrow::Cow;
use std::ops::Range;

use wsspec_codec::message::MessageKind;

use crate::bytes::Bytes;

/// A message that is expected.
#[derive(Clone, Debug)]
pub(crate) struct Expectation {
    kind: MessageKind,
    octets: Octets,
}

/// Octets, at hand or repeated.
#[derive(Clone, Debug)]
enum Octets {
    All(Cow<'static, [u8]>),
    /// A whole number of units, so many that pieces of some size can be compared at once.
    Tiled {
        tile: Vec<u8>,
        unit: usize,
        len: u64,
    },
}

/// How far a message that comes back has been compared.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Progress {
    kind: MessageKind,
    len: u64,
    differs_at: Option<u64>,
    /// The octet that is there instead.
    actual: Option<u8>,
}

impl Progress {
    /// How many octets have come.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// The first octet that differs, if one does that has come.
    pub(crate) fn actual(&self) -> Option<u8> {
        self.actual
    }
}

/// What is wrong with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    /// It is of this kind, and not of the one that was sent.
    Kind(MessageKind),
    /// It has so many octets, and not as many as were sent.
    Len(u64),
    /// The octet at this index is another.
    Content(u64),
    /// Nothing was sent that it could be the echo of.
    Unasked,
}

/// How many octets a tile has at least.
const TILE: usize = 64 << 10;

impl Expectation {
    /// These octets.
    pub(crate) fn octets(kind: MessageKind, octets: impl Into<Cow<'static, [u8]>>) -> Expectation {
        let octets = Octets::All(octets.into());
        Expectation { kind, octets }
    }

    /// A payload as a case describes it, without writing it out.
    pub(crate) fn of(kind: MessageKind, payload: &Bytes) -> Expectation {
        let octets = match payload {
            Bytes::Literal(octets) => Octets::All(octets.clone().into()),
            Bytes::Repeat { unit, .. } | Bytes::Cycle { unit, .. } => Octets::Tiled {
                tile: unit.repeat(TILE / unit.len().max(1) + 1),
                unit: unit.len(),
                len: payload.len() as u64,
            },
        };
        Expectation { kind, octets }
    }

    /// What it is to be.
    #[cfg(feature = "live")]
    pub(crate) fn kind(&self) -> MessageKind {
        self.kind
    }

    /// How many octets it has.
    pub(crate) fn len(&self) -> u64 {
        match &self.octets {
            Octets::All(octets) => octets.len() as u64,
            Octets::Tiled { len, .. } => *len,
        }
    }

    /// A message of this kind begins.
    pub(crate) fn begin(&self, kind: MessageKind) -> Progress {
        Progress {
            kind,
            len: 0,
            differs_at: None,
            actual: None,
        }
    }

    /// Compares further octets.
    pub(crate) fn compare(&self, progress: &mut Progress, mut octets: &[u8]) {
        let at = progress.len;
        progress.len += octets.len() as u64;
        if progress.differs_at.is_some() {
            return;
        }
        let mut from = at;
        while !octets.is_empty() {
            let expected = self.piece(from, octets.len());
            let len = expected.len();
            if expected.is_empty() || *expected != octets[..len] {
                let same = expected
                    .iter()
                    .zip(octets)
                    .take_while(|(ours, theirs)| ours == theirs)
                    .count();
                progress.differs_at = Some(from + same as u64);
                progress.actual = octets.get(same).copied();
                return;
            }
            octets = &octets[len..];
            from += len as u64;
        }
    }

    /// The octet at this index.
    pub(crate) fn octet(&self, at: u64) -> Option<u8> {
        self.piece(at, 1).first().copied()
    }

    /// What stands from there on, at most so many octets; nothing behind the end.
    fn piece(&self, from: u64, most: usize) -> &[u8] {
        match &self.octets {
            Octets::All(octets) => {
                let from = octets.len().min(from as usize);
                &octets[clamp(from, most, octets.len())]
            }
            Octets::Tiled { tile, unit, len } => {
                let left = usize::try_from(len.saturating_sub(from)).unwrap_or(usize::MAX);
                let phase = (from % *unit as u64) as usize;
                &tile[clamp(phase, most.min(left), tile.len())]
            }
        }
    }

    /// Whether the message that has come is the one.
    ///
    /// # Errors
    /// What is different, the kind first, then the length.
    pub(crate) fn end(&self, progress: Progress) -> Result<(), Difference> {
        match progress.differs_at {
            _ if progress.kind != self.kind => Err(Difference::Kind(progress.kind)),
            _ if progress.len != self.len() => Err(Difference::Len(progress.len)),
            Some(at) => Err(Difference::Content(at)),
            None => Ok(()),
        }
    }
}

fn clamp(from: usize, len: usize, end: usize) -> Range<usize> {
    from..from.saturating_add(len).min(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verify(expectation: &Expectation, kind: MessageKind, octets: &[u8], piece: usize) -> Result<(), Difference> {
        let mut progress = expectation.begin(kind);
        octets
            .chunks(piece)
            .for_each(|octets| expectation.compare(&mut progress, octets));
        expectation.end(progress)
    }

    #[test]
    fn the_first_difference_is_found_however_the_message_is_cut() {
        let unit = b"BAsd7&jh23".to_vec();
        let payload = Bytes::Repeat {
            unit: unit.clone(),
            count: 20_000,
        };
        let right = unit.repeat(20_000);
        let (text, binary) = (MessageKind::Text, MessageKind::Binary);
        for expectation in [
            Expectation::of(text, &payload),
            Expectation::octets(text, right.clone()),
        ] {
            for piece in [1, 7, 4096, 199_999, 200_000] {
                assert_eq!(verify(&expectation, text, &right, piece), Ok(()));
                assert_eq!(
                    verify(&expectation, binary, &right, piece),
                    Err(Difference::Kind(binary))
                );
                assert_eq!(
                    verify(&expectation, text, &right[1..], piece),
                    Err(Difference::Len(199_999))
                );
                let longer = [&right[..], b"B"].concat();
                assert_eq!(
                    verify(&expectation, text, &longer, piece),
                    Err(Difference::Len(200_001))
                );
                let mut wrong = right.clone();
                wrong[150_003] ^= 1;
                assert_eq!(
                    verify(&expectation, text, &wrong, piece),
                    Err(Difference::Content(150_003))
                );
            }
        }
    }
}
