//! The notes at the foot of a recognised page: the rule above them, and their raised marks, which are the smallest print of a page
//! and read wrong more often than not.

use super::tsv::Boxed;

/// A separator is at least so long, in inches.
const SHORTEST: f32 = 0.6;
/// It is so many times longer than high; an aslant one is boxed higher than it is.
const SLENDER: f32 = 12.0;
/// The highest mark, in heights of what stands behind it.
const SMALL: f32 = 0.72;

/// A straight stroke across the page, where a row of the table is one: tesseract tells it as a word without letters.
pub(super) fn stroke(word: &Boxed, dpi: f32) -> bool {
    let (wide, high) = (word.right - word.left, word.bottom - word.top);
    wide >= SHORTEST * dpi && wide >= SLENDER * high
}

/// Finds the marks of notes, and parts them from the words that they stick to; gives their places among the words.
///
/// Only lines below the lowest of the strokes are looked at.
pub(super) fn marks(boxed: &mut Vec<Boxed>, strokes: &[Boxed]) -> Vec<usize> {
    let mut marks: Vec<usize> = Vec::new();
    let Some(rule) = strokes.iter().max_by(|a, b| a.bottom.total_cmp(&b.bottom)) else { return marks };
    let near = 0.5 * (rule.right - rule.left);
    let mut at = 0;
    while let Some(first) = boxed.get(at) {
        let (line, below) = (first.line, first.top > rule.top && (first.left - rule.left).abs() < near);
        let length = boxed.iter().skip(at).take_while(|word| word.line == line).count();
        let words = boxed.get(at..at + length).filter(|_| below).unwrap_or_default();
        let parted = words.first().and_then(parted);
        if parted.is_some() || is_mark(words) {
            marks.push(at);
        }
        if let Some(both) = parted {
            boxed.splice(at..=at, both);
            at += 1;
        }
        at += length;
    }
    marks
}

/// A mark that was read as one word with what follows it: `1Cập`.
fn parted(word: &Boxed) -> Option<[Boxed; 2]> {
    let digits = word.text.bytes().take_while(u8::is_ascii_digit).count();
    let (mark, rest) = word.text.split_at_checked(digits)?;
    if !(1..=2).contains(&digits) || !rest.starts_with(char::is_uppercase) || rest.chars().count() < 2 {
        return None;
    }
    #[allow(clippy::cast_precision_loss, reason = "a word has few characters")]
    let [raised, full] = [digits, rest.chars().count()].map(|n| n as f32);
    // A raised digit is half as wide as a letter of the text.
    let cut = word.left + (word.right - word.left) * raised / (raised + 2.0 * full);
    let mark = Boxed { right: cut - 1.0, bottom: f32::midpoint(word.top, word.bottom), text: mark.to_owned(), ..word.clone() };
    Some([mark, Boxed { left: cut + 1.0, text: rest.to_owned(), ..word.clone() }])
}

/// Is the first word of a line a raised mark: small, and above the feet of the words behind it?
fn is_mark(line: &[Boxed]) -> bool {
    let Some((first, rest)) = line.split_first() else { return false };
    let Some(next) = rest.first() else { return false };
    let high = |word: &Boxed| word.bottom - word.top;
    let beside = next.left - first.right < high(next);
    let small = high(first) < SMALL * high(next) && first.right - first.left < 1.2 * high(next);
    let raised = first.bottom < next.bottom - 0.25 * high(next);
    beside && small && raised && first.text.chars().count() <= 2
}

/// Where a raised word stands and how large it is set, in dots: its foot and its size; `None` for one on its line's baseline.
pub(super) fn raised(word: &Boxed, base: f32, size: f32) -> Option<(f32, f32)> {
    let high = word.bottom - word.top;
    // Digits are two thirds of an em high.
    (high < 0.52 * size && word.bottom < base - 0.15 * size).then_some((word.bottom, high / 0.67))
}

/// Can a word be a mark in the running text?
pub(super) fn is_number(word: &Boxed) -> bool {
    word.text.len() <= 2 && word.text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{Boxed, marks};

    fn word((line, left, top, width, height, text): (u32, f32, f32, f32, f32, &str)) -> Boxed {
        let (right, bottom) = (left + width, top + height);
        Boxed { line: (1, 1, line), left, top, right, bottom, sure: 90.0, text: text.to_owned() }
    }

    #[test]
    fn small_raised_words_below_the_rule_are_marks() {
        let rule = word((0, 230.0, 2000.0, 400.0, 8.0, ""));
        let mut words = vec![word((1, 230.0, 1900.0, 7.0, 13.0, "*")), word((1, 245.0, 1905.0, 60.0, 26.0, "Trên"))];
        // Three small and raised ones, one that sticks to its word, a number in the size of the text, a lone word, a far one.
        for (line, left, height, mark) in [
            (2, 230.0, 13.0, "`"),
            (3, 230.0, 13.0, "?"),
            (4, 230.0, 26.0, "4Tổng"),
            (5, 230.0, 26.0, "9"),
            (6, 900.0, 13.0, "3"),
        ] {
            let top = 2000.0 + 30.0 * f32::from(u8::try_from(line).unwrap());
            words.push(word((line, left, top, if mark.len() > 3 { 80.0 } else { 7.0 }, height, mark)));
            words.push(word((line, if mark.len() > 3 { 320.0 } else { left + 15.0 }, top + 5.0, 60.0, 26.0, "Theo")));
        }
        words.push(word((7, 230.0, 2220.0, 9.0, 13.0, "5")));
        let found: Vec<usize> = marks(&mut words, std::slice::from_ref(&rule));
        let texts: Vec<&str> = found.iter().map(|at| words[*at].text.as_str()).collect();
        assert_eq!(texts, ["`", "?", "4"]);
        assert_eq!(words[found[2] + 1].text, "Tổng");
        assert_eq!(marks(&mut words, &[]), [0_usize; 0]);
    }
}
