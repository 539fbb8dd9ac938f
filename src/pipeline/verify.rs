//! Owns the checks of an archive's parts against each other and against the files, and the making anew of what is derived.
//!
//! Truth are the files; what was read of them is made again by reading them; keys, mentions and links are derived from what was
//! read, and the search index from all of it.

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::indexing::{index_folder, reindex};
use super::run::PipelineError;
use super::{READER, digest_hex, linking};
use crate::index::Index;
use crate::link;
use crate::model::{Citation, Extracted, Span};
use crate::store::{FileRow, Store, StoreError};

/// One thing that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Its stable name: `database`, `documents`, `links`, `spans`, `files`, `index`.
    pub check: &'static str,
    /// How many were looked at, where they were counted.
    pub looked: u64,
    /// What is wrong, a sentence each.
    pub wrong: Vec<String>,
    /// Files that are no longer there: no fault, the next run sees it.
    pub gone: u64,
    /// Files that changed since they were read: no fault either.
    pub newer: u64,
}

impl Check {
    fn new(check: &'static str, looked: u64, wrong: Vec<String>) -> Self {
        Self { check, looked, wrong, gone: 0, newer: 0 }
    }

    /// Is nothing wrong?
    #[must_use]
    pub fn whole(&self) -> bool {
        self.wrong.is_empty()
    }
}

/// Checks the archive. Of the files on disk `sample` are read again, spread over the archive; all of them if that is `None`.
///
/// # Errors
/// When the database cannot be asked at all.
pub fn verify(archive: &Path, store: &Store, sample: Option<usize>) -> Result<Vec<Check>, PipelineError> {
    let documents = store.totals()?.documents;
    Ok(vec![
        Check::new("database", 1, store.integrity()?),
        Check::new("documents", documents, store.misfits()?),
        Check::new("links", store.mention_states()?.iter().sum(), store.loose_links()?),
        texts(store)?.check,
        files(store, sample)?.0,
        index(archive, store)?,
    ])
}

/// What came of looking at all that is stored.
struct Texts {
    check: Check,
    /// Rows of documents that can be read back and are not right.
    wrong: Vec<i64>,
    /// Rows of documents that cannot even be read back.
    lost: Vec<i64>,
}

/// What is stored of each document can be read, and its places select the words that stand there.
fn texts(store: &Store) -> Result<Texts, StoreError> {
    let mut texts = Texts { check: Check::new("spans", 0, Vec::new()), wrong: Vec::new(), lost: Vec::new() };
    for content in store.content_rows()? {
        texts.check.looked += 1;
        let path = store.paths(content)?.into_iter().next().unwrap_or_default();
        let wrong = match text(store, content) {
            Ok(wrong) => {
                texts.wrong.extend(Some(content).filter(|_| !wrong.is_empty()));
                wrong
            }
            Err(StoreError::Damaged(why)) => {
                texts.lost.push(content);
                vec![why]
            }
            Err(error) => return Err(error),
        };
        texts.check.wrong.extend(wrong.into_iter().map(|why| format!("{path}: {why}")));
    }
    Ok(texts)
}

fn text(store: &Store, content: i64) -> Result<Vec<String>, StoreError> {
    let pages = store.pages(content)?;
    let extracted = store.extracted(content)?;
    store.facts(content)?;
    let mut wrong = misplaced(&pages, &extracted);
    let row = store.content(content)?;
    if row.is_some_and(|row| row.document != extracted.document || row.parts != extracted.held_parts()) {
        wrong.push("its fields are kept twice and differ".to_owned());
    }
    let (found, kept) = (extracted.citations.len(), store.mentions_kept(content)?);
    if found != kept {
        wrong.push(format!("{found} citations were found in it, {kept} are kept"));
    }
    Ok(wrong)
}

