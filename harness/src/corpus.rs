//! The bodies of test data that the compression cases cut their messages from.

use serde::{Deserialize, Serialize};

/// A body of test data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Corpus {
    /// JSON.
    Json,
    /// HTML.
    Html,
    /// Prose.
    Text,
    /// A bitmap.
    Bitmap,
    /// A document with compressed parts.
    Document,
}
