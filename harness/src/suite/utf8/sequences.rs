//! The single-frame sequences of Autobahn's groups 6.5 to 6.23, family by family.

/// Sequences of one sort.
pub(crate) struct Family {
    /// The second number of its Autobahn cases.
    pub(crate) number: u32,
    /// What its ids begin with.
    pub(super) name: &'static str,
    /// What each is.
    pub(crate) title: &'static str,
    /// Which are UTF-8.
    pub(super) kind: Kind,
    /// In hex, in the order of the third number.
    pub(crate) sequences: &'static str,
}

/// Which sequences of a family are UTF-8.
pub(super) enum Kind {
    /// All.
    Valid,
    /// None.
    Invalid,
    /// Those with these third numbers.
    ValidAt(&'static [usize]),
}

/// Every family.
pub(crate) const FAMILIES: &[Family] = &[
    Family {
        number: 5,
        name: "valid-mixed",
        title: "valid sequences of one to four octets",
        kind: Kind::Valid,
        sequences: "68656c6c6f24776f726c64 68656c6c6fc2a2776f726c64 68656c6c6fe282ac776f726c64 \
             68656c6c6ff0a4ada2776f726c64 cebae1bdb9cf83cebcceb5",
    },
    Family {
        number: 6,
        name: "greek-prefix",
        title: "a prefix of a Greek word",
        kind: Kind::ValidAt(&[2, 5, 7, 9, 11]),
        sequences: "ce ceba cebae1 cebae1bd cebae1bdb9 cebae1bdb9cf cebae1bdb9cf83 cebae1bdb9cf83ce \
             cebae1bdb9cf83cebc cebae1bdb9cf83cebcce cebae1bdb9cf83cebcceb5",
    },
    Family {
        number: 7,
        name: "first-of-length",
        title: "the lowest code point of a length",
        kind: Kind::Valid,
        sequences: "00 c280 e0a080 f0908080",
    },
    Family {
        number: 8,
        name: "first-of-length-5-and-6",
        title: "the lowest form of five or six octets",
        kind: Kind::Invalid,
        sequences: "f888808080 fc8480808080",
    },
    Family {
        number: 9,
        name: "last-of-length",
        title: "the highest code point of a length",
        kind: Kind::Valid,
        sequences: "7f dfbf efbfbf f48fbfbf",
    },
    Family {
        number: 10,
        name: "last-of-length-beyond",
        title: "the highest form of four, five or six octets",
        kind: Kind::Invalid,
        sequences: "f7bfbfbf fbbfbfbfbf fdbfbfbfbfbf",
    },
    Family {
        number: 11,
        name: "boundary",
        title: "a code point at a boundary of the ranges",
        kind: Kind::ValidAt(&[1, 2, 3, 4]),
        sequences: "ed9fbf ee8080 efbfbd f48fbfbf f4908080",
    },
    Family {
        number: 12,
        name: "stray-continuation",
        title: "continuation octets without a lead octet",
        kind: Kind::Invalid,
        sequences: "80 bf 80bf 80bf80 80bf80bf 80bf80bf80 80bf80bf80bf \
             808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbe",
    },
    Family {
        number: 13,
        name: "lone-lead",
        title: "lead octets, each followed by a space",
        kind: Kind::Invalid,
        sequences: "c020c120c220c320c420c520c620c720c820c920ca20cb20cc20cd20ce20cf20d020d120d220d320d420d520d620d720d820d920da20db20dc20dd20de20 \
             e020e120e220e320e420e520e620e720e820e920ea20eb20ec20ed20ee20 f020f120f220f320f420f520f620 \
             f820f920fa20 fc20",
    },
    Family {
        number: 14,
        name: "cut-short",
        title: "a sequence without its last continuation octet",
        kind: Kind::Invalid,
        sequences: "c0 e080 f08080 f8808080 fc80808080 df efbf f7bfbf fbbfbfbf fdbfbfbfbf",
    },
    Family {
        number: 15,
        name: "cut-short-joined",
        title: "sequences without their last octet, joined",
        kind: Kind::Invalid,
        sequences: "c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf",
    },
    Family {
        number: 16,
        name: "impossible-octet",
        title: "octets that never occur in UTF-8",
        kind: Kind::Invalid,
        sequences: "fe ff fefeffff",
    },
    Family {
        number: 17,
        name: "overlong-slash",
        title: "an overlong form of the slash",
        kind: Kind::Invalid,
        sequences: "c0af e080af f08080af f8808080af fc80808080af",
    },
    Family {
        number: 18,
        name: "overlong-largest",
        title: "the largest overlong form of a length",
        kind: Kind::Invalid,
        sequences: "c1bf e09fbf f08fbfbf f887bfbfbf fc83bfbfbfbf",
    },
    Family {
        number: 19,
        name: "overlong-nul",
        title: "an overlong form of NUL",
        kind: Kind::Invalid,
        sequences: "c080 e08080 f0808080 f880808080 fc8080808080",
    },
    Family {
        number: 20,
        name: "surrogate",
        title: "a single surrogate",
        kind: Kind::Invalid,
        sequences: "eda080 edadbf edae80 edafbf edb080 edbe80 edbfbf",
    },
    Family {
        number: 21,
        name: "surrogate-pair",
        title: "a surrogate pair, octet by octet",
        kind: Kind::Invalid,
        sequences: "eda080edb080 eda080edbfbf edadbfedb080 edadbfedbfbf edae80edb080 edae80edbfbf edafbfedb080 \
             edafbfedbfbf",
    },
    Family {
        number: 22,
        name: "noncharacter",
        title: "a noncharacter",
        kind: Kind::Valid,
        sequences: "efbfbe efbfbf f09fbfbe f09fbfbf f0afbfbe f0afbfbf f0bfbfbe f0bfbfbf f18fbfbe f18fbfbf f19fbfbe \
             f19fbfbf f1afbfbe f1afbfbf f1bfbfbe f1bfbfbf f28fbfbe f28fbfbf f29fbfbe f29fbfbf f2afbfbe \
             f2afbfbf f2bfbfbe f2bfbfbf f38fbfbe f38fbfbf f39fbfbe f39fbfbf f3afbfbe f3afbfbf f3bfbfbe \
             f3bfbfbf f48fbfbe f48fbfbf",
    },
    Family {
        number: 23,
        name: "specials",
        title: "a code point of the Specials block",
        kind: Kind::Valid,
        sequences: "efbfb9 efbfba efbfbb efbfbc efbfbd efbfbe efbfbf",
    },
];
