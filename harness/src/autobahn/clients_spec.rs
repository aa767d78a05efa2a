//! Autobahn's spec files for testing clients: what its server reads to know where to listen and what to play.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::options::Options;
use super::protocol_options::ServerOptions;
use super::spec::{SpecError, read, strange};

/// What a spec file for testing clients says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "an object such as {\"cases\": [\"*\"]}")]
pub struct ClientsSpec {
    /// Where to listen: of it only the scheme and the port count.
    #[serde(default = "default_url")]
    pub url: String,
    /// The private key for wss, a file.
    pub key: Option<PathBuf>,
    /// The certificate for wss, a file.
    pub cert: Option<PathBuf>,
    /// The report directory; [`OUTDIR`] if it is not named.
    pub outdir: Option<PathBuf>,
    /// Protocol options.
    options: Option<ServerOptions>,
    /// Ids and patterns of cases.
    pub cases: Vec<String>,
    /// Ids and patterns of cases that are not played.
    pub exclude_cases: Option<Vec<String>>,
    /// Patterns of agents, and patterns of cases that are not played with these.
    pub exclude_agent_cases: Option<BTreeMap<String, Vec<String>>>,
    /// Keys that mean nothing. Most likely they are mistakes.
    #[serde(skip)]
    pub unknown: Vec<String>,
}

/// Where reports about clients go if nothing else is said.
pub const OUTDIR: &str = "./reports/clients";

/// A spec file that says as much as one can without knowing anything.
pub const TEMPLATE: &str = r#"{
   "url": "ws://127.0.0.1:9001",
   "outdir": "./reports/clients",
   "cases": ["*"],
   "exclude-cases": [],
   "exclude-agent-cases": {}
}
"#;

const KEYS: [&str; 8] = [
    "url",
    "key",
    "cert",
    "outdir",
    "options",
    "cases",
    "exclude-cases",
    "exclude-agent-cases",
];

/// What belongs to other modes of Autobahn, or has no effect there either.
const FOR_OTHERS: [&str; 4] = ["servers", "webport", "debug", "protocols"];

fn default_url() -> String {
    "ws://127.0.0.1:9001".to_owned()
}

impl ClientsSpec {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// It is no JSON, or a key is missing or has the wrong type.
    pub fn parse(text: &str) -> Result<ClientsSpec, SpecError> {
        let mut spec: ClientsSpec = read(text)?;
        let object: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
        spec.unknown = strange(&object, &[&KEYS[..], &FOR_OTHERS].concat());
        Ok(spec)
    }

    /// Autobahn's options: its defaults, and what the file changes.
    pub fn options(&self) -> Options {
        let mut options = Options::default();
        if let Some(changes) = &self.options {
            changes.apply_to(&mut options);
        }
        options
    }

    /// The names of options that ask for what is not done here.
    pub fn without_effect(&self) -> Vec<&'static str> {
        self.options.iter().flat_map(ServerOptions::without_effect).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read() {
        let spec = ClientsSpec::parse(
            r#"{"url": "wss://h:9002", "key": "k.pem", "cert": "c.pem", "outdir": "out", "webport": 0,
                "options": {"failByDrop": true, "requireMaskedClientFrames": false, "webStatus": false},
                "cases": ["1.*"], "exclude-cases": ["1.1.1"], "exclude-agent-cases": {"A*": ["1.2.*"]}, "case": []}"#,
        )
        .unwrap();
        assert_eq!(
            (spec.url.as_str(), spec.key.clone()),
            ("wss://h:9002", Some("k.pem".into()))
        );
        assert!(spec.options().fail_by_drop && !spec.options().require_masked_client_frames);
        assert_eq!(spec.without_effect(), ["webStatus"]);
        assert_eq!(spec.unknown, ["case"]);
        assert_eq!(spec.exclude_agent_cases.unwrap()["A*"], ["1.2.*"]);
    }

    #[test]
    fn what_is_missing_is_as_in_the_template() {
        let spec = ClientsSpec::parse(r#"{"cases": ["*"]}"#).unwrap();
        let template = ClientsSpec::parse(TEMPLATE).unwrap();
        assert_eq!((&spec.url, &spec.cases), (&template.url, &template.cases));
        assert_eq!(spec.options(), Options::default());
        assert_eq!(template.outdir, Some(OUTDIR.into()));
        assert!(template.unknown.is_empty());
    }

    #[test]
    fn options_of_clients_and_typing_mistakes_are_refused() {
        for (option, why) in [
            (r#""maskClientFrames": true"#, "maskClientFrames"),
            (r#""failByDorp": true"#, "failByDorp"),
            (r#""openHandshakeTimeout": -1"#, "no number of seconds"),
        ] {
            let text = format!("{{\"cases\": [\"*\"],\n \"options\": {{{option}}}}}");
            let error = ClientsSpec::parse(&text).unwrap_err().to_string();
            assert!(error.contains(why) && error.contains("options"), "{error}");
        }
    }
}
