//! Any octets in any pieces, through headers, frames and a connection of either role. Without libFuzzer it plays the
//! files it is given.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|input: &[u8]| wsspec_fuzz::frame_parse(input));

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    wsspec_fuzz::replay(std::env::args_os().skip(1), wsspec_fuzz::frame_parse)
}
