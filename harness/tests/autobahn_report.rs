//! Autobahn's report directory, as the programs that read it find it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use wsspec::autobahn::case::{AutobahnCase, Behavior, BehaviorClose, CloseRule, Event, Expected, Shows};
use wsspec::autobahn::played::{Closing, Flow, Played, Received, Traffic};
use wsspec::autobahn::report::{Directory, ReportError};
use wsspec::autobahn::wirelog::{Cut, Row};

/// A folder of this test alone, not there yet.
fn folder(test: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("report-{test}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn case(number: usize, id: &str) -> AutobahnCase {
    let hello = Event::Message {
        payload: "Hello".into(),
        binary: false,
    };
    AutobahnCase {
        id: id.to_owned(),
        number,
        description: format!("What <b>{id}</b> does."),
        expectation: "What is <b>expected</b>.".to_owned(),
        offer: None,
        asks: Vec::new(),
        acts: Vec::new(),
        expected: Expected::Events(vec![(Behavior::Ok, vec![hello]), (Behavior::NonStrict, Vec::new())]),
        close: CloseRule {
            by_tester: true,
            codes: vec![1000],
            clean: true,
            closes_with: Some(1000),
            wrong_code_fails: false,
            wrong_endpoint_fails: false,
        },
        sentences: Vec::new(),
        unopened: None,
        shows: Shows::Verdict,
    }
}

/// The subject did everything right.
fn passed(case: &AutobahnCase) -> Played {
    Played {
        tester: wsspec_codec::rules::Role::Client,
        id: case.id.clone(),
        started: SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_689_785_007),
        duration: Some(Duration::from_micros(12_500)),
        behavior: Behavior::Ok,
        behavior_close: BehaviorClose::Ok,
        result: "Actual events match at least one expected.".to_owned(),
        result_close: "Connection was properly closed".to_owned(),
        received: vec![Received::Message {
            payload: Cut::new(b"Hello"),
            binary: false,
        }],
        closing: Closing {
            closed_by_me: true,
            was_clean: true,
            local_code: Some(1000),
            remote_code: Some(1000),
            ..Closing::default()
        },
        request: b"GET / HTTP/1.1\r\nHost: localhost:9001\r\n\r\n".to_vec(),
        response: b"HTTP/1.1 101 Switching Protocols\r\nServer: caf\xc3\xa9\r\n\r\n".to_vec(),
        reads: BTreeMap::from([(7, 1), (129, 1), (1000, 2)]),
        writes: BTreeMap::from([(11, 1)]),
        frames_received: BTreeMap::from([(1, 1), (10, 1)]),
        frames_sent: BTreeMap::from([(1, 1)]),
        wirelog: vec![
            Row::SentFrame {
                payload: Cut::new(b"Hello"),
                opcode: 1,
                fin: true,
                rsv: 0,
                mask: Some([1, 2, 3, 4]),
                repeat: None,
                chop: None,
                sync: false,
            },
            Row::SentOctets {
                octets: Cut::new(b"\x81\x85\x01\x02\x03\x04Igoht"),
                sync: false,
            },
            Row::KillArmed(1.0),
            Row::ReceivedOctets(Cut::new(b"\x81\x05Hello")),
            Row::ReceivedFrame {
                payload: Cut::new(b"Hello"),
                opcode: 1,
                fin: true,
                rsv: 0,
                mask: None,
            },
        ],
        logging: true,
        traffic: None,
        pressed: false,
        stalled: false,
        limit: None,
        blocked: None,
        crowded: false,
    }
}

/// Neither verdict is good.
fn failed(case: &AutobahnCase) -> Played {
    Played {
        behavior: Behavior::Failed,
        behavior_close: BehaviorClose::Unclean,
        ..passed(case)
    }
}

/// The names of the files in a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    fs::read_dir(folder).unwrap().map(name).collect()
}

/// What stands between two marks, wherever they stand.
fn between<'t>(text: &'t str, before: &str, after: &str) -> BTreeSet<&'t str> {
    let parts = text.split(before).skip(1);
    parts.map(|part| part.split_once(after).unwrap().0).collect()
}

