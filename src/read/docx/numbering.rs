//! `numbering.xml`: the numbers that Word sets before paragraphs (`Điều 3.`, `1.2.`, `a)`), counted as Word counts them.

use std::collections::HashMap;

use super::super::list::{self, Counts, LEVELS};
use super::super::ordinal::Numerals;
use super::super::xml::{Node, Tag, Xml};
use super::props::RunProps;
use crate::model::ReadError;

/// All lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: HashMap<i64, Definition>,
    lists: HashMap<i64, List>,
    /// Lists named by a list style.
    by_style: HashMap<String, i64>,
}

#[derive(Debug, Default)]
struct Definition {
    levels: [Level; LEVELS],
    counts: Counts,
    /// The list style whose list this one repeats.
    link: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    shown: list::Level,
    style: Option<String>,
    run: RunProps,
}

#[derive(Debug, Default)]
struct List {
    definition: i64,
    starts: Counts,
    levels: HashMap<usize, Level>,
    used: [bool; LEVELS],
}

/// A number as it is shown.
#[derive(Debug, PartialEq)]
pub(super) struct Shown {
    /// With what parts it from the text.
    pub text: String,
    /// How the level sets it.
    pub bold: Option<bool>,
    pub italic: Option<bool>,
}

impl Numbering {
    /// Reads the part.
    pub(super) fn read(text: &str) -> Result<Self, ReadError> {
        let mut numbering = Self::default();
        let mut xml = Xml::new(text);
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::End => return Ok(numbering),
                _ => continue,
            };
            let id = |name: &str| tag.attr(name).and_then(|v| v.parse::<i64>().ok()).unwrap_or(-1);
            match tag.name() {
                "numbering" => {}
                "abstractNum" => {
                    let id = id("abstractNumId");
                    let (definition, style) = Definition::read(&mut xml)?;
                    if let Some(style) = style {
                        numbering.by_style.insert(style, id);
                    }
                    numbering.definitions.insert(id, definition);
                }
                "num" => {
                    let id = id("numId");
                    let list = List::read(&mut xml)?;
                    numbering.lists.insert(id, list);
                }
                _ => xml.skip()?,
            }
        }
    }

    /// Counts one paragraph of a list and gives its number. `style` finds the level where the paragraph names none.
    pub(super) fn next(&mut self, list_id: i64, level: Option<usize>, style: Option<&str>) -> Option<Shown> {
        let list = self.lists.get_mut(&list_id)?;
        let linked = self.definitions.get(&list.definition).and_then(|d| d.link.as_ref());
        let definition_id = linked.and_then(|name| self.by_style.get(name)).copied().unwrap_or(list.definition);
        let definition = self.definitions.get_mut(&definition_id)?;
        let level = level
            .or_else(|| definition.levels.iter().position(|l| l.style.is_some() && l.style.as_deref() == style))
            .unwrap_or(0)
            .min(LEVELS - 1);
        let at = |i: usize| list.levels.get(&i).or(definition.levels.get(i));
        let levels: [list::Level; LEVELS] = std::array::from_fn(|i| at(i).map(|l| l.shown.clone()).unwrap_or_default());
        let run = at(level).map(|l| l.run.clone()).unwrap_or_default();
        if let (Some(Some(start)), Some(used)) = (list.starts.get(level), list.used.get_mut(level))
            && !*used
        {
            *used = true;
            if let Some(count) = definition.counts.get_mut(level) {
                *count = start.checked_sub(1);
                // A list that starts at 0 has no number before its first.
                if *start == 0 {
                    *count = None;
                }
            }
        }
        let text = list::next(&levels, &mut definition.counts, &list.starts, level);
        (!text.is_empty()).then_some(Shown { text, bold: run.bold, italic: run.italic })
    }
}

impl Definition {
    /// Reads `w:abstractNum`; also the name of the list style that it defines.
    fn read(xml: &mut Xml<'_>) -> Result<(Self, Option<String>), ReadError> {
        let mut definition = Self::default();
        let mut defines = None;
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok((definition, defines)),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "lvl" => {
                    let index = level_index(&tag);
                    let level = Level::read(xml)?;
                    if let Some(slot) = definition.levels.get_mut(index) {
                        *slot = level;
                    }
                    continue;
                }
                "styleLink" => defines = tag.val().map(std::borrow::Cow::into_owned),
                "numStyleLink" => definition.link = tag.val().map(std::borrow::Cow::into_owned),
                _ => {}
            }
            xml.skip()?;
        }
    }
}

