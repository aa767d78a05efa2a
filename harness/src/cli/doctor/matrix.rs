//! Faults × cases: which case notices which fault.

use std::collections::BTreeSet;

use wsspec::case::Case;
use wsspec::pattern::Grade;
use wsspec_codec::plant::{Breaks, Plant};
use wsspec_codec::rules::Role;

use super::parallel::in_parallel;
use super::play::{Came, Manner, Play, drawn_before, plays};

/// How far the search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Search {
    /// Up to the first case that catches the fault; those that cite its clause come first.
    First,
    /// All cases.
    All,
}

/// A fault, and the plays that notice it.
#[derive(Debug)]
pub(super) struct Row<'c> {
    pub(super) fault: Plant,
    pub(super) noticed: Vec<Noticed<'c>>,
}

/// A play that notices a fault.
#[derive(Debug)]
pub(super) struct Noticed<'c> {
    pub(super) case: &'c Case,
    pub(super) role: Role,
    pub(super) manner: Manner,
    pub(super) came: Came,
}

impl<'c> Row<'c> {
    /// Whether the cases catch it: they fail an endpoint that breaks a MUST, and do not pass one that breaks anything else.
    pub(super) fn is_caught(&self) -> bool {
        self.noticed.iter().any(|noticed| noticed.catches(self.fault))
    }

    /// The first play that catches it, or else the first that notices it.
    pub(super) fn decisive(&self) -> Option<&Noticed<'c>> {
        let caught = self.noticed.iter().find(|noticed| noticed.catches(self.fault));
        caught.or(self.noticed.first())
    }

    /// The ids of the cases that notice it in this role, in their order.
    pub(super) fn cases(&self, role: Role) -> Vec<&'c str> {
        let mut seen = BTreeSet::new();
        let noticed = self.noticed.iter().filter(|noticed| noticed.role == role);
        noticed
            .map(|noticed| noticed.case.id.as_str())
            .filter(|id| seen.insert(*id))
            .collect()
    }

    /// Of the plays that differ in nothing but what a client offers, the worst stays.
    fn add(&mut self, noticed: Noticed<'c>) {
        let alike = |other: &&mut Noticed<'_>| {
            (&other.case.id, other.role, other.manner) == (&noticed.case.id, noticed.role, noticed.manner)
        };
        match self.noticed.iter_mut().rev().find(alike) {
            Some(other) if other.came.grade < noticed.came.grade => *other = noticed,
            Some(_) => {}
            None => self.noticed.push(noticed),
        }
    }
}

impl Noticed<'_> {
    fn catches(&self, fault: Plant) -> bool {
        self.came.grade.is_failure() || fault.breaks() != Breaks::Must && self.came.grade != Grade::Unsupported
    }
}

/// Everything that can be played, in each manner.
pub(super) struct Plays<'c> {
    manners: Vec<Vec<Play<'c>>>,
}

impl<'c> Plays<'c> {
    /// Plays these cases without a fault.
    pub(super) fn new(cases: &'c [Case]) -> Plays<'c> {
        Plays {
            manners: Manner::ALL.map(|manner| plays(cases, manner)).into(),
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Play<'c>> {
        self.manners.iter().flatten()
    }

    /// The plays that notice a fault. Further manners are tried as long as nothing has caught it.
    pub(super) fn row(&self, fault: Plant, search: Search) -> Row<'c> {
        let mut row = Row {
            fault,
            noticed: Vec::new(),
        };
        for plays in &self.manners {
            let earlier = drawn_before(plays, fault);
            let cites = |play: &&Play<'_>| play.case.clauses.iter().any(|clause| clause.id == fault.clause().id);
            let (citing, others): (Vec<_>, Vec<_>) =
                plays.iter().filter(|play| fault.is_for(play.role)).partition(cites);
            for play in citing.into_iter().chain(others) {
                if let Some(came) = play.notices(fault, &earlier) {
                    row.add(Noticed {
                        case: play.case,
                        role: play.role,
                        manner: play.manner,
                        came,
                    });
                    if search == Search::First && row.is_caught() {
                        return row;
                    }
                }
            }
            if row.is_caught() {
                break;
            }
        }
        row
    }

    /// A row for each of these faults, in this order. Each processor takes one after the other; `done` hears of each.
    pub(super) fn rows(&self, faults: &[Plant], search: Search, done: impl Fn(&Row<'c>) + Sync) -> Vec<Row<'c>> {
        in_parallel(faults, |&fault| {
            let row = self.row(fault, search);
            done(&row);
            row
        })
    }
}
