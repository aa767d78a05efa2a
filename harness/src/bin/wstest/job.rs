//! What a spec file and a command line want to be done.

use std::path::PathBuf;

use wsspec::autobahn::case::AutobahnCase;
use wsspec::autobahn::selection::{Exclusions, select};
use wsspec::autobahn::server_list::{Server, servers};
use wsspec::autobahn::spec::{OUTDIR, Spec};

use crate::arguments::Arguments;
use crate::say::warn;
use crate::subject::distinct;

/// What is to be done, all of it found good.
pub(crate) struct Job<'c> {
    pub(crate) servers: Vec<Server>,
    pub(crate) cases: Vec<&'c AutobahnCase>,
    pub(crate) exclusions: Exclusions,
    pub(crate) outdir: PathBuf,
}

impl<'c> Job<'c> {
    /// Reads the spec file, and says on standard error what in it is of no effect.
    ///
    /// # Errors
    /// There is nothing to play, or nobody to play it with; the sentence says why.
    pub(crate) fn new(arguments: &Arguments, all: &'c [AutobahnCase]) -> Result<Job<'c>, String> {
        let spec = crate::spec_file::for_servers(arguments.spec.as_deref())?;
        let exclude = spec.exclude_cases.as_deref().unwrap_or_default();
        let selection = select(all, &spec.cases, exclude).map_err(|bad| bad.to_string())?;
        for idle in &selection.idle {
            warn(idle);
        }
        if selection.cases.is_empty() {
            return Err(
                "no case is selected: `cases` minus `exclude-cases` leaves none; {\"cases\": [\"*\"]} is all".into(),
            );
        }
        let exclusions = Exclusions::new(spec.exclude_agent_cases.iter().flatten()).map_err(|bad| bad.to_string())?;
        let servers = servers(&spec, arguments.wsuri.as_deref()).map_err(|bad| bad.to_string())?;
        distinct(servers.iter().filter_map(|server| server.agent.as_deref()))?;
        tell_of_no_effect(&spec, &servers, arguments);
        Ok(Job {
            servers,
            cases: selection.cases,
            exclusions,
            outdir: spec.outdir.unwrap_or_else(|| OUTDIR.into()),
        })
    }
}

fn tell_of_no_effect(spec: &Spec, servers: &[Server], arguments: &Arguments) {
    if arguments.wsuri.is_some() && spec.servers.as_ref().is_some_and(|servers| !servers.is_empty()) {
        warn("--wsuri is of no effect, because the spec file lists servers");
    }
    let mut names: Vec<&str> = servers
        .iter()
        .flat_map(|server| server.without_effect.clone())
        .collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        warn(format_args!("the option {name} is of no effect here"));
    }
    if servers.iter().any(|server| server.tls.is_some() && !server.verified) {
        warn("certificates are not verified, save where \"hostname\" says whom they must be for");
    }
}
