//! The words that cases are made of.

use std::time::Duration;

use wsspec_codec::rfc::{Clause, rfc6455};
use wsspec_codec::rules::Role;

use super::{Case, Closing, Expect, Flight, Item, PATIENCE, Profile, Step};
use crate::aspect::Aspect;
use crate::bytes::Bytes;
use crate::exchange::Exchange;
use crate::frame_spec::{FrameSpec, ping};
use crate::head_spec::HeadSpec;
use crate::pattern::{Outcomes, Pattern};
use crate::segment::Segmentation;
use crate::url_spec::UrlSpec;

impl Case {
    /// Tests these clauses as well.
    #[must_use]
    pub fn cites(mut self, clauses: impl IntoIterator<Item = &'static Clause>) -> Case {
        self.clauses.extend(clauses);
        self
    }

    /// Stands for these cases of Autobahn.
    #[must_use]
    pub fn autobahn<S: Into<String>>(mut self, numbers: impl IntoIterator<Item = S>) -> Case {
        self.autobahn.extend(numbers.into_iter().map(Into::into));
        self
    }

    /// Is for subjects in this role only.
    #[must_use]
    pub fn only(mut self, role: Role) -> Case {
        self.only = Some(role);
        self
    }

    /// Is left out of smaller profiles.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Case {
        self.profile = profile;
        self
    }

    /// Offers extensions as a client. Without [`answers`](Case::answers) it is for servers: a client offers what it likes.
    #[must_use]
    pub fn offers(mut self, offer: impl Into<String>) -> Case {
        self.offer = Some(offer.into());
        self.only = self.answer.is_none().then_some(Role::Server);
        self
    }

    /// Answers offers like this as a server. Without [`offers`](Case::offers) it is for clients.
    #[must_use]
    pub fn answers(mut self, answer: impl Into<String>) -> Case {
        self.answer = Some(answer.into());
        self.only = self.offer.is_none().then_some(Role::Client);
        self
    }

    /// Refers back to messages before.
    #[must_use]
    pub fn refers_back(mut self) -> Case {
        self.refers_back = true;
        self
    }

    /// Refers back by as many octets as two to the power of this.
    #[must_use]
    pub fn reaches(mut self, window_bits: u8) -> Case {
        self.reaches = Some(window_bits);
        self
    }

    /// Goes on whether its offer is accepted or declined.
    #[must_use]
    pub fn either_way(mut self) -> Case {
        self.either_way = true;
        self
    }

    /// Hopes that a server's answer grants so much: no less of each parameter.
    #[must_use]
    pub fn hopes_for(mut self, answer: impl Into<String>) -> Case {
        self.hope = Some(answer.into());
        self
    }

    /// Begins with this head instead of a right one.
    #[must_use]
    pub fn head(mut self, head: HeadSpec) -> Case {
        self.head = head;
        self
    }

    /// Gives the client this URL, and is for clients. One that opens no connection needs no steps.
    #[must_use]
    pub fn url(mut self, url: UrlSpec) -> Case {
        self.url = Some(url);
        self.only(Role::Client)
    }

    /// Judges this too, and is for subjects that show it.
    #[must_use]
    pub fn judges(mut self, aspect: Aspect) -> Case {
        self.judges.push(aspect);
        self.only(aspect.subject())
    }

    /// Answers a Close frame only by a step.
    #[must_use]
    pub fn without_answer(mut self) -> Case {
        self.closing = Closing::WithoutAnswer;
        self
    }

    /// Ends TCP only by a step.
    #[must_use]
    pub fn without_end(mut self) -> Case {
        self.closing = Closing::WithoutEnd;
        self
    }

    /// Sees the subject send nothing for so long. What may come instead is for the outcomes to say.
    #[must_use]
    pub fn listen(self, within: Duration, instead: impl FnOnce(Outcomes) -> Outcomes) -> Case {
        self.expect(instead(Outcomes::pass([]))).within(within)
    }

    /// Ends the tester's side of TCP.
    #[must_use]
    pub fn end(mut self) -> Case {
        self.steps.push(Step::End);
        self
    }

    /// Sends messages and takes their echoes.
    #[must_use]
    pub fn exchange(mut self, exchange: Exchange) -> Case {
        self.steps.push(Step::Exchange(exchange));
        self
    }

    /// Says where and why it judges otherwise than Autobahn.
    #[must_use]
    pub fn correction(mut self, why: impl Into<String>) -> Case {
        self.correction = Some(why.into());
        self
    }

    /// Sends frames in one go.
    #[must_use]
    pub fn send(self, frames: impl IntoIterator<Item = FrameSpec>) -> Case {
        self.flight(frames.into_iter().map(Item::Frame), None)
    }

    /// Sends frames, cut into writes like this whatever the run says.
    #[must_use]
    pub fn send_cut(self, segmentation: Segmentation, frames: impl IntoIterator<Item = FrameSpec>) -> Case {
        self.flight(frames.into_iter().map(Item::Frame), Some(segmentation))
    }

    /// Sends more of the payload that the last frame announced and did not bring.
    #[must_use]
    pub fn send_rest(self, payload: impl Into<Bytes>) -> Case {
        self.flight([Item::Rest(payload.into())], None)
    }

    /// Sends octets that are no frame.
    #[must_use]
    pub fn send_octets(self, octets: impl Into<Bytes>) -> Case {
        self.flight([Item::Octets(octets.into())], None)
    }

    /// Sends anything.
    #[must_use]
    pub fn flight(mut self, items: impl IntoIterator<Item = Item>, segmentation: Option<Segmentation>) -> Case {
        self.steps.push(Step::Send(Flight {
            items: items.into_iter().collect(),
            segmentation,
        }));
        self
    }

    /// Waits for one of these outcomes.
    #[must_use]
    pub fn expect(mut self, outcomes: Outcomes) -> Case {
        self.steps.push(Step::Expect(Expect {
            within: PATIENCE,
            outcomes,
            clause: None,
        }));
        self
    }

    /// Gives the last [`expect`](Case::expect) this long instead of [`PATIENCE`].
    #[must_use]
    pub fn within(mut self, within: Duration) -> Case {
        if let Some(Step::Expect(expect)) = self.steps.last_mut() {
            expect.within = within;
        }
        self
    }

    /// Names the clause that is broken when the last [`expect`](Case::expect) is not met.
    #[must_use]
    pub fn or_breaks(mut self, clause: &'static Clause) -> Case {
        if let Some(Step::Expect(expect)) = self.steps.last_mut() {
            expect.clause = Some(clause);
        }
        self
    }

    /// Sees the subject answer a ping. Without it, a subject that drops every connection would pass each case that
    /// expects a failed connection.
    #[must_use]
    pub fn alive(self) -> Case {
        self.send([ping("alive")])
            .expect(Outcomes::pass([Pattern::Pong("alive".into())]))
            .or_breaks(rfc6455::PONG_MUST)
    }

    /// Proves silence by order: a ping, and nothing but its pong comes back.
    #[must_use]
    pub fn fence(self) -> Case {
        self.send([ping("fence")])
            .expect(Outcomes::pass([Pattern::Pong("fence".into())]))
    }

    /// The closing handshake with 1000, down to the end of TCP.
    #[must_use]
    pub fn close(self) -> Case {
        self.send([crate::frame_spec::close(1000)])
            .expect(Outcomes::closes([1000]))
            .or_breaks(rfc6455::REPLY)
    }
}
