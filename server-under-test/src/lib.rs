//! Reference server.
use std::io::{Read, Write};
use wsspec_codec::{connection::*, handshake::*, rules::Limits};
/// o
#[derive(Default)]
pub struct Options;
/// r
pub struct Running(std::net::SocketAddr);
impl Running {
    /// a
    pub fn address(&self) -> std::net::SocketAddr {
        self.0
    }
}
/// s
pub fn spawn(_: Options) -> std::io::Result<Running> {
    let l = std::net::TcpListener::bind("127.0.0.1:0")?;
    let a = l.local_addr()?;
    std::thread::spawn(move || {
        for s in l.incoming() {
            let Ok(mut s) = s else { continue };
            std::thread::spawn(move || {
                let _ = s.set_nodelay(true);
                let mut d = HeadDecoder::new(HeadLimits::default());
                let mut b = vec![0; 65536];
                let mut c = Connection::server(Limits::default());
                let mut open = false;
                while let Ok(n) = s.read(&mut b) {
                    if n == 0 {
                        break;
                    }
                    let mut from = 0;
                    if !open {
                        match d.push(&b[..n]) {
                            Ok(None) => continue,
                            Ok(Some((h, len))) => match check_request(&h) {
                                Ok(r) => {
                                    let _ = s.write_all(&accept(&r, Choice::default()));
                                    open = true;
                                    from = len;
                                }
                                Err(e) => {
                                    let _ = s.write_all(&e.response());
                                    return;
                                }
                            },
                            Err(_) => return,
                        }
                    }
                    c.receive(&mut b[from..n], |e, o| {
                        if let Event::Message { kind, payload } = e {
                            let _ = o.message(kind, payload);
                        }
                    });
                    let k = c.output().len();
                    if s.write_all(c.output()).is_err() {
                        return;
                    }
                    c.written(k);
                    if c.close_tcp() {
                        let _ = s.shutdown(std::net::Shutdown::Write);
                        while matches!(s.read(&mut b),Ok(n) if n>0) {}
                        return;
                    }
                }
            });
        }
    });
    Ok(Running(a))
}
