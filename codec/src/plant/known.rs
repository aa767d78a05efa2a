//! What is known of each defect, and how it is found by its name.

use std::fmt;

use super::{KNOWN, Plant};
use crate::rfc::Clause;
use crate::rules::Role;

/// Who has a defect, and so where it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Site {
    /// Every endpoint: it is in what both sides share.
    Codec,
    /// A server.
    Server,
    /// A client.
    Client,
}

/// What a defect breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Breaks {
    /// A MUST for the endpoint that has it, by its own words or because they say how the protocol works.
    Must,
    /// A SHOULD.
    Should,
    /// Nothing of its own: the sender of what it takes breaks a MUST, and nothing says that a receiver must notice.
    SenderRule,
    /// A registry, or what the RFC leaves open and registries fill.
    Registry,
    /// What this codec and its endpoints promise beyond the RFC: the echo, and where a violation is found.
    Contract,
    /// Nothing but good sense: memory, work, and patience with what should not happen.
    Robustness,
}

/// A row of the tables.
pub(super) struct Known {
    pub(super) id: &'static str,
    pub(super) site: Site,
    pub(super) breaks: Breaks,
    pub(super) clause: &'static Clause,
    pub(super) defect: &'static str,
    pub(super) stimulus: &'static str,
}

impl Plant {
    fn known(self) -> &'static Known {
        &KNOWN[self as usize]
    }

    /// Its name in kebab-case, such as `rsv2-accepted`.
    pub fn id(self) -> &'static str {
        self.known().id
    }

    /// The defect with this id.
    pub fn from_id(id: &str) -> Option<Plant> {
        Plant::ALL.iter().copied().find(|plant| plant.id() == id)
    }

    /// Who has it.
    pub fn site(self) -> Site {
        self.known().site
    }

    /// What it breaks.
    pub fn breaks(self) -> Breaks {
        self.known().breaks
    }

    /// The clause that it has to do with.
    pub fn clause(self) -> &'static Clause {
        self.known().clause
    }

    /// What it does wrong, in one sentence without a full stop.
    pub fn defect(self) -> &'static str {
        self.known().defect
    }

    /// What shows it, as a phrase.
    pub fn stimulus(self) -> &'static str {
        self.known().stimulus
    }

    /// Whether an endpoint in this role can have it.
    pub fn is_for(self, role: Role) -> bool {
        match self.site() {
            Site::Codec => true,
            Site::Server => role == Role::Server,
            Site::Client => role == Role::Client,
        }
    }

    /// The defect with this id, for an endpoint in this role.
    ///
    /// # Errors
    /// There is none, or only endpoints in the other role can have it.
    pub fn named(id: &str, role: Role) -> Result<Plant, Misnamed> {
        match Plant::from_id(id) {
            Some(plant) if plant.is_for(role) => Ok(plant),
            Some(plant) => Err(Misnamed::OfOthers(plant)),
            None => Err(Misnamed::Unknown(id.to_owned())),
        }
    }
}

impl Breaks {
    /// All that can be broken, the worst first.
    pub const ALL: [Breaks; 6] = [
        Breaks::Must,
        Breaks::Should,
        Breaks::SenderRule,
        Breaks::Registry,
        Breaks::Contract,
        Breaks::Robustness,
    ];
}

impl fmt::Display for Breaks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Breaks::Must => "MUST",
            Breaks::Should => "SHOULD",
            Breaks::SenderRule => "a rule for senders",
            Breaks::Registry => "a registry",
            Breaks::Contract => "what an echo owes",
            Breaks::Robustness => "good sense",
        })
    }
}

/// A line for each defect that an endpoint in this role can have, or any endpoint: id, what it breaks, clause, and what it does
/// wrong.
pub fn listing(role: Option<Role>) -> String {
    Plant::ALL
        .iter()
        .filter(|plant| role.is_none_or(|role| plant.is_for(role)))
        .map(|plant| format!("{:<36} {}: {}\n", plant.id(), plant.clause(), plant.defect()))
        .collect()
}

/// A name that names no defect of such an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misnamed {
    /// Nothing has this name.
    Unknown(String),
    /// Only an endpoint in the other role can have it.
    OfOthers(Plant),
}

