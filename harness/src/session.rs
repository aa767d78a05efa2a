//! Plays one case, without I/O: octets and times in; writes, a deadline and a verdict out.
//!
//! A verdict depends only on the case and on the inputs with their times. The tester's own manners live in `script.rs` and
//! nowhere else: it answers pings and Close frames, closes TCP as a server after both Close frames (7.1.1), and tolerates
//! pongs that nobody asked for (5.5.3).

mod player;

use std::collections::{HashSet, VecDeque};
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use wsspec_codec::deflate::Agreed;
use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::Role;

use crate::agreement;
use crate::aspect::Aspect;
use crate::bytes::hex;
use crate::case::Case;
use crate::flight::Outgoing;
use crate::head_spec::HeadSpec;
use crate::masking_keys::{self, Key};
use crate::opening::{Answered, Opened, Opening, Unopened};
use crate::pattern::{End, Event, Grade};
use crate::random::SplitMix64;
use crate::receiver::Receiver;
use crate::response::Response;
use crate::response::behind::{Behind, Next, frames_out_of_place};
use crate::script::{Manner, Script};
use crate::segment::Segmentation;
use crate::trace::{By, Trace, What};
use crate::url_spec::Wanted;
use crate::verdict::Verdict;

/// How a case is played.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The role of the subject.
    pub subject: Role,
    /// How flights are cut that do not say it themselves.
    pub segmentation: Segmentation,
    /// What every waiting time is multiplied with.
    pub time_scale: f64,
    /// What masking keys and nonces come from.
    pub seed: u64,
    /// The authority for the Host field of a request. Of a client's it is what is to be there; not compared when empty.
    pub host: String,
    /// The request target. Of a client's it is what is to be there; not compared when empty.
    pub target: String,
    /// The URL that a client was given for this very play; `None` where it connects by itself.
    pub url: Option<String>,
    /// Whether the subject is known to open connections: one that never does shows nothing by refusing a wrong head.
    pub opens: bool,
    /// What a client drew at random in other connections of the run.
    pub earlier: Arc<Earlier>,
    /// How long the whole play may take.
    pub deadline: Option<Duration>,
    /// The most messages of an exchange, where a test has no time for all.
    pub most_messages: Option<u32>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            subject: Role::Server,
            segmentation: Segmentation::Whole,
            time_scale: 1.0,
            seed: 0,
            host: "localhost".to_owned(),
            target: "/".to_owned(),
            url: None,
            opens: true,
            earlier: Arc::default(),
            deadline: None,
            most_messages: None,
        }
    }
}

/// What a client drew at random, as far as other connections showed it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// The Sec-WebSocket-Keys.
    pub keys: HashSet<String>,
    /// Masking keys.
    pub masking_keys: Vec<Key>,
}

/// What a client drew at random in one connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// Its Sec-WebSocket-Key.
    pub key: Option<String>,
    /// Its masking keys, frame by frame.
    pub masking_keys: Vec<Key>,
}

/// One play of one case.
#[derive(Debug)]
pub struct Session<'c> {
    case: &'c Case,
    settings: Settings,
    opening: Option<Opening<'c>>,
    /// An answer that is kept back.
    held: Option<Opened>,
    /// What reads on behind a response that opened no connection.
    behind: Option<Behind>,
    /// The Sec-WebSocket-Key of a client.
    key: Option<String>,
    receiver: Receiver,
    script: Script<'c>,
    out: Outgoing,
    /// When the whole play must be over.
    deadline: Option<Duration>,
    tcp_ended: bool,
}

/// How long an opening handshake may take.
const OPENING_PATIENCE: Duration = Duration::from_secs(5);

