//! The pages that need no archive: how to ask, keys, settings of this browser.

use maud::{Markup, html};

use super::address::Request;
use super::answer::Answer;
use super::frame::{Frame, page as framed};
use crate::report::lang::Lang;

/// How to ask, both ways of writing it, and what it finds.
const QUERIES: [(&str, &str, &str); 13] = [
    ("kh 16 · KH16 · kế hoạch 16", "Kế hoạch số 16; gõ có dấu hay không đều được", "plan number 16, with or without marks"),
    ("16/KH-UBND", "đúng số và ký hiệu", "exactly this number and symbol"),
    ("số 16 năm 2023", "số 16 của năm 2023", "number 16 of 2023"),
    ("\"cải cách hành chính\"", "cụm từ đúng thứ tự", "the phrase in this order"),
    ("cchc", "viết tắt được mở ra: cải cách hành chính", "abbreviations are written out"),
    ("đất đai AND (khiếu nại OR tố cáo) NOT dự thảo", "và, hoặc, không: viết hoa", "and, or, not: in capitals"),
    ("tuyên truy*", "từ bắt đầu như vậy", "words that begin so"),
    ("loai:KH nam:2023", "lọc theo loại, năm", "filter by type, year"),
    ("coquan:UBND xã Sơn Dung", "lọc theo cơ quan", "filter by issuer"),
    ("tu:01/2023 den:30/6/2023", "từ ngày, đến ngày", "from, up to a date"),
    ("vien-dan:16/KH-UBND", "văn bản viện dẫn số này", "documents that cite this number"),
    ("huong:den", "văn bản đến (den) hoặc đi (di)", "incoming (den) or outgoing (di)"),
    (
        "tinh-trang:missing",
        "có viện dẫn chưa có trong kho (hoặc conflict, ambiguous)",
        "cites what is not held (or conflict, ambiguous)",
    ),
];

const KEYS: [(&str, &str, &str); 6] = [
    ("/", "vào ô tra cứu", "to the search box"),
    ("↓ ↑", "kết quả sau, trước", "next, previous hit"),
    ("Enter", "mở", "open"),
    ("n  p", "viện dẫn kế tiếp, trước đó không có trong kho hoặc không khớp", "next, previous citation that is not simply held"),
    ("?", "trang này", "this page"),
    ("Esc", "đóng", "close"),
];

/// `/huong-dan`, `/cai-dat`
pub(super) fn page(request: &Request, lang: Lang, is_settings: bool) -> Answer {
    let title = if is_settings { lang.pick("Cài đặt", "Settings") } else { lang.pick("Hướng dẫn", "Help") };
    let content = if is_settings { settings(lang) } else { help(lang) };
    framed(request, lang, 200, &Frame::of(title), &content)
}

fn help(lang: Lang) -> Markup {
    let rows = |rows: &[(&str, &str, &str)]| {
        html! { @for (what, vi, en) in rows { tr { th scope="row" { code { (what) } } td { (lang.pick(vi, en)) } } } }
    };
    html! {
        h1 { (lang.pick("Hướng dẫn", "Help")) }
        h2 { (lang.pick("Cách gõ", "How to ask")) }
        table { tbody { (rows(&QUERIES)) } }
        h2 { (lang.pick("Phím", "Keys")) }
        table { tbody { (rows(&KEYS)) } }
        h2 { (lang.pick("Dấu của viện dẫn", "Marks of citations")) }
        ul {
            li.held { "✓ " (lang.pick("có: văn bản được viện dẫn có trong kho", "held: the cited document is in the archive")) }
            li.conflict { "≠ " (lang.pick("không khớp: có văn bản ấy, nhưng ngày, cơ quan hoặc loại ghi khác nhau", "does not match: it is held, but date, issuer or type differ")) }
            li.ambiguous { "? " (lang.pick("chưa rõ: vài văn bản có thể là văn bản ấy", "ambiguous: several documents may be meant")) }
            li.missing { "○ " (lang.pick("chưa có: văn bản ấy chưa có trong kho", "not held: that document is not in the archive")) }
        }
    }
}

fn settings(lang: Lang) -> Markup {
    let choice = |name: &str, label: &str, options: &[(&str, &str)]| {
        html! {
            fieldset {
                legend { (label) }
                @for (value, said) in options { label { input type="radio" name=(name) value=(value); " " (said) } " " }
            }
        }
    };
    html! {
        h1 { (lang.pick("Cài đặt", "Settings")) }
        p { (lang.pick("Giữ trong trình duyệt này, không gửi đi đâu. Cần bật JavaScript.", "Kept in this browser only, sent nowhere. Needs JavaScript.")) }
        form #settings {
            (choice("theme", lang.pick("Nền", "Theme"), &[("", lang.pick("theo máy", "as the system")), ("light", lang.pick("sáng", "light")), ("dark", lang.pick("tối", "dark"))]))
            (choice("size", lang.pick("Cỡ chữ", "Text size"), &[("", "100 %"), ("125", "125 %"), ("150", "150 %"), ("200", "200 %")]))
            (choice("quotes", lang.pick("Lời trích trong danh sách", "Quotes in lists"), &[("", lang.pick("hiện", "shown")), ("folded", lang.pick("ẩn", "hidden"))]))
            (choice("keys", lang.pick("Phím tắt một chữ", "Single-key shortcuts"), &[("", lang.pick("bật", "on")), ("off", lang.pick("tắt", "off"))]))
        }
    }
}
