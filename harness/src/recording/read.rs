//! Recordings read from files, with clear words for what is none.

use std::fmt;
use std::time::Duration;

use serde_json::Value;
use wsspec_codec::handshake::{Head, HeadLimits};
use wsspec_codec::rules::Role;

use super::format::{FORMAT, Header, How, Line, Request, Response, VERSION};
use super::{About, Chunk, End, Recording, har, talk, write};

/// Why a file cannot be read as a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadRecording {
    /// There is nothing in it.
    Empty,
    /// It is something else: this.
    Foreign(String),
    /// It is in this version of the format.
    Version(u64),
    /// This line is wrong, for this reason.
    Line(usize, String),
    /// It ends in the middle, after so many chunks.
    CutOff(usize),
    /// It is larger than what is taken.
    TooLarge,
    /// A HAR file that holds no session to replay, or several, or a strange one: this.
    Har(String),
}

impl fmt::Display for BadRecording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadRecording::Empty => f.write_str("it is empty, and a recording has at least a header and a footer"),
            BadRecording::Foreign(why) => {
                write!(f, "it is neither a recording of `wsspec record` nor a HAR file: {why}")
            }
            BadRecording::Version(version) => {
                write!(
                    f,
                    "it is in version {version} of the format, and this wsspec reads version {VERSION}"
                )
            }
            BadRecording::Line(line, why) => write!(f, "line {line}: {why}"),
            BadRecording::CutOff(chunks) => write!(
                f,
                "it is cut off: after {chunks} chunks there is no footer; --partial replays what is there"
            ),
            BadRecording::TooLarge => write!(
                f,
                "it is too large: {} MiB are read, with {} MiB of octets in them",
                MOST_FILE >> 20,
                MOST >> 20
            ),
            BadRecording::Har(why) => write!(f, "the HAR file {why}"),
        }
    }
}

impl std::error::Error for BadRecording {}

/// How a file is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Take a recording that is cut off for what is there of it.
    pub partial: bool,
    /// Which WebSocket session of a HAR file, from 1.
    pub session: Option<usize>,
}

/// The most octets of a recording.
const MOST: usize = 256 << 20;

/// The most octets of a file.
pub const MOST_FILE: u64 = 512 << 20;

/// Reads a file: a recording, or a HAR file.
///
/// # Errors
/// It is neither, or damaged.
pub fn read(file: &[u8], reading: Reading) -> Result<Recording, BadRecording> {
    if file.len() as u64 > MOST_FILE {
        return Err(BadRecording::TooLarge);
    }
    if file.iter().all(u8::is_ascii_whitespace) {
        return Err(BadRecording::Empty);
    }
    let text = std::str::from_utf8(file).map_err(|_| BadRecording::Foreign("it is not UTF-8".to_owned()))?;
    if let Some(log) = har::log(text) {
        return har::read(&log, reading.session);
    }
    let mut lines = text.split_inclusive('\n').zip(1..);
    let first = lines.next().map_or("", |(line, _)| line);
    let mut recording = Recording {
        about: header(first)?,
        ..Recording::default()
    };
    let mut reader = Lines::default();
    for (line, number) in lines {
        let is_last_and_cut = !line.ends_with('\n');
        if line.trim().is_empty() {
            continue;
        }
        if reader.footer {
            return Err(BadRecording::Line(
                number,
                "there is a line after the footer".to_owned(),
            ));
        }
        match serde_json::from_str(line) {
            Ok(line) => reader
                .line(line, number, &mut recording)
                .map_err(|why| BadRecording::Line(number, why))?,
            Err(_) if is_last_and_cut => break,
            Err(error) => {
                return Err(BadRecording::Line(
                    number,
                    format!("it is no line of a recording: {error}"),
                ));
            }
        }
        if reader.octets > MOST {
            return Err(BadRecording::TooLarge);
        }
    }
    if !reader.footer && !reading.partial {
        return Err(BadRecording::CutOff(recording.chunks.len()));
    }
    reader
        .agrees(&recording)
        .map_err(|(line, why)| BadRecording::Line(line, why))?;
    Ok(recording)
}

fn header(line: &str) -> Result<About, BadRecording> {
    let value: Value = serde_json::from_str(line)
        .map_err(|error| BadRecording::Foreign(format!("its first line is no JSON object ({error})")))?;
    if value["kind"] != "header" || value["format"] != FORMAT {
        let why = format!("its first line does not say \"kind\":\"header\" and \"format\":\"{FORMAT}\"");
        return Err(BadRecording::Foreign(why));
    }
    match value["version"].as_u64() {
        Some(VERSION) => {}
        Some(version) => return Err(BadRecording::Version(version)),
        None => return Err(BadRecording::Line(1, "the version is no number".to_owned())),
    }
    let header: Header = serde_json::from_value(value)
        .map_err(|error| BadRecording::Line(1, format!("the header is malformed: {error}")))?;
    Ok(About {
        recorded: header.recorded,
        by: header.by,
        expect: header.expect,
        note: header.note,
        ..About::default()
    })
}

/// What has been read so far beside what is in the recording.
#[derive(Default)]
struct Lines {
    octets: usize,
    footer: bool,
    request: Option<(usize, Request)>,
    response: Option<(usize, Response)>,
}

impl Lines {
    fn line(&mut self, line: Line, number: usize, recording: &mut Recording) -> Result<(), String> {
        match line {
            Line::Header(_) => return Err("a second header".to_owned()),
            Line::Chunk(chunk) => {
                let octets = chunk.decode().map_err(|why| format!("the chunk {why}"))?;
                self.octets += octets.len();
                recording.chunks.push(Chunk {
                    at: Duration::from_micros(chunk.us),
                    from: chunk.from.into(),
                    octets,
                });
            }
            Line::Request(request) => {
                recording.about.agent = request.agent.clone();
                recording.about.version = request.version.clone();
                self.request = Some((number, request));
            }
            Line::Response(response) => {
                recording.about.server = response.server.clone();
                self.response = Some((number, response));
            }
            Line::End(end) => recording.ends.push(End {
                at: Duration::from_micros(end.us),
                from: end.from.into(),
                reset: end.how == How::Reset,
            }),
            Line::Footer(footer) => {
                let has = recording.chunks.len();
                if footer.chunks != has {
                    return Err(format!(
                        "the footer counts {} chunks, and {has} are there",
                        footer.chunks
                    ));
                }
                recording.complete = footer.complete;
                self.footer = true;
            }
        }
        Ok(())
    }

    /// Whether request and response are what the chunks say.
    fn agrees(&self, recording: &Recording) -> Result<(), (usize, String)> {
        let differs = |line: usize, what: &str| Err((line, format!("the {what} is not the one that the chunks hold")));
        if let Some((line, request)) = &self.request {
            let octets = recording.octets(Role::Client);
            let head = Head::decode(
                &octets,
                HeadLimits {
                    octets: 64 << 10,
                    fields: 1000,
                },
            )
            .ok()
            .flatten();
            if head.is_none_or(|(head, _)| write::text(&head) != request.head) {
                return differs(*line, "request");
            }
        }
        if let Some((line, response)) = &self.response {
            let found = talk::response(&recording.octets(Role::Server));
            if found.is_none_or(|(head, _)| write::text(&head) != response.head) {
                return differs(*line, "response");
            }
        }
        Ok(())
    }
}
