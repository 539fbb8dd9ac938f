//! Citations: every mention of another document, with what stands beside it.
//!
//! One file finds each form of mention ([`numbered`], [`laws`], [`standards`], [`anaphora`]); the others read what stands
//! around it: type words ([`heads`]), date and issuer ([`clauses`], [`issuers`]), provision ([`pinpoints`]), title
//! ([`subjects`]), the relation by its cue or list ([`relations`], [`lists`]), what cited documents do to each other ([`edges`]), and whether it stands in
//! quoted text ([`quotations`]). [`why`] keeps the grounds of all that for those who ask.

mod anaphora;
mod around;
mod clauses;
mod edges;
#[cfg(test)]
mod forms;
mod heads;
mod issuers;
mod laws;
mod lists;
mod mention;
mod numbered;
mod pinpoints;
mod quotations;
mod relations;
#[cfg(test)]
mod short;
mod standards;
mod subjects;
#[cfg(test)]
mod tests;
mod why;

use std::collections::HashMap;

use self::around::Text;
use self::issuers::Issuers;
pub(super) use self::lists::names_grounds;
use self::mention::{Form, Mention};
pub(super) use self::numbered::is_of_tax_office;
pub(super) use self::why::Told;
use self::why::{Ground, Refused};
use super::columns::Columns;
use super::flow::Flow;
use super::lower::{Lowered, lower_paragraphs};
use super::zones::{Position, Zone, Zones};
use crate::model::{Citation, Document, Edge, Place, Relation, Span};

/// A flow with its place in the document.
pub(super) struct Source<'a> {
    /// Its text.
    pub flow: &'a Flow,
    /// The mark, if it is a note.
    pub note: Option<&'a str>,
    /// The body that the sentence with the note's mark says issued what the note lists.
    pub announcer: Option<String>,
    /// What the heads of its tables say of the documents in their columns.
    pub columns: Columns,
}

/// The body that issued what a note lists: the subject of the sentence before its mark (`UBND xã đã ban hành 13 kế hoạch¹`).
pub(super) fn announcer(body: &str, mark: usize) -> Option<String> {
    let start = mark.saturating_sub(700);
    let start = (start..=mark).find(|i| body.is_char_boundary(*i))?;
    let raw = body.get(start..mark)?;
    let low = lower_paragraphs(raw);
    let text = Text { raw, low: low.of(raw) };
    clauses::before(text, raw.len(), 0).issuer
}

/// What is known about the document that cites.
pub(super) struct Context<'a> {
    /// Its own fields.
    pub document: &'a Document,
    /// Where its own number stands.
    pub number: Option<Span>,
    /// Where its parts lie.
    pub zones: &'a Zones,
}

impl Context<'_> {
    /// Where a mention stands; `None` if it is not the document's.
    fn place(&self, span: Span) -> Option<Place> {
        Some(match self.zones.zone_of(Position::from(span)) {
            Zone::TitleBlock => Place::Letterhead,
            Zone::Body => Place::Body,
            Zone::Recipients => Place::Recipients,
            Zone::Annex => Place::Annex,
            Zone::Chrome => return None,
        })
    }
}

/// What was found in a document's flows.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In reading order; those of a note stand where its text stands.
    pub citations: Vec<Citation>,
    /// What they do to each other, in the order of the acting ones.
    pub edges: Vec<Edge>,
    /// See `edges`, by the places of the mentions.
    acts: Vec<(Span, Span, Relation)>,
}

