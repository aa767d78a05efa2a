//! What a client wishes of the fuzzing server: it says so by the target of its request, as with Autobahn.

use std::fmt;

use wsspec_codec::handshake::target;

use super::case::AutobahnCase;

/// What the fuzzing server is to do over a connection.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish<'c> {
    /// `/getCaseCount`: say how many cases are selected.
    CaseCount,
    /// `/getCaseInfo?case=N`: say what a case is about.
    CaseInfo(&'c AutobahnCase),
    /// `/runCase?case=N&agent=A`: play a case.
    RunCase {
        /// The case.
        case: &'c AutobahnCase,
        /// The client's name in the reports.
        agent: String,
    },
    /// `/getCaseStatus?case=N&agent=A`: say what came of a case, once it is over.
    CaseStatus {
        /// The case.
        case: &'c AutobahnCase,
        /// The client's name in the reports.
        agent: String,
    },
    /// `/getCaseVerdict?case=N&agent=A`, which Autobahn does not have: say all of what came of it.
    CaseVerdict {
        /// The case.
        case: &'c AutobahnCase,
        /// The client's name in the reports.
        agent: String,
    },
    /// `/updateReports?agent=A`: write the reports.
    UpdateReports {
        /// Whether to end then: `shutdownOnComplete=true`.
        shutdown: bool,
    },
    /// `/browser`, which Autobahn does not have: answer as the query says, for the page that tries what browsers owe beyond
    /// RFC 6455.
    Browser,
    /// `/browser/seen?id=NAME`: say what came under a name.
    BrowserSeen {
        /// The name.
        id: String,
    },
    /// `/stopServer`: end.
    StopServer,
    /// Any other path: do what the messages say.
    Direct,
}

/// Why a wish cannot be fulfilled, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadWish(String);

impl fmt::Display for BadWish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for BadWish {}

