//! Owns the bench of an archive too large to be read in a bench: the index is filled with made-up documents directly, their texts lie
//! in one file in the store's place.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use congvan::index::query::{Hints, Options, parse};
use congvan::index::snippet::Highlight;
use congvan::index::{CitedNumber, Entry, Index, Page, Writer};
use congvan::model::{DocNumber, Kind, PartialDate};

use crate::made::{Cited, Made, Maker};

/// Documents of one commit.
const BATCH: usize = 20_000;

/// Fills `folder` with an index of so many documents and their texts; gives the bytes of the texts.
pub fn fill(folder: &Path, documents: usize) -> u64 {
    std::fs::create_dir_all(folder).unwrap();
    let mut maker = Maker::new(documents, 1);
    let mut writer = Writer::open(&folder.join("index")).unwrap();
    let mut texts = BufWriter::new(File::create(folder.join("texts")).unwrap());
    let mut places = BufWriter::new(File::create(folder.join("places")).unwrap());
    let mut end = 0;
    for row in 0..documents {
        let made = maker.made(Some(1));
        texts.write_all(made.text.as_bytes()).unwrap();
        end += made.text.len() as u64;
        places.write_all(&end.to_le_bytes()).unwrap();
        writer.add(&entry(row, made)).unwrap();
        if row % BATCH == BATCH - 1 {
            writer.commit(row as u64).unwrap();
        }
    }
    writer.commit(documents as u64).unwrap();
    writer.finish().unwrap();
    end
}

fn number((number, symbol, _): Cited) -> DocNumber {
    DocNumber { number: format!("{number:02}"), year: None, symbol: Some(symbol.to_owned()) }
}

fn kind((.., name): Cited) -> Option<Kind> {
    Kind::from_words(&name.to_lowercase())
}

fn entry(row: usize, made: Made) -> Entry {
    let (year, month, day) = made.date;
    let small = |n: usize| u8::try_from(n).unwrap();
    let cited = |cited: &Cited| CitedNumber { number: number(*cited), kind: kind(*cited) };
    Entry {
        row: row as u64,
        id: format!("{row:08x}"),
        number: Some(number(made.number)),
        kind: kind(made.number),
        date: PartialDate::day(u16::try_from(year).unwrap(), small(month), small(day)),
        issuer: Some(made.issuer),
        subject: Some(made.subject),
        cites: made.cites.iter().map(cited).collect(),
        body: made.text,
        path: format!("{row}.txt"),
        ..Entry::default()
    }
}

/// Answers one query with its snippets; gives how many documents were found.
fn answer(index: &Index, texts: &File, places: &File, query: &str) -> usize {
    let parsed = parse(query, &Options::default(), &Hints::default()).unwrap();
    let page = Page { facets: query.contains("loai:"), ..Page::default() };
    let results = index.search(&parsed, &page).unwrap();
    for hit in &results.hits {
        let place = |row: u64| {
            let mut bytes = [0; 8];
            places.read_exact_at(&mut bytes, row * 8).unwrap();
            u64::from_le_bytes(bytes)
        };
        let (start, end) = (hit.row.checked_sub(1).map_or(0, place), place(hit.row));
        let mut text = vec![0; usize::try_from(end - start).unwrap()];
        texts.read_exact_at(&mut text, start).unwrap();
        let text = String::from_utf8(text).unwrap();
        std::hint::black_box(Highlight::of(&parsed).snippet([text.as_str()]));
    }
    results.total
}

/// A process that opens the index, answers one query and ends.
pub fn ask(folder: &Path, query: &str) {
    let (texts, places) = (File::open(folder.join("texts")).unwrap(), File::open(folder.join("places")).unwrap());
    println!("{}", answer(&Index::open(&folder.join("index")).unwrap(), &texts, &places, query));
}

/// Times of a query: in new processes, least and median, and in this one, median and the worst of a hundred but one.
pub fn times(folder: &Path, query: &str) -> ([Duration; 4], usize) {
    let program = std::env::current_exe().unwrap();
    let mut cold: Vec<Duration> = (0..15)
        .map(|_| {
            let began = Instant::now();
            let status = Command::new(&program).arg("ask").arg(folder).arg(query).stdout(Stdio::null()).status().unwrap();
            assert!(status.success(), "{query}");
            began.elapsed()
        })
        .collect();
    cold.sort();
    let (texts, places) = (File::open(folder.join("texts")).unwrap(), File::open(folder.join("places")).unwrap());
    let index = Index::open(&folder.join("index")).unwrap();
    let mut found = 0;
    let mut warm: Vec<Duration> = (0..100)
        .map(|_| {
            let began = Instant::now();
            found = answer(&index, &texts, &places, query);
            began.elapsed()
        })
        .collect();
    warm.sort();
    ([cold[0], cold[7], warm[50], warm[98]], found)
}
