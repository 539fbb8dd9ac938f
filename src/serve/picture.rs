//! Owns the time line of a trace: x is time, a lane for each level of government, a mark for each document; a server-made SVG
//! whose marks are links. The list below it says the same in words.

use maud::{Markup, html};

use super::frame::{class, mark, word};
use super::site::Visit;
use super::trace::name_of;
use crate::model::{DocId, LinkState, PartialDate};
use crate::report::trace::{Edge, Trace};

/// More marks than these are left to the list.
const MOST: usize = 60;
const WIDTH: f64 = 960.0;
const LEFT: f64 = 100.0;

/// A level of government, highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    National,
    Province,
    District,
    Commune,
    Unknown,
}

impl Level {
    const ALL: [Self; 5] = [Self::National, Self::Province, Self::District, Self::Commune, Self::Unknown];

    /// Of a body, by the words of its name; of a number, by what only national bodies write.
    fn of(issuer: Option<&str>, symbol: Option<&str>, has_name: bool) -> Self {
        if symbol.is_some_and(|s| crate::link::is_national_symbol(&crate::model::symbol_key(s))) || has_name {
            return Self::National;
        }
        let Some(issuer) = issuer else { return Self::Unknown };
        let name = format!(" {} ", issuer.to_lowercase());
        let has = |words: &[&str]| words.iter().any(|w| name.contains(&format!(" {w} ")));
        if has(&["xã", "phường", "thị trấn", "đặc khu"]) && !has(&["thị xã"]) {
            Self::Commune
        } else if has(&["huyện", "quận", "thị xã"]) {
            Self::District
        } else if has(&["tỉnh", "thành phố", "sở"]) {
            Self::Province
        } else if has(&["chính phủ", "quốc hội", "bộ", "thủ tướng", "trung ương", "nhà nước"]) {
            Self::National
        } else {
            Self::Unknown
        }
    }

    fn name(self, visit: &Visit<'_>) -> &'static str {
        match self {
            Self::National => visit.pick("Trung ương", "National"),
            Self::Province => visit.pick("Tỉnh", "Province"),
            Self::District => visit.pick("Huyện", "District"),
            Self::Commune => visit.pick("Xã", "Commune"),
            Self::Unknown => visit.pick("Chưa rõ", "Not known"),
        }
    }
}

/// A document on the line; two dates where the sides differ.
struct Point<'a> {
    edge: &'a Edge,
    name: String,
    level: Level,
    days: Vec<i64>,
}

/// Where a point is drawn.
struct Spot<'p, 'a> {
    point: &'p Point<'a>,
    /// Row within its lane, from 0.
    row: usize,
    /// Is there room for its number?
    labelled: bool,
}

/// Rows of a lane with numbers; what finds no room there is a mark without its number, below them.
const ROWS: usize = 7;
const ROW: f64 = 17.0;
/// Width of a letter, at the most.
const LETTER: f64 = 7.2;

/// Points of one lane in rows, so that no number runs over another.
fn spots<'p, 'a>(points: &[&'p Point<'a>], scale: &Scale) -> Vec<Spot<'p, 'a>> {
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::with_capacity(points.len());
    for point in points {
        let start = point.days.first().map_or(LEFT, |d| scale.x(*d));
        let last = point.days.last().map_or(start, |d| scale.x(*d));
        let end = last + 14.0 + LETTER * count(short(&point.name).chars().count());
        let free = ends.iter().position(|e| *e + 4.0 <= start).or((ends.len() < ROWS).then_some(ends.len()));
        let labelled = free.is_some();
        let row = free.unwrap_or(ROWS);
        match ends.get_mut(row) {
            Some(known) => *known = end,
            None if labelled => ends.push(end),
            None => {}
        }
        placed.push(Spot { point, row, labelled });
    }
    placed
}

