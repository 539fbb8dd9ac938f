//! Laws, codes, ordinances and the Constitution by name, with or without number, year or date.
//!
//! A name in the table is taken as it stands there. Any other name is read by its grammar up to its natural end: a mark, a
//! figure, a word that no name goes on with. Names of laws about laws (`Luật sửa đổi, bổ sung một số điều của Luật …`) are
//! one name with others inside.

use std::sync::LazyLock;

use super::super::fold::tone_key;
use super::super::numbers;
use super::super::table::{Needles, Table, WordSet};
use super::around::{Text, is_letter, one_line};
use super::mention::{Form, Mention};
use super::why::{Ground, Refused};
use crate::model::{Kind, short_forms};

/// Syllables of a known name as keys, by the first syllable; longest first.
static NAMES: LazyLock<Table<String, Vec<Vec<String>>>> = LazyLock::new(|| {
    let mut index: Table<String, Vec<Vec<String>>> = Table::default();
    for row in include_str!("../../tables/laws.tsv").lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let name = row.split('\t').next().unwrap_or_default();
        let keys = syllables(name);
        if let Some(first) = keys.first() {
            let names = index.entry(first.clone()).or_default();
            let at = names.partition_point(|n| n.len() >= keys.len());
            names.insert(at, keys.clone());
        }
    }
    index
});

/// The names that bear a number, as [`syllables`].
static NUMBERED: LazyLock<Table<&'static str, Vec<Vec<String>>>> = LazyLock::new(|| {
    let mut index: Table<&str, Vec<Vec<String>>> = Table::default();
    for row in include_str!("../../tables/laws.tsv").lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let mut cells = row.split('\t');
        if let (Some(name), Some(number)) = (cells.next(), cells.next().filter(|n| !n.is_empty())) {
            index.entry(number).or_default().push(syllables(name));
        }
    }
    index
});

/// Short forms inside names, with what they stand for, also as [`syllables`]: `VBQPPL` → `văn bản quy phạm pháp luật`.
static ABBREVIATIONS: LazyLock<Table<&'static str, (&'static str, Vec<String>)>> = LazyLock::new(|| {
    let forms = short_forms().iter().filter(|form| form.in_laws);
    forms.map(|form| (form.short, (form.first(), syllables(form.first())))).collect()
});

static ANCHORS: LazyLock<Option<Needles>> = LazyLock::new(|| {
    let words = ["luật", "pháp lệnh", "hiến pháp"];
    Needles::of(&[words.as_slice(), CODES.map(|(letters, _)| letters).as_slice()].concat())
});

/// Codes by their letters, which courts and procuracies write for the name.
const CODES: [(&str, &str); 5] = [
    ("blhs", "Bộ luật Hình sự"),
    ("bltths", "Bộ luật Tố tụng hình sự"),
    ("blds", "Bộ luật Dân sự"),
    ("blttds", "Bộ luật Tố tụng dân sự"),
    ("bllđ", "Bộ luật Lao động"),
];

fn syllables(name: &str) -> Vec<String> {
    name.split([' ', ',', '-', '\n']).filter(|w| !w.is_empty()).map(key).collect()
}

/// Finds all laws by name, in order.
pub(super) fn find(text: Text<'_>, refused: &mut Refused) -> Vec<Mention> {
    let Some(anchors) = ANCHORS.as_ref() else { return Vec::new() };
    let mut out: Vec<Mention> = Vec::new();
    for anchor in anchors.find_iter(text.low) {
        if out.last().is_some_and(|m: &Mention| anchor.start() < m.end) {
            continue;
        }
        let read = match anchor.pattern().as_usize() {
            2 => constitution(text, anchor.start(), anchor.end()),
            pattern => match pattern.checked_sub(3).and_then(|at| CODES.get(at)) {
                Some((_, name)) => code(text, anchor.start(), anchor.end(), name),
                None => law(text, anchor.start(), anchor.end(), pattern == 1),
            },
        };
        if read.is_none() && refused.is_on() && text.is_capital(anchor.start()) {
            refuse(text, anchor.start(), anchor.end(), refused);
        }
        // `các luật: Đất đai, Nhà ở`
        let (word, mut end) = read.as_ref().map_or((anchor.start(), anchor.end()), |law| (law.start, law.end));
        let word_alone = Kind::from_code(if anchor.pattern().as_usize() == 1 { "PL" } else { "Luật" });
        let kind = read.as_ref().map_or(word_alone, |law| law.kind);
        let listed = text.words_before(word, "các").is_some();
        out.extend(read);
        while let Some(next) = listed.then(|| next_of_list(text, kind, end)).flatten() {
            end = next.end;
            out.push(next);
        }
    }
    out
}

