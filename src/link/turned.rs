//! Owns whether a document that came or went can matter to a citation, told from the little that is stored of the citation: so
//! that a few new documents cost what they bring, and not what the archive holds under their numbers.

use std::collections::HashMap;

use crate::model::{AsksOf, DocId, Document, PartialDate};

use super::body::{Body, Fit, Known};
use super::weigh::{Numbering, Row, is_one_period, is_slip_of_year};
use super::words::Glance;

/// A document that came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    day: Option<PartialDate>,
    year: Option<u16>,
    numbering: Numbering,
    national: bool,
    glance: Glance,
    body: Option<Known>,
}

/// Can a document that came or went be meant by a citation, or be weighed against what is meant?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// [`super::Catalogue::resolve`] passes it over, so that the link is the same with it and without it.
    No,
    /// Only if the citation may name its body: see [`Names::may_name`].
    OfBody,
    /// Maybe.
    Yes,
}

impl Turned {
    /// What is to be known of it.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let row = Row::of(&DocId(String::new()), None, document, None);
        Self {
            day: row.date.filter(|date| date.is_full()),
            year: row.year,
            numbering: row.numbering(),
            national: row.national,
            glance: row.gist.glance(),
            body: Known::new(document.issuer.as_deref(), document.parent.as_deref()),
        }
    }

    /// Can it matter to this citation? Not where both name a full day and the days are not one: in two periods of numbering
    /// unless the subjects are alike or the years alone differ, in one period unless the bodies may be one.
    #[must_use]
    pub fn concern(&self, asks: AsksOf<'_>) -> Concern {
        let (Some(cited), Some(held), Some(glance)) = (asks.day, self.day, asks.glance) else { return Concern::Yes };
        let one_number = asks.year.is_some() && asks.year == self.year;
        let alike = || self.glance.may_be_strong(Glance(glance.cast_unsigned()));
        if one_number || cited == held {
            Concern::Yes
        } else if is_one_period(cited, held, self.numbering) || is_slip_of_year(cited, held) || alike() {
            Concern::OfBody
        } else {
            Concern::No
        }
    }
}

/// The names of bodies as read, so that each is read once.
#[derive(Debug, Default)]
pub struct Names {
    cited: HashMap<String, Option<Body>>,
    readers: HashMap<(Option<String>, Option<String>), Option<Known>>,
}

impl Names {
    /// May a citation in a document of this issuer and upper body name the body of `turned`, by its words or, where it names
    /// none, as a reader takes it? Without a reader: may it in any document?
    pub fn may_name(&mut self, turned: &Turned, asks: AsksOf<'_>, reader: Option<&(Option<String>, Option<String>)>) -> bool {
        let Some(name) = asks.body else { return true };
        let Some(body) = &turned.body else { return true };
        if let Some(reader) = reader.filter(|reader| !self.readers.contains_key(reader)) {
            self.readers.insert(reader.clone(), Known::new(reader.0.as_deref(), reader.1.as_deref()));
        }
        if !self.cited.contains_key(name) {
            self.cited.insert(name.to_owned(), Body::parse(name));
        }
        let reader = reader.and_then(|reader| self.readers.get(reader)).and_then(Option::as_ref);
        match self.cited.get(name).and_then(Option::as_ref) {
            Some(cited) => body.fit(cited, reader) != Fit::Other,
            None => turned.national || reader.is_none_or(|reader| body.is_in_line_of(reader).0),
        }
    }
}
