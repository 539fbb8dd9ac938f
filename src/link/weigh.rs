//! Owns how one held document is weighed against one citation: which stated facts agree, and whether they suffice.

use crate::model::{Conflict, DocId, Document, Kind, Look, PartialDate, short_body, symbol_key};

use super::body::Fit;
use super::context::{Asked, Reader};
use super::key::{self, is_national_symbol, is_party_symbol, is_shared_symbol};
use super::names;
use super::sight::Sight;
use super::words::{Gist, Likeness};

/// A held document, prepared for weighing.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) id: DocId,
    /// It is this part of the file, and not its first paper.
    pub(super) part: Option<u32>,
    pub(super) ordinal: Option<String>,
    pub(super) symbol: Option<String>,
    /// Number and year and symbol as one key.
    pub(super) number: Option<String>,
    pub(super) year: Option<u16>,
    pub(super) kind: Option<Kind>,
    pub(super) date: Option<PartialDate>,
    /// Its place among the catalogue's bodies.
    pub(super) body: Option<u32>,
    pub(super) issuer: Option<String>,
    pub(super) subject: Option<String>,
    pub(super) gist: Gist,
    pub(super) national: bool,
    pub(super) party: bool,
    /// Several bodies of the whole country have given its symbol.
    joint: bool,
    /// Its symbol's letters are those of many bodies of a level (UBND).
    pub(super) shared: bool,
    /// How many of its fields are filled, number and day before all others: of several files of one document the signed one
    /// stands for all, then the fullest.
    pub(super) filled: usize,
}

impl Row {
    /// Prepares a document, or a part of its file; `body` is the place of its issuer among the catalogue's bodies.
    pub(super) fn of(id: &DocId, part: Option<u32>, d: &Document, body: Option<u32>) -> Self {
        let number = d.doc_number();
        let symbol = d.symbol.as_deref().map(symbol_key);
        let signed = [d.number.is_some(), d.date.is_some_and(PartialDate::is_full)];
        let filled = [d.issuer.is_some(), d.subject.is_some(), d.signer.is_some(), d.kind.is_some(), d.place.is_some()];
        let count = |fields: &[bool]| fields.iter().filter(|f| **f).count();
        Self {
            id: id.clone(),
            part,
            ordinal: number.as_ref().map(crate::model::DocNumber::ordinal_key),
            national: symbol.as_deref().is_some_and(is_national_symbol) || d.kind.is_some_and(|k| k.code() == "NĐ"),
            party: symbol.as_deref().is_some_and(is_party_symbol) && d.year.is_none(),
            joint: symbol.as_deref().is_some_and(key::is_joint_symbol),
            shared: symbol.as_deref().is_none_or(is_shared_symbol),
            number: number.as_ref().map(crate::model::DocNumber::key),
            symbol,
            year: d.year,
            kind: d.kind,
            date: d.date,
            body,
            issuer: d.issuer.clone(),
            subject: d.subject.clone(),
            gist: d.subject.as_deref().map(Gist::of).unwrap_or_default(),
            filled: 10 * count(&signed) + count(&filled),
        }
    }
}

impl Row {
    /// What is kept of it beside its keys.
    pub(super) fn look(&self) -> Look {
        let day = self.date.filter(|date| date.is_full());
        Look { day, year: self.year, any_day: day.is_none() || self.national, glance: self.gist.glance().0.cast_signed() }
    }

    /// How its body numbers it.
    pub(super) fn numbering(&self) -> Numbering {
        match (self.party, self.national || self.year.is_some()) {
            (true, _) => Numbering::Term,
            (false, true) => Numbering::Year,
            (false, false) => Numbering::Renewed,
        }
    }
}

/// How the date of a citation stands to a document's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dates {
    /// The citation has none.
    NotCited,
    /// The document has none.
    NotHeld,
    /// One full day.
    Same,
    /// They agree as far as both go.
    Part,
    /// They differ, in one period of numbering: the number cannot have been given twice in it.
    SamePeriod,
    /// They differ, and the number may have been given anew.
    OtherPeriod,
}

