//! The place of a document that shows why it was found, cut from its stored text in its own spelling.

use super::analyzer::{push_exact, push_fold, words};
use super::query::{Clause, NumberQuery, Query, Unit, Word};

/// Bytes of text around the words.
const LENGTH: usize = 160;
/// Bytes within which words stand together.
const WINDOW: usize = 150;
/// Places that are weighed; a document full of the words has shown enough by then.
const PLACES: usize = 20_000;

/// A cut from a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The page, from 1.
    pub page: u32,
    /// Where the first marked word begins, in bytes of the page's text: names the place (a note, a heading).
    pub at: usize,
    /// The text as the paper spells it, line breaks and tabs as blanks.
    pub text: String,
    /// The words that were looked for, in bytes of `text`.
    pub marks: Vec<(usize, usize)>,
    /// Does the cut begin in the middle of the page?
    pub cut_before: bool,
    /// Does it end before the page does?
    pub cut_after: bool,
}

/// The words of a query, ready to be found in texts.
#[derive(Debug, Clone, Default)]
pub struct Highlight {
    wanted: Vec<Wanted>,
    /// For each first byte of a folded word whether any wanted word begins so.
    first: Vec<bool>,
    /// What a place is worth that holds the whole query in its order: there is no better one.
    enough: u32,
}

#[derive(Debug, Clone)]
struct Wanted {
    fold: String,
    /// The very spelling, where marks were typed.
    exact: Option<String>,
    prefix: bool,
    weight: u32,
    /// The word before it in the query, for words in a row.
    after: Option<usize>,
    /// It shows something only where a further word of the query stands behind it: the `Luật` of `Luật Giá`.
    leads: bool,
}

struct Place {
    start: usize,
    end: usize,
    which: usize,
    exact: bool,
    /// Counts words, so that neighbours are known.
    nth: usize,
}

impl Highlight {
    /// The words that a query is shown by.
    #[must_use]
    pub fn of(query: &Query) -> Self {
        let mut highlight = Self { wanted: Vec::new(), first: vec![false; 256], enough: 0 };
        query.clauses.iter().for_each(|c| highlight.clause(c));
        for filter in &query.filters {
            if let super::query::Filter::Cites(number) = filter {
                highlight.number(number);
            }
        }
        highlight
    }

    fn clause(&mut self, clause: &Clause) {
        match clause {
            Clause::Text(text) => {
                if let Some(number) = &text.number {
                    self.number(number);
                }
                let first = self.wanted.len();
                text.units.iter().for_each(|u| self.unit(u));
                if text.law.is_some() {
                    self.lead(first);
                }
            }
            Clause::Phrase(phrase) => {
                let enough = self.run(&phrase.words, 4);
                self.enough += enough;
            }
            Clause::And(clauses) | Clause::Or(clauses) => clauses.iter().for_each(|c| self.clause(c)),
            Clause::Near(left, right, _) => {
                let enough = self.run(left, 4) + self.run(right, 4);
                self.enough += enough;
            }
            Clause::Filter(_) | Clause::Not(_) => {}
        }
    }

    /// The words of a law's type from `first` on stand in every law, so that they show nothing by themselves.
    fn lead(&mut self, first: usize) {
        let is_type = |wanted: &&mut Wanted| ["bo", "luat", "phap", "lenh"].contains(&wanted.fold.as_str());
        let kind = self.wanted.iter_mut().skip(first).take(2).take_while(is_type);
        kind.for_each(|wanted| wanted.leads = true);
    }

    fn number(&mut self, number: &NumberQuery) {
        let enough = self.run(&Word::all(&number.surface), 6);
        self.enough += enough;
    }

    fn unit(&mut self, unit: &Unit) {
        let weight = if unit.optional { 1 } else { 3 };
        let enough = unit.alternatives.iter().map(|run| self.run(run, weight)).collect::<Vec<_>>();
        // One of the alternatives is as good as all.
        self.enough += enough.into_iter().min().unwrap_or(0);
    }

    /// Adds words in a row; gives what they are worth where they stand so.
    fn run(&mut self, words: &[Word], weight: u32) -> u32 {
        let before = self.wanted.len();
        for (i, word) in words.iter().enumerate() {
            if let Some(first) = word.fold.bytes().next().and_then(|b| self.first.get_mut(usize::from(b))) {
                *first = true;
            }
            self.wanted.push(Wanted {
                fold: word.fold.clone(),
                exact: word.marked.then(|| word.exact.clone()),
                prefix: word.prefix,
                weight,
                after: (i > 0).then(|| self.wanted.len() - 1),
                leads: false,
            });
        }
        let rows = words.len() - usize::from(before == 0 && !words.is_empty());
        u32::try_from(words.len() + rows).unwrap_or(u32::MAX / 64).saturating_mul(weight * 4)
    }

