//! What must hold of a whole case: the session that plays it sees a correct subject pass, however the flights are cut.

use wsspec::case::Item;
use wsspec::drive::memory;
use wsspec::frame_spec::{FrameSpec, Masking};
use wsspec::model::drawing::Drawn;
use wsspec::model::owed;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::segment::Segmentation;
use wsspec::session::Settings;
use wsspec_codec::frame::{LengthForm, Opcode};
use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::Role;

use crate::hold::hold;
use crate::stream::Stream;
use crate::subject::Subject;

/// The oracle of the target: a case made of the stream and of what the model says is owed for it passes, under each
/// segmentation, with the reference server or client as the subject.
pub fn correct_subject_passes(stream: &Stream) {
    let mut terms = stream.arrival().terms;
    if terms.receiver == Role::Client {
        // The reference client offers no compression.
        terms.compression = None;
    }
    let stream = Stream {
        terms: if terms.compression.is_none() {
            stream.terms & 0x3F
        } else {
            stream.terms
        },
        missing: 0,
        ..stream.clone()
    };
    let items: Vec<Item> = stream.specs().into_iter().map(Item::Frame).collect();
    let Some(case) = owed::case("script/stream", items, &terms) else {
        return;
    };
    // A long stream octet by octet takes too long, and shows nothing that its ends do not.
    let small = if stream.arrival().octets.len() <= SHORT { 1 } else { 61 };
    for segmentation in [Segmentation::Whole, Segmentation::Octets(small), pieces(&stream.pieces)] {
        let settings = Settings {
            subject: terms.receiver,
            segmentation,
            ..Settings::default()
        };
        let mut subject = Subject::new(terms.receiver, terms.limits);
        let record = memory::play(&case, settings, &mut subject);
        let verdict = &record.verdict;
        let clause = verdict.clause.unwrap_or(rfc6455::RECV_BOTH);
        hold(verdict.grade == Grade::Pass, &stream.arrival().octets, clause, || {
            told(&record)
        });
    }
}

/// How many octets are sent one by one.
const SHORT: usize = 400;

fn pieces(lengths: &[u8]) -> Segmentation {
    let mut at = 0;
    let cuts = lengths.iter().map(|&length| {
        at += usize::from(length) + 1;
        at
    });
    Segmentation::At(cuts.collect())
}

fn told(record: &Record) -> String {
    let verdict = &record.verdict;
    format!(
        "the case is graded {:?}, {}: {}; wanted {:?}, got {:?}",
        verdict.grade, record.segmentation, verdict.because, verdict.expected, verdict.actual
    )
}

impl Stream {
    /// Its frames as a case says them.
    pub fn specs(&self) -> Vec<FrameSpec> {
        let receiver = self.arrival().terms.receiver;
        let spec = |(header, payload): (Drawn, Vec<u8>)| FrameSpec {
            opcode: Opcode::from_bits(header.opcode),
            fin: header.fin,
            rsv: header.rsv,
            announced: Some(header.length).filter(|&length| length != payload.len() as u64),
            payload: payload.into(),
            masking: match header.key {
                Some(key) if receiver == Role::Server => Masking::Key(key),
                None if receiver == Role::Client => Masking::ByRole,
                _ => Masking::Wrong,
            },
            length_form: Some(match header.length_bits {
                7 => LengthForm::Bits7,
                16 => LengthForm::Bits16,
                _ => LengthForm::Bits64,
            }),
        };
        self.drawn().into_iter().map(spec).collect()
    }
}
