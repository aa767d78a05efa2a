//! Every target on inputs that are the same each time, without an engine.

use std::panic::catch_unwind;

use wsspec_fuzz::TARGETS;
use wsspec_fuzz::runs::{How, Runs};

/// How many inputs of each kind a target gets.
const RUNS: usize = 400;

#[test]
fn every_target_passes_on_changed_seeds_and_on_inputs_from_nothing() {
    for target in TARGETS {
        for how in [How::Seeds, How::Nothing] {
            for input in Runs::new(target, how, 6455).take(RUNS) {
                let judged = catch_unwind(|| (target.run)(&input));
                assert!(judged.is_ok(), "{} fails on {input:?}", target.name);
            }
        }
    }
}
