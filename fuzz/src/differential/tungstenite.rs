//! tungstenite, which tells of everything, and of a status code that must not stand there as if it had been 1002.

use std::io;

use tungstenite::protocol::{CloseFrame, Role, WebSocket, WebSocketConfig};
use tungstenite::{Error, Message};
use wsspec::model::What;
use wsspec_codec::message::MessageKind;

use super::memory::Wire;
use super::{BAD_CODE, Outcome, Peer};

pub(super) const PEER: Peer = Peer {
    name: "tungstenite",
    hear,
    tells_control: true,
};

fn hear(octets: &[u8], role: wsspec_codec::rules::Role) -> Outcome {
    let role = match role {
        wsspec_codec::rules::Role::Server => Role::Server,
        wsspec_codec::rules::Role::Client => Role::Client,
    };
    let config = WebSocketConfig::default().read_buffer_size(512).write_buffer_size(0);
    let mut socket = WebSocket::from_raw_socket(Wire(octets), role, Some(config));
    let mut outcome = Outcome::default();
    loop {
        match socket.read() {
            Ok(Message::Text(text)) => {
                let octets = text.as_bytes().to_vec();
                outcome.whats.push(What::Message(MessageKind::Text, octets));
            }
            Ok(Message::Binary(octets)) => outcome.whats.push(What::Message(MessageKind::Binary, octets.to_vec())),
            Ok(Message::Ping(octets)) => outcome.whats.push(What::Ping(octets.to_vec())),
            Ok(Message::Pong(octets)) => outcome.whats.push(What::Pong(octets.to_vec())),
            // Its word for a status code that must not stand there; it goes on as if it had been this one.
            Ok(Message::Close(Some(frame))) if frame.reason.as_str() == "Protocol violation" => {
                outcome.refusal = Some(BAD_CODE.to_owned());
                return outcome;
            }
            Ok(Message::Close(frame)) => {
                let body = |frame: CloseFrame| (u16::from(frame.code), frame.reason.to_string());
                outcome.whats.push(What::Close(frame.map(body)));
                return outcome;
            }
            Ok(Message::Frame(_)) => {}
            Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => return outcome,
            Err(error) => {
                outcome.refusal = Some(error.to_string());
                return outcome;
            }
        }
    }
}
