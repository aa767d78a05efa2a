//! A regression is kept as an input, as octets on the wire and as a trace, and the three agree.

use wsspec_fuzz::TARGETS;
use wsspec_fuzz::finding::kept::{self, Kept};

#[test]
fn every_regression_has_its_three_files_and_they_agree() {
    for target in TARGETS {
        let folder = target.regressions();
        for name in kept::names(&folder).unwrap() {
            let kept = Kept::read(&folder, &name).unwrap_or_else(|error| {
                panic!("{error}; cargo run -p wsspec-fuzz --example seeds writes it");
            });
            let of_input = Kept::of(target, &kept.input);
            let name = format!("{}/{name}", target.name);
            assert_eq!(
                kept.wire, of_input.wire,
                "{name} has another encoding; from the .hex it is written anew"
            );
            assert_eq!(
                kept.trace, of_input.trace,
                "cargo run -p wsspec-fuzz --example seeds tells {name} anew"
            );
        }
    }
}
