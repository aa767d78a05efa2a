//! What the receiver of an exchange is to report, as the messages read a second time.

use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::{Clause, rfc6455, rfc7692};
use wsspec_codec::rules::ViolationKind;

use super::choice::Choice;
use super::heard::{Heard, Item};
use super::reading::{Fault, Reading};
use crate::endpoint::{Octets, Reported};

/// What the receiver is to report.
#[derive(Debug, Default)]
pub(super) struct Expected {
    /// In order.
    pub(super) reports: Vec<Reported>,
    /// Then it refuses a message for one of these reasons; none if it takes all.
    pub(super) refusals: Vec<Refusal>,
}

/// A way to refuse a compressed message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It does not inflate.
    Data,
    /// It ends inside a block.
    End,
    /// It is more than is taken, or becomes more.
    Size,
    /// It is a text and cannot be UTF-8.
    Text,
    /// It is a text that ends inside a code point.
    TextEnd,
}

impl Expected {
    /// By what stands on the wire.
    pub(super) fn new(heard: &Heard<'_>) -> Expected {
        let limit = heard.exchange.limits().message;
        let mut expected = Expected::default();
        for item in &heard.items {
            let message = match item {
                Item::Ping(payload) => {
                    expected.reports.push(Reported::Ping(Octets(payload.clone())));
                    continue;
                }
                Item::Message(message) => message,
            };
            let [first, ..] = message.headers.as_slice() else {
                continue;
            };
            let text = first.opcode == 1;
            let (made, mut refusals) = match &message.reading {
                None => (&message.octets, Vec::new()),
                Some(reading) => (&reading.made, Refusal::of(reading, text)),
            };
            if message.octets.len() as u64 > limit {
                refusals.push(Refusal::Size);
            }
            if !refusals.is_empty() {
                expected.refusals = refusals;
                break;
            }
            let kind = if text { MessageKind::Text } else { MessageKind::Binary };
            expected.reports.push(Reported::Message(kind, Octets(made.clone())));
        }
        expected
    }
}

impl Refusal {
    /// Why a message that reads so is to be refused: the first thing that is wrong in it, if any is.
    fn of(reading: &Reading, text: bool) -> Vec<Refusal> {
        let judged = std::str::from_utf8(&reading.made).err().filter(|_| text);
        let refusal = match (judged, reading.fault) {
            (Some(error), _) if error.error_len().is_some() => Refusal::Text,
            (_, Some(Fault::TooLarge)) => Refusal::Size,
            (_, Some(Fault::Refused(Choice::NoCodeForLengths))) => return vec![Refusal::Data, Refusal::End],
            (_, Some(_)) if reading.at_end => Refusal::End,
            (_, Some(_)) => Refusal::Data,
            (Some(_), None) => Refusal::TextEnd,
            (None, None) => return Vec::new(),
        };
        vec![refusal]
    }

    /// The clause that asks for it.
    pub(super) fn clause(self) -> &'static Clause {
        match self {
            Refusal::Data => rfc7692::INVALID_DEFLATE,
            Refusal::End => rfc7692::INCOMPLETE_BLOCK,
            Refusal::Size => rfc7692::BOMB,
            Refusal::Text => rfc6455::TEXT_INVALID,
            Refusal::TextEnd => rfc6455::TEXT_TRUNCATED_END,
        }
    }

    /// Whether a violation of this kind is that reason.
    pub(super) fn is(self, kind: &ViolationKind) -> bool {
        match self {
            Refusal::Data => matches!(kind, ViolationKind::InvalidDeflate),
            Refusal::End => matches!(kind, ViolationKind::TruncatedDeflate),
            Refusal::Size => matches!(kind, ViolationKind::MessageTooLarge { .. }),
            Refusal::Text => matches!(kind, ViolationKind::InvalidUtf8),
            Refusal::TextEnd => matches!(kind, ViolationKind::TruncatedUtf8),
        }
    }
}
