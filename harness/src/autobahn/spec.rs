//! Autobahn's spec files: what its client reads to know whom to test with what.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::protocol_options::ProtocolOptions;

/// What a spec file for testing servers says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "an object such as {\"cases\": [\"*\"]}")]
pub struct Spec {
    /// The report directory; [`OUTDIR`] if it is not named.
    pub outdir: Option<PathBuf>,
    /// The servers, in the order of the run.
    pub servers: Option<Vec<ServerEntry>>,
    /// Protocol options for every server.
    pub options: Option<ProtocolOptions>,
    /// Ids and patterns of cases.
    pub cases: Vec<String>,
    /// Ids and patterns of cases that are not played.
    pub exclude_cases: Option<Vec<String>>,
    /// Patterns of agents, and patterns of cases that are not played with these.
    pub exclude_agent_cases: Option<BTreeMap<String, Vec<String>>>,
    /// Keys that mean nothing, each with the place where it stands. Most likely they are mistakes.
    #[serde(skip)]
    pub unknown: Vec<String>,
}

/// One of the servers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(expecting = "an object such as {\"url\": \"ws://127.0.0.1:9001\"}")]
pub struct ServerEntry {
    /// Where it is.
    pub url: String,
    /// Its name in the reports; without it, what it calls itself.
    pub agent: Option<String>,
    /// The Origin field.
    pub origin: Option<String>,
    /// The subprotocols to offer.
    pub protocols: Option<Vec<String>>,
    /// The name that its certificate must be for.
    pub hostname: Option<String>,
    /// Protocol options for this server, which count more than those for all.
    pub options: Option<ProtocolOptions>,
}

/// Where reports about servers go if nothing else is said.
pub const OUTDIR: &str = "./reports/servers";

/// A spec file that says as much as one can without knowing anything: one server on this machine, all cases.
pub const TEMPLATE: &str = r#"{
   "outdir": "./reports/servers",
   "servers": [{"url": "ws://127.0.0.1:9001"}],
   "cases": ["*"],
   "exclude-cases": [],
   "exclude-agent-cases": {}
}
"#;

/// Why a file is no spec file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecError {
    /// From 1.
    pub line: usize,
    /// From 1, in octets; 0 if the line as a whole is meant.
    pub column: usize,
    /// What is wrong, and what was wanted.
    pub why: String,
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if self.column > 0 {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.why)
    }
}

impl std::error::Error for SpecError {}

impl Spec {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// It is no JSON, or a key is missing or has the wrong type.
    pub fn parse(text: &str) -> Result<Spec, SpecError> {
        let mut spec: Spec = read(text)?;
        spec.unknown = unknown(text);
        Ok(spec)
    }
}

/// Reads the text of a spec file of either kind.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, SpecError> {
    if text.trim().is_empty() {
        return Err(SpecError {
            line: 1,
            column: 0,
            why: "the file is empty; wanted is an object such as {\"cases\": [\"*\"]}".to_owned(),
        });
    }
    if text.starts_with('\u{feff}') {
        return Err(SpecError {
            line: 1,
            column: 1,
            why: "a byte order mark, which JSON does not begin with; wanted is the file in UTF-8 without one"
                .to_owned(),
        });
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read: Result<T, _> = serde_path_to_error::deserialize(&mut deserializer);
    let spec = read.map_err(|error| {
        let path = error.path().to_string();
        // Inside broken JSON no key is known.
        wrong(text, &error.into_inner(), (!path.ends_with(['.', '?'])).then_some(path))
    })?;
    deserializer.end().map_err(|error| wrong(text, &error, None))?;
    Ok(spec)
}

/// The error in words, without the place, which stands before them.
fn wrong(text: &str, error: &serde_json::Error, path: Option<String>) -> SpecError {
    let said = error.to_string();
    let (why, _) = said.rsplit_once(" at line ").unwrap_or((&said, ""));
    let mut why = why
        .replace("expected a sequence", "expected a list")
        .replace("expected a map", "expected an object");
    let line = error.line().max(1);
    let seen = text.lines().nth(line - 1).unwrap_or_default().trim_start();
    if error.is_syntax() && seen.starts_with(['/', '#']) {
        why.push_str("; JSON has no comments");
    }
    SpecError {
        line,
        // Of a key that is missing or wrong, its path says more.
        column: if error.is_syntax() { error.column() } else { 0 },
        why: path.map_or(why.clone(), |path| format!("{path}: {why}")),
    }
}

/// What belongs to other modes of Autobahn, or to those who read the file beside it.
const FOR_OTHERS: [&str; 7] = ["url", "webport", "debug", "key", "cert", "protocols", "enable-ssl"];

