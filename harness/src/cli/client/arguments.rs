//! What `wsspec client` is told.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Args;

use crate::cli::play::Manner;
use crate::cli::play::arguments::{ReportTo, quoted, seconds};
use wsspec::address::Address;

/// Test a client: an echo client, which connects, sends every message back, and goes when the connection is closed
///
/// Without a command, whoever connects plays the next case, and connects again for the one after it, until it is refused or
/// answered with status 410. With a command, it is started once for each case, or with --once a single time, and is given
/// the address in $WSSPEC_URL and wherever an argument says {url}. Started for a case, it also has the case's id in
/// $WSSPEC_CASE and {case}, and can say that it does not support it by exiting with status 127.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The cases to play: ids, topics, Autobahn numbers or globs; all cases if there is none
    #[arg(value_name = "CASE")]
    pub(super) cases: Vec<String>,

    /// The command that starts the client
    #[arg(last = true, value_name = "COMMAND")]
    pub(super) command: Vec<String>,

    /// Start the command once, for all cases: it connects again and again
    #[arg(long, requires = "command")]
    pub(super) once: bool,

    /// Where to listen; port 0 is a free one. By default ws://127.0.0.1:9001, and with a command a free port for each case
    #[arg(short, long, value_name = "ADDRESS", value_parser = listen)]
    pub(super) listen: Option<SocketAddr>,

    /// Play so many cases at the same time, of those that move many messages at most four. By default as many as there are
    /// processors where a command is started for each, and else 32, which is how many clients may be there at once
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) jobs: Option<u16>,

    /// Wait so many seconds for a client to connect
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "30")]
    pub(super) wait: Duration,

    /// Wait so many seconds for the command to exit when its connection is over, and then end it
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "2")]
    pub(super) grace: Duration,

    /// Write a report: json=PATH (repeatable)
    #[arg(short, long = "report", value_name = "KIND=PATH", value_parser = ReportTo::json)]
    pub(super) reports: Vec<ReportTo>,

    #[command(flatten)]
    pub(super) manner: Manner,
}

impl Arguments {
    /// How many plays there may be at once.
    pub(super) fn jobs(&self) -> usize {
        match self.jobs {
            Some(jobs) => jobs.into(),
            None if self.command.is_empty() || self.once => 32,
            None => std::thread::available_parallelism().map_or(1, usize::from),
        }
    }

    /// Where to listen.
    pub(super) fn address(&self) -> SocketAddr {
        let default = || match self.command.is_empty() {
            true => SocketAddr::from(([127, 0, 0, 1], 9001)),
            false => SocketAddr::from(([127, 0, 0, 1], 0)),
        };
        self.listen.unwrap_or_else(default)
    }

    /// The command that plays just this case like this.
    pub(super) fn again(&self, case: &str) -> String {
        let mut words = vec![format!("wsspec client {case}")];
        if let Some(address) = self.listen {
            words.push(format!("--listen {address}"));
        }
        words.extend(self.manner.again());
        if !self.command.is_empty() {
            words.extend(self.once.then(|| "--once".to_owned()));
            words.push("--".to_owned());
            words.extend(self.command.iter().map(|word| quoted(word)));
        }
        words.join(" ")
    }
}

/// Reads where to listen: `ws://HOST:PORT`, or without the scheme. The host is an address, or `localhost`.
fn listen(text: &str) -> Result<SocketAddr, String> {
    let url = if text.contains("://") {
        text.to_owned()
    } else {
        format!("ws://{text}")
    };
    let address = Address::parse(&url).map_err(|bad| bad.to_string())?;
    if address.tls {
        return Err("clients are tested without TLS: it must begin with ws://".to_owned());
    }
    if address.target != "/" {
        return Err("where to listen has no path".to_owned());
    }
    let host = match address.host.as_str() {
        "localhost" => "127.0.0.1",
        host => host,
    };
    let ip = host
        .parse()
        .map_err(|_| format!("{host:?} is no IP address, such as 127.0.0.1 or ::1"))?;
    Ok(SocketAddr::new(ip, address.port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_to_listen_is_an_address_with_or_without_a_scheme() {
        for (text, address) in [
            ("ws://127.0.0.1:9001", "127.0.0.1:9001"),
            ("127.0.0.1:0", "127.0.0.1:0"),
            ("localhost:80", "127.0.0.1:80"),
            ("[::1]:9001", "[::1]:9001"),
            ("ws://[::]:0/", "[::]:0"),
        ] {
            assert_eq!(listen(text).map(|address| address.to_string()), Ok(address.to_owned()));
        }
        for bad in [
            "wss://127.0.0.1:1",
            "example.com:1",
            "127.0.0.1:x",
            "ws://127.0.0.1:1/path",
        ] {
            assert!(listen(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_word_with_a_space_is_quoted() {
        assert_eq!(quoted("a b's"), r"'a b'\''s'");
        assert_eq!(quoted("client.mjs"), "client.mjs");
    }
}
