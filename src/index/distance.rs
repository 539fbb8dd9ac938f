//! How far words are apart: one slip of typing.

/// Are the words the same but for one letter more, less, other, or two letters swapped?
pub(super) fn within_one(a: &str, b: &str) -> bool {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let tail = short[head..].iter().rev().zip(long[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let (left, right) = (&short[head..short.len() - tail], &long[head..long.len() - tail]);
    match (left, right) {
        ([], [] | [_]) | ([_], [_]) => true,
        ([_, _], [_, _]) => left.iter().eq(right.iter().rev()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::within_one;

    #[test]
    fn one_slip() {
        let check = |a: &str, b: &str, expected: bool| assert_eq!(within_one(a, b), expected, "{a} {b}");
        check("internet", "intenet", true);
        check("tho", "thpo", true);
        check("fansipan", "fansipam", true);
        check("ubnd", "ubdn", true);
        check("a", "a", true);
        check("kh", "qd", false);
        check("abc", "abcde", false);
        check("aaa", "aa", true);
    }
}
