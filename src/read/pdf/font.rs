//! A font dictionary to what reading needs: characters and widths of codes, name, weight, slope.
//!
//! The font program itself is opened only where the dictionary does not tell the characters or the widths.

use std::sync::Arc;

use hayro_cmap::{BfString, CMap};
use hayro_font::{FontCache, FontData, FontGlyph, FontQuery};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};

use super::encoding::{Base, is_legacy, legacy_char, times_glyph};
use super::glyph::{FontStyle, Text, Texts};
use crate::read::symbol;

/// What a code shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    /// Its characters.
    pub(super) text: Text,
    /// Its advance in em.
    pub(super) width: f32,
    /// Its characters come from a repair and not from the font.
    pub(super) repaired: bool,
}

/// A font of the document.
pub(super) struct Font<'a> {
    /// What layout needs to know.
    pub(super) style: FontStyle,
    dict: Dict<'a>,
    composite: bool,
    encoding: Option<CMap>,
    to_unicode: Option<CMap>,
    base: Option<Base>,
    legacy: bool,
    /// The characters must be asked of the font program.
    named: bool,
    widths: Widths,
    /// Codes in pages of 256, filled as they are met.
    seen: Vec<Option<Box<[Option<Shown>; 256]>>>,
}

enum Widths {
    /// From a first code on, in em; then the width of the others.
    Simple(u32, Vec<f32>, f32),
    /// Sorted ranges of codes with their widths, and the default.
    Composite(Vec<(u32, Vec<f32>)>, Vec<(u32, u32, f32)>, f32),
    /// Only the font program knows.
    Program,
}

/// The programs of fonts that had to be opened.
pub(super) struct Programs<'a> {
    cache: FontCache<'a>,
    resolver: hayro_font::FontResolverFn,
    cmaps: hayro_font::CMapResolverFn,
}

impl Programs<'_> {
    /// No font opened yet.
    pub(super) fn new() -> Self {
        let resolver = |query: &FontQuery| -> Option<(FontData, u32)> {
            Some(match query {
                FontQuery::Standard(standard) => standard.get_font_data(),
                FontQuery::Fallback(other) => other.pick_standard_font().get_font_data(),
            })
        };
        Self { cache: FontCache::new(), resolver: Arc::new(resolver), cmaps: Arc::new(|_| None) }
    }
}

impl<'a> Programs<'a> {
    fn open(&self, dict: &Dict<'a>) -> Option<hayro_font::Font<'a>> {
        self.cache.font(dict, &self.resolver, &self.cmaps)
    }
}

/// More of a `ToUnicode` map than this is not read: 65,536 codes take less.
const MAX_CMAP: usize = 4 << 20;

impl<'a> Font<'a> {
    /// Reads the dictionary.
    pub(super) fn new(dict: &Dict<'a>) -> Self {
        let name_of = |d: &Dict<'a>, key: &[u8]| d.get::<Name<'_>>(key).map(|n| n.as_ref().to_vec());
        let subtype = name_of(dict, b"Subtype").unwrap_or_default();
        let composite = subtype == b"Type0";
        let descendant = dict.get::<Array<'_>>(b"DescendantFonts").and_then(|a| a.iter::<Dict<'_>>().next()).unwrap_or_default();
        let described = if composite { &descendant } else { dict };
        let descriptor = described.get::<Dict<'_>>(b"FontDescriptor").unwrap_or_default();
        let base_font = name_of(dict, b"BaseFont").or_else(|| name_of(&descriptor, b"FontName")).unwrap_or_default();
        let name = clean_name(&base_font);
        let flags = descriptor.get::<i32>(b"Flags").unwrap_or(0);
        let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
        let bold = has(&["Bold", "bold", "Black", "Heavy", "Demi"])
            || flags & (1 << 18) != 0
            || descriptor.get::<f32>(b"FontWeight").is_some_and(|w| w >= 600.0);
        let italic = has(&["Italic", "italic", "Oblique"]) || flags & (1 << 6) != 0;
        let legacy = is_legacy(&name);
        let to_unicode = dict.get::<Stream<'_>>(b"ToUnicode").and_then(|s| read_cmap(&s));
        let encoding_name = name_of(dict, b"Encoding");
        let encoding_dict = dict.get::<Dict<'_>>(b"Encoding");
        let differences = encoding_dict.as_ref().is_some_and(|d| d.contains_key(b"Differences"));
        let base = encoding_name
            .clone()
            .or_else(|| encoding_dict.as_ref().and_then(|d| name_of(d, b"BaseEncoding")))
            .and_then(|n| Base::from_name(&n))
            .or_else(|| (subtype == b"TrueType").then_some(Base::WinAnsi));
        let encoding = if composite { dict.get::<Stream<'_>>(b"Encoding").and_then(|s| read_cmap(&s)) } else { None };
        let widths = if composite {
            composite_widths(&descendant)
        } else {
            let scale = if subtype == b"Type3" {
                dict.get::<Array<'_>>(b"FontMatrix").and_then(|m| m.iter::<Number>().next()).map_or(0.001, |n| n.as_f32())
            } else {
                0.001
            };
            simple_widths(dict, &descriptor, scale)
        };
        let mut font = Self {
            style: FontStyle {
                name: (!name.is_empty()).then(|| Arc::from(name.as_str())),
                bold,
                italic,
                space: 0.25,
                unsure: false,
            },
            dict: dict.clone(),
            composite,
            encoding,
            to_unicode,
            base,
            legacy,
            named: !composite && !legacy && (differences || base.is_none()),
            widths,
            seen: Vec::new(),
        };
        font.style.space = font.space_width();
        font
    }

