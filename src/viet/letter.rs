//! The Vietnamese letters: base with its quality mark, tone, plain ASCII letter; one table for all of `viet`.

/// A tone of a syllable, in the order of the columns of [`ROWS`].
pub(super) const LEVEL: u8 = 0;
/// Sắc.
pub(super) const ACUTE: u8 = 2;
/// Nặng.
pub(super) const DOT: u8 = 5;

/// The combining mark of a tone, by number; the level tone has none.
pub(super) const TONE_MARKS: [char; 6] = ['\0', '\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];

/// Vowels without tone, with huyền, sắc, hỏi, ngã, nặng, and the ASCII letter under them.
const ROWS: [(u8, [char; 6]); 12] = [
    (b'a', ['a', 'à', 'á', 'ả', 'ã', 'ạ']),
    (b'a', ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ']),
    (b'a', ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ']),
    (b'e', ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ']),
    (b'e', ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ']),
    (b'i', ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị']),
    (b'o', ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ']),
    (b'o', ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ']),
    (b'o', ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ']),
    (b'u', ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ']),
    (b'u', ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự']),
    (b'y', ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ']),
];

/// Other marked Latin letters that occur in names, with the ASCII letter under them; both cases.
const OTHERS: [(char, u8); 30] = [
    ('ç', b'c'),
    ('Ç', b'c'),
    ('ñ', b'n'),
    ('Ñ', b'n'),
    ('ä', b'a'),
    ('Ä', b'a'),
    ('å', b'a'),
    ('Å', b'a'),
    ('ö', b'o'),
    ('Ö', b'o'),
    ('ø', b'o'),
    ('Ø', b'o'),
    ('ü', b'u'),
    ('Ü', b'u'),
    ('û', b'u'),
    ('Û', b'u'),
    ('ï', b'i'),
    ('Ï', b'i'),
    ('î', b'i'),
    ('Î', b'i'),
    ('ë', b'e'),
    ('Ë', b'e'),
    ('ÿ', b'y'),
    ('š', b's'),
    ('Š', b's'),
    ('ž', b'z'),
    ('Ž', b'z'),
    ('č', b'c'),
    ('Č', b'c'),
    ('ō', b'o'),
];

/// What is known of one letter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    /// Lower-case, with its quality mark and without tone: `ê` of `Ệ`.
    pub base: char,
    /// The tone, by number.
    pub tone: u8,
    /// The lower-case ASCII letter under it: `e` of `Ệ`, `d` of `Đ`.
    pub plain: u8,
    /// Is it a letter of the Vietnamese alphabet?
    pub vietnamese: bool,
}

const NONE: Letter = Letter { base: '\0', tone: LEVEL, plain: 0, vietnamese: false };

/// U+00C0–U+024F, then U+1E00–U+1EFF.
const LOW: u32 = 0xc0;
const LOW_END: u32 = 0x250;
const HIGH: u32 = 0x1e00;
const HIGH_END: u32 = 0x1f00;
const SIZE: usize = (LOW_END - LOW + HIGH_END - HIGH) as usize;

const fn place(c: u32) -> usize {
    if c >= LOW && c < LOW_END {
        (c - LOW) as usize
    } else if c >= HIGH && c < HIGH_END {
        (c - HIGH + LOW_END - LOW) as usize
    } else {
        usize::MAX
    }
}

/// The capital of a Vietnamese letter beyond ASCII.
const fn capital(c: u32) -> u32 {
    match c {
        0xe0..=0xff => c - 0x20,
        0x1b0 | 0x1a1 => c - 1,
        _ => c - c % 2,
    }
}

static TABLE: [Letter; SIZE] = {
    let mut table = [NONE; SIZE];
    let mut row = 0;
    while row < ROWS.len() {
        let (plain, vowels) = ROWS[row];
        let mut tone = 0;
        while tone < 6 {
            let c = vowels[tone] as u32;
            if c >= 0x80 {
                #[allow(clippy::cast_possible_truncation, reason = "a tone is below six")]
                let letter = Letter { base: vowels[0], tone: tone as u8, plain, vietnamese: true };
                table[place(c)] = letter;
                // Capitals stand 0x20 before in Latin-1; elsewhere the capital is the even one of the pair, but for ơ and ư.
                table[place(capital(c))] = letter;
            }
            tone += 1;
        }
        row += 1;
    }
    let d = Letter { base: 'đ', tone: LEVEL, plain: b'd', vietnamese: true };
    table[place('đ' as u32)] = d;
    table[place('Đ' as u32)] = d;
    // The look-alikes of Đ are letters of other languages; folding meets them in queries.
    let like = Letter { vietnamese: false, ..d };
    table[place(0xd0)] = like;
    table[place(0xf0)] = like;
    table[place(0x189)] = like;
    let mut other = 0;
    while other < OTHERS.len() {
        let (c, plain) = OTHERS[other];
        table[place(c as u32)] = Letter { base: plain as char, tone: LEVEL, plain, vietnamese: false };
        other += 1;
    }
    table
};

/// The letter behind a character beyond ASCII; `None` for what the table does not hold.
#[inline]
pub(super) fn letter(c: char) -> Option<Letter> {
    TABLE.get(place(c as u32)).copied().filter(|l| l.plain != 0)
}

/// Is it a letter of the Vietnamese alphabet beyond ASCII?
#[inline]
pub(super) fn is_marked(c: char) -> bool {
    letter(c).is_some_and(|l| l.vietnamese)
}

/// The tone number of a combining mark.
#[inline]
pub(super) fn tone_of_mark(c: char) -> Option<u8> {
    Some(match c {
        '\u{300}' | '\u{340}' => 1,
        '\u{301}' | '\u{341}' => 2,
        '\u{309}' => 3,
        '\u{303}' => 4,
        '\u{323}' => 5,
        _ => return None,
    })
}

/// A base letter with a combining quality mark: `a` and U+0302 make `â`.
#[inline]
pub(super) fn with_quality(base: char, mark: char) -> Option<char> {
    Some(match (base, mark) {
        ('a', '\u{302}') => 'â',
        ('e', '\u{302}') => 'ê',
        ('o', '\u{302}') => 'ô',
        ('a', '\u{306}') => 'ă',
        ('o', '\u{31b}') => 'ơ',
        ('u', '\u{31b}') => 'ư',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{ROWS, letter};

    #[test]
    fn both_cases_of_every_vowel_are_in_the_table() {
        for (plain, vowels) in ROWS {
            for (tone, vowel) in vowels.into_iter().enumerate().filter(|(_, v)| !v.is_ascii()) {
                for c in vowel.to_uppercase().chain([vowel]) {
                    let found = letter(c).unwrap_or_else(|| panic!("{c} is missing"));
                    assert_eq!((found.plain, found.base, usize::from(found.tone)), (plain, vowels[0], tone), "{c}");
                    assert!(found.vietnamese);
                }
            }
        }
        assert!(letter('×').is_none() && letter('ẞ').is_none() && letter('b').is_none());
    }
}