impl<'c> Session<'c> {
    /// A play at the moment the TCP connection is there.
    pub fn new(case: &'c Case, settings: Settings) -> Session<'c> {
        let tester = settings.subject.peer();
        let mut out = Outgoing::new(tester, SplitMix64::new(settings.seed).fork(&case.id));
        let (opening, request) = Opening::new(case, &settings, out.nonce());
        out.head(request, &case.head);
        let manner = Manner {
            segmentation: settings.segmentation.clone(),
            time_scale: settings.time_scale,
            most_messages: settings.most_messages,
            compressing: None,
        };
        let mut script = Script::new(case, manner);
        script.wait(OPENING_PATIENCE, Duration::ZERO);
        if let Some(verdict) = by_connecting(case, &settings) {
            script.finish(verdict);
        } else if case.awaits_response() {
            script.advance(&mut out);
        }
        Session {
            case,
            opening: Some(opening),
            held: None,
            behind: None,
            key: None,
            receiver: Receiver::new(tester),
            script,
            out,
            deadline: settings.deadline,
            tcp_ended: false,
            settings,
        }
    }

    /// The subject sent octets, which are unmasked where they stand.
    pub fn receive(&mut self, now: Duration, octets: &mut [u8]) {
        self.out.trace.set_now(now);
        if self.is_over() || self.tcp_ended {
            return;
        }
        if let Some(opened) = &mut self.held {
            opened.rest.extend_from_slice(octets);
            return;
        }
        if self.case.url.as_ref().is_some_and(|url| url.wanted == Wanted::Tls) {
            return self.secure(octets);
        }
        let Some(mut opening) = self.opening.take() else {
            return match self.behind.take() {
                Some(behind) => self.behind(behind, octets),
                None => self.frames(octets),
            };
        };
        let opened = opening.receive(octets);
        if let Some(head) = opening.head_received() {
            self.out.trace.push(By::Subject, What::Head(head));
        }
        match (opened, self.case.head.held) {
            (Ok(None), _) => self.opening = Some(opening),
            (Ok(Some(opened)), Some(held)) if self.settings.subject == Role::Client => {
                self.held = Some(opened);
                self.script.wait(held, now);
            }
            (Ok(Some(opened)), _) => self.opened(opened),
            (Err(unopened), _) => self.unopened(*unopened),
        }
    }

    /// The first octets of a client that was sent to a `wss` URL.
    fn secure(&mut self, octets: &[u8]) {
        let first = &octets[..octets.len().min(16)];
        let note = format!("sends {}", hex(first));
        self.out.trace.push(By::Subject, What::Note(note));
        // The type of a handshake record (RFC 8446 5.1).
        self.script.finish(match first {
            [0x16, ..] => Verdict::pass(),
            _ => Verdict {
                clause: self.case.clauses.first().copied(),
                expected: vec!["a ClientHello: 16 03 …".to_owned()],
                actual: vec![hex(first)],
                ..Verdict::new(
                    Grade::Fail,
                    "the client was sent to a wss URL, and does not begin with TLS",
                )
            },
        });
    }

    fn opened(&mut self, opened: Opened) {
        let Opened {
            answer,
            mut rest,
            agreed,
            faults,
            response,
            key,
        } = opened;
        self.key = key;
        if !rest.is_empty() && self.case.judges.contains(&Aspect::Waiting) {
            let because = format!(
                "the subject sent {} octets behind its request, before it had a response",
                rest.len()
            );
            return self.script.finish(Verdict {
                clause: Some(rfc6455::WAIT_RESPONSE),
                ..Verdict::new(Grade::Fail, because)
            });
        }
        for fault in faults {
            self.script.note(fault.grade, &fault.because, fault.clause);
        }
        self.out.head(answer, &self.case.head);
        if let Some(agreed) = agreed {
            self.agree(agreed);
        }
        match response {
            Some(response) => self.script.event(Event::Response(response), &mut self.out),
            None => {
                self.script.deadline = None;
                self.script.advance(&mut self.out);
            }
        }
        self.frames(&mut rest);
    }

    fn agree(&mut self, agreed: Agreed) {
        self.receiver.agree(agreed);
        self.script.compress(match self.settings.subject {
            Role::Server => agreement::compressing(&agreed, &self.case.offers_made()),
            Role::Client => agreement::bound(&agreed, Role::Server),
        });
    }

    fn unopened(&mut self, unopened: Unopened) {
        self.out.head(unopened.answer, &HeadSpec::right());
        if let Some(answered) = unopened.answered {
            let Answered {
                response,
                behind,
                mut rest,
            } = *answered;
            let opens = response.opens();
            self.script.event(Event::Response(response), &mut self.out);
            if !opens {
                return self.behind(behind, &mut rest);
            }
            if self.script.grade().is_failure() {
                return;
            }
        }
        self.script.finish(unopened.verdict);
    }

    /// Takes octets behind a response that opened no connection.
    fn behind(&mut self, mut behind: Behind, mut octets: &mut [u8]) {
        while !self.script.is_over() {
            let (head, len) = match behind.take(octets) {
                None => break,
                Some(Next::Frames) => {
                    return self
                        .script
                        .finish(frames_out_of_place("behind a response that opened none"));
                }
                Some(Next::Response(head, len)) => (head, len),
            };
            octets = &mut octets[len..];
            let shown = String::from_utf8_lossy(head.octets()).into_owned();
            self.out.trace.push(By::Subject, What::Head(shown));
            let response = Response::read(&head).unwrap_or_default();
            let opens = response.opens();
            self.script.event(Event::Response(response), &mut self.out);
            if opens {
                return self.frames(octets);
            }
        }
        self.behind = Some(behind);
    }

    /// The subject ended TCP.
    pub fn end(&mut self, now: Duration, end: End) {
        self.out.trace.set_now(now);
        if self.is_over() || self.tcp_ended {
            return;
        }
        self.tcp_ended = true;
        let inside_frame = self.opening.is_none() && !self.script.close_received() && self.receiver.is_inside_frame();
        let inside_response = self.awaited().is_some_and(Opening::is_inside_head)
            || self.behind.as_ref().is_some_and(|behind| !behind.may_end());
        let end = match (inside_frame, inside_response) {
            (true, _) => End::InsideFrame,
            (_, true) => End::InsideResponse,
            _ => end,
        };
        let how = match end {
            End::Closed => "ends TCP",
            End::Reset => "resets TCP",
            End::InsideFrame => "ends TCP in the middle of a frame",
            End::InsideResponse => "ends TCP in the middle of a response",
        };
        self.out.trace.push(By::Subject, What::Note(how.to_owned()));
        if self.awaited().is_none() && (self.opening.is_some() || self.held.is_some()) {
            let because = format!("the subject {how} before the opening handshake was over");
            self.script.finish(Verdict::new(Grade::Blocked, because));
        } else {
            self.script.event(Event::End(end), &mut self.out);
        }
    }

    /// The opening handshake that is not over, if the case is about its response.
    fn awaited(&self) -> Option<&Opening<'c>> {
        self.opening.as_ref().filter(|_| self.case.awaits_response())
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Duration) {
        self.out.trace.set_now(now);
        if self.is_over() {
            return;
        }
        if let Some(deadline) = self.deadline.filter(|&deadline| deadline <= now) {
            return self.script.overdue(deadline);
        }
        if self.script.deadline.is_none_or(|deadline| deadline > now) {
            return;
        }
        if let Some(opened) = self.held.take() {
            return self.opened(opened);
        }
        if self.opening.is_some() && self.awaited().is_none() {
            let seconds = self.script.patience.as_secs_f64();
            // A client that connects and does not ask breaks a rule of its own.
            let asks = !self.case.judges.contains(&Aspect::Promptness);
            self.script.finish(Verdict {
                timed_out: true,
                clause: (!asks).then_some(rfc6455::SEND_HANDSHAKE),
                ..Verdict::new(
                    if asks { Grade::Blocked } else { Grade::Fail },
                    format!("the opening handshake was not over after {seconds} s"),
                )
            });
            return;
        }
        self.script.timeout(&mut self.out);
    }

