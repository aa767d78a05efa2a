//! The cases.

use wsspec_codec::rfc::rfc6455;

use crate::case::Case;
use crate::frame_spec::text;
use crate::pattern::{Outcomes, Pattern};

/// Every case.
pub fn cases() -> Vec<Case> {
    vec![
        Case::new("framing/echo", "echo", [rfc6455::LEN7])
            .autobahn(["1.1.2"])
            .send([text("hello")])
            .expect(Outcomes::pass([Pattern::text("hello")]))
            .close(),
        Case::new("framing/rsv3", "rsv", [rfc6455::RSV3_RECV])
            .autobahn(["3.1"])
            .alive()
            .send([text("before"), text("hello").rsv(1)])
            .expect(Outcomes::fails_with(1002).after([Pattern::text("before")], "failed early")),
    ]
}

/// The topics, in order, each with a title.
pub fn topics() -> &'static [(&'static str, &'static str)] {
    &[("framing", "frames")]
}
