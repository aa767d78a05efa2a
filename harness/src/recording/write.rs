//! Recordings written as they happen.

use std::io::{self, Write};
use std::time::Duration;

use wsspec_codec::handshake::{Head, HeadDecoder, HeadLimits};
use wsspec_codec::rules::Role;

use super::format::{Chunk, End, FORMAT, Footer, Header, How, Line, Request, Response, VERSION};
use super::{About, Recording, agent, talk};

/// Writes one session, each line as soon as there is something to say, and each line at once.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    about: About,
    chunks: usize,
    octets: u64,
    ended: Vec<Role>,
    request: Option<HeadDecoder>,
    response: Option<HeadDecoder>,
}

/// A head that is longer gets no line of its own; its octets are in the chunks.
const LIMITS: HeadLimits = HeadLimits {
    octets: 64 << 10,
    fields: 1000,
};

impl<W: Write> Writer<W> {
    /// Begins a recording. Agent and version are asked of the request where they are not given.
    ///
    /// # Errors
    /// It cannot be written, here and in the other functions.
    pub fn new(out: W, about: About) -> io::Result<Writer<W>> {
        let header = Header {
            format: FORMAT.to_owned(),
            version: VERSION,
            recorded: about.recorded.clone(),
            by: about.by.clone(),
            expect: about.expect,
            note: about.note.clone(),
        };
        let mut writer = Writer {
            out,
            about,
            chunks: 0,
            octets: 0,
            ended: Vec::new(),
            request: Some(HeadDecoder::new(LIMITS)),
            response: Some(HeadDecoder::new(LIMITS)),
        };
        writer.line(&Line::Header(header))?;
        Ok(writer)
    }

    /// One side sent these octets, `at` so long after the connection was there.
    ///
    /// # Errors
    /// As [`new`](Writer::new).
    pub fn chunk(&mut self, at: Duration, from: Role, octets: &[u8]) -> io::Result<()> {
        self.chunks += 1;
        self.octets += octets.len() as u64;
        self.line(&Line::Chunk(Chunk::new(micros(at), from.into(), octets)))?;
        match from {
            Role::Client => self.requested(octets),
            Role::Server => self.responded(octets),
        }
    }

    /// One side ended TCP, or was lost; the first time counts.
    ///
    /// # Errors
    /// As [`new`](Writer::new).
    pub fn end(&mut self, at: Duration, from: Role, reset: bool) -> io::Result<()> {
        if self.ended.contains(&from) {
            return Ok(());
        }
        self.ended.push(from);
        self.line(&Line::End(End {
            us: micros(at),
            from: from.into(),
            how: if reset { How::Reset } else { How::Closed },
        }))
    }

    /// Nothing more is recorded; `complete` if there was nothing more.
    ///
    /// # Errors
    /// As [`new`](Writer::new).
    pub fn finish(&mut self, complete: bool) -> io::Result<()> {
        let chunks = self.chunks;
        self.line(&Line::Footer(Footer { chunks, complete }))
    }

    /// How many chunks were written, and how many octets they held.
    pub fn size(&self) -> (usize, u64) {
        (self.chunks, self.octets)
    }

    /// The client's name and version, as far as they are known by now.
    pub fn name(&self) -> Option<String> {
        let name = self.about.agent.clone()?;
        Some(match &self.about.version {
            Some(version) => format!("{name} {version}"),
            None => name,
        })
    }

    fn requested(&mut self, octets: &[u8]) -> io::Result<()> {
        let Some(decoder) = &mut self.request else {
            return Ok(());
        };
        match decoder.push(octets) {
            Ok(None) => return Ok(()),
            Ok(Some((head, _))) => {
                if self.about.agent.is_none() {
                    (self.about.agent, self.about.version) = agent::agent(&head);
                }
                self.line(&Line::Request(Request {
                    head: text(&head),
                    agent: self.about.agent.clone(),
                    version: self.about.version.clone(),
                }))?;
            }
            Err(_) => {}
        }
        self.request = None;
        Ok(())
    }

    fn responded(&mut self, mut octets: &[u8]) -> io::Result<()> {
        while let Some(decoder) = &mut self.response {
            match decoder.push(octets) {
                Ok(None) => return Ok(()),
                Ok(Some((head, len))) => {
                    octets = &octets[len..];
                    if talk::is_interim(&head) {
                        continue;
                    }
                    self.line(&Line::Response(Response {
                        head: text(&head),
                        server: self.about.server.clone().or(agent::server(&head)),
                    }))?;
                }
                Err(_) => {}
            }
            self.response = None;
        }
        Ok(())
    }

    /// One write a line, so that a line is there or not, and hardly ever in part.
    fn line(&mut self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(line).map_err(io::Error::from)?;
        text.push(b'\n');
        self.out.write_all(&text)?;
        self.out.flush()
    }
}

/// Writes a whole recording.
///
/// # Errors
/// As [`Writer::new`].
pub fn write<W: Write>(recording: &Recording, out: W) -> io::Result<W> {
    let mut writer = Writer::new(out, recording.about.clone())?;
    for chunk in &recording.chunks {
        writer.chunk(chunk.at, chunk.from, &chunk.octets)?;
    }
    for end in &recording.ends {
        writer.end(end.at, end.from, end.reset)?;
    }
    writer.finish(recording.complete)?;
    Ok(writer.out)
}

pub(super) fn text(head: &Head) -> String {
    String::from_utf8_lossy(head.octets()).into_owned()
}

fn micros(at: Duration) -> u64 {
    u64::try_from(at.as_micros()).unwrap_or(u64::MAX)
}
