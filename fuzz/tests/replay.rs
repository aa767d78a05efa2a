//! The inputs of every target, without an engine.

use std::collections::BTreeSet;
use std::path::Path;

use wsspec::random::SplitMix64;
use wsspec_fuzz::{FRAME_PARSE, TARGETS};

#[test]
fn every_input_of_the_corpora_and_of_the_regressions_passes() {
    for target in TARGETS {
        let kept = [target.corpus(), target.regressions()];
        target
            .replay(kept.into_iter().filter(|folder| folder.exists()))
            .unwrap();
    }
}

#[test]
fn every_program_is_in_the_table_of_targets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz_targets");
    let programs = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let programs: BTreeSet<_> = programs
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let targets: BTreeSet<_> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(programs, targets);
}

#[test]
fn every_corpus_begins_with_its_seeds() {
    for target in TARGETS {
        let seeds = (target.seeds)();
        assert!(
            (1..=400).contains(&seeds.len()),
            "{}: {} seeds",
            target.name,
            seeds.len()
        );
        for (name, input) in seeds {
            let file = std::fs::read(target.corpus().join(&name)).unwrap_or_default();
            assert!(
                file == input,
                "{}/{name} is not the seed: cargo run -p wsspec-fuzz --example seeds",
                target.name
            );
        }
    }
}

/// Inputs that are mostly frames: random octets alone nearly always end in a huge length.
#[test]
fn six_thousand_random_inputs_pass() {
    let mut random = SplitMix64::new(6455);
    for _ in 0..6000 {
        let mut input = Vec::new();
        for _ in 0..random.below(6) {
            let firsts = [
                0x00,
                0x01,
                0x02,
                0x80,
                0x81,
                0x82,
                0x88,
                0x89,
                0x8A,
                random.next_u64() as u8,
            ];
            let length = [0, 1, 2, 5, 30, 125, 126, 127, 140][random.below(9)];
            let mask = [0x80, 0x80, 0x80, 0x00][random.below(4)];
            input.push(firsts[random.below(firsts.len())]);
            match random.below(12) {
                0 => input.extend([mask | 127, 0, 0, 0, 0, 0, 0, 0, length]),
                1 => input.extend([mask | 126, 0, length]),
                2 => input.push(random.next_u64() as u8),
                _ if length < 126 => input.push(mask | length),
                _ => input.extend([mask | 126, 0, length]),
            }
            let mut alphabet = *b"a\xC3\xBF\xE2\x82\xAC\x03\xE8";
            alphabet[0] = random.next_u64() as u8;
            let key = if mask == 0 {
                [0; 4]
            } else {
                std::array::from_fn(|_| random.next_u64() as u8)
            };
            input.extend(&key[..usize::from(mask) / 32]);
            input.extend((0..usize::from(length)).map(|i| alphabet[random.below(alphabet.len())] ^ key[i % 4]));
        }
        input.truncate(input.len().saturating_sub([0, 0, 0, 1, 7][random.below(5)]));
        input.extend((0..random.below(20)).map(|_| random.next_u64() as u8));
        (FRAME_PARSE.run)(&input);
    }
}
