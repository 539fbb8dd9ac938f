//! Owns the type name (tên loại) and the subject (trích yếu) under it.

use std::ops::Range;
use std::sync::LazyLock;

use super::letterhead::Read;
use super::signature;
use super::stream::Stream;
use crate::extract::bodies;
use crate::extract::fold::{fold, tone_key};
use crate::extract::lines::{Line, is_capitals, is_rule};
use crate::model::Kind;

/// A line that begins with a type name in capitals.
#[derive(Debug, Clone)]
pub(super) struct TypeLine {
    pub kind: Kind,
    /// The type name.
    pub name: Range<usize>,
    /// What follows it on the line: the beginning of the subject.
    pub rest: Range<usize>,
}

struct TypeWords {
    folded: String,
    key: String,
    kind: Kind,
}

/// Type names by their words, longest first.
static WORDS: LazyLock<Vec<TypeWords>> = LazyLock::new(|| {
    let mut all: Vec<TypeWords> = Kind::all()
        .flat_map(|kind| kind.row().words.iter().map(move |w| (kind, *w)))
        .filter(|(_, words)| words.contains(' ') || matches!(*words, "luật" | "lệnh"))
        .chain(Kind::from_code("KHÁC").into_iter().flat_map(|other| OTHER_NAMES.iter().map(move |w| (other, *w))))
        .map(|(kind, words)| TypeWords { folded: fold(words), key: tone_key(words), kind })
        .collect();
    all.sort_by_key(|w| std::cmp::Reverse(w.folded.len()));
    all
});

/// Names at the head of papers that are no kind of NĐ 30/2020: of courts and procuracies, of citizens, of offices' own work.
const OTHER_NAMES: &[&str] = &[
    "cáo trạng",
    "bản án",
    "đơn đề nghị",
    "đơn xin",
    "đơn kiến nghị",
    "kiến nghị",
    "kháng nghị",
    "thông tri",
    "mệnh lệnh",
    "điều lệ",
    "giấy triệu tập",
    "thư khen",
    "đơn khiếu nại",
    "đơn tố cáo",
    "đơn đăng ký",
    "đơn trình báo",
    "giấy đề nghị",
    "giấy xác nhận",
    "giấy cam kết",
    "giấy biên nhận",
    "giấy đi đường",
    "bản cam kết",
    "bản kiểm điểm",
    "bản tường trình",
    "bản nhận xét",
    "phiếu trình",
    "phiếu đề nghị",
    "phiếu yêu cầu",
    "phiếu đề xuất",
    "tờ khai",
    "lời kêu gọi",
    "thư ngỏ",
    "lịch công tác",
    "nội quy",
    "sơ yếu lý lịch",
];

/// The type name that line `i` begins with, in capitals.
pub(super) fn kind_of(stream: &Stream, i: usize) -> Option<TypeLine> {
    let line = stream.lines.get(i)?.clone();
    let text = stream.folded.get(line.clone())?;
    let lead = text.len() - text.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).len();
    let text = text.get(lead..)?;
    // Letters are sometimes spread: `Q U Y Ế T  Đ Ị N H`.
    let fits = |words: &&TypeWords| {
        text.strip_prefix(words.folded.as_str()).is_some_and(|rest| {
            // The mark of a note may cling to the name: `QUYẾT ĐỊNH1`.
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
        })
    };
    let mut candidates = WORDS.iter().filter(fits);
    let first = candidates.next()?;
    let range = |words: &TypeWords| line.start + lead..line.start + lead + words.folded.len();
    let key = tone_key(&stream.text(range(first)));
    let chosen = if first.key == key { first } else { WORDS.iter().filter(fits).find(|w| w.key == key).unwrap_or(first) };
    let name = range(chosen);
    let letters = stream.chars.get(name.clone())?;
    if letters.iter().any(|c| c.is_lowercase()) {
        return None;
    }
    let note = stream.folded.get(name.end..line.end)?.bytes().take_while(u8::is_ascii_digit).count();
    let rest = name.end + note..line.end;
    // `BÁO CÁO KẾT QUẢ` goes on in capitals; `QUYẾT ĐỊNH:` stands between the grounds and the articles.
    let tail = stream.folded.get(rest.clone())?.trim();
    let goes_on =
        tail.is_empty() || is_rule(tail) || stream.is_capitals(rest.clone()) || tail.starts_with("ve ") || tail.starts_with('(');
    let colon = tail == ":";
    (goes_on && !colon && !names_chapter(stream, i, tail)).then_some(TypeLine { kind: chosen.kind, name, rest })
}

