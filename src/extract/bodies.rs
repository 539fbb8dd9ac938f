//! Owns the names of bodies (cơ quan, tổ chức): where a name begins and ends in running text, its letters' case, its letters
//! in a ký hiệu.

use std::sync::LazyLock;

use super::cursor::{Cursor, is_letter};
use super::fold::tone_key;
use super::table::Table;
use crate::viet;

/// What a phrase of the tables is in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A head's title; a body follows.
    Title,
    /// A name in itself.
    Whole,
    /// A body that stands in a place, which follows.
    Seat,
    /// A body for fields of work, which follow.
    Field,
    /// A kind of body whose proper name follows.
    Named,
    /// A kind of territory.
    Level,
    /// A field of work.
    Area,
    /// A province's name.
    Province,
    /// What a company does, which may stand small in its name.
    Trade,
    /// A part of a body that stands in a place, which follows.
    Post,
    /// A part of a body for fields of work, which follow.
    Team,
}

/// A phrase of the tables, cut into words and marks.
#[derive(Debug)]
struct Phrase {
    class: Class,
    /// As the table writes it, word by word.
    words: Vec<&'static str>,
    /// The same under [`viet::tone_key`], for each is one word or mark.
    keys: Vec<String>,
    /// What else the table says of it.
    marks: &'static str,
}

impl Phrase {
    /// Does the table give it this mark?
    fn is(&self, mark: &str) -> bool {
        self.marks.split(' ').any(|own| own == mark)
    }

    /// Is it a short form in capitals (`BTL`, `VKSND`)?
    fn is_letters(&self) -> bool {
        let [word] = self.words.as_slice() else { return false };
        word.chars().count() >= 2 && word.chars().all(char::is_uppercase)
    }
}

/// A body with a name and letters of its own.
#[derive(Debug)]
struct Agency {
    name: &'static str,
    letters: Vec<&'static str>,
    from: Option<u16>,
    to: Option<u16>,
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(|line| line.split('\t').collect())
}

static AGENCIES: LazyLock<Vec<Agency>> = LazyLock::new(|| {
    rows(include_str!("../tables/agencies.tsv"))
        .map(|row| {
            let cell = |i: usize| row.get(i).copied().unwrap_or_default();
            Agency {
                name: cell(0),
                letters: cell(1).split('|').filter(|s| !s.is_empty()).collect(),
                from: cell(2).parse().ok(),
                to: cell(3).parse().ok(),
            }
        })
        .collect()
});

/// Phrases by the key of their first word, longest first.
static PHRASES: LazyLock<Table<String, Vec<Phrase>>> = LazyLock::new(|| {
    let words = rows(include_str!("../tables/body_words.tsv")).filter_map(|row| {
        let class = match *row.first()? {
            "title" => Class::Title,
            "whole" => Class::Whole,
            "seat" => Class::Seat,
            "field" => Class::Field,
            "named" => Class::Named,
            "level" => Class::Level,
            "area" => Class::Area,
            "trade" => Class::Trade,
            "post" => Class::Post,
            "team" => Class::Team,
            _ => return None,
        };
        Some((class, *row.get(1)?, row.get(2).copied().unwrap_or_default()))
    });
    let agencies = AGENCIES.iter().map(|a| {
        let local = ["Sở ", "Phòng ", "Ban Dân tộc", "Văn phòng Đoàn", "Văn phòng Hội", "Kho bạc"];
        (if local.iter().any(|p| a.name.starts_with(p)) { Class::Seat } else { Class::Whole }, a.name, "")
    });
    let provinces = rows(include_str!("../tables/provinces.tsv")).filter_map(|row| Some((Class::Province, *row.first()?, "")));
    let mut phrases: Vec<Phrase> = agencies
        .chain(words)
        .chain(provinces)
        .map(|(class, text, marks)| {
            let words = pieces(text);
            let keys = words.iter().map(|w| viet::tone_key(w)).collect();
            Phrase { class, words, keys, marks }
        })
        .collect();
    phrases.sort_by_key(|p| std::cmp::Reverse(p.keys.len()));
    let mut index: Table<String, Vec<Phrase>> = Table::default();
    for phrase in phrases {
        if let Some(first) = phrase.keys.first() {
            index.entry(first.clone()).or_default().push(phrase);
        }
    }
    index
});

/// The key of the word that joins fields of work.
static AND: LazyLock<String> = LazyLock::new(|| tone_key("và"));

/// Keys of words that decide how the name goes on behind their phrase.
static SCHOOL: LazyLock<String> = LazyLock::new(|| tone_key("trường"));
static STEERING: LazyLock<String> = LazyLock::new(|| tone_key("đạo"));
static OFFICE: LazyLock<String> = LazyLock::new(|| tone_key("phòng"));
static STANDING: LazyLock<String> = LazyLock::new(|| tone_key("thường"));
static COUNTRY: LazyLock<String> = LazyLock::new(|| tone_key("việt nam"));
static PARTY: LazyLock<String> = LazyLock::new(|| tone_key("ủy"));

/// Words and single marks of a phrase, without the blanks.
fn pieces(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let end = if is_letter(c) { rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len()) } else { c.len_utf8() };
        let (piece, after) = rest.split_at(end);
        out.push(piece);
        rest = after.trim_start();
    }
    out
}

/// What a name cannot go on with: verbs, kinds of documents, particles; by the key of the first word, with the second if there
/// is one.
static ENDS: LazyLock<Table<String, Vec<Option<String>>>> = LazyLock::new(|| {
    let mut ends: Table<String, Vec<Option<String>>> = Table::default();
    for row in rows(include_str!("../tables/body_words.tsv")).filter(|row| row.first() == Some(&"end")) {
        let mut words = row.get(1).copied().unwrap_or_default().split(' ').map(tone_key);
        if let Some(first) = words.next() {
            ends.entry(first).or_default().push(words.next());
        }
    }
    ends
});

/// Reads the name of a body that begins at this byte; the second value is the byte after it.
///
/// Read: `UBND huyện Sơn Tây`, `Thủ tướng Chính phủ`, `Bộ trưởng Bộ Y tế`, `Ban Thường vụ Tỉnh ủy`, `Sở Công Thương tỉnh
/// Lào Cai`, `Đoàn kiểm tra huyện Sơn Tây`, `Công ty cổ phần Mông Sơn`, `UBND tỉnh`; over line breaks, not over a tab, which
/// parts cells. The name comes back on one line. Refused: a bare kind of body (`Bộ`, `Sở`), a title without its body (`Giám đốc`), lower-case words that only look
/// like a name (`phòng ngừa`).
pub(crate) fn read_at(text: &str, at: usize) -> Option<(String, usize)> {
    if text.get(..at)?.chars().next_back().is_some_and(is_letter) {
        return None;
    }
    let mut cursor = Cursor::new(text, at)?;
    read_name(&mut cursor, 0)?;
    let name = text.get(at..cursor.at())?;
    if let Some(cell) = name.find('\t') {
        // What stands in the next cell, or behind a tab stop, is no part of the name.
        cursor = Cursor::new(text.get(..at + cell)?, at)?;
        read_name(&mut cursor, 0)?;
    }
    let name = text.get(at..cursor.at())?;
    Some((one_line(name), cursor.at()))
}

/// The end of a field of work that stands at this byte, as a joint document of several ministries leaves their first word out:
/// `Tài chính` of `liên Bộ Lâm nghiệp - Tài chính`.
pub(crate) fn field_at(text: &str, at: usize) -> Option<usize> {
    let mut cursor = Cursor::new(text, at)?;
    phrase_at(&mut cursor, |p| p.class == Class::Area).filter(|(_, read)| is_capital(read)).map(|_| cursor.at())
}

/// How a line of a letterhead begins, by the words that names of bodies begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// With a body: `SỞ CÔNG THƯƠNG`, `ỦY BAN NHÂN DÂN`.
    Body,
    /// With nothing but the kind of body or office, so that its name goes on in the next line: `VĂN PHÒNG`, `CHỦ TỊCH`.
    Bare,
    /// With a territory or anything else that goes on with the line before.
    Rest,
}

