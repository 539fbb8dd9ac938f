//! The body that is named beside a number (`16/QĐ-UBND Mẫu Lâm`): which words name it, and whose documents bear the number.

use std::collections::BTreeSet;

use tantivy::{DocAddress, Term};

use super::super::bodies::{COUNCILS, Named, body_at, is_central};
use super::super::issuers::Asked;
use super::super::keys::{self, read_body};
use super::super::open::IndexError;
use super::super::query::{Filter, Strength, Text, Unit, Word};
use super::results::OtherBody;
use super::{Search, columns, filters};

impl Search<'_> {
    /// Of the documents that bear a number, those of the body that is named beside it, in their order; and, where there are none and
    /// it is known whose the others are, what to say of it. `None` where no body is named.
    pub(super) fn of_body(
        &self,
        text: &Text,
        bearing: &[DocAddress],
    ) -> Result<Option<(Vec<DocAddress>, Option<OtherBody>)>, IndexError> {
        let Some(number) = text.number.as_ref().filter(|number| number.strength != Strength::Bare) else { return Ok(None) };
        if text.related || text.units.is_empty() {
            return Ok(None);
        }
        let field = self.index.fields.body;
        let held = self.index.bodies()?;
        let Some(named) = named(text, &held) else { return Ok(None) };
        let meant = named.meant();
        let own: Vec<_> = held.iter().filter(|term| meant(term)).map(|term| Term::from_field_text(field, term)).collect();
        let own = self.docs(filters::any_of(own).as_ref())?;
        let own: Vec<DocAddress> = bearing.iter().filter(|at| own.binary_search(at).is_ok()).copied().collect();
        // Of a further paper in a file it is not known here whose it is.
        let digits: String = number.ordinal.chars().take_while(char::is_ascii_digit).collect();
        let issuer = |at: &DocAddress| {
            let columns = self.columns.get(at.segment_ord as usize)?;
            let its = columns.ordinal.first(at.doc_id) == digits.parse().ok();
            its.then(|| columns::text(columns.issuer.as_ref(), at.doc_id)).filter(|name| !name.is_empty())
        };
        let issuers: Option<BTreeSet<String>> = bearing.iter().map(issuer).collect();
        // What stands in the subject is looked for there.
        let subject = filters::matcher(self.index, self.columns, &Filter::Subject(Word::all(&named.typed)))?;
        let subject = self.docs(subject.as_ref())?;
        let others = own.is_empty() && bearing.iter().all(|at| subject.binary_search(at).is_err());
        let bearers = issuers.filter(|_| others).map(|names| names.into_iter().collect());
        Ok(Some((own, bearers.map(|bearers| OtherBody { typed: named.typed, bearers }))))
    }
}

impl OtherBody {
    /// Can a body of this name be the one that was typed? An office may sit anywhere unless its name says where.
    #[must_use]
    pub fn may_be(&self, name: &str) -> bool {
        let key = keys::issuer_key(name);
        let office = !is_central(name) && COUNCILS.iter().all(|council| !key.starts_with(council));
        office || Asked::of(&self.typed).fit(&read_body(&keys::body_term(name, None, None))).is_some()
    }
}

/// The body that the words beside a number name: right before or behind it, or behind `của`.
fn named(text: &Text, held: &[String]) -> Option<Named> {
    let number: Vec<usize> = text.number_units.iter().flat_map(Unit::typed).map(|word| word.at.0).collect();
    let first = number.first()?;
    let words: Vec<&Word> = text.units.iter().flat_map(Unit::typed).collect();
    let (before, behind) = words.split_at(words.partition_point(|word| word.at.0 < *first));
    let of = |i: &usize| *i == 0 || behind.get(i - 1).is_some_and(|word| matches!(word.fold.as_str(), "cua" | "do"));
    let mut behind = (0..behind.len()).filter(of).filter_map(|i| behind.get(i..));
    let found = behind.find_map(|words| body_at(words, held));
    let found = found.or_else(|| {
        let ends = |i: usize| before.get(i..).and_then(|words| body_at(words, held).filter(|(_, taken)| *taken == words.len()));
        (0..before.len()).find_map(ends)
    });
    // `QĐ-UBND` is no department's: one that is named beside it is what the paper is about.
    let symbol = text.number.as_ref()?.symbol.as_deref().unwrap_or_default();
    let fits = |named: &Named| {
        let mut parts = symbol.split('-');
        let key = keys::issuer_key(&named.typed);
        let council = |name: &str| COUNCILS.iter().any(|council| name.starts_with(council));
        named.place || council(&key) || !parts.any(council)
    };
    found.map(|(named, _)| named).filter(fits)
}
