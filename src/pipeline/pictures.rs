//! Owns what a worker does with pages that are pictures: draws them, has them recognised, lays out what comes back.

use std::io;

use super::wire::{Recognition, Wish};
use crate::model::{ErrorCode, Format, RawDocument, ReadError, TextSource, Warning};
use crate::ocr::{Frame, Pages, Picture, decode, words};
use crate::read::{Printed, lay_out};

/// Whoever recognises pictures for a worker: the pipeline behind the pipe.
pub(super) trait Recognise {
    /// A recognition for each picture, in order.
    fn recognise(&mut self, pictures: Vec<Picture>) -> io::Result<Vec<Recognition>>;
}

/// The code of the warning that a page has no text.
const WITHOUT_TEXT: &str = "page-without-text";

/// The code of the warning that what is written by hand cannot be read.
pub(super) const ILLEGIBLE: &str = "illegible";

/// Fills the pages of a document that are pictures with what is recognised on them. `true` if pages stay unread.
pub(super) fn fill(raw: &mut RawDocument, bytes: &[u8], wish: &Wish, eyes: &mut dyn Recognise) -> io::Result<bool> {
    let layers = matches!(wish, Wish::Recognise { layers: true, .. });
    let wanted = |source: TextSource| source == TextSource::None || (layers && source == TextSource::Recognised);
    let places: Vec<usize> = (0..raw.pages.len()).filter(|i| raw.pages.get(*i).is_some_and(|p| wanted(p.source))).collect();
    if places.is_empty() || !matches!(raw.format, Format::Pdf | Format::Image) {
        return Ok(false);
    }
    let at_once = match wish {
        // Pages without any text in a file that says nothing of pictures are blank ones.
        Wish::Nothing(_) => return Ok(raw.format == Format::Image || raw.warnings.iter().any(|w| w.code == WITHOUT_TEXT)),
        Wish::Recognise { at_once, .. } => *at_once,
    };
    let pdf = if raw.format == Format::Pdf { Pages::open(bytes) } else { None };
    let mut unread = false;
    let mut read: Vec<(usize, Printed)> = Vec::new();
    let mut asked: Vec<(usize, Frame)> = Vec::new();
    let mut pictures: Vec<Picture> = Vec::new();
    for (n, place) in places.iter().copied().enumerate() {
        let picture = match raw.format {
            Format::Image => decode(bytes, place),
            _ => pdf.as_ref().and_then(|pages| pages.draw(place)),
        };
        match picture {
            None => {
                unread = true;
                settle(raw, place, Some("the page cannot be drawn, so nothing can be recognised on it"));
            }
            Some(picture) if picture.is_blank() => settle(raw, place, None),
            Some(picture) => {
                asked.push((place, picture.frame));
                pictures.push(picture);
            }
        }
        let last = n + 1 == places.len();
        if pictures.is_empty() || !(last || pictures.len() >= at_once) {
            continue;
        }
        let found = eyes.recognise(std::mem::take(&mut pictures))?;
        for ((place, frame), recognition) in asked.drain(..).zip(found) {
            match recognition {
                Recognition::Lacking(reason) => {
                    // The rest need not be drawn.
                    for place in places.iter().copied() {
                        settle(raw, place, Some(&format!("scan, needs OCR: {reason}")));
                    }
                    return Ok(true);
                }
                Recognition::Failed(reason) => {
                    unread = true;
                    settle(raw, place, Some(&format!("the page is a picture and was not recognised: {reason}")));
                }
                Recognition::Words { quarters, table } => {
                    let frame =
                        if quarters % 2 == 1 { Frame { width: frame.height, height: frame.width, ..frame } } else { frame };
                    let read_page = words(&table, frame);
                    let printed = read_page.printed;
                    let why = printed.words.is_empty().then_some("the page is a picture on which no text was recognised");
                    settle(raw, place, why);
                    if why.is_none() {
                        // A letterhead stands on the first page; further ones are annexes and slips of their own.
                        raw.warnings.extend(read_page.illegible.iter().map(|what| {
                            Warning::on_page(
                                ILLEGIBLE,
                                number_of(place),
                                format!("on the page's picture {what}, which cannot be right"),
                            )
                        }));
                        read.push((place, printed));
                    }
                }
            }
        }
    }
    let (places, printed): (Vec<usize>, Vec<Printed>) = read.into_iter().unzip();
    for (place, blocks) in places.into_iter().zip(lay_out(&printed)) {
        if let Some(page) = raw.pages.get_mut(place) {
            page.source = TextSource::Recognised;
            page.blocks = blocks;
        }
    }
    Ok(unread)
}

/// The number that people give a page.
fn number_of(place: usize) -> u32 {
    u32::try_from(place + 1).unwrap_or(u32::MAX)
}

/// Replaces what was said of a page's lack of text by what is so now.
fn settle(raw: &mut RawDocument, place: usize, why: Option<&str>) {
    let number = number_of(place);
    raw.warnings.retain(|w| !(w.code == WITHOUT_TEXT && w.page == Some(number)));
    raw.warnings.extend(why.map(|why| Warning::on_page(WITHOUT_TEXT, number, why)));
}

/// Why a document has no text at all; `None` if it has some.
pub(super) fn no_text(raw: &RawDocument, wish: &Wish) -> Option<ReadError> {
    if !matches!(raw.format, Format::Pdf | Format::Image) || raw.pages.iter().any(|p| p.source != TextSource::None) {
        return None;
    }
    let n = raw.pages.len();
    let pages = if n == 1 { "its 1 page has no text".to_owned() } else { format!("none of its {n} pages has text") };
    let why = match wish {
        Wish::Nothing(reason) => format!("scan, needs OCR: {reason}"),
        Wish::Recognise { .. } => match raw.warnings.iter().find(|w| w.code == WITHOUT_TEXT) {
            Some(warning) => warning.message.clone(),
            None => return Some(ReadError::new(ErrorCode::Empty, format!("{pages}, and no ink"))),
        },
    };
    Some(ReadError::new(ErrorCode::NoText, format!("{pages}; {why}")))
}
