//! Owns the check of cell references (`B12`, `A1:C7`) in the parts of an XLSX, before they are counted with: a reference beyond
//! the sheet's edge, or a range that runs backwards, is no program's and would be reckoned to some other cell.

/// Letters of the last column, `XFD`.
const MOST_LETTERS: usize = 3;
/// Digits of the last row, 1,048,576.
const MOST_DIGITS: usize = 7;

/// The first reference in this part that no sheet has; `None` in a sound one. Cells, rows and the sheet's extent are looked at.
pub(super) fn beyond(xml: &[u8]) -> Option<String> {
    let mut rest = xml;
    while let Some(at) = rest.iter().position(|b| *b == b'<') {
        let tag = rest.get(at + 1..)?;
        let end = tag.iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/')).unwrap_or(tag.len());
        let name = tag.get(..end)?;
        let local = name.rsplit(|b| *b == b':').next().unwrap_or(name);
        rest = tag.get(end..)?;
        let key: &[u8] = match local {
            b"c" | b"row" => b"r",
            b"dimension" => b"ref",
            _ => continue,
        };
        let (value, behind) = beyond_in(rest, key);
        if let Some(value) = value {
            return Some(String::from_utf8_lossy(value.get(..40).unwrap_or(value)).into_owned());
        }
        rest = behind;
    }
    None
}

/// The first value beyond the edge that the tag gives an attribute of this name, and what stands behind the tag. A broken tag may
/// name an attribute twice.
fn beyond_in<'x>(mut tag: &'x [u8], key: &[u8]) -> (Option<&'x [u8]>, &'x [u8]) {
    let mut found = None;
    loop {
        let Some(at) = tag.iter().position(|b| matches!(b, b'=' | b'>')) else { return (found, &[]) };
        let (before, from) = tag.split_at(at);
        let Some((sign, behind)) = from.split_first() else { return (found, &[]) };
        if *sign == b'>' {
            return (found, behind);
        }
        let name = before.trim_ascii();
        let name = name.rsplit(u8::is_ascii_whitespace).next().unwrap_or(name);
        let value = behind.trim_ascii_start();
        let Some((quote, value)) = value.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\'')) else {
            tag = value;
            continue;
        };
        let Some(end) = value.iter().position(|b| b == quote) else { return (found, &[]) };
        if name == key && found.is_none() {
            found = value.get(..end).filter(|value| is_beyond(value));
        }
        tag = value.get(end + 1..).unwrap_or_default();
    }
}

/// Does a reference lie beyond the edge, or a range end before it begins?
fn is_beyond(reference: &[u8]) -> bool {
    let mut corners = reference.split(|b| *b == b':').map(corner);
    let first = corners.next().flatten();
    let mut last = first;
    for next in corners {
        let backwards = |(from, to): ((u32, u32), (u32, u32))| to.0 < from.0 || to.1 < from.1;
        if next.is_none() || last.zip(next).is_none_or(backwards) {
            return true;
        }
        last = next;
    }
    first.is_none()
}

/// Column and row, from 1, 0 for what is not given; `None` beyond the edge. What is no reference at all is the reader's to refuse.
fn corner(reference: &[u8]) -> Option<(u32, u32)> {
    let letters = reference.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (column, row) = reference.split_at(letters);
    let zeros = row.iter().take_while(|b| **b == b'0').count();
    let digits = row.get(zeros..)?;
    let digits = digits.get(..digits.iter().take_while(|b| b.is_ascii_digit()).count())?;
    if letters > MOST_LETTERS || digits.len() > MOST_DIGITS {
        return None;
    }
    let column = column.iter().fold(0, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    Some((column, digits.iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0'))))
}

#[cfg(test)]
mod tests {
    use super::beyond;

    #[test]
    fn references_beyond_the_edge_are_told() {
        for (xml, want) in [
            (r#"<row r="7"><c r="A7" s="1"/><c t="s" r="XFD1048576"><v>1</v></c></row>"#, None),
            (r#"<x:dimension ref="A1:C7"/><dimension ref="B2"/>"#, None),
            (r#"<c r="B2" t="s" r="inlineStr">"#, Some("inlineStr")),
            (r#"<row r="4294967297"/>"#, Some("4294967297")),
            (r#"<row><c r="AAAAAAAAAA1"/></row>"#, Some("AAAAAAAAAA1")),
            ("<x:c s='1' r = 'A99999999999'>", Some("A99999999999")),
            (r#"<dimension ref="D4:A1"/>"#, Some("D4:A1")),
            (r#"<dimension ref="A1:A1:ZZZZZZ9"/>"#, Some("A1:A1:ZZZZZZ9")),
            (r#"<c r="A0000000000001"/><c v='>' r="!"/><c r="B2"#, None),
            (r#"<a:rect r="connsiteX0"/><t> r="AAAAAAAAAA1" </t>"#, None),
            ("<", None),
            ("<c r", None),
        ] {
            assert_eq!(beyond(xml.as_bytes()).as_deref(), want, "{xml}");
        }
    }
}
