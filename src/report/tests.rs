//! Tests of the reports on the sample archive.

use crate::link::link_all;
use crate::link::sample::{Made, archive, citation, letter};
use crate::model::{DocId, Held, Kind, LinkState, Place, Quote, Relation, Request, Span};

use super::audit::{Scope, Severity, audit};
use super::register::{Cell, register};
use super::summary::summary;
use super::trace::{Options, trace};
use super::{Direction, Entry, InMemory};

/// An archive of made files, linked.
pub(super) fn view_of(made: Vec<Made>) -> InMemory {
    let held: Vec<Held> = made.iter().map(|m| m.held.clone()).collect();
    let citing: Vec<_> = made.iter().map(|m| (m.held.clone(), m.extracted.citations.clone())).collect();
    let links = link_all(&held, &citing);
    let documents = made.into_iter().zip(links).map(|(m, (_, links))| {
        let mut extracted = m.extracted;
        if m.held.document.number.as_deref() == Some("217") {
            let quote = Quote { span: Span { page: 1, start: 0, end: 0 }, quote: "trước ngày 15/8/2023".to_owned() };
            extracted.request = Some(Request { due: "2023-08-15".parse().ok(), quote });
        }
        let entry = Entry {
            id: m.held.id,
            direction: Some(if m.path.starts_with("di/") { Direction::Di } else { Direction::Den }),
            path: m.path,
            sha256: String::new(),
            extracted,
            links,
            declared: None,
        };
        (entry, m.pages.into_iter().map(|p| p.text).collect())
    });
    InMemory::new(documents.collect(), vec!["UBND xã Sơn Dung".to_owned()])
}

pub(super) fn report_id() -> DocId {
    DocId("a3182eee".to_owned())
}

#[test]
fn the_report_is_traced() {
    let view = view_of(archive());
    let traced = trace(&view, &report_id(), &Options::default()).unwrap();
    assert_eq!((traced.edges.len(), traced.documents, traced.notes.len(), traced.body.len()), (52, 38, 7, 31));
    assert_eq!(traced.notes[0].kinds, [("KH".to_owned(), 12), ("QĐ".to_owned(), 1)]);
    let twelfth = &traced.edges[traced.notes[0].edges[11]];
    assert_eq!((twelfth.state, twelfth.place.vietnamese().as_str()), (LinkState::Conflict, "chú thích 1 (12)"));
    let sides: Vec<(String, Option<&str>)> =
        twelfth.sides.iter().map(|s| (format!("{} {}", s.place.vietnamese(), s.value), s.quote.as_deref())).collect();
    assert_eq!(
        sides,
        [
            ("chú thích 1 (12) 2022-03-09".to_owned(), Some("Kế hoạch 44/KH-UBND ngày 09/3/2022")),
            ("phần đầu 2023-03-10".to_owned(), Some("Sơn Dung, ngày 10/03/2023")),
            ("mục I.1.2 2023-03-10".to_owned(), Some("Kế hoạch số 44/KH-UBND ngày 10/3/2023")),
        ]
    );
    let json = traced.to_json();
    assert_eq!(json["edges"][14]["conflicts"][0]["held"], "2023-03-10");
    let missing = trace(&view, &report_id(), &Options { only: vec![LinkState::Missing], ..Options::default() }).unwrap();
    assert_eq!(missing.edges.len(), 8);
}

#[test]
fn traces_go_deep_and_back_and_never_loop() {
    let view = view_of(archive());
    let deep = trace(&view, &report_id(), &Options { depth: 5, ..Options::default() }).unwrap();
    assert_eq!(deep.edges.len(), 55, "46/KH-UBND, 34/2016/NĐ-CP and 102/UBND cite one document each");
    let plan = deep.edges.iter().position(|e| e.citation.surface == "Kế hoạch số 46/KH-UBND").unwrap();
    let below: Vec<&str> = deep.children(plan).map(|(_, e)| e.citation.surface.as_str()).collect();
    assert_eq!(below, ["Nghị định số 59/2019/NĐ-CP"]);
    let decree = deep.edges.iter().find(|e| e.depth == 2 && e.citation.surface == "Nghị định số 59/2019/NĐ-CP").unwrap();
    assert!(decree.shown && !decree.cycle);
    let back = Options { depth: 3, reverse: true, ..Options::default() };
    let letter = trace(&view, decree.to.as_ref().unwrap(), &back).unwrap();
    assert_eq!((letter.documents, letter.edges.len()), (2, 3 + 2), "two documents cite it; the report cites one of them");
    let dot = super::graph::Graph::of_trace(&deep).to_dot();
    assert!(dot.contains("style=dotted") && dot.starts_with("digraph"));
    let xml = super::graph::Graph::of_archive(&view).to_graphml();
    assert_eq!(xml.matches("<edge ").count(), 55);
}

