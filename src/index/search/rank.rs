//! The order of documents found by words: how rare the words are, where they stand, how near each other.

use std::collections::BTreeMap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::SegmentPostings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, SegmentReader, Term};

use super::super::open::{Index, IndexError};
use super::columns::{Columns, is_draft, value};
use super::plan::Planned;
use super::run::{Run, go};
use crate::model::{Kind, PartialDate};

/// By how much a document gains whose subject and letterhead hold all words.
const FACE: f32 = 1.0;
/// By how much more where its subject says nothing else: `Luật Giá`.
const NAME: f32 = 0.5;
/// By how much a document gains that holds a longer query word for word: it was read off that page.
const VERBATIM: f32 = 0.8;
/// Words of a query that somebody may have read off a page; fewer stand side by side in many.
const LONG: usize = 4;

/// What of a query is no word but speaks for some documents.
#[derive(Debug, Clone, Default)]
pub(super) struct Signals {
    /// The kind that the query names.
    pub kind: Option<Kind>,
    /// The date that it names.
    pub date: Option<PartialDate>,
    /// Documents that bear a number which it mentions, in order.
    pub bearers: Vec<DocAddress>,
    /// No marks were typed: then nearness must tell words apart.
    pub unmarked: bool,
    /// For each unit whether it names `kind`: a document of that kind has it in its head.
    pub naming: Vec<bool>,
}

/// A document's score, and how much of the query it holds (0 to 1, by rarity).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Score {
    pub value: f32,
    pub coverage: f32,
    /// It holds all words that must be there, with the marks that were typed.
    pub exact: bool,
}

/// Scores these documents for the words of a query.
pub(super) fn rank(
    index: &Index,
    columns: &[Columns],
    units: &[Planned],
    signals: &Signals,
    docs: &[DocAddress],
) -> Result<BTreeMap<DocAddress, Score>, IndexError> {
    let mut scores = BTreeMap::new();
    let average = average(index)?;
    for (ord, segment) in (0u32..).zip(index.searcher.segment_readers()) {
        let mut here: Vec<DocId> = docs.iter().filter(|d| d.segment_ord == ord).map(|d| d.doc_id).collect();
        here.sort_unstable();
        here.dedup();
        if here.is_empty() {
            continue;
        }
        let mut reader = Reader::open(index, segment, units, average)?;
        let kinds = columns.get(ord as usize).and_then(|c| c.kind.as_ref());
        let kind = signals.kind.and_then(|kind| value(kinds, kind.code()));
        for doc in here {
            let of_kind = kind.is_some() && kinds.and_then(|kinds| kinds.term_ords(doc).next()) == kind;
            let mut score = reader.score(units, signals, of_kind, doc);
            let at = DocAddress::new(ord, doc);
            score.value *= soft(columns, signals, of_kind, at);
            scores.insert(at, score);
        }
    }
    Ok(scores)
}

/// Words of an average document, over all parts of the index: a document's score does not depend on the part that it is in.
#[allow(clippy::cast_precision_loss, reason = "an average needs no more digits")]
fn average(index: &Index) -> Result<f32, IndexError> {
    let (mut words, mut documents) = (0, 0);
    for segment in index.searcher.segment_readers() {
        words += segment.inverted_index(index.fields.text)?.total_num_tokens();
        documents += u64::from(segment.max_doc());
    }
    Ok((words as f32 / documents.max(1) as f32).max(1.0))
}

/// What kind, date, number and citations add, and what drafts and papers without kind and number lack, as a factor.
#[allow(clippy::cast_precision_loss, reason = "a factor needs no more digits")]
fn soft(all: &[Columns], signals: &Signals, of_kind: bool, at: DocAddress) -> f32 {
    let doc = at.doc_id;
    let Some(columns) = all.get(at.segment_ord as usize) else { return 1.0 };
    let mut factor = if of_kind { 1.5 } else { 1.0 };
    if let Some(date) = signals.date {
        let year = [columns.year.first(doc), columns.number_year.first(doc)].contains(&Some(date.year_number().into()));
        let day = date.is_full() && columns.date.first(doc) == Some(date.ordinal());
        factor *= if day {
            2.5
        } else if year {
            1.4
        } else {
            1.0
        };
    }
    if signals.bearers.binary_search(&at).is_ok() {
        factor *= 1.5;
    }
    if is_draft(all, at) {
        factor *= 0.9;
    }
    // A blank form or an annex filed alone says little of the matter that its title names.
    let of_no_kind = columns.kind.as_ref().is_none_or(|kinds| kinds.term_ords(doc).next().is_none());
    if of_no_kind && columns.ordinal.first(doc).is_none() {
        factor *= 0.85;
    }
    factor * (1.0 + 0.03 * (1.0 + columns.cited.first(doc).unwrap_or(0) as f32).ln())
}