/// Whether the facts suffice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// It is the one meant, and nothing stated speaks against it.
    Fits,
    /// It is the one meant, and something stated does not fit.
    Conflict,
    /// Nothing speaks against it, and too little for it.
    Weak,
    /// It is another document.
    Not,
}

/// The outcome of weighing.
#[derive(Debug, Clone)]
pub(super) struct Weight {
    pub(super) class: Class,
    pub(super) score: i32,
    /// The part of the score that the date gives.
    pub(super) by_date: i32,
    pub(super) reasons: Vec<&'static str>,
    pub(super) conflicts: Vec<Conflict>,
    /// Close enough to be shown as a suggestion where nothing is held.
    pub(super) suggests: bool,
}

/// Weighs a document against what a citation asks for; `None` for one that plainly is another, which most of a group are.
pub(super) fn weigh(asked: &Asked, row: &Row, reader: &Reader, sight: &mut Sight<'_>) -> Option<Weight> {
    if asked.ordinal.is_none() {
        return Some(weigh_name(asked, row, reader));
    }
    let dates = compare_dates(asked, row);
    let issuer = sight.fit(row.body);
    let one_number = asked.year.is_some() && asked.year == row.year;
    // Where no body is named, a document of another day is meant only if its body stands in the writer's line.
    let out_of_line = |sight: &mut Sight<'_>| match issuer {
        Fit::Other => true,
        Fit::Unknown => !row.national && !sight.in_line(row.body).0,
        Fit::Same | Fit::Compatible => false,
    };
    let plainly_another = match dates {
        Dates::SamePeriod | Dates::OtherPeriod if one_number => false,
        Dates::SamePeriod => out_of_line(sight),
        Dates::OtherPeriod => {
            let is_slip = is_slip(asked.date, row.date) && !is_later(row, reader);
            out_of_line(sight) || !is_slip && asked.gist.likeness(&row.gist) != Likeness::Strong
        }
        Dates::NotCited if one_number => false,
        Dates::NotCited if is_later(row, reader) => true,
        Dates::NotCited if issuer == Fit::Other => {
            let could_be_near = !asked.issuer_stated && sight.is_near(row.body);
            !could_be_near && asked.gist.likeness(&row.gist) != Likeness::Strong
        }
        _ => false,
    };
    if plainly_another {
        return None;
    }
    let w = weigh_number(asked, row, reader, sight, (dates, issuer));
    (w.class != Class::Not || w.suggests).then_some(w)
}