/// Is a line that begins with a type name the title of a chapter: `QUY ĐỊNH CHUNG`, `CHƯƠNG II` / `KẾ HOẠCH SỬ DỤNG ĐẤT`?
fn names_chapter(stream: &Stream, i: usize, tail: &str) -> bool {
    let tail = tail.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let before = i.checked_sub(1).and_then(|b| stream.lines.get(b)).and_then(|l| stream.folded.get(l.clone()));
    let label = before.unwrap_or_default().trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let labelled = |rest: &str| rest.len() < 6 && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x'));
    matches!(tail, "chung" | "cu the" | "khac" | "chuyen tiep" | "thi hanh")
        || ["chuong ", "muc ", "phan ", "phan thu "].iter().any(|word| label.strip_prefix(word).is_some_and(labelled))
}

/// Does a folded line open the body of a document (and no title goes on with it)?
pub(super) fn opens_body(folded: &str) -> bool {
    let text = folded.trim_start_matches(|c: char| !c.is_ascii_alphanumeric()).trim_end();
    [
        "kinh gui",
        "can cu ",
        "thuc hien ",
        "xet ",
        "theo de nghi",
        "theo ",
        "phuc dap ",
        "tra loi ",
        "tiep theo ",
        "de thuc hien",
        "trong thoi gian",
        "noi nhan",
        "hom nay",
        "chuc vu",
        "ngay ",
        "sau khi ",
        "nham ",
        "qua ",
        "nhan danh nuoc",
        "hien nay",
        "de thi hanh ",
        "de trien khai ",
        "de bao dam ",
        "de dam bao ",
        "de tang cuong ",
        "de kip thoi ",
        "de tiep tuc ",
        "de day manh ",
        "de nang cao ",
        "de chu dong ",
        "de phuc vu ",
    ]
    .iter()
    .any(|p| text.starts_with(p))
        || matches!(text, "kinh gui" | "nhan danh")
}

/// What stands under a type name and is no subject.
const NO_TITLE: &[&str] = &["ma so", "so:", "so :", "chung nhan lan", "cap lan", "dang ky lan", "lan dau", "ngay "];

