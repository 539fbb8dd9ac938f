//! HTML: web pages, pages of law portals, documents that Word saved as HTML (also under the name .doc).

mod chrome;
mod token;
mod walk;

use super::Limits;
use super::charset::decode_declared;
use super::flow::finish;
use super::mail;
use crate::model::{ErrorCode, Format, RawDocument, ReadError};

/// Reads HTML.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<RawDocument, ReadError> {
    // A page that a browser or Word saved in one file is a mail.
    let inner = if bytes.trim_ascii_start().starts_with(b"<") { None } else { mail::saved_page(bytes, limits) };
    let bytes = inner.as_deref().unwrap_or(bytes);
    let decoded = decode_declared(bytes, &declared_charset(bytes).unwrap_or_default());
    let found = walk::walk(&decoded.text, limits)?;
    if found.pages.iter().all(|page| page.blocks.is_empty()) {
        let message = "The web page has no text of its own; open it in a browser and save it again as a complete page.";
        return Err(ReadError::new(ErrorCode::NoDocument, message));
    }
    let mut document = finish(Format::Html, found.pages, decoded.warning.into_iter().collect());
    document.facts.title = found.title;
    Ok(document)
}

/// The encoding that the page names in its first bytes: `<meta charset=…>`, `content="text/html; charset=…"`, `<?xml encoding=…?>`.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..8192).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = head.find("charset=").map(|at| at + 8).or_else(|| head.find("encoding=").map(|at| at + 9))?;
    let rest = head.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
    rest.get(..end).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use crate::read::{Limits, probe, read};

    fn shape(html: &str) -> String {
        probe::shape(&probe::document(format!("<!DOCTYPE html>{html}").as_bytes()))
    }

    #[test]
    fn reads_what_a_browser_shows() {
        for (html, expected) in [
            ("<p>Số:\n  16/KH-UBND</p><p>b<br>c", "Số: 16/KH-UBND¶b/c"),
            ("<h2>KẾ <b>HOẠCH</b></h2><div>x <i>y</i>&nbsp;&amp; z</div>", "h2:KẾ <b HOẠCH>¶x <i y>\u{a0}& z"),
            ("<style>p{}</style><script>if (a < b) '</p>'</script><p>a</p>", "a"),
            ("<p align=center>A</p><div style='text-align:center'><p>B</p></div><center>C</center><p>D", "=A¶=B¶=C¶D"),
            ("<p style='font-weight:bold'>A<span style=\"font-weight:normal\">b</span></p>", "<b A>b"),
            ("<p>a<sup>1</sup></p><p>b<span style='vertical-align: super'>2</span>", "a<s 1>¶b<s 2>"),
            (
                "<table><tr><td><p>UBND</p><p>XÃ</p><td>CỘNG<tr><td>Số<td>ngày</table>sau",
                "0.0.0L:UBND¶0.0.0L:XÃ¶0.0.1R:CỘNG¶0.1.0L:Số¶0.1.1R:ngày¶sau",
            ),
            ("<table border=1><tr><th>A</th><td colspan=2>B</td><td>C</td></tr></table>", "0.0.0:<b A>¶0.0.1:B¶0.0.3:C"),
            ("<table><tr><td>a<table border=1><tr><td>b</td></tr></table></td></tr></table>", "a¶1.0.0:b"),
            ("<nav>menu</nav><header>đầu</header><main><p>thân</p></main><footer>chân</footer>", "head:đầu¶thân¶foot:chân"),
            ("<p hidden>a</p><div style='display:none'><p>b</p></div><p>c<button>in</button></p>", "c"),
            ("<ol><li>a<li>b</ol><ul><li>c</ul>", "1. a¶2. b¶• c"),
            ("<pre>a\n b</pre>", "a/ b"),
            ("a < b <!-- c --> <o:p>d</o:p> <![if !x]>e<![endif]>", "a < b d e"),
            (
                "<p>x<a href='#_ftn1' name='_ftnref1'>[1]</a></p><div id=ftn1><p><a href='#_ftnref1'>[1]</a> chú</p></div>",
                "x<s [1]>#1¶n1:chú",
            ),
            ("<p>a</p><br style='page-break-before:always'><p>b</p>", "a‖b"),
            ("<b><i>a</b>b</i>c", "<i <b a>>bc"),
        ] {
            assert_eq!(shape(html), expected, "{html}");
        }
    }

    #[test]
    fn the_document_is_found_within_a_portal_page() {
        let body =
            "<p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng của văn bản này</p>";
        let html = format!("<nav>m</nav><div><div>Trang chủ</div><div id=x>{body}</div><div>Văn bản liên quan</div></div>");
        assert_eq!(
            shape(&html),
            "head:Trang chủ¶CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM¶Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng của văn bản này¶foot:Văn bản liên quan"
        );
    }

    #[test]
    fn encodings_are_those_declared() {
        let html =
            b"<html><meta http-equiv=Content-Type content=\"text/html; charset=windows-1252\"><p>v\xE0 v\xE0 \x93x\x94</p>";
        assert_eq!(probe::shape(&probe::document(html)), "và và “x”");
    }

    #[test]
    fn depth_cuts_and_changes_do_no_harm() {
        for part in [
            "<div>",
            "<b>",
            "<table>",
            "<table><tr><td>",
            "<font size=1>",
            "<p><b>",
            "<a href='",
            "<!--",
            "</div>",
            "<ol><li>",
            "&",
        ] {
            let _ = read(format!("<html>{}x", part.repeat(20_000)).as_bytes(), &Limits::default());
        }
        probe::torture("<html><p align='center'>a<sup>1</sup></p><table border=1><tr><td>x</table><ol><li>&amp;<br>".as_bytes());
    }
}
