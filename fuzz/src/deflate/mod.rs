//! The target `deflate_pair`: permessage-deflate between two endpoints (RFC 7692), and against a sender that makes its
//! octets by hand.
//!
//! In reading order:
//! [`exchange`] what an input means · [`blocks`] DEFLATE data made by hand · [`heard`] what the receiver says ·
//! [`reading`] DEFLATE data read a second time · [`choice`] what is open in the standards, and how it is decided ·
//! [`peer`] an inflater of other people · [`oracles`] what must hold · [`seeds`] where the corpus begins.

#![allow(
    clippy::too_many_arguments,
    reason = "the mutators that mutatis derives take one for each field"
)]

pub mod blocks;
mod by_hand;
pub mod choice;
pub mod exchange;
mod expected;
pub mod heard;
pub mod oracles;
pub mod peer;
pub mod reading;
pub mod seeds;
