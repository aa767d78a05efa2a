//! Cases as values: what the tester does, step by step, and what may come back.
//!
//! A case never is control flow, so it can be listed, written as JSON, printed as a packet trace, replayed, and played
//! unchanged in both roles, over every transport and under every segmentation.

mod words;

use serde::{Deserialize, Serialize};
use wsspec_codec::extension::Extension;
use wsspec_codec::frame::Opcode;
use wsspec_codec::rfc::Clause;
use wsspec_codec::rules::Role;

use crate::agreement;
use crate::aspect::Aspect;
use crate::head_spec::HeadSpec;
use crate::hostile::Ordeal;
use crate::json;
use crate::pattern::{Grade, Outcome, Outcomes, Pattern};
pub use crate::profile::Profile;
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