    /// The best place in a document's pages; `None` where none of the words stands in them.
    #[must_use]
    pub fn snippet<'a>(&self, pages: impl IntoIterator<Item = &'a str>) -> Option<Snippet> {
        if self.wanted.is_empty() {
            return None;
        }
        let mut best: Option<(u32, usize, &str, Vec<Place>, std::ops::Range<usize>)> = None;
        let mut looked = 0;
        for (page, text) in pages.into_iter().enumerate() {
            let places = self.places(text, PLACES - looked);
            looked += places.len();
            if let Some((worth, shown)) = self.best(&places)
                && best.as_ref().is_none_or(|(most, ..)| worth > *most)
            {
                best = Some((worth, page, text, places, shown));
            }
            if looked >= PLACES || best.as_ref().is_some_and(|(most, ..)| *most >= self.enough) {
                break;
            }
        }
        let (_, page, text, places, shown) = best?;
        let shown = places.get(shown)?;
        let exact = shown.iter().any(|p| p.exact);
        let (start, end) = (shown.first()?.start, shown.last()?.end);
        let marked: Vec<(usize, usize)> = places.iter().filter(|p| p.exact || !exact).map(|p| (p.start, p.end)).collect();
        cut(text, page, (start, end), &marked)
    }

    fn places(&self, text: &str, most: usize) -> Vec<Place> {
        let mut places = Vec::new();
        let (mut fold, mut exact) = (String::new(), String::new());
        for (nth, span) in words(text).enumerate() {
            let word = text.get(span.clone()).unwrap_or_default();
            fold.clear();
            push_fold(&mut fold, word);
            let first = fold.bytes().next().and_then(|b| self.first.get(usize::from(b)));
            if first != Some(&true) {
                continue;
            }
            for (which, wanted) in self.wanted.iter().enumerate() {
                let found = if wanted.prefix { fold.starts_with(&wanted.fold) } else { fold == wanted.fold };
                if !found {
                    continue;
                }
                let same = wanted.exact.as_ref().is_none_or(|e| {
                    exact.clear();
                    push_exact(&mut exact, word);
                    exact == *e
                });
                places.push(Place { start: span.start, end: span.end, which, exact: same, nth });
            }
            if places.len() >= most {
                break;
            }
        }
        self.followed(places)
    }

    /// The places without those of leading words behind which no further word of the query stands.
    fn followed(&self, mut places: Vec<Place>) -> Vec<Place> {
        if !self.wanted.iter().any(|wanted| wanted.leads) {
            return places;
        }
        let mut kept: Vec<Place> = Vec::with_capacity(places.len());
        // From the end, so that what follows is decided.
        while let Some(place) = places.pop() {
            let leads = self.wanted.get(place.which).is_some_and(|wanted| wanted.leads);
            let behind = || kept.iter().rev().take_while(|next| next.nth <= place.nth + 1);
            if !leads || behind().any(|next| next.nth == place.nth + 1 && next.which > place.which) {
                kept.push(place);
            }
        }
        kept.reverse();
        kept
    }

    /// The stretch of a page's places that stands together and holds most of the query, and what it is worth.
    fn best(&self, places: &[Place]) -> Option<(u32, std::ops::Range<usize>)> {
        let mut counts = vec![0u32; self.wanted.len()];
        let mut sum: u32 = 0;
        let mut from = 0;
        let mut best: Option<(u32, usize, usize)> = None;
        let value = |p: &Place| self.wanted.get(p.which).map_or(0, |w| if p.exact { w.weight * 4 } else { w.weight });
        // Neighbours in the query that are neighbours in the text are worth more than words that happen to be near.
        let row = |i: usize| {
            let p = &places[i];
            let Some(before) = self.wanted.get(p.which).and_then(|w| w.after).or_else(|| p.which.checked_sub(1)) else {
                return 0;
            };
            let found =
                places[..i].iter().rev().take_while(|q| q.nth + 1 >= p.nth).any(|q| q.which == before && q.nth + 1 == p.nth);
            if found { value(p) } else { 0 }
        };
        let rows: Vec<u32> = (0..places.len()).map(row).collect();
        for (to, place) in places.iter().enumerate() {
            counts[place.which] += 1;
            if counts[place.which] == 1 {
                sum += value(place);
            }
            sum += rows[to];
            while place.end - places[from].start > WINDOW {
                let gone = &places[from];
                counts[gone.which] -= 1;
                if counts[gone.which] == 0 {
                    sum -= value(gone).min(sum);
                }
                sum -= rows[from].min(sum);
                from += 1;
            }
            if best.is_none_or(|(most, ..)| sum > most) {
                best = Some((sum, from, to + 1));
            }
        }
        best.map(|(worth, from, to)| (worth, from..to))
    }
}

