//! Ordeals over TCP: the connections, a fresh one behind them, and the memory of the subject meanwhile.

use std::io;
use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::resident::Resident;
use super::spawned::Spawned;
use super::stream::{Connector, Stream};
use super::tcp;
use crate::case::Case;
use crate::frame_spec::{binary, ping, text};
use crate::hostile::{Assailant, Left, Ordeal, Reaction, judge};
use crate::pattern::{Grade, Outcomes, Pattern};
use crate::record::Record;
use crate::session::Settings;
use crate::trace::{By, Trace, What};
use crate::verdict::Verdict;
use wsspec_codec::rfc::rfc6455;

/// How often the memory of a subject is looked at.
const LOOK: Duration = Duration::from_millis(25);

/// How long a subject may take until it serves again.
const RECOVERY: Duration = Duration::from_secs(15);

/// How long lies between two attempts.
const BREATH: Duration = Duration::from_millis(200);

/// Puts a server through an ordeal, and sees whether it lives on.
///
/// # Errors
/// No connection could be made. Whatever happens after that is a verdict.
pub async fn server(
    case: &Case,
    ordeal: &Ordeal,
    settings: Settings,
    connector: &Connector,
    spawned: Option<&Spawned>,
) -> io::Result<Record> {
    let begun = Instant::now();
    let mut memory = Memory::of(spawned.and_then(Spawned::resident));
    let (connections, beside) = memory
        .watch(attack(case, ordeal, &settings, connector, spawned))
        .await?;
    let (mut verdict, mut trace) = judge(case, ordeal, connections);
    trace.set_now(begun.elapsed());
    if let Some(Err(because)) = beside {
        worsen(
            &mut verdict,
            case,
            Grade::Lenient,
            &format!("while it went on, {because}"),
        );
    }
    let behind = memory.watch(recovers(&settings, connector, spawned)).await;
    trace.set_now(begun.elapsed());
    let sick = behind.is_err();
    match behind {
        Ok(()) => trace.push(
            By::Tester,
            What::Note("a fresh connection opens, echoes and closes".to_owned()),
        ),
        Err(because) => {
            worsen(&mut verdict, case, Grade::Fail, &format!("behind it, {because}"));
            // That was waited for long enough.
            verdict.timed_out = false;
        }
    }
    let swollen = memory.judge(case, ordeal, &mut verdict, &mut trace);
    if let (true, Some(spawned)) = (swollen || sick, spawned)
        && spawned.death().is_none()
    {
        // The memory that it keeps would hide what the next ordeal takes; and who serves no more is of no use for it.
        spawned.renew().await?;
    }
    Ok(Record::with(case, &settings, verdict, trace, begun.elapsed()))
}

/// Puts a client through an ordeal.
pub async fn client(
    case: &Case,
    ordeal: &Ordeal,
    settings: Settings,
    mut stream: TcpStream,
    resident: Option<Resident>,
) -> Record {
    let mut memory = Memory::of(resident);
    let begun = Instant::now();
    let connection = memory.watch(connection(case, &settings, 0, &mut stream)).await;
    if connection.as_ref().is_some_and(Assailant::wants_reset) {
        // Without it the octets that are on their way come first.
        let _ = stream.set_zero_linger();
    }
    drop(stream);
    let (mut verdict, mut trace) = judge(case, ordeal, connection.map(Assailant::into_left).into_iter().collect());
    trace.set_now(begun.elapsed());
    memory.judge(case, ordeal, &mut verdict, &mut trace);
    Record::with(case, &settings, verdict, trace, begun.elapsed())
}

/// What is to come of a fresh connection behind an ordeal.
pub(crate) fn health() -> Case {
    Case::new(
        "health/echo",
        "a fresh connection opens, echoes and closes",
        [rfc6455::ANY_INPUT],
    )
    .send([ping("health"), text("are you well?"), binary(b"\x00\xff")])
    .expect(Outcomes::pass([
        Pattern::pong("health"),
        Pattern::text("are you well?"),
        Pattern::binary(b"\x00\xff"),
    ]))
    .close()
}

/// Whether a play of [`health`] went well, or why not.
///
/// # Errors
/// It did not.
pub(crate) fn healthy(record: &Record) -> Result<(), String> {
    match record.verdict.grade {
        Grade::Pass | Grade::Lenient | Grade::Info => Ok(()),
        _ => Err(format!("a fresh connection failed: {}", record.verdict.because)),
    }
}

/// Makes a verdict no better than this.
pub(crate) fn worsen(verdict: &mut Verdict, case: &Case, grade: Grade, because: &str) {
    if grade > verdict.grade {
        verdict.grade = grade;
        verdict.clause = case.clauses.first().copied();
    }
    if !verdict.because.is_empty() {
        verdict.because.push_str("; ");
    }
    verdict.because.push_str(because);
}

