//! fastwebsockets, whose fragments a collector of its own joins.

use fastwebsockets::{FragmentCollector, OpCode, Role, WebSocket};
use futures_util::FutureExt as _;
use wsspec::model::What;
use wsspec_codec::message::MessageKind;

use super::memory::Wire;
use super::{Outcome, Peer};

pub(super) const PEER: Peer = Peer {
    name: "fastwebsockets",
    hear,
    tells_control: true,
};

fn hear(octets: &[u8], role: wsspec_codec::rules::Role) -> Outcome {
    let role = match role {
        wsspec_codec::rules::Role::Server => Role::Server,
        wsspec_codec::rules::Role::Client => Role::Client,
    };
    let mut socket = WebSocket::after_handshake(Wire(octets), role);
    socket.set_auto_close(false);
    socket.set_auto_pong(false);
    let mut socket = FragmentCollector::new(socket);
    let mut outcome = Outcome::default();
    // It waits for what never comes.
    while let Some(read) = socket.read_frame().now_or_never() {
        let frame = match read {
            Ok(frame) => frame,
            Err(error) => {
                outcome.refusal = Some(error.to_string());
                break;
            }
        };
        let payload = frame.payload.to_vec();
        outcome.whats.push(match frame.opcode {
            OpCode::Text => What::Message(MessageKind::Text, payload),
            OpCode::Binary | OpCode::Continuation => What::Message(MessageKind::Binary, payload),
            OpCode::Ping => What::Ping(payload),
            OpCode::Pong => What::Pong(payload),
            OpCode::Close => {
                let body = payload.split_first_chunk().map(|(code, reason)| {
                    let reason = String::from_utf8_lossy(reason).into_owned();
                    (u16::from_be_bytes(*code), reason)
                });
                outcome.whats.push(What::Close(body));
                break;
            }
        });
    }
    outcome
}
