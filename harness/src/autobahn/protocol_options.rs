//! Autobahn's protocol options as a spec file names them.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::options::Options;

/// What a spec file says about protocol options, for all servers or for one. What it does not name stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(
    rename_all = "camelCase",
    deny_unknown_fields,
    expecting = "an object of protocol options"
)]
pub struct ProtocolOptions {
    version: Option<Draft>,
    fail_by_drop: Option<bool>,
    echo_close_code_reason: Option<bool>,
    #[serde(rename = "utf8validateIncoming")]
    utf8_validate_incoming: Option<bool>,
    accept_masked_server_frames: Option<bool>,
    mask_client_frames: Option<bool>,
    open_handshake_timeout: Option<Seconds>,
    close_handshake_timeout: Option<Seconds>,
    server_connection_drop_timeout: Option<Seconds>,
    #[serde(rename = "allowHixie76")]
    allow_hixie_76: Option<bool>,
    apply_mask: Option<bool>,
    max_frame_payload_size: Option<u64>,
    max_message_payload_size: Option<u64>,
    auto_fragment_size: Option<u64>,
    tcp_no_delay: Option<bool>,
    auto_ping_interval: Option<Seconds>,
    auto_ping_timeout: Option<Seconds>,
    auto_ping_size: Option<PingSize>,
}

impl ProtocolOptions {
    /// Changes what is named.
    pub fn apply_to(&self, options: &mut Options) {
        set(&mut options.fail_by_drop, self.fail_by_drop);
        set(&mut options.echo_close_code_reason, self.echo_close_code_reason);
        set(&mut options.validate_utf8, self.utf8_validate_incoming);
        set(
            &mut options.accept_masked_server_frames,
            self.accept_masked_server_frames,
        );
        set(&mut options.mask_client_frames, self.mask_client_frames);
        let patience = |seconds: Option<Seconds>| seconds.map(Seconds::patience);
        set(
            &mut options.open_handshake_timeout,
            patience(self.open_handshake_timeout),
        );
        set(
            &mut options.close_handshake_timeout,
            patience(self.close_handshake_timeout),
        );
        set(
            &mut options.server_connection_drop_timeout,
            patience(self.server_connection_drop_timeout),
        );
    }

    /// The names of options that ask for what is not done here.
    pub fn without_effect(&self) -> Vec<&'static str> {
        let asks = [
            ("allowHixie76", self.allow_hixie_76 == Some(true)),
            ("applyMask", self.apply_mask == Some(false)),
            ("maxFramePayloadSize", self.max_frame_payload_size.unwrap_or(0) > 0),
            ("maxMessagePayloadSize", self.max_message_payload_size.unwrap_or(0) > 0),
            ("autoFragmentSize", self.auto_fragment_size.unwrap_or(0) > 0),
            ("tcpNoDelay", self.tcp_no_delay == Some(false)),
            (
                "autoPingInterval",
                self.auto_ping_interval.is_some_and(|seconds| seconds.0 > 0.0),
            ),
        ];
        let named = asks.into_iter().filter(|(_, asked)| *asked);
        named.map(|(name, _)| name).collect()
    }
}

/// The same for Autobahn's server, which tests clients: what both know, and what it alone knows.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct ServerOptions {
    both: ProtocolOptions,
    own: OwnOptions,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct OwnOptions {
    versions: Option<Vec<u8>>,
    web_status: Option<bool>,
    require_masked_client_frames: Option<bool>,
    mask_server_frames: Option<bool>,
    allowed_origins: Option<Vec<String>>,
    max_connections: Option<u64>,
    serve_flash_socket_policy: Option<bool>,
    #[serde(rename = "flashSocketPolicy")]
    _flash_socket_policy: Option<String>,
}

/// What Autobahn's client knows and its server does not.
const FOR_CLIENTS: [&str; 4] = [
    "version",
    "acceptMaskedServerFrames",
    "maskClientFrames",
    "serverConnectionDropTimeout",
];

const FOR_SERVERS: [&str; 8] = [
    "versions",
    "webStatus",
    "requireMaskedClientFrames",
    "maskServerFrames",
    "allowedOrigins",
    "maxConnections",
    "serveFlashSocketPolicy",
    "flashSocketPolicy",
];

impl TryFrom<Map<String, Value>> for ServerOptions {
    type Error = String;

    fn try_from(options: Map<String, Value>) -> Result<ServerOptions, String> {
        if let Some(name) = FOR_CLIENTS.iter().find(|name| options.contains_key(**name)) {
            return Err(format!("unknown field `{name}`: it is an option for testing servers"));
        }
        let (own, both) = options
            .into_iter()
            .partition(|(name, _)| FOR_SERVERS.contains(&name.as_str()));
        let read = |error: serde_json::Error| error.to_string();
        Ok(ServerOptions {
            both: serde_json::from_value(Value::Object(both)).map_err(read)?,
            own: serde_json::from_value(Value::Object(own)).map_err(read)?,
        })
    }
}

impl ServerOptions {
    /// Changes what is named.
    pub fn apply_to(&self, options: &mut Options) {
        self.both.apply_to(options);
        set(
            &mut options.require_masked_client_frames,
            self.own.require_masked_client_frames,
        );
        set(&mut options.mask_server_frames, self.own.mask_server_frames);
    }

