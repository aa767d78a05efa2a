//! What must hold of an endpoint that receives any octets in any pieces.

use wsspec::model::{self, Heard, Reading, Terms, What, drawing};
use wsspec_codec::close::CloseCode;
use wsspec_codec::connection::Connection;
use wsspec_codec::frame::FrameHeader;
use wsspec_codec::rfc::{rfc6455, rfc7692};
use wsspec_codec::rules::{Limits, Role};

use crate::arrival::{Arrival, Way};
use crate::endpoint::{self, Conversation, Observed, Reported, Said};
use crate::hold::{hex, hold, told_in_a_line};
use crate::work;

/// Every oracle of this module on one arrival.
pub fn all(arrival: &Arrival<'_>) {
    let observed = Observed::new(arrival);
    let reading = model::read(&arrival.octets, &arrival.terms);
    pieces_do_not_matter(&observed);
    events_are_the_models(observed.octets, observed.said(), &reading);
    answers_are_what_is_owed(observed.octets, &arrival.terms, observed.said(), &reading);
    prefixes_mean_prefixes(&observed);
    nothing_follows_the_end(arrival);
    faults_are_where_they_are_said_to_be(&observed);
    no_more_is_held_than_came(&observed);
    work_grows_with_what_came(&observed);
    what_was_heard_can_be_said_again(&observed, &reading);
    what_happens_can_be_told(&observed);
}

/// O1. In any pieces an endpoint reports the same events, the same violation at the same offset, and writes the same octets.
pub fn pieces_do_not_matter(observed: &Observed<'_>) {
    for pair in observed.conversations.windows(2) {
        let [one, other] = [&pair[0], &pair[1]];
        hold(one.said == other.said, observed.octets, rfc6455::HEADER_SPLIT, || {
            let receiver = observed.terms.receiver;
            format!(
                "{} a {receiver} says {:?}, and {} {:?}",
                one.way, one.said, other.way, other.said
            )
        });
    }
}

/// O2. An endpoint hears what the model hears, and finds the fault that it finds, at the same octet.
pub fn events_are_the_models(octets: &[u8], said: &Said, reading: &Reading) {
    let mut events = said.events.iter();
    for heard in &reading.heard {
        let event = events.next();
        let same = event.is_some_and(|event| is(event, &heard.what));
        let clause = match heard.what {
            What::Message(..) => rfc6455::RECV_BOTH,
            What::Ping(_) | What::Pong(_) => rfc6455::HANDLE_CONTROL_MID,
            What::Close(_) => rfc6455::ECHO_CODE,
        };
        hold(same, octets, clause, || {
            format!("the model hears {heard:?}, the endpoint reports {event:?}")
        });
    }
    if finds_bad_deflate_late(events.as_slice(), reading) {
        return;
    }
    let failed = events.next();
    let same = match (failed, &reading.fault) {
        (None, None) => true,
        // It is inside a frame that is compressed, and judged at the end of it, or of the message if zlib has not looked.
        (None, Some(fault)) => {
            let goes_on = fault.wrongs[0].clause.id == rfc7692::INVALID_DEFLATE.id && fault.due == u64::MAX;
            goes_on || fault.latest >= octets.len() as u64
        }
        (Some(Reported::Failed(violation)), Some(fault)) => {
            fault.is(violation.clause(), violation.close_code().value(), violation.offset)
        }
        _ => false,
    };
    let clause = reading
        .fault
        .as_ref()
        .map_or(rfc6455::RECV_BOTH, |fault| fault.wrongs[0].clause);
    hold(same, octets, clause, || {
        format!(
            "the model then finds {:?}, the endpoint reports {failed:?}",
            reading.fault
        )
    });
    let more = events.next();
    hold(more.is_none(), octets, rfc6455::STOP_PROCESSING, || {
        format!("the endpoint goes on with {more:?}")
    });
}

