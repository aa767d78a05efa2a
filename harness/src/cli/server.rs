//! `wsspec server`: tests a server.

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::{Duration, Instant};

use anstream::{eprintln, print, println};
use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::selected;
use wsspec::case::{Case, Profile};
use wsspec::exit;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::report::json::JsonReport;
use wsspec::report::{Footer, Header, console, failure};
use wsspec::run::{Ending, Plan, run as play};
use wsspec::segment::Segmentation;
use wsspec::session::Settings;
use wsspec::subject::{Probe, Target, Unreachable};
use wsspec::suite;
use wsspec_codec::rules::Role;

/// Test a server; without a URL, the reference server, started in this process
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The server's address, such as ws://127.0.0.1:9001/, and the cases to play: ids, topics, Autobahn numbers or
    /// globs; all cases if there is none
    #[arg(value_name = "URL|CASE")]
    url_and_cases: Vec<String>,

    /// How much to play where no case is named, only topics or nothing: smoke takes a second or two, default is all rules
    /// and one size of each family of mass cases, full is everything
    #[arg(short, long, value_enum, default_value_t = ProfileName::Default)]
    profile: ProfileName,

    /// Play so many cases at the same time, of those that move many messages at most four
    #[arg(short, long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=1000))]
    jobs: u16,

    /// Write a report: json=PATH (repeatable)
    #[arg(short, long = "report", value_name = "KIND=PATH")]
    reports: Vec<ReportTo>,

    /// How to cut what is sent into writes: whole, frames, octets, octets(N) or at(N,N,…)
    #[arg(long, default_value = "whole")]
    segmentation: Segmentation,

    /// Multiply every waiting time, for slow subjects and debuggers
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = scale)]
    time_scale: f64,

    /// Stop after so many seconds, with a partial report
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    deadline: Option<Duration>,

    /// Fail a case that is not over after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "600")]
    case_deadline: Duration,

    /// What masking keys and nonces come from
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// Count `lenient` as failed
    #[arg(long)]
    strict: bool,

    /// Show every case, and the timeline of those that are only lenient
    #[arg(short, long)]
    verbose: bool,
}

/// A profile as the command line names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum ProfileName {
    Smoke,
    Default,
    Full,
}

impl From<ProfileName> for Profile {
    fn from(name: ProfileName) -> Profile {
        match name {
            ProfileName::Smoke => Profile::Smoke,
            ProfileName::Default => Profile::Default,
            ProfileName::Full => Profile::Full,
        }
    }
}

/// Where a report goes.
#[derive(Clone, Debug)]
struct ReportTo(PathBuf);

impl FromStr for ReportTo {
    type Err = String;

    fn from_str(text: &str) -> Result<ReportTo, String> {
        match text.split_once('=') {
            Some(("json", path)) if !path.is_empty() => Ok(ReportTo(path.into())),
            _ => Err("write json=PATH".to_owned()),
        }
    }
}

fn scale(text: &str) -> Result<f64, String> {
    let factor = text
        .parse::<f64>()
        .ok()
        .filter(|factor| (0.01..=1000.0).contains(factor));
    factor.ok_or_else(|| "a number from 0.01 to 1000".to_owned())
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text
        .parse::<f64>()
        .ok()
        .filter(|seconds| (0.001..=1e6).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "a number of seconds".to_owned())
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let (url, patterns) = match arguments.url_and_cases.split_first() {
        Some((first, rest)) if first.contains("://") => (Some(first), rest),
        _ => (None, &arguments.url_and_cases[..]),
    };
    let cases = match selected(patterns) {
        Ok(cases) => cases,
        Err(code) => return code,
    };
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
        match profile {
            Some(profile) => eprintln!("error: profile {profile} has no case for servers here; choose a larger one"),
            None => eprintln!("error: what was selected is for clients, so nothing can be played with a server"),
        }
        return exit::NOTHING_RAN;
    }
    let bundled;
    let (url, target) = match url {
        Some(url) => (url.clone(), Target::parse(url)),
        None => match wsspec_server::spawn(wsspec_server::Options::default()) {
            Ok(server) => {
                bundled = server;
                let url = format!("ws://{}/", bundled.address());
                let target = Target::parse(&url);
                (url, target)
            }
            Err(error) => {
                eprintln!("error: the reference server does not start: {error}");
                return exit::INCOMPLETE;
            }
        },
    };
    let target = match target {
        Ok(target) => target,
        Err(bad) => {
            eprintln!("error: {bad}");
            return exit::USAGE;
        }
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("error: the system gives no event loop: {error}");
            return exit::INCOMPLETE;
        }
    };
    runtime.block_on(test(arguments, &url, &target, profile, cases))
}

