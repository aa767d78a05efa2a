//! The lines that tell which case begins.

use std::net::SocketAddr;

use crate::say::say;

/// Tells that the connection of a case is open.
pub(crate) fn running(id: &str, agent: &str, address: SocketAddr) {
    say(format_args!(
        "Running test case ID {id} for agent {agent} from peer {}",
        peer(address)
    ));
}

/// Twisted's name of an address.
pub(crate) fn peer(address: SocketAddr) -> String {
    // A socket that serves both families shows IPv4 as a part of IPv6.
    let ip = address.ip().to_canonical();
    let family = if ip.is_ipv4() { 4 } else { 6 };
    format!("tcp{family}:{ip}:{}", address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_named_as_twisted_does() {
        assert_eq!(peer("127.0.0.1:9001".parse().unwrap()), "tcp4:127.0.0.1:9001");
        assert_eq!(peer("[::ffff:127.0.0.1]:9001".parse().unwrap()), "tcp4:127.0.0.1:9001");
        assert_eq!(peer("[::1]:80".parse().unwrap()), "tcp6:::1:80");
    }
}
