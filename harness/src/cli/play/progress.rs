//! What is shown while cases are played.

use std::io::IsTerminal as _;

use anstream::println;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar on a terminal, and lines for what is worth one.
pub(in crate::cli) struct Progress {
    bar: Option<ProgressBar>,
    failed: usize,
}

impl Progress {
    /// So many cases are to be played.
    pub(in crate::cli) fn new(cases: usize) -> Progress {
        let bar = std::io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg} {elapsed}")
                .expect("the template is a constant");
            ProgressBar::new(cases as u64).with_style(style)
        });
        Progress { bar, failed: 0 }
    }

    /// A case was played, and this is worth saying about it.
    pub(in crate::cli) fn played(&mut self, failed: bool, line: Option<String>) {
        self.failed += usize::from(failed);
        match (&self.bar, line) {
            (Some(bar), line) => {
                if let Some(line) = line {
                    bar.suspend(|| println!("{line}"));
                }
                if self.failed > 0 {
                    bar.set_message(format!("{} failed", self.failed));
                }
                bar.inc(1);
            }
            (None, Some(line)) => println!("{line}"),
            (None, None) => {}
        }
    }

    /// Nothing more is played.
    pub(in crate::cli) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
