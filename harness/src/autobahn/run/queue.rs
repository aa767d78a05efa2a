//! In which order the cases of a run are played.

use std::collections::{BTreeMap, VecDeque};

use super::Plan;
use crate::autobahn::case::{Act, AutobahnCase};

/// In which order cases are played, and which of them at the same time.
///
/// First come those that wait for seconds, so that their waits overlap with everything else; then all others that are
/// about a rule; then those about masses, a few at a time, as soon as no other case is left but those that wait. One mass at
/// a time is played beside those whose verdict says whether the server reacted within a second.
#[derive(Debug)]
pub(super) struct Queue {
    rules: VecDeque<usize>,
    masses: VecDeque<usize>,
    kinds: BTreeMap<usize, Kind>,
    jobs: usize,
    active: usize,
    /// Of the active ones, those about a rule that do not wait.
    hasty: usize,
    masses_active: usize,
    /// Of the active ones, those whose verdict says how fast the server is.
    timed: usize,
    /// The octets that the active ones hold, about.
    weight: usize,
}

#[derive(Clone, Copy, Debug)]
struct Kind {
    mass: bool,
    waits: bool,
    timed: bool,
    weight: usize,
}

/// So many cases about masses are played at the same time: enough to keep two cores busy on both sides.
const MASSES: usize = 6;

/// So many octets may be held by them at the same time, about; one case always may.
const WEIGHT: usize = 48 << 20;

impl Queue {
    pub(super) fn new(plan: &Plan<'_>, indices: &[usize], jobs: usize) -> Queue {
        let kinds: BTreeMap<usize, Kind> = indices
            .iter()
            .map(|&index| (index, Kind::of(plan.cases[index])))
            .collect();
        let (mut masses, mut rules): (Vec<usize>, Vec<usize>) = indices.iter().partition(|index| kinds[index].mass);
        rules.sort_by_key(|index| !kinds[index].waits);
        // What takes longest comes first, so that nothing long is left alone at the end.
        masses.sort_by_key(|&index| std::cmp::Reverse(plan.cases[index].effort()));
        Queue {
            rules: rules.into(),
            masses: masses.into(),
            kinds,
            jobs: jobs.max(1),
            active: 0,
            hasty: 0,
            masses_active: 0,
            timed: 0,
            weight: 0,
        }
    }

    /// The next that may begin now.
    pub(super) fn admit(&mut self) -> Option<usize> {
        if self.active >= self.jobs {
            return None;
        }
        let index = match self.rules.pop_front() {
            Some(index) => index,
            None => {
                let weight = self.kinds[self.masses.front()?].weight;
                let room = self.masses_active == 0 || self.weight + weight <= WEIGHT;
                let most = if self.timed > 0 { 1 } else { MASSES };
                if self.hasty > 0 || self.masses_active >= most || !room {
                    return None;
                }
                self.masses.pop_front()?
            }
        };
        self.count(index, usize::wrapping_add);
        Some(index)
    }

    /// Lets nothing more begin.
    pub(super) fn clear(&mut self) {
        self.rules.clear();
        self.masses.clear();
    }

    pub(super) fn done(&mut self, index: usize) {
        self.count(index, usize::wrapping_sub);
    }

    fn count(&mut self, index: usize, by: fn(usize, usize) -> usize) {
        let kind = self.kinds[&index];
        self.active = by(self.active, 1);
        self.timed = by(self.timed, usize::from(kind.timed));
        if kind.mass {
            self.masses_active = by(self.masses_active, 1);
            self.weight = by(self.weight, kind.weight);
        } else if !kind.waits {
            self.hasty = by(self.hasty, 1);
        }
    }
}

