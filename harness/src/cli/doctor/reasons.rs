//! Why a case notices no fault, and why no case catches one: every such case and fault has a reason here.

use std::fmt::Write as _;

use wildmatch::WildMatch;

/// Cases, as ids or globs, that notice no fault.
const CASES: &[(&str, &str)] = &[];

/// Faults that no case catches.
const FAULTS: &[(&str, &str)] = &[];

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

/// What is wrong with the tables when these cases notice nothing and these faults are not caught: a line for each that has no
/// reason, and for each reason that nothing has.
pub(super) fn wrong(idle: &[&str], uncaught: &[&str]) -> String {
    let mut wrong = String::new();
    for id in idle.iter().filter(|id| of_case(id).is_none()) {
        let _ = writeln!(wrong, "the case {id} notices no fault, and no reason is given for it");
    }
    for id in uncaught.iter().filter(|id| of_fault(id).is_none()) {
        let _ = writeln!(wrong, "no case catches the fault {id}, and no reason is given for it");
    }
    for (glob, _) in CASES {
        let pattern = WildMatch::new(glob);
        if !idle.iter().any(|id| pattern.matches(id)) {
            let _ = writeln!(wrong, "the reason for {glob} is stale: no such case notices nothing");
        }
    }
    for (fault, _) in FAULTS.iter().filter(|(fault, _)| !uncaught.contains(fault)) {
        let _ = writeln!(
            wrong,
            "the reason for {fault} is stale: it is caught, or there is no such fault"
        );
    }
    wrong
}