    /// Takes what is to be written, each piece a write of its own.
    pub fn take_writes(&mut self) -> VecDeque<Vec<u8>> {
        mem::take(&mut self.out.writes)
    }

    /// Gives back what was taken and not written.
    pub fn put_back(&mut self, mut writes: VecDeque<Vec<u8>>) {
        writes.append(&mut self.out.writes);
        self.out.writes = writes;
    }

    /// Whether to end our side of TCP once everything is written, and go on reading.
    pub fn wants_shutdown(&self) -> bool {
        self.script.shutdown
    }

    /// Takes note that something was written: a step waits from its last octet on, however slowly a flight goes out. A
    /// subject that does not read lets nothing be written, and gains no time.
    pub fn written(&mut self, now: Duration) {
        if self.script.deadline.is_some() {
            self.script.deadline = Some(now + self.script.patience);
        }
    }

    /// When to call [`tick`](Session::tick), if nothing happens before.
    pub fn wake_at(&self) -> Option<Duration> {
        match (self.script.deadline, self.deadline) {
            (Some(step), Some(play)) => Some(step.min(play)),
            (step, play) => step.or(play),
        }
    }

    /// Whether the verdict is there.
    pub fn is_over(&self) -> bool {
        self.script.is_over()
    }

    /// Gives up for a reason that is not the subject's.
    pub fn abort(&mut self, because: impl Into<String>) {
        if !self.is_over() {
            self.script.finish(Verdict::new(Grade::Error, because));
        }
    }

