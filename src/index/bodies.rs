//! Owns which words of what was typed name a body: one of the archive's, or one that is known without it.

use std::sync::LazyLock;

use super::issuers::{Asked, Fit, is_level};
use super::keys::{self, read_body};
use super::query::Word;
use crate::viet::is_plain_syllable;

/// Words of the longest name of a body.
const LONGEST: usize = 12;
/// The council whose name a place's name leaves out, as keys have it.
pub(super) const COUNCIL: &str = "ubnd";

/// Bodies that are known whether documents of theirs are held or not: the councils of provinces, the offices with letters of their own.
static KNOWN: LazyLock<Vec<String>> = LazyLock::new(|| {
    let rows = |table: &'static str| table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t'));
    let provinces = rows(include_str!("../tables/provinces.tsv")).flat_map(|mut cells| {
        let (name, level) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        ["UBND", "HĐND"].map(|council| format!("{council} {level} {name}"))
    });
    let agencies = rows(include_str!("../tables/agencies.tsv")).filter_map(|mut cells| cells.next().map(str::to_owned));
    provinces.chain(agencies).map(|name| keys::body_term(&name, None, None)).collect()
});

/// The name of a body among other words.
pub(super) struct Named {
    /// As typed.
    pub typed: String,
    /// Only a place was typed: any body there can be meant.
    pub place: bool,
}

impl Named {
    /// Can a body of this term be the one meant?
    pub fn is(&self, term: &str) -> bool {
        let held = read_body(term);
        let key = format!(" {} ", keys::issuer_key(&self.typed));
        let there = |name: &str| format!(" {name} ").contains(&key);
        Asked::of(&self.typed).fit(&held).is_some() || self.place && (there(held.parent) || there(held.place))
    }
}

/// The body whose name the words begin with, the longest one, and how many words it takes.
pub(super) fn body_at(words: &[&Word], held: &[String]) -> Option<(Named, usize)> {
    let (mut named, mut taken) = longest(words, held).or_else(|| longest(words, &KNOWN))?;
    // `Sở Công Thương Mẫu Lâm`: another province may be held than the one typed.
    let rest = words.get(taken..).unwrap_or_default();
    if !named.place
        && let Some((place, more)) = place_at(rest, held)
    {
        named.typed = format!("{} {place}", named.typed);
        taken += more;
    }
    Some((named, taken))
}

/// The place that the words begin with: one whose council is known, or where a body of the archive sits.
fn place_at(words: &[&Word], held: &[String]) -> Option<(String, usize)> {
    let council = longest(words, held).or_else(|| longest(words, &KNOWN)).filter(|(named, _)| named.place);
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

fn longest(words: &[&Word], bodies: &[String]) -> Option<(Named, usize)> {
    let mut possible: Vec<&str> = bodies.iter().map(String::as_str).collect();
    let mut best = None;
    for taken in 1..=words.len().min(LONGEST) {
        let typed = spelt(words, taken);
        let Some(last) = words.get(taken - 1) else { break };
        // What is no short form stands in the name as it was typed.
        if is_plain_syllable(&last.fold) && !is_level(&[last.fold.as_str()], 0) {
            possible.retain(|term| term.split([' ', '|']).any(|word| word == last.fold));
        }
        let (whole, of_place) = (Asked::of(&typed), Asked::of(&format!("{COUNCIL} {typed}")));
        let fit = |asked: &Asked| possible.iter().any(|term| asked.fit(&read_body(term)) == Some(Fit::Whole));
        // A syllable alone is a word like others.
        if (taken > 1 || !is_plain_syllable(&last.fold)) && fit(&whole) {
            best = Some((Named { typed, place: false }, taken));
        } else if fit(&of_place) {
            best = Some((Named { typed, place: true }, taken));
        } else if possible.is_empty() {
            break;
        }
    }
    best
}
