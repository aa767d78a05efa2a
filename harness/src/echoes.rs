//! What is said of an exchange that does not come to its end.

use wsspec_codec::close::CloseCode;

use crate::exchange::Exchanging;
use crate::verify::Difference;

/// What is wrong, and the two sides of it.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// In a sentence.
    pub(crate) because: String,
    /// What was to come.
    pub(crate) expected: String,
    /// What came.
    pub(crate) actual: String,
}

/// An echo that is not what was sent.
pub(crate) fn differs(exchanging: &Exchanging<'_>, difference: Difference) -> Wrong {
    let echo = format!("echo {} of {}", exchanging.echoed() + 1, exchanging.messages());
    let len = exchanging.expected_len();
    let kind = exchanging.kind();
    match difference {
        Difference::Kind(got) => Wrong {
            because: format!("{echo} is {got} where {kind} was sent"),
            expected: format!("a {kind} message of {len} octets"),
            actual: format!("a {got} message"),
        },
        Difference::Len(got) => Wrong {
            because: format!("{echo} has {got} octets where {len} were sent"),
            expected: format!("a {kind} message of {len} octets"),
            actual: format!("one of {got} octets"),
        },
        Difference::Content(at) => {
            let (expected, actual) = exchanging.octets_at(at);
            let octet = |octet: Option<u8>| octet.map_or("none".to_owned(), |octet| format!("0x{octet:02x}"));
            Wrong {
                because: format!("{echo} differs from what was sent at octet {at} of {len}, counted from 0"),
                expected: format!("octet {at} is {}", octet(expected)),
                actual: format!("octet {at} is {}", octet(actual)),
            }
        }
        Difference::Unasked => Wrong {
            because: "the subject sent a message where nothing was on its way that it could be the echo of".to_owned(),
            expected: "no message".to_owned(),
            actual: "a message".to_owned(),
        },
    }
}

/// An echo that is longer than what was sent, before it is known how much.
pub(crate) fn exceeds(exchanging: &Exchanging<'_>, arrived: u64) -> Wrong {
    let mut wrong = differs(exchanging, Difference::Len(arrived));
    wrong.actual.push_str(" or more");
    wrong
}

/// How far it came.
pub(crate) fn so_far(exchanging: &Exchanging<'_>) -> String {
    let (echoed, messages) = (exchanging.echoed(), exchanging.messages());
    let of_this = match exchanging.arrived() {
        Some(octets @ 1..) => format!(" and {octets} octets of the next"),
        _ => String::new(),
    };
    format!("{echoed} of {messages} echoes{of_this}")
}

/// A Close frame that says that the subject does not take so much: its own limit, which RFC 6455 allows it (7.4.1, 10.4).
pub(crate) fn limit(exchanging: &Exchanging<'_>, code: CloseCode) -> Option<String> {
    const TRY_AGAIN_LATER: u16 = 1013;
    let limits = [CloseCode::POLICY.value(), CloseCode::TOO_BIG.value(), TRY_AGAIN_LATER];
    limits.contains(&code.value()).then(|| {
        format!(
            "the subject's own limit: closed with {code} after {}",
            so_far(exchanging)
        )
    })
}