/// `các Luật Đất đai, Nhà ở và Đấu thầu`: one of several laws behind one word, in capitals and of a name that is known.
fn next_of_list(text: Text<'_>, kind: Option<Kind>, end: usize) -> Option<Mention> {
    let joint = text.over_blanks(end);
    let mark = text.raw.as_bytes().get(joint).is_some_and(|mark| matches!(mark, b',' | b';' | b':'));
    let after = if mark { text.over_blanks(joint + 1) } else { joint };
    let start = text.words_at(after, "và").map_or(after, |and| text.over_blanks(and));
    let end = known(text, start).filter(|_| start > joint && text.is_capital(start))?;
    let mut mention = Mention::new(Form::Name, start, end);
    mention.kind = kind;
    mention.typed = true;
    let word = kind.map_or("Luật", |kind| kind.row().name);
    mention.name = Some(written_out(&format!("{word} {}", one_line(text.raw(start, end)))));
    with_year(text, &mut mention);
    with_number(text, &mut mention);
    mention.tail = mention.end;
    Some(mention)
}

/// Keeps a law's word, written as a name's beginning, that no name follows. `Kỷ luật`, `PHÁP LUẬT` hold it by chance.
fn refuse(text: Text<'_>, start: usize, end: usize, refused: &mut Refused) {
    let before = text.word_start(text.back_over_blanks(start));
    let word = text.low(before, text.back_over_blanks(start));
    let next = text.word_end(text.over_blanks(end));
    match word {
        _ if text.raw(end, next).trim().is_empty() => {}
        "thảo" | "dự" | "án" => refused.add(before..next, "draft"),
        "pháp" | "kỷ" | "kỉ" | "quy" | "qui" | "ngành" | "vệ" | "phạm" | "nhất" | "âm" | "dân" => {}
        _ if text.low(start, end) == "hiến pháp" => refused.add(start..end, "notion"),
        _ => refused.add(start..next, "no-name-follows"),
    }
}

/// `BLHS năm 2015`: a code by its letters, which stand in capitals and in no symbol.
fn code(text: Text<'_>, start: usize, end: usize, name: &str) -> Option<Mention> {
    let joined = |c: char| is_letter(c) || matches!(c, '/' | '-' | '&' | '.');
    if text.raw(start, end).chars().any(char::is_lowercase)
        || text.low_before(start).chars().next_back().is_some_and(joined)
        || text.low_from(end).chars().next().is_some_and(|c| is_letter(c) || matches!(c, '/' | '-' | '&'))
    {
        return None;
    }
    let (surface, year) = year_after(text, end);
    let mut mention = Mention::new(Form::Name, start, if year.is_some() { surface } else { end });
    mention.kind = Kind::from_code("BL");
    mention.name = Some(name.to_owned());
    mention.date = year;
    mention.dated = year.map(|_| Ground::new("name", end..surface)).unwrap_or_default();
    mention.typed = true;
    mention.tail = mention.end;
    Some(mention)
}

fn constitution(text: Text<'_>, start: usize, end: usize) -> Option<Mention> {
    if !text.is_capital(start) {
        return None;
    }
    let country = country(text, end);
    let after = country.unwrap_or(end);
    let (surface, year) = year_after(text, after);
    let mut mention = Mention::new(Form::Name, start, if year.is_some() { surface } else { after });
    // `Hiến pháp` alone is the notion, not a document, unless it is a ground or its provisions are named.
    let named = || {
        let governed = ["căn cứ", "căn cứ vào", "quy định của", "quy định tại", "quy định trong"];
        let both = ["và pháp luật", "pháp luật", ", pháp luật"].iter().any(|w| text.words_at(text.over_blanks(end), w).is_some());
        !both && governed.iter().any(|words| text.words_before(start, words).is_some())
    };
    if year.is_none() && country.is_none() && !named() {
        return None;
    }
    mention.kind = Kind::from_code("HP");
    mention.name = Some("Hiến pháp".to_owned());
    mention.date = year;
    mention.dated = year.map(|_| Ground::new("name", after..surface)).unwrap_or_default();
    mention.typed = true;
    Some(mention)
}

