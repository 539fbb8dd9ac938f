//! Columns by clustering over several rows: letterheads and signature blocks, real columns of text, lists with tabs.

use super::paragraphs::is_capitals;
use super::{Line, Row, median};
use crate::model::Side;

/// What a stretch of rows is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Region {
    /// Full-width lines.
    Flow(Vec<Line>),
    /// Two columns beside each other, each read to its end.
    Columns {
        /// The left one's lines.
        left: Vec<Line>,
        /// The right one's lines.
        right: Vec<Line>,
        /// Are they columns of running text, and not a letterhead or signature block?
        text: bool,
    },
    /// Rows of cells that only their alignment shows, each with its column.
    Aligned(Vec<Vec<(usize, Line)>>),
}

impl Region {
    /// The side of its columns.
    pub(super) fn sides(text: bool) -> (Side, Side) {
        if text { (Side::Full, Side::Full) } else { (Side::Left, Side::Right) }
    }
}

/// A gutter narrower than this, in em, parts no columns.
const MIN_GUTTER: f32 = 0.55;
/// Rows of one zone stand no further apart than this, in em: a signature and a seal have room between.
const MAX_APART: f32 = 11.0;

/// Parts rows, top to bottom, into regions.
pub(super) fn regions(rows: Vec<Row>, page_centre: f32) -> Vec<Region> {
    let mut out: Vec<Region> = Vec::new();
    let mut flow: Vec<Line> = Vec::new();
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    let mut at = 0;
    while at < rows.len() {
        let zone = find(&rows, at, &flow, page_centre);
        if let Some(zone) = zone {
            // Lines above the first split row that belong to a column were taken for flow; the zone takes them back.
            let above = zone.above.min(flow.len());
            let taken = flow.split_off(flow.len() - above);
            if !flow.is_empty() {
                out.push(Region::Flow(std::mem::take(&mut flow)));
            }
            let mut members: Vec<Row> = taken.into_iter().map(|l| Row { lines: vec![l], chrome: None }).collect();
            members.extend(rows.get_mut(at..zone.end).into_iter().flatten().filter_map(Option::take));
            out.push(zone.build(members));
            at = zone.end;
        } else {
            if let Some(row) = rows.get_mut(at).and_then(Option::take) {
                flow.extend(row.joined());
            }
            at += 1;
        }
    }
    if !flow.is_empty() {
        out.push(Region::Flow(flow));
    }
    out
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Sides,
    Text,
    List,
}

struct Zone {
    gutter: (f32, f32),
    end: usize,
    /// Rows above the first that belong to it.
    above: usize,
    kind: Kind,
}

impl Zone {
    fn middle(&self) -> f32 {
        f32::midpoint(self.gutter.0, self.gutter.1)
    }

    fn build(&self, rows: Vec<Row>) -> Region {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let mut cells = Vec::new();
        for row in rows {
            let (l, r): (Vec<Line>, Vec<Line>) = row.lines.into_iter().partition(|line| line.centre() < self.middle());
            let join = |lines: Vec<Line>| Row { lines, chrome: None }.joined();
            let (l, r) = (join(l), join(r));
            if self.kind == Kind::List {
                cells.push(l.map(|line| (0, line)).into_iter().chain(r.map(|line| (1, line))).collect());
            } else {
                left.extend(l);
                right.extend(r);
            }
        }
        match self.kind {
            Kind::List => Region::Aligned(cells),
            kind => Region::Columns { left, right, text: kind == Kind::Text },
        }
    }
}

/// The zone of columns that begins in this row.
fn find(rows: &[Option<Row>], at: usize, flow: &[Line], page_centre: f32) -> Option<Zone> {
    let first = rows.get(at)?.as_ref()?;
    let gaps = first.lines.windows(2).filter_map(|pair| match pair {
        [a, b] => Some((a.x1, b.x0)),
        _ => None,
    });
    let mut best: Option<(usize, Zone)> = None;
    for gap in gaps.take(4) {
        if let Some((both, zone)) = grow(rows, at, gap, flow, page_centre)
            && best.as_ref().is_none_or(|(n, z)| (both, width(zone.gutter)) > (*n, width(z.gutter)))
        {
            best = Some((both, zone));
        }
    }
    best.map(|b| b.1)
}

fn width(gutter: (f32, f32)) -> f32 {
    gutter.1 - gutter.0
}

