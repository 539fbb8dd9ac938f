//! Forms that people write short or carelessly: numbers without a symbol, lists of bare numbers, lost marks, short names of
//! issuers; and what only looks like them. The sentences are invented.

use super::tests::{check, lines, read};

#[test]
fn a_number_with_its_year_needs_no_symbol() {
    check(&[
        (
            "Theo Nghị định 21/2031 của Chính phủ, chi cục thẩm định.",
            &["Nghị định 21/2031 | NĐ | 21/2031 | - | Chính phủ | implements | -"],
        ),
        ("theo NĐ 21/2031", &["NĐ 21/2031 | NĐ | 21/2031 | - | - | implements | -"]),
        (
            "Quyết định số 7/2018 ngày 04/5/2018 của UBND tỉnh Lạng Sơn quy định mức thu.",
            &["Quyết định số 7/2018 | QĐ | 7/2018 | 2018-05-04 | UBND tỉnh Lạng Sơn | refers | -"],
        ),
        (
            "theo các Thông tư 3/2019, 14/2020 và 8/2021 của Bộ Y tế",
            &[
                "Thông tư 3/2019 | TT | 3/2019 | - | Bộ Y tế | implements | -",
                "14/2020 | TT | 14/2020 | - | Bộ Y tế | implements | -",
                "8/2021 | TT | 8/2021 | - | Bộ Y tế | implements | -",
            ],
        ),
        // Months, spans of years, fractions.
        ("Kế hoạch 9/2024 chưa duyệt; Báo cáo 10/2024 nộp chậm.", &[]),
        ("Trong tháng 9/2024, quý 3/2024, tại kỳ họp 4/2024, xã làm xong.", &[]),
        ("Quyết định 9/2021-2025, Thông tư 5/1830, Nghị định 3/2024.5", &[]),
    ]);
}

#[test]
fn bare_numbers_of_a_list_share_what_stands_at_its_ends() {
    check(&[
        (
            "Thực hiện Nghị quyết 41, 43, 55 và 62 của Bộ Chính trị.",
            &[
                "Nghị quyết 41 | NQ | 41 | - | Bộ Chính trị | implements | -",
                "43 | NQ | 43 | - | Bộ Chính trị | implements | -",
                "55 | NQ | 55 | - | Bộ Chính trị | implements | -",
                "62 | NQ | 62 | - | Bộ Chính trị | implements | -",
            ],
        ),
        (
            "các Quy định số 8, số 37 và số 144 ngày 09/5/2024 của Ban Bí thư",
            &[
                "Quy định số 8 | QyĐ | 8 | 2024-05-09 | Ban Bí thư | refers | -",
                "số 37 | QyĐ | 37 | 2024-05-09 | Ban Bí thư | refers | -",
                "số 144 | QyĐ | 144 | 2024-05-09 | Ban Bí thư | refers | -",
            ],
        ),
        (
            "Nghị quyết số 18 và 19 khóa XII",
            &["Nghị quyết số 18 | NQ | 18 | - | - | refers | -", "19 | NQ | 19 | - | - | refers | -"],
        ),
        (
            "Thực hiện Kết luận 21, 34 và Chỉ thị 13.",
            &[
                "Kết luận 21 | KL | 21 | - | - | implements | -",
                "34 | KL | 34 | - | - | implements | -",
                "Chỉ thị 13 | CT | 13 | - | - | implements | -",
            ],
        ),
        // What the last figure counts, a year, a share.
        ("Nghị quyết 41, 25 chỉ tiêu đã đạt.", &["Nghị quyết 41 | NQ | 41 | - | - | refers | -"]),
        ("Nghị quyết 41, 6 tháng đầu năm đạt khá.", &["Nghị quyết 41 | NQ | 41 | - | - | refers | -"]),
        ("Công văn số 285, 3 ngày sau mới đến.", &["Công văn số 285 | CV | 285 | - | - | refers | -"]),
        ("Chỉ thị 13, 2024 là năm bản lề.", &["Chỉ thị 13 | CT | 13 | - | - | refers | -"]),
        ("Đề án 06, 95% hồ sơ đã xong.", &["Đề án 06 | ĐA | 06 | - | - | refers | -"]),
    ]);
}