/// zlib looks at a code when it has all of it, and at an empty one not before it is used (RFC 1951 3.2.7). Until then, and at
/// the latest at the end of the message, an endpoint goes on, answers pings, and may come to another fault; if it comes to the
/// end, it says that the block is not whole.
fn finds_bad_deflate_late(events: &[Reported], reading: &Reading) -> bool {
    let Some(fault) = reading
        .fault
        .as_ref()
        .filter(|fault| fault.wrongs[0].clause.id == rfc7692::INVALID_DEFLATE.id)
    else {
        return false;
    };
    let late = |event: &Reported| match event {
        Reported::Message(..) => false,
        // A fault behind it, or this one in the words of the end.
        Reported::Failed(violation) => {
            violation.offset > fault.latest || violation.clause().id == rfc7692::INCOMPLETE_BLOCK.id
        }
        _ => true,
    };
    !events.is_empty() && events.iter().all(late)
}

fn is(event: &Reported, what: &What) -> bool {
    match (event, what) {
        (Reported::Message(kind, payload), What::Message(other, content)) => kind == other && payload.0 == *content,
        (Reported::Ping(payload), What::Ping(content)) | (Reported::Pong(payload), What::Pong(content)) => {
            payload.0 == *content
        }
        (Reported::Close(code, reason), What::Close(body)) => match body {
            None => code.is_none() && reason.is_empty(),
            Some((value, text)) => *code == Some(CloseCode::new(*value)) && reason == text,
        },
        _ => false,
    }
}

/// O2 for what is written. Each ping is answered in order, and the end by one Close frame with the right status code; it
/// is all in frames that the other side takes, and TCP ends when it must (5.5, 7.1).
pub fn answers_are_what_is_owed(octets: &[u8], terms: &Terms, said: &Said, reading: &Reading) {
    if finds_bad_deflate_late(&said.events[reading.heard.len().min(said.events.len())..], reading) {
        return;
    }
    let answers = read_back(octets, terms.receiver, &said.output.0);
    let mut answers = answers.into_iter().map(|heard| heard.what);
    for heard in &reading.heard {
        if let What::Ping(payload) = &heard.what {
            let answer = answers.next();
            hold(
                answer == Some(What::Pong(payload.clone())),
                octets,
                rfc6455::PONG_MUST,
                || format!("a ping with {} is answered with {answer:?}", hex(payload)),
            );
        }
    }
    let closed = reading.heard.last().and_then(|heard| match &heard.what {
        What::Close(body) => Some(body),
        _ => None,
    });
    let answer = answers.next();
    let code = |answer: &Option<What>| match answer {
        Some(What::Close(body)) => Some(body.as_ref().map(|(code, _)| *code)),
        _ => None,
    };
    match (closed, &reading.fault) {
        (Some(body), _) => {
            let owed = body.as_ref().map(|(code, _)| match (code, terms.receiver) {
                // Only a client may send it.
                (1010, Role::Server) => 1000,
                (code, _) => *code,
            });
            hold(code(&answer) == Some(owed), octets, rfc6455::ECHO_CODE, || {
                format!("a Close frame with {body:?} is answered with {answer:?}")
            });
        }
        (None, Some(fault)) if said.violation().is_some() => {
            let sent = code(&answer).flatten();
            let right = sent.is_some_and(|sent| fault.wrongs.iter().any(|wrong| wrong.code == sent));
            hold(right, octets, rfc6455::SEND_CLOSE, || {
                format!("the fault {fault:?} is answered with {answer:?}")
            });
        }
        (None, _) => hold(answer.is_none(), octets, rfc6455::WRONG_PONG, || {
            format!("nobody asked for {answer:?}")
        }),
    }
    let more = answers.next();
    hold(more.is_none(), octets, rfc6455::NO_DATA_AFTER, || {
        format!("{more:?} follows")
    });
    let failed = said.violation().is_some();
    let over = failed || (closed.is_some() && terms.receiver == Role::Server);
    hold(said.close_tcp == over, octets, rfc6455::SERVER_IMMEDIATE, || {
        format!("close_tcp is {}, right is {over}", said.close_tcp)
    });
    let ended = failed || closed.is_some();
    hold(said.ended == ended, octets, rfc6455::STOP_PROCESSING, || {
        format!("is_ended is {}, right is {ended}", said.ended)
    });
    let (clean, code) = match closed {
        Some(body) => (true, body.as_ref().map_or(1005, |(code, _)| *code)),
        None => (false, 1006),
    };
    let told = (said.closure.clean, said.closure.code.value()) == (clean, code);
    hold(told, octets, rfc6455::CODE_1005, || {
        format!("the end is told as {:?}, right is {clean} and {code}", said.closure)
    });
}

