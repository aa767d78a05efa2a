//! What an input puts on the wire, as a packet trace.

use std::fmt::Write as _;

use wsspec::bytes::readable;
use wsspec::model::drawing::{self, Drawn};
use wsspec::trace::payload_for_people;
use wsspec_codec::frame::Opcode;

use crate::hold::hex;
use crate::target::{Flow, Form};

/// The flows one after the other: frames and lines of text with the offset where they begin, other octets in rows.
pub fn trace(flows: &[Flow]) -> String {
    let mut out = String::new();
    for flow in flows {
        let _ = writeln!(out, "{}, {} octets", flow.what, flow.octets.len());
        match flow.form {
            Form::Frames => frames(&flow.octets, &mut out),
            Form::Text => text(&flow.octets, &mut out),
            Form::Octets => rows(&flow.octets, &mut out),
        }
    }
    out
}

/// A line for each frame, and one for what is left. They are read as the model reads them and not as the codec does, which
/// may be what is wrong.
fn frames(octets: &[u8], out: &mut String) {
    let mut at = 0;
    while let Some(header) = drawing::header(&octets[at..]) {
        let payload: Vec<u8> = drawing::payload(&header, &octets[at..]).collect();
        let (start, end) = (at + header.header_len, at + header.header_len + payload.len());
        let wire = format!("{} {}", hex(&octets[at..start]), shown(&octets[start..end]));
        let _ = write!(out, "{at:>6}  {wire:<34}  {}", describe(&header));
        if !payload.is_empty() {
            let opcode = Opcode::from_bits(header.opcode);
            let _ = write!(out, ": {}", payload_for_people(opcode, &payload));
        }
        let whole = payload.len() as u64 == header.length;
        out.push_str(if whole { "\n" } else { ", cut off\n" });
        if !whole {
            return;
        }
        at = end;
    }
    if at < octets.len() {
        let _ = writeln!(out, "{at:>6}  {:<34}  a header, cut off", hex(&octets[at..]));
    }
}

/// A header in words.
fn describe(header: &Drawn) -> String {
    let mut out = format!("{} fin={}", Opcode::from_bits(header.opcode), u8::from(header.fin));
    if header.rsv != 0 {
        let _ = write!(out, " rsv={:03b}", header.rsv);
    }
    match header.key {
        Some(key) => {
            let _ = write!(out, " key={}", hex(&key));
        }
        None => out.push_str(" unmasked"),
    }
    let _ = write!(out, " length={} in {} bits", header.length, header.length_bits);
    out
}

/// The lines of a head, each with its end.
fn text(octets: &[u8], out: &mut String) {
    let mut at = 0;
    for line in octets.split_inclusive(|&octet| octet == b'\n') {
        let _ = writeln!(out, "{at:>6}  \"{}\"", line.escape_ascii());
        at += line.len();
    }
}

/// Sixteen octets a line.
fn rows(octets: &[u8], out: &mut String) {
    for (row, octets) in octets.chunks(16).enumerate() {
        let _ = writeln!(out, "{:>6}  {:<34}  {}", row * 16, hex(octets), readable(octets));
    }
}

/// The first octets of a payload in hex.
fn shown(payload: &[u8]) -> String {
    const SHOWN: usize = 16;
    let more = if payload.len() > SHOWN { "…" } else { "" };
    format!("{}{more}", hex(&payload[..payload.len().min(SHOWN)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_and_what_is_cut_off_have_a_line_each() {
        let flow = |form, octets: &[u8]| Flow {
            what: "a client's octets".to_owned(),
            form,
            octets: octets.to_vec(),
        };
        let traced = trace(&[
            flow(
                Form::Frames,
                b"\x01\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58\x88\x7e\x00\x04\x03\xe8ok\xc2\x05He",
            ),
            flow(Form::Frames, b"\x89\x00\x81"),
            flow(Form::Text, b"GET / HTTP/1.1\r\n\xff"),
            flow(Form::Octets, b"0123456789abcdef\0"),
        ]);
        let expected = "\
a client's octets, 23 octets
     0  018537fa213d 7f9f4d5158             text fin=0 key=37fa213d length=5 in 7 bits: \"Hello\"
    11  887e0004 03e86f6b                   close fin=1 unmasked length=4 in 16 bits: 1000 \"ok\"
    19  c205 4865                           binary fin=1 rsv=100 unmasked length=5 in 7 bits: \"He\", cut off
a client's octets, 3 octets
     0  8900                                ping fin=1 unmasked length=0 in 7 bits
     2  81                                  a header, cut off
a client's octets, 17 octets
     0  \"GET / HTTP/1.1\\r\\n\"
    16  \"\\xff\"
a client's octets, 17 octets
     0  30313233343536373839616263646566    \"0123456789abcdef\"
    16  00                                  0x00
";
        assert_eq!(traced, expected);
    }
}