fn weigh_number(asked: &Asked, row: &Row, reader: &Reader, sight: &mut Sight<'_>, (dates, issuer): (Dates, Fit)) -> Weight {
    let mut w = Weight { class: Class::Not, score: 0, by_date: 0, reasons: Vec::new(), conflicts: Vec::new(), suggests: false };
    let subject = asked.gist.likeness(&row.gist);
    let is_near = sight.is_near(row.body);
    let named_before = issuer == Fit::Unknown && asked.nearby.as_ref().is_some_and(|near| sight.is_body(row.body, near));
    score(&mut w, asked, row, (dates, issuer, subject), is_near, named_before);

    let nothing_parts = matches!(dates, Dates::Same | Dates::Part | Dates::NotCited | Dates::NotHeld) && issuer != Fit::Other;
    match spelling(asked, row) {
        Spelling::Exact => {}
        Spelling::Shortened => {
            w.reasons.push("shortened-symbol");
            w.score -= 2;
            if dates != Dates::Same {
                w.suggests = dates != Dates::OtherPeriod;
                return w;
            }
        }
        Spelling::Alike => {
            w.reasons.push("similar-number");
            w.suggests = nothing_parts;
            return w;
        }
        Spelling::Parted if dates == Dates::Same || asked.year.is_some() && asked.year == row.year => {}
        Spelling::Parted => {
            w.suggests = dates != Dates::OtherPeriod;
            return w;
        }
        Spelling::OneLetter => {
            w.reasons.push("similar-number");
            w.suggests = nothing_parts;
            // All that is stated but one letter is that of the one document of this number: the letters are no body's.
            let settled = dates == Dates::Same
                && asked.year.is_some()
                && asked.year == row.year
                && row.national
                && asked.issuer_stated
                && matches!(issuer, Fit::Same | Fit::Compatible)
                && !asked.symbol.as_deref().is_some_and(key::is_known_symbol);
            if !settled {
                return w;
            }
        }
        Spelling::OtherYear => {
            w.reasons.push("other-number-year");
            // One that bears the very number is before it.
            w.score -= 16;
            let full = asked.date.is_some_and(PartialDate::is_full);
            let in_term = is_of_one_term(asked, row) && (!full || dates == Dates::Same || is_slip(asked.date, row.date));
            let of_one = dates == Dates::Same && (row.national || matches!(issuer, Fit::Same | Fit::Compatible));
            if !in_term && !of_one || issuer == Fit::Other {
                return w;
            }
            w.suggests = true;
            w.class = Class::Conflict;
            w.conflicts = conflicts(asked, row, Facts::of_other_year(dates, issuer));
            if let (false, Some(year)) = (w.conflicts.iter().any(|c| c.field == "date"), asked.year.and_then(PartialDate::year)) {
                w.conflicts.extend(row.date.or(row.year.and_then(PartialDate::year)).map(|held| Conflict::date(year, held)));
            }
            return w;
        }
        Spelling::Another => return w,
    }
    w.suggests = true;
    if asked.year.is_some() != row.year.is_some() && asked.symbol.is_some() {
        // `30/2019/QĐ-UBND` and `30/QĐ-UBND` are two documents; only a writer who drops the year makes them one.
        let year = asked.year.or(row.year);
        let same_year = year == asked.date.or(row.date).map(PartialDate::year_number);
        let forgot = asked.year.is_none() && same_year && (dates == Dates::Same || row.national) && issuer != Fit::Other;
        if !forgot {
            return w;
        }
        w.reasons.push("year-not-cited");
    }
    let mixed_up = issuer == Fit::Other && sight.is_mixed_up(row.body);
    let (in_line, own_body) = sight.in_line(row.body);
    let subjects_tell = asked.gist.is_telling() && row.gist.is_telling();
    let numbers_part = asked.gist.is_of_other_numbers(&row.gist);
    let national = row.national;
    let facts = Facts { dates, issuer, subject, numbers_part, is_near, in_line, own_body, subjects_tell, mixed_up, national };
    w.class = judge(asked, row, facts, reader);
    if asked.symbol.is_none() && w.class == Class::Fits && !facts.is_bound() {
        w.class = Class::Weak;
    }
    if matches!(w.class, Class::Fits | Class::Conflict) {
        w.conflicts = conflicts(asked, row, facts);
        w.class = if w.conflicts.is_empty() { Class::Fits } else { Class::Conflict };
    }
    w
}

/// What was compared.
#[derive(Debug, Clone, Copy)]
struct Facts {
    dates: Dates,
    issuer: Fit,
    subject: Likeness,
    /// The subjects name different numbers (`đợt 2`, `tháng 5`).
    numbers_part: bool,
    is_near: bool,
    /// The document's body is the citing one, or stands over it; also where the citing body is not known.
    in_line: bool,
    /// It is the citing one.
    own_body: bool,
    /// Both subjects are long enough to tell a difference.
    subjects_tell: bool,
    /// The cited body is another, and one that a writer could put for the document's by slip.
    mixed_up: bool,
    national: bool,
}