/// Tells how a line of a letterhead begins; capitals and placement of tones do not matter.
pub(crate) fn opening(line: &str) -> Opening {
    let Some(mut cursor) = Cursor::new(line, 0) else { return Opening::Rest };
    cursor.skip_while(|c| !is_letter(c));
    match phrase_at(&mut cursor, |p| p.class.is_head()) {
        None => Opening::Rest,
        Some((phrase, _)) if is_event(phrase, cursor) => Opening::Rest,
        Some((phrase, _)) => {
            let alone = !cursor.rest().chars().any(is_letter);
            let open = matches!(phrase.class, Class::Field | Class::Title | Class::Named)
                || phrase.keys.first().is_some_and(|k| *k == "ban" || *k == *STANDING) && phrase.class == Class::Seat;
            let proper = phrase.class == Class::Named && phrase.keys.len() > 2 && phrase.keys.last().is_none_or(|k| k != "ty");
            if alone && open && !proper { Opening::Bare } else { Opening::Body }
        }
    }
}

/// `Hội` and `Ban` begin a body's name, `Hội nghị`, `Hội thảo` an event's, `Ban hành` a subject.
fn is_event(phrase: &Phrase, mut behind: Cursor<'_>) -> bool {
    static OTHER: LazyLock<Vec<(String, Vec<String>)>> = LazyLock::new(|| {
        let row = |first: &str, seconds: &[&str]| (tone_key(first), seconds.iter().map(|w| tone_key(w)).collect());
        vec![row("hội", &["nghị", "thảo", "thi", "họp", "chợ", "trường", "thao", "diễn"]), row("ban", &["hành"])]
    });
    let [first] = phrase.keys.as_slice() else { return false };
    let Some((_, seconds)) = OTHER.iter().find(|(word, _)| word == first) else { return false };
    behind.blanks();
    let next = viet::tone_key(behind.word());
    seconds.contains(&next)
}

/// Is the next line of a letterhead a body of its own under this one: a part of it (`KHOA DƯỢC`, `ĐỘI QUẢN LÝ …`) where this line
/// is a whole name, or a body of the same kind (`BHXH TỈNH …` / `BHXH HUYỆN …`)?
pub(crate) fn stands_under(line: &str, next: &str) -> bool {
    /// Words that a part begins with and other words, too: `KHOA HỌC`, `TỔ CHỨC`, `TRẠM TẤU`.
    static OTHER: LazyLock<[(String, Vec<String>); 3]> = LazyLock::new(|| {
        [("khoa", &["học", "giáo"][..]), ("tổ", &["chức", "quốc"]), ("trạm", &["tấu"])]
            .map(|(word, seconds)| (tone_key(word), seconds.iter().map(|w| tone_key(w)).collect()))
    });
    let keys = |text: &str| text.split_whitespace().take(2).map(tone_key).collect::<Vec<_>>();
    let (own, below) = (keys(line), keys(next));
    let alike = own.len() == 2 && own == below && line.split_whitespace().count() > 2;
    let part = || {
        let Some(mut cursor) = Cursor::new(next, 0) else { return false };
        let found = phrase_at(&mut cursor, |p| matches!(p.class, Class::Post | Class::Team)).is_some();
        let other = below.first().zip(below.get(1)).is_some_and(|(a, b)| OTHER.iter().any(|(w, s)| w == a && s.contains(b)));
        found && cursor.rest().chars().any(is_letter) && !other && is_whole(line)
    };
    alike || part()
}

/// Is a line of a letterhead a whole name: letters (`VNPT`), or a body with its place or its proper name?
fn is_whole(line: &str) -> bool {
    let line = line.trim();
    if !line.contains(' ') {
        return line.chars().count() > 1 && line.chars().all(char::is_uppercase) && !viet::is_syllable(line);
    }
    let part = |p: &Phrase| matches!(p.class, Class::Post | Class::Team);
    let Some(mut cursor) = Cursor::new(line, 0) else { return false };
    let Some((head, _)) = phrase_at(&mut cursor, |p| p.class.is_head() || part(p)) else { return false };
    // Are the last words those that a name can end with, and do words that the tables do not know belong to such ones?
    let mut ends = head.class == Class::Whole;
    let mut proper = matches!(head.class, Class::Seat | Class::Named | Class::Post);
    loop {
        cursor.skip_while(|c| !is_letter(c));
        if cursor.rest().is_empty() {
            return ends || tone_key(line).ends_with(COUNTRY.as_str());
        }
        if let Some((phrase, _)) = phrase_at(&mut cursor, |p| !part(p)) {
            ends = phrase.class == Class::Province;
            proper |= phrase.class == Class::Level;
        } else {
            let figures = cursor.word().bytes().all(|b| b.is_ascii_digit() || matches!(b, b'I' | b'V' | b'X'));
            ends = proper || figures;
        }
    }
}

/// A line of a letterhead whose first two words were read as one (`SỞY TẾ`), with the blank put back; `None` where that names no
/// body either.
pub(crate) fn unglued(line: &str) -> Option<String> {
    let end = line.find(|c: char| !c.is_alphabetic()).unwrap_or(line.len());
    let (first, rest) = line.split_at_checked(end)?;
    if first.chars().count() > 14 || viet::is_syllable(first) || is_abbreviation(first) || opening(line) != Opening::Rest {
        return None;
    }
    first.char_indices().skip(1).find_map(|(i, _)| {
        let (a, b) = first.split_at_checked(i)?;
        let apart = format!("{a} {b}{rest}");
        (viet::is_syllable(a) && viet::is_syllable(b) && opening(&apart) == Opening::Body).then_some(apart)
    })
}

/// Do the words that a name begins with run over from one line into the next (`ỦY` / `BAN NHÂN DÂN`)?
pub(crate) fn runs_over(line: &str, next: &str) -> bool {
    let joined = format!("{line} {next}");
    let Some(mut cursor) = Cursor::new(&joined, 0) else { return false };
    let alone = Cursor::new(line, 0).and_then(|mut c| phrase_at(&mut c, |p| p.class.is_head())).map_or(0, |(p, _)| p.keys.len());
    phrase_at(&mut cursor, |p| p.class.is_head()).is_some_and(|(p, _)| p.keys.len() > alone) && cursor.at() > line.len()
}

/// Could this be a place: words of letters, no abbreviations but `TP`?
pub(crate) fn may_be_place(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && name.split([' ', '.']).filter(|w| !w.is_empty()).all(|w| {
            matches!(w, "TP" | "TPHCM" | "Tp" | "HCM" | "-" | "–") || !is_abbreviation(w) && !w.chars().all(|c| !is_letter(c))
        })
}

/// The body whose letters these are in the ký hiệu of a document of that year: `BNNMT` → `Bộ Nông nghiệp và Môi trường`.
/// Only letters that one body alone bears are known (`UBND`, `SCT` are of many).
pub(crate) fn by_letters(letters: &str, year: Option<u16>) -> Option<&'static str> {
    let of_many = |a: &&Agency| ["Sở ", "Phòng ", "Ban Dân tộc"].iter().any(|p| a.name.starts_with(p));
    bearers(letters, year).find(|a| !of_many(a)).map(|a| a.name)
}

/// The agencies of that year that bear these letters.
fn bearers(letters: &str, year: Option<u16>) -> impl Iterator<Item = &'static Agency> {
    static LETTERS: LazyLock<Table<&'static str, Vec<&'static Agency>>> = LazyLock::new(|| {
        let mut index: Table<&'static str, Vec<&'static Agency>> = Table::default();
        for agency in AGENCIES.iter() {
            for letters in &agency.letters {
                index.entry(letters).or_default().push(agency);
            }
        }
        index
    });
    let alive =
        move |a: &&'static Agency| year.is_none_or(|y| a.from.is_none_or(|from| from <= y) && a.to.is_none_or(|to| y <= to));
    LETTERS.get(letters).into_iter().flatten().copied().filter(alive)
}

