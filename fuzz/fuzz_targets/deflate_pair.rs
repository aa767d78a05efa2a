//! Messages under permessage-deflate, compressed by our sender or by hand, through a connection of either role.
#![cfg_attr(fuzzing, no_main)]

wsspec_fuzz::program!(wsspec_fuzz::DEFLATE_PAIR, structured);
