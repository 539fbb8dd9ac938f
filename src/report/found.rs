//! Owns what a search found, as people and programs are told it: how the words were understood, each hit with what to quote of it.

use serde_json::{Value, json};

use super::lang::Lang;
use super::place::Where;
use super::quote;
use super::view::ArchiveView;
use crate::index::query::{Filter, NumberQuery, Query, Strength};
use crate::index::snippet::Highlight;
use crate::index::{Facet, Facets, Hit, LawAnswer, NumberAnswer, OtherBody, Results, Tier};
use crate::model::{Citation, DocId, Document, Extracted, HeldPart, Place, Span, short_body};
use crate::store::{ContentRow, Store, StoreError};

/// The outcome of a search, with the store that it speaks of.
pub struct Found<'a> {
    /// The language in which places and sentences are told.
    pub lang: Lang,
    /// The store.
    pub store: &'a Store,
    /// What may be quoted.
    pub view: &'a dyn ArchiveView,
    /// What was asked.
    pub query: &'a Query,
    /// What the index found.
    pub results: &'a Results,
}

/// How long a quotation is for programs, in characters.
const QUOTED: usize = 200;

/// A quote with the stretches that match, in bytes of `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// Where it stands.
    pub place: String,
    /// The words.
    pub text: String,
    /// The stretches that match.
    pub spans: Vec<(usize, usize)>,
}

