//! What every endpoint can get wrong.

/// Hands these defects, behind those of the tables before it, to the next macro.
macro_rules! codec_plants {
    ([$next:ident $($then:ident)*] $($before:tt)*) => { $next! { [$($then)*] $($before)* Codec {

    // Headers.
    Rsv1WithoutExtensionAccepted "rsv1-without-extension-accepted": Must rfc6455::RSV1_RECV,
        "Accepts RSV1 on a data frame though no extension was agreed on",
        "a data frame with RSV1 set";
    Rsv2Accepted "rsv2-accepted": Must rfc6455::RSV2_RECV,
        "Accepts RSV2 on a data frame",
        "a data frame with only RSV2 set";
    Rsv3Accepted "rsv3-accepted": Must rfc6455::RSV3_RECV,
        "Accepts RSV3 on a data frame",
        "a data frame with only RSV3 set";
    RsvOnControlAccepted "rsv-on-control-accepted": Must rfc6455::RSV_CONTROL_RECV,
        "Does not look at the reserved bits of control frames",
        "a ping, pong or Close with any reserved bit, then another ping";
    RsvOnContinuationAccepted "rsv-on-continuation-accepted": Must rfc6455::RSV_CONTINUATION_RECV,
        "Does not look at the reserved bits of continuation frames",
        "a text without FIN, then a continuation with any reserved bit";
    Rsv1OnLaterFramesAccepted "rsv1-on-later-frames-accepted": Must rfc7692::RSV1_CONT_RECV,
        "Accepts RSV1 also on continuation and control frames where permessage-deflate was agreed on",
        "a compressed message with RSV1 on its continuation too, or a ping with RSV1";

    } } };
}
