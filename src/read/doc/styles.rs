//! The style sheet and the fonts.

use std::sync::Arc;

use super::fib::{Fib, Place, u16_at};
use super::props::{CharProps, ParaProps};

/// Styles are based on styles; a longer chain is a loop.
const LONGEST_CHAIN: usize = 24;

/// All styles and fonts of a document.
#[derive(Debug, Default)]
pub(super) struct Styles<'a> {
    sheet: Vec<Option<Named<'a>>>,
    fonts: Vec<Arc<str>>,
    default_font: Option<u16>,
}

#[derive(Debug)]
struct Named<'a> {
    /// Word's number for a style of its own: headings are 1 to 9.
    known: u16,
    based_on: u16,
    paragraph: &'a [u8],
    characters: &'a [u8],
}

impl<'a> Styles<'a> {
    /// Reads both tables; what is damaged in them is left out.
    pub(super) fn read(fib: &Fib<'a>) -> Self {
        let sheet = fib.table(Place::Styles);
        let mut styles = Self { fonts: fonts(fib.table(Place::Fonts)), ..Self::default() };
        let Some(header) = u16_at(sheet, 0).map(usize::from) else { return styles };
        let base = u16_at(sheet, 4).map_or(10, usize::from);
        // The default for letters with marks, when the header is long enough to have it.
        styles.default_font = if header >= 18 { u16_at(sheet, 2 + 16) } else { None };
        let mut at = 2 + header;
        while let Some(length) = u16_at(sheet, at).map(usize::from) {
            let Some(style) = sheet.get(at + 2..at + 2 + length) else { break };
            styles.sheet.push(Named::read(style, base));
            // Lengths are even in the file.
            at += 2 + length + length % 2;
        }
        styles
    }

    /// The styles that one is made of, the deepest first.
    fn chain(&self, style: u16) -> Vec<&Named<'a>> {
        let find = |id: u16| self.sheet.get(usize::from(id)).and_then(Option::as_ref);
        let mut chain: Vec<&Named<'a>> =
            std::iter::successors(find(style), |named| find(named.based_on)).take(LONGEST_CHAIN).collect();
        chain.reverse();
        chain
    }

    /// What a paragraph style says about paragraphs and about their characters.
    pub(super) fn paragraph(&self, style: u16) -> (ParaProps, CharProps) {
        let mut paragraph = ParaProps { style, ..ParaProps::default() };
        let mut characters = CharProps { font: self.default_font, size: 20, ..CharProps::default() };
        for named in self.chain(style) {
            paragraph.apply(named.paragraph);
            let base = characters.clone();
            characters.apply(named.characters, &base, &|_| &[]);
            if (1..=9).contains(&named.known) && paragraph.outline.is_none() {
                paragraph.outline = u8::try_from(named.known - 1).ok();
            }
        }
        (paragraph, characters)
    }

    /// The changes of a character style.
    pub(super) fn characters(&self, style: u16) -> &'a [u8] {
        self.sheet.get(usize::from(style)).and_then(Option::as_ref).map_or(&[], |named| named.characters)
    }

    /// The name of a font.
    pub(super) fn font(&self, index: u16) -> Option<&Arc<str>> {
        self.fonts.get(usize::from(index))
    }
}

impl<'a> Named<'a> {
    /// One style; `base` is the size of its fixed part.
    fn read(style: &'a [u8], base: usize) -> Option<Self> {
        let known = u16_at(style, 0)? & 0x0FFF;
        let kind = u16_at(style, 2)?;
        let is_paragraph = kind & 0xF == 1;
        let name_length = usize::from(u16_at(style, base)?);
        let mut at = base + 2 + name_length * 2 + 2;
        let mut next = || {
            at += at % 2;
            let length = usize::from(u16_at(style, at)?);
            let list = style.get(at + 2..at + 2 + length)?;
            at += 2 + length;
            Some(list)
        };
        let paragraph = if is_paragraph { next().and_then(|list| list.get(2..)) } else { None };
        let characters = if matches!(kind & 0xF, 1 | 2) { next() } else { None };
        Some(Self {
            known: if is_paragraph { known } else { 0 },
            based_on: kind >> 4,
            paragraph: paragraph.unwrap_or_default(),
            characters: characters.unwrap_or_default(),
        })
    }
}

/// The names of the fonts.
fn fonts(table: &[u8]) -> Vec<Arc<str>> {
    let mut fonts = Vec::new();
    let mut at = 4;
    while let Some(length) = table.get(at).map(|b| usize::from(*b)) {
        let font = table.get(at + 1..at + 1 + length).unwrap_or_default();
        let units: Vec<u16> = (0..).map_while(|i| u16_at(font, 39 + i * 2)).take_while(|u| *u != 0).collect();
        fonts.push(Arc::from(String::from_utf16_lossy(&units)));
        at += 1 + length;
    }
    fonts
}
