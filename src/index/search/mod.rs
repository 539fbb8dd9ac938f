//! Answering queries.

mod beside;
mod columns;
mod facets;
mod filters;
mod held;
mod learned;
mod look;
mod most;
mod numbers;
mod plan;
mod rank;
mod results;
mod run;
mod suggest;
mod terms;
mod threads;
mod walk;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, Query as Matcher, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use self::columns::{Columns, prior, weight};
pub use self::facets::{Facet, Facets};
use self::look::{Budget, Look, Seen};
use self::most::Most;
use self::numbers::{Grade, bear_or_cite, bearers, citers, loose_bearers, other_years};
pub use self::plan::Correction;
use self::plan::{FREQUENT, Planned, plan};
use self::rank::{Score, Signals, rank};
pub use self::results::{Answer, Hit, LawAnswer, NumberAnswer, OtherBody, Page, Results, Tier};
pub use self::suggest::Suggestion;
use super::keys;
use super::open::{Index, IndexError};
use super::query::{Clause, DateRange, Filter, LawQuery, NumberQuery, Phrase, Query, Sort, Strength, Text, Unit, Word, kind_at};
use crate::model::Kind;

/// Documents whose order is worked out in full; those behind them stand as the first look orders them.
const RANKED: usize = 150;
/// Documents of a number's tier that are weighed by the words beside it.
const WEIGHED: usize = 2_000;
/// Documents that one look takes in; where more hold the words, the answer says that it has not counted them.
const WORDS: Budget = Budget { documents: 10_000, each: 1 };
/// The same for phrases and operators: each document costs the places of several words.
const DEAR: Budget = Budget { documents: 5_000, each: 12 };
/// Documents that are taken in by their subjects where a look has ended.
const SUBJECTS: Budget = Budget { documents: 2_000, each: 1 };
/// Words of a query that is looked for word for word where very many documents hold its words.
const READ_OFF: usize = 6;
/// Words that the first look asks for; a pasted page is found by its rarest.
const ASKED: usize = 14;

impl Index {
    /// Answers a query.
    ///
    /// Order: documents that bear the number asked for (symbol or kind fitting), then those that bear it with another kind, then
    /// those that cite it, then those with the words; inside, by words, more cited, newer. A query with a whole number finds
    /// nothing where that number is neither held nor cited.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, query: &Query, page: &Page) -> Result<Results, IndexError> {
        let columns = columns::open(&self.searcher)?;
        let meant = self.meant(query)?;
        let mut results = Search { index: self, columns: &columns }.run(meant.unwrap_or(query), page)?;
        if results.total == 0 {
            results.suggestions = suggest::suggest(self, &columns, meant.unwrap_or(query))?;
        }
        results.answer.meant = meant.cloned().map(Box::new);
        Ok(results)
    }

    /// The other reading of a query: where most words that can only be keystrokes stand in no document, and what they write does.
    fn meant<'a>(&self, query: &'a Query) -> Result<Option<&'a Query>, IndexError> {
        let Some(keystrokes) = &query.keystrokes else { return Ok(None) };
        let fields = plan::folded_fields(self);
        let mut written = 0;
        for (keys, word) in &keystrokes.words {
            let held = terms::df_of(&self.searcher, &fields, keys)? > 0;
            written += usize::from(!held && terms::df(&self.searcher, self.fields.exact, &word.exact)? > 0);
        }
        Ok((written * 2 > keystrokes.words.len()).then_some(&*keystrokes.query))
    }

    /// The bodies that issued the archive's documents, as `keys::body_term` writes them.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn bodies(&self) -> Result<Vec<String>, IndexError> {
        let held = terms::beginning(&self.searcher, self.fields.body, "", 1_000_000)?;
        Ok(held.into_iter().map(|(term, _)| term).collect())
    }

    /// How many documents a query finds.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn count(&self, query: &Query) -> Result<usize, IndexError> {
        let columns = columns::open(&self.searcher)?;
        let query = self.meant(query)?.unwrap_or(query);
        Ok(Search { index: self, columns: &columns }.run(query, &Page { limit: 0, ..Page::default() })?.total)
    }
}

struct Search<'a> {
    index: &'a Index,
    columns: &'a [Columns],
}

/// What was found, in order, before it is cut to a page.
#[derive(Default)]
struct Found {
    hits: Vec<(DocAddress, Tier, Score)>,
    /// Documents beyond those in `hits`.
    more: usize,
    /// There are still more than that.
    uncounted: bool,
    /// The condition behind `hits` and `more`, where one condition is; else `hits` are all.
    matcher: Option<Box<dyn Matcher>>,
    /// The documents that fulfil it, unless they were not counted.
    seen: Vec<DocAddress>,
}

