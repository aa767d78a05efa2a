//! Autobahn's fuzzing server: whoever connects says by the target of the request what is to be done, plays cases, asks what
//! came of them, and has the reports written.

mod browser;
mod control;
mod web;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::rc::Rc;
use std::task::Poll;
use std::time::Duration;

use serde::Serialize;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::spawn_local;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use wsspec_codec::handshake::{Head, HeadDecoder, HeadLimits, Refusal, check_request};

use super::autobahn::{answer, part};
use crate::autobahn::answering::{Accepted, accept};
use crate::autobahn::case::AutobahnCase;
use crate::autobahn::play::{Play, Settings};
use crate::autobahn::played::Played;
use crate::autobahn::report::{Directory, ReportError};
use crate::autobahn::selection::Exclusions;
use crate::autobahn::wish::Wish;
use browser::Seen;
use control::Control;

/// What is to be played with whoever connects, and how.
#[derive(Debug)]
pub struct Plan {
    /// All 517, as the reports list them.
    pub all: Vec<AutobahnCase>,
    /// The places in `all` of those that are selected, in their order.
    pub selected: Vec<usize>,
    /// Cases that some agents are not asked.
    pub exclusions: Exclusions,
    /// How each case is played.
    pub settings: Settings,
    /// Where the reports are written, for those who read them over the web port.
    pub outdir: PathBuf,
}

/// Something that happened.
#[derive(Debug)]
pub enum Notice<'a> {
    /// A case begins.
    Running(&'a AutobahnCase, &'a str, SocketAddr),
    /// A case is over.
    Played(&'a str, &'a Played),
    /// A case is not played with this agent.
    Skipping(&'a AutobahnCase, &'a str),
    /// Somebody wants the reports.
    Updating(SocketAddr),
    /// They are written; whether the server ends now.
    Written(bool),
    /// They are not, or a file of them is not.
    Unwritten(&'a ReportError),
    /// Somebody gives commands of their own.
    Direct(SocketAddr),
    /// A request that cannot be fulfilled.
    Refused(SocketAddr, &'a str),
    /// Somebody wants the server to end.
    Stopping,
}

/// Why the server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// A client asked for it.
    Asked,
    /// It was stopped from outside.
    Stopped,
}

/// A way to be reached.
#[derive(Debug)]
pub struct Port {
    /// Where it listens: one for each family of addresses.
    pub listeners: Vec<TcpListener>,
    /// The number of the port.
    pub number: u16,
}

/// The fuzzing server.
pub struct FuzzingServer<N> {
    plan: Plan,
    directory: RefCell<Directory>,
    /// What came of each agent and case; `None` if it was skipped.
    verdicts: RefCell<BTreeMap<(String, String), Option<Verdict>>>,
    /// The Close frames that browsers sent where more than RFC 6455 is tried.
    seen: Seen,
    /// A case is over.
    over: Notify,
    /// A client asked for the end.
    asked: Notify,
    unwritten: Cell<bool>,
    /// Whether something was played of which the indices do not tell yet.
    untold: Cell<bool>,
    on_notice: N,
    /// Where WebSockets are served, for the page.
    port: Cell<u16>,
    tls: Option<TlsAcceptor>,
}

/// What octets go over.
trait Octets: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Octets for T {}

