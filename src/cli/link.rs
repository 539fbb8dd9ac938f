//! `congvan link`: a person says which document a citation means, or which it does not; kept with the reason, and never overwritten
//! unasked.

use super::print;
use super::{Context, FOUND, Mistake, find, locate, words};
use crate::model::DocId;
use crate::pipeline::Word;
use crate::report::archive::Archive;
use crate::report::trace::{Options, trace};
use crate::store::{Decision, Store};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// A citation, as `show -v` and `trace -v` name it (a3182eee.5f3c9d1e)
    #[arg(value_name = "CITATION")]
    citation: String,
    /// The document meant: an id, a path of an indexed file, or a number
    #[arg(value_name = "DOC", required_unless_present = "undo")]
    document: Option<String>,
    /// It is not this document
    #[arg(long, conflicts_with = "undo")]
    not: bool,
    /// Why
    #[arg(long, value_name = "TEXT", required_unless_present = "undo")]
    reason: Option<String>,
    /// Take back what was said about this citation
    #[arg(long, conflicts_with_all = ["document", "reason"])]
    undo: bool,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let lang = context.lang;
    let (store, folder) = locate::open(context)?;
    let (citing, ordinal) = find::citation(context, &store, &arguments.citation)?;
    let now = super::index::now();
    let word = match &arguments.document {
        None => Word::TakenBack,
        Some(name) => {
            let reason = arguments.reason.as_deref().map(str::trim).unwrap_or_default();
            if reason.is_empty() {
                return Err(Mistake::new(lang.pick("--reason: cần một lý do", "--reason: a reason is needed"), "").into());
            }
            let target = find::document(context, &store, name, "show")?;
            if target.content == citing.content {
                let message = lang.pick("một văn bản không viện dẫn chính nó", "a document does not cite itself");
                return Err(Mistake::new(message, "").into());
            }
            let decision = Decision { target: target.sha256, means: !arguments.not, reason: reason.to_owned(), at: now.clone() };
            stands_against(context, &store, (citing.content, ordinal), &decision, &arguments.citation)?;
            Word::Said(decision)
        }
    };
    drop(store);
    let home = locate::home(&folder);
    let taken = crate::pipeline::decide(&folder, &locate::holder(), &home, (citing.content, ordinal), &word, &now)?;
    if word == Word::TakenBack && taken == 0 {
        let message = lang.pick(
            format!("{}: chưa ai xác định viện dẫn này", arguments.citation),
            format!("{}: nobody said anything about this citation", arguments.citation),
        );
        return Err(Mistake::new(message, "").into());
    }
    if !context.quiet {
        print::talk(&said(context, &DocId(citing.id), ordinal)?);
    }
    Ok(FOUND)
}

/// Refuses to overwrite an earlier word that says otherwise.
fn stands_against(
    context: &Context,
    store: &Store,
    (content, ordinal): (i64, u32),
    new: &Decision,
    citation: &str,
) -> anyhow::Result<()> {
    let lang = context.lang;
    let handle = store.handles(content)?.into_iter().nth(ordinal as usize).unwrap_or_default();
    let earlier = store.decisions(content)?.remove(&handle).unwrap_or_default();
    let against = earlier.iter().find(|old| {
        let same = old.target == new.target;
        (same && old.means != new.means) || (!same && old.means && new.means)
    });
    let Some(old) = against else { return Ok(()) };
    let target: String = old.target.chars().take(8).collect();
    let day = old.at.get(..10).and_then(|d| d.parse().ok()).map_or_else(|| old.at.clone(), |d| lang.date(d));
    let is = if old.means { lang.pick("đúng là", "it is") } else { lang.pick("không phải là", "it is not") };
    let message = lang.pick(
        format!("{citation}: ngày {day} đã xác định {is} {target}: “{}”", old.reason),
        format!("{citation}: on {day} somebody said {is} {target}: “{}”", old.reason),
    );
    Err(Mistake::new(message, format!("congvan link {citation} --undo")).into())
}

/// How the citation stands now.
fn said(context: &Context, citing: &DocId, ordinal: u32) -> anyhow::Result<String> {
    let (store, folder) = locate::open(context)?;
    let archive = Archive::new(&store, locate::home(&folder));
    let traced = trace(&archive, citing, &Options::default());
    archive.trouble()?;
    let edge = traced.into_iter().flat_map(|t| t.edges).find(|edge| edge.index == ordinal as usize);
    let lang = context.lang;
    Ok(match edge {
        Some(edge) => {
            let target = edge.document.as_ref().map(|h| format!(" → {}, {}", words::name(lang, h), h.path)).unwrap_or_default();
            let mut text = format!("{}{target}: {}\n", print::harmless(&edge.quote), words::state(lang, edge.state));
            for decided in &edge.decided {
                text.push_str(&format!("{}\n", print::harmless(&words::decided(lang, decided))));
            }
            text
        }
        None => {
            lang.pick("viện dẫn này nay không nối với văn bản nào\n", "the citation is linked to no document now\n").to_owned()
        }
    })
}
