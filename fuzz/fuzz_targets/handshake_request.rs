//! Any octets in any pieces, through the head of a request and the reference server.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::HANDSHAKE_REQUEST);