/// The country's name behind this place: where it ends.
pub(super) fn country(text: Text<'_>, at: usize) -> Option<usize> {
    ["nước cộng hòa xã hội chủ nghĩa việt nam", "nước cộng hoà xã hội chủ nghĩa việt nam", "nước chxhcn việt nam"]
        .iter()
        .find_map(|name| text.words_at(text.over_blanks(at), name))
}

/// A year that belongs to a name: `năm 2015`, `2015`, `(năm 2015)`; the place after it.
fn year_after(text: Text<'_>, at: usize) -> (usize, Option<crate::model::PartialDate>) {
    let mut i = text.over_blanks(at);
    let named = text.words_at(i, "năm");
    if let Some(after) = named {
        i = text.over_blanks(after);
    }
    let digits = text.raw.get(i..i + 4).unwrap_or_default();
    let year = digits.parse::<u16>().ok().filter(|y| (1945..=2100).contains(y) && digits.bytes().all(|b| b.is_ascii_digit()));
    let mut after = text.raw.get(i + 4..).unwrap_or_default().chars();
    let ends = match after.next() {
        // `2021-2025`, `2015/NĐ`.
        Some('/' | '-') => !after.next().is_some_and(is_letter),
        Some(c) => !is_letter(c),
        None => true,
    };
    match year.filter(|_| ends && i > at) {
        Some(year) => (i + 4, crate::model::PartialDate::year(year)),
        None => (at, None),
    }
}

fn law(text: Text<'_>, anchor: usize, after: usize, ordinance: bool) -> Option<Mention> {
    if text.raw.get(..anchor)?.chars().next_back().is_some_and(is_letter)
        || text.raw.get(after..)?.chars().next().is_some_and(is_letter)
    {
        return None;
    }
    // `Bộ luật`; never `pháp luật`, `kỷ luật`, `dự thảo Luật`.
    let before = text.back_over_blanks(anchor);
    let word_start = text.word_start(before);
    let word = text.low(word_start, before);
    if matches!(word, "pháp" | "kỷ" | "kỉ" | "quy" | "qui" | "thảo" | "ngành" | "vệ" | "dự" | "phạm" | "nhất" | "âm" | "dân")
        || word == "án" && text.words_before(before, "dự án").is_some()
    {
        return None;
    }
    if names_body(text, word_start, word, after) {
        return None;
    }
    let code = word == "bộ" && before < anchor;
    let start = if code { word_start } else { anchor };
    let kind = Kind::from_code(if ordinance {
        "PL"
    } else if code {
        "BL"
    } else {
        "Luật"
    });
    let next = text.over_blanks(after);
    if next == after {
        return None;
    }
    // `Luật về Quản lý, sử dụng vũ khí`: a name that is known is known so, too.
    let about = text.words_at(next, "về").map(|end| text.over_blanks(end)).filter(|at| known(text, *at).is_some());
    let next = about.unwrap_or(next);
    let capital = text.is_capital(anchor) || (code && text.is_capital(start));
    let end = if let Some(end) = about_laws(text, next) {
        end
    } else if let Some(end) = known(text, next) {
        end
    } else if capital {
        unknown(text, next).or_else(|| small(text, start, next))?
    } else {
        return None;
    };
    let mut mention = Mention::new(Form::Name, start, end);
    mention.kind = kind;
    mention.typed = true;
    let named = one_line(text.raw(start, end));
    mention.name = Some(written_out(&if about.is_some() { named.replacen(" về ", " ", 1) } else { named }));
    with_year(text, &mut mention);
    with_number(text, &mut mention);
    if mention.number.is_some() && text.words_at(next, "sửa đổi").is_some() {
        number_of_inner(text, &mut mention, end);
    }
    mention.enacted =
        mention.number.is_none() && mention.date.is_none() && text.words_before(mention.start, "ban hành").is_some();
    mention.tail = mention.end;
    Some(mention)
}

