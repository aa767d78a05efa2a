//! Plants every defect, one at a time, and tells which layer notices it: see `--help`.

use std::io::Read as _;
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use wsspec_codec::plant::{self, Plant};
use wsspec_fuzz::TARGETS;
use wsspec_fuzz::matrix::table::{Row, marks, numbers, survivors};
use wsspec_fuzz::matrix::{Kill, Layer, layers};

/// Plants every defect, one at a time, and tells which layer notices it.
///
/// Exit codes: 0 if every defect against a MUST is noticed by two layers; 1 if one is not, which is named with what shows it, or
/// the matrix is not the one of --check; 2 if it cannot be measured.
#[derive(Parser)]
struct Arguments {
    /// How many inputs each target gets; without any, neither the targets nor what is for comparison is measured.
    #[arg(long, default_value_t = 2000)]
    runs: u64,
    /// Only these defects.
    plants: Vec<String>,
    /// Programs of unit tests, built with the defects in them.
    #[arg(long = "tests", value_name = "PROGRAM")]
    tests: Vec<PathBuf>,
    /// Write the marks here.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Compare the marks with these.
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
    /// How long all layers may take for one defect, in seconds; a defect that takes longer is noticed by that.
    #[arg(long, default_value_t = 300)]
    patience: u64,
    /// Measure this defect here, and tell in JSON.
    #[arg(long, hide = true)]
    child: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let plants = match named(&arguments.plants) {
        Ok(plants) => plants,
        Err(id) => {
            eprintln!("error: there is no defect {id}; without a name all are planted");
            return ExitCode::from(2);
        }
    };
    if arguments.child {
        child(plants[0], arguments.runs);
        return ExitCode::SUCCESS;
    }
    let rows = match measure(&plants, &arguments) {
        Ok(rows) => rows,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::from(2);
        }
    };
    let marks = marks(&rows);
    print!("{marks}\n{}", numbers(&rows, arguments.runs));
    for row in &rows {
        for kill in &row.kills {
            println!(
                "  {:<50} {:<12} {:>6}  {}: {}",
                row.plant.id(),
                kill.layer.to_string(),
                kill.executions,
                kill.by,
                kill.said
            );
        }
    }
    let survivors = survivors(&rows);
    eprint!("{survivors}");
    if let Some(out) = &arguments.out
        && let Err(error) = std::fs::write(out, &marks)
    {
        eprintln!("error: {}: {error}", out.display());
        return ExitCode::from(2);
    }
    match arguments.check.as_ref().map(std::fs::read_to_string) {
        Some(Err(error)) => {
            eprintln!("error: the marks to compare with cannot be read: {error}");
            return ExitCode::from(2);
        }
        Some(Ok(kept)) if compared(&kept, arguments.runs) != compared(&marks, arguments.runs) => {
            let [kept, marks] = [compared(&kept, arguments.runs), compared(&marks, arguments.runs)];
            for (old, new) in kept.lines().zip(marks.lines()).filter(|(old, new)| old != new) {
                eprintln!("was {old}\nis  {new}");
            }
            eprintln!("error: the kill matrix is not the one that is kept");
            return ExitCode::FAILURE;
        }
        _ => {}
    }
    if survivors.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The marks that can be compared: without runs, not those of the last column.
fn compared(marks: &str, runs: u64) -> String {
    let without = |line: &str| {
        line.rsplit_once(' ')
            .map_or(line, |(rest, _)| rest.trim_end())
            .to_owned()
            + "\n"
    };
    match runs {
        0 => marks.lines().map(without).collect(),
        _ => marks.to_owned(),
    }
}

fn named(ids: &[String]) -> Result<Vec<Plant>, String> {
    if ids.is_empty() {
        return Ok(Plant::ALL.to_vec());
    }
    ids.iter()
        .map(|id| Plant::from_id(id).ok_or_else(|| id.clone()))
        .collect()
}

