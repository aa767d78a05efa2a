//! What the oracles test: how `wsspec-codec` agrees on extensions, behind a seam at which a test can plant a defect.

use wsspec_codec::deflate::{Agreed, Answer, Offer, Terms, WrongAnswer, WrongOffer};
use wsspec_codec::extension::{self, Extension, ExtensionError};

/// Both sides of a negotiation. What an implementation does not override is done as `wsspec-codec` does it.
pub trait Negotiator {
    /// Reads a field value.
    ///
    /// # Errors
    /// It does not follow the grammar.
    fn parse(&self, value: &[u8]) -> Result<Vec<Extension>, ExtensionError> {
        extension::parse(value)
    }

    /// Writes a field value.
    fn print(&self, extensions: &[Extension]) -> String {
        let elements: Vec<_> = extensions.iter().map(Extension::to_string).collect();
        elements.join(", ")
    }

    /// Reads an offer of permessage-deflate.
    ///
    /// # Errors
    /// It is to be declined.
    fn offer(&self, extension: &Extension) -> Result<Offer, WrongOffer> {
        Offer::parse(extension)
    }

    /// What a server answers.
    fn answer(&self, terms: &Terms, offers: &[Extension]) -> Option<Answer> {
        terms.answer(offers)
    }

    /// What a client concludes.
    ///
    /// # Errors
    /// The connection is to fail.
    fn conclude(&self, offers: &[Extension], answers: &[Extension]) -> Result<Option<Agreed>, WrongAnswer> {
        Agreed::from_answer(offers, answers)
    }
}

/// `wsspec-codec` as it is.
#[derive(Clone, Copy, Debug)]
pub struct Ours;

impl Negotiator for Ours {}
