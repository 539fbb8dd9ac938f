//! Owns the values that a search gives back.

use std::collections::BTreeMap;

use super::facets::Facets;
use super::plan::Correction;
use super::suggest::Suggestion;
use crate::index::query::{LawQuery, NumberQuery, Query, Unit};

/// Which part of the results is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// How many hits to pass over.
    pub offset: usize,
    /// How many to give.
    pub limit: usize,
    /// Count facets too.
    pub facets: bool,
}

impl Default for Page {
    fn default() -> Self {
        Self { offset: 0, limit: 10, facets: false }
    }
}

/// The outcome of a search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// How many documents were found.
    pub total: usize,
    /// There are more than `total`: so many that they were not counted.
    pub uncounted: bool,
    /// How the words were understood.
    pub answer: Answer,
    /// The hits of the page, best first.
    pub hits: Vec<Hit>,
    /// Rows of the other files of a hit (copies in another format, its drafts), by the hit's row.
    pub folded: BTreeMap<u64, Vec<u64>>,
    /// Counts over all that was found, where asked for.
    pub facets: Option<Facets>,
    /// What would find something, where nothing was found.
    pub suggestions: Vec<Suggestion>,
}

/// How the words were understood: what the first line of output says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The number that was asked for.
    pub number: Option<NumberAnswer>,
    /// The law whose name was typed, where it is cited and not held.
    pub law: Option<LawAnswer>,
    /// No marks were typed: all marks match.
    pub unmarked: bool,
    /// Abbreviations and what else they were looked for as, as typed and widened.
    pub widened: Vec<(String, String)>,
    /// Words that no document holds, and what was looked for instead.
    pub corrections: Vec<Correction>,
    /// Words, as typed, that no document spells so and that were left out.
    pub absent: Vec<String>,
    /// No document has all the words; these have most.
    pub relaxed: bool,
    /// What was answered instead of the query, where its words are the keystrokes of a keyboard that was switched off.
    pub meant: Option<Box<Query>>,
}

impl Answer {
    pub(super) fn widen(&mut self, units: &[Unit]) {
        for unit in units.iter().filter(|u| u.alternatives.len() > 1) {
            let show = |words: &[crate::index::query::Word]| {
                words
                    .iter()
                    .map(|w| if w.capitals { w.shown.to_uppercase() } else { w.shown.clone() })
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            // One syllable for one is a spelling, no abbreviation.
            for other in unit.alternatives.iter().skip(1).filter(|o| o.len() != unit.typed().len()) {
                let pair = (show(unit.typed()), show(other));
                if !self.widened.contains(&pair) {
                    self.widened.push(pair);
                }
            }
        }
    }
}

/// What is known of the number asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberAnswer {
    /// The number as understood.
    pub number: NumberQuery,
    /// How many documents bear it, filters aside; 0: not held.
    pub held: usize,
    /// How many documents cite it, filters aside.
    pub citing: usize,
    /// Where no document bears it in the year typed: the years in which documents bear it.
    pub years: Vec<u16>,
    /// The hits bear a number that a scan may have spoilt this into.
    pub loose: bool,
    /// The body named beside it, where no document that bears it is that body's.
    pub other: Option<OtherBody>,
}

/// A body that was typed beside a number which others bear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherBody {
    /// As typed.
    pub typed: String,
    /// The bodies whose documents bear the number, as they are shown; none where it is only cited.
    pub bearers: Vec<String>,
}

/// What is known of a law that is cited by its name and not held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawAnswer {
    /// The name as typed.
    pub law: LawQuery,
    /// How many documents cite it, filters aside.
    pub citing: usize,
}

/// Why a document is among the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// It bears the number asked for.
    Number,
    /// It bears number and kind, with another date or year.
    OtherDate,
    /// It bears the number with another kind.
    OtherKind,
    /// It cites the number.
    Citing,
    /// Its number may be this one, misread.
    Loose,
    /// It has the words.
    Words,
}

/// A document that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The store's row.
    pub row: u64,
    /// Why.
    pub tier: Tier,
    /// Only its order means something, and only within a tier.
    pub score: f32,
    /// How many documents cite it.
    pub cited_by: u64,
}