/// `Vụ Luật pháp`, `Trường Đại học Luật Hà Nội`, `luật pháp`: the word belongs to a body's name or to another noun.
fn names_body(text: Text<'_>, before: usize, word: &str, after: usize) -> bool {
    let body = match word {
        "vụ" | "khoa" => text.is_capital(before),
        "học" => text.words_before(before, "đại").is_some(),
        _ => false,
    };
    let notion = || {
        let next = text.words_at(text.over_blanks(after), "pháp")?;
        let next = text.over_blanks(next);
        (!["lệnh", "điển"].iter().any(|word| text.words_at(next, word).is_some())).then_some(next)
    };
    body || notion().is_some()
}

/// `ban hành Luật sửa đổi, bổ sung một số điều của Luật Dầu khí số 12/2022/QH15`: a number that is known as the inner law's is
/// not the changing law's; the inner law is the one that is named whole.
fn number_of_inner(text: Text<'_>, mention: &mut Mention, end: usize) {
    let number = mention.number.as_deref().zip(mention.year).zip(mention.symbol.as_deref());
    let Some(((number, year), symbol)) = number else { return };
    let number = format!("{number}/{year}/{symbol}");
    let inside = text.low(mention.start, end);
    let Some(at) = inside.rfind("luật ").filter(|at| *at > 0).map(|at| mention.start + at) else { return };
    let name = text.over_blanks(at + "luật ".len());
    if is_number_of(&number, text.raw(name, end)) != Some(true) {
        return;
    }
    let code = text.words_before(at, "bộ");
    mention.start = code.unwrap_or(at);
    mention.kind = Kind::from_code(if code.is_some() { "BL" } else { "Luật" });
    mention.name = Some(written_out(&one_line(text.raw(mention.start, end))));
}

/// Is this number (`31/2024/QH15`) the one of the law of this name? `None` if no law of that number is known.
fn is_number_of(number: &str, name: &str) -> Option<bool> {
    NUMBERED.get(number).map(|names| names.contains(&syllables(name)))
}

/// `Luật Đất đai năm 2024`: the year belongs to the name.
fn with_year(text: Text<'_>, mention: &mut Mention) {
    let (end, year) = year_after(text, mention.end);
    if year.is_some() {
        mention.dated = Ground::new("name", mention.end..end);
        mention.end = end;
        mention.date = year;
    }
}

/// `Luật Đất đai số 31/2024/QH15`: the number belongs to the name.
fn with_number(text: Text<'_>, mention: &mut Mention) {
    let i = text.over_blanks(mention.end);
    let after = text.words_at(i, "số");
    let at = after.map_or(i, |after| text.over_blanks(text.low_from(after).strip_prefix(':').map_or(after, |_| after + 1)));
    if !numbers::may_begin(text.raw.as_bytes(), at) {
        return;
    }
    if let Some(number) = numbers::read(text.raw, at).filter(|n| !n.is_bare() && (after.is_some() || n.year.is_some())) {
        mention.end = number.range.end;
        mention.number = Some(number.ordinal_text(text.raw));
        mention.year = number.year;
        mention.symbol = number.symbol_text(text.raw);
        mention.numbered = true;
        mention.form = Form::Number;
    }
}

static AND: LazyLock<String> = LazyLock::new(|| tone_key("và"));

/// A syllable for comparison: tone placement and `qui`/`quy` do not count.
fn key(word: &str) -> String {
    let key = tone_key(word);
    match key.strip_prefix("qui") {
        Some(tone) if !tone.chars().any(is_letter) => format!("quy{tone}"),
        _ => key,
    }
}

/// The words of a text from a place on, read as they are asked for: the names that may stand there share them.
struct Words<'a> {
    text: Text<'a>,
    read: Vec<Word>,
}

struct Word {
    start: usize,
    end: usize,
    key: String,
    /// What it stands for as a short form.
    long: Option<&'static [String]>,
}