    /// Takes the next code off the bytes of a shown string: the code and its length, at least 1.
    pub(super) fn next_code(&self, bytes: &[u8]) -> (u32, usize) {
        let first = bytes.first().copied().unwrap_or(0);
        if !self.composite {
            return (u32::from(first), 1);
        }
        if self.two_bytes() {
            return (u32::from(first) << 8 | u32::from(bytes.get(1).copied().unwrap_or(0)), 2);
        }
        let mut code = 0;
        if let Some(cmap) = &self.encoding {
            for (length, byte) in (1..=4).zip(bytes) {
                code = code << 8 | u32::from(*byte);
                if cmap.lookup_cid_code(code, length).is_some() {
                    return (code, usize::from(length));
                }
            }
        }
        (u32::from(first), 1)
    }

    /// Codes of two bytes each, as the identity map has them.
    fn two_bytes(&self) -> bool {
        self.composite && self.encoding.is_none()
    }

    /// Is this the code that word spacing applies to?
    pub(super) fn is_word_space(&self, code: u32) -> bool {
        code == 32 && !self.two_bytes()
    }

    /// What a code shows.
    pub(super) fn shown(&mut self, code: u32, programs: &Programs<'a>, texts: &mut Texts) -> Shown {
        let (page, place) = ((code >> 8) as usize, (code & 0xff) as usize);
        if page < 256 {
            if self.seen.len() <= page {
                self.seen.resize_with(page + 1, || None);
            }
            if let Some(known) = self.seen.get(page).and_then(Option::as_ref).and_then(|p| p.get(place).copied().flatten()) {
                return known;
            }
        }
        let shown = self.look_up(code, programs, texts);
        if let Some(slot) = self.seen.get_mut(page).and_then(|p| p.get_or_insert_with(|| Box::new([None; 256])).get_mut(place)) {
            *slot = Some(shown);
        }
        shown
    }

    fn look_up(&self, code: u32, programs: &Programs<'a>, texts: &mut Texts) -> Shown {
        let mut program = None;
        let mut glyph =
            || program.get_or_insert_with(|| programs.open(&self.dict).map(|f| f.glyph(f.map_code(code), code))).clone();
        let width = match self.width(code) {
            Some(width) => width,
            None => match glyph() {
                Some(FontGlyph::Outline(outline)) => outline.advance_width().unwrap_or(500.0) / 1000.0,
                Some(FontGlyph::Type3(drawn)) => drawn.advance_width() / 1000.0,
                None => 0.5,
            },
        };
        let (text, repaired) = self.text(code, &mut glyph, texts);
        Shown { text: self.symbol(text, code), width, repaired }
    }

    /// The characters of a code, and whether a table had to tell them.
    fn text(&self, code: u32, glyph: &mut impl FnMut() -> Option<FontGlyph<'a>>, texts: &mut Texts) -> (Text, bool) {
        let mut repaired = false;
        let told = self.to_unicode.as_ref().and_then(|map| map.lookup_bf_string(code)).filter(sensible);
        let text = if let Some(told) = told {
            match told {
                // Times New Roman's maps call the horned U by the letter of another alphabet that looks like it.
                BfString::Char('\u{1a2}') => Text::from_char('Ư'),
                BfString::Char('\u{1a3}') => Text::from_char('ư'),
                BfString::Char(c) => Text::from_char(c),
                BfString::String(s) => texts.intern(&s),
            }
        } else if self.composite {
            match times_glyph(code) {
                Some(c) if self.two_bytes() && self.to_unicode.is_none() => {
                    repaired = true;
                    Text::from_char(c)
                }
                _ => Text::UNKNOWN,
            }
        } else if self.legacy {
            Text::from_char(legacy_char(code))
        } else {
            let named = self.named.then(glyph).flatten().and_then(|g| match g {
                FontGlyph::Outline(outline) => outline.as_unicode(),
                FontGlyph::Type3(drawn) => drawn.as_unicode(),
            });
            match named.filter(sensible) {
                Some(BfString::Char(c)) => Text::from_char(c),
                Some(BfString::String(s)) => texts.intern(&s),
                None => self
                    .base
                    .or_else(|| (code < 0x80).then_some(Base::WinAnsi))
                    .and_then(|base| base.char(code))
                    .map_or(Text::UNKNOWN, Text::from_char),
            }
        };
        (text, repaired)
    }

