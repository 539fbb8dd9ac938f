//! Owns how a body (cơ quan) is read from its name, and when two names can mean one body.

mod home;

use std::sync::LazyLock;

use super::words::{bare, syllable, syllables};

pub use home::Home;

/// A level with the name of its place: `xã Sơn Dung`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Area {
    /// Index in [`LEVELS`].
    level: u8,
    /// Syllables of the name; empty where only the level is written (`UBND huyện`).
    name: Vec<String>,
    /// The name without marks.
    plain: Vec<String>,
}

/// A body as its name tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Body {
    /// What it is without title and place: `ủy ban nhân dân`, `sở công thương`, `đoàn kiểm tra`.
    organ: Vec<String>,
    /// The same without marks.
    plain: Vec<String>,
    /// From the innermost area outwards.
    areas: Vec<Area>,
}

/// A body with the areas that are known from what stands around its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Known {
    pub(super) body: Body,
    /// Areas of the upper body (cơ quan chủ quản).
    outer: Vec<Area>,
}

/// How a cited body stands to a held document's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Not stated on one side.
    Unknown,
    /// One body.
    Same,
    /// One name is less exact than the other, and nothing parts them.
    Compatible,
    /// Two bodies.
    Other,
}

/// Words that name a level of the administration, longest first.
static LEVELS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    ["thành phố", "thị xã", "thị trấn", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã"].iter().map(|w| split(w)).collect()
});

/// Titles of heads: a head counts as the body that he heads.
static HEADS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    [
        "tổng cục trưởng",
        "phó tổng giám đốc",
        "tổng giám đốc",
        "phó chủ tịch",
        "phó giám đốc",
        "chủ tịch",
        "giám đốc",
        "bộ trưởng",
        "thứ trưởng",
        "chủ nhiệm",
        "viện trưởng",
        "cục trưởng",
        "chi cục trưởng",
        "hiệu trưởng",
        "trưởng phòng",
        "trưởng ban",
        "trưởng đoàn",
        "chánh án",
        "chánh",
        "thống đốc",
        "bí thư",
        "ban thường vụ",
        "ban thường trực",
        "thường trực",
        "thường vụ",
        "lãnh đạo",
    ]
    .iter()
    .map(|w| split(w))
    .collect()
});

/// Words after which a body's name is over.
static TAILS: LazyLock<Vec<String>> = LazyLock::new(|| ["khóa", "kỳ", "nhiệm", "về", "tại", "ngày"].map(syllable).to_vec());

static PARTY: LazyLock<Vec<(Vec<String>, Vec<String>)>> = LazyLock::new(|| {
    [
        ("ban chấp hành đảng bộ", "cấp ủy"),
        ("đảng bộ", "cấp ủy"),
        ("đảng ủy ủy ban nhân dân", "đảng ủy cơ quan ủy ban nhân dân"),
        ("tỉnh ủy", "cấp ủy tỉnh"),
        ("thành ủy", "cấp ủy thành phố"),
        ("huyện ủy", "cấp ủy huyện"),
        ("quận ủy", "cấp ủy quận"),
        ("thị ủy", "cấp ủy thị xã"),
        ("đảng ủy xã", "cấp ủy xã"),
        ("đảng ủy phường", "cấp ủy phường"),
        ("tỉnh đoàn", "đoàn thanh niên tỉnh"),
        ("huyện đoàn", "đoàn thanh niên huyện"),
        ("thủ tướng chính phủ", "thủ tướng"),
    ]
    .iter()
    .map(|(from, to)| (split(from), split(to)))
    .collect()
});

/// The central bodies of the Party sign alike (`…/TW`): one of their names does not part them from another.
static CENTRAL_PARTY: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    ["bộ chính trị", "ban bí thư", "ban chấp hành trung ương", "trung ương đảng", "hội nghị lần thứ"]
        .iter()
        .map(|w| split(w))
        .collect()
});

fn split(words: &str) -> Vec<String> {
    words.split(' ').map(syllable).collect()
}