impl fmt::Display for Misnamed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misnamed::OfOthers(plant) => {
                let whose = match plant.site() {
                    Site::Client => "a client",
                    Site::Server => "a server",
                    Site::Codec => "any endpoint",
                };
                write!(f, "`{}` is a fault that only {whose} can have", plant.id())
            }
            Misnamed::Unknown(id) => match near(id) {
                near if near.is_empty() => write!(f, "there is no fault `{id}`"),
                near => write!(f, "there is no fault `{id}`; near it are {}", near.join(", ")),
            },
        }
    }
}

impl std::error::Error for Misnamed {}

/// The ids that share the most words with this one, or begin with what it begins with.
fn near(id: &str) -> Vec<&'static str> {
    let asked: Vec<&str> = id.split('-').collect();
    let shared = |plant: &Plant| plant.id().split('-').filter(|word| asked.contains(word)).count();
    let most = Plant::ALL.iter().map(shared).max().unwrap_or(0).max(1);
    let alike = |plant: &&Plant| shared(plant) == most || id.len() > 2 && plant.id().starts_with(id);
    Plant::ALL
        .iter()
        .filter(alike)
        .map(|plant| plant.id())
        .take(8)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rfc::{Binds, Level};
    use std::collections::HashSet;

    #[test]
    fn ids_are_the_names_in_kebab_case() {
        for plant in Plant::ALL {
            let plain = |octet: u8| octet.is_ascii_lowercase() || octet.is_ascii_digit() || octet == b'-';
            assert!(plant.id().bytes().all(plain), "{}", plant.id());
            assert_eq!(plant.id().replace('-', ""), format!("{plant:?}").to_ascii_lowercase());
            assert_eq!(Plant::from_id(plant.id()), Some(*plant));
        }
    }

    #[test]
    fn every_defect_is_described_in_its_own_words() {
        let mut seen = HashSet::new();
        for plant in Plant::ALL {
            let (id, defect, stimulus) = (plant.id(), plant.defect(), plant.stimulus());
            assert!(seen.insert(defect), "the defect of {id} is there twice: {defect}");
            for text in [defect, stimulus] {
                assert!(text.contains(' ') && text.len() <= 110, "{id}: {text}");
                assert!(
                    !text.ends_with('.') && !text.contains(". "),
                    "{id} has no full stop: {text}"
                );
            }
            assert!(defect.starts_with(|c: char| c.is_ascii_uppercase()), "{id}: {defect}");
        }
    }

    #[test]
    fn nobody_is_blamed_for_a_clause_that_binds_another() {
        for plant in Plant::ALL {
            let (id, clause) = (plant.id(), plant.clause());
            let bound = match plant.breaks() {
                Breaks::SenderRule => continue,
                Breaks::Must => matches!(clause.level, Level::Must | Level::Implied),
                Breaks::Should => clause.level == Level::Should,
                Breaks::Registry | Breaks::Contract | Breaks::Robustness => true,
            };
            assert!(bound, "{id} does not break what is put as {clause}");
            let other = match plant.site() {
                Site::Codec => continue,
                Site::Server => Binds::Client,
                Site::Client => Binds::Server,
            };
            assert_ne!(clause.binds, other, "{id}");
        }
    }

    #[test]
    fn an_unknown_id_is_answered_with_those_that_are_near() {
        let unknown = Plant::named("rsv2-acepted", Role::Server).unwrap_err();
        assert_eq!(
            unknown.to_string(),
            "there is no fault `rsv2-acepted`; near it are rsv2-accepted"
        );
        let unknown = Plant::named("nonsense", Role::Server).unwrap_err();
        assert_eq!(unknown.to_string(), "there is no fault `nonsense`");
    }

    #[test]
    fn a_fault_is_not_for_an_endpoint_that_cannot_have_it() {
        assert_eq!(Plant::named("nonce-constant", Role::Client), Ok(Plant::NonceConstant));
        let of_others = Plant::named("nonce-constant", Role::Server).unwrap_err();
        assert_eq!(of_others, Misnamed::OfOthers(Plant::NonceConstant));
        assert_eq!(
            of_others.to_string(),
            "`nonce-constant` is a fault that only a client can have"
        );
        assert!(!listing(Some(Role::Server)).contains("nonce-constant"));
        assert_eq!(listing(None).lines().count(), Plant::ALL.len());
    }
}
