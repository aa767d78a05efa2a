//! Compressed messages inflated as they come (RFC 7692 section 7.2.2).

use std::fmt;

use zlib_rs::{Inflate, InflateFlush, Status};

use super::TAIL;
use crate::meter;
use crate::plant::{Plant, planted};

/// Inflates one message after the other: [`begin`](Inflater::begin), then [`append`](Inflater::append) or
/// [`data`](Inflater::data) as often as octets come, then [`end`](Inflater::end).
///
/// It takes messages of any window up to 2^15 octets and holds about 48 KiB, also where 7.2.2 would allow less: with a
/// smaller window it would depend on the pieces of a message whether its sender is caught exceeding it.
pub struct Inflater {
    inflate: Inflate,
    /// Whether each message begins with an empty window.
    forgets: bool,
    /// The stream failed: nothing more comes of this message.
    broken: bool,
    /// What [`data`](Inflater::data) inflates into; empty until it does.
    room: Vec<u8>,
}

/// Why a message does not inflate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InflateError {
    /// These octets are no DEFLATE data, or refer to what was never sent.
    Invalid,
    /// The message ends inside a block.
    Incomplete,
    /// It inflates to more than is taken.
    TooLarge,
}

impl fmt::Display for InflateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            InflateError::Invalid => "compressed octets that do not inflate",
            InflateError::Incomplete => "a compressed message that ends inside a block",
            InflateError::TooLarge => "a compressed message that inflates to more than is taken",
        })
    }
}

impl std::error::Error for InflateError {}

/// What an inflater remembers, in octets.
const WINDOW: usize = 1 << 15;

/// How much is inflated at once, in octets.
const AT_ONCE: usize = 64 << 10;

impl Inflater {
    /// For messages compressed with any window. `forgets` when the sender agreed to take no context over.
    pub fn new(forgets: bool) -> Inflater {
        meter::touched(WINDOW);
        Inflater {
            inflate: Inflate::new(
                false,
                if planted(Plant::InflatesWithSmallerWindow) {
                    14
                } else {
                    15
                },
            ),
            forgets,
            broken: false,
            room: Vec::new(),
        }
    }

    /// A message begins.
    pub fn begin(&mut self) {
        let full = planted(Plant::InflatesWithSmallerWindow) && self.inflate.total_out() > 1 << 14;
        if self.forgets || self.broken || full {
            self.inflate.reset(false);
        }
        self.broken = false;
    }

    /// Inflates further octets of the message and hands them on in pieces of at most 64 KiB.
    ///
    /// # Errors
    /// They do not inflate. Until the next message begins, nothing more does.
    pub fn data(&mut self, mut octets: &[u8], mut on_piece: impl FnMut(&[u8])) -> Result<(), InflateError> {
        let mut room = std::mem::take(&mut self.room);
        meter::touched(AT_ONCE - room.len());
        room.resize(AT_ONCE, 0);
        let result = loop {
            let (made, more) = self.step(&mut octets, &mut room);
            if made > 0 {
                on_piece(&room[..made]);
            }
            match more {
                Ok(true) => {}
                Ok(false) => break Ok(()),
                Err(error) => break Err(error),
            }
        };
        self.room = room;
        result
    }

    /// Inflates further octets of the message to the end of `out`, which holds at most `limit` octets afterwards, and
    /// meanwhile one more.
    ///
    /// # Errors
    /// They do not inflate, or there would be more than `limit`; what came before that is in `out`. Until the next
    /// message begins, nothing more inflates.
    pub fn append(&mut self, mut octets: &[u8], out: &mut Vec<u8>, limit: usize) -> Result<(), InflateError> {
        // Eight times: few texts become more. It grows when that is not enough.
        let mut room = octets.len().saturating_mul(8).min(AT_ONCE);
        loop {
            let at = out.len();
            let left = limit.saturating_sub(at);
            out.resize(at + (room + SPARE).min(left.saturating_add(1)), 0);
            meter::touched(out.len() - at);
            room = (2 * room).min(AT_ONCE);
            let (made, more) = self.step(&mut octets, &mut out[at..]);
            out.truncate(at + made.min(left));
            if made > left {
                self.broken = true;
                return Err(InflateError::TooLarge);
            }
            if !more? {
                return Ok(());
            }
        }
    }

