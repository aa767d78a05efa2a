//! A recording as text: the opening handshake, and frame after frame what each side sent.

use std::collections::HashMap;
use std::fmt::Write as _;

use wsspec_codec::deflate::{Agreed, Inflater, RSV1};
use wsspec_codec::frame::{Frame, FrameHeader, Opcode};
use wsspec_codec::handshake::Head;
use wsspec_codec::rules::Role;

use super::Recording;
use super::hearing::MOST;
use super::talk::{Lacking, Side, Talk};
use crate::bytes::{hex, readable};
use crate::trace::payload_for_people;

/// The recording for people. Frames are in the order in which they were whole; each line has the sender, the header octet
/// for octet, and what it means.
///
/// # Errors
/// The recording has no request or no response.
pub fn recording(recording: &Recording) -> Result<String, Lacking> {
    let talk = Talk::of(recording)?;
    let mut out = recording.name();
    let about = &recording.about;
    if let Some(server) = &about.server {
        let _ = write!(out, " with {server}");
    }
    if let Some(recorded) = &about.recorded {
        let _ = write!(out, ", recorded {recorded}");
    }
    out.push('\n');
    if let Some(note) = &about.note {
        let _ = writeln!(out, "note: {note}");
    }
    out.push('\n');
    head(&mut out, "→", &talk.request);
    head(&mut out, "←", &talk.response);
    let mut lines = frames(talk.side(Role::Client), talk.agreed.as_ref());
    lines.extend(frames(talk.side(Role::Server), talk.agreed.as_ref()));
    let arrivals = arrivals(recording);
    // In the order of the chunks that completed them.
    lines.sort_by_key(|line| (arrivals.get(&(line.from, line.chunk)).copied(), line.end));
    if talk.opens() {
        out.push('\n');
        lines.iter().for_each(|line| out.push_str(&line.text));
    }
    for end in &recording.ends {
        let how = if end.reset { "resets TCP" } else { "ends TCP" };
        let _ = writeln!(out, "{} {how}", arrow(end.from));
    }
    Ok(out)
}

fn head(out: &mut String, arrow: &str, head: &Head) {
    let text = String::from_utf8_lossy(head.octets());
    let lines = text.lines().filter(|line| !line.is_empty());
    lines.for_each(|line| out.push_str(&format!("{arrow} {line}\n")));
}

fn arrow(from: Role) -> &'static str {
    match from {
        Role::Client => "→",
        Role::Server => "←",
    }
}

/// A line, and where it belongs.
struct Line {
    from: Role,
    /// Which of the chunks of its side completed the frame.
    chunk: usize,
    end: usize,
    text: String,
}

/// When each chunk of a side came, among all.
fn arrivals(recording: &Recording) -> HashMap<(Role, usize), usize> {
    let mut counts = HashMap::new();
    let chunks = recording.chunks.iter().enumerate().map(|(index, chunk)| {
        let count = counts.entry(chunk.from).or_insert(0);
        *count += 1;
        ((chunk.from, *count - 1), index)
    });
    chunks.collect()
}

fn frames(side: &Side, agreed: Option<&Agreed>) -> Vec<Line> {
    let (frames, rest) = side.frames();
    let mut inflater = agreed.map(|agreed| Inflater::new(agreed.no_context_takeover(side.role)));
    let mut compressed = false;
    let mut end = side.head;
    let mut lines = Vec::new();
    for frame in &frames {
        end += frame.header.encoded_len() + frame.payload.len();
        let opcode = frame.header.opcode();
        if !opcode.is_control() && opcode != Opcode::CONTINUATION {
            compressed = frame.header.rsv() & RSV1 != 0;
            if let Some(inflater) = inflater.as_mut().filter(|_| compressed) {
                inflater.begin();
            }
        }
        let inflated = inflater
            .as_mut()
            .filter(|_| compressed && !opcode.is_control())
            .map(|inflater| inflate(inflater, frame));
        let chunk = side.cuts.partition_point(|cut| cut.end < end);
        let text = format!("{} {}\n", arrow(side.role), line(frame, inflated.as_deref()));
        lines.push(Line {
            from: side.role,
            chunk,
            end,
            text,
        });
    }
    if !rest.is_empty() {
        lines.push(Line {
            from: side.role,
            chunk: side.cuts.len().saturating_sub(1),
            end: side.octets.len(),
            text: format!("{} {} octets that are no whole frame\n", arrow(side.role), rest.len()),
        });
    }
    lines
}

fn inflate(inflater: &mut Inflater, frame: &Frame) -> Vec<u8> {
    let mut inflated = Vec::new();
    // What does not inflate is shown as far as it does.
    let _ = inflater.append(&frame.payload, &mut inflated, MOST);
    if frame.header.fin() {
        let _ = inflater.end();
    }
    inflated
}

/// `text 5 octets "01234"   81 85 60f92465`.
fn line(frame: &Frame, inflated: Option<&[u8]>) -> String {
    let header = &frame.header;
    let mut what = header.opcode().to_string();
    if !header.fin() {
        what.push_str(" fin=0");
    }
    if header.rsv() != 0 {
        let _ = write!(what, " rsv={:03b}", header.rsv());
    }
    let octets = octets(header);
    let len = frame.payload.len();
    let payload = match inflated {
        Some(inflated) => format!("{len} octets inflate to {}: {}", inflated.len(), readable(inflated)),
        None if len == 0 => "0 octets".to_owned(),
        None => format!("{len} octets: {}", payload_for_people(header.opcode(), &frame.payload)),
    };
    format!("{octets:<30} {what} {payload}")
}

/// The header, octet for octet: first octet, second octet, extended length, masking key.
fn octets(header: &FrameHeader) -> String {
    let mut wire = Vec::new();
    header.encode(&mut wire);
    let key = if header.is_masked() { 4 } else { 0 };
    let (length, key) = wire[2..].split_at(wire.len() - 2 - key);
    let fields = [hex(&wire[..1]), hex(&wire[1..2]), hex(length), hex(key)];
    let fields: Vec<&str> = fields
        .iter()
        .map(String::as_str)
        .filter(|field| !field.is_empty())
        .collect();
    fields.join(" ")
}
