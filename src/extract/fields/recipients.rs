//! Owns the list of recipients (nơi nhận), up to and with what is kept in the office (lưu).

use super::signature;
use crate::extract::bodies::one_line;
use crate::extract::fold::fold;
use crate::extract::lines::{Line, is_capitals};
use crate::model::Side;

/// The list, and the lines it takes.
#[derive(Debug, Default)]
pub(super) struct Recipients {
    pub names: Vec<String>,
    pub first: usize,
    /// The last of its lines, the kept copies' line counted.
    pub last: usize,
}

/// Does a line open the list?
pub(super) fn opens(text: &str) -> bool {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#' | '|'));
    let head: String = text.chars().take(14).collect();
    let folded = fold(&head);
    ["noi nhan", "noi gui"].iter().find_map(|p| folded.strip_prefix(p)).is_some_and(|rest| {
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        capital
            && (rest.is_empty() || rest.starts_with([':', '.', ';', ' ']))
            && !rest.trim_start().starts_with(|c: char| c.is_ascii_lowercase())
    })
}

/// Reads the first list at or behind line `from`.
pub(super) fn find(lines: &[Line<'_>], from: usize) -> Option<Recipients> {
    let first = (from..lines.len()).find(|i| lines.get(*i).is_some_and(|l| opens(l.text)))?;
    let opener = lines.get(first)?;
    let mut out = Recipients { names: Vec::new(), first, last: first };
    let mut open: Option<String> = opener
        .text
        .split_once([':', ';'])
        .map(|(_, rest)| rest.trim_matches(|c: char| c.is_whitespace() || c == '*'))
        .filter(|rest| rest.starts_with(['-', '–', '+']))
        .map(|rest| rest.trim_start_matches(['-', '–', '+', ' ']).to_owned());
    let mut dashed = open.is_some();
    let mut skipped = 0;
    for i in first + 1..lines.len().min(first + 80) {
        let Some(line) = lines.get(i) else { break };
        let text = line.text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
        if !line.shares_column(opener) || line.side == Side::Right {
            continue;
        }
        let item = is_item(text);
        if signature::is_signing_note(text) {
            continue;
        }
        let folded = fold(text);
        let bare = folded.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        if bare.starts_with("luu")
            && bare.len() < 90
            && (item || bare.starts_with("luu:") || bare.starts_with("luu vt") || bare.starts_with("luu van"))
        {
            out.names.extend(open.take().map(|o| clean(&o)));
            open = Some(entry(text));
            out.last = i;
            break;
        }
        let torn = dashed && open.is_some() && goes_on(lines, out.last, i, text);
        if item {
            dashed = true;
            out.names.extend(open.take().map(|o| clean(&o)));
            open = Some(entry(text));
            out.last = i;
            skipped = 0;
        } else if let Some(before) = open.as_mut().filter(|_| torn) {
            before.push(' ');
            before.push_str(text);
            out.last = i;
        } else if is_capitals(text) && (text.chars().count() > 6 || signature::is_office(text)) {
            skipped += 1;
        } else if let Some(before) = open.as_mut().filter(|o| !o.trim_end().ends_with([';', '.'])) {
            before.push(' ');
            before.push_str(text);
            out.last = i;
        } else if !dashed && text.ends_with([';', '.', ',']) {
            out.names.extend(open.take().map(|o| clean(&o)));
            open = Some(text.to_owned());
            out.last = i;
        } else {
            skipped += 1;
        }
        if skipped > 6 {
            break;
        }
    }
    out.names.extend(open.take().map(|o| clean(&o)));
    out.names.retain(|n| n.chars().any(char::is_alphabetic));
    Some(out)
}

/// Does line `i`, which bears no dash, go on with the entry of line `last`? `- VPCP: BTCN, các PCN;` / `các Vụ: TH, NN;`, and letters
/// of offices alone: `KTTH, NN;`. It stands in the block of the entry, or the list goes on behind it; an office or a name does not
/// belong to it.
fn goes_on(lines: &[Line<'_>], last: usize, i: usize, text: &str) -> bool {
    let foreign = |text: &str| signature::office_in(text).is_some() || signature::is_person(text);
    let open = text.ends_with([';', ',']);
    if foreign(text) || is_capitals(text) && !open && !text.contains(',') {
        return false;
    }
    let Some((line, before)) = lines.get(i).zip(lines.get(last)) else { return false };
    let small = text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    let behind = lines.iter().skip(i + 1).take(3).take_while(|l| l.shares_column(line) && !foreign(l.text));
    line.block == before.block && (small || open) || behind.into_iter().any(|l| is_item(l.text))
}

/// Does a line begin with a list's dash or bullet?
fn is_item(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'))
        .starts_with(['-', '–', '+', '•', '·', '\u{f0b7}'])
}

/// An entry of the list without its dash. Mixed columns: an office may stand behind it.
fn entry(text: &str) -> String {
    let kept = signature::office_in(text).map_or(text, |office| text.strip_suffix(office.as_str()).unwrap_or(text));
    kept.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(').to_owned()
}

fn clean(text: &str) -> String {
    let mut text = one_line(text);
    // Beside a signature without a table the note over the name may stand on the entry's line: `Như trên; (ký tên, đóng dấu)`.
    if let Some(at) = text.rfind('(').filter(|at| text.get(..*at).is_some_and(|b| b.trim_end().ends_with([';', '.']))) {
        let note = fold(text.get(at + 1..).unwrap_or_default());
        if ["ky ten", "ky, ", "ky ghi ro", "chu ky", "da ky"].iter().any(|words| note.starts_with(words)) {
            text.truncate(at);
        }
    }
    let kept = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ';' | '.' | ',' | '*')).len();
    text.truncate(kept);
    text
}