impl Facts {
    /// Where the number itself differs in its year, of which the rest tells nothing.
    fn of_other_year(dates: Dates, issuer: Fit) -> Self {
        let subject = Likeness::Unknown;
        let [numbers_part, is_near, in_line, own_body, subjects_tell, mixed_up, national] = [false; 7];
        Self { dates, issuer, subject, numbers_part, is_near, in_line, own_body, subjects_tell, mixed_up, national }
    }

    fn names_issuer(self) -> bool {
        matches!(self.issuer, Fit::Same | Fit::Compatible)
    }

    /// Does something beside the number itself tie the two?
    fn is_bound(self) -> bool {
        matches!(self.dates, Dates::Same | Dates::Part)
            || self.names_issuer()
            || self.subject == Likeness::Strong
            || self.national
    }
}

/// Is it the document meant? `Fits` stands for "yes", whether or not all that is stated agrees.
fn judge(asked: &Asked, row: &Row, facts: Facts, reader: &Reader) -> Class {
    let Facts { dates, issuer, subject, numbers_part, is_near, in_line, own_body, mixed_up, national, .. } = facts;
    let one_number = asked.year.is_some() && asked.year == row.year && (national || facts.names_issuer());
    let subject_binds = matches!(subject, Likeness::Strong | Likeness::Some);
    // Nothing but the number and its year names a rule of the country: its letters tell whose it is, whatever body is written.
    let is_rule = national && asked.year.is_some() && asked.year == row.year && asked.symbol.is_some();
    // The same day and month of another year, of one body or one number of the country: a slip of the pen, unless subjects part or
    // it was not there when the citing document was written.
    let slip_of_year = is_slip(asked.date, row.date)
        && !is_later(row, reader)
        && (national || facts.names_issuer())
        && subject != Likeness::Other
        && !numbers_part
        && !(subject == Likeness::Unknown && facts.subjects_tell);
    // A paper that bears its month alone is the one of that month.
    let same_month = asked.date.zip(row.date).is_some_and(|(a, b)| a.agrees(b) && a.month_number() == b.month_number());
    match (dates, issuer) {
        (Dates::Same | Dates::Part | Dates::NotCited, Fit::Other) if is_rule => Class::Fits,
        (Dates::OtherPeriod, Fit::Same | Fit::Compatible | Fit::Unknown) if slip_of_year => Class::Fits,
        (Dates::Part, Fit::Unknown) if same_month && in_line && !row.shared && !(subject == Likeness::Other) => Class::Fits,
        // The same number and day from another body: chance, unless the subject says that it is the same document, or the writer
        // could take one body for the other and gives it to both.
        (Dates::Same, Fit::Other) => {
            let gives_both = own_body && !facts.subjects_tell && asked.of_two_bodies;
            let slip = mixed_up && (subject == Likeness::Some && !numbers_part || gives_both);
            if subject == Likeness::Strong || slip { Class::Fits } else { Class::Not }
        }
        // No body is named, and the letters (UBND) are those of many: a reader takes the writer's own or one above it.
        (Dates::Same, Fit::Unknown) if row.shared && !national && !subject_binds => match (in_line, facts.subjects_tell) {
            (true, false) => Class::Fits,
            (false, true) => Class::Not,
            _ => Class::Weak,
        },
        (Dates::Same, _) => Class::Fits,
        (Dates::Part, Fit::Other) if subject != Likeness::Strong => Class::Not,
        (Dates::Part, Fit::Unknown) if !(national || subject == Likeness::Strong || is_near) => Class::Weak,
        (Dates::Part, _) => Class::Fits,
        (Dates::SamePeriod | Dates::OtherPeriod, _) if one_number && issuer != Fit::Other => Class::Fits,
        (Dates::SamePeriod, Fit::Same | Fit::Compatible) if subject != Likeness::Other && !numbers_part => Class::Fits,
        (Dates::SamePeriod, Fit::Unknown) => {
            let close = is_near && subject == Likeness::Some && !numbers_part && are_close(asked.date, row.date);
            if national || in_line && (subject == Likeness::Strong || close) { Class::Fits } else { Class::Not }
        }
        // Plans and reports recur each year under like numbers: a slip of the year is one only where the subject is the same to
        // the word and names the document's own year, or the days are close.
        (Dates::OtherPeriod, Fit::Same | Fit::Compatible | Fit::Unknown) if subject == Likeness::Strong => {
            let (cited, held) = (asked.date.map(PartialDate::year_number), row.date.map(PartialDate::year_number));
            let names_held = held.is_some_and(|y| asked.gist.names_year(y)) && !cited.is_some_and(|y| asked.gist.names_year(y));
            let close = are_close(asked.date, row.date);
            let equal = asked.gist.is_equal_or_cut(&row.gist);
            let bound = if issuer == Fit::Unknown {
                (in_line || national) && close && equal
            } else {
                equal && close || names_held && (equal || close)
            };
            if bound { Class::Fits } else { Class::Not }
        }
        (Dates::SamePeriod | Dates::OtherPeriod, _) => Class::Not,
        (Dates::NotHeld, Fit::Other) => Class::Not,
        (Dates::NotHeld, _) if one_number || subject == Likeness::Strong => Class::Fits,
        (Dates::NotHeld, Fit::Same | Fit::Compatible) if subject == Likeness::Some => Class::Fits,
        (Dates::NotHeld, _) if subject == Likeness::Other => Class::Not,
        (Dates::NotHeld, _) => Class::Weak,
        (Dates::NotCited, _) => judge_undated(asked, row, facts, reader, one_number),
    }
}

