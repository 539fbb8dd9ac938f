//! Owns the answer to a query that begins with a dash, which the command line takes for an option.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::Mistake;
use super::talk::Lang;

/// Commands that take a query.
const ASKING: [&str; 2] = ["search", "watch"];

/// The language that is told among arguments which could not be understood as a whole.
pub(super) fn language(arguments: &[OsString]) -> Option<Lang> {
    let texts = || arguments.iter().map(|argument| argument.to_str().unwrap_or_default());
    let told = texts()
        .zip(texts().skip(1))
        .find_map(|(name, value)| name.strip_prefix("--lang=").or_else(|| Some(value).filter(|_| name == "--lang")));
    told.and_then(|told| <Lang as clap::ValueEnum>::from_str(told, false).ok())
}

/// What to say where `error` is about a word of a query: it begins with a dash and is no option, or its second letter is one
/// (`-hòa giải` would print the help). `None` for any other error.
pub(super) fn mistaken(lang: Lang, arguments: &[OsString], error: &clap::Error) -> Option<Mistake> {
    let at = arguments.iter().position(|argument| ASKING.iter().any(|command| argument.to_str() == Some(*command)))?;
    let command = arguments.get(at)?.to_str()?;
    let dashed = arguments.iter().skip(at + 1).filter_map(|argument| argument.to_str()).take_while(|argument| *argument != "--");
    let mut dashed = dashed.filter(|argument| argument.starts_with('-') && argument.chars().count() > 2);
    let value = |kind| match error.get(kind) {
        Some(ContextValue::String(value)) => Some(value.as_str()),
        _ => None,
    };
    let typed = match error.kind() {
        ErrorKind::UnknownArgument => {
            let unknown = value(ContextKind::InvalidArg)?;
            // Of letters behind one dash the first that is no option is named.
            let letter = unknown.strip_prefix('-').filter(|rest| rest.chars().count() == 1);
            let holds = |argument: &&str| {
                argument.starts_with(unknown)
                    || letter.is_some_and(|letter| !argument.starts_with("--") && argument.contains(letter))
            };
            dashed.find(holds).unwrap_or(unknown)
        }
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => dashed.find(|argument| {
            !argument.starts_with("--") && argument.chars().any(|c| !matches!(c, '-' | 'h' | 'V' | 'q' | 'v'))
        })?,
        _ => return None,
    };
    let mut mistake = Mistake::new(
        lang.pick(
            format!("{command} không có tùy chọn `{typed}`; chữ cần tìm mà bắt đầu bằng dấu - thì đứng sau --"),
            format!("{command} has no option `{typed}`; words to look for that begin with a dash stand behind --"),
        ),
        format!("congvan {command} -- {}", quoted(typed)),
    );
    mistake.lines.extend(
        value(ContextKind::SuggestedArg)
            .map(|near| lang.pick(format!("tùy chọn gần nhất: {near}"), format!("the nearest option: {near}"))),
    );
    Some(mistake)
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}
