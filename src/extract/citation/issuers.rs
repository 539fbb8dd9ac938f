//! Issuers: short names written out with their place, and the issuer that a reader knows from the symbol or the document.

use std::collections::HashMap;

use super::super::bodies;
use super::super::lower::lower;
use super::around::Text;
use super::mention::{Form, Mention};
use crate::model::{COUNCILS, Document, Kind, lost_hyphen, short_forms};

/// Kinds of territory, longest first.
const LEVELS: [&str; 9] = ["thành phố", "thị trấn", "thị xã", "tỉnh", "huyện", "quận", "phường", "đặc khu", "xã"];

/// `CV số 12/TCT-CS` is of the tax authority; in `QĐ-TCT` a corporation (tổng công ty) or a task force (tổ công tác) writes so, too.
const OF_MANY: &str = "TCT";

/// What is known about bodies and places of one document.
pub(super) struct Issuers<'a> {
    text: &'a str,
    own: Option<String>,
    parent: Option<String>,
    own_symbol: Option<String>,
    /// The own body and its upper body, then full names as they are met: key without the place → full name.
    full: HashMap<String, String>,
    /// The name that was learnt last.
    latest: String,
    /// Names of territories by level, found when asked for.
    places: HashMap<&'static str, Option<String>>,
    year: Option<u16>,
    /// Letters in symbols whose body the document states.
    letters: HashMap<String, String>,
}

impl<'a> Issuers<'a> {
    pub fn new(document: &Document, text: Text<'a>) -> Self {
        let own = document.issuer.clone();
        let parent = document.parent.clone();
        let mut issuers = Self {
            text: text.raw,
            own,
            parent,
            own_symbol: document.symbol.clone(),
            full: HashMap::new(),
            latest: String::new(),
            places: HashMap::new(),
            letters: HashMap::new(),
            year: document.date.map(crate::model::PartialDate::year_number),
        };
        for name in [issuers.parent.clone(), issuers.own.clone()].into_iter().flatten() {
            issuers.learn(&name);
        }
        issuers
    }

    /// Remembers a full name, so that its short form can be written out later.
    pub fn learn(&mut self, name: &str) {
        if self.latest == name {
            return;
        }
        name.clone_into(&mut self.latest);
        if let Some((short, level, place)) = split_place(name) {
            // The own body's place stays; other bodies' names follow the text.
            let own = self.own.as_deref().is_some_and(|own| key(own).starts_with(&short));
            if !own || !self.full.contains_key(&short) {
                self.full.insert(short, name.to_owned());
            }
            let of_own = [&self.own, &self.parent].into_iter().flatten().any(|n| n == name);
            if of_own {
                self.places.insert(level, Some(place));
            }
        }
    }

    /// Could the body that the clause names before a mention have issued it? `theo quy định của UBND cấp xã tại Nghị định số …`
    /// names who does something, for only the Government issues decrees, and only one body bears the letters `BCT`.
    pub fn may_issue(&self, mention: &Mention, name: &str) -> bool {
        let kind = mention.kind.map(Kind::code);
        let known = match kind {
            _ if mention.form == Form::Standard => return false,
            Some("Luật" | "BL" | "HP") => return key(name) == "quốc hội",
            Some("PL") => return key(name).ends_with("quốc hội"),
            Some("NĐ") => return matches!(key(name).as_str(), "chính phủ" | "hội đồng bộ trưởng" | "hội đồng chính phủ"),
            // A conclusion is of the body that inspects, not of the one that is inspected.
            Some("KL") if key(name).contains("công ty") => return false,
            Some("TTLT" | "NQLT") => return name.contains(" và ") || name.contains(" - "),
            _ => mention.symbol.as_deref().map(|symbol| body_letters(kind, symbol)),
        };
        let year = mention.year.or(mention.date.map(crate::model::PartialDate::year_number)).or(self.year);
        let bearer = match known {
            // The Party's central bodies number as one.
            Some("TW" | "TƯ") => return is_of_centre(name),
            Some(letters) if letters.ends_with("TTg") => Some("Thủ tướng Chính phủ"),
            Some("CP") => Some("Chính phủ"),
            Some(letters) if letters.chars().count() >= 2 && letters != OF_MANY => bodies::by_letters(letters, year),
            _ => None,
        };
        bearer.is_none_or(|bearer| {
            let (bearer, name) = (key(bearer), key(name));
            // `Bảo hiểm xã hội tỉnh` numbers by the letters of the whole.
            let branch = || bearer.strip_suffix(" việt nam").is_some_and(|stem| name.starts_with(stem));
            name.ends_with(&bearer) || bearer.ends_with(&name) || branch()
        })
    }

