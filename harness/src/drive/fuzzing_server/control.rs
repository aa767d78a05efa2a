//! A connection over which nothing is tested: it carries answers, or commands.

use std::time::Duration;

use serde::Deserialize;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::timeout;
use wsspec_codec::frame::{self, Frame, FrameDecoder, FrameHeader, Opcode};

use super::Octets;
use crate::autobahn::answering::Accepted;
use crate::drive::autobahn::part;

/// A connection that is open.
pub(super) struct Control<'s> {
    stream: &'s mut dyn Octets,
    decoder: FrameDecoder,
    gone: bool,
}

/// How long a client may take to answer Close; with Autobahn as well.
const PATIENCE: Duration = Duration::from_secs(1);

/// Nobody has to say more in a frame.
const LONGEST: u64 = 16 << 20;

/// So many octets a command may have sent.
const LONGEST_SENT: usize = 16 << 20;

impl<'s> Control<'s> {
    /// Opens the connection. `rest` is what came behind the head of the request.
    pub(super) async fn accept(stream: &'s mut dyn Octets, accepted: Accepted, rest: Vec<u8>) -> Control<'s> {
        let mut control = Control {
            stream,
            decoder: FrameDecoder::new(),
            gone: false,
        };
        control.decoder.push(&rest);
        control.write(&accepted.response).await;
        control
    }

    /// Sends a text message.
    pub(super) async fn say(&mut self, text: &str) {
        self.send(Opcode::TEXT, text.as_bytes()).await;
    }

    /// Sends Close without a status code, waits for the answer, and ends TCP.
    pub(super) async fn close(mut self) {
        self.send(Opcode::CLOSE, &[]).await;
        // A client that does not answer is left all the same.
        let _ = timeout(PATIENCE, self.ended()).await;
        if !self.gone {
            part(&mut self.stream).await;
        }
    }

    /// Sends every message back, up to the client's Close frame. Gives how many there were, and the payload of that frame;
    /// `None` if the client goes without one. The frame is answered if `answers`.
    pub(super) async fn echo_to_the_close(&mut self, answers: bool) -> (usize, Option<Vec<u8>>) {
        let mut messages = 0;
        while let Some(frame) = self.next().await {
            match frame.header.opcode() {
                Opcode::CLOSE => {
                    if answers {
                        self.send(Opcode::CLOSE, &frame.payload).await;
                    }
                    return (messages, Some(frame.payload));
                }
                opcode if opcode.is_control() => {}
                opcode => {
                    messages += usize::from(frame.header.fin());
                    let header = FrameHeader::new(opcode, frame.payload.len() as u64).with_fin(frame.header.fin());
                    let mut wire = Vec::new();
                    frame::encode(&header, &frame.payload, &mut wire);
                    self.write(&wire).await;
                }
            }
        }
        (messages, None)
    }

    /// Ends TCP.
    pub(super) async fn leave(mut self) {
        part(&mut self.stream).await;
    }

    /// Ready when the client has closed or is gone.
    pub(super) async fn ended(&mut self) {
        while let Some(frame) = self.next().await {
            if frame.header.opcode() == Opcode::CLOSE {
                return;
            }
        }
    }

    /// Does what each message says, until the client closes.
    pub(super) async fn obey(mut self) {
        while let Some(frame) = self.next().await {
            match frame.header.opcode() {
                Opcode::CLOSE => {
                    self.send(Opcode::CLOSE, &1000_u16.to_be_bytes()).await;
                    return part(&mut self.stream).await;
                }
                Opcode::TEXT | Opcode::BINARY => match command(&frame.payload) {
                    Ok(Command::Frames(frames)) => {
                        for frame in frames {
                            self.send_as_told(&frame).await;
                        }
                    }
                    Ok(Command::Close(payload)) => {
                        self.send(Opcode::CLOSE, &payload).await;
                        let _ = timeout(PATIENCE, self.ended()).await;
                        return part(&mut self.stream).await;
                    }
                    Err(why) => {
                        // What fits behind the status code 1008: the message is against the rules of this server.
                        let reason: String = why.chars().filter(char::is_ascii).take(123).collect();
                        let payload = [&1008_u16.to_be_bytes()[..], reason.as_bytes()].concat();
                        self.send(Opcode::CLOSE, &payload).await;
                        let _ = timeout(PATIENCE, self.ended()).await;
                        return part(&mut self.stream).await;
                    }
                },
                _ => {}
            }
        }
    }

    /// The next frame; pings are answered. `None` when the client is gone.
    pub(super) async fn next(&mut self) -> Option<Frame> {
        let mut buffer = [0; 4096];
        loop {
            while let Some(frame) = self.decoder.next_frame() {
                if frame.header.opcode() == Opcode::PING {
                    self.send(Opcode::PONG, &frame.payload).await;
                } else {
                    return Some(frame);
                }
            }
            let too_long = self.decoder.peek().is_some_and(|header| header.payload_len() > LONGEST);
            match self.stream.read(&mut buffer).await {
                Ok(octets @ 1..) if !self.gone && !too_long => self.decoder.push(&buffer[..octets]),
                _ => {
                    self.gone = true;
                    return None;
                }
            }
        }
    }

    pub(super) async fn send(&mut self, opcode: Opcode, payload: &[u8]) {
        let mut wire = Vec::new();
        frame::encode(&FrameHeader::new(opcode, payload.len() as u64), payload, &mut wire);
        self.write(&wire).await;
    }

    async fn send_as_told(&mut self, told: &Told) {
        let payload = told.payload();
        let header = FrameHeader::new(Opcode::from_bits(told.opcode), payload.len() as u64)
            .with_fin(told.fin)
            .with_rsv(told.rsv & 7);
        let mut wire = Vec::new();
        frame::encode(&header, &payload, &mut wire);
        for piece in wire.chunks(told.chopsize.filter(|&size| size > 0).unwrap_or(usize::MAX)) {
            self.write(piece).await;
        }
    }

    async fn write(&mut self, octets: &[u8]) {
        let written = async {
            self.stream.write_all(octets).await?;
            self.stream.flush().await
        };
        self.gone |= written.await.is_err();
    }
}

/// What a message asks for.
#[derive(Debug, PartialEq)]
enum Command {
    Frames(Vec<Told>),
    /// The payload of a Close frame.
    Close(Vec<u8>),
}

/// A frame to be sent.
#[derive(Debug, PartialEq, Deserialize)]
struct Told {
    opcode: u8,
    #[serde(default)]
    payload: String,
    #[serde(default = "yes")]
    fin: bool,
    #[serde(default)]
    rsv: u8,
    /// The payload is repeated up to this length, in octets.
    payload_len: Option<usize>,
    /// The octets of each write.
    chopsize: Option<usize>,
}

fn yes() -> bool {
    true
}

impl Told {
    fn payload(&self) -> Vec<u8> {
        let octets = self.payload.as_bytes();
        match self.payload_len {
            Some(len) if !octets.is_empty() => octets.iter().copied().cycle().take(len.min(LONGEST_SENT)).collect(),
            _ => octets.to_vec(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
struct ToldClose {
    code: Option<u16>,
    #[serde(default)]
    reason: Option<String>,
}

#[derive(Debug, Deserialize)]
struct ToldEcho {
    #[serde(default)]
    payload: String,
    payload_len: Option<usize>,
}

/// Reads a command: a list of its name and what it is about.
fn command(message: &[u8]) -> Result<Command, String> {
    let wanted = "wanted is [\"sendframe\", {..}], [\"sendframes\", [..]], [\"close\", {..}] or [\"echo\", {..}]";
    let bad = |error: serde_json::Error| format!("{error}; {wanted}");
    let (name, about): (String, serde_json::Value) = serde_json::from_slice(message).map_err(bad)?;
    Ok(match name.as_str() {
        "sendframe" => Command::Frames(vec![serde_json::from_value(about).map_err(bad)?]),
        "sendframes" => Command::Frames(serde_json::from_value(about).map_err(bad)?),
        "close" => {
            let close: ToldClose = serde_json::from_value(about).map_err(bad)?;
            let mut payload = close.code.map_or(Vec::new(), |code| code.to_be_bytes().to_vec());
            payload.extend(close.reason.unwrap_or_default().bytes());
            Command::Close(payload)
        }
        "echo" => {
            let echo: ToldEcho = serde_json::from_value(about).map_err(bad)?;
            Command::Frames(vec![Told {
                opcode: Opcode::TEXT.bits(),
                payload: echo.payload,
                fin: true,
                rsv: 0,
                payload_len: echo.payload_len,
                chopsize: None,
            }])
        }
        other => return Err(format!("there is no command {other:?}; {wanted}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_as_autobahn_reads_them() {
        let told = |opcode, payload: &str| Told {
            opcode,
            payload: payload.to_owned(),
            fin: true,
            rsv: 0,
            payload_len: None,
            chopsize: None,
        };
        for (message, expected) in [
            (r#"["sendframe", {"opcode": 9}]"#, Command::Frames(vec![told(9, "")])),
            (
                r#"["sendframes", [{"opcode": 1, "payload": "a", "sync": true}, {"opcode": 2, "payload": "b"}]]"#,
                Command::Frames(vec![told(1, "a"), told(2, "b")]),
            ),
            (r#"["echo", {"payload": "x"}]"#, Command::Frames(vec![told(1, "x")])),
            (r#"["close", {}]"#, Command::Close(Vec::new())),
            (
                r#"["close", {"code": 1000, "reason": "ok"}]"#,
                Command::Close(b"\x03\xe8ok".to_vec()),
            ),
        ] {
            assert_eq!(command(message.as_bytes()), Ok(expected), "{message}");
        }
        let long = command(br#"["echo", {"payload": "ab", "payload_len": 5}]"#);
        let Ok(Command::Frames(frames)) = long else {
            panic!("{long:?}")
        };
        assert_eq!(frames[0].payload(), b"ababa");
    }

    #[test]
    fn what_is_no_command_is_told_what_is_one() {
        for message in [
            "hello",
            "[]",
            r#"["jump", {}]"#,
            r#"["sendframe", {}]"#,
            r#"["sendframe", {"opcode": 256}]"#,
        ] {
            let why = command(message.as_bytes()).unwrap_err();
            assert!(why.contains("wanted is [\"sendframe\""), "{message}: {why}");
        }
    }
}
