//! `styles.xml`: what a named style means once all that it is based on is put together.

use std::collections::HashMap;

use super::super::xml::{Node, Xml};
use super::props::{ParaProps, RunProps};
use crate::model::ReadError;

/// Styles are based on styles; a longer chain is a loop.
const LONGEST_CHAIN: usize = 24;

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    defaults: RunProps,
    default_paragraph: Option<String>,
    by_id: HashMap<String, Named>,
}

#[derive(Debug, Default)]
struct Named {
    based_on: Option<String>,
    name: String,
    run: RunProps,
    paragraph: ParaProps,
    /// Of a table style: are there lines between or beside the cells? `None` where it does not say.
    lines: Option<bool>,
}

/// A paragraph style put together.
#[derive(Debug, Clone, Default)]
pub(super) struct ParaStyle {
    pub run: RunProps,
    pub centred: bool,
    pub list: Option<i64>,
    pub level: Option<usize>,
    /// Level of a heading from 1.
    pub heading: Option<u8>,
    pub page_before: bool,
}

impl Styles {
    /// Reads the part.
    pub(super) fn read(text: &str) -> Result<Self, ReadError> {
        let mut styles = Self::default();
        let mut xml = Xml::new(text);
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::End => return Ok(styles),
                _ => continue,
            };
            match tag.name() {
                "styles" | "docDefaults" | "rPrDefault" => {}
                "rPr" => styles.defaults = RunProps::read(&mut xml)?,
                "style" => {
                    let id = tag.attr("styleId").unwrap_or_default().into_owned();
                    let kind = tag.attr("type").unwrap_or_default();
                    if kind == "paragraph" && matches!(tag.attr("default").as_deref(), Some("1" | "true" | "on")) {
                        styles.default_paragraph = Some(id.clone());
                    }
                    let named = Named::read(&mut xml)?;
                    styles.by_id.insert(id, named);
                }
                _ => xml.skip()?,
            }
        }
    }

    /// The styles that this one is made of, itself first.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = (&'a str, &'a Named)> {
        let find = |id: &'a str| self.by_id.get(id).map(|named| (id, named));
        std::iter::successors(id.and_then(find), move |(_, named)| named.based_on.as_deref().and_then(find)).take(LONGEST_CHAIN)
    }

    /// A paragraph style; the default one where none is named.
    pub(super) fn paragraph(&self, id: Option<&str>) -> ParaStyle {
        let id = id.filter(|id| self.by_id.contains_key(*id)).or(self.default_paragraph.as_deref());
        let mut style = ParaStyle::default();
        let mut run = RunProps::default();
        let mut centred = None;
        let mut page_before = None;
        let mut outline = None;
        for (_, named) in self.chain(id) {
            run = run.over(&named.run);
            centred = centred.or(named.paragraph.centred);
            style.list = style.list.or(named.paragraph.list);
            style.level = style.level.or(named.paragraph.level);
            outline = outline.or(named.paragraph.outline).or_else(|| heading_by_name(&named.name));
            page_before = page_before.or(named.paragraph.page_before);
        }
        style.run = run.over(&self.defaults);
        style.centred = centred.unwrap_or_default();
        style.page_before = page_before.unwrap_or_default();
        style.heading = outline.filter(|o| *o < 9).map(|o| o + 1);
        style
    }

    /// A character style.
    pub(super) fn character(&self, id: &str) -> RunProps {
        self.chain(Some(id)).fold(RunProps::default(), |run, (_, named)| run.over(&named.run))
    }

    /// Does a table style draw lines between or beside cells?
    pub(super) fn table_lines(&self, id: &str) -> bool {
        self.chain(Some(id)).find_map(|(_, named)| named.lines).unwrap_or_default()
    }
}

/// `heading 2` → 1; Word's own heading styles have this name in every language.
fn heading_by_name(name: &str) -> Option<u8> {
    let level = name.to_ascii_lowercase().strip_prefix("heading ")?.parse::<u8>().ok()?;
    level.checked_sub(1)
}

impl Named {
    fn read(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut named = Self::default();
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(named),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "rPr" => {
                    named.run = RunProps::read(xml)?;
                    continue;
                }
                "pPr" => {
                    named.paragraph = ParaProps::read(xml)?;
                    continue;
                }
                "tblPr" => {
                    named.lines = super::table::lines_of(xml)?.lines;
                    continue;
                }
                "name" => named.name = tag.val().unwrap_or_default().into_owned(),
                "basedOn" => named.based_on = tag.val().map(std::borrow::Cow::into_owned),
                _ => {}
            }
            xml.skip()?;
        }
    }
}
