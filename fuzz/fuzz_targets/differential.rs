//! Our endpoint beside another, of either role, on the same frames. `WSSPEC_PEER` says which one.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::DIFFERENTIAL, structured);
