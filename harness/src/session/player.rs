//! A session as what the carriers carry octets for.

use std::collections::VecDeque;
use std::time::Duration;

use super::Session;
use crate::drive::Player;
use crate::pattern::End;

impl Player for Session<'_> {
    fn receive(&mut self, now: Duration, octets: &mut [u8]) {
        Session::receive(self, now, octets);
    }

    fn end(&mut self, now: Duration, end: End) {
        Session::end(self, now, end);
    }

    fn tick(&mut self, now: Duration) {
        Session::tick(self, now);
    }

    fn take_writes(&mut self) -> VecDeque<Vec<u8>> {
        Session::take_writes(self)
    }

    fn put_back(&mut self, writes: VecDeque<Vec<u8>>) {
        Session::put_back(self, writes);
    }

    fn wants_shutdown(&self) -> bool {
        Session::wants_shutdown(self)
    }

    fn written(&mut self, now: Duration) {
        Session::written(self, now);
    }

    fn wake_at(&self) -> Option<Duration> {
        Session::wake_at(self)
    }

    fn is_over(&self) -> bool {
        Session::is_over(self)
    }

    fn give_up(&mut self) {
        self.abort("the script waits for nothing and is not over");
    }
}
