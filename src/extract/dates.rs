//! Owns dates in running text and in letterheads: every form that offices write, cut where the paper is blank.

use super::cursor::Cursor;
use crate::model::PartialDate;

/// Reads the date that begins at this byte; the second value is the byte after it.
///
/// Read: `09/02/2023`, `9.2.2023`, `09-02-2023`, `9 / 2 / 2023`, `26/3/97`, `ngày 09 tháng 02 năm 2023` (with or without
/// its first word, over line breaks, without accents), `tháng 02 năm 2026`, `tháng 3/2023`, `02/2023`, `năm 2015`, `2015`; and
/// blanks left for the pen: `ngày … tháng 02 năm 2026`, `ngày   /5/2026`, `.../.../2026`, each cut to what stands there.
/// Refused: days that do not exist, a year with missing digits (`năm 20…`), `02/2023/QĐ` and `2015/NĐ` (numbers).
pub(crate) fn read_at(text: &str, at: usize) -> Option<(PartialDate, usize)> {
    let mut cursor = Cursor::new(text, at)?;
    cursor.blanks();
    let day_word = cursor.folded_word("ngay").is_some();
    if day_word {
        cursor.skip_while(is_filler);
        // `ngày mồng 5 tháng 1`
        if cursor.folded_word("mong").or_else(|| cursor.folded_word("mung")).is_some() {
            cursor.skip_while(is_filler);
        }
    }
    if let Some(found) = written_out(cursor, day_word) {
        return Some(found);
    }
    if let Some(found) = with_separators(cursor, day_word) {
        return Some(found);
    }
    if day_word {
        return None;
    }
    month_and_year(cursor).or_else(|| year_alone(cursor))
}

/// Blanks, dots and underscores that leave room for the pen, and marks of emphasis left by converters.
fn is_filler(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '…' | '_' | '·' | '*' | ':' | '‥')
}

/// Does a blank for the pen stand here (dots, or nothing but white space)?
fn is_pen_room(read: &str) -> bool {
    read.chars().all(is_filler)
}

/// `09 tháng 02 năm 2023`, the day or the month left out.
fn written_out(mut cursor: Cursor<'_>, day_word: bool) -> Option<(PartialDate, usize)> {
    let day = cursor.digits(1, 2);
    cursor.skip_while(|c| is_filler(c) || c == ',');
    cursor.folded_word("thang")?;
    cursor.skip_while(is_filler);
    let month = cursor.digits(1, 2).or_else(|| in_words(&mut cursor));
    if day.is_none() && month.is_none() && !day_word {
        return None;
    }
    cursor.skip_while(|c| is_filler(c) || matches!(c, ',' | '/' | '-'));
    // `tháng 02/2023` leaves the word out.
    if cursor.folded_word("nam").is_none() && month.is_none() {
        return None;
    }
    cursor.skip_while(is_filler);
    let year = year(&mut cursor)?;
    let date = assemble(day, month, year)?;
    Some((date, cursor.at()))
}

