//! Owns the words of the command line alone: what to say about an error, the line that opens a page, what a person decided.

use super::print::{Face, Ink};
use super::talk::Lang;
use crate::model::{ErrorCode, Part, short_body};
use crate::pipeline::PipelineError;
use crate::report::view::Head;
pub(super) use crate::report::words::{
    because, decided, field, happened, name, reason, reason_of, reasons, signatures, state, unclear, warning,
};
use crate::store::{LockError, StoreError};

/// Another paper of a file in a line: `Quy chế · 12/QC-UBND · Làm việc của …`.
pub(super) fn part(lang: Lang, part: &Part) -> String {
    let document = &part.document;
    let kind = document.kind.map(|k| lang.pick(k.row().name, k.row().english).to_owned());
    let number = document.doc_number().map(|n| n.to_string());
    let words: Vec<String> = [kind, number, document.issuer.clone(), document.subject.clone()].into_iter().flatten().collect();
    let page = format!("{} {}", lang.pick("trang", "page"), part.first.page);
    super::print::harmless(&format!("{} · {page}", words.join(" · ")))
}

/// Why a file is not read, and where it broke off: readers' messages name that as `at byte 65536` and `on page 2`.
pub(super) fn reason_with_place(lang: Lang, code: ErrorCode, message: &str) -> String {
    let number_behind = |words: &str| -> Option<u64> {
        let (_, rest) = message.split_once(words)?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let said = reason(lang, code);
    let Some(byte) = number_behind("at byte ").filter(|_| code == ErrorCode::Truncated) else { return said.to_owned() };
    let page = number_behind(" on page ").map(|n| lang.pick(format!(", trang {n}"), format!(", page {n}"))).unwrap_or_default();
    let byte = lang.count(byte);
    lang.pick(format!("{said}: dừng ở byte {byte}{page}"), format!("{said}: stops at byte {byte}{page}"))
}

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
        (Some(StoreError::Version { found, expected }), _) if found < expected => (
            lang.pick(
                format!("kho do phiên bản trước của chương trình lập (bảng bản {found}, cần bản {expected})"),
                format!("an earlier version of the program made the archive (tables {found}, needed {expected})"),
            ),
            Some(lang.pick(
                "congvan verify --repair đổi kho sang bản này và giữ lại bản cũ".to_owned(),
                "congvan verify --repair brings it to this version and keeps a copy of the old one".to_owned(),
            )),
        ),
        (Some(StoreError::Version { found, expected }), _) => (
            lang.pick(
                format!("kho do phiên bản mới hơn của chương trình lập (bảng bản {found}, bản này đọc {expected})"),
                format!("a newer version of the program made the archive (tables {found}, this one reads {expected})"),
            ),
            Some(lang.pick("cài phiên bản mới của congvan".to_owned(), "install the newer congvan".to_owned())),
        ),
        (Some(StoreError::Unknown { found }), _) => (
            lang.pick(
                format!("kho do một bản thử của chương trình lập: bảng ghi là bản {found} nhưng không phải"),
                format!("a trial version of the program made the archive: its tables call themselves {found} and are not"),
            ),
            Some(lang.pick(
                "lập kho mới từ tệp gốc: congvan index --archive THƯ-MỤC-MỚI …".to_owned(),
                "make a new one from the files: congvan index --archive NEW-FOLDER …".to_owned(),
            )),
        ),
        (Some(StoreError::Backup { file, why }), _) => (
            lang.pick(
                format!("{} không phải là bản sao lưu nguyên vẹn ({why})", file.display()),
                format!("{} is no whole backup ({why})", file.display()),
            ),
            Some(lang.pick(
                "dùng bản sao lưu khác; kho hiện có không bị động đến".to_owned(),
                "use another one; the archive that is there was not touched".to_owned(),
            )),
        ),
        (Some(StoreError::Damaged(why)), _) => (
            lang.pick(format!("kho có giá trị hỏng ({why})"), format!("the archive holds a damaged value ({why})")),
            Some("congvan verify --repair".to_owned()),
        ),
        (Some(error), _) if error.is_read_only() => (
            lang.pick(
                "không có quyền ghi vào kho này; vẫn tra cứu và xem được".to_owned(),
                "you have no right to write this archive; searching and reading work".to_owned(),
            ),
            None,
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
        (_, Some(PipelineError::Index(error))) => (
            lang.pick(
                format!("không ghi được chỉ mục tra cứu; kho còn nguyên ({error})"),
                format!("the search index cannot be written; the archive is whole ({error})"),
            ),
            Some(lang.pick(
                "xem đĩa còn chỗ và ghi được không, rồi chạy lại congvan index; nếu vẫn vậy: congvan verify --repair".to_owned(),
                "see that the disk has space and can be written, then run congvan index again; if it stays so: congvan verify --repair".to_owned(),
            )),
        ),
        (_, Some(PipelineError::Worker(error))) => (
            lang.pick(
                format!("không khởi động được tiến trình đọc tệp ({error}); chưa tệp nào bị coi là hỏng"),
                format!("no process for reading files can be started ({error}); no file is blamed"),
            ),
            Some(lang.pick(
                "xem giới hạn số tiến trình và bộ nhớ (ulimit -u, TasksMax), rồi chạy lại".to_owned(),
                "see the limits of processes and memory (ulimit -u, TasksMax), then run again".to_owned(),
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

/// A body's name as lists write it: `UBND xã Sơn Dung`.
pub(super) fn body(name: &str) -> String {
    short_body(name).into_owned()
}
