//! Kills and failing writes at any moment: the archive opens, the next run mends it, and it is that of an unbroken run.
//!
//! `CONGVAN_TEST_LONG=1 cargo test --test it durability` is the long form.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{self, Office, said};

fn long() -> bool {
    std::env::var_os("CONGVAN_TEST_LONG").is_some()
}

/// Numbers that are the same in every run of the test.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % n
    }
}

fn plan(n: u64, version: u64) -> String {
    let (before, half) = (n.saturating_sub(1), n / 2);
    let grounds = format!("Kế hoạch số {before}/KH-UBND của UBND xã Lâm Bình và Kế hoạch số {half}/KH-UBND");
    support::plan(n, &format!(", lần {version}"), &grounds)
}

/// A folder in which files come, change, move and go.
struct Folder {
    office: Office,
    dice: Dice,
    step: u64,
}

impl Folder {
    fn new(seed: u64) -> Self {
        let folder = Self { office: Office::new(), dice: Dice(seed), step: 0 };
        for n in 0..30 {
            folder.office.write(&format!("di/{n}.txt"), &plan(n, 0));
        }
        folder
    }

    /// Some files come, change, move and go; never so many that they would be spared.
    fn change(&mut self) {
        self.step += 1;
        for _ in 0..6 {
            let n = self.dice.below(60);
            let path = format!("di/{n}.txt");
            let there = self.office.files().join(&path).exists();
            match self.dice.below(5) {
                0 if there => {
                    self.office.remove(&path);
                }
                1 if there => {
                    let target = format!("den/{}-{n}.txt", self.step);
                    self.office.rename(&path, &target);
                }
                2 if there => {
                    self.office.write(&format!("luu/{n}.txt"), &fs::read_to_string(self.office.files().join(&path)).unwrap());
                }
                _ => {
                    let version = self.step;
                    self.office.write(&path, &plan(n, version));
                }
            }
        }
        if self.dice.below(3) == 0 {
            let n = self.dice.below(9);
            self.office.write(&format!("di/hong-{n}.docx"), "");
        }
    }

    /// After whatever happened: it opens, the next run ends well, and the archive is that of an unbroken run.
    fn hold(&self, what: &str) {
        let status = self.office.run(&["status"]);
        assert!(status.status == Some(0) || self.office.run(&["index", "files"]).status.is_some(), "{what}: {status:?}");
        let run = self.office.index();
        assert!(matches!(run.status, Some(0 | 2)) && !run.err.contains("panicked at"), "{what}: {run:?}");
        let again = self.office.index();
        assert_eq!(again.status, Some(0), "{what}: {again:?}");
        let verified = self.office.verify();
        assert_eq!(verified.status, Some(0), "{what}: {verified:?}");
        let (export, scratch) = (self.office.export(), self.office.export_from_scratch());
        let differs = || export.lines().zip(scratch.lines()).find(|(a, b)| a != b);
        assert!(export == scratch, "{what}: {:?}, {:?}", differs(), self.office.run(&["status"]));
    }
}

#[test]
fn a_run_killed_at_any_moment_is_mended_by_the_next() {
    let rounds = if long() { 200 } else { 10 };
    let mut folder = Folder::new(0x5eed);
    // How long does an unbroken run take, from nothing and when little has changed?
    let began = Instant::now();
    folder.office.index();
    let whole = began.elapsed();
    let mut landed = 0;
    for round in 0..rounds {
        if round % 10 == 9 {
            // Now and then from nothing, so that the making of the archive is hit, too.
            fs::remove_dir_all(folder.office.archive()).unwrap();
        }
        folder.change();
        let mut child = folder.office.command(&["index", "files"]).stderr(Stdio::null()).spawn().unwrap();
        let moment = whole.mul_f64(f64::from(u32::try_from(folder.dice.below(1000)).unwrap()) / 1000.0);
        std::thread::sleep(moment);
        landed += u32::from(child.try_wait().unwrap().is_none());
        child.kill().unwrap();
        child.wait().unwrap();
        folder.hold(&format!("round {round}, killed after {moment:?} of {whole:?}"));
    }
    eprintln!("{rounds} rounds, {landed} runs killed before their end");
    assert!(landed * 3 > rounds, "only {landed} of {rounds} runs were still going");
}

