//! Numbers as lists and notes show them: `3`, `iv`, `b`, `*`.

/// How a number is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Numerals {
    /// 1, 2, 3
    #[default]
    Decimal,
    /// 01, 02, 03
    PaddedDecimal,
    /// I, II, III
    UpperRoman,
    /// i, ii, iii
    LowerRoman,
    /// A, B, C, … AA
    UpperLetter,
    /// a, b, c, … aa
    LowerLetter,
    /// *, †, ‡, §, **
    Marks,
    /// A picture in place of a number.
    Bullet,
    /// Nothing.
    None,
}

impl Numerals {
    /// By the name that `WordprocessingML` has for them; what it has in other languages counts as decimal.
    pub(super) fn named(name: &str) -> Self {
        match name {
            "decimalZero" => Self::PaddedDecimal,
            "upperRoman" => Self::UpperRoman,
            "lowerRoman" => Self::LowerRoman,
            "upperLetter" => Self::UpperLetter,
            "lowerLetter" => Self::LowerLetter,
            "chicago" => Self::Marks,
            "bullet" => Self::Bullet,
            "none" => Self::None,
            _ => Self::Decimal,
        }
    }

    /// The number in these numerals.
    pub(super) fn write(self, number: u32) -> String {
        match self {
            Self::Decimal => number.to_string(),
            Self::PaddedDecimal => format!("{number:02}"),
            Self::UpperRoman => roman(number),
            Self::LowerRoman => roman(number).to_ascii_lowercase(),
            Self::UpperLetter => letter(number),
            Self::LowerLetter => letter(number).to_ascii_lowercase(),
            Self::Marks => {
                let marks = ['*', '†', '‡', '§'];
                let index = number.saturating_sub(1) as usize;
                marks.get(index % 4).map(|m| m.to_string().repeat((index / 4 + 1).min(8))).unwrap_or_default()
            }
            Self::Bullet | Self::None => String::new(),
        }
    }
}

fn roman(number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in STEPS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

/// Word counts a … z, aa, bb, … zz, aaa.
fn letter(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let sign = char::from(b'A' + u8::try_from(index % 26).unwrap_or_default());
    sign.to_string().repeat((index / 26 + 1).min(8) as usize)
}

#[cfg(test)]
mod tests {
    use super::Numerals;

    #[test]
    fn writes_numbers() {
        for (name, number, expected) in [
            ("decimal", 12, "12"),
            ("decimalZero", 7, "07"),
            ("upperRoman", 1994, "MCMXCIV"),
            ("lowerRoman", 4, "iv"),
            ("upperRoman", 0, "0"),
            ("lowerLetter", 1, "a"),
            ("lowerLetter", 28, "bb"),
            ("lowerLetter", u32::MAX, "uuuuuuuu"),
            ("chicago", 2, "†"),
            ("chicago", 5, "**"),
            ("none", 5, ""),
        ] {
            assert_eq!(Numerals::named(name).write(number), expected, "{name} {number}");
        }
    }
}
