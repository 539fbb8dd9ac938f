//! The project's own documents against the tables beside them: every file, every field, every citation.
//!
//! A failing row names its file and what was found, so that the room that read it wrongly is known.

mod reading;
pub mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use congvan::model::Citation;
use congvan::read::Limits;

use self::reading::{Seen, document, folded, outcome, word_f1};
use self::table::{Row, files, root, rows, rows_of};

const ARCHIVE: &str = "archive.expected.tsv";
const REPORT: &str = "di/2023/bao-cao-cchc.txt";

/// What other rooms still owe: patterns of the differences that do not fail the tests yet.
const OWED: &str = include_str!("fixtures/owed.txt");

/// What does not hold, one line each; the test fails with all that are not owed.
#[derive(Default)]
struct Differences(Vec<String>);

impl Differences {
    /// Notes a difference of two values that should say the same.
    fn compare(&mut self, place: &str, what: &str, expected: Option<&str>, found: Option<&str>) {
        if expected.map(folded) != found.map(folded) {
            self.note(format!("{place}: {what}: expected {expected:?}, found {found:?}"));
        }
    }

    fn note(&mut self, line: String) {
        let patterns = OWED.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
        if !patterns.into_iter().any(|pattern| fits(&line, pattern)) {
            self.0.push(line);
        }
    }
}

/// Does the line begin as the pattern says, with anything for each `*`?
fn fits(line: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    parts.all(|part| rest.split_once(part).map(|(_, after)| rest = after).is_some())
}

impl Drop for Differences {
    fn drop(&mut self) {
        assert!(std::thread::panicking() || self.0.is_empty(), "{} differences:\n{}", self.0.len(), self.0.join("\n"));
    }
}