impl Kind {
    fn of(case: &AutobahnCase) -> Kind {
        Kind {
            mass: case.is_mass(),
            waits: case.acts.iter().any(|act| matches!(act, Act::Wait { .. })),
            timed: case
                .acts
                .iter()
                .any(|act| matches!(act, Act::Wait { tag: Some(_), .. })),
            weight: case.weight(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autobahn::cases::cases;
    use crate::autobahn::play::Settings;

    fn plan<'c>(all: &'c [AutobahnCase], ids: &[&str]) -> Plan<'c> {
        let of = |id: &&str| all.iter().find(|case| case.id == *id).expect("it is one of the 517");
        Plan {
            cases: ids.iter().map(of).collect(),
            settings: Settings::default(),
            jobs: 32,
            deadline: None,
        }
    }

    fn queue(plan: &Plan<'_>, jobs: usize) -> Queue {
        let all: Vec<usize> = (0..plan.cases.len()).collect();
        Queue::new(plan, &all, jobs)
    }

    /// The ids of what may begin now.
    fn admitted(plan: &Plan<'_>, queue: &mut Queue) -> Vec<String> {
        std::iter::from_fn(|| queue.admit())
            .map(|index| plan.cases[index].id.clone())
            .collect()
    }

    fn end(plan: &Plan<'_>, queue: &mut Queue, id: &str) {
        queue.done(plan.cases.iter().position(|case| case.id == id).unwrap());
    }

    #[test]
    fn waits_come_first_and_masses_when_only_waits_are_left() {
        let all = cases();
        let plan = plan(&all, &["1.1.1", "9.7.1", "5.19", "2.1", "9.1.1", "6.4.1"]);
        let mut queue = queue(&plan, 32);
        assert_eq!(admitted(&plan, &mut queue), ["5.19", "6.4.1", "1.1.1", "2.1"]);
        end(&plan, &mut queue, "1.1.1");
        assert!(admitted(&plan, &mut queue).is_empty(), "2.1 is about a rule, and hasty");
        end(&plan, &mut queue, "2.1");
        assert_eq!(
            admitted(&plan, &mut queue),
            ["9.7.1"],
            "the longest, and no other beside 6.4.1"
        );
        for id in ["5.19", "6.4.1"] {
            assert!(admitted(&plan, &mut queue).is_empty());
            end(&plan, &mut queue, id);
        }
        assert_eq!(admitted(&plan, &mut queue), ["9.1.1"]);
        for id in ["9.7.1", "9.1.1"] {
            end(&plan, &mut queue, id);
        }
        let left = [
            queue.active,
            queue.hasty,
            queue.masses_active,
            queue.timed,
            queue.weight,
        ];
        assert_eq!(left, [0; 5]);
    }

    #[test]
    fn no_more_begin_than_there_are_jobs() {
        let all = cases();
        let plan = plan(&all, &["1.1.1", "1.1.2", "9.7.1", "9.7.2"]);
        let mut one = queue(&plan, 1);
        let mut order = Vec::new();
        while let [id] = &admitted(&plan, &mut one)[..] {
            order.push(id.clone());
            end(&plan, &mut one, id);
        }
        assert_eq!(order, ["1.1.1", "1.1.2", "9.7.2", "9.7.1"]);
        assert_eq!(admitted(&plan, &mut queue(&plan, 0)).len(), 1, "one always may");
    }

    #[test]
    fn masses_begin_a_few_at_a_time_and_heavy_ones_fewer() {
        let all = cases();
        let ids: Vec<&str> = all.iter().map(|case| &*case.id).collect();
        let light: Vec<&str> = ids.iter().filter(|id| id.starts_with("9.7.")).copied().collect();
        let eight = [&light[..], &["9.8.1", "9.8.2"]].concat();
        let plan_of_light = plan(&all, &eight);
        assert_eq!(admitted(&plan_of_light, &mut queue(&plan_of_light, 32)).len(), MASSES);

        // Of 16 MiB each, and held twice.
        let plan_of_heavy = plan(&all, &["9.1.6", "9.2.6", "9.1.1"]);
        let mut heavy = queue(&plan_of_heavy, 32);
        assert_eq!(admitted(&plan_of_heavy, &mut heavy), ["9.1.6"]);
        assert!(heavy.weight <= WEIGHT);
        end(&plan_of_heavy, &mut heavy, "9.1.6");
        assert_eq!(admitted(&plan_of_heavy, &mut heavy), ["9.2.6", "9.1.1"]);
    }
}
