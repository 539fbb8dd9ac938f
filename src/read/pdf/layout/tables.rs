//! Ruled tables: crossing rules make a grid; where a rule is missing, neighbouring cells are one.

use crate::read::pdf::glyph::Rule;

/// A grid of cells on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    /// Borders of the columns, left to right.
    pub(super) xs: Vec<f32>,
    /// Borders of the rows, top to bottom.
    pub(super) ys: Vec<f32>,
    /// For each field of the grid, row by row, the first field of the cell that it belongs to.
    cells: Vec<usize>,
}

/// How far lines may miss each other and still meet.
const SLACK: f32 = 3.0;
/// A drawing has more lines than this, a table has not.
const MAX_LINES: usize = 2500;
/// Fields of one grid.
const MAX_FIELDS: usize = 40_000;

impl Grid {
    /// The cell at a place, as the index of its first field.
    pub(super) fn cell_at(&self, x: f32, y: f32) -> Option<usize> {
        let column = interval(&self.xs, x)?;
        let row = interval(&self.ys, y)?;
        self.cells.get(row * (self.xs.len() - 1) + column).copied()
    }

    /// Row and column of a field.
    pub(super) fn place(&self, field: usize) -> (usize, usize) {
        let columns = self.xs.len().saturating_sub(1).max(1);
        (field / columns, field % columns)
    }

    /// Left and right border of the cell that begins in this row and column; `None` where another cell reaches over the place.
    pub(super) fn sides(&self, row: usize, column: usize) -> Option<(f32, f32)> {
        let columns = self.xs.len().saturating_sub(1);
        let first = row * columns + column;
        let fields = self.cells.get(first..(row + 1) * columns)?;
        let width = fields.iter().take_while(|root| **root == first).count();
        (width > 0).then_some((*self.xs.get(column)?, *self.xs.get(column + width)?))
    }

    /// Top border.
    pub(super) fn top(&self) -> f32 {
        self.ys.first().copied().unwrap_or(0.0)
    }

    /// Bottom border.
    pub(super) fn bottom(&self) -> f32 {
        self.ys.last().copied().unwrap_or(0.0)
    }

    /// Is this rule one of its borders?
    pub(super) fn holds(&self, rule: &Rule) -> bool {
        let (left, right) = (self.xs.first().copied().unwrap_or(0.0), self.xs.last().copied().unwrap_or(0.0));
        let inside = |at: f32, from: f32, to: f32| at > from - SLACK && at < to + SLACK;
        inside(rule.y0, self.top(), self.bottom()) && inside(rule.x0, left, right) && inside(rule.x1, left, right)
    }

    /// Are the columns the same, so that one table may go on as the other?
    pub(super) fn same_columns(&self, other: &Self) -> bool {
        self.xs.len() == other.xs.len() && self.xs.iter().zip(&other.xs).all(|(a, b)| (a - b).abs() < 2.0 * SLACK)
    }
}

fn interval(borders: &[f32], at: f32) -> Option<usize> {
    let after = borders.partition_point(|b| *b <= at);
    (after > 0 && after < borders.len()).then(|| after - 1)
}

/// The grids that the rules of a page make, top to bottom.
pub(super) fn grids(rules: &[Rule]) -> Vec<Grid> {
    if rules.len() < 4 {
        return Vec::new();
    }
    let across = merge(rules.iter().filter(|r| r.is_horizontal()).map(|r| (f32::midpoint(r.y0, r.y1), r.x0, r.x1)).collect());
    let down = merge(rules.iter().filter(|r| !r.is_horizontal()).map(|r| (f32::midpoint(r.x0, r.x1), r.y0, r.y1)).collect());
    if across.len() < 2 || down.is_empty() || across.len() + down.len() > MAX_LINES {
        return Vec::new();
    }
    let mut sets = Sets::new(across.len() + down.len());
    for (i, h) in across.iter().enumerate() {
        for (j, v) in down.iter().enumerate() {
            let meets = h.from - SLACK <= v.at && v.at <= h.to + SLACK && v.from - SLACK <= h.at && h.at <= v.to + SLACK;
            if meets {
                sets.join(i, across.len() + j);
            }
        }
    }
    let mut groups: Vec<(usize, Vec<Stroke>, Vec<Stroke>)> = Vec::new();
    for i in 0..across.len() + down.len() {
        let root = sets.root(i);
        let index = groups.iter().position(|g| g.0 == root).unwrap_or_else(|| {
            groups.push((root, Vec::new(), Vec::new()));
            groups.len() - 1
        });
        let Some(group) = groups.get_mut(index) else { continue };
        match i.checked_sub(across.len()) {
            None => group.1.extend(across.get(i)),
            Some(j) => group.2.extend(down.get(j)),
        }
    }
    let mut out: Vec<Grid> = groups.into_iter().filter_map(|(_, h, v)| grid(&h, &v)).collect();
    out.sort_by(|a, b| a.top().total_cmp(&b.top()));
    out
}

