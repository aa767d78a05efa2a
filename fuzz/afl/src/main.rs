//! A fuzz target under AFL++: `wsspec-afl TARGET`.

use wsspec_fuzz::TARGETS;

fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    let Some(target) = TARGETS.iter().find(|target| target.name == name) else {
        let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("error: there is no target `{name}`; there are: {}", names.join(", "));
        std::process::exit(2);
    };
    afl::fuzz!(|input: &[u8]| (target.run)(input));
}
