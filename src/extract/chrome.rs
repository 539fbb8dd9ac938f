//! Owns what a web page has around the document that was saved from it: menus before the letterhead; behind the signature lists
//! of other documents, buttons, the site's own notices. Papers never say these words at a line's start.

use std::collections::BTreeSet;

use super::fold::fold;
use super::lines::Line;
use super::zones::heads_annex;
use crate::model::Kind;

/// A longer line is text, in characters.
const LONGEST: usize = 90;

/// A longer line is no title of a document, in bytes.
const LONGEST_TITLE: usize = 700;

/// How far behind the signature the first sign may stand, in lines, for what lies between to be the page's too.
const NEAR: usize = 14;

/// A web page has no more lines than this behind the document.
const FAR: usize = 500;

/// How many different signs tell where no signature or an annex stands before.
const SEVERAL: usize = 3;

/// How a line of the page begins, folded. Source: the portals of ministries, provinces and law collections.
const BEGINS: [&str; 78] = [
    "bai viet lien quan",
    "bai lien quan",
    "bai viet khac",
    "bai viet moi",
    "tin lien quan",
    "tin cung chuyen muc",
    "tin khac",
    "tin moi",
    "cac tin khac",
    "cac bai viet",
    "van ban lien quan",
    "van ban cung",
    "van ban khac",
    "van ban moi",
    "cac van ban khac",
    "cac van ban lien quan",
    "co the ban quan tam",
    "ban quyen thuoc",
    "ban quyen ©",
    "copyright",
    "(c) copyright",
    "©",
    "all rights reserved",
    "chinh sach bao mat",
    "chinh sach quyen rieng tu",
    "chinh sach rieng tu",
    "dieu khoan su dung",
    "thoa thuan su dung",
    "quy che su dung",
    "dang nhap",
    "quen mat khau",
    "ban can dang nhap",
    "vui long dang nhap",
    "luot truy cap",
    "luot xem",
    "so luot xem",
    "thong ke truy cap",
    "dang truy cap",
    "ve dau trang",
    "trang chu",
    "so do cong",
    "so do trang",
    "so do site",
    "chia se bai viet",
    "chia se qua",
    "binh luan",
    "gui binh luan",
    "y kien ban doc",
    "tai van ban",
    "tai file",
    "tai ve",
    "hotline",
    "chiu trach nhiem noi dung",
    "giay phep thiet lap",
    "ghi ro nguon",
    "lien ket website",
    "skip to content",
    "leave a comment",
    "thua quy khach",
    "kinh gui: quy thanh vien",
    "kinh gui: quy khach",
    "xin loi quy khach",
    "toi da doc va dong y",
    "tiep tuc su dung",
    "cam on da dung",
    "ban vua bi dang xuat",
    "tai khoan hien da du",
    "tai khoan cua quy khach",
    "hieu luc: da biet",
    "tinh trang: da biet",
    "dang tai van ban",
    "file duoc dinh kem",
    "click trai",
    "click phai",
    "click vao",
    "double click",
    "ra chuot vao",
    "van ban nay chua cap nhat",
];

/// What is a whole line of the page, folded.
const WHOLE: [&str; 17] = [
    "luu tru",
    "menu",
    "tags",
    "tu khoa",
    "chia se",
    "in trang",
    "ban in",
    "quay lai",
    "xem them",
    "tim kiem",
    "facebook",
    "zalo",
    "youtube",
    "lien ket web",
    "chuyen muc",
    "rss",
    "danh gia bai viet",
];

/// A law collection's title of a document: `Kế hoạch 12/KH-UBND năm 2031 về … do tỉnh Mẫu Sơn ban hành`.
fn is_title(text: &str) -> bool {
    let folded = fold(text);
    let year = folded.split_once(" nam ").is_some_and(|(before, rest)| {
        before.contains('/') && rest.bytes().take_while(u8::is_ascii_digit).count() == 4 && rest.contains(" do ")
    });
    year && folded.ends_with(" ban hanh")
}

/// Is a line a document's name as a law collection prints it under the text: type name and number, without the `số` of papers?
fn names_document(text: &str) -> bool {
    let words = text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let number = text.get(words.len()..).unwrap_or_default().split_whitespace().next().unwrap_or_default();
    text.len() < LONGEST_TITLE && number.contains('/') && Kind::from_words(&words.trim().to_lowercase()).is_some()
}

/// The sign of a web page that a line is, if it is one.
fn sign(text: &str) -> Option<&'static str> {
    if text.len() < LONGEST_TITLE && text.ends_with('h') && is_title(text) {
        return Some("ban hanh");
    }
    if text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let folded = fold(text);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    let whole = bare.trim_end_matches(|c: char| !c.is_alphanumeric());
    let begins = |word: &&&str| {
        bare.strip_prefix(**word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || word.ends_with('©'))
    };
    BEGINS.iter().find(begins).or_else(|| WHOLE.iter().find(|word| **word == whole)).copied()
}

