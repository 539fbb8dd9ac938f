//! What people see, line by line: the program on a terminal (and in a pipe) over the sample archive, against `golden/`.
//!
//! `CONGVAN_GOLDEN=write cargo test golden` writes what the program says into the files; read the difference before it is kept.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use regex::Regex;
use rustix_pty::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix_pty::termios::{Winsize, tcsetwinsize};

/// The unreadable files of the sample archive, which lie in `den/2023/` in its story.
const UNREADABLE: [&str; 3] = ["qd-3105-quet.pdf", "gm-mat-khau.docx", "anh-chup.pdf"];

/// The sample archive in a folder of its own, indexed.
struct Sample {
    folder: tempfile::TempDir,
    /// What indexing said on a terminal, and its status.
    indexed: (String, Option<i32>),
}

/// In what surroundings a command runs; a golden file's name says it.
#[derive(Clone, Copy)]
struct Setting {
    language: &'static str,
    /// Columns of the terminal; `None`: a pipe.
    columns: Option<u16>,
    term: &'static str,
}

impl Setting {
    /// `search-en-w40`: English, 40 columns. Without such words: Vietnamese, 80 columns.
    fn of(name: &str) -> Self {
        let has = |word: &str| name.split('-').any(|part| part == word);
        let width = name.split('-').find_map(|part| part.strip_prefix('w')?.parse().ok());
        Self {
            language: if has("en") { "en" } else { "vi" },
            columns: (!has("piped")).then(|| width.unwrap_or(80)),
            term: if has("dumb") { "dumb" } else { "xterm" },
        }
    }
}

impl Sample {
    fn new(language: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let archive = fixtures.join("archive");
        for entry in walkdir::WalkDir::new(&archive).into_iter().map(Result::unwrap) {
            let to = folder.path().join(entry.path().strip_prefix(&archive).unwrap());
            if entry.file_type().is_dir() {
                fs::create_dir_all(to).unwrap();
            } else {
                fs::copy(entry.path(), to).unwrap();
            }
        }
        for name in UNREADABLE {
            fs::copy(fixtures.join("damaged").join(name), folder.path().join("den/2023").join(name)).unwrap();
        }
        let setting = Setting { language, ..Setting::of("") };
        let indexed = run(&["index".to_owned(), "den".to_owned(), "di".to_owned()], folder.path(), setting);
        fs::write(folder.path().join(".congvan/config.toml"), "own = [\"UBND xã Sơn Dung\"]\n").unwrap();
        Self { folder, indexed }
    }