/// Finds all citations of a document; `told` is told why they are what they are.
pub(super) fn find(sources: &[Source<'_>], context: &Context<'_>, told: &mut Told) -> Found {
    let lows: Vec<Lowered> = sources.iter().map(|s| lower_paragraphs(&s.flow.text)).collect();
    let pairs = sources.iter().map(|source| source.flow.text.as_str()).zip(&lows);
    let texts: Vec<Text<'_>> = pairs.map(|(raw, low)| Text { raw, low: low.of(raw) }).collect();
    let body = texts.first().copied().unwrap_or(Text { raw: "", low: "" });
    let mut issuers = Issuers::new(context.document, body);
    let mut out = Found::default();
    for (source, text) in sources.iter().zip(&texts) {
        read_flow(source, *text, context, &mut issuers, &mut out, told);
    }
    out.citations.sort_by_key(|c: &Citation| (c.span.page, c.span.start));
    fill_from_other_mentions(&mut out.citations, told);
    imply(&mut out.citations, &mut issuers, told);
    out.edges = placed(&out.citations, &out.acts);
    out
}

/// The edges by the places of their citations; those of mentions that are none are left out.
fn placed(citations: &[Citation], acts: &[(Span, Span, Relation)]) -> Vec<Edge> {
    let place = |span: &Span| {
        let at = citations.binary_search_by_key(&(span.page, span.start), |c| (c.span.page, c.span.start)).ok()?;
        u32::try_from(at).ok()
    };
    let edge =
        |(from, to, relation): &(Span, Span, Relation)| Some(Edge { from: place(from)?, to: place(to)?, relation: *relation });
    let mut edges: Vec<Edge> = acts.iter().filter_map(edge).collect();
    edges.sort_by_key(|e| (e.from, e.to));
    edges
}

/// The mentions of a text in order, none inside another.
fn mentions(text: Text<'_>, refused: &mut Refused) -> Vec<Mention> {
    let names = laws::find(text, refused);
    let others = [standards::find(text), anaphora::find(text, refused)].concat();
    let mut all: Vec<Mention> = numbered::find(text, refused);
    // A law's name takes the number that belongs to it; a number with a type word is not a name's.
    all.extend(names);
    all.extend(others);
    all.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end), m.name.is_none()));
    let mut out: Vec<Mention> = Vec::with_capacity(all.len());
    let mut inside = Vec::new();
    for mention in all {
        match out.last_mut() {
            Some(last) if mention.start < last.end => {
                // Two readings of one stretch: the one that reaches further, a standard before a number.
                let further = mention.end > last.end && mention.form != Form::Name && last.form == Form::Name;
                let lost = if further { std::mem::replace(last, mention) } else { mention };
                if refused.is_on() {
                    inside.push(lost.start..lost.end);
                }
            }
            _ => out.push(mention),
        }
    }
    refused.settle(&out);
    for range in inside {
        refused.add(range, "inside-other");
    }
    out
}

/// What a mention leaves to the next one of its list.
struct Carried {
    end: usize,
    issuer: Option<String>,
    date: Option<crate::model::PartialDate>,
    issued: Ground,
    dated: Ground,
}

/// Do only the marks that join two members of a list stand here?
fn is_joint(between: &str) -> bool {
    between.len() <= 12
        && between
            .split([' ', '\n', ',', ';'])
            .filter(|w| !w.is_empty())
            .all(|w| matches!(w, "và" | "hoặc" | "số" | "các" | "cùng"))
}

