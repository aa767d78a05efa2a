//! `wsspec-server`: the reference server on the command line.

use std::hint::black_box;
use std::io::{self, Write as _};
use std::num::NonZero;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::Parser;
use tokio::runtime::Builder;
use wsspec_codec::deflate::{Compression, Terms};
use wsspec_codec::handshake::HeadLimits;
use wsspec_codec::rules::Limits;
#[cfg(feature = "plants")]
use wsspec_codec::rules::Role;
use wsspec_server::{Options, Stopper, bind, seconds, serve};

/// A correct WebSocket server: echoes every message at any path, and shows itself in a browser at http://localhost:3368/
#[derive(Debug, Parser)]
#[command(name = "wsspec-server", version, after_help = EXIT_CODES, max_term_width = 100)]
struct Arguments {
    /// Where to listen: HOST:PORT; port 0 is a free one
    #[arg(long, default_value = "localhost:3368", value_parser = host_and_port)]
    listen: (String, u16),

    /// A subprotocol to speak (repeatable) [default: chat, superchat]
    #[arg(long, value_name = "NAME")]
    subprotocol: Vec<String>,

    /// Agree on no compression [default: permessage-deflate, as the client asks for it]
    #[arg(long)]
    no_deflate: bool,

    /// Compress each message by itself, and have clients do so: less memory, more octets
    #[arg(long, conflicts_with = "no_deflate")]
    no_context_takeover: bool,

    /// The largest window to compress with, as a power of two
    #[arg(long, value_name = "BITS", default_value_t = Terms::default().server_max_window_bits,
          value_parser = clap::value_parser!(u8).range(8..=15), conflicts_with = "no_deflate")]
    server_max_window_bits: u8,

    /// The largest window for clients; below 15, one that offers no client_max_window_bits is not compressed with
    #[arg(long, value_name = "BITS", default_value_t = Terms::default().client_max_window_bits,
          value_parser = clap::value_parser!(u8).range(8..=15), conflicts_with = "no_deflate")]
    client_max_window_bits: u8,

    /// How to compress, from 1 (fast) to 9 (small)
    #[arg(long, value_name = "LEVEL", default_value_t = Options::default().compression.level,
          value_parser = clap::value_parser!(u8).range(1..=9), conflicts_with = "no_deflate")]
    deflate_level: u8,

    /// The shortest message that is compressed, in octets
    #[arg(long, value_name = "OCTETS", default_value_t = Options::default().compression.threshold,
          conflicts_with = "no_deflate")]
    deflate_threshold: usize,

    /// The longest payload of a frame, in octets
    #[arg(long, value_name = "OCTETS", default_value_t = Limits::default().frame)]
    max_frame: u64,

    /// The longest message, in octets, compressed and not
    #[arg(long, value_name = "OCTETS", default_value_t = Limits::default().message)]
    max_message: u64,

    /// The most fragments of a message
    #[arg(long, value_name = "COUNT", default_value_t = Limits::default().fragments)]
    max_fragments: u32,

    /// The longest request, in octets
    #[arg(long, value_name = "OCTETS", default_value_t = HeadLimits::default().octets)]
    max_head: usize,

    /// How long a request may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    head_timeout: Duration,

    /// How long a client may be silent, in seconds [default: for ever]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    idle_timeout: Option<Duration>,

    /// How long a client may read nothing of what waits for it, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    write_timeout: Duration,

    /// How long a closing handshake may take, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    close_timeout: Duration,

    /// How much may wait for a client before nothing more is read from it, in octets
    #[arg(long, value_name = "OCTETS", default_value_t = Options::default().backlog)]
    backlog: usize,

    /// How many threads serve [default: one a core]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,

    #[cfg(feature = "plants")]
    #[arg(long, value_name = "NAME", help = wsspec_server::fault::HELP)]
    fault: Option<String>,
}

const EXIT_CODES: &str = "\
Ctrl-C and SIGTERM close open connections with 1001 and end within a second.

Exit codes:
  0  stopped
  2  the command line is wrong
  3  the address cannot be listened at";

/// The address cannot be listened at.
const CANNOT_LISTEN: u8 = 3;

