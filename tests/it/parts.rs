//! Files that bind several papers together: each paper is found, cited and shown by its own number, date, issuer and kind.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{Office, Said, letter, plan};

/// A cover letter 15/UBND-VP of 06/03/2023, behind it the decision 20/QĐ-UBND of 04/03/2023, behind that its regulation.
const BUNDLE: &str = "den/cv-15-kem-quyet-dinh.docx";
const DECISION: &str = "Quyết định số 20/QĐ-UBND ngày 04/3/2023 của UBND xã Lâm Bình";

fn bundle(office: &Office) {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/parts/cv-15-kem-quyet-dinh.docx");
    let to = office.files().join(BUNDLE);
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::copy(from, to).unwrap();
}

/// The decision as a file of its own.
fn decision() -> String {
    let subject = "Ban hành Quy chế tiếp công dân của Ủy ban nhân dân xã Lâm Bình";
    letter(
        "20/QĐ-UBND",
        "ngày 04 tháng 3 năm 2023",
        "QUYẾT ĐỊNH",
        subject,
        "Căn cứ Luật Tiếp công dân;\n\nĐiều 1. Ban hành quy chế.",
    )
}

/// The bundle, a plan that cites its decision rightly, one that gives it the cover letter's date, one that cites the letter.
fn office() -> Office {
    let office = Office::new();
    bundle(&office);
    office.write("di/kh-21.txt", &plan(21, "", DECISION));
    office.write("di/kh-22.txt", &plan(22, "", "Quyết định số 20/QĐ-UBND ngày 06/3/2023 của UBND xã Lâm Bình"));
    office.write("di/kh-23.txt", &plan(23, "", "Công văn số 15/UBND-VP ngày 06/3/2023 của UBND xã Lâm Bình"));
    office.index();
    office
}

fn json(said: &Said) -> Value {
    serde_json::from_str(said.out.trim()).unwrap_or_else(|e| panic!("{e}: {said:?}"))
}

/// Of each citation of a document: `surface | state | number meant | path | conflicts`.
fn traced(office: &Office, document: &str) -> Vec<String> {
    let trace = json(&office.run(&["trace", document, "--json"]));
    let text = |v: &Value| v.as_str().unwrap_or("-").to_owned();
    let edges = trace["edges"].as_array().unwrap().iter().map(|edge| {
        let conflicts = edge["conflicts"].as_array().unwrap().iter();
        let conflicts: Vec<String> =
            conflicts.map(|c| format!("{} {} {}", text(&c["field"]), text(&c["cited"]), text(&c["held"]))).collect();
        let document = &edge["document"];
        [
            text(&edge["citation"]["surface"]),
            text(&edge["state"]),
            text(&document["number"]),
            text(&document["path"]),
            conflicts.join(", "),
        ]
        .join(" | ")
    });
    edges.collect()
}

#[test]
fn a_part_is_found_by_its_number_and_kind_in_its_file() {
    let office = office();
    for query in [
        &["20/QĐ-UBND"][..],
        &["20 qđ ubnd"],
        &["Quyết định số 20"],
        &["20/QĐ-UBND ngày 04/3/2023"],
        &["--number", "20/QĐ-UBND"],
        &["--kind", "QĐ"],
    ] {
        let said = office.run(&[&["search", "--json"], query].concat());
        assert_eq!(said.status, Some(0), "{query:?}: {said:?}");
        let hit = &json(&said)["hits"][0];
        let (path, number) = (hit["path"].as_str().unwrap(), hit["number"].as_str().unwrap());
        assert!(path == BUNDLE && number == "15/UBND-VP", "{query:?}: {hit}");
        let part = &hit["part"];
        assert_eq!(
            (&part["number"], &part["kind"], &part["date"]),
            (&"20/QĐ-UBND".into(), &"QĐ".into(), &"2023-03-04".into()),
            "{query:?}: {hit}"
        );
    }
    let words = json(&office.run(&["search", "--json", "\"tại trụ sở Ủy ban nhân dân xã\""]));
    assert!(words["hits"][0]["where"].as_str().unwrap().starts_with("Quy chế, "), "{words}");
    let answer = json(&office.run(&["search", "--json", "20/QĐ-UBND"]))["number"].clone();
    assert_eq!(answer["held"], 1, "{answer}");
    // What is asked for is the letter: nothing else of its file is named.
    let letter = json(&office.run(&["search", "--json", "15/UBND-VP"]));
    assert_eq!(letter["hits"][0]["part"], Value::Null, "{letter}");
    // Another day is another decision.
    let other = json(&office.run(&["search", "--json", "20/QĐ-UBND ngày 06/3/2023"]));
    assert_eq!(other["hits"][0]["why"], "number-other-date", "{other}");
}

