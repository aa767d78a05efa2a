//! What the oracles test: the handshake of `wsspec-codec` and of the reference server, behind a seam at which a test can
//! plant a defect.

use wsspec_codec::handshake::{
    Accepted, ClientRequest, Head, HeadDecoder, HeadError, HeadLimits, Refusal, Request, ResponseFault, check_request,
    check_response,
};
use wsspec_server::Options;
use wsspec_server::echo::{self, Answer};

/// Both sides of a handshake. What an implementation does not override is done as wsspec does it.
pub trait Handshake {
    /// Takes a piece of a head, and gives the head once it is whole, and how many octets of the piece belong to it.
    ///
    /// # Errors
    /// The head is too much.
    fn push(&self, decoder: &mut HeadDecoder, piece: &[u8]) -> Result<Option<(Head, usize)>, HeadError> {
        decoder.push(piece)
    }

    /// Reads a head at once.
    ///
    /// # Errors
    /// The head is too much.
    fn decode(&self, octets: &[u8], limits: HeadLimits) -> Result<Option<(Head, usize)>, HeadError> {
        Head::decode(octets, limits)
    }

    /// Judges a request.
    ///
    /// # Errors
    /// A reason to refuse it.
    fn check_request(&self, head: &Head) -> Result<Request, Refusal> {
        check_request(head)
    }

    /// Judges the response to a request.
    ///
    /// # Errors
    /// A reason to fail the connection.
    fn check_response(&self, head: &Head, request: &ClientRequest) -> Result<Accepted, ResponseFault> {
        check_response(head, request)
    }

    /// What the server answers.
    fn answer(&self, head: &Head) -> Answer {
        echo::answer(head, &Options::default(), 3368)
    }
}

/// wsspec as it is.
#[derive(Clone, Copy, Debug)]
pub struct Ours;

impl Handshake for Ours {}
