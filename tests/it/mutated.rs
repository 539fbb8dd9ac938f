//! Files of every format, changed at random from a seed: a run over them ends, and each of them is accounted for.
//!
//! A few hundred of them by default. The long form:
//! `CONGVAN_MUTANTS=10000 cargo test --release --test it mutated -- --nocapture`
//!
//! A file's name begins with its seed; `CONGVAN_MUTANTS=8074..8075` makes only that one again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::fixtures::table::{files, root};
use crate::support::{Office, said};
use crate::watched::watched;

/// How many without being asked for more.
const FEW: u64 = 300;
/// Seconds that one file may take.
const LIMIT: u64 = 30;
/// What a worker, or the program over it, may come to hold at once, in MiB.
const MEMORY: u64 = 1536;
/// Larger samples only slow the run.
const LARGEST: usize = 256 << 10;

/// A stream of numbers from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() % n.max(1) as u64).unwrap()
    }

    /// A stretch of something of this length, short ones oftener.
    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let longest = if self.below(4) == 0 { length } else { 64 };
        let end = (start + self.below(longest + 1)).min(length);
        start..end
    }
}

/// Values and words that parsers stumble over.
const SPITE: &[&[u8]] = &[
    &[0],
    &[0xFF],
    &[0xFF, 0xFF, 0xFF, 0xFF],
    &[0xFF, 0xFF, 0xFF, 0x7F],
    &[0, 0, 0, 0x80],
    b"-1",
    b"4294967296",
    b"99999999999999999999",
    b"1e999",
    b"NaN",
    b"%PDF-",
    b"<",
    b"<<",
    b"[[[[[[[[",
    b"((((((((",
    b"&a;",
    b"]]>",
    b"<!--",
    b"<!DOCTYPE a [",
    b"endstream endobj",
    b"{\\rtf1",
    b"\\bin999999999 ",
    b"\r\n.\r\n",
    b"@@@",
    b"\xCC\x81\xCC\xA3\xCC\x81",
    b"\xE2\x80\xAE",
    b"\x1b[2J",
    b"\xED\xA0\x80",
];

/// Changes some bytes.
fn change(bytes: &mut Vec<u8>, other: &[u8], dice: &mut Dice) {
    for _ in 0..=dice.below(6) {
        match dice.below(9) {
            0 => {
                let at = dice.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            1 => {
                let at = dice.below(bytes.len());
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = u8::try_from(dice.below(256)).unwrap();
                }
            }
            2 => bytes.truncate(dice.below(bytes.len() + 1)),
            3 => {
                let gone = dice.stretch(bytes.len());
                bytes.drain(gone);
            }
            4 => {
                let twice = bytes.get(dice.stretch(bytes.len())).unwrap().to_vec();
                let at = dice.below(bytes.len() + 1);
                bytes.splice(at..at, twice);
            }
            5 => {
                let foreign = other.get(dice.stretch(other.len())).unwrap().to_vec();
                let at = dice.below(bytes.len() + 1);
                bytes.splice(at..at, foreign);
            }
            6 => {
                let at = dice.below(bytes.len() + 1);
                bytes.splice(at..at, SPITE[dice.below(SPITE.len())].iter().copied());
            }
            7 => {
                let spite = SPITE[dice.below(SPITE.len())];
                let at = dice.below(bytes.len().saturating_sub(spite.len()) + 1);
                let end = (at + spite.len()).min(bytes.len());
                bytes.splice(at..end, spite.iter().copied());
            }
            _ => {
                let place = dice.stretch(bytes.len());
                for byte in bytes.get_mut(place).unwrap() {
                    *byte = 0;
                }
            }
        }
    }
}

