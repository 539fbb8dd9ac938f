//! What is offered while somebody types: numbers first, then subjects; each a query that finds what it says.

use serde_json::{Value, json};

use super::answer::{Answer, Fault};
use super::search::query_of;
use super::site::Visit;
use crate::index::{Page, Tier};
use crate::report::archive::head;
use crate::report::view::Head;
use crate::report::words;

/// At most so many.
const MOST: usize = 8;
/// Hits that are looked at: several may bear one number.
const LOOKED_AT: usize = 24;

/// `/api/v1/goi-y?q=kế+hoạch+1`
pub(super) fn answer(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let typed = visit.request.word("q").unwrap_or_default().trim();
    let mut offered: Vec<Value> = Vec::new();
    if typed.chars().count() >= 2 || typed.chars().all(|c| c.is_ascii_digit()) && !typed.is_empty() {
        // The last word is not yet whole; a query that does not hold together yet offers nothing.
        let begun = typed.chars().last().is_some_and(char::is_alphabetic);
        let forms = [Some(typed.to_owned()), begun.then(|| format!("{typed}*"))];
        for form in forms.into_iter().flatten() {
            offer(visit, &form, &mut offered)?;
        }
    }
    Ok(Answer::json(&json!({ "query": typed, "suggestions": offered })))
}

fn offer(visit: &Visit<'_>, typed: &str, offered: &mut Vec<Value>) -> Result<(), Fault> {
    let Ok(query) = query_of(visit, typed) else { return Ok(()) };
    let results = visit.index()?.search(&query, &Page { offset: 0, limit: LOOKED_AT, facets: false })?;
    for hit in &results.hits {
        if offered.len() >= MOST {
            break;
        }
        let Some(row) = visit.shown(hit)? else { continue };
        let line = head(&row);
        let is_number = matches!(hit.tier, Tier::Number | Tier::OtherDate | Tier::OtherKind);
        let Some(query) = query_for(&line, is_number) else { continue };
        if !offered.iter().any(|o| o["query"] == query.as_str()) {
            offered.push(json!({
                "query": query, "number": words::name(visit.lang, &line), "date": line.date.map(|d| visit.lang.date(d)),
                "issuer": line.issuer, "subject": line.subject,
            }));
        }
    }
    for suggestion in results.suggestions.iter().take(MOST.saturating_sub(offered.len())) {
        if !offered.iter().any(|o| o["query"] == suggestion.query.as_str()) {
            offered.push(json!({ "query": suggestion.query, "count": suggestion.count }));
        }
    }
    Ok(())
}

/// The number where that was meant; else the words of the subject in their order.
fn query_for(head: &Head, is_number: bool) -> Option<String> {
    let subject = || head.subject.as_ref().map(|s| format!("\"{}\"", s.replace(['"', '“', '”', '„'], " ")));
    let number = || head.number.clone();
    if is_number { number().or_else(subject) } else { subject().or_else(number) }
}
