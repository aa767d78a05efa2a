//! The servers of a run, with the names they have in the reports.

use std::collections::BTreeMap;

use wsspec::autobahn::agent;
use wsspec::autobahn::play::Settings;
use wsspec::autobahn::report::clean;
use wsspec::autobahn::server_list::Server;
use wsspec::drive::stream::Connector;

use crate::arguments::Arguments;

/// A server whose name is known.
pub(crate) struct Subject {
    pub(crate) agent: String,
    pub(crate) connector: Connector,
    pub(crate) settings: Settings,
}

/// Asks those for their names that the spec file gives none. One that cannot be reached and has no name is left with the
/// reason.
pub(crate) async fn subjects(servers: &[Server], arguments: &Arguments) -> Vec<Result<Subject, String>> {
    let mut subjects = Vec::new();
    for server in servers {
        subjects.push(subject(server, arguments).await);
    }
    subjects
}

async fn subject(server: &Server, arguments: &Arguments) -> Result<Subject, String> {
    let address = &server.address;
    let connector = Connector::resolve(&address.host, address.port, server.tls.clone())
        .await
        .map_err(|error| error.to_string())?;
    let settings = settings(server, arguments);
    let agent = match &server.agent {
        Some(agent) => agent.clone(),
        None => agent::ask(&settings, &connector).await?,
    };
    Ok(Subject {
        agent,
        connector,
        settings,
    })
}

fn settings(server: &Server, arguments: &Arguments) -> Settings {
    Settings {
        origin: server.origin.clone(),
        protocols: server.protocols.clone(),
        options: server.options.clone(),
        time_scale: arguments.time_scale,
        deadline: arguments.case_deadline,
        seed: arguments.seed,
        ..Settings::new(&server.address)
    }
}

/// Two names whose files would be the same, if there are any.
///
/// # Errors
/// There are; the sentence says which.
pub(crate) fn distinct<'a>(agents: impl IntoIterator<Item = &'a str>) -> Result<(), String> {
    let mut seen = BTreeMap::new();
    for agent in agents {
        if let Some(other) = seen.insert(clean(agent), agent) {
            let what = if other == agent {
                format!("two servers are called {agent:?}")
            } else {
                format!(
                    "the servers {other:?} and {agent:?} would have the same files in the report, {}_case_…",
                    clean(agent)
                )
            };
            return Err(format!("{what}; give each an \"agent\" of its own in the spec file"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_whose_files_are_the_same_are_noticed() {
        assert_eq!(distinct(["a", "b", "a b"]), Ok(()));
        assert!(
            distinct(["My Agent", "b", "my/agent"])
                .unwrap_err()
                .contains("my_agent_case_")
        );
        assert!(
            distinct(["a", "a"])
                .unwrap_err()
                .starts_with("two servers are called \"a\"")
        );
    }
}