    fn of(language: &'static str) -> &'static Self {
        static VIETNAMESE: OnceLock<Sample> = OnceLock::new();
        static ENGLISH: OnceLock<Sample> = OnceLock::new();
        if language == "en" { ENGLISH.get_or_init(|| Self::new("en")) } else { VIETNAMESE.get_or_init(|| Self::new("vi")) }
    }
}

/// Runs the program; what it says on both streams, and its status.
fn run(arguments: &[String], folder: &Path, setting: Setting) -> (String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_congvan"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    // No other program is found, so that no scan is recognised on one machine and not on the next.
    command.env("PATH", folder.join("none")).env("CONGVAN_LANG", setting.language).env("LC_ALL", "C.UTF-8");
    command.env("TERM", setting.term).env("NO_COLOR", "1").env_remove("COLUMNS").env_remove("CONGVAN_ARCHIVE");
    match setting.columns {
        Some(columns) => on_terminal(command, columns),
        None => {
            let output = command.output().unwrap();
            let said = [output.stdout, output.stderr].concat();
            (String::from_utf8(said).unwrap(), output.status.code())
        }
    }
}

/// Runs a command on a terminal of so many columns; what stands on it at the end.
fn on_terminal(mut command: Command, columns: u16) -> (String, Option<i32>) {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap();
    tcsetwinsize(&terminal, Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let ours = File::options().read(true).write(true).open(name.to_str().unwrap()).unwrap();
    command.stdout(ours.try_clone().unwrap()).stderr(ours);
    let mut child = command.spawn().unwrap();
    // The command holds our side of the terminal: reading would not end.
    drop(command);
    let mut said = Vec::new();
    // A terminal whose other side is closed answers with an error; what was read until then is all.
    let _ = File::from(terminal).read_to_end(&mut said);
    let status = child.wait().unwrap().code();
    let said = String::from_utf8(said).unwrap().replace("\r\n", "\n");
    // A progress line is wiped out before the next one and at the end.
    let shown = said.rsplit("\u{1b}[J").next().unwrap_or_default().to_owned();
    (shown, status)
}

/// The words of a command line, as a shell takes quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = None;
    for c in line.chars() {
        match (c, quoted) {
            ('"' | '\'', None) => quoted = Some(c),
            (_, Some(quote)) if c == quote => quoted = None,
            (' ', None) => words.push(String::new()),
            _ => words.last_mut().unwrap().push(c),
        }
    }
    words
}

/// What differs from run to run, masked as `golden/README.md` says.
fn masked(text: &str, folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap();
    let mut text = text.replace(folder.to_str().unwrap(), "<thư mục>");
    for (pattern, mask) in [
        (r"(?m)(^|[ \t(])[0-9a-f]{8}($|[ \t)])", "$1########$2"),
        (r"(?m) +[0-9]+ ms$", " <ms>"),
        (r"[0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2}, |[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}, ", "<lúc>, "),
        (r"[0-9]+[,.][0-9] (giây|s\b)", "<giây> $1"),
        (r"(từ|since) ([0-9]{2}/[0-9]{2}/[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})", "$1 <ngày>"),
        (r"\t[0-9]{4}-[0-9]{2}-[0-9]{2}\t(không có chữ|có mật khẩu|tệp không đầy đủ)", "\t<ngày>\t$1"),
        (r"[0-9]+([,.][0-9])? (B|kB|MB)\b", "<cỡ>"),
    ] {
        text = Regex::new(pattern).unwrap().replace_all(&text, mask).into_owned();
    }
    text
}

/// What the status must be, by how the answer begins.
fn status_of(answer: &str) -> i32 {
    let begins = |words: &[&str]| words.iter().any(|w| answer.starts_with(w));
    let failed =
        begins(&["Đã đọc", "Read "]) && (answer.contains("3 tệp không đọc được:") || answer.contains("3 files cannot be read:"));
    let nothing = begins(&["Không tìm thấy", "“", "chưa văn bản nào", "no document"]);
    if begins(&["lỗi:", "error:"]) || failed { 2 } else { i32::from(nothing) }
}

/// Compares a golden file's commands, one after the other, with what the program says; what differs.
fn check(name: &str) -> Option<String> {
    let path = folder().join(format!("{name}.txt"));
    let setting = Setting::of(name);
    // A second run would be the last one that `status` tells of.
    let own = name.starts_with("index-again").then(|| Sample::new(setting.language));
    let sample = own.as_ref().unwrap_or_else(|| Sample::of(setting.language));
    let golden = fs::read_to_string(&path).unwrap();
    let mut shown = String::new();
    for line in golden.lines().filter(|line| line.starts_with("$ ")) {
        let arguments = words(line.strip_prefix("$ congvan ").unwrap());
        let empty = tempfile::tempdir().unwrap();
        let folder = if name.starts_with("no-archive") { empty.path() } else { sample.folder.path() };
        let (said, status) = if line == "$ congvan index den di" && setting.columns.is_some() && name.starts_with("index-summary")
        {
            sample.indexed.clone()
        } else {
            run(&arguments, folder, setting)
        };
        let said = masked(&said, folder);
        if status != Some(status_of(&said)) {
            return Some(format!("{name}: status {status:?} of {line}:\n{said}"));
        }
        shown.push_str(&format!("{line}\n{said}"));
    }
    if std::env::var_os("CONGVAN_GOLDEN").is_some_and(|v| v == "write") {
        fs::write(&path, &shown).unwrap();
    }
    let first = golden.lines().zip(shown.lines()).find(|(a, b)| a != b);
    (golden != shown)
        .then(|| format!("{name}: first line that differs (expected, shown): {first:#?}\nall that is shown:\n{shown}"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden")
}

/// The reports are compared by their own tests.
const OTHERS: [&str; 2] = ["audit", "register"];

#[test]
fn the_program_says_what_is_written() {
    let mut names: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str().unwrap().strip_suffix(".txt").map(str::to_owned))
        .filter(|name| !OTHERS.iter().any(|other| name.starts_with(other)))
        .collect();
    names.sort();
    assert!(names.len() > 15, "{names:?}");
    let differences: Vec<String> = names.iter().filter_map(|name| check(name)).collect();
    assert!(differences.is_empty(), "{} golden files differ:\n\n{}", differences.len(), differences.join("\n\n"));
}

/// Colours and marks follow the surroundings: a state is a word everywhere, a mark where it can be shown.
#[test]
fn colour_is_for_terminals_that_have_it() {
    let sample = Sample::of("vi");
    let report = "di/2023/bao-cao-cchc.txt";
    let coloured = |extra: &[&str], term: &'static str, no_colour: bool, columns: Option<u16>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_congvan"));
        command.args(["trace", report]).args(extra).current_dir(sample.folder.path()).stdin(Stdio::null());
        command.env("CONGVAN_LANG", "vi").env("LC_ALL", "C.UTF-8").env("TERM", term).env_remove("COLUMNS");
        if no_colour {
            command.env("NO_COLOR", "1")
        } else {
            command.env_remove("NO_COLOR")
        };
        let said = match columns {
            Some(columns) => on_terminal(command, columns).0,
            None => String::from_utf8(command.output().unwrap().stdout).unwrap(),
        };
        said.contains('\u{1b}')
    };
    for (extra, term, no_colour, columns, want) in [
        (&[][..], "xterm", false, Some(80), true),
        (&[], "xterm", true, Some(80), false),
        (&[], "dumb", false, Some(80), false),
        (&[], "xterm", false, None, false),
        (&["--color", "always"], "dumb", true, Some(80), true),
        (&["--color", "never"], "xterm", false, Some(80), false),
    ] {
        assert_eq!(coloured(extra, term, no_colour, columns), want, "{extra:?} {term} {no_colour} {columns:?}");
    }
}

/// `$COLUMNS` goes before the terminal's own width.
#[test]
fn columns_are_honoured() {
    let sample = Sample::of("vi");
    let mut command = Command::new(env!("CARGO_BIN_EXE_congvan"));
    command.args(["search", "ke", "hoach", "16"]).current_dir(sample.folder.path()).stdin(Stdio::null());
    command.env("CONGVAN_LANG", "vi").env("LC_ALL", "C.UTF-8").env("TERM", "xterm").env("NO_COLOR", "1").env("COLUMNS", "120");
    let (said, _) = on_terminal(command, 80);
    assert!(said.lines().any(|line| line.starts_with("1  16/KH-UBND") && line.chars().count() > 100), "{said}");
}
