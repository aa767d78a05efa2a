//! The server beside others: `cargo bench -p wsspec-server` (`-- --quick` only shows that it runs, `-- --gate` fails when
//! a target is missed).
//!
//! Each server is a process of its own with one thread, and one load generator speaks to all of them in turns. What
//! counts is the CPU time of the server a message, as the kernel counts it, and its resident memory a connection: both
//! are ratios within one run. Linux only, because the figures come from /proc.

use std::io::{self, BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitCode, Stdio};

use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use wsspec_codec::frame::{Frame, Opcode};
use wsspec_codec::handshake::{ClientRequest, Head, HeadLimits};
use wsspec_server::{Options, Stopper, serve};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, kind] = &arguments[..]
        && flag == "--serve"
    {
        return be(kind).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if !cfg!(target_os = "linux") {
        println!("not measured: the figures come from /proc, which only Linux has");
        return ExitCode::SUCCESS;
    }
    match compare(has("--quick")) {
        Ok(missed) if has("--gate") && missed > 0 => ExitCode::FAILURE,
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The servers; ours first. The last is tokio-tungstenite again, but it forwards its replies, which writes those of one
/// read together. No target stands against it: with 32 in flight even raw TCP takes more than a third of its time. It
/// holds the same memory, so that is not measured twice.
const SERVERS: [&str; 5] = ["wsspec", "tokio-tungstenite", "tokio-websockets", "raw TCP", FORWARD];
const FORWARD: &str = "tungstenite, forward";

fn compare(quick: bool) -> io::Result<u32> {
    let (rounds, messages, idle) = if quick {
        (1, 200, 100)
    } else {
        (5, 20_000, idle_connections())
    };
    let mut missed = 0;
    for (depth, target) in [(1, 1.3), (32, 10.0)] {
        let mut figures = vec![Vec::new(); SERVERS.len()];
        for _ in 0..rounds {
            for (kind, figures) in SERVERS.iter().zip(&mut figures) {
                figures.push(cpu_per_message(kind, depth, messages * if depth > 1 { 8 } else { 1 })?);
            }
        }
        let medians: Vec<f64> = figures.into_iter().map(median).collect();
        println!("echo, 100 connections, 20 octets, {depth} in flight (us of CPU a message)");
        missed += table(&medians, "us", 1, target);
    }
    let memory: Vec<f64> = SERVERS
        .iter()
        .filter(|kind| **kind != FORWARD)
        .map(|kind| memory_per_connection(kind, idle))
        .collect::<io::Result<_>>()?;
    println!("{idle} idle connections (octets a connection)");
    missed += table(&memory, "octets", 2, 1.0);
    println!("{missed} targets missed");
    Ok(missed)
}

/// Prints a row, and says how many targets it misses: ours against the peer with this index.
fn table(figures: &[f64], unit: &str, peer: usize, target: f64) -> u32 {
    for (kind, figure) in SERVERS.iter().zip(figures) {
        println!("  {kind:<20} {figure:>10.2} {unit:<6} {:>6.2}x", figure / figures[0]);
    }
    let reached = figures[peer] / figures[0];
    let what = if target > 1.0 {
        format!("{target}x less than")
    } else {
        "no more than".to_owned()
    };
    if reached >= target * 0.95 {
        println!("  met: {what} {}\n", SERVERS[peer]);
        return 0;
    }
    println!(
        "  MISSED by {:.0} %: {what} {}\n",
        (1.0 - reached / target) * 100.0,
        SERVERS[peer]
    );
    1
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// As many as the limit of file descriptors lets be, at most 10,000.
fn idle_connections() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))
        .unwrap_or_default();
    let soft = line
        .split_whitespace()
        .nth(3)
        .and_then(|limit| limit.parse().ok())
        .unwrap_or(1024usize);
    soft.saturating_sub(100).min(10_000)
}

/// A server in a process of its own, killed when it is dropped.
struct Server {
    child: Child,
    address: SocketAddr,
}

impl Server {
    fn start(kind: &str) -> io::Result<Server> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--serve", kind])
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let address = line
            .trim()
            .parse()
            .map_err(|_| io::Error::other(format!("the {kind} server does not start")))?;
        Ok(Server { child, address })
    }

    /// The CPU time of all its threads, in microseconds.
    fn cpu(&self) -> io::Result<f64> {
        let mut nanoseconds = 0.0;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let statistics = std::fs::read_to_string(task?.path().join("schedstat"))?;
            let on_cpu = statistics
                .split_whitespace()
                .next()
                .and_then(|text| text.parse::<f64>().ok());
            nanoseconds += on_cpu.ok_or_else(|| io::Error::other("the kernel counts no CPU time"))?;
        }
        Ok(nanoseconds / 1000.0)
    }

    /// Its resident memory, in octets.
    fn resident(&self) -> io::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap_or_default();
        let kilobytes = line.split_whitespace().nth(1).and_then(|text| text.parse::<f64>().ok());
        kilobytes
            .map(|kilobytes| kilobytes * 1024.0)
            .ok_or_else(|| io::Error::other("the kernel counts no memory"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has nothing to lose.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn cpu_per_message(kind: &str, depth: usize, messages: usize) -> io::Result<f64> {
    const CONNECTIONS: usize = 100;
    let server = Server::start(kind)?;
    let rounds = (messages / CONNECTIONS / depth).max(2);
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut clients = Vec::new();
        for _ in 0..CONNECTIONS {
            clients.push(Client::connect(&server, kind, depth).await?);
        }
        // The first rounds warm up.
        clients = all_at_once(clients, 2).await?;
        let before = server.cpu()?;
        all_at_once(clients, rounds).await?;
        Ok((server.cpu()? - before) / (rounds * CONNECTIONS * depth) as f64)
    })
}

