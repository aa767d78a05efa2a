//! Contenders in turns, and what came of it.

use std::fmt;
use std::time::Duration;

use cpu_time::ThreadTime;

/// How long to measure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    /// So short that the figures mean nothing.
    Quick,
    /// So long that they mean something.
    Full,
}

/// Something that is measured: each call does so many units of work.
pub(crate) struct Contender {
    name: &'static str,
    units: u64,
    work: Box<dyn FnMut()>,
}

impl Contender {
    pub(crate) fn new(name: &'static str, units: u64, work: impl FnMut() + 'static) -> Contender {
        Contender {
            name,
            units,
            work: Box::new(work),
        }
    }
}

/// What the first contender, ours, is to reach.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    /// So many times the speed of the fastest peer.
    TimesFastest(f64),
    /// So many times the speed of the peer with this name.
    Times(f64, &'static str),
    /// As fast as the fastest peer, or so many times the speed of the peer with this name.
    FastestOrTimes(f64, &'static str),
    /// So many nanoseconds a unit at most.
    Nanoseconds(f64),
}

/// A comparison.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// What one unit of work is.
    pub(crate) unit: &'static str,
    pub(crate) target: Target,
    /// Ours first; an anchor (named `memcpy`) is no peer.
    pub(crate) contenders: Vec<Contender>,
}

/// The medians of a row, in nanoseconds a unit.
pub(crate) struct Outcome {
    name: &'static str,
    unit: &'static str,
    target: Target,
    medians: Vec<(&'static str, f64)>,
}

impl Row {
    /// Runs the contenders in turns.
    pub(crate) fn run(mut self, effort: Effort) -> Outcome {
        let (rounds, slice) = match effort {
            Effort::Quick => (1, Duration::from_micros(100)),
            Effort::Full => (25, Duration::from_millis(8)),
        };
        let mut samples: Vec<Vec<f64>> = vec![Vec::new(); self.contenders.len()];
        let repeats: Vec<u32> = self
            .contenders
            .iter_mut()
            .map(|contender| calibrate(contender, slice))
            .collect();
        for _ in 0..rounds {
            for ((contender, samples), &repeats) in self.contenders.iter_mut().zip(&mut samples).zip(&repeats) {
                let start = ThreadTime::now();
                (0..repeats).for_each(|_| (contender.work)());
                let units = f64::from(repeats) * contender.units as f64;
                samples.push(start.elapsed().as_nanos() as f64 / units);
            }
        }
        let medians = self.contenders.iter().zip(samples).map(|(contender, mut samples)| {
            samples.sort_by(f64::total_cmp);
            (contender.name, samples[samples.len() / 2])
        });
        Outcome {
            name: self.name,
            unit: self.unit,
            target: self.target,
            medians: medians.collect(),
        }
    }
}

/// How often the work fits into a slice of time.
fn calibrate(contender: &mut Contender, slice: Duration) -> u32 {
    (contender.work)();
    let start = ThreadTime::now();
    let mut calls = 0;
    while start.elapsed() < slice {
        (contender.work)();
        calls += 1;
    }
    calls.max(1)
}

impl Outcome {
    fn ours(&self) -> f64 {
        self.medians[0].1
    }

    fn of(&self, name: &str) -> f64 {
        self.medians
            .iter()
            .find(|(known, _)| *known == name)
            .map_or(f64::NAN, |(_, median)| *median)
    }

    fn fastest(&self) -> f64 {
        let peers = self.medians[1..].iter().filter(|(name, _)| *name != "memcpy");
        peers.map(|(_, median)| *median).fold(f64::INFINITY, f64::min)
    }

    /// What is reached of the target; 1 is all of it.
    fn reached(&self) -> f64 {
        let ours = self.ours();
        match self.target {
            Target::TimesFastest(times) => self.fastest() / times / ours,
            Target::Times(times, peer) => self.of(peer) / times / ours,
            Target::FastestOrTimes(times, peer) => (self.fastest() / ours).max(self.of(peer) / times / ours),
            Target::Nanoseconds(limit) => limit / ours,
        }
    }

    /// Whether the target is reached. Five per cent are noise.
    pub(crate) fn met(&self) -> bool {
        self.reached() >= 0.95
    }

    /// Whether it is missed by so much that a gate fails. Where code and stack come to lie, which changes with every
    /// build and every start, moves the ratio of even the same work by a tenth.
    pub(crate) fn fails_gate(&self) -> bool {
        self.reached() < 0.85
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} (ns a {})", self.name, self.unit)?;
        for (name, median) in &self.medians {
            writeln!(f, "  {name:<24} {median:>10.2}   {:>6.2}x", median / self.ours())?;
        }
        let target = match self.target {
            Target::TimesFastest(times) => format!("{times}x the fastest peer"),
            Target::Times(times, peer) => format!("{times}x {peer}"),
            Target::FastestOrTimes(times, peer) => format!("the fastest peer, or {times}x {peer}"),
            Target::Nanoseconds(limit) => format!("at most {limit} ns"),
        };
        if self.met() {
            writeln!(f, "  met: {target}")
        } else {
            writeln!(f, "  MISSED by {:.0} %: {target}", (1.0 - self.reached()) * 100.0)
        }
    }
}
