//! The plays of the doctor: each case in each role that it is for.

use std::sync::Arc;

use wsspec::case::Case;
use wsspec::drive::memory;
use wsspec::hostile::Ordeal;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::segment::Segmentation;
use wsspec::session::{Earlier, Settings};
use wsspec_codec::plant::Plant;
use wsspec_codec::rfc::Clause;
use wsspec_codec::rules::Role;

use super::parallel::in_parallel;
use super::twin::{OFFERS, Setup, Twin};

/// A case with an endpoint in one role, and how it goes without a fault.
#[derive(Clone, Debug)]
pub(super) struct Play<'c> {
    pub(super) case: &'c Case,
    pub(super) role: Role,
    setup: Setup,
    pub(super) manner: Manner,
    /// What it comes to without a fault.
    pub(super) right: Came,
}

/// What a play came to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Came {
    pub(super) grade: Grade,
    pub(super) because: String,
    pub(super) clause: Option<&'static Clause>,
}

impl Default for Came {
    /// Nothing is wrong.
    fn default() -> Came {
        Came {
            grade: Grade::Pass,
            because: String::new(),
            clause: None,
        }
    }
}

/// So many messages of a mass are exchanged here. Each echo is verified like those of a thousand.
const MOST_MESSAGES: u32 = 5;

/// Cases that move more octets at once show nothing here that others do not.
const LARGE: usize = 1 << 17;

/// Whether a case is small enough to be played here.
pub(super) fn is_small(case: &Case) -> bool {
    let ordeal = case.ordeal.as_ref().map_or(0, Ordeal::octets);
    case.weight() <= LARGE && ordeal <= LARGE as u64
}

/// How cases are played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manner {
    /// How flights are cut that do not say it themselves.
    pub(super) cut: Cut,
    /// The shortest message that the endpoint compresses, in octets.
    pub(super) threshold: usize,
}

/// How flights are cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    Whole,
    Frames,
    Octets,
}

impl Manner {
    /// All of them. A fault that does not show under one is looked for under the next.
    pub(super) const ALL: [Manner; 4] = [
        Manner::new(Cut::Whole, 0),
        Manner::new(Cut::Frames, 0),
        Manner::new(Cut::Octets, 0),
        Manner::new(Cut::Whole, 64),
    ];

    const fn new(cut: Cut, threshold: usize) -> Manner {
        Manner { cut, threshold }
    }

    /// What is said of it where it is not the first; nothing where it is.
    pub(super) fn said(self) -> &'static str {
        match self {
            Manner { threshold: 1.., .. } => ", short messages not compressed",
            Manner { cut: Cut::Whole, .. } => "",
            Manner { cut: Cut::Frames, .. } => ", cut between frames",
            Manner { cut: Cut::Octets, .. } => ", cut at every octet",
        }
    }

    fn segmentation(self) -> Segmentation {
        match self.cut {
            Cut::Whole => Segmentation::Whole,
            Cut::Frames => Segmentation::Frames,
            Cut::Octets => Segmentation::Octets(1),
        }
    }
}

/// The plays of these cases in this manner, each played without a fault: those that are for a role, that are small, and, of
/// what a client may offer, with what the case can be played with. Masses are played in one manner.
pub(super) fn plays<'c>(cases: &'c [Case], manner: Manner) -> Vec<Play<'c>> {
    let cases: Vec<&Case> = cases
        .iter()
        .filter(|case| is_small(case) && (!case.is_mass() || manner == Manner::ALL[0]))
        .collect();
    let played = in_parallel(&cases, |case| {
        let roles = [Role::Server, Role::Client]
            .into_iter()
            .filter(|&role| case.is_for(role));
        let plays = roles.flat_map(|role| of_case(case, role, manner));
        plays.collect::<Vec<_>>()
    });
    played.into_iter().flatten().collect()
}

/// The plays of one case with endpoints in this role.
fn of_case<'c>(case: &'c Case, role: Role, manner: Manner) -> Vec<Play<'c>> {
    let setup = |offer, takes_hints| Setup {
        offer,
        takes_hints,
        threshold: manner.threshold,
    };
    let setups: Vec<Setup> = match (role, case.answer.is_some()) {
        (Role::Client, true) => OFFERS.map(|offer| setup(offer, true)).into(),
        (Role::Server, _) if case.offer.is_some() => [true, false].map(|takes| setup("", takes)).into(),
        _ => vec![setup(OFFERS[0], true)],
    };
    let plays = setups.into_iter().map(|setup| {
        let mut play = Play {
            case,
            role,
            setup,
            manner,
            right: Came::default(),
        };
        play.right = play.with(None, &Arc::default());
        play
    });
    plays.filter(|play| play.right.grade != Grade::Unsupported).collect()
}

impl Play<'_> {
    /// Plays it with an endpoint that has this fault.
    pub(super) fn with(&self, fault: Option<Plant>, earlier: &Arc<Earlier>) -> Came {
        let settings = Settings {
            earlier: Arc::clone(earlier),
            ..self.settings()
        };
        let sent_to = |url: &str| Twin::sent_to(url, self.setup, 2, fault);
        if let Some(Record { verdict, .. }) = memory::play_at(self.case, settings.clone(), sent_to) {
            return Came {
                grade: verdict.grade,
                because: verdict.because,
                clause: verdict.clause,
            };
        }
        let mut twin = Twin::new(self.role, self.setup, 2, fault);
        let Record { verdict, .. } = memory::play(self.case, settings, &mut twin);
        match twin.died {
            true => Came {
                grade: Grade::Fail,
                because: "the endpoint died".to_owned(),
                clause: None,
            },
            false => Came {
                grade: verdict.grade,
                because: verdict.because,
                clause: verdict.clause,
            },
        }
    }

    /// What it came to if the case notices this fault: if it came to something worse than without.
    pub(super) fn notices(&self, fault: Plant, earlier: &Arc<Earlier>) -> Option<Came> {
        let came = self.with(Some(fault), earlier);
        (came.grade > self.right.grade).then_some(came)
    }

    fn settings(&self) -> Settings {
        Settings {
            subject: self.role,
            segmentation: self.manner.segmentation(),
            most_messages: self.case.is_mass().then_some(MOST_MESSAGES),
            ..Settings::default()
        }
    }
}

/// What a client with this fault drew at random in a connection before.
pub(super) fn drawn_before(plays: &[Play<'_>], fault: Plant) -> Arc<Earlier> {
    let Some(play) = plays.iter().find(|play| !play.case.judges.is_empty()) else {
        return Arc::default();
    };
    let mut twin = Twin::new(Role::Client, play.setup, 1, Some(fault));
    let record = memory::play(play.case, play.settings(), &mut twin);
    Arc::new(Earlier {
        keys: record.drawn.key.into_iter().collect(),
        masking_keys: record.drawn.masking_keys,
    })
}
