//! What must hold of offers and answers.

use std::slice;

use arbitrary::{Arbitrary, Result, Unstructured};
use wsspec_codec::deflate::{Agreed, Terms};
use wsspec_codec::extension::Extension;
use wsspec_codec::rfc::{rfc6455, rfc7692};

use super::grammar::{self, Element};
use super::subject::Negotiator;
use super::table::{self, Parameters, Verdict};
use crate::hold::{hold, told_in_a_line};
use crate::target::{Flow, Form};

/// What a client offers, what it is answered by somebody, and the terms of a server of ours.
///
/// An input is the field value of the offer, LF, the field value of the answer, and one octet with the terms: whether the
/// server (`0x01`) and the client (`0x02`) must forget, what their windows are less than 15 (`0x1C`, `0xE0`).
#[derive(Clone, Debug)]
pub struct Negotiation<'a> {
    /// Sec-WebSocket-Extensions of the request.
    pub offer: &'a [u8],
    /// Sec-WebSocket-Extensions of the response.
    pub answer: &'a [u8],
    /// On which our server agrees.
    pub terms: Terms,
}

impl<'a> Arbitrary<'a> for Negotiation<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Negotiation<'a>> {
        let input = u.bytes(u.len())?;
        let (&terms, text) = input.split_last().unwrap_or((&0, &[]));
        let mut values = text.splitn(2, |octet| *octet == b'\n');
        Ok(Negotiation {
            offer: values.next().unwrap_or_default(),
            answer: values.next().unwrap_or_default(),
            terms: Terms {
                server_no_context_takeover: terms & 0x01 != 0,
                client_no_context_takeover: terms & 0x02 != 0,
                server_max_window_bits: 15 - (terms >> 2 & 7),
                client_max_window_bits: 15 - (terms >> 5),
                ..Terms::default()
            },
        })
    }
}

/// Every oracle on one input of `extensions`, which is a [`Negotiation`].
pub fn all(subject: &impl Negotiator, input: &[u8]) {
    let Ok(Negotiation { offer, answer, terms }) = Negotiation::arbitrary_take_rest(Unstructured::new(input)) else {
        return;
    };
    let offers = reads_as_the_grammar_says(subject, offer);
    let answers = reads_as_the_grammar_says(subject, answer);
    let Some(offers) = offers else {
        return;
    };
    offers_are_judged_one_by_one(subject, offer, &offers);
    the_server_accepts_the_first_offer_that_it_can(subject, offer, &offers, &terms);
    both_sides_come_to_the_same(subject, offer, &offers, &terms);
    if let Some(answers) = answers {
        the_client_fails_exactly_when_it_must(subject, [offer, answer], &offers, &answers);
    }
}

/// What an input puts on the wire.
pub fn wire(input: &[u8]) -> Vec<Flow> {
    let negotiation = Negotiation::arbitrary_take_rest(Unstructured::new(input));
    let flow = |(what, octets): (&str, &[u8])| Flow {
        what: what.to_owned(),
        form: Form::Text,
        octets: octets.to_vec(),
    };
    let flows = |negotiation: Negotiation<'_>| {
        [
            ("a client's offer", negotiation.offer),
            ("a server's answer", negotiation.answer),
        ]
        .map(flow)
    };
    negotiation.into_iter().flat_map(flows).collect()
}

/// A value is read as the grammar says, or refused where the grammar does; written again and read again it is the same.
pub fn reads_as_the_grammar_says(subject: &impl Negotiator, value: &[u8]) -> Option<Vec<Extension>> {
    let ours = subject.parse(value);
    let expected = grammar::list(value);
    let same = ours.as_ref().ok().map(|ours| ours.iter().map(as_element).collect()) == expected;
    hold(same, value, rfc6455::MALFORMED, || {
        format!("it is {expected:?}, and we read {ours:?}")
    });
    let error = ours.as_ref().err();
    let at = error.is_none_or(|error| error.at <= value.len());
    hold(at, value, rfc6455::MALFORMED, || format!("{error:?} is not in it"));
    let extensions = ours.ok()?;
    let printed = subject.print(&extensions);
    let again = subject.parse(printed.as_bytes());
    hold(again.as_ref() == Ok(&extensions), value, rfc6455::QUOTED, || {
        format!("it is written {printed:?}, and that is read {again:?}")
    });
    Some(extensions)
}

/// An offer is taken or declined by its own parameters alone; what is taken says what stands there, and is written so that
/// it says the same.
pub fn offers_are_judged_one_by_one(subject: &impl Negotiator, value: &[u8], offers: &[Extension]) {
    for extension in offers.iter().filter(|offer| offer.name == table::NAME) {
        let element = as_element(extension);
        let offer = subject.offer(extension);
        if let Err(wrong) = &offer {
            told_in_a_line(value, wrong.clause, wrong);
        }
        let right = offer.is_ok() == table::is_offer(&element);
        hold(right, value, rfc7692::DECLINE_INVALID_VALUE, || {
            format!("{element:?} is judged {offer:?}")
        });
        let Ok(offer) = offer else {
            continue;
        };
        let written = as_element(&offer.to_extension());
        let mut params = [element.params, written.params];
        params.iter_mut().for_each(|params| params.sort());
        hold(params[0] == params[1], value, rfc7692::OFFER_NAME, || {
            format!("{:?} are written as {:?}", params[0], params[1])
        });
    }
}

