//! The same as data: `/api/v1/search?q=…` and the pages' own addresses under `/api/v1`.

use std::time::Instant;

use serde_json::{Value, json};

use super::answer::{Answer, Fault};
use super::search::{asked, part};
use super::site::Visit;
use super::{register, suggest, trace};
use crate::report::found::Found;
use crate::report::trace::trace as traced;

/// Hits of one answer at the most.
const MOST: usize = 100;

pub(super) fn answer(visit: &Visit<'_>, parts: &[&str]) -> Result<Answer, Fault> {
    match parts {
        ["search" | "tim"] => search(visit),
        ["goi-y"] => suggest::answer(visit),
        ["vb", id] => Ok(Answer::json(&document(visit, id)?)),
        ["vb", id, "luoc-do"] => {
            let (_, entry) = visit.document(id)?;
            let trace = traced(&visit.view, &entry.id, &trace::options(visit)).ok_or_else(Fault::absent)?;
            Ok(Answer::json(&trace.to_json()))
        }
        ["can-xem"] => {
            let (whole, dismissed) = (visit.whole()?, visit.dismissed()?);
            let open = whole.ids.iter().zip(&whole.audit.findings).filter(|(id, _)| !dismissed.contains(*id));
            let findings: Vec<Value> = open.map(|(_, f)| f.to_json(visit.request.english)).collect();
            Ok(Answer::json(&json!({"findings": findings, "unchecked": whole.audit.unchecked})))
        }
        ["so-dang-ky", direction, year] => register::page(visit, direction, &format!("{}.json", year.trim_end_matches(".json"))),
        ["tinh-trang"] => status(visit),
        _ => Err(Fault::absent()),
    }
}

fn search(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let started = Instant::now();
    let query = asked(visit)?;
    let wanted = part(visit, visit.request.number("limit").unwrap_or(20).min(MOST));
    let results = visit.index()?.search(&query, &wanted)?;
    let found = Found { lang: visit.lang, store: visit.store, view: &visit.view, query: &query, results: &results };
    let mut value = found.to_json(started.elapsed().as_secs_f64() * 1e3)?;
    // Of documents that bear a mark of secrecy only their number is told, as on the pages.
    let secret: Vec<String> =
        found.hits()?.iter().filter(|(_, row)| !visit.view.shows(row)).map(|(_, row)| row.id.clone()).collect();
    if let Some(hits) = value.get_mut("hits").and_then(Value::as_array_mut) {
        hits.retain(|hit| hit.get("id").and_then(Value::as_str).is_none_or(|id| !secret.iter().any(|s| s == id)));
    }
    value["secret"] = secret.len().into();
    Ok(Answer::json(&value))
}

fn document(visit: &Visit<'_>, id: &str) -> Result<Value, Fault> {
    let (row, entry) = visit.document(id)?;
    Ok(json!({
        "id": row.id, "path": row.path, "direction": row.direction, "sha256": row.sha256, "format": row.format, "pages": row.page_count, "ocr": row.ocr,
        "extracted": entry.extracted, "links": entry.links, "cited_by": row.cited_by,
    }))
}

fn status(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let (tallies, totals) = (visit.store.tallies()?, visit.store.totals()?);
    let [held, conflict, ambiguous, missing] = totals.mentions;
    Ok(Answer::json(&json!({
        "generation": visit.store.generation()?, "documents": totals.documents, "incoming": totals.incoming, "outgoing": totals.outgoing,
        "files": {"total": tallies.total, "indexed": tallies.indexed, "needs_ocr": tallies.needs_ocr, "unsupported": tallies.unsupported, "failed": tallies.failed},
        "mentions": {"held": held, "conflict": conflict, "ambiguous": ambiguous, "missing": missing},
    })))
}