impl Found<'_> {
    /// The hits with their documents; one that went since the index was opened is left out.
    ///
    /// # Errors
    /// Whatever the store says.
    pub fn hits(&self) -> Result<Vec<(Hit, ContentRow)>, StoreError> {
        let mut hits = Vec::with_capacity(self.results.hits.len());
        for hit in &self.results.hits {
            if let Some(row) = self.store.content(i64::try_from(hit.row).unwrap_or(i64::MAX))? {
                hits.push((*hit, row));
            }
        }
        Ok(hits)
    }

    /// Where all files of a hit's document lie, the hit's own first.
    ///
    /// # Errors
    /// Whatever the store says.
    pub fn paths(&self, hit: &Hit) -> Result<Vec<String>, StoreError> {
        let mut paths = Vec::new();
        for row in std::iter::once(&hit.row).chain(self.results.folded.get(&hit.row).into_iter().flatten()) {
            paths.extend(self.store.paths(i64::try_from(*row).unwrap_or(i64::MAX))?);
        }
        Ok(paths)
    }

    /// The paper behind the first one of a hit's file that the hit is found by: its number, or its kind, is asked for, and the first
    /// paper's is another.
    #[must_use]
    pub fn part<'r>(&self, row: &'r ContentRow) -> Option<&'r HeldPart> {
        let typed = self.results.answer.number.as_ref().map(|n| &n.number);
        let numbers = self.query.filters.iter().filter_map(|filter| match filter {
            Filter::Number(number) => Some(number),
            _ => None,
        });
        let kinds = self.query.filters.iter().find_map(|filter| match filter {
            Filter::Kind(kinds) => Some(kinds),
            _ => None,
        });
        let by_number = typed.into_iter().chain(numbers).find_map(|asked| {
            let bears = |document: &Document| document.doc_number().is_some_and(|number| asked.names(&number));
            let fits = |part: &&HeldPart| {
                let of_kind = asked.kind.zip(part.document.kind).is_none_or(|(typed, held)| typed == held);
                bears(&part.document) && of_kind
            };
            row.parts.iter().find(fits).filter(|_| !bears(&row.document))
        });
        let of_kind = |document: &Document| document.kind.is_some_and(|kind| kinds.is_some_and(|kinds| kinds.contains(&kind)));
        let by_kind = || row.parts.iter().find(|part| of_kind(&part.document)).filter(|_| !of_kind(&row.document));
        by_number.or_else(by_kind)
    }

    /// The JSON of `search --json`.
    ///
    /// # Errors
    /// Whatever the store says.
    pub fn to_json(&self, took_ms: f64) -> Result<Value, StoreError> {
        let mut hits = Vec::new();
        for (hit, row) in self.hits()? {
            let snippet = self.snippet(&hit, &row, QUOTED)?;
            let document = &row.document;
            let paths = self.paths(&hit)?;
            hits.push(json!({
                "id": row.id, "number": document.doc_number().map(|n| n.to_string()), "kind": document.kind, "date": document.date,
                "issuer": document.issuer.as_deref().map(short_body), "subject": document.subject, "direction": row.direction, "path": row.path, "files": paths.len(), "paths": paths, "sha256": row.sha256,
                "score": hit.score, "why": tier(hit.tier), "snippet": snippet.as_ref().map(|s| s.text.clone()),
                "highlights": snippet.as_ref().map(|s| s.spans.clone()).unwrap_or_default(),
                "where": snippet.map(|s| s.place), "cited_by": row.cited_by, "part": self.part(&row).map(part_value),
            }));
        }
        let number = self.results.answer.number.as_ref();
        Ok(json!({
            "query": self.query.typed, "total": self.results.total, "at_least": self.results.uncounted, "took_ms": (took_ms * 10.0).round() / 10.0,
            "understood": self.understood(), "number": number.map(|n| json!({
                "surface": n.number.surface, "held": n.held, "citing": n.citing, "loose": n.loose,
                "other_body": n.other.as_ref().map(|other| json!({"typed": other.typed, "bearers": other.bearers})),
            })),
            "hits": hits, "facets": self.results.facets.as_ref().map(facets_value),
            "suggestions": self.results.suggestions.iter().map(|s| json!({"query": s.query, "count": s.count})).collect::<Vec<_>>(),
        }))
    }

    /// The number as the first line names it: digits alone when no symbol was typed.
    fn named(&self, number: &NumberQuery) -> String {
        let mut name = match (&number.symbol, number.year) {
            (Some(_), _) => number.surface.clone(),
            (None, Some(year)) => format!("{}/{year}", number.ordinal.to_uppercase()),
            (None, None) => number.ordinal.to_uppercase(),
        };
        if let Some(date) = number.date.filter(|d| !d.is_full()) {
            let year = date.year_number().to_string();
            if !name.contains(&year) {
                name.push_str(&self.lang.pick(format!(" năm {year}"), format!(" of {year}")));
            }
        }
        name
    }

    /// A law that is cited and not held.
    fn law(&self, found: &LawAnswer) -> String {
        // A sentence begins with a capital.
        let mut letters = found.law.surface.chars();
        let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        let citing = found.citing as u64;
        if citing == 0 {
            return self.neither(&name);
        }
        self.lang.pick(
            format!("{name}: chưa có trong kho; {} văn bản viện dẫn", self.lang.count(citing)),
            format!("{name}: not held; cited by {}", self.lang.documents(citing)),
        )
    }

    /// What is neither held nor cited, and how many documents have its words.
    fn neither(&self, name: &str) -> String {
        let total = self.results.total as u64;
        let (vi, en) = match total {
            0 => (String::new(), String::new()),
            n => (
                format!("; {} văn bản có các chữ này", self.lang.count(n)),
                format!("; {} with these words", self.lang.documents(n)),
            ),
        };
        self.lang.pick(
            format!("{name}: chưa có trong kho, chưa văn bản nào viện dẫn{vi}"),
            format!("{name}: not held and cited by no document{en}"),
        )
    }

    /// A few names, and how many more there are.
    fn some(&self, names: &[String]) -> String {
        let (shown, rest) = names.split_at(names.len().min(3));
        let mut said = shown.join(", ");
        if !rest.is_empty() {
            let n = self.lang.count(rest.len() as u64);
            said.push_str(&self.lang.pick(format!(" và {n} cơ quan khác"), format!(" and {n} more")));
        }
        said
    }

    /// What was typed as a filter and is none.
    pub fn unknown(&self) -> impl Iterator<Item = String> {
        self.query.unknown.iter().map(|name| {
            self.lang.pick(
                format!("“{name}:” không phải bộ lọc, đã tìm như chữ"),
                format!("“{name}:” is no filter, looked for as words"),
            )
        })
    }

    /// How the words were understood.
    #[must_use]
    pub fn understood(&self) -> String {
        let lang = self.lang;
        let answer = &self.results.answer;
        let total = self.results.total;
        let n = |n: usize| lang.count(n as u64);
        let mut said = match &answer.number {
            _ if answer.law.is_some() => answer.law.as_ref().map(|found| self.law(found)).unwrap_or_default(),
            Some(number) if number.held == 0 && !number.years.is_empty() => {
                let years: Vec<String> = number.years.iter().map(u16::to_string).collect();
                let (bare, years) = (self.named(&number.number), years.join(", "));
                lang.pick(
                    format!("Số {bare}: chưa có trong kho; có số này của năm {years}"),
                    format!("Number {bare}: not held; this number of {years} is"),
                )
            }
            Some(NumberAnswer { number, other: Some(OtherBody { typed, bearers }), .. }) if !bearers.is_empty() => {
                let (bare, bearers) = (self.named(number), self.some(bearers));
                lang.pick(
                    format!("Số {bare} của “{typed}”: chưa có trong kho; số này ở đây là của {bearers}"),
                    format!("Number {bare} of “{typed}”: not held; here this number is that of {bearers}"),
                )
            }
            Some(number) if number.held == 0 && number.citing > 0 => lang.pick(
                format!("Số {}: chưa có trong kho; {} văn bản viện dẫn", number.number.surface, n(number.citing)),
                format!("Number {}: not held; cited by {}", number.number.surface, lang.documents(number.citing as u64)),
            ),
            Some(number) if number.loose => lang.pick(
                format!("Số {}: chưa có trong kho; {} văn bản có số gần giống", number.number.surface, n(total)),
                format!("Number {}: not held; {} with a number like it", number.number.surface, lang.documents(total as u64)),
            ),
            Some(number) if number.held == 0 && number.number.strength == Strength::Full => {
                let bare = self.named(&number.number);
                self.neither(&lang.pick(format!("Số {bare}"), format!("Number {bare}")))
            }
            Some(number) => {
                let kind = number
                    .number
                    .kind
                    .map(|k| lang.pick(format!(", loại {}", k.row().name), format!(", type {}", k.row().english)))
                    .unwrap_or_default();
                let bare = self.named(&number.number);
                let rest = total.saturating_sub(number.held);
                let mut said = lang.pick(
                    format!("Số {bare}{kind}: {} văn bản", n(number.held)),
                    format!("Number {bare}{kind}: {}", lang.documents(number.held as u64)),
                );
                if rest > 0 {
                    said.push_str(&lang.pick(
                        format!("; {} văn bản khác có các chữ này", n(rest)),
                        format!(
                            "; {} with these words",
                            if rest == 1 { "1 other".to_owned() } else { format!("{} others", n(rest)) }
                        ),
                    ));
                }
                said
            }
            None if self.results.uncounted => {
                lang.pick(format!("Hơn {} văn bản", n(total)), format!("More than {}", lang.documents(total as u64)))
            }
            None => lang.pick(format!("{} văn bản", n(total)), lang.documents(total as u64)),
        };
        let mut notes: Vec<String> = Vec::new();
        notes.extend(
            answer
                .meant
                .as_ref()
                .map(|meant| lang.pick(format!("đọc là “{}”", meant.typed), format!("read as “{}”", meant.typed))),
        );
        notes.extend(self.unknown());
        notes.extend(self.query.spoken_or.as_ref().map(|word| {
            lang.pick(
                format!("“{word}” được tìm như một chữ; tìm một trong hai: A OR B"),
                format!("“{word}” was looked for as a word; for either of two: A OR B"),
            )
        }));
        notes.extend(answer.widened.iter().map(widened));
        if answer.unmarked && answer.number.is_none() {
            notes.push(lang.pick("không phân biệt dấu", "marks ignored").to_owned());
        }
        notes.extend(answer.corrections.iter().map(|c| {
            lang.pick(format!("không có “{}”, tìm “{}”", c.typed, c.used), format!("no “{}”, looked for “{}”", c.typed, c.used))
        }));
        if !answer.absent.is_empty() {
            let words = answer.absent.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ");
            notes.push(lang.pick(format!("không văn bản nào có chữ {words}"), format!("no document has {words}")));
        }
        if answer.relaxed {
            notes.push(
                lang.pick(
                    "không văn bản nào có đủ các chữ; đây là văn bản có nhiều chữ nhất",
                    "no document has all the words; these have most",
                )
                .to_owned(),
            );
        }
        if !notes.is_empty() {
            said.push_str(&format!(" ({})", notes.join("; ")));
        }
        said
    }

    /// The first citation, in the hits, of a number that is asked for and not held: what is known of it. Where a body was typed beside
    /// the number, one of that body's before others.
    ///
    /// # Errors
    /// Whatever the store says.
    pub fn stub(&self) -> Result<Option<Citation>, StoreError> {
        if self.results.answer.number.as_ref().is_none_or(|n| n.held > 0 || n.citing == 0) {
            return Ok(None);
        }
        let mut first = None;
        for (_, row) in self.hits()? {
            let citations = self.store.extracted(row.content)?.citations;
            for found in citations.into_iter().filter(|citation| self.of_asked(citation)) {
                if self.not_asked(&found).is_none() {
                    return Ok(Some(found));
                }
                first.get_or_insert(found);
            }
        }
        Ok(first)
    }

    /// Of a citation whose body is another one than the one typed beside the number: the one typed.
    #[must_use]
    pub fn not_asked(&self, citation: &Citation) -> Option<&str> {
        let typed = self.results.answer.number.as_ref()?.other.as_ref()?;
        let said = citation.issuer.as_deref().or(citation.issuer_implied.as_deref())?;
        (!typed.may_be(said)).then_some(typed.typed.as_str())
    }

    /// Whose document the first citation of a number that is not held names: as it says, or, where another body was typed, as its symbol
    /// tells.
    #[must_use]
    pub fn issuer_of<'c>(&self, stub: &'c Citation) -> Option<&'c str> {
        stub.issuer.as_deref().or_else(|| self.not_asked(stub).and(stub.issuer_implied.as_deref()))
    }

    /// What to quote of a hit, in so many characters with the words that tell its place: the sentence that cites the number asked for,
    /// or where the words stand.
    ///
    /// # Errors
    /// Whatever the store says.
    pub fn snippet(&self, hit: &Hit, row: &ContentRow, room: usize) -> Result<Option<Snippet>, StoreError> {
        match hit.tier {
            Tier::Number | Tier::OtherDate | Tier::OtherKind | Tier::Loose => Ok(None),
            Tier::Citing => {
                let extracted = self.store.extracted(row.content)?;
                // A sentence of the body says more than an item of a note's list.
                let mentions = || extracted.citations.iter().filter(|citation| self.of_asked(citation));
                let Some(citation) = mentions().find(|c| c.place == Place::Body).or_else(|| mentions().next()) else {
                    return self.words(row, room);
                };
                let Some(entry) = self.view.entry(&DocId(row.id.clone())) else { return Ok(None) };
                let place = Where::of(&extracted, &citation.place, citation.span);
                let place = self.lang.pick(place.vietnamese(), place.english());
                let around = quote::around(self.view, &entry, citation);
                let (text, span) = around.within(room.saturating_sub(place.chars().count() + 4));
                Ok(Some(Snippet { place, text, spans: vec![span] }))
            }
            Tier::Words => self.words(row, room),
        }
    }

    /// Is what is cited the number, or the law, that was asked for?
    fn of_asked(&self, citation: &Citation) -> bool {
        let answer = &self.results.answer;
        let number =
            || answer.number.as_ref().zip(citation.doc_number()).is_some_and(|(asked, cited)| asked.number.names(&cited));
        let law = || answer.law.as_ref().zip(citation.name.as_deref()).is_some_and(|(asked, name)| asked.law.names(name));
        number() || law()
    }

    fn words(&self, row: &ContentRow, room: usize) -> Result<Option<Snippet>, StoreError> {
        let pages = self.store.pages(row.content)?;
        let Some(found) =
            Highlight::of(self.results.answer.meant.as_deref().unwrap_or(self.query)).snippet(pages.iter().map(String::as_str))
        else {
            return Ok(None);
        };
        let extracted: Extracted = self.store.extracted(row.content)?;
        let at = u32::try_from(found.at).unwrap_or(u32::MAX);
        let place = place_of(&extracted, found.page, at);
        let place = self.lang.pick(place.vietnamese(), place.english());
        // Behind the first paper of a file it is told which paper it is.
        let part = extracted.parts.iter().rev().find(|part| (part.first.page, part.first.start) <= (found.page, at));
        let name = part.and_then(|part| {
            let kind = part.document.kind.map(|k| self.lang.pick(k.row().name, k.row().english).to_owned());
            part.document.doc_number().map(|number| number.to_string()).or(kind)
        });
        let place = name.map_or_else(|| place.clone(), |name| format!("{name}, {place}"));
        let cut = first_shown(&found.text, found.marks.first(), room.saturating_sub(place.chars().count() + 4));
        let before = if found.cut_before || cut > 0 { "… " } else { "" };
        let after = if found.cut_after { " …" } else { "" };
        let moved = |at: &usize| at.checked_sub(cut).map(|at| at + before.len());
        let spans = found.marks.iter().filter_map(|(start, end)| Some((moved(start)?, moved(end)?))).collect();
        let text = found.text.get(cut..).unwrap_or_default();
        Ok(Some(Snippet { place, text: format!("{before}{text}{after}"), spans }))
    }
}

