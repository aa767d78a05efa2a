//! What is done instead of what is right, where that takes more than a condition. In a build without the feature
//! `plants` all of it comes to nothing.

mod answering;
mod opening;
mod receiving;
mod sending;

pub(crate) use answering::*;
pub(crate) use opening::*;
pub(crate) use receiving::*;
pub(crate) use sending::*;
