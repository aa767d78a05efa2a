//! The command of a client, or of a server: started with the URL it shall connect to, or the port it shall listen at; listened
//! to, and ended with all that it started.

use std::ffi::OsString;
use std::io;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::process::{Child, Command as Process};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A command that starts a client or a server.
///
/// A client finds the URL in `$WSSPEC_URL`, and wherever an argument says `{url}`; and the id of the case in `$WSSPEC_CASE` and in
/// `{case}`, where it is started for one.
#[derive(Clone, Debug)]
pub struct Command {
    words: Vec<String>,
}

/// A command that was started. When it is dropped, its whole process group is ended.
#[derive(Debug)]
pub struct Running {
    child: Child,
    output: Arc<Mutex<Output>>,
    readers: Vec<JoinHandle<()>>,
    exited: Option<ExitStatus>,
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
}

/// The exit code by which a command says that its client does not support a case.
pub const UNSUPPORTED: i32 = 127;

/// How long the output of a command that is over is still read.
const LAST_WORDS: Duration = Duration::from_millis(200);

impl Command {
    /// A program and its arguments. `None` without a program.
    pub fn new(words: &[String]) -> Option<Command> {
        (!words.is_empty()).then(|| Command { words: words.to_vec() })
    }

    /// Starts it.
    ///
    /// # Errors
    /// The program is not there, or cannot be started; the error names it.
    pub fn start(&self, url: &str, case: Option<&str>) -> io::Result<Running> {
        let known = [("{url}", url), ("{case}", case.unwrap_or_default())];
        let url = Some(("WSSPEC_URL", url));
        let case = case.map(|case| ("WSSPEC_CASE", case));
        self.launch(&known, url.into_iter().chain(case))
    }

    /// Starts a server, which is to listen at this port: it is in `$PORT`, and wherever an argument says `{port}`.
    ///
    /// # Errors
    /// The program is not there, or cannot be started; the error names it.
    pub fn start_server(&self, port: u16) -> io::Result<Running> {
        let port = port.to_string();
        self.launch(&[("{port}", &port)], [("PORT", port.as_str())])
    }

    fn launch<'v>(
        &self,
        known: &[(&str, &str)],
        variables: impl IntoIterator<Item = (&'v str, &'v str)>,
    ) -> io::Result<Running> {
        let fill_in = |word: &String| {
            let filled = known
                .iter()
                .fold(word.clone(), |word, (name, value)| word.replace(name, value));
            OsString::from(filled)
        };
        let words: Vec<OsString> = self.words.iter().map(fill_in).collect();
        let mut process = Process::new(&words[0]);
        process
            .args(&words[1..])
            .envs(variables)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        #[cfg(unix)]
        process.process_group(0);
        let mut child = process.spawn().map_err(|error| {
            let why = match error.kind() {
                io::ErrorKind::NotFound => "there is no such program".to_owned(),
                _ => error.to_string(),
            };
            io::Error::new(
                error.kind(),
                format!("the command `{}` does not start: {why}", self.words[0]),
            )
        })?;
        let output = Arc::default();
        let readers = [
            child.stdout.take().map(|pipe| listen(pipe, &output)),
            child.stderr.take().map(|pipe| listen(pipe, &output)),
        ];
        Ok(Running {
            #[cfg(unix)]
            group: child
                .id()
                .and_then(|id| rustix::process::Pid::from_raw(id.cast_signed())),
            child,
            output,
            readers: readers.into_iter().flatten().collect(),
            exited: None,
        })
    }
}

fn listen(mut pipe: impl AsyncRead + Unpin + Send + 'static, output: &Arc<Mutex<Output>>) -> JoinHandle<()> {
    let output = Arc::clone(output);
    tokio::spawn(async move {
        let mut buffer = vec![0; 8 << 10];
        while let Ok(octets @ 1..) = pipe.read(&mut buffer).await {
            output
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(&buffer[..octets]);
        }
    })
}

impl Running {
    /// Waits until it is over by itself, and says how.
    ///
    /// # Errors
    /// The system does not say.
    pub async fn exit(&mut self) -> io::Result<ExitStatus> {
        let status = self.child.wait().await?;
        self.exited = Some(status);
        Ok(status)
    }

