//! The octets of a head as they arrive, and where the head ends: what must hold whatever it says.

use allocation_counter::{measure, opt_out};
use arbitrary::{Arbitrary, Result, Unstructured};
use wsspec_codec::handshake::{Head, HeadDecoder, HeadError, HeadLimits, Refusal};
use wsspec_codec::rfc::{http1, rfc6455};

use super::subject::Handshake;
use crate::arrival::{Arrival as Delivery, NARROW};
use crate::hold::{hold, told_in_a_line};

/// The octets of a head and of what follows it, the pieces they arrive in, and how much of a head is taken.
///
/// An input is that of frames that [arrive](crate::arrival::Arrival); where that has narrow limits, these are [`SMALL`].
#[derive(Clone, Debug)]
pub struct Arrival<'a> {
    /// What stands on the wire, and how it is cut.
    pub delivery: Delivery<'a>,
    /// What is taken of a head.
    pub limits: HeadLimits,
}

/// Limits that small inputs reach, and that leave room for the shortest handshakes.
pub const SMALL: HeadLimits = HeadLimits { octets: 256, fields: 7 };

/// What became of a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its end has not come.
    NotWhole,
    /// It came.
    Whole {
        /// As it was read.
        head: Head,
        /// How many octets belong to it.
        end: usize,
    },
    /// It is too much.
    Refused(HeadError),
}

/// Where a head ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Later than the octets do.
    NotYet,
    /// Behind so many octets.
    At(usize),
    /// Never: with so many octets it is too much, for this reason.
    Refused(usize, HeadError),
}

impl<'a> Arbitrary<'a> for Arrival<'a> {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Arrival<'a>> {
        let delivery = Delivery::arbitrary(u)?;
        let limits = if delivery.terms.limits == NARROW {
            SMALL
        } else {
            HeadLimits::default()
        };
        Ok(Arrival { delivery, limits })
    }
}

impl Arrival<'_> {
    /// What stands on the wire.
    pub fn octets(&self) -> &[u8] {
        &self.delivery.octets
    }

    /// Every oracle of this module; and the head with its length, if one came.
    pub fn judge(&self, subject: &impl Handshake) -> Option<(Head, usize)> {
        let outcomes = self.delivery.ways().map(|way| {
            let pieces: Vec<&[u8]> = way.pieces(self.octets()).collect();
            let (outcome, behind, peak) = receive(subject, &pieces, self.limits);
            holds_no_more_than_its_limits(self, peak);
            what_follows_is_handed_over(self, &outcome, &behind);
            outcome
        });
        let outcomes: Vec<Outcome> = outcomes.collect();
        does_not_depend_on_the_pieces(self, &outcomes);
        ends_where_its_lines_say(self, &outcomes[0]);
        is_never_judged_too_early(self, subject);
        begins_anew_behind_a_head(self, subject);
        if let Some(Outcome::Refused(error)) = outcomes.first() {
            is_answered_as_too_much(self, *error);
        }
        match outcomes.into_iter().next() {
            Some(Outcome::Whole { head, end }) => Some((head, end)),
            _ => None,
        }
    }
}

/// Reads a head from pieces. Gives what became of it, the octets that were not taken, and the most octets held at a time.
fn receive(subject: &impl Handshake, pieces: &[&[u8]], limits: HeadLimits) -> (Outcome, Vec<u8>, u64) {
    let mut result = (Outcome::NotWhole, Vec::new());
    let peak = measure(|| {
        let mut decoder = HeadDecoder::new(limits);
        let mut came = 0;
        for (index, piece) in pieces.iter().enumerate() {
            match subject.push(&mut decoder, piece) {
                Ok(None) => came += piece.len(),
                Ok(Some((head, taken))) => {
                    let end = came + taken;
                    result.0 = Outcome::Whole { head, end };
                    opt_out(|| result.1 = [&piece[taken..], &pieces[index + 1..].concat()].concat());
                    return;
                }
                Err(error) => {
                    result.0 = Outcome::Refused(error);
                    return;
                }
            }
        }
    })
    .bytes_max;
    (result.0, result.1, peak)
}

/// A head that is too much is answered with status 431 and told in a line (RFC 6585 5).
pub fn is_answered_as_too_much(arrival: &Arrival<'_>, error: HeadError) {
    let refusal = Refusal::TooMuch(error);
    told_in_a_line(arrival.octets(), refusal.clause(), error);
    told_in_a_line(arrival.octets(), refusal.clause(), &refusal);
    let right = refusal.status() == 431 && refusal.response().starts_with(b"HTTP/1.1 431 ");
    hold(right, arrival.octets(), refusal.clause(), || {
        format!("{refusal} is answered with {}", refusal.status())
    });
}

/// In any pieces the same head comes out, or the same refusal, or nothing yet.
pub fn does_not_depend_on_the_pieces(arrival: &Arrival<'_>, outcomes: &[Outcome]) {
    for pair in outcomes.windows(2) {
        let same = pair[0] == pair[1];
        hold(same, arrival.octets(), rfc6455::INCREMENTAL, || {
            format!("in one piece: {:?}; in others: {:?}", pair[0], pair[1])
        });
    }
}