fn read_flow(
    source: &Source<'_>,
    text: Text<'_>,
    context: &Context<'_>,
    issuers: &mut Issuers<'_>,
    out: &mut Found,
    told: &mut Told,
) {
    let mut refused = told.refused();
    let mut mentions = mentions(text, &mut refused);
    read_clauses(text, &mut mentions);
    share_clauses(text, &mut mentions);
    let base = if source.note.is_some() && is_list(text, &mentions) { Relation::Lists } else { Relation::Refers };
    let setting = relations::Setting { base };
    let quoted = quotations::find(text);
    let mut state = relations::State::default();
    let mut carried: Option<Carried> = None;
    let mut read: Vec<edges::Placed<'_>> = Vec::with_capacity(mentions.len());
    for (i, mention) in mentions.iter().enumerate() {
        let floor = i.checked_sub(1).and_then(|i| mentions.get(i)).map_or(0, |m| m.end);
        let pinpoint = pinpoints::before(text, mention.start, floor);
        let start = pinpoint.as_ref().map_or(mention.start, |p| p.start);
        let relation = relations::read(text, mention, pinpoint.as_ref(), setting, &mut state);
        read.push(edges::Placed { mention, start, relation });
        let mut related = state.last.cue;
        // What is changed in a text that is attached to the cited document.
        let attached = pinpoint.is_none().then(|| pinpoints::of_attached(text, start, relation)).flatten();
        let (pinpoint, relation) = match attached {
            Some((pinpoint, relation)) => {
                related = Ground::new("attached", pinpoint.start..start);
                (Some(pinpoint), relation)
            }
            None => (pinpoint, relation),
        };
        let span = source.flow.span(&(mention.start..mention.end));
        let own = is_own(context.document, mention);
        let number_line = context.number.is_some_and(|n| n.page == span.page && n.start < span.end && span.start < n.end);
        if (own && !mention.typed) || number_line {
            refused.add(mention.start..mention.end, if number_line { "number-line" } else { "own-number" });
            continue;
        }
        let place = match source.note {
            Some(marker) => Some(Place::Footnote { marker: marker.to_owned(), item: item(text, mention.start) }),
            None => context.place(span),
        };
        let Some(place) = place else {
            refused.add(mention.start..mention.end, "page-chrome");
            continue;
        };
        let own =
            own || relation == Relation::Promulgates && place == Place::Annex && bears_own_number(context.document, mention);
        let before = if mention.issuer.is_some() && mention.date.is_some() {
            clauses::Before::default()
        } else {
            clauses::before(text, start, floor)
        };
        let before_issuer = before.issuer.filter(|name| issuers.may_issue(mention, name)).map(|name| (name, before.issued));
        let between = || Some((mention.inner_issuer.clone()?, Ground::new("between", mention.start..mention.end)));
        let speaker = || clauses::speaker(text, mention, start).filter(|(name, _)| issuers.may_issue(mention, name));
        let stated = mention.issuer.clone().map(|name| (name, mention.issued)).or_else(between).or(before_issuer);
        let stated = stated.or_else(speaker);
        // `ban hành Công văn số 811/UBND, 812/UBND cùng ngày`: what the clause before gave the first holds for the next.
        let shared =
            carried.take().filter(|c| !mention.typed && mention.unread.is_none() && is_joint(text.low(c.end, mention.start)));
        let of_first = || shared.as_ref().and_then(|c| Some((c.issuer.clone()?, c.issued.by("list-earlier"))));
        let (issuer, issued) = stated.or_else(of_first).map_or((None, Ground::default()), |(name, by)| (Some(name), by));
        let same_day = text.words_at(text.over_blanks(mention.end), "cùng ngày").is_some();
        let dated_first = || shared.as_ref().filter(|_| same_day).and_then(|c| Some((c.date?, c.dated.by("same-day"))));
        let dates = mention.date.map(|date| (date, mention.dated)).or(before.date.map(|date| (date, before.dated)));
        let (date, dated) = dates.or_else(dated_first).map_or((None, Ground::default()), |(date, by)| (Some(date), by));
        carried = Some(Carried { end: mention.tail, issuer: issuer.clone(), date, issued, dated });
        let issuer = issuer.map(|name| {
            let name = issuers.complete(&name);
            issuers.learn(&name);
            if let Some(symbol) = &mention.symbol {
                issuers.learn_letters(mention.kind.map(crate::model::Kind::code), symbol, &name);
            }
            name
        });
        let implied = (issuer.is_none() && source.note.is_some() && relation == Relation::Lists)
            .then(|| source.announcer.clone())
            .flatten()
            .filter(|name| issuers.may_issue(mention, name));
        let by_house = mention.unread.as_deref().filter(|_| issuer.is_none()).and_then(|words| issuers.own_house(words));
        let in_quotes = quotations::holds(&quoted, mention.start);
        let head = matches!(relation, Relation::Refers | Relation::Lists).then(|| source.columns.relation_at(mention.start));
        let (relation, related) = match (relation, head.flatten()) {
            _ if own => (Relation::Own, Ground::silent("own-number")),
            // The head of a table's column governs what stands in it without a word of its own.
            (_, Some(relation)) => (relation, Ground::silent("column-head")),
            // What a quoted text carries out or rests on, the document that quotes it does not.
            (Relation::Implements | Relation::Basis, _) if in_quotes => (Relation::Refers, related.by("quoted")),
            (relation, _) => (relation, related),
        };
        let behind = || {
            let words = pinpoints::after(text, mention.tail, mentions.get(i + 1).map(|next| next.start))?;
            Some((words, Ground::silent("behind")))
        };
        let pinpoint = pinpoint.map(|p| {
            let words = Ground::new("before", p.start..mention.start);
            (p.words, words)
        });
        let (pinpoint, pinned) = pinpoint.or_else(behind).map_or((None, Ground::default()), |(words, by)| (Some(words), by));
        if told.is_on() {
            let announced = match (&implied, &by_house) {
                (Some(_), _) => "announcer",
                (None, Some(_)) => "own-body",
                (None, None) => "",
            };
            let grounds = [
                ("kind", why::of_kind(mention)),
                ("date", dated),
                ("issuer", issued),
                ("issuer_implied", Ground::silent(announced)),
                ("relation", related),
                ("pinpoint", pinned),
            ];
            for (attribute, ground) in grounds {
                told.because(span, attribute, ground, text, source.flow);
            }
        }
        out.citations.push(Citation {
            surface: Citation::surface_of(text.raw(mention.start, mention.end)),
            kind: mention.kind,
            number: mention.number.clone(),
            year: mention.year,
            symbol: mention.symbol.clone(),
            name: mention.name.clone(),
            date,
            issuer,
            issuer_implied: implied.map(|name| issuers.complete(&name)).or(by_house),
            relation,
            pinpoint,
            place,
            subject: subjects::after(text, mention, mentions.get(i + 1), relation == Relation::Basis),
            anaphora: mention.form == Form::Anaphora,
            quoted: in_quotes,
            span,
            rule: mention.form.rule().to_owned(),
        });
    }
    told.refuse(refused, text, source.flow);
    let span = |i: usize| mentions.get(i).map(|m| source.flow.span(&(m.start..m.end)));
    out.acts
        .extend(edges::find(text, &read).into_iter().filter_map(|(from, to, relation)| Some((span(from)?, span(to)?, relation))));
}

