//! Frames field by field, legal and not, to an endpoint of either role, with and without compression.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::FRAMES, structured);