/// The local body that bears these letters in every province or district: `SNNMT` → `Sở Nông nghiệp và Môi trường`.
pub(crate) fn local_by_letters(letters: &str, year: Option<u16>) -> Option<&'static str> {
    bearers(letters, year).find(|a| a.name.starts_with("Sở ")).map(|a| a.name)
}

/// Does a word stand at this byte with which no name goes on (`về`, `ban hành`)?
pub(crate) fn ends_at(text: &str, at: usize) -> bool {
    Cursor::new(text, at).is_some_and(ends_name)
}

/// White space as single blanks. A line that ends in a hyphen that clings to a word (`TT-` / `BNV`) goes on without one.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let mut torn = out.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphabetic));
        torn &= line.trim_start().starts_with(char::is_alphabetic);
        for word in line.split_whitespace() {
            if !out.is_empty() && !torn {
                out.push(' ');
            }
            torn = false;
            out.push_str(word);
        }
    }
    out
}

fn read_name(cursor: &mut Cursor<'_>, depth: usize) -> Option<()> {
    let mut ahead = *cursor;
    let (phrase, read) = phrase_at(&mut ahead, |p| p.class.is_head())?;
    if is_event(phrase, ahead) {
        return None;
    }
    let capital = read.chars().next().is_some_and(char::is_uppercase);
    // Offices write `chủ tịch UBND` and `ủy ban nhân dân tỉnh` small; other heads are known by their capital.
    // `trường THCS Mẫu Sơn`
    let school = phrase.class == Class::Named && phrase.keys.len() > 1 && phrase.keys.first().is_some_and(|k| *k == *SCHOOL);
    let small_allowed = phrase.class == Class::Title || phrase.keys.len() >= 4 || school;
    // `BTL` is a body, `Btl` is none.
    let letters = phrase.is_letters() && read.chars().any(char::is_lowercase);
    if !capital && !small_allowed || letters {
        return None;
    }
    match phrase.class {
        Class::Whole => {
            // `Trung ương Hội Nông dân Việt Nam`
            if phrase.is("centre") {
                belonging(&mut ahead, depth, |p| p.is("union"));
            }
        }
        Class::Title => {
            let last = phrase.keys.last();
            // `Trưởng phòng Nội vụ`: the title has the body's first word.
            let shared = || last.is_some_and(|last| *last == *OFFICE || last == "ban");
            if !(depth < 3 && nested(&mut ahead, depth) || phrase.is("alone") && capital) {
                let mut look = ahead;
                look.blanks();
                // `Chánh Thanh tra tỉnh`, `Chánh Thanh tra Sở`
                let of_place = phrase.is("placed") && (level_at(&mut look.clone()).is_some() || own_house(&mut ahead));
                let field = phrase_at(&mut look, |p| p.class == Class::Area).is_some_and(|(_, read)| is_capital(read));
                if !(of_place || field && shared() && areas(&mut ahead)) {
                    return None;
                }
                place(&mut ahead);
            }
        }
        Class::Seat => {
            let within = |ahead: &mut Cursor<'_>| depth < 3 && nested(ahead, depth);
            // `Đảng ủy Quân sự tỉnh`
            if !(within(&mut ahead) || !phrase.is("local") && field_word(&mut ahead) && within(&mut ahead)) {
                place(&mut ahead);
            }
        }
        Class::Field => {
            // `Ban Chỉ đạo 389`
            let coded = (phrase.keys.len() > 1 || phrase.is_letters()) && figures(&mut ahead);
            let board = phrase.is("board");
            let of_field = areas(&mut ahead);
            let found = of_field || coded || depth < 3 && nested(&mut ahead, depth) || board && task(&mut ahead);
            if board && found {
                project(&mut ahead);
            }
            // `Phòng Tham mưu Công an tỉnh`
            if of_field && !phrase.is("department") {
                belonging(&mut ahead, depth, |p| p.class != Class::Title && !p.is("local"));
            }
            let steered = phrase.keys.last().is_some_and(|k| *k == *STEERING);
            let belongs = committee(phrase, &mut ahead, depth) || found && phrase.is("council") && of_council(&mut ahead);
            if !(belongs || place(&mut ahead) || found) {
                return None;
            }
            if steered {
                purpose(&mut ahead);
            }
        }
        Class::Named => {
            let numbered = school && ordinal(&mut ahead);
            let named = proper_name(&mut ahead, if is_company(phrase) { Style::Company } else { Style::Loose }) || numbered;
            if named && !school {
                of_country(&mut ahead);
            }
            if !named && phrase.is("council") {
                of_council(&mut ahead);
            }
            if !(place(&mut ahead) || named || phrase.keys.len() > 1 && capital) {
                return None;
            }
        }
        Class::Level | Class::Area | Class::Province | Class::Trade | Class::Post | Class::Team => return None,
    }
    // `Đoàn kiểm tra số 2`
    if phrase.is("numbered") && ordinal(&mut ahead) {
        place(&mut ahead);
    }
    *cursor = ahead;
    Some(())
}

impl Class {
    fn is_head(self) -> bool {
        !matches!(self, Self::Level | Self::Area | Self::Province | Self::Trade | Self::Post | Self::Team)
    }
}

/// A body inside a body's name: `Bộ trưởng` + `Bộ Y tế`, `Đảng ủy` + `Công an tỉnh`.
fn nested(cursor: &mut Cursor<'_>, depth: usize) -> bool {
    let mut ahead = *cursor;
    if ahead.blanks().is_empty() || read_name(&mut ahead, depth + 1).is_none() {
        return false;
    }
    *cursor = ahead;
    true
}

/// A body of this kind just behind another, which is a part of it: `Công an tỉnh` behind `Phòng Tham mưu`.
fn belonging(cursor: &mut Cursor<'_>, depth: usize, wanted: impl Fn(&Phrase) -> bool) -> bool {
    let mut ahead = *cursor;
    ahead.blanks();
    let above = phrase_at(&mut ahead, |p| p.class.is_head());
    depth < 3 && above.is_some_and(|(phrase, read)| is_capital(read) && wanted(phrase)) && nested(cursor, depth)
}

/// `Sở` behind `Chánh Thanh tra`: the body that speaks.
fn own_house(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    let read = !ahead.blanks().is_empty() && matches!(ahead.word(), "Sở" | "Bộ");
    if read {
        *cursor = ahead;
    }
    read
}

/// `Quân sự` behind `Đảng ủy`: a word of which the first syllable alone has a capital. In the name of a place each has one.
fn field_word(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    if ahead.blanks().is_empty() || phrase_at(&mut ahead.clone(), |p| p.class == Class::Province || p.class.is_head()).is_some() {
        return false;
    }
    let found = is_capital(ahead.word()) && small_syllable(&mut ahead);
    if found {
        *cursor = ahead;
    }
    found
}

/// The second syllable of a word behind the first: in small letters, no word that ends a name and no territory.
fn small_syllable(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    if ahead.blanks().is_empty() || ends_name(ahead) || level_at(&mut ahead.clone()).is_some() {
        return false;
    }
    let word = ahead.word();
    let found = word.chars().next().is_some_and(char::is_lowercase) && viet::tone_key(word) != *AND;
    if found {
        *cursor = ahead;
    }
    found
}

/// `thi tuyển viên chức` behind `Hội đồng`: what a board is set up for, in small words that reach up to the end of the name.
fn task(cursor: &mut Cursor<'_>) -> bool {
    /// No name is longer, in words.
    const LONGEST: usize = 14;
    static CARRIES_OUT: LazyLock<[String; 2]> = LazyLock::new(|| ["triển", "thực"].map(tone_key));
    let mut ahead = *cursor;
    for n in 0..LONGEST {
        let end = ahead;
        let apart = !ahead.blanks().is_empty();
        let start = ahead;
        let word = ahead.word();
        // `chuyển đổi số`
        let figure = || ahead.rest().trim_start().starts_with(|c: char| c.is_ascii_digit());
        let ends = ends_name(start) && (word != "số" || figure());
        let closed = || level_at(&mut start.clone()).is_some() || closes_name(start) || ends;
        if n > 0 && project(&mut end.clone()) || n > 1 && closed() {
            *cursor = end;
            return true;
        }
        let opens = n == 0 && CARRIES_OUT.contains(&viet::tone_key(word));
        if !apart || !word.chars().next().is_some_and(char::is_lowercase) || ends && !opens {
            return false;
        }
    }
    false
}