/// The time line; empty where fewer than two documents bear a date.
pub(super) fn timeline(visit: &Visit<'_>, trace: &Trace) -> Markup {
    let mut points = points(trace);
    let more = points.len().saturating_sub(MOST);
    points.truncate(MOST);
    points.sort_by_key(|p| p.days.first().copied());
    let mut days: Vec<i64> = points.iter().flat_map(|p| p.days.clone()).collect();
    let own = trace.document.date.filter(|d| d.is_full()).map(PartialDate::ordinal);
    days.extend(own);
    days.sort_unstable();
    let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else { return html! {} };
    if first == last {
        return html! {};
    }
    let scale = Scale::of(&days);
    // Each level with its points in rows, and the height at which it begins.
    let mut lanes: Vec<(Level, f64, Vec<Spot<'_, '_>>)> = Vec::new();
    let mut height = 12.0;
    for level in Level::ALL {
        let of_level: Vec<&Point<'_>> = points.iter().filter(|p| p.level == level).collect();
        if of_level.is_empty() {
            continue;
        }
        let spots = spots(&of_level, &scale);
        let rows = spots.iter().map(|s| s.row).max().unwrap_or(0) + 1;
        lanes.push((level, height, spots));
        height += ROW * count(rows) + 12.0;
    }
    let bottom = height;
    let height = height + 22.0;
    html! {
        figure.timeline {
            svg viewBox=(format!("0 0 {WIDTH} {height}")) role="img" aria-label=(visit.pick("Trục thời gian của các văn bản được viện dẫn; danh sách ở dưới ghi đủ bằng chữ", "Time line of the cited documents; the list below says the same in words")) {
                @for (year, x) in scale.years() {
                    line x1=(x) x2=(x) y1="0" y2=(bottom) class="year" {}
                    text x=(x + 3.0) y=(height - 6.0) class="year" { (year) }
                }
                @if let Some(x) = scale.broken { text x=(x - 8.0) y=(height - 6.0) class="year" { "//" } }
                @if let Some(own) = own { line x1=(scale.x(own)) x2=(scale.x(own)) y1="0" y2=(bottom) class="own" {} }
                @for (level, top, spots) in &lanes {
                    text x="4" y=(top + 12.0) class="lane" { (level.name(visit)) }
                    line x1="0" x2=(WIDTH) y1=(top - 5.0) y2=(top - 5.0) class="lane" {}
                    @for spot in spots { (drawn(visit, spot, top + ROW * count(spot.row) + 8.0, &scale)) }
                }
            }
            @if more > 0 { figcaption { (visit.pick(format!("còn {more}, xem danh sách"), format!("{more} more: see the list"))) } }
        }
    }
}

