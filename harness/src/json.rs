//! How the values of a case that are not ours stand in JSON.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use wsspec_codec::frame::{LengthForm, Opcode};
use wsspec_codec::rfc::{self, Clause};
use wsspec_codec::rules::Role;

/// A clause by its id.
fn find<E: serde::de::Error>(id: &str) -> Result<&'static Clause, E> {
    rfc::all()
        .find(|clause| clause.id == id)
        .ok_or_else(|| E::custom(format!("there is no clause `{id}`")))
}

/// Clauses by their ids.
pub(crate) mod clauses {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(clauses: &[&'static Clause], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(clauses.iter().map(|clause| clause.id))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<&'static Clause>, D::Error> {
        let ids = Vec::<String>::deserialize(from)?;
        ids.iter().map(|id| find(id)).collect()
    }
}

/// Perhaps a clause, by its id.
pub(crate) mod clause {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(clause: &Option<&'static Clause>, to: S) -> Result<S::Ok, S::Error> {
        clause.map(|clause| clause.id).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<&'static Clause>, D::Error> {
        let id = Option::<String>::deserialize(from)?;
        id.as_deref().map(find).transpose()
    }
}

/// Perhaps a role, by its name.
pub(crate) mod role {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(role: &Option<Role>, to: S) -> Result<S::Ok, S::Error> {
        role.map(|role| role.to_string()).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Role>, D::Error> {
        match Option::<String>::deserialize(from)?.as_deref() {
            None => Ok(None),
            Some("client") => Ok(Some(Role::Client)),
            Some("server") => Ok(Some(Role::Server)),
            Some(other) => Err(D::Error::custom(format!(
                "`{other}` is no role; there are client and server"
            ))),
        }
    }
}

/// An opcode by its four bits.
pub(crate) mod opcode {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(opcode: &Opcode, to: S) -> Result<S::Ok, S::Error> {
        opcode.bits().serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Opcode, D::Error> {
        match u8::deserialize(from)? {
            bits @ 0..=15 => Ok(Opcode::from_bits(bits)),
            bits => Err(D::Error::custom(format!("an opcode has four bits, {bits} has more"))),
        }
    }
}

/// Perhaps a length form, by its bits.
pub(crate) mod length_form {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(form: &Option<LengthForm>, to: S) -> Result<S::Ok, S::Error> {
        let bits = form.map(|form| match form {
            LengthForm::Bits7 => 7,
            LengthForm::Bits16 => 16,
            LengthForm::Bits64 => 64,
        });
        bits.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<LengthForm>, D::Error> {
        match Option::<u8>::deserialize(from)? {
            None => Ok(None),
            Some(7) => Ok(Some(LengthForm::Bits7)),
            Some(16) => Ok(Some(LengthForm::Bits16)),
            Some(64) => Ok(Some(LengthForm::Bits64)),
            Some(bits) => Err(D::Error::custom(format!("lengths have 7, 16 or 64 bits, not {bits}"))),
        }
    }
}

/// A duration in milliseconds.
pub(crate) mod millis {
    use std::time::Duration;

    use super::*;

    pub(crate) fn serialize<S: Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
        (duration.as_millis() as u64).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        u64::deserialize(from).map(Duration::from_millis)
    }
}

/// Perhaps a duration in milliseconds.
pub(crate) mod some_millis {
    use std::time::Duration;

    use super::*;

    pub(crate) fn serialize<S: Serializer>(duration: &Option<Duration>, to: S) -> Result<S::Ok, S::Error> {
        duration.map(|duration| duration.as_millis() as u64).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
        Ok(Option::<u64>::deserialize(from)?.map(Duration::from_millis))
    }
}