/// Where a quotation begins, so that what matches first is seen in so many characters: at a blank, a third of them before it.
fn first_shown(text: &str, first: Option<&(usize, usize)>, room: usize) -> usize {
    let Some((start, _)) = first.filter(|(_, end)| text.get(..*end).is_some_and(|t| t.chars().count() + 2 > room)) else {
        return 0;
    };
    quote::lead(text.get(..*start).unwrap_or_default(), room)
}

/// In which footnote or under which heading a place of the text stands.
fn place_of(extracted: &Extracted, page: u32, at: u32) -> Where {
    let span = Span { page, start: at, end: at };
    let inside = |p: &Span| p.page == page && (p.start..p.end).contains(&at);
    let note = extracted.footnotes.iter().find(|n| n.parts.iter().any(inside));
    let place = note.map_or(Place::Body, |n| Place::Footnote { marker: n.marker.clone(), item: None });
    Where::of(extracted, &place, span)
}

/// `CCHC = cải cách hành chính`, whichever of the two was typed.
fn widened((typed, other): &(String, String)) -> String {
    let syllables = |s: &str| s.split(' ').count();
    let (short, long) = if syllables(other) < syllables(typed) { (other, typed) } else { (typed, other) };
    format!("{short} = {long}")
}

fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Number => "number",
        Tier::OtherDate => "number-other-date",
        Tier::OtherKind => "number-other-kind",
        Tier::Citing => "cites",
        Tier::Loose => "number-like",
        Tier::Words => "words",
    }
}

