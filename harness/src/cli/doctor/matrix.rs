//! Faults × cases: which case notices which fault.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use wsspec::case::Case;
use wsspec::pattern::Grade;
use wsspec::segment::Segmentation;
use wsspec_codec::plant::{Breaks, Plant};
use wsspec_codec::rules::Role;

use super::play::{Came, Play, drawn_before, plays};

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
    pub(super) segmentation: Segmentation,
    pub(super) came: Came,
}

impl<'c> Row<'c> {
    /// Whether the cases catch it: they fail an endpoint that breaks a MUST, and do not pass one that breaks anything else.
    pub(super) fn is_caught(&self) -> bool {
        self.noticed.iter().any(|noticed| noticed.catches(self.fault))
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
}

impl Noticed<'_> {
    fn catches(&self, fault: Plant) -> bool {
        self.came.grade.is_failure() || fault.breaks() != Breaks::Must && self.came.grade != Grade::Unsupported
    }
}

/// Everything that can be played: the cases whole, and, for faults that these do not show, frame by frame and octet by octet.
pub(super) struct Plays<'c> {
    segmentations: [Vec<Play<'c>>; 3],
}

impl<'c> Plays<'c> {
    /// Plays all cases without a fault.
    pub(super) fn new(cases: &'c [Case]) -> Plays<'c> {
        let segmentations = [Segmentation::Whole, Segmentation::Frames, Segmentation::Octets(1)];
        Plays {
            segmentations: segmentations.map(|segmentation| plays(cases, &segmentation)),
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Play<'c>> {
        self.segmentations.iter().flatten()
    }

    /// The plays that notice a fault. Plays whose octets are cut otherwise are tried as long as nothing has caught it.
    pub(super) fn row(&self, fault: Plant, search: Search) -> Row<'c> {
        let mut row = Row {
            fault,
            noticed: Vec::new(),
        };
        for plays in &self.segmentations {
            let earlier = drawn_before(plays, fault);
            let cites = |play: &&Play<'_>| play.case.clauses.iter().any(|clause| clause.id == fault.clause().id);
            let (citing, others): (Vec<_>, Vec<_>) =
                plays.iter().filter(|play| fault.is_for(play.role)).partition(cites);
            for play in citing.into_iter().chain(others) {
                if let Some(came) = play.notices(fault, &earlier) {
                    row.noticed.push(Noticed {
                        case: play.case,
                        role: play.role,
                        segmentation: play.segmentation.clone(),
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

/// What comes of each item, in their order.
fn in_parallel<I: Sync, T: Send>(items: &[I], act: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return };
            let came = act(item);
            done.lock().expect("nobody panics with it").push((at, came));
        }
    };
    thread::scope(|threads| {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        (0..workers).for_each(|_| {
            threads.spawn(work);
        });
    });
    let mut done = done.into_inner().expect("nobody panics with it");
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, came)| came).collect()
}
