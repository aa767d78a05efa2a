//! What `wsspec server` and `wsspec client` have in common: how cases are played, which, and what becomes of the records; and
//! what every subcommand needs that uses the network.

pub(super) mod arguments;
pub(super) mod ledger;
pub(super) mod progress;
mod summary;

use std::collections::HashSet;
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
    // What is hostile is only played for those who say so, and a glob does not say so by the way.
    let (hostile, others): (Vec<String>, Vec<String>) = patterns
        .iter()
        .cloned()
        .partition(|pattern| pattern.starts_with("hostile/"));
    let by_glob = Profile::from(manner.profile) == Profile::Hostile && !others.is_empty();
    let meant: HashSet<String> = match hostile.as_slice() {
        [] => HashSet::new(),
        hostile => selected(hostile)?.into_iter().map(|case| case.id).collect(),
    };
    let wanted = |case: &Case| match profile {
        Some(profile) => profile.plays(case.profile),
        None => case.profile != Profile::Hostile || by_glob || meant.contains(&case.id),
    };
    let spared = cases.iter().any(|case| case.is_for(subject) && !wanted(case));
    let cases: Vec<Case> = cases
        .into_iter()
        .filter(|case| case.is_for(subject) && wanted(case))
        .collect();
    if cases.is_empty() {
        let why = match profile {
            Some(profile) => format!("profile {profile} has no case for {subject}s here; choose a larger one"),
            None if spared => "what was selected is hostile: say --profile hostile, or name the cases".to_owned(),
            None => format!(
                "what was selected is for {}s, so nothing can be played with a {subject}",
                subject.peer()
            ),
        };
        return Err(refuse(exit::NOTHING_RAN, why));
    }
    Ok((profile, cases))
}

/// Refuses to play hostile cases with what is not on this machine alone, unless the user insists.
///
/// # Errors
/// The exit code; why has been said.
pub(super) fn spare(manner: &Manner, cases: &[Case], loopback: bool, whom: &str) -> Result<(), u8> {
    let hostile = cases.iter().find(|case| case.profile == Profile::Hostile);
    match hostile {
        Some(case) if !loopback && !manner.force => Err(refuse(
            exit::USAGE,
            format_args!(
                "{} is an attack, and {whom} is not on this machine alone; no case was played. With --force it is played all \
                 the same: only where you may attack",
                case.id
            ),
        )),
        _ => Ok(()),
    }
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

/// Ready when the user wants no more, or the system asks to end: what was started for the run must not stay behind.
pub(super) async fn interrupted() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    if let Ok(mut terminated) = signal(SignalKind::terminate()) {
        terminated.recv().await;
    } else {
        std::future::pending().await
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