    /// The message ends, and everything that came of it was handed on.
    ///
    /// # Errors
    /// It ends inside a block, or did not inflate before.
    pub fn end(&mut self) -> Result<(), InflateError> {
        if self.broken {
            return Err(InflateError::Invalid);
        }
        if planted(Plant::TailNotAppended) {
            return Ok(());
        }
        if planted(Plant::FinalBlockEndsMessage) && self.inflate.total_in() == 0 {
            return Ok(());
        }
        // One octet more than is owed: told to stop at the end of a block, an inflater that was where it should be stops
        // in front of it, and one in the middle of a block does not.
        let [a, b, c, d] = TAIL;
        let end = self.silently(&[a, b, c, d, 0]);
        let at_end = matches!(end, Some((_, 4)));
        // Some other block may end in the last octet by chance. What it leaves of its bits would become the first of the
        // next message; with them in front, another empty block is something else. Behind a final block none are kept.
        let at_boundary = |next| matches!(next, Some((Status::Ok, 5) | (Status::StreamEnd, 0)));
        if at_end && at_boundary(self.silently(&[0, a, b, c, d, 0])) {
            if planted(Plant::TailAppendedTwice) {
                let _ = self.inflate.decompress(&TAIL, &mut [0; 8], InflateFlush::Block);
            }
            return Ok(());
        }
        if planted(Plant::FinalBlockBreaksLaterMessages) && matches!(end, Some((Status::StreamEnd, _))) {
            return Ok(());
        }
        self.broken = true;
        Err(InflateError::Incomplete)
    }

    /// Reads up to the end of a block. Says how far that was, if nothing came out.
    fn silently(&mut self, octets: &[u8]) -> Option<(Status, u64)> {
        let before = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(octets, &mut [0; 8], InflateFlush::Block);
        let silent = self.inflate.total_out() == before.1;
        let used = self.inflate.total_in() - before.0;
        meter::touched(used as usize);
        status.ok().filter(|_| silent).map(|status| (status, used))
    }

    /// Inflates as much as there is room for. Says how much came out, and whether there may be more.
    fn step(&mut self, octets: &mut &[u8], room: &mut [u8]) -> (usize, Result<bool, InflateError>) {
        if self.broken {
            return (0, Err(InflateError::Invalid));
        }
        let before = (self.inflate.total_in(), self.inflate.total_out());
        let status = self.inflate.decompress(octets, room, InflateFlush::SyncFlush);
        let used = (self.inflate.total_in() - before.0) as usize;
        let made = (self.inflate.total_out() - before.1) as usize;
        meter::touched(used + made);
        *octets = &octets[used..];
        let more = match status {
            Ok(Status::StreamEnd) if planted(Plant::FinalBlockBreaksLaterMessages) => Ok(false),
            // A final block ends a data set (RFC 1951 3.2.3), not the message (7.2.3.4). What follows is another one,
            // which cannot refer back to it.
            Ok(Status::StreamEnd) => {
                self.inflate.reset(false);
                Ok(!octets.is_empty() && !planted(Plant::FinalBlockEndsMessage))
            }
            Ok(_) => Ok(made == room.len() || !octets.is_empty()),
            Err(_) => {
                self.broken = true;
                Err(InflateError::Invalid)
            }
        };
        (made, more)
    }
}