/// A ZIP whose members are changed and packed again, so that their checksums are right; `None` for what is no ZIP.
fn change_inside(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let struck = dice.below(archive.len());
    for at in 0..archive.len() {
        let mut member = archive.by_index(at).ok()?;
        let mut content = Vec::new();
        (&mut member).take(4 << 20).read_to_end(&mut content).ok()?;
        if at == struck || dice.below(4) == 0 {
            change(&mut content, other, dice);
        }
        let name = member.name().ok()?.into_owned();
        writer.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        writer.write_all(&content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

/// A PDF one of whose packed streams is changed and packed again; its length is set right, the table of places is not.
fn change_stream(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let starts: Vec<usize> = memchr::memmem::find_iter(bytes, b"stream\n").filter(|at| !bytes[..*at].ends_with(b"end")).collect();
    let start = starts.get(dice.below(starts.len()))? + b"stream\n".len();
    let end = start + memchr::memmem::find(&bytes[start..], b"endstream")?;
    let mut content = Vec::new();
    flate2::read::ZlibDecoder::new(&bytes[start..end]).take(4 << 20).read_to_end(&mut content).ok()?;
    change(&mut content, other, dice);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&content).ok()?;
    let packed = packed.finish().ok()?;
    let mut out = bytes[..start].to_vec();
    if let Some(at) = memchr::memmem::rfind(&out, b"/Length ") {
        let digits = out[at + 8..].iter().take_while(|b| b.is_ascii_digit()).count();
        out.splice(at + 8..at + 8 + digits, packed.len().to_string().into_bytes());
    }
    out.extend(packed);
    out.extend(&bytes[end..]);
    Some(out)
}

/// The samples by the ending of their names, so that each format comes as often as any other.
fn samples() -> Vec<Vec<(String, Vec<u8>)>> {
    let mut by_format: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for folder in ["formats", "archive", "damaged"] {
        for file in files(folder) {
            let bytes = fs::read(root().join(folder).join(&file)).unwrap();
            let path = Path::new(&file);
            let (name, ending) = (path.file_name().unwrap(), path.extension().unwrap());
            if bytes.len() <= LARGEST && !name.to_string_lossy().starts_with("expected") {
                // The attacks among the damaged ones take their time by design; one format of their own is enough.
                let format = if folder == "damaged" { "damaged".into() } else { ending.to_string_lossy() };
                by_format.entry(format.into_owned()).or_default().push((name.to_string_lossy().into_owned(), bytes));
            }
        }
    }
    by_format.into_values().collect()
}

fn mutant(seed: u64, samples: &[Vec<(String, Vec<u8>)>]) -> (String, Vec<u8>) {
    let mut dice = Dice(seed);
    let pick = |dice: &mut Dice| {
        let format = &samples[dice.below(samples.len())];
        &format[dice.below(format.len())]
    };
    let ((name, bytes), (_, other)) = (pick(&mut dice), pick(&mut dice));
    let inside = if dice.below(3) == 0 {
        None
    } else if bytes.starts_with(b"PK") {
        change_inside(bytes, other, &mut dice)
    } else if bytes.starts_with(b"%PDF") {
        change_stream(bytes, other, &mut dice)
    } else {
        None
    };
    let changed = inside.unwrap_or_else(|| {
        let mut bytes = bytes.clone();
        change(&mut bytes, other, &mut dice);
        bytes
    });
    (format!("{seed:06}-{name}"), changed)
}

/// The seeds that are asked for: `10000` or `8074..8075`.
fn asked() -> Option<std::ops::Range<u64>> {
    let text = std::env::var("CONGVAN_MUTANTS").ok()?;
    let number = |text: &str| text.parse().unwrap();
    Some(text.split_once("..").map_or_else(|| 0..number(&text), |(from, to)| number(from)..number(to)))
}

#[test]
fn a_run_over_changed_files_ends_and_accounts_for_each() {
    let asked = asked();
    let seeds = asked.clone().unwrap_or(0..FEW);
    let count = seeds.end - seeds.start;
    let samples = samples();
    let office = Office::new();
    let mut made = BTreeSet::new();
    for seed in seeds {
        let (name, bytes) = mutant(seed, &samples);
        fs::write(office.files().join(&name), bytes).unwrap();
        made.insert(name);
    }
    let limit = LIMIT.to_string();
    let run = watched(&office, &["index", "files", "--ocr", "off", "--timeout", &limit], Duration::from_secs(600 + count));
    assert!(matches!(run.status, Some(0 | 2)), "{:?}: {}", run.status, run.err);
    assert!(run.peak <= MEMORY, "a process came to hold {} MiB", run.peak);

    let status: Value = serde_json::from_str(&office.run(&["status", "--json"]).out).unwrap();
    let number = |key: &str| status["files"][key].as_u64().unwrap();
    assert_eq!(number("total"), ["indexed", "needs_ocr", "unsupported", "failed"].map(number).iter().sum::<u64>());
    let mut codes: BTreeMap<&str, u64> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for problem in status["problems"].as_array().unwrap() {
        let (path, code) = (problem["path"].as_str().unwrap(), problem["code"].as_str().unwrap());
        seen.insert(path.split("!/").next().unwrap().to_owned());
        *codes.entry(code).or_default() += 1;
        let message = problem["message"].as_str().unwrap();
        assert!(!message.is_empty() && !message.contains(char::is_control), "{path}: {message:?}");
        if matches!(code, "crashed" | "timeout" | "memory") {
            eprintln!("{path}: {code}: {message}");
        }
    }
    for line in office.run(&["export", "--what", "documents"]).out.lines() {
        let document: Value = serde_json::from_str(line).unwrap();
        for path in document["paths"].as_array().unwrap() {
            seen.insert(path.as_str().unwrap().split("!/").next().unwrap().to_owned());
        }
    }
    let lost: Vec<&String> = made.iter().filter(|name| !seen.contains(*name)).collect();
    assert_eq!(lost, [] as [&String; 0], "files without a word about them");
    let again = office.run(&["index", "files", "--ocr", "off"]);
    assert_eq!(again.status, Some(0), "what has failed before does not alarm again: {again:?}");
    let verify = office.run(&["verify"]);
    assert_eq!(verify.status, Some(0), "{verify:?}");
    if asked.is_some() {
        eprintln!(
            "{count} files in {:.0} s, {} entries, {} indexed; a process held {} MiB at most, all together {}; {codes:?}",
            run.seconds,
            number("total"),
            number("indexed"),
            run.peak,
            run.together
        );
    }
}

/// The pictures among them go through the renderer, the decoders and tesseract, where it is installed.
#[test]
fn changed_pictures_are_recognised_or_refused() {
    let Some(count) = asked().map(|seeds| (seeds.end - seeds.start) / 50) else {
        eprintln!("skipped: changed pictures (CONGVAN_MUTANTS is not set)");
        return;
    };
    let office = Office::new();
    let pictures: Vec<Vec<(String, Vec<u8>)>> = samples()
        .into_iter()
        .map(|format| format.into_iter().filter(|(name, _)| name.contains("quet") || name.contains("chup")).collect())
        .filter(|format: &Vec<_>| !format.is_empty())
        .collect();
    for seed in 0..count {
        let (name, bytes) = mutant(seed, &pictures);
        fs::write(office.files().join(&name), bytes).unwrap();
    }
    let run = watched(&office, &["index", "files", "--timeout", &LIMIT.to_string()], Duration::from_secs(600 + 40 * count));
    assert!(matches!(run.status, Some(0 | 2)), "{:?}: {}", run.status, run.err);
    let status = said(&office.command(&["status", "--json"]).output().unwrap()).out;
    let status: Value = serde_json::from_str(&status).unwrap();
    assert_eq!(status["files"]["total"].as_u64(), Some(count));
    eprintln!("{count} pictures in {:.0} s; a process held {} MiB at most; {}", run.seconds, run.peak, status["files"]);
}
