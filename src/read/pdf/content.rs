//! The content streams of a page to a [`Drawing`]: text state, forms, marked content, rules; nothing is rendered.

use std::collections::HashMap;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, ObjRef, Object, Rect, Stream, String as PdfString};
use hayro_syntax::page::{Page, Resources};
use kurbo::{Affine, Point};

use super::budget::{Budget, too_deep};
use super::font::{Font, Programs};
use super::glyph::{Cover, Drawing, Flags, FontStyle, Glyph, Rule, Text, Texts};
use super::text_string::text_string;

/// What is shared by the pages of a document.
pub(super) struct Shared<'a> {
    fonts: Vec<Font<'a>>,
    by_place: HashMap<usize, u16>,
    programs: Programs<'a>,
    /// Strings of glyphs.
    pub(super) texts: Texts,
    /// What is left to spend.
    pub(super) budget: Budget,
    hidden_layers: Vec<ObjRef>,
}

/// Forms within forms; a loop ends here.
const MAX_FORMS: usize = 16;
/// Saved graphics states.
const MAX_SAVED: usize = 512;
/// Rules that are kept of one page; drawings have more, tables do not.
const MAX_RULES: usize = 20_000;
/// Glyphs of one page; a page of text has some 3,000.
const MAX_PAGE_GLYPHS: usize = 400_000;
/// A box as thin as this is a rule.
const THIN: f32 = 3.0;

impl<'a> Shared<'a> {
    /// For a document whose catalogue is this.
    pub(super) fn new(catalogue: Option<&Dict<'a>>, budget: Budget) -> Self {
        let off = catalogue
            .and_then(|c| c.get::<Dict<'_>>(b"OCProperties"))
            .and_then(|p| p.get::<Dict<'_>>(b"D"))
            .and_then(|d| d.get::<Array<'_>>(b"OFF"));
        let hidden_layers =
            off.map(|a| a.raw_iter().filter_map(|item| item.as_obj_ref()).take(1000).collect()).unwrap_or_default();
        Self {
            fonts: Vec::new(),
            by_place: HashMap::new(),
            programs: Programs::new(),
            texts: Texts::default(),
            budget,
            hidden_layers,
        }
    }

    /// The styles of the fonts met so far, by [`Glyph::font`].
    pub(super) fn styles(&self) -> Vec<FontStyle> {
        self.fonts.iter().map(|f| f.style.clone()).collect()
    }

    fn font(&mut self, dict: &Dict<'a>) -> u16 {
        // Dictionaries are read in place, so the same place in memory is the same font.
        let place = dict.data().as_ptr() as usize;
        if let Some(known) = self.by_place.get(&place) {
            return *known;
        }
        let index = u16::try_from(self.fonts.len()).unwrap_or(u16::MAX);
        if index == u16::MAX {
            return 0;
        }
        self.fonts.push(Font::new(dict));
        self.by_place.insert(place, index);
        index
    }
}

/// Draws a page: its content, then the appearances of its annotations.
pub(super) fn draw<'a>(page: &Page<'a>, shared: &mut Shared<'a>) -> Drawing {
    let (width, height) = page.render_dimensions();
    let start = Affine::new(page.initial_transform(true).as_coeffs());
    let mut pen = Pen {
        shared,
        drawing: Drawing { width, height, ..Drawing::default() },
        state: State::new(start),
        saved: Vec::new(),
        marked: Vec::new(),
        path: Path::default(),
        depth: 0,
        flags: Flags::default(),
    };
    let (content, damaged) = content(page, pen.shared);
    pen.drawing.damaged = damaged;
    pen.run(&content, page.resources());
    pen.flags = Flags::ANNOTATION;
    if let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") {
        for annotation in annotations.iter::<Dict<'_>>().take(5000) {
            pen.state = State::new(start);
            pen.annotation(&annotation, page.resources());
        }
    }
    pen.drawing
}

