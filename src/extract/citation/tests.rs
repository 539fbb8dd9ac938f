//! Tests of citations: rows of sentences with what must be read in them, and properties that hold for all texts.

use proptest::prelude::*;

use super::super::columns::Columns;
use super::super::flow::{blocks, of_body};
use super::super::zones::Zones;
use super::{Context, Found, Source, Told, find};
use crate::model::{Citation, Document, Kind, Page, PartialDate};

/// The document that the sentences stand in.
fn document() -> Document {
    Document {
        kind: Kind::from_code("BC"),
        number: Some("77".to_owned()),
        symbol: Some("BC-UBND".to_owned()),
        date: PartialDate::day(2024, 5, 20),
        issuer: Some("UBND xã Hòa Lâm".to_owned()),
        parent: Some("UBND huyện Tân Sơn".to_owned()),
        ..Document::default()
    }
}

pub(super) fn read(text: &str) -> (Vec<Page>, Vec<Citation>) {
    let (pages, found) = read_all(text);
    (pages, found.citations)
}

fn read_all(text: &str) -> (Vec<Page>, Found) {
    let pages = vec![Page { text: text.to_owned(), ..Page::default() }];
    let flow = of_body(&pages, &blocks(&pages), &[]);
    let zones = Zones::default();
    let document = document();
    let context = Context { document: &document, number: None, zones: &zones };
    let source = Source { flow: &flow, note: None, announcer: None, columns: Columns::default() };
    let found = find(&[source], &context, &mut Told::default());
    (pages, found)
}

/// One line a citation: `surface | kind | number year symbol | date | issuer or =implied | relation | pinpoint`.
pub(super) fn lines(text: &str) -> Vec<String> {
    let none = || "-".to_owned();
    read(text)
        .1
        .iter()
        .map(|c| {
            let issuer = c.issuer.clone().or_else(|| c.issuer_implied.as_ref().map(|i| format!("={i}"))).unwrap_or_else(none);
            format!(
                "{} | {} | {} | {} | {} | {} | {}",
                c.surface,
                c.kind.map_or("-", Kind::code),
                c.doc_number().map_or_else(none, |n| n.to_string()),
                c.date.map_or_else(none, |d| d.to_string()),
                issuer,
                c.relation.code(),
                c.pinpoint.clone().unwrap_or_else(none),
            )
        })
        .collect()
}

