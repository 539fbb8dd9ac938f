//! The page of the archive's state: what it holds, its last runs, the files that are not read and what to do about them.

use maud::html;
use serde_json::Value;

use super::answer::{Answer, Fault};
use super::frame::Frame;
use super::site::Visit;
use crate::report::view::Tally;
use crate::report::words;
use crate::store::Run;

/// Runs that are listed.
const RUNS: u32 = 30;
/// Files that are listed.
const FILES: usize = 200;

/// `/tinh-trang`
pub(super) fn page(visit: &Visit<'_>) -> Result<Answer, Fault> {
    let lang = visit.lang;
    let (tallies, totals, problems) = (visit.store.tallies()?, visit.store.totals()?, visit.store.problems()?);
    let runs = visit.store.runs(RUNS)?;
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
            dd { @if visit.site.own.is_empty() { (visit.pick("chưa đặt: congvan index --home \"UBND xã …\"", "not set: congvan index --home \"UBND xã …\"")) } @else { (visit.site.own.join(", ")) } }
            dt { (visit.pick("Viện dẫn", "Citations")) }
            dd { (visit.tally(Tally { held, conflict, ambiguous, missing })) }
            dt { (visit.pick("Tệp", "Files")) }
            dd { (visit.pick(
                format!("{}: đã nạp {} · cần nhận dạng chữ {} · loại chưa đọc {} · hỏng {}", n(tallies.total), n(tallies.indexed), n(tallies.needs_ocr), n(tallies.unsupported), n(tallies.failed)),
                format!("{}: indexed {} · need OCR {} · unsupported {} · failed {}", n(tallies.total), n(tallies.indexed), n(tallies.needs_ocr), n(tallies.unsupported), n(tallies.failed)),
            )) }
            dt { (visit.pick("Dung lượng", "Size")) }
            dd { (visit.pick(
                format!("chữ {} · tệp gốc {}", lang.size(totals.text_bytes), lang.size(totals.file_bytes)),
                format!("text {} · files {}", lang.size(totals.text_bytes), lang.size(totals.file_bytes)),
            )) }
        }
        p { (visit.pick(
            "Trang này chỉ đọc. Muốn nạp văn bản mới: chép tệp vào thư mục của kho rồi chạy congvan index. Muốn xem thử một dự thảo: congvan extract TỆP.",
            "This page only reads. To take in new documents, put the files into the archive's folders and run congvan index. To look at one draft: congvan extract FILE.",
        )) }
        h2 { (visit.pick("Tệp không đọc được", "Files that are not read")) " " small { (n(problems.len() as u64)) } }
        @if problems.is_empty() { p { (visit.pick("không", "none")) } }
        @else {
            table {
                thead { tr { th scope="col" { (visit.pick("Tệp", "File")) } th scope="col" { (visit.pick("Lý do", "Reason")) } th scope="col" { (visit.pick("Chi tiết", "Details")) } th scope="col" { (visit.pick("Từ", "Since")) } } }
                tbody { @for problem in problems.iter().take(FILES) {
                    tr {
                        td.path { (problem.path) }
                        td { (words::reason_of(lang, &problem.code)) }
                        td lang="en" { (problem.message) }
                        td { (day(visit, &problem.since)) }
                    }
                } }
            }
            @if problems.len() > FILES { p { (visit.pick(format!("… còn {} tệp, xem: congvan status --failed", problems.len() - FILES), format!("… {} more: congvan status --failed", problems.len() - FILES))) } }
        }
        h2 { (visit.pick("Các lần chạy", "Runs")) }
        @if runs.is_empty() { p { (visit.pick("chưa có", "none yet")) } }
        @else {
            table {
                thead { tr {
                    th scope="col" { (visit.pick("Lúc", "When")) } th scope="col" { (visit.pick("Giây", "Seconds")) } th scope="col" { (visit.pick("Tệp", "Files")) }
                    th scope="col" { (visit.pick("Mới", "New")) } th scope="col" { (visit.pick("Thay đổi", "Changed")) } th scope="col" { (visit.pick("Không còn", "Gone")) } th scope="col" { (visit.pick("Không đọc được", "Not read")) }
                } }
                tbody { @for run in &runs { (run_row(visit, run)) } }
            }
        }
    };
    Ok(visit.framed(&Frame { class: "wide", ..Frame::of(title) }, &content))
}

fn day(visit: &Visit<'_>, time: &str) -> String {
    time.get(..10).and_then(|d| d.parse().ok()).map_or_else(|| time.to_owned(), |d| visit.lang.date(d))
}

fn run_row(visit: &Visit<'_>, run: &Run) -> maud::Markup {
    let report: Option<Value> = run.report.as_deref().and_then(|r| serde_json::from_str(r).ok());
    let when = format!("{} {}", day(visit, &run.started), run.started.get(11..16).unwrap_or_default());
    html! {
        tr {
            td { (when) }
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
