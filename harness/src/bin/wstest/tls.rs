//! TLS in front of the reference server, which speaks none.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::task::Poll;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use wsspec_server::Running;

/// Accepts TLS with this key and certificate.
///
/// # Errors
/// One of them is missing or cannot be used; the sentence says which.
pub(crate) fn acceptor(key: Option<&Path>, certificate: Option<&Path>) -> Result<TlsAcceptor, String> {
    let (Some(key), Some(certificate)) = (key, certificate) else {
        return Err("wss needs --key and --cert, both of them PEM files".to_owned());
    };
    let unusable = |path: &Path, error: &dyn std::fmt::Display| format!("{} cannot be used: {error}", path.display());
    let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect)
        .map_err(|error| unusable(certificate, &error))?;
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| unusable(key, &error))?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.2 and 1.3")
        .with_no_client_auth()
        .with_single_cert(certificates, secret)
        .map_err(|error| unusable(certificate, &error))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Serves every connection at once: takes TLS off and hands it on to the server behind, until it is stopped.
///
/// # Errors
/// The server behind could not serve.
pub(crate) async fn serve(
    listeners: Vec<TcpListener>,
    acceptor: TlsAcceptor,
    behind: Running,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let accepting = async {
        loop {
            let accepted = poll_fn(|cx| {
                let mut ready = listeners.iter().map(|listener| listener.poll_accept(cx));
                ready.find(Poll::is_ready).unwrap_or(Poll::Pending)
            });
            match accepted.await {
                // Whatever goes wrong with a connection is its client's loss alone.
                Ok((stream, _)) => drop(tokio::spawn(hand_on(stream, acceptor.clone(), behind.address()))),
                // Out of file descriptors, most likely: some will be free again soon.
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            }
        }
    };
    tokio::select! {
        never = accepting => never,
        () = stop => behind.shutdown().await,
    }
}

async fn hand_on(stream: TcpStream, acceptor: TlsAcceptor, behind: SocketAddr) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut client = acceptor.accept(stream).await?;
    let mut server = TcpStream::connect(behind).await?;
    server.set_nodelay(true)?;
    copy_bidirectional(&mut client, &mut server).await?;
    Ok(())
}
