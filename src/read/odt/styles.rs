//! Styles and list styles of an `OpenDocument` file.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::list::{LEVELS, Level};
use super::super::ordinal::Numerals;
use super::super::xml::{Node, Tag, Xml};
use crate::model::{ReadError, Style};

/// Styles have parents; a longer chain is a loop.
const LONGEST_CHAIN: usize = 24;

/// All styles, by family and name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    named: HashMap<(String, String), Props>,
    pub lists: HashMap<String, Vec<Level>>,
    /// Font faces: their names differ from the families they stand for.
    faces: HashMap<String, String>,
}

/// What a style says; unset is left to its parent.
#[derive(Debug, Clone, Default)]
pub(super) struct Props {
    parent: Option<String>,
    font: Option<Arc<str>>,
    size: Option<f32>,
    bold: Option<bool>,
    italic: Option<bool>,
    superscript: Option<bool>,
    pub hidden: Option<bool>,
    pub capitals: Option<bool>,
    pub centred: Option<bool>,
    pub page_before: Option<bool>,
    pub lines: Option<bool>,
    pub list: Option<String>,
}

impl Props {
    /// These, and where they are silent those.
    pub(super) fn over(self, under: &Self) -> Self {
        Self {
            parent: None,
            font: self.font.or_else(|| under.font.clone()),
            size: self.size.or(under.size),
            bold: self.bold.or(under.bold),
            italic: self.italic.or(under.italic),
            superscript: self.superscript.or(under.superscript),
            hidden: self.hidden.or(under.hidden),
            capitals: self.capitals.or(under.capitals),
            centred: self.centred.or(under.centred),
            page_before: self.page_before.or(under.page_before),
            lines: self.lines.or(under.lines),
            list: self.list.or_else(|| under.list.clone()),
        }
    }

    /// As a run shows them.
    pub(super) fn to_style(&self) -> Style {
        Style {
            font: self.font.clone(),
            size: self.size.unwrap_or_default(),
            bold: self.bold.unwrap_or_default(),
            italic: self.italic.unwrap_or_default(),
            superscript: self.superscript.unwrap_or_default(),
            note: None,
            unsure: false,
        }
    }
}

impl Styles {
    /// A style with all that it inherits.
    pub(super) fn get(&self, family: &str, name: &str) -> Props {
        let find = |name: &str| self.named.get(&(family.to_owned(), name.to_owned()));
        let chain = std::iter::successors(find(name), |props| props.parent.as_deref().and_then(find)).take(LONGEST_CHAIN);
        let props = chain.fold(Props::default(), Props::over);
        // The default style of a family has no name.
        match find("") {
            Some(default) => props.over(default),
            None => props,
        }
    }

    /// Takes a font face.
    pub(super) fn face(&mut self, tag: &Tag<'_>) {
        if let (Some(name), Some(family)) = (tag.attr("name"), tag.attr("font-family")) {
            self.faces.insert(name.into_owned(), family.trim_matches(['\'', '"']).to_owned());
        }
    }

    /// Reads `style:style` or `style:default-style`, which was just opened.
    pub(super) fn style(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let key = (tag.attr("family").unwrap_or_default().into_owned(), tag.attr("name").unwrap_or_default().into_owned());
        let mut props = Props {
            parent: tag.attr("parent-style-name").map(std::borrow::Cow::into_owned),
            list: tag.attr("list-style-name").map(std::borrow::Cow::into_owned).filter(|l| !l.is_empty()),
            ..Props::default()
        };
        loop {
            match xml.next()? {
                Node::Open(inner) => {
                    self.properties(&inner, &mut props);
                    xml.skip()?;
                }
                Node::Close | Node::End => break,
                Node::Text(_) => {}
            }
        }
        self.named.insert(key, props);
        Ok(())
    }

    fn properties(&self, tag: &Tag<'_>, props: &mut Props) {
        let text = |name: &str| tag.attr(name);
        match tag.name() {
            "text-properties" => {
                props.font = text("font-name")
                    .map(|name| self.faces.get(&*name).cloned().unwrap_or_else(|| name.into_owned()))
                    .or_else(|| text("font-family").map(|f| f.trim_matches(['\'', '"']).to_owned()))
                    .map(Arc::from);
                props.size = text("font-size").and_then(|v| v.strip_suffix("pt").and_then(|n| n.parse().ok()));
                props.bold = text("font-weight").map(|v| v == "bold" || v.parse::<u32>().is_ok_and(|w| w >= 600));
                props.italic = text("font-style").map(|v| v != "normal");
                props.superscript = text("text-position").map(|v| {
                    let raised = v.split([' ', '%']).next().and_then(|n| n.parse::<f32>().ok()).is_some_and(|n| n > 10.0);
                    v.starts_with("super") || raised
                });
                props.hidden = text("display").map(|v| v == "none");
                props.capitals = text("text-transform").map(|v| v == "uppercase");
            }
            "paragraph-properties" => {
                props.centred = text("text-align").map(|v| v == "center");
                props.page_before = text("break-before").map(|v| v == "page");
            }
            "table-cell-properties" => {
                let sides = ["border", "border-left", "border-right"];
                let drawn: Vec<bool> = sides.iter().filter_map(|s| text(s)).map(|v| v != "none" && v != "hidden").collect();
                props.lines = (!drawn.is_empty()).then(|| drawn.contains(&true));
            }
            _ => {}
        }
    }

    /// Reads `text:list-style`, which was just opened.
    pub(super) fn list(&mut self, tag: &Tag<'_>, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        let name = tag.attr("name").unwrap_or_default().into_owned();
        let mut levels = vec![Level { restarts: true, numerals: Numerals::None, ..Level::default() }; LEVELS];
        loop {
            match xml.next()? {
                Node::Open(inner) => {
                    let number = inner.attr("level").and_then(|v| v.parse::<usize>().ok()).unwrap_or(0);
                    if let Some(slot) = number.checked_sub(1).and_then(|i| levels.get_mut(i)) {
                        *slot = level(&inner, number);
                    }
                    xml.skip()?;
                }
                Node::Close | Node::End => break,
                Node::Text(_) => {}
            }
        }
        self.lists.insert(name, levels);
        Ok(())
    }
}

fn level(tag: &Tag<'_>, number: usize) -> Level {
    let attr = |name: &str| tag.attr(name).unwrap_or_default();
    if tag.name() == "list-level-style-bullet" {
        let text = attr("bullet-char").into_owned();
        return Level { start: 1, numerals: Numerals::Bullet, text, restarts: true, ..Level::default() };
    }
    let numerals = match &*attr("num-format") {
        "1" => Numerals::Decimal,
        "I" => Numerals::UpperRoman,
        "i" => Numerals::LowerRoman,
        "A" => Numerals::UpperLetter,
        "a" => Numerals::LowerLetter,
        _ => Numerals::None,
    };
    let shown = attr("display-levels").parse::<usize>().unwrap_or(1).clamp(1, number);
    let numbers: Vec<String> = (number + 1 - shown..=number).map(|n| format!("%{n}")).collect();
    let text = if numerals == Numerals::None { String::new() } else { numbers.join(".") };
    Level {
        start: attr("start-value").parse().unwrap_or(1),
        numerals,
        text: format!("{}{text}{}", attr("num-prefix"), attr("num-suffix")),
        restarts: true,
        ..Level::default()
    }
}