/// The subject under the type name: the rest of its line and the lines after it, up to the title block's natural end: an office,
/// the issuer's name again, the grounds, a heading.
pub(super) fn subject(
    stream: &Stream,
    lines: &[Line<'_>],
    title: &TypeLine,
    issuer: Option<&str>,
) -> (Option<Read<String>>, usize) {
    let first = stream.line_at(title.name.start);
    let mut value = stream.text(title.rest.clone());
    if is_rule(&value) {
        value.clear();
    }
    let on_type_line = !value.is_empty();
    let mut range = if on_type_line { title.name.start..title.rest.end } else { title.name.clone() };
    let mut opener: Option<&Line<'_>> = if on_type_line { lines.get(first) } else { None };
    let mut capitals = on_type_line && stream.is_capitals(title.rest.clone());
    let mut end = first + 1;
    let block_lines = |block: u32| lines.iter().filter(|l| l.block == block).count();
    for i in first + 1..stream.lines.len().min(first + 24) {
        let (Some(here), Some(line)) = (stream.lines.get(i), lines.get(i)) else { break };
        let text = stream.text(here.clone());
        let folded = stream.folded.get(here.clone()).unwrap_or_default().trim();
        if is_rule(&text) {
            // A short rule ends the title; before it begins, the rule belongs to the type name.
            if value.is_empty() {
                end = i + 1;
                continue;
            }
            break;
        }
        if let Some(before) = opener {
            let small = text.chars().next().is_some_and(char::is_lowercase);
            let same_block = line.block == before.block && block_lines(line.block) <= 12;
            let all_capitals = capitals && stream.is_capitals(here.clone());
            let set_alike =
                line.block != before.block && line.bold && before.bold && (line.centred || before.centred == line.centred)
                    || line.centred && before.centred && line.bold == before.bold;
            // What is set otherwise and begins with a capital is the text, though the title seems to break off (`của xã`).
            let set_otherwise = before.bold && !line.bold || before.centred && !line.centred;
            let run_on = !value.ends_with(['.', ';']) && (small || is_open_title(&value) && !set_otherwise);
            // `BIÊN BẢN LÀM VIỆC` / `Về việc …`: what stands beside the type name belongs to it.
            let anew = on_type_line && i == first + 1 && announces(&text) && !is_capitals(&text);
            let announced = author_of(&value).is_some() && announces(&text) || anew;
            let goes_on = same_block || all_capitals || run_on || announced || set_alike && line.italic == before.italic;
            let opens_paren = folded.starts_with('(');
            // `CỦA CHÍNH PHỦ SỐ 12/2006/NĐ-CP` / `NGÀY …`
            let gazette = all_capitals && folded.starts_with("ngay ") && (value.contains('/') || ends_with_number(&value));
            let body =
                opens_body(folded) && !gazette && (!small || folded.starts_with("ngay ") || folded.starts_with("kinh gui"));
            let below = capitals && !small && !announces(&text) && !set_alike && reads_on(&text, folded);
            if below
                || is_text(line, &text) && !asks_for_body(&value)
                || body && !(same_block && run_on && !folded.starts_with("kinh gui"))
                || !goes_on
                || opens_paren
                || is_office_line(&text, capitals) && !asks_for_body(&value)
                || issuer.is_some_and(|b| fold(b) == fold(&text)) && !asks_for_body(&value)
                || fold(&value).starts_with(&format!("cua {} so ", fold(&text))) && !gazette
                || is_issuer_line(&text)
                    && !(same_block && capitals && !stands_over_grounds(stream, i, folded))
                    && !asks_for_body(&value)
                || super::letterhead::is_heading(folded)
                || ["dia diem", "thoi gian:", "so:", "so :", "ma so", "cong trinh:"].iter().any(|p| folded.starts_with(p))
                || kind_of(stream, i).is_some() && !all_capitals
            {
                break;
            }
        } else {
            // The title's first line.
            if NO_TITLE.iter().any(|p| folded.starts_with(p)) || super::letterhead::is_heading(folded) {
                break;
            }
            // `LUẬT` / `THANH TRA`: a law may have the name of a body.
            // A certificate may be a company's.
            let law = matches!(title.kind.code(), "Luật" | "BL" | "PL" | "GCN");
            if folded.starts_with("kinh gui")
                || folded.starts_with("can cu ")
                || !law && is_issuer_line(&text)
                || folded.starts_with('(')
                || folded.ends_with(':')
            {
                break;
            }
            let plain = opens_body(folded) && !line.bold && !line.centred && !stream.is_capitals(here.clone());
            if plain && text.len() > 90 && !closes_title(stream, lines, i, &text) {
                break;
            }
            capitals = stream.is_capitals(here.clone());
        }
        let anew = announces(&text) && !is_capitals(&text) || author_of(&value).is_some() && names_deed(folded);
        if on_type_line && i == first + 1 && anew {
            value.clear();
        }
        capitals &= stream.is_capitals(here.clone());
        opener = Some(line);
        if !value.is_empty() {
            value.push(' ');
        }
        value.push_str(&text);
        range.end = here.end;
        if range.start == title.name.start && !on_type_line {
            range.start = here.start;
        }
        end = i + 1;
    }
    let value = clean_subject(&value);
    if value.is_empty() { (None, end) } else { (Some(Read { value, range }), end) }
}

/// No title of one line is longer, in characters.
const LONGEST_TITLE: usize = 260;

/// Is a line that the text might begin with (`Thực hiện …`) the whole title all the same: nothing shows that it runs on, and a rule,
/// the grounds, a heading or a text apart stand under it? The Party writes its titles small, which no text begins with.
fn closes_title(stream: &Stream, lines: &[Line<'_>], i: usize, text: &str) -> bool {
    let below = stream.lines.get(i + 1).cloned().unwrap_or_default();
    let begins = stream.text(below.clone());
    let folded = stream.folded.get(below).unwrap_or_default().trim();
    let apart =
        || lines.get(i + 1).is_some_and(|next| lines.get(i).is_some_and(|l| l.block != next.block) && is_text(next, &begins));
    let grounds = begins.starts_with(char::is_uppercase) && opens_body(folded);
    let text_below = is_rule(folded) || grounds || super::letterhead::is_heading(folded) || apart();
    let whole = text.chars().count() <= LONGEST_TITLE && !text.ends_with(['.', ';', ':']) && !is_open_title(text);
    text.starts_with(char::is_lowercase) || whole && text_below && !fold(text).contains("nhu sau")
}

/// Is a line under a title the text, though nothing sets it apart: a long sentence to its end, or a body that speaks (`Sở Nội vụ xây
/// dựng kế hoạch như sau:`)?
fn is_text(line: &Line<'_>, text: &str) -> bool {
    if line.bold || line.centred || !text.starts_with(char::is_uppercase) || is_capitals(text) {
        return false;
    }
    let sentence = text.chars().count() > 90 && text.ends_with(['.', ';', ':']);
    sentence || super::speaker(text, 0).is_some_and(|(_, start, _)| start == 0)
}

/// Does a title break off behind the number of a document?
fn ends_with_number(text: &str) -> bool {
    let mut words = text.rsplit(' ');
    let number = words.next().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()) && w.contains(['/', '-']));
    number && words.next().is_some_and(|w| tone_key(w) == tone_key("số"))
}

