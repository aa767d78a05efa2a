//! Cases as text, in the look of a packet trace: what a reviewer reads when the meaning of a case changes.

use std::fmt::Write as _;

use wsspec_codec::frame::LengthForm;

use crate::case::{Case, Closing, Expect, Flight, Item, PATIENCE, Profile, Step};
use crate::exchange::{Content, Exchange};
use crate::frame_spec::{FrameSpec, Masking};
use crate::hostile;
use crate::pattern::{Outcome, Pattern};
use crate::trace::payload_for_people;

/// A case as a packet trace: `>` the tester sends, `<` the subject answers.
pub fn case(case: &Case) -> String {
    let clauses: Vec<String> = case
        .clauses
        .iter()
        .map(|clause| format!("{} {}", clause.id, level(clause.level)))
        .collect();
    let mut out = format!("{}  {}", case.id, clauses.join(", "));
    if !case.autobahn.is_empty() {
        let _ = write!(out, "  autobahn {}", case.autobahn.join(" "));
    }
    if let Some(role) = case.only {
        let _ = write!(out, "  {role}s only");
    }
    match case.profile {
        Profile::Smoke => {}
        Profile::Hostile => out.push_str("  only in profile hostile"),
        profile => {
            let _ = write!(out, "  from profile {profile}");
        }
    }
    let _ = write!(out, "\n  {}\n", case.title);
    if let Some(offer) = &case.offer {
        let must = match (case.offers_in_vain(), case.needs_agreement()) {
            (false, _) if case.either_way => ", which may be accepted or not",
            (false, _) => "",
            (true, true) => ", of which not all may be accepted",
            (true, false) => ", which must be declined",
        };
        let _ = writeln!(out, "  offers {offer}{must}");
    }
    if let Some(answer) = &case.answer {
        let _ = writeln!(out, "  answers {answer}");
    }
    match (case.refers_back, case.reaches) {
        (false, None) => {}
        (true, None) => out.push_str("  refers back to messages before\n"),
        (back, Some(bits)) => {
            let over = if back { ", to messages before" } else { "" };
            let _ = writeln!(out, "  refers back by 2^{bits} octets{over}");
        }
    }
    if let Some(hope) = &case.hope {
        let _ = writeln!(out, "  hopes for {hope}");
    }
    if !case.head.is_right() {
        let _ = writeln!(out, "  head: {}", case.head);
    }
    if let Some(url) = &case.url {
        let _ = writeln!(out, "  url: {url}");
    }
    for aspect in &case.judges {
        let _ = writeln!(out, "  judges {aspect}");
    }
    match case.closing {
        Closing::ByItself => {}
        Closing::WithoutAnswer => out.push_str("  answers no Close frame by itself\n"),
        Closing::WithoutEnd => out.push_str("  does not end TCP by itself\n"),
    }
    if let Some(correction) = &case.correction {
        let _ = writeln!(out, "  correction: {correction}");
    }
    if let Some(ordeal) = &case.ordeal {
        out.push_str(&hostile::text(ordeal));
    }
    for step in &case.steps {
        match step {
            Step::Send(sent) => out.push_str(&flight(sent)),
            Step::Expect(awaited) => out.push_str(&expect(awaited)),
            Step::Exchange(messages) => {
                let _ = writeln!(out, "  = {}", exchange(messages));
            }
            Step::End => out.push_str("  > end\n"),
        }
    }
    out
}

/// Messages and their echoes, in words.
pub fn exchange(exchange: &Exchange) -> String {
    let what = match &exchange.content {
        Content::Same { payload, .. } => format!("{} of {payload}", exchange.kind()),
        Content::Windows { corpus, len } => format!("{} of {len} from the {corpus} corpus", exchange.kind()),
    };
    let fragment = exchange
        .fragment
        .map_or(String::new(), |size| format!(", in frames of {size} octets"));
    let at_once = match exchange.in_flight {
        1 => "one at a time".to_owned(),
        many => format!("up to {many} on their way"),
    };
    format!("{} echoes of {what}{fragment}, {at_once}", exchange.messages)
}

fn level(level: wsspec_codec::rfc::Level) -> &'static str {
    use wsspec_codec::rfc::Level;
    match level {
        Level::Must => "MUST",
        Level::Should => "SHOULD",
        Level::May => "MAY",
        Level::Implied => "implied",
    }
}

fn flight(flight: &Flight) -> String {
    let mut items: Vec<String> = flight
        .items
        .iter()
        .map(|item| match item {
            Item::Frame(spec) => frame(spec),
            Item::Rest(payload) => format!("rest {payload}"),
            Item::Octets(octets) => format!("octets {octets}"),
        })
        .collect();
    if items.len() > MAX_ITEMS {
        let left_out = items.len() - MAX_ITEMS + 2;
        items.splice(MAX_ITEMS - 3..items.len() - 1, [format!("… {left_out} more …")]);
    }
    let cut = flight
        .segmentation
        .as_ref()
        .map_or(String::new(), |cut| format!("  cut {cut}"));
    format!("  > {}{cut}\n", items.join(", "))
}

/// How many frames of a flight are shown.
const MAX_ITEMS: usize = 12;

/// A frame that the tester sends, in words.
pub fn frame(spec: &FrameSpec) -> String {
    let mut out = spec.opcode.to_string();
    if !spec.payload.is_empty() {
        let octets = spec.payload.expand();
        let shown = match &spec.payload {
            crate::bytes::Bytes::Literal(_) => payload_for_people(spec.opcode, &octets),
            repeated => repeated.to_string(),
        };
        let _ = write!(out, " {shown}");
    }
    if !spec.fin {
        out.push_str(" fin=0");
    }
    if spec.rsv != 0 {
        let _ = write!(out, " rsv={:03b}", spec.rsv);
    }
    match spec.masking {
        Masking::ByRole => {}
        Masking::Wrong => out.push_str(" wrongly-masked"),
        Masking::Key(key) => {
            let _ = write!(out, " key={}", crate::bytes::hex(&key));
        }
    }
    if let Some(form) = spec.length_form {
        let bits = match form {
            LengthForm::Bits7 => 7,
            LengthForm::Bits16 => 16,
            LengthForm::Bits64 => 64,
        };
        let _ = write!(out, " length-in-{bits}-bits");
    }
    if let Some(len) = spec.announced {
        let _ = write!(out, " announcing {len}");
    }
    out
}

fn expect(expect: &Expect) -> String {
    let mut out = String::new();
    for outcome_ in &expect.outcomes.0 {
        let what = outcome(outcome_);
        let because = match outcome_.because.as_str() {
            "" => String::new(),
            because => format!(": {because}"),
        };
        let _ = write!(out, "  < {what:<40}  {}{because}", outcome_.grade);
        if expect.within != PATIENCE {
            let _ = write!(out, "  within {} ms", expect.within.as_millis());
        }
        out.push('\n');
    }
    out
}

/// An outcome in words: its patterns, long runs cut.
pub fn outcome(outcome: &Outcome) -> String {
    if outcome.patterns.is_empty() {
        return "silence".to_owned();
    }
    let patterns: Vec<String> = outcome.patterns.iter().map(Pattern::to_string).collect();
    patterns.join(", ")
}
