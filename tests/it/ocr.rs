//! Scans and pictures through tesseract, from the file to the archive. Without tesseract they say that they were skipped.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{Office, congvan, said};

/// Is tesseract with its Vietnamese model there? Where all tests must run, its lack is a failure.
fn can_recognise() -> bool {
    let here = congvan::ocr::Engine::find(Path::new(env!("CARGO_BIN_EXE_congvan"))).is_ok();
    if !here {
        assert!(std::env::var_os("CONGVAN_TEST_ALL").is_none_or(|all| all != "1"), "tesseract is not installed");
        std::io::stderr().write_all(b"skipped: tesseract is not installed\n").unwrap();
    }
    here
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats").join(name)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Word F1 of two texts as bags of words.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, mut b) = (words(a), words(b));
    let all = a.len() + b.len();
    let hits = a.iter().filter(|w| b.iter().position(|v| v == *w).map(|at| b.swap_remove(at)).is_some()).count();
    2.0 * f64::from(u32::try_from(hits).unwrap()) / f64::from(u32::try_from(all.max(1)).unwrap())
}

fn extract(arguments: &[&str], file: &Path) -> Value {
    let output = said(&congvan(arguments).arg(file).output().unwrap());
    serde_json::from_str(output.out.lines().next().unwrap_or("null")).unwrap_or_else(|_| panic!("{output:?}"))
}

#[test]
fn scans_and_pictures_are_read() {
    if !can_recognise() {
        return;
    }
    let expected = fs::read_to_string(fixture("expected.txt")).unwrap();
    for (name, least) in [("bao-cao-quet.pdf", 0.93), ("bao-cao-quet.png", 0.6), ("bao-cao-quet.tiff", 0.93)] {
        let output = said(&congvan(&["extract", "--text"]).arg(fixture(name)).output().unwrap());
        assert_eq!(output.status, Some(0), "{name}: {output:?}");
        let found = if least < 0.9 { words(&output.out).len() > 100 } else { likeness(&expected, &output.out) >= least };
        assert!(found, "{name}: {} {}", likeness(&expected, &output.out), output.out);
        assert!(output.out.contains("118/KH-UBND"), "{name}: {}", output.out);
        let object = extract(&["extract", "--json"], &fixture(name));
        assert_eq!((&object["source"]["ocr"], &object["document"]["symbol"]), (&true.into(), &"BC-UBND".into()), "{name}");
    }
}

#[test]
fn a_page_on_its_side_is_turned() {
    if !can_recognise() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let turned = folder.path().join("nam-ngang.png");
    image::open(fixture("bao-cao-quet.png")).unwrap().rotate90().save(&turned).unwrap();
    let object = extract(&["extract", "--json"], &turned);
    let found =
        ["kind", "number", "symbol", "date"].map(|field| object["document"][field].as_str().unwrap_or_default().to_owned());
    assert_eq!(found, ["BC", "07", "BC-UBND", "2024-01-05"], "{object}");
}

#[test]
fn without_recognition_a_scan_says_what_it_needs() {
    for name in ["bao-cao-quet.pdf", "bao-cao-quet.png"] {
        let object = extract(&["extract", "--json", "--ocr", "off"], &fixture(name));
        assert_eq!(object["error"]["code"], "no-text", "{name}: {object}");
        let output = said(&congvan(&["extract", "--json"]).env("PATH", "/nowhere").arg(fixture(name)).output().unwrap());
        assert_eq!(output.status, Some(2), "{name}");
        assert!(output.out.contains("apt install tesseract-ocr tesseract-ocr-vie"), "{name}: {output:?}");
        let forced = said(&congvan(&["extract", "--ocr", "force"]).env("PATH", "/nowhere").arg(fixture(name)).output().unwrap());
        assert_eq!((forced.status, forced.out.as_str()), (Some(2), ""), "{forced:?}");
        assert!(forced.err.contains("apt install"), "{forced:?}");
    }
}

#[test]
fn scans_wait_for_the_engine_and_no_page_is_recognised_twice() {
    if !can_recognise() {
        return;
    }
    let office = Office::new();
    let scan = office.files().join("bao-cao.png");
    fs::copy(fixture("bao-cao-quet.png"), &scan).unwrap();
    let counts = || {
        let status: Value = serde_json::from_str(&office.run(&["status", "--json"]).out).unwrap();
        (status["files"]["needs_ocr"].clone(), status["files"]["indexed"].clone())
    };
    let blind = said(&office.command(&["index", "files"]).env("PATH", "/nowhere").output().unwrap());
    assert_eq!(blind.status, Some(2), "{blind:?}");
    assert!(blind.err.contains("tesseract-ocr-vie"), "{blind:?}");
    assert_eq!(counts(), (1.into(), 0.into()));
    // Known and unchanged: no second alarm as long as nothing can read it.
    let still = said(&office.command(&["index", "files"]).env("PATH", "/nowhere").output().unwrap());
    assert_eq!(still.status, Some(0), "{still:?}");
    let seeing = office.index();
    assert_eq!(seeing.status, Some(0), "{seeing:?}");
    assert_eq!(counts(), (0.into(), 1.into()));
    assert!(office.index().err.contains("Không có gì mới"));
    // The same page in another file: its bytes differ, its picture does not, so it comes without tesseract's work.
    let bytes = [fs::read(&scan).unwrap(), b"\n".to_vec()].concat();
    fs::write(office.files().join("ban-sao.png"), bytes).unwrap();
    let began = std::time::Instant::now();
    assert_eq!(office.index().status, Some(0));
    let database = rusqlite::Connection::open(office.archive().join("archive.sqlite")).unwrap();
    let pages: i64 = database.query_row("SELECT count(*) FROM recognised", [], |r| r.get(0)).unwrap();
    assert_eq!((pages, counts()), (1, (0.into(), 2.into())), "{:?}", began.elapsed());
}
