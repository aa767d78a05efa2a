//! What happens when nothing does.

use std::time::Duration;

use super::{Play, State, Timer};
use crate::autobahn::case::Event;
use crate::autobahn::wirelog::Row;

impl Play<'_> {
    pub(super) fn arm(&mut self, after: Duration, timer: Timer) {
        self.timers
            .push((self.now + after.mul_f64(self.settings.time_scale), timer));
    }

    /// Arms a timer of the closing handshake.
    pub(super) fn arm_closing(&mut self, after: Duration, timer: Timer) {
        let scale = if self.case.is_mass() {
            self.settings.mass_scale
        } else {
            1.0
        };
        self.arm(after.mul_f64(scale), timer);
    }

    pub(super) fn due(&mut self, timer: Timer) {
        match timer {
            Timer::Wait(tag) => {
                self.log.always(Row::WaitDue(tag));
                match tag {
                    None => self.go_on(),
                    Some(tag) if self.state == State::Open => {
                        self.judging.record(Event::Timeout(tag));
                        self.go_on();
                    }
                    Some(_) => {}
                }
            }
            Timer::Kill => {
                self.pressed |= self.judging.may_change();
                self.log.always(Row::KillDue);
                self.fail(1001, "Going Away");
            }
            Timer::CloseAfter => {
                self.pressed = true;
                self.log.always(Row::CloseDue);
                self.send_close(None, None);
            }
            Timer::Stall => {
                let idle = self.now.saturating_sub(self.stirred_at);
                let stall = self.settings.stall.mul_f64(self.settings.time_scale);
                if self.state != State::Open {
                    return;
                }
                if idle < stall {
                    self.timers.push((self.stirred_at + stall, Timer::Stall));
                    return;
                }
                self.pressed = true;
                self.stalled = true;
                self.judging.too_late(self.settings.stall);
                self.send_close(None, None);
            }
            Timer::Deadline => {
                self.pressed = true;
                if self.judging.is_undecided() {
                    self.judging.too_late(self.settings.deadline.unwrap_or_default());
                }
                self.give_up("the case took longer than its deadline allows");
            }
            Timer::OpenTimeout => {
                self.pressed = true;
                self.closing.open_timeout = true;
                self.give_up("peer did not finish (in time) the opening handshake");
            }
            Timer::CloseTimeout => {
                self.pressed = true;
                self.closing.close_timeout = true;
                self.give_up("peer did not respond (in time) in closing handshake");
            }
            Timer::Stuck if self.timers.iter().any(|(_, timer)| *timer == Timer::Kill) => {
                self.arm(self.settings.options.server_connection_drop_timeout, Timer::Stuck);
            }
            Timer::DropTimeout | Timer::Stuck => {
                self.pressed = true;
                self.closing.drop_timeout = true;
                self.give_up("server did not drop TCP connection (in time)");
            }
        }
    }

    pub(super) fn give_up(&mut self, because: &str) {
        self.closing.was_clean = false;
        self.closing.not_clean_reason = Some(because.to_owned());
        self.drop_tcp();
    }
}