const KEYS: [&str; 6] = [
    "outdir",
    "servers",
    "options",
    "cases",
    "exclude-cases",
    "exclude-agent-cases",
];

const SERVER_KEYS: [&str; 6] = ["url", "agent", "origin", "protocols", "hostname", "options"];

fn unknown(text: &str) -> Vec<String> {
    let object: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
    let mut unknown = strange(&object, &[&KEYS[..], &FOR_OTHERS].concat());
    let servers = object.get("servers").and_then(Value::as_array);
    for (server, index) in servers.into_iter().flatten().filter_map(Value::as_object).zip(0..) {
        let strange = strange(server, &SERVER_KEYS).into_iter();
        unknown.extend(strange.map(|key| format!("servers[{index}].{key}")));
    }
    unknown
}

/// The keys of an object that are none of these.
pub(super) fn strange(keys: &Map<String, Value>, known: &[&str]) -> Vec<String> {
    let strange = keys.keys().filter(|key| !known.contains(&key.as_str()));
    strange.cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Spec::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn every_key_is_read() {
        let spec = Spec::parse(
            r#"{"outdir": "out", "webport": 0, "debug": true,
                "servers": [{"agent": "A", "url": "wss://h", "origin": "http://o", "protocols": ["p"], "hostname": "n",
                             "options": {"version": 18}}],
                "options": {"failByDrop": false},
                "cases": ["1.*", ""], "exclude-cases": ["1.1.1"], "exclude-agent-cases": {"A*": ["1.2.*"]}}"#,
        )
        .unwrap();
        assert_eq!(spec.outdir.unwrap().to_str(), Some("out"));
        assert_eq!(spec.cases, ["1.*", ""]);
        assert_eq!(spec.exclude_cases.unwrap(), ["1.1.1"]);
        assert_eq!(spec.exclude_agent_cases.unwrap()["A*"], ["1.2.*"]);
        let server = &spec.servers.unwrap()[0];
        assert_eq!(server.agent.as_deref(), Some("A"));
        assert_eq!(server.origin.as_deref(), Some("http://o"));
        assert_eq!(server.protocols.as_deref().unwrap(), ["p"]);
        assert_eq!(server.hostname.as_deref(), Some("n"));
        assert!(server.options.is_some() && spec.options.is_some());
        assert!(spec.unknown.is_empty());
    }

    #[test]
    fn only_cases_are_required() {
        let spec = Spec::parse(r#"{"cases": ["*"], "servers": []}"#).unwrap();
        assert_eq!(spec.servers, Some(Vec::new()));
        assert_eq!(spec.outdir, None);
        assert_eq!(refused("{\n}"), "line 2: missing field `cases`");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        for (text, why) in [
            ("", "line 1: the file is empty"),
            ("[]", "line 1: invalid length 0, expected an object such as"),
            (
                "{\n\"cases\": \"*\"\n}",
                "line 2: cases: invalid type: string \"*\", expected a list",
            ),
            (
                "{\n\"cases\": [1]}",
                "line 2: cases[0]: invalid type: integer `1`, expected a string",
            ),
            (
                "{\"cases\": [\"*\"],\n\"servers\": [{\"agent\": \"a\"}]}",
                "line 2: servers[0]: missing field `url`",
            ),
            (
                "{\"cases\": [\"*\"],\n\"options\": {\"failByDorp\": true}}",
                "line 2: options.failByDorp: unknown field `failByDorp`, expected one of `version`, `failByDrop`",
            ),
            ("{\"cases\": [\"*\"],\n\n}", "line 3, column 1: trailing comma"),
            ("{\"cases\": [\"*\"]", "line 1: EOF while parsing an object"),
            ("{\"cases\": [\"*\"]}\n x", "line 2, column 2: trailing characters"),
            (
                "# all\n{\"cases\": [\"*\"]}",
                "line 1, column 1: expected value; JSON has no comments",
            ),
            ("\u{feff}{\"cases\": [\"*\"]}", "line 1, column 1: a byte order mark"),
        ] {
            assert!(refused(text).starts_with(why), "{text:?}: {}", refused(text));
        }
    }

    #[test]
    fn keys_that_mean_nothing_are_noticed() {
        let spec = Spec::parse(r#"{"cases": [], "exclude_cases": [], "servers": [{"url": "ws://h", "name": "a"}]}"#);
        assert_eq!(spec.unwrap().unknown, ["exclude_cases", "servers[0].name"]);
    }

    #[test]
    fn the_template_is_a_spec_file() {
        let spec = Spec::parse(TEMPLATE).unwrap();
        assert_eq!(spec.cases, ["*"]);
        assert_eq!(spec.servers.unwrap()[0].url, "ws://127.0.0.1:9001");
        assert!(spec.unknown.is_empty());
    }
}