fn level_index(tag: &Tag<'_>) -> usize {
    tag.attr("ilvl").and_then(|v| v.parse().ok()).unwrap_or(usize::MAX)
}

impl Level {
    fn read(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        // Without `w:start` Word begins at 0.
        let mut level = Self::default();
        level.shown.restarts = true;
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(level),
                Node::Text(_) => continue,
            };
            let value = tag.val().unwrap_or_default();
            let shown = &mut level.shown;
            match tag.name() {
                "rPr" => {
                    level.run = RunProps::read(xml)?;
                    level.run.font.as_deref().unwrap_or_default().clone_into(&mut shown.font);
                    continue;
                }
                "start" => shown.start = value.parse().unwrap_or(1),
                "numFmt" => shown.numerals = Numerals::named(&value),
                "lvlText" => shown.text = value.into_owned(),
                "suff" => shown.tight = value == "nothing",
                "lvlRestart" => shown.restarts = value != "0",
                "isLgl" => shown.legal = tag.is_on(),
                "pStyle" => level.style = Some(value.into_owned()),
                _ => {}
            }
            xml.skip()?;
        }
    }
}

impl List {
    fn read(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut list = Self::default();
        // Levels of `w:lvlOverride` are read in the same walk: `index` is the one that is open.
        let mut index = usize::MAX;
        let mut inside = false;
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close if inside => {
                    inside = false;
                    continue;
                }
                Node::Close | Node::End => return Ok(list),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "lvlOverride" => {
                    index = level_index(&tag);
                    inside = true;
                    continue;
                }
                "lvl" => {
                    let level = Level::read(xml)?;
                    if index < LEVELS {
                        list.levels.insert(index, level);
                    }
                    continue;
                }
                "abstractNumId" => list.definition = tag.val().and_then(|v| v.parse().ok()).unwrap_or(-1),
                "startOverride" => {
                    if let Some(slot) = list.starts.get_mut(index) {
                        *slot = tag.val().and_then(|v| v.parse().ok());
                    }
                }
                _ => {}
            }
            xml.skip()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Numbering;

    #[test]
    fn counts_as_word_does() {
        let level = |i: u32, start: u32, format: &str, text: &str, more: &str| {
            format!(
                r#"<w:lvl w:ilvl="{i}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>"#
            )
        };
        let text = format!(
            r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="1">{}{}{}</w:abstractNum>
            <w:abstractNum w:abstractNumId="2">{}</w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
            <w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num></w:numbering>"#,
            level(0, 1, "decimal", "Điều %1.", ""),
            level(1, 1, "decimal", "%1.%2", r#"<w:suff w:val="nothing"/>"#),
            level(2, 1, "lowerLetter", "%3)", r#"<w:pStyle w:val="Diem"/>"#),
            level(0, 1, "bullet", "\u{f0b7}", r#"<w:rPr><w:rFonts w:hAnsi="Symbol"/></w:rPr>"#),
        );
        let mut numbering = Numbering::read(&text).unwrap();
        for (list, level, style, expected) in [
            (1, Some(0), None, Some("Điều 1. ")),
            (1, Some(1), None, Some("1.1")),
            (1, None, Some("Diem"), Some("a) ")),
            (1, Some(2), None, Some("b) ")),
            (1, Some(1), None, Some("1.2")),
            (1, Some(2), None, Some("a) ")),
            (1, Some(0), None, Some("Điều 2. ")),
            (1, Some(1), None, Some("2.1")),
            (2, Some(0), None, Some("Điều 7. ")),
            (2, Some(0), None, Some("Điều 8. ")),
            (1, Some(0), None, Some("Điều 9. ")),
            (3, Some(0), None, Some("• ")),
            (9, Some(0), None, None),
        ] {
            assert_eq!(numbering.next(list, level, style).map(|s| s.text).as_deref(), expected, "{list} {level:?}");
        }
    }
}
