//! What a page's drawing comes down to: glyphs with a place and a style, straight rules, white covers.

use std::collections::HashMap;
use std::sync::Arc;

/// The characters of one glyph: a `char`, or an entry of [`Texts`] where one glyph stands for several characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Text(u32);

impl Text {
    /// A glyph whose character is not known.
    pub(super) const UNKNOWN: Self = Self('\u{fffd}' as u32);

    /// One character.
    pub(super) fn from_char(c: char) -> Self {
        Self(c as u32)
    }

    /// The character, where it is only one.
    pub(super) fn single(self) -> Option<char> {
        char::from_u32(self.0)
    }

    /// Is it a blank of any width?
    pub(super) fn is_blank(self) -> bool {
        self.single().is_some_and(|c| c.is_whitespace() || c == '\u{200b}' || c == '\0')
    }
}

/// The strings of glyphs that stand for several characters; one table a document.
#[derive(Debug, Default)]
pub(super) struct Texts {
    strings: Vec<Box<str>>,
    places: HashMap<Box<str>, u32>,
}

/// Codes from here on are no characters.
const FIRST_STRING: u32 = 0x11_0000;

impl Texts {
    /// The text for a string; the same string gives the same text.
    pub(super) fn intern(&mut self, string: &str) -> Text {
        let mut chars = string.chars();
        match (chars.next(), chars.next()) {
            (None, _) => return Text::UNKNOWN,
            (Some(only), None) => return Text::from_char(only),
            _ => {}
        }
        if let Some(place) = self.places.get(string) {
            return Text(*place);
        }
        let place = FIRST_STRING + u32::try_from(self.strings.len()).unwrap_or(0);
        self.strings.push(string.into());
        self.places.insert(string.into(), place);
        Text(place)
    }

    /// Appends the characters of a text.
    pub(super) fn push_to(&self, text: Text, out: &mut String) {
        match text.single() {
            Some(c) => out.push(c),
            None => {
                if let Some(string) = self.strings.get((text.0.wrapping_sub(FIRST_STRING)) as usize) {
                    out.push_str(string);
                }
            }
        }
    }
}

/// A shown glyph in page space: points, y grows downward, the text runs to the right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    /// Left edge.
    pub(super) x0: f32,
    /// Left edge plus advance width.
    pub(super) x1: f32,
    /// Baseline.
    pub(super) y: f32,
    /// Font size as shown.
    pub(super) size: f32,
    /// Its characters.
    pub(super) text: Text,
    /// Index into the document's [`FontStyle`]s.
    pub(super) font: u16,
    /// How it is shown.
    pub(super) flags: Flags,
}

/// How a glyph is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flags(u8);

impl Flags {
    /// Drawn without ink: a recognised text over a picture.
    pub(super) const INVISIBLE: Self = Self(1);
    /// Part of an annotation's appearance.
    pub(super) const ANNOTATION: Self = Self(2);
    /// Outlined as well as filled, which looks bold.
    pub(super) const STROKED: Self = Self(4);
    /// Its characters were repaired.
    pub(super) const REPAIRED: Self = Self(8);

    /// Has it this property?
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// With this property too.
    #[must_use]
    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What layout needs to know of a font.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct FontStyle {
    /// Family name without the subset tag.
    pub(super) name: Option<Arc<str>>,
    /// Bold.
    pub(super) bold: bool,
    /// Italic.
    pub(super) italic: bool,
    /// Width of its blank in em.
    pub(super) space: f32,
    /// Its characters were recognised, and not surely.
    pub(super) unsure: bool,
}

/// A straight horizontal or vertical stroke, or a box as thin as one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// Left.
    pub(super) x0: f32,
    /// Top.
    pub(super) y0: f32,
    /// Right.
    pub(super) x1: f32,
    /// Bottom.
    pub(super) y1: f32,
}

impl Rule {
    /// Wider than high.
    pub(super) fn is_horizontal(&self) -> bool {
        self.x1 - self.x0 >= self.y1 - self.y0
    }
}

/// A white box painted over what was drawn before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cover {
    /// The box.
    pub(super) area: Rule,
    /// How many glyphs had been drawn by then.
    pub(super) after: usize,
}

/// Everything that a page shows, in drawing order.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// Width of the page as seen.
    pub(super) width: f32,
    /// Height of the page as seen.
    pub(super) height: f32,
    /// Glyphs that run to the right.
    pub(super) glyphs: Vec<Glyph>,
    /// Glyphs that run down or up the page, turned to run to the right.
    pub(super) turned: Vec<Glyph>,
    /// Glyphs set aslant: stamps and watermarks, turned to run to the right.
    pub(super) aslant: Vec<Glyph>,
    /// Rules.
    pub(super) rules: Vec<Rule>,
    /// White boxes.
    pub(super) covers: Vec<Cover>,
    /// Pictures' share of the page, 0 to 1 and more where they overlap.
    pub(super) pictured: f32,
    /// Part of the content could not be unpacked.
    pub(super) damaged: bool,
}