#[test]
fn a_small_report_is_this() {
    let folder = folder("small");
    let mut cases = vec![
        case(1, "1.1.1"),
        case(2, "1.1.2"),
        case(3, "2.1"),
        case(4, "9.1.1"),
        case(5, "12.1.1"),
    ];
    cases[3].shows = Shows::Time;
    cases[4].shows = Shows::TimeAndRatio;
    cases[4].offer = Some("permessage-deflate".to_owned());
    let mut directory = Directory::create(&folder).unwrap();
    for (case, behavior, behavior_close) in [
        (&cases[0], Behavior::Ok, BehaviorClose::Ok),
        (&cases[2], Behavior::Failed, BehaviorClose::WrongCode),
        (&cases[3], Behavior::NonStrict, BehaviorClose::FailedByClient),
        (&cases[4], Behavior::Ok, BehaviorClose::Unclean),
    ] {
        let traffic = Traffic {
            incoming: Flow {
                wire: 340,
                websocket: 300,
                app: 1000,
                frames: 20,
                messages: 10,
            },
            ..Traffic::default()
        };
        let played = Played {
            behavior,
            behavior_close,
            traffic: case.offer.is_some().then_some(traffic),
            ..passed(case)
        };
        directory.case("My Agent/1.0", case, &played).unwrap();
    }
    let unimplemented = Played {
        behavior: Behavior::Unimplemented,
        ..passed(&cases[4])
    };
    directory.case("another", &cases[4], &unimplemented).unwrap();
    directory.finish(&cases).unwrap();

    let mut report = String::new();
    for name in [
        "index.json",
        "index.html",
        "my_agent_1_0_case_12_1_1.json",
        "my_agent_1_0_case_2_1.html",
    ] {
        let text = fs::read_to_string(folder.join(name)).unwrap();
        // The styles and the script are not for reading here.
        let text = text.split_once("<body>").map_or(text.as_str(), |(_, body)| body);
        report.push_str(&format!("=== {name}\n{text}\n"));
    }
    let mut snapshots = insta::Settings::clone_current();
    snapshots.set_snapshot_path("../../snapshots");
    snapshots.set_prepend_module_to_snapshot(false);
    snapshots.set_omit_expression(true);
    snapshots.add_filter(
        r"Written on \S+ \(UTC\) by wsspec \S+\. ",
        "Written on TIME (UTC) by wsspec VERSION. ",
    );
    snapshots.bind(|| insta::assert_snapshot!("autobahn-report", report));
}

#[test]
fn each_play_leaves_two_files_at_once_and_nothing_else() {
    let folder = folder("files");
    let mut directory = Directory::create(&folder).unwrap();
    assert_eq!(names(&folder), BTreeSet::new());
    directory
        .case("A b", &case(17, "1.1.1"), &passed(&case(17, "1.1.1")))
        .unwrap();
    let of_the_play = ["a_b_case_1_1_1.html", "a_b_case_1_1_1.json"].map(String::from);
    assert_eq!(names(&folder), BTreeSet::from(of_the_play.clone()));
    directory.finish(&[case(17, "1.1.1")]).unwrap();
    let all = of_the_play
        .into_iter()
        .chain(["index.html".to_owned(), "index.json".to_owned()]);
    assert_eq!(names(&folder), all.collect());
}

#[test]
fn the_file_of_a_play_has_39_keys_in_order() {
    let folder = folder("keys");
    let case = case(17, "1.1.1");
    Directory::create(&folder)
        .unwrap()
        .case("a", &case, &passed(&case))
        .unwrap();
    let text = fs::read_to_string(folder.join("a_case_1_1_1.json")).unwrap();
    let key = |line: &str| Some(line.strip_prefix("   \"")?.split_once("\": ")?.0.to_owned());
    let keys: Vec<String> = text.lines().filter_map(key).collect();
    assert_eq!(keys.len(), 39);
    assert!(keys.is_sorted(), "{keys:?}");
    assert!(!text.ends_with('\n'));
    assert!(text.is_ascii(), "the server's name is escaped");
    assert!(text.contains("caf\\u00e9"));
    // The order of the numbers, not that of their digits.
    assert!(text.contains("\"rxOctetStats\": {\n      \"7\": 1,\n      \"129\": 1,\n      \"1000\": 2\n   }"));
}

