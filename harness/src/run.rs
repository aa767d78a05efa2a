//! Plays many cases with a subject, several at the same time.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::pin::{Pin, pin};
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use crate::case::Case;
use crate::drive::stream::Connector;
use crate::drive::tcp;
use crate::pattern::Grade;
use crate::record::Record;
use crate::session::Settings;

/// What to play, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// In the order of the report.
    pub cases: Vec<Case>,
    /// How each is played.
    pub settings: Settings,
    /// How many at the same time.
    pub jobs: usize,
    /// How long it may take in all.
    pub deadline: Option<Duration>,
}

/// Plays cases with one subject.
pub trait Player {
    /// Plays a case on a connection of its own.
    ///
    /// # Errors
    /// No connection came about. Whatever happens after that is a verdict.
    fn play(&self, case: &Case, settings: Settings) -> impl Future<Output = io::Result<Record>>;

    /// Why no further connection would come about, if that can be told without a play.
    fn gone(&self) -> impl Future<Output = Option<String>> {
        async { None }
    }
}

impl Player for Connector {
    async fn play(&self, case: &Case, settings: Settings) -> io::Result<Record> {
        tcp::play(case, settings, self).await
    }

    async fn gone(&self) -> Option<String> {
        self.connect().await.err().map(|error| error.to_string())
    }
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Every case was played.
    Complete,
    /// The user stopped it.
    Interrupted,
    /// It took longer than it may.
    Deadline(Duration),
    /// No connections come about any more; the sentence says what was seen.
    SubjectGone(String),
}

impl Ending {
    /// Why not every case was played; `None` if every one was.
    pub fn because(&self) -> Option<String> {
        match self {
            Ending::Complete => None,
            Ending::Interrupted => Some("interrupted".to_owned()),
            Ending::Deadline(after) => Some(format!("the deadline passed after {:.1} s", after.as_secs_f64())),
            Ending::SubjectGone(seen) => Some(format!("there are no connections any more: {seen}")),
        }
    }
}

/// After so many connections in a row that did not come about, the subject is gone.
const GONE: usize = 5;

/// So few plays that ran into a time-out, or for which a subject did not open that opens else, are played again: on a busy
/// machine an honest one may be late once, and one that takes few connections may have had too many.
const AGAIN: usize = 16;

/// How many of them at the same time.
const AGAIN_JOBS: usize = 2;

/// How many mass cases are played at the same time: enough to keep the subject busy while the tester compares.
const MASS_JOBS: usize = 4;

/// So many octets may the plays of one moment hold together, by their [weight](Case::weight); a single play always may.
const WEIGHT: usize = 64 << 20;

/// Plays the cases and hands on each record as it comes, with the index of its case.
///
/// Plays overlap, so records come out of order. Mass cases come late and with fewer at the same time, so that no case in
/// which time counts is played under their load; ordeals last, each alone. A few plays that fail because nothing came in
/// time, or because no connection opened, are played again, more quietly, and the second play counts. It stops early when `interrupted` is ready, when the deadline has passed, or when
/// no connections come about any more.
pub async fn run(
    plan: &Plan,
    player: &impl Player,
    interrupted: impl Future<Output = ()>,
    mut on_record: impl FnMut(usize, Record),
) -> Ending {
    let start = Instant::now();
    let far = Duration::from_secs(86_400);
    let deadline = tokio::time::sleep_until((start + plan.deadline.unwrap_or(far)).into());
    let stop = async {
        tokio::select! {
            biased;
            () = interrupted => Ending::Interrupted,
            () = deadline => Ending::Deadline(start.elapsed()),
        }
    };
    let mut stop = pin!(stop);
    let mut late: BTreeMap<usize, Record> = BTreeMap::new();
    let mut too_many = false;
    let mut on_first = |index, record: Record, on_record: &mut dyn FnMut(usize, Record)| {
        let verdict = &record.verdict;
        let refused = verdict.grade == Grade::Blocked && plan.settings.opens;
        if (verdict.timed_out || refused) && late.len() <= AGAIN {
            late.insert(index, record);
        } else {
            on_record(index, record);
        }
        if late.len() > AGAIN && !too_many {
            // So many are no accident.
            too_many = true;
            late.iter()
                .for_each(|(&index, record)| on_record(index, record.clone()));
        }
    };
    let (ordeals, others): (Vec<usize>, Vec<usize>) =
        (0..plan.cases.len()).partition(|&index| plan.cases[index].ordeal.is_some());
    let (mass, light): (Vec<usize>, Vec<usize>) = others.into_iter().partition(|&index| plan.cases[index].is_mass());
    let mut ending = Ending::Complete;
    let mut held = Held::default();
    for (indices, jobs) in [(light, plan.jobs), (mass, plan.jobs.min(MASS_JOBS)), (ordeals, 1)] {
        if ending == Ending::Complete {
            ending = pass(
                plan,
                player,
                indices,
                jobs,
                stop.as_mut(),
                &mut held,
                |index, record| {
                    on_first(index, record, &mut on_record);
                },
            )
            .await;
        }
    }
    if ending == Ending::Complete
        && !held.is_empty()
        && let Some(seen) = player.gone().await
    {
        ending = Ending::SubjectGone(seen);
    }
    held.release(&ending, plan, |index, record| on_first(index, record, &mut on_record));
    if too_many {
        return ending;
    }
    if ending == Ending::Complete && !late.is_empty() {
        let again = late.keys().copied().collect();
        let alone = late.keys().any(|&index| plan.cases[index].ordeal.is_some());
        let jobs = if alone { 1 } else { AGAIN_JOBS.min(plan.jobs) };
        let mut held = Held::default();
        let mut on_second = |index, record| {
            late.remove(&index);
            on_record(index, record);
        };
        ending = pass(plan, player, again, jobs, stop.as_mut(), &mut held, &mut on_second).await;
        held.release(&ending, plan, on_second);
    }
    late.into_iter().for_each(|(index, record)| on_record(index, record));
    ending
}