    /// How it is over, if it is. Who has started others, and died, takes them along.
    pub fn exited(&mut self) -> Option<ExitStatus> {
        if self.exited.is_none()
            && let Ok(Some(status)) = self.child.try_wait()
        {
            self.exited = Some(status);
            self.kill();
        }
        self.exited
    }

    /// Its process group, where there are such.
    pub fn group(&self) -> Option<i32> {
        #[cfg(unix)]
        return self.group.map(|group| group.as_raw_nonzero().get());
        #[cfg(not(unix))]
        None
    }

    /// What it said so far, as [`output`](Running::output), while it goes on.
    pub fn said(&self) -> Option<String> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).text()
    }

    /// Waits so long until it is over by itself, and then ends it. `None` if it had to be ended.
    pub async fn end(&mut self, grace: Duration) -> Option<ExitStatus> {
        let status = timeout(grace, self.exit()).await.ok().and_then(Result::ok);
        self.kill();
        if status.is_none() {
            let _ = self.child.wait().await;
        }
        status
    }

    /// What it said so far on its standard output and standard error, as text; its beginning and its end if it is long.
    pub async fn output(&mut self) -> Option<String> {
        for reader in &mut self.readers {
            // What it has started may hold the pipe open for ever.
            if timeout(LAST_WORDS, &mut *reader).await.is_err() {
                reader.abort();
            }
        }
        self.readers.clear();
        self.output.lock().unwrap_or_else(PoisonError::into_inner).text()
    }

    /// Ends the whole process group.
    pub(crate) fn kill(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.group.take() {
            // Nothing is left of a group that is over already.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        if self.exited.is_none() {
            let _ = self.child.start_kill();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}

/// How an exit status is told.
pub fn in_words(status: ExitStatus) -> String {
    match (status.code(), crash(status)) {
        (Some(code), _) => format!("exited with status {code}"),
        (None, Some(signal)) => format!("died of {signal}"),
        (None, None) => "was ended by a signal".to_owned(),
    }
}

/// The name of the signal by which the system ends a program that has gone wrong; `None` for any other end.
#[cfg(unix)]
pub fn crash(status: ExitStatus) -> Option<&'static str> {
    use std::os::unix::process::ExitStatusExt as _;
    match status.signal()? {
        4 => Some("SIGILL"),
        6 => Some("SIGABRT"),
        7 | 10 => Some("SIGBUS"),
        8 => Some("SIGFPE"),
        11 => Some("SIGSEGV"),
        _ => None,
    }
}

/// The name of the signal by which the system ends a program that has gone wrong; `None` for any other end.
#[cfg(not(unix))]
pub fn crash(_: ExitStatus) -> Option<&'static str> {
    None
}

/// The beginning and the end of what was said.
#[derive(Debug, Default)]
struct Output {
    beginning: Vec<u8>,
    end: Vec<u8>,
    left_out: usize,
}

/// How many octets the beginning and the end may each have.
const KEPT: usize = 4 << 10;

impl Output {
    fn push(&mut self, octets: &[u8]) {
        let room = KEPT - self.beginning.len();
        let (first, rest) = octets.split_at(octets.len().min(room));
        self.beginning.extend_from_slice(first);
        self.end.extend_from_slice(rest);
        let too_many = self.end.len().saturating_sub(KEPT);
        self.end.drain(..too_many);
        self.left_out += too_many;
    }

    fn text(&self) -> Option<String> {
        let mut text = String::from_utf8_lossy(&self.beginning).into_owned();
        if self.left_out > 0 {
            text.push_str(&format!("\n… {} octets left out …\n", self.left_out));
        }
        text.push_str(&String::from_utf8_lossy(&self.end));
        (!text.is_empty()).then_some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_much_output_the_beginning_and_the_end_are_kept() {
        let mut output = Output::default();
        assert_eq!(output.text(), None);
        output.push(b"first");
        for _ in 0..1000 {
            output.push(b"0123456789");
        }
        output.push(b"last");
        let text = output.text().unwrap();
        assert!(text.starts_with("first012") && text.ends_with("789last"));
        assert!(text.contains("octets left out") && text.len() < 2 * KEPT + 40);
    }
}
