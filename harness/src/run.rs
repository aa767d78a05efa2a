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
}

impl Player for Connector {
    async fn play(&self, case: &Case, settings: Settings) -> io::Result<Record> {
        tcp::play(case, settings, self).await
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

/// So few plays that ran into a time-out are played again: on a busy machine an honest subject may be late once.
const AGAIN: usize = 16;

/// How many of them at the same time.
const AGAIN_JOBS: usize = 2;

/// How many mass cases are played at the same time: enough to keep the subject busy while the tester compares.
const MASS_JOBS: usize = 4;

/// So many octets may the plays of one moment hold together, by their [weight](Case::weight); a single play always may.
const WEIGHT: usize = 64 << 20;

/// Plays the cases and hands on each record as it comes, with the index of its case.
///
/// Plays overlap, so records come out of order. Mass cases come last and with fewer at the same time, so that no case in
/// which time counts is played under their load. A few plays that fail because nothing came in time are played again, more
/// quietly, and the second play counts. It stops early when `interrupted` is ready, when the deadline has passed, or when
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
        if record.verdict.timed_out && late.len() <= AGAIN {
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
    let (mass, light): (Vec<usize>, Vec<usize>) = (0..plan.cases.len()).partition(|&index| plan.cases[index].is_mass());
    let mut ending = Ending::Complete;
    for (indices, jobs) in [(light, plan.jobs), (mass, plan.jobs.min(MASS_JOBS))] {
        if ending == Ending::Complete {
            ending = pass(plan, player, indices, jobs, stop.as_mut(), |index, record| {
                on_first(index, record, &mut on_record);
            })
            .await;
        }
    }
    if too_many {
        return ending;
    }
    if ending == Ending::Complete && !late.is_empty() {
        let again = late.keys().copied().collect();
        ending = pass(plan, player, again, AGAIN_JOBS, stop.as_mut(), |index, record| {
            late.remove(&index);
            on_record(index, record);
        })
        .await;
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
    mut on_record: impl FnMut(usize, Record),
) -> Ending {
    let play = |index: usize| {
        let case = &plan.cases[index];
        let settings = plan.settings.clone();
        async move {
            let result = player.play(case, settings.clone()).await;
            let unplayed = |error| (Record::unplayed(case, &settings, refused(&error)), error);
            (index, result.map_err(unplayed))
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
            playing.push(play(index));
            waiting.pop_front();
        }
        let next = tokio::select! {
            biased;
            ending = &mut stop => return ending,
            next = playing.next() => next,
        };
        if let Some((index, _)) = &next {
            weight -= plan.cases[*index].weight();
        }
        match next {
            None => return Ending::Complete,
            Some((index, Ok(record))) => {
                refused_in_a_row = 0;
                on_record(index, record);
            }
            Some((index, Err((record, error)))) => {
                on_record(index, record);
                refused_in_a_row += 1;
                if refused_in_a_row >= GONE {
                    return Ending::SubjectGone(error.to_string());
                }
            }
        }
    }
}

fn refused(error: &io::Error) -> String {
    format!("no connection came about: {error}")
}
