//! Owns what an edXML envelope declares: it fills the fields that the page lacks; where both speak and differ, the page wins and
//! a warning tells.

use std::collections::BTreeMap;

use crate::extract::bodies;
use crate::extract::fold::fold;
use crate::model::{Declared, Document, Evidence, Kind, PartialDate, Span, Warning, short_body, symbol_key};

/// Fills and compares.
pub(super) fn merge(
    declared: &Declared,
    document: &mut Document,
    evidence: &mut BTreeMap<String, Evidence>,
    warnings: &mut Vec<Warning>,
) {
    let mut conflict = |field: &str, page: &str, envelope: &str| {
        warnings.push(Warning::new(
            "metadata-conflict",
            format!("the page has the {field} `{page}`, the edXML envelope declares `{envelope}`"),
        ));
    };
    let mut fill = |field: &str, element: &str, value: &str| {
        let span = Span { page: 1, start: 0, end: 0 };
        evidence.insert(field.to_owned(), Evidence { span, quote: value.to_owned(), rule: format!("edxml.{element}") });
    };
    let given = |value: &Option<String>| value.as_deref().map(str::trim).filter(|v| !v.is_empty()).map(str::to_owned);

    let mut text =
        |page: &mut Option<String>, value: Option<String>, field: &str, element: &str, same: &dyn Fn(&str, &str) -> bool| {
            let Some(value) = value else { return };
            match page {
                None => {
                    fill(field, element, &value);
                    *page = Some(value);
                }
                Some(page) if !same(page, &value) => conflict(field, page, &value),
                Some(_) => {}
            }
        };
    let folded = |a: &str, b: &str| fold(a) == fold(b);
    let ordinal = |a: &str, b: &str| a.trim_start_matches('0').eq_ignore_ascii_case(b.trim_start_matches('0'));
    let loose = |a: &str, b: &str| {
        let (a, b) = (fold(&short_body(a)), fold(&short_body(b)));
        a == b || a.contains(&b) || b.contains(&a)
    };
    text(&mut document.number, given(&declared.number), "number", "code-number", &ordinal);
    // A notation may begin with the separator: `-CV/TU`.
    let notation = given(&declared.symbol).map(|s| s.trim_start_matches(['-', '/', ' ']).to_owned());
    text(&mut document.symbol, notation, "symbol", "code-notation", &|a, b| symbol_key(a) == symbol_key(b));
    text(&mut document.place, given(&declared.place), "place", "place", &folded);
    let issuer = given(&declared.from.name).map(|n| bodies::normalise_case(&n));
    text(&mut document.issuer, issuer, "issuer", "from", &loose);
    let subject = given(&declared.subject).map(|s| super::title::clean_subject(&s)).filter(|s| !s.is_empty());
    text(&mut document.subject, subject, "subject", "subject", &loose);
    text(&mut document.signer, given(&declared.signer), "signer", "full-name", &folded);
    text(&mut document.signer_title, given(&declared.position), "signer_title", "position", &|_, _| true);
    text(&mut document.authority, given(&declared.competence), "authority", "competence", &|_, _| true);

    if let Some(date) = declared.date {
        match document.date {
            None => {
                fill("date", "promulgation-date", &date.to_string());
                document.date = Some(date);
            }
            Some(page) if !PartialDate::agrees(page, date) => conflict("date", &page.to_string(), &date.to_string()),
            Some(page) if !page.is_full() && date.is_full() => {
                fill("date", "promulgation-date", &date.to_string());
                document.date = Some(date);
            }
            Some(_) => {}
        }
    }
    let kind = given(&declared.kind_name).and_then(|name| Kind::from_words(&name.to_lowercase()));
    if let Some(kind) = kind {
        match document.kind {
            None => {
                fill("kind", "type-name", kind.row().name);
                document.kind = Some(kind);
            }
            Some(page) if page != kind => conflict("kind", page.row().name, kind.row().name),
            Some(_) => {}
        }
    }
    if document.recipients.is_empty() {
        let names: Vec<String> =
            declared.to.iter().filter_map(|o| given(&o.name)).chain(declared.to_places.iter().cloned()).collect();
        if !names.is_empty() {
            fill("recipients", "to", &names.join("; "));
            document.recipients = names;
        }
    }
}