    /// The verdict so far, what happened, and what a client drew at random.
    pub fn into_parts(mut self) -> (Verdict, Trace, Drawn) {
        self.look_back();
        let drawn = Drawn {
            key: self.key,
            masking_keys: self.receiver.masking_keys().to_vec(),
        };
        (self.script.into_verdict(), self.out.trace, drawn)
    }

    /// Judges what only the whole play shows.
    fn look_back(&mut self) {
        if self.script.grade() > Grade::Info {
            return;
        }
        if !self.settings.opens && self.case.is_content_with_refusal() {
            let what = match self.settings.subject {
                Role::Server => "request",
                Role::Client => "answer",
            };
            let because =
                format!("the subject refused the {what}; but it opens no connection at all, so that shows nothing");
            self.script.finish(Verdict::new(Grade::Blocked, because));
        } else if self.case.judges.contains(&Aspect::MaskingKeys)
            && let Err(found) = masking_keys::judge(self.receiver.masking_keys(), &self.settings.earlier.masking_keys)
        {
            self.script.finish(Verdict {
                clause: Some(found.clause()),
                expected: vec!["masking keys that cannot be predicted".to_owned()],
                actual: vec![found.to_string()],
                ..Verdict::new(Grade::Fail, found.to_string())
            });
        }
    }

    /// Takes octets of frames.
    fn frames(&mut self, mut octets: &mut [u8]) {
        let (script, out) = (&mut self.script, &mut self.out);
        while !script.is_over() && self.receiver.next(&mut octets, |heard| script.hear(heard, out)) {}
        if !script.is_over() {
            // One write for what one read brought.
            script.refill(out);
        }
    }
}

/// What it says of a client that it connected at all, where the case is about its URL.
fn by_connecting(case: &Case, settings: &Settings) -> Option<Verdict> {
    let spec = case.url.as_ref()?;
    let Some(given) = &settings.url else {
        let because = "the client is not started for this case, so that it cannot be given its URL";
        return Some(Verdict::new(Grade::Unsupported, because));
    };
    (spec.wanted == Wanted::Refusal).then(|| Verdict {
        clause: case.clauses.first().copied(),
        ..Verdict::new(
            Grade::Fail,
            format!("the client connected, though {given:?} is no URL of a WebSocket server"),
        )
    })
}