/// Is the line in capitals the one who decides, with the grounds under it: `CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …` / `Căn cứ …`?
fn stands_over_grounds(stream: &Stream, i: usize, folded: &str) -> bool {
    const DECIDERS: [&str; 9] = [
        "uy ban nhan dan",
        "chu tich uy ban",
        "chu tich ubnd",
        "hoi dong nhan dan",
        "bo truong",
        "thu tuong",
        "giam doc",
        "quoc hoi",
        "uy ban thuong vu",
    ];
    DECIDERS.iter().any(|who| folded.starts_with(who))
        && (i + 1..i + 3).any(|next| {
            stream.lines.get(next).and_then(|l| stream.folded.get(l.clone())).is_some_and(|l| l.trim().starts_with("can cu"))
        })
}

/// Is a line in small letters under a title in capitals the beginning of the text: a long one, or `Năm 2024, …`? The name of a period
/// is still the title's.
fn reads_on(text: &str, folded: &str) -> bool {
    const LONG: usize = 60;
    let period = folded.starts_with("giai doan ") || folded.starts_with("nam hoc ");
    let clause = folded.split_once(", ").is_some_and(|(first, _)| first.split(' ').count() <= 3);
    !is_capitals(text) && !period && (text.chars().count() > LONG || clause)
}

/// Does a title break off where a title cannot end?
fn is_open_title(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default().to_lowercase();
    text.ends_with([',', '-', '–'])
        || matches!(
            last.as_str(),
            "và" | "của"
                | "về"
                | "tại"
                | "số"
                | "ngày"
                | "các"
                | "cho"
                | "tỉnh"
                | "xã"
                | "huyện"
                | "thành"
                | "phố"
                | "theo"
                | "từ"
                | "đến"
                | "với"
        )
}

/// Does a title break off in front of a body's name?
fn asks_for_body(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default().to_lowercase();
    text.ends_with([',', '-', '–']) || matches!(last.as_str(), "và" | "của" | "về" | "các" | "luật" | "theo" | "với")
}

