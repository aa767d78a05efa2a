//! The codec side by side with its peers: `cargo bench -p wsspec-codec` (`-- --quick` only shows that it runs,
//! `-- --gate` fails when a target is missed).
//!
//! All contenders of a row run in turns in one process and are measured in CPU time of their thread, so a busy machine
//! slows all alike; what counts are the ratios of one run.

mod contest;
mod peers;
mod rows;

use std::process::ExitCode;

use contest::Effort;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let effort = if has("--quick") { Effort::Quick } else { Effort::Full };
    let mut missed = 0;
    for row in rows::all() {
        let result = row.run(effort);
        println!("{result}");
        missed += usize::from(!result.met());
    }
    println!("{missed} targets missed");
    if has("--gate") && missed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
