//! What an endpoint that echoes owes for a flight of frames, as a case says it.

use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::Role;

use super::{Context, Reading, Terms, What, read};
use crate::case::{Case, Item};
use crate::pattern::{Codes, Outcomes, Pattern};

/// A case that sends these items to a subject on these terms, expects what it owes for them, and closes the connection if it
/// is still open. `None` where the frames end inside one, or break a rule that cannot be known yet: nothing is due then. Nor
/// for a frame that announces more than it brings, with others behind: they would be its payload, and not what they say.
///
/// The terms are those of the whole connection: the case offers permessage-deflate if they say so, and the subject has to
/// take just as much as they say.
pub fn case(id: &str, items: Vec<Item>, terms: &Terms) -> Option<Case> {
    if items.iter().any(announces_more) {
        return None;
    }
    let octets = octets(&items, terms.receiver.peer());
    let reading = read(&octets, terms);
    let due = reading.fault.as_ref().map_or(0, |fault| fault.due);
    if due > octets.len() as u64 || ends_inside_frame(&octets, &reading) {
        return None;
    }
    let mut case = Case::new(id, "what is owed for a flight of frames", []).only(terms.receiver);
    case.offer = terms.compression.map(|context| {
        let fresh = match context {
            Context::Fresh => "; client_no_context_takeover",
            Context::TakenOver => "",
        };
        format!("permessage-deflate{fresh}")
    });
    let case = case.flight(items, None);
    let mut owed: Vec<Pattern> = reading.heard.iter().filter_map(|heard| answer(&heard.what)).collect();
    if let Some(fault) = &reading.fault {
        let codes = fault.wrongs.iter().map(|wrong| wrong.code).collect();
        owed.extend([Pattern::Close(Codes::OneOf(codes)), Pattern::End]);
        return Some(case.expect(Outcomes::pass(owed)).or_breaks(fault.wrongs[0].clause));
    }
    if let Some(What::Close(body)) = reading.heard.last().map(|heard| &heard.what) {
        let codes = match body {
            None => Codes::OneOfOrEmpty(Vec::new()),
            // Only a client may send it.
            Some((1010, _)) if terms.receiver == Role::Server => Codes::OneOf(vec![1000]),
            Some((code, _)) => Codes::OneOf(vec![*code]),
        };
        owed.extend([Pattern::Close(codes), Pattern::End]);
        return Some(case.expect(Outcomes::pass(owed)));
    }
    let case = if owed.is_empty() {
        case
    } else {
        case.expect(Outcomes::pass(owed))
    };
    Some(case.fence().close())
}

/// What comes back for something that was heard, but for a Close frame.
fn answer(what: &What) -> Option<Pattern> {
    match what {
        What::Message(MessageKind::Text, payload) => Some(Pattern::text(payload.clone())),
        What::Message(MessageKind::Binary, payload) => Some(Pattern::binary(payload.clone())),
        What::Ping(payload) => Some(Pattern::pong(payload.clone())),
        What::Pong(_) | What::Close(_) => None,
    }
}

/// Short of what is refused for its length at once.
fn announces_more(item: &Item) -> bool {
    match item {
        Item::Frame(frame) => frame
            .announced
            .is_some_and(|announced| announced > frame.payload.len() as u64 && announced < 1 << 63),
        Item::Rest(_) | Item::Octets(_) => false,
    }
}

/// The items on the wire; the masking keys are of no account.
fn octets(items: &[Item], sender: Role) -> Vec<u8> {
    let mut octets = Vec::new();
    for item in items {
        match item {
            Item::Frame(frame) => drop(frame.lower(sender, [0; 4], &mut octets)),
            Item::Rest(rest) | Item::Octets(rest) => octets.extend_from_slice(&rest.expand()),
        }
    }
    octets
}

fn ends_inside_frame(octets: &[u8], reading: &Reading) -> bool {
    let closed = reading
        .heard
        .last()
        .is_some_and(|heard| matches!(heard.what, What::Close(_)));
    reading.fault.is_none() && !closed && {
        let mut at = 0;
        while let Some((_, _, len)) = super::drawing::frame(&octets[at..]) {
            at += len;
        }
        at < octets.len()
    }
}