/// All layers that need no other process, one kill a line.
fn child(plant: Plant, runs: u64) {
    std::panic::set_hook(Box::new(|_| {}));
    plant::sow(Some(plant));
    let tell = |kill: Option<Kill>| {
        if let Some(kill) = kill {
            println!("{}", serde_json::to_string(&kill).expect("a kill is JSON"));
        }
    };
    tell(layers::cases(plant));
    tell(layers::corpora());
    for target in TARGETS {
        tell(layers::runs(target, runs));
        tell(layers::panics_alone(target, runs));
    }
    tell(layers::octets(runs * TARGETS.len() as u64));
}

/// Every defect in a process of its own, some at a time, with progress.
fn measure(plants: &[Plant], arguments: &Arguments) -> Result<Vec<Row>, String> {
    let next = AtomicUsize::new(0);
    let rows = Mutex::new(Vec::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let work = || -> Result<(), String> {
            while let Some(&plant) = plants.get(next.fetch_add(1, Ordering::Relaxed)) {
                let mut kills = in_a_child(plant, arguments)?;
                kills.extend(unit_tests(plant, arguments)?);
                let mut rows = rows.lock().map_err(|_| "another defect could not be measured")?;
                let row = Row { plant, kills };
                eprintln!(
                    "{}/{} {}: {} layers",
                    rows.len() + 1,
                    plants.len(),
                    plant.id(),
                    row.layers()
                );
                rows.push(row);
            }
            Ok(())
        };
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().map_err(|_| "a worker failed".to_owned())?)
    })?;
    let mut rows = rows.into_inner().map_err(|_| "a defect could not be measured")?;
    rows.sort_by_key(|row| plants.iter().position(|plant| *plant == row.plant));
    Ok(rows)
}

fn in_a_child(plant: Plant, arguments: &Arguments) -> Result<Vec<Kill>, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.args(["--child", "--runs", &arguments.runs.to_string(), plant.id()]);
    let (output, how) = finish(command, Duration::from_secs(arguments.patience))?;
    let mut kills: Vec<Kill> = output
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    if let Some(said) = how {
        // It died, or does not end: the layer that was at work noticed it.
        let layer = if kills.is_empty() { Layer::Cases } else { Layer::Runs };
        let kill = |layer| Kill {
            layer,
            by: "the process".to_owned(),
            executions: 0,
            said: said.clone(),
        };
        kills.push(kill(layer));
    }
    Ok(kills)
}

/// The first program of unit tests that fails.
fn unit_tests(plant: Plant, arguments: &Arguments) -> Result<Option<Kill>, String> {
    for program in &arguments.tests {
        let mut command = Command::new(program);
        command.env("WSSPEC_PLANT", plant.id());
        let (output, how) = finish(command, Duration::from_secs(arguments.patience))?;
        let Some(said) = how else { continue };
        let failed = output
            .lines()
            .find_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"));
        return Ok(Some(Kill {
            layer: Layer::UnitTests,
            by: failed.unwrap_or("the process").to_owned(),
            executions: 1,
            said,
        }));
    }
    Ok(None)
}

/// What a process said, and how it ended if not well.
fn finish(mut command: Command, patience: Duration) -> Result<(String, Option<String>), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let spawned = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .spawn();
    let mut process = spawned.map_err(|error| format!("{program} cannot be started: {error}"))?;
    let mut pipe = process.stdout.take().ok_or("it has no output")?;
    let reader = thread::spawn(move || {
        let mut output = String::new();
        // What is no text is no line of ours either.
        let _ = pipe.read_to_string(&mut output);
        output
    });
    let how = wait(&mut process, patience)?;
    let output = reader.join().map_err(|_| "its output cannot be read")?;
    Ok((output, how))
}

fn wait(process: &mut Child, patience: Duration) -> Result<Option<String>, String> {
    let begun = Instant::now();
    loop {
        match process.try_wait().map_err(|error| error.to_string())? {
            Some(status) if status.success() => return Ok(None),
            Some(status) => return Ok(Some(status.to_string())),
            None if begun.elapsed() > patience => {
                process.kill().map_err(|error| error.to_string())?;
                process.wait().map_err(|error| error.to_string())?;
                return Ok(Some(format!("not over after {} s", patience.as_secs())));
            }
            None => thread::sleep(Duration::from_millis(5)),
        }
    }
}