impl<'c> Wish<'c> {
    /// Reads the target of a request. `case` is the place in `cases`, from 1; `casetuple` is an id. If both are there,
    /// `case` counts.
    ///
    /// # Errors
    /// A parameter is missing, is there twice, or names nothing.
    pub fn parse(uri: &str, cases: &[&'c AutobahnCase]) -> Result<Wish<'c>, BadWish> {
        let query = Query::of(uri);
        let path = String::from_utf8_lossy(target::path(uri.as_bytes())).into_owned();
        let case = || query.case(cases);
        Ok(match path.as_str() {
            "/getCaseCount" => Wish::CaseCount,
            "/getCaseInfo" => Wish::CaseInfo(case()?),
            "/runCase" => Wish::RunCase {
                case: case()?,
                agent: query.agent()?,
            },
            "/getCaseStatus" => Wish::CaseStatus {
                case: case()?,
                agent: query.agent()?,
            },
            "/getCaseVerdict" => Wish::CaseVerdict {
                case: case()?,
                agent: query.agent()?,
            },
            "/updateReports" => {
                query.agent()?;
                let shutdown = query.only("shutdownOnComplete")?.unwrap_or_default();
                Wish::UpdateReports {
                    shutdown: matches!(shutdown.to_ascii_lowercase().as_str(), "true" | "yes"),
                }
            }
            "/browser" => Wish::Browser,
            "/browser/seen" => Wish::BrowserSeen {
                id: query.only("id")?.unwrap_or_default().to_owned(),
            },
            "/stopServer" => Wish::StopServer,
            _ => Wish::Direct,
        })
    }
}

/// The parameters of a query. Those without a value count as missing.
struct Query(Vec<(String, String)>);

impl Query {
    fn of(uri: &str) -> Query {
        let query = uri.split_once('?').map_or("", |(_, query)| query);
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        Query(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    fn only(&self, name: &str) -> Result<Option<&str>, BadWish> {
        let mut values = self.0.iter().filter(|(key, _)| key == name);
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(BadWish(format!("the parameter `{name}` is there more than once"))),
            (value, None) => Ok(value.map(|(_, value)| value.as_str())),
        }
    }

    fn agent(&self) -> Result<String, BadWish> {
        let agent = self.only("agent")?;
        agent
            .map(str::to_owned)
            .ok_or_else(|| BadWish("the parameter `agent` is missing: a client has a name in the reports".to_owned()))
    }

    fn case<'c>(&self, cases: &[&'c AutobahnCase]) -> Result<&'c AutobahnCase, BadWish> {
        let (number, id) = (self.only("case")?, self.only("casetuple")?.map(str::trim));
        let found = match (number, id) {
            (Some(number), _) => number
                .trim()
                .parse::<usize>()
                .ok()
                .and_then(|number| cases.get(number.checked_sub(1)?).copied()),
            (None, Some(id)) => cases.iter().find(|case| case.id == id).copied(),
            (None, None) => {
                let missing = "the parameter `case` is missing: the place of a case among those selected, from 1";
                return Err(BadWish(missing.to_owned()));
            }
        };
        found.ok_or_else(|| {
            BadWish(match (number, id) {
                (Some(number), _) => format!("there is no case {number:?}; those selected are 1 to {}", cases.len()),
                (None, id) => format!("no selected case has the id {:?}", id.unwrap_or_default()),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::autobahn::cases::cases;

    #[test]
    fn every_path_of_autobahn_is_understood() {
        let all = cases();
        let some: Vec<&AutobahnCase> = all.iter().filter(|case| case.id.starts_with("7.1.")).collect();
        let parse = |uri: &str| Wish::parse(uri, &some);
        let agent = || "My Agent/1".to_owned();
        assert_eq!(parse("/getCaseCount"), Ok(Wish::CaseCount));
        assert_eq!(parse("ws://host:9001/getCaseCount?x=1"), Ok(Wish::CaseCount));
        assert_eq!(parse("/getCaseInfo?case=2"), Ok(Wish::CaseInfo(some[1])));
        let run = Wish::RunCase {
            case: some[0],
            agent: agent(),
        };
        assert_eq!(parse("/runCase?case=1&agent=My+Agent%2F1"), Ok(run.clone()));
        assert_eq!(parse("/runCase?casetuple=7.1.1&agent=My%20Agent/1"), Ok(run.clone()));
        assert_eq!(parse("/runCase?casetuple=7.1.2&case=1&agent=My%20Agent/1"), Ok(run));
        for (uri, shutdown) in [
            ("/updateReports?agent=a", false),
            ("/updateReports?agent=a&shutdownOnComplete=True", true),
            ("/updateReports?agent=a&shutdownOnComplete=yes", true),
            ("/updateReports?agent=a&shutdownOnComplete=1", false),
        ] {
            assert_eq!(parse(uri), Ok(Wish::UpdateReports { shutdown }), "{uri}");
        }
        assert_eq!(parse("/browser?status=404"), Ok(Wish::Browser));
        let seen = Wish::BrowserSeen { id: "a".to_owned() };
        assert_eq!(parse("/browser/seen?id=a"), Ok(seen));
        assert_eq!(parse("/stopServer"), Ok(Wish::StopServer));
        for path in ["/", "/getcasecount", "/anything?case=99"] {
            assert_eq!(parse(path), Ok(Wish::Direct));
        }
    }

    #[test]
    fn a_wish_that_names_nothing_is_told_why() {
        let all = cases();
        let some: Vec<&AutobahnCase> = all.iter().take(3).collect();
        for (uri, why) in [
            ("/runCase?agent=a", "`case` is missing"),
            ("/runCase?case=1", "`agent` is missing"),
            ("/runCase?case=1&agent=", "`agent` is missing"),
            ("/runCase?case=0&agent=a", "those selected are 1 to 3"),
            ("/runCase?case=4&agent=a", "those selected are 1 to 3"),
            ("/runCase?case=x&agent=a", "those selected are 1 to 3"),
            (
                "/runCase?casetuple=9.9.9&agent=a",
                "no selected case has the id \"9.9.9\"",
            ),
            ("/runCase?case=1&case=1&agent=a", "`case` is there more than once"),
            ("/getCaseStatus?case=1", "`agent` is missing"),
            ("/updateReports", "`agent` is missing"),
        ] {
            let error = Wish::parse(uri, &some).unwrap_err().to_string();
            assert!(error.contains(why), "{uri}: {error}");
        }
    }
}