/// Months that papers write in words: `tháng giêng`, `tháng tư`, `tháng chạp`.
fn in_words(cursor: &mut Cursor<'_>) -> Option<&'static str> {
    [("gieng", "1"), ("tu", "4"), ("chap", "12")].into_iter().find_map(|(word, month)| {
        cursor.folded_word(word)?;
        Some(month)
    })
}

/// `09/02/2023` and its like; both separators are the same. `day_word`: `ngày` stands before it, so that a year may have two
/// digits behind dots and dashes, too, if they can be no month and no day (`ngày 5.4.91`).
fn with_separators(start: Cursor<'_>, day_word: bool) -> Option<(PartialDate, usize)> {
    let mut cursor = start;
    let day = cursor.digits(1, 2);
    if day.is_none() && !is_pen_room(cursor.skip_while(is_filler)) {
        return None;
    }
    let separator = separator(&mut cursor)?;
    let month = cursor.digits(1, 2);
    if month.is_none() && (day.is_some() || !is_pen_room(cursor.skip_while(is_filler))) {
        return None;
    }
    if self::separator(&mut cursor)? != separator {
        return None;
    }
    if day.is_none() && month.is_none() && start.peek().is_none_or(|c| !matches!(c, '.' | '…' | '_')) {
        return None;
    }
    let year = match year(&mut cursor) {
        Some(year) => year,
        None if day.is_some() && (separator == '/' || day_word) => {
            short_year(&mut cursor).filter(|year| separator == '/' || *year < 2000)?
        }
        None => return None,
    };
    if is_number_ahead(cursor) {
        return None;
    }
    let date = assemble(day, month, year)?;
    Some((date, cursor.at()))
}

/// `02/2023`, `3-2023`.
fn month_and_year(mut cursor: Cursor<'_>) -> Option<(PartialDate, usize)> {
    let month: u8 = cursor.digits(1, 2)?.parse().ok()?;
    separator(&mut cursor)?;
    let year = year(&mut cursor)?;
    if is_number_ahead(cursor) {
        return None;
    }
    Some((PartialDate::month(year, month)?, cursor.at()))
}

/// `năm 2015`, `2015`.
fn year_alone(mut cursor: Cursor<'_>) -> Option<(PartialDate, usize)> {
    if cursor.folded_word("nam").is_some() {
        cursor.skip_while(is_filler);
    }
    let year = year(&mut cursor)?;
    if is_number_ahead(cursor) {
        return None;
    }
    Some((PartialDate::year(year)?, cursor.at()))
}

/// `/`, `-` or `.` with blanks around it.
fn separator(cursor: &mut Cursor<'_>) -> Option<char> {
    let mut ahead = *cursor;
    ahead.blanks();
    let c = ahead.one_of(&['/', '-', '.', '–', '−'])?;
    ahead.blanks();
    *cursor = ahead;
    Some(if matches!(c, '–' | '−') { '-' } else { c })
}

/// Four digits of a year in which offices wrote.
fn year(cursor: &mut Cursor<'_>) -> Option<u16> {
    let mut ahead = *cursor;
    let year: u16 = if let Some(digits) = ahead.digits(4, 4) {
        digits.parse().ok()?
    } else {
        // Forms print `20` and leave two digits to the pen or to the typist: `năm 20 26`.
        let century = ahead.digits(2, 2).filter(|c| matches!(*c, "19" | "20"))?;
        ahead.skip_while(|c| matches!(c, ' ' | '\u{a0}' | '.' | '…'));
        let rest = ahead.digits(2, 2)?;
        format!("{century}{rest}").parse().ok()?
    };
    if !(1900..=2099).contains(&year) {
        return None;
    }
    *cursor = ahead;
    Some(year)
}

/// Two digits of a year: `97` is 1997, `23` is 2023.
fn short_year(cursor: &mut Cursor<'_>) -> Option<u16> {
    let mut ahead = *cursor;
    let year: u16 = ahead.digits(2, 2)?.parse().ok()?;
    *cursor = ahead;
    Some(if year >= 45 { 1900 + year } else { 2000 + year })
}

/// Does a slash with a letter or digit follow, so that this is a document's number? Or a letter that clings to the digits?
fn is_number_ahead(mut cursor: Cursor<'_>) -> bool {
    if cursor.peek().is_some_and(|c| c.is_alphabetic() && c.is_ascii_uppercase()) {
        return true;
    }
    cursor.one_of(&['/']).is_some() && cursor.peek().is_some_and(char::is_alphanumeric)
}

/// Puts the parts together; an impossible day or month makes it no date.
fn assemble(day: Option<&str>, month: Option<&str>, year: u16) -> Option<PartialDate> {
    let small = |s: &str| s.parse::<u8>().ok();
    match (day, month) {
        (_, None) => PartialDate::year(year),
        (None, Some(month)) => PartialDate::month(year, small(month)?),
        (Some(day), Some(month)) => PartialDate::day(year, small(month)?, small(day)?),
    }
}

#[cfg(test)]
mod tests {
    use super::read_at;

    fn check(text: &str, want: Option<(&str, &str)>) {
        let got = read_at(text, 0).map(|(date, end)| (date.to_string(), text.get(end..).unwrap_or("?").to_owned()));
        assert_eq!(got, want.map(|(d, rest)| (d.to_owned(), rest.to_owned())), "{text}");
    }

    #[test]
    fn reads_the_forms_that_offices_write() {
        for (text, date, rest) in [
            ("09/02/2023 của UBND", "2023-02-09", " của UBND"),
            ("9.2.2023", "2023-02-09", ""),
            ("16-02-2004;", "2004-02-16", ";"),
            ("26 / 11/ 2003", "2003-11-26", ""),
            ("26/3/97 về", "1997-03-26", " về"),
            ("ngày 09 tháng 02 năm 2023.", "2023-02-09", "."),
            ("09 tháng 02\nnăm 2023", "2023-02-09", ""),
            ("ngày\n9/2/2023", "2023-02-09", ""),
            ("ngay 9 thang 2 nam 2023", "2023-02-09", ""),
            ("NGÀY 9 THÁNG 2 NĂM 2023", "2023-02-09", ""),
            ("ngày **09** tháng **02** năm **2023**", "2023-02-09", "**"),
            ("ngày tháng 02 năm 2026", "2026-02", ""),
            ("ngày … tháng 02 năm 2026", "2026-02", ""),
            ("ngày ..... tháng ..... năm 2026", "2026", ""),
            ("ngày tháng năm 2026", "2026", ""),
            ("ngày 12 tháng năm 2026", "2026", ""),
            ("tháng 02 năm 2026", "2026-02", ""),
            ("tháng 3/2023", "2023-03", ""),
            ("tháng 3-2023", "2023-03", ""),
            ("ngày /5/2026", "2026-05", ""),
            ("…/5/2026", "2026-05", ""),
            (".../.../2026", "2026", ""),
            ("02/2023)", "2023-02", ")"),
            ("năm 2015 và", "2015", " và"),
            ("2015", "2015", ""),
            ("ngày 01 tháng 7 năm 20 26", "2026-07-01", ""),
            ("ngày 5 tháng giêng năm 1985", "1985-01-05", ""),
            ("ngày mồng 5 tháng 1 năm 1985", "1985-01-05", ""),
            ("tháng chạp năm 1956", "1956-12", ""),
            ("ngày 5.4.91 của", "1991-04-05", " của"),
            ("ngày 5-1-95;", "1995-01-05", ";"),
        ] {
            check(text, Some((date, rest)));
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in [
            "31/02/2023",
            "00/2023",
            "02/2023/QĐ-UBND",
            "2015/NĐ-CP",
            "năm 20…",
            "năm",
            "ngày",
            "ngày 12",
            "tháng",
            "1.2.30",
            "5.4.91",
            "ngày 5.4.21",
            "ngày 5.4.915",
            "1/2",
            "123/4/2023",
            "9/2-2023",
            "20155",
            "/5/",
            "của",
            "",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn an_offset_inside_a_character_or_behind_the_end_is_no_date() {
        assert_eq!(read_at("ộ", 1), None);
        assert_eq!(read_at("a", 9), None);
    }
}
