//! Servers that speak TLS, and their certificates.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A certificate for a name that is signed with its own key, and that key, as files.
pub(crate) fn certificate(folder: &Path, file: &str, name: &str, is_ca: rcgen::IsCa) {
    let mut parameters = rcgen::CertificateParams::new([name.to_owned()]).unwrap();
    parameters.is_ca = is_ca;
    let key = rcgen::KeyPair::generate().unwrap();
    fs::write(
        folder.join(format!("{file}.crt")),
        parameters.self_signed(&key).unwrap().pem(),
    )
    .unwrap();
    fs::write(folder.join(format!("{file}.key")), key.serialize_pem()).unwrap();
}

/// `wstest -m testeeserver` with TLS on a free port. It ends with this.
pub(crate) struct SecureServer {
    child: Child,
    /// Where it is.
    pub(crate) url: String,
}

impl SecureServer {
    /// One with the certificate of this name in this folder.
    pub(crate) fn start(folder: &Path, file: &str) -> SecureServer {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wstest"))
            .args(["-m", "testeeserver", "-w", "wss://127.0.0.1:0"])
            .args(["-k", &format!("{file}.key"), "-c", &format!("{file}.crt")])
            .current_dir(folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("Listening on ").map(str::to_owned))
            .unwrap();
        SecureServer { child, url }
    }
}

impl Drop for SecureServer {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
