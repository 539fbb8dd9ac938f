//! Which of the archive's bodies a typed name means: short forms and initials read, the level left out, the province left to the
//! body above or the place.

use super::abbreviations::widen;
use super::distance::within_one;
use super::keys::{self, HeldBody};
use super::query::Word;
use crate::viet::is_plain_syllable;

/// Words that tell a body's level, as keys have them: they need not be typed, but two of them contradict each other.
const LEVELS: [&str; 8] = ["tinh", "tp", "huyen", "quan", "xa", "phuong", "tx", "tt"];
/// Words of grammar, which initials and short names pass over.
const SMALL: [&str; 8] = ["va", "cua", "cac", "ve", "voi", "trong", "tai", "cho"];

/// How well a body's name is the one typed; the best that is held is what is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// All of its name was typed and nothing else.
    Whole,
    /// All of its name was typed, the rest stands in the body above or the place: `Sở Y tế tỉnh X` of X's `Sở Y tế`.
    Above,
    /// Its name has all that was typed, in this order.
    Part,
    /// Its name has the first word, it and the body above and the place have the others, in any order.
    Scattered,
}

/// A name as typed.
pub(super) struct Asked {
    words: Vec<Asking>,
    levels: Vec<String>,
}

/// A word of it.
struct Asking {
    word: String,
    /// Its long forms, each in words.
    long: Vec<Vec<String>>,
    /// May its letters be the initials of words?
    initials: bool,
}

impl Asked {
    /// Reads a name.
    pub(super) fn of(name: &str) -> Self {
        let key = keys::issuer_key(name);
        let tokens: Vec<&str> = key.split(' ').filter(|token| !token.is_empty()).collect();
        let typed = Word::all(name);
        // In a name all in capitals these tell nothing.
        let told = typed.len() == 1 || typed.iter().any(|word| !word.capitals);
        let levels: Vec<String> = levels(&tokens).map(str::to_owned).collect();
        let only_levels = levels.len() == tokens.len();
        let words = tokens
            .iter()
            .enumerate()
            .filter(|(i, _)| only_levels || !is_level(&tokens, *i))
            .map(|(_, token)| {
                let capitals = told && typed.iter().any(|word| word.capitals && word.fold == *token);
                let short = token.len() > 1 && (capitals || !is_plain_syllable(token));
                let word = Word::all(&token.to_uppercase());
                let widened = if short { widen(&word, 0, &[]) } else { None };
                let long = widened.map(|(_, others)| others).unwrap_or_default();
                let long = long.iter().map(|other| {
                    let other: Vec<&str> = other.iter().map(|word| word.fold.as_str()).collect();
                    keys::issuer_key(&other.join(" ")).split(' ').map(str::to_owned).collect()
                });
                Asking { word: (*token).to_owned(), long: long.collect(), initials: short }
            })
            .collect();
        Self { words, levels }
    }

    /// How well a body of the archive fits; `None` where it does not.
    pub(super) fn fit(&self, held: &HeldBody<'_>) -> Option<Fit> {
        let own: Vec<&str> = held.name.split(' ').collect();
        let above: Vec<&str> = [held.parent, held.place].into_iter().flat_map(|name| name.split(' ')).collect();
        if self.words.is_empty() || self.contradicts(&own) {
            return None;
        }
        let mut covered = vec![false; own.len()];
        let (mut at, mut beyond, mut aside) = (0, 0, 0);
        let mut ordered = true;
        for asking in &self.words {
            if let Some((from, to)) = asking.find(&own, at) {
                covered.iter_mut().take(to).skip(from).for_each(|c| *c = true);
                at = to;
            } else if let Some((_, to)) = asking.find(&above, beyond) {
                (beyond, aside) = (to, aside + 1);
            } else {
                ordered = false;
                break;
            }
        }
        let passed = |at: usize| is_level(&own, at) || own.get(at).is_some_and(|word| SMALL.contains(word));
        let all = covered.iter().enumerate().all(|(at, covered)| *covered || passed(at));
        match (ordered, aside) {
            (true, 0) if all => Some(Fit::Whole),
            (true, 0) => Some(Fit::Part),
            (true, _) if all && !self.contradicts(&above) => Some(Fit::Above),
            _ => {
                let first = self.words.first().is_some_and(|asking| asking.find(&own, 0).is_some());
                let rest = self.words.iter().all(|a| a.find(&own, 0).is_some() || a.find(&above, 0).is_some());
                (first && rest && !self.contradicts(&above)).then_some(Fit::Scattered)
            }
        }
    }

    /// How many of the typed words a name has, a slip in each allowed; for names to propose. `None` where it has less than half.
    pub(super) fn nearness(&self, name: &str) -> Option<usize> {
        let key = keys::issuer_key(name);
        let own: Vec<&str> = key.split(' ').collect();
        let slip = |word: &str| word.len() > 2 && own.iter().any(|held| held.len() > 2 && within_one(word, held));
        let shared = self.words.iter().filter(|asking| asking.find(&own, 0).is_some() || slip(&asking.word)).count();
        (shared > 0 && shared * 2 >= self.words.len()).then_some(shared)
    }

    /// Does a name tell another level than the one typed?
    fn contradicts(&self, name: &[&str]) -> bool {
        let mut held = levels(name).peekable();
        !self.levels.is_empty() && held.peek().is_some() && !held.any(|level| self.levels.iter().any(|typed| typed == level))
    }
}