impl Words<'_> {
    /// The word that begins at this place; it may be empty.
    fn at(&mut self, start: usize) -> Option<&Word> {
        let read = self.read.iter().position(|word| word.start == start);
        if read.is_none() {
            let end = self.text.word_end(start);
            let word = self.text.raw(start, end);
            let long = ABBREVIATIONS.get(word).map(|(_, long)| long.as_slice());
            self.read.push(Word { start, end, key: key(word), long });
        }
        read.map_or(self.read.last(), |at| self.read.get(at))
    }
}

/// The end of this name if it stands at `at`. Commas, dashes and `và` between its parts may differ, and short forms stand for
/// their words (`HĐND`).
fn match_name(words: &mut Words<'_>, at: usize, name: &[String]) -> Option<usize> {
    let text = words.text;
    let mut i = at;
    let mut rest = name;
    while let Some(wanted) = rest.first() {
        let mut next = text.over_blanks(i);
        let mark = text.raw.get(next..).and_then(|r| r.strip_prefix([',', '-', '–']));
        if let Some(after) = mark {
            next = text.over_blanks(text.raw.len() - after.len());
        }
        if next == i && i > at {
            return None;
        }
        let word = words.at(next)?;
        if word.key == *wanted {
            rest = rest.get(1..)?;
            i = word.end;
        } else if *wanted == *AND && mark.is_some() {
            rest = rest.get(1..)?;
        } else if word.key == *AND && i > at {
            i = word.end;
        } else {
            rest = rest.strip_prefix(word.long?)?;
            i = word.end;
        }
    }
    Some(i)
}

/// The longest name of the table that stands at `at`: its end.
pub(super) fn known(text: Text<'_>, at: usize) -> Option<usize> {
    let mut words = Words { text, read: Vec::new() };
    let names = NAMES.get(&words.at(at)?.key)?;
    let end = names.iter().find_map(|name| match_name(&mut words, at, name))?;
    // `Luật Ban hành … của Hội đồng nhân dân và Ủy ban nhân dân`, however it is spelt.
    if let Some(council) = text.words_at(text.over_blanks(end), "của hội đồng nhân dân") {
        let mut i = council;
        for _ in 0..6 {
            let next = text.over_blanks(i);
            let word_end = text.word_end(next);
            let word = text.low(next, word_end);
            if word_end == next || matches!(word, "ngày" | "năm" | "số" | "quy" | "được") {
                break;
            }
            i = word_end;
        }
        return Some(i);
    }
    if let Some(amended) = ["(sửa đổi)", "sửa đổi"].iter().find_map(|w| text.words_at(text.over_blanks(end), w)) {
        return Some(amended);
    }
    // A longer name that begins alike (`Bưu chính viễn thông`) is believed where a number, a year or a date closes it.
    let longer = run(text, at, true).filter(|wide| *wide > end).and_then(|_| unknown(text, at));
    Some(longer.filter(|longer| *longer > end && is_closed(text, *longer)).unwrap_or(end))
}

/// Words with which no name of a law goes on.
static ENDS: LazyLock<WordSet> = LazyLock::new(|| {
    WordSet::from_iter([
        "của", "được", "có", "thì", "đã", "là", "để", "cho", "tại", "trên", "khi", "nhằm", "do", "này", "nêu", "cũng", "phải",
        "không", "các", "những", "như", "ngày", "năm", "số", "hoặc", "từ", "đến", "đối", "thuộc", "theo", "về", "quy", "ban",
        "hiện", "vào", "với", "sẽ", "chưa", "đang", "bị", "mà", "nên", "sau", "trước", "kể", "gồm", "còn", "đó", "khác", "nói",
        "liên", "hướng", "mới", "sửa", "trong", "gây", "cùng", "nay", "thực", "nhưng", "ra", "bao", "qua", "tuy",
    ])
});

/// The end of a name that the table does not know; `None` if no name stands at `at`.
fn unknown(text: Text<'_>, at: usize) -> Option<usize> {
    if !text.is_capital(at) {
        return None;
    }
    let plain = run(text, at, false)?;
    // A list inside a name (`Luật A, b và c năm 2024`) is believed where a number, a year or a date closes it.
    let wide = run(text, at, true)?;
    Some(if wide > plain && is_closed(text, wide) { wide } else { plain })
}