fn is_later(row: &Row, reader: &Reader) -> bool {
    matches!(reader.written.zip(row.date), Some((written, held)) if held > written && !held.agrees(written))
}

/// A mention without a date means the latest document of that number that was there when it was written.
fn judge_undated(asked: &Asked, row: &Row, facts: Facts, reader: &Reader, one_number: bool) -> Class {
    let later = is_later(row, reader);
    let years = reader.written.zip(row.date).map(|(w, h)| w.year_number().saturating_sub(h.year_number()));
    let recent = row.party || years.is_none_or(|y| y <= 1);
    let strong = facts.subject == Likeness::Strong;
    if later && !one_number {
        return Class::Not;
    }
    let tells = facts.subjects_tell;
    match facts.issuer {
        _ if facts.subject == Likeness::Other && !one_number => Class::Not,
        _ if facts.subject == Likeness::Unknown && tells && !one_number => Class::Weak,
        Fit::Other if strong => Class::Fits,
        Fit::Other if facts.is_near && !asked.issuer_stated => Class::Weak,
        Fit::Other => Class::Not,
        _ if one_number || strong => Class::Fits,
        Fit::Same | Fit::Compatible if recent => Class::Fits,
        Fit::Unknown if recent && (facts.is_near || facts.national) => Class::Fits,
        _ => Class::Weak,
    }
}

/// The fields that both state and that differ.
fn conflicts(asked: &Asked, row: &Row, facts: Facts) -> Vec<Conflict> {
    let mut out = Vec::new();
    if let (Dates::SamePeriod | Dates::OtherPeriod, true, Some(cited), Some(held)) =
        (facts.dates, asked.date_stated, asked.date, row.date)
    {
        out.push(Conflict::date(cited, held));
    }
    let issuer_words = asked.issuer_words.as_ref().filter(|_| !row.joint);
    if let (Fit::Other, true, Some(cited), Some(held)) = (facts.issuer, asked.issuer_stated, issuer_words, &row.issuer) {
        // Both sides under the name that lists show, or two spellings would look like the difference.
        let (cited, held) = (short_body(cited).into_owned(), short_body(held).into_owned());
        out.push(Conflict { field: "issuer".to_owned(), cited, held });
    }
    if let (Some(cited), Some(held)) = (asked.kind, row.kind)
        && cited != held
        && !are_one_kind(cited, held)
        && !is_described(cited, row)
    {
        out.push(Conflict { field: "kind".to_owned(), cited: cited.code().to_owned(), held: held.code().to_owned() });
    }
    if let (Some(cited), Some(held), true) = (&asked.subject_words, &row.subject, asked.gist.is_apart(&row.gist)) {
        out.push(Conflict { field: "subject".to_owned(), cited: cited.clone(), held: held.clone() });
    }
    out
}