/// Cuts the text around a stretch, at blanks, with the marks that stand in the cut.
fn cut(text: &str, page: usize, (first, last): (usize, usize), marked: &[(usize, usize)]) -> Option<Snippet> {
    let spare = LENGTH.saturating_sub(last - first);
    // Two thirds of what is to spare go behind the words: what follows explains them.
    let mut start = text.floor_char_boundary(first.saturating_sub(spare / 3));
    let mut end = text.ceil_char_boundary((last + spare - spare / 3).min(text.len()));
    if start > 0 {
        start = text.get(start..first)?.find(char::is_whitespace).map_or(first, |i| start + i);
    }
    if end < text.len() {
        end = text.get(last..end)?.rfind(char::is_whitespace).map_or(last, |i| last + i);
    }
    // Blocks are parted by blank lines: the cut keeps to its own where there is text enough.
    if let Some(i) = text.get(start..first)?.rfind("\n\n") {
        start += i;
    }
    let mut cut = String::with_capacity(end - start);
    let mut marks: Vec<(usize, usize)> = Vec::new();
    for (i, c) in text.get(start..end)?.char_indices() {
        let at = start + i;
        let blank = c.is_whitespace();
        for (from, to) in marked {
            if *from == at {
                marks.push((cut.len(), cut.len() + (to - from)));
            }
        }
        if !blank {
            cut.push(c);
        } else if !cut.is_empty() && !cut.ends_with(' ') {
            cut.push(' ');
        }
    }
    let kept = cut.trim_end().len();
    cut.truncate(kept);
    marks.retain(|m| m.1 <= kept);
    marks.sort_unstable();
    marks.dedup();
    Some(Snippet {
        page: u32::try_from(page + 1).unwrap_or(u32::MAX),
        at: first,
        cut_before: start > 0 && !text.get(..start)?.ends_with('\n'),
        cut_after: text.get(end..).is_some_and(|rest| !rest.trim().is_empty() && !rest.starts_with('\n')),
        text: cut,
        marks,
    })
}

#[cfg(test)]
mod tests {
    use super::super::query::{Hints, Options, parse};
    use super::Highlight;

    #[test]
    fn shows_the_place_in_its_own_spelling() {
        let check = |query: &str, pages: &[&str], expected: Option<(u32, &str)>| {
            let parsed = parse(query, &Options::default(), &Hints::default());
            let found = parsed.ok().and_then(|q| Highlight::of(&q).snippet(pages.iter().copied())).map(|s| {
                let mut shown = s.text;
                for (from, to) in s.marks.into_iter().rev() {
                    shown.insert(to, ']');
                    shown.insert(from, '[');
                }
                (s.page, shown)
            });
            assert_eq!(found.as_ref().map(|(p, t)| (*p, t.as_str())), expected);
        };
        let pages = ["Báo cáo công tác năm", "Thực hiện việc HOÀ\nGIẢI ở cơ sở, hoa lá và giai đoạn"];
        check("hòa giải", &pages, Some((2, "Thực hiện việc [HOÀ] [GIẢI] ở cơ sở, hoa lá và giai đoạn")));
        check("hoa giai o co so", &pages, Some((2, "Thực hiện việc [HOÀ] [GIẢI] [ở] [cơ] [sở], [hoa] lá và [giai] đoạn")));
        check(
            "16/KH-UBND",
            &["số 116/KH-UBND; Kế hoạch số 16/KH-UBND ngày"],
            Some((1, "số 116/[KH]-[UBND]; Kế hoạch số [16]/[KH]-[UBND] ngày")),
        );
        check("\"công tác\"", &pages, Some((1, "Báo cáo [công] [tác] năm")));
        check("xyz", &pages, None);
        let law = ["Luật Nhà ở; Luật Đê điều và Bộ luật Dân sự, đê điều"];
        check("luật đê điều", &law, Some((1, "Luật Nhà ở; [Luật] [Đê] [điều] và Bộ luật Dân sự, [đê] [điều]")));
        check("bộ luật dân sự 2015", &law, Some((1, "Luật Nhà ở; Luật Đê điều và [Bộ] [luật] [Dân] [sự], đê điều")));
        check("luật giá đất", &["Luật Nhà ở, giá đất"], Some((1, "Luật Nhà ở, [giá] [đất]")));
    }
}
