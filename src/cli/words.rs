//! Owns the words of the command line alone: what to say about an error, the line that opens a page, what a person decided.

use std::io::ErrorKind;

use super::print::{Face, Ink};
use super::talk::Lang;
use crate::index::IndexError;
use crate::model::{ErrorCode, short_body};
use crate::pipeline::PipelineError;
use crate::report::view::Head;
pub(super) use crate::report::words::{
    because, cites, decided, field, happened, in_file, kinds, name, part, reason, reason_of, reasons, signatures, state, unclear,
    warning,
};
use crate::store::{DATABASE, LockError, StoreError};

/// Why a file is not read, and where it broke off: readers' messages name that as `at byte 65536` and `on page 2`.
pub(super) fn reason_with_place(lang: Lang, code: ErrorCode, message: &str) -> String {
    let number_behind = |words: &str| -> Option<u64> {
        let (_, rest) = message.split_once(words)?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let said = match code {
        ErrorCode::NoText if is_switched_off(message) => lang.pick(
            "không có chữ: bản quét, đang tắt nhận dạng chữ (--ocr off)",
            "no text: a scan; recognition is switched off (--ocr off)",
        ),
        ErrorCode::NoText if !is_lacking(message) => {
            lang.pick("không có chữ: bản quét chưa nhận dạng được", "no text: a scan that was not recognised")
        }
        _ => reason(lang, code),
    };
    let Some(byte) = number_behind("at byte ").filter(|_| code == ErrorCode::Truncated) else { return said.to_owned() };
    let page = number_behind(" on page ").map(|n| lang.pick(format!(", trang {n}"), format!(", page {n}"))).unwrap_or_default();
    let byte = lang.count(byte);
    lang.pick(format!("{said}: dừng ở byte {byte}{page}"), format!("{said}: stops at byte {byte}{page}"))
}

/// Why a file is not read, by the stored code: what the reader says, which is English, or in Vietnamese what the code means.
pub(super) fn reason_said(lang: Lang, code: &str, message: &str) -> String {
    let known: Option<ErrorCode> = serde_json::from_value(serde_json::Value::String(code.to_owned())).ok();
    match known {
        Some(code) if lang == Lang::Vi => reason_with_place(lang, code, message),
        _ => message.to_owned(),
    }
}

/// Was a scan left unread because the user switched recognition off?
pub(super) fn is_switched_off(message: &str) -> bool {
    message.contains(crate::pipeline::SWITCHED_OFF)
}

/// Is it the program that recognises, or its model, that a scan lacks?
fn is_lacking(message: &str) -> bool {
    message.contains("install")
}

/// What is wrong with what the archive lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Medium {
    Full,
    ReadOnly,
    Failing,
}

/// Is it the disk, and not the archive, that an error is about?
fn medium(
    error: &anyhow::Error,
    store: Option<&StoreError>,
    pipeline: Option<&PipelineError>,
    index: Option<&IndexError>,
) -> Option<Medium> {
    /// The system's "input/output error", which has no kind of its own.
    const EIO: i32 = 5;
    let lock = error.chain().find_map(|e| e.downcast_ref::<LockError>());
    let lock = lock.or(match pipeline {
        Some(PipelineError::Lock(error)) => Some(error),
        _ => None,
    });
    let system = match (store, lock, pipeline, index) {
        (Some(store), ..) if store.is_disk_full() => return Some(Medium::Full),
        (Some(store), ..) if store.is_read_only() => return Some(Medium::ReadOnly),
        (Some(store), ..) if store.is_failing() => return Some(Medium::Failing),
        (Some(StoreError::File { source, .. }), ..) => source,
        (_, Some(LockError::Io(error)), ..) => error,
        (.., Some(PipelineError::Folder { source, .. }), _) => source,
        (.., Some(IndexError::Io(error))) => error,
        // An export, a register: a full disk is one wherever it is.
        _ => {
            let system = error.chain().find_map(|e| e.downcast_ref::<std::io::Error>());
            return system.filter(|e| e.kind() == ErrorKind::StorageFull).map(|_| Medium::Full);
        }
    };
    match (system.kind(), system.raw_os_error()) {
        (ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge, _) => Some(Medium::Full),
        (ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied, _) => Some(Medium::ReadOnly),
        (ErrorKind::StaleNetworkFileHandle | ErrorKind::NotConnected | ErrorKind::TimedOut | ErrorKind::HostUnreachable, _)
        | (_, Some(EIO)) => Some(Medium::Failing),
        _ => None,
    }
}

