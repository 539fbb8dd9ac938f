//! Owns the searches that people keep, as the command line sees them: keeping, listing, asking by name, forgetting; and what all
//! who ask share: understanding a query, or saying where it is wrong.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;

use super::print::{self, pad, width};
use super::{Context, FOUND, Mistake, NOTHING};
use crate::index::Results;
use crate::index::query::{Filter, Hints, Options, Problem, Query, QueryError, Where, parse};
use crate::pipeline::{answer_one, hints};
use crate::store::{FilePlace, Kept, Store};

/// Understands a query with the archive's own abbreviations and bodies.
///
/// # Errors
/// A [`Mistake`] that shows the place.
pub(super) fn understand(context: &Context, typed: &str, options: &Options, archive: &Path) -> anyhow::Result<Query> {
    parse(typed, options, &hints(archive, typed)).map_err(|error| wrong(context, typed, &error).into())
}

/// What is wrong with a query: a value with its filter or option before it; of a mark or an operator, the words with a line
/// below them that points at it.
fn wrong(context: &Context, typed: &str, error: &QueryError) -> Mistake {
    let message = context.lang.pick(error.vietnamese(), error.to_string());
    let mut mistake = Mistake::new(message, "");
    let is_mark = matches!(error.problem, Problem::OpenQuote | Problem::OpenParenthesis | Problem::Dangling(_) | Problem::Deep);
    if let Where::Query(start, end) = error.at
        // Of a query that is the value and nothing else, the place says all.
        && (is_mark || error.place(typed) != typed.trim())
        && let (Some(before), Some(inside)) = (typed.get(..start), typed.get(start..end).filter(|inside| !inside.is_empty()))
    {
        let before = width(&print::harmless(before));
        let long = width(&print::harmless(inside)).max(1);
        mistake.lines = vec![typed.to_owned(), format!("{}{}", " ".repeat(before), "^".repeat(long))];
    }
    let place = error.place(typed);
    if !is_mark && !place.is_empty() {
        mistake.message = format!("{}: {}", place.trim_end_matches(':'), mistake.message);
    }
    mistake
}

/// The words of a query, with `@NAME` written out.
///
/// # Errors
/// A [`Mistake`] where no search of that name is kept.
pub(super) fn expand(context: &Context, store: &Store, words: &[String]) -> anyhow::Result<String> {
    let mut typed: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        match word.strip_prefix('@').filter(|name| !name.is_empty()) {
            None => typed.push(word.clone()),
            Some(name) => match store.kept_search(name)? {
                Some(kept) => typed.push(kept.query),
                None => return Err(unknown(context, store, name)?.into()),
            },
        }
    }
    Ok(typed.join(" "))
}

fn unknown(context: &Context, store: &Store, name: &str) -> anyhow::Result<Mistake> {
    let lang = context.lang;
    let mut mistake = Mistake::new(
        lang.pick(format!("chưa lưu câu tra cứu nào tên `{name}`"), format!("no search is kept under the name `{name}`")),
        lang.pick(format!("congvan search --save {name} CÂU-TRA-CỨU"), format!("congvan search --save {name} QUERY")),
    );
    mistake.lines = store.kept_searches()?.into_iter().map(|kept| format!("@{}  {}", kept.name, kept.query)).collect();
    Ok(mistake)
}

/// Keeps a search; a watched one is asked once, so that later runs tell what is new.
pub(super) fn keep(context: &Context, archive: &Path, name: &str, query: &Query, watched: bool) -> anyhow::Result<u8> {
    let name = name.trim_start_matches('@').trim();
    let lang = context.lang;
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Mistake::new(lang.pick("tên trống", "the name is empty"), "").into());
    }
    // Filters and order that were options become words, so that one line says all.
    let sort = parse(&query.typed, &Options::default(), &Hints::default()).map(|asked| asked.sort).unwrap_or_default();
    let typed = |filter: &Filter| query.places.iter().any(|(placed, _)| placed == filter);
    let added = query.filters.iter().filter(|filter| !typed(filter)).map(Filter::typed);
    let order = query.sort.typed().filter(|_| query.sort != sort).map(str::to_owned);
    let typed = Some(query.typed.trim().to_owned()).filter(|typed| !typed.is_empty());
    let line = typed.into_iter().chain(added).chain(order).collect::<Vec<_>>().join(" ");
    let kept = Kept { name: name.to_owned(), query: line, added: super::index::now(), watched };
    let mut store = Store::open_for_notes(archive)?;
    store.keep_search(&kept)?;
    let said = if watched {
        let found = answer_one(archive, &mut store, &kept)?;
        lang.pick(
            format!("Đã đặt theo dõi “{}”: nay có {found} văn bản; mỗi lần nạp sẽ báo văn bản mới\n", kept.name),
            format!("Watching “{}”: {found} documents now; every run tells what is new\n", kept.name),
        )
    } else {
        lang.pick(
            format!("Đã lưu “{}”; dùng lại: congvan search @{name}\n", kept.query),
            format!("Kept “{}”; ask again: congvan search @{name}\n", kept.query),
        )
    };
    if context.json {
        print::data(&format!("{}\n", json!({"name": kept.name, "query": kept.query, "watched": watched})))?;
    } else if !context.quiet {
        print::talk(&print::harmless(said.trim_end()));
        print::talk("\n");
    }
    Ok(FOUND)
}

