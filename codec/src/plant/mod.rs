//! Planted defects: mistakes that real implementations have made, to measure what notices them.
//!
//! Each is a small condition in the code that is right, `planted(Plant::…)`. Without the feature `plants`, [`planted`] is
//! a constant `false` and nothing of them is compiled. With it, one defect at a time can be sown: in a process by `sow`, as
//! `wsspec-server --fault` does, or in a scope of one thread by `with`, as an endpoint in memory does whose judge uses this
//! code too. The feature alone changes nothing, and costs a load and a branch at each of them. With the feature
//! `plants-by-environment`, for programs of tests, the environment variable `WSSPEC_PLANT` sows one too.
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
mod known;
#[cfg(feature = "plants")]
mod sown;

#[cfg(feature = "plants")]
pub use known::{Breaks, Misnamed, Site, listing};
#[cfg(feature = "plants")]
pub use sown::{planted, sow, with};

/// Defines [`Plant`] and what is known of each from the tables: a name, an id, what it breaks, the clause, the defect and
/// what shows it.
macro_rules! plants {
    ([] $($site:ident {
        $($name:ident $id:literal: $breaks:ident $text:ident::$clause:ident, $defect:literal, $stimulus:literal;)+
    })+) => {
        /// A defect that can be planted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
        const KNOWN: &[known::Known] = &[$($(known::Known {
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

/// Does something. There is no defect that could be sown, in a build without the feature `plants`.
#[cfg(not(feature = "plants"))]
#[inline(always)]
pub fn with<T>(_: Option<Plant>, act: impl FnOnce() -> T) -> T {
    act()
}
