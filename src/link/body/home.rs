//! Owns which bodies are the archive's own (cơ quan mình), which documents are theirs, and whom a line of recipients addresses.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Area, Body, Fit, HEADS, Known, LEVELS, fit_of_names, split};
use crate::link::key::{is_national_symbol, is_party_symbol};
use crate::link::words::{bare, syllable, syllables};
use crate::model::{Document, Kind, PartialDate, symbol_key};

/// The archive's own bodies, as they are set.
#[derive(Debug, Clone, Default)]
pub struct Home {
    /// Each with its name as it is set.
    bodies: Vec<(Known, String)>,
}

/// A province or city under the centre, and the one that it was merged into.
struct Province {
    level: u8,
    name: Vec<String>,
    successor: Vec<String>,
}

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    let rows = include_str!("../../tables/provinces.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let province = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        let name = syllables(cells.first()?);
        let successor = cells.get(3).map(|s| syllables(s)).filter(|s| !s.is_empty()).unwrap_or_else(|| name.clone());
        Some(Province { level: level_of(cells.get(1)?)?, name, successor })
    };
    rows.filter_map(province).collect()
});

fn level_of(words: &str) -> Option<u8> {
    let words = split(words);
    LEVELS.iter().position(|level| *level == words).and_then(|at| u8::try_from(at).ok())
}

/// Is it a council (UBND, HĐND), so that its level is a part of its name?
fn is_council(organ: &[String]) -> bool {
    static COUNCILS: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| ["ủy ban nhân dân", "hội đồng nhân dân"].map(split));
    COUNCILS.iter().any(|council| council.as_slice() == organ)
}

/// A body whose name ends with a province's (`Sở Công Thương Lào Cai`) has that province as its area.
fn placed(mut body: Body) -> Body {
    if body.areas.is_empty()
        && let Some(province) = PROVINCES.iter().find(|p| body.organ.len() > p.name.len() && body.organ.ends_with(&p.name))
    {
        let kept = body.organ.len() - province.name.len();
        body.organ.truncate(kept);
        body.plain.truncate(kept);
        let plain = province.name.iter().map(|word| bare(word)).collect();
        body.areas.push(Area { level: province.level, name: province.name.clone(), plain });
    }
    body
}

fn known(issuer: Option<&str>, parent: Option<&str>) -> Option<Known> {
    let mut known = Known::new(issuer, parent)?;
    known.body = placed(known.body);
    Some(known)
}

/// The body whose paper it is: of a team (đoàn kiểm tra, tổ công tác), which is set up for one task and files with whoever set it up,
/// the body above it.
fn author(document: &Document) -> Option<Known> {
    static TEAMS: LazyLock<[Vec<String>; 6]> = LazyLock::new(|| {
        ["đoàn kiểm tra", "đoàn thanh tra", "đoàn công tác", "đoàn giám sát", "tổ công tác", "tổ kiểm tra"].map(split)
    });
    let name = syllables(document.issuer.as_deref()?);
    match document.parent.as_deref().filter(|_| TEAMS.iter().any(|team| name.starts_with(team))) {
        Some(above) => known(Some(above), None),
        None => known(document.issuer.as_deref(), document.parent.as_deref()),
    }
}

/// The province that a body lies in, after all mergers, as far as its names tell.
fn province(known: &Known) -> Option<&'static [String]> {
    let of = |area: &Area| PROVINCES.iter().find(|p| p.level == area.level && p.name == area.name);
    known.chain().find_map(of).map(|p| p.successor.as_slice())
}

/// Do names tell that these bodies are of different provinces, or of different places of one level?
fn are_apart(a: &Known, b: &Known) -> bool {
    if let (Some(x), Some(y)) = (province(a), province(b)) {
        if x != y {
            return true;
        }
        // Provinces that are one now were several before: the level below decides.
        let inner = |known: &Known| known.chain().find(|area| !PROVINCES.iter().any(|p| p.name == area.name)).cloned();
        return inner(a).zip(inner(b)).is_some_and(|(x, y)| x.level == y.level && fit_of_names(&x, &y) == Fit::Other);
    }
    a.chain().any(|area| b.at_level(area.level).is_some_and(|other| fit_of_names(area, other) == Fit::Other))
}

impl Home {
    /// The bodies of these names; names that name no body are left out.
    #[must_use]
    pub fn new(names: &[String]) -> Self {
        Self { bodies: names.iter().filter_map(|name| Some((known(Some(name), None)?, name.clone()))).collect() }
    }