struct UnitRuns {
    text: Vec<Run>,
    subject: Vec<Run>,
    head: Vec<Run>,
    tables: Vec<Run>,
    near: Vec<Run>,
    exact: Vec<SegmentPostings>,
}

/// Reads all that the score of a document needs from one part of the index; documents must be asked for in order.
struct Reader {
    units: Vec<UnitRuns>,
    norms: Option<FieldNormReader>,
    subject_norms: Option<FieldNormReader>,
    average: f32,
}

impl Reader {
    fn open(index: &Index, segment: &SegmentReader, units: &[Planned], average: f32) -> Result<Self, IndexError> {
        let f = &index.fields;
        let open = |field: Field, runs: &[Vec<String>]| -> Result<Vec<Run>, IndexError> {
            let mut open = Vec::new();
            for run in runs.iter().take(64) {
                open.extend(Run::open(segment, field, run)?);
            }
            Ok(open)
        };
        let mut all = Vec::with_capacity(units.len());
        for unit in units {
            let near: Vec<Vec<String>> = unit.near.iter().map(|w| vec![w.clone()]).collect();
            let inverted = segment.inverted_index(f.exact)?;
            let mut exact = Vec::new();
            for word in &unit.exact {
                exact.extend(inverted.read_postings(&Term::from_field_text(f.exact, word), IndexRecordOption::Basic)?);
            }
            all.push(UnitRuns {
                text: open(f.text, &unit.runs)?,
                subject: open(f.subject, &unit.runs)?,
                head: open(f.head, &unit.runs)?,
                tables: open(f.tables, &unit.runs)?,
                near: open(f.text, &near)?,
                exact,
            });
        }
        let norms = segment.fieldnorms_readers();
        Ok(Self { units: all, norms: norms.get_field(f.text)?, subject_norms: norms.get_field(f.subject)?, average })
    }

    #[allow(clippy::cast_precision_loss, reason = "a score needs no more digits")]
    fn score(&mut self, units: &[Planned], signals: &Signals, of_kind: bool, doc: DocId) -> Score {
        let length = self.norms.as_ref().map_or(self.average, |n| n.fieldnorm(doc) as f32) / self.average;
        let (mut text, mut subject, mut tables): (Vec<Places>, Vec<Places>, Vec<Places>) = (Vec::new(), Vec::new(), Vec::new());
        let (mut sum, mut held, mut wanted, mut faced, mut named, mut all) = (0.0, 0.0, 0.0, 0.0, 0, true);
        for (i, (runs, unit)) in self.units.iter_mut().zip(units).enumerate() {
            let collect = |runs: &mut Vec<Run>| {
                let mut places = Vec::new();
                for run in runs.iter_mut() {
                    run.places(doc, &mut places);
                }
                places.sort_unstable();
                places
            };
            let (in_text, mut in_subject, in_tables) =
                (collect(&mut runs.text), collect(&mut runs.subject), collect(&mut runs.tables));
            let names_kind = of_kind && signals.naming.get(i) == Some(&true);
            let in_head = names_kind || !collect(&mut runs.head).is_empty();
            // A short form and what it stands for are as good as each other.
            let any = unit.exact.is_empty() || unit.unheard || unit.runs.iter().any(|run| run.len() > 1);
            let exact = any || runs.exact.iter_mut().any(|p| go(p, doc));
            let trust = if exact { 1.0 } else { 0.35 };
            let share = if unit.optional { 0.4 } else { 1.0 };
            wanted += unit.weight * share;
            let tf = in_text.len() as f32;
            let body = tf / (tf + 1.2 * (0.5 + 0.5 * length));
            let table = if in_tables.is_empty() { 0.0 } else { 0.5 };
            let there = !in_text.is_empty() || !in_subject.is_empty() || !in_tables.is_empty() || in_head;
            all &= unit.optional || unit.unheard || there && (exact || unit.plain);
            if there {
                held += unit.weight * share * trust;
                if !in_subject.is_empty() || in_head {
                    faced += unit.weight * share * trust;
                }
                if !in_subject.is_empty() {
                    named += unit.runs.first().map_or(0, Vec::len);
                }
                let place = body.max(table) + if in_subject.is_empty() { 0.0 } else { 1.2 } + if in_head { 0.6 } else { 0.0 };
                sum += unit.weight * share * trust * place;
            }
            let mut near_text = in_text;
            if !runs.near.is_empty() {
                near_text.extend(collect(&mut runs.near));
                near_text.sort_unstable();
            }
            text.push(near_text);
            if names_kind {
                // The kind's name stands before the subject, as `Luật` before `Giá`.
                in_subject.insert(0, (0, 0));
            }
            subject.push(in_subject);
            tables.push(in_tables);
        }
        let part = |of: f32| if wanted > 0.0 { of / wanted } else { 0.0 };
        // A document whose subject and letterhead alone hold the whole query is about it, others mention it.
        let (coverage, face) = (part(held), part(faced));
        let weights: Vec<f32> = units.iter().map(|u| u.weight).collect();
        let [near, near_subject, near_tables] = [&text, &subject, &tables].map(|places| nearness(places, &weights));
        let verbatim = units.len() >= LONG && [near, near_subject, near_tables].iter().any(|near| near.whole);
        let (near, near_subject) = (near.value.max(0.8 * near_tables.value), near_subject.value);
        // Words without marks mean many things; only together they mean what was asked.
        let pull = if signals.unmarked { 4.0 * near * near } else { 0.6 * near + 1.4 * near * near };
        let said = self.subject_norms.as_ref().map_or(0, |n| n.fieldnorm(doc)).max(1) as f32;
        let whole = (named as f32 / said).min(1.0);
        let about = (1.0 + FACE * face.powi(4)) * (1.0 + NAME * (face * face * whole).powi(2));
        let about = if verbatim { about * (1.0 + VERBATIM) } else { about };
        Score { value: sum * (0.15 + 0.85 * coverage * coverage) * (1.0 + pull + near_subject) * about, coverage, exact: all }
    }
}