/// `và Đề án 06` behind `Ban Chỉ đạo chuyển đổi số`: a programme by its number.
fn project(cursor: &mut Cursor<'_>) -> bool {
    static WORDS: LazyLock<[String; 2]> = LazyLock::new(|| ["đề", "án"].map(tone_key));
    let mut ahead = *cursor;
    ahead.blanks();
    let mut joined = ahead;
    if viet::tone_key(joined.word()) == *AND {
        joined.blanks();
        ahead = joined;
    }
    let named = WORDS.iter().all(|word| {
        ahead.blanks();
        viet::tone_key(ahead.word()) == *word
    });
    let found = named && figures(&mut ahead);
    if found {
        *cursor = ahead;
    }
    found
}

/// `Tỉnh ủy` behind `Ban Tổ chức`, `Đảng ủy Đại học Mẫu Sơn` behind it: the committee that a Party body belongs to.
fn committee(phrase: &Phrase, cursor: &mut Cursor<'_>, depth: usize) -> bool {
    let mut ahead = *cursor;
    if ahead.blanks().is_empty() {
        return false;
    }
    let party = |p: &Phrase| p.class == Class::Seat && p.keys.get(1).is_some_and(|k| *k == *PARTY);
    if phrase_at(&mut ahead, party).is_none() {
        // `Ban Kiểm tra Hội đồng nhân dân tỉnh`, `Ban Tài chính Tổng Liên đoàn`
        return phrase.keys.as_slice() == ["ban"] && depth < 3 && nested(cursor, depth);
    }
    *cursor = ahead;
    if !(depth < 3 && nested(cursor, depth)) {
        place(cursor);
    }
    true
}

/// `của Quốc hội` behind `Ủy ban Tư pháp`, `của Hội đồng nhân dân tỉnh` behind `Ban Kinh tế`: the council that a committee belongs
/// to.
fn of_council(cursor: &mut Cursor<'_>) -> bool {
    static OF: LazyLock<String> = LazyLock::new(|| tone_key("của"));
    static COUNCILS: LazyLock<[Vec<String>; 3]> =
        LazyLock::new(|| ["quốc hội", "hội đồng nhân dân", "hđnd"].map(|name| name.split(' ').map(tone_key).collect()));
    let mut ahead = *cursor;
    if ahead.blanks().is_empty() || tone_key(ahead.word()) != *OF || ahead.blanks().is_empty() {
        return false;
    }
    if phrase_at(&mut ahead, |p| COUNCILS.contains(&p.keys)).is_none() {
        return false;
    }
    *cursor = ahead;
    place(cursor);
    true
}

/// `về phòng, chống thiên tai` behind `Ban Chỉ đạo Trung ương`, where a second `về` shows that the first is the name's.
fn purpose(cursor: &mut Cursor<'_>) {
    /// No name is longer, in words.
    const LONGEST: usize = 24;
    static ABOUT: LazyLock<String> = LazyLock::new(|| tone_key("về"));
    static MATTER: LazyLock<[String; 2]> = LazyLock::new(|| ["việc", "công"].map(tone_key));
    let mut ahead = *cursor;
    let starts = |ahead: &mut Cursor<'_>| !ahead.blanks().is_empty() && viet::tone_key(ahead.word()) == *ABOUT;
    if !starts(&mut ahead) || ahead.blanks().is_empty() {
        return;
    }
    if ends_name(ahead) || MATTER.contains(&viet::tone_key(ahead.clone().word())) {
        return;
    }
    for _ in 0..LONGEST {
        if ahead.word().is_empty() {
            return;
        }
        let end = ahead;
        if starts(&mut ahead) {
            *cursor = end;
            return;
        }
        ahead = end;
        ahead.one_of(&[',']);
        let blanks = ahead.blanks();
        if blanks.is_empty() || blanks.matches('\n').count() > 1 || ahead.peek().is_none_or(|c| !is_letter(c)) {
            return;
        }
    }
}

static DAY: LazyLock<String> = LazyLock::new(|| tone_key("ngày"));

/// `số 1` behind `Trường THPT`.
fn ordinal(cursor: &mut Cursor<'_>) -> bool {
    static NUMBER: LazyLock<String> = LazyLock::new(|| tone_key("số"));
    let mut ahead = *cursor;
    if ahead.blanks().is_empty() || tone_key(ahead.word()) != *NUMBER || ahead.blanks().is_empty() {
        return false;
    }
    let figures = ahead.word();
    let read = figures.len() <= 2 && !figures.is_empty() && figures.bytes().all(|b| b.is_ascii_digit());
    // `Biên bản của Đoàn kiểm tra số 2/BB-ĐKT`, `… số 2 ngày …`: a document's.
    let mut behind = ahead;
    let document = behind.one_of(&['/', '-', '.']).is_some_and(|_| behind.peek().is_some_and(is_letter)) || {
        behind.blanks();
        viet::tone_key(behind.word()) == *DAY
    };
    if read && !document {
        *cursor = ahead;
    }
    read
}

/// `(Việt Nam)` at the end of a company's name.
fn of_country(cursor: &mut Cursor<'_>) {
    let mut ahead = *cursor;
    ahead.blanks();
    if ahead.one_of(&['(']).is_none() {
        return;
    }
    let inside = ahead.skip_while(|c| c.is_alphabetic() || c == ' ');
    if matches!(inside, "Việt Nam" | "VIỆT NAM" | "VN" | "Vietnam" | "VIETNAM") && ahead.one_of(&[')']).is_some() {
        *cursor = ahead;
    }
}

/// `389` behind `Ban Chỉ đạo`.
fn figures(cursor: &mut Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    let apart = !ahead.blanks().is_empty();
    let word = ahead.word();
    let code = apart && (2..=4).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    if code {
        *cursor = ahead;
    }
    code
}

/// `tỉnh Lào Cai`, `tỉnh`, `Lào Cai`, `thành phố Yên Bái tỉnh Yên Bái`.
fn place(cursor: &mut Cursor<'_>) -> bool {
    let mut found = false;
    for _ in 0..2 {
        let mut ahead = *cursor;
        if ahead.blanks().is_empty() {
            return found;
        }
        if let Some(level) = level_at(&mut ahead) {
            // `TP.Cần Thơ`; after a whole word a point ends the sentence.
            if !level.chars().any(char::is_lowercase) {
                ahead.one_of(&['.']);
            }
            *cursor = ahead;
            found = true;
            ahead.blanks();
            if phrase_at(&mut ahead, |p| p.class == Class::Province).is_some_and(|(_, read)| is_capital(read)) {
                *cursor = ahead;
                continue;
            }
            if !proper_name(cursor, Style::Place) {
                return true;
            }
        } else if phrase_at(&mut ahead, |p| p.class == Class::Province).is_some_and(|(_, read)| is_capital(read)) {
            *cursor = ahead;
            return true;
        } else if found || !proper_name(cursor, Style::Place) {
            return found;
        } else {
            found = true;
        }
    }
    found
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// A kind of territory (`huyện`), but not the syllable of `xã hội`.
fn level_at<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    static SOCIETY: LazyLock<[String; 2]> = LazyLock::new(|| ["xã", "hội"].map(tone_key));
    let mut look = *cursor;
    let society = SOCIETY.iter().all(|word| {
        look.blanks();
        viet::tone_key(look.word()) == *word
    });
    phrase_at(cursor, |p| !society && p.class == Class::Level).map(|(_, read)| read)
}

