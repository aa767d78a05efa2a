//! Which cases a spec file selects.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt;

use super::case::AutobahnCase;
use super::glob::{BadGlob, Glob};

/// The cases that were selected, in numeric order.
#[derive(Clone, Debug)]
pub struct Selection<'c> {
    /// Each once.
    pub cases: Vec<&'c AutobahnCase>,
    /// Entries without any effect, most likely mistakes.
    pub idle: Vec<Idle>,
}

/// An entry that matches no case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    /// The key it stands under.
    pub key: &'static str,
    /// As it was written.
    pub entry: String,
}

impl fmt::Display for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {:?} matches no case", self.key, self.entry)?;
        let whole_category = !self.entry.contains(['*', '.']) && self.entry.parse::<u32>().is_ok();
        if whole_category {
            write!(f, "; a whole category is written \"{}.*\"", self.entry)?;
        }
        Ok(())
    }
}

/// Why nothing can be selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadSelection {
    /// A pattern cannot be read.
    Glob(&'static str, BadGlob),
    /// There is no such case; these are near.
    Unknown(String, Vec<String>),
}

impl fmt::Display for BadSelection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadSelection::Glob(key, bad) => write!(f, "{key}: {bad}"),
            BadSelection::Unknown(id, near) => {
                write!(f, "cases: there is no case {id:?}")?;
                if !near.is_empty() {
                    write!(f, "; near are {}", near.join(", "))?;
                }
                f.write_str(", and patterns have a *, as in \"1.*\"")
            }
        }
    }
}

impl std::error::Error for BadSelection {}

/// The cases that match an entry of `cases` and none of `exclude`. An entry with `*` is a [pattern](Glob), anchored at its
/// start; one without is an id. Empty entries do not count.
///
/// # Errors
/// A pattern cannot be read, or an id in `cases` is unknown.
pub fn select<'c>(
    all: &'c [AutobahnCase],
    cases: &[String],
    exclude: &[String],
) -> Result<Selection<'c>, BadSelection> {
    let mut idle = Vec::new();
    let mut wanted = BTreeSet::new();
    for entry in written(cases) {
        let matching = matching(all, "cases", entry)?;
        if matching.is_empty() {
            if !entry.contains('*') {
                return Err(BadSelection::Unknown(entry.clone(), nearest(all, entry)));
            }
            idle.push(Idle {
                key: "cases",
                entry: entry.clone(),
            });
        }
        wanted.extend(matching);
    }
    for entry in written(exclude) {
        let matching = matching(all, "exclude-cases", entry)?;
        if matching.is_empty() {
            idle.push(Idle {
                key: "exclude-cases",
                entry: entry.clone(),
            });
        }
        for index in matching {
            wanted.remove(&index);
        }
    }
    let cases = wanted.into_iter().map(|index| &all[index]).collect();
    Ok(Selection { cases, idle })
}

fn written(entries: &[String]) -> impl Iterator<Item = &String> {
    entries.iter().filter(|entry| !entry.is_empty())
}

/// The indices of the cases that an entry means.
fn matching(all: &[AutobahnCase], key: &'static str, entry: &str) -> Result<Vec<usize>, BadSelection> {
    let glob = entry
        .contains('*')
        .then(|| Glob::anchored_at_start(entry))
        .transpose()
        .map_err(|bad| BadSelection::Glob(key, bad))?;
    let means = |case: &AutobahnCase| match &glob {
        Some(glob) => glob.matches(&case.id),
        None => case.id == entry,
    };
    Ok((0..all.len()).filter(|&index| means(&all[index])).collect())
}

/// A few ids of the same category, those first that have more numbers in common with it and then a near one.
fn nearest(all: &[AutobahnCase], wanted: &str) -> Vec<String> {
    let numbers = |id: &str| -> Vec<i64> { id.split('.').map_while(|number| number.parse().ok()).collect() };
    let wanted = numbers(wanted);
    let distance = |case: &AutobahnCase| {
        let id = numbers(&case.id);
        let common = id.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
        let apart = id
            .get(common)
            .zip(wanted.get(common))
            .map_or(0, |(a, b)| a.abs_diff(*b));
        (common > 0).then_some((Reverse(common), apart))
    };
    let mut near: Vec<_> = all
        .iter()
        .filter_map(|case| Some((distance(case)?, &case.id)))
        .collect();
    // Equally near ones stay in numeric order.
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(3).map(|(_, id)| id.clone()).collect()
}

/// Cases that are not played with some agents: `exclude-agent-cases`.
#[derive(Clone, Debug, Default)]
pub struct Exclusions(Vec<(Glob, Vec<Glob>)>);

impl Exclusions {
    /// Reads pairs of a pattern of agents and patterns of cases.
    ///
    /// # Errors
    /// A pattern cannot be read.
    pub fn new<'s>(
        entries: impl IntoIterator<Item = (&'s String, &'s Vec<String>)>,
    ) -> Result<Exclusions, BadSelection> {
        let read = |pattern: &String| {
            Glob::anchored_at_both_ends(pattern).map_err(|bad| BadSelection::Glob("exclude-agent-cases", bad))
        };
        let pairs = entries.into_iter().map(|(agent, cases)| {
            let cases = written(cases).map(read).collect::<Result<_, _>>()?;
            Ok((read(agent)?, cases))
        });
        Ok(Exclusions(pairs.collect::<Result<_, BadSelection>>()?))
    }

    /// Whether a case is not played with this agent.
    pub fn excludes(&self, agent: &str, case: &str) -> bool {
        self.0
            .iter()
            .any(|(agents, cases)| agents.matches(agent) && cases.iter().any(|cases| cases.matches(case)))
    }
}