/// Reads date and issuer after each mention.
fn read_clauses(text: Text<'_>, mentions: &mut [Mention]) {
    let mut earlier = None;
    let mut paragraph = 0;
    for mention in mentions.iter_mut() {
        let here = text.paragraph_start(mention.start);
        if here != paragraph {
            earlier = None;
            paragraph = here;
        }
        let known = mention.date;
        clauses::after(text, mention, earlier);
        mention.date = mention.date.or(known);
        earlier = mention.date.or(earlier);
    }
}

/// Members of a list share what stands once at its end: the date where they share the type word, the issuer where they are
/// of one kind.
fn share_clauses(text: Text<'_>, mentions: &mut [Mention]) {
    for i in (1..mentions.len()).rev() {
        let (head, tail) = mentions.split_at_mut(i);
        let (Some(one), Some(next)) = (head.last_mut(), tail.first()) else { continue };
        if next.start < one.tail {
            continue;
        }
        let between = text.low(one.tail, next.start);
        if !is_joint(between) || one.form == Form::Name || next.form == Form::Name {
            continue;
        }
        // `Nghị định 31/CP và Nghị định 32/CP cùng ngày 02/3/1995`
        let same_day = || text.words_at(text.over_blanks(next.end), "cùng ngày").is_some();
        if one.date.is_none() && one.tail == one.end && (!next.typed || same_day()) {
            one.date = next.date;
            one.dated = next.dated.by("list-later");
        }
        let semicolon = between.contains(';');
        if one.issuer.is_none() && one.unread.is_none() && one.kind == next.kind && (!semicolon || !next.typed) {
            one.issuer.clone_from(&next.issuer);
            one.issued = next.issued.by("list-later");
        }
    }
    // And what stands once at its beginning.
    for i in 1..mentions.len() {
        let (head, tail) = mentions.split_at_mut(i);
        let (Some(one), Some(next)) = (head.last(), tail.first_mut()) else { continue };
        let near = next.start >= one.tail && next.start - one.tail < 80;
        if !next.typed
            && next.issuer.is_none()
            && next.unread.is_none()
            && near
            && !text.low(one.tail, next.start).contains(" của ")
        {
            next.issuer.clone_from(&one.issuer);
            next.issued = one.issued.by("list-earlier");
        }
    }
}

