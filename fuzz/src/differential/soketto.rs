//! soketto, which tells of messages and pongs, and answers pings by itself.

use futures_util::FutureExt as _;
use soketto::connection::{Builder, CloseReason, Error};
use soketto::{Data, Incoming, Mode};
use wsspec::model::What;
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::Role;

use super::memory::Wire;
use super::{BAD_CODE, Outcome, Peer};

pub(super) const PEER: Peer = Peer {
    name: "soketto",
    hear,
    tells_control: false,
};

fn hear(octets: &[u8], role: Role) -> Outcome {
    let mode = match role {
        Role::Server => Mode::Server,
        Role::Client => Mode::Client,
    };
    // Its sender shares a lock with the receiver, and must live as long.
    let (_sender, mut receiver) = Builder::new(Wire(octets), mode).finish();
    let mut outcome = Outcome::default();
    loop {
        let mut message = Vec::new();
        let Some(received) = receiver.receive(&mut message).now_or_never() else {
            return outcome;
        };
        let what = match received {
            Ok(Incoming::Data(Data::Text(_))) => What::Message(MessageKind::Text, message),
            Ok(Incoming::Data(Data::Binary(_))) => What::Message(MessageKind::Binary, message),
            Ok(Incoming::Pong(_)) => continue,
            // Its word for a status code that must not stand there.
            Ok(Incoming::Closed(CloseReason {
                code: 1002,
                descr: None,
            })) => {
                outcome.refusal = Some(BAD_CODE.to_owned());
                return outcome;
            }
            Ok(Incoming::Closed(reason)) => {
                let body = (reason.code, reason.descr.unwrap_or_default());
                // What it reports where the Close frame has no code.
                outcome
                    .whats
                    .push(What::Close(Some(body).filter(|(code, _)| *code != 1005)));
                return outcome;
            }
            // A Close frame without a body is answered, and told like this.
            Err(Error::Closed) => {
                outcome.whats.push(What::Close(None));
                return outcome;
            }
            Err(error) => {
                outcome.refusal = Some(error.to_string());
                return outcome;
            }
        };
        outcome.whats.push(what);
    }
}
