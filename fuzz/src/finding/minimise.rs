//! Less input, the same complaint.

use crate::finding::complaint::Complaint;
use crate::target::Target;

/// The smallest input found about which the target says the same, and how many were tried.
///
/// An input is smaller if it is shorter, or as long and its octets come first in order. What the input means is not
/// looked at: octets are left out and lowered whether they are the input or encode it, and what cannot be decoded any
/// more is no complaint. A target that can change a field of an input drops and shrinks fields besides.
pub fn minimise(target: &Target, input: &[u8], complaint: &Complaint) -> (Vec<u8>, usize) {
    let mut search = Search {
        target,
        complaint,
        best: input.to_vec(),
        tried: 0,
    };
    loop {
        let before = search.best.clone();
        search.leave_out();
        search.shrink_fields();
        search.lower();
        if search.best == before || search.tried >= MOST_TRIES {
            return (search.best, search.tried);
        }
    }
}

/// Where the search ends at the latest. A run takes some tens of microseconds in an optimised build.
const MOST_TRIES: usize = 300_000;

/// How many changes of a field that make nothing smaller end the changes of fields.
const VAIN_SEEDS: u32 = 600;

struct Search<'a> {
    target: &'a Target,
    complaint: &'a Complaint,
    best: Vec<u8>,
    tried: usize,
}

impl Search<'_> {
    /// Takes a smaller input if the target says the same about it.
    fn take(&mut self, input: Vec<u8>) -> bool {
        let smaller = (input.len(), &input) < (self.best.len(), &self.best);
        if !smaller || self.tried >= MOST_TRIES {
            return false;
        }
        self.tried += 1;
        let same = self.complaint.is_of(self.target, &input);
        if same {
            self.best = input;
        }
        same
    }

    /// Leaves out halves, quarters, and so on down to single octets.
    fn leave_out(&mut self) {
        let mut size = self.best.len().div_ceil(2);
        while size > 0 {
            let mut at = 0;
            while at < self.best.len() {
                let end = (at + size).min(self.best.len());
                let mut without = self.best.clone();
                without.drain(at..end);
                if !self.take(without) {
                    at = end;
                }
            }
            size /= 2;
        }
    }

    /// Drops elements of lists and shrinks fields, at random.
    fn shrink_fields(&mut self) {
        let Some(mutate) = self.target.mutate else {
            return;
        };
        let (mut seed, mut vain) = (0, 0);
        while vain < VAIN_SEEDS && !self.best.is_empty() {
            let mut changed = self.best.clone();
            mutate(&mut changed, self.best.len() - 1, seed);
            vain = if self.take(changed) { 0 } else { vain + 1 };
            seed += 1;
        }
    }

    /// Lowers each octet as far as it goes: to zero, else by halves, else by ones.
    fn lower(&mut self) {
        for at in 0..self.best.len() {
            loop {
                let octet = self.best[at];
                let lower = [0, octet / 2, octet.saturating_sub(1)];
                let lowered = lower.into_iter().any(|octet| {
                    let mut input = self.best.clone();
                    input[at] = octet;
                    self.take(input)
                });
                if !lowered {
                    break;
                }
            }
        }
    }
}