/// Places that do not select their words.
fn misplaced(pages: &[String], extracted: &Extracted) -> Vec<String> {
    // Compared as surfaces are written, which have no marks of emphasis.
    let plain = Citation::surface_of;
    let selects = |span: Span, words: &str| {
        let page = (span.page as usize).checked_sub(1).and_then(|p| pages.get(p));
        let selected = page.and_then(|p| p.get(span.start as usize..span.end as usize));
        // Words that run over a page break end with their first page.
        selected.is_some_and(|s| !s.trim().is_empty() && plain(words).starts_with(plain(s).as_str()))
    };
    let citations = extracted.citations.iter().map(|c| (c.span, c.surface.as_str()));
    // What an edXML envelope declares stands on no page.
    let on_pages = extracted.evidence.values().filter(|e| !e.rule.starts_with("edxml."));
    let fields = on_pages.map(|e| (e.span, e.quote.as_str()));
    let anchors = extracted.footnotes.iter().filter_map(|f| f.anchor.as_ref()).map(|a| (a.span, a.quote.as_str()));
    citations
        .chain(fields)
        .chain(anchors)
        .filter(|(span, words)| !selects(*span, words))
        .map(|(span, words)| format!("page {}, {}–{} is not `{words}`", span.page, span.start, span.end))
        .collect()
}

/// The files still have the bytes that were read. One that is gone or newer is the next run's to see, and no fault. Also gives the
/// rows of files that have to be read again.
fn files(store: &Store, sample: Option<usize>) -> Result<(Check, Vec<i64>), StoreError> {
    let roots: std::collections::BTreeMap<i64, PathBuf> =
        store.roots()?.into_iter().map(|(id, folder, _)| (id, PathBuf::from(OsStr::from_bytes(&folder)))).collect();
    let all: Vec<FileRow> = store.files()?.into_iter().filter(|f| f.member.is_empty() && f.sha256.is_some()).collect();
    let wanted = sample.unwrap_or(all.len()).min(all.len());
    // The next sample begins behind this one when the archive has changed meanwhile.
    let turn = usize::try_from(store.generation()?).unwrap_or_default();
    let chosen = (0..wanted).filter_map(|i| all.get((i * all.len() / wanted.max(1) + turn) % all.len().max(1)));
    let mut check = Check::new("files", 0, Vec::new());
    let mut bad = Vec::new();
    for row in chosen {
        let Some(root) = roots.get(&row.root) else { continue };
        let path = if row.raw.is_empty() { root.clone() } else { root.join(OsStr::from_bytes(&row.raw)) };
        match stamp(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => check.gone += 1,
            Err(error) => check.wrong.push(format!("{}: {error}", row.path)),
            Ok((size, mtime)) if (size, mtime) != (row.size, row.mtime) => check.newer += 1,
            Ok(_) => {
                check.looked += 1;
                match hash(&path) {
                    Ok(found) if Some(&found) != row.sha256.as_ref() => {
                        bad.push(row.id);
                        check.wrong.push(format!("{}: other bytes than were read, though size and time are the same", row.path));
                    }
                    Ok(_) => {}
                    Err(error) => check.wrong.push(format!("{}: {error}", row.path)),
                }
            }
        }
    }
    Ok((check, bad))
}

fn stamp(path: &Path) -> io::Result<(u64, i64)> {
    let metadata = std::fs::metadata(path)?;
    let since = metadata.modified()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok((metadata.len(), i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)))
}

fn hash(path: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    io::copy(&mut std::fs::File::open(path)?, &mut hasher)?;
    Ok(digest_hex(&hasher.finalize()))
}

fn index(archive: &Path, store: &Store) -> Result<Check, StoreError> {
    let index = match Index::open(&index_folder(archive)) {
        Ok(index) => index,
        Err(error) => return Ok(Check::new("index", 0, vec![error.to_string()])),
    };
    let mut check = Check::new("index", index.documents(), Vec::new());
    let (held, found) = (store.totals()?.documents, index.documents());
    if held != found {
        check.wrong.push(format!("the store holds {held} documents, the index {found}"));
    }
    match index.damaged_files() {
        Ok(files) => check.wrong.extend(files.into_iter().map(|file| format!("{file}: other bytes than were written"))),
        Err(error) => check.wrong.push(error.to_string()),
    }
    let (generation, indexed) = (store.generation()?, index.generation());
    if generation != indexed {
        check.wrong.push(format!("the store's generation is {generation}, the index's {indexed}"));
    }
    Ok(check)
}

