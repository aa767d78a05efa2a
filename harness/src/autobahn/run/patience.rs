//! How long a run waits for a server, after what it has seen of it.

use std::cell::Cell;
use std::time::Duration;

use crate::autobahn::case::{AutobahnCase, Behavior};
use crate::autobahn::played::Played;

/// How long a server may do nothing at all in a case about masses. Autobahn waits up to 1,000 s.
#[derive(Debug, Default)]
pub(super) struct Patience {
    stalled: Cell<u32>,
    echoed: Cell<bool>,
    /// How many of them ended because Close or the end of TCP did not come in time.
    hung: Cell<u32>,
}

impl Patience {
    pub(super) fn stall(&self) -> Duration {
        // One that stalled now and again and has never echoed a mass will not begin to.
        let hopeless = self.stalled.get() >= 3 && !self.echoed.get();
        Duration::from_secs(if hopeless { 2 } else { 30 })
    }

    /// What the times for the closing handshake are multiplied with in a case about masses, where other masses keep the
    /// server busy.
    pub(super) fn scale(&self) -> f64 {
        if self.hung.get() >= 3 { 1.0 } else { 5.0 }
    }

    pub(super) fn learn(&self, case: &AutobahnCase, played: &Played) {
        if case.is_mass() {
            let closing = &played.closing;
            self.stalled.set(self.stalled.get() + u32::from(played.stalled));
            self.hung
                .set(self.hung.get() + u32::from(closing.close_timeout || closing.drop_timeout));
            self.echoed.set(self.echoed.get() || played.behavior == Behavior::Ok);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autobahn::cases::cases;
    use crate::autobahn::play::{Play, Settings};

    fn case<'c>(all: &'c [AutobahnCase], id: &str) -> &'c AutobahnCase {
        all.iter().find(|case| case.id == id).expect("it is one of the 517")
    }

    /// A play that ended like this, of no other interest.
    fn ended(stalled: bool, hung: bool, behavior: Behavior) -> Played {
        let all = cases();
        let mut played = Play::new(case(&all, "9.7.1"), Settings::default()).into_played();
        played.stalled = stalled;
        played.closing.close_timeout = hung;
        played.behavior = behavior;
        played
    }

    #[test]
    fn patience_ends_with_a_server_that_only_stalls() {
        let all = cases();
        let (mass, rule) = (case(&all, "9.7.1"), case(&all, "1.1.1"));
        let stalled = ended(true, true, Behavior::Failed);
        let patience = Patience::default();
        (0..9).for_each(|_| patience.learn(rule, &stalled));
        assert_eq!((patience.stall(), patience.scale()), (Duration::from_secs(30), 5.0));
        (0..2).for_each(|_| patience.learn(mass, &stalled));
        assert_eq!((patience.stall(), patience.scale()), (Duration::from_secs(30), 5.0));
        patience.learn(mass, &stalled);
        assert_eq!((patience.stall(), patience.scale()), (Duration::from_secs(2), 1.0));
        // It can, after all.
        patience.learn(mass, &ended(false, false, Behavior::Ok));
        assert_eq!(patience.stall(), Duration::from_secs(30));
    }
}
