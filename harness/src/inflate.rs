//! Compressed messages of the subject (RFC 7692 section 7.2.2), inflated as they come.

use std::fmt;

use zlib_rs::{Inflate, InflateFlush, Status};

/// Inflates one message after the other.
pub(crate) struct Inflater {
    inflate: Inflate,
    /// Whether each message begins with an empty window.
    forgets: bool,
    out: Vec<u8>,
    /// The stream failed: nothing more comes of this message.
    broken: bool,
}

/// What does not inflate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadDeflate;

impl fmt::Display for BadDeflate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("compressed octets that do not inflate")
    }
}

/// How much is inflated at once, in octets.
const AT_ONCE: usize = 64 << 10;

/// What the sender of a message leaves out at its end (RFC 7692 section 7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

impl Inflater {
    /// For messages compressed with any window. `forgets` when the sender agreed to take no context over.
    pub(crate) fn new(forgets: bool) -> Inflater {
        Inflater {
            inflate: Inflate::new(false, 15),
            forgets,
            out: vec![0; AT_ONCE],
            broken: false,
        }
    }

    /// A message begins.
    pub(crate) fn begin(&mut self) {
        if self.forgets {
            self.inflate.reset(false);
        }
        self.broken = false;
    }

    /// Inflates further octets of the message and hands them on in pieces.
    ///
    /// # Errors
    /// They do not inflate. Until the next message begins, nothing more does.
    pub(crate) fn data(&mut self, mut octets: &[u8], mut on_piece: impl FnMut(&[u8])) -> Result<(), BadDeflate> {
        while !self.broken {
            let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
            let status = self.inflate.decompress(octets, &mut self.out, InflateFlush::SyncFlush);
            let used = (self.inflate.total_in() - before_in) as usize;
            let made = (self.inflate.total_out() - before_out) as usize;
            octets = &octets[used..];
            if made > 0 {
                on_piece(&self.out[..made]);
            }
            match status {
                // A final block ends a stream, not the message (7.2.3.4).
                Ok(Status::StreamEnd) => self.inflate.reset(false),
                Ok(_) if octets.is_empty() && made < self.out.len() => return Ok(()),
                Ok(_) if used == 0 && made == 0 => return Ok(()),
                Ok(_) => {}
                Err(_) => self.broken = true,
            }
        }
        Err(BadDeflate)
    }

    /// The message ends.
    ///
    /// # Errors
    /// What is held back does not inflate.
    pub(crate) fn end(&mut self, on_piece: impl FnMut(&[u8])) -> Result<(), BadDeflate> {
        self.data(&TAIL, on_piece)
    }
}

impl fmt::Debug for Inflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inflater")
            .field("forgets", &self.forgets)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inflate(inflater: &mut Inflater, message: &[u8], piece: usize) -> Result<Vec<u8>, BadDeflate> {
        let mut out = Vec::new();
        inflater.begin();
        for octets in message.chunks(piece) {
            inflater.data(octets, |made| out.extend_from_slice(made))?;
        }
        inflater.end(|made| out.extend_from_slice(made))?;
        Ok(out)
    }

    #[test]
    fn the_examples_of_section_7_2_3_inflate() {
        for piece in 1..8 {
            let mut inflater = Inflater::new(false);
            let first = b"\xf2\x48\xcd\xc9\xc9\x07\x00";
            assert_eq!(inflate(&mut inflater, first, piece).unwrap(), b"Hello");
            // With the window of the message before (7.2.3.2).
            assert_eq!(
                inflate(&mut inflater, b"\xf2\x00\x11\x00\x00", piece).unwrap(),
                b"Hello"
            );
            // A final block (7.2.3.4), a stored one (7.2.3.3), two blocks (7.2.3.5) and an empty message (7.2.3.6).
            for message in [
                &b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00"[..],
                b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00",
                b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00",
            ] {
                assert_eq!(inflate(&mut inflater, message, piece).unwrap(), b"Hello");
            }
            assert_eq!(inflate(&mut inflater, b"\x00", piece).unwrap(), b"");
        }
    }

    #[test]
    fn a_window_that_is_forgotten_cannot_be_used() {
        let mut inflater = Inflater::new(true);
        assert!(inflate(&mut inflater, b"\xf2\x48\xcd\xc9\xc9\x07\x00", 9).is_ok());
        assert_eq!(inflate(&mut inflater, b"\xf2\x00\x11\x00\x00", 9), Err(BadDeflate));
        assert_eq!(inflate(&mut inflater, b"\x07", 9), Err(BadDeflate));
    }
}