#[test]
fn a_part_is_cited_by_its_own_fields() {
    let office = office();
    assert_eq!(traced(&office, "21/KH-UBND"), [format!("Quyết định số 20/QĐ-UBND | held | 20/QĐ-UBND | {BUNDLE} | ")]);
    assert_eq!(
        traced(&office, "22/KH-UBND"),
        [format!("Quyết định số 20/QĐ-UBND | conflict | 20/QĐ-UBND | {BUNDLE} | date 2023-03-06 2023-03-04")]
    );
    assert_eq!(traced(&office, "23/KH-UBND"), [format!("Công văn số 15/UBND-VP | held | 15/UBND-VP | {BUNDLE} | ")]);
    let own = traced(&office, "15/UBND-VP");
    assert!(own.contains(&format!("Quyết định số 20/QĐ-UBND | held | 20/QĐ-UBND | {BUNDLE} | ")), "{own:#?}");
    // Who cites the file says which of its papers.
    let citing = json(&office.run(&["trace", "--reverse", "15/UBND-VP", "--json"]));
    let edges = citing["edges"].as_array().unwrap().iter();
    let papers: Vec<_> =
        edges.map(|e| (e["document"]["number"].as_str().unwrap(), e["paper"]["number"].as_str().unwrap_or("-"))).collect();
    assert_eq!(papers, [("21/KH-UBND", "20/QĐ-UBND"), ("22/KH-UBND", "20/QĐ-UBND"), ("23/KH-UBND", "-")]);
    let sheet = office.run(&["trace", "--reverse", "15/UBND-VP", "--format", "html"]).out;
    assert_eq!(sheet.matches("viện dẫn 20/QĐ-UBND (trong tệp của 15/UBND-VP)").count(), 2, "{sheet}");
    // A file does not count among those that cite it.
    let host = json(&office.run(&["show", "20/QĐ-UBND", "--json"]));
    assert_eq!(host["extracted"]["document"]["number"], "15");
    let shown = office.run(&["show", "20/QĐ-UBND"]);
    for words in ["20/QĐ-UBND · 04/03/2023", "Quy chế · Tiếp công dân", "3 văn bản: "] {
        assert!(shown.out.contains(words), "{words}: {shown:?}");
    }
    let register = office.run(&["register", "di", "--year", "2023"]);
    let row = register.out.lines().find(|line| line.starts_with("held\t20/QĐ-UBND")).unwrap_or_else(|| panic!("{register:?}"));
    assert!(row.contains("2023-03-04") && row.contains("trong tệp của 15/UBND-VP"), "{row}");
    let audit = office.run(&["audit", "--json"]);
    let findings: Vec<Value> = audit.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let about = |f: &&Value| f["about"] == "20/QĐ-UBND";
    let codes: Vec<&str> = findings.iter().filter(about).map(|f| f["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["date-conflict"], "{findings:#?}");
    let conflict = findings.iter().find(about).unwrap();
    assert!(conflict["message"].as_str().unwrap().starts_with("20/QĐ-UBND: văn bản được viện dẫn ghi 04/03/2023"), "{conflict}");
    let held = conflict["evidence"].as_array().unwrap().iter().find(|e| e["held"] == true).unwrap();
    assert_eq!(held["quote"], "ngày 04 tháng 3 năm 2023", "{conflict}");
}

#[test]
fn a_file_of_its_own_comes_before_a_part_and_order_does_not_matter() {
    let office = office();
    let to = |path: &str, state: &str| format!("Quyết định số 20/QĐ-UBND | {state} | 20/QĐ-UBND | {path} | ");
    let check = |path: &str| {
        assert_eq!(traced(&office, "21/KH-UBND"), [to(path, "held")]);
        assert_eq!(office.export(), office.export_from_scratch(), "{path}");
        let verified = office.verify();
        assert_eq!(verified.status, Some(0), "{verified:?}");
    };
    check(BUNDLE);
    office.write("di/qd-20.txt", &decision());
    office.index();
    check("di/qd-20.txt");
    office.remove("di/qd-20.txt");
    office.index();
    check(BUNDLE);
    office.remove(BUNDLE);
    office.index();
    assert_eq!(traced(&office, "21/KH-UBND"), ["Quyết định số 20/QĐ-UBND | missing | - | - | "]);
    assert_eq!(office.export(), office.export_from_scratch());
    bundle(&office);
    office.index();
    check(BUNDLE);
    let repaired = office.run(&["verify", "--repair"]);
    assert_eq!(repaired.status, Some(0), "{repaired:?}");
    check(BUNDLE);
}
