//! `wsspec explain`: why a case is judged as it is.

use anstream::println;
use clap::Args;
use wsspec_codec::rfc::{self, Clause};

use super::selected;
use wsspec::case::{Case, Step};
use wsspec::coverage::untested;
use wsspec::exit;
use wsspec::pattern::Grade;
use wsspec::suite;
use wsspec::text;

/// Explain a case or a clause: the rules, where they stand, and why each verdict; without network
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Ids, topics, Autobahn numbers or globs of cases, or the id of a clause
    #[arg(value_name = "CASE", required = true)]
    cases: Vec<String>,
}

pub(super) fn run(arguments: &Arguments) -> u8 {
    let mut first = true;
    for wanted in &arguments.cases {
        if !std::mem::take(&mut first) {
            println!();
        }
        if let Some(clause) = rfc::find(wanted) {
            explain_clause(clause);
            continue;
        }
        let cases = match selected(std::slice::from_ref(wanted)) {
            Ok(cases) => cases,
            Err(code) => return code,
        };
        let explained: Vec<String> = cases.iter().map(explain).collect();
        println!("{}", explained.join("\n"));
    }
    exit::OK
}

fn explain_clause(clause: &Clause) {
    println!("{}\n  {clause}\n  {}\n  {}", clause.id, clause.text, clause.url());
    let citing: Vec<String> = suite::cases()
        .into_iter()
        .filter(|case| case.clauses.iter().any(|cited| cited.id == clause.id))
        .map(|case| case.id)
        .collect();
    match citing.as_slice() {
        [] => match untested::reason(clause) {
            Some(reason) => println!("  no case tries it: {reason}"),
            None => println!("  no case tries it"),
        },
        ids => println!("  cases: {}", ids.join(", ")),
    }
}

fn explain(case: &Case) -> String {
    let mut out = format!("{}\n  {}\n\nRules\n", case.id, case.title);
    for clause in &case.clauses {
        out.push_str(&format!(
            "  {clause}: {}\n    {}  {}\n",
            clause.text,
            clause.id,
            clause.url()
        ));
    }
    out.push_str("\nWhat happens (> the tester sends, < the subject answers, = both)\n");
    for line in text::case(case).lines().filter(|line| {
        [
            "  bounds: ",
            "  >",
            "  <",
            "  =",
            "  answers ",
            "  does not end ",
            "  head: ",
            "  url: ",
            "  judges ",
        ]
        .iter()
        .any(|mark| line.starts_with(mark))
    }) {
        out.push_str(line);
        out.push('\n');
    }
    out.push_str("\nVerdicts\n");
    for grade in grades(case) {
        out.push_str(&format!("  {:<8} {}\n", grade.to_string(), meaning(grade)));
    }
    let failing = match case.ordeal {
        Some(_) => "the subject dies, serves no more, takes too much memory, hangs, or echoes something else",
        None => "anything else, and nothing at all within the time",
    };
    out.push_str(&format!("  {:<8} {failing}\n", "fail"));
    if !case.autobahn.is_empty() {
        out.push_str(&format!("\nStands for Autobahn {}\n", case.autobahn.join(", ")));
    }
    if let Some(correction) = &case.correction {
        out.push_str(&format!("Judged otherwise than there: {correction}\n"));
    }
    out
}

/// The grades that the case can give, best first.
fn grades(case: &Case) -> Vec<Grade> {
    let given = |grade: Grade| {
        case.steps.iter().any(|step| match step {
            Step::Expect(expect) => expect.outcomes.0.iter().any(|outcome| outcome.grade == grade),
            Step::Exchange(_) => matches!(grade, Grade::Pass | Grade::Info),
            Step::Send(_) | Step::End => false,
        }) || grade == Grade::Lenient
            && (case.hope.is_some() || case.judges.iter().any(|aspect| aspect.has_lenient_faults()))
            || case
                .ordeal
                .as_ref()
                .is_some_and(|ordeal| grade == Grade::Pass || ordeal.judged.iter().any(|judged| judged.grade == grade))
            || grade == Grade::Unsupported && (case.needs_agreement() || case.answer.is_some())
    };
    Grade::ALL.into_iter().filter(|&grade| given(grade)).collect()
}

fn meaning(grade: Grade) -> &'static str {
    match grade {
        Grade::Pass => "as the standard wants it",
        Grade::Lenient => "allowed, but a SHOULD is missed or the order is unusual",
        Grade::Info => "an observation: the standard takes no side",
        Grade::Unsupported => "the subject declined the feature, or cannot be told to close",
        Grade::Blocked => "the opening handshake failed, the case never began",
        Grade::Fail => "a rule is broken",
        Grade::Error => "the tester's own fault",
    }
}
