//! Sections: how one begins, which heads and feet it shows, how its notes are counted.

use super::super::ordinal::Numerals;
use super::super::xml::{Node, Xml};
use crate::model::ReadError;

/// What `w:sectPr` says.
#[derive(Debug, Default, Clone)]
pub(super) struct Section {
    /// Begins on the page of the section before.
    pub continuous: bool,
    /// The first page has its own head and foot.
    pub own_first: bool,
    /// Relation ids of heads, with their kind (`default`, `first`, `even`).
    pub heads: Vec<(String, String)>,
    /// Relation ids of feet.
    pub feet: Vec<(String, String)>,
}

impl Section {
    /// Reads `w:sectPr`, which was just opened.
    pub(super) fn read(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut section = Self::default();
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(section),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "type" => section.continuous = tag.val().as_deref() == Some("continuous"),
                "titlePg" => section.own_first = tag.is_on(),
                name @ ("headerReference" | "footerReference") => {
                    let kind = tag.attr("type").unwrap_or("default".into()).into_owned();
                    if let Some(id) = tag.attr("id") {
                        let list = if name == "headerReference" { &mut section.heads } else { &mut section.feet };
                        list.push((kind, id.into_owned()));
                    }
                }
                _ => {}
            }
            xml.skip()?;
        }
    }
}

/// How notes are counted.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoteCount {
    pub numerals: Numerals,
    pub start: u32,
    pub restart: Restart,
}

/// When the count begins again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Restart {
    Never,
    EachSection,
    EachPage,
}

impl NoteCount {
    /// The default of a kind of notes.
    pub(super) fn new(numerals: Numerals) -> Self {
        Self { numerals, start: 1, restart: Restart::Never }
    }

    /// Reads `w:footnotePr` or `w:endnotePr`, which was just opened.
    pub(super) fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            let value = tag.val().unwrap_or_default();
            match tag.name() {
                "numFmt" => self.numerals = Numerals::named(&value),
                "numStart" => self.start = value.parse().unwrap_or(1),
                "numRestart" => {
                    self.restart = match &*value {
                        "eachSect" => Restart::EachSection,
                        "eachPage" => Restart::EachPage,
                        _ => Restart::Never,
                    }
                }
                _ => {}
            }
            xml.skip()?;
        }
    }
}
