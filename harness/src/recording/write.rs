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

#[cfg(test)]
mod tests {
    use super::super::read::{Reading, read};
    use super::*;

    /// A disk with so much room.
    struct Disk {
        room: usize,
        octets: Vec<u8>,
    }

    impl Write for Disk {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            let len = octets.len().min(self.room);
            if len == 0 {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.room -= len;
            self.octets.extend_from_slice(&octets[..len]);
            Ok(len)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_disk_that_is_full_is_an_error_at_once_and_what_is_on_it_can_be_read() {
        for room in 100..2000 {
            let octets = Vec::new();
            let Ok(mut writer) = Writer::new(Disk { room, octets }, About::default()) else {
                continue;
            };
            let mut written = 0;
            let failed = (0..10).any(|_| {
                let chunk = writer.chunk(Duration::ZERO, Role::Client, b"hello");
                written += usize::from(chunk.is_ok());
                chunk.is_err()
            });
            let partial = Reading {
                partial: true,
                session: None,
            };
            let recording = read(&writer.out.octets, partial).unwrap();
            // A line may lack nothing but its end.
            assert!((written..=written + 1).contains(&recording.chunks.len()), "{room}");
            assert_eq!(failed, written < 10);
        }
    }

    #[test]
    fn request_and_response_are_told_as_soon_as_they_are_whole() {
        let mut writer = Writer::new(Vec::new(), About::default()).unwrap();
        let mut chunk = |from, octets: &str| writer.chunk(Duration::ZERO, from, octets.as_bytes()).unwrap();
        chunk(Role::Client, "GET / HTTP/1.1\r\nUser-Agent: a/1\r\n");
        chunk(Role::Client, "\r\nbehind");
        chunk(Role::Server, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 101 S\r\n");
        chunk(Role::Server, "Server: b\r\n\r\n");
        let text = String::from_utf8(writer.out).unwrap();
        let kinds = text.lines().map(|line| line.split('"').nth(3).unwrap());
        assert_eq!(
            kinds.collect::<Vec<_>>(),
            ["header", "chunk", "chunk", "request", "chunk", "chunk", "response"]
        );
        assert!(
            text.contains(r#""head":"GET / HTTP/1.1\r\nUser-Agent: a/1\r\n\r\n","agent":"a","version":"1"}"#),
            "{text}"
        );
        assert!(
            text.contains(r#""head":"HTTP/1.1 101 S\r\nServer: b\r\n\r\n","server":"b"}"#),
            "{text}"
        );
    }
}
