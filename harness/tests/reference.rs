//! The report on our own endpoint, as a reviewer reads it; without the largest messages, which take a while here.

mod endpoint;

use std::time::Duration;

use wsspec::case::Profile;
use wsspec::drive::memory;
use wsspec::pattern::Grade;
use wsspec::record::Record;
use wsspec::report::{Footer, Header, console};
use wsspec::run::Ending;
use wsspec::session::Settings;
use wsspec::suite;
use wsspec_codec::rules::Role;

/// In octets.
const LARGE: usize = 512 << 10;

#[test]
fn the_reference_report_is_this() {
    let mut report = String::new();
    for subject in [Role::Server, Role::Client] {
        let settings = Settings {
            subject,
            most_messages: Some(2),
            ..Settings::default()
        };
        let cases = suite::cases()
            .into_iter()
            .filter(|case| case.is_for(subject) && case.profile <= Profile::Default && case.weight() <= LARGE);
        let play = |case| memory::play(&case, settings.clone(), &mut endpoint::Echo::new(subject));
        let records: Vec<Record> = cases.map(play).collect();
        let header = Header::new(format!("the reference {subject}"), &settings, records.len(), 1);
        let footer = Footer::new(&Ending::Complete, &records, Duration::ZERO);
        report.push_str(&console::header(&header).replace(env!("CARGO_PKG_VERSION"), "VERSION"));
        let others = records.iter().filter(|record| record.verdict.grade != Grade::Pass);
        others.for_each(|record| report.push_str(&format!("{}\n", console::line(record))));
        report.push_str(&format!("{}{}\n", console::topics(&records), console::footer(&footer)));
    }
    let mut snapshots = insta::Settings::clone_current();
    snapshots.set_snapshot_path("../../snapshots");
    snapshots.set_prepend_module_to_snapshot(false);
    snapshots.set_omit_expression(true);
    snapshots.bind(|| insta::assert_snapshot!("reference-report", report));
}