/// How much room zlib wants to have left to go on at full speed: for the longest match and a bit, in octets.
const SPARE: usize = 512;

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

    /// What comes of a message in pieces of this size, both ways, which must agree.
    fn inflate(inflaters: &mut [Inflater; 2], message: &[u8], piece: usize) -> Result<Vec<u8>, InflateError> {
        let [appending, handing] = inflaters;
        appending.begin();
        let mut appended = Vec::new();
        let one = message
            .chunks(piece)
            .try_for_each(|octets| appending.append(octets, &mut appended, 1000))
            .and_then(|()| appending.end());
        handing.begin();
        let mut handed = Vec::new();
        let other = message
            .chunks(piece)
            .try_for_each(|octets| handing.data(octets, |made| handed.extend_from_slice(made)))
            .and_then(|()| handing.end());
        assert_eq!((one, &appended), (other, &handed));
        one.map(|()| appended)
    }

    fn inflaters(forgets: bool) -> [Inflater; 2] {
        [Inflater::new(forgets), Inflater::new(forgets)]
    }

    const HELLO: &[u8] = b"\xf2\x48\xcd\xc9\xc9\x07\x00";
    const AGAIN: &[u8] = b"\xf2\x00\x11\x00\x00";

    #[test]
    fn the_examples_of_section_7_2_3_inflate() {
        for piece in 1..14 {
            let mut inflaters = inflaters(false);
            for message in [
                HELLO,
                // With the window of the message before (7.2.3.2).
                AGAIN,
                // A stored block (7.2.3.3), a final one (7.2.3.4), and two (7.2.3.5).
                b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00",
                b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00",
                b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00",
                // Two streams in one message, and a final block that is the empty one.
                b"\xf3\x48\x05\x00\xcb\xc9\xc9\x07\x00\x00",
                b"\xf2\x48\xcd\xc9\xc9\x07\x04",
                HELLO,
                AGAIN,
            ] {
                assert_eq!(
                    inflate(&mut inflaters, message, piece).unwrap(),
                    b"Hello",
                    "{message:02x?}"
                );
            }
            // An empty message (7.2.3.6).
            assert_eq!(inflate(&mut inflaters, b"\x00", piece).unwrap(), b"");
            assert_eq!(inflate(&mut inflaters, AGAIN, piece).unwrap(), b"Hello");
        }
    }

    #[test]
    fn a_window_that_is_forgotten_cannot_be_used() {
        let mut inflaters = inflaters(true);
        assert!(inflate(&mut inflaters, HELLO, 9).is_ok());
        assert_eq!(inflate(&mut inflaters, AGAIN, 9), Err(InflateError::Invalid));
        assert_eq!(inflate(&mut inflaters, b"\x07", 9), Err(InflateError::Invalid));
        assert!(inflate(&mut inflaters, HELLO, 9).is_ok());
    }

    #[test]
    fn a_message_that_ends_inside_a_block_is_incomplete_wherever_it_was_cut() {
        let stored = b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00";
        // Two blocks may be cut between them, in front of the lengths of the first.
        let two = b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00";
        for message in [HELLO, stored, two] {
            for end in 0..message.len() {
                let expected = if message == two && end == 4 {
                    Ok(b"He".to_vec())
                } else if message == stored && end == 1 {
                    Ok(Vec::new())
                } else {
                    Err(InflateError::Incomplete)
                };
                assert_eq!(inflate(&mut inflaters(false), &message[..end], 5), expected, "{end}");
            }
        }
        // The tail that was to be left out.
        let whole = [HELLO, &TAIL].concat();
        assert_eq!(inflate(&mut inflaters(false), &whole, 5), Err(InflateError::Incomplete));
        // A final block, and nothing behind it.
        let bare = b"\xf3\x48\xcd\xc9\xc9\x07\x00";
        assert_eq!(inflate(&mut inflaters(false), bare, 5), Err(InflateError::Incomplete));
    }

    #[test]
    fn a_block_that_ends_by_chance_inside_the_tail_leaves_nothing_for_the_next_message() {
        // A block with codes of its own, cut inside their lengths. The tail adds sixteen lengths of 0 and four of 2; then
        // its last octet has one bit for the end of the block, and seven more.
        let mut cut = b"\x04\xd9\x01\x04\0\0\0\x80\xa0".to_vec();
        cut.resize(41, 0);
        cut.push(0x01);
        for piece in [1, 5, 42] {
            let mut inflaters = inflaters(false);
            assert_eq!(inflate(&mut inflaters, HELLO, piece).unwrap(), b"Hello");
            assert_eq!(inflate(&mut inflaters, &cut, piece), Err(InflateError::Incomplete));
            assert_eq!(inflate(&mut inflaters, HELLO, piece).unwrap(), b"Hello");
        }
    }

    #[test]
    fn no_more_is_inflated_than_the_limit_and_one() {
        let mut wire = Vec::new();
        crate::deflate::Compressor::new(15).message(&[b'x'; 5000], false, &mut wire);
        for (limit, fits) in [(0, false), (1, false), (4999, false), (5000, true), (usize::MAX, true)] {
            for piece in [1, 3, wire.len()] {
                let mut inflater = Inflater::new(false);
                let mut out = Vec::new();
                let result = wire
                    .chunks(piece)
                    .try_for_each(|octets| inflater.append(octets, &mut out, limit));
                assert_eq!(result.is_ok(), fits, "{limit}");
                assert_eq!(out.len(), limit.min(5000));
                assert_eq!(inflater.end().is_ok(), fits);
            }
        }
    }
}
