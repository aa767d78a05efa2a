//! The command line, read as Autobahn reads it: in any order, and its long options by any beginning that is theirs
//! alone.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

/// What the command line says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) mode: Option<String>,
    pub(crate) spec: Option<PathBuf>,
    pub(crate) wsuri: Option<String>,
    pub(crate) webport: Option<u16>,
    pub(crate) ident: Option<String>,
    pub(crate) key: Option<PathBuf>,
    pub(crate) cert: Option<PathBuf>,
    pub(crate) debug: bool,
    pub(crate) show: Option<Show>,
    pub(crate) jobs: usize,
    pub(crate) time_scale: f64,
    pub(crate) deadline: Option<Duration>,
    pub(crate) case_deadline: Option<Duration>,
    pub(crate) seed: u64,
}

/// What is shown instead of doing anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Show {
    Help,
    Version,
    AutobahnVersion,
}

/// Why a command line cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadArguments(String);

impl fmt::Display for BadArguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An option's long name, its letter, and whether a value follows.
type Known = (&'static str, Option<char>, bool);

const AUTOBAHNS: [Known; 13] = [
    ("mode", Some('m'), true),
    ("spec", Some('s'), true),
    ("wsuri", Some('w'), true),
    ("webport", Some('u'), true),
    ("ident", Some('i'), true),
    ("outfile", Some('o'), true),
    ("testset", Some('t'), true),
    ("key", Some('k'), true),
    ("cert", Some('c'), true),
    ("debug", Some('d'), false),
    ("autobahnversion", Some('a'), false),
    ("version", None, false),
    ("help", None, false),
];

/// These do not make a beginning of Autobahn's ambiguous.
const OURS: [Known; 5] = [
    ("jobs", Some('j'), true),
    ("time-scale", None, true),
    ("deadline", None, true),
    ("case-deadline", None, true),
    ("seed", None, true),
];

impl Default for Arguments {
    fn default() -> Arguments {
        Arguments {
            mode: None,
            spec: None,
            wsuri: None,
            webport: None,
            ident: None,
            key: None,
            cert: None,
            debug: false,
            show: None,
            jobs: 32,
            time_scale: 1.0,
            deadline: None,
            case_deadline: None,
            seed: 0,
        }
    }
}

impl Arguments {
    /// Reads what follows the name of the program.
    ///
    /// # Errors
    /// An option is unknown, or its value is missing or impossible; the sentence says which.
    pub(crate) fn parse(words: impl IntoIterator<Item = String>) -> Result<Arguments, BadArguments> {
        let mut arguments = Arguments::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            if word == "--" {
                if let Some(word) = words.next() {
                    return Err(unexpected(&word));
                }
            } else if let Some(long) = word.strip_prefix("--") {
                arguments.long(long, &mut words)?;
            } else {
                let letters = word
                    .strip_prefix('-')
                    .filter(|letters| !letters.is_empty())
                    .ok_or_else(|| unexpected(&word))?;
                arguments.short(letters, &mut words)?;
            }
        }
        Ok(arguments)
    }

    /// `--mode=x`, `--mode x`, `--debug`.
    fn long(&mut self, word: &str, words: &mut impl Iterator<Item = String>) -> Result<(), BadArguments> {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (word, None),
        };
        let (name, _, valued) = *find(name)?;
        match (valued, value) {
            (false, Some(_)) => Err(BadArguments(format!("--{name} takes no value"))),
            (false, None) => self.set(name, ""),
            (true, value) => {
                let value = value.or_else(|| words.next());
                self.set(name, &value.ok_or_else(|| without_value(name))?)
            }
        }
    }

    /// `-m x`, `-mx`, `-d`, `-dm x`.
    fn short(&mut self, letters: &str, words: &mut impl Iterator<Item = String>) -> Result<(), BadArguments> {
        for (at, letter) in letters.char_indices() {
            let known = AUTOBAHNS
                .iter()
                .chain(&OURS)
                .find(|(_, short, _)| *short == Some(letter));
            let (name, _, valued) = *known.ok_or_else(|| BadArguments(format!("there is no option -{letter}")))?;
            if !valued {
                self.set(name, "")?;
                continue;
            }
            let rest = &letters[at + letter.len_utf8()..];
            return if rest.is_empty() {
                self.set(name, &words.next().ok_or_else(|| without_value(name))?)
            } else {
                self.set(name, rest)
            };
        }
        Ok(())
    }

    fn set(&mut self, name: &'static str, value: &str) -> Result<(), BadArguments> {
        match name {
            "mode" => self.mode = Some(value.to_owned()),
            "spec" => self.spec = Some(value.into()),
            "wsuri" => self.wsuri = Some(value.to_owned()),
            "key" => self.key = Some(value.into()),
            "cert" => self.cert = Some(value.into()),
            "debug" => self.debug = true,
            "help" => self.show(Show::Help),
            "version" => self.show(Show::Version),
            "autobahnversion" => self.show(Show::AutobahnVersion),
            "webport" => self.webport = Some(number(name, value, "a port from 0 to 65535", |_| true)?),
            "ident" => self.ident = Some(value.to_owned()).filter(|ident| !ident.is_empty()),
            "jobs" => self.jobs = number(name, value, "a number from 1 to 256", |jobs| (1..=256).contains(jobs))?,
            "time-scale" => {
                let wanted = "a number from 0.01 to 1000";
                self.time_scale = number(name, value, wanted, |scale| (0.01..=1000.0).contains(scale))?;
            }
            "deadline" => self.deadline = Some(seconds(name, value)?),
            "case-deadline" => self.case_deadline = Some(seconds(name, value)?),
            "seed" => self.seed = number(name, value, "a number from 0 to 2^64 - 1", |_| true)?,
            // They mean something to modes that are not here.
            "outfile" | "testset" => {}
            other => unreachable!("--{other} is in the table of options"),
        }
        Ok(())
    }

    /// What was asked for first is shown.
    fn show(&mut self, what: Show) {
        self.show.get_or_insert(what);
    }
}

