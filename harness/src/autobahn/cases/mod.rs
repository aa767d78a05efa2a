//! STAND-IN until the table of cases is merged, which replaces this file: the 517 ids, the first of which is a real case.

use super::case::{Act, AutobahnCase, Behavior, CloseRule, Event, Expected, Shows};
use crate::bytes::Bytes;

/// The cases, in numeric order.
pub fn cases() -> Vec<AutobahnCase> {
    let ids = include_str!("ids.txt").split_whitespace();
    ids.zip(1..).map(|(id, number)| case(id, number)).collect()
}

fn case(id: &str, number: usize) -> AutobahnCase {
    let payload = Bytes::from(b"Hello".to_vec());
    AutobahnCase {
        id: id.to_owned(),
        number,
        description: "stand-in".to_owned(),
        expectation: "stand-in".to_owned(),
        offer: None,
        acts: vec![
            Act::Frame {
                opcode: 1,
                fin: true,
                rsv: 0,
                payload: payload.clone(),
                chop: None,
                sync: false,
            },
            Act::Kill { seconds: 1.0 },
        ],
        expected: Expected::Events(vec![(Behavior::Ok, vec![Event::Message { payload, binary: false }])]),
        close: CloseRule {
            by_tester: true,
            codes: vec![1000],
            clean: true,
            closes_with: Some(1000),
            wrong_code_fails: false,
            wrong_endpoint_fails: false,
        },
        shows: Shows::Verdict,
    }
}
