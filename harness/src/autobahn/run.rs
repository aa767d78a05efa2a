//! Plays Autobahn's cases against a server, several at the same time.

mod patience;
mod queue;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::pin::{Pin, pin};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::io::{AsyncRead, AsyncWrite};

use self::patience::Patience;
use self::queue::Queue;
use super::case::AutobahnCase;
use super::play::{Play, Settings};
use super::played::Played;
use crate::drive::autobahn as drive;
use crate::run::Ending;
use crate::subject::in_words;

/// What to play, and how.
#[derive(Clone, Debug)]
pub struct Plan<'c> {
    /// In the order of the report.
    pub cases: Vec<&'c AutobahnCase>,
    /// How each is played.
    pub settings: Settings,
    /// How many at the same time.
    pub jobs: usize,
    /// How long it may take in all.
    pub deadline: Option<Duration>,
}

/// Makes connections to one server.
pub trait Connect {
    /// A connection.
    type Stream: AsyncRead + AsyncWrite + Unpin;

    /// Makes one.
    fn connect(&self) -> impl Future<Output = io::Result<Self::Stream>>;
}

/// After so many connections in a row that were not taken, the server is gone.
const GONE: usize = 5;

/// So many plays at the same time where a timer decided and the case is played again, more quietly: on a busy machine, or
/// before it has warmed up, an honest server may be late.
const AGAIN_JOBS: usize = 2;

/// After so many in a row that end as they did before, the others are believed.
const BELIEVED: usize = 8;

/// Plays the cases and hands on each play as it comes, with the index of its case.
///
/// Plays overlap, so they come out of order. `on_open` is told when the connection of one opens; of one that is played again,
/// only once. Where a timer decided, the case is played again, and the second play counts; so it does where the server
/// opened no connection while there were others.
/// It stops early when `interrupted` is ready, when the deadline has passed, or when the server takes no connections any
/// more; then cases are left out.
pub async fn run<C: Connect>(
    plan: &Plan<'_>,
    connect: &C,
    interrupted: impl Future<Output = ()>,
    on_open: impl FnMut(usize),
    mut on_played: impl FnMut(usize, Played),
) -> Ending {
    let start = Instant::now();
    let far = Duration::from_secs(86_400);
    let deadline = tokio::time::sleep_until((start + plan.deadline.unwrap_or(far)).into());
    let mut stop = pin!(async {
        tokio::select! {
            biased;
            () = interrupted => Ending::Interrupted,
            () = deadline => Ending::Deadline(start.elapsed()),
        }
    });
    let opened = RefCell::new(BTreeSet::new());
    let on_open = RefCell::new(on_open);
    let tell = |index| {
        if opened.borrow_mut().insert(index) {
            on_open.borrow_mut()(index);
        }
    };
    let passes = Passes {
        plan,
        connect,
        patience: Patience::default(),
        on_open: &tell,
    };
    let all: Vec<usize> = (0..plan.cases.len()).collect();
    let mut refused = Vec::new();
    let mut shut_out: BTreeMap<usize, Played> = BTreeMap::new();
    let mut late: BTreeMap<usize, Played> = BTreeMap::new();
    let mut first = |index, played: io::Result<Played>| {
        match played {
            Err(_) => refused.push(index),
            Ok(played) if plan.jobs > 1 && played.was_shut_out() => {
                shut_out.insert(index, played);
            }
            Ok(played) if played.pressed => {
                late.insert(index, played);
            }
            Ok(played) => on_played(index, played),
        }
        true
    };
    let mut ending = passes
        .pass(&mut Queue::new(plan, &all, plan.jobs), stop.as_mut(), &mut first)
        .await;
    let mut jobs = AGAIN_JOBS.min(plan.jobs);
    if ending == Ending::Complete && !refused.is_empty() {
        let mut error = None;
        let mut second = |index, played| {
            match played {
                Err(other) => error = Some(other),
                Ok(played) => on_played(index, played),
            }
            true
        };
        ending = passes
            .pass(&mut Queue::new(plan, &refused, jobs), stop.as_mut(), &mut second)
            .await;
        if let (Ending::Complete, Some(error)) = (&ending, error) {
            ending = Ending::SubjectGone(in_words(&error));
        }
    }
    // A server that was late, or had too many connections, has opened some.
    let hopeless = opened.borrow().is_empty() && all.len() >= BELIEVED;
    if ending == Ending::Complete && !hopeless && !shut_out.is_empty() {
        let alone = |played: &mut Played, _: &Played| {
            played.crowded = !played.was_shut_out();
            if played.crowded {
                // What is still to be played again must not be too many either.
                jobs = 1;
            }
            !played.crowded
        };
        ending = passes
            .again(&mut shut_out, 1, stop.as_mut(), alone, &mut on_played)
            .await;
    }
    if ending == Ending::Complete && !hopeless && !late.is_empty() {
        let alike = |played: &mut Played, before: &Played| {
            (before.behavior, before.behavior_close) == (played.behavior, played.behavior_close)
        };
        ending = passes
            .again(&mut late, jobs, stop.as_mut(), alike, &mut on_played)
            .await;
    }
    for (index, played) in shut_out.into_iter().chain(late) {
        on_played(index, played);
    }
    ending
}

