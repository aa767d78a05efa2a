//! Picks cases by id, topic, Autobahn number or glob.

use std::fmt;

use wildmatch::WildMatch;

use crate::case::Case;

/// Why no cases were picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unmatched {
    /// No case has this id, topic or number; these are near.
    Unknown(String, Vec<String>),
    /// No case matches this glob; these are near.
    NoMatch(String, Vec<String>),
}

impl fmt::Display for Unmatched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unmatched::Unknown(wanted, near) if near.is_empty() => {
                write!(f, "there is no case `{wanted}`; `wsspec list` shows all")
            }
            Unmatched::Unknown(wanted, near) => {
                write!(f, "there is no case `{wanted}`; near are: {}", near.join(", "))
            }
            Unmatched::NoMatch(glob, near) if near.is_empty() => {
                write!(f, "no case matches `{glob}`; `wsspec list` shows all")
            }
            Unmatched::NoMatch(glob, near) => write!(f, "no case matches `{glob}`; near are: {}", near.join(", ")),
        }
    }
}

impl std::error::Error for Unmatched {}

/// The cases that match one of these patterns, in the order of the catalogue; all without a pattern.
///
/// # Errors
/// A pattern matches none.
pub fn select(cases: Vec<Case>, patterns: &[String]) -> Result<Vec<Case>, Unmatched> {
    if patterns.is_empty() {
        return Ok(cases);
    }
    let mut wanted = vec![false; cases.len()];
    for pattern in patterns {
        let mut found = false;
        for (case, wanted) in cases.iter().zip(&mut wanted) {
            if matches(case, pattern) {
                found = true;
                *wanted = true;
            }
        }
        if !found {
            return Err(if pattern.contains(['*', '?']) {
                let words: String = pattern.split(['*', '?']).collect();
                Unmatched::NoMatch(pattern.clone(), nearest(&cases, &words))
            } else {
                Unmatched::Unknown(pattern.clone(), nearest(&cases, pattern))
            });
        }
    }
    Ok(cases
        .into_iter()
        .zip(wanted)
        .filter_map(|(case, wanted)| wanted.then_some(case))
        .collect())
}

fn matches(case: &Case, pattern: &str) -> bool {
    if pattern.contains(['*', '?']) {
        let glob = WildMatch::new(pattern);
        return glob.matches(&case.id) || case.autobahn.iter().any(|number| glob.matches(number));
    }
    case.id == pattern || case.topic() == pattern || case.autobahn.iter().any(|number| number == pattern)
}

/// The names that look most like it: a few, best first.
fn nearest(cases: &[Case], wanted: &str) -> Vec<String> {
    let numbers = wanted.starts_with(|c: char| c.is_ascii_digit());
    let mut names: Vec<(f64, &str)> = cases
        .iter()
        .flat_map(|case| {
            let id = (!numbers).then_some(case.id.as_str());
            let autobahn = case.autobahn.iter().filter(|_| numbers).map(String::as_str);
            id.into_iter().chain(autobahn)
        })
        .map(|name| {
            let tail = name.split('/').next_back().unwrap_or(name);
            (
                strsim::jaro_winkler(name, wanted).max(strsim::jaro_winkler(tail, wanted)),
                name,
            )
        })
        .filter(|(likeness, _)| *likeness > 0.75)
        .collect();
    names.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    names.dedup_by(|a, b| a.1 == b.1);
    names.into_iter().take(3).map(|(_, name)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(patterns: &[&str]) -> Result<Vec<String>, Unmatched> {
        let case = |id: &str, number: &str| Case::new(id, "t", []).autobahn([number]);
        let cases = vec![case("a/one", "1.1"), case("a/two", "1.2"), case("b/three", "2.1")];
        let patterns: Vec<String> = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        Ok(select(cases, &patterns)?.into_iter().map(|case| case.id).collect())
    }

    #[test]
    fn by_id_topic_number_and_glob() {
        assert_eq!(ids(&[]).unwrap().len(), 3);
        assert_eq!(ids(&["a/two"]).unwrap(), ["a/two"]);
        assert_eq!(ids(&["a"]).unwrap(), ["a/one", "a/two"]);
        assert_eq!(ids(&["2.1", "1.1"]).unwrap(), ["a/one", "b/three"]);
        assert_eq!(ids(&["1.*"]).unwrap(), ["a/one", "a/two"]);
        assert_eq!(ids(&["*/t*"]).unwrap(), ["a/two", "b/three"]);
    }

    #[test]
    fn what_matches_nothing_is_an_error_that_helps() {
        assert!(matches!(ids(&["a/tow"]), Err(Unmatched::Unknown(_, near)) if near[0] == "a/two"));
        assert!(matches!(ids(&["9.*"]), Err(Unmatched::NoMatch(..))));
        assert!(ids(&["2.2"]).unwrap_err().to_string().contains("2.1"));
    }
}
