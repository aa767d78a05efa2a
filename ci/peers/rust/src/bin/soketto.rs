//! An echo server on `soketto`, with its defaults and permessage-deflate.

use std::io;

use futures::io::{BufReader, BufWriter};
use soketto::connection::{Error, Mode};
use soketto::extension::deflate::Deflate;
use soketto::handshake::{Server, server::Response};
use soketto::{Data, Incoming};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::compat::TokioAsyncReadCompatExt;

async fn echo(stream: TcpStream) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    stream.set_nodelay(true)?;
    let mut server = Server::new(BufReader::new(BufWriter::new(stream.compat())));
    server.add_extension(Box::new(Deflate::new(Mode::Server)));
    let key = server.receive_request().await?.key();
    server.send_response(&Response::Accept { key, protocol: None }).await?;
    let (mut sender, mut receiver) = server.into_builder().finish();
    let mut message = Vec::new();
    loop {
        message.clear();
        match receiver.receive(&mut message).await {
            Ok(Incoming::Data(Data::Text(_))) => sender.send_text(std::str::from_utf8(&message)?).await?,
            Ok(Incoming::Data(Data::Binary(_))) => sender.send_binary(&message).await?,
            Ok(Incoming::Pong(_)) => continue,
            Ok(Incoming::Closed(_)) | Err(Error::Closed) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        sender.flush().await?;
    }
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(0);
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on ws://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(echo(stream));
    }
}