#[test]
fn the_report_is_audited() {
    let view = view_of(archive());
    let audited = audit(&view, &Scope::Document(report_id()), None);
    let told: Vec<String> = audited.findings.iter().map(|f| format!("{} {} | {}", f.code, f.message.vi, f.message.en)).collect();
    let codes: Vec<&str> = audited.findings.iter().map(|f| f.code.code()).collect();
    let mut want = vec!["date-conflict", "issuer-conflict", "list-kind", "number-order", "ambiguous"];
    want.extend(["missing"; 7]);
    assert_eq!(codes, want, "{told:#?}");
    let dates: Vec<(String, Option<&str>)> =
        audited.findings[0].evidence.iter().map(|p| (p.place.vietnamese(), p.value.as_deref())).collect();
    assert_eq!(
        dates,
        [
            ("chú thích 1 (12)".to_owned(), Some("2022-03-09")),
            ("mục I.1.2".to_owned(), Some("2023-03-10")),
            ("mục II".to_owned(), Some("2022-03-09")),
            ("phần đầu".to_owned(), Some("2023-03-10")),
        ]
    );
    assert!(audited.findings[2].message.vi.contains("12 kế hoạch, 1 quyết định; mục (7)"), "{told:#?}");
    assert_eq!(audited.findings[5].evidence.len() + audited.findings[6].evidence.len(), 3, "Đề án 06 twice");
    assert_eq!(audited.unchecked.len(), 1);
}

#[test]
fn the_archive_is_audited() {
    let view = view_of(archive());
    let audited = audit(&view, &Scope::Archive, "2023-08-17".parse().ok());
    let told: Vec<String> = audited.findings.iter().map(|f| format!("{} {}", f.code, f.message.vi)).collect();
    assert_eq!((audited.count(Severity::Error), audited.count(Severity::Warning)), (2, 11), "{told:#?}");
    assert_eq!(audited.findings.len(), 13, "{told:#?}");
    let last = audited.findings.last().unwrap();
    assert_eq!(last.message.vi, "217/PNV ngày 02/08/2023, hạn 15/08/2023, quá 2 ngày: chưa có văn bản trả lời trong kho");
    assert!(audited.thin_series > 0);
}

#[test]
fn another_day_over_the_own_annex_is_told() {
    let check = |day: &str, want: &[&str]| {
        let mut made = letter("d1", "di/qd-12.docx", "12/QĐ-UBND", "2026-03-06", "UBND xã Sơn Dung", "kiểm tra chợ");
        let mut own = citation("d1", "", "12/QĐ-UBND", day, "", Span { page: 2, start: 0, end: 1 });
        (own.kind, own.relation, own.place) = (Kind::from_code("QĐ"), Relation::Promulgates, Place::Annex);
        made.extracted.citations.push(own);
        let audited = audit(&view_of(vec![made]), &Scope::Archive, None);
        let told: Vec<&str> = audited.findings.iter().map(|f| f.message.vi.as_str()).collect();
        assert_eq!(told, want, "{day}");
    };
    check("2026-03-06", &[]);
    check("2026-03", &[]);
    check("2025-03-06", &["12/QĐ-UBND: phần đầu ghi 06/03/2026; phụ lục, trang 2 ghi 06/03/2025"]);
}

#[test]
fn registers_are_rebuilt_from_the_documents() {
    let view = view_of(archive());
    let plans = register(&view, Direction::Di, Some(2023), Kind::from_code("KH"));
    assert_eq!((plans.documents, plans.owner.as_deref()), (11, Some("UBND xã Sơn Dung")));
    let shown: Vec<String> = plans
        .rows
        .iter()
        .map(|row| match &row.cells[0] {
            Cell::Text(number) => format!("{number} {:?}", row.state),
            _ => String::new(),
        })
        .collect();
    let at = |what: &str| shown.iter().position(|s| s == what);
    assert_eq!(shown[0], "10/KH-UBND Held");
    assert!(at("13–15 Gap").is_some() && at("27/KH-UBND Cited").is_some() && at("94/KH-UBND Cited").is_some(), "{shown:#?}");
    assert!(at("25/KH-UBND Held") < at("27/KH-UBND Cited") && at("27/KH-UBND Cited") < at("35/KH-UBND Held"), "{shown:#?}");
    let decisions = register(&view, Direction::Di, Some(2023), Kind::from_code("QĐ"));
    assert_eq!(decisions.rows[0].cells[0], Cell::Text("08a/QĐ-UBND".to_owned()));
    let letters = register(&view, Direction::Den, Some(2023), None);
    let note = |number: &str| {
        let row = letters.rows.iter().find(|r| r.cells[3] == Cell::Text(number.to_owned())).unwrap();
        row.cells[9].clone()
    };
    assert_eq!(note("811/UBND"), Cell::Text("trả lời: 102/UBND".to_owned()));
    assert_eq!(note("217/PNV"), Cell::Text("hạn 15/08/2023".to_owned()));
    let counts = summary(&view);
    assert_eq!((counts.documents, counts.den, counts.di, counts.mentions.total()), (36, 11, 25, 55));
}
