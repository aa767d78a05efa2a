//! What a client alone can get wrong.

/// Hands these defects, behind those of the tables before it, to the next macro.
macro_rules! client_plants {
    ([$next:ident $($then:ident)*] $($before:tt)*) => { $next! { [$($then)*] $($before)* Client {

    MaskedAccepted "masked-accepted": Must rfc6455::CLIENT_REJECTS_MASKED,
        "Accepts frames of a server that are masked",
        "a masked frame, then a ping";

    } } };
}
