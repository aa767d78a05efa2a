//! The servers of a run: what a spec file says about each, made ready.

use std::fmt;

use super::options::Options;
use super::protocol_options::ProtocolOptions;
use super::spec::{ServerEntry, Spec};
use crate::address::{Address, BadAddress};
use crate::drive::tls::{Tls, TlsError};

/// A server to test.
#[derive(Clone, Debug)]
pub struct Server {
    /// As it was written.
    pub url: String,
    /// Where it is.
    pub address: Address,
    /// Its name in the reports, if it was given one.
    pub agent: Option<String>,
    /// The Origin field.
    pub origin: Option<String>,
    /// The subprotocols to offer.
    pub protocols: Vec<String>,
    /// Autobahn's options: its defaults, then those for all servers, then those for this one.
    pub options: Options,
    /// How TLS is spoken with it, if it is.
    pub tls: Option<Tls>,
    /// Whether its certificate must be good.
    pub verified: bool,
    /// Options that it was given and that are of no effect.
    pub without_effect: Vec<&'static str>,
}

/// Why there is nobody to test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadServer {
    /// The spec file lists none, and no other was named.
    None,
    /// It is nowhere.
    Address(BadAddress),
    /// TLS cannot be spoken with it.
    Tls(String, TlsError),
}

impl fmt::Display for BadServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadServer::None => f.write_str("there is no server to test: `servers` lists none, and -w names none"),
            BadServer::Address(bad) => bad.fmt(f),
            BadServer::Tls(url, error) => write!(f, "{url}: {error}"),
        }
    }
}

impl std::error::Error for BadServer {}

/// The servers that a spec file lists, or else the one with this address.
///
/// # Errors
/// There is none, or one of them cannot be one.
pub fn servers(spec: &Spec, otherwise: Option<&str>) -> Result<Vec<Server>, BadServer> {
    let all = spec.options.clone().unwrap_or_default();
    let listed = spec.servers.as_deref().unwrap_or_default();
    if !listed.is_empty() {
        return listed.iter().map(|entry| server(entry, &all)).collect();
    }
    let url = otherwise.ok_or(BadServer::None)?.to_owned();
    let entry = ServerEntry {
        url,
        ..ServerEntry::default()
    };
    Ok(vec![server(&entry, &all)?])
}

fn server(entry: &ServerEntry, all: &ProtocolOptions) -> Result<Server, BadServer> {
    let address = Address::parse(&entry.url).map_err(BadServer::Address)?;
    let hostname = entry.hostname.as_deref().filter(|name| !name.is_empty());
    let tls = match hostname {
        _ if !address.tls => None,
        Some(name) => Some(Tls::verified(name)),
        None => Some(Tls::unverified(&address.host)),
    };
    let own = entry.options.clone().unwrap_or_default();
    let mut options = Options::default();
    all.apply_to(&mut options);
    own.apply_to(&mut options);
    let mut without_effect = [all.without_effect(), own.without_effect()].concat();
    without_effect.sort_unstable();
    without_effect.dedup();
    Ok(Server {
        url: entry.url.clone(),
        agent: entry.agent.clone().filter(|agent| !agent.is_empty()),
        origin: entry.origin.clone(),
        protocols: entry.protocols.clone().unwrap_or_default(),
        options,
        verified: tls.is_some() && hostname.is_some(),
        tls: tls
            .transpose()
            .map_err(|error| BadServer::Tls(entry.url.clone(), error))?,
        without_effect,
        address,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_of_a_server_count_more_than_those_for_all() {
        let spec = Spec::parse(
            r#"{"cases": ["*"], "options": {"failByDrop": true, "maskClientFrames": false, "autoFragmentSize": 9},
                "servers": [{"url": "ws://a"}, {"url": "ws://b", "options": {"failByDrop": false}}]}"#,
        );
        let servers = servers(&spec.unwrap(), Some("ws://c")).unwrap();
        assert_eq!(servers.len(), 2, "-w is for a spec file without servers");
        assert!(servers[0].options.fail_by_drop);
        assert!(!servers[1].options.fail_by_drop);
        assert!(!servers[1].options.mask_client_frames);
        assert_eq!(servers[1].without_effect, ["autoFragmentSize"]);
    }

    #[test]
    fn without_a_list_the_one_that_is_named_is_tested() {
        let spec = Spec::parse(r#"{"cases": ["*"], "servers": []}"#).unwrap();
        let named = servers(&spec, Some("ws://c:1/x")).unwrap();
        assert_eq!(named[0].address.target, "/x");
        assert_eq!(named[0].agent, None);
        assert_eq!(servers(&spec, None).unwrap_err(), BadServer::None);
    }

    #[test]
    fn tls_is_for_wss_alone() {
        let spec = r#"{"cases": [], "servers": [{"url": "wss://a"}, {"url": "ws://b", "hostname": "c"}]}"#;
        let servers = servers(&Spec::parse(spec).unwrap(), None).unwrap();
        assert!(servers[0].tls.is_some() && !servers[0].verified);
        assert!(servers[1].tls.is_none() && !servers[1].verified);
    }
}
