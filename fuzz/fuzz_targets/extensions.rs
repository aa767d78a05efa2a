//! Any text for an offer of extensions and for an answer, with any terms.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::EXTENSIONS);