/// The page's content streams, one after the other, and whether any of them could not be unpacked.
fn content(page: &Page<'_>, shared: &mut Shared<'_>) -> (Vec<u8>, bool) {
    let mut all = Vec::new();
    let mut damaged = false;
    let mut add = |stream: &Stream<'_>| {
        if !shared.budget.unpack(stream) {
            return;
        }
        match stream.decoded_data() {
            Ok(data) if !data.is_empty() || stream.raw_data().is_empty() => {
                shared.budget.unpacked(data.len());
                all.extend_from_slice(&data);
                all.push(b'\n');
            }
            _ => damaged = true,
        }
    };
    if let Some(stream) = page.raw().get::<Stream<'_>>(b"Contents") {
        add(&stream);
    } else if let Some(array) = page.raw().get::<Array<'_>>(b"Contents") {
        array.iter::<Stream<'_>>().take(10_000).for_each(|stream| add(&stream));
    } else {
        damaged = page.raw().contains_key(b"Contents");
    }
    if too_deep(&all) { (Vec::new(), true) } else { (all, damaged) }
}

#[derive(Clone)]
struct State {
    ctm: Affine,
    font: Option<u16>,
    size: f32,
    spacing: f32,
    word_spacing: f32,
    scale: f32,
    leading: f32,
    rise: f32,
    mode: i64,
    white: bool,
    line_width: f32,
}

impl State {
    fn new(ctm: Affine) -> Self {
        Self {
            ctm,
            font: None,
            size: 0.0,
            spacing: 0.0,
            word_spacing: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            white: false,
            line_width: 1.0,
        }
    }
}

#[derive(Default)]
struct Path {
    start: Point,
    at: Point,
    lines: Vec<(Point, Point)>,
    boxes: Vec<kurbo::Rect>,
}

/// An open marked content sequence.
struct Marked {
    hidden: bool,
    instead: Option<String>,
    from: usize,
}

struct Pen<'s, 'a> {
    shared: &'s mut Shared<'a>,
    drawing: Drawing,
    state: State,
    saved: Vec<State>,
    marked: Vec<Marked>,
    path: Path,
    depth: usize,
    flags: Flags,
}

struct TextPlace {
    matrix: Affine,
    line: Affine,
}

