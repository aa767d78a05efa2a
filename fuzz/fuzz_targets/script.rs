//! A whole case through the session, with the reference server or client in memory as the subject.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::SCRIPT, structured);
