//! What a run came to, for people.

use anstream::{print, println};
use anstyle::{AnsiColor, Style};

use super::arguments::Arguments;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::report::{Footer, console, failure};
use wsspec::segment::Segmentation;

/// The failures in full, then the summary.
pub(super) fn summarise(arguments: &Arguments, records: &[Record], footer: &Footer) {
    for record in records {
        let grade = record.verdict.grade;
        if grade.is_failure() || grade == Grade::Lenient && (arguments.strict || arguments.verbose) {
            println!();
            paint(grade, &failure::block(record, &again(arguments, &record.case)));
        }
    }
    println!(
        "\n{}\n{}",
        console::topics(records).trim_end(),
        console::footer(footer).trim_end()
    );
}

/// The command that plays just this case like this.
fn again(arguments: &Arguments, case: &str) -> String {
    let mut words = vec!["wsspec server".to_owned()];
    words.extend(arguments.url_and_patterns().0.map(str::to_owned));
    words.push(case.to_owned());
    if arguments.insecure {
        words.push("--insecure".to_owned());
    }
    if let Some(name) = &arguments.sni {
        words.push(format!("--sni '{name}'"));
    }
    if arguments.segmentation != Segmentation::Whole {
        words.push(format!("--segmentation '{}'", arguments.segmentation));
    }
    if arguments.time_scale != 1.0 {
        words.push(format!("--time-scale {}", arguments.time_scale));
    }
    if arguments.seed != 0 {
        words.push(format!("--seed {}", arguments.seed));
    }
    words.join(" ")
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
