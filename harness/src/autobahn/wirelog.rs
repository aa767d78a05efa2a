//! What crossed the wire in a play, row by row, as Autobahn keeps it.

/// The first octets of something, and how many there were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// At most [`KEPT`].
    pub octets: Vec<u8>,
    /// How many there were in all.
    pub len: u64,
}

/// How many octets of anything are kept; enough for the 1,000 that a detail page shows of a payload.
pub const KEPT: usize = 1024;

impl Cut {
    /// Keeps the beginning.
    pub fn new(octets: &[u8]) -> Cut {
        Cut {
            octets: octets[..octets.len().min(KEPT)].to_vec(),
            len: octets.len() as u64,
        }
    }
}

/// A row of the log.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// `TO`: octets sent, in one write.
    SentOctets {
        /// The octets.
        octets: Cut,
        /// Whether they were a write of their own.
        sync: bool,
    },
    /// `RO`: octets received, in one read.
    ReceivedOctets(Cut),
    /// `TF`: a frame sent.
    SentFrame {
        /// The payload before masking.
        payload: Cut,
        /// 0 to 15.
        opcode: u8,
        /// FIN.
        fin: bool,
        /// 4 is RSV1, 2 RSV2, 1 RSV3.
        rsv: u8,
        /// The masking key.
        mask: Option<[u8; 4]>,
        /// The length up to which the payload was repeated.
        repeat: Option<u64>,
        /// The octets of each write.
        chop: Option<usize>,
        /// Whether it was a write of its own.
        sync: bool,
    },
    /// `RF`: a frame received.
    ReceivedFrame {
        /// The payload after unmasking.
        payload: Cut,
        /// 0 to 15.
        opcode: u8,
        /// FIN.
        fin: bool,
        /// 4 is RSV1, 2 RSV2, 1 RSV3.
        rsv: u8,
        /// The masking key, if it was masked.
        mask: Option<[u8; 4]>,
    },
    /// `KL`: a kill after so many seconds was armed.
    KillArmed(f64),
    /// `KLE`: it was due.
    KillDue,
    /// `TI`: a Close frame after so many seconds was armed.
    CloseArmed(f64),
    /// `TIE`: it was due.
    CloseDue,
    /// `CT`: a wait of so many seconds began.
    WaitArmed(f64, Option<&'static str>),
    /// `CTE`: it was over.
    WaitDue(Option<&'static str>),
    /// `WLM`: the log was switched on or off.
    Logging(bool),
}
