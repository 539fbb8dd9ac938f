//! The page of the archive's state: what it holds, its last runs, the files that are not read and what to do about them.

use maud::{Markup, html};
use serde_json::Value;

use super::answer::{Answer, Fault};
use super::frame::{Frame, today};
use super::site::Visit;
use crate::report::audit::{Overdue, overdue};
use crate::report::changes::changes;
use crate::report::view::Tally;
use crate::report::words;
use crate::store::Run;

/// Runs that are listed.
const RUNS: u32 = 30;
/// Files that are listed.
const FILES: usize = 200;
/// Changes of links that are listed.
const CHANGES: usize = 40;

/// `/tinh-trang`
pub(super) fn page(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let lang = visit.lang;
    let (tallies, totals, problems) = (visit.store.tallies()?, visit.store.totals()?, visit.store.problems()?);
    let runs = visit.store.runs(RUNS)?;
    let checked = visit.store.last_check()?;
    let late = late(visit);
    let n = |n: u64| lang.count(n);
    let title = visit.pick("Tình trạng kho", "The archive's status");
    let [held, conflict, ambiguous, missing] = totals.mentions.map(|n| usize::try_from(n).unwrap_or(usize::MAX));
    let content = html! {
        h1 { (title) }
        dl.facts {
            dt { (visit.pick("Văn bản", "Documents")) }
            dd { (n(totals.documents)) " (" (visit.pick(format!("đi {}, đến {}", n(totals.outgoing), n(totals.incoming)), format!("outgoing {}, incoming {}", n(totals.outgoing), n(totals.incoming)))) ")"
                @if let Some((first, last)) = totals.years { " · " (first) "–" (last) } }
            dt { (visit.pick("Cơ quan mình", "Own body")) }
            dd { @if visit.site.source.own.is_empty() { (visit.pick("chưa đặt: congvan index --home \"UBND xã …\"", "not set: congvan index --home \"UBND xã …\"")) } @else { (visit.site.source.own.join(", ")) } }
            dt { (visit.pick("Viện dẫn", "Citations")) }
            dd { (visit.tally(Tally { held, conflict, ambiguous, missing })) }
            dt { (visit.pick("Tệp", "Files")) }
            dd { (visit.pick(
                format!("{}: đã nạp {} · cần nhận dạng chữ {} · loại chưa đọc {} · hỏng {}", n(tallies.total), n(tallies.indexed), n(tallies.needs_ocr), n(tallies.unsupported), n(tallies.failed)),
                format!("{}: indexed {} · need OCR {} · unsupported {} · failed {}", n(tallies.total), n(tallies.indexed), n(tallies.needs_ocr), n(tallies.unsupported), n(tallies.failed)),
            )) }
            dt { (visit.pick("Chưa trả lời", "Unanswered")) }
            dd { a href=(visit.href(&["can-xem", "chua-tra-loi"], &[])) { (visit.pick(format!("{} văn bản đến quá hạn", late.len()), format!("{} incoming, overdue", late.len()))) }
                @for waiting in late.iter().take(3) { " · " (waiting.number.as_deref().unwrap_or(&waiting.path)) ", " (visit.pick("hạn", "due")) " " (visit.moment(&waiting.due.to_string())) } @if late.len() > 3 { " · …" } }
            dt { (visit.pick("Kiểm tra kho", "Checked")) }
            dd { @match checked {
                Some((at, true)) => { (visit.moment(&at)) ": " (visit.pick("kho nguyên vẹn", "the archive is whole")) }
                Some((at, false)) => { (visit.moment(&at)) ": " (visit.pick("có chỗ không khớp, chạy: congvan verify --repair", "something is wrong, run: congvan verify --repair")) }
                None => (visit.pick("chưa lần nào: congvan verify", "never: congvan verify")),
            } }
            dt { (visit.pick("Dung lượng", "Size")) }
            dd { (visit.pick(
                format!("chữ {} · tệp gốc {}", lang.size(totals.text_bytes), lang.size(totals.file_bytes)),
                format!("text {} · files {}", lang.size(totals.text_bytes), lang.size(totals.file_bytes)),
            )) }
        }
        p.aside { (visit.pick(
            "Trang này chỉ đọc. Muốn nạp văn bản mới: chép tệp vào thư mục của kho rồi chạy congvan index. Muốn xem thử một dự thảo: congvan extract TỆP.",
            "This page only reads. To take in new documents, put the files into the archive's folders and run congvan index. To look at one draft: congvan extract FILE.",
        )) }
        h2 { (visit.pick("Tệp không đọc được", "Files that are not read")) " " small { (n(problems.len() as u64)) } }
        @if problems.is_empty() { p { (visit.pick("không", "none")) } }
        @else {
            div.scroll tabindex="0" role="region" aria-label=(visit.pick("Tệp không đọc được", "Files that are not read")) { table.files {
                thead { tr { th scope="col" { (visit.pick("Tệp", "File")) } th scope="col" { (visit.pick("Lý do", "Reason")) } th scope="col" { (visit.pick("Cần làm", "What to do")) } th scope="col" { (visit.pick("Chi tiết", "Details")) } th scope="col" { (visit.pick("Từ", "Since")) } } }
                tbody { @for problem in problems.iter().take(FILES) {
                    tr {
                        td.path { (problem.path) }
                        td { (words::reason_of(lang, &problem.code)) }
                        td { (words::remedy(lang, &problem.code)) }
                        td.aside lang="en" { (problem.message) }
                        td.date { (visit.moment(&problem.since)) }
                    }
                } }
            } }
            @if problems.len() > FILES { p { (visit.pick(format!("… còn {} tệp, xem: congvan status --failed", problems.len() - FILES), format!("… {} more: congvan status --failed", problems.len() - FILES))) } }
        }
        (changed(visit, runs.first())?)
        h2 { (visit.pick("Các lần chạy", "Runs")) }
        @if runs.is_empty() { p { (visit.pick("chưa có", "none yet")) } }
        @else {
            div.scroll tabindex="0" role="region" aria-label=(visit.pick("Các lần chạy", "Runs")) { table {
                thead { tr {
                    th scope="col" { (visit.pick("Lúc", "When")) } th scope="col" { (visit.pick("Giây", "Seconds")) } th scope="col" { (visit.pick("Tệp", "Files")) }
                    th scope="col" { (visit.pick("Mới", "New")) } th scope="col" { (visit.pick("Thay đổi", "Changed")) } th scope="col" { (visit.pick("Không còn", "Gone")) } th scope="col" { (visit.pick("Không đọc được", "Not read")) }
                } }
                tbody { @for run in &runs { (run_row(visit, run)) } }
            } }
        }
    };
    Ok(visit.framed(&Frame { class: "wide", ..Frame::of(title) }, &content))
}

