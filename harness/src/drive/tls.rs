//! How TLS is spoken with a server.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

/// Whom TLS is spoken with, and whether it must prove who it is.
#[derive(Clone, Debug)]
pub struct Tls {
    config: Arc<ClientConfig>,
    name: ServerName<'static>,
}

/// Why TLS cannot be spoken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TlsError {
    /// This is neither a host name nor an address.
    Name(String),
    /// The system names no certificate authority; the sentence says why.
    NoRoots(String),
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TlsError::Name(name) => write!(f, "{name:?} is no host name that a certificate could be for"),
            TlsError::NoRoots(why) => write!(
                f,
                "the system names no certificate authority to verify a certificate by ({why}); install its CA \
                 certificates, or name a file of them in SSL_CERT_FILE"
            ),
        }
    }
}

impl std::error::Error for TlsError {}

impl Tls {
    /// Any certificate is taken.
    ///
    /// # Errors
    /// The host is neither a name nor an address.
    pub fn unverified(host: &str) -> Result<Tls, TlsError> {
        let provider = Arc::new(ring::default_provider());
        let config = builder(&provider)
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
            .with_no_client_auth();
        Tls::new(config, host)
    }

    /// The certificate must be for this name, and trusted by the system or signed by an authority that it trusts.
    /// `SSL_CERT_FILE` and `SSL_CERT_DIR` name others instead.
    ///
    /// # Errors
    /// It is no name, or the system trusts nobody.
    pub fn verified(name: &str) -> Result<Tls, TlsError> {
        let found = rustls_native_certs::load_native_certs();
        let mut roots = RootCertStore::empty();
        // Systems trust some certificates that rustls cannot read; the others are good all the same.
        roots.add_parsable_certificates(found.certs.iter().cloned());
        let provider = Arc::new(ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
            .build()
            .map_err(|_| {
                let error = found.errors.first();
                TlsError::NoRoots(error.map_or("none was found".to_owned(), ToString::to_string))
            })?;
        let config = builder(&provider)
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Trusted {
                certificates: found.certs,
                verifier,
            }))
            .with_no_client_auth();
        Tls::new(config, name)
    }

    fn new(config: ClientConfig, name: &str) -> Result<Tls, TlsError> {
        Ok(Tls {
            config: Arc::new(config),
            name: ServerName::try_from(name.to_owned()).map_err(|_| TlsError::Name(name.to_owned()))?,
        })
    }

    pub(super) fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.config)
    }

    pub(super) fn name(&self) -> ServerName<'static> {
        self.name.clone()
    }
}

fn builder(provider: &Arc<CryptoProvider>) -> rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier> {
    ClientConfig::builder_with_provider(Arc::clone(provider))
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.2 and 1.3")
}

/// Why a certificate is not taken, in words where rustls has none.
pub(super) fn refused(why: &CertificateError) -> String {
    let why = match why {
        // The most usual certificate of a server under test that nobody was told to trust.
        CertificateError::Other(other) if other.0.to_string() == "CaUsedAsEndEntity" => {
            "it calls itself an authority, and is not one of those that are trusted".to_owned()
        }
        why => why.to_string(),
    };
    format!("invalid peer certificate: {why}")
}

/// Takes certificates of authorities that are trusted, and those that are trusted themselves: what `openssl req -x509` makes
/// for a server calls itself an authority, which no certificate of a server may do that another one vouches for.
#[derive(Debug)]
struct Trusted {
    certificates: Vec<CertificateDer<'static>>,
    verifier: Arc<WebPkiServerVerifier>,
}

impl ServerCertVerifier for Trusted {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if self.certificates.contains(certificate) {
            verify_server_name(&ParsedCertificate::try_from(certificate)?, name)?;
            return Ok(ServerCertVerified::assertion());
        }
        self.verifier
            .verify_server_cert(certificate, intermediates, name, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

/// Takes any certificate. Signatures would prove nothing then, and certificates of version 1, which servers under test often
/// have, could not even be read for them.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _certificate: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
