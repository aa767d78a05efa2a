//! An echo server on tungstenite, with its defaults: a subject that nobody here wrote.
//!
//! `cargo run --release --example tungstenite_echo -- PORT`

use std::io;
use std::net::{TcpListener, TcpStream};
use std::thread;

use tungstenite::Message;
use tungstenite::protocol::CloseFrame;

fn main() -> io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(0);
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    println!("listening on ws://{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let stream = stream?;
        thread::spawn(move || echo(stream));
    }
    Ok(())
}

fn echo(stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let Ok(mut socket) = tungstenite::accept(stream) else {
        return;
    };
    while let Ok(message) = socket.read() {
        let sent = match asked(&message) {
            Some(frame) => socket.close(frame),
            None if message.is_text() || message.is_binary() => socket.send(message),
            None => Ok(()),
        };
        if sent.is_err() {
            break;
        }
    }
    // Whatever it wants to say about an error is still to be written.
    let _ = socket.flush();
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
