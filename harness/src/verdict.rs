//! What a play came to.

use serde::Serialize;
use wsspec_codec::rfc::Clause;

use crate::pattern::Grade;

/// The judgement of one play.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// How good it is.
    pub grade: Grade,
    /// Why it is no better, in a sentence; empty for a pass.
    pub because: String,
    /// The clause that was broken, or missed.
    #[serde(serialize_with = "clause_id", skip_serializing_if = "Option::is_none")]
    pub clause: Option<&'static Clause>,
    /// What should have come in the step that decided, best first; empty for a pass.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<String>,
    /// What came instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actual: Vec<String>,
    /// Whether it failed because nothing came in time.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub timed_out: bool,
}

impl Verdict {
    /// A pass, until something worse is found.
    pub fn pass() -> Verdict {
        Verdict {
            grade: Grade::Pass,
            because: String::new(),
            clause: None,
            expected: Vec::new(),
            actual: Vec::new(),
            timed_out: false,
        }
    }

    /// A verdict with a grade and a sentence.
    pub fn new(grade: Grade, because: impl Into<String>) -> Verdict {
        Verdict {
            grade,
            because: because.into(),
            ..Verdict::pass()
        }
    }
}

fn clause_id<S: serde::Serializer>(clause: &Option<&'static Clause>, to: S) -> Result<S::Ok, S::Error> {
    clause.map(|clause| clause.id).serialize(to)
}