impl Body {
    /// Reads a name; `None` where it names no body (`Chủ tịch` alone).
    pub(super) fn parse(name: &str) -> Option<Self> {
        let shown = name.split('(').next().unwrap_or_default();
        let mut words = syllables(shown);
        if let Some(end) = words.iter().skip(1).position(|w| TAILS.contains(w)) {
            words.truncate(end + 1);
        }
        while let Some(head) = HEADS.iter().find(|h| words.starts_with(h)) {
            words.drain(..head.len());
        }
        for (from, to) in PARTY.iter() {
            if words.starts_with(from) {
                words.splice(..from.len(), to.iter().cloned());
                break;
            }
        }
        if words.is_empty() {
            return None;
        }
        let mut body = Self::default();
        let mut i = 0;
        while let Some(word) = words.get(i) {
            let rest = words.get(i..).unwrap_or_default();
            let level = if i == 0 { None } else { LEVELS.iter().position(|l| rest.starts_with(l)) };
            match (level.and_then(|l| Some((u8::try_from(l).ok()?, LEVELS.get(l)?.len()))), body.areas.last_mut()) {
                (Some((level, len)), _) => {
                    body.areas.push(Area { level, name: Vec::new(), plain: Vec::new() });
                    i += len;
                }
                (None, Some(area)) => {
                    area.name.push(word.clone());
                    area.plain.push(bare(word));
                    i += 1;
                }
                (None, None) => {
                    body.organ.push(word.clone());
                    body.plain.push(bare(word));
                    i += 1;
                }
            }
        }
        Some(body)
    }

    /// Its name, written out.
    pub(super) fn name(&self) -> String {
        let level = |area: &Area| LEVELS.get(usize::from(area.level)).into_iter().flatten().cloned().collect::<Vec<_>>();
        let areas = self.areas.iter().flat_map(|area| level(area).into_iter().chain(area.name.iter().cloned()));
        self.organ.iter().cloned().chain(areas).collect::<Vec<_>>().join(" ")
    }

    /// Its areas that have a name.
    fn named(&self) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(|a| !a.name.is_empty())
    }
}

impl Known {
    /// A body by its name and its upper body's.
    pub(super) fn new(issuer: Option<&str>, parent: Option<&str>) -> Option<Self> {
        let body = Body::parse(issuer?)?;
        let outer = parent.and_then(Body::parse).map(|p| p.areas.into_iter().filter(|a| !a.name.is_empty()).collect());
        Some(Self { body, outer: outer.unwrap_or_default() })
    }

    /// A body of which only its own name is known.
    pub(super) fn from_body(body: &Body) -> Self {
        Self { body: body.clone(), outer: Vec::new() }
    }

    /// All areas with a name, innermost first.
    fn chain(&self) -> impl Iterator<Item = &Area> {
        self.body.named().chain(self.outer.iter())
    }

    fn at_level(&self, level: u8) -> Option<&Area> {
        self.chain().find(|a| a.level == level)
    }

    /// Do both belong to one place, or does one stand over the other?
    pub(super) fn is_kin(&self, other: &Self) -> bool {
        self.chain().any(|a| other.chain().any(|b| a == b))
    }

    /// Is this body the reader itself; does it stand in the reader's line: itself or over it?
    pub(super) fn is_in_line_of(&self, reader: &Self) -> (bool, bool) {
        let own = self.fit_held(reader) == Fit::Same;
        let mine = self.body.named().next().or_else(|| self.outer.first());
        (own || mine.is_some_and(|mine| reader.chain().any(|a| a == mine)), own)
    }

    /// Could `cited` be written by slip for this body: does it stand over it, or beside it in the same place?
    pub(super) fn is_mixed_up_with(&self, cited: &Body) -> bool {
        match (cited.areas.first(), self.body.areas.first()) {
            (Some(theirs), Some(mine)) if theirs.level == mine.level => theirs.name == mine.name,
            (Some(theirs), _) => theirs.name.is_empty() || self.chain().any(|a| a == theirs),
            (None, _) => false,
        }
    }

    /// What of a reader tells which body he means by `cited`: where it names its place nothing, so that all readers share one.
    pub(super) fn completing(cited: &Body, reader: Option<&Self>) -> Option<Self> {
        match cited.areas.first() {
            None => reader.cloned(),
            Some(area) if area.name.is_empty() => {
                let area = reader?.at_level(area.level)?;
                Some(Self { body: Body::default(), outer: vec![area.clone()] })
            }
            Some(_) => None,
        }
    }

