//! Plays Autobahn's cases against a server, several at the same time.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::pin::{Pin, pin};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::io::{AsyncRead, AsyncWrite};

use super::case::{Act, AutobahnCase, Behavior};
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
/// Plays overlap, so they come out of order. `on_start` is told when one begins; one that is played again begins only once.
/// Where a timer decided, the case is played again, and the second play counts.
/// It stops early when `interrupted` is ready, when the deadline has passed, or when the server takes no connections any
/// more; then cases are left out.
pub async fn run<C: Connect>(
    plan: &Plan<'_>,
    connect: &C,
    interrupted: impl Future<Output = ()>,
    mut on_start: impl FnMut(usize),
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
    let patience = Patience::default();
    let all: Vec<usize> = (0..plan.cases.len()).collect();
    let mut refused = Vec::new();
    let mut late: BTreeMap<usize, Played> = BTreeMap::new();
    let mut queue = Queue::new(plan, &all, plan.jobs);
    let mut first = |index, played: io::Result<Played>| {
        match played {
            Err(_) => refused.push(index),
            Ok(played) if played.pressed => {
                late.insert(index, played);
            }
            Ok(played) => on_played(index, played),
        }
        true
    };
    let mut ending = pass(
        plan,
        connect,
        &mut queue,
        &patience,
        stop.as_mut(),
        &mut on_start,
        &mut first,
    )
    .await;
    if ending == Ending::Complete && !refused.is_empty() {
        let mut queue = Queue::new(plan, &refused, AGAIN_JOBS.min(plan.jobs));
        let mut error = None;
        let mut second = |index, played| {
            match played {
                Err(other) => error = Some(other),
                Ok(played) => on_played(index, played),
            }
            true
        };
        ending = pass(plan, connect, &mut queue, &patience, stop.as_mut(), |_| {}, &mut second).await;
        if let (Ending::Complete, Some(error)) = (&ending, error) {
            ending = Ending::SubjectGone(in_words(&error));
        }
    }
    if ending == Ending::Complete && !late.is_empty() {
        let again: Vec<usize> = late.keys().copied().collect();
        let mut queue = Queue::new(plan, &again, AGAIN_JOBS.min(plan.jobs));
        let mut unchanged = 0;
        let mut again = |index: usize, played: io::Result<Played>| {
            let (Some(before), Ok(played)) = (late.get(&index), played) else {
                return true;
            };
            let same = (before.behavior, before.behavior_close) == (played.behavior, played.behavior_close);
            unchanged = if same { unchanged + 1 } else { 0 };
            late.remove(&index);
            on_played(index, played);
            unchanged < BELIEVED
        };
        ending = pass(plan, connect, &mut queue, &patience, stop.as_mut(), |_| {}, &mut again).await;
    }
    for (index, played) in late {
        on_played(index, played);
    }
    ending
}

