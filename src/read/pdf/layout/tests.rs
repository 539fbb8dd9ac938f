//! Layout on hand-made glyphs: each page is a list of texts with their places.

use super::{Block, Look, Page, Sheet, Tables, finish, mark_chrome, prepare};
use crate::model::{Role, Side};
use crate::read::pdf::glyph::{Cover, Flags, FontStyle, Glyph, Rule, Text, Texts};

/// A text at a place: left edge, baseline, size.
#[derive(Clone, Copy)]
struct Put {
    x: f32,
    y: f32,
    size: f32,
    text: &'static str,
    font: u16,
    /// Between letters, in em.
    spread: f32,
    flags: Flags,
}

fn put(x: f32, y: f32, size: f32, text: &'static str) -> Put {
    Put { x, y, size, text, font: 0, spread: 0.0, flags: Flags::default() }
}

fn bold(x: f32, y: f32, size: f32, text: &'static str) -> Put {
    Put { font: 1, ..put(x, y, size, text) }
}

/// Every glyph is half an em wide, every blank a quarter.
fn width(text: &str, size: f32) -> f32 {
    text.chars().map(|c| if c == ' ' { 0.25 * size } else { 0.5 * size }).sum()
}

fn centred(y: f32, size: f32, middle: f32, text: &'static str) -> Put {
    put(middle - 0.5 * width(text, size), y, size, text)
}

fn page(puts: &[Put]) -> Page {
    let mut page = Page { width: 595.0, height: 842.0, ..Page::default() };
    for p in puts {
        let mut x = p.x;
        for c in p.text.chars() {
            let advance = if c == ' ' { 0.25 * p.size } else { 0.5 * p.size };
            // Blanks are not drawn: gaps alone must tell the words.
            if c != ' ' {
                let text = Text::from_char(c);
                page.glyphs.push(Glyph { x0: x, x1: x + advance, y: p.y, size: p.size, text, font: p.font, flags: p.flags });
            }
            x += advance + p.spread * p.size;
        }
    }
    page
}

fn sheet(page: &Page) -> Sheet {
    let plain = FontStyle { space: 0.25, ..FontStyle::default() };
    let fonts = [plain.clone(), FontStyle { bold: true, ..plain }];
    prepare(page, Look { fonts: &fonts, texts: &Texts::default() })
}

fn laid_out(pages: &[Page]) -> Vec<Vec<Block>> {
    let mut sheets: Vec<Sheet> = pages.iter().map(sheet).collect();
    mark_chrome(&mut sheets);
    let mut tables = Tables::default();
    sheets.into_iter().map(|s| finish(s, &mut tables)).collect()
}

/// Role or side, and the lines, `|` between them; raised runs in `^…^`.
fn show(blocks: &[Block]) -> Vec<String> {
    blocks
        .iter()
        .map(|block| {
            let lines: Vec<String> = block
                .lines
                .iter()
                .map(|l| l.runs.iter().map(|r| if r.superscript { format!("^{}^", r.text) } else { r.text.clone() }).collect())
                .collect();
            let role = match (block.role, block.side) {
                (Role::Paragraph, Side::Full) => String::new(),
                (Role::Paragraph, side) => format!("{side:?}: "),
                (Role::Cell { row, column, .. }, _) => format!("{row}.{column}: "),
                (role, _) => format!("{role:?}: "),
            };
            format!("{role}{}", lines.join("|"))
        })
        .collect()
}

fn check(puts: &[Put], want: &[&str]) {
    check_page(&page(puts), want);
}

fn check_page(page: &Page, want: &[&str]) {
    let found = laid_out(std::slice::from_ref(page));
    assert_eq!(show(found.first().map(Vec::as_slice).unwrap_or_default()), want);
}

#[test]
fn gaps_make_words_over_font_changes() {
    check(&[put(80.0, 100.0, 14.0, "văn b"), bold(80.0 + width("văn b", 14.0), 100.0, 14.0, "ản số 5")], &["văn bản số 5"]);
}