#[test]
fn a_case_that_never_began_has_no_expectations() {
    let folder = folder("unopened");
    let mut directory = Directory::create(&folder).unwrap();
    let mut compressed = case(302, "12.1.1");
    compressed.offer = Some("permessage-deflate".to_owned());
    for case in [&case(17, "1.1.1"), &compressed] {
        let played = Played {
            duration: None,
            received: Vec::new(),
            response: Vec::new(),
            wirelog: Vec::new(),
            blocked: Some("the answer is <200>".to_owned()),
            ..failed(case)
        };
        directory.case("a", case, &played).unwrap();
    }
    let read = |name| fs::read_to_string(folder.join(name)).unwrap();
    let plain: Value = serde_json::from_str(&read("a_case_1_1_1.json")).unwrap();
    assert_eq!(plain["expected"], serde_json::json!({}));
    assert_eq!(plain["expectedClose"], serde_json::json!({}));
    assert_eq!(plain["httpResponse"], "?");
    assert_eq!(plain["duration"], 0);
    let compressed: Value = serde_json::from_str(&read("a_case_12_1_1.json")).unwrap();
    assert_eq!(compressed["expectedClose"]["closeCode"], serde_json::json!([1000]));
    assert!(read("a_case_1_1_1.html").contains("The opening handshake failed: the answer is &#60;200&#62;"));
}

#[test]
fn failures_are_counted_by_their_class() {
    let folder = folder("count");
    let cases = [case(1, "1.1.1"), case(2, "1.1.2"), case(3, "1.1.3")];
    let mut directory = Directory::create(&folder).unwrap();
    let count = |directory: &Directory| {
        directory.finish(&cases).unwrap();
        let page = fs::read_to_string(folder.join("index.html")).unwrap();
        page.matches("case_failed").count()
    };
    directory.case("a", &cases[0], &passed(&cases[0])).unwrap();
    assert_eq!(count(&directory), 2, "once in the style, once in the legend");
    directory.case("a", &cases[1], &failed(&cases[1])).unwrap();
    assert_eq!(count(&directory), 4, "both cells");
    let wrong_code = Played {
        behavior_close: BehaviorClose::WrongCode,
        ..failed(&cases[2])
    };
    directory.case("a", &cases[2], &wrong_code).unwrap();
    assert_eq!(count(&directory), 5, "the verdict alone");
    directory.case("a", &cases[1], &passed(&cases[1])).unwrap();
    assert_eq!(count(&directory), 3, "a play of the same case replaces the one before");
}

#[test]
fn every_case_has_a_row_two_cells_an_agent_and_an_anchor() {
    let folder = folder("rows");
    let cases = [case(1, "1.1.1"), case(2, "2.1"), case(3, "2.2"), case(4, "13.7.18")];
    let mut directory = Directory::create(&folder).unwrap();
    directory.case("a", &cases[0], &passed(&cases[0])).unwrap();
    directory.case("b", &cases[2], &failed(&cases[2])).unwrap();
    directory.finish(&cases).unwrap();
    let page = fs::read_to_string(folder.join("index.html")).unwrap();
    let rows: Vec<&str> = page.split("<tr class=\"agent_case_result_row\">").skip(1).collect();
    assert_eq!(rows.len(), cases.len());
    for (row, case) in rows.iter().zip(&cases) {
        let (row, _) = row.split_once("</tr>").unwrap();
        assert!(row.contains(&format!(">Case {}</a>", case.id)));
        let wide = row.matches("colspan=\"2\"").count();
        assert_eq!(row.matches("<td ").count() - 1 + wide, 4, "{row}");
    }
    let anchors = between(&page, "<a name=\"", "\"");
    assert!(anchors.contains("case_desc_13_7_18"));
    for target in between(&page, "href=\"", "\"") {
        match target.strip_prefix('#') {
            Some(anchor) => assert!(anchors.contains(anchor), "{target}"),
            None => assert!(folder.join(target).is_file(), "{target}"),
        }
    }
}

#[test]
fn a_page_needs_nothing_from_elsewhere() {
    let folder = folder("alone");
    let mut directory = Directory::create(&folder).unwrap();
    let case = case(1, "1.1.1");
    directory.case("a", &case, &passed(&case)).unwrap();
    directory.finish(&[case]).unwrap();
    for name in ["index.html", "a_case_1_1_1.html"] {
        let page = fs::read_to_string(folder.join(name)).unwrap();
        for word in ["http://", "https://", "src=", "<link", "@import", "url("] {
            assert!(!page.contains(word), "{name} has {word}");
        }
    }
}

