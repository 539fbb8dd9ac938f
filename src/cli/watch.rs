//! `congvan watch`: searches that every run of `index` answers with what is new.

use super::{Context, FOUND, locate, saved};
use crate::index::query::Options;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What to watch for, as for search: vien-dan:45/KH-UBND, "đê điều" nam:2023; lists what is watched where nothing is told
    #[arg(value_name = "QUERY")]
    words: Vec<String>,
    /// Its name [default: the query]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Stop watching the search of this name
    #[arg(long, value_name = "NAME", conflicts_with = "words")]
    forget: Option<String>,
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    let (store, folder) = locate::open(context)?;
    if let Some(name) = &arguments.forget {
        return saved::forget(context, &folder, name);
    }
    if arguments.words.is_empty() {
        return saved::list(context, &store, true);
    }
    let typed = saved::expand(context, &store, &arguments.words)?;
    let query = saved::understand(context, &typed, &Options::default(), &folder)?;
    let name = arguments.name.clone().unwrap_or(typed);
    saved::keep(context, &folder, &name, &query, true)?;
    Ok(FOUND)
}
