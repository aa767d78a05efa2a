//! `echoserver` and `testeeserver`: the reference server under Autobahn's names.

use std::io;
use std::pin::{Pin, pin};

use tokio::net::TcpListener;
use wsspec::address::Address;
use wsspec_server::{Options, Stopper, serve, spawn};

use crate::arguments::Arguments;
use crate::listening;
use crate::say::{say, warn};
use crate::signals::asked_to_stop;
use crate::tls;
use crate::{OK, USAGE, refuse};

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Without compression.
    Echo,
    /// With permessage-deflate.
    Testee,
}

/// Serves until it is stopped.
pub(crate) fn run(arguments: &Arguments, kind: Kind) -> u8 {
    let Some(url) = &arguments.wsuri else {
        return refuse("this mode needs --wsuri, such as ws://127.0.0.1:9001");
    };
    let address = match Address::parse(url) {
        Ok(address) => address,
        Err(bad) => return refuse(&bad.to_string()),
    };
    let tls = if address.tls {
        match tls::acceptor(arguments.key.as_deref(), arguments.cert.as_deref()) {
            Ok(acceptor) => Some(acceptor),
            Err(why) => return refuse(&why),
        }
    } else {
        None
    };
    let served = match tls {
        None => block_on(listen(&address, |listeners, stop| {
            plain(listeners, options(kind), stop)
        })),
        // It has a runtime of its own, which cannot be made inside another.
        Some(acceptor) => spawn(options(kind)).and_then(|behind| {
            block_on(listen(&address, |listeners, stop| {
                tls::serve(listeners, acceptor, behind, stop)
            }))
        }),
    };
    match served {
        Ok(()) => OK,
        Err(error) => {
            warn(format_args!("cannot serve at {url}: {error}"));
            USAGE
        }
    }
}

fn block_on(served: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(served)
}

/// Listens at the port of an address, says where, and serves there.
async fn listen<F: Future<Output = io::Result<()>>>(
    address: &Address,
    serve: impl FnOnce(Vec<TcpListener>, Pin<Box<dyn Future<Output = ()>>>) -> F,
) -> io::Result<()> {
    // Before anybody is told that we listen, and may think of stopping us.
    let stop = asked_to_stop()?;
    let port = listening::listen(address.port).await?;
    let scheme = if address.tls { "wss" } else { "ws" };
    let host = address.bracketed();
    say(format_args!("Listening on {scheme}://{host}:{}", port.number));
    serve(port.listeners, Box::pin(stop)).await
}

fn options(kind: Kind) -> Options {
    let mut options = Options::default();
    if kind == Kind::Echo {
        options.deflate = None;
    }
    options
}

async fn plain(listeners: Vec<TcpListener>, options: Options, stop: impl Future<Output = ()>) -> io::Result<()> {
    let (stopper, stopped) = Stopper::new();
    let mut serving = pin!(serve(listeners, options, stopped));
    tokio::select! {
        served = &mut serving => return served,
        () = stop => stopper.stop(),
    }
    serving.await
}