#[test]
fn what_a_subject_sends_never_becomes_markup() {
    let folder = folder("markup");
    let evil = "<script>alert('1')</script>&\"";
    let cut = Cut::new(evil.as_bytes());
    let case = case(1, "1.1.1");
    let played = Played {
        result: evil.to_owned(),
        result_close: evil.to_owned(),
        received: vec![
            Received::Message {
                payload: cut.clone(),
                binary: false,
            },
            Received::Pong(cut.clone()),
        ],
        closing: Closing {
            remote_reason: Some(evil.to_owned()),
            not_clean_reason: Some(evil.to_owned()),
            ..Closing::default()
        },
        request: evil.as_bytes().to_vec(),
        response: evil.as_bytes().to_vec(),
        wirelog: vec![Row::ReceivedFrame {
            payload: cut,
            opcode: 1,
            fin: true,
            rsv: 0,
            mask: None,
        }],
        blocked: Some(evil.to_owned()),
        ..passed(&case)
    };
    let mut directory = Directory::create(&folder).unwrap();
    directory.case(evil, &case, &played).unwrap();
    directory.finish(std::slice::from_ref(&case)).unwrap();
    for (name, scripts) in [("index.html", 1), ("script_alert__1____script_case_1_1_1.html", 0)] {
        let page = fs::read_to_string(folder.join(name)).unwrap();
        assert_eq!(page.matches("<script").count(), scripts, "{name}");
        assert!(
            page.contains("&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;&#34;"),
            "{name}"
        );
    }
}

#[test]
fn an_index_is_replaced_at_one_stroke() {
    let folder = folder("stroke");
    fs::create_dir_all(&folder).unwrap();
    let before = "x".repeat(100_000);
    for name in ["index.json", "index.html"] {
        fs::write(folder.join(name), &before).unwrap();
    }
    let mut readers = ["index.json", "index.html"].map(|name| File::open(folder.join(name)).unwrap());
    Directory::create(&folder).unwrap().finish(&[case(1, "1.1.1")]).unwrap();
    for reader in &mut readers {
        let mut read = String::new();
        reader.read_to_string(&mut read).unwrap();
        assert!(read == before, "who was reading reads on in the old file");
    }
    assert_eq!(fs::read_to_string(folder.join("index.json")).unwrap(), "{}");
}

#[test]
fn an_index_that_cannot_be_written_leaves_nothing_half_done() {
    let folder = folder("blocked");
    fs::create_dir_all(folder.join("index.json")).unwrap();
    let directory = Directory::create(&folder).unwrap();
    let error = directory.finish(&[]).unwrap_err();
    assert!(
        matches!(&error, ReportError::File(place, _) if place.ends_with("index.json")),
        "{error}"
    );
    assert!(error.to_string().contains("index.json cannot be written: "), "{error}");
    assert_eq!(
        names(&folder),
        BTreeSet::from(["index.html".to_owned(), "index.json".to_owned()])
    );
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_before_anything_is_played() {
    let folder = folder("unwritable");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("file");
    fs::write(&file, "").unwrap();
    for outdir in [file.clone(), file.join("reports")] {
        let error = Directory::create(&outdir).unwrap_err().to_string();
        let expected = format!("no report can be written to {}: ", outdir.display());
        assert!(error.starts_with(&expected), "{error}");
        assert!(error.ends_with("; name a folder that can be written"), "{error}");
        assert!(!error.contains('\n'));
    }
}

#[test]
fn two_agents_never_overwrite_each_other() {
    let folder = folder("agents");
    let case = case(1, "1.1.1");
    let mut directory = Directory::create(&folder).unwrap();
    directory.case("ws 1", &case, &passed(&case)).unwrap();
    let kept = fs::read(folder.join("ws_1_case_1_1_1.json")).unwrap();
    let error = directory.case("WS-1", &case, &failed(&case)).unwrap_err().to_string();
    assert_eq!(
        error,
        "the agents `ws 1` and `WS-1` would both be reported as ws_1_case_*; give one of them another name"
    );
    assert_eq!(fs::read(folder.join("ws_1_case_1_1_1.json")).unwrap(), kept);
}
