//! The layers that need no other process.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wsspec::drive::memory;
use wsspec::pattern::Grade;
use wsspec::session::Settings;
use wsspec::verdict::Verdict;
use wsspec::{case::Case, suite};
use wsspec_codec::plant::{self, Plant};
use wsspec_codec::rules::{Limits, Role};

use super::{Kill, Layer};
use crate::hold;
use crate::runs::{How, Runs};
use crate::subject::Subject;
use crate::target::Target;
use crate::{FRAME_PARSE, TARGETS, hearing};

/// The first case, in either role, in which the subject is graded worse than it is without the defect.
pub fn cases(plant: Plant) -> Option<Kill> {
    let cases = suite::cases();
    let mut executions = 0;
    for case in cases.iter().filter(|case| !case.is_mass()) {
        for role in [Role::Server, Role::Client] {
            if !case.is_for(role) {
                continue;
            }
            executions += 1;
            plant::sow(None);
            let before = grade(case, role);
            plant::sow(Some(plant));
            let after = grade(case, role);
            if let Some(said) = worse(before, after) {
                return Some(Kill {
                    layer: Layer::Cases,
                    by: format!("{} ({role})", case.id),
                    executions,
                    said,
                });
            }
        }
    }
    None
}

/// How a case ends, or the panic in it.
fn grade(case: &Case, role: Role) -> Result<Verdict, String> {
    let settings = Settings {
        subject: role,
        ..Settings::default()
    };
    quietly(|| memory::play(case, settings, &mut Subject::new(role, Limits::default())).verdict)
}

fn worse(before: Result<Verdict, String>, after: Result<Verdict, String>) -> Option<String> {
    let before = before.map_or(Grade::Error, |verdict| verdict.grade);
    match after {
        Err(said) => Some(said),
        Ok(verdict) if verdict.grade > before => Some(format!("{}: {}", verdict.grade, verdict.because)),
        Ok(_) => None,
    }
}

/// The first input of a corpus on which a target fails, over all targets.
pub fn corpora() -> Option<Kill> {
    let mut executions = 0;
    TARGETS.iter().find_map(|target| {
        let seeds = (target.seeds)();
        seeds.iter().find_map(|(name, input)| {
            executions += 1;
            let said = quietly(|| (target.run)(input)).err()?;
            Some(Kill {
                layer: Layer::Corpora,
                by: format!("{}/{name}", target.name),
                executions,
                said,
            })
        })
    })
}

/// The first of so many new inputs on which a target fails.
pub fn runs(target: &Target, count: u64) -> Option<Kill> {
    first(target, Layer::Runs, begins(target), count, target.run)
}

/// With nothing where inputs are values: what is found then is due to what they are made of. From no octets at all, no
/// request would come of a few thousand changes, so the others begin with their seeds.
fn begins(target: &Target) -> How {
    match target.mutate {
        Some(_) => How::Nothing,
        None => How::Seeds,
    }
}

/// The same without oracles.
pub fn panics_alone(target: &Target, count: u64) -> Option<Kill> {
    hold::silence(true);
    let kill = first(target, Layer::PanicsAlone, begins(target), count, target.run);
    hold::silence(false);
    kill
}

/// The first of so many inputs of octets without structure that an endpoint mistakes.
pub fn octets(count: u64) -> Option<Kill> {
    use arbitrary::{Arbitrary as _, Unstructured};
    let judge = |input: &[u8]| {
        if let Ok(arrival) = crate::arrival::Arrival::arbitrary_take_rest(Unstructured::new(input)) {
            hearing::all(&arrival);
        }
    };
    first(&FRAME_PARSE, Layer::Octets, How::Octets, count, judge)
}

fn first(target: &Target, layer: Layer, how: How, count: u64, judge: impl Fn(&[u8])) -> Option<Kill> {
    let inputs = Runs::new(target, how, 6455);
    (1..=count).zip(inputs).find_map(|(executions, input)| {
        let said = quietly(|| judge(&input)).err()?;
        Some(Kill {
            layer,
            by: target.name.to_owned(),
            executions,
            said,
        })
    })
}

/// The result, or the first sentence of the panic.
fn quietly<T>(f: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(f)).map_err(|panic| {
        let text = match panic.downcast::<String>() {
            Ok(text) => *text,
            Err(panic) => panic
                .downcast::<&str>()
                .map_or_else(|_| "a panic".to_owned(), |text| (*text).to_owned()),
        };
        text.lines().next().unwrap_or_default().chars().take(160).collect()
    })
}