#[test]
fn numbers_of_careless_hands_are_read() {
    check(&[
        (
            "Thực hiện Hướng dẫn số 31HD/ĐTN ngày 06/7/2015.",
            &["Hướng dẫn số 31HD/ĐTN | HD | 31-HD/ĐTN | 2015-07-06 | - | implements | -"],
        ),
        (
            "theo Quyết định số 31QĐ-UBND ngày 06/7/2015 của UBND huyện",
            &["Quyết định số 31QĐ-UBND | QĐ | 31/QĐ-UBND | 2015-07-06 | UBND huyện Tân Sơn | implements | -"],
        ),
        ("giống lúa 31HD/ĐTN cho năng suất cao, máy bơm số 31AB/CD", &[]),
        // The symbol stays as it is printed; who bears it is known.
        (
            "theo Thông tư số 05/2019/TTVPCP",
            &["Thông tư số 05/2019/TTVPCP | TT | 05/2019/TTVPCP | - | =Văn phòng Chính phủ | implements | -"],
        ),
        (
            "theo văn bản số HT-93/CV-KD ngày 11/4/2024 của Công ty cổ phần Hòa Lâm",
            &["văn bản số HT-93/CV-KD | CV | HT-93/CV-KD | 2024-04-11 | Công ty cổ phần Hòa Lâm | implements | -"],
        ),
        ("công văn số KD07/HLX ngày 11/4/2024", &["công văn số KD07/HLX | CV | KD07/HLX | 2024-04-11 | - | refers | -"]),
        ("văn bản số 11/4/2024 của Công ty Hòa Lâm; công văn số KD07 của tổ", &[]),
        (
            "Thực hiện Công điện hỏa tốc số 9 ngày 03/9/2024 của UBND huyện.",
            &["Công điện hỏa tốc số 9 | CĐ | 9 | 2024-09-03 | UBND huyện Tân Sơn | implements | -"],
        ),
        // Cases of courts are no documents, notices of them are.
        ("vụ án dân sự thụ lý số 8/2023/TLST-DS ngày 02/3/2023; thụ lý số: 9/2023/HSST", &[]),
        (
            "Thông báo thụ lý số 8/TB-TLVA ngày 02/3/2023",
            &["Thông báo thụ lý số 8/TB-TLVA | TB | 8/TB-TLVA | 2023-03-02 | - | refers | -"],
        ),
    ]);
}

#[test]
fn a_programme_in_a_bodys_name_is_no_citation() {
    check(&[
        ("BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ VÀ ĐỀ ÁN 09\n\nTỔ CÔNG TÁC TRIỂN KHAI ĐỀ ÁN 09", &[]),
        ("Ban Chỉ đạo cải cách hành chính và Đề án 09, các tổ nghe báo cáo.", &[]),
        (
            "Ban Chỉ đạo họp về cải cách hành chính và bàn việc thực hiện Đề án 09.",
            &["Đề án 09 | ĐA | 09 | - | - | implements | -"],
        ),
    ]);
}

#[test]
fn the_term_and_a_quoted_title_may_stand_before_the_date() {
    check(&[
        (
            "Nghị quyết số 36-NQ/TW (khóa XII), ngày 22/10/2018 về kinh tế biển",
            &["Nghị quyết số 36-NQ/TW | NQ | 36-NQ/TW | 2018-10-22 | =Ban Chấp hành Trung ương Đảng | refers | -"],
        ),
        (
            "Chỉ thị số 20-CT/TW của Ban Bí thư khóa XII, ngày 22/01/2018",
            &["Chỉ thị số 20-CT/TW | CT | 20-CT/TW | 2018-01-22 | Ban Bí thư | refers | -"],
        ),
        (
            "Nghị quyết số 4-NQ/ĐH khóa XXI, nhiệm kỳ 2020 - 2025, ngày 22/10/2020 của Đảng bộ huyện",
            &["Nghị quyết số 4-NQ/ĐH | NQ | 4-NQ/ĐH | 2020-10-22 | Đảng bộ huyện Tân Sơn | refers | -"],
        ),
        (
            "Chỉ thị số 20-CT/TW, 22/01/2018 của Ban Bí thư",
            &["Chỉ thị số 20-CT/TW | CT | 20-CT/TW | 2018-01-22 | Ban Bí thư | refers | -"],
        ),
        (
            "Nghị quyết số 9-NQ/HU “Về giảm nghèo”, ngày 22/01/2018 của Huyện ủy",
            &["Nghị quyết số 9-NQ/HU | NQ | 9-NQ/HU | 2018-01-22 | Huyện ủy | refers | -"],
        ),
    ]);
}