/// How the words of a proper name are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Each with a capital.
    Place,
    /// Up to three small words between capitals (`Xây dựng giao thông Yên Bái`).
    Loose,
    /// As `Loose`, and with small words for what the company does (`đầu tư xây dựng hạ tầng`).
    Company,
}

/// Is it a company of which the table names the form (`Công ty cổ phần`), so that its field of work follows?
fn is_company(phrase: &Phrase) -> bool {
    phrase.keys.len() > 2 && phrase.keys.iter().any(|k| k == "ty")
}

/// A run of words with capitals.
fn proper_name(cursor: &mut Cursor<'_>, style: Style) -> bool {
    let loose = style != Style::Place;
    let mut found = false;
    let mut ahead = *cursor;
    let mut small = 0;
    // Did the last word that counts have no capital, so that the next with one begins a word of several syllables?
    let mut opens = true;
    // Was every word since the last other capital one of a trade, so that a small one belongs to the name?
    let mut trading = style == Style::Company;
    for i in 0..if loose { 16 } else { 6 } {
        let blanks = ahead.blanks();
        let mut joined = false;
        if i > 0 && loose && ahead.one_of(&['-', '–', '&']).is_some() {
            ahead.blanks();
            joined = true;
        }
        if blanks.is_empty() && !joined {
            break;
        }
        let start = ahead;
        if style == Style::Company
            && let Some((_, read)) = phrase_at(&mut ahead, |p| p.class == Class::Trade)
        {
            trading = trading || is_capital(read);
            if trading {
                found = true;
                *cursor = ahead;
            }
            continue;
        }
        // `Trường Đại học Kinh tế kỹ thuật`, `… Công nghệ Thông tin`: a field of work is one piece of it.
        if style == Style::Loose
            && let Some((phrase, _)) = phrase_at(&mut ahead, |p| p.class == Class::Area).filter(|(_, read)| is_capital(read))
        {
            if phrase.keys.len() > 1 {
                (small, found, opens) = (0, true, true);
                *cursor = ahead;
                continue;
            }
            ahead = start;
        }
        let word = ahead.word();
        let small_word = word.chars().next().is_some_and(char::is_lowercase);
        if word.is_empty() || ends_name(start) {
            break;
        }
        if small_word {
            small += 1;
            let level = level_at(&mut start.clone()).is_some();
            if !loose || level || small > 3 {
                break;
            }
            trading = trading && word == "và";
            opens = true;
            continue;
        }
        // `Quận 1`, `Công ty May 10`.
        let digits = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
        if !(is_capital(word) || loose && found || digits && !loose && !found) {
            break;
        }
        small = 0;
        trading = false;
        found = true;
        // `Khoa học Tự nhiên`: a capital alone begins a word, whose second syllable is small.
        if style == Style::Loose && opens && may_open(word) {
            small_syllable(&mut ahead);
        }
        opens = false;
        *cursor = ahead;
    }
    found
}

/// May this be the first syllable of a word that goes on small: no letters that stand for a name (`Bệnh viện K`, `VNPT`)?
fn may_open(word: &str) -> bool {
    word == "Y" || word.chars().count() > 1 && word.chars().any(char::is_lowercase)
}

/// Fields of work: `Nông nghiệp và Môi trường`, `Lao động - Thương binh và Xã hội`; unknown ones by their capital.
fn areas(cursor: &mut Cursor<'_>) -> bool {
    let mut found = false;
    for _ in 0..6 {
        let mut ahead = *cursor;
        if ahead.blanks().is_empty() {
            break;
        }
        if found {
            let joined = ahead.one_of(&['-', '–', '&']).is_some() || {
                let mut word = ahead;
                let is_and = viet::tone_key(word.word()) == *AND;
                if is_and {
                    ahead = word;
                }
                is_and
            };
            if joined {
                ahead.blanks();
            }
        }
        let start = ahead;
        if phrase_at(&mut ahead, |p| p.class == Class::Area || found && is_state(p)).is_some_and(|(_, read)| is_capital(read)) {
            *cursor = ahead;
            found = true;
            continue;
        }
        // An unknown field: one capital, and at most two small words that may belong to it.
        ahead = start;
        let head = phrase_at(&mut ahead.clone(), |p| p.class.is_head() || p.class == Class::Province);
        // `Phòng thủ`, `Hội nhập`: a kind of body in one syllable is none where the next is small.
        let head = head.is_some_and(|(phrase, _)| {
            let mut behind = ahead;
            behind.word();
            !(phrase.class == Class::Field && phrase.keys.len() == 1 && small_syllable(&mut behind))
        });
        let word = ahead.word();
        if !is_capital(word) || ends_name(start) || head {
            break;
        }
        // `GD&ĐT`, `LĐ-TB&XH`
        while let Some(after) = glued(ahead, word) {
            ahead = after;
        }
        *cursor = ahead;
        found = true;
        for n in 0..LONGEST_TAIL {
            let behind = ahead;
            let mark = ahead.blanks().is_empty();
            let start = ahead;
            let word = ahead.word();
            let level = !mark && level_at(&mut start.clone()).is_some();
            if n > 2 && (level || closes_name(start)) {
                // `Ban Chỉ đạo Phổ cập giáo dục huyện`: the small words reach up to the end of the name.
                *cursor = behind;
            }
            if mark || level || !word.chars().next().is_some_and(char::is_lowercase) || ends_name(start) || word == "và" {
                break;
            }
            if n < 2 {
                *cursor = ahead;
            }
        }
    }
    found
}

/// `Nhà nước` as the last words of a name: `Ủy ban Kế hoạch Nhà nước`.
fn is_state(phrase: &Phrase) -> bool {
    phrase.class == Class::Whole && matches!(phrase.words.as_slice(), ["Nhà", "nước"])
}

/// So many small words may follow the capital of a field of work that the tables do not know.
const LONGEST_TAIL: usize = 7;

/// Letters that a sign joins to others before them: `-TB`, `&XH` behind `LĐ`.
fn glued<'a>(at: Cursor<'a>, before: &str) -> Option<Cursor<'a>> {
    let mut ahead = at;
    let sign = ahead.one_of(&['&', '-'])?;
    let next = ahead.word();
    let letters = |word: &str| word.chars().count() >= 2 && word.chars().all(char::is_uppercase);
    (sign == '&' && is_capital(next) || letters(before) && letters(next)).then_some(ahead)
}

/// Does a mark or a word stand here that ends the naming of an issuer?
fn closes_name(cursor: Cursor<'_>) -> bool {
    static WORDS: LazyLock<[String; 3]> = LazyLock::new(|| ["về", "ngày", "tại"].map(tone_key));
    let mut ahead = cursor;
    match ahead.peek() {
        None | Some('.' | ';' | ',' | ')' | ':' | '(') => true,
        _ => WORDS.contains(&viet::tone_key(ahead.word())),
    }
}

/// Does a word stand here with which a name cannot go on (`Quyết định`, `Về`)?
fn ends_name(cursor: Cursor<'_>) -> bool {
    let mut ahead = cursor;
    let Some(seconds) = ENDS.get(&viet::tone_key(ahead.word())) else { return false };
    seconds.iter().any(Option::is_none) || {
        ahead.blanks();
        let second = viet::tone_key(ahead.word());
        seconds.iter().flatten().any(|s| *s == second)
    }
}

