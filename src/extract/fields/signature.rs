//! Owns the signature block: quyền hạn, chức vụ, họ tên.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::trail::Trail;
use crate::extract::bodies;
use crate::extract::fold::{fold, tone_key};
use crate::extract::lines::{Line, is_capitals, is_rule};
use crate::model::Side;

/// A signature block.
#[derive(Debug, Default)]
pub(super) struct Signature {
    /// `TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH`
    pub authority: Option<String>,
    /// `PHÓ CHỦ TỊCH`
    pub title: Option<String>,
    /// The personal name; a draft may lack it.
    pub name: Option<String>,
    /// Lines of the office, of its last part and of the name.
    pub authority_lines: Vec<usize>,
    pub title_line: usize,
    pub name_line: Option<usize>,
    /// The first and the last line of the block.
    pub first: usize,
    pub last: usize,
}

struct Words {
    titles: Vec<String>,
    captions: Vec<String>,
    ranks: Vec<String>,
    surnames: HashSet<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let of = |class: &'static str| {
        include_str!("../../tables/signers.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(move |l| l.split_once('\t').filter(|(c, _)| *c == class).map(|(_, words)| words))
    };
    let mut titles: Vec<String> = of("title").map(fold).collect();
    titles.sort_by_key(|t| std::cmp::Reverse(t.len()));
    let mut ranks: Vec<String> = of("rank").map(str::to_owned).collect();
    ranks.sort_by_key(|t| std::cmp::Reverse(t.len()));
    Words { titles, captions: of("caption").map(fold).collect(), ranks, surnames: of("surname").map(tone_key).collect() }
});

/// How far a name may stand below the last line of its office: stamps, notes of signing, empty lines and the left column
/// lie between.
const REACH: usize = 26;

/// More parts than an office has: `TM.`, `KT.`, a title over three lines, two ranks.
const MOST_PARTS: usize = 10;

