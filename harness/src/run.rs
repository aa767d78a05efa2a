//! Plays many cases against a server, several at the same time.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream;

use crate::case::Case;
use crate::drive::tcp;
use crate::record::Record;
use crate::session::Settings;
use crate::subject::in_words;

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

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Every case was played.
    Complete,
    /// The user stopped it.
    Interrupted,
    /// It took longer than it may.
    Deadline(Duration),
    /// The subject takes no connections any more; the sentence says what was seen.
    SubjectGone(String),
}

/// After so many connections in a row that were not taken, the subject is gone.
const GONE: usize = 5;

/// Plays the cases and hands on each record as it comes, with the index of its case.
///
/// Plays overlap, so records come out of order. It stops early when `interrupted` is ready, when the deadline has
/// passed, or when the subject takes no connections any more.
pub async fn run(
    plan: &Plan,
    address: SocketAddr,
    interrupted: impl Future<Output = ()>,
    mut on_record: impl FnMut(usize, Record),
) -> Ending {
    let start = Instant::now();
    let play = |(index, case): (usize, &'_ Case)| {
        let case = case.clone();
        let settings = plan.settings.clone();
        async move {
            let result = tcp::play(&case, settings.clone(), address).await;
            (
                index,
                result.map_err(|error| (Record::unplayed(&case, &settings, refused(&error)), error)),
            )
        }
    };
    let mut plays = pin!(
        stream::iter(plan.cases.iter().enumerate())
            .map(play)
            .buffer_unordered(plan.jobs.max(1))
    );
    let mut interrupted = pin!(interrupted);
    let far = Duration::from_secs(86_400);
    let mut deadline = pin!(tokio::time::sleep_until((start + plan.deadline.unwrap_or(far)).into()));
    let mut refused_in_a_row = 0;
    loop {
        let next = tokio::select! {
            biased;
            () = &mut interrupted => return Ending::Interrupted,
            () = &mut deadline => return Ending::Deadline(start.elapsed()),
            next = plays.next() => next,
        };
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
                    return Ending::SubjectGone(format!("{address}: {}", in_words(&error)));
                }
            }
        }
    }
}

fn refused(error: &std::io::Error) -> String {
    format!("no TCP connection could be made: {}", in_words(error))
}