/// Does the citing word only describe a letter by its matter: `Kế hoạch kiểm tra số 30/SXD-TTr` for the letter `V/v kế hoạch kiểm tra …`?
/// A letter bears no name of its kind that could differ.
fn is_described(cited: Kind, row: &Row) -> bool {
    let subject = row.subject.as_deref().unwrap_or_default().to_lowercase();
    row.kind.is_some_and(|kind| kind.code() == "CV") && subject.contains(&cited.row().name.to_lowercase())
}

/// Kinds whose names papers use for one another.
pub(super) fn are_one_kind(a: Kind, b: Kind) -> bool {
    let families: [&[&str]; 3] = [&["Luật", "BL", "PL", "HP", "L"], &["QĐ", "QyĐ", "QC"], &["TT", "TTLT"]];
    a == b || families.iter().any(|f| f.contains(&a.code()) && f.contains(&b.code())) || a.code() == "KHÁC" || b.code() == "KHÁC"
}

fn score(
    w: &mut Weight,
    asked: &Asked,
    row: &Row,
    (dates, issuer, subject): (Dates, Fit, Likeness),
    is_near: bool,
    named_before: bool,
) {
    let mut add = |points: i32, reason: &'static str| {
        w.score += points;
        w.reasons.push(reason);
    };
    add(0, "same-number");
    if row.national {
        add(2, "national-number");
    }
    let by_date = match dates {
        Dates::Same => (12, "same-date"),
        Dates::Part => (6, "same-year"),
        Dates::SamePeriod if are_close(asked.date, row.date) => (-3, "near-date"),
        Dates::SamePeriod => (-5, "other-date"),
        Dates::OtherPeriod => (-8, "other-year"),
        Dates::NotHeld => (0, "no-date-held"),
        Dates::NotCited => (0, "no-date-cited"),
    };
    add(by_date.0, by_date.1);
    match (issuer, asked.issuer_stated) {
        (Fit::Same, true) => add(8, "same-issuer"),
        (Fit::Same, false) => add(6, "implied-issuer"),
        (Fit::Compatible, true) => add(6, "compatible-issuer"),
        (Fit::Compatible, false) => add(4, "compatible-issuer"),
        (Fit::Other, true) => add(-8, "other-issuer"),
        (Fit::Other, false) => add(-4, "other-issuer"),
        (Fit::Unknown, _) => {
            if named_before {
                add(3, "issuer-named-before");
            }
            if is_near {
                add(2, "same-place");
            }
        }
    }
    match subject {
        // Day and subject together are a fingerprint, whatever body is named.
        Likeness::Strong if dates == Dates::Same => add(12, "same-subject"),
        Likeness::Strong => add(6, "same-subject"),
        Likeness::Some => add(3, "similar-subject"),
        Likeness::Other => add(-5, "other-subject"),
        Likeness::Unknown => {}
    }
    match (asked.kind, row.kind) {
        (Some(a), Some(b)) if a == b => add(1, "same-kind"),
        (Some(a), Some(b)) if !are_one_kind(a, b) => add(-3, "other-kind"),
        _ => {}
    }
    // What the day adds to the subject falls with the day.
    let fingerprint = dates == Dates::Same && subject == Likeness::Strong;
    w.by_date = by_date.0 + if fingerprint { 6 } else { 0 };
}