/// What to say, and advise, about an error that is not the user's wording of a command.
pub(super) fn trouble(lang: Lang, error: &anyhow::Error) -> (String, Option<String>) {
    let store = error.chain().find_map(|e| e.downcast_ref::<StoreError>());
    let pipeline = error.chain().find_map(|e| e.downcast_ref::<PipelineError>());
    let store = store.or(match pipeline {
        Some(PipelineError::Store(error)) => Some(error),
        _ => None,
    });
    let index = error.chain().find_map(|e| e.downcast_ref::<IndexError>()).or(match pipeline {
        Some(PipelineError::Index(error)) => Some(error),
        _ => None,
    });
    let medium = medium(error, store, pipeline, index);
    match (store, pipeline) {
        (Some(StoreError::Absent(folder)), _) if folder.join("index").is_dir() => (
            lang.pick(
                format!("kho {} mất cơ sở dữ liệu ({DATABASE})", folder.display()),
                format!("the archive {} has lost its database ({DATABASE})", folder.display()),
            ),
            Some(lang.pick(
                "congvan restore BẢN-SAO-LƯU; không có bản sao lưu thì congvan index THƯ-MỤC đọc lại từ tệp gốc".to_owned(),
                "congvan restore BACKUP; without a backup, congvan index FOLDER reads the files again".to_owned(),
            )),
        ),
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
        (Some(StoreError::File { path, .. }), _) if medium == Some(Medium::ReadOnly) => (
            lang.pick(format!("không có quyền ghi {}", path.display()), format!("you have no right to write {}", path.display())),
            None,
        ),
        (None, None) if medium == Some(Medium::ReadOnly) && index.is_some() => (
            lang.pick(
                "không có quyền đọc chỉ mục tra cứu của kho này".to_owned(),
                "you have no right to read this archive's search index".to_owned(),
            ),
            Some(lang.pick(
                "nhờ người quản trị kho cho quyền đọc thư mục kho".to_owned(),
                "ask who keeps the archive for the right to read its folder".to_owned(),
            )),
        ),
        _ if medium == Some(Medium::ReadOnly) => (
            lang.pick(
                "không có quyền ghi vào kho này; vẫn tra cứu và xem được".to_owned(),
                "you have no right to write this archive; searching and reading work".to_owned(),
            ),
            None,
        ),
        (Some(StoreError::File { path, .. }), _) if medium == Some(Medium::Full) => (
            lang.pick(
                format!("đĩa đầy khi ghi {}; kho còn nguyên", path.display()),
                format!("the disk is full at {}; the archive is whole", path.display()),
            ),
            Some(lang.pick(
                "giải phóng đĩa rồi chạy lại lệnh này".to_owned(),
                "free some space and run the command again".to_owned(),
            )),
        ),
        _ if medium == Some(Medium::Full) => (
            lang.pick(
                "đĩa đầy; kho còn nguyên đến lô văn bản trước".to_owned(),
                "the disk is full; the archive is whole up to the last batch".to_owned(),
            ),
            Some(lang.pick(
                "giải phóng đĩa rồi chạy lại lệnh này".to_owned(),
                "free some space and run the command again".to_owned(),
            )),
        ),
        _ if medium == Some(Medium::Failing) => (
            lang.pick(
                format!("đĩa hoặc mạng báo lỗi khi đọc, ghi kho ({error})"),
                format!("the disk or the network fails while the archive is read or written ({error})"),
            ),
            Some(lang.pick(
                "xem ổ đĩa, quyền của thư mục kho, kết nối mạng rồi chạy lại lệnh này; kho còn nguyên đến lô văn bản trước".to_owned(),
                "see to the disk, the rights of the archive's folder or the connection, then run the command again; the archive is whole up to the last batch".to_owned(),
            )),
        ),
        (Some(error), _) if error.is_broken() => (
            lang.pick(
                format!("cơ sở dữ liệu của kho bị hỏng ({error})"),
                format!("the archive's database is damaged ({error})"),
            ),
            Some(lang.pick(
                "congvan restore --replace BẢN-SAO-LƯU; không có bản sao lưu thì lập kho mới từ tệp gốc: congvan index --archive THƯ-MỤC-MỚI …"
                    .to_owned(),
                "congvan restore --replace BACKUP; without a backup make a new archive from the files: congvan index --archive NEW-FOLDER …"
                    .to_owned(),
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
        (_, Some(PipelineError::Path { path, source })) if source.kind() == ErrorKind::NotFound => (
            lang.pick(format!("không có {}; kho không thay đổi", path.display()), format!("there is no {}; the archive is as it was", path.display())),
            Some(lang.pick(
                "xem lại tên thư mục, hoặc ổ mạng đã nối chưa".to_owned(),
                "see the folder's name, or whether the network drive is connected".to_owned(),
            )),
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