/// What the passes of a run have in common.
struct Passes<'p, C> {
    plan: &'p Plan<'p>,
    connect: &'p C,
    patience: Patience,
    on_open: &'p dyn Fn(usize),
}

impl<C: Connect> Passes<'_, C> {
    /// Plays those cases again, so many at the same time, until a few in a row have ended `alike`. What was played is
    /// handed on, and taken out.
    async fn again(
        &self,
        before: &mut BTreeMap<usize, Played>,
        jobs: usize,
        stop: Pin<&mut impl Future<Output = Ending>>,
        mut alike: impl FnMut(&mut Played, &Played) -> bool,
        on_played: &mut impl FnMut(usize, Played),
    ) -> Ending {
        let mut indices: Vec<usize> = before.keys().copied().collect();
        // What was over soon shows soon whether anything changes.
        indices.sort_by_key(|index| before[index].duration);
        let mut queue = Queue::new(self.plan, &indices, jobs);
        let mut unchanged = 0;
        let on_end = |index: usize, played: io::Result<Played>| {
            let (Some(earlier), Ok(mut played)) = (before.get(&index), played) else {
                return true;
            };
            unchanged = if alike(&mut played, earlier) { unchanged + 1 } else { 0 };
            before.remove(&index);
            on_played(index, played);
            unchanged < BELIEVED
        };
        self.pass(&mut queue, stop, on_end).await
    }

    /// Plays what is in the queue, until `on_end` says that it is enough.
    async fn pass(
        &self,
        queue: &mut Queue,
        mut stop: Pin<&mut impl Future<Output = Ending>>,
        mut on_end: impl FnMut(usize, io::Result<Played>) -> bool,
    ) -> Ending {
        let play = |index: usize| async move {
            let case = self.plan.cases[index];
            let mut settings = self.plan.settings.clone();
            settings.stall = self.patience.stall();
            settings.mass_scale = self.patience.scale();
            let played = match self.connect.connect().await {
                Ok(mut stream) => {
                    let on_open = || (self.on_open)(index);
                    Ok(drive::over(Play::new(case, settings), &mut stream, on_open).await)
                }
                Err(error) => Err(error),
            };
            (index, played)
        };
        let mut plays = FuturesUnordered::new();
        let mut refused_in_a_row = 0;
        loop {
            while let Some(index) = queue.admit() {
                plays.push(play(index));
            }
            let next = tokio::select! {
                biased;
                ending = &mut stop => return ending,
                next = plays.next() => next,
            };
            let Some((index, played)) = next else {
                return Ending::Complete;
            };
            queue.done(index);
            match &played {
                Ok(played) => {
                    refused_in_a_row = 0;
                    self.patience.learn(self.plan.cases[index], played);
                }
                Err(error) => {
                    refused_in_a_row += 1;
                    if refused_in_a_row >= GONE {
                        return Ending::SubjectGone(in_words(error));
                    }
                }
            }
            if !on_end(index, played) {
                queue.clear();
            }
        }
    }
}
