//! Owns incoming documents that ask the archive's own body for an answer: which outgoing ones give it, and which wait.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::link::Home;
use crate::model::{DocId, DocNumber, PartialDate};

use super::{Code, Finding, Proof, addressed, dated, field, name_of};
use crate::report::place::Where;
use crate::report::view::{ArchiveView, Direction, Entry, direction_of, home};

/// Outgoing documents that cite an incoming one: its answers, by path.
#[must_use]
pub fn answers(view: &dyn ArchiveView, id: &DocId) -> Vec<DocId> {
    answers_of(view, &Home::new(&view.own()), id)
}

fn answers_of(view: &dyn ArchiveView, home: &Home, id: &DocId) -> Vec<DocId> {
    let goes_out = |other: &DocId| {
        view.entry(other).is_some_and(|e| direction_of(home, e.direction, &e.extracted.document) == Some(Direction::Di))
    };
    view.cited_by(id).into_iter().filter(goes_out).collect()
}

/// A letter whose day for an answer is past.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// Its id.
    pub id: DocId,
    /// Number and symbol as printed.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<PartialDate>,
    /// The last day for an answer.
    pub due: PartialDate,
    /// Its file.
    pub path: String,
}

/// Incoming documents whose day for an answer is before this one and that nothing answers, the longest overdue first: those that the
/// audit finds unanswered.
#[must_use]
pub fn overdue(view: &dyn ArchiveView, day: PartialDate) -> Vec<Overdue> {
    let late = |entry: &Rc<Entry>| {
        let due = entry.due().filter(|due| *due < day)?;
        let (id, path) = (entry.id.clone(), entry.path.clone());
        let document = &entry.extracted.document;
        let number = document.doc_number().as_ref().map(DocNumber::to_string);
        Some(Overdue { id, number, date: document.date, due, path })
    };
    let mut late: Vec<Overdue> = waiting(view, view.late(day)).iter().filter_map(late).collect();
    late.sort_by(|a, b| (a.due, &a.path).cmp(&(b.due, &b.path)));
    late
}

/// Incoming documents that ask for an answer and that no outgoing one cites or declares to answer.
#[must_use]
pub(super) fn unanswered(view: &dyn ArchiveView, only: Option<&DocId>, as_of: Option<PartialDate>) -> Vec<Finding> {
    let ids = only.map_or_else(|| view.asking(), |id| vec![id.clone()]);
    waiting(view, ids).iter().filter_map(|entry| waits(entry, as_of)).collect()
}

/// Those of these documents that wait for an answer of the archive's own body, in their order.
fn waiting(view: &dyn ArchiveView, ids: Vec<DocId>) -> Vec<Rc<Entry>> {
    let home = if ids.is_empty() { Home::default() } else { home(view) };
    let mut waiting: Vec<Rc<Entry>> = Vec::new();
    for id in ids {
        let Some(entry) = view.entry(&id) else { continue };
        if asks_home(view, &home, &entry) && answers_of(view, &home, &id).is_empty() {
            waiting.push(entry);
        }
    }
    let declared = if waiting.is_empty() { BTreeSet::new() } else { declared_answers(view) };
    waiting.retain(|entry| {
        let number = entry.extracted.document.doc_number().as_ref().map(|n| DocNumber::to_string(n).to_lowercase());
        number.is_none_or(|n| !declared.contains(&n))
    });
    waiting
}

/// Did the document come in with a question to the own body that was open when it was written?
///
/// A legal text asks nobody, an own paper not its own body; a day before the document's own is no day for an answer.
fn asks_home(view: &dyn ArchiveView, home: &Home, entry: &Entry) -> bool {
    let document = &entry.extracted.document;
    let came_in = direction_of(home, entry.direction, document) == Some(Direction::Den);
    let is_own = !home.is_empty() && home.issued(document) == Some(true);
    let was_open = entry.due().zip(document.date).is_none_or(|(due, written)| due >= written);
    came_in && entry.asks() && !is_own && !document.is_legal_text() && was_open && addressed::concerns(view, home, entry)
}

/// Numbers that outgoing envelopes declare to answer (`ResponseFor`), lower case.
fn declared_answers(view: &dyn ArchiveView) -> BTreeSet<String> {
    let ids = view.enveloped();
    let entries = ids.iter().filter_map(|id| view.entry(id));
    entries
        .flat_map(|e| e.declared.iter().flat_map(|d| d.response_for.iter().filter_map(|r| r.code.clone())).collect::<Vec<_>>())
        .map(|code| code.trim().to_lowercase())
        .collect()
}

fn waits(entry: &Entry, as_of: Option<PartialDate>) -> Option<Finding> {
    let document = &entry.extracted.document;
    // What came after the day asked for does not wait on that day.
    if as_of.zip(document.date).is_some_and(|(day, written)| written > day) {
        return None;
    }
    let due = entry.due();
    let name = name_of(entry);
    let written = dated(&name, document.date);
    let until = due.map(|d| (format!(", hạn {}", d.vietnamese()), format!(", due {d}"))).unwrap_or_default();
    let (left_vi, left_en) = match due.zip(as_of).map(|(due, day)| due.ordinal() - day.ordinal()) {
        Some(days) if days < 0 => (format!(", quá {} ngày", -days), format!(", {} days overdue", -days)),
        Some(days) => (format!(", còn {days} ngày"), format!(", {days} days left")),
        None => Default::default(),
    };
    let vi = format!("{name}{}{}{left_vi}: chưa có văn bản trả lời trong kho", written.0, until.0);
    let en = format!("{name}{}{}{left_en}: no answer is held", written.1, until.1);
    let value = due.map(|d| d.to_string());
    let says = entry.extracted.request.as_ref().map(|request| Proof {
        document: entry.id.clone(),
        path: entry.path.clone(),
        page: request.quote.span.page,
        quote: request.quote.quote.clone(),
        place: Where::of(&entry.extracted, &crate::model::Place::Body, request.quote.span),
        value: value.clone(),
        held: true,
        context: None,
    });
    let proof = says.unwrap_or_else(|| field(entry, "number", value));
    Some(Finding::new(Code::Unanswered, &entry.id, vi, en).about(name, document.date).with([proof]))
}