/// What an endpoint in this role wrote, read as its peer must read it. The masking keys of a client are all different.
fn read_back(octets: &[u8], writer: Role, output: &[u8]) -> Vec<Heard> {
    let terms = Terms {
        receiver: writer.peer(),
        limits: Limits::NONE,
        compression: None,
    };
    let reading = model::read(output, &terms);
    hold(reading.fault.is_none(), octets, rfc6455::ENCAPSULATE, || {
        format!("it writes {}, in which there is {:?}", hex(output), reading.fault)
    });
    let mut keys = Vec::new();
    let mut at = 0;
    while let Some((header, _, len)) = drawing::frame(&output[at..]) {
        keys.extend(header.key);
        at += len;
    }
    hold(at == output.len(), octets, rfc6455::ENCAPSULATE, || {
        format!("it writes {}, which ends inside a frame", hex(output))
    });
    let many = keys.len();
    keys.sort_unstable();
    keys.dedup();
    hold(keys.len() == many, octets, rfc6455::FRESH_KEY, || {
        format!("it writes {}, with a masking key twice", hex(output))
    });
    reading.heard
}

/// O5. What the first octets mean, all octets begin with.
pub fn prefixes_mean_prefixes(observed: &Observed<'_>) {
    let all = observed.said();
    let len = observed.octets.len();
    for eighth in 1..8 {
        let prefix = &observed.octets[..len * eighth / 8];
        let said = Conversation::new(prefix, Way::WHOLE, &observed.terms).said;
        let begins = all.events.starts_with(&said.events) && all.output.0.starts_with(&said.output.0);
        hold(begins, observed.octets, rfc6455::HEADER_SPLIT, || {
            format!("the first {} octets mean {said:?}, all mean {all:?}", prefix.len())
        });
    }
}

/// O5 behind the end. After a fault or the peer's Close frame, whatever follows changes nothing (1.4, 7.1.7).
pub fn nothing_follows_the_end(arrival: &Arrival<'_>) {
    let mut connection = endpoint::connection(&arrival.terms);
    let mut events = Vec::new();
    let mut take = |connection: &mut Connection, octets: &[u8]| {
        connection.receive_dyn(&mut octets.to_vec(), &mut |event, _| events.push(Reported::new(event)));
        Said::new(events.clone(), connection)
    };
    let said = take(&mut connection, &arrival.octets);
    if said.ended {
        let more = take(&mut connection, &arrival.octets);
        hold(more == said, &arrival.octets, rfc6455::STOP_PROCESSING, || {
            format!("it ended with {said:?}, and the same octets again make it {more:?}")
        });
    }
}

/// O6. The octet at which a rule is broken has come, and the octets before it break none.
pub fn faults_are_where_they_are_said_to_be(observed: &Observed<'_>) {
    let octets = observed.octets;
    let Some(violation) = observed.said().violation() else {
        return;
    };
    let before = octets
        .get(..violation.offset as usize)
        .filter(|before| before.len() < octets.len());
    hold(before.is_some(), octets, violation.clause(), || {
        format!("there is said to be {violation}, but only {} octets came", octets.len())
    });
    let Some(before) = before else { return };
    let earlier = Conversation::new(before, Way::WHOLE, &observed.terms).said.violation();
    hold(earlier.is_none(), octets, violation.clause(), || {
        format!("there is said to be {violation}, but in the octets before that {earlier:?}")
    });
}

/// What a connection may hold besides twelve octets for each that came: above all the Close frame that it sends.
pub const ROOM: u64 = 1024;

/// What it may hold besides to inflate: the window, the tables of zlib, a block of output.
pub const INFLATING: u64 = 192 << 10;

/// O7. A length that is announced reserves nothing: a connection holds, at any time, at most twelve octets for each that
/// came, and [`ROOM`]. Twelve: an empty ping of two octets is answered by a client with six, in a buffer of up to twice
/// its content, which is there twice for the moment in which it grows. Where messages are inflated, it is [`INFLATING`]
/// more, and four times what a message may be, or can become, if that is less.
pub fn no_more_is_held_than_came(observed: &Observed<'_>) {
    let came = observed.octets.len() as u64;
    let inflating = match observed.terms.compression {
        None => 0,
        Some(_) => INFLATING + 4 * observed.terms.limits.message.min(1032 * came),
    };
    let bound = 12 * came + ROOM + inflating;
    for Conversation { way, peak, .. } in &observed.conversations {
        hold(*peak <= bound, observed.octets, rfc6455::LIMITS_PROTECT, || {
            let receiver = observed.terms.receiver;
            format!("a {receiver} held {peak} octets, at most {bound} are right, {way}")
        });
    }
}

