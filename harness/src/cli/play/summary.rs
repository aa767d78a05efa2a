//! What a run came to, for people.

use anstream::{print, println};
use anstyle::{AnsiColor, Style};

use super::Manner;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::report::{Footer, console, failure};

/// The failures in full, then the summary.
pub(super) fn summarise(manner: &Manner, records: &[Record], footer: &Footer, again: impl Fn(&str) -> String) {
    for record in records {
        let grade = record.verdict.grade;
        if grade.is_failure() || grade == Grade::Lenient && (manner.strict || manner.verbose) {
            println!();
            paint(grade, &failure::block(record, &again(&record.case)));
        }
    }
    println!(
        "\n{}\n{}",
        console::topics(records).trim_end(),
        console::footer(footer).trim_end()
    );
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
