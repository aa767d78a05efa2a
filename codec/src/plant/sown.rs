//! Which defect is sown, and what is known of each.

use std::sync::atomic::{AtomicU16, Ordering};

use super::{KNOWN, Plant};
use crate::rfc::Clause;

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
}

/// The environment variable that sows a defect by its id.
const VARIABLE: &str = "WSSPEC_PLANT";

/// Nobody has looked into the environment yet.
const UNKNOWN: u16 = u16::MAX;
const NONE: u16 = u16::MAX - 1;

/// The number of the defect that is sown.
static SOWN: AtomicU16 = AtomicU16::new(UNKNOWN);

/// Whether this defect is sown.
#[inline]
pub fn planted(plant: Plant) -> bool {
    let sown = SOWN.load(Ordering::Relaxed);
    sown == plant as u16 || sown == UNKNOWN && from_environment() == plant as u16
}

/// The defect that is sown.
pub fn sown() -> Option<Plant> {
    Plant::ALL.iter().copied().find(|plant| planted(*plant))
}

/// Sows a defect in this process instead of the one before, or none. All threads see it, at once or soon.
pub fn sow(plant: Option<Plant>) {
    SOWN.store(plant.map_or(NONE, |plant| plant as u16), Ordering::Relaxed);
}

/// Sows what the environment names, unless something else was sown meanwhile. Ends the process if nothing has that name:
/// a measurement of no defect would look like one that nobody noticed.
#[cold]
fn from_environment() -> u16 {
    let named = match std::env::var(VARIABLE) {
        Ok(id) => Plant::from_id(&id).map_or_else(|| refuse(&id), |plant| plant as u16),
        Err(std::env::VarError::NotPresent) => NONE,
        Err(std::env::VarError::NotUnicode(id)) => refuse(&id.to_string_lossy()),
    };
    match SOWN.compare_exchange(UNKNOWN, named, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => named,
        Err(meanwhile) => meanwhile,
    }
}

fn refuse(id: &str) -> ! {
    eprintln!("error: {}", complaint(id));
    std::process::exit(2)
}

/// That there is no such defect, and which there are whose ids are near.
fn complaint(id: &str) -> String {
    let words = |id: &str| id.split('-').map(str::to_owned).collect::<Vec<_>>();
    let asked = words(id);
    let shared = |plant: &Plant| words(plant.id()).iter().filter(|word| asked.contains(word)).count();
    let most = Plant::ALL.iter().map(shared).max().unwrap_or(0).max(1);
    let near: Vec<&str> = Plant::ALL
        .iter()
        .filter(|plant| shared(plant) == most)
        .map(|plant| plant.id())
        .take(8)
        .collect();
    let near = if near.is_empty() {
        format!("there are {}, such as {}", Plant::ALL.len(), Plant::ALL[0].id())
    } else {
        format!("near it are {}", near.join(", "))
    };
    format!("{VARIABLE}={id} names no planted defect; {near}")
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
        let complaint = complaint("rsv2-acepted");
        assert_eq!(
            complaint,
            "WSSPEC_PLANT=rsv2-acepted names no planted defect; near it are rsv2-accepted"
        );
        assert!(
            super::complaint("nonsense").contains("there are "),
            "{}",
            super::complaint("nonsense")
        );
    }
}