impl<N: Fn(Notice<'_>) + 'static> FuzzingServer<N> {
    /// A server that nobody has reached yet. With `tls`, all its ports speak it.
    pub fn new(plan: Plan, directory: Directory, tls: Option<TlsAcceptor>, on_notice: N) -> Rc<FuzzingServer<N>> {
        Rc::new(FuzzingServer {
            plan,
            directory: RefCell::new(directory),
            verdicts: RefCell::default(),
            seen: Seen::default(),
            over: Notify::new(),
            asked: Notify::new(),
            unwritten: Cell::new(false),
            untold: Cell::new(false),
            on_notice,
            port: Cell::new(0),
            tls,
        })
    }

    /// Serves WebSockets at one port and the page at another, until a client or `stop` wants it to end. Must run inside a
    /// [`LocalSet`](tokio::task::LocalSet).
    pub async fn serve(self: &Rc<Self>, sockets: Port, pages: Option<Port>, stop: impl Future<Output = ()>) -> Ended {
        self.port.set(sockets.number);
        let accepting = {
            let server = Rc::clone(self);
            spawn_local(accept_all(sockets.listeners, move |stream, peer| {
                let server = Rc::clone(&server);
                async move {
                    if let Some(mut stream) = server.encrypted(stream).await {
                        server.connection(&mut *stream, peer).await;
                    }
                }
            }))
        };
        let showing = pages.map(|pages| {
            let server = Rc::clone(self);
            spawn_local(accept_all(pages.listeners, move |stream, _| {
                let server = Rc::clone(&server);
                async move {
                    if let Some(mut stream) = server.encrypted(stream).await {
                        web::show(&server, &mut *stream).await;
                    }
                }
            }))
        });
        let ended = tokio::select! {
            biased;
            () = self.asked.notified() => Ended::Asked,
            () = stop => Ended::Stopped,
        };
        accepting.abort();
        if let Some(showing) = showing {
            showing.abort();
        }
        ended
    }

    /// Writes the indices of the reports.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish(&self) -> Result<(), ReportError> {
        self.directory.borrow().finish(&self.plan.all)?;
        self.untold.set(false);
        Ok(())
    }

    /// Whether something was played of which the indices do not tell yet.
    pub fn has_untold(&self) -> bool {
        self.untold.get()
    }

    /// Whether something that should have been reported was not.
    pub fn has_unwritten(&self) -> bool {
        self.unwritten.get()
    }

    async fn encrypted(&self, stream: tokio::net::TcpStream) -> Option<Box<dyn Octets>> {
        // A piece of a case is a segment of its own.
        stream.set_nodelay(true).ok()?;
        let Some(tls) = &self.tls else {
            return Some(Box::new(stream));
        };
        let accepted = timeout(self.plan.settings.options.open_handshake_timeout, tls.accept(stream)).await;
        accepted.ok()?.ok().map(|stream| Box::new(stream) as Box<dyn Octets>)
    }

    /// Does what one client wishes.
    async fn connection(&self, mut stream: &mut dyn Octets, peer: SocketAddr) {
        let patience = self.plan.settings.options.open_handshake_timeout;
        let Ok(Ok(Some((head, rest)))) = timeout(patience, head(&mut stream)).await else {
            return;
        };
        let request = match check_request(&head) {
            Ok(request) => request,
            Err(Refusal::NotWebSocket) => return web::status(&mut stream).await,
            Err(refusal) => {
                (self.on_notice)(Notice::Refused(peer, &refusal.to_string()));
                return refuse(&mut stream, &refusal.response()).await;
            }
        };
        let selected: Vec<&AutobahnCase> = self.plan.selected.iter().map(|&index| &self.plan.all[index]).collect();
        let wish = Wish::parse(&request.target, &selected).map_err(|bad| bad.to_string());
        let wish = wish.and_then(|wish| match &wish {
            Wish::RunCase { agent, .. } => match self.directory.borrow().namesake(agent) {
                Some(other) => Err(format!(
                    "the agents {other:?} and {agent:?} would have the same files in the report; give one another name"
                )),
                None => Ok(wish),
            },
            _ => Ok(wish),
        });
        let accepted = |asks: &_| accept(&head, &request, asks);
        match wish {
            Err(why) => {
                (self.on_notice)(Notice::Refused(peer, &why));
                refuse(&mut stream, &web::internal_error(&why)).await;
            }
            Ok(Wish::RunCase { case, agent }) => {
                (self.on_notice)(Notice::Running(case, &agent, peer));
                let accepted = accepted(&case.asks);
                if self.plan.exclusions.excludes(&agent, &case.id) {
                    (self.on_notice)(Notice::Skipping(case, &agent));
                    self.is_over(&agent, case, None);
                    return Control::accept(stream, accepted, rest).await.close().await;
                }
                self.play(case, &agent, accepted, rest, &mut stream).await;
            }
            Ok(Wish::Browser) => browser::answer(stream, &request.target, accepted(&[]), rest, &self.seen).await,
            Ok(wish) => {
                if let Wish::UpdateReports { shutdown } = wish {
                    // Before the response: some clients leave as soon as they have it, and look into the folder.
                    self.update_reports(shutdown, peer);
                }
                let control = Control::accept(stream, accepted(&[]), rest).await;
                self.control(wish, control, &selected, peer).await;
            }
        }
    }

    async fn play(
        &self,
        case: &AutobahnCase,
        agent: &str,
        accepted: Accepted,
        mut rest: Vec<u8>,
        stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    ) {
        let mut play = Play::answering(case, self.plan.settings.clone(), accepted);
        if !rest.is_empty() {
            play.receive(Duration::ZERO, &mut rest);
        }
        answer(play, stream, |played| {
            self.untold.set(true);
            if let Err(error) = self.directory.borrow_mut().case(agent, case, &played) {
                self.unwritten.set(true);
                (self.on_notice)(Notice::Unwritten(&error));
            }
            (self.on_notice)(Notice::Played(agent, &played));
            self.is_over(agent, case, Some(Verdict::of(&played)));
        })
        .await;
    }

    fn is_over(&self, agent: &str, case: &AutobahnCase, verdict: Option<Verdict>) {
        let key = (agent.to_owned(), case.id.clone());
        self.verdicts.borrow_mut().insert(key, verdict);
        self.over.notify_waiters();
    }

    fn update_reports(&self, shutdown: bool, peer: SocketAddr) {
        (self.on_notice)(Notice::Updating(peer));
        match self.finish() {
            Ok(()) => (self.on_notice)(Notice::Written(shutdown)),
            Err(error) => {
                self.unwritten.set(true);
                (self.on_notice)(Notice::Unwritten(&error));
            }
        }
    }

    async fn control(&self, wish: Wish<'_>, mut control: Control<'_>, selected: &[&AutobahnCase], peer: SocketAddr) {
        match wish {
            Wish::CaseCount => control.say(&selected.len().to_string()).await,
            Wish::CaseInfo(case) => {
                let info = serde_json::json!({"id": case.id, "description": in_a_line(&case.description)});
                control.say(&info.to_string()).await;
            }
            Wish::CaseStatus { case, agent } => {
                let status = |verdict: &Verdict| serde_json::json!({"behavior": verdict.behavior});
                self.tell(&mut control, case, agent, status).await;
            }
            Wish::CaseVerdict { case, agent } => {
                self.tell(&mut control, case, agent, |verdict| serde_json::json!(verdict))
                    .await;
            }
            Wish::UpdateReports { shutdown } => {
                control.close().await;
                if shutdown {
                    self.asked.notify_one();
                }
                return;
            }
            Wish::StopServer => {
                (self.on_notice)(Notice::Stopping);
                control.close().await;
                return self.asked.notify_one();
            }
            Wish::BrowserSeen { id } => control.say(&self.seen.tell(&id)).await,
            Wish::Direct | Wish::RunCase { .. } | Wish::Browser => {
                (self.on_notice)(Notice::Direct(peer));
                return control.obey().await;
            }
        }
        control.close().await;
    }

    /// Says what came of a case, once it is over. Of one that was skipped there is nothing to say; Autobahn would keep the
    /// client waiting for ever.
    async fn tell(
        &self,
        control: &mut Control<'_>,
        case: &AutobahnCase,
        agent: String,
        words: impl Fn(&Verdict) -> serde_json::Value,
    ) {
        let key = (agent, case.id.clone());
        let verdict = tokio::select! {
            verdict = self.verdict(&key) => verdict,
            // Nobody waits for the answer any more.
            () = control.ended() => return,
        };
        if let Some(verdict) = verdict {
            control.say(&words(&verdict).to_string()).await;
        }
    }

    async fn verdict(&self, key: &(String, String)) -> Option<Verdict> {
        loop {
            // Before it is looked at, so that nothing is missed in between.
            let over = self.over.notified();
            let known = self.verdicts.borrow().get(key).cloned();
            match known {
                Some(verdict) => return verdict,
                None => over.await,
            }
        }
    }
}