/// O15. Of each event there is a line to be logged, and of a violation one that fits into a Close frame, and what its sender
/// broke in the same standard.
pub fn what_happens_can_be_told(observed: &Observed<'_>) {
    let octets = observed.octets;
    told_in_a_line(octets, rfc6455::RECV_BOTH, observed.terms.receiver);
    if let Some((header, _)) = FrameHeader::decode(octets) {
        told_in_a_line(octets, rfc6455::PARSE, format!("{header:?}"));
    }
    for event in &observed.said().events {
        match event {
            Reported::Message(kind, _) => told_in_a_line(octets, rfc6455::RECV_BOTH, kind),
            Reported::Close(Some(code), _) => told_in_a_line(octets, rfc6455::ECHO_CODE, format!("{code} {code:?}")),
            Reported::Failed(violation) => {
                let (clause, of_sender) = (violation.clause(), violation.kind.sender_clause());
                told_in_a_line(octets, clause, violation);
                hold(violation.kind.to_string().len() <= 123, octets, clause, || {
                    format!("{violation} does not fit into a Close frame")
                });
                hold(of_sender.standard == clause.standard, octets, clause, || {
                    format!("{violation} breaks {} and its sender {}", clause.id, of_sender.id)
                });
            }
            _ => {}
        }
    }
}

/// O8. Receiving takes no more steps than [`work`] allows for so many octets and frames.
pub fn work_grows_with_what_came(observed: &Observed<'_>) {
    let octets = observed.octets;
    let mut frames = 1;
    let mut at = 0;
    while let Some((_, _, len)) = drawing::frame(&octets[at..]) {
        frames += 1;
        at += len;
    }
    for Conversation { steps, said, .. } in &observed.conversations {
        // Of a message that is not told, nobody knows how much came of it.
        let inflated = match said.violation().is_some() || said.in_message {
            true => 1032 * octets.len(),
            false => said.events.iter().map(Reported::len).sum(),
        };
        let (bound, work) = match observed.terms.compression {
            None => (work::RECEIVING, octets.len()),
            Some(_) => (work::INFLATING, octets.len() * 2 + inflated),
        };
        work::work_grows_with_what_came(bound, octets, work, frames, *steps);
    }
}

/// O3. What was heard, sent by an endpoint of the other role, is heard again: messages, pings, pongs and the Close frame.
pub fn what_was_heard_can_be_said_again(observed: &Observed<'_>, reading: &Reading) {
    let terms = &observed.terms;
    let sends = Terms {
        receiver: terms.receiver.peer(),
        ..*terms
    };
    let mut sender = endpoint::connection(&sends);
    for heard in &reading.heard {
        let sent = match &heard.what {
            What::Message(kind, payload) => sender.sender().message(*kind, payload),
            What::Ping(payload) => sender.sender().ping(payload),
            What::Pong(payload) => sender.sender().pong(payload),
            What::Close(None) => sender.sender().close(None, ""),
            // A server may not send it.
            What::Close(Some((1010, _))) if sends.receiver == Role::Server => return,
            What::Close(Some((code, reason))) => sender.sender().close(Some(CloseCode::new(*code)), reason),
        };
        hold(sent.is_ok(), observed.octets, rfc6455::ENCAPSULATE, || {
            format!("{heard:?} was received, and to send it again is refused: {sent:?}")
        });
    }
    let output = sender.output();
    let again = model::read(
        output,
        &Terms {
            limits: Limits::NONE,
            ..*terms
        },
    );
    let whats = |reading: &Reading| reading.heard.iter().map(|heard| heard.what.clone()).collect::<Vec<_>>();
    let same = again.fault.is_none() && whats(&again) == whats(reading);
    hold(same, observed.octets, rfc6455::RECV_BOTH, || {
        format!("{:?} is sent as {}, which means {again:?}", reading.heard, hex(output))
    });
}
