//! What is done instead of what is right, where that takes more than a condition. In a build without the feature
//! `plants` all of it comes to nothing.

mod answering;
mod compression;
mod opening;
mod receiving;
mod sending;

pub(crate) use answering::*;
pub use compression::{agreed_anyway, offers};
pub(crate) use compression::{
    answered_extension, end_of_message, halves, is_offer, rsv_of_pong, sent_fragment, terms, threshold,
};
pub(crate) use opening::*;
pub(crate) use receiving::*;
pub(crate) use sending::*;
