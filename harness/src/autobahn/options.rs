//! Autobahn's protocol options, as far as they change what it does.

use std::time::Duration;

/// The options of a play.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// How long the opening handshake may take.
    pub open_handshake_timeout: Duration,
    /// How long the answer to a Close frame may take.
    pub close_handshake_timeout: Duration,
    /// How long the server may take to drop TCP after the closing handshake.
    pub server_connection_drop_timeout: Duration,
    /// Whether incoming text is validated.
    pub validate_utf8: bool,
    /// Whether masked frames of a server are taken.
    pub accept_masked_server_frames: bool,
    /// Whether frames are masked.
    pub mask_client_frames: bool,
    /// Whether only masked frames of a client are taken.
    pub require_masked_client_frames: bool,
    /// Whether the frames of the tester as a server are masked.
    pub mask_server_frames: bool,
    /// Whether failing the connection drops TCP at once.
    pub fail_by_drop: bool,
    /// Whether the answer to a Close frame repeats its code and reason.
    pub echo_close_code_reason: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            open_handshake_timeout: Duration::from_secs(5),
            close_handshake_timeout: Duration::from_secs(1),
            server_connection_drop_timeout: Duration::from_secs(1),
            validate_utf8: true,
            accept_masked_server_frames: false,
            mask_client_frames: true,
            require_masked_client_frames: true,
            mask_server_frames: false,
            fail_by_drop: false,
            echo_close_code_reason: false,
        }
    }
}
