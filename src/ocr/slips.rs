//! Slips of recognition in Vietnamese marks, mended by the neighbours: `quyét định` is `quyết định`, `chât nô` is `chất nổ`.
//!
//! At the resolution of scans the hook, the tilde and the circumflex of small letters are a few dots, and tesseract is sure of
//! the wrong one. A syllable is changed only if it is never met beside its neighbours, another one is, often, and both differ
//! by such a slip alone. Names are left as they were read.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

/// How often the better pairs must have been met, both neighbours together.
const OFTEN: u32 = 8;
/// By how much the best candidate must beat the next.
const CLEARLY: u32 = 5;

/// Kinds of places, bare: their names' large letters begin with them.
const UNITS: [&str; 6] = ["tinh", "huyen", "xa", "phuong", "quan", "thanh"];

/// Pairs of syllables, and the syllables by their bare letters.
struct Pairs {
    counts: HashMap<(&'static str, &'static str), u32>,
    by_letters: HashMap<String, Vec<&'static str>>,
}

static PAIRS: LazyLock<Pairs> = LazyLock::new(|| {
    let mut counts = HashMap::new();
    let mut syllables = Vec::new();
    for row in include_str!("../tables/pairs.tsv").lines().filter(|l| !l.starts_with('#')) {
        let Some((first, seconds)) = row.split_once('\t') else { continue };
        syllables.push(first);
        for (second, count) in seconds.split(' ').filter_map(|s| s.split_once(':')) {
            syllables.push(second);
            counts.insert((first, second), count.parse().unwrap_or(0));
        }
    }
    syllables.sort_unstable();
    syllables.dedup();
    let mut by_letters: HashMap<String, Vec<&'static str>> = HashMap::new();
    for syllable in syllables {
        by_letters.entry(bare(syllable)).or_default().push(syllable);
    }
    Pairs { counts, by_letters }
});

impl Pairs {
    fn count(&self, first: Option<&str>, second: Option<&str>) -> u32 {
        let pair = first.zip(second);
        pair.and_then(|(a, b)| self.counts.get(&(a, b))).copied().unwrap_or(0)
    }
}

/// Mends words that follow each other, in place; how many were changed.
pub(super) fn mend<'w>(words: impl IntoIterator<Item = &'w mut String>) -> usize {
    let mut words: Vec<&mut String> = words.into_iter().collect();
    let mut low: Vec<String> = words.iter().map(|w| core(w).to_lowercase()).collect();
    let mut changed = 0;
    for at in 0..words.len() {
        let Some(word) = words.get(at).filter(|w| !core(w).is_empty()) else { continue };
        let beside = |to: usize| words.get(to).map(|w| w.as_str());
        // A full stop or a bracket between two syllables parts them.
        let before = at
            .checked_sub(1)
            .and_then(beside)
            .filter(|b| b.ends_with(char::is_alphabetic) && word.starts_with(char::is_alphabetic));
        let after = beside(at + 1).filter(|a| a.starts_with(char::is_alphabetic) && word.ends_with(char::is_alphabetic));
        let unit = low.get(at).is_some_and(|syllable| UNITS.contains(&bare(syllable).as_str()));
        if !unit && is_name(core(word)) && (before.is_some_and(begins_large) || after.is_some_and(begins_large)) {
            continue;
        }
        let neighbours = (
            before.and(at.checked_sub(1)).and_then(|i| low.get(i)).map(String::as_str),
            after.and(low.get(at + 1)).map(String::as_str),
        );
        if let Some((a, b)) = low.get(at).and_then(|syllable| parted(syllable)) {
            let mended = recased_parts(word, a, b);
            if let (Some(word), Some(low)) = (words.get_mut(at), low.get_mut(at)) {
                **word = mended;
                // Its neighbours see a stranger, as they did before.
                low.clear();
                changed += 1;
            }
            continue;
        }
        let Some(better) = low.get(at).and_then(|syllable| better(syllable, neighbours)) else { continue };
        let mended = recased(word, better);
        if let (Some(word), Some(low)) = (words.get_mut(at), low.get_mut(at)) {
            **word = mended;
            better.clone_into(low);
            changed += 1;
        }
    }
    changed
}

/// What must have stood there, if this is a slip.
fn better(syllable: &str, (before, after): (Option<&str>, Option<&str>)) -> Option<&'static str> {
    let pairs = &*PAIRS;
    let fit = |s: &str| pairs.count(before, Some(s)) + pairs.count(Some(s), after);
    if fit(syllable) > 0 {
        return None;
    }
    let mut best: Option<(u32, &'static str)> = None;
    let mut next = 0;
    let letters = bare(syllable);
    let alike = pairs.by_letters.get(&letters);
    let doubled = if alike.is_none() { pairs.by_letters.get(&single(&letters)) } else { None };
    let candidates = alike.into_iter().flatten().filter(|c| is_slip(syllable, c)).chain(doubled.into_iter().flatten());
    for candidate in candidates {
        let count = fit(candidate);
        if best.is_none_or(|(most, _)| count > most) {
            next = best.map_or(0, |(most, _)| most);
            best = Some((count, candidate));
        } else {
            next = next.max(count);
        }
    }
    best.filter(|(count, _)| *count >= OFTEN && next.saturating_mul(CLEARLY) <= *count).map(|(_, candidate)| candidate)
}