    /// The same bodies, each that is set without its province in the one that most of these names lie in, if more than half do: those
    /// of the bodies that own papers name.
    #[must_use]
    pub fn among<'a>(mut self, names: impl Iterator<Item = &'a str>) -> Self {
        let mut votes: BTreeMap<&[String], usize> = BTreeMap::new();
        for name in names {
            if let Some(province) = known(Some(name), None).as_ref().and_then(province) {
                *votes.entry(province).or_default() += 1;
            }
        }
        let all: usize = votes.values().sum();
        let most =
            votes.into_iter().find(|(_, count)| count * 2 > all).and_then(|(name, _)| PROVINCES.iter().find(|p| p.name == name));
        if let Some(most) = most {
            let plain: Vec<String> = most.name.iter().map(|word| bare(word)).collect();
            for (body, _) in self.bodies.iter_mut().filter(|(body, _)| province(body).is_none()) {
                body.outer.push(Area { level: most.level, name: most.name.clone(), plain: plain.clone() });
            }
        }
        self
    }

    /// Is each of them set with its province, or none at all?
    #[must_use]
    pub fn is_placed(&self) -> bool {
        self.bodies.iter().all(|(body, _)| province(body).is_some())
    }

    /// Is none set?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bodies.is_empty()
    }

    /// Did one of the own bodies issue the document? `None`: it names no issuer, or a council without its level.
    ///
    /// A team's paper is that of the body that set it up. A name is completed by the upper body above it (`SỞ CÔNG THƯƠNG` under `UBND TỈNH LÀO CAI`), else by the place of its date
    /// line; an office is not the committee that it serves. An own body that is set without its place takes all of its name.
    #[must_use]
    pub fn issued(&self, document: &Document) -> Option<bool> {
        let issuer = author(document)?;
        let place = document.place.as_deref();
        let told: Vec<Option<bool>> = self.bodies.iter().map(|(own, _)| is_one(own, &issuer, place)).collect();
        if told.contains(&Some(true)) {
            return Some(true);
        }
        if told.contains(&None) { None } else { Some(false) }
    }

    /// Which own body issued the document, by its name as it is set.
    #[must_use]
    pub fn issuer(&self, document: &Document) -> Option<String> {
        let issuer = author(document)?;
        let own = self.bodies.iter().find(|(own, _)| is_one(own, &issuer, document.place.as_deref()) == Some(true));
        own.map(|(_, name)| name.clone())
    }

    /// Is one of the own bodies meant by this name in an envelope?
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        let Some(named) = known(Some(name), None) else { return false };
        self.bodies.iter().any(|(own, _)| is_one(own, &named, None) == Some(true))
    }

    /// Which own body this document means, by its name as it is set, when it cites one by this name, under a number with this symbol.
    ///
    /// A body that is named without its place is the citing document's: of its upper body, else of the place of its date line; in
    /// a document of a central body it is nobody's.
    #[must_use]
    pub fn meant(&self, cited: &str, symbol: Option<&str>, reader: &Document) -> Option<String> {
        let body = Body::parse(cited).map(placed)?;
        let own = known(reader.issuer.as_deref(), reader.parent.as_deref());
        let meant = self.bodies.iter().find(|(home, _)| {
            let office = symbol.is_some_and(is_office) && !home.body.organ.starts_with(&split("văn phòng"));
            !office && means(home, &body, own.as_ref(), reader)
        });
        meant.map(|(_, name)| name.clone())
    }

    /// Is it sensible to take a document of another body for one that came in (đến), where neither its folder nor its envelope
    /// tells?
    ///
    /// It is where its recipients name an own body or its class; else where it bears a number and is no legal text (those are kept
    /// for reference) and its body is not of another province or another place of the same level. A draft, without number and day,
    /// was not sent.
    #[must_use]
    pub fn receives(&self, document: &Document) -> bool {
        if document.number.is_none() && !document.date.is_some_and(PartialDate::is_full) {
            return false;
        }
        if document.recipients.iter().any(|line| self.is_addressed(line, document)) {
            return true;
        }
        document.number.is_some() && !document.is_legal_text() && !self.is_apart(document)
    }

    /// Is the document of a body of another province than all own ones, or of another place of their level?
    #[must_use]
    pub fn is_apart(&self, document: &Document) -> bool {
        let Some(issuer) = known(document.issuer.as_deref(), document.parent.as_deref()) else { return false };
        !self.bodies.is_empty() && self.bodies.iter().all(|(own, _)| are_apart(own, &issuer))
    }

    /// Does a line of recipients (`Kính gửi`, `Nơi nhận`) in this document address one of the own bodies, by its name
    /// (`UBND xã Mẫu Sơn`, `UBND huyện` of the district's own offices) or by its class (`UBND các xã`, `các sở, ban, ngành`)?
    ///
    /// A class is that of the sender's own province: what another province asks its offices for is asked of nobody here.
    #[must_use]
    pub fn is_addressed(&self, line: &str, sender: &Document) -> bool {
        let from = known(sender.issuer.as_deref(), sender.parent.as_deref());
        self.bodies.iter().any(|(home, _)| {
            let apart = from.as_ref().is_some_and(|from| are_apart(home, from));
            line.split([';', '\n']).any(|part| addresses(home, part, from.as_ref(), sender, apart))
        })
    }
}