/// What a repair did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// Documents whose links were made anew.
    pub linked: usize,
    /// Documents and files that the next run has to read again.
    pub to_read: usize,
}

/// Makes anew what is derived: keys, mentions and links from what was read, the search index from all. Documents whose stored
/// values are damaged, and files (of the `sample`) with other bytes than were read, are marked for the next run to read. The
/// caller holds the archive's lock.
///
/// # Errors
/// What the store or the index says.
pub fn repair(
    archive: &Path,
    store: &mut Store,
    home: &[String],
    now: &str,
    sample: Option<usize>,
) -> Result<Repaired, PipelineError> {
    let Texts { wrong, lost, .. } = texts(store)?;
    let (_, changed) = files(store, sample)?;
    store.read_again(&wrong, &changed)?;
    let mut repaired = Repaired { to_read: wrong.len() + lost.len() + changed.len(), linked: 0 };
    let mut whole = Vec::new();
    for content in store.content_rows()?.into_iter().filter(|content| !lost.contains(content)) {
        whole.push((content, store.extracted(content)?));
    }
    if !lost.is_empty() || store.has_orphans()? {
        let mut batch = store.begin(READER, now)?;
        for content in lost {
            batch.discard(content)?;
        }
        batch.settle()?;
        // Their own mentions are gone with them; all others are made anew below.
        batch.commit()?;
    }
    let held: std::collections::BTreeSet<i64> = store.content_rows()?.into_iter().collect();
    whole.retain(|(content, _)| held.contains(content));
    let mut batch = store.begin(READER, now)?;
    for (content, extracted) in whole {
        let keys = link::file_keys(&extracted.document, &extracted.held_parts());
        let contexts = link::contexts(&extracted.document, &extracted.citations);
        let asks: Vec<_> = contexts.iter().map(link::Context::asks).collect();
        batch.derive_again(content, &extracted, &keys, &asks)?;
        repaired.linked += 1;
    }
    linking::finish(batch, home)?;
    reindex(archive, store)?;
    Ok(repaired)
}

#[cfg(test)]
mod tests {
    use super::super::worker::read_here;
    use super::misplaced;
    use crate::store::ReadDocument;

    /// What stands between the words of a mention is in its place and not in its surface.
    #[test]
    fn places_of_all_that_is_found_select_it() {
        for mention in [
            "Báo cáo số 23/BC-UBND",
            "**Báo cáo** số 23/BC-UBND",
            "Báo cáo*23/BC-UBND*",
            "_Báo cáo_\nsố\u{a0}**23/BC-UBND**",
            "BÁO CÁO*23 của UBND xã Lâm Bình",
        ] {
            let text = format!(
                "UBND XÃ LÂM BÌNH\n\nSố: 7/KH-UBND\n\nLâm Bình, ngày 05 tháng 01 năm 2024\n\nKẾ HOẠCH\nKiểm tra\n\nThực hiện {mention} ngày 02/01/2024, UBND xã ban hành kế hoạch.\n"
            );
            let readings = read_here(text.as_bytes(), "a.txt", 1 << 20);
            let ReadDocument { pages, mut extracted, .. } = *readings.into_iter().next().unwrap().result.unwrap();
            assert!(!extracted.citations.is_empty() && !extracted.evidence.is_empty(), "{text}");
            assert_eq!(misplaced(&pages, &extracted), [] as [String; 0], "{text}");
            extracted.citations[0].span.start += 1;
            assert_eq!(misplaced(&pages, &extracted).len(), 1, "{text}");
        }
    }
}
