//! What `wsspec server` and `wsspec client` have in common: how cases are played, which, and what becomes of the records; and
//! what every subcommand needs that uses the network.

pub(super) mod arguments;
pub(super) mod ledger;
pub(super) mod progress;
mod summary;

use std::fmt::Display;

use anstream::eprintln;
use tokio::runtime::{Builder, Runtime};

use super::selected;
pub(super) use arguments::Manner;
pub(super) use ledger::Ledger;
use wsspec::case::{Case, Profile};
use wsspec::exit;
use wsspec::suite;
use wsspec_codec::rules::Role;

/// What waiting times are cut to when the subject let one run out before the first case: whatever it does not answer then, it
/// will not answer three hundred times.
pub(super) const HURRY: f64 = 0.25;

/// Says why the run ends here, and gives back its exit code.
pub(super) fn refuse(code: u8, why: impl Display) -> u8 {
    eprintln!("error: {why}");
    code
}

/// The cases to play, and the profile that they are chosen by.
///
/// # Errors
/// The exit code; what is wrong has been said.
pub(super) fn chosen(manner: &Manner, patterns: &[String], subject: Role) -> Result<(Option<Profile>, Vec<Case>), u8> {
    let cases = selected(patterns)?;
    // A topic names no case, so it is played as far as the profile goes.
    let topics = suite::topics();
    let named = patterns
        .iter()
        .any(|pattern| topics.iter().all(|(topic, _)| topic != pattern));
    let profile = (!named).then(|| Profile::from(manner.profile));
    let cases: Vec<Case> = cases
        .into_iter()
        .filter(|case| case.is_for(subject) && profile.is_none_or(|profile| case.profile <= profile))
        .collect();
    if cases.is_empty() {
        let why = match profile {
            Some(profile) => format!("profile {profile} has no case for {subject}s here; choose a larger one"),
            None => format!(
                "what was selected is for {}s, so nothing can be played with a {subject}",
                subject.peer()
            ),
        };
        return Err(refuse(exit::NOTHING_RAN, why));
    }
    Ok((profile, cases))
}

/// What runs the plays.
///
/// # Errors
/// The exit code; what is wrong has been said.
pub(super) fn runtime() -> Result<Runtime, u8> {
    Builder::new_current_thread().enable_all().build().map_err(|error| {
        refuse(
            exit::INCOMPLETE,
            format_args!("the system gives no event loop: {error}"),
        )
    })
}

/// Ready when the user wants no more.
pub(super) async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
