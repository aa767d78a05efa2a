//! One connection of an ordeal, without I/O: octets and times in; writes, a deadline and a reaction out.

use std::collections::VecDeque;
use std::time::Duration;

use wsspec_codec::rfc::rfc6455;
use wsspec_codec::rules::{Limits, Role};

use super::tester::{STATUS_LINE, Stage, Tester, Waits};
use super::{Left, Ordeal, Reaction};
use crate::case::Case;
use crate::drive::Player;
use crate::opening::{Opened, Opening};
use crate::pattern::{End, Grade};
use crate::random::SplitMix64;
use crate::receiver::Receiver;
use crate::session::Settings;
use crate::trace::{By, What};
use crate::verdict::Verdict;

/// One connection that does what an ordeal says.
#[derive(Debug)]
pub struct Assailant<'c> {
    ordeal: &'c Ordeal,
    opening: Opening<'c>,
    receiver: Receiver,
    /// A request that came before it was waited for.
    early: Vec<u8>,
    tester: Tester<'c>,
}

impl<'c> Assailant<'c> {
    /// The connection with this number, at the moment it is there. `None` for a case without an ordeal.
    pub fn new(case: &'c Case, settings: &Settings, number: u32) -> Option<Assailant<'c>> {
        let ordeal = case.ordeal.as_ref()?;
        let mut random = SplitMix64::new(settings.seed ^ u64::from(number) << 32).fork(&case.id);
        let (opening, request) = Opening::new(case, settings, random.octets());
        let role = settings.subject.peer();
        Some(Assailant {
            ordeal,
            opening,
            receiver: Receiver::with_limits(role, Limits::NONE),
            early: Vec::new(),
            tester: Tester::new(ordeal, settings, request, random),
        })
    }

    /// Whether TCP is to be reset.
    pub fn wants_reset(&self) -> bool {
        self.tester.reset
    }

    /// What is left of it.
    pub fn into_left(self) -> Left {
        Left {
            outcome: self.tester.outcome.unwrap_or(Ok(Reaction::Left)),
            trace: self.tester.trace,
        }
    }

    /// When all of it must be over.
    fn ends_at(&self) -> Duration {
        self.ordeal.within.mul_f64(self.tester.time_scale)
    }

    /// Takes octets of the opening handshake.
    fn head(&mut self, octets: &mut [u8]) {
        let tester = &mut self.tester;
        if tester.role == Role::Server && tester.opening == Stage::Asked {
            let because = format!(
                "the subject sent {} octets behind a request that has no response",
                octets.len()
            );
            return tester.fail(
                because,
                rfc6455::WAIT_RESPONSE,
                "the connection taken for open".to_owned(),
            );
        }
        if tester.role == Role::Client {
            let room = STATUS_LINE.saturating_sub(tester.answer.len());
            tester.answer.extend_from_slice(&octets[..octets.len().min(room)]);
            if tester.opening == Stage::Before {
                return tester.refused();
            }
        }
        let opened = self.opening.receive(octets);
        if let Some(head) = self.opening.head_received() {
            tester.trace.push(By::Subject, What::Head(head));
        }
        match opened {
            Ok(None) => {}
            Ok(Some(opened)) => self.opened(opened),
            Err(unopened) => tester.unopened(*unopened),
        }
    }

    fn opened(&mut self, opened: Opened) {
        let tester = &mut self.tester;
        if let Some(agreed) = opened.agreed {
            self.receiver.agree(agreed);
        }
        if tester.waits == Waits::Head {
            tester.go_on();
        }
        if tester.role == Role::Server && !tester.answers {
            tester.opening = Stage::Asked;
            return;
        }
        if tester.role == Role::Server {
            tester.manners.push_back(opened.answer);
        }
        tester.opening = Stage::Open;
        let mut rest = opened.rest;
        self.frames(&mut rest);
    }

    fn frames(&mut self, mut octets: &mut [u8]) {
        let tester = &mut self.tester;
        while tester.outcome.is_none() && self.receiver.next(&mut octets, |heard| tester.hear(heard)) {}
    }
}

impl Player for Assailant<'_> {
    fn receive(&mut self, now: Duration, octets: &mut [u8]) {
        self.tester.trace.set_now(now);
        if self.is_over() {
            return;
        }
        self.tester.patience();
        match self.tester.opening {
            Stage::Open => self.frames(octets),
            Stage::Before if self.tester.role == Role::Server && self.tester.waits != Waits::Head => {
                self.early.extend_from_slice(octets);
            }
            Stage::Before | Stage::Asked => self.head(octets),
        }
    }

    fn end(&mut self, now: Duration, end: End) {
        self.tester.trace.set_now(now);
        if !self.is_over() {
            self.tester.ended(end);
        }
    }

    fn tick(&mut self, now: Duration) {
        self.tester.trace.set_now(now);
        if self.is_over() {
        } else if now >= self.ends_at() {
            self.tester.outcome = Some(Ok(match self.tester.so_far {
                said @ (Reaction::Close(_) | Reaction::Status(_)) => said,
                _ => Reaction::Unfinished,
            }));
        } else if self.tester.deadline.is_some_and(|deadline| deadline <= now) {
            self.tester.overdue();
        }
    }

    fn take_writes(&mut self) -> VecDeque<Vec<u8>> {
        std::mem::take(&mut self.tester.manners)
    }

    fn put_back(&mut self, mut writes: VecDeque<Vec<u8>>) {
        writes.append(&mut self.tester.manners);
        self.tester.manners = writes;
    }

    fn more(&mut self, now: Duration) -> Option<Vec<u8>> {
        self.tester.trace.set_now(now);
        let piece = self.tester.more();
        if piece.is_some() || self.tester.waits != Waits::Head || self.early.is_empty() {
            return piece;
        }
        let mut early = std::mem::take(&mut self.early);
        self.head(&mut early);
        // What answers it goes before the next act.
        self.tester.manners.pop_front().or_else(|| self.tester.more())
    }

    fn reads(&self) -> bool {
        !self.tester.deaf
    }

    fn wants_shutdown(&self) -> bool {
        self.tester.shutdown
    }

    fn written(&mut self, now: Duration) {
        self.tester.trace.set_now(now);
        self.tester.patience();
    }

    fn wake_at(&self) -> Option<Duration> {
        let ends_at = self.ends_at();
        Some(self.tester.deadline.map_or(ends_at, |deadline| deadline.min(ends_at)))
    }

    fn is_over(&self) -> bool {
        self.tester.outcome.is_some()
    }

    fn give_up(&mut self) {
        let because = "the ordeal waits for nothing and is not over";
        self.tester.outcome = Some(Err(Verdict::new(Grade::Error, because)));
    }
}