/// The longest phrase of the tables that stands here, and the stretch it takes.
fn phrase_at<'a>(cursor: &mut Cursor<'a>, wanted: impl Fn(&Phrase) -> bool) -> Option<(&'static Phrase, &'a str)> {
    let start = *cursor;
    let mut word = start;
    let first = word.word();
    if first.is_empty() {
        return None;
    }
    let phrases = PHRASES.get(&viet::tone_key(first))?;
    // The keys of the words that follow, made once for all phrases.
    let mut keys: Vec<(usize, String, Cursor<'a>)> = Vec::new();
    for phrase in phrases.iter().filter(|p| wanted(p)) {
        let mut ahead = word;
        let fits = phrase.keys.iter().skip(1).all(|key| {
            ahead.blanks();
            if key.chars().next().is_some_and(is_letter) {
                let at = ahead.at();
                if !keys.iter().any(|(a, ..)| *a == at) {
                    let word = ahead.word();
                    keys.push((at, viet::tone_key(word), ahead));
                }
                keys.iter().find(|(a, ..)| *a == at).is_some_and(|(_, found, after)| {
                    ahead = *after;
                    found == key
                })
            } else {
                // Offices leave the dash of `Lao động - Thương binh và Xã hội` out, or write a comma.
                match (key.as_str(), ahead.one_of(&['-', '–', '&', ',', '.'])) {
                    (".", mark) => mark == Some('.'),
                    (_, Some('.')) => false,
                    ("-", mark) => mark != Some('&'),
                    (key, Some(mark)) => key.chars().eq([mark]),
                    (_, None) => false,
                }
            }
        });
        if fits {
            let length = ahead.at() - start.at();
            *cursor = ahead;
            return Some((phrase, start.rest().get(..length).unwrap_or_default()));
        }
    }
    None
}

/// Keys of small words within a name.
static PARTICLES: LazyLock<[String; 5]> = LazyLock::new(|| ["của", "theo", "số", "về", "lần"].map(tone_key));

/// Gives a name in capitals the case that offices write it in: `UBND TỈNH LÀO CAI` → `UBND tỉnh Lào Cai`, `SỞ NÔNG NGHIỆP VÀ
/// MÔI TRƯỜNG` → `Sở Nông nghiệp và Môi trường`. A name that is not in capitals stays as it is. White space becomes single
/// blanks; spelling and placement of tones are kept.
pub(crate) fn normalise_case(name: &str) -> String {
    let name = one_line(name);
    let (upper, lower) =
        name.chars().fold((0, 0), |(u, l), c| (u + u32::from(c.is_uppercase()), l + u32::from(c.is_lowercase())));
    if lower * 4 > upper {
        return name;
    }
    let mut out = String::with_capacity(name.len());
    let Some(mut cursor) = Cursor::new(&name, 0) else { return name };
    // In a proper name every word has a capital.
    let mut proper = false;
    let mut first = true;
    // In the name of a company or school, fields of work are written as such, all else has capitals.
    let mut named = false;
    // The first word of a field of work has a capital.
    let mut opens = false;
    loop {
        out.push_str(cursor.skip_while(|c| !is_letter(c)));
        if cursor.rest().is_empty() {
            return out;
        }
        let start = cursor;
        // Parts are known at the beginning only. A field of work of many words is no piece of a place's name.
        let found = phrase_at(&mut cursor, |p| match p.class {
            Class::Trade => false,
            Class::Area => !proper || named || p.keys.len() > 3,
            Class::Post | Class::Team => first,
            _ => true,
        });
        if let Some((phrase, read)) = found {
            let mut words = phrase.words.iter().filter(|w| w.chars().all(is_letter));
            let mut rest = read;
            while !rest.is_empty() {
                let end = rest.find(is_letter).unwrap_or(rest.len());
                let (between, after) = rest.split_at(end);
                out.push_str(between);
                let end = after.find(|c: char| !is_letter(c)).unwrap_or(after.len());
                let (word, after) = after.split_at(end);
                if let Some(model) = words.next() {
                    push_cased(
                        &mut out,
                        word,
                        is_capital(model),
                        model.chars().all(char::is_uppercase) && word.chars().count() > 1,
                    );
                }
                rest = after;
            }
            let goes_on = named && matches!(phrase.class, Class::Area | Class::Province);
            named = goes_on || phrase.class == Class::Named;
            proper = goes_on || matches!(phrase.class, Class::Level | Class::Named | Class::Seat | Class::Post);
            opens = matches!(phrase.class, Class::Field | Class::Team);
        } else {
            let word = cursor.word();
            let next = cursor.peek();
            let code = next.is_some_and(|c| matches!(c, '/' | '-' | '&')) && start.rest().contains('/')
                || word.chars().any(|c| c.is_ascii_digit())
                || is_abbreviation(word);
            let key = tone_key(word);
            let particle = key == *AND || PARTICLES.contains(&key);
            if particle && !(named && key == *AND) {
                proper = false;
                named = false;
            }
            let kind = ends_name(start) && !particle;
            push_cased(&mut out, word, first || proper && !particle || kind || opens, code);
            opens = false;
        }
        first = false;
    }
}

/// A place as the date line gives it: `HÀ NỘI` → `Hà Nội`, `LÀO CAI` → `Lào Cai`; other spellings stay.
pub(crate) fn normalise_place(name: &str) -> String {
    let name = one_line(name);
    if name.chars().any(char::is_lowercase) || name.chars().count() < 4 {
        return name;
    }
    let mut out = String::with_capacity(name.len());
    for word in name.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        push_cased(&mut out, word, true, is_abbreviation(word));
    }
    out
}

/// Letters that are no syllable: no vowel, or one of the well-known ones with a vowel.
fn is_abbreviation(word: &str) -> bool {
    const VOWELS: &str = "aeiouyAEIOUY";
    let plain = super::fold::fold(word);
    let letters = word.chars().count();
    matches!(word, "UBND" | "UBMTTQ" | "UB" | "ĐUK" | "CCHC" | "UBMTTQVN")
        || letters >= 2 && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
        || letters >= 2 && !plain.chars().any(|c| VOWELS.contains(c))
}

fn push_cased(out: &mut String, word: &str, capital: bool, keep: bool) {
    if keep {
        out.push_str(word);
        return;
    }
    let mut letters = word.chars();
    if capital {
        out.extend(letters.next());
    }
    out.extend(letters.flat_map(char::to_lowercase));
}

#[cfg(test)]
mod tests {
    use super::{Opening, by_letters, normalise_case, opening, read_at, stands_under, unglued};

