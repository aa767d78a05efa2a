//! A verdict that is no pass, explained: clause, expected, actual, timeline with annotated octets, and how to see it again.

use std::fmt::Write as _;

use crate::record::Record;
use crate::trace::{By, Entry, Seen, What};

/// The longest a head is quoted, in lines.
const HEAD_LINES: usize = 12;

/// So many lines of a command's output are shown, the last ones.
const OUTPUT_LINES: usize = 20;

/// The block that a report shows for such a record. `again` is the command that plays the case again.
pub fn block(record: &Record, again: &str) -> String {
    let mut out = String::new();
    let verdict = &record.verdict;
    let numbers = match record.autobahn.as_slice() {
        [] => String::new(),
        numbers => format!("  ({})", numbers.join(", ")),
    };
    let _ = writeln!(out, "{} {}{numbers}", verdict.grade, record.case);
    let _ = writeln!(out, "  {}", record.title);
    if let Some(clause) = verdict.clause {
        let _ = writeln!(out, "  clause    {clause}: {}", clause.text);
    }
    labelled(&mut out, "expected", &verdict.expected);
    labelled(&mut out, "actual", &verdict.actual);
    if !verdict.because.is_empty() {
        let _ = writeln!(out, "  because   {}", verdict.because);
    }
    timeline(&mut out, record);
    if let Some(output) = &record.output {
        let lines: Vec<String> = output.lines().map(str::to_owned).collect();
        let skipped = lines.len().saturating_sub(OUTPUT_LINES);
        labelled(&mut out, "it said", &lines[skipped..]);
    }
    let _ = writeln!(out, "  again     {again}");
    let _ = writeln!(out, "  explain   wsspec explain {}", record.case);
    out
}

fn labelled(out: &mut String, label: &str, lines: &[String]) {
    let mut label = label;
    for line in lines {
        let _ = writeln!(out, "  {label:<9} {line}");
        label = "";
    }
}

fn timeline(out: &mut String, record: &Record) {
    let left_out = record.trace.left_out();
    let mut label = "timeline";
    for (index, entry) in record.trace.entries().iter().enumerate() {
        if let Some((count, after)) = left_out
            && index == after
        {
            let _ = writeln!(out, "  {label:<9} … {count} more …");
        }
        let _ = writeln!(out, "  {label:<9} {}", line(entry));
        if let What::Frame(seen) = &entry.what {
            let _ = writeln!(out, "  {:<9} {:>13}{}", "", "", octets(seen));
        }
        label = "";
    }
}

fn line(entry: &Entry) -> String {
    let arrow = match entry.by {
        By::Tester => "→",
        By::Subject => "←",
    };
    let at = format!("{:+.1} ms", entry.at.as_secs_f64() * 1000.0);
    let what = match &entry.what {
        What::Head(head) => {
            let lines: Vec<&str> = head.lines().filter(|line| !line.is_empty()).take(HEAD_LINES).collect();
            lines.join(" ⏎ ")
        }
        What::Frame(seen) => seen.to_string(),
        What::Note(note) => note.clone(),
    };
    format!("{at:>10} {arrow} {what}")
}

/// The first octets of a frame, field by field: `81 85 37fa213d 7f9f…  FIN text, masked, 5 octets`.
pub fn octets(seen: &Seen) -> String {
    let wire = &seen.wire;
    let header = (2 * seen.header_len).min(wire.len());
    let key = if seen.masked { 8 } else { 0 };
    let extended_end = (2 * seen.header_len).saturating_sub(key).min(wire.len());
    let spans = [
        (0, 2),
        (2, 4),
        (4, extended_end),
        (extended_end, header),
        (header, wire.len()),
    ];
    let fields: Vec<&str> = spans
        .into_iter()
        .filter_map(|(from, to)| wire.get(from..to).filter(|field| !field.is_empty()))
        .collect();
    let whole = seen.header_len as u64 + seen.len == (wire.len() / 2) as u64;
    format!(
        "{}{}   {}{}{}, {}masked, {} octets",
        fields.join(" "),
        if whole { "" } else { "…" },
        if seen.fin { "FIN " } else { "" },
        if seen.rsv == 0 {
            String::new()
        } else {
            format!("RSV {:03b} ", seen.rsv)
        },
        seen.opcode,
        if seen.masked { "" } else { "not " },
        seen.len,
    )
}
