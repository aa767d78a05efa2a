//! Every demand that a peer can see kept or broken has a case, or a reason why it has none; and the page that says so is true.

use std::path::Path;

use wildmatch::WildMatch;
use wsspec::coverage::untested::{UNTESTED, reason};
use wsspec::coverage::{page, rows};
use wsspec_codec::rfc;

#[test]
fn every_clause_that_can_be_seen_has_a_case_or_a_reason_why_it_has_none() {
    let missing: Vec<&str> = rows()
        .into_iter()
        .filter(|row| row.is_observable() && row.cases.is_empty() && row.untested.is_none())
        .map(|row| row.clause.id)
        .collect();
    assert!(
        missing.is_empty(),
        "neither a case nor a reason in harness/src/coverage/untested.rs: {missing:#?}"
    );
}

#[test]
fn no_clause_with_a_case_is_said_to_have_none() {
    for row in rows().into_iter().filter(|row| !row.cases.is_empty()) {
        assert_eq!(
            reason(row.clause),
            None,
            "{} is tried by {}",
            row.clause.id,
            row.cases[0]
        );
    }
}

#[test]
fn every_reason_is_that_of_a_clause() {
    for (ids, why) in UNTESTED {
        assert!(!why.is_empty() && !why.ends_with('.'), "{why}");
        for id in *ids {
            let glob = WildMatch::new(id);
            let found = rfc::all().any(|clause| glob.matches(clause.id) && reason(clause) == Some(why));
            assert!(found, "{id} names no clause that can be seen and has no reason above");
        }
    }
}

/// `docs/coverage.md`; written anew with INSTA_UPDATE=always.
#[test]
fn the_page_in_the_docs_is_what_is_covered() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/coverage.md");
    let page = page(&rows());
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, &page).unwrap();
    }
    let told = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        told == page,
        "docs/coverage.md is out of date; INSTA_UPDATE=always cargo test -p wsspec --test coverage writes it anew"
    );
}