    /// Does `cited`, read in a document of the body `reader`, mean this body? Of the reader no more counts than what
    /// [`Self::completing`] gives.
    pub(super) fn fit(&self, cited: &Body, reader: Option<&Self>) -> Fit {
        let held = &self.body;
        // Places differ more often than organs do.
        if cited.areas == held.areas
            && cited == held
            && (!cited.areas.is_empty() || self.outer.is_empty())
            && held.named().count() == held.areas.len()
        {
            return Fit::Same;
        }
        if cited.organ != held.organ {
            return self.fit_across_organs(cited);
        }
        let Some(first) = cited.areas.first() else {
            // `Sở Công thương` without a place: the reader's own place is meant.
            return match reader {
                Some(reader) => self.fit_by_chain(reader),
                None => Fit::Compatible,
            };
        };
        let own = held.areas.first();
        let mine = match own {
            Some(area) if area.level != first.level => return Fit::Other,
            Some(area) => Some(area),
            None => self.outer.iter().find(|a| a.level == first.level),
        };
        let mine = mine.filter(|a| !a.name.is_empty());
        let stated = (!first.name.is_empty()).then_some(first);
        let meant = stated.or_else(|| reader.and_then(|r| r.at_level(first.level)));
        let fit = match (meant, mine) {
            (Some(a), Some(b)) => fit_of_names(a, b),
            _ => Fit::Compatible,
        };
        // Communes of one name lie in several districts: outer areas that both state must agree.
        let parted = cited
            .areas
            .iter()
            .skip(1)
            .filter(|a| !a.name.is_empty())
            .any(|a| self.at_level(a.level).is_some_and(|b| b != first && fit_of_names(a, b) == Fit::Other));
        if parted { Fit::Other } else { fit }
    }

    /// Are two held documents of one body? Symmetric.
    pub(super) fn fit_held(&self, other: &Self) -> Fit {
        match (self.fit(&other.body, Some(other)), other.fit(&self.body, Some(self))) {
            (Fit::Other, _) | (_, Fit::Other) => Fit::Other,
            (Fit::Same, _) | (_, Fit::Same) => Fit::Same,
            _ => Fit::Compatible,
        }
    }

    fn fit_by_chain(&self, reader: &Self) -> Fit {
        let mut fit = Fit::Compatible;
        for area in self.chain() {
            if let Some(theirs) = reader.at_level(area.level) {
                if fit_of_names(theirs, area) == Fit::Other {
                    return Fit::Other;
                }
                fit = Fit::Same;
            }
        }
        fit
    }

    /// `Sở Y tế Khánh Hòa` for `Sở Y tế` under `UBND tỉnh Khánh Hòa`; a part of a body for the body.
    fn fit_across_organs(&self, cited: &Body) -> Fit {
        let held = &self.body;
        let with_place = |organ: &[String], full: &[String], areas: &[&Area]| {
            full.strip_prefix(organ).is_some_and(|rest| !rest.is_empty() && areas.iter().any(|a| a.name == rest))
        };
        let mine: Vec<&Area> = self.chain().collect();
        let theirs: Vec<&Area> = cited.named().collect();
        if with_place(&held.organ, &cited.organ, &mine) || with_place(&cited.organ, &held.organ, &theirs) {
            return Fit::Same;
        }
        let central = |organ: &[String]| CENTRAL_PARTY.iter().any(|c| organ.windows(c.len()).any(|w| w == c.as_slice()));
        if central(&held.organ) && central(&cited.organ) {
            return Fit::Compatible;
        }
        let (a, b) = (&cited.plain, &held.plain);
        // Marks lost in recognition, or one name longer than the other by a tail.
        let alike = a.len() >= 2 && b.len() >= 2 && (a.starts_with(b) || b.starts_with(a));
        if alike && (cited.areas.is_empty() || held.areas.is_empty() || cited.areas == held.areas) {
            Fit::Compatible
        } else {
            Fit::Other
        }
    }
}

/// Could two names, as documents write them, mean one body? `true` also where one of them is less exact.
#[must_use]
pub fn may_be_one_body(a: &str, b: &str) -> bool {
    let known = |name: &str| Known::new(Some(name), None);
    known(a).zip(known(b)).is_none_or(|(a, b)| a.fit_held(&b) != Fit::Other)
}

/// A key that spellings of one body's name share: without its head's title, short forms written out, with its place; the upper
/// body (cơ quan chủ quản) gives the place where the name has none. `None` where it names no body.
#[must_use]
pub fn body_key(issuer: &str, parent: Option<&str>) -> Option<String> {
    let known = Known::new(Some(issuer), parent)?;
    let own_place = known.body.named().next().is_some();
    let area = known.body.named().chain(known.outer.iter().filter(|_| !own_place)).next();
    Some(key_of(&known.body.organ, area))
}

