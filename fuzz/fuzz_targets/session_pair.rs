//! Our client and our server, with a pipe between them that cuts, delays and drops.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::SESSION_PAIR, structured);