/// Incoming documents whose day for an answer is past and that nothing answers.
fn late(visit: &Visit<'_>) -> Vec<Overdue> {
    today().map(|today| overdue(&visit.view, today)).unwrap_or_default()
}

/// What the last run changed about links.
fn changed(visit: &Visit<'_>, run: Option<&Run>) -> Result<Markup, Fault> {
    let Some(run) = run else { return Ok(html! {}) };
    let mut events = visit.store.events(run.id)?;
    let total = events.len();
    // The events come by what happened; of a run that filled the archive only the first are told.
    events.truncate(CHANGES);
    let changes = changes(&visit.view, events);
    Ok(html! {
        @if !changes.is_empty() {
            h2 { (visit.pick("Lần chạy gần nhất đã đổi", "What the last run changed")) " " small { (visit.lang.count(total as u64)) } }
            ul.changes { @for change in &changes {
                li {
                    b { (words::happened(visit.lang, change.event.what)) } ": " a href=(visit.cited(&change.event.number)) { (change.event.number) }
                    @if let (Some(head), Some(place)) = (&change.citing, &change.place) {
                        " · " a href=(visit.href(&["vb", &head.id.0], &[])) { (words::name(visit.lang, head)) ", " (visit.pick(place.vietnamese(), place.english())) }
                    }
                    " · " (words::because(visit.lang, &change.event))
                }
            } }
            @if total > CHANGES { p { (visit.pick(format!("… còn {}: congvan status --json", total - CHANGES), format!("… {} more: congvan status --json", total - CHANGES))) } }
        }
    })
}

fn run_row(visit: &Visit<'_>, run: &Run) -> Markup {
    let report: Option<Value> = run.report.as_deref().and_then(|r| serde_json::from_str(r).ok());
    let when = visit.moment(&run.started);
    html! {
        tr {
            td.date { (when) }
            @match report {
                Some(report) => {
                    td { (visit.lang.decimal(report["seconds"].as_f64().unwrap_or_default())) }
                    @for key in ["files", "new", "changed", "gone", "failed"] { td { (visit.lang.count(report[key].as_u64().unwrap_or_default())) } }
                }
                None => { td colspan="6" { (visit.pick("chưa xong hoặc bị dừng", "not finished")) } }
            }
        }
    }
}
