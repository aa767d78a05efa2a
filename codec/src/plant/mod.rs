//! Planted defects: mistakes that real implementations have made, to measure what notices them.
//!
//! Each is a small condition in the code that is right, `planted(Plant::…)`. Without the feature `plants`, [`planted`] is
//! a constant `false` and nothing of them is compiled. With it, one defect at a time can be sown in a process: by the
//! environment variable `WSSPEC_PLANT`, or by `sow`. The feature alone changes nothing.
//!
//! The tables stand in `codec`, `server` and `client`, by who has the defect, and in `compression`; what takes more than a
//! condition stands in `instead`.

#[macro_use]
mod codec;
#[macro_use]
mod server;
#[macro_use]
mod client;
#[macro_use]
mod compression;
pub mod instead;
#[cfg(feature = "plants")]
mod sown;

#[cfg(feature = "plants")]
pub use sown::{Breaks, Site, planted, sow, sown};

/// Defines [`Plant`] and what is known of each from the tables: a name, an id, what it breaks, the clause, the defect and
/// what shows it.
macro_rules! plants {
    ([] $($site:ident {
        $($name:ident $id:literal: $breaks:ident $text:ident::$clause:ident, $defect:literal, $stimulus:literal;)+
    })+) => {
        /// A defect that can be planted.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[cfg_attr(feature = "plants", derive(Debug, Hash))]
        pub enum Plant {
            $($(
                #[doc = $defect]
                $name,
            )+)+
        }

        #[cfg(feature = "plants")]
        impl Plant {
            /// Every defect, in the order of the tables.
            pub const ALL: &[Plant] = &[$($(Plant::$name),+),+];
        }

        #[cfg(feature = "plants")]
        const KNOWN: &[sown::Known] = &[$($(sown::Known {
            id: $id,
            site: Site::$site,
            breaks: Breaks::$breaks,
            clause: crate::rfc::$text::$clause,
            defect: $defect,
            stimulus: $stimulus,
        }),+),+];

        #[cfg(all(test, not(feature = "plants")))]
        mod tests {
            use super::{Plant, planted};

            #[test]
            fn a_normal_build_holds_no_plants() {
                $($(const { assert!(!planted(Plant::$name)) };)+)+
            }
        }
    };
}

codec_plants! { [server_plants client_plants compression_plants plants] }

/// Whether this defect is sown. Never, in a build without the feature `plants`.
#[cfg(not(feature = "plants"))]
#[inline(always)]
pub const fn planted(_: Plant) -> bool {
    false
}