    /// The names of options that ask for what is not done here.
    pub fn without_effect(&self) -> Vec<&'static str> {
        let own = &self.own;
        let asks = [
            (
                "versions",
                own.versions.as_ref().is_some_and(|versions| *versions != [13]),
            ),
            ("webStatus", own.web_status == Some(false)),
            (
                "allowedOrigins",
                own.allowed_origins.as_ref().is_some_and(|origins| *origins != ["*"]),
            ),
            ("maxConnections", own.max_connections.unwrap_or(0) > 0),
            ("serveFlashSocketPolicy", own.serve_flash_socket_policy == Some(true)),
        ];
        let mut named = self.both.without_effect();
        named.extend(asks.into_iter().filter(|(_, asked)| *asked).map(|(name, _)| name));
        named
    }
}

fn set<T>(option: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *option = value;
    }
}

/// The number of a draft of the protocol. Those from 13 on are spoken like RFC 6455, which is 18.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u64")]
struct Draft;

impl TryFrom<u64> for Draft {
    type Error = String;

    fn try_from(number: u64) -> Result<Draft, String> {
        match number {
            13..=18 => Ok(Draft),
            _ => Err(format!(
                "draft {number} is not spoken; 18 is RFC 6455, and 13 to 17 are like it"
            )),
        }
    }
}

/// A time, which may be 0 for none.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
struct Seconds(f64);

/// What stands for no time-out.
const NEVER: Duration = Duration::from_secs(86_400);

impl Seconds {
    fn patience(self) -> Duration {
        if self.0 == 0.0 {
            NEVER
        } else {
            Duration::from_secs_f64(self.0)
        }
    }
}

impl TryFrom<f64> for Seconds {
    type Error = String;

    fn try_from(seconds: f64) -> Result<Seconds, String> {
        if (0.0..=86_400.0).contains(&seconds) {
            Ok(Seconds(seconds))
        } else {
            Err(format!("{seconds} is no number of seconds from 0 to 86400"))
        }
    }
}

/// The payload of an automatic ping, in octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u64")]
struct PingSize;

impl TryFrom<u64> for PingSize {
    type Error = String;

    fn try_from(size: u64) -> Result<PingSize, String> {
        match size {
            4..=125 => Ok(PingSize),
            _ => Err(format!("a ping has 4 to 125 octets, not {size}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<ProtocolOptions, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_named_is_changed_and_the_rest_is_not() {
        let mut options = Options::default();
        let json = r#"{"version": 18, "failByDrop": true, "closeHandshakeTimeout": 2.5, "openHandshakeTimeout": 0,
            "utf8validateIncoming": false, "echoCloseCodeReason": null}"#;
        read(json).unwrap().apply_to(&mut options);
        assert_eq!(
            options,
            Options {
                fail_by_drop: true,
                close_handshake_timeout: Duration::from_millis(2500),
                open_handshake_timeout: NEVER,
                validate_utf8: false,
                ..Options::default()
            }
        );
        read(r#"{"failByDrop": false}"#).unwrap().apply_to(&mut options);
        assert!(!options.fail_by_drop);
        assert!(!options.validate_utf8);
    }

    #[test]
    fn every_option_of_autobahns_client_is_known_and_those_of_its_server_are_not() {
        let all = r#"{"version": 13, "allowHixie76": false, "utf8validateIncoming": true, "acceptMaskedServerFrames": false,
            "maskClientFrames": true, "applyMask": true, "maxFramePayloadSize": 0, "maxMessagePayloadSize": 0,
            "autoFragmentSize": 0, "failByDrop": false, "echoCloseCodeReason": false, "serverConnectionDropTimeout": 1,
            "openHandshakeTimeout": 5, "closeHandshakeTimeout": 1, "tcpNoDelay": true, "autoPingInterval": 0,
            "autoPingTimeout": 0, "autoPingSize": 4}"#;
        let all = read(all).unwrap();
        let mut options = Options::default();
        all.apply_to(&mut options);
        assert_eq!(options, Options::default());
        assert!(all.without_effect().is_empty());
        let unknown = read(r#"{"webStatus": true}"#).unwrap_err();
        assert!(
            unknown.starts_with("unknown field `webStatus`, expected one of"),
            "{unknown}"
        );
    }

    #[test]
    fn values_that_cannot_be_are_refused() {
        for (json, why) in [
            (r#"{"version": 12}"#, "draft 12 is not spoken"),
            (r#"{"openHandshakeTimeout": -1}"#, "-1 is no number of seconds"),
            (r#"{"autoPingSize": 3}"#, "a ping has 4 to 125 octets"),
            (r#"{"failByDrop": "yes"}"#, "expected a boolean"),
        ] {
            let error = read(json).unwrap_err();
            assert!(error.contains(why), "{json}: {error}");
        }
    }

    #[test]
    fn what_is_not_done_is_named() {
        let options = read(r#"{"maxFramePayloadSize": 100, "tcpNoDelay": false}"#).unwrap();
        assert_eq!(options.without_effect(), ["maxFramePayloadSize", "tcpNoDelay"]);
    }
}