/// A line at a height (or from the left), from and to along the other axis.
#[derive(Debug, Clone, Copy)]
struct Stroke {
    at: f32,
    from: f32,
    to: f32,
}

/// Joins pieces of one line; drops specks.
fn merge(mut lines: Vec<(f32, f32, f32)>) -> Vec<Stroke> {
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut out: Vec<Stroke> = Vec::new();
    let mut level = 0;
    for (at, from, to) in lines {
        if out.get(level).is_some_and(|first| at - first.at > 1.5) {
            level = out.len();
        }
        let joins =
            out.get_mut(level..).into_iter().flatten().rev().take(64).find(|s| from <= s.to + SLACK && to >= s.from - SLACK);
        match joins {
            Some(stroke) => {
                stroke.from = stroke.from.min(from);
                stroke.to = stroke.to.max(to);
            }
            None => out.push(Stroke { at, from, to }),
        }
    }
    out.retain(|s| s.to - s.from > 4.0);
    out
}

fn grid(across: &[Stroke], down: &[Stroke]) -> Option<Grid> {
    if across.len() < 2 {
        return None;
    }
    let left = across.iter().map(|s| s.from).fold(f32::MAX, f32::min);
    let right = across.iter().map(|s| s.to).fold(f32::MIN, f32::max);
    let top = down.iter().map(|s| s.from).fold(f32::MAX, f32::min);
    let bottom = down.iter().map(|s| s.to).fold(f32::MIN, f32::max);
    let xs = borders(down.iter().map(|s| s.at).chain([left, right]).collect());
    let ys = borders(across.iter().map(|s| s.at).chain([top, bottom]).collect());
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns * rows < 2 || columns * rows > MAX_FIELDS {
        return None;
    }
    let covers = |strokes: &[Stroke], at: f32, along: f32| {
        strokes.iter().any(|s| (s.at - at).abs() <= SLACK && s.from - 0.5 <= along && along <= s.to + 0.5)
    };
    let mut sets = Sets::new(columns * rows);
    let middle = |borders: &[f32], i: usize| match (borders.get(i), borders.get(i + 1)) {
        (Some(a), Some(b)) => f32::midpoint(*a, *b),
        _ => 0.0,
    };
    for row in 0..rows {
        for column in 0..columns {
            let field = row * columns + column;
            let (x, y) = (middle(&xs, column), middle(&ys, row));
            if column + 1 < columns && !covers(down, xs.get(column + 1).copied().unwrap_or(0.0), y) {
                sets.join(field, field + 1);
            }
            if row + 1 < rows && !covers(across, ys.get(row + 1).copied().unwrap_or(0.0), x) {
                sets.join(field, field + columns);
            }
        }
    }
    let cells: Vec<usize> = (0..columns * rows).map(|i| sets.root(i)).collect();
    let distinct = cells.iter().enumerate().filter(|(i, root)| i == *root).count();
    (distinct >= 2).then_some(Grid { xs, ys, cells })
}

/// Sorted borders, near ones taken together.
fn borders(mut places: Vec<f32>) -> Vec<f32> {
    places.retain(|p| p.is_finite());
    places.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for place in places {
        if out.last().is_none_or(|last| place - last > SLACK) {
            out.push(place);
        }
    }
    out
}

/// Disjoint sets whose root is their smallest member.
struct Sets(Vec<usize>);

impl Sets {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut i: usize) -> usize {
        while let Some(parent) = self.0.get(i).copied().filter(|p| *p != i) {
            let above = self.0.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.0.get_mut(i) {
                *slot = above;
            }
            i = above;
        }
        i
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (small, large) = (a.min(b), a.max(b));
        if let Some(slot) = self.0.get_mut(large) {
            *slot = small;
        }
    }
}