fn host_and_port(text: &str) -> Result<(String, u16), String> {
    let wanted = || "write HOST:PORT, such as localhost:3368 or [::1]:3368".to_owned();
    let (host, port) = text.rsplit_once(':').ok_or_else(wanted)?;
    let host = host.trim_matches(['[', ']']);
    let port = port.parse().map_err(|_| wanted())?;
    if host.is_empty() {
        Err(wanted())
    } else {
        Ok((host.to_owned(), port))
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    #[cfg(feature = "plants")]
    if let Some(name) = &arguments.fault
        && let Err(code) = wsspec_server::fault::sow(name, Role::Server)
    {
        return code;
    }
    let (host, port) = &arguments.listen;
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let advice = match error.kind() {
                io::ErrorKind::AddrInUse => "another program listens there; stop it, or choose another --listen",
                io::ErrorKind::PermissionDenied => "ports below 1024 need rights; choose another --listen",
                _ => "choose another --listen",
            };
            eprintln!("error: cannot listen at {host}:{port}: {error}\n  {advice}");
            ExitCode::from(CANNOT_LISTEN)
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    keep_freed_memory();
    // Any number of connections at once: as many as the system allows, if it allows to ask for them.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (host, port) = &arguments.listen;
        let (stopper, stop) = Stopper::new();
        // Before anybody is told that we listen, and may think of stopping us.
        stop_when_asked(stopper)?;
        let listeners = bind(host, *port).await?;
        let port = listeners[0].local_addr()?.port();
        let host = if host.contains(':') {
            format!("[{host}]")
        } else {
            host.clone()
        };
        let mut stdout = io::stdout().lock();
        // Whoever reads it may be gone; the server serves all the same.
        let _ = writeln!(stdout, "listening on ws://{host}:{port}").and_then(|()| stdout.flush());
        drop(stdout);
        serve(listeners, options(arguments), stop).await
    })
}

/// Frees a block that was never touched, so that glibc keeps up to twice as much of what is freed later: from the start
/// it gives back all above 128 KiB, and every large message then asks the system for its memory and clears it anew.
fn keep_freed_memory() {
    drop(black_box(Vec::<u8>::with_capacity(4 << 20)));
}

/// Stops at Ctrl-C, or when the system asks to end.
fn stop_when_asked(stopper: Stopper) -> io::Result<()> {
    #[cfg(unix)]
    let asked = {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupted = signal(SignalKind::interrupt())?;
        let mut terminated = signal(SignalKind::terminate())?;
        async move {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
        }
    };
    #[cfg(windows)]
    let asked = {
        let mut interrupted = tokio::signal::windows::ctrl_c()?;
        async move {
            interrupted.recv().await;
        }
    };
    tokio::spawn(async move {
        asked.await;
        stopper.stop();
    });
    Ok(())
}

fn options(arguments: &Arguments) -> Options {
    let defaults = Options::default();
    Options {
        limits: Limits {
            frame: arguments.max_frame,
            message: arguments.max_message,
            fragments: arguments.max_fragments,
        },
        head_limits: HeadLimits {
            octets: arguments.max_head,
            ..HeadLimits::default()
        },
        subprotocols: if arguments.subprotocol.is_empty() {
            defaults.subprotocols
        } else {
            arguments.subprotocol.clone()
        },
        deflate: (!arguments.no_deflate).then_some(Terms {
            server_no_context_takeover: arguments.no_context_takeover,
            client_no_context_takeover: arguments.no_context_takeover,
            server_max_window_bits: arguments.server_max_window_bits,
            client_max_window_bits: arguments.client_max_window_bits,
            ..Terms::default()
        }),
        compression: Compression {
            level: arguments.deflate_level,
            threshold: arguments.deflate_threshold,
        },
        context_timeout: defaults.context_timeout,
        head_timeout: arguments.head_timeout,
        idle_timeout: arguments.idle_timeout,
        write_timeout: arguments.write_timeout,
        close_timeout: arguments.close_timeout,
        backlog: arguments.backlog,
        threads: match arguments.threads {
            Some(threads) => threads.into(),
            None => thread::available_parallelism().map_or(1, NonZero::get),
        },
    }
}