/// Plays these cases, so many at the same time.
async fn pass(
    plan: &Plan,
    player: &impl Player,
    indices: Vec<usize>,
    jobs: usize,
    mut stop: Pin<&mut impl Future<Output = Ending>>,
    held: &mut Held,
    mut on_record: impl FnMut(usize, Record),
) -> Ending {
    let play = |index: usize, number: usize| {
        let case = &plan.cases[index];
        let settings = plan.settings.clone();
        async move {
            let result = player.play(case, settings.clone()).await;
            let unplayed = |error| (Record::unplayed(case, &settings, refused(&error)), error);
            (index, number, result.map_err(unplayed))
        }
    };
    let mut waiting: VecDeque<usize> = indices.into();
    let mut playing = FuturesUnordered::new();
    let mut weight = 0;
    let mut refused_in_a_row = 0;
    loop {
        while let Some(&index) = waiting.front()
            && playing.len() < jobs.max(1)
            && (playing.is_empty() || weight + plan.cases[index].weight() <= WEIGHT)
        {
            weight += plan.cases[index].weight();
            playing.push(play(index, held.started));
            held.started += 1;
            waiting.pop_front();
        }
        let next = tokio::select! {
            biased;
            ending = &mut stop => return ending,
            next = playing.next() => next,
        };
        if let Some((index, ..)) = &next {
            weight -= plan.cases[*index].weight();
        }
        match next {
            None => return Ending::Complete,
            Some((index, number, Ok(record))) => {
                refused_in_a_row = 0;
                held.connected(number, &mut on_record);
                held.take(index, record, &mut on_record);
            }
            Some((index, _, Err((record, error)))) => {
                on_record(index, record);
                refused_in_a_row += 1;
                if refused_in_a_row >= GONE {
                    return Ending::SubjectGone(error.to_string());
                }
            }
        }
    }
}

/// Records that are no pass, until a play that began after them had a connection: the subject may have died under one, and
/// that shows only in the next.
#[derive(Default)]
struct Held {
    /// How many plays were started.
    started: usize,
    /// The index of the case, its record, and how many plays were started when it was over.
    records: Vec<(usize, Record, usize)>,
}

impl Held {
    fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    fn take(&mut self, index: usize, record: Record, on_record: &mut impl FnMut(usize, Record)) {
        if record.verdict.grade == Grade::Pass {
            on_record(index, record);
        } else {
            self.records.push((index, record, self.started));
        }
    }

    /// The play with this number had a connection.
    fn connected(&mut self, number: usize, on_record: &mut impl FnMut(usize, Record)) {
        for (index, record, _) in self.records.extract_if(.., |(.., started)| *started <= number) {
            on_record(index, record);
        }
    }

    /// Nothing more is played. If the subject is gone, it died under one of those that are left.
    fn release(self, ending: &Ending, plan: &Plan, mut on_record: impl FnMut(usize, Record)) {
        for (index, mut record, _) in self.records {
            if let Ending::SubjectGone(_) = ending {
                record.die(
                    &plan.cases[index],
                    "the subject died under this case, or one that was played beside it",
                );
            }
            on_record(index, record);
        }
    }
}

fn refused(error: &io::Error) -> String {
    format!("no connection came about: {error}")
}
