//! What an application sends, call by call.

use mutatis::{Context as Chance, Generate, Mutate};
use serde::{Deserialize, Serialize};
use wsspec::model::What;
use wsspec_codec::close::CloseCode;
use wsspec_codec::message::MessageKind;
use wsspec_codec::rfc::{rfc6455, rfc7692};
use wsspec_codec::rules::Role;
use wsspec_codec::sender::{SendError, Sender};

use crate::content::Content;
use crate::endpoint::Reported;
use crate::hold::{hold, told_in_a_line};

/// One call of a [`Sender`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Mutate)]
pub struct Call {
    /// Which.
    pub what: u8,
    /// A text, where it is a message.
    pub text: bool,
    /// What is sent.
    pub content: Content,
    /// Of how many octets fragments are; or odd, whether a fragment is the last.
    pub fragment: u16,
}

impl Generate<Call> for CallMutator {
    fn generate(&mut self, chance: &mut Chance) -> mutatis::Result<Call> {
        Ok(Call {
            what: chance.rng().gen_u8(),
            text: chance.rng().gen_u8().is_multiple_of(2),
            content: Content::generate(chance),
            fragment: u16::from(chance.rng().gen_u8() % 8),
        })
    }
}

/// What a peer is to hear of the calls so far, after the rules of 5.4 and 5.5 as an application knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What was sent whole, in order.
    pub whats: Vec<What>,
    /// The message that is open.
    open: Option<(MessageKind, Vec<u8>)>,
    /// A Close frame was sent.
    pub closed: bool,
}

impl Call {
    /// Makes the call, and takes down what the peer is to hear of it.
    ///
    /// # Errors
    /// The sender takes it where it must refuse it, or the other way round; what it said to it.
    pub fn make(&self, sender: &mut Sender, said: &mut Said) -> Result<(), Result<(), SendError>> {
        let chosen = if self.text {
            MessageKind::Text
        } else {
            MessageKind::Binary
        };
        let goes_on = matches!(self.what % 16, 10 | 11);
        let kind = match &said.open {
            Some((begun, _)) if goes_on => *begun,
            _ => chosen,
        };
        let payload = match kind {
            MessageKind::Text => self.content.text().into_bytes(),
            MessageKind::Binary => self.content.payload(),
        };
        let last = self.fragment % 2 == 1;
        let may_begin = !said.closed && said.open.is_none();
        let (done, allowed) = match self.what % 16 {
            0 if kind == MessageKind::Text => (sender.text(&self.content.text()), may_begin),
            0..=3 => (sender.message(kind, &payload), may_begin),
            4..=6 => (sender.fragmented(kind, &payload, self.most(payload.len())), may_begin),
            7 => (sender.uncompressed(kind, &payload), may_begin),
            8 | 9 => (sender.begin(kind, &payload), may_begin),
            10 | 11 => (sender.fragment(&payload, last), !said.closed && said.open.is_some()),
            12 => (sender.ping(&payload), !said.closed && payload.len() <= 125),
            13 => (sender.pong(&payload), !said.closed && payload.len() <= 125),
            14 => return self.close(sender, said),
            _ => {
                sender.forget_context();
                // A message that is open may refer to it.
                hold(
                    !sender.has_context() || said.open.is_some(),
                    &[],
                    rfc7692::CLIENT_MAY_KEEP,
                    || "a context is left where it was to be forgotten".to_owned(),
                );
                return Ok(());
            }
        };
        if done.is_ok() != allowed {
            return Err(done);
        }
        if let Err(refused) = done {
            told_in_a_line(&[], rfc6455::ORDER_5_4, refused);
        }
        if allowed {
            said.take(self.what % 16, kind, payload, last);
        }
        Ok(())
    }

    /// The most octets of a fragment of a message of so many: not so few that there are thousands of fragments.
    fn most(&self, len: usize) -> usize {
        usize::from(self.fragment).max(len / 64)
    }

    fn close(&self, sender: &mut Sender, said: &mut Said) -> Result<(), Result<(), SendError>> {
        let body = self.content.code_and_reason();
        let (code, reason) = body.map_or((None, String::new()), |(code, reason)| {
            (Some(code), String::from_utf8_lossy(&reason).into_owned())
        });
        let done = sender.close(code.map(CloseCode::new), &reason);
        // Defined for the wire; 1010 is for clients alone (7.4.1).
        let sendable = code.is_none_or(|code| {
            let client = sender.role() == Role::Client;
            matches!(code, 1000..=1003 | 1007..=1009 | 1011..=1014 | 3000..=4999) || (code == 1010 && client)
        });
        let allowed = !said.closed && sendable && reason.len() <= 123;
        if done.is_ok() != allowed {
            return Err(done);
        }
        if let Err(refused) = done {
            told_in_a_line(&[], rfc6455::NO_DATA_AFTER, refused);
        }
        if allowed {
            said.closed = true;
            said.whats.push(What::Close(code.map(|code| (code, reason))));
        }
        Ok(())
    }
}

impl Said {
    /// Takes down what an endpoint in this role answers to an event by itself (5.5.1, 5.5.2, 7.1.7).
    pub fn answer(&mut self, event: &Reported, role: Role) {
        let close = match event {
            // Also behind a Close frame of ours: the peer may wait for it.
            Reported::Ping(payload) => {
                self.whats.push(What::Pong(payload.0.clone()));
                return;
            }
            Reported::Close(code, _) => code.map(|code| match (code.value(), role) {
                // Only a client may send it.
                (1010, Role::Server) => (1000, String::new()),
                (code, _) => (code, String::new()),
            }),
            Reported::Failed(violation) => Some((violation.close_code().value(), violation.kind.to_string())),
            _ => return,
        };
        if !self.closed {
            self.closed = true;
            self.whats.push(What::Close(close));
        }
    }

    fn take(&mut self, call: u8, kind: MessageKind, payload: Vec<u8>, last: bool) {
        match call {
            0..=7 => self.whats.push(What::Message(kind, payload)),
            8 | 9 => self.open = Some((kind, payload)),
            10 | 11 => {
                if let Some((_, begun)) = &mut self.open {
                    begun.extend(payload);
                }
                if last && let Some((kind, whole)) = self.open.take() {
                    self.whats.push(What::Message(kind, whole));
                }
            }
            12 => self.whats.push(What::Ping(payload)),
            _ => self.whats.push(What::Pong(payload)),
        }
    }
}
