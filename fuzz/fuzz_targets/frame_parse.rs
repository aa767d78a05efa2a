//! Any octets in any pieces, through headers, frames and a connection of either role.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::FRAME_PARSE);
