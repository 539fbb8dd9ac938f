//! What careful readers found in real documents, held against what the program finds. Floors rise with the score; they never fall.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{congvan, shared};

/// Least F1 of citations, and least share of right document fields, over all gold documents.
const FLOOR_CITATIONS: &str = "0.985";
const FLOOR_FIELDS: &str = "0.985";
/// Least median word F1 of the text read.
const FLOOR_TEXT: &str = "0.985";

#[test]
fn the_gold_scores_hold() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no ../shared here");
        return;
    };
    let score = |tool: &str, floors: &[&str]| {
        let mut command = Command::new("python3");
        command.arg(shared.join("tools").join(tool)).args(["--bin", env!("CARGO_BIN_EXE_congvan")]).args(floors);
        let Ok(output) = command.output() else {
            assert!(std::env::var_os("CONGVAN_TEST_ALL").is_none(), "python3 is needed for the gold scores");
            eprintln!("skipped: python3 is not installed");
            return;
        };
        let said = String::from_utf8_lossy(&output.stdout);
        eprintln!("{said}");
        assert!(output.status.success(), "{tool} below {floors:?}:\n{said}\n{}", String::from_utf8_lossy(&output.stderr));
    };
    score("score.py", &["--min-f1", FLOOR_CITATIONS, "--min-fields", FLOOR_FIELDS]);
    score("score_text.py", &["--min", FLOOR_TEXT]);
}

/// The columns of a rule's row: how many it found, how many of them the gold has, and of these how many have each right.
const COLUMNS: [&str; 7] = ["found", "right", "date", "issuer", "relation", "pinpoint", "where"];

type Row = [usize; COLUMNS.len()];

/// Precision of each rule, and what was gained and lost against the figures of `gold_floor.tsv`; the sums may not fall.
/// `CONGVAN_GOLD_FLOOR=write` takes the present figures for the floor.
#[test]
fn every_rule_holds_its_floor() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no ../shared here");
        return;
    };
    let mut rules: BTreeMap<String, Row> = BTreeMap::new();
    let mut files: Vec<_> = std::fs::read_dir(shared.join("gold")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|e| e == "json")) {
        let gold: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let Some(source) = gold["source"].as_str() else { continue };
        let said = congvan(&["extract", "--json"]).arg(shared.join(source)).output().unwrap();
        let said: Value =
            serde_json::from_slice(said.stdout.split(|b| *b == b'\n').next().unwrap_or_default()).unwrap_or_default();
        count(&list(&gold), &list(&said), &mut rules);
    }
    let mut total = Row::default();
    for row in rules.values() {
        for (sum, n) in total.iter_mut().zip(row) {
            *sum += n;
        }
    }
    rules.insert("all".to_owned(), total);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/gold_floor.tsv");
    let floors = read(&std::fs::read_to_string(&path).unwrap_or_default());
    let mut said = format!("{:<20} {}  precision\n", "rule", COLUMNS.map(|c| format!("{c:>8}")).join(" "));
    let mut fallen = Vec::new();
    for (rule, row) in &rules {
        let figures = row.map(|n| format!("{n:>8}")).join(" ");
        writeln!(said, "{rule:<20} {figures}  {}/{}", row[1], row[0]).unwrap();
        let floor = floors.get(rule).copied().unwrap_or_default();
        for ((column, now), before) in COLUMNS.iter().zip(row).zip(floor) {
            if *now != before && *column != "found" {
                writeln!(said, "  {} {column}: {before} → {now}", if *now > before { "gained" } else { "lost" }).unwrap();
                if rule == "all" && *now < before {
                    fallen.push(*column);
                }
            }
        }
    }
    eprintln!("{said}");
    if std::env::var("CONGVAN_GOLD_FLOOR").is_ok_and(|v| v == "write") {
        let mut out = format!("# Figures of the gold when they were last accepted. Columns: rule, {}.\n", COLUMNS.join(", "));
        for (rule, row) in &rules {
            writeln!(out, "{rule}\t{}", row.map(|n| n.to_string()).join("\t")).unwrap();
        }
        std::fs::write(&path, out).unwrap();
        return;
    }
    assert!(fallen.is_empty(), "fewer right than before: {fallen:?}\n{said}");
}

fn read(floors: &str) -> BTreeMap<String, Row> {
    let mut out = BTreeMap::new();
    for line in floors.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        let Some(rule) = cells.next() else { continue };
        let mut row = Row::default();
        for (slot, cell) in row.iter_mut().zip(cells) {
            *slot = cell.parse().unwrap_or_default();
        }
        out.insert(rule.to_owned(), row);
    }
    out
}

/// The scored citations of a gold file or of the program's answer: no standards, nothing that points back, not the document itself.
fn list(document: &Value) -> Vec<Value> {
    let all = document["citations"].as_array().cloned().unwrap_or_default();
    all.into_iter().filter(|c| c["kind"] != "TC" && c["anaphora"] != true && c["relation"] != "self").collect()
}

fn count(gold: &[Value], found: &[Value], rules: &mut BTreeMap<String, Row>) {
    let mut taken = vec![false; gold.len()];
    let mut next = 0;
    for citation in found {
        let row = rules.entry(citation["rule"].as_str().unwrap_or("?").to_owned()).or_default();
        row[0] += 1;
        // The next one in order, else any that is left: notes may be read before or after the text that refers to them.
        let ahead = (next..gold.len()).chain(0..next).find(|&i| !taken[i] && same(&gold[i], citation));
        let Some(i) = ahead else { continue };
        taken[i] = true;
        next = i + 1;
        row[1] += 1;
        let want = &gold[i];
        let right = [
            want["date"] == citation["date"],
            same_issuer(want, citation),
            one_of(want, "relation", citation),
            folded(&want["pinpoint"]) == folded(&citation["pinpoint"]),
            one_of(want, "where", citation),
        ];
        for (slot, right) in row[2..].iter_mut().zip(right) {
            *slot += usize::from(right);
        }
    }
}

fn folded(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    let text = congvan::viet::fold(text).text.replace(|c: char| !c.is_alphanumeric(), " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("uy ban nhan dan", "ubnd").replace("quy pham phap luat", "qppl").replace("hoi dong nhan dan", "hdnd")
}

fn same(want: &Value, got: &Value) -> bool {
    let number = |c: &Value| folded(&c["number"]).trim_start_matches('0').to_owned();
    if want["number"].is_string() || got["number"].is_string() {
        return number(want) == number(got) && want["year"] == got["year"] && folded(&want["symbol"]) == folded(&got["symbol"]);
    }
    let name = |c: &Value| {
        let name = folded(if c["name"].is_string() { &c["name"] } else { &c["surface"] });
        let words: Vec<&str> = name.split(' ').filter(|w| *w != "nam" && w.parse::<u16>().is_err()).collect();
        words.join(" ")
    };
    let (a, b) = (name(want), name(got));
    a == b || a.starts_with(&b) || b.starts_with(&a)
}

/// The head of a body counts as the body.
fn same_issuer(want: &Value, got: &Value) -> bool {
    let names = |c: &Value| [folded(&c["issuer"]), folded(&c["issuer_implied"])].into_iter().filter(|n| !n.is_empty());
    names(want).next().is_none() || names(want).any(|w| names(got).any(|g| w.ends_with(&g) || g.ends_with(&w)))
}

fn one_of(want: &Value, key: &str, got: &Value) -> bool {
    got[key] == want[key] || got[key] == want[format!("{key}_alt")]
}