/// The end of a name in small letters (`Căn cứ Luật thuế nhà thầu;`): one of several words that a number, a year or a date closes,
/// or that is all of a ground.
fn small(text: Text<'_>, start: usize, at: usize) -> Option<usize> {
    // What is said of a law that was named before.
    const SAID: [&str; 15] =
        ["sư", "hết", "bãi", "cũ", "chuyên", "áp", "chỉ", "cần", "nào", "ấy", "vẫn", "định", "đều", "luôn", "thay"];
    let first = text.low(at, text.word_end(at));
    if !first.starts_with(char::is_alphabetic) || ENDS.contains(first) || SAID.contains(&first) {
        return None;
    }
    let end = run(text, at, true).filter(|end| text.low(at, *end).split_whitespace().count() >= 2)?;
    // `theo Luật phòng, chống các tệ nạn xã hội.`
    let ground = || {
        let behind = text.over_blanks(end);
        let led =
            ["căn cứ", "theo", "quy định của", "quy định tại", "thi hành"].iter().any(|w| text.words_before(start, w).is_some());
        led && text.raw.get(behind..).is_some_and(|r| r.is_empty() || r.starts_with([';', '.', ')', '”']))
    };
    (is_closed(text, end) || ground()).then_some(end)
}

/// Does a number, a date or a year follow a name?
fn is_closed(text: Text<'_>, end: usize) -> bool {
    let i = text.over_blanks(end);
    ["số", "ngày"].iter().any(|w| text.words_at(i, w).is_some()) || year_after(text, end).1.is_some()
}

/// Words of a name from `at` on; `wide`: over commas before small words.
fn run(text: Text<'_>, at: usize, wide: bool) -> Option<usize> {
    let mut end = at;
    let mut i = at;
    // Where a verb stands that `và` joins to the name.
    let mut joined = text.raw.len();
    for n in 0..30 {
        let word_end = over_ampersand(text, text.word_end(i));
        let word = text.low(i, word_end);
        // `LUẬT, PHÁP LỆNH NĂM 2024`
        if n == 0 && (word == "năm" || text.words_at(i, "việt nam").is_some()) {
            return None;
        }
        // `Luật phòng, chống các bệnh truyền nhiễm`
        let goes_on = || match word {
            "các" => text.low(at, end).ends_with("chống"),
            // `Pháp lệnh hôn nhân giữa công dân Việt Nam với người nước ngoài`
            "với" => text.low(at, end).contains(" giữa "),
            "thực" => i == joined,
            "hiện" => i > joined && text.low(joined, i).trim_end() == "thực",
            _ => false,
        };
        // `Luật Đất đai công bố ngày …`
        if n > 0
            && matches!(word, "công" | "thông")
            && ["công bố ngày", "thông qua ngày"].iter().any(|w| text.words_at(i, w).is_some())
        {
            break;
        }
        if word_end == i || word.starts_with(|c: char| c.is_ascii_digit()) || (n > 0 && ENDS.contains(word) && !goes_on()) {
            break;
        }
        if word == "và" {
            let next = text.over_blanks(word_end);
            let follows = text.low(next, text.word_end(next));
            // `ký kết và thực hiện điều ước`
            let does = text.words_at(next, "thực hiện").is_some();
            let ended = follows.is_empty() || (!text.is_capital(next) && ENDS.contains(follows) && !does);
            if does && !ended {
                joined = next;
            }
            if ended || starts_citation(text, next) {
                break;
            }
        } else if n > 0 && text.is_capital(i) && starts_citation(text, i) {
            break;
        }
        if word != "và" {
            end = word_end;
        }
        let next = text.over_blanks(word_end);
        if next == word_end {
            let Some(b',') = text.raw.as_bytes().get(word_end) else { break };
            let after = text.over_blanks(word_end + 1);
            if !wide || text.is_capital(after) || after == word_end + 1 {
                break;
            }
            i = after;
            continue;
        }
        i = next;
    }
    (end > at).then_some(end)
}

