//! What octets of frames mean to their receiver, whoever sent them.

use wsspec_codec::deflate::Agreed;
use wsspec_codec::message::MessageKind;
use wsspec_codec::rules::{Role, Violation};

use crate::model::What;
use crate::receiver::{Heard, Receiver};

/// The most octets that a message inflates to where it is inflated whole: what the receiver takes.
pub(super) const MOST: usize = 32 << 20;

/// Puts together what one side says.
#[derive(Debug)]
pub(super) struct Hearing {
    receiver: Receiver,
    message: Vec<u8>,
    kind: MessageKind,
}

/// Something that was said, or the rule that was broken; after that nothing is understood.
pub(super) type Said = Result<What, Broken>;

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// How, as a sentence.
    pub(super) how: String,
    /// The clause.
    pub(super) clause: &'static wsspec_codec::rfc::Clause,
    /// The status code for it.
    pub(super) code: u16,
}

impl Broken {
    fn by(violation: Violation) -> Broken {
        Broken {
            how: violation.to_string(),
            clause: violation.kind.sender_clause(),
            code: violation.close_code().value(),
        }
    }
}

impl Hearing {
    /// Hears what `from` sends, with compression or without.
    pub(super) fn of(from: Role, agreed: Option<&Agreed>) -> Hearing {
        let mut receiver = Receiver::new(from.peer());
        if let Some(&agreed) = agreed {
            receiver.agree(match from {
                Role::Server => agreed,
                // The receiver measures distances by what binds a server.
                Role::Client => Agreed {
                    server_no_context_takeover: false,
                    server_max_window_bits: 15,
                    ..agreed
                },
            });
        }
        Hearing {
            receiver,
            message: Vec::new(),
            kind: MessageKind::Binary,
        }
    }

    /// Takes octets, which are unmasked where they stand, and hands on what is whole, each with how many of these octets it
    /// took until then.
    pub(super) fn hear(&mut self, octets: &mut [u8], mut on: impl FnMut(Said, usize)) {
        let len = octets.len();
        let mut rest = octets;
        loop {
            let mut said = Vec::new();
            let (message, kind) = (&mut self.message, &mut self.kind);
            let more = self.receiver.next(&mut rest, |heard| match heard {
                Heard::Frame(_) => {}
                Heard::Begin(begun) => {
                    *kind = begun;
                    message.clear();
                }
                Heard::Data(octets) => message.extend_from_slice(octets),
                Heard::End(_) => said.push(Ok(What::Message(*kind, std::mem::take(message)))),
                Heard::Ping(payload) => said.push(Ok(What::Ping(payload))),
                Heard::Pong(payload) => said.push(Ok(What::Pong(payload))),
                Heard::Close(body) => said.push(Ok(What::Close(body.map(|(code, reason)| (code.value(), reason))))),
                Heard::Violation(violation) => said.push(Err(Broken::by(violation))),
                Heard::BadDeflate(how, clause) => said.push(Err(Broken {
                    how,
                    clause,
                    code: 1002,
                })),
            });
            let taken = len - rest.len();
            said.into_iter().for_each(|said| on(said, taken));
            if !more {
                return;
            }
        }
    }

    /// Whether a frame has come in part.
    pub(super) fn is_inside_frame(&self) -> bool {
        self.receiver.is_inside_frame()
    }
}