    /// Writes a short name out: `UBND huyện` → `UBND huyện Sơn Tây`; one in capitals in the case of running text.
    pub fn complete(&mut self, name: &str) -> String {
        let name = &bodies::normalise_case(name);
        let low = lower(name);
        let Some(level) = LEVELS.into_iter().find(|l| low.ends_with(l)) else { return name.to_owned() };
        if let Some(full) = self.full.get(&key(name))
            && let Some((_, _, place)) = split_place(full)
        {
            return format!("{name} {place}");
        }
        match self.place(level) {
            Some(place) => format!("{name} {place}"),
            None => name.to_owned(),
        }
    }

    /// The territory of this level that the document is about: that of its own bodies, else the one it names most.
    fn place(&mut self, level: &'static str) -> Option<String> {
        if let Some(known) = self.places.get(level) {
            return known.clone();
        }
        let found = most_named(self.text, level);
        self.places.insert(level, found.clone());
        found
    }

    /// The issuer that the symbol shows: the body that alone bears its letters, else a body of this document's circle.
    pub fn by_symbol(&mut self, kind: Option<&str>, symbol: &str, year: Option<u16>) -> Option<String> {
        let letters = body_letters(kind, symbol);
        if matches!(kind, Some("TTLT" | "NQLT")) || super::clauses::is_of_several(symbol) {
            return joint(symbol, year.or(self.year));
        }
        if self.own_symbol.as_deref().is_some_and(|own| own_body(own) == Some(letters)) && letters != "TTr" {
            return self.own.clone();
        }
        match letters {
            "TTg" | "Tg" | "CTTg" => return Some("Thủ tướng Chính phủ".to_owned()),
            "CP" => return Some("Chính phủ".to_owned()),
            "UBND" | "UB" | "CTUBND" => return self.council("ubnd"),
            "HĐND" | "TTHĐND" => return self.council("hđnd"),
            OF_MANY if !symbol.starts_with(OF_MANY) && !self.letters.contains_key(letters) => return None,
            _ => {}
        }
        if letters.ends_with("TTg") {
            return Some("Thủ tướng Chính phủ".to_owned());
        }
        if let Some(learnt) = self.letters.get(letters) {
            return Some(learnt.clone());
        }
        let year = year.or(self.year);
        if let Some(name) = bodies::by_letters(letters, year).or_else(|| bodies::local_by_letters(letters, year)) {
            return Some(name.to_owned());
        }
        // An inspectorate's conclusion: `KL-TTr` of the province's inspectorate.
        let inspection = kind == Some("KL") && matches!(letters, "TT" | "TTr" | "TTT");
        let province = inspection.then(|| self.place("tỉnh")).flatten()?;
        Some(format!("Thanh tra tỉnh {province}"))
    }

    /// What a body that a symbol shows is to the document, as a rule of [`crate::model::Reason`].
    pub fn standing(&self, name: &str) -> &'static str {
        let is = |body: &Option<String>| body.as_deref().is_some_and(|body| is_same(body, name));
        if is(&self.own) {
            "own-body"
        } else if is(&self.parent) {
            "upper-body"
        } else {
            "letters"
        }
    }

    /// The own body, where a kind of body alone names it: `Sở` in a paper of a Sở.
    pub fn own_house(&self, words: &str) -> Option<String> {
        let house = words.strip_prefix("nhà ").unwrap_or(words);
        self.own.clone().filter(|own| key(own).strip_prefix(house).is_some_and(|rest| rest.starts_with(' ')))
    }

    /// Remembers whose letters stand in a symbol: other numbers with the same letters are of the same body.
    pub fn learn_letters(&mut self, kind: Option<&str>, symbol: &str, issuer: &str) {
        let letters = body_letters(kind, symbol);
        let shared = ["UBND", "UB", "HĐND", "CTUBND", "TTg", "CP", "TU", "HU", "ĐU", "TTr", "TT", "CV"];
        if letters.chars().count() >= 2 && !shared.contains(&letters) && !self.letters.contains_key(letters) {
            self.letters.insert(letters.to_owned(), issuer.to_owned());
        }
    }

    /// The people's committee or council of the document's own territory.
    fn council(&mut self, which: &str) -> Option<String> {
        let of = |name: &Option<String>| name.clone().filter(|n| key(n).starts_with(which));
        if let Some(name) = of(&self.own).or_else(|| of(&self.parent)) {
            return Some(name);
        }
        // A committee's paper cites its council: the same territory.
        let near =
            [&self.own, &self.parent].into_iter().flatten().find(|n| key(n).starts_with("ubnd") || key(n).starts_with("hđnd"));
        let (_, level, place) = split_place(near?)?;
        let head = if which == "ubnd" { "UBND" } else { "HĐND" };
        Some(format!("{head} {level} {place}"))
    }
}

