//! An input on which a target fails, made small and told to people: `cargo run -p wsspec-fuzz --example finding`.
//!
//! In reading order: [`complaint`] what is said against an input · [`minimise`] less input, the same complaint ·
//! [`trace`] what an input puts on the wire · [`kept`] the files in which a regression outlives the encoding of its target.

pub mod complaint;
pub mod kept;
pub mod minimise;
pub mod trace;

use std::io;
use std::path::Path;

use crate::finding::complaint::Complaint;
use crate::finding::kept::Kept;
use crate::target::Target;

/// An input on which a target fails.
#[derive(Clone, Debug)]
pub struct Finding<'a> {
    /// The target.
    pub target: &'a Target,
    /// The input, as small as it gets.
    pub input: Vec<u8>,
    /// What the target says against it.
    pub complaint: Complaint,
    /// How many inputs were tried to make it small.
    pub tried: usize,
}

/// Why there is no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFinding {
    /// The target has nothing against the input.
    Passes,
    /// It has, but not every time.
    Flaky,
}

impl<'a> Finding<'a> {
    /// Makes an input small on which a target fails.
    ///
    /// # Errors
    /// The target does not fail on it, or not every time.
    pub fn new(target: &'a Target, input: &[u8]) -> Result<Finding<'a>, NoFinding> {
        let complaint = Complaint::of(target, input).ok_or(NoFinding::Passes)?;
        if !complaint.is_of(target, input) {
            return Err(NoFinding::Flaky);
        }
        let (input, tried) = minimise::minimise(target, input, &complaint);
        // Numbers in the sentence are those of the small input.
        let complaint = Complaint::of(target, &input).unwrap_or(complaint);
        Ok(Finding {
            target,
            input,
            complaint,
            tried,
        })
    }

    /// A name after what it is: the clause that is broken, or the line that panicked.
    pub fn name(&self) -> String {
        let name = match self.complaint.clause() {
            Some(clause) => clause.to_owned(),
            None => format!("panic-at-{}", self.complaint.line()),
        };
        name.replace(['.', ':', '_'], "-")
    }

    /// A test that fails for as long as the target does.
    pub fn test(&self, name: &str) -> String {
        let words = name.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let start = if words.starts_with(|c: char| c.is_ascii_digit()) {
            "clause_"
        } else {
            ""
        };
        format!(
            "/// {}\n#[test]\nfn {start}{words}() {{\n    let input = b\"{}\";\n    (wsspec_fuzz::{}.run)(input);\n}}\n",
            self.complaint.sentence().lines().next().unwrap_or_default(),
            self.input.escape_ascii(),
            self.target.name.to_uppercase()
        )
    }

    /// Writes the input, its octets on the wire and its trace into a folder, under a name that is free there, and says
    /// which.
    ///
    /// # Errors
    /// The folder cannot be made, or a file not be written.
    pub fn keep(&self, folder: &Path, name: &str) -> io::Result<String> {
        let named = |n: usize| if n == 1 { name.to_owned() } else { format!("{name}-{n}") };
        let free = |name: &String| match std::fs::read(folder.join(name)) {
            Ok(there) => there == self.input,
            Err(_) => true,
        };
        let name = (1..).map(named).find(free).expect("numbers do not end");
        let mut kept = Kept::of(self.target, &self.input);
        kept.trace.insert_str(0, &self.heading());
        kept.write(folder, &name)?;
        Ok(name)
    }

    /// What was said, as the lines above a trace.
    fn heading(&self) -> String {
        let clause = self.complaint.clause_and_text().unwrap_or("none; a panic");
        let sentence = self.complaint.sentence().replace('\n', " ");
        format!("# {}: {sentence}\n# clause: {clause}\n", self.target.name)
    }
}
