//! Holds the code map of the crate doc: which room may use which, and who owns which outside crate.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room, and the rooms that it may use beside `model`.
const MAY_USE: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("viet", &[]),
    ("read", &[]),
    ("link", &[]),
    ("extract", &["viet"]),
    ("index", &["viet"]),
    ("store", &[]),
    ("report", &["store", "index", "link"]),
    ("ocr", &["read"]),
    ("pipeline", &["viet", "read", "ocr", "link", "extract", "index", "store"]),
    ("serve", &["pipeline", "report", "store", "index", "link"]),
    ("cli", &["pipeline", "report", "store", "index", "viet", "read", "serve"]),
];

/// What only one room may name (outside crates, and ways out of the program), and which room that is.
const OWNERS: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("tantivy", &["index"]),
    ("clap", &["cli"]),
    ("landlock::", &["pipeline", "ocr"]),
    ("seccompiler::", &["pipeline"]),
    ("libc", &["pipeline"]),
    ("std::process", &["pipeline", "ocr", "cli", "main"]),
    ("std::fs", &["pipeline", "ocr", "store", "index", "cli", "serve"]),
    ("std::net", &["pipeline", "serve", "cli"]),
    ("axum", &["serve"]),
    ("tokio", &["serve"]),
    ("maud", &["serve"]),
    ("argon2::", &["serve"]),
    ("rust_xlsxwriter", &["report"]),
    ("calamine", &["read", "cli"]),
    ("SystemTime", &["pipeline"]),
    ("jiff", &["cli", "serve"]),
    ("println!", &[]),
    ("eprintln!", &[]),
];

/// The code of a file: what stands before its tests, without comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("sources can be read");
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// All sources of the program; the build script is none, it is run by cargo alone.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("src can be listed").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("src/build.rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn room(source: &Path, path: &Path) -> String {
    let below = path.strip_prefix(source).expect("below src");
    let first = below.components().next().expect("not empty").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Rooms that a text names after `crate::`, alone or in a brace list.
fn named(code: &str) -> BTreeSet<String> {
    let word = |text: &str| text.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    let mut rooms = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0_i32;
                let mut start = 0;
                for (i, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => {
                            rooms.insert(word(list.get(start..i).unwrap_or_default()));
                            break;
                        }
                        '}' => depth -= 1,
                        ',' if depth == 0 => {
                            rooms.insert(word(list.get(start..i).unwrap_or_default()));
                            start = i + 1;
                        }
                        _ => {}
                    }
                }
            }
            None => {
                rooms.insert(word(rest));
            }
        }
    }
    rooms
}

#[test]
fn rooms_use_what_the_map_allows() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let all: BTreeSet<&str> = MAY_USE.iter().map(|(room, _)| *room).collect();
    let mut wrong = Vec::new();
    for path in sources(&source) {
        let here = room(&source, &path);
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == here) else { continue };
        for used in named(&code(&path)) {
            if all.contains(used.as_str()) && used != here && used != "model" && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{} uses `{used}`; `{here}` may use model {allowed:?}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_stands_in_the_map() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rooms: BTreeSet<String> =
        sources(&source).iter().map(|p| room(&source, p)).filter(|r| r != "main" && r != "lib").collect();
    let map: BTreeSet<String> = MAY_USE.iter().map(|(room, _)| (*room).to_owned()).collect();
    assert_eq!(rooms, map);
}

#[test]
fn outside_crates_and_ways_out_have_one_owner() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for path in sources(&source) {
        let (here, code) = (room(&source, &path), code(&path));
        for (what, owners) in OWNERS {
            let boundary =
                |i: usize| code.get(..i).and_then(|c| c.chars().next_back()).is_none_or(|c| !c.is_alphanumeric() && c != '_');
            let named = code.match_indices(what).any(|(i, _)| boundary(i));
            if named && !owners.contains(&here.as_str()) {
                wrong.push(format!("{} names `{what}`, which belongs to {owners:?}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_owns() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for path in sources(&source) {
        let text = fs::read_to_string(&path).expect("sources can be read");
        assert!(text.starts_with("//!"), "{} begins without a `//!` line", path.display());
    }
}
