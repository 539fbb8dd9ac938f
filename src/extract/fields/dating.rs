//! Owns the date of papers whose letterhead has no date line: minutes, contracts, certificates, applications, laws.

use super::signature::Signature;
use crate::extract::bodies;
use crate::extract::dates;
use crate::extract::fold::fold;
use crate::extract::lines::Line;
use crate::model::{Kind, PartialDate, Span};

/// A date, the line it was read from, the rule, and the place in front of it.
#[derive(Debug)]
pub(super) struct Dated {
    pub date: PartialDate,
    pub span: Span,
    pub rule: &'static str,
    pub place: Option<String>,
}

/// How many lines may lie between a date line and the office below it (recipients of the other column among them).
const ABOVE: usize = 14;
/// How many lines at the end may hold the date line of a paper without a readable signature.
const CLOSING: usize = 25;
/// How many lines of minutes and contracts may lie before the day they were made.
const OPENING: usize = 30;

/// The date of a paper whose body begins at line `from` and whose first paper ends before `end`.
pub(super) fn find(
    lines: &[Line<'_>],
    from: usize,
    end: usize,
    kind: Option<Kind>,
    signature: Option<&Signature>,
) -> Option<Dated> {
    let kind = kind.map_or("", Kind::code);
    let closing = match signature {
        Some(s) => s.first.saturating_sub(ABOVE).max(from)..(s.last + 3).min(end),
        None => end.saturating_sub(CLOSING).max(from)..end,
    };
    let held = matches!(kind, "BB" | "HĐ" | "BTT" | "BGN");
    let adopted = matches!(kind, "Luật" | "BL" | "PL" | "NQ" | "HP");
    (matches!(kind, "GCN" | "GP").then(|| certified(lines, from)).flatten())
        .or_else(|| date_line(lines, closing))
        .or_else(|| held.then(|| day_of_meeting(lines, from.saturating_sub(2), end)).flatten())
        .or_else(|| signature.filter(|_| adopted).and_then(|s| adoption(lines, s.first)))
}

/// `Mẫu Sơn, ngày 03 tháng 9 năm 2024`, alone on its line; the last one.
fn date_line(lines: &[Line<'_>], within: std::ops::Range<usize>) -> Option<Dated> {
    lines.get(within)?.iter().rev().find_map(|line| {
        let comma = line.text.find(',')?;
        let (place, rest) = (line.text.get(..comma)?, line.text.get(comma + 1..)?.trim_start());
        let names = place.split_whitespace().count() <= 6 && place.chars().next().is_some_and(char::is_uppercase);
        if !(names && fold(rest).starts_with("ngay")) {
            return None;
        }
        let (date, end) = dates::read_at(rest, 0)?;
        if rest.get(end..)?.chars().any(char::is_alphanumeric) {
            return None;
        }
        let place = bodies::normalise_place(place.trim_matches(['*', ' ']));
        Some(Dated { date, span: line.span(), rule: "signature.date", place: Some(place) })
    })
}

/// Minutes and contracts are of the day they tell of: `Hôm nay, vào hồi 8 giờ, ngày 12 tháng 10 năm 2023`, `Bắt đầu: 8h15 ngày …`.
fn day_of_meeting(lines: &[Line<'_>], from: usize, end: usize) -> Option<Dated> {
    for i in from..end.min(from + OPENING) {
        let line = lines.get(i)?;
        let folded = fold(line.text);
        let words = folded.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
        if !["hom nay", "thoi gian", "bat dau", "vao hoi", "vao luc", "hoi "].iter().any(|p| words.starts_with(p)) {
            continue;
        }
        // The words may break over two lines.
        let text = joined(line, lines.get(i + 1));
        let day = text.match_indices("ngày").find_map(|(at, _)| dates::read_at(&text, at).filter(|(d, _)| d.is_full()));
        if let Some((date, _)) = day {
            return Some(Dated { date, span: line.span(), rule: "body.today", place: None });
        }
    }
    None
}

/// `Chứng nhận lần đầu: ngày 30 tháng 6 năm 2026`, `Đăng ký thay đổi lần thứ 2: ngày …`: the last of them.
fn certified(lines: &[Line<'_>], from: usize) -> Option<Dated> {
    lines.get(from.saturating_sub(3)..(from + 8).min(lines.len()))?.iter().rev().find_map(|line| {
        let folded = fold(line.text);
        let granted =
            ["chung nhan", "dang ky", "cap lan", "cap doi", "dieu chinh", "gia han"].iter().any(|p| folded.starts_with(p));
        let (date, _) = (granted && folded.contains("lan"))
            .then(|| line.text.match_indices("ngày").find_map(|(at, _)| dates::read_at(line.text, at)))
            .flatten()?;
        Some(Dated { date, span: line.span(), rule: "title.certified", place: None })
    })
}

/// Laws and resolutions of assemblies: `… thông qua ngày 27 tháng 11 năm 2024`.
fn adoption(lines: &[Line<'_>], first: usize) -> Option<Dated> {
    (first.saturating_sub(5)..first).rev().find_map(|i| {
        let line = lines.get(i)?;
        let text = joined(line, lines.get(i + 1));
        let at = text.find("thông qua ngày")?;
        let (date, _) = dates::read_at(&text, at + "thông qua ".len())?;
        Some(Dated { date, span: line.span(), rule: "closing.adopted", place: None })
    })
}

/// A line with the one behind it, if that belongs to the same block.
fn joined(line: &Line<'_>, next: Option<&Line<'_>>) -> String {
    match next.filter(|n| n.block == line.block) {
        Some(next) => format!("{} {}", line.text, next.text),
        None => line.text.to_owned(),
    }
}
