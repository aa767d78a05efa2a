//! Each oracle of offers and answers notices a defect of the kind that it is for, on the seeds alone.

mod noticing;

use noticing::notices;
use wsspec_codec::deflate::{Agreed, Answer as Accepting, Offer, Terms, WrongAnswer, WrongOffer};
use wsspec_codec::extension::{self, Extension, ExtensionError};
use wsspec_fuzz::EXTENSIONS;
use wsspec_fuzz::negotiation::extensions;
use wsspec_fuzz::negotiation::subject::{Negotiator, Ours};

macro_rules! negotiation {
    ($name:ident, $subject:expr, $words:literal, $clause:literal) => {
        #[test]
        fn $name() {
            notices(
                EXTENSIONS,
                |input| extensions::all(&$subject, input),
                $words,
                $clause,
            );
        }
    };
}

#[test]
fn of_what_is_right_nothing_is_said() {
    for input in (EXTENSIONS.seeds)().values() {
        extensions::all(&Ours, input);
    }
}

struct ForgivesASemicolon;

impl Negotiator for ForgivesASemicolon {
    fn parse(&self, value: &[u8]) -> Result<Vec<Extension>, ExtensionError> {
        extension::parse(value.strip_suffix(b";").unwrap_or(value))
    }
}

negotiation!(
    a_grammar_that_forgives_a_semicolon,
    ForgivesASemicolon,
    "it is None, and we read Ok",
    "6455-9.1-malformed"
);

struct ForgetsValues;

impl Negotiator for ForgetsValues {
    fn print(&self, extensions: &[Extension]) -> String {
        let mut extensions = extensions.to_vec();
        for param in extensions.iter_mut().flat_map(|extension| &mut extension.params) {
            param.value = None;
        }
        Ours.print(&extensions)
    }
}

negotiation!(
    a_writer_that_forgets_values,
    ForgetsValues,
    "it is written",
    "6455-9.1-quoted"
);

/// Reads offers otherwise.
struct Reads(fn(&Extension) -> Result<Offer, WrongOffer>);

impl Negotiator for Reads {
    fn offer(&self, extension: &Extension) -> Result<Offer, WrongOffer> {
        (self.0)(extension)
    }
}

negotiation!(
    a_server_that_ignores_unknown_parameters,
    Reads(|extension| {
        let mut extension = extension.clone();
        extension.params.retain(|param| param.name != "foo");
        Offer::parse(&extension)
    }),
    "is judged Ok",
    "7692-7-decline-invalid-value"
);
negotiation!(
    a_server_that_overlooks_a_wish,
    Reads(|extension| {
        Ok(Offer {
            server_no_context_takeover: false,
            ..Offer::parse(extension)?
        })
    }),
    "are written as",
    "7692-5-offer-name"
);

/// Answers offers otherwise.
struct Grants(fn(&Terms, &[Extension]) -> Option<Accepting>);

impl Negotiator for Grants {
    fn answer(&self, terms: &Terms, offers: &[Extension]) -> Option<Accepting> {
        (self.0)(terms, offers)
    }
}

negotiation!(
    a_server_that_looks_at_the_first_offer_alone,
    Grants(|terms, offers| terms.answer(&offers[..offers.len().min(1)])),
    "the answer is None, and Some",
    "7692-7-decline-fallback"
);
negotiation!(
    a_server_that_grants_what_is_not_offered,
    Grants(|terms, offers| {
        let mut answer = terms.answer(offers)?;
        answer.extension = answer.extension.with("client_max_window_bits", Some("15"));
        Some(answer)
    }),
    "is answered with Element",
    "7692-7.1.2.2-not-offered"
);
negotiation!(
    a_server_that_does_not_say_what_is_in_force,
    Grants(|terms, offers| {
        let mut answer = terms.answer(offers)?;
        answer.extension.params.clear();
        Some(answer)
    }),
    "is answered with Element",
    "7692-5-accept-name"
);

/// Concludes from answers otherwise.
struct Concludes(fn(&[Extension], &[Extension]) -> Conclusion);

type Conclusion = Result<Option<Agreed>, WrongAnswer>;

impl Negotiator for Concludes {
    fn conclude(&self, offers: &[Extension], answers: &[Extension]) -> Conclusion {
        (self.0)(offers, answers)
    }
}

negotiation!(
    a_client_that_does_not_fail,
    Concludes(|offers, answers| Ok(Agreed::from_answer(offers, answers).unwrap_or_else(|wrong| wrong.agreed))),
    "and Fails is right",
    "7692-5-invalid-answer"
);
negotiation!(
    a_client_that_does_not_forget_when_the_server_does,
    Concludes(|offers, answers| {
        let agreed = Agreed::from_answer(offers, answers)?;
        Ok(agreed.map(|agreed| Agreed {
            server_no_context_takeover: false,
            ..agreed
        }))
    }),
    "and the client says Ok(Some",
    "7692-5-must-use"
);