async fn all_at_once(clients: Vec<Client>, rounds: usize) -> io::Result<Vec<Client>> {
    let mut tasks = JoinSet::new();
    for mut client in clients {
        tasks.spawn(async move {
            for _ in 0..rounds {
                client.round_trip().await?;
            }
            Ok(client)
        });
    }
    tasks.join_all().await.into_iter().collect()
}

fn memory_per_connection(kind: &str, connections: usize) -> io::Result<f64> {
    let server = Server::start(kind)?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        // One that spoke, so that what is needed once is there.
        let mut first = Client::connect(&server, kind, 1).await?;
        first.round_trip().await?;
        let before = server.resident()?;
        let mut idle = Vec::new();
        for _ in 0..connections {
            let mut client = Client::connect(&server, kind, 1).await?;
            client.round_trip().await?;
            idle.push(client);
        }
        Ok((server.resident()? - before) / connections as f64)
    })
}

/// A client that sends so many messages of 20 octets in one write, and waits for all of them.
struct Client {
    stream: TcpStream,
    messages: Vec<u8>,
    replies: Vec<u8>,
    buffer: Vec<u8>,
}

impl Client {
    async fn connect(server: &Server, kind: &str, depth: usize) -> io::Result<Client> {
        let mut stream = TcpStream::connect(server.address).await?;
        stream.set_nodelay(true)?;
        let mut frame = Frame::new(Opcode::BINARY, *b"twenty octets, always");
        frame.payload.truncate(20);
        let frame = Frame::new(Opcode::BINARY, frame.payload);
        let mut masked = frame.clone();
        masked.header = masked.header.with_masking_key(Some([1, 2, 3, 4]));
        let (mut message, mut reply) = (Vec::new(), Vec::new());
        masked.encode(&mut message);
        frame.encode(&mut reply);
        if kind == "raw TCP" {
            reply.clone_from(&message);
        } else {
            open(&mut stream).await?;
        }
        let replies = reply.repeat(depth);
        Ok(Client {
            stream,
            messages: message.repeat(depth),
            buffer: vec![0; replies.len()],
            replies,
        })
    }

    async fn round_trip(&mut self) -> io::Result<()> {
        self.stream.write_all(&self.messages).await?;
        self.stream.read_exact(&mut self.buffer).await?;
        if self.buffer == self.replies {
            Ok(())
        } else {
            Err(io::Error::other("the echo is wrong"))
        }
    }
}

async fn open(stream: &mut TcpStream) -> io::Result<()> {
    let request = ClientRequest {
        host: "localhost".to_owned(),
        target: "/".to_owned(),
        ..ClientRequest::default()
    };
    stream.write_all(&request.encode().map_err(io::Error::other)?).await?;
    let mut octets = Vec::new();
    while !matches!(Head::decode(&octets, HeadLimits::default()), Ok(Some(_))) {
        if stream.read_buf(&mut octets).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(())
}

/// Is a server of this kind until it is killed.
fn be(kind: &str) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        if kind == "wsspec" {
            let (_stopper, stop) = Stopper::new();
            return serve(vec![listener], Options::default(), stop).await;
        }
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            match kind {
                "tokio-tungstenite" => drop(tokio::spawn(tungstenite(stream))),
                FORWARD => drop(tokio::spawn(tungstenite_forwarding(stream))),
                "tokio-websockets" => drop(tokio::spawn(websockets(stream))),
                _ => drop(tokio::spawn(raw(stream))),
            }
        }
    })
}

/// Sends each reply, as its example `autobahn-server` does.
async fn tungstenite(stream: TcpStream) {
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else {
        return;
    };
    while let Some(Ok(message)) = socket.next().await {
        if message.is_close() || socket.send(message).await.is_err() {
            return;
        }
    }
}

/// Forwards what it reads, as its example `echo-server` does.
async fn tungstenite_forwarding(stream: TcpStream) {
    let Ok(socket) = tokio_tungstenite::accept_async(stream).await else {
        return;
    };
    let (replies, messages) = socket.split();
    // However it ends, it is over.
    let _ = messages.forward(replies).await;
}

/// As its documentation shows.
async fn websockets(stream: TcpStream) {
    let Ok((_, mut socket)) = tokio_websockets::ServerBuilder::new().accept(stream).await else {
        return;
    };
    while let Some(Ok(message)) = socket.next().await {
        if message.is_close() || socket.send(message).await.is_err() {
            return;
        }
    }
}

/// No protocol at all: what the kernel and tokio cost.
async fn raw(mut stream: TcpStream) {
    let mut buffer = vec![0; 4096];
    while let Ok(len) = stream.read(&mut buffer).await {
        if len == 0 || stream.write_all(&buffer[..len]).await.is_err() {
            return;
        }
    }
}
