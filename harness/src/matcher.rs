//! Finds the outcome that a step has, event by event.

use crate::pattern::{Event, Outcome, Outcomes, Pattern};

/// Follows the events of one step through its outcomes.
#[derive(Debug)]
pub struct Matcher<'c> {
    outcomes: &'c [Outcome],
    /// For each outcome, how many of its patterns may be behind us; several, because patterns may be left out.
    progress: Vec<Vec<usize>>,
    /// Whether anything has come.
    moved: bool,
}

/// What a step knows after an event, or at the end of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<'c> {
    /// Something better may still come.
    Waiting,
    /// This is it.
    Decided(&'c Outcome),
    /// No outcome goes like this.
    Lost,
}

impl<'c> Matcher<'c> {
    /// At the start of a step.
    pub fn new(outcomes: &'c Outcomes) -> Matcher<'c> {
        let outcomes = &outcomes.0;
        Matcher {
            outcomes,
            progress: outcomes.iter().map(|outcome| closure(outcome, vec![0])).collect(),
            moved: false,
        }
    }

    /// Takes the next event.
    pub fn event(&mut self, event: &Event) -> Progress<'c> {
        self.moved = true;
        for (outcome, progress) in self.outcomes.iter().zip(&mut self.progress) {
            let next = progress
                .iter()
                .filter(|&&done| outcome.patterns.get(done).is_some_and(|pattern| pattern.matches(event)))
                .map(|done| done + 1)
                .collect();
            *progress = closure(outcome, next);
        }
        self.decide(false)
    }

    /// The time of the step is over.
    pub fn timeout(&self) -> Progress<'c> {
        self.decide(true)
    }

    /// The best outcome that is complete, unless a better one may still become so.
    fn decide(&self, last_word: bool) -> Progress<'c> {
        for (outcome, progress) in self.outcomes.iter().zip(&self.progress) {
            // Silence is known only when the time is over.
            let complete = progress.contains(&outcome.patterns.len());
            if complete && (last_word || !outcome.patterns.is_empty()) {
                return Progress::Decided(outcome);
            }
            if !last_word && !progress.is_empty() {
                return Progress::Waiting;
            }
        }
        Progress::Lost
    }

    /// The outcomes that what has come so far does not rule out.
    pub fn alive(&self) -> impl Iterator<Item = &'c Outcome> {
        self.outcomes
            .iter()
            .zip(&self.progress)
            .filter(|(_, progress)| !progress.is_empty())
            .map(|(outcome, _)| outcome)
    }

    /// Whether anything has come.
    pub fn moved(&self) -> bool {
        self.moved
    }
}

/// The positions reached when patterns that may be left out are.
fn closure(outcome: &Outcome, mut positions: Vec<usize>) -> Vec<usize> {
    let mut index = 0;
    while let Some(&position) = positions.get(index) {
        let skips = matches!(outcome.patterns.get(position), Some(Pattern::Maybe(_)));
        if skips && !positions.contains(&(position + 1)) {
            positions.push(position + 1);
        }
        index += 1;
    }
    positions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::{End, Grade};
    use wsspec_codec::close::CloseCode;

    fn close(code: u16) -> Event {
        Event::Close(Some((CloseCode::new(code), String::new())))
    }

    fn grade(outcomes: &Outcomes, events: &[Event]) -> Option<Grade> {
        let mut matcher = Matcher::new(outcomes);
        let mut progress = Progress::Waiting;
        for event in events {
            progress = matcher.event(event);
        }
        if progress == Progress::Waiting {
            progress = matcher.timeout();
        }
        match progress {
            Progress::Decided(outcome) => Some(outcome.grade),
            _ => None,
        }
    }

    const END: Event = Event::End(End::Closed);

    #[test]
    fn failing_the_connection_has_the_grades_of_7_1_7() {
        let outcomes = Outcomes::fails_with(1002);
        assert_eq!(grade(&outcomes, &[close(1002), END]), Some(Grade::Pass));
        assert_eq!(grade(&outcomes, &[close(1007), END]), Some(Grade::Lenient));
        assert_eq!(grade(&outcomes, &[Event::Close(None), END]), Some(Grade::Lenient));
        assert_eq!(grade(&outcomes, &[Event::End(End::Reset)]), Some(Grade::Lenient));
        assert_eq!(grade(&outcomes, &[close(1002)]), None, "TCP stays open");
        assert_eq!(grade(&outcomes, &[close(1006), END]), None, "1006 is never on the wire");
        assert_eq!(grade(&outcomes, &[Event::Pong(vec![])]), None);
        assert_eq!(grade(&outcomes, &[]), None);
    }

    #[test]
    fn what_comes_first_may_be_missing_but_not_for_a_pass() {
        let outcomes = Outcomes::fails_with(1002).after([Pattern::text("a")], "too early");
        let text = Event::Message {
            kind: wsspec_codec::message::MessageKind::Text,
            payload: b"a".to_vec(),
        };
        assert_eq!(grade(&outcomes, &[text, close(1002), END]), Some(Grade::Pass));
        assert_eq!(grade(&outcomes, &[close(1002), END]), Some(Grade::Lenient));
    }

    #[test]
    fn a_pattern_may_be_left_out_but_not_come_late() {
        let outcomes = Outcomes::pass([
            Pattern::pong("1").maybe(),
            Pattern::pong("2").maybe(),
            Pattern::pong("3"),
        ]);
        let pong = |payload: &str| Event::Pong(payload.into());
        assert_eq!(grade(&outcomes, &[pong("1"), pong("2"), pong("3")]), Some(Grade::Pass));
        assert_eq!(grade(&outcomes, &[pong("3")]), Some(Grade::Pass));
        assert_eq!(grade(&outcomes, &[pong("2"), pong("3")]), Some(Grade::Pass));
        assert_eq!(grade(&outcomes, &[pong("2"), pong("1"), pong("3")]), None);
        assert_eq!(grade(&outcomes, &[pong("1")]), None);
    }

    #[test]
    fn silence_is_known_only_at_the_end_and_is_broken_by_anything_else() {
        let outcomes = Outcomes::fails_with(1007).or_silence();
        let mut matcher = Matcher::new(&outcomes);
        assert!(matches!(matcher.timeout(), Progress::Decided(outcome) if outcome.patterns.is_empty()));
        assert_eq!(matcher.event(&close(1007)), Progress::Waiting);
        assert_eq!(grade(&outcomes, &[Event::Pong(vec![])]), None);
    }
}
