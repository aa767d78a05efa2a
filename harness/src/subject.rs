//! What is tested, and what it answers before the first case.

use std::fmt;
use std::io;
use std::time::Duration;

use futures_util::future::join_all;
use serde::Serialize;

use crate::case::Case;
use crate::frame_spec::{binary, ping, text};
use crate::pattern::{Grade, Outcomes, Pattern};
use crate::record::Record;
use crate::run::Player;
use crate::session::Settings;
use crate::trace::{By, What};
use wsspec_codec::rfc::{rfc6455, rfc7692};
use wsspec_codec::rules::Role;

/// An I/O error without the number of the operating system.
pub fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        io::ErrorKind::TimedOut => "timed out".to_owned(),
        _ => error.to_string(),
    }
}

/// What the subject answered before the first case: it puts the verdicts into context.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Probe {
    /// The opening handshake succeeds.
    pub opens: bool,
    /// A ping is answered.
    pub pongs: bool,
    /// Text and binary messages are echoed.
    pub echoes: bool,
    /// The closing handshake succeeds.
    pub closes: bool,
    /// Whether it does permessage-deflate.
    pub deflate: Deflate,
    /// What it calls itself: Server of a response, User-Agent of a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// It let a waiting time run out.
    pub hangs: bool,
    /// Of so many connections that were opened together this many came about, if not all did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_once: Option<usize>,
}

/// What became of an offer of permessage-deflate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Deflate {
    /// It was declined, or could not be made.
    #[default]
    Declined,
    /// It was accepted, and a compressed message came back.
    Yes,
    /// It was accepted, and nothing good came of it.
    Wrong,
}

impl fmt::Display for Deflate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Deflate::Declined => "declined",
            Deflate::Yes => "yes",
            Deflate::Wrong => "wrong",
        })
    }
}

impl Probe {
    /// Asks the subject.
    ///
    /// # Errors
    /// No connection came about.
    pub async fn ask(settings: &Settings, player: &impl Player) -> io::Result<Probe> {
        let mut probe = Probe::default();
        for (question, answer) in questions().iter().zip(0..) {
            let record = player.play(question, settings.clone()).await?;
            let yes = record.verdict.grade == Grade::Pass;
            match answer {
                0 => {
                    probe.opens = record.verdict.grade != Grade::Blocked;
                    probe.pongs = yes;
                    probe.server = name(&record, settings.subject);
                }
                1 => probe.echoes = yes,
                2 => probe.closes = yes,
                _ => {
                    probe.deflate = match record.verdict.grade {
                        Grade::Pass => Deflate::Yes,
                        Grade::Unsupported => Deflate::Declined,
                        _ => Deflate::Wrong,
                    }
                }
            }
            probe.hangs |= record.duration >= Duration::from_secs(1).mul_f64(settings.time_scale);
            if !probe.opens {
                break;
            }
        }
        Ok(probe)
    }

    /// Opens so many connections together, and takes note if not all of them come about: whoever is refused because there are
    /// others must not be taken for one who is refused for what was asked.
    pub async fn crowd(&mut self, wanted: usize, settings: &Settings, player: &impl Player) {
        if wanted < 2 || !self.opens || self.hangs {
            return;
        }
        let case = crowd();
        let plays = join_all((0..wanted).map(|_| player.play(&case, settings.clone()))).await;
        let opened = |record: &&Record| record.verdict.grade != Grade::Blocked;
        let opened = plays.iter().flatten().filter(opened).count();
        self.at_once = (opened < wanted).then_some(opened);
    }

    /// How many connections there may be at a time, of so many that are wanted. Where there is a limit it is half of it: a
    /// server may still count one that is over.
    pub fn room(&self, wanted: usize) -> usize {
        self.at_once.map_or(wanted, |limit| (limit / 2).clamp(1, wanted))
    }
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.opens {
            return f.write_str("does not complete the opening handshake");
        }
        let say = |yes, good: &str, bad: &str| if yes { good.to_owned() } else { bad.to_owned() };
        write!(
            f,
            "opens · {} · {} · {} · deflate: {}",
            say(self.pongs, "answers pings", "does not answer pings"),
            say(self.echoes, "echoes", "does not echo"),
            say(self.closes, "closes cleanly", "does not close cleanly"),
            self.deflate,
        )?;
        if let Some(server) = &self.server {
            write!(f, " · calls itself {server:?}")?;
        }
        match self.at_once {
            Some(limit) => write!(
                f,
                " · takes {limit} connections at a time, so fewer cases are played together"
            ),
            None => Ok(()),
        }
    }
}

/// How long each of them stays.
const STAY: Duration = Duration::from_millis(50);

fn crowd() -> Case {
    Case::new("probe/crowd", "do connections open while others are?", [rfc6455::REPLY])
        .listen(STAY, |silence| silence)
        .close()
}

fn questions() -> [Case; 4] {
    let end = || Outcomes::pass([Pattern::End]);
    [
        Case::new("probe/ping", "is a ping answered?", [rfc6455::PONG_MUST])
            .send([ping("probe")])
            .expect(Outcomes::pass([Pattern::pong("probe")])),
        Case::new("probe/echo", "are messages echoed?", [rfc6455::RECV_BOTH])
            .send([text("probe")])
            .expect(Outcomes::pass([Pattern::text("probe")]))
            .send([binary(b"\x00\xff")])
            .expect(Outcomes::pass([Pattern::binary(b"\x00\xff")])),
        Case::new("probe/close", "is the closing handshake answered?", [rfc6455::REPLY])
            .send([crate::frame_spec::close(1000)])
            .expect(Outcomes::closes([1000]).or_lenient("drops TCP", end().0[0].patterns.clone())),
        // The example of RFC 7692 7.2.3.1.
        Case::new("probe/deflate", "is a compressed message echoed?", [rfc7692::SINGLE])
            .offers("permessage-deflate; client_max_window_bits")
            .answers("permessage-deflate")
            .send([text(b"\xf2\x48\xcd\xc9\xc9\x07\x00").rsv(0b100)])
            .expect(Outcomes::pass([Pattern::text("Hello")])),
    ]
}

/// What the subject calls itself in its head.
fn name(record: &Record, subject: Role) -> Option<String> {
    let field = match subject {
        Role::Server => "server",
        Role::Client => "user-agent",
    };
    let head = record.trace.entries().iter().find_map(|entry| match &entry.what {
        What::Head(head) if entry.by == By::Subject => Some(head),
        _ => None,
    })?;
    let (_, value) = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case(field))?;
    Some(value.trim().to_owned())
}