#[test]
fn spaced_out_capitals_are_one_word() {
    let spread = Put { spread: 0.3, ..put(200.0, 100.0, 14.0, "BÁO CÁO") };
    check(&[spread], &["BÁO CÁO"]);
}

#[test]
fn small_raised_marks_join_their_line() {
    let end = 80.0 + width("kế hoạch", 14.0);
    check(&[put(80.0, 100.0, 14.0, "kế hoạch"), put(end, 94.0, 8.0, "12")], &["kế hoạch^12^"]);
    // A mark nearly as large as its line, far up, with a line above it.
    check(
        &[put(80.0, 83.0, 14.0, "dòng trên dài hơn"), put(80.0, 100.0, 14.0, "kế hoạch"), put(end, 92.0, 12.0, "1")],
        &["dòng trên dài hơn|kế hoạch^1^"],
    );
    // Blanks up to the end of the line, drawn behind the mark, make it no longer.
    let mut page = page(&[put(80.0, 100.0, 14.0, "kế hoạch"), put(end, 94.0, 8.0, "1")]);
    for n in 0_u8..40 {
        let x0 = end + 4.0 + 3.5 * f32::from(n);
        page.glyphs.push(Glyph {
            x0,
            x1: x0 + 3.5,
            y: 100.0,
            size: 14.0,
            text: Text::from_char(' '),
            font: 0,
            flags: Flags::default(),
        });
    }
    check_page(&page, &["kế hoạch^1^"]);
}

#[test]
fn what_is_drawn_twice_counts_once() {
    check(&[put(80.0, 100.0, 14.0, "QUYẾT"), put(80.3, 100.0, 14.0, "QUYẾT")], &["QUYẾT"]);
}

#[test]
fn the_later_of_two_texts_on_one_place_wins() {
    let stamp = 80.0 + width("ngày ", 14.0);
    check(&[put(80.0, 100.0, 14.0, "ngày 05 tháng 3"), put(stamp, 100.5, 14.0, "09")], &["ngày 09 tháng 3"]);
}

#[test]
fn white_boxes_hide_what_was_drawn_before_them() {
    let mut page = page(&[put(80.0, 100.0, 14.0, "ngày"), put(120.0, 100.0, 14.0, "05"), put(300.0, 100.0, 14.0, "năm")]);
    let area = Rule { x0: 118.0, y0: 85.0, x1: 140.0, y1: 105.0 };
    page.covers.push(Cover { area, after: page.glyphs.len() });
    check_page(&page, &["ngày năm"]);
}