/// Follows a gutter down the page for as long as no line crosses it.
fn grow(rows: &[Option<Row>], at: usize, gap: (f32, f32), flow: &[Line], page_centre: f32) -> Option<(usize, Zone)> {
    let size = rows.get(at)?.as_ref()?.size();
    let mut gutter = gap;
    let mut last_both = at;
    let mut both = 0_usize;
    let mut reach = at;
    let mut y = rows.get(at)?.as_ref()?.y();
    let mut committed = gutter;
    for (i, row) in rows.iter().enumerate().skip(at) {
        let Some(row) = row.as_ref() else { break };
        if row.y() - y > MAX_APART * size {
            break;
        }
        let Some(next) = narrowed(gutter, row) else { break };
        if width(next) < MIN_GUTTER * size {
            break;
        }
        gutter = next;
        y = row.y();
        reach = i;
        let middle = f32::midpoint(gutter.0, gutter.1);
        let sides = (row.lines.iter().any(|l| l.centre() < middle), row.lines.iter().any(|l| l.centre() > middle));
        if sides == (true, true) {
            both += 1;
            last_both = i;
            committed = gutter;
        }
    }
    let split: Vec<&Row> = rows.get(at..=last_both)?.iter().flatten().collect();
    let columns = Columns::of(&split, committed);
    let kind = columns.kind(both, committed, size, page_centre)?;
    let mut zone = Zone { gutter: committed, end: last_both + 1, above: 0, kind };
    if kind == Kind::Sides {
        let mut before = rows.get(last_both)?.as_ref()?;
        for row in rows.get(last_both + 1..=reach).unwrap_or_default().iter().flatten() {
            if !columns.takes(row, before, page_centre) {
                break;
            }
            before = row;
            zone.end += 1;
        }
        zone.above = columns.above(flow, rows.get(at)?.as_ref()?, page_centre);
        // One split row that nothing joins is a line with a gap in it.
        let lone = both == 1 && zone.end == at + 1 && zone.above == 0;
        if lone && !columns.is_letterhead() {
            return None;
        }
    }
    Some((both, zone))
}

/// What is left of a gutter beside this row; `None` where a line crosses it.
fn narrowed(gutter: (f32, f32), row: &Row) -> Option<(f32, f32)> {
    let (mut left, mut right) = gutter;
    let middle = f32::midpoint(left, right);
    for line in &row.lines {
        // A line that reaches into the gutter belongs to the side that it does not cross over to.
        let (clear_right, clear_left) = (line.x1 < right, line.x0 > left);
        let leftward = if clear_right && clear_left { line.centre() < middle } else { clear_right };
        if leftward {
            left = left.max(line.x1);
        } else if clear_left {
            right = right.min(line.x0);
        } else {
            return None;
        }
    }
    (right > left).then_some((left, right))
}

/// The two columns of a zone.
struct Columns {
    left: Vec<Line>,
    right: Vec<Line>,
    gutter: (f32, f32),
}

impl Columns {
    fn of(rows: &[&Row], gutter: (f32, f32)) -> Self {
        let middle = f32::midpoint(gutter.0, gutter.1);
        let side = |is_left: bool| {
            rows.iter()
                .filter_map(|row| {
                    let lines: Vec<Line> = row.lines.iter().filter(|l| (l.centre() < middle) == is_left).cloned().collect();
                    Row { lines, chrome: None }.joined()
                })
                .collect()
        };
        Self { left: side(true), right: side(false), gutter }
    }

    fn kind(&self, both: usize, gutter: (f32, f32), size: f32, page_centre: f32) -> Option<Kind> {
        if self.is_letterhead() {
            return Some(Kind::Sides);
        }
        let dense = |lines: &[Line]| {
            let width = extent(lines).1 - extent(lines).0;
            lines.iter().filter(|l| l.width() > 0.8 * width).count() * 3 > lines.len() * 2 && width > 10.0 * size
        };
        if both >= 8 && dense(&self.left) && dense(&self.right) {
            return Some(Kind::Text);
        }
        let apart = width(gutter) / size;
        if both >= 2 && aligned(&self.right) && apart > 1.2 && (!centred(&self.right) || self.left.len() == self.right.len()) {
            return Some(Kind::List);
        }
        if both >= 2 && centred(&self.right) && extent(&self.right).0 > page_centre - 6.0 * size {
            return Some(Kind::Sides);
        }
        if both >= 2 && apart > 3.0 && gutter.1 > page_centre - 4.0 * size {
            return Some(Kind::Sides);
        }
        // Who signs stands in capitals on both sides, with names or a number below.
        let titles = apart > 1.2 && self.left.len() == 1 && self.right.len() == 1;
        let titles = titles && self.left.iter().chain(&self.right).all(|l| l.bold && is_capitals(&l.text()));
        (titles || apart > 6.0 && gutter.1 > page_centre).then_some(Kind::Sides)
    }