impl<'a> Pen<'_, 'a> {
    fn run(&mut self, content: &[u8], resources: &Resources<'a>) {
        let (saved, marked) = (self.saved.len(), self.marked.len());
        let mut place = TextPlace { matrix: Affine::IDENTITY, line: Affine::IDENTITY };
        let mut operators = TypedIter::new(content);
        while let Some(operator) = operators.next() {
            if !self.shared.budget.operator() {
                break;
            }
            self.operator(&operator, resources, &mut place, saved);
        }
        while self.marked.len() > marked {
            self.end_marked();
        }
        if self.saved.len() > saved {
            self.saved.truncate(saved + 1);
            if let Some(state) = self.saved.pop() {
                self.state = state;
            }
        }
        self.path = Path::default();
    }

    fn operator(&mut self, operator: &Op<'_, '_>, resources: &Resources<'a>, place: &mut TextPlace, saved: usize) {
        let state = &mut self.state;
        match operator {
            Op::SaveState(_) => {
                if self.saved.len() < saved + MAX_SAVED {
                    self.saved.push(self.state.clone());
                }
            }
            Op::RestoreState(_) => {
                if self.saved.len() > saved
                    && let Some(state) = self.saved.pop()
                {
                    self.state = state;
                }
            }
            Op::Transform(t) => state.ctm *= matrix([&t.0, &t.1, &t.2, &t.3, &t.4, &t.5]),
            Op::LineWidth(w) => state.line_width = w.0.as_f32(),
            Op::BeginText(_) => *place = TextPlace { matrix: Affine::IDENTITY, line: Affine::IDENTITY },
            Op::TextFont(t) => {
                state.size = t.1.as_f32();
                state.font = resources.get_font(t.0).map(|dict| self.shared.font(&dict));
            }
            Op::CharacterSpacing(c) => state.spacing = c.0.as_f32(),
            Op::WordSpacing(w) => state.word_spacing = w.0.as_f32(),
            Op::HorizontalScaling(h) => state.scale = h.0.as_f32() / 100.0,
            Op::TextLeading(l) => state.leading = l.0.as_f32(),
            Op::TextRise(r) => state.rise = r.0.as_f32(),
            Op::TextRenderingMode(m) => state.mode = m.0.as_i64(),
            Op::NextLine(n) => place.next_line(n.0.as_f64(), n.1.as_f64()),
            Op::NextLineAndSetLeading(n) => {
                state.leading = -n.1.as_f32();
                place.next_line(n.0.as_f64(), n.1.as_f64());
            }
            Op::SetTextMatrix(t) => {
                place.line = matrix([&t.0, &t.1, &t.2, &t.3, &t.4, &t.5]);
                place.matrix = place.line;
            }
            Op::NextLineUsingLeading(_) => place.next_line(0.0, -f64::from(state.leading)),
            Op::ShowText(s) => self.show(s.0, place),
            Op::NextLineAndShowText(s) => {
                place.next_line(0.0, -f64::from(state.leading));
                self.show(s.0, place);
            }
            Op::ShowTextWithParameters(s) => {
                state.word_spacing = s.0.as_f32();
                state.spacing = s.1.as_f32();
                place.next_line(0.0, -f64::from(state.leading));
                self.show(s.2, place);
            }
            Op::ShowTexts(s) => {
                for item in s.0.iter::<Object<'_>>() {
                    match item {
                        Object::String(text) => self.show(&text, place),
                        Object::Number(n) => {
                            let step = -n.as_f32() / 1000.0 * self.state.size * self.state.scale;
                            place.matrix *= Affine::translate((f64::from(step), 0.0));
                        }
                        _ => {}
                    }
                }
            }
            Op::XObject(x) => self.x_object(x.0, resources),
            Op::InlineImage(_) => self.picture(),
            Op::BeginMarkedContent(_) => self.begin_marked(None, false),
            Op::BeginMarkedContentWithProperties(m) => self.begin_properties(m.0, m.1, resources),
            Op::EndMarkedContent(_) => self.end_marked(),
            _ => self.paint(operator),
        }
    }

    /// Paths and colours.
    fn paint(&mut self, operator: &Op<'_, '_>) {
        let (path, state) = (&mut self.path, &mut self.state);
        let all_one = |numbers: &[Number]| !numbers.is_empty() && numbers.iter().all(|n| n.as_f32() >= 0.99);
        match operator {
            Op::MoveTo(m) => {
                path.start = Point::new(m.0.as_f64(), m.1.as_f64());
                path.at = path.start;
            }
            Op::LineTo(l) => path.line_to(Point::new(l.0.as_f64(), l.1.as_f64())),
            Op::CubicTo(c) => path.at = Point::new(c.4.as_f64(), c.5.as_f64()),
            Op::CubicStartTo(c) => path.at = Point::new(c.2.as_f64(), c.3.as_f64()),
            Op::CubicEndTo(c) => path.at = Point::new(c.2.as_f64(), c.3.as_f64()),
            Op::ClosePath(_) => path.line_to(path.start),
            Op::RectPath(r) => {
                let (x, y) = (r.0.as_f64(), r.1.as_f64());
                path.at = Point::new(x, y);
                path.start = path.at;
                if path.boxes.len() < MAX_RULES {
                    path.boxes.push(kurbo::Rect::new(x, y, x + r.2.as_f64(), y + r.3.as_f64()).abs());
                }
            }
            Op::StrokePath(_) => self.end_path(true, false),
            Op::CloseAndStrokePath(_) => {
                path.line_to(path.start);
                self.end_path(true, false);
            }
            Op::FillPathNonZero(_) | Op::FillPathNonZeroCompatibility(_) | Op::FillPathEvenOdd(_) => self.end_path(false, true),
            Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => self.end_path(true, true),
            Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                path.line_to(path.start);
                self.end_path(true, true);
            }
            Op::EndPath(_) => self.end_path(false, false),
            Op::NonStrokeColorDeviceGray(g) => state.white = g.0.as_f32() >= 0.99,
            Op::NonStrokeColorDeviceRgb(c) => state.white = all_one(&[c.0, c.1, c.2]),
            Op::NonStrokeColorCmyk(c) => state.white = [&c.0, &c.1, &c.2, &c.3].iter().all(|n| n.as_f32() <= 0.01),
            Op::NonStrokeColor(c) => state.white = c.0.len() != 4 && all_one(&c.0),
            Op::NonStrokeColorNamed(c) => state.white = c.1.is_none() && c.0.len() == 3 && all_one(&c.0),
            Op::ColorSpaceNonStroke(_) => state.white = false,
            _ => {}
        }
    }

    fn end_path(&mut self, stroked: bool, filled: bool) {
        let path = std::mem::take(&mut self.path);
        if !(stroked || filled) {
            return;
        }
        let ctm = self.state.ctm;
        for area in path.boxes {
            let seen = ctm.transform_rect_bbox(area);
            let seen = rule(seen);
            if filled && self.state.white && seen.x1 - seen.x0 > THIN && seen.y1 - seen.y0 > THIN {
                if self.drawing.covers.len() < MAX_RULES && !self.flags.has(Flags::ANNOTATION) {
                    self.drawing.covers.push(Cover { area: seen, after: self.drawing.glyphs.len() });
                }
            } else if filled && !self.state.white && (seen.x1 - seen.x0).min(seen.y1 - seen.y0) <= THIN {
                self.push_rule(seen);
            } else if stroked {
                let Rule { x0, y0, x1, y1 } = seen;
                for side in [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)] {
                    self.push_rule(Rule { x0: side.0, y0: side.1, x1: side.2, y1: side.3 });
                }
            }
        }
        if stroked {
            for (a, b) in path.lines {
                let seen = rule(kurbo::Rect::from_points(ctm * a, ctm * b));
                if (seen.x1 - seen.x0).min(seen.y1 - seen.y0) <= 0.7 {
                    self.push_rule(seen);
                }
            }
        } else if !self.state.white && (3..=5).contains(&path.lines.len()) {
            // A rule drawn as a filled outline of four strokes.
            let hull = path.lines.iter().map(|(a, b)| kurbo::Rect::from_points(ctm * *a, ctm * *b)).reduce(|a, b| a.union(b));
            if let Some(seen) = hull.map(rule)
                && (seen.x1 - seen.x0).min(seen.y1 - seen.y0) <= THIN
            {
                self.push_rule(seen);
            }
        }
    }

    fn push_rule(&mut self, rule: Rule) {
        if self.drawing.rules.len() < MAX_RULES && !self.flags.has(Flags::ANNOTATION) {
            self.drawing.rules.push(rule);
        }
    }

    fn picture(&mut self) {
        let area = self.state.ctm.transform_rect_bbox(kurbo::Rect::new(0.0, 0.0, 1.0, 1.0)).area();
        let page = f64::from(self.drawing.width) * f64::from(self.drawing.height);
        if page > 0.0 && !self.flags.has(Flags::ANNOTATION) {
            #[allow(clippy::cast_possible_truncation, reason = "a share of the page")]
            let share = (area / page).clamp(0.0, 1.0) as f32;
            self.drawing.pictured += share;
        }
    }

    fn x_object(&mut self, name: &Name<'_>, resources: &Resources<'a>) {
        let Some(stream) = resources.get_x_object(name) else { return };
        match stream.dict().get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Image") => self.picture(),
            Some(b"Form") if stream.dict().get_ref(b"OC").is_none_or(|layer| !self.shared.hidden_layers.contains(&layer)) => {
                self.form(&stream, resources);
            }
            _ => {}
        }
    }

    fn form(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) {
        if self.depth >= MAX_FORMS || !self.shared.budget.form() || !self.shared.budget.unpack(stream) {
            return;
        }
        let Ok(data) = stream.decoded_data() else { return };
        self.shared.budget.unpacked(data.len());
        if too_deep(&data) {
            return;
        }
        let before = self.state.clone();
        self.state.ctm *= form_matrix(stream.dict());
        let own = stream.dict().get::<Dict<'_>>(b"Resources").map(Resources::new);
        self.depth += 1;
        self.run(&data, own.as_ref().unwrap_or(resources));
        self.depth -= 1;
        self.state = before;
    }

    /// An annotation's normal appearance, fitted into its rectangle (ISO 32000-1, 12.5.5).
    fn annotation(&mut self, annotation: &Dict<'a>, resources: &Resources<'a>) {
        // Hidden, or not for the screen.
        if annotation.get::<i32>(b"F").unwrap_or(0) & 0b10_0010 != 0 {
            return;
        }
        let normal = annotation.get::<Dict<'_>>(b"AP").and_then(|ap| ap.get::<Object<'_>>(b"N"));
        let stream = match normal {
            Some(Object::Stream(stream)) => stream,
            Some(Object::Dict(states)) => {
                let Some(stream) = annotation.get::<Name<'_>>(b"AS").and_then(|on| states.get::<Stream<'_>>(on)) else { return };
                stream
            }
            _ => return,
        };
        let (Some(area), Some(bounds)) = (annotation.get::<Rect>(b"Rect"), stream.dict().get::<Rect>(b"BBox")) else { return };
        let bounds = form_matrix(stream.dict()).transform_rect_bbox(kurbo::Rect::new(bounds.x0, bounds.y0, bounds.x1, bounds.y1));
        let area = kurbo::Rect::new(area.x0, area.y0, area.x1, area.y1);
        if bounds.width() <= 0.0 || bounds.height() <= 0.0 {
            return;
        }
        let (sx, sy) = (area.width() / bounds.width(), area.height() / bounds.height());
        self.state.ctm *= Affine::new([sx, 0.0, 0.0, sy, area.x0 - sx * bounds.x0, area.y0 - sy * bounds.y0]);
        self.form(&stream, resources);
    }

    fn begin_properties(&mut self, tag: &Name<'_>, properties: &Object<'_>, resources: &Resources<'a>) {
        match properties {
            Object::Name(name) => {
                let layer = resources.properties.get_ref(name);
                let hidden = tag.as_ref() == b"OC" && layer.is_some_and(|l| self.shared.hidden_layers.contains(&l));
                let instead = resources.properties.get::<Dict<'_>>(name).and_then(|d| actual_text(&d));
                self.begin_marked(instead, hidden);
            }
            Object::Dict(dict) => self.begin_marked(actual_text(dict), false),
            _ => self.begin_marked(None, false),
        }
    }

    fn begin_marked(&mut self, instead: Option<String>, hidden: bool) {
        if self.marked.len() < MAX_SAVED {
            let hidden = hidden || self.marked.last().is_some_and(|m| m.hidden);
            self.marked.push(Marked { hidden, instead, from: self.drawing.glyphs.len() });
        }
    }

    /// Puts the text that the file gives for a sequence in the place of its glyphs' own.
    fn end_marked(&mut self) {
        let Some(Marked { instead: Some(instead), from, .. }) = self.marked.pop() else { return };
        let Some(glyphs) = self.drawing.glyphs.get_mut(from..) else { return };
        let Some((first, rest)) = glyphs.split_first_mut() else { return };
        let end = rest.last().map_or(first.x1, |g| g.x1);
        // A text for a whole paragraph cannot be given places; its glyphs' own characters can.
        if rest.iter().any(|g| (g.y - first.y).abs() > 0.5 * g.size) || rest.len() > 40 {
            return;
        }
        first.text = if instead.trim().is_empty() { Text::from_char(' ') } else { self.shared.texts.intern(&instead) };
        first.x1 = first.x1.max(end);
        self.drawing.glyphs.truncate(from + 1);
    }

    fn show(&mut self, string: &PdfString<'_>, place: &mut TextPlace) {
        let Some(index) = self.state.font else { return };
        let shared = &mut *self.shared;
        let Some(font) = shared.fonts.get_mut(usize::from(index)) else { return };
        let state = &self.state;
        let hidden = self.marked.last().is_some_and(|m| m.hidden);
        let whole = state.ctm * place.matrix;
        let [along_x, along_y, up_x, up_y, ..] = whole.as_coeffs();
        let (across, up) = (along_x.hypot(along_y), up_x.hypot(up_y));
        let aslant = along_y.abs() > 0.05 * across && along_x.abs() > 0.05 * across;
        let turned = !aslant && along_y.abs() > along_x.abs();
        let mut flags = self.flags;
        if state.mode == 3 || state.mode == 7 {
            flags = flags.with(Flags::INVISIBLE);
        } else if state.mode == 2 {
            flags = flags.with(Flags::STROKED);
        }
        #[allow(clippy::cast_possible_truncation, reason = "page places are small and need no more than f32")]
        let (size, scale) = ((f64::from(state.size) * up).abs() as f32, across as f32);
        let drawing = &mut self.drawing;
        let glyphs = if aslant {
            &mut drawing.aslant
        } else if turned {
            &mut drawing.turned
        } else {
            &mut drawing.glyphs
        };
        let bytes = string.as_bytes();
        let mut at = 0;
        let mut along = 0.0_f32;
        while let Some(rest) = bytes.get(at..).filter(|r| !r.is_empty()) {
            let (code, length) = font.next_code(rest);
            at += length;
            let shown = font.shown(code, &shared.programs, &mut shared.texts);
            let width = shown.width * state.size * state.scale;
            if !hidden && glyphs.len() < MAX_PAGE_GLYPHS && shared.budget.glyph() {
                let origin = whole * Point::new(f64::from(along), f64::from(state.rise));
                #[allow(clippy::cast_possible_truncation, reason = "page places are small and need no more than f32")]
                let (x, y) = (origin.x as f32, origin.y as f32);
                // Turned text keeps its own line as the baseline: the page is seen from its side.
                let (x, y) = match (aslant || turned, along_y > 0.0) {
                    (false, _) => (x, y),
                    (true, true) => (y, drawing.width - x),
                    (true, false) => (drawing.height - y, x),
                };
                let flags = if shown.repaired { flags.with(Flags::REPAIRED) } else { flags };
                if x.is_finite() && y.is_finite() && size > 0.0 {
                    glyphs.push(Glyph { x0: x, x1: x + (width * scale).abs(), y, size, text: shown.text, font: index, flags });
                }
            }
            along += width + state.spacing * state.scale;
            if font.is_word_space(code) {
                along += state.word_spacing * state.scale;
            }
        }
        place.matrix *= Affine::translate((f64::from(along), 0.0));
    }
}

impl TextPlace {
    fn next_line(&mut self, x: f64, y: f64) {
        self.line *= Affine::translate((x, y));
        self.matrix = self.line;
    }
}

impl Path {
    fn line_to(&mut self, to: Point) {
        if self.lines.len() < MAX_RULES {
            self.lines.push((self.at, to));
        }
        self.at = to;
    }
}

fn matrix(numbers: [&Number; 6]) -> Affine {
    Affine::new(numbers.map(Number::as_f64))
}

fn form_matrix(dict: &Dict<'_>) -> Affine {
    dict.get::<[f64; 6]>(b"Matrix").map_or(Affine::IDENTITY, Affine::new)
}

fn actual_text(dict: &Dict<'_>) -> Option<String> {
    dict.get::<PdfString<'_>>(b"ActualText").map(|s| text_string(&s))
}

#[allow(clippy::cast_possible_truncation, reason = "page places are small and need no more than f32")]
fn rule(area: kurbo::Rect) -> Rule {
    Rule { x0: area.x0 as f32, y0: area.y0 as f32, x1: area.x1 as f32, y1: area.y1 as f32 }
}
