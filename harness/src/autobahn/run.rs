//! Plays Autobahn's cases against a server, several at the same time.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
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
/// Plays overlap, so they come out of order. `on_open` is told when the connection of one opens; of one that is played again,
/// only once. Where a timer decided, the case is played again, and the second play counts; so it does where the server
/// opened no connection while there were others.
/// It stops early when `interrupted` is ready, when the deadline has passed, or when the server takes no connections any
/// more; then cases are left out.
pub async fn run<C: Connect>(
    plan: &Plan<'_>,
    connect: &C,
    interrupted: impl Future<Output = ()>,
    mut on_open: impl FnMut(usize),
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
    let mut told = BTreeSet::new();
    let on_open = RefCell::new(|index| {
        if told.insert(index) {
            on_open(index);
        }
    });
    let passes = Passes {
        plan,
        connect,
        patience: Patience::default(),
        on_open: &|index| on_open.borrow_mut()(index),
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
    if ending == Ending::Complete && !shut_out.is_empty() {
        let alone = |played: &mut Played, before: &Played| {
            played.crowded = !played.was_shut_out();
            if played.crowded {
                jobs = 1;
            }
            (played.duration.is_none(), before.duration.is_none()) == (true, true)
        };
        ending = passes
            .again(&mut shut_out, 1, stop.as_mut(), alone, &mut on_played)
            .await;
    }
    if ending == Ending::Complete && !late.is_empty() {
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
        let indices: Vec<usize> = before.keys().copied().collect();
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
/// about a rule; then those about masses, a few at a time, as soon as no other case is left but those that wait. One mass at
/// a time is played beside those whose verdict says whether the server reacted within a second.
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
    /// Of the active ones, those whose verdict says how fast the server is.
    timed: usize,
    /// The octets that the active ones hold, about.
    weight: usize,
}

#[derive(Clone, Copy, Debug)]
struct Kind {
    mass: bool,
    waits: bool,
    timed: bool,
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
            timed: 0,
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
                let most = if self.timed > 0 { 1 } else { MASSES };
                if self.hasty > 0 || self.masses_active >= most || !room {
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
        self.timed = by(self.timed, usize::from(kind.timed));
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
            timed: case
                .acts
                .iter()
                .any(|act| matches!(act, Act::Wait { tag: Some(_), .. })),
            weight: case.weight(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autobahn::cases::cases;
    use crate::autobahn::options::Options;

    fn plan<'c>(all: &'c [AutobahnCase], ids: &[&str]) -> Plan<'c> {
        let of = |id: &&str| all.iter().find(|case| case.id == *id).expect("it is one of the 517");
        Plan {
            cases: ids.iter().map(of).collect(),
            settings: Settings {
                host: "h".into(),
                target: "/".into(),
                origin: None,
                protocols: Vec::new(),
                user_agent: "u".into(),
                options: Options::default(),
                time_scale: 1.0,
                stall: Duration::from_secs(30),
                mass_scale: 1.0,
                deadline: None,
                seed: 0,
            },
            jobs: 32,
            deadline: None,
        }
    }

    fn queue(plan: &Plan<'_>, jobs: usize) -> Queue {
        let all: Vec<usize> = (0..plan.cases.len()).collect();
        Queue::new(plan, &all, jobs)
    }

    /// The ids of what may begin now.
    fn admitted(plan: &Plan<'_>, queue: &mut Queue) -> Vec<String> {
        std::iter::from_fn(|| queue.admit())
            .map(|index| plan.cases[index].id.clone())
            .collect()
    }

    fn end(plan: &Plan<'_>, queue: &mut Queue, id: &str) {
        queue.done(plan.cases.iter().position(|case| case.id == id).unwrap());
    }

    #[test]
    fn waits_come_first_and_masses_when_only_waits_are_left() {
        let all = cases();
        let plan = plan(&all, &["1.1.1", "9.7.1", "5.19", "2.1", "9.1.1", "6.4.1"]);
        let mut queue = queue(&plan, 32);
        assert_eq!(admitted(&plan, &mut queue), ["5.19", "6.4.1", "1.1.1", "2.1"]);
        end(&plan, &mut queue, "1.1.1");
        assert!(admitted(&plan, &mut queue).is_empty(), "2.1 is about a rule, and hasty");
        end(&plan, &mut queue, "2.1");
        assert_eq!(
            admitted(&plan, &mut queue),
            ["9.7.1"],
            "the longest, and no other beside 6.4.1"
        );
        for id in ["5.19", "6.4.1"] {
            assert!(admitted(&plan, &mut queue).is_empty());
            end(&plan, &mut queue, id);
        }
        assert_eq!(admitted(&plan, &mut queue), ["9.1.1"]);
        for id in ["9.7.1", "9.1.1"] {
            end(&plan, &mut queue, id);
        }
        let left = [
            queue.active,
            queue.hasty,
            queue.masses_active,
            queue.timed,
            queue.weight,
        ];
        assert_eq!(left, [0; 5]);
    }

    #[test]
    fn no_more_begin_than_there_are_jobs() {
        let all = cases();
        let plan = plan(&all, &["1.1.1", "1.1.2", "9.7.1", "9.7.2"]);
        let mut one = queue(&plan, 1);
        let mut order = Vec::new();
        while let [id] = &admitted(&plan, &mut one)[..] {
            order.push(id.clone());
            end(&plan, &mut one, id);
        }
        assert_eq!(order, ["1.1.1", "1.1.2", "9.7.2", "9.7.1"]);
        assert_eq!(admitted(&plan, &mut queue(&plan, 0)).len(), 1, "one always may");
    }

    #[test]
    fn masses_begin_a_few_at_a_time_and_heavy_ones_fewer() {
        let all = cases();
        let ids: Vec<&str> = all.iter().map(|case| &*case.id).collect();
        let light: Vec<&str> = ids.iter().filter(|id| id.starts_with("9.7.")).copied().collect();
        let eight = [&light[..], &["9.8.1", "9.8.2"]].concat();
        let plan_of_light = plan(&all, &eight);
        assert_eq!(admitted(&plan_of_light, &mut queue(&plan_of_light, 32)).len(), MASSES);

        // Of 16 MiB each, and held twice.
        let plan_of_heavy = plan(&all, &["9.1.6", "9.2.6", "9.1.1"]);
        let mut heavy = queue(&plan_of_heavy, 32);
        assert_eq!(admitted(&plan_of_heavy, &mut heavy), ["9.1.6"]);
        assert!(heavy.weight <= WEIGHT);
        end(&plan_of_heavy, &mut heavy, "9.1.6");
        assert_eq!(admitted(&plan_of_heavy, &mut heavy), ["9.2.6", "9.1.1"]);
    }

    /// A play that ended like this, of no other interest.
    fn ended(stalled: bool, hung: bool, behavior: Behavior) -> Played {
        let all = cases();
        let plan = plan(&all, &["9.7.1"]);
        let mut played = Play::new(plan.cases[0], plan.settings.clone()).into_played();
        played.stalled = stalled;
        played.closing.close_timeout = hung;
        played.behavior = behavior;
        played
    }

    #[test]
    fn patience_ends_with_a_server_that_only_stalls() {
        let all = cases();
        let (mass, rule) = (plan(&all, &["9.7.1"]).cases[0], plan(&all, &["1.1.1"]).cases[0]);
        let stalled = ended(true, true, Behavior::Failed);
        let patience = Patience::default();
        (0..9).for_each(|_| patience.learn(rule, &stalled));
        assert_eq!((patience.stall(), patience.scale()), (Duration::from_secs(30), 5.0));
        (0..2).for_each(|_| patience.learn(mass, &stalled));
        assert_eq!((patience.stall(), patience.scale()), (Duration::from_secs(30), 5.0));
        patience.learn(mass, &stalled);
        assert_eq!((patience.stall(), patience.scale()), (Duration::from_secs(2), 1.0));
        // It can, after all.
        patience.learn(mass, &ended(false, false, Behavior::Ok));
        assert_eq!(patience.stall(), Duration::from_secs(30));
    }
}