    /// What a picture font shows in the place of a private character.
    fn symbol(&self, text: Text, code: u32) -> Text {
        let Some(c) = text.single().filter(|c| symbol::is_private(*c)) else { return text };
        let name = self.style.name.as_deref().unwrap_or_default();
        let code = if self.composite { u32::from(c) } else { code };
        if self.legacy { text } else { symbol::shown(name, code).map_or(text, Text::from_char) }
    }

    fn width(&self, code: u32) -> Option<f32> {
        match &self.widths {
            Widths::Simple(first, list, missing) => {
                Some(code.checked_sub(*first).and_then(|i| list.get(i as usize)).copied().unwrap_or(*missing))
            }
            Widths::Composite(lists, ranges, default) => {
                let cid = self
                    .encoding
                    .as_ref()
                    .map_or(code, |cmap| (1..=4).find_map(|length| cmap.lookup_cid_code(code, length)).unwrap_or(code));
                let in_list = lists
                    .partition_point(|(first, _)| *first <= cid)
                    .checked_sub(1)
                    .and_then(|i| lists.get(i))
                    .and_then(|(first, list)| list.get((cid - first) as usize).copied());
                let in_range = || ranges.iter().find(|(first, last, _)| (*first..=*last).contains(&cid)).map(|r| r.2);
                Some(in_list.or_else(in_range).unwrap_or(*default))
            }
            Widths::Program => None,
        }
    }

    /// The width of the font's blank where the dictionary tells it, else a quarter em.
    fn space_width(&self) -> f32 {
        let width = if self.composite {
            // Code 3 is the blank in the glyph order that Word's TrueType fonts share.
            self.to_unicode
                .as_ref()
                .and_then(|map| [32, 3].into_iter().find(|c| map.lookup_bf_string(*c) == Some(BfString::Char(' '))))
                .and_then(|code| self.width(code))
        } else {
            match &self.widths {
                Widths::Simple(first, ..) if *first <= 32 => self.width(32),
                _ => None,
            }
        };
        width.filter(|w| (0.15..0.7).contains(w)).unwrap_or(0.25)
    }
}

/// A map that says NUL or "unknown" says nothing.
fn sensible(told: &BfString) -> bool {
    match told {
        BfString::Char(c) => !matches!(c, '\0' | '\u{fffd}'),
        BfString::String(s) => !s.is_empty() && !s.contains(['\0', '\u{fffd}']),
    }
}

fn read_cmap(stream: &Stream<'_>) -> Option<CMap> {
    if stream.raw_data().len() > MAX_CMAP {
        return None;
    }
    let data = stream.decoded_data().ok().filter(|d| d.len() <= MAX_CMAP)?;
    CMap::parse(&data, |_| None)
}

/// A font name without the subset tag: `ABCDEF+.VnTime` is `.VnTime`.
fn clean_name(raw: &[u8]) -> String {
    let name = String::from_utf8_lossy(raw);
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) => rest.to_owned(),
        _ => name.into_owned(),
    }
}

fn simple_widths(dict: &Dict<'_>, descriptor: &Dict<'_>, scale: f32) -> Widths {
    let Some(list) = dict.get::<Array<'_>>(b"Widths") else { return Widths::Program };
    let first = u32::try_from(dict.get::<i32>(b"FirstChar").unwrap_or(0)).unwrap_or(0);
    let missing = descriptor.get::<f32>(b"MissingWidth").unwrap_or(0.0) * scale;
    let widths: Vec<f32> = list.iter::<Number>().take(256).map(|n| n.as_f32() * scale).collect();
    if widths.iter().all(|w| *w == 0.0) { Widths::Program } else { Widths::Simple(first, widths, missing) }
}

fn composite_widths(descendant: &Dict<'_>) -> Widths {
    let default = descendant.get::<f32>(b"DW").unwrap_or(1000.0) / 1000.0;
    let mut lists = Vec::new();
    let mut ranges = Vec::new();
    if let Some(array) = descendant.get::<Array<'_>>(b"W") {
        let mut items = array.iter::<Object<'_>>();
        let number = |o: Option<Object<'_>>| o.and_then(Object::into_number);
        while let Some(first) = number(items.next()) {
            let first = u32::try_from(first.as_i64()).unwrap_or(0);
            match items.next() {
                Some(Object::Array(list)) => {
                    lists.push((first, list.iter::<Number>().take(65_536).map(|n| n.as_f32() / 1000.0).collect::<Vec<_>>()));
                }
                Some(Object::Number(last)) => {
                    let last = u32::try_from(last.as_i64()).unwrap_or(0);
                    let Some(width) = number(items.next()) else { break };
                    ranges.push((first, last, width.as_f32() / 1000.0));
                }
                _ => break,
            }
        }
    }
    lists.sort_by_key(|(first, _)| *first);
    ranges.truncate(4096);
    Widths::Composite(lists, ranges, default)
}