    /// Words of a letterhead or signature block, or a number beside a date.
    fn is_letterhead(&self) -> bool {
        let numbered = self.left.first().is_some_and(|l| l.text().trim_start().starts_with("Số"));
        self.left.iter().chain(&self.right).any(is_letterhead_word)
            || numbered && self.right.iter().any(|l| l.text().contains("ngày"))
    }

    /// Does a row below that stands on one side only go on with its column?
    fn takes(&self, row: &Row, before: &Row, page_centre: f32) -> bool {
        let apart = (row.y() - before.y()) / row.size().max(1.0);
        let centre = f32::midpoint(row.x0(), row.x1());
        let size = row.size();
        if row.x0() >= self.gutter.0 && centre > self.gutter.1 {
            let middle = f32::midpoint(extent(&self.right).0, extent(&self.right).1);
            let aside = (centre - page_centre).abs() > 1.5 * size;
            return aside && ((centre - middle).abs() < 4.0 * size || row.x0() > page_centre);
        }
        let (x0, x1) = extent(&self.left);
        let above =
            f32::midpoint(before.x0(), before.lines.iter().filter(|l| l.x1 <= self.gutter.1).map(|l| l.x1).fold(0.0, f32::max));
        let in_middle = (centre - f32::midpoint(x0, x1)).abs() < 0.8 * size || (centre - above).abs() < 0.8 * size;
        let is_centred = centred(&self.left) || self.left.len() == 1 && in_middle;
        // Two lines of one width share both their middle and their edge.
        let listed = (!is_centred || aligned(&self.left)) && (row.x0() - x0).abs() < 1.5 * size;
        // The last line of a paragraph set across a column of centred lines is short, and in no middle.
        let end = before.lines.iter().filter(|l| l.centre() < self.gutter.1).map(|l| l.x1).fold(0.0, f32::max);
        let goes_on = apart < 1.5 && (row.x0() - before.x0()).abs() < 0.3 * size && row.x1() < end + 0.1 * size;
        apart < 2.4 && ((is_centred && in_middle) || (listed && row.size() < 12.8)) || goes_on && size < 13.3
    }

    /// How many of the lines right above the first split row belong to one of the columns.
    fn above(&self, flow: &[Line], first: &Row, page_centre: f32) -> usize {
        let mut y = first.y();
        let mut belongs = |line: &&Line| {
            let near = y - line.y < 2.4 * line.size;
            y = line.y;
            if !near {
                return false;
            }
            let middle = |lines: &[Line]| f32::midpoint(extent(lines).0, extent(lines).1);
            if line.x0 >= self.gutter.0 && line.centre() > self.gutter.1 {
                let aside = (line.centre() - page_centre).abs() > 1.5 * line.size;
                return aside && (line.centre() - middle(&self.right)).abs() < line.size;
            }
            line.x1 <= self.gutter.1 && centred(&self.left) && (line.centre() - middle(&self.left)).abs() < line.size
        };
        flow.iter().rev().take_while(|line| belongs(line)).count()
    }
}

/// Words that stand in letterheads and signature blocks and nowhere beside a gutter else.
fn is_letterhead_word(line: &Line) -> bool {
    let text = line.text();
    let text = text.trim_start();
    ["CỘNG HÒA XÃ HỘI", "CỘNG HOÀ XÃ HỘI", "CỘNG HÒA XÃ HỘI", "ĐẢNG CỘNG SẢN", "Độc lập -", "Độc lập –", "Nơi nhận", "Kính gửi"]
        .iter()
        .any(|word| text.starts_with(word))
}

fn extent(lines: &[Line]) -> (f32, f32) {
    (lines.iter().map(|l| l.x0).fold(f32::MAX, f32::min), lines.iter().map(|l| l.x1).fold(f32::MIN, f32::max))
}

/// Do the lines share a middle rather than an edge?
fn centred(lines: &[Line]) -> bool {
    if lines.len() < 2 {
        return false;
    }
    let spread = |places: Vec<f32>| {
        let middle = median(places.clone());
        median(places.into_iter().map(|p| (p - middle).abs()).collect())
    };
    let edges = spread(lines.iter().map(|l| l.x0).collect());
    let middles = spread(lines.iter().map(Line::centre).collect());
    middles < 4.0
        && (edges > 2.0 * middles || lines.iter().all(|l| (l.centre() - lines.first().map_or(0.0, Line::centre)).abs() < 3.0))
}

/// Do the lines share their left edge?
fn aligned(lines: &[Line]) -> bool {
    let left = median(lines.iter().map(|l| l.x0).collect());
    lines.iter().filter(|l| (l.x0 - left).abs() < 3.0).count() * 10 >= lines.len() * 8
}