impl Search<'_> {
    fn run(&self, query: &Query, page: &Page) -> Result<Results, IndexError> {
        let mut results = Results::default();
        let mut filters = Vec::new();
        for filter in &query.filters {
            filters.push(filters::matcher(self.index, self.columns, filter)?);
        }
        let wanted = page.offset + page.limit;
        let found = match query.clauses.as_slice() {
            [Clause::Text(text)] if !text.strict => self.text(text, &filters, wanted, &mut results.answer)?,
            [Clause::Phrase(Phrase { number: Some(number), words, .. })] => {
                let units = words.iter().map(|w| Unit { alternatives: vec![vec![w.clone()]], optional: false }).collect();
                let text = Text { number: Some(number.clone()), number_units: units, ..Text::default() };
                self.text(&text, &filters, wanted, &mut results.answer)?
            }
            clauses => self.clauses(clauses, &filters, wanted, &mut results.answer)?,
        };
        // A list by filters alone accounts for every file; an answer to words names a document once.
        let once = !query.clauses.is_empty();
        let shown = self.finish(if once { self.fold(found) } else { found }, query.sort, page, &mut results)?;
        if once {
            results.folded = self.others(&shown)?;
        }
        Ok(results)
    }

    /// Puts the files of one document together at the place of the best of them; a signed one stands for its drafts.
    fn fold(&self, mut found: Found) -> Found {
        let mut first: HashMap<u64, usize> = HashMap::new();
        let mut hits: Vec<(DocAddress, Tier, Score)> = Vec::with_capacity(found.hits.len());
        for hit in found.hits {
            let at = self.group(hit.0).map_or(hits.len(), |group| *first.entry(group).or_insert(hits.len()));
            match hits.get_mut(at) {
                Some(lead) if columns::is_draft(self.columns, lead.0) && !columns::is_draft(self.columns, hit.0) => {
                    lead.0 = hit.0;
                }
                Some(_) => {}
                None => hits.push(hit),
            }
        }
        found.hits = hits;
        found
    }

    fn group(&self, at: DocAddress) -> Option<u64> {
        self.columns.get(at.segment_ord as usize)?.group.first(at.doc_id)
    }

    /// Rows of the other files of these documents.
    fn others(&self, docs: &[DocAddress]) -> Result<BTreeMap<u64, Vec<u64>>, IndexError> {
        let f = &self.index.fields;
        let mut others = BTreeMap::new();
        for doc in docs {
            let Some(group) = self.group(*doc) else { continue };
            let files = self.docs(&TermQuery::new(Term::from_field_u64(f.group, group), IndexRecordOption::Basic))?;
            let mut rows: Vec<u64> = files.iter().filter(|at| *at != doc).map(|at| prior(self.columns, *at).2).collect();
            rows.sort_unstable();
            if !rows.is_empty() {
                others.insert(prior(self.columns, *doc).2, rows);
            }
        }
        Ok(others)
    }

    /// How many documents these are, their files put together.
    fn documents(&self, docs: impl Iterator<Item = DocAddress>) -> usize {
        let mut alone = 0;
        let groups: BTreeSet<u64> = docs
            .filter_map(|at| {
                self.group(at).or_else(|| {
                    alone += 1;
                    None
                })
            })
            .collect();
        groups.len() + alone
    }

    /// Cuts what was found to the page, in the order asked for; gives the documents that are shown.
    fn finish(&self, mut found: Found, sort: Sort, page: &Page, results: &mut Results) -> Result<Vec<DocAddress>, IndexError> {
        results.total = found.hits.len() + found.more;
        results.uncounted = found.uncounted;
        let sorted = sort != Sort::Relevance;
        if let Some(matcher) =
            found.matcher.as_ref().filter(|_| (sorted || page.facets) && (found.more > 0 || found.hits.is_empty()))
        {
            let known: BTreeMap<DocAddress, (Tier, Score)> = found.hits.iter().map(|(at, t, s)| (*at, (*t, *s))).collect();
            let all = if found.uncounted || found.seen.is_empty() { self.docs(matcher.as_ref())? } else { found.seen };
            let rest = all.iter().filter(|at| !known.contains_key(at));
            let zero = Score::default();
            found.hits.extend(rest.map(|at| (*at, Tier::Words, zero)));
            found.more = 0;
            if std::mem::take(&mut results.uncounted) {
                results.total = found.hits.len();
            }
        }
        if page.facets {
            let docs: Vec<DocAddress> = found.hits.iter().map(|(at, ..)| *at).collect();
            results.facets = Some(facets::count(self.columns, &docs));
        }
        if sorted {
            let mut keyed: Vec<_> = found.hits.into_iter().map(|hit| (self.sort_key(sort, hit.0), hit)).collect();
            // Only what may be shown is put in order.
            let shown = page.offset.saturating_add(page.limit);
            if keyed.len() > shown {
                keyed.select_nth_unstable_by_key(shown, |(key, (at, ..))| (*key, *at));
                keyed.truncate(shown);
            }
            keyed.sort_unstable_by_key(|(key, (at, ..))| (*key, *at));
            found.hits = keyed.into_iter().map(|(_, hit)| hit).collect();
        }
        let shown = found.hits.into_iter().skip(page.offset).take(page.limit);
        let (docs, hits) = shown
            .filter_map(|(at, tier, score)| {
                let c = self.columns.get(at.segment_ord as usize)?;
                let cited_by = c.cited.first(at.doc_id).unwrap_or(0);
                Some((at, Hit { row: c.row.first(at.doc_id)?, tier, score: score.value, cited_by }))
            })
            .unzip();
        results.hits = hits;
        Ok(docs)
    }

    fn sort_key(&self, sort: Sort, at: DocAddress) -> (i64, i64, u64) {
        let Some(c) = self.columns.get(at.segment_ord as usize) else { return (0, 0, 0) };
        let row = c.row.first(at.doc_id).unwrap_or(0);
        let newest = c.date.first(at.doc_id).and_then(i64::checked_neg).unwrap_or(i64::MAX);
        let cited = if sort == Sort::Cited { c.cited.first(at.doc_id).unwrap_or(0) } else { 0 };
        match sort {
            Sort::Date => (newest, 0, row),
            Sort::Cited => (-i64::try_from(cited).unwrap_or(i64::MAX), newest, row),
            Sort::Number => (c.ordinal.first(at.doc_id).and_then(|o| i64::try_from(o).ok()).unwrap_or(i64::MAX), newest, row),
            Sort::Relevance => (0, 0, row),
        }
    }

    /// The documents that fulfil all filters, in their order; `None` where there is no filter.
    fn allowed(&self, filters: &[Box<dyn Matcher>]) -> Result<Option<Vec<DocAddress>>, IndexError> {
        if filters.is_empty() {
            return Ok(None);
        }
        self.docs(filters::all(filters.iter().map(|f| f.box_clone()).collect()).as_ref()).map(Some)
    }

    /// All documents that fulfil a condition, in their order.
    fn docs(&self, matcher: &dyn Matcher) -> Result<Vec<DocAddress>, IndexError> {
        Ok(look::all(&self.index.searcher, matcher)?)
    }

    /// Words and numbers without quotes, as the whole query.
    fn text(&self, text: &Text, filters: &[Box<dyn Matcher>], wanted: usize, answer: &mut Answer) -> Result<Found, IndexError> {
        let Some(number) = &text.number else { return self.law_or_words(text, filters, wanted, answer) };
        let allowed = self.allowed(filters)?;
        let allow = |at: &DocAddress| allowed.as_ref().is_none_or(|a| a.binary_search(at).is_ok());
        let mut borne: Vec<(DocAddress, Grade)> = bearers(self.index, self.columns, number)?;
        let bearing: Vec<DocAddress> = borne.iter().filter(|(_, g)| *g == Grade::Exact).map(|(at, _)| *at).collect();
        let held = self.documents(bearing.iter().copied());
        let years = if held == 0 { other_years(self.columns, &borne) } else { Vec::new() };
        borne.retain(|(at, _)| allow(at));
        let mut citing = self.docs(citers(self.index, number)?.as_ref())?;
        let cited = citing.len();
        if let Some(other) = text.otherwise.as_deref().filter(|_| borne.is_empty() && cited == 0)
            && let Some(bare) = &other.number
            && bearers(self.index, self.columns, bare)?.iter().any(|(_, g)| *g == Grade::Exact)
        {
            return self.text(other, filters, wanted, answer);
        }
        citing.retain(allow);
        if number.strength == Strength::Full {
            borne.retain(|(_, g)| *g != Grade::OtherKind);
        }
        // Where the date typed is borne, other years of the number are other documents.
        if borne.iter().any(|(_, g)| *g == Grade::Exact) && number.date.is_some() {
            borne.retain(|(_, g)| *g != Grade::OtherDate);
        }
        let mut tiers: Vec<(Tier, Vec<DocAddress>)> = Vec::new();
        let of = |grades: &[Grade]| borne.iter().filter(|(_, g)| grades.contains(g)).map(|(at, _)| *at).collect::<Vec<_>>();
        let bare = number.strength == Strength::Bare;
        let (exact, other_date, other_kind) = (of(&[Grade::Exact]), of(&[Grade::OtherDate]), of(&[Grade::OtherKind]));
        let year_like = number.strength == Strength::Kind && number.ordinal.len() == 4 && number.year.is_none();
        let known = !exact.is_empty() || cited > 0 || held > 0 || (!other_date.is_empty() && !year_like);
        let mut loose = false;
        if text.related {
            // `thông tư sửa đổi thông tư 23/2024/TT-BCT`: who cites it is looked for.
            tiers.push((Tier::Citing, citing.clone()));
        }
        let of_body = if bearing.is_empty() && cited == 0 { None } else { self.of_body(text, &bearing)? };
        let (of_body, other) = of_body.unwrap_or_default();
        // Those of the body that is named beside the number stand first.
        tiers.push((Tier::Number, of_body.into_iter().filter(allow).collect()));
        tiers.push((Tier::Number, exact));
        tiers.push((Tier::OtherDate, other_date));
        if known || !year_like {
            tiers.push((Tier::OtherKind, other_kind));
        }
        let words = text.units.iter().filter(|u| !u.optional).count();
        if number.strength == Strength::Full {
            tiers.push((Tier::Citing, citing));
            if tiers.iter().all(|(_, docs)| docs.is_empty()) {
                // A number that no rule has read may still stand in a text.
                let run: Vec<String> = text.number_units.iter().flat_map(Unit::typed).map(|w| w.fold.clone()).collect();
                let run = number_run(number, run);
                let mut docs = self.docs(plan::run_anywhere(self.index, &run, 0).as_ref())?;
                docs.retain(allow);
                tiers.push((Tier::Citing, docs));
            }
            if tiers.iter().all(|(_, docs)| docs.is_empty())
                && let Some(matcher) = loose_bearers(self.index, number)
            {
                let mut docs = self.docs(matcher.as_ref())?;
                docs.retain(allow);
                loose = !docs.is_empty();
                tiers.push((Tier::Loose, docs));
            }
        } else if !bare {
            tiers.push((Tier::Citing, citing));
        }
        answer.number = Some(NumberAnswer { number: number.clone(), held, citing: cited, years, loose, other });
        let found = self.tiers(text, tiers, wanted, answer)?;
        let none = found.hits.is_empty();
        // `trả lời phiếu chuyển 600`: the words say what to look for about the number, they need not stand in the paper.
        let unsupported = words > 0
            && number.strength < Strength::Full
            && !(text.related && cited > 0)
            && !found.hits.iter().any(|(.., s)| s.coverage > 0.4);
        if none && number.strength == Strength::Full && words < 3 {
            return Ok(found);
        }
        if none || unsupported || (number.strength < Strength::Full && (words == 0 || !known)) {
            return self.with_words(text, found, unsupported || (!known && words > 0), filters, wanted, answer);
        }
        Ok(found)
    }

    /// A law of the name typed, or who cites it where it is not held, before the documents with its words; else these.
    fn law_or_words(
        &self,
        text: &Text,
        filters: &[Box<dyn Matcher>],
        wanted: usize,
        answer: &mut Answer,
    ) -> Result<Found, IndexError> {
        let Some(law) = &text.law else { return self.words(&text.units, text, filters, wanted, answer) };
        let f = &self.index.fields;
        let docs = |field, name: &str, year| {
            self.docs(&TermQuery::new(Term::from_field_text(field, &keys::law_term(name, year)), IndexRecordOption::Basic))
        };
        // People leave out the `và` of a name.
        let spelt =
            |name: &str| Ok::<_, IndexError>(!docs(f.own, name, None)?.is_empty() || !docs(f.cites, name, None)?.is_empty());
        let name = if spelt(&law.name)? { None } else { law.official() };
        let name = name.as_deref().unwrap_or(&law.name);
        let (own, citing) = (docs(f.own, name, law.year)?, docs(f.cites, name, None)?);
        let of_year = if law.year.is_some() && own.is_empty() { docs(f.cites, name, law.year)? } else { Vec::new() };
        let known = if of_year.is_empty() { citing.len() } else { of_year.len() };
        let held = !own.is_empty() || citing.is_empty() && self.may_be_held(law)?;
        let mut tiers = if held { vec![(Tier::Words, own)] } else { vec![(Tier::Citing, of_year), (Tier::Citing, citing)] };
        if let Some(allowed) = self.allowed(filters)? {
            for (_, docs) in &mut tiers {
                docs.retain(|at| allowed.binary_search(at).is_ok());
            }
        }
        let first = self.tiers(text, tiers, wanted, &mut Answer::default())?;
        let words = self.words(&text.units, text, filters, wanted, answer)?;
        if !held && (known > 0 || law.official().is_some()) {
            answer.law = Some(LawAnswer { law: law.clone(), citing: known });
        }
        Ok(joined(first, words))
    }

    /// Does a law have the name among other words of its title? Titles may be read otherwise than the law is called.
    fn may_be_held(&self, law: &LawQuery) -> Result<bool, IndexError> {
        let titled = filters::matcher(self.index, self.columns, &Filter::Subject(Word::all(law.bare_name())))?;
        Ok(self.docs(titled.as_ref())?.into_iter().any(|at| self.is_law(at)))
    }

    fn is_law(&self, at: DocAddress) -> bool {
        let kinds = self.columns.get(at.segment_ord as usize).and_then(|columns| columns.kind.as_ref());
        Kind::from_code(&columns::text(kinds, at.doc_id)).is_some_and(keys::is_law)
    }

    /// Orders the documents of each tier by the words beside the number, then more cited, newer.
    fn tiers(
        &self,
        text: &Text,
        tiers: Vec<(Tier, Vec<DocAddress>)>,
        wanted: usize,
        answer: &mut Answer,
    ) -> Result<Found, IndexError> {
        let planned = plan(self.index, &text.units, &mut answer.corrections)?;
        let signals = Signals { kind: text.kind, date: text.date, ..Signals::default() };
        // All are in the order of the index.
        let mut before: Vec<Vec<DocAddress>> = Vec::new();
        let mut found = Found::default();
        for (tier, mut docs) in tiers {
            docs.retain(|at| before.iter().all(|docs| docs.binary_search(at).is_err()));
            let zero = Score::default();
            let scores = if planned.is_empty() {
                BTreeMap::new()
            } else {
                rank(self.index, self.columns, &planned, &signals, &self.foremost(&docs))?
            };
            let mut hits: Vec<(DocAddress, Tier, Score)> =
                docs.iter().map(|at| (*at, tier, scores.get(at).copied().unwrap_or(zero))).collect();
            self.order(&mut hits, wanted);
            found.hits.extend(hits);
            before.push(docs);
        }
        Ok(found)
    }

    /// Of very many documents the most cited and newest: a number that half the archive cites is answered by them.
    fn foremost<'d>(&self, docs: &'d [DocAddress]) -> std::borrow::Cow<'d, [DocAddress]> {
        if docs.len() <= WEIGHED {
            return docs.into();
        }
        let mut keyed: Vec<_> = docs.iter().map(|at| (Reverse(prior(self.columns, *at)), *at)).collect();
        keyed.select_nth_unstable(WEIGHED);
        keyed.into_iter().take(WEIGHED).map(|(_, at)| at).collect::<Vec<_>>().into()
    }

    /// Brings the best to their places; those that no page shows stay behind them as they come.
    fn order(&self, hits: &mut Vec<(DocAddress, Tier, Score)>, wanted: usize) {
        // Scores are none below zero, so their bits are in their order.
        let key = |(at, _, score): &(DocAddress, Tier, Score)| {
            let (cited, date) = weight(self.columns, *at);
            Reverse((score.value.max(0.0).to_bits(), cited, date))
        };
        let mut keyed: Vec<_> = std::mem::take(hits).into_iter().map(|hit| (key(&hit), hit.0, hit)).collect();
        // Files of one document are put together later, so that a page may take more than it shows.
        let shown = RANKED.max(wanted).saturating_mul(4);
        let best =
            if keyed.len() > shown { keyed.select_nth_unstable_by_key(shown, |(key, at, _)| (*key, *at)).0 } else { &mut keyed };
        best.sort_by_cached_key(|(key, at, _)| (*key, prior(self.columns, *at).2));
        hits.extend(keyed.into_iter().map(|(.., hit)| hit));
    }

    /// Puts the documents with the query's words behind (or, where the number does not fit its words, before) those of the number.
    fn with_words(
        &self,
        text: &Text,
        numbered: Found,
        before: bool,
        filters: &[Box<dyn Matcher>],
        wanted: usize,
        answer: &mut Answer,
    ) -> Result<Found, IndexError> {
        let units: Vec<Unit> = text.number_units.iter().chain(&text.units).cloned().collect();
        let date = text.date.or(text.number.as_ref().and_then(|n| n.date)).or_else(|| {
            // `thông tư 2010`: no circular has that number, so it is a year.
            let year = text.number.as_ref().filter(|n| n.ordinal.len() == 4)?.ordinal.parse().ok()?;
            crate::model::PartialDate::year(year).filter(|_| (1945..=2099).contains(&year))
        });
        let kind = text.kind.or(text.number.as_ref().and_then(|n| n.kind));
        let mut units = units;
        if date.is_some() {
            for unit in units
                .iter_mut()
                .filter(|u| u.typed().iter().all(|w| w.fold.bytes().all(|b| b.is_ascii_digit()) || w.fold == "nam"))
            {
                unit.optional = true;
            }
        }
        let aside = Text { kind, date, ..text.clone() };
        let mut words = self.words(&units, &aside, filters, wanted, answer)?;
        if before {
            let known: BTreeSet<DocAddress> = words.hits.iter().map(|(at, ..)| *at).collect();
            words.hits.extend(numbered.hits.into_iter().filter(|(at, ..)| !known.contains(at)));
            return Ok(Found { matcher: None, ..words });
        }
        Ok(joined(numbered, words))
    }

    /// Documents with the words of a text, behind those of the day, month or year that it names with nothing else but a kind.
    fn words(
        &self,
        units: &[Unit],
        text: &Text,
        filters: &[Box<dyn Matcher>],
        wanted: usize,
        answer: &mut Answer,
    ) -> Result<Found, IndexError> {
        let dated = self.dated(units, text, filters, wanted)?;
        let worded = self.worded(units, text, filters, wanted, answer)?;
        Ok(if dated.is_empty() {
            worded
        } else {
            let hits = dated.into_iter().map(|at| (at, Tier::Words, Score::default())).collect();
            joined(Found { hits, ..Found::default() }, worded)
        })
    }

    /// `công văn tháng 6 năm 2003`, `31/12/2015`, `văn bản năm 2026`: the documents of that date and kind, newest first; none where
    /// other words are asked for, too.
    fn dated(
        &self,
        units: &[Unit],
        text: &Text,
        filters: &[Box<dyn Matcher>],
        wanted: usize,
    ) -> Result<Vec<DocAddress>, IndexError> {
        /// What is said of any document.
        const SAYING_NOTHING: [&str; 7] = ["van", "ban", "ky", "hanh", "cac", "cua", "trong"];
        let Some(date) = text.date else { return Ok(Vec::new()) };
        // `số 16 năm 2023` asks for that number; `nghị quyết 2025` for a year, whatever else the figure may be.
        if text.number.as_ref().is_some_and(|number| number.ordinal != date.year_number().to_string()) {
            return Ok(Vec::new());
        }
        let naming = naming(units, text.kind);
        let says_nothing = |unit: &Unit| unit.typed().iter().all(|w| SAYING_NOTHING.contains(&w.fold.as_str()));
        if units.iter().zip(naming).any(|(unit, of_kind)| !unit.optional && !of_kind && !says_nothing(unit)) {
            return Ok(Vec::new());
        }
        let of_date = match date.month_number() {
            None => Filter::Year(date.year_number(), date.year_number()),
            Some(_) => Filter::Date(DateRange::of(date)),
        };
        let mut all: Vec<Box<dyn Matcher>> = filters.iter().map(|f| f.box_clone()).collect();
        for filter in [Some(of_date), text.kind.map(|kind| Filter::Kind(vec![kind]))].into_iter().flatten() {
            all.push(filters::matcher(self.index, self.columns, &filter)?);
        }
        // Files of one document are put together later, so that a page may take more than it shows.
        Ok(self.newest_first(self.docs(filters::all(all).as_ref())?, RANKED.max(wanted).saturating_mul(4)))
    }

    /// These documents, newest first; only those that may be shown are put in order.
    fn newest_first(&self, docs: Vec<DocAddress>, shown: usize) -> Vec<DocAddress> {
        let mut keyed: Vec<_> = docs.into_iter().map(|at| (self.sort_key(Sort::Date, at), at)).collect();
        let shown = shown.min(keyed.len());
        if shown < keyed.len() {
            keyed.select_nth_unstable(shown);
        }
        keyed.get_mut(..shown).unwrap_or_default().sort_unstable();
        keyed.into_iter().map(|(_, at)| at).collect()
    }

    /// Documents with the words of a text.
    fn worded(
        &self,
        units: &[Unit],
        text: &Text,
        filters: &[Box<dyn Matcher>],
        wanted: usize,
        answer: &mut Answer,
    ) -> Result<Found, IndexError> {
        let units = &learned::widen(self.index, units)?;
        let planned = plan(self.index, units, &mut answer.corrections)?;
        if planned.is_empty() {
            return Ok(Found::default());
        }
        let marked = units.iter().flat_map(Unit::typed).any(|w| w.marked);
        answer.unmarked = !marked && units.iter().flat_map(Unit::typed).any(|w| w.fold.bytes().any(|b| b.is_ascii_lowercase()));
        answer.widen(units);
        let naming = naming(units, text.kind);
        let mut signals = Signals { kind: text.kind, date: text.date, bearers: Vec::new(), unmarked: !marked, naming };
        for number in &text.mentioned {
            let borne = bearers(self.index, self.columns, number)?;
            signals.bearers.extend(borne.into_iter().filter(|(_, g)| *g == Grade::Exact).map(|(at, _)| at));
        }
        signals.bearers.sort_unstable();
        let absent = units.iter().zip(&planned).filter(|(_, p)| p.absent && !p.optional);
        answer.absent = absent.flat_map(|(unit, _)| unit.typed()).map(|word| word.shown.clone()).collect();
        let required: Vec<&Planned> = planned.iter().filter(|p| !p.optional && !p.unheard).collect();
        let required: Vec<&Planned> = if required.is_empty() { planned.iter().collect() } else { required };
        for pass in Pass::ALL {
            let Some(matcher) = self.required(&required, pass, marked)? else { continue };
            let mut clauses: Vec<(Occur, Box<dyn Matcher>)> = vec![(Occur::Must, matcher)];
            clauses.extend(filters.iter().map(|f| (Occur::Must, quiet(f.as_ref()))));
            let matcher: Box<dyn Matcher> = Box::new(BooleanQuery::new(clauses));
            let seen = self.look(matcher.as_ref(), wanted, WORDS)?;
            let total = seen.all.len();
            // Where there is plenty of the very words, rows of other words need not be looked for in every document.
            let enough = pass != Pass::All || !in_rows(required.len(), marked) || total >= RANKED;
            if total == 0 || !enough {
                continue;
            }
            let fulfil: BTreeSet<DocAddress> = seen.top.iter().copied().collect();
            let mut docs = fulfil.clone();
            if seen.ended {
                let often = if filters.is_empty() && pass != Pass::Together { self.most_often(&required)? } else { None };
                let subjects = || required.iter().map(|p| plan::in_subject(self.index, p)).collect();
                docs.extend(match often {
                    Some(often) => often,
                    None => self.foremost_with(subjects(), filters, wanted)?,
                });
            }
            if total > docs.len() && planned.len() >= READ_OFF {
                // Among very many with its words, the first look may pass over those that hold a long query word for word.
                let run: Vec<String> = planned.iter().filter_map(|p| p.runs.first()).flatten().cloned().collect();
                let read_off = self.foremost_with(vec![plan::run_anywhere(self.index, &run, 0)], filters, wanted)?;
                docs.extend(read_off.iter().filter(|at| seen.all.binary_search(at).is_ok()));
            }
            let docs: Vec<DocAddress> = docs.into_iter().collect();
            let scores = rank(self.index, self.columns, &planned, &signals, &docs)?;
            let mut hits: Vec<(DocAddress, Tier, Score)> =
                docs.iter().filter_map(|at| Some((*at, Tier::Words, *scores.get(at)?))).collect();
            // The other look asked for words whatever their marks.
            hits.retain(|(at, _, s)| s.exact || fulfil.contains(at));
            let mut more = total.saturating_sub(hits.len());
            let mut uncounted = seen.ended;
            if pass == Pass::Some {
                // Half of the words is little: only documents that hold what is rare among them are an answer.
                hits.retain(|(.., s)| s.coverage >= 0.5);
                (more, uncounted) = (0, false);
                if hits.is_empty() {
                    continue;
                }
                answer.relaxed = true;
            }
            self.order(&mut hits, wanted);
            return Ok(Found { hits, more, uncounted, matcher: (pass != Pass::Some).then_some(matcher), seen: seen.all });
        }
        Ok(Found::default())
    }

    fn look(&self, matcher: &dyn Matcher, wanted: usize, budget: Budget) -> Result<Seen, IndexError> {
        Ok(Look { limit: RANKED.max(wanted), budget }.at(&self.index.searcher, matcher)?)
    }

    /// Where more documents hold words than are looked at: those of all that fulfil narrower conditions, as to have them in their
    /// subjects. A look ends early in the order of the index, and these stand before all others.
    fn foremost_with(
        &self,
        conditions: Vec<Box<dyn Matcher>>,
        filters: &[Box<dyn Matcher>],
        wanted: usize,
    ) -> Result<Vec<DocAddress>, IndexError> {
        if conditions.is_empty() {
            return Ok(Vec::new());
        }
        let mut clauses: Vec<(Occur, Box<dyn Matcher>)> =
            conditions.into_iter().map(|condition| (Occur::Must, condition)).collect();
        clauses.extend(filters.iter().map(|f| (Occur::Must, quiet(f.as_ref()))));
        Ok(self.look(&BooleanQuery::new(clauses), wanted, SUBJECTS)?.top)
    }

    /// Of documents that hold frequent words, those that hold them most often: the index passes over what cannot be among these.
    /// `None` where not all words are so frequent.
    fn most_often(&self, required: &[&Planned]) -> Result<Option<Vec<DocAddress>>, IndexError> {
        let words: Option<Vec<&str>> = required.iter().map(|p| p.frequent()).collect();
        let Some(words) = words else { return Ok(None) };
        let f = &self.index.fields;
        let mut best = Vec::new();
        for field in [f.subject, f.text] {
            let matcher = plan::frequent_in(field, &words);
            let top = self.index.searcher.search(matcher.as_ref(), &TopDocs::with_limit(RANKED).order_by_score())?;
            best.extend(top.into_iter().map(|(_, at)| at));
        }
        Ok(Some(best))
    }

    /// The condition for the words that must be there in a pass; `None` where the pass would ask the same as one before it.
    fn required(&self, required: &[&Planned], pass: Pass, marked: bool) -> Result<Option<Box<dyn Matcher>>, IndexError> {
        let n = required.len();
        let mut asked: Vec<&Planned> = required.to_vec();
        if n > ASKED {
            asked.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            asked.truncate(ASKED);
        }
        let asked_n = asked.len();
        let least = match pass {
            Pass::Together | Pass::All | Pass::Rows if asked_n <= 3 => asked_n,
            Pass::Together | Pass::All | Pass::Rows => asked_n - asked_n / 4,
            Pass::Folded if !marked => return Ok(None),
            Pass::Folded => {
                if asked_n <= 3 {
                    asked_n
                } else {
                    asked_n - asked_n / 4
                }
            }
            Pass::Some if asked_n < 3 => return Ok(None),
            Pass::Some => (asked_n * 3).div_ceil(5),
        };
        let folded = pass == Pass::Folded;
        let way = |p: &&Planned| match plan::frequent(self.index, p, folded) {
            Some(way) => Ok(way),
            None => plan::unit(self.index, p, folded),
        };
        let units = asked.iter().map(way).collect::<Result<Vec<_>, IndexError>>()?;
        let units: Box<dyn Matcher> =
            if least == asked_n { Box::new(BooleanQuery::intersection(units)) } else { Box::new(Most::of(units, least)) };
        let run = || -> Vec<String> { required.iter().filter_map(|p| p.runs.first()).flatten().cloned().collect() };
        Ok(match pass {
            // Words without marks mean many things; standing together they mean one.
            // Three and more that are all frequent are told apart by their order alone.
            Pass::Together if !marked && (2..=4).contains(&n) && (n == 2 || required.iter().any(|p| p.documents <= FREQUENT)) => {
                let pairs: Vec<Box<dyn Matcher>> = required
                    .windows(2)
                    .map(|pair| pair.iter().filter_map(|p| p.runs.first()).flatten().cloned().collect::<Vec<_>>())
                    .map(|pair| plan::run_anywhere(self.index, &pair, 0))
                    .collect();
                Some(Box::new(BooleanQuery::intersection(vec![units, Box::new(Most::one(pairs))])))
            }
            Pass::Together => None,
            Pass::Rows if !in_rows(n, marked) => None,
            Pass::Rows => Some(Box::new(Most::one(vec![units, plan::run_anywhere(self.index, &run(), 0)]))),
            _ => Some(units),
        })
    }

    /// Phrases, operators, filters between them.
    fn clauses(
        &self,
        clauses: &[Clause],
        filters: &[Box<dyn Matcher>],
        wanted: usize,
        answer: &mut Answer,
    ) -> Result<Found, IndexError> {
        let mut parts: Vec<(Occur, Box<dyn Matcher>)> = filters.iter().map(|f| (Occur::Must, quiet(f.as_ref()))).collect();
        let mut units: Vec<Unit> = Vec::new();
        for clause in clauses {
            parts.push((Occur::Must, self.clause(clause, answer)?));
            collect_units(clause, &mut units);
        }
        let matcher: Box<dyn Matcher> = if parts.is_empty() { Box::new(EmptyQuery) } else { Box::new(BooleanQuery::new(parts)) };
        answer.unmarked = !units.is_empty() && !units.iter().flat_map(Unit::typed).any(|w| w.marked);
        answer.widen(&units);
        let ranked = RANKED.max(wanted);
        if units.is_empty() {
            // Nothing but filters.
            let docs = self.newest_first(self.docs(matcher.as_ref())?, ranked);
            let more = docs.len().saturating_sub(ranked);
            let hits = docs.into_iter().take(ranked).map(|at| (at, Tier::Words, Score::default())).collect();
            return Ok(Found { hits, more, matcher: Some(matcher), ..Found::default() });
        }
        let budget = if matches!(clauses, [Clause::Phrase(phrase)] if phrase.words.len() <= 2) { WORDS } else { DEAR };
        let Seen { top, all: seen, ended: uncounted } = self.look(matcher.as_ref(), wanted, budget)?;
        let planned = plan(self.index, &units, &mut Vec::new())?;
        let mut docs: BTreeSet<DocAddress> = top.into_iter().collect();
        if let ([Clause::Phrase(phrase)], true) = (clauses, uncounted) {
            docs.extend(self.foremost_with(vec![plan::phrase_in_subject(self.index, phrase)], filters, wanted)?);
        }
        let docs: Vec<DocAddress> = docs.into_iter().collect();
        let signals = Signals { unmarked: answer.unmarked, ..Signals::default() };
        let scores = rank(self.index, self.columns, &planned, &signals, &docs)?;
        let mut hits: Vec<(DocAddress, Tier, Score)> =
            docs.iter().filter_map(|at| Some((*at, Tier::Words, *scores.get(at)?))).collect();
        self.order(&mut hits, wanted);
        let more = seen.len().saturating_sub(hits.len());
        Ok(Found { hits, more, uncounted, matcher: Some(matcher), seen })
    }

    fn clause(&self, clause: &Clause, answer: &mut Answer) -> Result<Box<dyn Matcher>, IndexError> {
        Ok(match clause {
            Clause::Filter(filter) => filters::matcher(self.index, self.columns, filter)?,
            Clause::Phrase(phrase) => match &phrase.number {
                Some(number) => {
                    Box::new(BooleanQuery::union(vec![bear_or_cite(self.index, number)?, plan::phrase(self.index, phrase)?]))
                }
                None => plan::phrase(self.index, phrase)?,
            },
            Clause::Text(text) => {
                let mut parts: Vec<Box<dyn Matcher>> = Vec::new();
                if let Some(number) = &text.number {
                    parts.push(self.number_clause(number, &text.number_units)?);
                }
                let planned = plan(self.index, &text.units, &mut answer.corrections)?;
                let required: Vec<&Planned> = planned.iter().filter(|p| text.strict || !p.optional).collect();
                for planned in required {
                    parts.push(plan::unit(self.index, planned, false)?);
                }
                filters::all(parts)
            }
            Clause::And(clauses) => {
                let mut parts = Vec::new();
                for clause in clauses {
                    parts.push((
                        if matches!(clause, Clause::Not(_)) { Occur::MustNot } else { Occur::Must },
                        self.clause_or_inner(clause, answer)?,
                    ));
                }
                with_everything(parts)
            }
            Clause::Or(clauses) => {
                let mut parts = Vec::new();
                for clause in clauses {
                    parts.push(self.clause(clause, answer)?);
                }
                Box::new(Most::of(parts, 1))
            }
            Clause::Not(inner) => with_everything(vec![(Occur::MustNot, self.clause(inner, answer)?)]),
            Clause::Near(left, right, apart) => plan::near(self.index, left, right, *apart),
        })
    }

    fn clause_or_inner(&self, clause: &Clause, answer: &mut Answer) -> Result<Box<dyn Matcher>, IndexError> {
        match clause {
            Clause::Not(inner) => self.clause(inner, answer),
            other => self.clause(other, answer),
        }
    }

    /// A number inside AND, OR, NOT: who bears or cites it, or has its words in a row.
    fn number_clause(&self, number: &NumberQuery, units: &[Unit]) -> Result<Box<dyn Matcher>, IndexError> {
        let borne: Vec<DocAddress> = bearers(self.index, self.columns, number)?
            .into_iter()
            .filter(|(_, g)| *g == Grade::Exact)
            .map(|(at, _)| at)
            .collect();
        let run: Vec<String> = units.iter().flat_map(Unit::typed).map(|w| w.fold.clone()).collect();
        Ok(Box::new(BooleanQuery::union(vec![
            filters::rows(self.index, self.columns, &borne),
            citers(self.index, number)?,
            plan::run_anywhere(self.index, &run, 0),
        ])))
    }
}