/// Tests the server at this address.
async fn test(arguments: &Arguments, url: &str, target: &Target, profile: Option<Profile>, cases: Vec<Case>) -> u8 {
    let mut settings = Settings {
        segmentation: arguments.segmentation.clone(),
        time_scale: arguments.time_scale,
        seed: arguments.seed,
        host: target.authority.clone(),
        target: target.resource.clone(),
        deadline: Some(arguments.case_deadline),
        ..Settings::default()
    };
    let (address, probe) = match reach(target, &settings).await {
        Ok(reached) => reached,
        Err(unreachable) => {
            eprintln!("error: {unreachable}\n  start the server first; no case was played");
            return exit::INCOMPLETE;
        }
    };
    if probe.hangs {
        // Whatever it does not answer now, it will not answer three hundred times.
        settings.time_scale *= HURRY;
    }
    let mut header = Header::new(url, &settings, cases.len(), arguments.jobs.into());
    header.probe = Some(probe);
    header.profile = profile;
    header.started = Some(jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    let mut reports = Vec::new();
    for ReportTo(path) in &arguments.reports {
        match JsonReport::create(path, &header) {
            Ok(report) => reports.push(report),
            Err(error) => {
                eprintln!("error: {error}");
                return exit::USAGE;
            }
        }
    }
    print!("{}", console::header(&header));
    let plan = Plan {
        cases,
        settings,
        jobs: arguments.jobs.into(),
        deadline: arguments.deadline,
    };
    let mut show = Show::new(plan.cases.len(), arguments.verbose);
    let mut records: Vec<Option<Record>> = vec![None; plan.cases.len()];
    let mut unwritten = None;
    let start = Instant::now();
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    };
    let ending = play(&plan, address, interrupted, |index, record| {
        show.record(&record);
        for report in &mut reports {
            if let Err(error) = report.record(&record) {
                unwritten.get_or_insert(error);
            }
        }
        records[index] = Some(record);
    })
    .await;
    show.clear();
    let records: Vec<Record> = records.into_iter().flatten().collect();
    let footer = Footer::new(&ending, &records, start.elapsed());
    for report in reports {
        if let Err(error) = report.finish(&footer) {
            unwritten.get_or_insert(error);
        }
    }
    summarise(arguments, url, &records, &footer);
    if let Some(error) = unwritten {
        eprintln!("error: {error}");
        return exit::INCOMPLETE;
    }
    code(&ending, &records, arguments.strict)
}

/// What waiting times are cut to when the subject let one run out before the first case.
const HURRY: f64 = 0.25;

async fn reach(target: &Target, settings: &Settings) -> Result<(SocketAddr, Probe), Unreachable> {
    let address = target.resolve().await?;
    let probe = Probe::ask(settings, address)
        .await
        .map_err(|error| target.unreachable(address, &error))?;
    Ok((address, probe))
}

/// The failures in full, then the summary.
fn summarise(arguments: &Arguments, url: &str, records: &[Record], footer: &Footer) {
    let given = arguments
        .url_and_cases
        .first()
        .filter(|first| first.contains("://"))
        .map(|_| url);
    for record in records {
        let grade = record.verdict.grade;
        if grade.is_failure() || grade == Grade::Lenient && (arguments.strict || arguments.verbose) {
            println!();
            paint(grade, &failure::block(record, &again(arguments, given, &record.case)));
        }
    }
    println!(
        "\n{}\n{}",
        console::topics(records).trim_end(),
        console::footer(footer).trim_end()
    );
}

/// The command that plays just this case like this.
fn again(arguments: &Arguments, url: Option<&str>, case: &str) -> String {
    let mut words = vec!["wsspec server".to_owned()];
    words.extend(url.map(str::to_owned));
    words.push(case.to_owned());
    if arguments.segmentation != Segmentation::Whole {
        words.push(format!("--segmentation '{}'", arguments.segmentation));
    }
    if arguments.time_scale != 1.0 {
        words.push(format!("--time-scale {}", arguments.time_scale));
    }
    if arguments.seed != 0 {
        words.push(format!("--seed {}", arguments.seed));
    }
    words.join(" ")
}

/// Prints a block, its first line in the colour of its grade.
fn paint(grade: Grade, block: &str) {
    let style = style(grade);
    let (first, rest) = block.split_once('\n').unwrap_or((block, ""));
    print!("{style}{} {first}{style:#}\n{rest}", console::mark(grade));
}

fn style(grade: Grade) -> Style {
    let colour = match grade {
        Grade::Pass => AnsiColor::Green,
        Grade::Lenient => AnsiColor::Yellow,
        Grade::Info | Grade::Unsupported => AnsiColor::Cyan,
        Grade::Blocked | Grade::Fail | Grade::Error => AnsiColor::Red,
    };
    colour.on_default().bold()
}

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

/// What is shown while cases are played: a bar on a terminal, and a line for whatever is no pass.
struct Show {
    bar: Option<ProgressBar>,
    verbose: bool,
    failed: usize,
}

impl Show {
    fn new(cases: usize, verbose: bool) -> Show {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} {elapsed}")
                .expect("the template is a constant");
            ProgressBar::new(cases as u64).with_style(style)
        });
        Show {
            bar,
            verbose,
            failed: 0,
        }
    }

    fn record(&mut self, record: &Record) {
        let grade = record.verdict.grade;
        self.failed += usize::from(grade.is_failure());
        let line = (self.verbose || grade.is_failure()).then(|| console::line(record));
        match (&self.bar, line) {
            (Some(bar), line) => {
                if let Some(line) = line {
                    bar.suspend(|| println!("{line}"));
                }
                if self.failed > 0 {
                    bar.set_message(format!("{} failed", self.failed));
                }
                bar.inc(1);
            }
            (None, Some(line)) => println!("{line}"),
            (None, None) => {}
        }
    }

    fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
