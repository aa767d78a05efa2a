//! How much work may be done for what came, in octets touched (RFC 6455 section 10.4).
//!
//! An endpoint that looks again at what it has with each further octet does work that grows with the square of what
//! came, and a peer that sends octet by octet then needs little to keep it busy. No test of a few octets sees that by its
//! time; [`meter`](wsspec_codec::meter) counts instead.

use wsspec_codec::rfc::rfc6455;

use crate::hold::hold;

/// The most work that is right: so much for each octet, for each frame and in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// For each octet.
    pub octet: u64,
    /// For each frame, or for each compressed message.
    pub frame: u64,
    /// Once.
    pub once: u64,
}

/// For a connection without compression.
///
/// An octet of a payload is unmasked, kept, and looked at up to five times as text: alone if the piece is ASCII, with the
/// bulk of the piece, with the rest, one by one where something is wrong, and once more where that is in a whole message.
/// Or it is in a ping, and goes back masked. A header is read twice, of at most 14 octets, when it comes in pieces, and
/// the head of a pong is written. A Close frame alone is read anew with each piece: its 125 octets, eleven times each.
pub const RECEIVING: Bound = Bound {
    octet: 8,
    frame: 64,
    once: 11 * 125 * 126 / 2,
};

/// For a decoder of frames that is asked for one after each octet: it reads 14 octets for the header, and each octet of a
/// payload is taken, moved to the front, copied and unmasked.
pub const DECODING: Bound = Bound {
    octet: 20,
    frame: 64,
    once: 0,
};

/// For a connection that inflates, by octets that came or came of them, and by compressed messages.
///
/// An octet that comes alone finds room for 520, which is made zero first; what comes of it is room made twice, inflated
/// and then looked at as text. A message may begin with a new inflater, whose window is 32 KiB.
pub const INFLATING: Bound = Bound {
    octet: 600,
    frame: 34 << 10,
    once: RECEIVING.once,
};

/// For the head of a handshake: an octet is kept, looked at for the end of its line as it comes and when the head is
/// whole, and three times more for what must not be there.
pub const HEAD: Bound = Bound {
    octet: 6,
    frame: 0,
    once: 0,
};

/// Work grows with what came, and no faster.
pub fn work_grows_with_what_came(bound: Bound, input: &[u8], octets: usize, frames: usize, steps: u64) {
    let most = bound.octet * octets as u64 + bound.frame * frames as u64 + bound.once;
    hold(steps <= most, input, rfc6455::LIMITS_PROTECT, || {
        format!("{octets} octets in {frames} frames took {steps} steps, at most {most} are right")
    });
}
