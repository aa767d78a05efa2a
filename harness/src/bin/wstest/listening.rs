//! Where servers listen.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};

use tokio::net::TcpListener;
use wsspec::drive::fuzzing_server::Port;

/// Listens at a port of every address of this machine, as Autobahn does, and at those of the newer family too. The host
/// that the URL names is for clients: a container's is reached from outside. Port 0 is a free one.
pub(crate) async fn listen(port: u16) -> io::Result<Port> {
    // Where the system lets one socket serve both families, the second is taken already, by us.
    let newer = TcpListener::bind((Ipv6Addr::UNSPECIFIED, port)).await;
    let number = match &newer {
        Ok(listener) => listener.local_addr()?.port(),
        Err(_) => port,
    };
    let older = TcpListener::bind((Ipv4Addr::UNSPECIFIED, number)).await;
    let listeners: Vec<TcpListener> = match (newer, older) {
        (Ok(newer), older) => [Some(newer), older.ok()].into_iter().flatten().collect(),
        (Err(_), Ok(older)) => vec![older],
        (Err(_), Err(error)) => return Err(error),
    };
    let number = listeners[0].local_addr()?.port();
    Ok(Port { listeners, number })
}