/// The paper that a hit is found by, by its own fields.
fn part_value(part: &HeldPart) -> Value {
    let document = &part.document;
    json!({
        "place": part.place, "page": part.page, "number": document.doc_number().map(|n| n.to_string()), "kind": document.kind,
        "date": document.date, "issuer": document.issuer.as_deref().map(short_body), "subject": document.subject,
    })
}

fn facets_value(facets: &Facets) -> Value {
    let list = |facets: &[Facet]| -> Value { facets.iter().map(|f| json!({"value": f.value, "count": f.count})).collect() };
    json!({
        "kind": list(&facets.kind), "year": list(&facets.year), "issuer": list(&facets.issuer), "direction": list(&facets.direction), "state": list(&facets.state)
    })
}

#[cfg(test)]
mod tests {
    use super::first_shown;

    #[test]
    fn what_matches_is_seen() {
        let text = "Độc lập - Tự do - Hạnh phúc Số: 24/BC-UBND cải cách hành chính Quý I";
        let of = |words: &str| text.find(words).map(|at| (at, at + words.len()));
        for (words, room, shown) in
            [("cải cách", 80, "Độc lập"), ("cải cách", 45, "Số: 24/BC-UBND"), ("cải cách", 9, "cải"), ("Độc", 10, "Độc")]
        {
            let at = first_shown(text, of(words).as_ref(), room);
            assert!(text.get(at..).is_some_and(|t| t.starts_with(shown)), "{words} {room}: {at}");
        }
        assert_eq!(first_shown(text, None, 10), 0);
    }
}
