//! Ordeals and reactions in words.

use std::fmt;
use std::fmt::Write as _;

use super::{Act, On, Ordeal, Reaction};
use crate::pattern::Grade;
use crate::text::frame;

/// An ordeal as lines of a packet trace: `>` the tester, `<` the subject.
pub fn ordeal(ordeal: &Ordeal) -> String {
    let mut out = format!("  bounds: {}\n", bounds(ordeal));
    for act in &ordeal.acts {
        let _ = writeln!(out, "  > {act}");
    }
    if ordeal.held {
        out.push_str("  > stays open while a fresh connection is asked for\n");
    }
    for judged in &ordeal.judged {
        let on = judged.on.to_string();
        let because = match judged.because.as_str() {
            "" => String::new(),
            because => format!(": {because}"),
        };
        let _ = writeln!(out, "  < {on:<40}  {}{because}", judged.grade);
    }
    let _ = writeln!(
        out,
        "  < {:<40}  {}",
        "anything else, if the subject lives on",
        Grade::Pass
    );
    out
}

fn bounds(ordeal: &Ordeal) -> String {
    let connections = match (ordeal.connections, ordeal.in_a_row) {
        (1, _) => "one connection".to_owned(),
        (count, false) => format!("{count} connections at once"),
        (count, true) => format!("{count} connections in a row"),
    };
    let swollen = match ordeal.swollen {
        Grade::Fail => String::new(),
        grade => format!(" ({grade} if it is more)"),
    };
    format!(
        "{connections}, {}, {} s, {} more memory{swollen}",
        size(ordeal.octets()),
        ordeal.within.as_secs_f64(),
        size(ordeal.memory)
    )
}

/// A number of octets for people.
pub(super) fn size(octets: u64) -> String {
    match octets {
        0..10_240 => format!("{octets} octets"),
        10_240..10_485_760 => format!("{} KiB", octets >> 10),
        _ => format!("{} MiB", octets >> 20),
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Act::Request => f.write_str("the request"),
            Act::Open => f.write_str("the opening handshake"),
            Act::Octets(octets) => write!(f, "octets {octets}"),
            Act::Frames { frames, times } => {
                let frames: Vec<String> = frames.iter().map(frame).collect();
                match times {
                    1 => f.write_str(&frames.join(", ")),
                    _ => write!(f, "{times} times {}", frames.join(", ")),
                }
            }
            Act::Trickle { octets, every } => {
                write!(f, "octets {octets}, one each {} ms", every.as_millis())
            }
            Act::Deaf => f.write_str("reads nothing, until nothing more is taken"),
            Act::Hear => f.write_str("reads again"),
            Act::Fence => f.write_str("ping \"fence\", and waits for its pong and every echo"),
            Act::Listen(time) => write!(f, "waits {} ms", time.as_millis()),
            Act::End => f.write_str("ends its side of TCP"),
            Act::Reset => f.write_str("resets TCP"),
        }
    }
}

impl fmt::Display for Reaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reaction::Status(status) => write!(f, "answered with status {status}"),
            Reaction::Close(Some(code)) => write!(f, "closed with {code}"),
            Reaction::Close(None) => f.write_str("closed with an empty Close frame"),
            Reaction::Dropped => f.write_str("ended TCP"),
            Reaction::Reset => f.write_str("reset TCP"),
            Reaction::Coped => f.write_str("took everything"),
            Reaction::Silent => f.write_str("waited"),
            Reaction::Hung => f.write_str("neither took nor sent anything more"),
            Reaction::Unfinished => f.write_str("was not through when the time was over"),
            Reaction::Left => f.write_str("was left"),
        }
    }
}

impl fmt::Display for On {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            On::Status(first, last) if first == last => write!(f, "status {first}"),
            On::Status(first, last) => write!(f, "status {first} to {last}"),
            On::CloseBut(codes) if codes.is_empty() => f.write_str("close"),
            On::CloseBut(codes) => {
                let codes: Vec<String> = codes.iter().map(u16::to_string).collect();
                write!(f, "close, but not {}", codes.join("|"))
            }
            On::Dropped => f.write_str("end without a word"),
            On::Coped => f.write_str("takes everything"),
            On::Silent => f.write_str("waits"),
        }
    }
}
