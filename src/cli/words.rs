//! Owns the words of the command line alone: what to say about an error, the line that opens a page.

use super::print::{Face, Ink};
use super::talk::Lang;
use crate::pipeline::PipelineError;
use crate::report::view::Head;
use crate::store::{LockError, StoreError};

pub(super) use crate::report::words::{field, name, reason, reason_of, reasons, unclear};

/// What to say, and advise, about an error that is not the user's wording of a command.
pub(super) fn trouble(lang: Lang, error: &anyhow::Error) -> (String, Option<String>) {
    let store = error.chain().find_map(|e| e.downcast_ref::<StoreError>());
    let pipeline = error.chain().find_map(|e| e.downcast_ref::<PipelineError>());
    let store = store.or(match pipeline {
        Some(PipelineError::Store(error)) => Some(error),
        _ => None,
    });
    match (store, pipeline) {
        (Some(StoreError::Absent(folder)), _) => (
            lang.pick(format!("{} không phải là kho văn bản", folder.display()), format!("{} is no archive", folder.display())),
            Some(lang.pick("congvan index THƯ-MỤC để lập kho".to_owned(), "congvan index FOLDER makes one".to_owned())),
        ),
        (Some(StoreError::Version { found, expected }), _) => (
            lang.pick(
                format!("kho do phiên bản khác của chương trình lập (bản {found}, cần bản {expected})"),
                format!("the archive was made by another version of the program (tables {found}, needed {expected})"),
            ),
            Some(lang.pick(
                "lập kho mới: congvan index --archive THƯ-MỤC-MỚI …".to_owned(),
                "make a new one: congvan index --archive NEW-FOLDER …".to_owned(),
            )),
        ),
        (Some(error), _) if error.is_disk_full() => (
            lang.pick(
                "đĩa đầy; kho còn nguyên đến lô văn bản trước".to_owned(),
                "the disk is full; the archive is whole up to the last batch".to_owned(),
            ),
            Some(lang.pick(
                "giải phóng đĩa rồi chạy lại congvan index".to_owned(),
                "free some space and run congvan index again".to_owned(),
            )),
        ),
        (_, Some(PipelineError::Lock(LockError::Held(who)))) => (
            lang.pick(
                format!("kho đang được ghi bởi lần chạy khác ({who})"),
                format!("another run is writing this archive ({who})"),
            ),
            Some(lang.pick("chờ lần chạy đó xong rồi chạy lại".to_owned(), "wait for it to end, then run again".to_owned())),
        ),
        (_, Some(PipelineError::Path { path, source })) => (
            lang.pick(format!("không mở được {}: {source}", path.display()), format!("cannot open {}: {source}", path.display())),
            None,
        ),
        _ => (format!("{error:#}"), None),
    }
}

/// The line that opens a page about a document: `16/KH-UBND  09/02/2023`, `BÁO CÁO  không ghi số, ngày`.
pub(super) fn title(lang: Lang, face: &Face, head: &Head) -> String {
    let date = head.date.map(|d| lang.date(d));
    let (name, rest) = match (&head.number, date) {
        (Some(number), Some(date)) => (number.clone(), date),
        (Some(number), None) => (number.clone(), lang.pick("không ghi ngày", "no date").to_owned()),
        (None, Some(date)) => (name(lang, head).to_uppercase(), format!("{}  {date}", lang.pick("không ghi số", "no number"))),
        (None, None) => (name(lang, head).to_uppercase(), lang.pick("không ghi số, ngày", "no number, no date").to_owned()),
    };
    format!("{}  {rest}", face.ink(Ink::Bold, &name))
}