/// How much of the query must be there; the first pass that finds something is the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// All words, and some of them side by side (words without marks).
    Together,
    /// All words of a short query, most of a long one, with their marks.
    All,
    /// Or the words in a row, whatever their marks: these are mistyped and misread.
    Rows,
    /// The same, whatever the marks.
    Folded,
    /// The greater part of them.
    Some,
}

impl Pass {
    const ALL: [Self; 5] = [Self::Together, Self::All, Self::Rows, Self::Folded, Self::Some];
}

/// Which of these units name this kind?
fn naming(units: &[Unit], kind: Option<Kind>) -> Vec<bool> {
    let (mut owners, mut words) = (Vec::new(), Vec::new());
    for (i, unit) in units.iter().enumerate() {
        owners.extend(unit.typed().iter().map(|_| i));
        words.extend_from_slice(unit.typed());
    }
    let mut naming = vec![false; units.len()];
    for at in 0..words.len() {
        let Some((_, n)) = kind_at(&words, at).filter(|(named, _)| named.is_some() && *named == kind) else { continue };
        for owner in owners.iter().skip(at).take(n) {
            naming[*owner] = true;
        }
    }
    naming
}

/// Puts documents with words behind others that were found.
fn joined(first: Found, words: Found) -> Found {
    let known: BTreeSet<DocAddress> = words.hits.iter().map(|(at, ..)| *at).collect();
    let mut hits = first.hits;
    let both: BTreeSet<DocAddress> = hits.iter().map(|(at, ..)| *at).filter(|at| known.contains(at)).collect();
    let more = words.more.saturating_sub(hits.len() - both.len());
    hits.extend(words.hits.into_iter().filter(|(at, ..)| !both.contains(at)));
    Found { hits, more, ..words }
}