/// The [`body_key`] of a body as a document cites it: the document's own place completes `UBND xã`, `UBND huyện`.
#[must_use]
pub fn cited_body_key(cited: &str, issuer: Option<&str>, parent: Option<&str>) -> Option<String> {
    let body = Body::parse(cited)?;
    let reader = Known::new(issuer, parent);
    let first = body.areas.first();
    let level = first.filter(|a| a.name.is_empty()).map(|a| a.level);
    let completed = level.and_then(|level| reader.as_ref()?.at_level(level));
    Some(key_of(&body.organ, completed.or_else(|| body.named().next())))
}

fn key_of(organ: &[String], area: Option<&Area>) -> String {
    let mut key = organ.join(" ");
    if let Some(area) = area {
        key.push('|');
        key.push_str(LEVELS.get(usize::from(area.level)).map(|l| l.join(" ")).unwrap_or_default().as_str());
        key.push('|');
        key.push_str(&area.name.join(" "));
    }
    key
}

fn fit_of_names(a: &Area, b: &Area) -> Fit {
    if a.name == b.name {
        return Fit::Same;
    }
    // A name that has marks on both sides and differs in them is another name (Sơn Dung, Sơn Dũng).
    if a.plain == b.plain {
        return if a.name != a.plain && b.name != b.plain { Fit::Other } else { Fit::Compatible };
    }
    if a.plain.starts_with(&b.plain) || b.plain.starts_with(&a.plain) { Fit::Compatible } else { Fit::Other }
}

#[cfg(test)]
mod tests {
    use super::{Body, Fit, Known};

    #[test]
    fn names_of_one_body_meet_and_levels_and_places_part() {
        let commune = ("UBND xã Mẫu Sơn", Some("UBND huyện Tam Bình"));
        let rows: [(&str, (&str, Option<&str>), Fit); 22] = [
            ("UBND xã Mẫu Sơn", commune, Fit::Same),
            ("Uỷ ban nhân dân xã Mẫu Sơn", commune, Fit::Same),
            ("Chủ tịch UBND xã Mẫu Sơn", commune, Fit::Same),
            ("UBND xã Mẫu Sơn, huyện Tam Bình", commune, Fit::Same),
            ("UBND xã Mẫu Sơn, huyện Ba Vì", commune, Fit::Other),
            ("UBND xã", commune, Fit::Same),
            ("UBND huyện", commune, Fit::Other),
            ("UBND huyện Tam Bình", commune, Fit::Other),
            ("HĐND xã Mẫu Sơn khóa XII, kỳ họp thứ 7", ("HĐND xã Mẫu Sơn", None), Fit::Same),
            ("UBND xã Mẫu Sợn", commune, Fit::Other),
            ("UBND huyện", ("UBND huyện Tam Bình", None), Fit::Same),
            ("UBND huyện", ("UBND huyện Ba Vì", None), Fit::Other),
            ("UBND tỉnh", ("UBND tỉnh Hòa Giang", None), Fit::Compatible),
            ("Sở Công Thương tỉnh Hòa Giang", ("Sở Công Thương", Some("UBND tỉnh Hòa Giang")), Fit::Same),
            ("Giám đốc Sở Công thương", ("Sở Công Thương", Some("UBND tỉnh Hòa Giang")), Fit::Compatible),
            ("Sở Y tế Hoà Giang", ("Sở Y tế", Some("UBND tỉnh Hòa Giang")), Fit::Same),
            ("Bộ trưởng Bộ Y tế", ("Bộ Y tế", None), Fit::Same),
            ("Bộ Tài chính", ("Bộ Y tế", None), Fit::Other),
            ("Thủ tướng", ("Thủ tướng Chính phủ", None), Fit::Same),
            ("Ban Thường vụ Tỉnh uỷ Hòa Giang", ("Tỉnh ủy Hòa Giang", None), Fit::Same),
            ("Hội nghị lần thứ sáu Ban Chấp hành Trung ương Khóa XII", ("Ban Chấp hành Trung ương", None), Fit::Compatible),
            ("Phòng Nội vụ huyện Tam Bình", ("Phòng Nội vụ", Some("UBND huyện Tam Bình")), Fit::Same),
        ];
        let reader = Known::new(Some("UBND xã Mẫu Sơn"), Some("UBND huyện Tam Bình"));
        for (cited, (held, parent), want) in rows {
            let held_body = Known::new(Some(held), parent);
            let fit = Body::parse(cited).zip(held_body).map(|(c, h)| h.fit(&c, reader.as_ref()));
            assert_eq!(fit, Some(want), "{cited} | {held}");
        }
        assert_eq!(Body::parse("Chủ tịch"), None);
    }
}
