//! Any octets in any pieces, for an answer to a request of ours.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::HANDSHAKE_RESPONSE);