/// Is a note an enumeration of documents?
fn is_list(text: Text<'_>, mentions: &[Mention]) -> bool {
    // `(2) Chỉ thị số 10-CT/HU, 11-CT/HU ngày …`: it begins with a number and goes on with the next.
    let numbers = mentions.first().zip(mentions.get(1)).is_some_and(|(one, next)| {
        let before = text.low(0, one.start).trim_matches(|c: char| !c.is_alphabetic());
        let by_number = one.form != Form::Name && next.form != Form::Name;
        by_number && matches!(before, "" | "các") && is_joint(text.low(one.tail.min(next.start), next.start))
    });
    numbers
        || mentions.windows(2).any(|pair| {
            let [one, next] = pair else { return false };
            let between = text.low(one.end.min(next.start), next.start);
            let marks =
                between.trim_end_matches([' ', '-', '+', '\n', '(', ')', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
            marks.ends_with(';') || marks.ends_with(" và") && between.len() < 60
        })
}

/// Is it the document itself?
fn is_own(document: &Document, mention: &Mention) -> bool {
    if mention.enacted && document.kind.is_some_and(|kind| matches!(kind.code(), "Luật" | "BL" | "PL" | "HP")) {
        return true;
    }
    // `đã có các Chỉ thị 01, 13 và 33/CT-UB`: no paper counts itself among others.
    if mention.form == Form::SharedTail {
        return false;
    }
    // `(Ban hành kèm theo Quyết định số 15/QĐ-UB ngày …)` of 15/2004/QĐ-UB: the year may be left to the date.
    let dated = document.date.zip(mention.date);
    let year = document.year == mention.year || mention.year.is_none() && dated.is_some();
    bears_own_number(document, mention) && year && dated.is_none_or(|(own, date)| own.agrees(date))
}

/// Has a mention the number and symbol of the document itself, and no other year? The day in the head of an annex may be off.
fn bears_own_number(document: &Document, mention: &Mention) -> bool {
    let (Some(own), Some(number)) = (document.number.as_deref(), mention.number.as_deref()) else { return false };
    let years = document.date.zip(mention.date).is_none_or(|(own, date)| own.year_number() == date.year_number());
    own.trim_start_matches('0') == number.trim_start_matches('0')
        && (document.year == mention.year || mention.year.is_none())
        && years
        && document.symbol.is_some()
        && document.symbol.as_deref().map(crate::model::symbol_key) == mention.symbol.as_deref().map(crate::model::symbol_key)
}

/// `12` of the item `(12)` of an enumerating note that a place stands in.
fn item(text: Text<'_>, at: usize) -> Option<String> {
    let before = text.raw.get(..at)?;
    let from = text.boundary(at.saturating_sub(6000));
    let before = before.get(from..)?;
    for (open, _) in before.rmatch_indices('(') {
        let Some((label, rest)) = before.get(open + 1..)?.split_once(')') else { continue };
        if !(1..=3).contains(&label.len()) || !label.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        // An item of a list of documents begins with one.
        let next = text.over_blanks(text.raw.len() - text.raw.get(at..)?.len() - rest.len());
        return heads::type_word_begins(text, next).then(|| label.to_owned());
    }
    None
}

/// A document that is named in full once has the same issuer where it is named again.
fn fill_from_other_mentions(citations: &mut [Citation], told: &mut Told) {
    type Key<'a> = (&'a str, Option<u16>, Option<&'a str>, Option<crate::model::Kind>);
    fn full(c: &Citation) -> Option<Key<'_>> {
        Some((c.number.as_deref()?, c.year, c.symbol.as_deref(), c.symbol.is_none().then_some(c.kind?)))
    }
    let mut known: HashMap<Key<'_>, Vec<(Option<crate::model::PartialDate>, &str, usize)>> = HashMap::new();
    for (i, c) in citations.iter().enumerate() {
        if let (Some(key), Some(issuer)) = (full(c), c.issuer.as_deref()) {
            known.entry(key).or_default().push((c.date, issuer, i));
            // `Chỉ thị 11` for `Chỉ thị số 11-CT/TU`.
            if c.symbol.is_some() && c.kind.is_some() {
                known.entry((key.0, None, None, c.kind)).or_default().push((c.date, issuer, i));
            }
        }
    }
    let mut last_of_kind: HashMap<Option<crate::model::Kind>, (&str, usize)> = HashMap::new();
    let mut changed: Vec<(usize, Option<String>)> = Vec::new();
    for (i, c) in citations.iter().enumerate() {
        let found = || {
            let agrees = |date: Option<crate::model::PartialDate>| date.zip(c.date).is_none_or(|(a, b)| a.agrees(b));
            known.get(&full(c)?)?.iter().find(|(date, ..)| agrees(*date)).map(|(_, issuer, i)| (*issuer, *i))
        };
        let (implied, by) = if c.anaphora {
            (last_of_kind.get(&c.kind).copied(), "antecedent")
        } else if c.issuer.is_none() && c.issuer_implied.is_none() {
            (found(), "elsewhere")
        } else {
            (None, "")
        };
        if let Some((_, other)) = implied {
            told.because_of(c.span, "issuer_implied", by, citations.get(other));
        }
        let implied = implied.map(|(issuer, _)| issuer).or(c.issuer_implied.as_deref().filter(|_| !c.anaphora));
        if implied != c.issuer_implied.as_deref() {
            changed.push((i, implied.map(str::to_owned)));
        }
        if let Some(issuer) = c.issuer.as_deref().or(implied) {
            last_of_kind.insert(c.kind, (issuer, i));
        }
    }
    for (i, issuer) in changed {
        if let Some(c) = citations.get_mut(i) {
            c.issuer_implied = issuer;
        }
    }
}

/// The issuer that the symbol shows, where none is stated.
fn imply(citations: &mut [Citation], issuers: &mut Issuers<'_>, told: &mut Told) {
    for i in 0..citations.len() {
        let (head, tail) = citations.split_at_mut(i);
        let Some(c) = tail.first_mut() else { return };
        if c.issuer.is_none()
            && c.issuer_implied.is_none()
            && let Some(symbol) = c.symbol.as_deref()
        {
            let year = c.year.or(c.date.map(crate::model::PartialDate::year_number));
            let implied = issuers.by_symbol(c.kind.map(crate::model::Kind::code), symbol, year);
            c.issuer_implied = implied.filter(|own| !head.last().is_some_and(|before| leaves_open(before, c, own)));
            if let Some(name) = c.issuer_implied.as_deref().filter(|_| told.is_on()) {
                told.because_of(c.span, "issuer_implied", issuers.standing(name), None);
            }
        }
    }
}

/// Bytes within which two documents of one list follow each other, title and issuer of the first between them.
const NEIGHBOURS: u32 = 220;

/// `Quyết định số 31/QĐ-UBND ngày … của UBND huyện về …, Quyết định số 46/QĐ-UBND ngày …`: after a document of another body that
/// shares the letters, a reader cannot tell whose the next of the same list is.
fn leaves_open(before: &Citation, c: &Citation, own: &str) -> bool {
    before.symbol == c.symbol
        && before.relation == c.relation
        && before.place == c.place
        && before.place == Place::Body
        && before.span.page == c.span.page
        && c.span.start.saturating_sub(before.span.end) < NEIGHBOURS
        && before.issuer.as_deref().is_some_and(|stated| !issuers::is_same(stated, own))
}
