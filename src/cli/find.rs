//! Owns how a command's DOC names a document: an id, a path of an indexed file, or a document number with or without its year.

use std::path::Path;

use super::print::{cut_words, pad, width};
use super::{Context, Mistake, locate};
use crate::index::query::{Filter, Hints, Options, Strength, parse};
use crate::index::{Index, Page};
use crate::model::{DocNumber, Document, PartialDate, short_body};
use crate::pipeline::index_folder;
use crate::report::bearers::bearers;
use crate::report::states::one_of;
use crate::store::{ContentRow, Store};

/// Documents that are looked at where a number is spelt otherwise; one is wanted.
const CANDIDATES: usize = 50;

/// The one document that `name` names for a command; of several states of one document the leading one.
///
/// # Errors
/// A [`Mistake`] with the candidates where several could be meant, or with what can be done where none is held.
pub(super) fn document(context: &Context, store: &Store, name: &str, command: &str) -> anyhow::Result<ContentRow> {
    match one_of(candidates(context, store, name)?) {
        Ok(one) => Ok(one),
        Err(none) if none.is_empty() => Err(absent(context, store, name)?.into()),
        Err(found) => Err(several(context, name, &found, command).into()),
    }
}

/// The one citation that `name` names: a document's id, a dot, the citation's name in it or its first digits (four at least).
/// Gives the citing document and the citation's place in it.
///
/// # Errors
/// A [`Mistake`] where none or several could be meant.
pub(super) fn citation(context: &Context, store: &Store, name: &str) -> anyhow::Result<(ContentRow, u32)> {
    let lang = context.lang;
    let mistake = |message: String| {
        Mistake::new(
            message,
            lang.pick("congvan show DOC -v in mã của từng viện dẫn", "congvan show DOC -v shows the names of citations"),
        )
    };
    let parts = name.rsplit_once('.').filter(|(id, handle)| {
        let hex = |text: &str| text.len() >= 4 && text.bytes().all(|b| b.is_ascii_hexdigit());
        hex(id) && hex(handle)
    });
    let Some((id, handle)) = parts else {
        let message = lang.pick(
            format!("{name}: không phải là mã viện dẫn; cần như a3182eee.5f3c9d1e"),
            format!("{name}: no name of a citation; expected one like a3182eee.5f3c9d1e"),
        );
        return Err(mistake(message).into());
    };
    let row = document(context, store, id, "show")?;
    let handle = handle.to_ascii_lowercase();
    let handles = store.handles(row.content)?;
    let mut meant = (0_u32..).zip(&handles).filter(|(_, known)| known.starts_with(&handle));
    match (meant.next(), meant.next()) {
        (Some((ordinal, _)), None) => Ok((row, ordinal)),
        (None, _) => Err(mistake(lang.pick(
            format!("{name}: văn bản này không có viện dẫn mang mã đó"),
            format!("{name}: that document has no citation of this name"),
        ))
        .into()),
        _ => Err(mistake(
            lang.pick(format!("{name}: nhiều viện dẫn có mã bắt đầu như vậy"), format!("{name}: several citations begin so")),
        )
        .into()),
    }
}

/// A full day as typed: `2023-08-17`, `17/08/2023`.
pub(super) fn day(context: &Context, option: &str, text: &str) -> Result<PartialDate, Mistake> {
    let iso = text.parse::<PartialDate>().ok().filter(|d| d.is_full());
    let parts: Vec<u16> = text.split(['/', '-', '.']).filter_map(|p| p.parse().ok()).collect();
    let vietnamese = match parts.as_slice() {
        [day, month, year] if *year >= 1000 => {
            u8::try_from(*month).ok().zip(u8::try_from(*day).ok()).and_then(|(month, day)| PartialDate::day(*year, month, day))
        }
        _ => None,
    };
    iso.or(vietnamese).ok_or_else(|| {
        let message = context.lang.pick(
            format!("{option} {text}: không phải là ngày; cần như 17/08/2023 hoặc 2023-08-17"),
            format!("{option} {text}: no date; expected one like 2023-08-17 or 17/08/2023"),
        );
        Mistake::new(message, "")
    })
}

fn candidates(context: &Context, store: &Store, name: &str) -> anyhow::Result<Vec<ContentRow>> {
    let by_path = paths(store, name)?;
    if !by_path.is_empty() {
        return Ok(by_path);
    }
    if name.len() >= 4 && name.bytes().all(|b| b.is_ascii_hexdigit()) {
        let by_id = store.by_id(&name.to_ascii_lowercase())?;
        if !by_id.is_empty() {
            return Ok(by_id);
        }
    }
    let (bare, year) = split_year(name);
    let found = DocNumber::parse(bare).map(|number| bearers(store, &number, year)).transpose()?.unwrap_or_default();
    if found.is_empty() { spelt_otherwise(context, store, bare, year) } else { Ok(found) }
}

