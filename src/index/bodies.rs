//! Owns which words of what was typed name a body: one of the archive's, or one that is known without it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::issuers::{Asked, Fit, is_level};
use super::keys::{self, read_body};
use super::query::Word;
use crate::viet::{fold_text, is_plain_syllable};

/// Words of the longest name of a body.
const LONGEST: usize = 12;
/// The councils, as keys have them; the first is the one whose name a place's name leaves out.
pub(super) const COUNCILS: [&str; 2] = ["ubnd", "hdnd"];

/// The cells of a table of the program.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = std::str::Split<'static, char>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t'))
}

/// The names of provinces, in folded words.
static PROVINCES: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let names = rows(include_str!("../tables/provinces.tsv")).filter_map(|mut cells| cells.next());
    names.map(|name| fold_text(name).split([' ', '-']).map(str::to_owned).collect()).collect()
});

/// Bodies that are known whether documents of theirs are held or not: the councils of provinces, the offices with letters of their own.
static KNOWN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let provinces = rows(include_str!("../tables/provinces.tsv")).flat_map(|mut cells| {
        let (name, level) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        ["UBND", "HĐND"].map(|council| format!("{council} {level} {name}"))
    });
    let agencies = rows(include_str!("../tables/agencies.tsv")).filter_map(|mut cells| cells.next().map(str::to_owned));
    provinces.chain(agencies).map(|name| keys::body_term(&name, None, None)).collect()
});

/// The first words of [`KNOWN`], folded, with levels and councils written out: most words begin none of them.
static FIRST: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let tables = [include_str!("../tables/provinces.tsv"), include_str!("../tables/agencies.tsv")];
    let names = tables.into_iter().flat_map(rows).filter_map(|mut cells| cells.next());
    let first = names.map(|name| fold_text(name.split(' ').next().unwrap_or_default()));
    first.chain(["uy", "hoi", "tinh", "thanh"].map(str::to_owned)).collect()
});

/// The longest known body whose name the words begin with.
fn known(words: &[&Word]) -> Option<(Named, usize)> {
    let first = words.first().filter(|word| FIRST.contains(&word.fold) || !is_plain_syllable(&word.fold));
    first.and_then(|_| longest(words, &KNOWN))
}

/// The name of a body among other words.
pub(super) struct Named {
    /// As typed.
    pub typed: String,
    /// Only a place was typed: any body there can be meant.
    pub place: bool,
}

impl Named {
    /// Which terms of bodies can be the one meant.
    pub fn meant(&self) -> impl Fn(&str) -> bool + use<> {
        let (asked, place) = (Asked::of(&self.typed), self.place);
        let key = format!(" {} ", keys::issuer_key(&self.typed));
        move |term| {
            let held = read_body(term);
            let there = |name: &str| format!(" {name} ").contains(&key);
            asked.fit(&held).is_some() || place && (there(held.parent) || there(held.place))
        }
    }
}

/// The body whose name the words begin with, the longest one, and how many words it takes.
pub(super) fn body_at(words: &[&Word], held: &[String]) -> Option<(Named, usize)> {
    let (mut named, mut taken) = longest(words, held).or_else(|| known(words))?;
    // `Sở Công Thương Mẫu Lâm`: another province may be held than the one typed.
    let rest = words.get(taken..).unwrap_or_default();
    if !named.place
        && !is_central(&named.typed)
        && let Some((place, more)) = place_at(rest, held)
    {
        named.typed = format!("{} {place}", named.typed);
        taken += more;
    }
    Some((named, taken))
}

/// Is it a body of the whole country, which no province's name can follow?
pub(super) fn is_central(name: &str) -> bool {
    let key = keys::issuer_key(name);
    key.starts_with("bo ") || ["chinh phu", "quoc hoi", "nha nuoc", "trung uong", "toi cao"].iter().any(|word| key.contains(word))
}

/// Do the words begin with the name of a province?
pub(super) fn begins_with_province(words: &[Word]) -> bool {
    PROVINCES.iter().any(|name| name.len() <= words.len() && name.iter().zip(words).all(|(name, word)| *name == word.fold))
}

/// The place that the words begin with: one whose council is known, or where a body of the archive sits.
fn place_at(words: &[&Word], held: &[String]) -> Option<(String, usize)> {
    let council = longest(words, held).or_else(|| known(words)).filter(|(named, _)| named.place);
    council.map(|(named, taken)| (named.typed, taken)).or_else(|| {
        (1..=words.len().min(LONGEST)).rev().map(|taken| (spelt(words, taken), taken)).find(|(typed, _)| {
            let key = keys::issuer_key(typed);
            held.iter().map(|term| read_body(term)).any(|body| [body.place, body.parent].contains(&key.as_str()))
        })
    })
}

/// So many words as they were typed.
fn spelt(words: &[&Word], taken: usize) -> String {
    let spelt = words.iter().take(taken).map(|w| if w.capitals { w.shown.to_uppercase() } else { w.shown.clone() });
    spelt.collect::<Vec<_>>().join(" ")
}

/// The longest of some bodies whose name the words begin with.
fn longest(words: &[&Word], bodies: &[String]) -> Option<(Named, usize)> {
    let mut best = None;
    for taken in 1..=words.len().min(LONGEST) {
        let typed = spelt(words, taken);
        let key = keys::issuer_key(&typed);
        let tokens: Vec<&str> = key.split(' ').collect();
        let telling: Vec<&str> =
            (0..tokens.len()).filter(|at| !is_level(&tokens, *at)).filter_map(|at| tokens.get(at).copied()).collect();
        if telling.iter().all(|token| COUNCILS.contains(token)) {
            continue;
        }
        // What is no short form stands in the name as it was typed; few bodies have to be looked at in full.
        let plain: Vec<&str> = telling.into_iter().filter(|token| is_plain_syllable(token)).collect();
        let possible = || bodies.iter().filter(|term| plain.iter().all(|token| term.contains(token))).map(|term| read_body(term));
        if possible().next().is_none() {
            continue;
        }
        let fit = |asked: &Asked| possible().any(|body| asked.fit(&body) == Some(Fit::Whole));
        // A syllable alone is a word like others.
        if (taken > 1 || !is_plain_syllable(&key)) && fit(&Asked::of(&typed)) {
            best = Some((Named { typed, place: false }, taken));
        } else if fit(&Asked::of(&format!("{} {typed}", COUNCILS[0]))) {
            best = Some((Named { typed, place: true }, taken));
        }
    }
    best
}
