//! Why a case notices no fault, and why no case catches one: every such case and fault has a reason here.

use wildmatch::WildMatch;

/// A limit of the endpoint's own: a message of 64 MiB or 2^20 fragments would have to be sent with every fault.
const OWN_LIMIT: &str =
    "it shows at a limit of the endpoint's own, and those of the reference are beyond what is played in memory";

/// What an echo never does.
const ONLY_AN_APPLICATION: &str = "an echo sends each message whole: only an application that sends in parts shows it";

/// What is no failure where it is seen.
const LENIENT: &str =
    "cases notice it as lenient, a failure under --strict: the clause binds the peer that sends such a thing";

/// What work costs.
const MEASURED: &str =
    "it costs memory or work, which a play in memory does not measure; the hostile cases do with a process";

/// What is said of a case that is lenient with a MUST, each time for the reason that its outcome gives.
const LENIENT_OUTCOME: &str =
    "cases notice it as lenient, a failure under --strict, and the outcome says why it is no more";

/// What only a process can do wrong.
const IN_A_PROCESS: &str =
    "it shows in the process of a server alone; a hostile case catches it there, and `ci/hostile.sh` wants it so";

/// Where two reactions are right, and a server that shows neither has another fault.
const EITHER: &str = "taking and refusing such a request are both right, and no fault does neither of them here alone";

/// URLs that no client connects to.
const NO_FAULT_IN_URLS: &str =
    "no fault is planted in how such a URL is taken apart: a client that connects fails the case";

/// Cases, as ids or globs, that notice no fault.
const CASES: &[(&str, &str)] = &[
    (
        "answer/deflate-not-offered",
        "it is for clients that offer no compression, and those that faults are planted in offer it",
    ),
    ("url/user-and-password", NO_FAULT_IN_URLS),
    ("url/no-host", NO_FAULT_IN_URLS),
    ("url/malformed-ipv6", NO_FAULT_IN_URLS),
    ("opening/two-spaces-in-request-line", EITHER),
    ("opening/tabs-in-request-line", EITHER),
    ("opening/line-ends-in-lf", EITHER),
    ("opening/folded-upgrade", EITHER),
    (
        "opening/plain-http",
        "it looks at a 426, and the reference answers a request that asks for no WebSocket with its page",
    ),
];

/// Faults that no case catches.
const FAULTS: &[(&str, &str)] = &[
    (
        "header-violation-one-octet-late",
        "a peer sees the same Close frame: only who uses the codec is told where a rule was broken",
    ),
    ("frame-limit-off-by-one", OWN_LIMIT),
    ("message-limit-per-frame", OWN_LIMIT),
    ("message-limit-over-messages", OWN_LIMIT),
    ("fragments-counted-over-messages", OWN_LIMIT),
    ("fragment-limit-ignored", OWN_LIMIT),
    ("too-big-closed-with-1002", OWN_LIMIT),
    ("inflated-size-unlimited", IN_A_PROCESS),
    ("announced-length-reserved", MEASURED),
    ("text-checked-anew", MEASURED),
    ("aborts-at-reset", IN_A_PROCESS),
    ("aborts-at-tls-hello", IN_A_PROCESS),
    ("backlog-unlimited", IN_A_PROCESS),
    ("places-never-given-back", IN_A_PROCESS),
    ("close-body-of-one-octet-accepted", LENIENT),
    ("cut-off-deflate-accepted", LENIENT),
    ("sent-fragments-repeat-opcode", ONLY_AN_APPLICATION),
    ("fin-on-every-sent-fragment", ONLY_AN_APPLICATION),
    ("last-sent-fragment-without-fin", ONLY_AN_APPLICATION),
    ("ping-after-our-close-not-answered", LENIENT_OUTCOME),
    ("upgrade-compared-whole", LENIENT_OUTCOME),
    ("well-known-path-refused", LENIENT_OUTCOME),
    ("continue-left-out", LENIENT_OUTCOME),
    ("unsupported-answer-closed-with-1002", LENIENT_OUTCOME),
    ("unregistered-extension-offered", LENIENT_OUTCOME),
    (
        "second-offer-ignored",
        "declining every offer is allowed, so the case is unsupported by such a server and cannot fail",
    ),
    (
        "close-code-5000-accepted",
        "nothing says that a receiver must refuse such a code; what it does with one is an observation",
    ),
    (
        "folded-field-accepted",
        "RFC 9112 5.2 lets a server replace a fold by spaces, so taking one is no failure",
    ),
    (
        "bare-lf-accepted",
        "RFC 9112 2.2 lets a recipient take a line that ends in LF alone",
    ),
];

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