/// The first signature block at or behind line `from`.
pub(super) fn find(lines: &[Line<'_>], from: usize, trail: &mut Trail) -> Option<Signature> {
    let mut weak: Option<Signature> = None;
    let recipients: Vec<usize> =
        (from..lines.len()).filter(|i| lines.get(*i).is_some_and(|l| super::recipients::opens(l.text))).collect();
    let mut i = from;
    while i < lines.len() {
        let office = lines.get(i).and_then(|l| office_in(l.text));
        let Some(office) = office else {
            i += 1;
            continue;
        };
        let Some(found) = block(lines, i, &office) else {
            i += 1;
            continue;
        };
        // A block without a name has none when it is read from its later lines either.
        let after = found.last.max(i + 1);
        let next = recipients.partition_point(|r| r + 40 < found.first);
        let near = recipients.get(next).is_some_and(|r| *r <= found.last + 40);
        let strong = found.authority.as_deref().is_some_and(|a| represents(a).is_none()) || near;
        match (&found.name, strong) {
            (Some(_), true) => {
                if let Some(lost) = weak {
                    lose(lines, trail, &lost, "no-authority");
                }
                return Some(found);
            }
            (None, false) => lose(lines, trail, &found, "no-name"),
            (Some(_), false) => {
                // Of minutes: who holds an office before who stands for a party.
                let party =
                    |s: &Signature| s.authority.as_deref().or(s.title.as_deref()).is_some_and(|a| represents(a).is_some());
                if weak.as_ref().is_none_or(|w| w.name.is_none() || party(w) && !party(&found)) {
                    if let Some(lost) = weak.replace(found) {
                        lose(lines, trail, &lost, "ranked-lower");
                    }
                } else {
                    lose(lines, trail, &found, "behind-first");
                }
            }
            (None, true) => {
                // Unsigned drafts: the office closes the paper.
                let closes = lines.len() - found.last <= 4;
                if weak.is_none() && (near || closes) {
                    weak = Some(found);
                } else {
                    lose(lines, trail, &found, "no-name");
                }
            }
        }
        i = after;
    }
    weak.or_else(|| in_small_letters(lines, from)).or_else(|| captioned(lines, from))
}

/// How many lines at a paper's end may hold an office in small letters, or a name above the note of its signing.
const CLOSING: usize = 14;

/// Papers of before 2000 as collections print them: `Phó Chủ tịch Hội đồng Bộ trưởng` / `(Đã ký)` / the name, or the name / `(Đã ký)`
/// without an office.
fn in_small_letters(lines: &[Line<'_>], from: usize) -> Option<Signature> {
    let begin = lines.len().saturating_sub(CLOSING).max(from);
    let text = |i: usize| lines.get(i).map_or("", |l| unmarked(l.text));
    (begin..lines.len()).rev().find_map(|i| {
        if is_title(text(i)) {
            let at = name_below(lines, i)?;
            let (title, name) = (Some(bodies::one_line(text(i))), person(text(at), true));
            return Some(Signature {
                title,
                name,
                title_line: i,
                name_line: Some(at),
                first: i,
                last: at,
                ..Signature::default()
            });
        }
        // Nothing but a name over the note.
        let note = is_signing_note(text(i)) && fold(text(i)).contains("da ky");
        let at = i.checked_sub(1).filter(|at| note && *at >= begin)?;
        let name = person(text(at), false)?;
        Some(Signature { name: Some(name), title_line: at, name_line: Some(at), first: at, last: i, ..Signature::default() })
    })
}

/// Is a line a title in small letters (`Bộ trưởng Bộ Y tế`) and no sentence?
fn is_title(text: &str) -> bool {
    let short = text.len() <= 120 && text.split_whitespace().count() <= 14;
    short && text.starts_with(char::is_uppercase) && !text.ends_with(['.', ';', ':', ',', '?']) && title_prefix(text).is_some()
}

/// The line with the name of who signs under the title on line `at`: the next one but for notes of signing and rules.
fn name_below(lines: &[Line<'_>], at: usize) -> Option<usize> {
    let next = (at + 1..(at + 5).min(lines.len())).find(|i| {
        lines.get(*i).is_some_and(|l| {
            let text = unmarked(l.text);
            !(is_rule(text) || is_signing_note(text))
        })
    })?;
    person(unmarked(lines.get(next)?.text), true).map(|_| next)
}

/// A paper of one person (an application, a table that somebody drew up) is signed under `Người làm đơn`, in small letters; the
/// last such caption with a name is the maker's.
fn captioned(lines: &[Line<'_>], from: usize) -> Option<Signature> {
    (from..lines.len()).rev().find_map(|i| {
        let caption = unmarked(lines.get(i)?.text);
        // Of a few words, so that no sentence is taken for one.
        let words = fold(caption.get(..floor(caption, 40))?);
        if !WORDS.captions.iter().any(|c| words.starts_with(c.as_str())) || caption.split_whitespace().count() > 6 {
            return None;
        }
        block(lines, i, caption).filter(|found| found.name.is_some())
    })
}

/// More bodies do not sign one paper.
const MOST_SIGNERS: usize = 8;

/// The blocks of a paper, first the one that signs for the issuer. Of blocks side by side that is the last column's, since who takes
/// the minutes, draws up or checks stands before it (NĐ 30/2020, form 1.10); parties of one paper and bodies of a joint one are
/// equals, of which the one that the letterhead names first signs, else the first.
pub(super) fn ranked(lines: &[Line<'_>], first: Signature, issuer: Option<&str>, joint: bool) -> Vec<Signature> {
    let mut blocks = others(lines, &first);
    blocks.insert(0, first);
    let beside = |a: usize, b: usize| {
        let opener = |i: usize| blocks.get(i).and_then(|block| lines.get(block.first));
        opener(a).zip(opener(b)).is_some_and(|(a, b)| b.is_right_of(a))
    };
    let lead = issuer.map(|names| fold(names.split(['-', '–', ',']).next().unwrap_or_default().trim()));
    let leads = |block: &Signature| lead.is_some() && body_over(lines, block) == lead;
    let named = blocks.iter().enumerate().position(|(i, block)| (i == 0 || beside(0, i)) && leads(block));
    let party = |i: usize| {
        let office = blocks.get(i).and_then(|b| b.authority.as_deref().or(b.title.as_deref()));
        office.is_some_and(|office| represents(office).is_some())
    };
    let last = (1..blocks.len()).fold(0, |chosen, next| if beside(chosen, next) && !party(next) { next } else { chosen });
    let signs = named.unwrap_or(if joint { 0 } else { last });
    blocks.get_mut(..=signs).unwrap_or_default().rotate_right(1);
    blocks
}

/// The folded name of the body in the line over a block, as joint papers have it over each of theirs.
fn body_over(lines: &[Line<'_>], block: &Signature) -> Option<String> {
    let opener = lines.get(block.first)?;
    let above = lines.get(..block.first)?.iter().rev().take(NEAR).find(|l| l.shares_column(opener))?;
    let text = unmarked(above.text);
    (is_capitals(text) && bodies::opening(text) == bodies::Opening::Body).then(|| fold(text))
}

/// A body's name stands over its block, but for as many lines of other columns between.
const NEAR: usize = 4;

/// The blocks of a joint paper that stand beside or under its first one; every one has a name of its own.
fn others(lines: &[Line<'_>], first: &Signature) -> Vec<Signature> {
    let mut out: Vec<Signature> = Vec::new();
    let mut taken: HashSet<usize> = taken_lines(first).collect();
    let Some(opener) = lines.get(first.first) else { return out };
    let mut last = first.last;
    let mut i = first.first;
    while i + 1 < lines.len() && i < last + REACH && out.len() < MOST_SIGNERS {
        i += 1;
        let Some(line) = lines.get(i).filter(|_| !taken.contains(&i)) else { continue };
        // A later line of the same office.
        if i <= first.last && line.shares_column(opener) {
            continue;
        }
        if starts_other_paper(line.text) {
            break;
        }
        let Some(found) = office_in(line.text).and_then(|office| block(lines, i, &office)) else { continue };
        let named = |other: &Signature| other.name == found.name;
        if found.name.is_none() || named(first) || out.iter().any(named) {
            continue;
        }
        taken.extend(taken_lines(&found));
        last = last.max(found.last);
        out.push(found);
    }
    out
}

/// The lines that a block has words on.
fn taken_lines(block: &Signature) -> impl Iterator<Item = usize> {
    block.authority_lines.iter().copied().chain([block.title_line]).chain(block.name_line)
}

/// A block that was not taken: its office, and its name where it has one.
fn lose(lines: &[Line<'_>], trail: &mut Trail, block: &Signature, reason: &'static str) {
    if let Some(line) = lines.get(block.title_line) {
        trail.lose("signer_title", line.span(), reason);
    }
    if let Some(line) = block.authority_lines.first().and_then(|l| lines.get(*l)) {
        trail.lose("authority", line.span(), reason);
    }
    if let Some(line) = lines.get(block.name_line.unwrap_or(block.title_line)) {
        trail.lose("signer", line.span(), reason);
    }
}

/// A line without the marks of emphasis and headings around it.
pub(super) fn unmarked(line: &str) -> &str {
    line.trim_matches(|c: char| matches!(c, '*' | '#' | '_') || c.is_whitespace())
}

/// The part of a line that is an office in capitals; in texts whose columns are mixed, recipients may stand in front of it.
pub(super) fn office_in(line: &str) -> Option<String> {
    let line = unmarked(line);
    // `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:` speaks, it does not sign.
    if line.len() > 400 || line.ends_with(':') {
        return None;
    }
    if is_office(line) {
        return Some(line.to_owned());
    }
    // `- Lưu: VT, CN. KT. GIÁM ĐỐC`
    if !(line.starts_with(['-', '–', '+']) || fold(line.get(..floor(line, 24)).unwrap_or_default()).starts_with("noi nhan")) {
        return None;
    }
    line.char_indices()
        .filter(|(i, c)| c.is_uppercase() && line.get(..*i).is_some_and(|b| b.ends_with([' ', ';', '.', ':', '\t'])))
        .filter_map(|(i, _)| line.get(i..))
        .find(|rest| is_office(rest) && is_capitals(rest) && rest.chars().count() > 5)
        .map(str::to_owned)
}

/// `TM. …`, `KT. …`, `GIÁM ĐỐC`: in capitals at least up to the office's words.
pub(crate) fn is_office(text: &str) -> bool {
    authority_prefix(text).is_some() || title_prefix(text).is_some_and(|length| text.get(..length).is_some_and(is_capitals))
}

/// `TM. …`, `KT. …`, or a title that is all of its line.
pub(super) fn is_bare_office(text: &str) -> bool {
    authority_prefix(text).is_some() || title_prefix(text) == Some(text.len())
}

/// Bytes of `TM.`, `K/T`, `T.M`, `ĐẠI DIỆN` and their like at the beginning, followed by capitals.
fn authority_prefix(text: &str) -> Option<usize> {
    if let Some(rest) = represents(text) {
        return Some(text.len() - rest.len());
    }
    let end = text.find(|c: char| !(c.is_alphabetic() || matches!(c, '/' | '.'))).unwrap_or(text.len());
    // `KT.GIÁM ĐỐC`: the letters end with the dot in front of a word.
    let letters = |end: usize| text.get(..end).filter(|h| AUTHORITY.contains(&h.replace(['/', '.'], "").as_str()));
    let dots = text.get(..end)?.match_indices(['.', '/']).map(|(i, _)| i);
    let end = std::iter::once(end).chain(dots).filter(|e| letters(*e).is_some()).max()?;
    let head = text.get(..end)?;
    let dotted = text.get(end..)?.trim_start().starts_with('.') || head.ends_with('.');
    let head = head.trim_end_matches(['.', '/']);
    let after = text.get(head.len()..)?;
    let rest = after.trim_start_matches(|c: char| matches!(c, '.' | '/') || c.is_whitespace());
    if head == "Q" && !dotted {
        return None;
    }
    let word: String = rest.chars().take_while(|c| c.is_alphabetic()).collect();
    let good = word.chars().count() >= 2 && word.chars().all(char::is_uppercase);
    (good || rest.is_empty() && dotted).then_some(text.len() - rest.len())
}

/// Letters of quyền hạn.
const AUTHORITY: &[&str] = &["TM", "KT", "TL", "TUQ", "Q"];

/// What stands behind `ĐẠI DIỆN`, `ĐD`: the party that the signer speaks for.
fn represents(text: &str) -> Option<&str> {
    let rest = ["ĐẠI DIỆN", "ĐD"].iter().find_map(|p| text.strip_prefix(p))?;
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    let word = rest.trim_start();
    let party = word.len() < rest.len() && is_capitals(word) && !word.starts_with("THEO");
    (party || word.is_empty()).then_some(word)
}

/// Bytes of a title at the beginning of a line.
fn title_prefix(text: &str) -> Option<usize> {
    listed_title(text).or_else(|| built_title(text))
}

/// A title in capitals that its words build: who leads a body (`TRƯỞNG THUẾ TỈNH`), a deputy or acting one (`PHÓ TRƯỞNG TRẠM`, `QUYỀN
/// HIỆU TRƯỞNG`), who is in charge (`PHỤ TRÁCH PHÒNG`), a member of a board with his office (`TV HĐQT - TỔNG GIÁM ĐỐC`).
fn built_title(text: &str) -> Option<usize> {
    // The byte behind some words and the blanks after them.
    let behind = |words: &[&str]| {
        words.iter().find_map(|w| {
            let rest = text.strip_prefix(w)?;
            let word = rest.trim_start();
            (word.len() < rest.len() || w.ends_with('.')).then(|| (w.len(), text.len() - word.len()))
        })
    };
    if let Some((_, at)) = behind(&["PHÓ", "QUYỀN", "Q."]) {
        let end = at + title_prefix(text.get(at..)?)?;
        return text.get(..end).is_some_and(is_capitals).then_some(end);
    }
    if let Some((end, at)) = behind(&["TRƯỞNG", "PHỤ TRÁCH"]) {
        let body: String = text.get(at..)?.chars().take_while(|c| c.is_alphabetic()).collect();
        // `TRƯỞNG THÀNH` is a verb.
        let shouts = body.chars().count() > 1 && body.chars().all(char::is_uppercase);
        return (shouts && body != "THÀNH").then_some(end);
    }
    behind(&["TV", "THÀNH VIÊN", "UV"])?;
    let dash = text.find(['-', '–'])?;
    let office = text.get(dash..)?.trim_start_matches(['-', '–', ' ']);
    let end = text.len() - office.len() + listed_title(office)?;
    text.get(..end).is_some_and(is_capitals).then_some(end)
}

/// Bytes of a title of the table at the beginning of a line.
fn listed_title(text: &str) -> Option<usize> {
    let head: String = text.chars().take(40).collect();
    let folded = fold(&head);
    let title = WORDS
        .titles
        .iter()
        .find(|t| folded.strip_prefix(t.as_str()).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric())))?;
    // Folding keeps the number of characters within one line.
    let count = title.chars().count();
    text.char_indices().nth(count).map(|(i, _)| i).or(Some(text.len()))
}

/// One piece of a block: the line it stands on and its words.
type Piece = (usize, String);

/// Reads the block whose office begins on line `at`.
fn block(lines: &[Line<'_>], at: usize, office: &str) -> Option<Signature> {
    let opener = lines.get(at)?;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut name: Option<(usize, String)> = split(at, office, &mut pieces);
    if pieces.is_empty() {
        return None;
    }
    let mut last = at;
    let mut misses = 0;
    let mut i = at;
    // Recipients that are read between the office and the name do not count.
    let mut reach = at + REACH;
    while name.is_none() && pieces.len() <= MOST_PARTS && i + 1 < lines.len() && i < reach && misses <= 3 {
        i += 1;
        let Some(line) = lines.get(i) else { break };
        let text = unmarked(line.text);
        if is_rule(text) || is_signing_note(text) {
            continue;
        }
        let other_column = !line.shares_column(opener) || line.side == Side::Left && opener.side == Side::Right;
        let recipient = text.starts_with(['-', '–', '+', '•']) || super::recipients::opens(text);
        if other_column || recipient {
            reach = (reach + 1).min(at + 4 * REACH);
            if recipient && !other_column {
                // Mixed columns: the right part may stand behind the recipient.
                if let Some(office) = office_in(line.text) {
                    name = split(i, &office, &mut pieces);
                    last = i;
                } else if let Some(found) = name_behind(text) {
                    name = Some((i, found));
                    last = i;
                }
            }
            continue;
        }
        if is_capitals(text) && !(is_surname_first(text) && !is_office(text) && last < i && person(text, true).is_some()) {
            let long = text.len() > 140;
            if long || starts_other_paper(text) {
                break;
            }
            name = split(i, text, &mut pieces);
            last = i;
            continue;
        }
        if let Some(found) = person(text, true) {
            name = Some((i, found));
            last = i;
        } else if let Some(found) = lines.get(i + 1).filter(|l| l.block == line.block).and_then(|l| torn_person(text, l.text)) {
            name = Some((i, found));
            last = i + 1;
        } else if let Some(office) = office_in(text) {
            name = split(i, &office, &mut pieces);
            last = i;
        } else if is_title(text) && name_below(lines, i).is_some() {
            // `K.T. TRƯỞNG BAN` / `Phó trưởng ban`
            pieces.push((i, bodies::one_line(text)));
            last = i;
        } else {
            misses += 1;
            // Running text: what looked like an office was a heading or the issuer's line over the grounds.
            if text.len() > 100 || text.ends_with([';', '.', ':']) {
                break;
            }
        }
    }
    if pieces.len() > MOST_PARTS {
        return None;
    }
    if name.is_none() {
        // Without a name nothing tells how far the office goes; capitals behind other lines are another heading.
        let reach = |k: usize, (line, text): &Piece| {
            let before = k.checked_sub(1).and_then(|b| pieces.get(b)).map_or(*line, |p| p.0);
            authority_prefix(text).is_some() || title_prefix(text).is_some() || line - before <= 1
        };
        let kept = pieces.iter().enumerate().take_while(|(k, p)| reach(*k, p)).count();
        pieces.truncate(kept);
        last = pieces.last().map_or(at, |p| p.0);
    }
    finish(pieces, name, at, last)
}

/// Cuts a line of an office into its parts: before each authority and each title a new one begins; a name may end it.
fn split(line: usize, text: &str, pieces: &mut Vec<Piece>) -> Option<(usize, String)> {
    let starts: Vec<usize> = text
        .char_indices()
        .filter(|(i, c)| c.is_uppercase() && (*i == 0 || text.get(..*i).is_some_and(|b| b.ends_with([' ', '.', ',']))))
        .map(|(i, _)| i)
        .collect();
    let mut cuts: Vec<usize> = vec![0];
    let mut name = None;
    let mut end = text.len();
    let mut skip_to = 0;
    for start in starts {
        if start < skip_to {
            continue;
        }
        let rest = text.get(start..).unwrap_or_default();
        if let Some(length) = authority_prefix(rest) {
            if start > 0 {
                cuts.push(start);
            }
            // The title behind `KT.` belongs to it.
            skip_to = start + length + rest.get(length..).and_then(title_prefix).unwrap_or(1);
        } else if let Some(length) = title_prefix(rest)
            .filter(|l| rest.get(..*l).is_some_and(is_capitals))
            // `THUYỀN TRƯỞNG TÀU` is one title.
            .filter(|_| start == 0 || listed_title(rest).is_some() || !rest.starts_with("TRƯỞNG"))
        {
            // `ĐOÀN CHỦ TỊCH`, `HỘI ĐỒNG BỘ TRƯỞNG` are bodies.
            let body = text.get(..start).is_some_and(|b| ["ĐOÀN", "HỘI ĐỒNG"].iter().any(|w| b.trim_end().ends_with(w)));
            let comma = body || text.get(..start).is_some_and(|b| b.trim_end().ends_with([',', '-', '–']));
            if start > 0 && !comma {
                cuts.push(start);
            }
            skip_to = start + length;
        } else if start > 0
            && !is_capitals(rest)
            && let Some(found) = person(rest, false)
        {
            name = Some((line, found));
            end = start;
            break;
        }
    }
    cuts.push(end);
    for pair in cuts.windows(2) {
        if let [from, to] = pair {
            let part = text
                .get(*from..*to)
                .unwrap_or_default()
                .trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | ':' | '_'));
            if !part.is_empty() {
                pieces.push((line, spaced(part)));
            }
        }
    }
    name
}

/// On one line, with a blank behind the dot of `KT.`.
fn spaced(part: &str) -> String {
    let part = bodies::one_line(part);
    match authority_prefix(&part) {
        Some(length) => {
            let (head, rest) = part.split_at(length);
            let head = head.trim_end_matches([' ', '.']);
            let dot = if part.get(head.len()..).is_some_and(|r| r.starts_with(['.', ' ']) && r.trim_start().starts_with('.')) {
                "."
            } else {
                ""
            };
            if rest.is_empty() { format!("{head}{dot}") } else { format!("{head}{dot} {rest}") }
        }
        None => part,
    }
}

/// Parts that belong together become one; the last is the title, those before it the authority.
fn finish(pieces: Vec<Piece>, name: Option<(usize, String)>, first: usize, last: usize) -> Option<Signature> {
    let mut parts: Vec<Piece> = Vec::new();
    for (line, text) in pieces {
        let begins = authority_prefix(&text).is_some() || title_prefix(&text).is_some();
        match parts.last_mut().filter(|_| !begins) {
            Some((_, before)) => {
                before.push(' ');
                before.push_str(&text);
            }
            None => parts.push((line, text)),
        }
    }
    let (title_line, title) = parts.pop()?;
    let authority_lines: Vec<usize> = parts.iter().map(|(l, _)| *l).collect();
    let authority: Vec<&str> = parts.iter().map(|(_, t)| t.as_str()).collect();
    let authority = (!authority.is_empty()).then(|| authority.join(" "));
    let (name_line, name) = name.unzip();
    // An office without a person's title (`TM. ỦY BAN NHÂN DÂN` alone) is all authority; so is for whom somebody signs (`KT. CHỦ
    // TỊCH`), whose own title a stamp has covered.
    let lone = represents(&title).is_none()
        && authority_prefix(&title).is_some_and(|length| {
            title.get(length..).and_then(title_prefix).is_none() || ["KT", "TL", "TUQ"].iter().any(|p| title.starts_with(p))
        });
    if lone {
        let all = authority.map_or_else(|| title.clone(), |a| format!("{a} {title}"));
        let mut authority_lines = authority_lines;
        authority_lines.push(title_line);
        return Some(Signature { authority: Some(all), title: None, name, authority_lines, title_line, name_line, first, last });
    }
    Some(Signature { authority, title: Some(title), name, authority_lines, title_line, name_line, first, last })
}

/// `(Đã ký)`, `[daky]`, `Ký bởi: …`, dates of electronic signing, seals.
pub(super) fn is_signing_note(text: &str) -> bool {
    let folded = fold(text.get(..floor(text, 80)).unwrap_or_default());
    let words = folded.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    [
        "da ky",
        "daky",
        "ky, ",
        "ky ten",
        "(ky",
        "ky boi",
        "ky dien tu",
        "chu ky",
        "signature",
        "signed",
        "digitally",
        "da duyet",
        "thoi gian ky",
        "ngay ky",
        "email",
        "co quan:",
        "chuky",
    ]
    .iter()
    .any(|p| words.starts_with(p) && !(*p == "da ky" && words.len() > 12))
        || matches!(words, "ky" | "dau" | "da ky" | "dong dau")
}

/// The last boundary of a character at or before a byte.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// A line in capitals that begins another paper or an annex.
fn starts_other_paper(text: &str) -> bool {
    let folded = fold(text.get(..floor(text, 60)).unwrap_or_default());
    ["phu luc", "cong hoa xa hoi", "danh muc", "danh sach", "bang ", "bieu ", "mau so", "dieu "]
        .iter()
        .any(|p| folded.starts_with(p))
}

fn is_surname_first(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|w| WORDS.surnames.contains(&tone_key(w)))
}

/// A personal name at the end of a recipient's line: `- Lưu: VT. Nguyễn Văn A`.
fn name_behind(text: &str) -> Option<String> {
    let (_, tail) = text.rsplit_once(['.', ';'])?;
    person(tail.trim(), false)
}

/// Is a line a personal name, its surname known, and nothing else?
pub(super) fn is_person(text: &str) -> bool {
    person(text, false).is_some()
}

/// A name whose surname alone stands on the first of two lines.
fn torn_person(text: &str, next: &str) -> Option<String> {
    let lone = !text.contains(char::is_whitespace) && WORDS.surnames.contains(&tone_key(text));
    person(&format!("{text} {next}"), false).filter(|_| lone)
}

/// A personal name that is all of this text: two to six words with capitals, a surname first; ranks and notes of signing before
/// it are left out. `lenient`: any first word that is a word of letters will do if the name has three words or more.
fn person(text: &str, lenient: bool) -> Option<String> {
    let mut text =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '.' | ',' | ':' | ';' | '_' | '(' | ')' | '/'));
    // `Nguyễn Văn A – Đã ký`
    if let Some((name, _)) = text.rsplit_once(['–', '-', '(']).filter(|(_, note)| tone_key(note.trim()) == tone_key("đã ký"))
    {
        text = name.trim_end_matches(|c: char| !c.is_alphabetic());
    }
    // `Đã ký: Nguyễn Văn A`, `(Đã ký) Nguyễn Văn A`
    for note in ["đã ký", "ký bởi", "ký tên", "[daky]", "daky"] {
        let length = note.chars().count();
        let end = text.char_indices().nth(length).map_or(text.len(), |(i, _)| i);
        if text.get(..end).is_some_and(|head| tone_key(head) == tone_key(note)) {
            text = text.get(end..)?.trim_start_matches(|c: char| !c.is_alphabetic());
        }
    }
    for _ in 0..4 {
        let rank = WORDS.ranks.iter().find_map(|r| {
            let rest = text.strip_prefix(r.as_str())?;
            rest.starts_with(['.', ' ', ',', ':']).then(|| rest.trim_start_matches(['.', ' ', ',', ':']))
        });
        match rank {
            // `Bà Rịa`, `Ông Ích …`: a rank is only left out in front of a surname.
            Some(rest) if rest.split_whitespace().count() >= 2 => text = rest,
            _ => break,
        }
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    // One word is a name of the Central Highlands at most.
    let least = if text.contains(['\'', '’']) { 1 } else { 2 };
    if !(least..=6).contains(&words.len()) || text.chars().count() > 45 {
        return None;
    }
    let shaped = words.iter().all(|w| {
        w.chars().next().is_some_and(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
    });
    let capitals = words.iter().all(|w| w.chars().all(|c| !c.is_lowercase()));
    let mixed = words.iter().filter(|w| w.chars().count() > 1).all(|w| w.chars().skip(1).any(char::is_lowercase));
    // `Bố Thị …`, `H'Nga …`, `K'Brêo` tell themselves.
    let marked =
        words.first().is_some_and(|w| w.chars().nth(1).is_some_and(|c| matches!(c, '\'' | '’')) && w.chars().count() > 3);
    let told = marked || words.len() > 2 && words.get(1) == Some(&"Thị");
    let surname = told || words.first().is_some_and(|w| WORDS.surnames.contains(&tone_key(w)));
    let title = title_prefix(text).is_some() || authority_prefix(text).is_some();
    let body = bodies::opening(text) != bodies::Opening::Rest && !surname;
    let good = shaped
        && !title
        && !body
        && (mixed && (surname || lenient && (3..=4).contains(&words.len())) || capitals && surname && lenient);
    good.then(|| if capitals { words.iter().map(|w| capitalise(w)).collect::<Vec<_>>().join(" ") } else { words.join(" ") })
}

fn capitalise(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().chain(letters.flat_map(char::to_lowercase)).collect()
}

#[cfg(test)]
mod tests {
    use super::{person, split};

    #[test]
    fn a_person_is_a_surname_and_names() {
        for (text, want) in [
            ("Nguyễn Văn Mẫu", Some("Nguyễn Văn Mẫu")),
            ("Đã ký: Trần Thị Mẫu", Some("Trần Thị Mẫu")),
            ("Trần Thị Mẫu – Đã ký", Some("Trần Thị Mẫu")),
            ("TS. Lê Mẫu", Some("Lê Mẫu")),
            ("Thiếu tướng Vàng A Mẫu", Some("Vàng A Mẫu")),
            ("NGUYỄN VĂN MẪU", Some("Nguyễn Văn Mẫu")),
            ("H’Mẫu Niê Kđăm", Some("H’Mẫu Niê Kđăm")),
            ("H'Mẫu Niê", Some("H'Mẫu Niê")),
            ("K’Mẫu", Some("K’Mẫu")),
            ("d’Mẫu", None),
            ("Bs.CKII Nguyễn Văn Mẫu", Some("Nguyễn Văn Mẫu")),
            ("Bố Thị Mẫu Xuân Đơn", Some("Bố Thị Mẫu Xuân Đơn")),
            ("PHÓ GIÁM ĐỐC", None),
            ("Sở Công Thương", None),
            ("Như trên", None),
            ("Nguyễn", None),
            ("Lào Cai, ngày", None),
        ] {
            assert_eq!(person(text, true).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn a_line_is_cut_before_each_office() {
        for (text, want, name) in [
            (
                "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Lê Văn Mẫu",
                "TM. ỦY BAN NHÂN DÂN|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH",
                Some("Lê Văn Mẫu"),
            ),
            ("KT.GIÁM ĐỐC", "KT. GIÁM ĐỐC", None),
            ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "KT. BỘ TRƯỞNG, CHỦ NHIỆM", None),
            ("T/M. ĐOÀN KIỂM TRA", "T/M. ĐOÀN KIỂM TRA", None),
            ("T.M HỘI ĐỒNG BỘ TRƯỞNG", "T.M HỘI ĐỒNG BỘ TRƯỞNG", None),
            ("T/M ĐOÀN CHỦ TỊCH", "T/M ĐOÀN CHỦ TỊCH", None),
            ("K.T CHỦ TỊCH", "K.T CHỦ TỊCH", None),
            ("ĐẠI DIỆN BÊN A GIÁM ĐỐC", "ĐẠI DIỆN BÊN A|GIÁM ĐỐC", None),
            ("KT. TRƯỞNG THUẾ MẪU PHÓ TRƯỞNG THUẾ MẪU", "KT. TRƯỞNG THUẾ MẪU|PHÓ TRƯỞNG THUẾ MẪU", None),
            ("QUYỀN HIỆU TRƯỞNG", "QUYỀN HIỆU TRƯỞNG", None),
            ("THUYỀN TRƯỞNG TÀU MẪU", "THUYỀN TRƯỞNG TÀU MẪU", None),
            ("TV HĐQT - TỔNG GIÁM ĐỐC", "TV HĐQT - TỔNG GIÁM ĐỐC", None),
        ] {
            let mut pieces = Vec::new();
            let found = split(0, text, &mut pieces);
            let parts: Vec<String> = pieces.into_iter().map(|(_, t)| t).collect();
            assert_eq!((parts.join("|").as_str(), found.map(|f| f.1).as_deref()), (want, name), "{text}");
        }
    }
}
