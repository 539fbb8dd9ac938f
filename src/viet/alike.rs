//! Letters of other alphabets that look like Latin ones and stand inside Latin words, and wrong letters of fonts with a broken map.

/// The Latin letter that a Cyrillic or Greek one looks like, or that a font's broken character map hides (`đƣợc`, `ngǜ`, `định kǶ`).
fn latin(c: char) -> Option<char> {
    const CYRILLIC: &str = "АВЕКМНОРСТУХІЈЅавекмнорстухіјѕһ";
    const CYRILLIC_LATIN: &str = "ABEKMHOPCTYXIJSaBeKMHopcTyxijsh";
    const GREEK: &str = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοιν";
    const GREEK_LATIN: &str = "ABEZHIKMNOPTYXaoiv";
    let find = |from: &str, to: &'static str| from.chars().position(|f| f == c).and_then(|i| to.chars().nth(i));
    match c {
        '\u{370}'..='\u{3ff}' => find(GREEK, GREEK_LATIN),
        '\u{400}'..='\u{4ff}' => find(CYRILLIC, CYRILLIC_LATIN),
        'ƣ' => Some('ư'),
        'Ƣ' => Some('Ư'),
        'ǜ' => Some('ũ'),
        'Ƕ' => Some('ỳ'),
        _ => None,
    }
}

/// What some converters write for `HÒA`, `TÒA`, `PHÒNG`, `CÒN`, `ĐÒI`; none of these is a syllable.
const NO_SYLLABLES: [&str; 5] = ["HÕA", "TÕA", "PHÕNG", "CÕN", "ĐÕI"];

/// The word with the tone that a syllable in it can only have.
fn toned(word: &[char]) -> Option<Vec<char>> {
    let mut toned = word.to_vec();
    for syllable in toned.split_mut(|c| !c.is_alphabetic()) {
        if NO_SYLLABLES.iter().any(|no| no.chars().eq(syllable.iter().copied())) {
            syllable.iter_mut().filter(|c| **c == 'Õ').for_each(|c| *c = 'Ò');
        }
    }
    (toned != word).then_some(toned)
}

/// The Latin spelling of a word whose other letters are Latin; `None` where the word is all right as it is.
///
/// `16/КН-UBND` is one word here: numbers and hyphens join. A word without any Latin letter is foreign and stays. A syllable with a
/// tone that it cannot have is set right, too.
pub(super) fn repaired(word: &[char]) -> Option<Vec<char>> {
    if word.contains(&'Õ')
        && let Some(toned) = toned(word)
    {
        return Some(toned);
    }
    let foreign = |c: &char| matches!(c, '\u{370}'..='\u{4ff}' | 'ƣ' | 'Ƣ' | 'ǜ' | 'Ƕ');
    if !word.iter().any(foreign) || !word.iter().any(|c| c.is_alphabetic() && !foreign(c)) {
        return None;
    }
    word.iter().map(|c| if foreign(c) { latin(*c) } else { Some(*c) }).collect()
}

/// Does a word go on with this character?
pub(super) fn joins(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | '_')
}

#[cfg(test)]
mod tests {
    use super::repaired;

    #[test]
    fn only_words_that_mix_alphabets_change() {
        let check = |word: &str, expected: Option<&str>| {
            let chars: Vec<char> = word.chars().collect();
            assert_eq!(repaired(&chars).map(String::from_iter).as_deref(), expected, "{word}");
        };
        check("16/\u{41a}\u{41d}-UBND", Some("16/KH-UBND"));
        check("B\u{41e}T", Some("BOT"));
        check("Q\u{110}-UBND", None);
        check("\u{41c}\u{43e}\u{441}\u{43a}\u{432}\u{430}", None);
        check("\u{3b1}-amylase", Some("a-amylase"));
        check("\u{3c0}R", None);
        check("đƣợc", Some("được"));
        check("kǶ", Some("kỳ"));
        check("HÕA", Some("HÒA"));
        check("PHÕNG", Some("PHÒNG"));
        check("27/TÕA", Some("27/TÒA"));
        check("VÕ", None);
        check("THÕA", None);
        check("HÕN", None);
    }
}
