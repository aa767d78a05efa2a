//! The inflater of other people (miniz_oxide), with no more room than the agreed window.

use std::cell::RefCell;

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_HAS_MORE_INPUT;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// Inflates the messages of one sender, one after the other.
pub struct Peer {
    state: Box<DecompressorOxide>,
    /// The window, written over and over from its start.
    window: Vec<u8>,
    at: usize,
}

thread_local! {
    /// One for each window from 2^0 to 2^15 octets, since making them costs more than most exchanges.
    static PEERS: RefCell<[Option<Peer>; 16]> = const { RefCell::new([const { None }; 16]) };
}

impl Peer {
    /// A peer at the start of the connection. The window is two to the power of `window_bits`.
    pub fn with<T>(window_bits: u8, with: impl FnOnce(&mut Peer) -> T) -> T {
        PEERS.with_borrow_mut(|peers| {
            let peer = peers[usize::from(window_bits)].get_or_insert_with(|| Peer {
                state: Box::default(),
                window: vec![0; 1 << window_bits],
                at: 0,
            });
            peer.forget();
            with(peer)
        })
    }

    /// Begins anew with an empty window.
    pub fn forget(&mut self) {
        self.state.init();
        self.at = 0;
    }

    /// What comes of a message.
    ///
    /// # Errors
    /// It does not inflate.
    pub fn message(&mut self, octets: &[u8]) -> Result<Vec<u8>, TINFLStatus> {
        let whole = [octets, &[0x00, 0x00, 0xFF, 0xFF]].concat();
        let mut rest = whole.as_slice();
        let mut out = Vec::new();
        loop {
            let (status, used, made) = decompress(
                &mut self.state,
                rest,
                &mut self.window,
                self.at,
                TINFL_FLAG_HAS_MORE_INPUT,
            );
            rest = &rest[used..];
            out.extend_from_slice(&self.window[self.at..self.at + made]);
            self.at = (self.at + made) % self.window.len();
            match status {
                TINFLStatus::NeedsMoreInput if rest.is_empty() => return Ok(out),
                TINFLStatus::HasMoreOutput => {}
                status => return Err(status),
            }
        }
    }
}
