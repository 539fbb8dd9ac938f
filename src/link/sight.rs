//! Owns what one citation's issuer means for each body of the catalogue, remembered from citation to citation.

use std::collections::HashMap;

use super::body::{Body, Fit, Known};

/// How many citing bodies and cited bodies are remembered before all is forgotten.
const REMEMBERED: usize = 4096;

/// What was found out for one citing body.
#[derive(Debug, Clone, Default)]
struct OfReader {
    near: Vec<Option<bool>>,
    in_line: Vec<Option<(bool, bool)>>,
}

/// A cited body with what completes it.
type Meant = (Body, Option<Known>);

/// What was found out so far. Never iterated: only looked up, so its order shows nowhere.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    readers: HashMap<Known, OfReader>,
    /// For citing documents whose body is not known.
    unknown: OfReader,
    fits: HashMap<Meant, Vec<Option<Fit>>>,
}

/// One citation's look at the bodies of the catalogue.
pub(super) struct Sight<'a> {
    bodies: &'a [Known],
    reader: Option<&'a Known>,
    meant: Option<Meant>,
    near: &'a mut Vec<Option<bool>>,
    in_line: &'a mut Vec<Option<(bool, bool)>>,
    fits: &'a mut Vec<Option<Fit>>,
}

impl Memory {
    /// Looks with this citing body for this cited one.
    pub(super) fn look<'a>(
        &'a mut self,
        bodies: &'a [Known],
        reader: Option<&'a Known>,
        cited: Option<&'a Body>,
        none: &'a mut Vec<Option<Fit>>,
    ) -> Sight<'a> {
        if self.readers.len() + self.fits.len() > REMEMBERED {
            *self = Self::default();
        }
        let fresh = || OfReader { near: vec![None; bodies.len()], in_line: vec![None; bodies.len()] };
        let of_reader = match reader {
            Some(reader) => {
                // A key is cloned only where it is new.
                if !self.readers.contains_key(reader) {
                    self.readers.insert(reader.clone(), fresh());
                }
                self.readers.get_mut(reader).unwrap_or(&mut self.unknown)
            }
            None => &mut self.unknown,
        };
        let meant = cited.map(|cited| (cited.clone(), Known::completing(cited, reader)));
        let fits = match &meant {
            Some(meant) => {
                if !self.fits.contains_key(meant) {
                    self.fits.insert(meant.clone(), vec![None; bodies.len()]);
                }
                self.fits.get_mut(meant).unwrap_or(none)
            }
            None => none,
        };
        Sight { bodies, reader, meant, near: &mut of_reader.near, in_line: &mut of_reader.in_line, fits }
    }
}

impl Sight<'_> {
    fn body(&self, body: Option<u32>) -> Option<(usize, &Known)> {
        let at = usize::try_from(body?).ok()?;
        Some((at, self.bodies.get(at)?))
    }

    /// How the cited issuer stands to this body.
    pub(super) fn fit(&mut self, body: Option<u32>) -> Fit {
        let (Some((cited, completing)), Some((at, known))) = (&self.meant, self.body(body)) else { return Fit::Unknown };
        if let Some(Some(fit)) = self.fits.get(at) {
            return *fit;
        }
        let fit = known.fit(cited, completing.as_ref());
        if let Some(slot) = self.fits.get_mut(at) {
            *slot = Some(fit);
        }
        fit
    }

    /// Is the body the citing one, over it, under it or of its place?
    pub(super) fn is_near(&mut self, body: Option<u32>) -> bool {
        let (Some(reader), Some((at, known))) = (self.reader, self.body(body)) else { return false };
        if let Some(Some(near)) = self.near.get(at) {
            return *near;
        }
        let near = reader.is_kin(known);
        if let Some(slot) = self.near.get_mut(at) {
            *slot = Some(near);
        }
        near
    }

    /// Is the body the citing one or over it, and is it the citing one? Where no citing body is known, none is out of line.
    pub(super) fn in_line(&mut self, body: Option<u32>) -> (bool, bool) {
        let (Some(reader), Some((at, known))) = (self.reader, self.body(body)) else { return (true, false) };
        if let Some(Some(found)) = self.in_line.get(at) {
            return *found;
        }
        let found = known.is_in_line_of(reader);
        if let Some(slot) = self.in_line.get_mut(at) {
            *slot = Some(found);
        }
        found
    }

    /// Could the cited issuer be written by slip for this body?
    pub(super) fn is_mixed_up(&self, body: Option<u32>) -> bool {
        self.meant.as_ref().zip(self.body(body)).is_some_and(|((cited, _), (_, known))| known.is_mixed_up_with(cited))
    }

    /// Does a name mean this body?
    pub(super) fn is_body(&self, body: Option<u32>, named: &Body) -> bool {
        self.body(body).is_some_and(|(_, known)| known.fit(named, self.reader) == Fit::Same)
    }
}
