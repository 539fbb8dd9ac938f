//! Files that anyone could have sent: each attack has its clear line, and nothing of it gets out.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::{Office, letter};

fn damaged() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/damaged")
}

fn with(names: &[&str]) -> Office {
    let office = Office::new();
    for name in names {
        fs::copy(damaged().join(name), office.files().join(name)).unwrap();
    }
    office
}

/// Nothing that moves a cursor, paints, or breaks a line.
fn is_harmless(text: &str) -> bool {
    text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t')
}

#[test]
fn a_reader_that_is_taken_over_gets_nowhere() {
    let doctor = Office::new().run(&["doctor", "--json"]);
    let said: serde_json::Value = serde_json::from_str(&doctor.out).unwrap();
    let sandbox = &said["sandbox"];
    assert_eq!(sandbox["enforced"]["limits"], true, "{said}");
    if sandbox["enforced"]["seccomp"] == true {
        assert_eq!((&sandbox["opens_sockets"], &sandbox["starts_programs"]), (&false.into(), &false.into()), "{said}");
        assert_eq!((&sandbox["reads_files"], &sandbox["writes_files"]), (&false.into(), &false.into()), "{said}");
    } else {
        eprintln!("skipped: this kernel has no seccomp");
    }
}

#[test]
fn all_damaged_files_end_in_time_each_with_its_line() {
    let office = Office::new();
    let mut count = 0;
    // This one takes its time where the reader is not optimised; `fixtures` reads it.
    let wanted = |e: &fs::DirEntry| e.file_type().unwrap().is_file() && e.file_name() != "zip-bomb-overlap.zip";
    for entry in fs::read_dir(damaged()).unwrap().flatten().filter(wanted) {
        fs::copy(entry.path(), office.files().join(entry.file_name())).unwrap();
        count += 1;
    }
    let began = Instant::now();
    let run = office.run(&["index", "--ocr", "off", "--timeout", "20", "files"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(began.elapsed() < Duration::from_secs(120 + count), "{:?}", began.elapsed());
    assert!(is_harmless(&run.err), "{run:?}");
    let status: serde_json::Value = serde_json::from_str(&office.run(&["status", "--json"]).out).unwrap();
    let tallies = &status["files"];
    let sum: u64 = ["indexed", "needs_ocr", "unsupported", "failed"].iter().map(|k| tallies[k].as_u64().unwrap()).sum();
    assert_eq!(Some(sum), tallies["total"].as_u64(), "every file is accounted for: {status}");
    for problem in status["problems"].as_array().unwrap() {
        let (code, message) = (problem["code"].as_str().unwrap(), problem["message"].as_str().unwrap());
        assert!(!message.is_empty() && !matches!(code, "crashed" | "memory" | "timeout"), "{problem}");
    }
    assert_eq!(office.verify().status, Some(0), "{:?}", office.verify());
    // Bombs leave no large archive behind.
    let size: u64 =
        walkdir::WalkDir::new(office.archive()).into_iter().flatten().filter_map(|e| Some(e.metadata().ok()?.len())).sum();
    assert!(size < 32 << 20, "{size}");
}

#[test]
fn a_container_writes_nowhere_and_its_names_are_letters() {
    let office = with(&["path-traversal.zip"]);
    let before: Vec<_> =
        walkdir::WalkDir::new(office.files().parent().unwrap()).into_iter().flatten().map(|e| e.path().to_owned()).collect();
    let run = office.index();
    let after = walkdir::WalkDir::new(office.files().parent().unwrap()).into_iter().flatten().map(|e| e.path().to_owned());
    let new: Vec<_> = after.filter(|path| !before.contains(path) && !path.starts_with(office.archive())).collect();
    assert!(new.is_empty(), "{new:?}");
    for said in [run.err, office.run(&["status", "--failed"]).out, office.run(&["export", "--what", "documents"]).out] {
        assert!(is_harmless(&said), "{said}");
    }
    let search = office.run(&["search", "văn bản"]);
    assert!(is_harmless(&search.out), "{search:?}");
}

#[test]
fn a_subject_moves_no_terminal_and_starts_no_formula() {
    let office = with(&["terminal-escape.txt", "hostile-subject.docx"]);
    let subject = "=HYPERLINK(\"http://evil.example\";\"x\")\u{1b}[2J\u{9b}31m";
    office.write(
        "+cmd.txt",
        &letter("7/KH-UBND", "ngày 07 tháng 3 năm 2023", "KẾ HOẠCH", subject, "Căn cứ Kế hoạch số 6/KH-UBND."),
    );
    assert_eq!(office.index().status, Some(0));
    let ids: Vec<String> = office
        .run(&["export", "--what", "documents"])
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(ids.len(), 3);
    let mut said =
        vec![office.run(&["status"]), office.run(&["search", "ke hoach"]), office.run(&["index", "--report", "r.txt", "files"])];
    for id in &ids {
        said.push(office.run(&["show", "-v", id]));
        said.push(office.run(&["trace", id]));
    }
    for said in &said {
        assert!(is_harmless(&said.out) && is_harmless(&said.err), "{said:?}");
    }
    let report = fs::read_to_string(office.files().parent().unwrap().join("r.txt")).unwrap();
    assert!(is_harmless(&report), "{report}");
    for what in ["documents", "citations", "links"] {
        let csv = office.run(&["export", "--what", what, "--format", "csv"]);
        assert_eq!(csv.status, Some(0), "{csv:?}");
        for cell in csv.out.split(['\n', ',']) {
            let bare = cell.trim_start_matches('"');
            assert!(!bare.starts_with(['=', '+', '@', '\t', '\r']), "{what}: {cell}");
        }
    }
}

#[test]
fn the_report_shows_hostile_names_as_letters() {
    let office = Office::new();
    fs::write(office.files().join("<script>alert(1)\n\u{1b}[31m.docx"), "").unwrap();
    for name in ["r.html", "r.md", "r.txt", "r.json"] {
        office.run(&["index", "--retry-failed", "--report", name, "files"]);
        let text = fs::read_to_string(office.files().parent().unwrap().join(name)).unwrap();
        assert!(is_harmless(&text), "{name}: {text}");
        assert!(name == "r.txt" || name == "r.json" || !text.contains("<script>"), "{name}: {text}");
    }
}