/// Is the other body this own one? `None`: nothing parts them, and too little is named to tell.
fn is_one(own: &Known, other: &Known, place: Option<&str>) -> Option<bool> {
    match own.fit_held(other) {
        Fit::Same => return Some(true),
        Fit::Compatible if own.body.plain == other.body.plain => {}
        _ => return Some(false),
    }
    let (mine, theirs) = (own.chain().next(), other.chain().next());
    match (mine, theirs) {
        // Names of one level that differ: only marks lost in recognition are no difference.
        (Some(mine), Some(theirs)) if mine.level == theirs.level => return Some(mine.plain == theirs.plain),
        (None, _) if !own.body.areas.is_empty() || !is_council(&own.body.organ) => return Some(true),
        _ => {}
    }
    let place = place.map(|place| syllables(place.split(['(', ',']).next().unwrap_or_default()));
    if let Some(place) = place.filter(|place| !place.is_empty()) {
        if own.chain().any(|area| area.name == place) {
            return Some(true);
        }
        let elsewhere = PROVINCES.iter().find(|p| p.name == place).map(|p| p.successor.as_slice());
        if elsewhere.is_some() && province(own).is_some() {
            return Some(elsewhere == province(own));
        }
    }
    if is_council(&other.body.organ) && other.body.areas.is_empty() { None } else { Some(true) }
}

/// Does a cited body mean this own one, in a document of `reader`'s?
fn means(home: &Known, cited: &Body, own: Option<&Known>, reader: &Document) -> bool {
    match home.fit(cited, own) {
        Fit::Same => return true,
        Fit::Compatible if home.body.plain == cited.plain => {}
        _ => return false,
    }
    let names_place = cited.named().next();
    if let (Some(mine), Some(theirs)) = (home.chain().find(|a| names_place.is_some_and(|n| n.level == a.level)), names_place) {
        return mine.plain == theirs.plain;
    }
    if home.chain().next().is_none() {
        return true;
    }
    // Nothing names the place: it is the reader's.
    if is_council(&cited.organ) || is_central(reader) || own.is_some_and(|own| are_apart(home, own)) {
        return false;
    }
    let place = reader.place.as_deref().map(syllables).filter(|place| !place.is_empty());
    let other = place.and_then(|place| PROVINCES.iter().find(|p| p.name == place));
    other.is_none_or(|place| province(home).is_none_or(|mine| mine == place.successor.as_slice()))
}

/// Is it a paper of a body of the whole country?
fn is_central(document: &Document) -> bool {
    document.symbol.as_deref().map(symbol_key).is_some_and(|symbol| is_national_symbol(&symbol) && !is_party_symbol(&symbol))
}

/// Do the letters behind the kind's name an office (`PC-VPUBND`)? `UBND-VP` is a letter of the committee that its office drew up.
fn is_office(symbol: &str) -> bool {
    let key = symbol_key(symbol);
    let mut parts = key.split('-').skip_while(|part| Kind::from_symbol(part).is_some());
    parts.next().is_some_and(|part| part.starts_with("VP"))
}

/// Levels that papers count as one class: communes, districts, provinces.
const CLASSES: [&[&str]; 3] =
    [&["xã", "phường", "thị trấn", "đặc khu"], &["huyện", "quận", "thị xã", "thành phố"], &["tỉnh", "thành phố"]];