/// The end of a short form that `&` goes on with (`HN&GĐ`).
fn over_ampersand(text: Text<'_>, end: usize) -> usize {
    let joined = text.raw.as_bytes().get(end) == Some(&b'&') && text.is_capital(end + 1);
    if joined { text.word_end(end + 1) } else { end }
}

/// Does another document or a provision begin here?
fn starts_citation(text: Text<'_>, at: usize) -> bool {
    [
        "luật",
        "bộ luật",
        "nghị",
        "pháp lệnh",
        "thông tư",
        "quyết định",
        "chỉ thị",
        "kế hoạch",
        "công văn",
        "văn bản",
        "điều",
        "khoản",
        "điểm",
        "hiến pháp",
        "qcvn",
        "tcvn",
        "quy chuẩn",
    ]
    .iter()
    .any(|w| text.words_at(at, w).is_some() || (*w == "nghị" && text.low_from(at).starts_with("nghị ")))
}

/// `sửa đổi, bổ sung một số điều của Luật A và Luật B`: the end of a law's name that is about laws.
fn about_laws(text: Text<'_>, at: usize) -> Option<usize> {
    let mut i = text.words_at(at, "sửa đổi")?;
    if let Some(after) =
        text.low_from(i).strip_prefix(',').map(|_| text.over_blanks(i + 1)).and_then(|n| text.words_at(n, "bổ sung"))
    {
        i = after;
    } else if let Some(after) = text.words_at(text.over_blanks(i), "bổ sung") {
        i = after;
    }
    for words in ["và bổ sung", "một số điều"] {
        if let Some(after) = text.words_at(text.over_blanks(i), words) {
            i = after;
        }
    }
    i = provisions(text, i);
    for words in ["của", "tại"] {
        if let Some(after) = text.words_at(text.over_blanks(i), words) {
            i = after;
        }
    }
    let mut next = text.over_blanks(i);
    let plural = text.words_at(next, "các");
    if let Some(after) = plural {
        next = text.over_blanks(after);
    }
    let figures = numbers::digits(text.raw.as_bytes(), next);
    let counted = figures > next;
    if counted {
        next = text.over_blanks(figures);
    }
    let mut end = None;
    loop {
        let bare = text.words_at(next, "bộ").map_or(next, |n| text.over_blanks(n));
        let Some(after) = text.words_at(bare, "luật").or_else(|| text.words_at(bare, "pháp lệnh")) else { break };
        let name = text.over_blanks(after);
        // `của Luật thuế doanh thu ngày …`
        let in_small = || small(text, bare, name).filter(|_| text.is_capital(bare));
        let Some(name_end) = known(text, name).or_else(|| unknown(text, name)).or_else(in_small) else {
            if counted || plural.is_some() {
                end = counted.then_some(after);
                let areas = ["trong lĩnh vực", "liên quan đến", "có liên quan đến", "có liên quan tới", "về"];
                if let Some(area) = areas.iter().find_map(|w| text.words_at(name, w)) {
                    end = area_end(text, text.over_blanks(area)).or(end);
                }
            }
            break;
        };
        end = Some(name_end);
        let joint = text.over_blanks(name_end);
        let after_joint = if text.raw.as_bytes().get(name_end) == Some(&b',') {
            text.over_blanks(name_end + 1)
        } else if let Some(and) = text.words_at(joint, "và") {
            text.over_blanks(and)
        } else {
            if let Some(area) = text.words_at(joint, "liên quan đến") {
                end = area_end(text, text.over_blanks(area)).or(end);
            }
            break;
        };
        // Another whole citation, with a date or number of its own, is not part of the name.
        let last = text.raw.as_bytes().get(name_end) != Some(&b',');
        if !is_inner_law(text, after_joint, last) {
            break;
        }
        next = after_joint;
    }
    end
}

