//! What is made of a server's response: servers of a few lines, and the reference server under every cut of a request.

mod endpoint;

use wsspec::case::Case;
use wsspec::drive::memory;
use wsspec::pattern::Grade;
use wsspec::segment::Segmentation;
use wsspec::session::Settings;
use wsspec::suite;
use wsspec::verdict::Verdict;
use wsspec_codec::handshake::{Head, HeadLimits, key};
use wsspec_codec::rules::Role;

/// Answers the first request that is whole with these octets, and may end TCP then. `{accept}` answers its key.
struct Says {
    response: &'static [u8],
    ends: bool,
    request: Vec<u8>,
    output: Vec<u8>,
    answered: bool,
}

fn says(response: &'static [u8], ends: bool) -> Says {
    Says {
        response,
        ends,
        request: Vec::new(),
        output: Vec::new(),
        answered: false,
    }
}

impl memory::Endpoint for Says {
    fn receive(&mut self, octets: &[u8]) {
        self.request.extend_from_slice(octets);
        if self.answered {
            return;
        }
        if let Ok(Some((head, _))) = Head::decode(&self.request, HeadLimits::default()) {
            self.answered = true;
            let key = head.values("Sec-WebSocket-Key").next().unwrap_or_default().to_vec();
            let response = String::from_utf8_lossy(self.response).replace("{accept}", &key::accept_key(&key));
            // What is no text stands at its end.
            let text = std::str::from_utf8(self.response).is_ok();
            self.output = if text {
                response.into_bytes()
            } else {
                self.response.to_vec()
            };
        }
    }

    fn end(&mut self) {}

    fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.output)
    }

    fn has_closed(&self) -> bool {
        self.answered && self.ends
    }
}

const OPENS: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
    Sec-WebSocket-Accept: {accept}\r\n\r\n";
const REFUSES: &[u8] = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno";

fn case(id: &str) -> Case {
    suite::cases().into_iter().find(|case| case.id == id).expect(id)
}

fn play(id: &str, mut server: Says) -> Verdict {
    memory::play(&case(id), Settings::default(), &mut server).verdict
}

fn said(id: &str, server: Says) -> (Grade, String) {
    let verdict = play(id, server);
    (verdict.grade, verdict.because)
}

#[test]
fn a_server_that_opens_every_connection_fails_what_wants_refusal() {
    for case in suite::cases()
        .into_iter()
        .filter(|case| case.is_for(Role::Server) && case.wants_refusal())
    {
        let verdict = memory::play(&case, Settings::default(), &mut says(OPENS, false)).verdict;
        // Where opening is an observation or lenient, the connection is no good one: nothing is echoed.
        assert_eq!(verdict.grade, Grade::Fail, "{}: {}", case.id, verdict.because);
    }
    let (_, because) = said("opening/no-key", says(OPENS, false));
    assert_eq!(
        because,
        "the subject opened the connection, and had to refuse the request"
    );
}

#[test]
fn a_server_that_refuses_everything_is_believed_only_if_it_opens_other_connections() {
    let settings = Settings {
        opens: false,
        ..Settings::default()
    };
    let contents = |case: &Case| case.is_for(Role::Server) && case.is_content_with_refusal();
    for case in suite::cases().into_iter().filter(contents) {
        let grade = memory::play(&case, settings.clone(), &mut says(REFUSES, true))
            .verdict
            .grade;
        assert!(grade.is_failure(), "{}: {grade}", case.id);
    }
    let blocked = memory::play(&case("opening/no-host"), settings, &mut says(REFUSES, true)).verdict;
    assert_eq!(blocked.grade, Grade::Blocked);
    assert_eq!(said("opening/no-host", says(REFUSES, true)).0, Grade::Pass);
    assert_eq!(
        said("opening/host-last", says(REFUSES, true)),
        (
            Grade::Fail,
            "the subject refused the request with status 400".to_owned()
        )
    );
}

#[test]
fn dropping_tcp_without_a_word_is_lenient_and_silence_is_not() {
    let drops = said("opening/no-key", says(b"", true));
    assert_eq!(drops, (Grade::Lenient, "ended TCP without a response".to_owned()));
    let silent = said("opening/no-key", says(b"", false));
    assert_eq!(silent, (Grade::Fail, "the subject did not react".to_owned()));
}

#[test]
fn frames_before_a_response_or_behind_a_refusal_fail() {
    let before: &[u8] = b"\x8a\x00HTTP/1.1 400 Bad Request\r\n\r\n";
    let verdict = play("opening/no-key", says(before, true));
    assert_eq!(verdict.because, "the subject sent frames before its response");
    let behind: &[u8] = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno\x8a\x00";
    let (grade, because) = said("opening/frames-behind-a-refused-request", says(behind, true));
    let expected = "the subject sent frames behind a response that opened none";
    assert_eq!((grade, because.as_str()), (Grade::Fail, expected));
}

#[test]
fn a_response_that_is_cut_short_is_noticed() {
    let cut: &[u8] = b"HTTP/1.1 426 Upgrade Required\r\nContent-Length: 20\r\n\r\nUpgrade";
    let (grade, because) = said("opening/refused-with-much-behind", says(cut, true));
    let expected = "the subject ended TCP in the middle of its response";
    assert_eq!((grade, because.as_str()), (Grade::Fail, expected));
}

#[test]
fn a_second_response_counts_unless_the_first_said_that_it_is_the_last() {
    let id = "opening/request-behind-connection-close";
    let kept: &[u8] = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nnoHTTP/1.1 404 Not Found\r\n\r\n";
    assert_eq!(said(id, says(kept, false)).0, Grade::Pass);
    let after: &[u8] = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 2\r\n\r\n\
        noHTTP/1.1 404 Not Found\r\n\r\n";
    assert_eq!(said(id, says(after, false)).0, Grade::Fail);
}

#[test]
fn no_verdict_depends_on_how_a_request_is_cut() {
    let about_requests = |case: &Case| matches!(case.topic(), "opening" | "response");
    for case in suite::cases().into_iter().filter(about_requests) {
        let grade = |case: &Case| {
            let mut echo = endpoint::Echo::new(Role::Server);
            memory::play(case, Settings::default(), &mut echo).verdict.grade
        };
        let whole = grade(&case);
        for cut in [Segmentation::Octets(1), Segmentation::Octets(7)] {
            let mut case = case.clone();
            case.head.segmentation = Some(cut.clone());
            assert_eq!(grade(&case), whole, "{} cut {cut}", case.id);
        }
    }
}