impl Asking {
    /// Where the word, its long form or the words of its initials stand in a name from a place on.
    fn find(&self, name: &[&str], from: usize) -> Option<(usize, usize)> {
        (from..name.len()).find_map(|at| {
            let rest = name.get(at..).unwrap_or_default();
            let run = |run: &[String]| rest.len() >= run.len() && run.iter().zip(rest).all(|(a, b)| a == b);
            let length = if rest.first() == Some(&self.word.as_str()) {
                Some(1)
            } else {
                let long = self.long.iter().find(|long| run(long)).map(Vec::len);
                long.or_else(|| if self.initials { initials(&self.word, rest) } else { None })
            };
            length.map(|length| (at, at + length))
        })
    }
}

/// How many words a row of letters is the initials of: `ldtbxh` of `lao dong thuong binh va xa hoi`, `tphcm` of `tp ho chi minh`.
fn initials(letters: &str, name: &[&str]) -> Option<usize> {
    let mut rest = letters;
    for (i, word) in name.iter().enumerate() {
        let short = Some(*word).filter(|word| word.len() > 1 && !is_plain_syllable(word));
        let initial = word.chars().next().and_then(|initial| rest.strip_prefix(initial));
        match short.and_then(|short| rest.strip_prefix(short)).or(initial) {
            Some(left) => rest = left,
            None if i > 0 && SMALL.contains(word) => {}
            None => return None,
        }
        if rest.is_empty() {
            return (i > 0).then_some(i + 1);
        }
    }
    None
}

/// Does the word tell a level? The `xã` of `xã hội` and the `quan` of `hải quan` do not.
pub(super) fn is_level(name: &[&str], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| name.get(before));
    name.get(at).is_some_and(|word| match *word {
        "xa" => name.get(at + 1) != Some(&"hoi"),
        "quan" => !matches!(before, Some(&"hai" | &"co")),
        word => LEVELS.contains(&word),
    })
}

fn levels<'n>(name: &'n [&'n str]) -> impl Iterator<Item = &'n str> {
    (0..name.len()).filter(|at| is_level(name, *at)).filter_map(|at| name.get(at).copied())
}

#[cfg(test)]
mod tests {
    use super::super::keys::{body_term, read_body};
    use super::{Asked, Fit};

    #[test]
    fn typed_names_mean_bodies() {
        let check = |typed: &str, held: (&str, &str, &str), expected: Option<Fit>| {
            let optional = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let term = body_term(held.0, optional(held.1).as_deref(), optional(held.2).as_deref());
            assert_eq!(Asked::of(typed).fit(&read_body(&term)), expected, "{typed}: {held:?}");
        };
        let province = ("Ủy ban nhân dân tỉnh Mẫu Lâm", "", "Mẫu Lâm");
        for typed in ["UBND tỉnh Mẫu Lâm", "ubnd mau lam", "UBND Mẫu Lâm", "ỦY BAN NHÂN DÂN TỈNH MẪU LÂM"] {
            check(typed, province, Some(Fit::Whole));
        }
        check("Mẫu Lâm", province, Some(Fit::Part));
        check("UBND xã Mẫu Lâm", province, None);
        check("UBND Lâm Mẫu", province, Some(Fit::Scattered));
        check("HĐND Mẫu Lâm", province, None);
        check("Hội đồng nhân dân Mẫu Lâm", ("Hội đồng nhân dân thành phố Mẫu Lâm", "", ""), Some(Fit::Whole));
        let city = ("Ủy ban nhân dân thành phố Hồ Chí Minh", "", "");
        for typed in ["UBND TP.HCM", "UBND TPHCM", "UBND thành phố HCM", "ubnd tphcm"] {
            check(typed, city, Some(Fit::Whole));
        }
        let labour = ("Bộ Lao động - Thương binh và Xã hội", "", "Hà Nội");
        for typed in ["BLĐTBXH", "Bộ LĐTBXH", "Bộ LĐ-TB&XH", "Bộ Lao động, Thương binh và Xã hội"] {
            check(typed, labour, Some(Fit::Whole));
        }
        check("BTC", ("Bộ Tài chính", "", ""), Some(Fit::Whole));
        check("CP", ("Chính phủ", "", ""), Some(Fit::Whole));
        check("TTg", ("Thủ tướng Chính phủ", "", ""), Some(Fit::Whole));
        check("Văn phòng CP", ("Văn phòng Chính phủ", "", ""), Some(Fit::Whole));
        check("VPCP", ("Văn phòng Chính phủ", "", ""), Some(Fit::Whole));
        let office = ("Sở Công Thương", "UBND tỉnh Mẫu Lâm", "Mẫu Lâm");
        check("Sở CT", office, Some(Fit::Whole));
        check("Sở Công Thương tỉnh Mẫu Lâm", office, Some(Fit::Above));
        check("SCT Mẫu Lâm", office, Some(Fit::Above));
        check("UBND tỉnh Mẫu Lâm", office, None);
        check("Sở Công Thương tỉnh Khác", office, None);
        check("Sở Công Thương huyện Mẫu Lâm", office, None);
        check("Công Thương Mẫu Lâm", office, Some(Fit::Scattered));
        check("Cục Hải quan tỉnh Mẫu Lâm", ("Cục Hải quan", "", "Mẫu Lâm"), Some(Fit::Above));
    }

    #[test]
    fn names_near_a_typed_one() {
        let check = |typed: &str, name: &str, expected: Option<usize>| {
            assert_eq!(Asked::of(typed).nearness(name), expected, "{typed} {name}");
        };
        check("Sở Công Thuơng Lâm", "Sở Công Thương", Some(3));
        check("UBND Mẫu Lân", "UBND tỉnh Mẫu Lâm", Some(3));
        check("Sở Y tế Xa Lắc", "Chính phủ", None);
    }
}