/// A head ends at its first empty line, and is refused with the octet or line that is too much. The head is the octets up
/// to there.
pub fn ends_where_its_lines_say(arrival: &Arrival<'_>, outcome: &Outcome) {
    let octets = arrival.octets();
    let expected = end(octets, arrival.limits);
    let ends = match (outcome, expected) {
        (Outcome::NotWhole, End::NotYet) => true,
        (Outcome::Whole { head, end }, End::At(expected)) => *end == expected && head.octets() == &octets[..*end],
        (Outcome::Refused(error), End::Refused(_, expected)) => *error == expected,
        _ => false,
    };
    hold(ends, octets, rfc6455::INCREMENTAL, || {
        format!("by its lines the head is {expected:?}, and it became {outcome:?}")
    });
}

/// What stands behind the head is left as it is: the head and what is left of the pieces are all that came.
pub fn what_follows_is_handed_over(arrival: &Arrival<'_>, outcome: &Outcome, behind: &[u8]) {
    let octets = arrival.octets();
    if let Outcome::Whole { head, .. } = outcome {
        let intact = [head.octets(), behind].concat() == octets;
        hold(intact, octets, rfc6455::RESPONSE_TRAILING, || {
            let [taken, left] = [head.octets().len(), behind.len()];
            format!("of {} octets {taken} are the head, and {left} are left", octets.len())
        });
    }
}

/// The octets before the last that a head needs are not whole and not refused; with more octets the judgement stays.
pub fn is_never_judged_too_early(arrival: &Arrival<'_>, subject: &impl Handshake) {
    let octets = arrival.octets();
    let due = match end(octets, arrival.limits) {
        End::NotYet => octets.len(),
        End::At(end) | End::Refused(end, _) => end,
    };
    for length in [due / 2, due.saturating_sub(1), due, due + 1, octets.len()] {
        let Some(prefix) = octets.get(..length) else {
            continue;
        };
        let decoded = subject.decode(prefix, arrival.limits);
        let expected = end(prefix, arrival.limits);
        let judged = match (&decoded, expected) {
            (Ok(None), End::NotYet) => true,
            (Ok(Some((_, taken))), End::At(end)) => *taken == end,
            (Err(error), End::Refused(_, expected)) => *error == expected,
            _ => false,
        };
        hold(judged, octets, rfc6455::COMPLETE_STEPS, || {
            format!("of the first {length} octets the head is {expected:?}, and decode says {decoded:?}")
        });
    }
}

/// Behind a head the decoder reads another as if it were the first: behind a 100 stands a 101.
pub fn begins_anew_behind_a_head(arrival: &Arrival<'_>, subject: &impl Handshake) {
    let octets = arrival.octets();
    let mut decoder = HeadDecoder::new(arrival.limits);
    let Ok(Some((_, taken))) = subject.push(&mut decoder, octets) else {
        return;
    };
    let rest = &octets[taken..];
    let [again, first] = [subject.push(&mut decoder, rest), subject.decode(rest, arrival.limits)];
    hold(again == first, octets, http1::INTERIM, || {
        format!("behind a head comes {again:?}, and as the first it is {first:?}")
    });
}

/// What a head may hold besides.
pub const ROOM: u64 = 1024;

/// A head without end fills no memory. Held are, at any time, at most four octets for each that came within the limit,
/// 96 for each field that is taken, and [`ROOM`]. Four: a buffer of up to twice its content, which is there twice for the
/// moment in which it grows. A field is kept as four numbers, in such a buffer.
pub fn holds_no_more_than_its_limits(arrival: &Arrival<'_>, peak: u64) {
    let octets = arrival.octets();
    let bound = 4 * octets.len().min(arrival.limits.octets) + 96 * arrival.limits.fields;
    let bound = bound as u64 + ROOM;
    hold(peak <= bound, octets, rfc6455::LIMITS_PROTECT, || {
        format!("{peak} octets were held, at most {bound} are right")
    });
}

/// Where the head at the start of the octets ends: line by line, with the empty lines before it passed over (RFC 9112 2.2).
pub fn end(octets: &[u8], limits: HeadLimits) -> End {
    let within = &octets[..octets.len().min(limits.octets)];
    let (mut at, mut lines) = (0, 0);
    for line in within.split_inclusive(|octet| *octet == b'\n') {
        at += line.len();
        match line {
            b"\n" | b"\r\n" if lines > 0 => return End::At(at),
            b"\n" | b"\r\n" => {}
            [.., b'\n'] => lines += 1,
            _ => break,
        }
        // The start line is one more.
        if lines > limits.fields + 1 {
            return End::Refused(at, HeadError::TooManyFields(limits.fields));
        }
    }
    if octets.len() >= limits.octets {
        return End::Refused(limits.octets, HeadError::TooLong(limits.octets));
    }
    End::NotYet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_at_its_first_empty_line() {
        let two = HeadLimits { octets: 20, fields: 2 };
        assert_eq!(end(b"", two), End::NotYet);
        assert_eq!(end(b"\r\na\r\n\r\nrest", two), End::At(7));
        assert_eq!(end(b"a\n\n", two), End::At(3));
        assert_eq!(end(b"a\r\nb\r\nc\r\n", two), End::NotYet);
        assert_eq!(
            end(b"a\r\nb\r\nc\r\nd\r\n\r\n", two),
            End::Refused(12, HeadError::TooManyFields(2))
        );
        assert_eq!(end(&[b'a'; 30], two), End::Refused(20, HeadError::TooLong(20)));
    }
}
