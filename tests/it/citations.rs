//! Citations do not depend on how the letters of a file are encoded.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use congvan::extract::citations;
use congvan::model::{Citation, FileFacts, Format, RawBlock, RawDocument, RawPage, RawRun, Style};
use congvan::viet::normalise;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

/// What a legacy encoding writes for a character: its bytes as Western European characters.
struct Encoder(HashMap<String, char>);

impl Encoder {
    /// The inverse of the program's own table.
    fn new(encoding: &str) -> Self {
        let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tables/legacy.tsv");
        let table = std::fs::read_to_string(table).unwrap();
        let mut codes = HashMap::new();
        for row in table.lines().filter(|row| row.split('\t').next() == Some(encoding)) {
            let mut cells = row.split('\t').skip(1);
            let byte = u8::from_str_radix(cells.next().unwrap(), 16).unwrap();
            let mut points: Vec<char> =
                cells.next().unwrap().split(' ').map(|p| char::from_u32(u32::from_str_radix(p, 16).unwrap()).unwrap()).collect();
            points.sort_unstable();
            // Of two bytes for the same marks the small letter's, which is the higher one.
            let slot = codes.entry(points.into_iter().collect()).or_insert(char::from(byte));
            *slot = (*slot).max(char::from(byte));
        }
        Self(codes)
    }

    fn encode(&self, text: &str) -> Option<String> {
        let mut out = String::new();
        for c in text.nfc() {
            if c.is_ascii() {
                out.push(c);
            } else if let Some(byte) = self.0.get(&c.to_string()) {
                out.push(*byte);
            } else {
                // A letter, then all its marks in one byte; a letter with a horn has a byte of its own.
                let mut parts: Vec<char> = c.nfd().collect();
                let mut letter = parts.remove(0).to_string();
                if let Some(horn) = parts.iter().position(|m| *m == '\u{31b}') {
                    parts.remove(horn);
                    letter = format!("{letter}\u{31b}").nfc().collect();
                }
                parts.sort_unstable();
                out.push(if letter.is_ascii() { letter.chars().next()? } else { *self.0.get(&letter)? });
                out.push(*self.0.get(&parts.into_iter().collect::<String>())?);
            }
        }
        Some(out)
    }
}

fn read(text: &str, font: Option<&str>) -> Vec<Citation> {
    let style = Style { font: font.map(Arc::from), ..Style::default() };
    let lines = text.lines().map(|line| vec![RawRun { text: line.to_owned(), style: style.clone() }]).collect();
    let page = RawPage { blocks: vec![RawBlock { lines, ..RawBlock::default() }], ..RawPage::default() };
    let document =
        RawDocument { format: Format::Txt, pages: vec![page], declared: None, facts: FileFacts::default(), warnings: Vec::new() };
    citations(&normalise(&document))
}

/// Sentences without toned capitals, which TCVN3 has only in fonts of their own.
fn sentence() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Căn cứ Nghị định số 59/2019/NĐ-CP ngày 01 tháng 7 năm 2019 của Chính phủ quy định chi tiết một số điều",
        "theo quy định tại khoản 2 Điều 5 Thông tư số 15/2021/TT-BTP",
        "Thực hiện Kế hoạch số 16/KH-UBND ngày 09/02/2023 của UBND huyện Sơn Tây về việc rà soát hộ nghèo",
        "các Công văn số 811/UBND, 812/UBND cùng ngày",
        "bãi bỏ Quyết định số 08a/QĐ-UBND ngày 04/5/2020",
        "theo Luật Đất đai năm 2013 và Bộ luật Dân sự 2015",
        "Kết luận số 21-KL/TW ngày 25/10/2021 của Ban Chấp hành Trung ương Đảng",
        "công văn số 142 của Phòng Nội vụ huyện",
        "đã được sửa đổi, bổ sung bởi Nghị định số 35/2023/NĐ-CP",
        "Quyết định nêu trên được gửi tới các thôn, bản để niêm yết công khai",
    ]);
    prop::collection::vec((piece, prop::sample::select(vec!["; ", ". ", ",\n", "\n"])), 1..8)
        .prop_map(|pieces| pieces.into_iter().map(|(text, end)| format!("{text}{end}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn every_encoding_gives_the_same_citations(text in sentence()) {
        let composed = read(&text, None);
        prop_assert!(!composed.is_empty());
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(&read(&decomposed, None), &composed);
        for (encoding, font) in [("tcvn3", ".VnTime"), ("vni", "VNI-Times")] {
            let encoded = Encoder::new(encoding).encode(&text).unwrap();
            prop_assert!(encoded != text);
            prop_assert_eq!(&read(&encoded, Some(font)), &composed, "{}", encoding);
        }
    }
}