#[test]
fn issuers_are_read_by_their_short_names_and_whole() {
    for (name, want) in [
        ("TAND huyện Mẫu Sơn", "TAND huyện Mẫu Sơn"),
        ("Viện trưởng VKSND tối cao", "Viện trưởng VKSND tối cao"),
        ("UBKT Huyện ủy", "UBKT Huyện ủy"),
        ("TT.HĐND huyện", "TT.HĐND huyện Tân Sơn"),
        ("BHXH khu vực XXX", "BHXH khu vực XXX"),
        ("Chánh Thanh tra huyện", "Chánh Thanh tra huyện Tân Sơn"),
        ("Hội đồng xét thăng hạng viên chức", "Hội đồng xét thăng hạng viên chức"),
        ("Tổ công tác triển khai Đề án 09 huyện", "Tổ công tác triển khai Đề án 09 huyện Tân Sơn"),
    ] {
        let text = format!("theo Thông báo số 5/TB-XYZ ngày 06/7/2023 của {name} về việc chọn thầu");
        assert_eq!(lines(&text), [format!("Thông báo số 5/TB-XYZ | TB | 5/TB-XYZ | 2023-07-06 | {want} | implements | -")]);
    }
    check(&[
        // Of the central bodies of the Party each numbers with `TW`, of the Front and the insurance each level.
        (
            "Ban Bí thư đã ban hành Chỉ thị số 31-CT/TW ngày 19/3/2024.",
            &["Chỉ thị số 31-CT/TW | CT | 31-CT/TW | 2024-03-19 | Ban Bí thư | refers | -"],
        ),
        (
            "Ban Thường trực Ủy ban MTTQ huyện ban hành Kế hoạch số 8/KH-MTTQ-BTT; thực hiện Kế hoạch số 9/KH-MTTW-BTT",
            &[
                "Kế hoạch số 8/KH-MTTQ-BTT | KH | 8/KH-MTTQ-BTT | - | Ban Thường trực Ủy ban MTTQ huyện Tân Sơn | refers | -",
                "Kế hoạch số 9/KH-MTTW-BTT | KH | 9/KH-MTTW-BTT | - | =Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam | implements | -",
            ],
        ),
        (
            "Bảo hiểm xã hội huyện đã ban hành Công văn số 6/BHXH-TST.",
            &["Công văn số 6/BHXH-TST | CV | 6/BHXH-TST | - | Bảo hiểm xã hội huyện Tân Sơn | refers | -"],
        ),
        (
            "UBND xã Mẫu Sơn kiến nghị tại Công văn số 17/UBND ngày 05/6/2023.",
            &["Công văn số 17/UBND | CV | 17/UBND | 2023-06-05 | UBND xã Mẫu Sơn | refers | -"],
        ),
        // Who has a duty by a document did not issue it.
        (
            "Hội đồng quản lý quỹ có trách nhiệm như quy định tại Thông báo số 5/TB-XYZ.",
            &["Thông báo số 5/TB-XYZ | TB | 5/TB-XYZ | - | - | refers | -"],
        ),
        // Names end where the sentence goes on.
        (
            "Nghị quyết số 5-NQ/HU ngày 06/7/2023 của Hội nghị lần thứ chín Ban Chấp hành Đảng bộ huyện và Kế hoạch số 6-KH/HU",
            &[
                "Nghị quyết số 5-NQ/HU | NQ | 5-NQ/HU | 2023-07-06 | Hội nghị lần thứ chín Ban Chấp hành Đảng bộ huyện Tân Sơn | refers | -",
                "Kế hoạch số 6-KH/HU | KH | 6-KH/HU | - | - | refers | -",
            ],
        ),
        (
            "theo Kế hoạch liên tịch số 4/KHLT-PNV-HĐ ngày 06/7/2023 giữa Phòng Nội vụ và Huyện đoàn, Phòng Nội vụ đề nghị các xã",
            &[
                "Kế hoạch liên tịch số 4/KHLT-PNV-HĐ | KH | 4/KHLT-PNV-HĐ | 2023-07-06 | Phòng Nội vụ và Huyện đoàn | implements | -",
            ],
        ),
        (
            "Chương trình phối hợp số 4/CTPH ngày 06/7/2023 giữa Công an huyện với Huyện đoàn về an ninh",
            &["Chương trình phối hợp số 4/CTPH | CTr | 4/CTPH | 2023-07-06 | Công an huyện với Huyện đoàn | refers | -"],
        ),
        (
            "theo Công văn số 4/UBND-NLN ngày 06/7/2023 của UBND huyện, Phòng Nội vụ báo cáo",
            &["Công văn số 4/UBND-NLN | CV | 4/UBND-NLN | 2023-07-06 | UBND huyện Tân Sơn | implements | -"],
        ),
    ]);
}

#[test]
fn short_names_of_laws_are_written_out() {
    check(&[
        ("Căn cứ Luật HN&GĐ năm 2014;", &["Luật HN&GĐ năm 2014 | Luật | - | 2014 | - | basis | -"]),
        ("Căn cứ Bộ luật TTHS năm 2015;", &["Bộ luật TTHS năm 2015 | BL | - | 2015 | - | basis | -"]),
    ]);
    for (text, want) in [
        ("Căn cứ Luật HN&GĐ năm 2014;", "Luật hôn nhân và gia đình"),
        ("Căn cứ Luật THADS năm 2008;", "Luật thi hành án dân sự"),
        ("Căn cứ Bộ luật TTHS năm 2015;", "Bộ luật tố tụng hình sự"),
    ] {
        let names: Vec<String> = read(text).1.into_iter().filter_map(|c| c.name).collect();
        assert_eq!(names, [want], "{text}");
    }
}
