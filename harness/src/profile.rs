//! How much is played.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How much is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// What takes a second or two: every rule, and no mass of messages.
    #[default]
    Smoke,
    /// That, and large messages, many messages, and of each family of compressed messages one size.
    Default,
    /// Everything but what is hostile.
    Full,
    /// Ordeals, and nothing else: what an attacker does.
    Hostile,
}

impl Profile {
    /// Every profile, smallest first, and the one that stands beside them.
    pub const ALL: [Profile; 4] = [Profile::Smoke, Profile::Default, Profile::Full, Profile::Hostile];

    /// Whether a run of this profile plays the cases of that one.
    pub fn plays(self, of: Profile) -> bool {
        match (self, of) {
            (Profile::Hostile, of) => of == Profile::Hostile,
            (profile, of) => of <= profile,
        }
    }

    pub(crate) fn is_smallest(&self) -> bool {
        *self == Profile::Smoke
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Profile::Smoke => "smoke",
            Profile::Default => "default",
            Profile::Full => "full",
            Profile::Hostile => "hostile",
        })
    }
}