fn letterhead() -> Vec<Put> {
    vec![
        centred(80.0, 13.0, 160.0, "UBND HUYỆN MẪU"),
        centred(80.0, 13.0, 410.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        centred(96.0, 13.0, 160.0, "UBND XÃ BÌNH MẪU"),
        centred(96.0, 13.0, 410.0, "Độc lập - Tự do - Hạnh phúc"),
        centred(124.0, 13.0, 160.0, "Số: 45/UBND"),
        centred(124.0, 13.0, 410.0, "Bình Mẫu, ngày 12 tháng 3 năm 2024"),
        centred(140.0, 12.0, 160.0, "V/v báo cáo kết quả"),
        put(120.0, 200.0, 14.0, "Thực hiện Kế hoạch của huyện về việc này thì xã đã làm rồi"),
        put(85.0, 217.0, 14.0, "và báo cáo."),
    ]
}

#[test]
fn letterheads_are_read_left_then_right() {
    check(
        &letterhead(),
        &[
            "Left: UBND HUYỆN MẪU|UBND XÃ BÌNH MẪU",
            "Left: Số: 45/UBND|V/v báo cáo kết quả",
            "Right: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Right: Độc lập - Tự do - Hạnh phúc",
            "Right: Bình Mẫu, ngày 12 tháng 3 năm 2024",
            "Thực hiện Kế hoạch của huyện về việc này thì xã đã làm rồi|và báo cáo.",
        ],
    );
}

#[test]
fn the_short_last_line_of_a_subject_stays_in_its_column() {
    let mut puts = letterhead();
    let body = puts.split_off(6);
    puts.extend([
        put(98.0, 140.0, 12.0, "V/v báo cáo kết quả rà"),
        put(98.0, 153.8, 12.0, "soát văn bản quản lý và"),
        put(98.0, 167.6, 12.0, "hồ sơ kèm"),
        centred(185.0, 14.0, 298.0, "Kính gửi: UBND huyện"),
    ]);
    puts.extend(body.into_iter().skip(1));
    let found = laid_out(&[page(&puts)]);
    let shown = show(found.first().map(Vec::as_slice).unwrap_or_default());
    let at = shown.iter().position(|b| b.contains("hồ sơ kèm"));
    assert!(at.is_some_and(|at| shown[at].starts_with("Left: ")), "{shown:?}");
    assert!(shown.iter().any(|b| b == "Kính gửi: UBND huyện"), "{shown:?}");
}

fn signed(y: f32, text: &'static str) -> Put {
    Put { font: 1, ..centred(y, 14.0, 430.0, text) }
}

#[test]
fn signatures_stand_beside_the_recipients() {
    check(
        &[
            put(85.0, 300.0, 14.0, "Trên đây là báo cáo của xã, đề nghị huyện xem xét cho ý kiến nhé"),
            put(85.0, 340.0, 12.0, "Nơi nhận:"),
            signed(340.0, "TM. ỦY BAN NHÂN DÂN"),
            put(85.0, 354.0, 11.0, "- UBND huyện Mẫu Sơn và các phòng ban;"),
            signed(357.0, "CHỦ TỊCH"),
            put(85.0, 367.0, 11.0, "- Lưu: VT."),
            signed(440.0, "Nguyễn Văn Mẫu"),
        ],
        &[
            "Trên đây là báo cáo của xã, đề nghị huyện xem xét cho ý kiến nhé",
            "Left: Nơi nhận:",
            "Left: - UBND huyện Mẫu Sơn và các phòng ban;",
            "Left: - Lưu: VT.",
            "Right: TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH",
            "Right: Nguyễn Văn Mẫu",
        ],
    );
}

#[test]
fn who_signs_side_by_side_is_read_left_then_right() {
    let title = |middle, text| Put { font: 1, ..centred(340.0, 14.0, middle, text) };
    let name = Put { font: 1, ..centred(430.0, 14.0, 430.0, "Nguyễn Văn Mẫu") };
    check(
        &[
            put(85.0, 300.0, 14.0, "Trên đây là phương án của công ty, đề nghị Sở xem xét và phê duyệt"),
            title(190.0, "CÔNG TY TNHH MẪU SƠN"),
            title(430.0, "NGƯỜI LẬP PHƯƠNG ÁN"),
            name,
        ],
        &[
            "Trên đây là phương án của công ty, đề nghị Sở xem xét và phê duyệt",
            "Left: CÔNG TY TNHH MẪU SƠN",
            "Right: NGƯỜI LẬP PHƯƠNG ÁN",
            "Right: Nguyễn Văn Mẫu",
        ],
    );
}

#[test]
fn recipients_of_one_width_go_on_beside_the_signature() {
    check(
        &[
            put(85.0, 300.0, 14.0, "Trên đây là báo cáo của xã, đề nghị huyện xem xét cho ý kiến nhé"),
            put(85.0, 340.0, 12.0, "Nơi nhận:"),
            put(85.0, 354.0, 11.0, "- Như trên;"),
            signed(341.0, "KT. GIÁM ĐỐC"),
            signed(355.0, "PHÓ GIÁM ĐỐC"),
            put(85.0, 367.0, 11.0, "- Ban Giám đốc và các phòng;"),
            put(85.0, 380.0, 11.0, "- Lưu: VT."),
            signed(440.0, "Nguyễn Văn Mẫu"),
        ],
        &[
            "Trên đây là báo cáo của xã, đề nghị huyện xem xét cho ý kiến nhé",
            "Left: Nơi nhận:",
            "Left: - Như trên;",
            "Left: - Ban Giám đốc và các phòng;",
            "Left: - Lưu: VT.",
            "Right: KT. GIÁM ĐỐC|PHÓ GIÁM ĐỐC",
            "Right: Nguyễn Văn Mẫu",
        ],
    );
}

#[test]
fn lists_with_tabs_are_read_row_by_row() {
    check(
        &[
            put(85.0, 100.0, 14.0, "- Ông Mẫu Văn A"),
            put(330.0, 100.0, 14.0, "Chức vụ: Trưởng đoàn"),
            put(85.0, 117.0, 14.0, "- Bà Mẫu Thị B"),
            put(330.0, 117.0, 14.0, "Chức vụ: Phó"),
        ],
        &["0.0: - Ông Mẫu Văn A", "0.1: Chức vụ: Trưởng đoàn", "1.0: - Bà Mẫu Thị B", "1.1: Chức vụ: Phó"],
    );
}

#[test]
fn rules_make_tables_and_missing_rules_join_cells() {
    let mut page = page(&[
        put(90.0, 115.0, 12.0, "Cả hai cột"),
        put(90.0, 135.0, 12.0, "một"),
        put(210.0, 135.0, 12.0, "hai"),
        put(210.0, 148.0, 12.0, "ba"),
        put(85.0, 190.0, 14.0, "Dưới bảng"),
    ]);
    for y in [100.0, 120.0, 155.0] {
        page.rules.push(Rule { x0: 80.0, y0: y, x1: 320.0, y1: y + 0.5 });
    }
    for (x, top) in [(80.0, 100.0), (200.0, 120.0), (320.0, 100.0)] {
        page.rules.push(Rule { x0: x, y0: top, x1: x + 0.5, y1: 155.0 });
    }
    check_page(&page, &["0.0: Cả hai cột", "1.0: một", "1.1: hai|ba", "Dưới bảng"]);
}

#[test]
fn lines_that_a_cell_broke_are_one_and_empty_cells_keep_their_place() {
    let mut page = page(&[
        put(85.0, 115.0, 12.0, "Thông tư số 112/2024/TT-"),
        put(85.0, 129.0, 12.0, "BM về việc này"),
        put(245.0, 115.0, 12.0, "Việc một"),
        put(245.0, 129.0, 12.0, "Việc hai"),
        put(425.0, 115.0, 12.0, "Đơn vị"),
        put(425.0, 129.0, 12.0, "làm"),
        put(85.0, 155.0, 12.0, "Xã Mẫu"),
        put(425.0, 155.0, 12.0, "118"),
    ]);
    for y in [100.0, 140.0, 170.0] {
        page.rules.push(Rule { x0: 80.0, y0: y, x1: 470.0, y1: y + 0.5 });
    }
    for x in [80.0, 240.0, 420.0, 470.0] {
        page.rules.push(Rule { x0: x, y0: 100.0, x1: x + 0.5, y1: 170.0 });
    }
    check_page(
        &page,
        &[
            "0.0: Thông tư số 112/2024/TT-BM về việc này",
            "0.1: Việc một|Việc hai",
            "0.2: Đơn vị làm",
            "1.0: Xã Mẫu",
            "1.1: ",
            "1.2: 118",
        ],
    );
}

#[test]
fn paragraphs_end_short_and_begin_indented() {
    check(
        &[
            put(120.0, 100.0, 14.0, "Căn cứ Nghị định của Chính phủ về công tác này ở các xã"),
            put(85.0, 117.0, 14.0, "phường trên địa bàn;"),
            put(120.0, 134.0, 14.0, "Xã báo cáo như sau đây về việc thực hiện các chỉ tiêu này"),
            put(85.0, 151.0, 14.0, "trong năm vừa qua với những kết quả và những hạn chế của xã"),
            put(85.0, 168.0, 14.0, "đã nêu."),
            put(85.0, 185.0, 14.0, "1. Kết quả"),
        ],
        &[
            "Căn cứ Nghị định của Chính phủ về công tác này ở các xã|phường trên địa bàn;",
            "Xã báo cáo như sau đây về việc thực hiện các chỉ tiêu này|trong năm vừa qua với những kết quả và những hạn chế của \
             xã|đã nêu.",
            "1. Kết quả",
        ],
    );
}

#[test]
fn notes_are_kept_apart_one_by_one() {
    let mut page = page(&[
        put(85.0, 300.0, 14.0, "Theo kế hoạch của huyện và của tỉnh đã ban hành trong năm nay"),
        put(85.0, 742.0, 7.0, "3"),
        put(92.0, 746.0, 11.0, "Kế hoạch thứ nhất về việc này."),
        put(85.0, 760.0, 11.0, "4 Kế hoạch thứ hai"),
        put(85.0, 774.0, 11.0, "còn dài."),
        put(85.0, 788.0, 11.0, "5Các kế hoạch khác."),
    ]);
    page.rules.push(Rule { x0: 85.0, y0: 730.0, x1: 230.0, y1: 730.7 });
    check_page(
        &page,
        &[
            "Theo kế hoạch của huyện và của tỉnh đã ban hành trong năm nay",
            "Note(0): ^3^ Kế hoạch thứ nhất về việc này.",
            "Note(0): ^4^ Kế hoạch thứ hai|còn dài.",
            "Note(0): ^5^ Các kế hoạch khác.",
        ],
    );
}

#[test]
fn the_rest_of_a_note_stands_below_a_rule_over_the_whole_page() {
    let line = "Theo kế hoạch của huyện và của tỉnh đã ban hành trong năm nay";
    let body: Vec<Put> = [215.0, 232.0, 249.0, 266.0, 283.0, 300.0].map(|y| put(85.0, y, 14.0, line)).into();
    let rule = Rule { x0: 85.0, y0: 730.0, x1: 520.0, y1: 730.7 };
    let noted = |rows: [Put; 4]| {
        let mut page = page(&body.iter().copied().chain(rows).collect::<Vec<_>>());
        page.rules.push(rule);
        let pages = laid_out(&[page]);
        let blocks = pages.first().map(|p| show(p)).unwrap_or_default();
        blocks.into_iter().filter(|b| b.starts_with("Note")).collect::<Vec<_>>()
    };
    let found = noted([
        put(105.0, 742.0, 11.0, "2. Kế hoạch này có hiệu lực từ ngày ký và thay kế hoạch cũ."),
        put(105.0, 757.0, 11.0, "3. Các phòng thực hiện kế hoạch này và báo cáo kết quả cho"),
        put(85.0, 771.0, 11.0, "huyện nghe và xem xét, nếu có gì khó khăn thì báo cáo lại với"),
        put(85.0, 785.0, 11.0, "xã."),
    ]);
    let note = "Note(0): 2. Kế hoạch này có hiệu lực từ ngày ký và thay kế hoạch cũ.|3. Các phòng thực hiện kế hoạch này và báo \
                cáo kết quả cho|huyện nghe và xem xét, nếu có gì khó khăn thì báo cáo lại với|xã.";
    assert_eq!(found, [note]);
    // Two columns below the rule are a signature.
    let found = noted([
        centred(742.0, 11.0, 160.0, "BỘ MẪU"),
        centred(742.0, 11.0, 410.0, "XÁC THỰC VĂN BẢN HỢP NHẤT"),
        centred(757.0, 11.0, 160.0, "Số: 5/VBHN-BM"),
        centred(757.0, 11.0, 410.0, "Bình Mẫu, ngày 12 tháng 3 năm 2024"),
    ]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_like_ends_of_notes_are_no_feet() {
    let sheet = |mark: &'static str, text: &'static str| {
        let mut page = page(&[
            put(85.0, 300.0, 14.0, text),
            put(85.0, 762.0, 7.0, mark),
            put(92.0, 766.0, 11.0, "Điểm này được sửa đổi, bổ sung theo Quyết định số 5/QĐ-BM"),
            put(85.0, 780.0, 11.0, "có hiệu lực từ ngày 20 tháng 02 năm 2020."),
        ]);
        page.rules.push(Rule { x0: 85.0, y0: 750.0, x1: 230.0, y1: 750.7 });
        page
    };
    let pages = laid_out(&[sheet("2", "Trang thứ nhất"), sheet("3", "Trang thứ hai")]);
    for (page, mark) in pages.iter().zip(["2", "3"]) {
        let note = format!(
            "Note(0): ^{mark}^ Điểm này được sửa đổi, bổ sung theo Quyết định số 5/QĐ-BM|có hiệu lực từ ngày 20 tháng 02 năm 2020."
        );
        assert_eq!(show(page).last(), Some(&note));
    }
}

#[test]
fn page_chrome_is_told_by_place_and_return() {
    let sheet = |number: &'static str, text: &'static str| {
        page(&[
            put(290.0, 40.0, 13.0, number),
            put(85.0, 55.0, 10.0, "Sở Mẫu và các phòng"),
            put(85.0, 300.0, 14.0, text),
            put(85.0, 820.0, 10.0, "mauson-24"),
        ])
    };
    let pages = laid_out(&[sheet("2", "Trang thứ nhất"), sheet("3", "Trang thứ hai")]);
    let shown: Vec<Vec<String>> = pages.iter().map(|p| show(p)).collect();
    let want = |number: &str, text: &str| {
        [
            format!("PageNumber: {number}"),
            "Header: Sở Mẫu và các phòng".to_owned(),
            text.to_owned(),
            "Footer: mauson-24".to_owned(),
        ]
    };
    assert_eq!(shown, [want("2", "Trang thứ nhất").to_vec(), want("3", "Trang thứ hai").to_vec()]);
}

#[test]
fn lines_of_a_list_at_the_edges_are_no_chrome() {
    let sheet = |first: &'static str, last: &'static str, foot: &'static str| {
        page(&[
            put(85.0, 60.0, 14.0, first),
            put(85.0, 300.0, 14.0, "Thân của danh mục."),
            put(85.0, 760.0, 14.0, last),
            put(85.0, 820.0, 10.0, foot),
        ])
    };
    let pages = laid_out(&[
        sheet("Quyết định số 9/QĐ-BM ngày 2/3/2020;", "Quyết định số 31/QĐ-BM ngày 4/5/2020;", "Sở Mẫu - trang 9"),
        sheet("Quyết định số 32/QĐ-BM ngày 6/7/2020;", "Quyết định số 54/QĐ-BM ngày 8/9/2020;", "Sở Mẫu - trang 10"),
    ]);
    for page in &pages {
        let shown = show(page);
        assert_eq!(shown.iter().filter(|b| b.contains("Quyết định") && !b.contains("er: ")).count(), 2, "{shown:?}");
        assert!(shown.last().is_some_and(|b| b.starts_with("Footer: Sở Mẫu - trang")), "{shown:?}");
    }
}

#[test]
fn what_stands_below_a_heading_is_no_head_of_the_page() {
    let sheet = |heading: &'static str| {
        page(&[
            bold(85.0, 80.0, 14.0, heading),
            put(420.0, 100.0, 12.0, "Đơn vị tính: đồng"),
            put(85.0, 300.0, 14.0, "Theo bảng của xã."),
        ])
    };
    let pages = laid_out(&[sheet("II. ĐƠN GIÁ CỦA VIỆC MỘT"), sheet("III. ĐƠN GIÁ CỦA VIỆC HAI")]);
    for page in &pages {
        let shown = show(page);
        assert!(shown.iter().all(|b| !b.starts_with("Header")), "{shown:?}");
        assert!(shown.get(1).is_some_and(|b| b.ends_with("Đơn vị tính: đồng")), "{shown:?}");
    }
}

#[test]
fn annotations_stay_apart_but_fill_blanks() {
    let noted = |x, y, text| Put { flags: Flags::ANNOTATION, ..put(x, y, 13.0, text) };
    check(
        &[
            put(100.0, 100.0, 13.0, "Số:"),
            put(160.0, 100.0, 13.0, "/QĐ-UBND"),
            noted(125.0, 101.0, "2170"),
            noted(400.0, 60.0, "Ký bởi: Mẫu"),
        ],
        &["Số: 2170 /QĐ-UBND", "Annotation: Ký bởi: Mẫu"],
    );
}