    #[test]
    fn a_name_ends_by_the_grammar_of_names() {
        for (text, want) in [
            ("UBND huyện Sơn Tây về việc", "UBND huyện Sơn Tây"),
            ("Cục Quản lý Khám, chữa bệnh về việc", "Cục Quản lý Khám, chữa bệnh"),
            ("Ban Chỉ đạo Phòng, chống tội phạm tỉnh Lào Cai về", "Ban Chỉ đạo Phòng, chống tội phạm tỉnh Lào Cai"),
            ("Sở Y tế, phòng chống dịch", "Sở Y tế"),
            ("UBND tỉnh, UBND huyện", "UBND tỉnh"),
            ("UBND tỉnh Quy định đơn giá", "UBND tỉnh"),
            ("Ủy ban nhân dân\ntỉnh Lào Cai ban hành", "Ủy ban nhân dân tỉnh Lào Cai"),
            ("Uỷ ban nhân dân thành phố Hồ Chí Minh đã", "Uỷ ban nhân dân thành phố Hồ Chí Minh"),
            ("UBND TP. Cần Thơ về", "UBND TP. Cần Thơ"),
            ("Thủ tướng Chính phủ về", "Thủ tướng Chính phủ"),
            ("Thủ tướng yêu cầu", "Thủ tướng"),
            ("Bộ trưởng Bộ Y tế quy định", "Bộ trưởng Bộ Y tế"),
            ("Bộ Văn hóa, Thể thao và Du lịch, Bộ Y tế", "Bộ Văn hóa, Thể thao và Du lịch"),
            ("Bộ Tài chính và Bộ Công Thương", "Bộ Tài chính"),
            ("Bộ Nông nghiệp và Môi trường hướng dẫn", "Bộ Nông nghiệp và Môi trường"),
            ("Chủ tịch UBND xã Mẫu Sơn ký", "Chủ tịch UBND xã Mẫu Sơn"),
            ("chủ tịch UBND xã", "chủ tịch UBND xã"),
            ("Ban Thường vụ Tỉnh ủy về tăng cường", "Ban Thường vụ Tỉnh ủy"),
            ("Đảng ủy Công an tỉnh", "Đảng ủy Công an tỉnh"),
            ("Sở Công Thương tỉnh Lào Cai về", "Sở Công Thương tỉnh Lào Cai"),
            ("Sở Công Thương Lào Cai nhận được", "Sở Công Thương Lào Cai"),
            ("Phòng Quản lý đô thị huyện Mẫu", "Phòng Quản lý đô thị huyện Mẫu"),
            ("Phòng Kinh tế và Hạ tầng huyện Mẫu báo cáo", "Phòng Kinh tế và Hạ tầng huyện Mẫu"),
            ("Đoàn kiểm tra huyện Sơn Tây về việc", "Đoàn kiểm tra huyện Sơn Tây"),
            ("HĐND xã Mẫu Sơn khóa XII", "HĐND xã Mẫu Sơn"),
            ("Công ty cổ phần Mẫu Sơn về việc", "Công ty cổ phần Mẫu Sơn"),
            ("Công ty cổ phần Xây dựng giao thông Mẫu Sơn đã nộp", "Công ty cổ phần Xây dựng giao thông Mẫu Sơn"),
            ("Chính phủ quy định", "Chính phủ"),
            (
                "Công ty cổ phần đầu tư phát triển công nghiệp Mẫu Sơn đề nghị",
                "Công ty cổ phần đầu tư phát triển công nghiệp Mẫu Sơn",
            ),
            ("Công ty CP Đầu tư Đô thị và Khu công nghiệp về", "Công ty CP Đầu tư Đô thị và Khu công nghiệp"),
            ("Công ty cổ phần xây dựng hạ tầng và giao thông có trách nhiệm", "Công ty cổ phần xây dựng hạ tầng và giao thông"),
            ("Công ty cổ phần Mẫu Sơn khai thác đá", "Công ty cổ phần Mẫu Sơn"),
            ("Công ty TNHH Thí nghiệm và phân tích vật liệu về", "Công ty TNHH Thí nghiệm và phân tích vật liệu"),
            ("Bộ Lao động, Thương binh và Xã hội hướng dẫn", "Bộ Lao động, Thương binh và Xã hội"),
            ("Bộ Lao động Thương binh và Xã hội hướng dẫn", "Bộ Lao động Thương binh và Xã hội"),
            ("phòng cảnh sát PCCC & CNCH Công an tỉnh Lào Cai cấp", "phòng cảnh sát PCCC & CNCH Công an tỉnh Lào Cai"),
            ("Phòng Cảnh sát quản lý hành chính về trật tự xã hội cấp", "Phòng Cảnh sát quản lý hành chính về trật tự xã hội"),
            ("Quốc hội khóa XV", "Quốc hội"),
            ("Văn phòng HĐND và UBND huyện Mẫu", "Văn phòng HĐND và UBND huyện Mẫu"),
            ("Ban Tổ chức Tỉnh ủy và", "Ban Tổ chức Tỉnh ủy"),
            ("Ban Tổ chức Huyện ủy Mẫu Sơn về", "Ban Tổ chức Huyện ủy Mẫu Sơn"),
            ("Bộ GD&ĐT ban hành", "Bộ GD&ĐT"),
            ("Trưởng phòng Nội vụ tại", "Trưởng phòng Nội vụ"),
            ("trường THCS Mẫu Sơn về", "trường THCS Mẫu Sơn"),
            ("Hội đồng quản trị Công ty CP Mẫu Sơn về", "Hội đồng quản trị Công ty CP Mẫu Sơn"),
            ("Ban Chỉ đạo 389 huyện Mẫu về", "Ban Chỉ đạo 389 huyện Mẫu"),
            ("Ban Chỉ huy PCTT và TKCN tỉnh về", "Ban Chỉ huy PCTT và TKCN tỉnh"),
            ("Chỉ huy trưởng Bộ Chỉ huy quân sự tỉnh về", "Chỉ huy trưởng Bộ Chỉ huy quân sự tỉnh"),
            ("Ban Bí thư Trung ương Đoàn về việc", "Ban Bí thư Trung ương Đoàn"),
            ("Ban Tổ chức Đảng ủy Đại học Mẫu Sơn về", "Ban Tổ chức Đảng ủy Đại học Mẫu Sơn"),
            ("Ban Tài chính Tổng Liên đoàn)", "Ban Tài chính Tổng Liên đoàn"),
            ("Ban Pháp chế Hội đồng nhân dân tỉnh về", "Ban Pháp chế Hội đồng nhân dân tỉnh"),
            ("Ban Kinh tế của Hội đồng nhân dân tỉnh về", "Ban Kinh tế của Hội đồng nhân dân tỉnh"),
            ("Ủy ban Tư pháp của Quốc hội thẩm tra", "Ủy ban Tư pháp của Quốc hội"),
            ("Ban chỉ đạo Phổ cập giáo dục huyện Mẫu về", "Ban chỉ đạo Phổ cập giáo dục huyện Mẫu"),
            ("Ban Vì sự tiến bộ phụ nữ.", "Ban Vì sự tiến bộ phụ nữ"),
            (
                "Trưởng ban Ban Chỉ đạo Trung ương về phòng, chống thiên tai về việc",
                "Trưởng ban Ban Chỉ đạo Trung ương về phòng, chống thiên tai",
            ),
            ("Ban Chỉ đạo Trung ương về việc", "Ban Chỉ đạo Trung ương"),
            ("Sở GD-ĐT Mẫu Sơn về", "Sở GD-ĐT Mẫu Sơn"),
            ("Phòng LĐ-TB&XH huyện Mẫu về", "Phòng LĐ-TB&XH huyện Mẫu"),
            ("Trường THPT số 1 huyện Mẫu về", "Trường THPT số 1 huyện Mẫu"),
            ("Công ty TNHH Mẫu Sơn (Việt Nam) hỏi", "Công ty TNHH Mẫu Sơn (Việt Nam)"),
            // A capital alone begins a word of several syllables; in the name of a place each syllable has one.
            ("Ngân hàng Chính sách xã hội về", "Ngân hàng Chính sách xã hội"),
            ("Trường Đại học Khoa học Tự nhiên và", "Trường Đại học Khoa học Tự nhiên"),
            ("Trường Đại học Khoa học Xã hội và Nhân văn khẳng định", "Trường Đại học Khoa học Xã hội và Nhân văn"),
            ("Trường Tiểu học Mẫu Sơn khẳng khái", "Trường Tiểu học Mẫu Sơn"),
            ("Bệnh viện K khẳng khái", "Bệnh viện K"),
            ("Đảng ủy Quân sự huyện Mẫu về", "Đảng ủy Quân sự huyện Mẫu"),
            ("Thành ủy Mẫu khẳng khái", "Thành ủy Mẫu"),
            ("Bộ Tư lệnh Thủ đô Hà Nội về", "Bộ Tư lệnh Thủ đô Hà Nội"),
            ("Ban Chỉ huy Phòng thủ dân sự xã Mẫu về", "Ban Chỉ huy Phòng thủ dân sự xã Mẫu"),
            // A body of which another is a part.
            ("Phòng Tham mưu Công an tỉnh về", "Phòng Tham mưu Công an tỉnh"),
            ("Cục Chính trị Quân khu 5 về", "Cục Chính trị Quân khu 5"),
            ("Hội đồng Đội Trung ương về", "Hội đồng Đội Trung ương"),
            ("Trung ương Hội Nông dân Việt Nam về", "Trung ương Hội Nông dân Việt Nam"),
            ("Trung ương Quy định", "Trung ương"),
            ("Hội đồng Dân tộc của Quốc hội về", "Hội đồng Dân tộc của Quốc hội"),
            ("Đoàn giám sát của Hội đồng nhân dân xã Mẫu về", "Đoàn giám sát của Hội đồng nhân dân xã Mẫu"),
            // What a board is set up for.
            ("Hội đồng xét tuyển viên chức huyện Mẫu về", "Hội đồng xét tuyển viên chức huyện Mẫu"),
            ("Ban Chỉ đạo chuyển đổi số và Đề án 09 xã", "Ban Chỉ đạo chuyển đổi số và Đề án 09 xã"),
            ("Tổ công tác thực hiện Đề án 09, các", "Tổ công tác thực hiện Đề án 09"),
            // Numbers tell several apart; a document's number is not the body's.
            ("Đoàn kiểm tra số 2 về", "Đoàn kiểm tra số 2"),
            ("Đoàn kiểm tra số 2/BB-ĐKT", "Đoàn kiểm tra"),
            ("Đoàn kiểm tra số 2 ngày 03/4/2024", "Đoàn kiểm tra"),
            // Short forms and heads.
            ("BTL Quân khu 5 về", "BTL Quân khu 5"),
            ("VKSND huyện Mẫu về", "VKSND huyện Mẫu"),
            ("Tòa án nhân dân cấp cao tại Đà Nẵng về", "Tòa án nhân dân cấp cao tại Đà Nẵng"),
            ("Chánh Thanh tra tỉnh về", "Chánh Thanh tra tỉnh"),
            ("Chánh Thanh tra Sở về", "Chánh Thanh tra Sở"),
            ("Tổng Tham mưu trưởng về", "Tổng Tham mưu trưởng"),
            ("Cục Hải quan TP. Hải Phòng về", "Cục Hải quan TP. Hải Phòng"),
        ] {
            assert_eq!(read_at(text, 0).map(|(name, _)| name).as_deref(), Some(want), "{text}");
        }
        for text in [
            "trường học",
            "trường đại học",
            "phòng ngừa",
            "bộ phận",
            "Bộ",
            "Giám đốc",
            "ban hành",
            "Kế hoạch",
            "",
            "sở hữu",
            "Phòng, chống tham nhũng",
            "Hội đồng khẳng định",
            "Hội đồng thống nhất",
            "Ban Chỉ đạo họp.",
            "Btl Quân khu 5",
            "Ca làm việc",
            "Chánh Thanh tra",
        ] {
            assert_eq!(read_at(text, 0), None, "{text}");
        }
    }

