//! The matrix faults × cases as text that a reviewer reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wsspec::case::Case;
use wsspec_codec::plant::Breaks;
use wsspec_codec::rules::Role;

use super::matrix::Row;
use super::play::is_small;
use super::reasons;

/// So many cases of a fault are named, in either role.
const NAMED: usize = 3;

/// The longest line, in characters.
const WIDTH: usize = 125;

/// Every fault with how many cases notice it and the first of them, then the cases that notice none.
pub(super) fn matrix(rows: &[Row<'_>], cases: &[Case]) -> String {
    let mut text =
        String::from("Faults, and the cases that notice them: those that cite the clause of the fault stand first\n");
    for breaks in Breaks::ALL {
        let of: Vec<&Row<'_>> = rows.iter().filter(|row| row.fault.breaks() == breaks).collect();
        let caught = of.iter().filter(|row| row.is_caught()).count();
        let _ = writeln!(text, "\n{breaks}: {caught} of {} caught", of.len());
        for row in of {
            let fault = row.fault;
            let _ = writeln!(
                text,
                "\n{}  {}  {}",
                fault.id(),
                fault.clause().id,
                fault.clause().level
            );
            let _ = writeln!(text, "  {}", fault.defect());
            for role in [Role::Server, Role::Client]
                .into_iter()
                .filter(|&role| fault.is_for(role))
            {
                text.push_str(&noticed(row, role));
            }
            if !row.is_caught() {
                let reason = reasons::of_fault(fault.id()).unwrap_or("NO REASON IS GIVEN");
                let _ = writeln!(text, "  not caught: {reason}");
            }
        }
    }
    text.push_str(&idle_by_reason(rows, cases));
    text
}

/// The cases that notice a fault of an endpoint in this role.
fn noticed(row: &Row<'_>, role: Role) -> String {
    let cases = row.cases(role);
    let how = row.decisive().map_or("", |noticed| noticed.manner.said());
    let mut line = format!("  {role:<6} {:>4}{how}", cases.len());
    for (at, id) in cases.iter().take(NAMED).enumerate() {
        let separator = if at == 0 { "  " } else { ", " };
        let _ = write!(line, "{separator}{id}");
    }
    if cases.len() > NAMED {
        line.push_str(", …");
    }
    line.push('\n');
    line
}

/// The ids of the cases that were played and notice nothing.
pub(super) fn idle<'c>(rows: &[Row<'c>], cases: &'c [Case]) -> Vec<&'c str> {
    let noticing: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| &row.noticed)
        .map(|noticed| noticed.case.id.as_str())
        .collect();
    let played = cases.iter().filter(|case| is_small(case));
    let ids = played.map(|case| case.id.as_str());
    ids.filter(|id| !noticing.contains(id)).collect()
}

fn idle_by_reason(rows: &[Row<'_>], cases: &[Case]) -> String {
    let idle = idle(rows, cases);
    let mut text = format!("\nCases that notice no fault: {} of {}\n", idle.len(), cases.len());
    let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for id in idle {
        by_reason
            .entry(reasons::of_case(id).unwrap_or("NO REASON IS GIVEN"))
            .or_default()
            .push(id);
    }
    for (reason, ids) in by_reason {
        let _ = writeln!(text, "\n{reason} ({})", ids.len());
        text.push_str(&lines(&ids));
    }
    let large = cases.iter().filter(|case| !is_small(case)).count();
    let _ = writeln!(
        text,
        "\nnot played, because they are large; smaller ones of their families are ({large})"
    );
    text
}

/// Ids, as many in a line as there is room for.
fn lines(ids: &[&str]) -> String {
    let mut text = String::new();
    let mut width = WIDTH;
    for id in ids {
        if width + 2 + id.len() > WIDTH {
            text.push_str(if text.is_empty() { "  " } else { "\n  " });
            width = 2;
        } else {
            text.push_str("  ");
            width += 2;
        }
        text.push_str(id);
        width += id.len();
    }
    text.push('\n');
    text
}