/// How the number of a document is spelt, beside the citation's.
enum Spelling {
    Exact,
    /// One of them leaves out the unit at the symbol's end.
    Shortened,
    /// The letters are the same, and hyphens are not.
    Parted,
    /// The symbols differ in one letter.
    OneLetter,
    /// They differ in letters that recognition mixes up.
    Alike,
    /// They differ in the year of the number alone.
    OtherYear,
    Another,
}

fn spelling(asked: &Asked, row: &Row) -> Spelling {
    if let (Some(a), Some(b)) = (asked.year, row.year)
        && a != b
    {
        let same = asked.ordinal == row.ordinal && asked.symbol.is_some() && asked.symbol == row.symbol;
        return if same { Spelling::OtherYear } else { Spelling::Another };
    }
    if asked.ordinal != row.ordinal {
        return Spelling::Alike;
    }
    match (&asked.symbol, &row.symbol) {
        (Some(a), Some(b)) if a == b => Spelling::Exact,
        (None, _) => Spelling::Exact,
        (Some(a), Some(b)) => {
            let cut = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with('-'));
            if cut(a, b) || cut(b, a) {
                Spelling::Shortened
            } else if key::are_same_letters(a, b) {
                Spelling::Parted
            } else if key::has_other_kind(a, b) {
                Spelling::Another
            } else if key::are_one_letter_apart(a, b) {
                Spelling::OneLetter
            } else {
                Spelling::Alike
            }
        }
        (Some(_), None) => Spelling::Alike,
    }
}

fn compare_dates(asked: &Asked, row: &Row) -> Dates {
    // A year in the number is a date of the year, where nothing closer is stated.
    let cited = asked.date.or_else(|| asked.year.and_then(PartialDate::year));
    let held = row.date.or_else(|| row.year.and_then(PartialDate::year));
    match (cited, held) {
        (None, _) => Dates::NotCited,
        (_, None) => Dates::NotHeld,
        (Some(a), Some(b)) if a.agrees(b) => {
            if asked.date.is_some_and(PartialDate::is_full) && b.is_full() {
                Dates::Same
            } else if asked.date.is_none() {
                Dates::NotCited
            } else {
                Dates::Part
            }
        }
        (Some(_), Some(_)) if asked.date.is_none() => Dates::NotCited,
        (Some(a), Some(b)) if is_one_period(a, b, row.numbering()) => Dates::SamePeriod,
        _ => Dates::OtherPeriod,
    }
}

/// How a body numbers a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbering {
    /// Anew each year.
    Year,
    /// Anew each year, and on 1 July 2025 by the bodies of communes and provinces that were made anew on that day.
    Renewed,
    /// Anew each term of a Party body.
    Term,
}

/// Can one body give a number only once between these days?
pub(super) fn is_one_period(a: PartialDate, b: PartialDate, numbering: Numbering) -> bool {
    if numbering == Numbering::Term {
        // Terms run five years between congresses, held at each level in the years that 5 divides.
        let congress = |d: PartialDate| d.year_number().is_multiple_of(5);
        return a.year_number() == b.year_number() && !congress(a)
            || (a.year_number() / 5 == b.year_number() / 5 && !congress(a) && !congress(b));
    }
    let halves = |d: PartialDate| d.month_number().is_some_and(|m| m >= 7);
    let reformed = a.year_number() == 2025 && numbering == Numbering::Renewed;
    a.year_number() == b.year_number() && !(reformed && halves(a) != halves(b))
}

/// Is a day written with the year before or after, or with one wrong digit in its year? The first numbers of a year are given on its
/// first days, so in January the same day of another year is chance.
pub(super) fn is_slip_of_year(a: PartialDate, b: PartialDate) -> bool {
    let (x, y) = (a.year_number(), b.year_number());
    let digits = |year: u16| [year / 1000, year / 100 % 10, year / 10 % 10, year % 10];
    let wrong = digits(x).iter().zip(digits(y)).filter(|(a, b)| **a != *b).count();
    a.is_anniversary(b) && a.month_number() != Some(1) && (x.abs_diff(y) == 1 || wrong == 1)
}

