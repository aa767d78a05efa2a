//! An echo client on tungstenite, with its defaults: a subject that nobody here wrote.
//!
//! `tungstenite_client [--loop [THREADS]]` connects to `$WSSPEC_URL`; with `--loop` again and again, on so many threads, until it
//! is refused.

use std::process::ExitCode;
use std::thread;

use tungstenite::http::StatusCode;
use tungstenite::protocol::CloseFrame;
use tungstenite::{Error, Message};

fn main() -> ExitCode {
    let url = std::env::var("WSSPEC_URL").unwrap_or_else(|_| "ws://127.0.0.1:9001/".to_owned());
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() != Some("--loop") {
        return match echo(&url) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("{error}");
                ExitCode::FAILURE
            }
        };
    }
    let threads = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1);
    let clients: Vec<_> = (0..threads)
        .map(|_| {
            let url = url.clone();
            thread::spawn(move || while !over(&echo(&url)) {})
        })
        .collect();
    for client in clients {
        let _ = client.join();
    }
    ExitCode::SUCCESS
}

/// Whether there is nothing more to play.
fn over(result: &Result<(), Error>) -> bool {
    match result {
        Err(Error::Http(response)) => response.status() == StatusCode::GONE,
        Err(Error::Io(error)) => error.kind() == std::io::ErrorKind::ConnectionRefused,
        _ => false,
    }
}

/// Sends every message back until the connection is closed.
fn echo(url: &str) -> Result<(), Error> {
    let (mut socket, _) = tungstenite::connect(url)?;
    let result = loop {
        match socket.read() {
            Ok(message) => {
                let sent = match asked(&message) {
                    Some(frame) => socket.close(frame),
                    None if message.is_text() || message.is_binary() => socket.send(message),
                    None => Ok(()),
                };
                if let Err(error) = sent {
                    break Err(error);
                }
            }
            Err(Error::ConnectionClosed) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    // Whatever it wants to say about an error is still to be written.
    let _ = socket.flush();
    result
}

/// The Close frame that a message asks for, as in `wsspec:close 4001 bye`: an empty one without a status code.
fn asked(message: &Message) -> Option<Option<CloseFrame>> {
    let Message::Text(text) = message else { return None };
    let asked = text.as_str().strip_prefix("wsspec:close")?.trim_start();
    let (code, reason) = asked.split_once(' ').unwrap_or((asked, ""));
    let frame = |code: u16| CloseFrame {
        code: code.into(),
        reason: reason.to_owned().into(),
    };
    Some(code.parse().ok().map(frame))
}