/// Behind what a law's name says of the other law's provisions: `Điều 6`, `điều 6 và điều 9`, `và Phụ lục Danh mục … của`. Ends
/// where it began if no law follows.
fn provisions(text: Text<'_>, at: usize) -> usize {
    const LONGEST: usize = 160;
    let start = text.over_blanks(at);
    if !["điều", "và điều", "và phụ lục", "phụ lục"].iter().any(|w| text.words_at(start, w).is_some()) {
        return at;
    }
    let rest = text.low_from(start);
    let clause = rest.get(..text.boundary((start + LONGEST).min(text.low.len())) - start).unwrap_or(rest);
    let clause = clause.split([';', '.', '(', '"', '“']).next().unwrap_or_default();
    let laws = [" luật ", " pháp lệnh ", "\nluật ", "\npháp lệnh ", " bộ luật "];
    let Some(law) = laws.iter().filter_map(|w| clause.find(w)).min() else { return at };
    let words = clause.get(..law).unwrap_or_default().trim_end();
    start + words.strip_suffix("của").unwrap_or(words).trim_end().len()
}

/// Does a law stand here that has no number of its own? A number behind the `last` one of a name (`… của Luật A và Luật B số …`) is
/// the whole name's, unless it is known as this law's.
fn is_inner_law(text: Text<'_>, at: usize, last: bool) -> bool {
    let bare = text.words_at(at, "bộ").map_or(at, |n| text.over_blanks(n));
    let Some(after) = text.words_at(bare, "luật") else { return false };
    let name = text.over_blanks(after);
    let Some(end) = known(text, name).or_else(|| unknown(text, name)) else { return false };
    let i = text.over_blanks(end);
    let Some(after) = text.words_at(i, "số") else { return text.words_at(i, "sửa đổi").is_none() };
    let number = numbers::read(text.raw, text.over_blanks(after));
    let number = number.and_then(|n| Some(format!("{}/{}/{}", n.ordinal_text(text.raw), n.year?, n.symbol_text(text.raw)?)));
    let own = number.and_then(|number| is_number_of(&number, text.raw(name, end)));
    own.map_or(last, |own| !own)
}

/// The end of a field of law: up to a mark, `và` before a provision or document, or a word that ends names.
fn area_end(text: Text<'_>, at: usize) -> Option<usize> {
    let mut end = None;
    let mut i = at;
    for _ in 0..16 {
        let word_end = text.word_end(i);
        let word = text.low(i, word_end);
        // `quy hoạch` may begin a field, `quy định` ends one.
        if word_end == i || end.is_some() && ENDS.contains(word) || word.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        let next = text.over_blanks(word_end);
        if word == "và" && (starts_citation(text, next) || next == word_end) {
            break;
        }
        if word != "và" {
            end = Some(word_end);
        }
        if next == word_end {
            match text.raw.as_bytes().get(word_end) {
                Some(b',') if !text.is_capital(text.over_blanks(word_end + 1)) => i = text.over_blanks(word_end + 1),
                _ => break,
            }
        } else {
            i = next;
        }
    }
    end
}

/// A title in capitals as running text writes it: `LUẬT PHÒNG THỦ DÂN SỰ` → `Luật Phòng thủ dân sự`.
fn in_small_letters(name: &str) -> Option<String> {
    if name.chars().any(char::is_lowercase) {
        return None;
    }
    let mut out = String::with_capacity(name.len());
    let mut after_law = false;
    for (i, word) in name.split(' ').enumerate() {
        let mut letters = word.chars();
        if i > 0 {
            out.push(' ');
        }
        let low = word.to_lowercase();
        // A short form stays.
        if ABBREVIATIONS.contains_key(word) {
            out.push_str(word);
        } else if i == 0 || after_law || low == "luật" && !out.to_lowercase().ends_with("bộ ") {
            out.extend(letters.next());
            out.extend(letters.flat_map(char::to_lowercase));
        } else {
            out.push_str(&low);
        }
        after_law = low == "luật" || low == "lệnh";
    }
    Some(out)
}

/// A name with its short forms written out: `Luật Ban hành văn bản QPPL` → `Luật Ban hành văn bản quy phạm pháp luật`.
fn written_out(name: &str) -> String {
    let small = in_small_letters(name);
    let name = small.as_deref().unwrap_or(name);
    let mut out = String::with_capacity(name.len() + 16);
    for word in name.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        let bare = word.trim_matches([',', '.']);
        match ABBREVIATIONS.get(bare) {
            Some((long, _)) => out.push_str(&word.replace(bare, long)),
            None => out.push_str(word),
        }
    }
    out
}
