//! Owns incoming documents that ask for an answer: which outgoing ones give it, and which wait.

use std::collections::BTreeSet;

use crate::model::{DocId, DocNumber, PartialDate};

use super::{Code, Finding, Proof, field, name_of};
use crate::report::place::Where;
use crate::report::view::{ArchiveView, Direction, Entry, direction_of};

/// Outgoing documents that cite an incoming one: its answers, by path.
#[must_use]
pub fn answers(view: &dyn ArchiveView, id: &DocId) -> Vec<DocId> {
    let own = view.own();
    let goes_out = |other: &DocId| {
        view.entry(other)
            .is_some_and(|e| direction_of(&own, e.direction, e.extracted.document.issuer.as_deref()) == Some(Direction::Di))
    };
    view.cited_by(id).into_iter().filter(goes_out).collect()
}

/// Incoming documents that ask for an answer and that no outgoing one cites or declares to answer.
#[must_use]
pub(super) fn unanswered(view: &dyn ArchiveView, only: Option<&DocId>, as_of: Option<PartialDate>) -> Vec<Finding> {
    let own = view.own();
    let ids = only.map_or_else(|| view.asking(), |id| vec![id.clone()]);
    let mut waiting: Vec<DocId> = Vec::new();
    for id in ids {
        let Some(entry) = view.entry(&id) else { continue };
        let direction = direction_of(&own, entry.direction, entry.extracted.document.issuer.as_deref());
        if direction == Some(Direction::Den) && entry.asks() && answers(view, &id).is_empty() {
            waiting.push(id);
        }
    }
    let declared = if waiting.is_empty() { BTreeSet::new() } else { declared_answers(view) };
    let open = |entry: &Entry| {
        let number = entry.extracted.document.doc_number().as_ref().map(|n| DocNumber::to_string(n).to_lowercase());
        number.is_none_or(|n| !declared.contains(&n))
    };
    waiting.iter().filter_map(|id| view.entry(id)).filter(|e| open(e)).filter_map(|e| waits(&e, as_of)).collect()
}

/// Numbers that outgoing envelopes declare to answer (`ResponseFor`), lower case.
#[must_use]
pub fn declared_answers(view: &dyn ArchiveView) -> BTreeSet<String> {
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
    let dated = document.date.map(|d| (format!(" ngày {}", d.vietnamese()), format!(" of {d}"))).unwrap_or_default();
    let until = due.map(|d| (format!(", hạn {}", d.vietnamese()), format!(", due {d}"))).unwrap_or_default();
    let (left_vi, left_en) = match due.zip(as_of).map(|(due, day)| due.ordinal() - day.ordinal()) {
        Some(days) if days < 0 => (format!(", quá {} ngày", -days), format!(", {} days overdue", -days)),
        Some(days) => (format!(", còn {days} ngày"), format!(", {days} days left")),
        None => Default::default(),
    };
    let vi = format!("{name}{}{}{left_vi}: chưa có văn bản trả lời trong kho", dated.0, until.0);
    let en = format!("{name}{}{}{left_en}: no answer is held", dated.1, until.1);
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