#[test]
fn every_file_has_its_row() {
    let listed = |rows: Vec<Row>, column: usize| rows.iter().map(|r| r.text(column).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(listed(rows_of(ARCHIVE, "doc"), 1), files("archive").into_iter().collect());
    assert_eq!(listed(rows("damaged.expected.tsv"), 0), files("damaged").into_iter().collect());
    let formats: BTreeSet<_> = files("formats").into_iter().filter(|f| !f.starts_with("expected.")).collect();
    assert_eq!(listed(rows("formats.expected.tsv"), 0), formats);
}

/// The table itself must tell the story of the sample archive, or tests against it prove nothing.
#[test]
fn the_table_adds_up() {
    let cites = rows_of(ARCHIVE, "cite");
    let count = |keep: &dyn Fn(&Row) -> bool| cites.iter().filter(|r| keep(r)).count();
    let report = |r: &Row| r.text(1) == REPORT;
    let states =
        |all: bool| ["held", "conflict", "ambiguous", "missing"].map(|s| count(&|r| (all || report(r)) && r.text(12) == s));
    assert_eq!(rows_of(ARCHIVE, "doc").len(), 36);
    assert_eq!(states(true), [43, 3, 1, 8]);
    assert_eq!(states(false), [40, 3, 1, 8]);
    assert_eq!([count(&|r| report(r) && r.text(9) == "body"), count(&|r| r.text(9).starts_with("footnote"))], [31, 21]);
    let relations = ["basis", "implements", "lists", "guides", "refers"];
    assert_eq!(relations.map(|s| count(&|r| report(r) && r.text(8) == s)), [5, 9, 13, 1, 24]);
    let key = |r: &Row| [2, 3, 5].map(|c| r.cell(c).map(str::to_owned));
    assert_eq!(cites.iter().filter(|r| report(r)).map(key).collect::<BTreeSet<_>>().len(), 38);
    let plans = |r: &&Row| r.text(2) == "KH" && r.text(1).starts_with("di/2023/");
    assert_eq!(rows_of(ARCHIVE, "doc").iter().filter(plans).count(), 11);
}

#[test]
fn documents_of_the_archive_are_read() {
    let mut differences = Differences::default();
    for row in rows_of(ARCHIVE, "doc") {
        let path = row.text(1);
        match document(&format!("archive/{path}")) {
            Ok(seen) => compare_document(&mut differences, path, &row, &seen),
            Err(code) => differences.note(format!("{path}: not read: {code}")),
        }
    }
}

fn compare_document(differences: &mut Differences, path: &str, row: &Row, seen: &Seen) {
    let found = &seen.extracted.document;
    let year = found.year.map(|y| y.to_string());
    let date = found.date.map(|d| d.to_string());
    let fields = [
        ("kind", found.kind.map(|k| k.code().to_owned())),
        ("number", found.number.clone()),
        ("year", year),
        ("symbol", found.symbol.clone()),
        ("date", date),
        ("issuer", found.issuer.clone()),
        ("parent", found.parent.clone()),
        ("subject", found.subject.clone()),
        ("signer", found.signer.clone()),
    ];
    for (i, (what, value)) in fields.iter().enumerate() {
        differences.compare(path, what, row.cell(i + 2), value.as_deref());
    }
}

#[test]
fn footnotes_of_the_report_are_whole() {
    let mut differences = Differences::default();
    let seen = document(&format!("archive/{REPORT}")).unwrap();
    let expected = rows_of(ARCHIVE, "note");
    assert_eq!(seen.extracted.footnotes.len(), expected.len());
    for (note, row) in seen.extracted.footnotes.iter().zip(&expected) {
        let place = format!("note {}", row.text(1));
        differences.compare(&place, "mark", row.cell(1), Some(&note.marker));
        let quote = note.anchor.as_ref().map(|a| a.quote.trim_end_matches(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷']));
        if !quote.is_some_and(|q| q.ends_with(row.text(2)) || row.text(2).ends_with(q)) {
            differences.note(format!("{place}: anchored at {quote:?}, expected {:?}", row.text(2)));
        }
        if !note.text.starts_with(row.text(3)) || !note.text.ends_with(row.text(4)) {
            differences.note(format!("{place}: reads `{}`", note.text));
        }
    }
    let first = &seen.extracted.footnotes[0].text;
    assert!(first.contains("(8) Kế hoạch số 39/KH-UBND ngày 09/03/2023"), "{first}");
    assert!(!first.contains("theo dõi chung") && !first.contains("tại nhà nhờ đó"), "body text in note 1: {first}");
}

#[test]
fn citations_of_the_archive_are_found() {
    let mut differences = Differences::default();
    let mut expected: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows_of(ARCHIVE, "cite") {
        expected.entry(row.text(1).to_owned()).or_default().push(row);
    }
    for path in files("archive") {
        let Ok(seen) = document(&format!("archive/{path}")) else { continue };
        let rows = expected.remove(&path).unwrap_or_default();
        let rows: Vec<Cited> = rows.iter().map(Cited::of_row).collect();
        compare_citations(&mut differences, &path, &rows, &counted(&seen));
    }
}

/// What a table says of one citation.
struct Cited {
    kind: String,
    number: Option<String>,
    year: Option<String>,
    /// The symbol, or a law's name.
    symbol: Option<String>,
    date: Option<String>,
    issuer: Option<String>,
    relations: Vec<String>,
    place: String,
    surface: String,
}

impl Cited {
    fn of_row(row: &Row) -> Self {
        let cell = |c: usize| row.cell(c).map(str::to_owned);
        Self {
            kind: row.text(2).to_owned(),
            number: cell(3),
            year: cell(4),
            symbol: cell(5),
            date: cell(6),
            issuer: cell(7),
            relations: vec![row.text(8).to_owned()],
            place: row.text(9).to_owned(),
            surface: row.text(10).to_owned(),
        }
    }

    fn of_json(value: &serde_json::Value) -> Self {
        let text = |key: &str| match &value[key] {
            serde_json::Value::Null => None,
            serde_json::Value::String(s) => Some(s.clone()),
            other => Some(other.to_string()),
        };
        Self {
            kind: text("kind").unwrap(),
            number: text("number"),
            year: text("year"),
            symbol: text("symbol").or_else(|| text("name")),
            date: text("date"),
            issuer: text("issuer"),
            relations: [text("relation"), text("relation_alt")].into_iter().flatten().collect(),
            place: text("where").unwrap(),
            surface: text("surface").unwrap(),
        }
    }

    /// Do both name the same document? What else they say of it is compared after.
    fn names(&self, found: &Citation) -> bool {
        found.kind.is_some_and(|k| k.code() == self.kind)
            && found.number == self.number
            && found.symbol.as_ref().or(found.name.as_ref()).map(|s| folded(s)) == self.symbol.as_deref().map(folded)
    }
}

/// The citations that count: standards, back references and the document's own number are told apart from them.
fn counted(seen: &Seen) -> Vec<&Citation> {
    let keep = |c: &&Citation| !c.anaphora && c.kind.is_none_or(|k| k.code() != "TC") && c.relation.code() != "self";
    seen.extracted.citations.iter().filter(keep).collect()
}

/// Those found in the order of those expected, as far as they name the same; what is left over comes last.
///
/// Notes stand where a format puts them, so that the order of reading differs between formats of one document.
fn in_order_of<'a>(expected: &[Cited], mut found: Vec<&'a Citation>) -> Vec<&'a Citation> {
    let mut ordered = Vec::new();
    for cited in expected {
        let same = |c: &&Citation, place: bool| cited.names(c) && (!place || c.place.to_string() == cited.place);
        if let Some(i) = found.iter().position(|c| same(c, true)).or_else(|| found.iter().position(|c| same(c, false))) {
            ordered.push(found.remove(i));
        }
    }
    ordered.extend(found);
    ordered
}

/// A text without its blanks.
fn whole(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Compares in reading order; one that is missing or too many does not disturb those after it.
fn compare_citations(differences: &mut Differences, path: &str, expected: &[Cited], found: &[&Citation]) {
    let mut found = found.iter().copied().peekable();
    for cited in expected {
        let place = format!("{path}, {} `{}`", cited.place, cited.surface);
        let ahead: Vec<&Citation> = found.clone().take_while(|c| !cited.names(c)).collect();
        if ahead.len() == found.clone().count() {
            let next = found.peek().map(|c| c.surface.as_str());
            differences.note(format!("{place}: not found; the next found is {next:?}"));
            continue;
        }
        for extra in ahead {
            differences.note(format!("{path}: found `{}` ({}), which is not expected here", extra.surface, extra.place));
            found.next();
        }
        let Some(hit) = found.next() else { continue };
        let issuer = hit.issuer.as_deref().or(hit.issuer_implied.as_deref());
        let year = hit.year.map(|y| y.to_string());
        let date = hit.date.map(|d| d.to_string());
        // A line may break after a hyphen or a slash of a number, where no blank belongs.
        differences.compare(&place, "surface", Some(&whole(&cited.surface)), Some(&whole(&hit.surface)));
        differences.compare(&place, "year", cited.year.as_deref(), year.as_deref());
        differences.compare(&place, "date", cited.date.as_deref(), date.as_deref());
        differences.compare(&place, "issuer", cited.issuer.as_deref(), issuer);
        if !cited.relations.iter().any(|r| r == hit.relation.code()) {
            differences.note(format!("{place}: relation {}, expected {:?}", hit.relation.code(), cited.relations));
        }
        // A citation in the title stands in the letterhead or in the body, as one sees it.
        if cited.place != "letterhead" || hit.place.to_string() != "body" {
            differences.compare(&place, "where", Some(&cited.place), Some(&hit.place.to_string()));
        }
    }
    for extra in found {
        differences.note(format!("{path}: found `{}` ({}), which is not expected", extra.surface, extra.place));
    }
}

#[test]
fn one_document_is_the_same_in_every_format() {
    let mut differences = Differences::default();
    let text = fs::read_to_string(root().join("formats/expected.txt")).unwrap();
    let expected: serde_json::Value = serde_json::from_slice(&fs::read(root().join("formats/expected.json")).unwrap()).unwrap();
    let cited: Vec<Cited> = expected["citations"].as_array().unwrap().iter().map(Cited::of_json).collect();
    for row in rows("formats.expected.tsv") {
        let file = row.text(0);
        let seen = match document(&format!("formats/{file}")) {
            Ok(seen) => seen,
            Err(code) => {
                if !row.cell(2).is_some_and(|codes| codes.split('|').any(|c| c == code)) {
                    differences.note(format!("{file}: not read: {code}"));
                }
                continue;
            }
        };
        differences.compare(file, "format", row.cell(1), Some(seen.format.name()));
        let Some(floor) = row.cell(3) else { continue };
        let pages: Vec<&str> = seen.pages.iter().map(|p| p.text.as_str()).collect();
        let score = word_f1(&pages.join("\n"), &text);
        if score < floor.parse().unwrap() {
            differences.note(format!("{file}: word F1 {score:.3}, expected {floor} at least"));
        }
        compare_report_of_formats(&mut differences, file, &expected, &seen);
        let note = seen.extracted.footnotes.iter().find(|n| n.marker == "2");
        let stands = note.map(|n| n.pages.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
        if row.cell(4).is_some() {
            differences.compare(file, "pages of note 2", row.cell(4), stands.as_deref());
        }
        compare_citations(&mut differences, file, &cited, &in_order_of(&cited, counted(&seen)));
    }
}

fn compare_report_of_formats(differences: &mut Differences, file: &str, expected: &serde_json::Value, seen: &Seen) {
    let found = serde_json::to_value(&seen.extracted.document).unwrap();
    for (key, value) in expected["document"].as_object().unwrap() {
        let text = |v: &serde_json::Value| match v {
            serde_json::Value::Null => None,
            serde_json::Value::Array(list) => {
                Some(list.iter().map(|x| folded(x.as_str().unwrap())).collect::<Vec<_>>().join("; "))
            }
            other => Some(other.to_string().trim_matches('"').to_owned()),
        };
        differences.compare(file, key, text(value).as_deref(), text(&found[key]).as_deref());
    }
    let notes = expected["footnotes"].as_array().unwrap();
    let marks: Vec<&str> = seen.extracted.footnotes.iter().map(|n| n.marker.as_str()).collect();
    if marks != notes.iter().map(|n| n["marker"].as_str().unwrap()).collect::<Vec<_>>() {
        differences.note(format!("{file}: notes {marks:?}"));
    }
    for (note, wanted) in seen.extracted.footnotes.iter().zip(notes) {
        let place = format!("{file}, note {}", note.marker);
        differences.compare(&place, "text", wanted["text"].as_str().map(whole).as_deref(), Some(&whole(&note.text)));
        let anchor = folded(wanted["anchor"].as_str().unwrap());
        let words = note.anchor.as_ref().map(|a| folded(a.quote.trim_end_matches(|c: char| !c.is_alphabetic())));
        if !words.as_ref().is_some_and(|w| w.ends_with(&anchor) || anchor.ends_with(w.as_str())) {
            differences.note(format!("{place}: anchored at {words:?}, expected {anchor:?}"));
        }
    }
}

#[test]
fn damaged_files_are_refused_with_a_reason_or_read_for_what_they_hold() {
    let mut differences = Differences::default();
    for row in rows("damaged.expected.tsv") {
        let file = row.text(0);
        let came = outcome(&format!("damaged/{file}"), Limits::default());
        if !row.text(1).split('|').any(|c| c == came.code()) {
            differences.note(format!("{file}: {}, expected {}", came.code(), row.text(1)));
        }
        match &came {
            reading::Outcome::Refused(code, message) if message.trim().is_empty() || message.contains('\n') => {
                differences.note(format!("{file}: {code} has no message of one line: {message:?}"));
            }
            reading::Outcome::Document(seen) if seen.pages.iter().any(|p| p.text.contains("root:")) => {
                differences.note(format!("{file}: an entity has read a file of the machine"));
            }
            _ => {}
        }
    }
}

#[test]
fn what_unpacks_beyond_the_limit_is_refused() {
    let mut differences = Differences::default();
    let tight = Limits { unpacked_bytes: 4 << 20, ..Limits::default() };
    for file in ["damaged/zip-bomb.docx", "damaged/flate-bomb.pdf"] {
        differences.compare(file, "under a tight limit", Some("too-large"), Some(outcome(file, tight).code()));
    }
}

/// What the mock-ups quote must stand in the documents, or no program could print it.
#[test]
fn quotes_of_the_golden_files_stand_in_the_archive() {
    let mut differences = Differences::default();
    let pages = |path: String| document(&format!("archive/{path}")).map(|s| s.pages).unwrap_or_default();
    let text: Vec<String> = files("archive").into_iter().flat_map(pages).map(|p| folded(&p.text)).collect();
    let folder = root().join("../tests/it/golden");
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    for path in names.iter().filter(|p| p.extension().is_some_and(|e| e == "txt")) {
        let golden = fs::read_to_string(path).unwrap();
        let flowing = golden.replace(['│', '|'], " ");
        let name = path.file_name().unwrap().to_str().unwrap();
        // A quote that is cut ends, or begins, in `…`; one that names the query or a note's mark is none of a document.
        for quote in flowing.split('“').skip(1).filter_map(|rest| rest.split_once('”')).map(|(quote, _)| quote) {
            let parts = quote.split('…').map(|part| folded(part.trim())).filter(|part| !part.is_empty());
            let missing: Vec<String> = parts.filter(|part| !text.iter().any(|t| t.contains(part))).collect();
            let asked = golden.lines().any(|line| line.starts_with("$ ") && line.replace(['"', '\''], "").ends_with(quote));
            if !missing.is_empty() && !asked {
                differences.note(format!("{name}: “{quote}” stands in no document"));
            }
        }
        for line in golden.lines().filter(|line| !name.contains("piped") && !line.starts_with("Không có gì mới")) {
            let width = if name.contains("w120") || name.starts_with("register") { 120 } else { 80 };
            if line.chars().count() > width && !line.starts_with("$ ") {
                differences.note(format!("{name}: wider than {width}: {line}"));
            }
        }
    }
}
