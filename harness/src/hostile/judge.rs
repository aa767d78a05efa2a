//! What becomes of the connections of an ordeal: one verdict.

use std::collections::BTreeMap;

use super::{Ordeal, Reaction};
use crate::case::Case;
use crate::pattern::Grade;
use crate::trace::{By, Trace, What};
use crate::verdict::Verdict;

/// What one connection of an ordeal left behind.
#[derive(Clone, Debug)]
pub struct Left {
    /// What the subject made of it, or what decided the play before anything was made of it.
    pub outcome: Result<Reaction, Verdict>,
    /// What happened.
    pub trace: Trace,
}

/// The verdict on all connections, and the timeline of the first that has the worst.
pub fn judge(case: &Case, ordeal: &Ordeal, connections: Vec<Left>) -> (Verdict, Trace) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut worst: Option<(Verdict, Trace)> = None;
    for Left { outcome, trace } in connections {
        if let Ok(reaction) = &outcome {
            *counts.entry(reaction.to_string()).or_default() += 1;
        }
        let verdict = outcome.map_or_else(|verdict| verdict, |reaction| of(case, ordeal, reaction));
        if worst.as_ref().is_none_or(|(worst, _)| verdict.grade > worst.grade) {
            worst = Some((verdict, trace));
        }
    }
    let (verdict, mut trace) = worst.unwrap_or_else(|| (Verdict::pass(), Trace::default()));
    for (reaction, count) in counts {
        let of = match ordeal.connections {
            1 => String::new(),
            all => format!(", {count} connections of {all}"),
        };
        trace.push(By::Subject, What::Note(format!("{reaction}{of}")));
    }
    (verdict, trace)
}

/// The verdict on one connection.
fn of(case: &Case, ordeal: &Ordeal, reaction: Reaction) -> Verdict {
    let judged = ordeal.judged.iter().find(|judged| judged.on.is(reaction));
    let (grade, because) = match (judged, reaction) {
        (Some(judged), _) => (judged.grade, judged.because.clone()),
        (None, Reaction::Hung) => (
            Grade::Fail,
            "the subject left the connection open, and neither took nor sent anything more".to_owned(),
        ),
        (None, Reaction::Unfinished) => (
            Grade::Info,
            format!(
                "not over after {} s; the rest was left out",
                ordeal.within.as_secs_f64()
            ),
        ),
        (None, _) => return Verdict::pass(),
    };
    Verdict {
        clause: case.clauses.first().copied(),
        actual: match grade {
            Grade::Pass => Vec::new(),
            _ => vec![reaction.to_string()],
        },
        timed_out: reaction == Reaction::Hung,
        ..Verdict::new(grade, because)
    }
}
