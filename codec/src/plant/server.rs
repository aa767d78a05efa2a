//! What a server alone can get wrong.

/// Hands these defects, behind those of the tables before it, to the next macro.
macro_rules! server_plants {
    ([$next:ident $($then:ident)*] $($before:tt)*) => { $next! { [$($then)*] $($before)* Server {

    UnmaskedAccepted "unmasked-accepted": Must rfc6455::SERVER_REJECTS_UNMASKED,
        "Accepts frames of a client that are not masked",
        "any frame without a mask";

    } } };
}