fn find(name: &str) -> Result<&'static Known, BadArguments> {
    if let Some(known) = AUTOBAHNS.iter().chain(&OURS).find(|(long, ..)| *long == name) {
        return Ok(known);
    }
    let beginning: Vec<&Known> = AUTOBAHNS
        .iter()
        .filter(|(long, ..)| !name.is_empty() && long.starts_with(name))
        .collect();
    match beginning[..] {
        [known] => Ok(known),
        [] => Err(BadArguments(format!("there is no option --{name}"))),
        _ => {
            let names: Vec<String> = beginning.iter().map(|(long, ..)| format!("--{long}")).collect();
            Err(BadArguments(format!("--{name} may mean {}", names.join(" or "))))
        }
    }
}

fn unexpected(word: &str) -> BadArguments {
    BadArguments(format!("{word:?} is no option, and nothing else is taken"))
}

fn without_value(name: &str) -> BadArguments {
    BadArguments(format!("--{name} needs a value"))
}

fn number<T: FromStr>(name: &str, value: &str, wanted: &str, fits: impl Fn(&T) -> bool) -> Result<T, BadArguments> {
    let number = value.trim().parse().ok().filter(fits);
    number.ok_or_else(|| BadArguments(format!("--{name} is {wanted}, not {value:?}")))
}

fn seconds(name: &str, value: &str) -> Result<Duration, BadArguments> {
    let wanted = "a number of seconds from 0.001 to 1000000";
    let seconds = number(name, value, wanted, |seconds| (0.001..=1e6).contains(seconds))?;
    Ok(Duration::from_secs_f64(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, String> {
        let words = line.split_whitespace().map(str::to_owned);
        Arguments::parse(words).map_err(|bad| bad.to_string())
    }

    #[test]
    fn every_form_of_an_option_says_the_same() {
        let expected = Arguments {
            mode: Some("fuzzingclient".to_owned()),
            spec: Some("a.json".into()),
            debug: true,
            ..Arguments::default()
        };
        for line in [
            "--mode=fuzzingclient --spec=a.json --debug",
            "--spec a.json --debug --mode fuzzingclient",
            "-m fuzzingclient -d -s a.json",
            "-mfuzzingclient -ds a.json",
            "-dsa.json -m fuzzingclient",
            "--mo fuzzingclient --s=a.json --d --",
            "-m echoserver -m fuzzingclient -s a.json -d",
        ] {
            assert_eq!(parse(line), Ok(expected.clone()), "{line}");
        }
    }

    #[test]
    fn values_are_read_and_those_that_mean_nothing_are_taken() {
        let arguments = parse(
            "-u 0 -i me -o out -t set -k k.pem -c c.pem -w ws://h -j 4 --time-scale 2.5 --deadline 1.5 --case-deadline=9 \
             --seed 7",
        )
        .unwrap();
        assert_eq!(arguments.wsuri.as_deref(), Some("ws://h"));
        assert_eq!((arguments.webport, arguments.ident.as_deref()), (Some(0), Some("me")));
        assert_eq!(arguments.key, Some("k.pem".into()));
        assert_eq!(arguments.cert, Some("c.pem".into()));
        assert_eq!((arguments.jobs, arguments.seed), (4, 7));
        assert_eq!(arguments.time_scale, 2.5);
        assert_eq!(arguments.deadline, Some(Duration::from_millis(1500)));
        assert_eq!(arguments.case_deadline, Some(Duration::from_secs(9)));
        assert_eq!(parse("-a --help").unwrap().show, Some(Show::AutobahnVersion));
        assert_eq!(parse("--help --version").unwrap().show, Some(Show::Help));
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        for (line, why) in [
            ("--nonsense", "there is no option --nonsense"),
            ("-x", "there is no option -x"),
            ("--w=a", "--w may mean --wsuri or --webport"),
            ("--job 1", "there is no option --job"),
            ("--debug=yes", "--debug takes no value"),
            ("-m", "--mode needs a value"),
            ("--spec", "--spec needs a value"),
            (
                "fuzzingclient",
                "\"fuzzingclient\" is no option, and nothing else is taken",
            ),
            ("-- x", "\"x\" is no option, and nothing else is taken"),
            ("-", "\"-\" is no option, and nothing else is taken"),
            ("-u x", "--webport is a port from 0 to 65535, not \"x\""),
            ("-u 65536", "--webport is a port from 0 to 65535, not \"65536\""),
            ("-j 0", "--jobs is a number from 1 to 256, not \"0\""),
            (
                "--time-scale nan",
                "--time-scale is a number from 0.01 to 1000, not \"nan\"",
            ),
            (
                "--deadline -1",
                "--deadline is a number of seconds from 0.001 to 1000000, not \"-1\"",
            ),
        ] {
            assert_eq!(parse(line), Err(why.to_owned()), "{line}");
        }
    }
}
