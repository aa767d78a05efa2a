//! When a connection must be looked at, though nothing arrives.

use std::io;
use std::mem;
use std::pin::Pin;
use std::task::Context;

use tokio::time::{Instant, Sleep, sleep_until};

use crate::options::Options;

/// When something is due. It is looked at when its timer rings; what happens in between only leaves a mark, so that a
/// message costs no timer.
pub(crate) struct Clock<'o> {
    options: &'o Options,
    /// When the peer was last heard.
    heard: Instant,
    /// Since when octets wait and none was taken.
    blocked: Option<Instant>,
    /// When the closing handshake must be over.
    closing: Option<Instant>,
    /// While compression remembers something; in a box, because most connections have none.
    memory: Option<Box<Memory>>,
}

/// What compression remembers, and for how long.
struct Memory {
    /// When to look whether it is still of use.
    look: Instant,
    /// The peer was heard since that was last looked at.
    used: bool,
}

impl<'o> Clock<'o> {
    pub(crate) fn new(options: &'o Options) -> Clock<'o> {
        Clock {
            options,
            heard: Instant::now(),
            blocked: None,
            closing: None,
            memory: None,
        }
    }

    /// The peer sent something.
    pub(crate) fn heard(&mut self) {
        if let Some(memory) = &mut self.memory {
            memory.used = true;
        }
        if self.options.idle_timeout.is_some() {
            self.heard = Instant::now();
        }
    }

    /// The peer took octets.
    pub(crate) fn progress(&mut self) {
        self.blocked = None;
    }

    /// The peer takes no octets, for now.
    pub(crate) fn blocked(&mut self) {
        self.blocked.get_or_insert_with(Instant::now);
    }

    /// Our Close frame is on the way.
    pub(crate) fn closing(&mut self) {
        self.closing
            .get_or_insert_with(|| Instant::now() + self.options.close_timeout);
    }

    /// Whether it is.
    pub(crate) fn is_closing(&self) -> bool {
        self.closing.is_some()
    }

    /// Compression remembers something, or nothing.
    pub(crate) fn remembers(&mut self, something: bool) {
        if !something {
            self.memory = None;
        } else if self.memory.is_none() {
            let look = Instant::now() + self.options.context_timeout;
            self.memory = Some(Box::new(Memory { look, used: false }));
        }
    }

    /// Whether compression should forget, because nothing was heard since that was last looked at.
    pub(crate) fn is_quiet(&mut self) -> bool {
        let now = Instant::now();
        let Some(memory) = self.memory.as_mut().filter(|memory| memory.look <= now) else {
            return false;
        };
        memory.look = now + self.options.context_timeout;
        !mem::take(&mut memory.used)
    }

    /// When to look again, if ever.
    pub(crate) fn next(&self) -> Option<Instant> {
        let blocked = self.blocked.map(|since| since + self.options.write_timeout);
        let look = self.memory.as_ref().map(|memory| memory.look);
        [self.idle(), blocked, self.closing, look].into_iter().flatten().min()
    }

    /// What is due now: nothing, a reason to close, or the end.
    pub(crate) fn ring(&mut self) -> io::Result<Option<&'static str>> {
        let now = Instant::now();
        let due = |at: Instant| at <= now;
        let blocked = self.blocked.map(|since| since + self.options.write_timeout);
        if self.closing.is_some_and(due) || blocked.is_some_and(due) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        Ok(self.idle().is_some_and(due).then_some("nothing was heard for too long"))
    }

    /// When the peer was silent for too long.
    fn idle(&self) -> Option<Instant> {
        let patience = self.options.idle_timeout?;
        self.closing.is_none().then(|| self.heard + patience)
    }
}

/// Wakes a connection. There is none until something is due, and it is only ever set back to ring earlier: when it rings
/// too early it is set again.
#[derive(Default)]
pub(crate) struct Timer(Option<Pin<Box<Sleep>>>);

impl Timer {
    pub(crate) fn has_rung(&self) -> bool {
        self.0.as_ref().is_some_and(|sleep| sleep.is_elapsed())
    }

    /// Rings at `due` or before. True if that is past already.
    pub(crate) fn is_late_for(&mut self, due: Option<Instant>, cx: &mut Context<'_>) -> bool {
        let Some(due) = due else {
            return false;
        };
        let sleep = match &mut self.0 {
            Some(sleep) if sleep.deadline() <= due && !sleep.is_elapsed() => return false,
            Some(sleep) => {
                sleep.as_mut().reset(due);
                sleep
            }
            None => self.0.insert(Box::pin(sleep_until(due))),
        };
        sleep.as_mut().poll(cx).is_ready()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;
    use tokio::runtime::Builder;
    use tokio::time::advance;

    #[test]
    fn compression_forgets_when_nothing_was_heard_from_one_look_to_the_next() {
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(async {
            let options = Options::default();
            let mut clock = Clock::new(&options);
            clock.heard();
            assert_eq!(clock.next(), None);
            clock.remembers(true);
            let first = clock.next().unwrap();
            advance(Duration::from_millis(900)).await;
            clock.heard();
            clock.remembers(true);
            assert_eq!(clock.next(), Some(first));
            assert!(!clock.is_quiet());
            advance(Duration::from_millis(100)).await;
            assert!(!clock.is_quiet());
            advance(Duration::from_millis(999)).await;
            assert!(!clock.is_quiet());
            advance(Duration::from_millis(1)).await;
            assert!(clock.is_quiet());
            clock.remembers(false);
            assert_eq!(clock.next(), None);
        });
    }
}