/// The bodies of a joint document, if the symbol's letters show each: `TTLT-BTC-BXD`.
fn joint(symbol: &str, year: Option<u16>) -> Option<String> {
    let letters = symbol.split(['-', '/']).skip(1).map(|group| group.trim_end_matches(|c: char| c.is_ascii_digit()));
    let names: Option<Vec<&str>> = letters.map(|letters| bodies::by_letters(letters, year)).collect();
    names.filter(|names| names.len() >= 2).map(|names| names.join(" - "))
}

/// The letters of the body in a symbol: `UBND` of `KH-UBND`, `SCT` of `SCT-CN`, `QH` of `QH15`.
fn body_letters<'s>(kind: Option<&str>, symbol: &'s str) -> &'s str {
    let symbol = lost_hyphen(symbol).and_then(|at| symbol.get(at..)).unwrap_or(symbol);
    let mut groups = symbol.split(['-', '/', '.']);
    let first = groups.next().unwrap_or_default();
    let typed =
        kind.is_some_and(|k| k.eq_ignore_ascii_case(first)) || super::heads::kind_of_letters(first).is_some() || first == "CV";
    // In a circular `TC` is the ministry of finance and no communiqué.
    let typed = typed && (first != "TC" || kind.is_none_or(|k| k == "TC"));
    let body = if typed { groups.next().unwrap_or(first) } else { first };
    body.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// The letters of the body in a document's own symbol: `UBND` of `KH-UBND`, `SCT` of `SCT-CN`, `ĐKT` of `KH-ĐKT`.
fn own_body(symbol: &str) -> Option<&str> {
    let mut groups = symbol.split(['-', '/']);
    let first = groups.next()?;
    if super::heads::kind_of_letters(first).is_some() || first == "CV" { groups.next().or(Some(first)) } else { Some(first) }
}

/// Is it one of the Party's central bodies?
fn is_of_centre(name: &str) -> bool {
    let name = lower(name);
    ["bộ chính trị", "ban bí thư", "trung ương", "tổng bí thư", "bct", "bbt", "tw"].iter().any(|body| name.contains(body))
}

/// Are these two spellings of one body (`UBND tỉnh`, `Ủy ban nhân dân tỉnh`)?
pub(super) fn is_same(one: &str, other: &str) -> bool {
    key(one) == key(other)
}

/// A name for comparison: lower case, short forms written out, the two councils by their letters.
fn key(name: &str) -> String {
    let written = |word: &str| {
        let council = COUNCILS.iter().any(|(_, letters)| *letters == word);
        let capitals = word.len() > 2 && word.chars().all(char::is_uppercase) && !council;
        let form = capitals.then(|| short_forms().iter().find(|form| form.short == word));
        form.flatten().map_or_else(|| word.to_owned(), |form| form.first().to_owned())
    };
    let mut out = lower(&name.split(' ').map(written).collect::<Vec<_>>().join(" "));
    for (long, letters) in COUNCILS {
        while let Some(at) = memchr::memmem::find(out.as_bytes(), long.as_bytes()) {
            out.replace_range(at..at + long.len(), &lower(letters));
        }
    }
    out
}

/// `UBND huyện Sơn Tây` → (`ubnd huyện`, `huyện`, `Sơn Tây`).
fn split_place(name: &str) -> Option<(String, &'static str, String)> {
    let low = lower(name);
    let level_at = |at: usize| {
        let rest = low.get(at..)?;
        let level = LEVELS.into_iter().find(|level| rest.strip_prefix(level).is_some_and(|behind| behind.starts_with(' ')))?;
        Some((at, level))
    };
    let (at, level) = std::iter::once(0).chain(memchr::memchr_iter(b' ', low.as_bytes()).map(|i| i + 1)).find_map(level_at)?;
    let place = name.get(at + level.len()..)?.trim();
    let capital = place.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    capital.then(|| (key(name.get(..at + level.len()).unwrap_or_default()), level, place.to_owned()))
}

/// The territory of a level that a text names most often (`huyện Sơn Tây`); the first of several.
fn most_named(text: &str, level: &str) -> Option<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let needle = format!("{level} ");
    for at in memchr::memmem::find_iter(text.as_bytes(), needle.as_bytes()).take(400) {
        let mut name = String::new();
        for word in text.get(at + needle.len()..)?.split([' ', '\n']).take(4) {
            let bare = word.trim_end_matches([',', '.', ';', ':', ')', '”']);
            let capital = bare.chars().next().is_some_and(char::is_uppercase);
            let shouted = bare.chars().count() > 1 && bare.chars().all(char::is_uppercase);
            if !capital || shouted || bare.is_empty() {
                break;
            }
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(bare);
            if bare.len() != word.len() {
                break;
            }
        }
        if name.contains(' ') {
            match counts.iter_mut().find(|(n, _)| *n == name) {
                Some((_, n)) => *n += 1,
                None => counts.push((name, 1)),
            }
        }
    }
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map(|(name, _)| name)
}
