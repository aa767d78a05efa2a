//! An application that talks, in either role, with and without compression; its peer hears it in any pieces.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::MESSAGES, structured);
