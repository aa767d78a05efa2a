//! What RFC 1951 and RFC 7692 leave open, and what our endpoint does there: the list of all differences that are right
//! between it and the letter of the two.

use wsspec_codec::rfc::{Clause, rfc7692};

/// Something in a compressed message that one endpoint may take and another refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// A code that leaves bits over, other than a single code of one bit.
    IncompleteCode,
    /// A block without any code for the lengths of its codes.
    NoCodeForLengths,
    /// A block with 31 or 32 distance codes.
    DistanceCodes31And32,
    /// A length of 258 octets written as 227 and 31 more.
    LongestLengthInTwoWays,
    /// Bits up to the next octet behind a final block that are not zero.
    PaddingOfOnes,
    /// A reference to what stands in front of a final block.
    ContextOverFinal,
    /// A reference to the message before, where the sender agreed to take no context over.
    ForgottenContext,
    /// A reference further back than the window that was agreed on.
    OverTheWindow,
    /// A message that ends inside a block, so that octets come of the four that its receiver adds.
    OctetsOfTheTail,
    /// A message that ends inside a block, of which the four octets that its receiver adds happen to be the end.
    BlockEndsWithTheTail,
}

/// What our endpoint does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Such a message is taken.
    Takes,
    /// Such a message fails the connection.
    Refuses,
}

impl Choice {
    /// All of them.
    pub const ALL: [Choice; 10] = [
        Choice::IncompleteCode,
        Choice::NoCodeForLengths,
        Choice::DistanceCodes31And32,
        Choice::LongestLengthInTwoWays,
        Choice::PaddingOfOnes,
        Choice::ContextOverFinal,
        Choice::ForgottenContext,
        Choice::OverTheWindow,
        Choice::OctetsOfTheTail,
        Choice::BlockEndsWithTheTail,
    ];

    /// What is done, the clause it is done under, and why.
    pub fn decided(self) -> (Decision, &'static Clause, &'static str) {
        match self {
            Choice::IncompleteCode => (
                Decision::Refuses,
                rfc7692::INVALID_DEFLATE,
                "RFC 1951 3.2.7 allows a single distance code of one bit and speaks of no other code that leaves bits \
                 over; no compressor makes one, and zlib refuses it",
            ),
            Choice::NoCodeForLengths => (
                Decision::Refuses,
                rfc7692::INVALID_DEFLATE,
                "RFC 1951 3.2.7 leaves nothing that such a block could say; zlib finds that out only where the lengths \
                 end, and so may find first that the message ends inside the block",
            ),
            Choice::DistanceCodes31And32 => (
                Decision::Refuses,
                rfc7692::INVALID_DEFLATE,
                "RFC 1951 3.2.7 lets a block announce up to 32 distance codes, of which 3.2.6 says that two never occur; \
                 zlib refuses to be told of them",
            ),
            Choice::LongestLengthInTwoWays => (
                Decision::Takes,
                rfc7692::DECOMPRESS_ALGO,
                "RFC 1951 3.2.5 gives code 284 the lengths 227 to 257 and five more bits, which can say 258 as well",
            ),
            Choice::PaddingOfOnes => (
                Decision::Takes,
                rfc7692::BFINAL_PAD,
                "RFC 7692 7.2.1 binds the sender to zeros, and RFC 1951 3.2.4 ignores the bits in front of a boundary",
            ),
            Choice::ContextOverFinal => (
                Decision::Refuses,
                rfc7692::BFINAL_7_2_3_4,
                "RFC 1951 3.2.3 ends a data set with such a block, and 3.2 keeps references inside it; RFC 7692 carries \
                 the window from message to message and does not say whether over the end of a data set",
            ),
            Choice::ForgottenContext => (
                Decision::Refuses,
                rfc7692::SERVER_MAY_RESET,
                "RFC 7692 7.2.2 lets the receiver begin with an empty window where 7.2.1 binds the sender to one",
            ),
            Choice::OverTheWindow => (
                Decision::Takes,
                rfc7692::SERVER_WINDOW_MAY,
                "RFC 7692 7.2.2 lets the receiver make its window smaller and does not ask for it; with 2^15 octets it \
                 cannot depend on the pieces of a message what is taken",
            ),
            Choice::OctetsOfTheTail => (
                Decision::Refuses,
                rfc7692::INCOMPLETE_BLOCK,
                "by the letter of RFC 7692 7.2.2 the four octets are added and the whole is inflated; but nobody sent \
                 what comes of them, and 7.2.1 makes no message of which they are not the lengths of an empty block",
            ),
            Choice::BlockEndsWithTheTail => (
                Decision::Takes,
                rfc7692::APPEND_TAIL,
                "by the letter of RFC 7692 7.2.2 the message is whole, and nothing is made up by taking it",
            ),
        }
    }
}
