//! Every quirk of a peer is met by a seed, so that one that was mended is found.

use std::collections::BTreeSet;

use wsspec_fuzz::DIFFERENTIAL;
use wsspec_fuzz::differential::{PEERS, difference, quirks};
use wsspec_fuzz::stream::Stream;
use wsspec_fuzz::structured::Structured;

#[test]
fn every_quirk_is_met_by_an_input_of_the_corpus() {
    let inputs = DIFFERENTIAL.corpus().read_dir().unwrap();
    let streams: Vec<Stream> = inputs
        .map(|entry| Stream::decode(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap())
        .collect();
    for peer in PEERS {
        let met = streams.iter().filter_map(|stream| difference(peer, &stream.arrival()));
        let met: BTreeSet<_> = met.map(|(difference, _)| difference).collect();
        for quirk in quirks(peer) {
            assert!(
                quirk.reason.contains("RFC 6455"),
                "{}: {} has no clause",
                peer.name,
                quirk.of
            );
            assert!(
                met.iter().any(|difference| quirk.is(difference)),
                "{}: no input shows {} any more; take it out of fuzz/quirks",
                peer.name,
                quirk.of
            );
        }
    }
}
