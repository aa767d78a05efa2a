//! `wsspec server`: tests a server.

mod arguments;
mod autobahn;
mod subject;

use std::pin::pin;
use std::time::Instant;

use anstream::{eprintln, println};

use super::play::ledger::{self, Ledger};
use super::play::{HURRY, chosen, interrupted, refuse, runtime};
pub(super) use arguments::Arguments;
use autobahn::{AutobahnReport, How};
use subject::Subject;
use wsspec::autobahn::{agent, play};
use wsspec::case::{Case, Profile};
use wsspec::drive::server::Server;
use wsspec::drive::spawned::Spawned;
use wsspec::exit;
use wsspec::report::Header;
use wsspec::run::{Ending, Plan, run as play_all};
use wsspec::session::Settings;
use wsspec_codec::rules::Role;

pub(super) fn run(arguments: &Arguments) -> u8 {
    start(arguments).unwrap_or_else(|code| code)
}

/// Makes everything ready. Either way what comes back is the exit code.
fn start(arguments: &Arguments) -> Result<u8, u8> {
    let (url, patterns) = arguments.url_and_patterns();
    let (profile, cases) = chosen(&arguments.manner, patterns, Role::Server)?;
    let report = AutobahnReport::new(&arguments.autobahn_folders(), &cases)?;
    let subject = Subject::new(url, arguments)?;
    tell_of_no_effect(arguments, &subject);
    runtime()?.block_on(test(arguments, &subject, profile, cases, report))
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

/// Says where nothing can be known of the memory of a server that is attacked.
fn tell_of_memory(server: &Server, cases: &[Case]) {
    let spawned = server.spawned.as_ref();
    let told = spawned
        .and_then(Spawned::resident)
        .and_then(|mut resident| resident.octets());
    if told.is_none() && cases.iter().any(|case| case.profile == Profile::Hostile) {
        let why = match spawned {
            Some(_) => "the system does not tell",
            None => "the server was not started here, as by --spawn",
        };
        eprintln!("note: its memory is not judged: {why}");
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
    let manner = &arguments.manner;
    let mut settings = Settings {
        host: subject.address.authority(),
        target: subject.address.target.clone(),
        ..manner.settings()
    };
    let (server, probe) = subject.reach(manner, &settings, &cases, arguments.jobs.into()).await?;
    let jobs = probe.room(arguments.jobs.into());
    tell_of_memory(&server, &cases);
    if probe.hangs {
        settings.time_scale *= HURRY;
    }
    settings.opens = probe.opens;
    let name = probe.server.clone().filter(|name| !name.is_empty());
    let mut header = Header::new(&subject.url, &settings, cases.len(), jobs);
    header.probe = Some(probe);
    header.profile = profile;
    let mut ledger = Ledger::begin(manner, &arguments.reports, &mut header)?;
    if subject.address.tls && arguments.insecure {
        println!("its certificate is not verified (--insecure)");
    }
    let plan = Plan {
        cases,
        settings,
        jobs,
        deadline: manner.deadline,
    };
    let start = Instant::now();
    let mut interrupted = pin!(interrupted());
    let mut ending = play_all(&plan, &server, interrupted.as_mut(), |index, record| {
        ledger.record(index, record);
    })
    .await;
    let (mut code, records) = ledger.end(&ending, None, |case| arguments.again(case));
    match autobahn {
        Some(report) if ending == Ending::Complete => {
            let how = How {
                agent: arguments.agent.as_deref().or(name.as_deref()).unwrap_or(agent::UNKNOWN),
                connector: &server.connector,
                settings: play::Settings {
                    time_scale: manner.time_scale,
                    deadline: Some(manner.case_deadline),
                    seed: manner.seed,
                    ..play::Settings::new(&subject.address)
                },
                jobs,
                deadline: manner.deadline,
                elapsed: start.elapsed(),
                verbose: manner.verbose,
            };
            match report.play(how, interrupted).await {
                Ok(ended) => {
                    ending = ended;
                    code = code.map(|_| ledger::code(&ending, &records, manner.strict));
                }
                Err(error) => code = Err(error.to_string()),
            }
        }
        Some(report) => report.leave(&ending),
        None => {}
    }
    code.map_err(|error| refuse(exit::INCOMPLETE, error))
}
