//! The plays of the doctor: each case in each role that it is for.

use std::sync::Arc;

use wsspec::case::{Case, Profile};
use wsspec::drive::memory;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::segment::Segmentation;
use wsspec::session::{Earlier, Settings};
use wsspec_codec::plant::Plant;
use wsspec_codec::rfc::Clause;
use wsspec_codec::rules::Role;

use super::twin::{OFFERS, Twin};

/// A case with an endpoint in one role, and how it goes without a fault.
#[derive(Clone, Debug)]
pub(super) struct Play<'c> {
    pub(super) case: &'c Case,
    pub(super) role: Role,
    /// What the endpoint offers as a client.
    offer: &'static str,
    pub(super) segmentation: Segmentation,
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

/// The plays of these cases under this segmentation, faultless first: those that are for a role, that are not too large, and, of
/// what a client may offer, with what the case can be played with.
pub(super) fn plays<'c>(cases: &'c [Case], segmentation: &Segmentation) -> Vec<Play<'c>> {
    let mut plays = Vec::new();
    for case in cases
        .iter()
        .filter(|case| case.profile <= Profile::Default && case.weight() <= LARGE)
    {
        for role in [Role::Server, Role::Client]
            .into_iter()
            .filter(|&role| case.is_for(role))
        {
            let offers = if role == Role::Client && case.answer.is_some() {
                &OFFERS[..]
            } else {
                &OFFERS[..1]
            };
            let of_case = offers.iter().map(|offer| {
                let mut play = Play {
                    case,
                    role,
                    offer,
                    segmentation: segmentation.clone(),
                    right: Came::default(),
                };
                play.right = play.with(None, &Arc::default());
                play
            });
            plays.extend(of_case.filter(|play| play.right.grade != Grade::Unsupported));
        }
    }
    plays
}

impl Play<'_> {
    /// Plays it with an endpoint that has this fault.
    pub(super) fn with(&self, fault: Option<Plant>, earlier: &Arc<Earlier>) -> Came {
        let settings = Settings {
            earlier: Arc::clone(earlier),
            ..self.settings()
        };
        let mut twin = Twin::new(self.role, self.offer, 2, fault);
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
            segmentation: self.segmentation.clone(),
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
    let mut twin = Twin::new(Role::Client, play.offer, 1, Some(fault));
    let record = memory::play(play.case, play.settings(), &mut twin);
    Arc::new(Earlier {
        keys: record.drawn.key.into_iter().collect(),
        masking_keys: record.drawn.masking_keys,
    })
}