#[test]
fn no_worker_outlives_a_killed_run() {
    let office = Office::new();
    // A reader that is not optimised is busy with it for a while.
    let slow = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/damaged/zip-bomb-overlap.zip");
    fs::copy(slow, office.files().join("a.zip")).unwrap();
    let mut child = office.command(&["index", "files"]).process_group(0).stderr(Stdio::null()).spawn().unwrap();
    let group = child.id();
    let until = |what: &str, wanted: &dyn Fn(usize) -> bool| {
        let began = Instant::now();
        while !wanted(processes(group)) {
            assert!(began.elapsed() < Duration::from_secs(20), "{what}: {} processes", processes(group));
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    until("the worker has not come", &|n| n >= 2);
    std::thread::sleep(Duration::from_millis(100));
    child.kill().unwrap();
    child.wait().unwrap();
    until("somebody is left", &|n| n == 0);
}

/// How many processes of a group live.
fn processes(group: u32) -> usize {
    let is_of = |stat: String| {
        // After the name in parentheses: state, parent, group.
        let mut values = stat.rsplit_once(") ")?.1.split(' ');
        (values.next()? != "Z" && values.nth(1)? == group.to_string()).then_some(())
    };
    let stats = fs::read_dir("/proc").unwrap().flatten().filter_map(|e| fs::read_to_string(e.path().join("stat")).ok());
    stats.filter_map(is_of).count()
}

#[test]
fn a_kill_during_restore_and_repair_is_mended() {
    let rounds = if long() { 40 } else { 2 };
    let mut folder = Folder::new(0xfeed);
    folder.office.index();
    assert_eq!(folder.office.run(&["backup", "kho.bak"]).status, Some(0));
    for round in 0..rounds {
        let arguments: &[&str] = if round % 2 == 0 { &["verify", "--repair"] } else { &["restore", "--replace", "kho.bak"] };
        let mut child = folder.office.command(arguments).stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(folder.dice.below(150)));
        child.kill().unwrap();
        child.wait().unwrap();
        folder.hold(&format!("round {round}, {arguments:?}"));
    }
}

/// The library that has changes to a folder fail, made with the system's C compiler; `None` where there is none.
fn failing(folder: &Path) -> Option<PathBuf> {
    let library = folder.join("failing.so");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/failing.c");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(source).args(["-ldl", "-lpthread"]);
    compiler.status().is_ok_and(|status| status.success()).then_some(library)
}

/// What a run is asked to do, and whether it finds an archive.
const CHANGES: &[(&str, bool, &[&str])] = &[
    ("from nothing", false, &["index", "--workers", "1", "files"]),
    ("some files changed", true, &["index", "--workers", "1", "files"]),
    ("repair", true, &["verify", "--repair"]),
    ("restore", true, &["restore", "--replace", "kho.bak"]),
];

#[test]
fn a_write_that_fails_ends_the_run_and_costs_nothing() {
    let place = tempfile::tempdir().unwrap();
    let Some(library) = failing(place.path()) else {
        eprintln!("skipped: failing writes need a C compiler (`cc`)");
        return;
    };
    // An archive; then files that come, change, move and go; what a run from nothing makes of them.
    let office = Office::new();
    for n in 0..12 {
        office.write(&format!("di/{n}.txt"), &plan(n, 0));
    }
    office.index();
    office.run(&["backup", "kho.bak"]);
    let before = place.path().join("before");
    copy_folder(&office.archive(), &before);
    office.write("di/30.txt", &plan(30, 0)).write("di/5.txt", &plan(5, 1)).write("di/hong.docx", "");
    office.rename("di/7.txt", "den/7.txt").remove("di/9.txt");
    let whole = office.export_from_scratch();
    let hit = place.path().join("hit");
    let (mut tried, mut ended, mut calls) = (0, 0, BTreeMap::<String, u32>::new());
    for (what, made, arguments) in CHANGES {
        for how in ["once", "full", "short"] {
            // The short form takes some of the calls; which ones differs from one row to the next.
            let (first, step) = if long() { (1, 1) } else { (3 + tried % 11, 41) };
            for at in (first..).step_by(step) {
                fs::remove_dir_all(office.archive()).unwrap();
                if *made {
                    copy_folder(&before, &office.archive());
                }
                let _ = fs::remove_file(&hit);
                let mut command = office.command(arguments);
                command.env("LD_PRELOAD", &library).env("FAIL_BELOW", office.archive()).env("FAIL_SAY", &hit);
                let run = said(&command.env("FAIL_AT", at.to_string()).env("FAIL_HOW", how).output().unwrap());
                let Ok(call) = fs::read_to_string(&hit) else { break };
                let what = format!("{what}: {call}, the {at}th, {how}");
                assert!(run.status.is_some_and(|s| s <= 2), "{what}: {run:?}");
                assert!(!run.err.contains("panicked at"), "{what}: {run:?}");
                let told = run.err.starts_with("lỗi:") || run.err.contains("\nlỗi:");
                // Whoever reads it looks to the disk, not to the documents; SQLite takes a file that does not open for a locked one.
                assert!(!told || run.err.contains("đĩa") || call == "open", "{what}: {run:?}");
                tried += 1;
                ended += u32::from(told);
                *calls.entry(call).or_default() += 1;
                let run = office.index();
                assert!(matches!(run.status, Some(0 | 2)) && !run.err.contains("lỗi:"), "{what}: {run:?}");
                let verified = office.verify();
                assert_eq!(verified.status, Some(0), "{what}: {verified:?}");
                let export = office.export();
                let differs = || export.lines().zip(whole.lines()).find(|(a, b)| a != b);
                assert!(export == whole, "{what}: {:?}, {:?}", differs(), office.run(&["status"]));
            }
        }
    }
    eprintln!("{tried} runs with a failing change ({calls:?}), {ended} of them ended by it");
    // Writes to the store, to the index, and what makes them last; which of the two calls for that, a sample cannot promise.
    let lasting = calls.keys().any(|call| call.ends_with("sync"));
    assert!(ended > 0 && lasting && ["pwrite", "write"].iter().all(|call| calls.contains_key(*call)), "{calls:?}");
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn files_that_may_not_grow_cost_nothing() {
    // A write beyond the limit is cut short, the next one fails.
    let mut folder = Folder::new(0xf11e);
    folder.office.index();
    let most = fs::metadata(folder.office.archive().join("archive.sqlite")).unwrap().len() / 1024 + 200;
    let step = if long() { 4 } else { 100 };
    let mut failed = 0;
    for kilobytes in (1..most).step_by(step) {
        folder.change();
        let program = folder.office.command(&["index", "--workers", "1", "files"]);
        let mut command = Command::new("sh");
        command
            .args(["-c", "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"", "sh", &(kilobytes * 2).to_string()])
            .arg(program.get_program())
            .args(program.get_args())
            .current_dir(program.get_current_dir().unwrap())
            .env("CONGVAN_LANG", "vi")
            .env("CONGVAN_LOG", "text");
        let run = said(&command.output().unwrap());
        let what = format!("no file over {kilobytes} kB");
        assert!(run.status.is_some_and(|s| s == 0 || s == 2), "{what}: {run:?}");
        assert!(!run.err.contains("panicked at"), "{what}: {run:?}");
        failed += u32::from(run.err.contains("lỗi:"));
        folder.hold(&what);
    }
    assert!(failed > 0, "no write was hit");
}
