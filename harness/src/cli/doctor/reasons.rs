//! Why a case notices no fault, and why no case catches one: every such case and fault has a reason here.

use wildmatch::WildMatch;

/// Cases, as ids or globs, that notice no fault.
const CASES: &[(&str, &str)] = &[];

/// Faults that no case catches.
const FAULTS: &[(&str, &str)] = &[
    ("aborts-at-reset", IN_A_PROCESS),
    ("aborts-at-tls-hello", IN_A_PROCESS),
    ("backlog-unlimited", IN_A_PROCESS),
    ("half-close-ignored", IN_A_PROCESS),
    (
        "ping-after-our-close-not-answered",
        "closing/first-then-ping notices it, and is content with less: docs/judging.md says why",
    ),
    ("places-never-given-back", IN_A_PROCESS),
];

/// The reason for faults of a server under attack.
const IN_A_PROCESS: &str =
    "shows in the process of a server alone; the hostile cases catch it there, and ci/hostile.sh wants it so";

/// The reason for a case that notices no fault.
pub(super) fn of_case(id: &str) -> Option<&'static str> {
    CASES
        .iter()
        .find(|(glob, _)| WildMatch::new(glob).matches(id))
        .map(|(_, reason)| *reason)
}

/// The reason for a fault that no case catches.
pub(super) fn of_fault(id: &str) -> Option<&'static str> {
    FAULTS.iter().find(|(fault, _)| *fault == id).map(|(_, reason)| *reason)
}

/// What is wrong with the tables when these cases notice nothing and these faults are not caught: a sentence for each that has
/// no reason, and for each reason that nothing has.
pub(super) fn wrong(idle: &[&str], uncaught: &[&str]) -> Vec<String> {
    let cases = idle
        .iter()
        .filter(|id| of_case(id).is_none())
        .map(|id| format!("the case {id} notices no fault, and no reason is given for it"));
    let faults = uncaught
        .iter()
        .filter(|id| of_fault(id).is_none())
        .map(|id| format!("no case catches the fault {id}, and no reason is given for it"));
    let stale_cases = CASES
        .iter()
        .filter(|(glob, _)| !idle.iter().any(|id| WildMatch::new(glob).matches(id)))
        .map(|(glob, _)| format!("the reason for {glob} is stale: every such case notices a fault"));
    let stale_faults = FAULTS
        .iter()
        .filter(|(fault, _)| !uncaught.contains(fault))
        .map(|(fault, _)| format!("the reason for {fault} is stale: it is caught, or there is no such fault"));
    cases.chain(faults).chain(stale_cases).chain(stale_faults).collect()
}