pub(super) fn check(rows: &[(&str, &[&str])]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter(|(text, expected)| lines(text) != *expected)
        .map(|(text, expected)| format!("{text}\n  found    {:#?}\n  expected {expected:#?}", lines(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn numbers_with_what_stands_beside_them() {
    check(&[
        // Full form, long date, comma before the date, odd separators.
        (
            "Căn cứ Quyết định số 90/QĐ-UBND ngày 01/6/2021 của UBND tỉnh Quảng Trị về việc ban hành Quy chế;",
            &["Quyết định số 90/QĐ-UBND | QĐ | 90/QĐ-UBND | 2021-06-01 | UBND tỉnh Quảng Trị | basis | -"],
        ),
        (
            "theo Nghị định số 09/2019/NĐ-CP ngày 24 tháng 01 năm 2019 của Chính phủ",
            &["Nghị định số 09/2019/NĐ-CP | NĐ | 09/2019/NĐ-CP | 2019-01-24 | Chính phủ | implements | -"],
        ),
        (
            "Thực hiện Nghị quyết số 12-NQ/ĐU, ngày 05/9/2023 của Đảng ủy xã",
            &["Nghị quyết số 12-NQ/ĐU | NQ | 12-NQ/ĐU | 2023-09-05 | Đảng ủy xã Hòa Lâm | implements | -"],
        ),
        (
            "theo Thông báo số 3/TB-VPCP ngày 9.2.2023",
            &["Thông báo số 3/TB-VPCP | TB | 3/TB-VPCP | 2023-02-09 | =Văn phòng Chính phủ | implements | -"],
        ),
        // The date and the actor first; the day of receipt is no date of the document.
        (
            "Ngày 09/02/2024, UBND xã đã ban hành Kế hoạch số 16/KH-UBND về chuyển đổi số.",
            &["Kế hoạch số 16/KH-UBND | KH | 16/KH-UBND | 2024-02-09 | UBND xã Hòa Lâm | refers | -"],
        ),
        (
            "Ngày 14/3/2024, UBND xã nhận được Công văn số 811/UBND của UBND huyện.",
            &["Công văn số 811/UBND | CV | 811/UBND | - | UBND huyện Tân Sơn | replies | -"],
        ),
        // Without `số`, without symbol, short type words, a generic one.
        (
            "theo Công văn 285/CCTTHC ngày 08 tháng 9 năm 2023",
            &["Công văn 285/CCTTHC | CV | 285/CCTTHC | 2023-09-08 | - | implements | -"],
        ),
        (
            "Thực hiện công văn số 142 của Phòng Nội vụ huyện",
            &["công văn số 142 | CV | 142 | - | Phòng Nội vụ huyện Tân Sơn | implements | -"],
        ),
        (
            "tại BC số 78/BC-UBND ngày 12/6/2023",
            &["BC số 78/BC-UBND | BC | 78/BC-UBND | 2023-06-12 | =UBND xã Hòa Lâm | refers | -"],
        ),
        (
            "theo NĐ 30 và Chỉ thị 11.",
            &["NĐ 30 | NĐ | 30 | - | - | implements | -", "Chỉ thị 11 | CT | 11 | - | - | implements | -"],
        ),
        (
            "Thực hiện văn bản số 936/SCT-CN ngày 02/4/2024",
            &["văn bản số 936/SCT-CN | CV | 936/SCT-CN | 2024-04-02 | =Sở Công Thương | implements | -"],
        ),
        ("triển khai Đề án 06 của Chính phủ", &["Đề án 06 | ĐA | 06 | - | Chính phủ | implements | -"]),
        // Compound and widened type words, an issuer before the number.
        (
            "theo Giấy phép khai thác khoáng sản số 15/GP-UBND ngày 19/01/2016",
            &["Giấy phép khai thác khoáng sản số 15/GP-UBND | GP | 15/GP-UBND | 2016-01-19 | =UBND xã Hòa Lâm | implements | -"],
        ),
        (
            "Trả lời Công văn của Sở Y tế số 12/SYT-VP ngày 03/4/2024",
            &["Công văn của Sở Y tế số 12/SYT-VP | CV | 12/SYT-VP | 2024-04-03 | Sở Y tế | replies | -"],
        ),
        // Old forms.
        (
            "Căn cứ Nghị định số 73/CP ngày 01/11/1995;",
            &["Nghị định số 73/CP | NĐ | 73/CP | 1995-11-01 | =Chính phủ | basis | -"],
        ),
        ("Căn cứ Chỉ thị 15-TTg;", &["Chỉ thị 15-TTg | CT | 15/TTg | - | =Thủ tướng Chính phủ | basis | -"]),
    ]);
}

/// The relations of a text's citations, in order.
fn relations(text: &str) -> String {
    read(text).1.iter().map(|c| c.relation.code()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_list_ends_where_its_sentence_does() {
    for (text, expected) in [
        // A verb of its own before `các`, in the next item or behind a comma.
        (
            "1. Lập sổ theo Quyết định số 5/QĐ-UBND.\n2. Công văn này thay thế các Công văn số 6/UBND-NV và số 7/UBND-NV.",
            "implements replaces replaces",
        ),
        ("Lập sổ theo Quyết định số 5/QĐ-UBND, bãi bỏ các Hướng dẫn số 6/HD-UBND, số 7/HD-UBND.", "implements repeals repeals"),
        ("Căn cứ Luật Giá về thẩm định, các Nghị định số 8/2031/NĐ-CP, số 9/2031/NĐ-CP.", "basis basis basis"),
        (
            "Căn cứ Quyết định số 5/QĐ-UBND,\n\nĐiều 2. Giao Văn phòng lập sổ. Quyết định số 6/QĐ-UBND hết hiệu lực từ nay.",
            "basis repeals",
        ),
        // Items that end with a point.
        ("Bãi bỏ các văn bản sau:\n1. Quyết định số 5/QĐ-UBND.\n2. Quyết định số 6/QĐ-UBND.", "repeals repeals"),
        ("Bãi bỏ các văn bản sau đây:\n\n1. Quyết định số 5/QĐ-UBND.\n\n2. Quyết định số 6/QĐ-UBND.", "repeals repeals"),
        ("Điều 2. Bãi bỏ các văn bản sau\n1. Quyết định số 5/QĐ-UBND.\n2. Quyết định số 6/QĐ-UBND.", "repeals repeals"),
        (
            "Bãi bỏ toàn bộ 02 Quyết định của UBND xã sau đây\n\na) Quyết định số 5/QĐ-UBND;\n\nb) Quyết định số 6/QĐ-UBND.",
            "repeals repeals",
        ),
    ] {
        assert_eq!(relations(text), expected, "{text:?}");
    }
}

#[test]
fn brackets_are_lists_of_their_own() {
    for (text, expected) in [
        (
            "Thực hiện Nghị định số 5/2031/NĐ-CP (sau đây gọi là Nghị định 05), Nghị định số 6/2031/NĐ-CP, UBND xã báo cáo.",
            "implements refers implements",
        ),
        (
            "theo Quyết định số 5/QĐ-BHXH ngày 4/4/2017 (sửa đổi, bổ sung tại Quyết định số 6/QĐ-BHXH ngày 7/3/2020) của Bảo hiểm xã \
             hội Việt Nam",
            "implements amends",
        ),
        (
            "Thực hiện Nghị định số 5/2031/NĐ-CP (được sửa đổi bởi Nghị định số 6/2031/NĐ-CP; Nghị định số 7/2031/NĐ-CP), Nghị định \
             số 8/2031/NĐ-CP.",
            "implements amends amends implements",
        ),
        (
            "Căn cứ Thông tư số 5/2031/TT-BTC ngày 5/3/2031 (được sửa đổi tại khoản 4 Điều 1 Thông tư số 6/2031/TT-BTC ngày 2/4/2031) \
             của Bộ Tài chính; Thông tư số 7/2031/TT-BTC.",
            "basis amends basis",
        ),
        ("Huyện ủy đã ban hành 02 nghị quyết (Nghị quyết số 5-NQ/HU, Nghị quyết số 6-NQ/HU) về chuyển đổi số.", "lists lists"),
    ] {
        assert_eq!(relations(text), expected, "{text:?}");
    }
}

#[test]
fn what_a_body_says_in_a_document_is_an_item_of_a_list() {
    for (text, expected) in [
        (
            "Thực hiện Công điện số 5/CĐ-TTg; chỉ đạo của UBND huyện tại Công văn số 6/UBND-NC, UBND xã yêu cầu:",
            "implements implements",
        ),
        ("Căn cứ Quyết định số 5/QĐ-BTC; hướng dẫn của Kho bạc Nhà nước tại Công văn số 6/KBNN-KSC.", "basis basis"),
        (
            "Thực hiện chỉ đạo của UBND huyện tại Công văn số 5/UBND-NC, đề nghị của Phòng Nội vụ tại Công văn số 6/NV, UBND xã họp.",
            "implements implements",
        ),
        ("Bãi bỏ Quyết định số 5/QĐ-UBND; ý kiến của Phòng Nội vụ tại Công văn số 6/NV.", "repeals refers"),
        ("Thống nhất với đề nghị của UBND huyện tại Tờ trình số 5/TTr-UBND.", "proposes"),
    ] {
        assert_eq!(relations(text), expected, "{text:?}");
    }
}

#[test]
fn the_verb_of_the_clause_governs() {
    for (text, expected) in [
        ("Công văn này thay thế nội dung hướng dẫn tại Công văn số 5/UBND-NV.", "replaces"),
        ("UBND xã điều chỉnh nội dung tại Thông báo số 5/TB-UBND.", "amends"),
        ("Bãi bỏ Quy định ban hành kèm theo Quyết định số 5/QĐ-UBND.", "repeals"),
        ("Sửa đổi, bổ sung một số điều của Quy chế quản lý chợ ban hành kèm theo Quyết định số 5/QĐ-UBND.", "amends"),
        ("Bãi bỏ khoản 2 Mục I Phụ lục kèm theo Nghị quyết số 5/NQ-HĐND.", "repeals"),
        ("sửa đổi hồ sơ theo Mẫu đơn ban hành kèm theo Quyết định số 5/QĐ-UBND", "promulgates"),
        ("Nghị quyết hướng dẫn áp dụng một số quy định của Luật Giá năm 2023.", "guides"),
        ("Tạm đình chỉ thi hành Quyết định số 5/QĐ-UBND.", "refers"),
        ("Hành vi quy định tại khoản 2 Điều 7 Nghị định số 5/2031/NĐ-CP bị phạt.", "refers"),
        ("lập sổ theo trình tự, thủ tục quy định tại Nghị định số 5/2031/NĐ-CP", "implements"),
        (
            "Chấm dứt hiệu lực các Thông tư sau đây:\n\na) Thông tư số 5/2031/TT-BNV;\n\nb) Thông tư số 6/2031/TT-BNV.",
            "repeals repeals",
        ),
        ("tuân thủ các quy định tại Điều 7 Nghị định số 5/2031/NĐ-CP", "implements"),
        ("Trên cơ sở đó, UBND xã thông báo như sau:\n1. Điều 8 Nghị định số 5/2031/NĐ-CP áp dụng thế nào?", "refers"),
        ("UBND xã đề nghị như sau:\n\nKế hoạch số 5/KH-UBND ngày 3/2/2024 cần được sửa đổi.", "refers"),
        ("UBND huyện có Quyết định số 5/QĐ-UBND công bố Danh mục văn bản hết hiệu lực năm 2021.", "refers"),
        ("Theo thẩm quyền, UBND huyện ban hành:\n\n- Kế hoạch số 5/KH-UBND;\n\n- Kế hoạch số 6/KH-UBND.", "lists lists"),
        ("- Về tuyên truyền: Kế hoạch số 5/KH-UBND ngày 15/9/2021.", "lists"),
    ] {
        assert_eq!(relations(text), expected, "{text:?}");
    }
}

#[test]
fn courts_and_the_front_have_kinds_of_their_own() {
    check(&[
        ("Cáo trạng số 5/CT-VKS ngày 3/2/2020", &["Cáo trạng số 5/CT-VKS | KHÁC | 5/CT-VKS | 2020-02-03 | - | refers | -"]),
        (
            "Bản án hình sự sơ thẩm số 179 ngày 04/5/2010 của Tòa án nhân dân tỉnh Sơn La",
            &["Bản án hình sự sơ thẩm số 179 | KHÁC | 179 | 2010-05-04 | Tòa án nhân dân tỉnh Sơn La | refers | -"],
        ),
        ("Án lệ số 5/2031/AL nêu rõ", &["Án lệ số 5/2031/AL | KHÁC | 5/2031/AL | - | - | refers | -"]),
        ("các bản án số 3 của tổ, kháng nghị số 4 lần", &[]),
    ]);
}

#[test]
fn a_number_behind_several_laws_is_the_whole_names() {
    check(&[
        (
            "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Giá và Luật Hộ tịch số 5/2031/QH16 ngày 7/6/2031;",
            &[
                "Luật sửa đổi, bổ sung một số điều của Luật Giá và Luật Hộ tịch số 5/2031/QH16 | Luật | 5/2031/QH16 | 2031-06-07 | =Quốc hội | basis | -",
            ],
        ),
        (
            "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Giá và Luật Hộ tịch số 60/2014/QH13;",
            &[
                "Luật sửa đổi, bổ sung một số điều của Luật Giá | Luật | - | - | - | basis | -",
                "Luật Hộ tịch số 60/2014/QH13 | Luật | 60/2014/QH13 | - | =Quốc hội | basis | -",
            ],
        ),
        (
            "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Giá, Luật Hộ tịch số 5/2031/QH16;",
            &[
                "Luật sửa đổi, bổ sung một số điều của Luật Giá | Luật | - | - | - | basis | -",
                "Luật Hộ tịch số 5/2031/QH16 | Luật | 5/2031/QH16 | - | =Quốc hội | basis | -",
            ],
        ),
    ]);
}

#[test]
fn lists_share_what_stands_once() {
    check(&[
        (
            "các Công văn số 811/UBND, 812/UBND ngày 04/5/2023 của UBND huyện",
            &[
                "Công văn số 811/UBND | CV | 811/UBND | 2023-05-04 | UBND huyện Tân Sơn | refers | -",
                "812/UBND | CV | 812/UBND | 2023-05-04 | UBND huyện Tân Sơn | refers | -",
            ],
        ),
        (
            "theo các Quyết định số 12, 13 và 15/QĐ-UBND ngày 02/3/2023",
            &[
                "Quyết định số 12 | QĐ | 12/QĐ-UBND | 2023-03-02 | =UBND xã Hòa Lâm | implements | -",
                "13 | QĐ | 13/QĐ-UBND | 2023-03-02 | =UBND xã Hòa Lâm | implements | -",
                "15/QĐ-UBND | QĐ | 15/QĐ-UBND | 2023-03-02 | =UBND xã Hòa Lâm | implements | -",
            ],
        ),
        (
            "tại các Quyết định số: 27/QĐ-UBND ngày 08/5/2008; 46/QĐ-UBND ngày 11/6/2019",
            &[
                "Quyết định số: 27/QĐ-UBND | QĐ | 27/QĐ-UBND | 2008-05-08 | =UBND xã Hòa Lâm | refers | -",
                "46/QĐ-UBND | QĐ | 46/QĐ-UBND | 2019-06-11 | =UBND xã Hòa Lâm | refers | -",
            ],
        ),
        (
            "Kế hoạch số 5/KH-UBND ngày 02/3/2023 và Công văn số 9/UBND cùng ngày",
            &[
                "Kế hoạch số 5/KH-UBND | KH | 5/KH-UBND | 2023-03-02 | =UBND xã Hòa Lâm | refers | -",
                "Công văn số 9/UBND | CV | 9/UBND | 2023-03-02 | =UBND xã Hòa Lâm | refers | -",
            ],
        ),
        (
            "theo Nghị định số 178/2024/NĐ-CP, Nghị định số 67/2025/NĐ-CP của Chính phủ",
            &[
                "Nghị định số 178/2024/NĐ-CP | NĐ | 178/2024/NĐ-CP | - | Chính phủ | implements | -",
                "Nghị định số 67/2025/NĐ-CP | NĐ | 67/2025/NĐ-CP | - | Chính phủ | implements | -",
            ],
        ),
        (
            "đã ban hành các văn bản chỉ đạo như: Kế hoạch số 1/KH-UBND; Kế hoạch số 2/KH-UBND.",
            &[
                "Kế hoạch số 1/KH-UBND | KH | 1/KH-UBND | - | =UBND xã Hòa Lâm | lists | -",
                "Kế hoạch số 2/KH-UBND | KH | 2/KH-UBND | - | =UBND xã Hòa Lâm | lists | -",
            ],
        ),
    ]);
}

#[test]
fn laws_are_read_to_their_natural_end() {
    check(&[
        ("Căn cứ Luật Hộ tịch năm 2014;", &["Luật Hộ tịch năm 2014 | Luật | - | 2014 | - | basis | -"]),
        ("theo Bộ luật Dân sự 2015 và pháp luật có liên quan", &["Bộ luật Dân sự 2015 | BL | - | 2015 | - | implements | -"]),
        ("theo Hiến pháp năm 2013, Hiến pháp và pháp luật", &["Hiến pháp năm 2013 | HP | - | 2013 | - | implements | -"]),
        (
            "theo quy định của các Luật Đất đai, Nhà ở năm 2023 và Đấu thầu, Hội đồng nhân dân tỉnh",
            &[
                "Luật Đất đai | Luật | - | - | - | implements | -",
                "Nhà ở năm 2023 | Luật | - | 2023 | - | implements | -",
                "Đấu thầu | Luật | - | - | - | implements | -",
            ],
        ),
        (
            "thi hành các luật: Căn cước; Viên chức.",
            &["Căn cước | Luật | - | - | - | implements | -", "Viên chức | Luật | - | - | - | implements | -"],
        ),
        ("theo Luật Đất đai, Nhà ở xã hội của tỉnh", &["Luật Đất đai | Luật | - | - | - | implements | -"]),
        (
            "Căn cứ Luật tổ chức HĐND, UBND ngày 26/11/2003; Luật Ban hành văn bản qui phạm pháp luật năm 2015;",
            &[
                "Luật tổ chức HĐND, UBND | Luật | - | 2003-11-26 | - | basis | -",
                "Luật Ban hành văn bản qui phạm pháp luật năm 2015 | Luật | - | 2015 | - | basis | -",
            ],
        ),
        (
            "quy định tại khoản 2 Điều 5 Luật Đất đai được Quốc hội thông qua",
            &["Luật Đất đai | Luật | - | - | - | refers | khoản 2 Điều 5"],
        ),
        (
            "Căn cứ Luật Nghiên cứu biển sâu ngày 12/3/2031;",
            &["Luật Nghiên cứu biển sâu | Luật | - | 2031-03-12 | - | basis | -"],
        ),
        (
            "Căn cứ Luật Bảo tồn đá, cát và sỏi số 12/2031/QH17;",
            &["Luật Bảo tồn đá, cát và sỏi số 12/2031/QH17 | Luật | 12/2031/QH17 | - | =Quốc hội | basis | -"],
        ),
        (
            "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22/11/2019;",
            &[
                "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương | Luật | - | 2019-11-22 | - | basis | -",
            ],
        ),
        ("kỷ luật, pháp luật, Luật sư, quy luật, dự thảo Luật Đất đai", &[]),
        ("Luật số 87/2025/QH15", &["Luật số 87/2025/QH15 | Luật | 87/2025/QH15 | - | =Quốc hội | refers | -"]),
    ]);
}

#[test]
fn the_governing_cue_gives_the_relation() {
    for (text, relation) in [
        ("Phúc đáp Công văn số 1/UBND", "replies"),
        ("Theo đề nghị của Trưởng phòng Tư pháp tại Tờ trình số 1/TTr-TP", "proposes"),
        ("sửa đổi, bổ sung một số điều của Quyết định số 1/QĐ-UBND", "amends"),
        ("Quyết định này thay thế Quyết định số 1/QĐ-UBND", "replaces"),
        ("bãi bỏ khoản 2 Điều 3 Quyết định số 1/QĐ-UBND", "repeals"),
        ("quy định chi tiết và hướng dẫn thi hành một số điều của Nghị định số 1/2020/NĐ-CP", "guides"),
        ("Quy chế ban hành kèm theo Quyết định số 1/QĐ-UBND", "promulgates"),
        ("được phê duyệt tại Quyết định số 1/QĐ-UBND", "refers"),
        ("theo quy định tại Quyết định số 1/QĐ-UBND", "implements"),
        ("hồ sơ quy định tại Quyết định số 1/QĐ-UBND", "refers"),
        ("Thực hiện sự chỉ đạo của UBND huyện tại Kế hoạch số 1/KH-UBND", "implements"),
        ("UBND xã theo dõi Kế hoạch số 1/KH-UBND", "refers"),
        ("(Kèm theo Báo cáo số 77/BC-UBND ngày 20/5/2024 của UBND xã)", "self"),
    ] {
        let found = read(text).1;
        assert_eq!(found.last().map(|c| c.relation.code()), Some(relation), "{text}");
    }
}

#[test]
fn offices_propose_in_brackets_and_lists_keep_their_word() {
    check(&[
        (
            "Xét đề nghị của Bộ Ngoại giao (công văn số 18-CV/NG-BC ngày 23/01/2023), ý kiến của Bộ Tài chính (công văn số 33/BTC-NS ngày 02/02/2023), Sở Y tế (công văn số 5/SYT-VP ngày 03/02/2023), UBND xã có ý kiến.",
            &[
                "công văn số 18-CV/NG-BC | CV | 18-CV/NG-BC | 2023-01-23 | Bộ Ngoại giao | proposes | -",
                "công văn số 33/BTC-NS | CV | 33/BTC-NS | 2023-02-02 | Bộ Tài chính | proposes | -",
                "công văn số 5/SYT-VP | CV | 5/SYT-VP | 2023-02-03 | Sở Y tế | proposes | -",
            ],
        ),
        (
            "Công ty cổ phần Mẫu Sơn có kiến nghị một số nội dung về dự án (công văn số 15/MS-PC ngày 08/5/2023). Sở nghiên cứu công văn nêu trên.",
            &[
                "công văn số 15/MS-PC | CV | 15/MS-PC | 2023-05-08 | Công ty cổ phần Mẫu Sơn | refers | -",
                "công văn nêu trên | CV | - | - | =Công ty cổ phần Mẫu Sơn | refers | -",
            ],
        ),
        // A body's name is no bracket's writer without what it wrote.
        (
            "theo quy trình của Sở Y tế, mẫu của Trung tâm (công văn số 7/KT-TH ngày 01/3/2023)",
            &["công văn số 7/KT-TH | CV | 7/KT-TH | 2023-03-01 | - | implements | -"],
        ),
        (
            "Theo đề nghị của Trưởng phòng Nội vụ tại Tờ trình số 3/TTr-NV và của Trưởng phòng Y tế tại Tờ trình số 4/TTr-YT;",
            &[
                "Tờ trình số 3/TTr-NV | TTr | 3/TTr-NV | - | Trưởng phòng Nội vụ | proposes | -",
                "Tờ trình số 4/TTr-YT | TTr | 4/TTr-YT | - | Trưởng phòng Y tế | proposes | -",
            ],
        ),
        (
            "Theo đề nghị của Bộ trưởng Bộ Xây dựng tại Tờ trình số 41/TTr-BXD và Báo cáo giải trình, tiếp thu ý kiến thẩm định số 64/BC-BXD;",
            &[
                "Tờ trình số 41/TTr-BXD | TTr | 41/TTr-BXD | - | Bộ trưởng Bộ Xây dựng | proposes | -",
                "Báo cáo giải trình, tiếp thu ý kiến thẩm định số 64/BC-BXD | BC | 64/BC-BXD | - | =Bộ trưởng Bộ Xây dựng | proposes | -",
            ],
        ),
        (
            "Căn cứ Luật Tổ chức Chính phủ năm 2025;\nTheo đề nghị của Bộ trưởng Bộ Nội vụ;\nChính phủ ban hành Nghị định sửa đổi, bổ sung một số điều của Nghị định số 5/2010/NĐ-CP; Nghị định số 7/2012/NĐ-CP.",
            &[
                "Luật Tổ chức Chính phủ năm 2025 | Luật | - | 2025 | - | basis | -",
                "Nghị định số 5/2010/NĐ-CP | NĐ | 5/2010/NĐ-CP | - | =Chính phủ | amends | -",
                "Nghị định số 7/2012/NĐ-CP | NĐ | 7/2012/NĐ-CP | - | =Chính phủ | amends | -",
            ],
        ),
        // A title above the grounds does not reach into them, and items under their heading need no blank lines.
        (
            "Về việc sửa đổi Quyết định số 5/QĐ-UBND\nỦY BAN NHÂN DÂN XÃ HÒA LÂM\nCăn cứ Luật Hộ tịch năm 2014; Nghị định số 3/2015/NĐ-CP;",
            &[
                "Quyết định số 5/QĐ-UBND | QĐ | 5/QĐ-UBND | - | =UBND xã Hòa Lâm | amends | -",
                "Luật Hộ tịch năm 2014 | Luật | - | 2014 | - | basis | -",
                "Nghị định số 3/2015/NĐ-CP | NĐ | 3/2015/NĐ-CP | - | =Chính phủ | basis | -",
            ],
        ),
        (
            "I. CĂN CỨ PHÁP LÝ\n1. Nghị định số 3/2015/NĐ-CP;\n2. Nghị định số 4/2015/NĐ-CP.\nII. NỘI DUNG\n1. Nghị định số 6/2015/NĐ-CP có hiệu quả.",
            &[
                "Nghị định số 3/2015/NĐ-CP | NĐ | 3/2015/NĐ-CP | - | =Chính phủ | basis | -",
                "Nghị định số 4/2015/NĐ-CP | NĐ | 4/2015/NĐ-CP | - | =Chính phủ | basis | -",
                "Nghị định số 6/2015/NĐ-CP | NĐ | 6/2015/NĐ-CP | - | =Chính phủ | refers | -",
            ],
        ),
        (
            "Thực hiện Nghị định số 3/2015/NĐ-CP quy định chi tiết một số điều của Luật Hộ tịch và Quyết định số 9/QĐ-TTg ngày 02/3/2017",
            &[
                "Nghị định số 3/2015/NĐ-CP | NĐ | 3/2015/NĐ-CP | - | =Chính phủ | implements | -",
                "Luật Hộ tịch | Luật | - | - | - | guides | -",
                "Quyết định số 9/QĐ-TTg | QĐ | 9/QĐ-TTg | 2017-03-02 | =Thủ tướng Chính phủ | implements | -",
            ],
        ),
        (
            "Văn bản số 6/SYT-VP, kèm theo Tờ trình số 3/TTr-SYT",
            &[
                "Văn bản số 6/SYT-VP | CV | 6/SYT-VP | - | =Sở Y tế | refers | -",
                "Tờ trình số 3/TTr-SYT | TTr | 3/TTr-SYT | - | =Sở Y tế | refers | -",
            ],
        ),
    ]);
}

#[test]
fn letters_of_companies_and_codes_by_letters_are_read() {
    check(&[
        (
            "Trả lời công văn số MSD/01-2020 đề ngày 22/09/2020 của Công ty TNHH Mẫu Sơn (Việt Nam)",
            &["công văn số MSD/01-2020 | CV | MSD/01-2020 | 2020-09-22 | Công ty TNHH Mẫu Sơn (Việt Nam) | replies | -"],
        ),
        (
            "Trả lời công văn số 12-2020/CV-MS ngày 22/9/2020 của Công ty TNHH Mẫu Sơn",
            &["công văn số 12-2020/CV-MS | CV | 12-2020/CV-MS | 2020-09-22 | Công ty TNHH Mẫu Sơn | replies | -"],
        ),
        // No sender, no day: a figure of something else.
        ("công văn số lượng 01-2020 ngày 22/9/2020 của Công ty TNHH Mẫu Sơn; công văn số 01-2020 về giá", &[]),
        (
            "theo quy định của BLHS, BLTTHS năm 2015",
            &["BLHS | BL | - | - | - | implements | -", "BLTTHS năm 2015 | BL | - | 2015 | - | implements | -"],
        ),
        (
            "Quyết định số 5/QĐ-BLHS là của ai; dự án Luật Phòng cháy; CHƯƠNG TRÌNH LUẬT, PHÁP LỆNH NĂM 2024",
            &["Quyết định số 5/QĐ-BLHS | QĐ | 5/QĐ-BLHS | - | - | refers | -"],
        ),
        ("Căn cứ Hiến pháp; theo Hiến pháp và pháp luật", &["Hiến pháp | HP | - | - | - | basis | -"]),
        (
            "Căn cứ Luật sửa đổi bổ sung một số điều của 37 luật có liên quan đến quy hoạch ngày 20/11/2018;",
            &["Luật sửa đổi bổ sung một số điều của 37 luật có liên quan đến quy hoạch | Luật | - | 2018-11-20 | - | basis | -"],
        ),
        (
            "văn bản số 784/BKH-KCN &KCX ngày 01/02/2008; tờ trình số 06/TT .HĐND ngày 12/01/2021 của Thường trực HĐND xã",
            &[
                "văn bản số 784/BKH-KCN &KCX | CV | 784/BKH-KCN&KCX | 2008-02-01 | =Bộ Kế hoạch và Đầu tư | refers | -",
                "tờ trình số 06/TT .HĐND | TTr | 06/TT.HĐND | 2021-01-12 | Thường trực HĐND xã Hòa Lâm | refers | -",
            ],
        ),
        (
            "Ngày 23/9/2008, Bộ Lao động - Thương binh và Xã hội đã ban hành Thông tư số 19/2008/TT-BLĐTBXH; UBND huyện có Công văn số 12/TCT-KH; Báo cáo số 3/BC-TCT",
            &[
                "Thông tư số 19/2008/TT-BLĐTBXH | TT | 19/2008/TT-BLĐTBXH | 2008-09-23 | Bộ Lao động - Thương binh và Xã hội | refers | -",
                "Công văn số 12/TCT-KH | CV | 12/TCT-KH | - | UBND huyện Tân Sơn | refers | -",
                "Báo cáo số 3/BC-TCT | BC | 3/BC-TCT | - | =UBND huyện Tân Sơn | refers | -",
            ],
        ),
    ]);
}

#[test]
fn an_annex_of_a_document_cites_it() {
    check(&[(
        "Điều 13 và Phụ lục Thông tư số 12/2022/TT-BCT; Phụ lục I Nghị định số 9/2026/NĐ-CP.",
        &[
            "Thông tư số 12/2022/TT-BCT | TT | 12/2022/TT-BCT | - | =Bộ Công Thương | refers | -",
            "Nghị định số 9/2026/NĐ-CP | NĐ | 9/2026/NĐ-CP | - | =Chính phủ | refers | Phụ lục I",
        ],
    )]);
}

#[test]
fn what_one_cited_document_does_to_another_is_kept() {
    for (text, expected) in [
        ("theo Nghị định số 1/2030/NĐ-CP (được sửa đổi, bổ sung bởi Nghị định số 2/2031/NĐ-CP)", "2 amends 1"),
        (
            "Nghị định số 1/2030/NĐ-CP ngày 02/3/2030 đã được sửa đổi tại khoản 2 Điều 1 Nghị định số 2/2031/NĐ-CP và Nghị định số \
             3/2032/NĐ-CP",
            "2 amends 1, 3 amends 1",
        ),
        ("Thông tư số 4/2031/TT-BNV sửa đổi, bổ sung một số điều của Thông tư số 3/2030/TT-BNV", "4 amends 3"),
        ("Thông tư số 4/2031/TT-BNV ngày 02/3/2031 hướng dẫn thi hành Nghị định số 3/2030/NĐ-CP", "4 guides 3"),
        (
            "Nghị định số 1/2030/NĐ-CP được sửa đổi, bổ sung bởi các Nghị định: số 2/2031/NĐ-CP, số 3/2032/NĐ-CP",
            "2 amends 1, 3 amends 1",
        ),
        ("Quyết định số 5/QĐ-UBND bị thay thế bởi Quyết định số 6/QĐ-UBND", "6 replaces 5"),
        ("Căn cứ Nghị định số 1/2030/NĐ-CP; Nghị định số 2/2031/NĐ-CP", ""),
        ("theo Nghị định số 1/2030/NĐ-CP. Quyết định này thay thế Quyết định số 5/QĐ-UBND", ""),
        ("Căn cứ Nghị định số 1/2030/NĐ-CP; sửa đổi Quyết định số 5/QĐ-UBND", ""),
    ] {
        let found = read_all(text).1;
        let number = |i: u32| found.citations.get(i as usize).and_then(|c| c.number.clone()).unwrap_or_default();
        let edges: Vec<String> =
            found.edges.iter().map(|e| format!("{} {} {}", number(e.from), e.relation.code(), number(e.to))).collect();
        assert_eq!(edges.join(", "), expected, "{text}");
    }
}

#[test]
fn documents_of_one_sentence_share_what_it_says() {
    check(&[
        (
            "Theo đề nghị của Sở Công Thương tại Văn bản số 56/SCT-CN ngày 03/3/2026 và Sở Xây dựng tại Văn bản số 73/SXD-QLHT ngày \
             27/02/2026.",
            &[
                "Văn bản số 56/SCT-CN | CV | 56/SCT-CN | 2026-03-03 | Sở Công Thương | proposes | -",
                "Văn bản số 73/SXD-QLHT | CV | 73/SXD-QLHT | 2026-02-27 | =Sở Xây dựng | proposes | -",
            ],
        ),
        (
            "2. Thông tư số 18/2027/TT-BNV ngày 10/3/2027 quy định chuẩn nghiệp vụ; Thông tư số 21/2030/TT-BNV ngày 30/12/2030 sửa đổi \
             một số điều của Thông tư số 18/2027/TT-BNV hết hiệu lực kể từ ngày Thông tư này có hiệu lực.",
            &[
                "Thông tư số 18/2027/TT-BNV | TT | 18/2027/TT-BNV | 2027-03-10 | =Bộ Nội vụ | repeals | -",
                "Thông tư số 21/2030/TT-BNV | TT | 21/2030/TT-BNV | 2030-12-30 | =Bộ Nội vụ | repeals | -",
                "Thông tư số 18/2027/TT-BNV | TT | 18/2027/TT-BNV | - | =Bộ Nội vụ | amends | -",
            ],
        ),
        (
            "Sở ban hành Thông báo kế hoạch kiểm tra số 35/SCT-CN ngày 17/6/2026.",
            &["Thông báo kế hoạch kiểm tra số 35/SCT-CN | TB | 35/SCT-CN | 2026-06-17 | =Sở Công Thương | refers | -"],
        ),
    ]);
}

#[test]
fn what_is_no_citation_is_left_out() {
    for text in [
        "Số: 16/KH-UBND",
        "Mẫu số 01/TNCN, Phụ lục số 02, Biểu số 3/BC, thửa đất số 45, tờ bản đồ số 12",
        "Hợp đồng số 24/2024/HĐ-ABC, tài khoản số 3100/UBND",
        "Kế hoạch 05 năm, Báo cáo 6 tháng, Thông báo 03 thí sinh, Kế hoạch 2024",
        "16/20 hộ, giai đoạn 2021-2025, 24/7, ngày 16/3/2023, Điều 3 Quyết định này",
        "CÔNG BÁO/Số 223 + 224/Ngày 09-02-2022",
    ] {
        assert_eq!(lines(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn hostile_text_stays_linear() {
    let long = 1 << 18;
    for unit in [
        "1/",
        "1/A",
        "12, ",
        "số 1 ",
        "Luật A, ",
        "(",
        "1-A/",
        "Điều 1, ",
        "Kế hoạch số 1/KH-UBND; ",
        "theo ",
        "của Ủy ban nhân dân ",
        "[1]¹",
        ": “a ",
        ": \"a ",
        ": “ab“ Luật Dân sự”. ",
    ] {
        let text = unit.repeat(long / unit.len() / 8);
        let longer = text.repeat(4);
        // The best of several tries, for other work on the machine only ever adds time.
        let best = |text: &str| {
            let once = |_| {
                let start = std::time::Instant::now();
                let _ = read(text);
                start.elapsed()
            };
            (0..4).map(once).min().unwrap_or_default()
        };
        // Four times the text in well under sixteen times the time; a machine that is busy with other things is asked again.
        let is_linear = |_| best(&longer) < best(&text) * 12 + std::time::Duration::from_millis(400);
        assert!((0..5).any(is_linear), "{unit}");
    }
}

/// Pieces of sentences, so that random texts hold citations.
fn sentence() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "Kế hoạch số 16/KH-UBND",
        " ngày 09/02/2023",
        " của UBND xã",
        "; ",
        ", ",
        " và ",
        "Căn cứ ",
        "theo ",
        "Luật Đất đai",
        " năm 2013",
        "Nghị định số 59/2019/NĐ-CP",
        "QCVN 01:2019/BCT",
        "(1) ",
        "¹",
        "\n",
        "\n\n",
        "\t",
        " - ",
        "Ủy ban",
        "12, 13 và 15/QĐ-UBND",
        " số ",
        "16/KH-",
        "Điều 3",
        " khoản 2 ",
        "“",
        "”",
        "(",
        ")",
        ". ",
        "Đề án 06",
        " nêu trên",
        "😀",
        "\u{301}",
        "Luật ",
        "21-NQ/TW",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn spans_select_the_surface(text in sentence()) {
        let (pages, found) = read(&text);
        for c in found {
            let selected = pages[0].slice(c.span.start, c.span.end);
            let folded: Vec<&str> = selected.split_whitespace().collect();
            prop_assert_eq!(folded.join(" "), c.surface);
        }
    }

    #[test]
    fn a_paragraph_more_changes_nothing_before_it(text in sentence(), more in sentence()) {
        // A number that is torn at the end joins the next paragraph on purpose.
        let text = text.trim_end_matches(['-', '/', ' ', '\n']).trim_end_matches(" số").to_owned();
        let before = read(&text).1;
        let after = read(&format!("{text}\n\nHết. {more}")).1;
        for (a, b) in before.iter().zip(&after) {
            prop_assert_eq!(&a.surface, &b.surface);
            prop_assert_eq!((a.kind, &a.number, a.year, &a.symbol, &a.name), (b.kind, &b.number, b.year, &b.symbol, &b.name));
            prop_assert_eq!((a.date, &a.issuer, &a.pinpoint, &a.subject), (b.date, &b.issuer, &b.pinpoint, &b.subject));
            prop_assert_eq!((a.relation, &a.place, a.span, a.quoted), (b.relation, &b.place, b.span, b.quoted));
        }
        prop_assert!(after.len() >= before.len());
    }
}
