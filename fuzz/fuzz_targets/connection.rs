//! An endpoint of either role whose application sends, and whose output is written, while a peer sends anything.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::CONNECTION, structured);
