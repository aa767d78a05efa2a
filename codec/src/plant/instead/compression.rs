//! What becomes of offers, answers and compressed messages.

use crate::deflate::{Agreed, NAME, RSV1, Terms};
use crate::extension::Extension;
use crate::plant::{Plant, planted};

/// The terms on which a server agrees, if they are others.
#[inline(always)]
pub(crate) fn terms(terms: Terms) -> Terms {
    if planted(Plant::SmallWindowAnswered) {
        Terms {
            server_max_window_bits: 8,
            ..terms
        }
    } else {
        terms
    }
}

/// Whether an offer of something else is taken for one of permessage-deflate without parameters.
#[inline(always)]
pub(crate) fn is_offer(extension: &Extension) -> bool {
    planted(Plant::ExtensionNameFoundAnywhere) && extension.name != NAME && extension.to_string().contains(NAME)
}

/// What a response says of permessage-deflate.
#[inline(always)]
pub(crate) fn answered_extension(mut extension: Extension) -> Extension {
    let zero = planted(Plant::ServerWindowAnsweredWithZero);
    let bare = planted(Plant::ClientWindowAnsweredBare);
    if zero || bare {
        for param in &mut extension.params {
            match param.name.as_str() {
                "server_max_window_bits" if zero => param.value = param.value.take().map(|bits| format!("0{bits}")),
                "client_max_window_bits" if bare => param.value = None,
                _ => {}
            }
        }
    }
    extension
}

/// From how many octets on a message is compressed.
#[inline(always)]
pub(crate) fn threshold(threshold: usize) -> usize {
    if planted(Plant::Rsv1OnPlainMessage) {
        threshold.max(64)
    } else {
        threshold
    }
}

/// The largest payload of a frame where compression was agreed on: who gets fragments wrong sends some.
#[inline(always)]
pub(crate) fn sent_fragment(fragment: usize) -> usize {
    if planted(Plant::Rsv1OnSentContinuations) {
        fragment.min(64)
    } else {
        fragment
    }
}

/// Where a message is cut in two, each half compressed with an end of its own.
#[inline(always)]
pub(crate) fn halves(len: usize) -> Option<usize> {
    (planted(Plant::TailRemovedFromEveryFragment) && len >= 64).then_some(len / 2)
}

/// The reserved bits of a pong.
#[inline(always)]
pub(crate) fn rsv_of_pong(agreed: bool) -> u8 {
    if planted(Plant::Rsv1OnSentPongs) && agreed {
        RSV1
    } else {
        0
    }
}

/// What stands at the end of a compressed message of so many octets instead of nothing.
#[inline(always)]
pub(crate) fn end_of_message(len: usize) -> Option<&'static [u8]> {
    if planted(Plant::FinalBlockPaddedWithOnes) {
        // A block of the fixed code with BFINAL set and nothing in it: ten bits, and six ones. Then the usual one.
        Some(b"\x03\xfc\x00")
    } else if planted(Plant::DistancesOf64Kib) && len > 1 << 15 {
        // A block of the fixed code with three octets from a distance of the 31st code, all its further bits 0.
        Some(b"\x02\x3e\x00\x00\x00")
    } else {
        None
    }
}

/// What was agreed, as a client takes it that was declined.
#[inline(always)]
pub fn agreed_anyway(offers: &[Extension]) -> Option<Agreed> {
    planted(Plant::OfferTakenForAgreement)
        .then(|| Terms::default().answer(offers))
        .flatten()
        .map(|answer| answer.agreed)
}

/// What a client offers.
#[inline(always)]
pub fn offers(mut offers: Vec<Extension>) -> Vec<Extension> {
    let odd = if planted(Plant::OfferedWindowWithZero) {
        ("server_max_window_bits", Some("010"))
    } else if planted(Plant::OfferedClientWindowOf16) {
        ("client_max_window_bits", Some("16"))
    } else if planted(Plant::UndefinedParameterOffered) {
        ("max_window_bits", Some("10"))
    } else if planted(Plant::SmallWindowOffered) {
        ("server_max_window_bits", Some("8"))
    } else {
        if planted(Plant::UnregisteredExtensionOffered) {
            offers.push(Extension::new("x-webkit-deflate-frame"));
        }
        return offers;
    };
    if let Some(offer) = offers.iter_mut().find(|offer| offer.name == NAME) {
        offer.params.retain(|param| param.name != odd.0);
        *offer = offer.clone().with(odd.0, odd.1);
    }
    offers
}