/// Plays what is in the queue, until `on_end` says that it is enough.
async fn pass<C: Connect>(
    plan: &Plan<'_>,
    connect: &C,
    queue: &mut Queue,
    patience: &Patience,
    mut stop: Pin<&mut impl Future<Output = Ending>>,
    mut on_start: impl FnMut(usize),
    mut on_end: impl FnMut(usize, io::Result<Played>) -> bool,
) -> Ending {
    let play = |index: usize| async move {
        let case = plan.cases[index];
        let mut settings = plan.settings.clone();
        settings.stall = patience.stall();
        settings.mass_scale = patience.scale();
        let played = match connect.connect().await {
            Ok(mut stream) => Ok(drive::over(Play::new(case, settings), &mut stream).await),
            Err(error) => Err(error),
        };
        (index, played)
    };
    let mut plays = FuturesUnordered::new();
    let mut refused_in_a_row = 0;
    loop {
        while let Some(index) = queue.admit() {
            on_start(index);
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
                patience.learn(plan.cases[index], played);
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

/// How long a server may do nothing at all in a case about masses. Autobahn waits up to 1,000 s.
#[derive(Debug, Default)]
struct Patience {
    stalled: Cell<u32>,
    echoed: Cell<bool>,
    /// How many of them ended because Close or the end of TCP did not come in time.
    hung: Cell<u32>,
}

impl Patience {
    fn stall(&self) -> Duration {
        // One that stalled now and again and has never echoed a mass will not begin to.
        let hopeless = self.stalled.get() >= 3 && !self.echoed.get();
        Duration::from_secs(if hopeless { 2 } else { 30 })
    }

    /// What the times for the closing handshake are multiplied with in a case about masses, where other masses keep the
    /// server busy.
    fn scale(&self) -> f64 {
        if self.hung.get() >= 3 { 1.0 } else { 5.0 }
    }

    fn learn(&self, case: &AutobahnCase, played: &Played) {
        if case.is_mass() {
            let closing = &played.closing;
            self.stalled.set(self.stalled.get() + u32::from(played.stalled));
            self.hung
                .set(self.hung.get() + u32::from(closing.close_timeout || closing.drop_timeout));
            self.echoed.set(self.echoed.get() || played.behavior == Behavior::Ok);
        }
    }
}

/// In which order cases are played, and which of them at the same time.
///
/// First come those that wait for seconds, so that their waits overlap with everything else; then all others that are
/// about a rule; then those about masses, a few at a time, as soon as no other case is left but those that wait. So no
/// timer of a second runs while the server is busy with masses, save the ones that leave it seconds to react.
#[derive(Debug)]
struct Queue {
    rules: VecDeque<usize>,
    masses: VecDeque<usize>,
    kinds: BTreeMap<usize, Kind>,
    jobs: usize,
    active: usize,
    /// Of the active ones, those about a rule that do not wait.
    hasty: usize,
    masses_active: usize,
    /// The octets that the active ones hold, about.
    weight: usize,
}

#[derive(Clone, Copy, Debug)]
struct Kind {
    mass: bool,
    waits: bool,
    weight: usize,
}

/// So many cases about masses are played at the same time: enough to keep two cores busy on both sides.
const MASSES: usize = 6;

/// So many octets may be held by them at the same time, about; one case always may.
const WEIGHT: usize = 48 << 20;

impl Queue {
    fn new(plan: &Plan<'_>, indices: &[usize], jobs: usize) -> Queue {
        let kinds: BTreeMap<usize, Kind> = indices
            .iter()
            .map(|&index| (index, Kind::of(plan.cases[index])))
            .collect();
        let (mut masses, mut rules): (Vec<usize>, Vec<usize>) = indices.iter().partition(|index| kinds[index].mass);
        rules.sort_by_key(|index| !kinds[index].waits);
        // What takes longest comes first, so that nothing long is left alone at the end.
        masses.sort_by_key(|&index| std::cmp::Reverse(plan.cases[index].effort()));
        Queue {
            rules: rules.into(),
            masses: masses.into(),
            kinds,
            jobs: jobs.max(1),
            active: 0,
            hasty: 0,
            masses_active: 0,
            weight: 0,
        }
    }

    /// The next that may begin now.
    fn admit(&mut self) -> Option<usize> {
        if self.active >= self.jobs {
            return None;
        }
        let index = match self.rules.pop_front() {
            Some(index) => index,
            None => {
                let weight = self.kinds[self.masses.front()?].weight;
                let room = self.masses_active == 0 || self.weight + weight <= WEIGHT;
                if self.hasty > 0 || self.masses_active >= MASSES || !room {
                    return None;
                }
                self.masses.pop_front()?
            }
        };
        self.count(index, usize::wrapping_add);
        Some(index)
    }

    /// Lets nothing more begin.
    fn clear(&mut self) {
        self.rules.clear();
        self.masses.clear();
    }

    fn done(&mut self, index: usize) {
        self.count(index, usize::wrapping_sub);
    }

    fn count(&mut self, index: usize, by: fn(usize, usize) -> usize) {
        let kind = self.kinds[&index];
        self.active = by(self.active, 1);
        if kind.mass {
            self.masses_active = by(self.masses_active, 1);
            self.weight = by(self.weight, kind.weight);
        } else if !kind.waits {
            self.hasty = by(self.hasty, 1);
        }
    }
}

impl Kind {
    fn of(case: &AutobahnCase) -> Kind {
        Kind {
            mass: case.is_mass(),
            waits: case.acts.iter().any(|act| matches!(act, Act::Wait { .. })),
            weight: case.weight(),
        }
    }
}
