//! Jobs at rest: what an older version wrote is read by this one, and this one writes what is kept here.

use wanreel::protocol::job::Job;
use wanreel::protocol::job::event::{ArchiveTrouble, Event};

use super::play::*;

/// Kept as they were written, but for white space (biome formats them): a change of the form adds a file and counts the version up, and never edits one.
const KEPT: [(&str, &str, &str); 3] = [
    ("polling", "polling", include_str!("../stored/job-1-polling.json")),
    ("unresolved", "unresolved", include_str!("../stored/job-1-unresolved.json")),
    ("archiving", "archiving", include_str!("../stored/job-1-archiving.json")),
];

fn written(name: &str) -> String {
    let play = match name {
        "polling" => Play::polling("{\"hasCallback\":true,\"fallback\":true,\"poll\":{\"initialMs\":5000}}"),
        "unresolved" => {
            let mut play = Play::posting("{\"hasNotify\":true}");
            play.posted(1, lost());
            play.ring_until(|_| false, HOUR);
            play
        }
        _ => {
            let mut play = Play::archiving("{\"hasNotify\":true}");
            play.tell(&Event::UploadBegun {
                run: BEGIN,
                upload_id: "u".into(),
                part_bytes: 5 << 20,
                whole: None,
                validator: None,
                media_type: Some("video/mp4".into()),
            });
            play.tell(&Event::Part { run: BEGIN, number: 1, tag: "t".into() });
            play.tell(&Event::ArchiveFailed { run: BEGIN, why: ArchiveTrouble::Storage });
            play
        }
    };
    play.text.unwrap()
}

/// Without the forms of the machines inside, which are kept for themselves (`native/stored.rs`).
fn own(text: &str) -> String {
    let mut value: serde_json::Value = serde_json::from_str(text).unwrap();
    for part in ["polling", "submitting"] {
        value[part]["machine"] = serde_json::Value::Null;
    }
    value.to_string()
}

#[test]
fn the_stored_form_is_what_it_was() {
    for (name, _, kept) in KEPT {
        let new = written(name);
        if std::env::var_os("WANREEL_WRITE_STORED").is_some() {
            let path = format!("{}/tests/native/stored/job-1-{name}.json", env!("CARGO_MANIFEST_DIR"));
            std::fs::write(path, format!("{new}\n")).unwrap();
            continue;
        }
        assert_eq!(own(&new), own(kept), "{name}: a later version must read this; see the comment above");
    }
}

#[test]
fn an_older_form_goes_on() {
    for (name, state, kept) in KEPT {
        let job = Job::read(kept.trim_end()).unwrap();
        assert_eq!(job.state.name(), state, "{name}");
        let mut play = Play::new("{\"hasNotify\":true,\"hasCallback\":true}");
        play.text = Some(kept.trim_end().to_owned());
        play.activation = "another".into();
        play.now = BEGIN + 2 * HOUR;
        play.tell(&Event::Wake);
        assert!(play.alarm.is_some() || play.job().alarm_at.is_some(), "{name}");
        match name {
            "polling" => assert!(play.asks(is_get)),
            "archiving" => assert!(!play.effects.is_empty()),
            _ => assert_eq!(play.state(), "unresolved"),
        }
    }
}

#[test]
fn what_is_no_job_or_a_newer_one_says_so() {
    for (text, words) in [
        ("", "not that of a job"),
        ("{}", "has no version"),
        ("[1]", "not that of a job"),
        ("{\"version\":99}", "written by a newer one"),
    ] {
        let wrong = Job::read(text).unwrap_err();
        assert!(wrong.contains(words), "{text}: {wrong}");
    }
}
