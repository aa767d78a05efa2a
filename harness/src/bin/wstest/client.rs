//! `fuzzingclient`: tests servers.

use std::collections::BTreeMap;
use std::pin::{Pin, pin};
use std::time::{Duration, Instant};

use wsspec::autobahn::case::{AutobahnCase, Behavior};
use wsspec::autobahn::cases::cases;
use wsspec::autobahn::played::Played;
use wsspec::autobahn::report::{Directory, ReportError};
use wsspec::autobahn::run::{Plan, run as play};
use wsspec::autobahn::server_list::Server;
use wsspec::run::Ending;

use crate::announce::running;
use crate::arguments::Arguments;
use crate::job::Job;
use crate::say::{say, warn};
use crate::signals::asked_to_stop;
use crate::subject::{Subject, distinct, subjects};
use crate::{AUTOBAHN, INCOMPLETE, OK, USAGE};

/// Plays what the spec file says.
pub(crate) fn run(arguments: &Arguments) -> u8 {
    let all = cases();
    let job = match Job::new(arguments, &all) {
        Ok(job) => job,
        Err(why) => {
            warn(why);
            return USAGE;
        }
    };
    let directory = match Directory::create(&job.outdir) {
        Ok(directory) => directory,
        Err(error) => {
            warn(error);
            return USAGE;
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let tested = runtime.and_then(|runtime| runtime.block_on(test(arguments, &job, &all, directory)));
    tested.unwrap_or_else(|error| {
        warn(format_args!("the system gives no event loop: {error}"));
        INCOMPLETE
    })
}

/// What came of one server.
#[derive(Default)]
struct Tally {
    planned: usize,
    played: usize,
    /// How many were played again, alone, because the server opened no connection for them while others were open.
    crowded: usize,
    behaviors: BTreeMap<Behavior, usize>,
}

/// Tests all servers, one after the other.
async fn test(
    arguments: &Arguments,
    job: &Job<'_>,
    all: &[AutobahnCase],
    mut directory: Directory,
) -> std::io::Result<u8> {
    let start = Instant::now();
    let mut stop = pin!(asked_to_stop()?);
    tell_of(job);
    let far = Duration::from_secs(86_400);
    let deadline = tokio::time::sleep_until((start + arguments.deadline.unwrap_or(far)).into());
    let subjects = tokio::select! {
        biased;
        () = &mut stop => Err("stopped"),
        () = deadline => Err("the deadline passed"),
        subjects = subjects(&job.servers, arguments) => Ok(subjects),
    };
    let subjects = match subjects {
        Ok(subjects) => subjects,
        Err(what) => {
            warn(format_args!(
                "{what} before every server had told its name; no case ran, and the report is as it was"
            ));
            return Ok(INCOMPLETE);
        }
    };
    if let Err(why) = distinct(subjects.iter().flatten().map(|subject| subject.agent.as_str())) {
        warn(why);
        return Ok(USAGE);
    }

    let mut unwritten = None;
    let mut played = 0;
    let mut complete = true;
    let mut interrupted = false;
    for (subject, server) in subjects.iter().zip(&job.servers) {
        let left = arguments
            .deadline
            .map(|deadline| deadline.saturating_sub(start.elapsed()));
        let (tally, ending) = match subject {
            Err(why) => (Tally::default(), Ending::SubjectGone(why.clone())),
            Ok(subject) => {
                let mut report = |case: &AutobahnCase, played: &_| {
                    if let Err(error) = directory.case(&subject.agent, case, played) {
                        unwritten.get_or_insert(error);
                    }
                };
                one(arguments, job, subject, left, stop.as_mut(), &mut report).await
            }
        };
        played += tally.played;
        complete &= ending == Ending::Complete && tally.played > 0;
        interrupted = ending == Ending::Interrupted;
        conclude(server, subject.as_ref().ok(), &tally, &ending);
        if interrupted {
            break;
        }
    }
    Ok(finish(job, &directory, all, played, complete || interrupted, unwritten))
}

/// The lines that others wait for, and read the number of cases from.
fn tell_of(job: &Job<'_>) {
    let version = env!("CARGO_PKG_VERSION");
    say(format_args!(
        "wsspec {version}, in place of Autobahn Fuzzing WebSocket Client (Autobahn Testsuite Version {AUTOBAHN})"
    ));
    say(format_args!(
        "Ok, will run {} test cases against {} servers",
        job.cases.len(),
        job.servers.len()
    ));
    let ids: Vec<String> = job.cases.iter().map(|case| format!("'{}'", case.id)).collect();
    say(format_args!("Cases = [{}]", ids.join(", ")));
    // As Python 2 prints them, which others read.
    let urls: Vec<String> = job.servers.iter().map(|server| format!("u'{}'", server.url)).collect();
    say(format_args!("Servers = [{}]", urls.join(", ")));
}

/// Tests one server.
async fn one(
    arguments: &Arguments,
    job: &Job<'_>,
    subject: &Subject,
    deadline: Option<Duration>,
    stop: Pin<&mut impl Future<Output = ()>>,
    report: &mut impl FnMut(&AutobahnCase, &Played),
) -> (Tally, Ending) {
    let agent = &subject.agent;
    let (skipped, cases): (Vec<&AutobahnCase>, Vec<&AutobahnCase>) = job
        .cases
        .iter()
        .partition(|case| job.exclusions.excludes(agent, &case.id));
    for case in skipped {
        say(format_args!(
            "Skipping test case {} for agent {agent} by test configuration!",
            case.id
        ));
    }
    let plan = Plan {
        cases,
        settings: subject.settings.clone(),
        jobs: arguments.jobs,
        deadline,
    };
    let address = subject.connector.address();
    let mut tally = Tally {
        planned: plan.cases.len(),
        ..Tally::default()
    };
    let ending = play(
        &plan,
        &subject.connector,
        stop,
        |index| running(&plan.cases[index].id, agent, address),
        |index, played| {
            report(plan.cases[index], &played);
            if let Some(limit) = played.limit {
                let id = &played.id;
                warn(format_args!("{agent}: {id} is no broken rule: {limit}"));
            }
            if arguments.debug {
                let (behavior, close) = (played.behavior.word(), played.behavior_close.word());
                warn(format_args!(
                    "{agent}: {}: {behavior}, close {close}: {}",
                    played.id, played.result
                ));
            }
            tally.crowded += usize::from(played.crowded);
            tally.played += 1;
            *tally.behaviors.entry(played.behavior).or_default() += 1;
        },
    )
    .await;
    (tally, ending)
}

/// Says what came of a server: a line for the verdicts, and one for why they are not all there.
fn conclude(server: &Server, subject: Option<&Subject>, tally: &Tally, ending: &Ending) {
    let url = &server.url;
    let agent = subject.map(|subject| &subject.agent).or(server.agent.as_ref());
    let name = agent.map_or(url.clone(), |agent| format!("{agent} at {url}"));
    let ran = format!("{} of {} test cases", tally.played, tally.planned);
    match ending {
        Ending::Complete if tally.planned == 0 => {
            warn(format_args!(
                "{name}: no case ran: `exclude-agent-cases` excludes every one"
            ));
        }
        Ending::Complete => {}
        Ending::Interrupted => warn(format_args!("{name}: stopped after {ran}")),
        Ending::Deadline(_) => warn(format_args!("{name}: the deadline passed after {ran}")),
        Ending::SubjectGone(why) => {
            say(format_args!("Connection to {url} failed ({why})"));
            let more = match tally.played {
                0 => "no case ran".to_owned(),
                _ => format!("it takes no connections any more, after {ran}"),
            };
            warn(format_args!("{name}: {why}: {more}"));
        }
    }
    if tally.crowded > 0 {
        warn(format_args!(
            "{name}: opened no connection for {} cases while others were open; they were played again, one after the other \
             (-j says how many at the same time)",
            tally.crowded
        ));
    }
    if let (Some(agent), 1..) = (agent, tally.played) {
        let words = tally.behaviors.iter();
        let words: Vec<String> = words
            .map(|(word, count)| format!("{count} {}", word.word().to_lowercase()))
            .collect();
        say(format_args!("Ran {ran} for agent {agent}: {}", words.join(", ")));
    }
}

/// Writes the indices, if there is something to tell, and says where they are.
fn finish(
    job: &Job<'_>,
    directory: &Directory,
    all: &[AutobahnCase],
    played: usize,
    complete: bool,
    unwritten: Option<ReportError>,
) -> u8 {
    if played == 0 {
        warn(format_args!(
            "no case ran; the report in {} is as it was",
            job.outdir.display()
        ));
        return INCOMPLETE;
    }
    let finished = directory.finish(all);
    if let Some(error) = unwritten.or(finished.err()) {
        warn(error);
        return INCOMPLETE;
    }
    let file = |name: &str| job.outdir.join(name).display().to_string();
    say(format_args!(
        "Report generation complete: {}, {}",
        file("index.html"),
        file("index.json")
    ));
    if complete { OK } else { INCOMPLETE }
}
