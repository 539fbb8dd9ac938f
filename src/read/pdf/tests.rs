//! Whole files, written by hand: sound ones, cut ones, and ones made to hurt.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::read;
use crate::model::{ErrorCode, RawDocument, ReadError};
use crate::read::Limits;

const TEXT: &str = "BT /F1 14 Tf 72 700 Td (So: 16/KH-UBND ngay 09 thang 02) Tj ET";

fn stream(entries: &str, content: &str) -> String {
    format!("<< /Length {} {entries} >>\nstream\n{content}\nendstream", content.len())
}

/// A file of these objects, numbered from 1, with a table of places.
fn file(objects: &[String]) -> Vec<u8> {
    let mut out = "%PDF-1.7\n".to_owned();
    let mut places = String::new();
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(places, "{:010} 00000 n ", out.len());
        let _ = write!(out, "{number} 0 obj\n{object}\nendobj\n");
    }
    let (start, size) = (out.len(), objects.len() + 1);
    let _ = write!(out, "xref\n0 {size}\n0000000000 65535 f \n{places}");
    let _ = write!(out, "trailer\n<< /Root 1 0 R /Size {size} >>\nstartxref\n{start}\n%%EOF\n");
    out.into_bytes()
}

/// One page with this content and these resources beside its font; more objects follow from number 6.
fn one_page(content: &str, resources: &str, more: &[String]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
             /Resources << /Font << /F1 5 0 R >> {resources} >> >>"
        ),
        stream("", content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>".to_owned(),
    ];
    objects.extend_from_slice(more);
    file(&objects)
}

fn form(content: &str, resources: &str) -> String {
    stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << {resources} >>"), content)
}

fn text(document: Result<RawDocument, ReadError>) -> Result<String, ErrorCode> {
    let document = document.map_err(|e| e.code)?;
    let lines = document.pages.iter().flat_map(|p| &p.blocks).flat_map(|b| &b.lines);
    Ok(lines.map(|l| l.iter().map(|r| r.text.as_str()).collect::<String>()).collect::<Vec<_>>().join("\n"))
}

fn check(bytes: &[u8], want: Result<&str, ErrorCode>) {
    let start = Instant::now();
    let found = text(read(bytes, &Limits::default()));
    assert_eq!(found.as_deref().map_err(|code| *code), want);
    assert!(start.elapsed() < Duration::from_secs(20), "ran away");
}

#[test]
fn sound_files_are_read() {
    let seen = Ok("So: 16/KH-UBND ngay 09 thang 02");
    check(&one_page(TEXT, "", &[]), seen);
    // Behind some rubbish, and without a table of places.
    let whole = one_page(TEXT, "", &[]);
    check(&[b"rubbish\n".as_slice(), &whole].concat(), seen);
    let cut = memchr::memmem::find(&whole, b"xref").unwrap_or(0);
    check(&[whole.get(..cut).unwrap_or_default(), b"%%EOF"].concat(), seen);
}

#[test]
fn replacement_text_and_hidden_layers_are_heeded() {
    let content = "/Span << /ActualText (KH) >> BDC BT /F1 14 Tf 72 700 Td (XY) Tj ET EMC";
    check(&one_page(content, "", &[]), Ok("KH"));
    let layered = "/OC /L BDC BT /F1 14 Tf 72 700 Td (hidden) Tj ET EMC BT /F1 14 Tf 72 600 Td (seen) Tj ET";
    let mut bytes = one_page(layered, "/Properties << /L 6 0 R >>", &["<< /Type /OCG /Name (L) >>".to_owned()]);
    let catalogue = b"<< /Type /Catalog /Pages 2 0 R >>";
    let at = memchr::memmem::find(&bytes, catalogue).unwrap_or(0);
    bytes.splice(at..at + catalogue.len(), *b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /D << /OFF [6 0 R] >> >> >>");
    check(&bytes, Ok("seen"));
}

#[test]
fn cut_files_say_where_they_end() {
    let whole = one_page(TEXT, "", &[]);
    for length in 9..whole.len() {
        if let Err(error) = read(whole.get(..length).unwrap_or_default(), &Limits::default()) {
            let fits = matches!(error.code, ErrorCode::Truncated | ErrorCode::Damaged | ErrorCode::Empty);
            assert!(fits, "{length}: {error:?}");
        }
    }
    check(whole.get(..40).unwrap_or_default(), Err(ErrorCode::Truncated));
    // The page is there, its catalogue is not.
    let lost = b"%PDF-1.4\n3 0 obj\n<< /Type /Page /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n";
    let rest = format!(
        "4 0 obj\n{}\nendobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>\nendobj\n",
        stream("", TEXT)
    );
    check(&[lost.as_slice(), rest.as_bytes()].concat(), Ok("So: 16/KH-UBND ngay 09 thang 02"));
}

#[test]
fn loops_and_multiplying_forms_end() {
    let itself = [form(&format!("/X Do /X Do {TEXT}"), "/Font << /F1 5 0 R >> /XObject << /X 6 0 R >>")];
    check(&one_page("/X Do", "/XObject << /X 6 0 R >>", &itself), Ok("So: 16/KH-UBND ngay 09 thang 02"));
    let doubling: Vec<String> = (0..30).map(|i| form("/X Do /X Do", &format!("/XObject << /X {} 0 R >>", 7 + i))).collect();
    check(&one_page(&format!("/X Do {TEXT}"), "/XObject << /X 6 0 R >>", &doubling), Ok("So: 16/KH-UBND ngay 09 thang 02"));
    let pages = ["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>".to_owned()];
    check(&file(&pages), Err(ErrorCode::Damaged));
}

#[test]
fn deep_nesting_is_refused() {
    let content = format!("BT /F1 14 Tf ({}{}) Tj ET", "(".repeat(5000), ")".repeat(5000));
    check(&one_page(&content, "", &[]), Err(ErrorCode::Damaged));
    check(&one_page(TEXT, &format!("/A {}{}", "<</A ".repeat(60_000), ">>".repeat(60_000)), &[]), Err(ErrorCode::Damaged));
}

#[test]
fn many_pages_are_refused_with_their_number() {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned(), String::new()];
    let kids: String = (3..60).map(|n| format!("{n} 0 R ")).collect();
    objects.extend((3..60).map(|_| "<< /Type /Page >>".to_owned()));
    objects.insert(1, format!("<< /Type /Pages /Kids [{kids}] /Count 57 >>"));
    objects.remove(2);
    let error = read(&file(&objects), &Limits { pages: 50, ..Limits::default() }).err();
    assert_eq!(error.map(|e| (e.code, e.message.contains("57"))), Some((ErrorCode::TooLarge, true)));
}
