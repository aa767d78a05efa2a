//! Compressed messages, each inflated as a whole (RFC 7692 section 7.2.2).

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};
use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::{rfc6455, rfc7692};

use super::content::unfit;
use super::{Context, Fault, Frame, Wrong};

/// What the sender took away from the end of the message.
const TAIL: [u8; 4] = [0x00, 0x00, 0xFF, 0xFF];

/// An empty block that is the last: it inflates to nothing and ends a stream, if it begins where a block may begin.
const LAST_BLOCK: [u8; 5] = [0x01, 0x00, 0x00, 0xFF, 0xFF];

/// The furthest that DEFLATE can refer back.
const WINDOW: usize = 32 << 10;

/// The most that an octet inflates to: four references of 258 octets, of two bits each.
const MOST: usize = 1032;

/// The message of these frames inflated, as far as it is there. `history` is what it may refer back to, and becomes what
/// the next may.
pub(super) fn message(
    fragments: &[&Frame],
    kind: MessageKind,
    context: Context,
    limit: u64,
    history: &mut Vec<u8>,
) -> Result<Vec<u8>, Fault> {
    let last = fragments[fragments.len() - 1];
    if context == Context::Fresh {
        history.clear();
    }
    let fault = |clause, code| Fault {
        wrongs: vec![Wrong::new(clause, code)],
        earliest: last.payload_at().min(last.end() - 1),
        latest: last.end() - 1,
        due: if last.header.fin { last.end() } else { u64::MAX },
        is_limit: false,
    };
    let wire: Vec<u8> = fragments.iter().flat_map(|frame| frame.payload.clone()).collect();
    let room = usize::try_from(limit).unwrap_or(usize::MAX).min(wire.len() * MOST);
    let made = inflate(&wire, history, room);
    // What came before the rest went wrong is judged first: it is text, or it is not.
    if kind == MessageKind::Text && unfit(&made.octets, false).is_some() {
        return Err(fault(rfc6455::TEXT_INVALID, 1007));
    }
    match made.how {
        How::TooLarge => return Err(fault(rfc6455::LIMITS_PROTECT, 1009)),
        How::Invalid => return Err(fault(rfc7692::INVALID_DEFLATE, 1002)),
        How::GoesOn | How::Ended => {}
    }
    if !last.header.fin || !last.is_whole() {
        return Ok(Vec::new());
    }
    let ended = inflate(&[&wire[..], &TAIL, &LAST_BLOCK].concat(), history, room + 16);
    if !matches!(ended.how, How::Ended) || ended.octets != made.octets {
        return Err(fault(rfc7692::INCOMPLETE_BLOCK, 1002));
    }
    if kind == MessageKind::Text && unfit(&made.octets, true).is_some() {
        return Err(fault(rfc6455::TEXT_TRUNCATED_END, 1007));
    }
    // With the tail the last block of a stream may come to its end.
    let with_tail = inflate(&[&wire[..], &TAIL].concat(), history, room + 16);
    *history = match with_tail.how {
        How::Ended => Vec::new(),
        _ => made.history,
    };
    Ok(made.octets)
}

/// What octets inflate to.
struct Made {
    octets: Vec<u8>,
    how: How,
    /// What may be referred back to from here on.
    history: Vec<u8>,
}

enum How {
    /// Up to the end of the octets, and a block is open or another may follow.
    GoesOn,
    /// The last octet ended a block that is the last of a stream.
    Ended,
    Invalid,
    TooLarge,
}

/// Inflates streams, one behind the other: a block that is the last may stand anywhere in a message (7.2.3.4). What is
/// before it belongs to another stream, and nothing behind it refers back to that.
fn inflate(mut wire: &[u8], history: &[u8], room: usize) -> Made {
    let mut octets = Vec::new();
    let mut history = history.to_vec();
    loop {
        let before = history.len();
        let left = room - octets.len();
        history.resize(before + left + 1, 0);
        let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF | inflate_flags::TINFL_FLAG_HAS_MORE_INPUT;
        let mut stream = Box::<DecompressorOxide>::default();
        let (status, used, made) = decompress(&mut stream, wire, &mut history, before, flags);
        history.truncate(before + made);
        octets.extend_from_slice(&history[before..]);
        wire = &wire[used..];
        let how = match status {
            _ if made > left => {
                octets.truncate(room);
                How::TooLarge
            }
            TINFLStatus::Done => {
                history.clear();
                if !wire.is_empty() {
                    continue;
                }
                How::Ended
            }
            TINFLStatus::NeedsMoreInput => How::GoesOn,
            _ => How::Invalid,
        };
        let begin = history.len().saturating_sub(WINDOW);
        return Made {
            octets,
            how,
            history: history.split_off(begin),
        };
    }
}
