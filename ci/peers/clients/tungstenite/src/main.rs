//! Plays the cases of a fuzzing server on tungstenite, with its defaults.

use std::convert::Infallible;
use std::env;
use std::error::Error;

use tungstenite::{Error as SocketError, Message, connect};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [url, agent, range @ ..] = arguments.as_slice() else {
        return Err("usage: client URL AGENT [FIRST LAST]".into());
    };
    let (first, last) = match range {
        [first, last] => (first.parse()?, last.parse()?),
        _ => (1, count_cases(url)?),
    };
    for index in first..=last {
        let Err(error) = run_case(&format!("{url}/runCase?case={index}&agent={agent}"));
        eprintln!("{index}: {error}"); // what cases are made for
    }
    let (mut reports, _) = connect(format!("{url}/updateReports?agent={agent}"))?;
    Ok(reports.close(None)?)
}

fn count_cases(url: &str) -> Result<u32, Box<dyn Error>> {
    let (mut socket, _) = connect(format!("{url}/getCaseCount"))?;
    let count = socket.read()?.into_text()?.parse()?;
    socket.close(None)?;
    Ok(count)
}

/// Echoes till the connection ends, which always is an error: that it is closed, if nothing worse.
fn run_case(url: &str) -> Result<Infallible, SocketError> {
    let (mut socket, _) = connect(url)?;
    loop {
        match socket.read()? {
            message @ (Message::Text(_) | Message::Binary(_)) => socket.send(message)?,
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_) => {}
        }
    }
}