/// Does the menu of a web page stand before line `start`, where the letterhead begins?
pub(super) fn stands_before(lines: &[Line<'_>], start: usize) -> bool {
    lines.iter().take(start).any(|l| sign(l.text).is_some())
}

/// The first line of what a web page has behind the document: behind its signature and recipients, which end on line `last`, and
/// behind its annexes; in a document without them, in the second half of its lines behind `from`.
pub(super) fn behind(lines: &[Line<'_>], last: Option<usize>, from: usize) -> Option<usize> {
    let floor = last.map_or_else(|| from + (lines.len().saturating_sub(from)) / 2, |last| last + 1);
    let floor = floor.max(lines.len().saturating_sub(FAR));
    let attached = lines.get(floor..)?.iter().rposition(|l| heads_annex(l.text));
    let begin = attached.map_or(floor, |i| floor + i + 1);
    let rest = lines.get(begin..)?;
    let signs: Vec<Option<&str>> = rest.iter().map(|l| sign(l.text)).collect();
    let first = signs.iter().position(Option::is_some)?;
    if last.is_some_and(|last| last + 1 == begin) && first <= NEAR {
        // Titles and links between the signature and the first sign are the page's.
        return Some(begin);
    }
    let different: BTreeSet<&str> = signs.into_iter().flatten().collect();
    // The name of the document stands over its notices.
    let named = first.checked_sub(1).and_then(|above| rest.get(above)).is_some_and(|l| names_document(l.text));
    (different.len() >= SEVERAL).then_some(begin + first - usize::from(named))
}

#[cfg(test)]
mod tests {
    use super::super::parts::tests::page;
    use super::super::{Input, extract};
    use super::sign;

    #[test]
    fn signs_of_a_page_are_told_from_lines_of_papers() {
        for (line, is_sign) in [
            ("Văn bản liên quan", true),
            ("* Trang chủ", true),
            ("© 2031 Cổng thông tin điện tử", true),
            ("Lưu trữ", true),
            ("Lưu trữ hồ sơ theo quy định", false),
            ("Chia sẻ kinh nghiệm quản lý", false),
            ("Văn bản khácthường", false),
            ("Đăng nhập để xem toàn văn", true),
            ("Kế hoạch 12/KH-UBND năm 2031 về tiêm phòng bệnh dại do tỉnh Mẫu Sơn ban hành", true),
            ("Kế hoạch 12/KH-UBND do tỉnh Mẫu Sơn ban hành", false),
        ] {
            assert_eq!(sign(line).is_some(), is_sign, "{line}");
        }
    }

    #[test]
    fn the_last_note_ends_where_the_page_goes_on() {
        let text = "ỦY BAN NHÂN DÂN\nXÃ MẪU SƠN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: \
                    16/QĐ-UBND\n\nMẫu Sơn, ngày 09 tháng 02 năm 2023\n\nQUYẾT ĐỊNH\nBan hành Quy chế làm việc\n\nNơi nhận:\n- Lưu: \
                    VT.\n\nCHỦ TỊCH\n\nNguyễn Văn Mẫu\n\nPHỤ LỤC\n(Kèm theo Quyết định số 16/QĐ-UBND)\n\n1. Mức chi[1] cho \
                    lễ hội\n\n[1] Mức chi theo Nghị định số 13/2020/NĐ-CP.\nQuyết định 16/QĐ-UBND ban hành Quy chế làm việc\nVăn bản \
                    này chưa cập nhật nội dung Tiếng Anh\nQuyết định 17/QĐ-UBND\n\nVăn bản liên quan\n\nHotline: 1900";
        let pages = [page(text)];
        let found = extract(Input { pages: &pages, declared: None });
        let notes: Vec<&str> = found.footnotes.iter().map(|n| n.text.as_str()).collect();
        assert_eq!(notes, ["Mức chi theo Nghị định số 13/2020/NĐ-CP."]);
        let numbers: Vec<String> = found.citations.iter().filter_map(|c| c.number.clone()).collect();
        assert_eq!(numbers, ["16", "13"]);
    }

    #[test]
    fn what_stands_around_the_document_cites_nothing() {
        let head = "ỦY BAN NHÂN DÂN\nXÃ MẪU SƠN\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: \
                    16/QĐ-UBND\n\nMẫu Sơn, ngày 09 tháng 02 năm 2023\n\nQUYẾT ĐỊNH\nBan hành Quy chế làm việc\n\nCăn cứ Nghị định số \
                    12/2020/NĐ-CP;\n\nNơi nhận:\n- Như Điều 3;\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Văn Mẫu";
        let annex = "PHỤ LỤC\n(Kèm theo Quyết định số 16/QĐ-UBND)\n\n1. Nghị định số 13/2020/NĐ-CP";
        let menu = "Trang chủ\n\nVăn bản\n\nChỉ thị số 5/CT-UBND ngày 02/01/2023\n\n";
        let foot = "\n\nQuyết định số 14/QĐ-UBND về lịch tiếp dân\n\nVăn bản liên quan\n\nQuyết định số 15/QĐ-UBND";
        let notices = "\n\nĐăng nhập\n\n© 2031\n\nHotline: 1900";
        for (text, want) in [
            (head.to_owned(), "12"),
            (format!("{menu}{head}"), "12"),
            (format!("{head}{foot}"), "12"),
            (format!("{head}\n\n{annex}"), "12 13"),
            // Behind an annex one sign is not enough.
            (format!("{head}\n\n{annex}{foot}"), "12 13 14 15"),
            (format!("{head}\n\n{annex}{notices}{foot}"), "12 13"),
        ] {
            let pages = [page(&text)];
            let found = extract(Input { pages: &pages, declared: None });
            let numbers: Vec<String> =
                found.citations.iter().filter_map(|c| c.number.clone()).filter(|number| number != "16").collect();
            assert_eq!(numbers.join(" "), want, "{text}");
        }
    }
}
