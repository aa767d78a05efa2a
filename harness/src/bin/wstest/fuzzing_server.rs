//! `fuzzingserver`: tests clients, which say themselves what is to be played.

use std::io;

use tokio::task::LocalSet;
use tokio_rustls::TlsAcceptor;
use wsspec::address::Address;
use wsspec::autobahn::cases::cases;
use wsspec::autobahn::clients_spec::OUTDIR;
use wsspec::autobahn::play::Settings;
use wsspec::autobahn::report::Directory;
use wsspec::autobahn::selection::{Exclusions, select};
use wsspec::drive::fuzzing_server::{Ended, FuzzingServer, Notice, Plan, Port};

use crate::announce::running;
use crate::arguments::Arguments;
use crate::listening::listen;
use crate::say::{say, warn};
use crate::signals::asked_to_stop;
use crate::spec_file::for_clients;
use crate::{AUTOBAHN, INCOMPLETE, OK, USAGE, tls};

/// Where the page is if nothing else is said, as with Autobahn.
const WEBPORT: u16 = 8080;

/// Serves until a client or the user wants it to end.
pub(crate) fn run(arguments: &Arguments) -> u8 {
    let job = match Job::new(arguments) {
        Ok(job) => job,
        Err(why) => {
            warn(why);
            return USAGE;
        }
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let served = runtime.and_then(|runtime| runtime.block_on(LocalSet::new().run_until(serve(arguments, job))));
    served.unwrap_or_else(|error| {
        warn(error);
        USAGE
    })
}

/// What is to be done, all of it found good.
struct Job {
    plan: Plan,
    directory: Directory,
    address: Address,
    tls: Option<TlsAcceptor>,
}

impl Job {
    fn new(arguments: &Arguments) -> Result<Job, String> {
        let spec = for_clients(arguments.spec.as_deref())?;
        let address = Address::parse(&spec.url).map_err(|bad| bad.to_string())?;
        let all = cases();
        let exclude = spec.exclude_cases.as_deref().unwrap_or_default();
        let selection = select(&all, &spec.cases, exclude).map_err(|bad| bad.to_string())?;
        for idle in &selection.idle {
            warn(idle);
        }
        let selected: Vec<usize> = selection.cases.iter().map(|case| case.number - 1).collect();
        if selected.is_empty() {
            return Err(
                "no case is selected: `cases` minus `exclude-cases` leaves none; {\"cases\": [\"*\"]} is all".into(),
            );
        }
        let exclusions = Exclusions::new(spec.exclude_agent_cases.iter().flatten()).map_err(|bad| bad.to_string())?;
        for name in spec.without_effect() {
            warn(format_args!("the option {name} is of no effect here"));
        }
        let key = arguments.key.as_deref().or(spec.key.as_deref());
        let certificate = arguments.cert.as_deref().or(spec.cert.as_deref());
        let tls = match address.tls {
            true => Some(tls::acceptor(key, certificate)?),
            false => None,
        };
        let outdir = spec.outdir.clone().unwrap_or_else(|| OUTDIR.into());
        let directory = Directory::create(&outdir).map_err(|error| error.to_string())?;
        let settings = Settings {
            options: spec.options(),
            time_scale: arguments.time_scale,
            deadline: arguments.case_deadline,
            seed: arguments.seed,
            ..Settings::default()
        };
        Ok(Job {
            plan: Plan {
                all,
                selected,
                exclusions,
                settings,
                outdir,
            },
            directory,
            address,
            tls,
        })
    }
}

async fn serve(arguments: &Arguments, job: Job) -> io::Result<u8> {
    // Before anybody is told that we listen, and may think of stopping us.
    let stop = asked_to_stop()?;
    let sockets = listen(job.address.port).await.map_err(|error| {
        let port = job.address.port;
        io::Error::new(
            error.kind(),
            format!("cannot listen at port {port}: {error}; name another in `url`"),
        )
    })?;
    let pages = pages(arguments.webport).await?;
    tell_of(&job, &sockets, pages.as_ref());
    let deadline = arguments.deadline;
    let stop = async {
        match deadline {
            Some(deadline) => {
                let _ = tokio::time::timeout(deadline, stop).await;
            }
            None => stop.await,
        }
    };
    let debug = arguments.debug;
    let server = FuzzingServer::new(job.plan, job.directory, job.tls, move |notice| tell(debug, &notice));
    let ended = server.serve(sockets, pages, stop).await;
    if ended == Ended::Stopped && server.has_untold() {
        // What was played is not lost because nobody came back for it.
        if let Err(error) = server.finish() {
            warn(error);
            return Ok(INCOMPLETE);
        }
        say("Report generation complete.");
    }
    Ok(if server.has_unwritten() { INCOMPLETE } else { OK })
}

/// The port for the page; 0 is none, as with Autobahn.
async fn pages(wanted: Option<u16>) -> io::Result<Option<Port>> {
    match wanted {
        Some(0) => Ok(None),
        Some(port) => listen(port).await.map(Some).map_err(|error| {
            let why = format!("cannot listen at the web port {port}: {error}; -u names another, -u 0 none");
            io::Error::new(error.kind(), why)
        }),
        None => match listen(WEBPORT).await {
            Ok(port) => Ok(Some(port)),
            Err(error) => {
                warn(format_args!(
                    "there is no page for browsers: the web port {WEBPORT} cannot be had ({error}); -u names another"
                ));
                Ok(None)
            }
        },
    }
}

/// The lines that others wait for.
fn tell_of(job: &Job, sockets: &Port, pages: Option<&Port>) {
    let version = env!("CARGO_PKG_VERSION");
    let tls = if job.tls.is_some() { " TLS" } else { "" };
    say(format_args!(
        "wsspec {version}, in place of Autobahn WebSocket {AUTOBAHN} Fuzzing Server (Port {}{tls})",
        sockets.number
    ));
    let cases = &job.plan.selected;
    say(format_args!(
        "Ok, will run {} test cases for any clients connecting",
        cases.len()
    ));
    let ids: Vec<String> = cases
        .iter()
        .map(|&index| format!("'{}'", job.plan.all[index].id))
        .collect();
    say(format_args!("Cases = [{}]", ids.join(", ")));
    if let Some(pages) = pages {
        let scheme = if job.tls.is_some() { "https" } else { "http" };
        say(format_args!("For browsers: {scheme}://localhost:{}/", pages.number));
    }
}

fn tell(debug: bool, notice: &Notice<'_>) {
    match notice {
        Notice::Running(case, agent, peer) => running(&case.id, agent, *peer),
        Notice::Skipping(case, agent) => say(format_args!(
            "Skipping test case {} for agent {agent} by test configuration!",
            case.id
        )),
        Notice::Played(agent, played) => {
            if let Some(limit) = played.limit {
                warn(format_args!("{agent}: {} is no broken rule: {limit}", played.id));
            }
            if debug {
                let (behavior, close) = (played.behavior.word(), played.behavior_close.word());
                warn(format_args!(
                    "{agent}: {}: {behavior}, close {close}: {}",
                    played.id, played.result
                ));
            }
        }
        Notice::Updating(peer) => say(format_args!(
            "Updating reports, requested by peer {}",
            crate::announce::peer(*peer)
        )),
        Notice::Written(false) => say("Report generation complete."),
        Notice::Written(true) => say("Report generation complete; shutting down server."),
        Notice::Unwritten(error) => warn(error),
        Notice::Direct(peer) => say(format_args!(
            "Entering direct command mode for peer {}",
            crate::announce::peer(*peer)
        )),
        Notice::Refused(peer, why) => warn(format_args!("{peer}: the request cannot be fulfilled: {why}")),
        Notice::Stopping => say("Shutting down server."),
    }
}
