//! Properties of runs and paragraphs as they stand in a part: unset ones are left to the styles.

use std::sync::Arc;

use super::super::xml::{Node, Tag, Xml};
use super::section::Section;
use crate::model::{ReadError, Style};

/// What a run says about itself.
#[derive(Debug, Clone, Default)]
pub(super) struct RunProps {
    pub style: Option<String>,
    pub font: Option<Arc<str>>,
    pub size: Option<f32>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub superscript: Option<bool>,
    pub hidden: Option<bool>,
    pub capitals: Option<bool>,
}

impl RunProps {
    /// These, and where they are silent those.
    pub(super) fn over(&self, under: &Self) -> Self {
        Self {
            style: None,
            font: self.font.clone().or_else(|| under.font.clone()),
            size: self.size.or(under.size),
            bold: self.bold.or(under.bold),
            italic: self.italic.or(under.italic),
            superscript: self.superscript.or(under.superscript),
            hidden: self.hidden.or(under.hidden),
            capitals: self.capitals.or(under.capitals),
        }
    }

    /// The style of a run with these properties.
    pub(super) fn to_style(&self) -> Style {
        Style {
            font: self.font.clone().filter(|f| !f.is_empty()),
            size: self.size.unwrap_or_default(),
            bold: self.bold.unwrap_or_default(),
            italic: self.italic.unwrap_or_default(),
            superscript: self.superscript.unwrap_or_default(),
            unsure: false,
            note: None,
        }
    }

    /// Does the reader see capitals whatever is typed? Fonts of the old encodings are left alone: their bytes have no case.
    pub(super) fn shows_capitals(&self) -> bool {
        let legacy = |f: &str| f.starts_with('.') || f.starts_with("Vn") || f.starts_with("VN");
        self.capitals == Some(true) && !self.font.as_deref().is_some_and(legacy)
    }

    /// Reads `w:rPr`, which was just opened.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut props = Self::default();
        loop {
            match xml.next()? {
                Node::Open(tag) => {
                    props.take(&tag);
                    xml.skip()?;
                }
                Node::Close | Node::End => return Ok(props),
                Node::Text(_) => {}
            }
        }
    }

    fn take(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "rStyle" => self.style = tag.val().map(std::borrow::Cow::into_owned),
            "rFonts" => self.font = font(tag).or(self.font.take()),
            "sz" => self.size = tag.val().and_then(|v| v.parse::<f32>().ok()).map(|half| half / 2.0),
            "b" => self.bold = Some(tag.is_on()),
            "i" => self.italic = Some(tag.is_on()),
            "vertAlign" => self.superscript = Some(tag.val().as_deref() == Some("superscript")),
            // Raised by hand by two points or more.
            "position" if tag.val().and_then(|v| v.parse::<i32>().ok()).is_some_and(|half| half >= 4) => {
                self.superscript = Some(true);
            }
            "vanish" => self.hidden = Some(tag.is_on()),
            "caps" => self.capitals = Some(tag.is_on()),
            _ => {}
        }
    }
}

/// The font of `w:rFonts`. Letters with marks are set in `hAnsi`, so that one tells the old encodings. A theme font is always a
/// Unicode one; its empty name hides an inherited one.
fn font(tag: &Tag<'_>) -> Option<Arc<str>> {
    tag.attr("hAnsi")
        .or_else(|| tag.attr("ascii"))
        .map(|f| Arc::from(&*f))
        .or_else(|| tag.attr("hAnsiTheme").or_else(|| tag.attr("asciiTheme")).map(|_| Arc::from("")))
}

/// What a paragraph says about itself.
#[derive(Debug, Default)]
pub(super) struct ParaProps {
    pub style: Option<String>,
    pub centred: Option<bool>,
    /// List and level; list 0 means none.
    pub list: Option<i64>,
    pub level: Option<usize>,
    /// Outline level from 0; 9 is body text.
    pub outline: Option<u8>,
    pub page_before: Option<bool>,
    /// Of the paragraph's mark, which the list number follows.
    pub mark: RunProps,
    /// The mark was deleted: the next paragraph goes on in this one.
    pub joins_next: bool,
    /// The section that ends with this paragraph.
    pub section: Option<Section>,
}

impl ParaProps {
    /// Reads `w:pPr`, which was just opened.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut props = Self::default();
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(props),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "rPr" => {
                    props.mark_props(xml)?;
                    continue;
                }
                "numPr" => {
                    props.numbering(xml)?;
                    continue;
                }
                "sectPr" => {
                    props.section = Some(Section::read(xml)?);
                    continue;
                }
                "pStyle" => props.style = tag.val().map(std::borrow::Cow::into_owned),
                "jc" => props.centred = Some(tag.val().as_deref() == Some("center")),
                "outlineLvl" => props.outline = tag.val().and_then(|v| v.parse().ok()),
                "pageBreakBefore" => props.page_before = Some(tag.is_on()),
                _ => {}
            }
            xml.skip()?;
        }
    }

    fn mark_props(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Node::Open(tag) => {
                    self.joins_next |= matches!(tag.name(), "del" | "moveFrom" | "specVanish");
                    self.mark.take(&tag);
                    xml.skip()?;
                }
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    fn numbering(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Node::Open(tag) => {
                    match tag.name() {
                        "numId" => self.list = tag.val().and_then(|v| v.parse().ok()),
                        "ilvl" => self.level = tag.val().and_then(|v| v.parse().ok()),
                        _ => {}
                    }
                    xml.skip()?;
                }
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }
}