/// A document on the line, with the line that joins its two dates.
fn drawn(visit: &Visit<'_>, spot: &Spot<'_, '_>, y: f64, scale: &Scale) -> Markup {
    let edge = spot.point.edge;
    let last = spot.point.days.last().copied();
    html! {
        @if let [a, b] = spot.point.days.as_slice() { line x1=(scale.x(*a)) x2=(scale.x(*b)) y1=(y) y2=(y) class="joined" {} }
        @for day in &spot.point.days {
            a href=(target(visit, edge)) {
                text x=(scale.x(*day)) y=(y + 4.0) class=(class(edge.state)) {
                    title { (spot.point.name) ": " (word(visit.lang, edge.state)) }
                    (if edge.state == LinkState::Held { "●" } else { mark(edge.state) })
                    @if spot.labelled && last == Some(*day) { (short(&spot.point.name)) }
                }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of lanes")]
fn count(n: usize) -> f64 {
    n as f64
}

/// `59/2019/NĐ` of `59/2019/NĐ-CP`; of a name its first words.
pub(super) fn short(name: &str) -> &str {
    if name.contains('/') {
        return name.split('-').next().unwrap_or(name);
    }
    name.char_indices().filter(|(_, c)| *c == ' ').nth(2).and_then(|(i, _)| name.get(..i)).unwrap_or(name)
}

/// Where a mark leads: to the document, else to what is known of it.
pub(super) fn target(visit: &Visit<'_>, edge: &Edge) -> String {
    match &edge.to {
        Some(to) => visit.href(&["vb", &to.0], &[("tu", &edge.from.0), ("cho", &edge.index.to_string())]),
        None => visit.cited(&name_of(&edge.citation)),
    }
}

/// Each document once, with the days that its mentions and its own paper give.
fn points(trace: &Trace) -> Vec<Point<'_>> {
    let mut seen: Vec<(Option<&DocId>, String)> = Vec::new();
    let mut points: Vec<Point<'_>> = Vec::new();
    for edge in trace.edges.iter().filter(|e| e.depth == 1) {
        let name = name_of(&edge.citation);
        let held = edge.document.as_ref().and_then(|d| d.date);
        let mut days: Vec<i64> =
            [edge.citation.date, held].into_iter().flatten().filter(|d| d.is_full()).map(PartialDate::ordinal).collect();
        if edge.state != LinkState::Conflict {
            days.truncate(1);
        }
        days.sort_unstable();
        days.dedup();
        // A part of a file goes by its own name.
        let key = (edge.to.as_ref(), if edge.to.is_some() && edge.part.is_none() { String::new() } else { name.clone() });
        if let Some(at) = seen.iter().position(|k| *k == key) {
            if let Some(point) = points.get_mut(at) {
                if point.days.len() < days.len() {
                    point.days = days;
                }
                if edge.state == LinkState::Conflict {
                    point.edge = edge;
                }
            }
            continue;
        }
        let issuer = edge.document.as_ref().and_then(|d| d.issuer.as_deref());
        let issuer = issuer.or(edge.citation.issuer.as_deref()).or(edge.citation.issuer_implied.as_deref());
        let has_name = edge.citation.name.is_some();
        let level = Level::of(issuer, edge.citation.symbol.as_deref(), has_name);
        seen.push(key);
        points.push(Point { edge, name, level, days });
    }
    points.retain(|p| !p.days.is_empty());
    points
}

/// Where days stand: the two busiest years and what lies between take most of the width; what lies before is squeezed.
struct Scale {
    start: i64,
    middle: i64,
    end: i64,
    /// Where the squeezed part ends.
    broken: Option<f64>,
}

/// Share of the width that the squeezed years take.
const SQUEEZED: f64 = 0.18;

impl Scale {
    fn of(days: &[i64]) -> Self {
        let (start, end) = (days.first().copied().unwrap_or_default(), days.last().copied().unwrap_or_default());
        // The last two years and a half, or all where little lies before.
        let middle = end.saturating_sub(900).max(start);
        let squeezed = middle > start && days.iter().any(|d| *d < middle);
        let broken = squeezed.then_some(LEFT + (WIDTH - LEFT) * SQUEEZED);
        Self { start, middle: if squeezed { middle } else { start }, end, broken }
    }

    fn x(&self, day: i64) -> f64 {
        let room = WIDTH - LEFT - 70.0;
        let share = |from: i64, to: i64, at: i64| -> f64 {
            #[expect(clippy::cast_precision_loss, reason = "days between two documents")]
            let part = (at - from) as f64 / ((to - from).max(1)) as f64;
            part.clamp(0.0, 1.0)
        };
        let x = match self.broken {
            Some(_) if day < self.middle => share(self.start, self.middle, day) * SQUEEZED * room * 0.9,
            Some(_) => (SQUEEZED + share(self.middle, self.end, day) * (1.0 - SQUEEZED)) * room,
            None => share(self.start, self.end, day) * room,
        };
        (LEFT + 8.0 + x).round()
    }

    /// The years whose first day lies in the stretched part.
    fn years(&self) -> Vec<(u16, f64)> {
        (1945..=2100_u16)
            .filter_map(|year| Some((year, PartialDate::day(year, 1, 1)?.ordinal())))
            .filter(|(_, day)| (self.middle..=self.end).contains(day))
            .map(|(year, day)| (year, self.x(day)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Scale, WIDTH};

    #[test]
    fn levels_are_told_by_name_or_symbol() {
        for (issuer, symbol, named, want) in [
            (Some("UBND xã Sơn Dung"), Some("KH-UBND"), false, Level::Commune),
            (Some("UBND thị xã Sơn Tây"), None, false, Level::District),
            (Some("Sở Nội vụ"), None, false, Level::Province),
            (None, Some("NĐ-CP"), false, Level::National),
            (None, None, true, Level::National),
            (None, Some("QĐ-UBND"), false, Level::Unknown),
        ] {
            assert_eq!(Level::of(issuer, symbol, named), want, "{issuer:?} {symbol:?}");
        }
    }

    #[test]
    fn time_goes_to_the_right_and_stays_in_the_picture() {
        let days = [700_000, 738_000, 738_400, 738_500];
        let scale = Scale::of(&days);
        let xs: Vec<f64> = days.iter().map(|d| scale.x(*d)).collect();
        assert!(xs.windows(2).all(|w| w[0] < w[1]), "{xs:?}");
        assert!(xs.iter().all(|x| *x < WIDTH), "{xs:?}");
        assert!(scale.broken.is_some());
    }
}
