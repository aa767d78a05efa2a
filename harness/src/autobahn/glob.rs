//! Autobahn's patterns: shell globs at first sight, regular expressions underneath.

use std::fmt;

use regex::Regex;

/// Matches ids, or names of agents.
#[derive(Clone, Debug)]
pub struct Glob(Regex);

/// A pattern that is no regular expression after its translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadGlob {
    /// As it was written.
    pub pattern: String,
    why: String,
}

impl fmt::Display for BadGlob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the pattern {:?} cannot be read: {}", self.pattern, self.why)
    }
}

impl std::error::Error for BadGlob {}

impl Glob {
    /// A pattern that need match only the beginning, as in `cases` and `exclude-cases`: `1*` takes 10.1.1.
    ///
    /// # Errors
    /// It is no regular expression.
    pub fn anchored_at_start(pattern: &str) -> Result<Glob, BadGlob> {
        Glob::new(pattern, &format!(r"\A(?:{})", translated(pattern)))
    }

    /// A pattern that must match all of it, as in `exclude-agent-cases`.
    ///
    /// # Errors
    /// It is no regular expression.
    pub fn anchored_at_both_ends(pattern: &str) -> Result<Glob, BadGlob> {
        // The anchors bind more tightly than `|`, as they do in Autobahn.
        Glob::new(pattern, &format!(r"\A(?:^{}$)", translated(pattern)))
    }

    fn new(pattern: &str, regex: &str) -> Result<Glob, BadGlob> {
        let bad = |error: regex::Error| BadGlob {
            pattern: pattern.to_owned(),
            // The last line says what is wrong; those before draw it, in an expression that nobody wrote.
            why: error.to_string().lines().last().unwrap_or_default().to_owned(),
        };
        Ok(Glob(Regex::new(regex).map_err(bad)?))
    }

    /// Whether it matches.
    pub fn matches(&self, name: &str) -> bool {
        self.0.is_match(name)
    }
}

/// `.` is itself, `*` any run; whatever else a regular expression knows stays alive.
fn translated(pattern: &str) -> String {
    pattern.replace('.', r"\.").replace('*', ".*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_is_enough_for_a_pattern_of_cases() {
        let matches = |pattern: &str, id: &str| Glob::anchored_at_start(pattern).unwrap().matches(id);
        assert!(matches("1.*", "1.1.1"));
        assert!(!matches("1.*", "10.1.1"));
        assert!(matches("1*", "10.1.1"));
        assert!(!matches("1*", "2.1"));
        assert!(matches("*.1", "2.10"));
        assert!(matches("7.[15]*", "7.5.1"));
        assert!(!matches("7.[15]*", "7.3.1"));
        assert!(matches("2|3*", "2.1"));
    }

    #[test]
    fn a_pattern_of_agents_matches_all_of_the_name_in_its_case() {
        let matches = |pattern: &str, name: &str| Glob::anchored_at_both_ends(pattern).unwrap().matches(name);
        assert!(matches("my*", "myserver"));
        assert!(!matches("my", "myserver"));
        assert!(!matches("My*", "myserver"));
        assert!(matches("a.b", "a.b"));
        assert!(!matches("a.b", "axb"));
    }

    #[test]
    fn what_cannot_be_read_is_an_error_that_names_the_pattern() {
        let error = Glob::anchored_at_start("1.(*").unwrap_err();
        assert_eq!(
            error.to_string(),
            "the pattern \"1.(*\" cannot be read: error: unclosed group"
        );
    }
}