/// Does one part of a list of recipients, between semicolons, address the body?
fn addresses(home: &Known, part: &str, from: Option<&Known>, sender: &Document, apart: bool) -> bool {
    /// Words that stand before a body's name and are none of it.
    static SKIPPED: LazyLock<[Vec<String>; 6]> =
        LazyLock::new(|| ["kính gửi", "như trên", "đồng chí", "các đồng chí", "thủ trưởng", "gửi"].map(split));
    static MANY: LazyLock<[String; 2]> = LazyLock::new(|| ["các", "cấp"].map(syllable));
    // What was said before the class holds for the items behind it: `UBND các xã, phường`.
    let mut class: Option<Vec<String>> = None;
    for item in part.split([',', '(', ')', ':']).flat_map(|item| item.split(" và ")) {
        let mut words = syllables(item);
        while let Some(skipped) = SKIPPED.iter().find(|skipped| words.starts_with(skipped)) {
            words.drain(..skipped.len());
        }
        let many = words.iter().position(|word| MANY.contains(word));
        if let Some(at) = many {
            let mut before: Vec<String> = words.drain(..=at).collect();
            before.pop();
            while let Some(head) = HEADS.iter().chain(SKIPPED.iter()).find(|head| before.starts_with(head)) {
                before.drain(..head.len());
            }
            class = Some(before);
        }
        if let Some(organ) = &class {
            if !apart && is_of_class(home, organ, &words, is_central(sender)) {
                return true;
            }
            if many.is_some() {
                continue;
            }
        }
        if let Some(body) = Body::parse(&words.join(" ")).map(placed)
            && means(home, &body, from, sender)
        {
            return true;
        }
    }
    false
}

/// Is the body one of `organ` + các + `noun`: `UBND` các `xã`, các `sở`, `Sở Y tế` các `tỉnh`?
fn is_of_class(home: &Known, organ: &[String], noun: &[String], of_centre: bool) -> bool {
    let begins = |words: &[&str]| words.iter().any(|word| noun.starts_with(&split(word)));
    let mine = &home.body.organ;
    let level = home.chain().next().or(home.body.areas.first()).and_then(|area| LEVELS.get(usize::from(area.level)));
    let level = level.map(|words| words.join(" ")).unwrap_or_default();
    let of_level = || {
        let is_province =
            home.chain().next().is_some_and(|area| PROVINCES.iter().any(|p| p.level == area.level && p.name == area.name));
        let classes = CLASSES.iter().filter(|class| class.iter().any(|name| split(name).join(" ") == level));
        let mut classes = classes.filter(|class| !is_province || class.contains(&"tỉnh"));
        classes.any(|class| begins(class)) || begins(&["địa phương"])
    };
    if !organ.is_empty() {
        return mine == organ && of_level();
    }
    if is_council(mine) {
        return of_level();
    }
    // `Các cơ quan, đơn vị` are those of the sender's own level; a ministry's are not the province's.
    static LOCAL: LazyLock<[String; 8]> =
        LazyLock::new(|| ["sở", "phòng", "ban", "cục", "chi", "trung", "thanh", "trường"].map(syllable));
    static AFTER: LazyLock<[String; 12]> = LazyLock::new(|| {
        ["ban", "ngành", "phòng", "tỉnh", "thành", "huyện", "xã", "liên", "thuộc", "của", "trực", "có"].map(syllable)
    });
    let Some(first) = mine.first() else { return false };
    let ministerial = noun.contains(&syllable("bộ")) || noun.contains(&syllable("ương"));
    let general = LOCAL.contains(first) && !of_centre && !ministerial;
    // `Các Sở Y tế` are not all offices of that rank.
    let of_rank = noun.first() == Some(first) && (noun.starts_with(mine) || noun.get(1).is_none_or(|word| AFTER.contains(word)));
    of_rank || general && begins(&["cơ quan", "đơn vị", "ngành"])
}

#[cfg(test)]
mod tests {
    use super::Home;
    use crate::model::Document;

    fn of(issuer: &str, parent: &str, place: &str, number: &str) -> Document {
        let text = |value: &str| Some(value.to_owned()).filter(|v| !v.is_empty());
        let number = crate::model::DocNumber::parse(number);
        Document {
            issuer: text(issuer),
            parent: text(parent),
            place: text(place),
            symbol: number.as_ref().and_then(|n| n.symbol.clone()),
            year: number.as_ref().and_then(|n| n.year),
            number: number.map(|n| n.number),
            ..Document::default()
        }
    }