/// What came of a case, as clients are told it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Verdict {
    behavior: &'static str,
    behavior_close: &'static str,
    result: String,
    result_close: String,
}

impl Verdict {
    fn of(played: &Played) -> Verdict {
        Verdict {
            behavior: played.behavior.word(),
            behavior_close: played.behavior_close.word(),
            result: played.result.clone(),
            result_close: played.result_close.clone(),
        }
    }
}

/// Accepts connections for ever, and serves each at once.
async fn accept_all<F: Future<Output = ()> + 'static>(
    listeners: Vec<TcpListener>,
    serve: impl Fn(tokio::net::TcpStream, SocketAddr) -> F,
) {
    loop {
        let accepted = poll_fn(|cx| {
            let mut ready = listeners.iter().map(|listener| listener.poll_accept(cx));
            ready.find(Poll::is_ready).unwrap_or(Poll::Pending)
        });
        match accepted.await {
            Ok((stream, peer)) => drop(spawn_local(serve(stream, peer))),
            // Out of file descriptors, most likely: some will be free again soon.
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
    }
}

/// Reads the head of a request, and what came behind it; `None` if there is none.
async fn head(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<(Head, Vec<u8>)>> {
    let mut decoder = HeadDecoder::new(HeadLimits::default());
    let mut buffer = [0; 4096];
    loop {
        let octets = stream.read(&mut buffer).await?;
        match decoder.push(&buffer[..octets]) {
            _ if octets == 0 => return Ok(None),
            Ok(Some((head, used))) => return Ok(Some((head, buffer[used..octets].to_vec()))),
            Ok(None) => {}
            Err(_) => return Ok(None),
        }
    }
}

async fn refuse(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), response: &[u8]) {
    if stream.write_all(response).await.is_ok() {
        part(stream).await;
    }
}

/// The text of an HTML fragment in one line. Autobahn would cut it at the first tag.
fn in_a_line(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        text.push_str(if index == 0 {
            part
        } else {
            part.split_once('>').map_or("", |(_, text)| text)
        });
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .join(" ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::in_a_line;

    #[test]
    fn a_description_is_told_without_its_markup() {
        let html = "Sends <code>a &lt; b</code>,\n  then a ping with <b>x &amp; y</b>.";
        assert_eq!(in_a_line(html), "Sends a < b, then a ping with x & y.");
    }
}
