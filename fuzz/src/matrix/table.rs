//! The kill matrix as text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use wsspec_codec::plant::{Breaks, Plant};

use super::{Kill, Layer};
use crate::TARGETS;

/// What was measured of one defect.
#[derive(Clone, Debug)]
pub struct Row {
    /// The defect.
    pub plant: Plant,
    /// Who noticed it.
    pub kills: Vec<Kill>,
}

impl Row {
    /// The first kill of a layer, if it noticed the defect at all.
    pub fn by(&self, layer: Layer) -> Option<&Kill> {
        self.kills.iter().find(|kill| kill.layer == layer)
    }

    /// How many layers noticed it, of those that count.
    pub fn layers(&self) -> usize {
        Layer::COUNTED.iter().filter(|&&layer| self.by(layer).is_some()).count()
    }

    /// It breaks a MUST, and not two layers notice it.
    pub fn survives(&self) -> bool {
        self.plant.breaks() == Breaks::Must && self.layers() < 2
    }
}

/// A line for each defect: what it breaks, and for each layer whether it noticed.
pub fn marks(rows: &[Row]) -> String {
    let mut text =
        "defect                                              breaks      unit tests  cases  corpora  runs\n".to_owned();
    for row in rows {
        let mark = |layer| if row.by(layer).is_some() { "x" } else { "-" };
        let [unit_tests, cases, corpora, runs] = Layer::COUNTED.map(mark);
        let breaks = format!("{:?}", row.plant.breaks());
        let _ = writeln!(
            text,
            "{:<51} {breaks:<11} {unit_tests:<11} {cases:<6} {corpora:<8} {runs}",
            row.plant.id()
        );
    }
    text
}

/// What the layers found, in numbers, and in how many executions the targets did.
pub fn numbers(rows: &[Row], runs: u64) -> String {
    let mut text = String::new();
    let must: Vec<&Row> = rows.iter().filter(|row| row.plant.breaks() == Breaks::Must).collect();
    let _ = writeln!(text, "{} defects, {} of them against a MUST", rows.len(), must.len());
    for layer in Layer::COUNTED.into_iter().chain([Layer::PanicsAlone, Layer::Octets]) {
        let killed = |rows: &mut dyn Iterator<Item = &Row>| rows.filter(|row| row.by(layer).is_some()).count();
        let (all, of_must) = (killed(&mut rows.iter()), killed(&mut must.iter().copied()));
        let _ = writeln!(
            text,
            "  {:<13} notice {all:>4}, {of_must:>4} against a MUST",
            layer.to_string()
        );
    }
    let twice = must.iter().filter(|row| row.layers() >= 2).count();
    let _ = writeln!(
        text,
        "  {twice} of {} against a MUST are noticed by two layers at least",
        must.len()
    );
    let _ = writeln!(
        text,
        "\nin {runs} executions of each\n  target                defects  median executions"
    );
    for target in TARGETS {
        let mut executions: Vec<u64> = rows
            .iter()
            .flat_map(|row| &row.kills)
            .filter(|kill| kill.layer == Layer::Runs && kill.by == target.name)
            .map(|kill| kill.executions)
            .collect();
        executions.sort_unstable();
        let median = executions
            .get(executions.len() / 2)
            .map_or("-".to_owned(), u64::to_string);
        let _ = writeln!(text, "  {:<21} {:>7}  {median:>17}", target.name, executions.len());
    }
    text
}

/// What the user is to look at: each defect that survives, what it does, and what shows it.
pub fn survivors(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows.iter().filter(|row| row.survives()) {
        let noticed: BTreeMap<String, &str> = row
            .kills
            .iter()
            .map(|kill| (kill.layer.to_string(), kill.by.as_str()))
            .collect();
        let _ = writeln!(
            text,
            "{} survives: {} ({}). What shows it: {}. Noticed by {noticed:?}",
            row.plant.id(),
            row.plant.defect(),
            row.plant.clause().id,
            row.plant.stimulus()
        );
    }
    text
}
