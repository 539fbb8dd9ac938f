//! Lists of several levels, counted as Word counts them.

use super::ordinal::Numerals;
use super::symbol;

/// Levels of a list.
pub(super) const LEVELS: usize = 9;

/// How far each level has counted.
pub(super) type Counts = [Option<u32>; LEVELS];

/// One level.
#[derive(Debug, Clone, Default)]
pub(super) struct Level {
    pub start: u32,
    pub numerals: Numerals,
    /// `%1.%2)`: the numbers of levels from 1, and what stands around them.
    pub text: String,
    /// Nothing parts the number from the paragraph.
    pub tight: bool,
    /// Begins again after a higher level.
    pub restarts: bool,
    /// All numbers are shown as decimals.
    pub legal: bool,
    /// The font of a bullet.
    pub font: String,
}

/// Counts one paragraph and gives its number with the blank behind it; empty where the level shows nothing.
pub(super) fn next(levels: &[Level], counts: &mut Counts, starts: &Counts, level: usize) -> String {
    for (i, count) in counts.iter_mut().enumerate() {
        let start = starts.get(i).copied().flatten().or(levels.get(i).map(|l| l.start)).unwrap_or(1);
        if i < level {
            count.get_or_insert(start);
        } else if i == level {
            *count = Some(count.map_or(start, |n| n.saturating_add(1)));
        } else if levels.get(i).is_none_or(|l| l.restarts) {
            *count = None;
        }
    }
    let Some(this) = levels.get(level) else { return String::new() };
    let mut text = if this.numerals == Numerals::Bullet {
        bullet(&this.text, &this.font)
    } else {
        pattern(&this.text, |i| {
            let numerals = levels.get(i).map_or(Numerals::Decimal, |l| l.numerals);
            let count = counts.get(i).copied().flatten().unwrap_or(1);
            if this.legal { Numerals::Decimal.write(count) } else { numerals.write(count) }
        })
    };
    if text.trim().is_empty() {
        return String::new();
    }
    if !this.tight {
        text.push(' ');
    }
    text
}

/// Puts numbers in the places `%1` … `%9` of a level's text.
fn pattern(text: &str, number: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let digit = chars.peek().and_then(|d| d.to_digit(10)).filter(|d| *d > 0);
        match digit {
            Some(digit) if c == '%' => {
                chars.next();
                out.push_str(&number(digit as usize - 1));
            }
            _ => out.push(c),
        }
    }
    out
}

/// What a reader sees for a bullet.
fn bullet(text: &str, font: &str) -> String {
    let pictures = font.starts_with("Wingdings") || font.starts_with("Symbol");
    text.chars()
        .map(|c| match c {
            'o' if font.starts_with("Courier") => '○',
            c if symbol::is_private(c) || (pictures && u32::from(c) < 0x100) => symbol::shown(font, u32::from(c)).unwrap_or('•'),
            c => c,
        })
        .collect()
}
