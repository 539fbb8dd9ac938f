//! XML as the readers want it: local names, text with its references resolved, bounded depth, no DTD.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::entity;
use crate::model::{ErrorCode, ReadError};

/// Deeper nesting than any program writes; handlers recurse, so this bounds the stack.
const DEEPEST: usize = 256;

/// One step through a document.
#[derive(Debug)]
pub(super) enum Node<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// The innermost open element ends.
    Close,
    /// Characters, not trimmed.
    Text(Cow<'a, str>),
    /// The document ends.
    End,
}

/// The start of an element.
#[derive(Debug)]
pub(super) struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The name without its prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of the attribute with this local name, whatever its prefix.
    pub(super) fn attr(&self, local: &str) -> Option<Cow<'_, str>> {
        self.0.attributes().with_checks(false).flatten().find(|a| a.key.local_name().into_inner() == local).map(|a| {
            match a.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value) => value,
                Err(_) => a.value,
            }
        })
    }

    /// The attribute `val` of `WordprocessingML`.
    pub(super) fn val(&self) -> Option<Cow<'_, str>> {
        self.attr("val")
    }

    /// A switch of `WordprocessingML`: present means on, unless its value says off.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// A walk through an XML text.
#[derive(Debug)]
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// Begins at the start.
    pub(super) fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_comments = false;
        Self { reader, depth: 0 }
    }

    /// The next step.
    pub(super) fn next(&mut self) -> Result<Node<'a>, ReadError> {
        loop {
            let event = self.reader.read_event().map_err(|error| {
                let at = self.reader.error_position();
                let message = format!("The XML is not well-formed at byte {at} ({error}); save the file again in its program.");
                ReadError::new(ErrorCode::Damaged, message)
            })?;
            return Ok(match event {
                Event::Start(tag) | Event::Empty(tag) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        let message = format!("The XML nests deeper than {DEEPEST} elements, which no office program writes.");
                        return Err(ReadError::new(ErrorCode::TooLarge, message));
                    }
                    Node::Open(Tag(tag))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close
                }
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.xml10_content()),
                Event::GeneralRef(reference) => match entity::resolve(&reference.into_inner()) {
                    Some(c) => Node::Text(Cow::Owned(c.to_string())),
                    None => continue,
                },
                Event::DocType(_) => {
                    let message = "The XML declares a DTD, which may hide an attack and is not read; save the file without it.";
                    return Err(ReadError::new(ErrorCode::Unsupported, message));
                }
                Event::Eof if self.depth > 0 => {
                    let message =
                        format!("The XML ends with {} elements still open; the file was cut, get it again.", self.depth);
                    return Err(ReadError::new(ErrorCode::Truncated, message));
                }
                Event::Eof => Node::End,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    /// Passes over the rest of the element that was just opened.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        let inside = self.depth;
        while self.depth >= inside {
            if matches!(self.next()?, Node::End) {
                break;
            }
        }
        Ok(())
    }

    /// All characters of the element that was just opened, its descendants' too.
    pub(super) fn text(&mut self) -> Result<String, ReadError> {
        let inside = self.depth;
        let mut all = String::new();
        while self.depth >= inside {
            match self.next()? {
                Node::Text(text) => all.push_str(&text),
                Node::End => break,
                Node::Open(_) | Node::Close => {}
            }
        }
        Ok(all)
    }
}