/// Documents of a whole number that is typed otherwise than they bear it, as a search reads it: `61/2018/NĐCP`, `16 kh ubnd`.
fn spelt_otherwise(context: &Context, store: &Store, bare: &str, year: Option<u16>) -> anyhow::Result<Vec<ContentRow>> {
    let Some(number) = Filter::as_number(bare).filter(|number| number.strength == Strength::Full) else { return Ok(Vec::new()) };
    // Where the index cannot be read, only the store's own spelling is known.
    let Ok(index) = Index::open(&index_folder(&locate::folder(context)?)) else { return Ok(Vec::new()) };
    let options = Options { number: Some(bare.to_owned()), ..Options::default() };
    let Ok(query) = parse("", &options, &Hints::default()) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for hit in index.search(&query, &Page { limit: CANDIDATES, ..Page::default() })?.hits {
        found.extend(store.content(i64::try_from(hit.row)?)?);
    }
    let of_year = |document: &Document| year.is_none_or(|year| document.date.is_some_and(|d| d.year_number() == year));
    let bears = |document: &Document| document.doc_number().is_some_and(|held| number.is(&held)) && of_year(document);
    found.retain(|row| bears(&row.document) || row.parts.iter().any(|part| bears(&part.document)));
    Ok(found)
}

/// A path as typed, from here or as the archive shows it.
fn paths(store: &Store, name: &str) -> anyhow::Result<Vec<ContentRow>> {
    use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
    let shown = crate::pipeline::display(name.as_bytes());
    let found = store.by_path(&shown)?;
    if !found.is_empty() {
        return Ok(found);
    }
    // A member of a container follows its container's path.
    let (file, member) = shown.split_once("!/").map_or((name, None), |(file, member)| (file, Some(member)));
    let Ok(absolute) = Path::new(file).canonicalize() else { return Ok(Vec::new()) };
    for (_, folder, label) in store.roots()? {
        let folder = std::path::PathBuf::from(std::ffi::OsString::from_vec(folder));
        if let Ok(below) = absolute.strip_prefix(&folder) {
            let mut path = format!("{label}{}", crate::pipeline::display(below.as_os_str().as_bytes()));
            if let Some(member) = member {
                path.push_str(&format!("!/{member}"));
            }
            let found = store.by_path(&path)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
    }
    Ok(Vec::new())
}

/// `16/KH-UBND@2023` names the one of that year.
fn split_year(name: &str) -> (&str, Option<u16>) {
    match name.rsplit_once('@') {
        Some((bare, year)) if year.len() == 4 => year.parse().map_or((name, None), |year| (bare, Some(year))),
        _ => (name, None),
    }
}

fn absent(context: &Context, store: &Store, name: &str) -> anyhow::Result<Mistake> {
    let lang = context.lang;
    let citing = match DocNumber::parse(split_year(name).0) {
        Some(number) => {
            let mut documents: Vec<i64> = store.naming(&number.key())?.into_iter().map(|m| m.content).collect();
            documents.dedup();
            documents.len()
        }
        None => 0,
    };
    Ok(if citing > 0 {
        Mistake::new(
            lang.pick(
                format!("{name} chưa có trong kho; {citing} văn bản viện dẫn"),
                format!(
                    "{name} is not held; {} {} it",
                    lang.documents(citing as u64),
                    if citing == 1 { "cites" } else { "cite" }
                ),
            ),
            format!("congvan search vien-dan:{name}"),
        )
    } else {
        Mistake::new(
            lang.pick(
                format!("không thấy văn bản {name}; cần mã, đường dẫn tệp đã nạp, hoặc số"),
                format!("no document {name}; expected an id, the path of a file, or a number"),
            ),
            format!("congvan search {name}"),
        )
    })
}

fn several(context: &Context, name: &str, found: &[ContentRow], command: &str) -> Mistake {
    let lang = context.lang;
    let (bare, _) = split_year(name);
    let is_number = DocNumber::parse(bare).is_some();
    let message = if is_number {
        lang.pick(
            format!("{} văn bản mang số {bare}, cần đúng một", found.len()),
            format!("{} documents bear the number {bare}, exactly one is needed", found.len()),
        )
    } else {
        lang.pick(
            format!("{} văn bản ứng với {name}, cần đúng một", found.len()),
            format!("{} documents match {name}, exactly one is needed", found.len()),
        )
    };
    let years: Vec<Option<u16>> = found.iter().map(|row| row.document.date.map(PartialDate::year_number)).collect();
    let handle = |row: &ContentRow| -> String {
        let year = row.document.date.map(PartialDate::year_number);
        match (is_number, year) {
            (true, Some(year)) if years.iter().filter(|y| **y == Some(year)).count() == 1 => format!("{bare}@{year}"),
            _ => row.id.clone(),
        }
    };
    let names: Vec<String> = found.iter().map(handle).collect();
    let column = names.iter().map(|n| width(n)).max().unwrap_or(0);
    let lines = found
        .iter()
        .zip(&names)
        .map(|(row, name)| {
            let date = row.document.date.map_or_else(|| lang.pick("không ghi ngày", "no date").to_owned(), |d| lang.date(d));
            let issuer = row.document.issuer.as_deref().map_or(lang.pick("không ghi cơ quan", "no issuer").into(), short_body);
            let subject = row.document.subject.clone().unwrap_or_default();
            let line = format!("{}  {date}  {issuer}  {subject}", pad(name, column));
            cut_words(line.trim_end(), context.err.width.saturating_sub(2))
        })
        .collect();
    Mistake { message, lines, hint: names.first().map(|name| format!("congvan {command} {name}")) }
}
