//! Which layer notices which planted defect, and after how many executions.
//!
//! The layers are independent of each other: the unit tests, the cases of the suite, the corpora as they are, and each
//! target on inputs that it has not seen. Two more measurements are for comparison: the same inputs with every oracle
//! silenced, so that only panics count, and octets without structure.

pub mod layers;
pub mod table;

use std::fmt;

use serde::{Deserialize, Serialize};

/// What looks for defects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// `cargo test` of the codec and the server.
    UnitTests,
    /// The cases of the suite, against the reference server and client in memory.
    Cases,
    /// The corpora of all targets.
    Corpora,
    /// All targets, a number of runs each.
    Runs,
    /// The same inputs, and only panics count.
    PanicsAlone,
    /// As many inputs of octets without structure, for an endpoint of either role.
    Octets,
}

impl Layer {
    /// Those that count; the others are for comparison.
    pub const COUNTED: [Layer; 4] = [Layer::UnitTests, Layer::Cases, Layer::Corpora, Layer::Runs];
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Layer::UnitTests => "unit tests",
            Layer::Cases => "cases",
            Layer::Corpora => "corpora",
            Layer::Runs => "runs",
            Layer::PanicsAlone => "panics alone",
            Layer::Octets => "octets",
        })
    }
}

/// That a layer noticed a defect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kill {
    /// Which.
    pub layer: Layer,
    /// The test, the case, or the target.
    pub by: String,
    /// How many executions it took, this one counted: cases played, or inputs judged.
    pub executions: u64,
    /// What was said of it: the first sentence.
    pub said: String,
}