    #[test]
    fn the_table_has_known_classes_and_marks() {
        const CLASSES: [&str; 11] = ["title", "whole", "seat", "field", "named", "level", "area", "trade", "post", "team", "end"];
        const MARKS: [&str; 9] = ["alone", "placed", "local", "union", "centre", "board", "council", "department", "numbered"];
        let mut seen = std::collections::BTreeSet::new();
        for row in super::rows(include_str!("../tables/body_words.tsv")) {
            assert!(row.first().is_some_and(|class| CLASSES.contains(class)), "{row:?}");
            assert!(seen.insert((row.first().copied(), row.get(1).copied())), "{row:?} stands twice");
            let marks = row.get(2).copied().unwrap_or_default();
            assert!(marks.is_empty() || marks.split(' ').all(|mark| MARKS.contains(&mark)), "{row:?}");
        }
    }

    #[test]
    fn capitals_become_the_case_that_offices_write() {
        for (capitals, want) in [
            ("ỦY BAN NHÂN DÂN THÀNH PHỐ CẦN THƠ", "Ủy ban nhân dân thành phố Cần Thơ"),
            ("UBND TỈNH LÀO CAI", "UBND tỉnh Lào Cai"),
            ("UỶ BAN NHÂN DÂN\nXÃ MẪU SƠN", "Uỷ ban nhân dân xã Mẫu Sơn"),
            ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Sở Nông nghiệp và Môi trường"),
            ("CÔNG TY CP BỀN VÀ ĐẸP", "Công ty CP Bền và Đẹp"),
            ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "Bộ Lao động - Thương binh và Xã hội"),
            ("THỦ TƯỚNG CHÍNH PHỦ", "Thủ tướng Chính phủ"),
            ("ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH SỐ 1050/QĐ-SCT", "Đoàn kiểm tra theo Quyết định số 1050/QĐ-SCT"),
            ("HĐND TỈNH HÀ GIANG", "HĐND tỉnh Hà Giang"),
            ("TRƯỜNG TIỂU HỌC MẪU SƠN", "Trường Tiểu học Mẫu Sơn"),
            ("CÔNG TY TNHH MTV MẪU SƠN", "Công ty TNHH MTV Mẫu Sơn"),
            ("CÔNG TY CP ĐẦU TƯ XÂY DỰNG VÀ THƯƠNG MẠI MẪU SƠN", "Công ty CP Đầu tư Xây dựng và Thương mại Mẫu Sơn"),
            ("TRƯỜNG ĐẠI HỌC KINH TẾ MẪU SƠN", "Trường Đại học Kinh tế Mẫu Sơn"),
            ("PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "Phòng Giáo dục và Đào tạo"),
            ("Sở Công thương", "Sở Công thương"),
            ("VIỄN THÔNG MẪU SƠN", "Viễn thông Mẫu Sơn"),
            ("TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG", "Tổ Công nghệ số cộng đồng"),
            ("BAN CHỈ HUY PHÒNG THỦ DÂN SỰ", "Ban Chỉ huy Phòng thủ dân sự"),
        ] {
            assert_eq!(normalise_case(capitals), want, "{capitals}");
        }
    }

    #[test]
    fn a_line_opens_with_a_body_and_not_with_an_event() {
        for (line, want) in [
            ("HỘI NÔNG DÂN", Opening::Body),
            ("HỘI NGHỊ LẦN THỨ HAI", Opening::Rest),
            ("BAN HÀNH QUY CHẾ", Opening::Rest),
            ("BCH ĐOÀN XÃ MẪU SƠN", Opening::Body),
            ("HẠT KIỂM LÂM", Opening::Body),
            ("TRẠM TẤU", Opening::Rest),
            ("TỔNG CÔNG TY", Opening::Bare),
            ("THƯỜNG TRỰC", Opening::Bare),
        ] {
            assert_eq!(opening(line), want, "{line}");
        }
        for (line, want) in [("SỞY TẾ", Some("SỞ Y TẾ")), ("SỞ Y TẾ", None), ("TỈNHX", None), ("UBND XÃ", None)] {
            assert_eq!(unglued(line).as_deref(), want, "{line}");
        }
    }

    #[test]
    fn a_part_stands_under_a_whole_name() {
        for (line, next, want) in [
            ("CHI CỤC HẢI QUAN KHU VỰC IX", "HẢI QUAN CỬA KHẨU CẢNG MẪU SƠN", true),
            ("CÔNG TY ĐIỆN LỰC MẪU SƠN", "ĐỘI QUẢN LÝ ĐIỆN LỰC KHU VỰC MẪU ĐƠN", true),
            ("CÔNG TY ĐIỆN LỰC MẪU SƠN", "ĐIỆN LỰC MẪU ĐƠN", true),
            ("HẠT KIỂM LÂM KHU VỰC V", "TRẠM KIỂM LÂM SỐ 2", true),
            ("UBND PHƯỜNG MẪU SƠN", "TỔ CÔNG NGHỆ SỐ CỘNG ĐỒNG", true),
            ("EVN", "ĐIỆN LỰC MẪU SƠN", true),
            ("HỘI NÔNG DÂN VIỆT NAM", "TỔ CHỨC CƠ SỞ", false),
            ("BAN QUẢN LÝ DỰ ÁN", "ĐIỆN LỰC MIỀN MẪU", false),
            ("BAN QUẢN LÝ XÂY DỰNG", "ĐIỆN LỰC MẪU", false),
            ("ỦY BAN NHÂN DÂN HUYỆN", "TRẠM TẤU", false),
            ("UBND TỈNH", "KHOA MẪU", false),
        ] {
            assert_eq!(stands_under(line, next), want, "{line} / {next}");
        }
    }

    #[test]
    fn letters_name_a_body_only_where_one_bears_them() {
        assert_eq!(by_letters("BNNMT", None), Some("Bộ Nông nghiệp và Môi trường"));
        assert_eq!(by_letters("TCT", Some(2026)), None);
        assert_eq!(by_letters("SCT", None), None);
        assert_eq!(by_letters("UBND", None), None);
    }
}
