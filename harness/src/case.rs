//! Cases as values: what the tester does, step by step, and what may come back.
//!
//! A case never is control flow, so it can be listed, written as JSON, printed as a packet trace, replayed, and played
//! unchanged in both roles, over every transport and under every segmentation.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use wsspec_codec::extension::Extension;
use wsspec_codec::frame::Opcode;
use wsspec_codec::rfc::{Clause, rfc6455};
use wsspec_codec::rules::Role;

use crate::agreement;
use crate::aspect::Aspect;
use crate::bytes::Bytes;
use crate::exchange::Exchange;
use crate::frame_spec::{FrameSpec, ping};
use crate::head_spec::HeadSpec;
use crate::hostile::Ordeal;
use crate::json;
use crate::pattern::{Grade, Outcome, Outcomes, Pattern};
pub use crate::profile::Profile;
use crate::segment::Segmentation;
pub use crate::step::{ECHO_PATIENCE, Expect, Flight, Item, PATIENCE, PAUSE, Step};
use crate::url_spec::UrlSpec;

/// One test: a script, the clauses it tests, and its names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// `topic/what-happens`; never renamed.
    pub id: String,
    /// One sentence.
    pub title: String,
    /// What it tests; the first is the one that a failure quotes unless a step names another.
    #[serde(with = "json::clauses")]
    pub clauses: Vec<&'static Clause>,
    /// The numbers of the Autobahn cases it stands for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub autobahn: Vec<String>,
    /// The role of the subjects it is for; both when `None`.
    #[serde(default, with = "json::role", skip_serializing_if = "Option::is_none")]
    pub only: Option<Role>,
    /// The smallest profile that plays it.
    #[serde(default, skip_serializing_if = "Profile::is_smallest")]
    pub profile: Profile,
    /// What the tester offers as a client: the value of Sec-WebSocket-Extensions. A subject that declines all that it
    /// could accept does not support the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<String>,
    /// How the tester answers, as a server, an offer of permessage-deflate: an element of Sec-WebSocket-Extensions, to which
    /// it adds what the client's offer asks of it. A subject whose offers do not allow it does not support the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// Whether what the tester sends refers back to messages before: where it agreed to take no context over, the case is not
    /// supported.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refers_back: bool,
    /// The window that what the tester sends takes, as a power of two: where it may not use one so large, the case is not
    /// supported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaches: Option<u8>,
    /// Whether it goes on without compression where a server declines what it could accept.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub either_way: bool,
    /// What an answer had better grant: an element of Sec-WebSocket-Extensions. A server that accepts and grants less, which
    /// it may, is lenient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hope: Option<String>,
    /// How the tester's own request or response departs from a right one.
    #[serde(default, skip_serializing_if = "HeadSpec::is_right")]
    pub head: HeadSpec,
    /// The URL that a client is given, where it is not just any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<UrlSpec>,
    /// What it judges of a client's request, or of a server's response, beside the outcomes of its steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judges: Vec<Aspect>,
    /// What the tester leaves to the script when the connection closes.
    #[serde(default, skip_serializing_if = "Closing::is_by_itself")]
    pub closing: Closing,
    /// Where it deliberately judges otherwise than Autobahn, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
    /// What it puts the subject through instead of a script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ordeal: Option<Ordeal>,
    /// The script.
    pub steps: Vec<Step>,
}

/// What the tester does by itself when the connection closes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Closing {
    /// It answers a Close frame, and as a server ends TCP after both.
    #[default]
    ByItself,
    /// It answers no Close frame but by a step of the script. As a server it ends TCP after both.
    WithoutAnswer,
    /// It answers a Close frame, and ends TCP only by a step of the script.
    WithoutEnd,
}

impl Closing {
    fn is_by_itself(&self) -> bool {
        *self == Closing::ByItself
    }
}

