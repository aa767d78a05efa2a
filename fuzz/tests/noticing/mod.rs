//! Whether an oracle notices a defect.

use std::panic::{AssertUnwindSafe, catch_unwind};

use wsspec_fuzz::target::Target;

/// Of some seed of the target these words are said, with the octets and this clause.
pub(crate) fn notices(target: Target, run: impl Fn(&[u8]), words: &str, clause: &str) {
    let seeds = (target.seeds)();
    let complaints = seeds.values().filter_map(|input| {
        let panic = catch_unwind(AssertUnwindSafe(|| run(input))).err()?;
        Some(*panic.downcast::<String>().expect("an oracle panics with a sentence"))
    });
    let complaints: Vec<_> = complaints.collect();
    let wanted = [words, "\n  octets: ", &format!("\n  clause: {clause} ")];
    let said = |complaint: &&String| wanted.iter().all(|part| complaint.contains(part));
    assert!(
        complaints.iter().any(|complaint| said(&complaint)),
        "{words:?} is missing in: {complaints:#?}"
    );
}
