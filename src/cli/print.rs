//! Owns the terminal: what it can show, colours, widths, and the only places that print.

use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ColourChoice {
    /// On a terminal that has them.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A way to set text apart; one of the eight base colours, so that the user's theme rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Numbers of documents.
    Bold,
    /// Labels, paths, counts.
    Dim,
    /// Held.
    Green,
    /// Conflict, `lỗi:`.
    BoldRed,
    /// Ambiguous.
    Yellow,
    /// Missing.
    Magenta,
    /// `gợi ý:`.
    Cyan,
    /// `cảnh báo:`.
    BoldYellow,
    /// A match in a snippet.
    Match,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Green => "32",
            Self::BoldRed => "1;31",
            Self::Yellow => "33",
            Self::Magenta => "35",
            Self::Cyan => "36",
            Self::BoldYellow => "1;33",
            Self::Match => "1;4",
        }
    }
}

/// What one of the two output streams can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Face {
    /// Is it a terminal? If not, data are one record a line, tab-separated.
    pub terminal: bool,
    /// Does it show colours?
    pub colour: bool,
    /// Columns.
    pub width: usize,
    /// Can it show `✓ ≠ ? ○` and tree lines?
    pub marks: bool,
}

impl Face {
    /// What standard output can show.
    #[must_use]
    pub fn of_stdout(choice: ColourChoice) -> Self {
        Self::new(io::stdout().is_terminal(), choice)
    }

    /// What standard error can show.
    #[must_use]
    pub fn of_stderr(choice: ColourChoice) -> Self {
        Self::new(io::stderr().is_terminal(), choice)
    }

    fn new(terminal: bool, choice: ColourChoice) -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        let dumb = variable("TERM").is_some_and(|t| t == "dumb");
        let colour = match choice {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto => terminal && !dumb && variable("NO_COLOR").is_none(),
        };
        let columns = variable("COLUMNS").and_then(|c| c.parse().ok());
        let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let width = columns.or_else(|| terminal.then(measured).flatten()).unwrap_or(80).clamp(20, 160);
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable).unwrap_or_default().to_ascii_lowercase();
        let marks = !dumb && (locale.is_empty() || locale.contains("utf-8") || locale.contains("utf8"));
        Self { terminal, colour, width, marks }
    }

    /// Sets text apart where colours are shown.
    #[must_use]
    pub fn ink(&self, ink: Ink, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\x1b[{}m{text}\x1b[0m", ink.code()) } else { text.to_owned() }
    }
}

/// Columns that a text takes; stacked marks (`Ễ`) take one.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cuts to so many columns at a grapheme, with `…` where something was cut; between words a blank stays before it.
#[must_use]
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used + 1 > columns {
            break;
        }
        kept.push_str(grapheme);
    }
    kept.push('…');
    kept
}

/// Cuts to so many columns behind a word, with ` …` where something was cut; within a word where its first one is too long.
#[must_use]
pub fn cut_words(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut kept = 0;
    for (at, _) in text.match_indices(' ') {
        if width(text.get(..at).unwrap_or_default()) + 2 > columns {
            break;
        }
        kept = at;
    }
    let words = text.get(..kept).unwrap_or_default().trim_end();
    if words.is_empty() { cut(text, columns) } else { format!("{words} …") }
}

/// Fills up with blanks to so many columns.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// Breaks a text into lines of at most so many columns, at blanks; the first line may be shorter by `first`.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let fits = lines.last().is_some_and(|line| line.is_empty() || width(line) + 1 + width(word) <= columns);
        if !fits {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// Text from documents and names, safe for a terminal: control characters are written out.
#[must_use]
pub fn harmless(text: &str) -> String {
    if text.chars().all(|c| !c.is_control()) {
        return text.to_owned();
    }
    text.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }).collect()
}

/// Data, to standard output.
///
/// # Errors
/// What the stream says; a broken pipe is told apart by the caller.
pub fn data(text: &str) -> io::Result<()> {
    io::stdout().lock().write_all(text.as_bytes())
}

/// Data, to a file: whole or not at all, by a file beside it that takes its name.
///
/// # Errors
/// What the file system says, or the writer.
pub fn file<E: From<io::Error>>(path: &Path, write: &mut dyn FnMut(&mut dyn Write) -> Result<(), E>) -> Result<(), E> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // As a file that is simply made: whoever may read its neighbours may read it.
    let open = std::fs::Permissions::from_mode(0o666);
    let mut file = tempfile::Builder::new().prefix(".congvan-").permissions(open).tempfile_in(folder)?;
    let mut out = BufWriter::new(&mut file);
    write(&mut out)?;
    out.flush()?;
    drop(out);
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Talk, to standard error; a closed one is nobody's loss.
pub fn talk(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::{cut, cut_words, pad, width, wrap};

    #[test]
    fn widths_are_those_of_graphemes() {
        assert_eq!((width("Ủy ban"), width("QUYẾT ĐỊNH"), width("e\u{302}\u{301}")), (6, 10, 1));
        assert_eq!(cut("Ủy ban nhân dân", 9), "Ủy ban n…");
        assert_eq!(cut("Ủy ban", 6), "Ủy ban");
        assert_eq!((cut("Ủy ban nhân dân", 8).as_str(), cut("Ủy ban nhân dân", 7).as_str()), ("Ủy ban …", "Ủy ban…"));
        assert_eq!((cut_words("Ủy ban nhân dân", 14).as_str(), cut_words("Ủy ban", 6).as_str()), ("Ủy ban nhân …", "Ủy ban"));
        assert_eq!(cut_words("Ủy-ban-nhân dân", 9), "Ủy-ban-n…");
        assert_eq!(pad("Ủy", 4), "Ủy  ");
        assert_eq!(wrap("một hai ba bốn", 7), ["một hai", "ba bốn"]);
    }
}
