//! The page of a number: leads to the document that bears it, lists several, or says who cites it where none is held.

use std::rc::Rc;

use maud::html;

use super::answer::{Answer, Fault};
use super::frame::{Frame, quote};
use super::site::Visit;
use crate::model::{DocId, DocNumber, PartialDate};
use crate::report::Where;
use crate::report::archive::head;
use crate::report::bearers::bearers;
use crate::report::quote::sentence;
use crate::report::view::ArchiveView as _;
use crate::report::words;
use crate::store::ContentRow;

/// `/so/44/KH-UBND@2023`
pub(super) fn page(visit: &Visit<'_>, typed: &str) -> Result<Answer, Fault> {
    let (bare, year) = match typed.rsplit_once('@') {
        Some((bare, year)) if year.len() == 4 => (bare, year.parse::<u16>().ok()),
        _ => (typed, None),
    };
    let search = visit.href(&["tim"], &[("q", bare)]);
    let number = DocNumber::parse(bare).ok_or_else(|| {
        Fault::new(
            404,
            format!("{typed} không phải số văn bản; cần như 16/KH-UBND."),
            format!("{typed} is no document number; expected one like 16/KH-UBND."),
        )
        .way(search.clone(), "Tra cứu chữ này", "Search for it")
    })?;
    let shown = |year: Option<u16>| -> Result<Vec<ContentRow>, Fault> {
        let found = bearers(visit.store, &number, year)?;
        Ok(found.into_iter().filter(|row| visit.view.shows(row)).collect())
    };
    let mut held = shown(year)?;
    if held.is_empty() && year.is_some() {
        held = shown(None)?;
    }
    if let [only] = held.as_slice() {
        return Ok(Answer::redirect(visit.href(&["vb", &only.id], &[])));
    }
    if !held.is_empty() {
        let title = visit
            .pick(format!("{} văn bản mang số {bare}", held.len()), format!("{} documents bear the number {bare}", held.len()));
        let content = html! {
            h1 { (title) }
            ol.hits { @for row in &held { li { (visit.line(&head(row))) } } }
        };
        return Ok(visit.framed(&Frame { typed: bare, ..Frame::of(&title) }, &content));
    }
    not_held(visit, bare, &number, search)
}

/// The card of a number that is cited and not held: with status 404, for nothing lies here yet.
fn not_held(visit: &Visit<'_>, bare: &str, number: &DocNumber, search: String) -> Result<Answer, Fault> {
    let mut citing = Vec::new();
    for mention in visit.store.naming(&number.key())? {
        let Some(row) = visit.store.content(mention.content)? else { continue };
        if !visit.view.shows(&row) {
            continue;
        }
        let Some(entry) = visit.view.entry(&DocId(row.id.clone())) else { continue };
        let Some(citation) = entry.extracted.citations.get(mention.ordinal as usize).cloned() else { continue };
        citing.push((Rc::unwrap_or_clone(entry), citation, mention.ordinal));
    }
    if citing.is_empty() {
        return Err(Fault::new(
            404,
            format!("{bare}: chưa có trong kho, chưa văn bản nào viện dẫn."),
            format!("{bare}: not held, and cited by no document."),
        )
        .way(search, "Tra cứu số này", "Search for this number"));
    }
    let mut documents: Vec<&DocId> = citing.iter().map(|(entry, _, _)| &entry.id).collect();
    documents.dedup();
    let title = visit.pick(format!("{bare}: chưa có trong kho"), format!("{bare}: not held"));
    let said = |f: fn(&crate::model::Citation) -> Option<String>| {
        let mut values: Vec<String> = citing.iter().filter_map(|(_, citation, _)| f(citation)).collect();
        values.sort();
        values.dedup();
        values
    };
    let dates = said(|c| c.date.map(|d| d.to_string()));
    let dates: Vec<String> = dates.iter().filter_map(|d| d.parse::<PartialDate>().ok()).map(|d| visit.lang.date(d)).collect();
    let content = html! {
        h1 { (title) }
        p.missing { "○ " (visit.pick(format!("{} văn bản viện dẫn, {} lần", documents.len(), citing.len()), format!("cited by {} documents, {} times", documents.len(), citing.len()))) }
        dl {
            @for (label, values) in [
                (visit.pick("Ghi ngày", "Dated"), dates),
                (visit.pick("Của", "Of"), said(|c| c.issuer.clone())),
                (visit.pick("Về", "On"), said(|c| c.subject.clone())),
            ] {
                @if !values.is_empty() { dt { (label) } dd lang="vi" { (values.join(" · ")) } }
            }
        }
        ul.citing {
            @for (entry, citation, ordinal) in &citing {
                @let place = Where::of(&entry.extracted, &citation.place, citation.span);
                li {
                    a href={ (visit.href(&["vb", &entry.id.0], &[])) "#vd-" (ordinal) } {
                        (words::name(visit.lang, &entry.head())) ", " (visit.pick(place.vietnamese(), place.english()))
                    }
                    " " (quote(&sentence(&visit.view, entry, citation)))
                }
            }
        }
    };
    Ok(Answer { status: 404, ..visit.framed(&Frame { typed: bare, ..Frame::of(&title) }, &content) })
}
