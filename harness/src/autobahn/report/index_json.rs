//! `index.json`: what each agent made of each case, in five words.

use std::collections::BTreeMap;

use serde::Serialize;

use super::layout;
use super::{Line, Lines, file_name};

/// The octets of the file. Agents and cases are in the order of their letters: 10.1.1 comes before 2.1.
pub(super) fn write(lines: &Lines) -> Vec<u8> {
    let cases = |(agent, cases): (&String, &BTreeMap<String, Line>)| {
        let entry = |(id, line): (&String, &Line)| (id.clone(), Entry::new(agent, id, line));
        (agent.clone(), cases.iter().map(entry).collect())
    };
    let index: BTreeMap<String, BTreeMap<String, Entry>> = lines.iter().map(cases).collect();
    layout::json(&index)
}

/// In the order of the keys.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    behavior: &'static str,
    behavior_close: &'static str,
    duration: u64,
    remote_close_code: Option<u16>,
    reportfile: String,
}

impl Entry {
    fn new(agent: &str, id: &str, line: &Line) -> Entry {
        Entry {
            behavior: line.behavior.word(),
            behavior_close: line.behavior_close.word(),
            duration: line.duration,
            remote_close_code: line.remote_code,
            reportfile: file_name(agent, id, "json"),
        }
    }
}