fn is_slip(a: Option<PartialDate>, b: Option<PartialDate>) -> bool {
    a.zip(b).is_some_and(|(a, b)| is_slip_of_year(a, b))
}

/// Are both of one series of one legislature, which gives a number once in its term?
fn is_of_one_term(asked: &Asked, row: &Row) -> bool {
    let one_kind = asked.kind.zip(row.kind).is_some_and(|(a, b)| are_one_kind(a, b) && a.code() != "KHÁC" && b.code() != "KHÁC");
    one_kind && asked.symbol == row.symbol && asked.symbol.as_deref().is_some_and(key::is_legislature_symbol)
}

/// Do two days differ as a slip of the pen makes them differ: by a month at most, or in one of day, month and year only?
fn are_close(a: Option<PartialDate>, b: Option<PartialDate>) -> bool {
    let Some((a, b)) = a.zip(b).filter(|(a, b)| a.is_full() && b.is_full()) else { return false };
    let equal = [a.year_number() == b.year_number(), a.month_number() == b.month_number(), a.day_number() == b.day_number()];
    let swapped = equal[0] && a.month_number() == b.day_number() && a.day_number() == b.month_number();
    let days = (a.ordinal() - b.ordinal()).abs();
    days <= 31 || swapped || equal.iter().filter(|e| **e).count() >= 2 || ((days - 365).abs() <= 31)
}

/// Weighs a law that is cited by its name.
fn weigh_name(asked: &Asked, row: &Row, reader: &Reader) -> Weight {
    let mut w =
        Weight { class: Class::Not, score: 0, by_date: 0, reasons: vec!["same-name"], conflicts: Vec::new(), suggests: true };
    let held_year = row.date.map(PartialDate::year_number).or(row.year);
    if let Some(date) = asked.date {
        let (same, reason) = match row.date {
            Some(held) if held.agrees(date) => (true, "same-date"),
            _ => (held_year == Some(date.year_number()), "same-year"),
        };
        if same {
            w.score = if reason == "same-date" { 12 } else { 10 };
            w.reasons.push(reason);
            w.class = Class::Fits;
            if let (Some(held), true) = (row.date, asked.date_stated && reason == "same-year")
                && date.is_full()
                && held.is_full()
            {
                w.conflicts.push(Conflict::date(date, held));
                w.class = Class::Conflict;
            }
        } else if let Some(held) = row.date.filter(|held| held.is_anniversary(date)) {
            // A law is not passed on one day of two years: the year is a slip.
            w.score = 5;
            w.reasons.push("other-year");
            w.class = if asked.date_stated { Class::Conflict } else { Class::Fits };
            w.conflicts.extend(asked.date_stated.then(|| Conflict::date(date, held)));
        } else {
            w.reasons.push("other-year");
        }
        return w;
    }
    let Some(written) = asked.as_of.or(reader.written) else {
        w.class = Class::Fits;
        return w;
    };
    if matches!(row.date, Some(held) if held > written && !held.agrees(written)) {
        w.reasons.push("later");
        return w;
    }
    let meant = if asked.guides { names::passed(&asked.key, written) } else { names::in_force(&asked.key, written) };
    match meant {
        Some(number) if row.number.as_deref() == Some(number) => {
            w.score = 10;
            w.reasons.push("in-force");
            w.class = Class::Fits;
        }
        // A version that the table does not know, passed after the one that it knows.
        Some(number) => {
            let known_year = number.split('|').nth(1).and_then(|y| y.parse::<u16>().ok());
            if held_year > known_year && !names::knows(row.number.as_deref()) {
                w.score = 12;
                w.class = Class::Fits;
            } else {
                w.reasons.push("other-version");
            }
        }
        None => w.class = Class::Fits,
    }
    w
}
