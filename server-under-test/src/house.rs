//! Who is connected, and what all of them are told.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use tokio::sync::Notify;

use crate::options::Options;

/// How far the life of the server is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Connections are served.
    Serving,
    /// They are closed, with a closing handshake.
    Closing,
    /// They are dropped.
    Over,
}

/// What the connections of a server share. In the way of a message there is no lock, only the load of the stage.
pub(crate) struct House {
    pub(crate) options: Options,
    stage: AtomicU8,
    /// The tasks to wake at a new stage; `None` before the first turn of one.
    inside: Mutex<Inside>,
    empty: Notify,
}

#[derive(Default)]
struct Inside {
    wakers: HashMap<u64, Option<Waker>>,
    next: u64,
}

impl House {
    pub(crate) fn new(options: Options) -> Arc<House> {
        Arc::new(House {
            options,
            stage: AtomicU8::new(Stage::Serving as u8),
            inside: Mutex::default(),
            empty: Notify::new(),
        })
    }

    pub(crate) fn stage(&self) -> Stage {
        match self.stage.load(Ordering::Acquire) {
            0 => Stage::Serving,
            1 => Stage::Closing,
            _ => Stage::Over,
        }
    }

    /// Takes everybody to this stage.
    pub(crate) fn enter(&self, stage: Stage) {
        self.stage.store(stage as u8, Ordering::Release);
        // Who gave no waker yet sees the stage in its first turn, after giving it.
        for waker in self.inside().wakers.values().flatten() {
            waker.wake_by_ref();
        }
    }

    /// A place for one more connection.
    pub(crate) fn place(self: &Arc<House>) -> Place {
        let mut inside = self.inside();
        let key = inside.next;
        inside.next += 1;
        inside.wakers.insert(key, None);
        Place {
            house: Arc::clone(self),
            key,
        }
    }

    /// Ready when nobody is left.
    pub(crate) async fn empty(&self) {
        loop {
            let empty = self.empty.notified();
            if self.inside().wakers.is_empty() {
                return;
            }
            empty.await;
        }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One connection's place, given back when dropped.
pub(crate) struct Place {
    house: Arc<House>,
    key: u64,
}

impl Place {
    pub(crate) fn house(&self) -> &House {
        &self.house
    }

    /// Has the task woken from now on when the stage changes. A task keeps its waker for life.
    pub(crate) fn occupy(&self, waker: &Waker) {
        self.house.inside().wakers.insert(self.key, Some(waker.clone()));
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inside = self.house.inside();
        // Dropped outside the lock: it may be the last of its task.
        let waker = inside.wakers.remove(&self.key);
        if inside.wakers.is_empty() {
            self.house.empty.notify_waiters();
        }
        drop(inside);
        drop(waker);
    }
}