/// The server accepts the first offer that it can, and no malformed offer keeps it from one behind; alone each offer gets
/// the same answer. The answer has no parameter but what is offered or demanded, and says what is in force.
pub fn the_server_accepts_the_first_offer_that_it_can(
    subject: &impl Negotiator,
    value: &[u8],
    offers: &[Extension],
    terms: &Terms,
) {
    let elements: Vec<_> = offers.iter().map(as_element).collect();
    let answer = subject.answer(terms, offers);
    let demanded = Parameters {
        server_no_context_takeover: terms.server_no_context_takeover,
        client_no_context_takeover: terms.client_no_context_takeover,
        server_max_window_bits: terms.server_max_window_bits,
        client_max_window_bits: terms.client_max_window_bits,
    };
    let expected = table::server(&elements, &demanded);
    let agreed = answer.as_ref().map(|answer| as_parameters(&answer.agreed));
    let same = agreed == expected.map(|(_, parameters)| parameters);
    hold(same, value, rfc7692::DECLINE_FALLBACK, || {
        format!("by {terms:?} the answer is {answer:?}, and {expected:?} is right")
    });
    let alone = offers
        .iter()
        .find_map(|offer| subject.answer(terms, slice::from_ref(offer)));
    hold(alone == answer, value, rfc7692::DECLINE_FALLBACK, || {
        format!("alone it is answered {alone:?}, and among others {answer:?}")
    });
    let (Some(answer), Some((index, parameters))) = (answer, expected) else {
        return;
    };
    let said = as_element(&answer.extension);
    let offer = &elements[index];
    let allowed = said.params.iter().all(|(name, _)| {
        table::has(offer, name)
            || match name.as_str() {
                "server_no_context_takeover" => demanded.server_no_context_takeover,
                "client_no_context_takeover" => demanded.client_no_context_takeover,
                "server_max_window_bits" => demanded.server_max_window_bits < 15,
                _ => false,
            }
    });
    hold(allowed, value, rfc7692::NOT_OFFERED, || {
        format!("{offer:?} is answered with {said:?}")
    });
    let fits = table::is_answer(&said) && table::accepts(&said, offer) && table::parameters(&said) == parameters;
    hold(fits, value, rfc7692::ACCEPT_NAME, || {
        format!("{offer:?} is answered with {said:?}")
    });
}

/// What the server answers, and the client reads from its line, brings both to the same parameters.
pub fn both_sides_come_to_the_same(subject: &impl Negotiator, value: &[u8], offers: &[Extension], terms: &Terms) {
    let Some(answer) = subject.answer(terms, offers) else {
        return;
    };
    let read = subject.parse(subject.print(slice::from_ref(&answer.extension)).as_bytes());
    let agreed = subject.conclude(offers, &read.unwrap_or_default());
    hold(agreed == Ok(Some(answer.agreed)), value, rfc7692::MUST_USE, || {
        format!("the server answers {answer:?}, and the client says {agreed:?}")
    });
}

/// The client fails over an answer when the table says that it must, and not else; and goes by what the answer says.
pub fn the_client_fails_exactly_when_it_must(
    subject: &impl Negotiator,
    values: [&[u8]; 2],
    offers: &[Extension],
    answers: &[Extension],
) {
    let elements = |extensions: &[Extension]| extensions.iter().map(as_element).collect::<Vec<_>>();
    let expected = table::client(&elements(offers), &elements(answers));
    let agreed = subject.conclude(offers, answers);
    if let Err(wrong) = &agreed {
        told_in_a_line(values[1], wrong.clause, wrong);
    }
    let seen = match &agreed {
        Err(_) => Verdict::Fails,
        Ok(None) => Verdict::Plain,
        Ok(Some(agreed)) => Verdict::Compressed(as_parameters(agreed)),
    };
    hold(seen == expected, &values.join(&b'\n'), rfc7692::INVALID_ANSWER, || {
        format!("the client says {agreed:?}, and {expected:?} is right")
    });
}

/// An extension in the words of the grammar.
pub fn as_element(extension: &Extension) -> Element {
    let params = extension
        .params
        .iter()
        .map(|param| (param.name.clone(), param.value.clone()));
    Element {
        name: extension.name.clone(),
        params: params.collect(),
    }
}

fn as_parameters(agreed: &Agreed) -> Parameters {
    Parameters {
        server_no_context_takeover: agreed.server_no_context_takeover,
        client_no_context_takeover: agreed.client_no_context_takeover,
        server_max_window_bits: agreed.server_max_window_bits,
        client_max_window_bits: agreed.client_max_window_bits,
    }
}