impl Case {
    /// A case without steps.
    pub fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        clauses: impl IntoIterator<Item = &'static Clause>,
    ) -> Case {
        Case {
            id: id.into(),
            title: title.into(),
            clauses: clauses.into_iter().collect(),
            autobahn: Vec::new(),
            only: None,
            profile: Profile::Smoke,
            offer: None,
            answer: None,
            refers_back: false,
            reaches: None,
            either_way: false,
            hope: None,
            head: HeadSpec::right(),
            url: None,
            judges: Vec::new(),
            closing: Closing::ByItself,
            correction: None,
            ordeal: None,
            steps: Vec::new(),
        }
    }

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

    /// Tests these clauses too.
    #[must_use]
    pub fn also(mut self, clauses: impl IntoIterator<Item = &'static Clause>) -> Case {
        self.clauses.extend(clauses);
        self
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

    /// What it offers, element by element.
    pub fn offers_made(&self) -> Vec<Extension> {
        crate::opening::offers(self.offer.as_deref())
    }

    /// Whether a server must decline some of what it offers.
    pub fn offers_in_vain(&self) -> bool {
        self.offers_made().iter().any(|offer| !agreement::may_accept(offer))
    }

    /// Whether a server that declines all it offers does not support it: some offer may be accepted. Where none may be,
    /// declining is what the case wants to see.
    pub fn needs_agreement(&self) -> bool {
        !self.either_way && self.offers_made().iter().any(agreement::may_accept)
    }

    /// Whether it is content to see a wrong head refused: its first wait takes the end of TCP alone, or a response that opens
    /// nothing is the best that may come. That proves nothing if the subject refuses right ones as well.
    pub fn wants_refusal(&self) -> bool {
        let Some(outcomes) = self.waits().next() else {
            return false;
        };
        let best = outcomes.0.first().and_then(|outcome| outcome.patterns.first());
        let ends = outcomes.0.iter().any(|outcome| outcome.patterns == [Pattern::End]);
        !self.head.is_right() && ends || best.is_some_and(Pattern::is_refusal)
    }

    /// Whether it takes nothing but a refusal for a pass.
    pub fn takes_only_refusal(&self) -> bool {
        let mut outcomes = self.waits().next().into_iter().flat_map(|outcomes| &outcomes.0);
        let refuses = |patterns: &[Pattern]| match patterns {
            [] | [Pattern::End] => true,
            [first, ..] => first.is_refusal(),
        };
        self.wants_refusal() && outcomes.all(|outcome| outcome.grade > Grade::Pass || refuses(&outcome.patterns))
    }

    /// Whether it is played on a connection, and not over when there is one or none.
    pub fn has_script(&self) -> bool {
        self.ordeal.is_none() && self.url.as_ref().is_none_or(UrlSpec::opens)
    }

    /// Whether it is content with a refusal, though something else may be better.
    pub fn is_content_with_refusal(&self) -> bool {
        let refuses = |outcome: &Outcome| match outcome.patterns.as_slice() {
            [Pattern::End] => true,
            [first, ..] => first.is_refusal(),
            [] => false,
        };
        let first = self.waits().next().filter(|_| self.awaits_response());
        self.wants_refusal() || first.is_some_and(|outcomes| outcomes.0.iter().any(refuses))
    }

    /// Whether it is about a server's response, and waits for it: its script begins with the request. Every other script
    /// begins when the connection is open.
    pub fn awaits_response(&self) -> bool {
        let mut outcomes = self.waits().flat_map(|outcomes| &outcomes.0);
        outcomes.any(|outcome| outcome.patterns.iter().any(Pattern::is_response))
    }

    /// What it waits for, wait by wait.
    fn waits(&self) -> impl Iterator<Item = &Outcomes> {
        self.steps.iter().filter_map(|step| match step {
            Step::Expect(expect) => Some(&expect.outcomes),
            _ => None,
        })
    }

    /// The topic: what stands before the slash of the id.
    pub fn topic(&self) -> &str {
        self.id.split('/').next().unwrap_or(&self.id)
    }

    /// Whether it is for subjects in this role.
    pub fn is_for(&self, role: Role) -> bool {
        self.only.is_none_or(|only| only == role)
    }

    /// Whether some step sends a Close frame.
    pub fn sends_close(&self) -> bool {
        self.steps.iter().any(|step| match step {
            Step::Send(flight) => flight
                .items
                .iter()
                .any(|item| matches!(item, Item::Frame(frame) if frame.opcode == Opcode::CLOSE)),
            Step::Expect(_) | Step::Exchange(_) | Step::End => false,
        })
    }

    /// Whether it moves so much that it is played after the others, and with few at once.
    pub fn is_mass(&self) -> bool {
        self.profile > Profile::Smoke
    }

    /// The octets that a play holds at most at once, about: what a run that plays several has to add up.
    pub fn weight(&self) -> usize {
        let of = |step: &Step| match step {
            Step::Send(flight) => flight.items.iter().map(Item::len).sum(),
            Step::Expect(_) | Step::End => 0,
            Step::Exchange(exchange) => exchange.weight(),
        };
        let ordeal = self.ordeal.as_ref().map_or(0, Ordeal::octets);
        self.steps
            .iter()
            .map(of)
            .max()
            .unwrap_or(0)
            .max(usize::try_from(ordeal).unwrap_or(usize::MAX))
    }
}