/// Are so many words also looked for in a row without their marks?
fn in_rows(words: usize, marked: bool) -> bool {
    marked && (2..=4).contains(&words)
}

/// A condition that adds nothing to the score.
fn quiet(matcher: &dyn Matcher) -> Box<dyn Matcher> {
    Box::new(tantivy::query::ConstScoreQuery::new(matcher.box_clone(), 0.0))
}

/// A condition of only negations needs everything to take from.
fn with_everything(mut parts: Vec<(Occur, Box<dyn Matcher>)>) -> Box<dyn Matcher> {
    if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        parts.push((Occur::Must, Box::new(tantivy::query::AllQuery)));
    }
    Box::new(BooleanQuery::new(parts))
}

/// The words of a number without its type word, as they stand in a text: `30 2020 nd cp`.
fn number_run(number: &NumberQuery, typed: Vec<String>) -> Vec<String> {
    let surface: Vec<String> = Word::all(&number.surface).into_iter().map(|w| w.fold).collect();
    if surface.is_empty() { typed } else { surface }
}

/// The words that a hit is ordered and shown by.
fn collect_units(clause: &Clause, units: &mut Vec<Unit>) {
    match clause {
        Clause::Text(text) => units.extend(text.number_units.iter().chain(&text.units).cloned()),
        Clause::Phrase(phrase) => {
            units.extend(phrase.words.iter().map(|w| Unit { alternatives: vec![vec![w.clone()]], optional: false }));
        }
        Clause::And(clauses) | Clause::Or(clauses) => clauses.iter().for_each(|c| collect_units(c, units)),
        Clause::Near(left, right, _) => {
            units.extend(left.iter().chain(right).map(|w| Unit { alternatives: vec![vec![w.clone()]], optional: false }));
        }
        Clause::Filter(_) | Clause::Not(_) => {}
    }
}