/// Where a unit stands: first word, and one after the last.
type Places = Vec<(u32, u32)>;

/// How much of the query stands together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Nearness {
    /// 0 to 1: neighbours side by side, or nearly; long runs of the query's own words count most.
    value: f32,
    /// All of it stands in a row.
    whole: bool,
}

/// Of the places of the query's units in one text.
fn nearness(units: &[Places], weights: &[f32]) -> Nearness {
    let (mut sum, mut most) = (0.0, 0.0);
    // For each place of the unit before, in step with it: how many units in a row end there.
    let mut runs: Vec<(u32, u32)> = units.first().map(|p| p.iter().map(|(_, end)| (*end, 1)).collect()).unwrap_or_default();
    let mut longest = 0;
    for (pair, weight) in units.windows(2).zip(weights.windows(2)) {
        let [before, after] = pair else { continue };
        let weight = weight.iter().copied().fold(f32::MAX, f32::min) + 0.3 * weight.iter().copied().fold(0.0, f32::max);
        most += weight;
        let mut best: f32 = 0.0;
        let mut next = Vec::with_capacity(after.len());
        let mut i = 0;
        for (start, end) in after {
            while before.get(i).is_some_and(|(_, e)| e <= start) {
                i += 1;
            }
            let gap = i.checked_sub(1).and_then(|i| before.get(i)).map_or(u32::MAX, |(_, e)| start - e);
            let far = before.get(i).map_or(u32::MAX, |(s, _)| s.saturating_sub(*end));
            best = best.max(match gap {
                0 => 1.0,
                1..=2 => 0.5,
                3..=6 => 0.2,
                _ if far <= 3 => 0.2,
                _ => 0.0,
            });
            let run = if gap == 0 { i.checked_sub(1).and_then(|i| runs.get(i)).map_or(1, |(_, n)| n + 1) } else { 1 };
            longest = longest.max(run);
            next.push((*end, run));
        }
        runs = next;
        sum += weight * best;
    }
    if most <= 0.0 {
        return Nearness::default();
    }
    #[allow(clippy::cast_precision_loss, reason = "a share needs no more digits")]
    let run = if longest > 1 { (longest - 1) as f32 / (units.len().max(2) - 1) as f32 } else { 0.0 };
    Nearness { value: 0.6 * sum / most + 0.4 * run, whole: longest as usize == units.len() }
}
