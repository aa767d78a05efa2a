//! What browsers and whoever else speaks plain HTTP get: the page that plays the cases in the browser, and the reports.

use std::fs;
use std::path::Path;

use askama::Template;
use http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;
use wsspec_codec::handshake::target;

use super::{FuzzingServer, Notice, Octets, head};
use crate::drive::autobahn::part;

/// The page that plays the cases.
#[derive(Template)]
#[template(path = "fuzzing_server/page.html")]
struct Page {
    /// `ws` or `wss`.
    scheme: &'static str,
    /// Where WebSockets are served.
    port: u16,
    cases: usize,
    version: &'static str,
}

/// What is said to whoever comes to the port for WebSockets and wants none.
#[derive(Template)]
#[template(path = "fuzzing_server/status.html")]
struct Status {
    version: &'static str,
    autobahn: &'static str,
}

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// Answers one request: `/` is the page, and the files of the report directory are below `/reports/`. As with Autobahn they
/// are also below `/cwd/`, wherever the report directory lies; nothing else of the machine is.
pub(super) async fn show<N: Fn(Notice<'_>) + 'static>(server: &FuzzingServer<N>, mut stream: &mut dyn Octets) {
    let patience = server.plan.settings.options.open_handshake_timeout;
    let Ok(Ok(Some((head, _)))) = timeout(patience, head(&mut stream)).await else {
        return;
    };
    let Some([method, uri, _]) = head.start_line_parts() else {
        return respond(&mut stream, &response(400, TEXT, b"this is no HTTP request\n")).await;
    };
    if !matches!(method, b"GET" | b"HEAD") {
        return respond(
            &mut stream,
            &response(405, TEXT, b"only GET and HEAD are answered here\n"),
        )
        .await;
    }
    let mut response = match target::path(uri) {
        b"/" | b"" | b"/index.html" | b"/test_browser.html" => {
            let page = Page {
                scheme: if server.tls.is_some() { "wss" } else { "ws" },
                port: server.port.get(),
                cases: server.plan.selected.len(),
                version: env!("CARGO_PKG_VERSION"),
            };
            response(200, HTML, rendered(&page).as_bytes())
        }
        path => match report(&server.plan.outdir, path) {
            Some((kind, octets)) => response(200, kind, &octets),
            None => response(
                404,
                TEXT,
                b"there is nothing here; / is the page, /reports/index.html the reports\n",
            ),
        },
    };
    if method == b"HEAD"
        && let Some(end) = response.windows(4).position(|octets| octets == b"\r\n\r\n")
    {
        response.truncate(end + 4);
    }
    respond(&mut stream, &response).await;
}

/// A file of the report directory, by the last part of a path, which can be no other folder.
fn report(outdir: &Path, path: &[u8]) -> Option<(&'static str, Vec<u8>)> {
    let path = std::str::from_utf8(path).ok()?;
    let below = path.strip_prefix("/reports/").or(path.strip_prefix("/cwd/"))?;
    let name = below
        .rsplit('/')
        .next()
        .filter(|name| !name.is_empty())
        .unwrap_or("index.html");
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let (stem, kind) = match name.split_once('.')? {
        (stem, "html") => (stem, HTML),
        (stem, "json") => (stem, "application/json"),
        _ => return None,
    };
    if stem.is_empty() || !stem.chars().all(plain) {
        return None;
    }
    let octets = fs::read(outdir.join(name)).ok()?;
    Some((kind, octets))
}

/// Says to a browser at the port for WebSockets what that port is.
pub(super) async fn status(stream: &mut (impl AsyncRead + AsyncWrite + Unpin)) {
    let status = Status {
        version: env!("CARGO_PKG_VERSION"),
        autobahn: crate::autobahn::VERSION,
    };
    respond(stream, &response(200, HTML, rendered(&status).as_bytes())).await;
}

/// What a wish gets that cannot be fulfilled; Autobahn says no more than the status line.
pub(super) fn internal_error(why: &str) -> Vec<u8> {
    response(500, TEXT, format!("{why}\n").as_bytes())
}

fn rendered(page: &impl Template) -> String {
    page.render().expect("a page is text in memory, which does not fail")
}

fn response(status: u16, kind: &str, body: &[u8]) -> Vec<u8> {
    let phrase = StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason());
    let mut response = format!(
        "HTTP/1.1 {status} {}\r\nConnection: close\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n",
        phrase.unwrap_or_default(),
        body.len(),
    )
    .into_bytes();
    response.extend_from_slice(body);
    response
}

async fn respond(stream: &mut (impl AsyncRead + AsyncWrite + Unpin), response: &[u8]) {
    if stream.write_all(response).await.is_ok() {
        part(stream).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_files_of_the_report_are_shown() {
        let outdir = std::env::temp_dir().join(format!("wsspec-web-{}", std::process::id()));
        fs::create_dir_all(outdir.join("inside")).unwrap();
        for name in [
            "index.html",
            "a_case_1_1_1.json",
            "secret.pem",
            "inside/index.html",
            ".hidden.json",
        ] {
            fs::write(outdir.join(name), name).unwrap();
        }
        let shown = |path: &str| report(&outdir, path.as_bytes()).map(|(_, octets)| String::from_utf8(octets).unwrap());
        for path in [
            "/reports/index.html",
            "/reports/",
            "/cwd/reports/clients/index.html",
            "/cwd/",
            "/reports/inside/index.html",
        ] {
            assert_eq!(shown(path).as_deref(), Some("index.html"), "{path}");
        }
        assert_eq!(
            shown("/reports/a_case_1_1_1.json").as_deref(),
            Some("a_case_1_1_1.json")
        );
        for path in [
            "/reports/secret.pem",
            "/reports/.hidden.json",
            "/reports/../Cargo.toml",
            "/cwd/..%2f..%2fetc/passwd",
            "/reports/none.html",
            "/index.json",
        ] {
            assert_eq!(shown(path), None, "{path}");
        }
        fs::remove_dir_all(outdir).unwrap();
    }
}