/// Lists what is kept; `watched` only what runs answer.
pub(super) fn list(context: &Context, store: &Store, watched: bool) -> anyhow::Result<u8> {
    let lang = context.lang;
    let kept: Vec<Kept> = store.kept_searches()?.into_iter().filter(|kept| kept.watched || !watched).collect();
    let mut text = String::new();
    let column = kept.iter().map(|kept| width(&kept.name)).max().unwrap_or(0);
    for search in &kept {
        let (found, last) = store.standing_state(&search.name)?;
        if context.json {
            let line = json!({"name": search.name, "query": search.query, "added": search.added, "watched": search.watched,
                "found": search.watched.then_some(found), "last_news": last});
            text.push_str(&format!("{line}\n"));
        } else if context.out.terminal {
            let state = if search.watched {
                lang.pick(format!("  (theo dõi, {found} văn bản)"), format!("  (watched, {found} documents)"))
            } else {
                String::new()
            };
            text.push_str(&format!("@{}  {}{state}\n", pad(&search.name, column), print::harmless(&search.query)));
        } else {
            let watched = if search.watched { "watched" } else { "" };
            text.push_str(&format!("{}\t{}\t{watched}\n", print::harmless(&search.name), print::harmless(&search.query)));
        }
    }
    print::data(&text)?;
    if kept.is_empty() && !context.json && !context.quiet {
        print::talk(if watched {
            lang.pick(
                "Chưa theo dõi câu tra cứu nào; đặt: congvan watch \"vien-dan:45/KH-UBND\"\n",
                "No search is watched yet; set one: congvan watch \"vien-dan:45/KH-UBND\"\n",
            )
        } else {
            lang.pick(
                "Chưa lưu câu tra cứu nào; lưu: congvan search --save TÊN CÂU-TRA-CỨU\n",
                "No search is kept yet; keep one: congvan search --save NAME QUERY\n",
            )
        });
    }
    Ok(if kept.is_empty() { NOTHING } else { FOUND })
}

/// Forgets a search.
pub(super) fn forget(context: &Context, archive: &Path, name: &str) -> anyhow::Result<u8> {
    let name = name.trim_start_matches('@');
    let mut store = Store::open_for_notes(archive)?;
    if !store.forget_search(name)? {
        return Err(unknown(context, &store, name)?.into());
    }
    if !context.quiet {
        print::talk(&context.lang.pick(format!("Đã bỏ “{name}”\n"), format!("“{name}” is forgotten\n")));
    }
    Ok(FOUND)
}

/// Opens the file of a hit in its own program.
pub(super) fn open_file(context: &Context, store: &Store, results: &Results, nth: usize) -> anyhow::Result<()> {
    let Some(hit) = nth.checked_sub(1).and_then(|i| results.hits.get(i)) else { return Ok(()) };
    let Some(path) = store.places(i64::try_from(hit.row)?)?.first().map(FilePlace::path) else { return Ok(()) };
    let opener = std::env::var("CONGVAN_OPEN").ok().filter(|v| !v.trim().is_empty());
    let opener = opener.unwrap_or_else(|| if cfg!(target_os = "macos") { "open" } else { "xdg-open" }.to_owned());
    // The program may be given with options, as $EDITOR and $BROWSER are.
    let mut words = opener.split_whitespace();
    let program = words.next().unwrap_or_default();
    let started =
        Command::new(program).args(words).arg(&path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        let shown = path.display();
        return Err(Mistake::new(
            context.lang.pick(
                format!("không mở được {shown}: máy không có `{program}`"),
                format!("cannot open {shown}: there is no `{program}`"),
            ),
            context.lang.pick("đặt CONGVAN_OPEN là chương trình mở tệp", "set CONGVAN_OPEN to the program that opens files"),
        )
        .into());
    }
    Ok(())
}
