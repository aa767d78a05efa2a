//! `wsspec server`: tests a server.

mod arguments;
mod autobahn;
mod progress;
mod subject;
mod summary;

use std::fmt::Display;
use std::pin::pin;
use std::time::Instant;

use anstream::{eprintln, print, println};

use super::selected;
pub(super) use arguments::Arguments;
use arguments::ReportTo;
use autobahn::{AutobahnReport, How};
use progress::Progress;
use subject::Subject;
use wsspec::autobahn::{agent, play};
use wsspec::case::{Case, Profile};
use wsspec::exit;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::report::json::JsonReport;
use wsspec::report::{Footer, Header, console};
use wsspec::run::{Ending, Plan, run as play_all};
use wsspec::session::Settings;
use wsspec::suite;
use wsspec_codec::rules::Role;

pub(super) fn run(arguments: &Arguments) -> u8 {
    start(arguments).unwrap_or_else(|code| code)
}

/// Says why the run ends here, and gives back its exit code.
fn refuse(code: u8, why: impl Display) -> u8 {
    eprintln!("error: {why}");
    code
}

/// Makes everything ready. Either way what comes back is the exit code.
fn start(arguments: &Arguments) -> Result<u8, u8> {
    let (url, patterns) = arguments.url_and_patterns();
    let (profile, cases) = chosen(arguments, patterns)?;
    let report = AutobahnReport::new(&arguments.autobahn_folders(), &cases)?;
    let subject = Subject::new(url, arguments)?;
    tell_of_no_effect(arguments, &subject);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        refuse(
            exit::INCOMPLETE,
            format_args!("the system gives no event loop: {error}"),
        )
    })?;
    runtime.block_on(test(arguments, &subject, profile, cases, report))
}

/// The cases to play, and the profile that they are chosen by.
fn chosen(arguments: &Arguments, patterns: &[String]) -> Result<(Option<Profile>, Vec<Case>), u8> {
    let cases = selected(patterns)?;
    // A topic names no case, so it is played as far as the profile goes.
    let topics = suite::topics();
    let named = patterns
        .iter()
        .any(|pattern| topics.iter().all(|(topic, _)| topic != pattern));
    let profile = (!named).then(|| Profile::from(arguments.profile));
    let cases: Vec<Case> = cases
        .into_iter()
        .filter(|case| case.is_for(Role::Server) && profile.is_none_or(|profile| case.profile <= profile))
        .collect();
    if cases.is_empty() {
        let why = match profile {
            Some(profile) => format!("profile {profile} has no case for servers here; choose a larger one"),
            None => "what was selected is for clients, so nothing can be played with a server".to_owned(),
        };
        return Err(refuse(exit::NOTHING_RAN, why));
    }
    Ok((profile, cases))
}

fn tell_of_no_effect(arguments: &Arguments, subject: &Subject) {
    let idle = |option: &str, without: &str| eprintln!("note: {option} is of no effect without {without}");
    if arguments.insecure && !subject.address.tls {
        idle("--insecure", "a wss:// address");
    }
    if arguments.sni.is_some() && !subject.address.tls {
        idle("--sni", "a wss:// address");
    }
    if arguments.agent.is_some() && arguments.autobahn_folders().is_empty() {
        idle("--agent", "--report autobahn=DIR");
    }
}

/// Tests the server. Either way what comes back is the exit code.
async fn test(
    arguments: &Arguments,
    subject: &Subject,
    profile: Option<Profile>,
    cases: Vec<Case>,
    autobahn: Option<AutobahnReport>,
) -> Result<u8, u8> {
    let mut settings = Settings {
        segmentation: arguments.segmentation.clone(),
        time_scale: arguments.time_scale,
        seed: arguments.seed,
        host: subject.address.authority(),
        target: subject.address.target.clone(),
        deadline: Some(arguments.case_deadline),
        ..Settings::default()
    };
    let (connector, probe) = subject.reach(&settings).await?;
    if probe.hangs {
        // Whatever it does not answer now, it will not answer three hundred times.
        settings.time_scale *= HURRY;
    }
    let name = probe.server.clone().filter(|name| !name.is_empty());
    let mut header = Header::new(&subject.url, &settings, cases.len(), arguments.jobs.into());
    header.probe = Some(probe);
    header.profile = profile;
    header.started = Some(jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    let mut reports = Vec::new();
    for report in &arguments.reports {
        if let ReportTo::Json(path) = report {
            reports.push(JsonReport::create(path, &header).map_err(|error| refuse(exit::USAGE, error))?);
        }
    }
    print!("{}", console::header(&header));
    if subject.address.tls && arguments.insecure {
        println!("its certificate is not verified (--insecure)");
    }
    let plan = Plan {
        cases,
        settings,
        jobs: arguments.jobs.into(),
        deadline: arguments.deadline,
    };
    let mut progress = Progress::new(plan.cases.len());
    let mut records: Vec<Option<Record>> = vec![None; plan.cases.len()];
    let mut unwritten = None;
    let start = Instant::now();
    let mut interrupted = pin!(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    });
    let mut ending = play_all(&plan, &connector, interrupted.as_mut(), |index, record| {
        let failed = record.verdict.grade.is_failure();
        progress.played(failed, (arguments.verbose || failed).then(|| console::line(&record)));
        for report in &mut reports {
            if let Err(error) = report.record(&record) {
                unwritten.get_or_insert(error.to_string());
            }
        }
        records[index] = Some(record);
    })
    .await;
    progress.clear();
    let records: Vec<Record> = records.into_iter().flatten().collect();
    let footer = Footer::new(&ending, &records, start.elapsed());
    for report in reports {
        if let Err(error) = report.finish(&footer) {
            unwritten.get_or_insert(error.to_string());
        }
    }
    summary::summarise(arguments, &records, &footer);
    match autobahn {
        Some(report) if ending == Ending::Complete => {
            let how = How {
                agent: arguments.agent.as_deref().or(name.as_deref()).unwrap_or(agent::UNKNOWN),
                connector: &connector,
                settings: play::Settings {
                    time_scale: arguments.time_scale,
                    deadline: Some(arguments.case_deadline),
                    seed: arguments.seed,
                    ..play::Settings::new(&subject.address)
                },
                jobs: arguments.jobs.into(),
                deadline: arguments.deadline,
                elapsed: start.elapsed(),
                verbose: arguments.verbose,
            };
            match report.play(how, interrupted).await {
                Ok(ended) => ending = ended,
                Err(error) => unwritten = Some(error.to_string()),
            }
        }
        Some(report) => report.leave(&ending),
        None => {}
    }
    match unwritten {
        Some(error) => Err(refuse(exit::INCOMPLETE, error)),
        None => Ok(code(&ending, &records, arguments.strict)),
    }
}

/// What waiting times are cut to when the subject let one run out before the first case.
const HURRY: f64 = 0.25;

fn code(ending: &Ending, records: &[Record], strict: bool) -> u8 {
    let failed =
        |record: &Record| record.verdict.grade.is_failure() || strict && record.verdict.grade == Grade::Lenient;
    match ending {
        Ending::Interrupted => exit::INTERRUPTED,
        Ending::Deadline(_) | Ending::SubjectGone(_) => exit::INCOMPLETE,
        Ending::Complete if records.is_empty() => exit::NOTHING_RAN,
        Ending::Complete if records.iter().any(failed) => exit::FAILED,
        Ending::Complete => exit::OK,
    }
}