/// All connections of an ordeal; and what came of a fresh one beside them, if they were held.
async fn attack(
    case: &Case,
    ordeal: &Ordeal,
    settings: &Settings,
    connector: &Connector,
    spawned: Option<&Spawned>,
) -> io::Result<(Vec<Left>, Option<Result<(), String>>)> {
    let one = async |number| -> io::Result<(Option<Stream>, Left)> {
        let mut stream = connector.connect().await?;
        let Some(assailant) = connection(case, settings, number, &mut stream).await else {
            return Ok((None, nothing(Reaction::Left)));
        };
        let resets = assailant.wants_reset();
        let left = assailant.into_left();
        if resets {
            stream.reset();
            return Ok((None, left));
        }
        Ok((ordeal.held.then_some(stream), left))
    };
    let mut made = vec![one(0).await?];
    // Where some are taken and some are not, the subject has a limit of its own.
    let refused = |_| (None, nothing(Reaction::Dropped));
    if ordeal.in_a_row {
        for number in 1..ordeal.connections {
            // Where one hangs, the next will.
            if made.iter().any(|(_, left)| matches!(left.outcome, Ok(Reaction::Hung))) {
                break;
            }
            made.push(one(number).await.unwrap_or_else(refused));
        }
    } else {
        let others = join_all((1..ordeal.connections).map(&one)).await;
        made.extend(others.into_iter().map(|other| other.unwrap_or_else(refused)));
    }
    let (held, left): (Vec<Option<Stream>>, Vec<Left>) = made.into_iter().unzip();
    let beside = match ordeal.held {
        true => Some(recovers(settings, connector, spawned).await),
        false => None,
    };
    drop(held);
    Ok((left, beside))
}

fn nothing(reaction: Reaction) -> Left {
    Left {
        outcome: Ok(reaction),
        trace: Trace::default(),
    }
}

/// One connection, until it is over. `None` for a case without an ordeal.
async fn connection<'c>(
    case: &'c Case,
    settings: &Settings,
    number: u32,
    stream: &mut (impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin),
) -> Option<Assailant<'c>> {
    let mut assailant = Assailant::new(case, settings, number)?;
    tcp::carry(&mut assailant, stream).await;
    Some(assailant)
}

/// Whether the subject serves a fresh connection, now or before long; the error says what was seen last.
async fn recovers(settings: &Settings, connector: &Connector, spawned: Option<&Spawned>) -> Result<(), String> {
    let case = health();
    let end = Instant::now() + RECOVERY.mul_f64(settings.time_scale);
    loop {
        let settings = Settings {
            segmentation: crate::segment::Segmentation::Whole,
            ..settings.clone()
        };
        let healthy = match tcp::play(&case, settings, connector).await {
            Ok(record) => healthy(&record),
            Err(error) => Err(format!("no connection came about: {error}")),
        };
        let dead = || spawned.is_some_and(|spawned| spawned.death().is_some());
        if healthy.is_ok() || Instant::now() >= end || dead() {
            return healthy;
        }
        sleep(BREATH).await;
    }
}

/// Whether a subject for which an ordeal went wrong serves at all, before the next is begun.
///
/// # Errors
/// It does not, or not in time.
pub(crate) async fn still_serves(settings: &Settings, connector: &Connector) -> io::Result<()> {
    let record = tcp::play(&health(), settings.clone(), connector).await?;
    healthy(&record).map_err(|because| io::Error::new(io::ErrorKind::TimedOut, because))
}

/// How much memory a subject holds, before an ordeal and at most.
struct Memory {
    resident: Option<Resident>,
    before: Option<u64>,
    most: u64,
}

impl Memory {
    fn of(mut resident: Option<Resident>) -> Memory {
        let before = resident.as_mut().and_then(Resident::octets);
        Memory {
            resident,
            before,
            most: before.unwrap_or(0),
        }
    }

    /// Looks while something is done.
    async fn watch<T>(&mut self, doing: impl Future<Output = T>) -> T {
        let mut doing = pin!(doing);
        loop {
            self.most = self.most.max(self.now().unwrap_or(0));
            tokio::select! {
                biased;
                done = &mut doing => return done,
                () = sleep(LOOK) => {}
            }
        }
    }

    fn now(&mut self) -> Option<u64> {
        self.resident.as_mut().and_then(Resident::octets)
    }

    /// Whether it grew by too much, which the verdict says then.
    fn judge(mut self, case: &Case, ordeal: &Ordeal, verdict: &mut Verdict, trace: &mut Trace) -> bool {
        let Some(before) = self.before else { return false };
        let grown = self.most.saturating_sub(before);
        let still = self.now().unwrap_or(0).saturating_sub(before);
        let mib = |octets: u64| format!("{:.1} MiB", octets as f64 / f64::from(1 << 20));
        let note = format!("held {} more memory at most, and {} at last", mib(grown), mib(still));
        trace.push(By::Subject, What::Note(note));
        if grown > ordeal.memory {
            let because = format!(
                "its memory grew by {}; {} are allowed for what was sent",
                mib(grown),
                mib(ordeal.memory)
            );
            worsen(verdict, case, ordeal.swollen, &because);
        }
        grown > ordeal.memory
    }
}
