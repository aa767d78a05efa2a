//! The codec side by side with its peers: `cargo bench -p wsspec-codec` (`-- --quick` only shows that it runs,
//! `-- --gate` fails when a target is missed by more than 15 %, and `-- 4096` runs the rows with that in their names).
//!
//! All contenders of a row run in turns in one process and are measured in CPU time of their thread, so a busy machine
//! slows all alike; what counts are the ratios of one run.

mod contest;
mod deflate;
mod peers;
mod rows;

use std::process::ExitCode;

use contest::Effort;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let effort = if has("--quick") { Effort::Quick } else { Effort::Full };
    let (mut missed, mut failed) = (0, 0);
    let words: Vec<&String> = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let wanted = |name: &str| words.iter().all(|word| name.contains(word.as_str()));
    for row in rows::all()
        .into_iter()
        .chain(deflate::rows())
        .filter(|row| wanted(row.name))
    {
        let result = row.run(effort);
        println!("{result}");
        missed += usize::from(!result.met());
        failed += usize::from(result.fails_gate());
    }
    println!("{missed} targets missed, {failed} of them by more than the gate lets pass");
    if has("--gate") && failed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