    #[test]
    fn papers_of_the_own_body_are_told_from_those_of_its_namesakes() {
        for (home, issuer, parent, place, want) in [
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "UBND tỉnh Lào Cai", "", Some(true)),
            ("Sở Công Thương Lào Cai", "Sở Công Thương", "UBND tỉnh Lào Cai", "", Some(true)),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương Lào Cai", "", "", Some(true)),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "UBND tỉnh Quảng Trị", "", Some(false)),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "", "Lào Cai", Some(true)),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "", "Quảng Trị", Some(false)),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "", "Cam Đường", Some(true)),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Xây dựng", "UBND tỉnh Lào Cai", "", Some(false)),
            ("Sở Công Thương", "Sở Công Thương", "UBND tỉnh Lào Cai", "", Some(true)),
            ("Sở Công Thương", "Đoàn kiểm tra theo Quyết định số 7/QĐ-SCT", "Sở Công Thương", "", Some(true)),
            ("Sở Công Thương", "Chi cục Quản lý chợ", "Sở Công Thương", "", Some(false)),
            ("UBND tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Lào Cai", "", "", Some(true)),
            ("UBND tỉnh Lào Cai", "Văn phòng UBND tỉnh Lào Cai", "", "", Some(false)),
            ("UBND tỉnh Lào Cai", "Văn phòng", "UBND tỉnh Lào Cai", "", Some(false)),
            ("UBND tỉnh Lào Cai", "UBND", "", "", None),
            ("UBND xã Mẫu Sơn", "UBND xã Mẫu Sơn", "UBND huyện Tam Bình", "", Some(true)),
            ("UBND xã Mẫu Sơn, huyện Ba Vì", "UBND xã Mẫu Sơn", "UBND huyện Tam Bình", "", Some(false)),
            ("UBND xã Mẫu Sơn", "UBND xã", "", "Mẫu Sơn", Some(true)),
            ("UBND xã Mẫu Sơn", "HĐND xã Mẫu Sơn", "", "", Some(false)),
            ("UBND xã Mẫu Sơn", "", "", "", None),
        ] {
            let home_body = Home::new(&[home.to_owned()]);
            assert_eq!(home_body.issued(&of(issuer, parent, place, "")), want, "{home} | {issuer} | {parent} | {place}");
        }
    }

    #[test]
    fn a_body_cited_without_its_place_is_the_readers() {
        for (home, cited, symbol, reader, want) in [
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "TTr-SCT", of("UBND tỉnh Lào Cai", "", "", "9/QĐ-UBND"), true),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "TTr-SCT", of("UBND tỉnh Quảng Trị", "", "", "9/QĐ-UBND"), false),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "TTr-SCT", of("Công ty TNHH Mẫu", "", "Lào Cai", "9/CV-MS"), true),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "TTr-SCT", of("Công ty TNHH Mẫu", "", "Hà Nội", "9/CV-MS"), false),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương", "TTr-SCT", of("Bộ Công Thương", "", "", "9/BCT-PC"), false),
            ("UBND tỉnh Lào Cai", "UBND tỉnh", "PC-VPUBND", of("Sở Y tế", "UBND tỉnh Lào Cai", "", ""), false),
            ("UBND tỉnh Lào Cai", "UBND tỉnh", "UBND-VP", of("Sở Y tế", "UBND tỉnh Lào Cai", "", ""), true),
            ("UBND tỉnh Lào Cai", "UBND tỉnh", "QĐ-UBND", of("Sở Y tế", "UBND tỉnh Quảng Trị", "", ""), false),
            ("UBND xã Mẫu Sơn", "UBND xã", "KH-UBND", of("UBND xã Mẫu Sơn", "", "", ""), true),
            ("UBND xã Mẫu Sơn", "UBND xã", "KH-UBND", of("UBND xã Mẫu Lâm", "", "", ""), false),
        ] {
            let home_body = Home::new(&[home.to_owned()]);
            assert_eq!(home_body.meant(cited, Some(symbol), &reader).is_some(), want, "{home} | {cited} | {reader:?}");
        }
    }

    #[test]
    fn recipients_name_the_own_body_or_its_class() {
        let district = of("UBND huyện Tam Bình", "", "", "");
        let province = of("UBND tỉnh Lào Cai", "", "", "");
        let other = of("UBND tỉnh Quảng Trị", "", "", "");
        let centre = of("Bộ Công Thương", "", "", "9/BCT-PC");
        for (home, line, sender, want) in [
            ("UBND xã Mẫu Sơn", "- UBND các xã, thị trấn;", &district, true),
            ("UBND xã Mẫu Sơn", "Chủ tịch UBND các xã", &district, true),
            ("UBND xã Mẫu Sơn", "Các phòng, ban huyện; UBND các phường, xã", &district, true),
            ("UBND xã Mẫu Sơn", "UBND cấp xã", &district, true),
            ("UBND xã Mẫu Sơn", "Đảng ủy các xã", &district, false),
            ("UBND xã Mẫu Sơn", "Công an các xã, phường", &district, false),
            ("UBND xã Mẫu Sơn", "UBND các huyện, thị xã, thành phố", &province, false),
            ("UBND xã Mẫu Sơn", "UBND xã Mẫu Sơn", &province, true),
            ("UBND xã Mẫu Sơn", "UBND xã Mẫu Lâm", &district, false),
            ("UBND xã Mẫu Sơn, tỉnh Lào Cai", "UBND các xã, phường", &other, false),
            ("UBND huyện Tam Bình", "- UBND huyện (b/c);", &of("UBND xã Mẫu Sơn", "UBND huyện Tam Bình", "", ""), true),
            ("UBND huyện Ba Vì", "- UBND huyện (b/c);", &of("UBND xã Mẫu Sơn", "UBND huyện Tam Bình", "", ""), false),
            ("Sở Công Thương tỉnh Lào Cai", "Các sở, ban, ngành tỉnh", &province, true),
            ("Sở Công Thương tỉnh Lào Cai", "các sở, ban, ngành", &other, false),
            ("Sở Công Thương tỉnh Lào Cai", "Các Sở Y tế", &centre, false),
            ("Sở Công Thương tỉnh Lào Cai", "Các Sở Công Thương", &centre, true),
            ("Sở Công Thương tỉnh Lào Cai", "Kính gửi: Sở Công Thương", &province, true),
            ("Sở Công Thương tỉnh Lào Cai", "Sở Công Thương các tỉnh, thành phố trực thuộc Trung ương", &centre, true),
            ("Sở Công Thương tỉnh Lào Cai", "Các bộ, cơ quan ngang bộ", &centre, false),
            ("UBND tỉnh Lào Cai", "Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương", &centre, true),
            ("UBND tỉnh Lào Cai", "HĐND, UBND các tỉnh", &centre, true),
        ] {
            let home_body = Home::new(&[home.to_owned()]);
            assert_eq!(home_body.is_addressed(line, sender), want, "{home} | {line}");
        }
    }

    #[test]
    fn a_province_that_is_not_set_is_that_of_the_bodies_around() {
        let other = of("UBND tỉnh Quảng Trị", "", "", "9/KH-UBND");
        for (names, want) in [
            (&["UBND tỉnh Lào Cai", "Sở Y tế tỉnh Lào Cai", "UBND tỉnh Quảng Trị", "Chính phủ"][..], false),
            (&["UBND tỉnh Lào Cai", "UBND tỉnh Quảng Trị"], true),
            (&[], true),
        ] {
            let home = Home::new(&["UBND xã Mẫu Sơn".to_owned()]).among(names.iter().copied());
            assert_eq!(home.is_addressed("UBND các xã, phường", &other), want, "{names:?}");
            assert_eq!(home.is_placed(), !want, "{names:?}");
        }
    }

    #[test]
    fn reference_texts_and_papers_of_elsewhere_did_not_come_in() {
        let home = Home::new(&["Sở Công Thương tỉnh Lào Cai".to_owned()]);
        let kind = |document: Document, code: &str| Document { kind: crate::model::Kind::from_code(code), ..document };
        for (document, want) in [
            (of("UBND tỉnh Lào Cai", "", "", "9/UBND-VX"), true),
            (of("UBND tỉnh Yên Bái", "", "", "9/UBND-VX"), true),
            (of("UBND tỉnh Quảng Trị", "", "", "9/UBND-VX"), false),
            (of("Công ty TNHH Mẫu", "", "", "9/CV-MS"), true),
            (of("Công ty TNHH Mẫu", "", "", ""), false),
            (kind(of("Chính phủ", "", "", "9/2025/NĐ-CP"), "NĐ"), false),
            (Document { recipients: vec!["- Các sở, ban, ngành;".to_owned()], ..of("UBND tỉnh Lào Cai", "", "", "") }, false),
            (
                Document {
                    recipients: vec!["- Các sở, ban, ngành;".to_owned()],
                    ..kind(of("UBND tỉnh Lào Cai", "", "", "9/2025/QĐ-UBND"), "QĐ")
                },
                true,
            ),
        ] {
            assert_eq!(home.receives(&document), want, "{document:?}");
        }
    }
}