/// The two syllables that a word is made of which lost the blank between them; `None` if it can be one syllable, or several pairs.
fn parted(word: &str) -> Option<(&str, &str)> {
    let pairs = &*PAIRS;
    if word.len() > 24 || pairs.by_letters.contains_key(&bare(word)) {
        return None;
    }
    let splits = word.char_indices().skip(1).filter_map(|(at, _)| word.split_at_checked(at));
    let mut often = splits.filter(|(a, b)| pairs.count(Some(a), Some(b)) >= OFTEN);
    let only = often.next()?;
    often.next().is_none().then_some(only)
}

/// The word with its syllable parted in two, large letters as they were.
fn recased_parts(word: &str, first: &str, second: &str) -> String {
    let core = core(word);
    let mut parted = String::with_capacity(word.len() + 1);
    for (at, c) in core.chars().enumerate() {
        if at == first.chars().count() && !second.is_empty() {
            parted.push(' ');
        }
        parted.push(c);
    }
    word.replacen(core, &parted, 1)
}

/// Do two syllables of the same letters differ by marks that recognition mistakes, and by more than where the tone is put?
fn is_slip(read: &str, meant: &str) -> bool {
    let sorted = |s: &str| {
        let mut chars: Vec<char> = s.nfd().collect();
        chars.sort_unstable();
        chars
    };
    read.chars().count() == meant.chars().count()
        && sorted(read) != sorted(meant)
        && read.chars().zip(meant.chars()).all(|(a, b)| a == b || is_slip_of_letter(a, b))
}

fn is_slip_of_letter(a: char, b: char) -> bool {
    const HOOK: char = '\u{309}';
    const CIRCUMFLEX: char = '\u{302}';
    if matches!((a, b), ('d', 'đ') | ('đ', 'd')) {
        return true;
    }
    let marks = |c: char| {
        let all: Vec<char> = c.nfd().skip(1).collect();
        let tone = all.iter().copied().find(|m| matches!(m, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}'));
        let shape = all.into_iter().find(|m| matches!(m, '\u{302}' | '\u{306}' | '\u{31b}'));
        (shape, tone)
    };
    let ((shape, tone), (other_shape, other_tone)) = (marks(a), marks(b));
    match (shape, other_shape) {
        // A tone over a circumflex is any tone; a tone alone may have swallowed one.
        (Some(CIRCUMFLEX), _) | (_, Some(CIRCUMFLEX)) => true,
        // A hook is hard to tell from its likes, and easy to overlook.
        (a, b) => {
            a == b && (tone == Some(HOOK) || other_tone == Some(HOOK)) && tone != Some('\u{323}') && other_tone != Some('\u{323}')
        }
    }
}

/// Letters without marks, đ as d.
fn bare(syllable: &str) -> String {
    syllable.nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// Each letter once where it stands twice: large letters with two marks are read as two (`KÉẺ` for `KẾ`).
fn single(letters: &str) -> String {
    let mut once: Vec<char> = letters.chars().collect();
    once.dedup();
    once.into_iter().collect()
}

/// The syllable in a word with its marks of punctuation; empty where there is none, or more than one.
fn core(word: &str) -> &str {
    let inner = word.trim_matches(|c: char| !c.is_alphabetic());
    let outer_digit = word.chars().any(|c| c.is_ascii_digit());
    if !outer_digit && inner.chars().all(char::is_alphabetic) { inner } else { "" }
}

/// A large letter and small ones behind it.
fn is_name(core: &str) -> bool {
    begins_large(core) && core.chars().skip(1).any(char::is_lowercase)
}

fn begins_large(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The word with its syllable replaced, large letters and punctuation as they were.
fn recased(word: &str, syllable: &str) -> String {
    let core = core(word);
    let mut replaced = String::with_capacity(word.len() + 4);
    let mut old = core.chars();
    for c in syllable.chars() {
        if old.next().is_some_and(char::is_uppercase) { replaced.extend(c.to_uppercase()) } else { replaced.push(c) }
    }
    word.replacen(core, &replaced, 1)
}

#[cfg(test)]
mod tests {
    use super::mend;

    fn check(read: &str, mended: &str) {
        let mut words: Vec<String> = read.split(' ').map(str::to_owned).collect();
        mend(words.iter_mut());
        assert_eq!(words.join(" "), mended);
    }

    #[test]
    fn lost_marks_come_back() {
        for (read, mended) in [
            ("Quyét định của Chính phủ", "Quyết định của Chính phủ"),
            ("tô chức kiêm tra, đánh giá", "tổ chức kiểm tra, đánh giá"),
            ("các dựán; UBND Tĩnh Láng", "các dự án; UBND Tỉnh Láng"),
            ("cơ quan có thâm quyền", "cơ quan có thẩm quyền"),
            ("KÉẺ HOẠCH KIÊM TRA", "KẾ HOẠCH KIỂM TRA"),
            ("sửa đôi, bỗ sung một sô điều", "sửa đổi, bổ sung một số điều"),
        ] {
            check(read, mended);
        }
    }

    #[test]
    fn sound_words_names_and_numbers_stay() {
        for text in [
            "Ông Trần Văn Đông, bà Lê Thị Kiêm Tra",
            "Số 16/KH-UBND ngày 05/3/2024",
            "hòa giải ở cơ sở",
            "căn cứ Luật Đất đai",
            "một con kiến bò",
            "",
        ] {
            check(text, text);
        }
    }
}
