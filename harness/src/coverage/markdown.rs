//! Coverage as a page of Markdown.

use std::fmt::Write as _;

use wsspec_codec::rfc::Binds;

use super::{Count, Row, by_area};

/// What stands above the tables.
const HEAD: &str = "\
# What is covered

Written by `wsspec coverage --format markdown`; a test keeps it true. `wsspec explain CLAUSE` says more of a clause, and
`wsspec explain CASE` of a case.

A clause is one demand of a standard. **Cases** cite the clauses that they try: an endpoint that breaks one does not pass
them. **Faults** are mistakes that can be planted in the reference endpoints, to see whether the cases notice them.
**Autobahn** is how Autobahn|Testsuite 25.10.1 covers the clause, as its source was read: *direct*, a case aims at it;
*partial*, its cases meet it under some of its conditions, or judge a part of it; *implicit*, they could not be passed
without it, and none says so; and else a dash. A clause that nobody can see kept or broken from outside has no cases, and is
not counted here.

";

/// The page, with a summary above and a table for each part of each standard below.
pub fn page(rows: &[Row]) -> String {
    let mut page = HEAD.to_owned();
    page.push_str(
        "| | clauses | with cases | MUST | MUST with cases | none, and why | with faults | Autobahn: direct | partial |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    let areas = by_area(rows);
    for (area, rows) in &areas {
        let count = Count::of(rows.iter().copied());
        summary(&mut page, &format!("[{area}](#{})", anchor(&area.to_string())), &count);
    }
    summary(&mut page, "**all**", &Count::of(rows));
    page.push_str("\nMUST counts also what follows from how a protocol works, without a keyword.\n");
    for (area, rows) in &areas {
        let _ = write!(
            page,
            "\n## {area}\n\n| clause | level | binds | demand | cases | faults | Autobahn |\n|---|---|---|---|---|---|---|\n"
        );
        for row in rows {
            line(&mut page, row);
        }
    }
    page
}

fn summary(page: &mut String, name: &str, count: &Count) {
    let _ = writeln!(
        page,
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} |",
        count.clauses,
        count.tried,
        count.must,
        count.must_tried,
        count.untested,
        count.with_faults,
        count.autobahn_direct,
        count.autobahn_partial
    );
}

fn line(page: &mut String, row: &Row) {
    let clause = row.clause;
    let binds = match clause.binds {
        Binds::Client => "client",
        Binds::Server => "server",
        Binds::Both => "both",
    };
    let cases = match row.cases.as_slice() {
        [] if !row.is_observable() => "*cannot be seen*".to_owned(),
        [] => row
            .untested
            .map_or("**none**".to_owned(), |reason| format!("*none: {reason}*")),
        cases => some(cases, 1),
    };
    let autobahn = match row.autobahn {
        super::Autobahn::None => "–".to_owned(),
        covered => covered.to_string(),
    };
    let _ = writeln!(
        page,
        "| [`{}`]({}) | {} | {binds} | {} | {cases} | {} | {autobahn} |",
        clause.id,
        clause.url(),
        clause.level,
        clause.text.replace('|', "\\|"),
        some(&row.faults, 2),
    );
}

/// The first few names, and how many there are if there are more.
fn some(names: &[impl AsRef<str>], few: usize) -> String {
    let first: Vec<String> = names
        .iter()
        .take(few)
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    match names.len() {
        all if all > few => format!("{all}: {} …", first.join(", ")),
        _ => first.join(", "),
    }
}

/// The anchor that a heading gets on the pages that show Markdown.
fn anchor(heading: &str) -> String {
    heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_words_with_hyphens() {
        assert_eq!(anchor("RFC 6455, UTF-8"), "rfc-6455-utf-8");
    }

    #[test]
    fn of_many_names_the_first_stand_there_and_how_many_there_are() {
        assert_eq!(some(&["a", "b", "c"], 2), "3: `a`, `b` …");
        assert_eq!(some(&["a"], 2), "`a`");
        assert_eq!(some(&[""; 0], 2), "");
    }
}
