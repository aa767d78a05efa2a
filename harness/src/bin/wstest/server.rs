//! `echoserver` and `testeeserver`: the reference server under Autobahn's names.

use std::io;

use tokio::net::TcpListener;
use wsspec::autobahn::address::Address;
use wsspec_server::{Options, Stopper, bind, serve};

use crate::arguments::Arguments;
use crate::say::{say, warn};
use crate::signals::asked_to_stop;
use crate::tls;
use crate::{INCOMPLETE, OK, USAGE, refuse};

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
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let served = runtime.and_then(|runtime| {
        runtime.block_on(async {
            let stop = asked_to_stop()?;
            let listeners = match bind(&address.host, address.port).await {
                Ok(listeners) => listeners,
                Err(error) => {
                    warn(format_args!("cannot listen at {url}: {error}"));
                    return Ok(USAGE);
                }
            };
            listening(&listeners, &address)?;
            match tls {
                Some(acceptor) => tls::serve(listeners, acceptor, options(kind), stop).await,
                None => plain(listeners, options(kind), stop).await,
            }?;
            Ok(OK)
        })
    });
    served.unwrap_or_else(|error| {
        warn(format_args!("the server ended: {error}"));
        INCOMPLETE
    })
}

/// STAND-IN: the reference server has no compression yet; then it is switched off for `Echo` alone.
fn options(kind: Kind) -> Options {
    match kind {
        Kind::Echo | Kind::Testee => Options::default(),
    }
}

fn listening(listeners: &[TcpListener], address: &Address) -> io::Result<()> {
    let scheme = if address.tls { "wss" } else { "ws" };
    let (host, _) = address.authority.rsplit_once(':').unwrap_or((&address.host, ""));
    let port = listeners[0].local_addr()?.port();
    say(format_args!("Listening on {scheme}://{host}:{port}"));
    Ok(())
}

async fn plain(listeners: Vec<TcpListener>, options: Options, stop: impl Future<Output = ()>) -> io::Result<()> {
    let (stopper, stopped) = Stopper::new();
    let mut serving = std::pin::pin!(serve(listeners, options, stopped));
    tokio::select! {
        served = &mut serving => return served,
        () = stop => stopper.stop(),
    }
    serving.await
}