/// The issuer again, in capitals, between a decision's title and its grounds: `ỦY BAN NHÂN DÂN TỈNH …`, `BỘ TRƯỞNG BỘ …`; its name
/// and where that ends.
pub(super) fn issuer_line(text: &str) -> Option<(String, usize)> {
    if !is_capitals(text) || bodies::opening(text) == bodies::Opening::Rest {
        return None;
    }
    // `NHÀ NƯỚC NĂM 2002` is a piece of a title: the State issues nothing.
    bodies::read_at(text, 0).filter(|(name, _)| fold(name) != "nha nuoc")
}

fn is_issuer_line(text: &str) -> bool {
    issuer_line(text).is_some()
}

/// The type name goes on with its author before the subject is announced: `CỦA ỦY BAN NHÂN DÂN TỈNH Về …`, `CỦA BAN CHẤP HÀNH
/// ĐẢNG BỘ HUYỆN về …`, `HỘI NGHỊ LẦN THỨ HAI BAN CHẤP HÀNH … về …`, `KỲ HỌP THỨ BA - HỘI ĐỒNG NHÂN DÂN … về …`. The rest from the
/// announcement on.
fn behind_author(text: &str) -> Option<&str> {
    let words = text.char_indices().filter(|(i, _)| text.get(..*i).is_some_and(|b| b.ends_with(' ')));
    let rest = words.filter_map(|(i, _)| text.get(i..)).find(|rest| announces(rest))?;
    author_of(text.get(..text.len() - rest.len())?).map(|_| rest)
}

/// Does a text begin with what announces a subject?
fn announces(text: &str) -> bool {
    let word: String = text.chars().take(8).collect();
    let key = fold(&word);
    text.starts_with(['v', 'V']) && (key.starts_with("ve ") || key.starts_with("v/v"))
}

/// Does a line say what a decision does, so that the line over it only names its author: `QUYẾT ĐỊNH CỦA …` / `BAN HÀNH …`?
fn names_deed(folded: &str) -> bool {
    ["ban hanh ", "phe duyet ", "quy dinh ", "sua doi", "huong dan ", "cong bo "].iter().any(|deed| folded.starts_with(deed))
}

/// The author of a paper, all in capitals, between its type name and its subject; in a sentence `của` only belongs to it, and
/// where a number stands (`CỦA CHÍNH PHỦ SỐ 12/2006/NĐ-CP …`) more than the author is named.
fn author_of(text: &str) -> Option<&str> {
    let begins = fold(text);
    let text = text.trim();
    (["cua ", "hoi nghi lan thu ", "ky hop thu "].iter().any(|p| begins.starts_with(p))
        && is_capitals(text)
        && !text.contains('/'))
    .then_some(text)
}

/// Is a line under a title the office of a signature block? In a title in capitals (`KẾT LUẬN CỦA` / `CHỦ TỊCH …`) only quyền
/// hạn and a chức vụ alone on its line are.
fn is_office_line(text: &str, capitals: bool) -> bool {
    signature::is_office(text) && (!capitals || signature::is_bare_office(text))
}

/// A subject without its announcement (`V/v`, `Về việc`, `Về`) and without what does not belong to its words.
pub(super) fn clean_subject(text: &str) -> String {
    let text = behind_author(text.trim()).unwrap_or(text);
    let mut text = text.trim().trim_matches(|c: char| matches!(c, '*' | '_' | '“' | '”' | ':') || c.is_whitespace());
    // Quotes around all of it.
    text = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).filter(|t| !t.contains('"')).unwrap_or(text);
    for announcement in ["v/v", "về việc", "v/v:", "về"] {
        let words: Vec<&str> = announcement.split(' ').collect();
        let mut rest = text;
        let fits = words.iter().all(|word| {
            let end = rest.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(rest.len());
            let (head, tail) = rest.split_at(end);
            rest = tail.trim_start_matches(|c: char| c.is_whitespace() || c == ':');
            tone_key(head) == tone_key(word)
        });
        if fits && !rest.is_empty() {
            text = rest;
            break;
        }
    }
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '_' | '*' | ';' | ','));
    let text = if text.ends_with("...") { text } else { text.trim_end_matches('.') };
    bodies::one_line(text)
}
