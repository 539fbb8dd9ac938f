//! Every form of citation that offices write, row by row, and what only looks like one. The forms are those of NĐ 30/2020 Phụ
//! lục I, the rules of Party bodies, the Luật Ban hành VBQPPL, and usage before 2000; the sentences are invented.

use super::tests::{check, lines};

#[test]
fn forms_are_read_with_all_that_stands_beside_them() {
    check(&[
        (
            "1.1. Căn cứ\n\n- Nghị định số 31/2021/NĐ-CP ngày 26/3/2021 của Chính phủ;\n\n- Thông tư số 12/2022/TT-BCT.",
            &[
                "Nghị định số 31/2021/NĐ-CP | NĐ | 31/2021/NĐ-CP | 2021-03-26 | Chính phủ | basis | -",
                "Thông tư số 12/2022/TT-BCT | TT | 12/2022/TT-BCT | - | =Bộ Công Thương | basis | -",
            ],
        ),
        (
            "Căn cứ Pháp lệnh sửa đổi, bổ sung điều 9 Pháp lệnh Giống cây trồng ngày 19 tháng 5 năm 2008;",
            &["Pháp lệnh sửa đổi, bổ sung điều 9 Pháp lệnh Giống cây trồng | PL | - | 2008-05-19 | - | basis | -"],
        ),
        (
            "Căn cứ Luật sửa đổi, bổ sung một số điều và Phụ lục Danh mục phí của Luật Phí và lệ phí ngày 20/11/2021;",
            &[
                "Luật sửa đổi, bổ sung một số điều và Phụ lục Danh mục phí của Luật Phí và lệ phí | Luật | - | 2021-11-20 | - | basis | -",
            ],
        ),
        (
            "Căn cứ Quyết định số 1127/QĐ-UBND ngày 01/6/2021 của UBND tỉnh Quảng Trị về việc ban hành Quy chế phối hợp;",
            &["Quyết định số 1127/QĐ-UBND | QĐ | 1127/QĐ-UBND | 2021-06-01 | UBND tỉnh Quảng Trị | basis | -"],
        ),
        (
            "Căn cứ Nghị định số 45/2020/NĐ-CP ngày 08 tháng 4 năm 2020 của Chính phủ về thực hiện thủ tục hành chính trên môi trường điện tử;",
            &["Nghị định số 45/2020/NĐ-CP | NĐ | 45/2020/NĐ-CP | 2020-04-08 | Chính phủ | basis | -"],
        ),
        (
            "Thực hiện Nghị quyết số 12-NQ/ĐU, ngày 05/9/2023 của Đảng ủy xã về phát triển kinh tế vườn đồi.",
            &["Nghị quyết số 12-NQ/ĐU | NQ | 12-NQ/ĐU | 2023-09-05 | Đảng ủy xã Hòa Lâm | implements | -"],
        ),
        (
            "Theo Quy định số 31-QĐ/TW, ngày 01-10-2017 của Bộ Chính trị.",
            &["Quy định số 31-QĐ/TW | QyĐ | 31-QĐ/TW | 2017-10-01 | Bộ Chính trị | implements | -"],
        ),
        (
            "Thực hiện Thông báo số 90/TBMTTQ-BTT, ngày 14.01.2021 của Ban Thường trực Ủy ban MTTQ Việt Nam huyện.",
            &[
                "Thông báo số 90/TBMTTQ-BTT | TB | 90/TBMTTQ-BTT | 2021-01-14 | Ban Thường trực Ủy ban MTTQ Việt Nam huyện Tân Sơn | implements | -",
            ],
        ),
        (
            "Ngày 01/7/2023, tại hội trường UBND huyện, Ban Tổ chức đã công bố Quyết định số 291/QĐ-UBND ngày 27/6/2023.",
            &["Quyết định số 291/QĐ-UBND | QĐ | 291/QĐ-UBND | 2023-06-27 | Ban Tổ chức | refers | -"],
        ),
        (
            "Phòng Nội vụ huyện đã ban hành Công văn số 33/NV-CCHC ngày 02/02/2024 đôn đốc chấm điểm.",
            &["Công văn số 33/NV-CCHC | CV | 33/NV-CCHC | 2024-02-02 | Phòng Nội vụ huyện Tân Sơn | refers | -"],
        ),
        (
            "Công văn 285/CCTTHC ngày 08 tháng 9 năm 2009 hướng dẫn cách tính.",
            &["Công văn 285/CCTTHC | CV | 285/CCTTHC | 2009-09-08 | - | refers | -"],
        ),
        (
            "Thực hiện Công văn số 1238 ngày 8/11/2016 của Bảo hiểm xã hội huyện.",
            &["Công văn số 1238 | CV | 1238 | 2016-11-08 | Bảo hiểm xã hội huyện Tân Sơn | implements | -"],
        ),
        (
            "theo công văn số 142 của Phòng Giáo dục và Đào tạo huyện",
            &["công văn số 142 | CV | 142 | - | Phòng Giáo dục và Đào tạo huyện Tân Sơn | implements | -"],
        ),
        (
            "Trả lời CV số 1615/BHXH ngày 03/4/2024 của Bảo hiểm xã hội huyện Tân Sơn",
            &["CV số 1615/BHXH | CV | 1615/BHXH | 2024-04-03 | Bảo hiểm xã hội huyện Tân Sơn | replies | -"],
        ),
        (
            "theo CV số: 95 - CV/ĐTN ngày 10/3/2024 của Huyện đoàn",
            &["CV số: 95 - CV/ĐTN | CV | 95-CV/ĐTN | 2024-03-10 | Huyện đoàn | implements | -"],
        ),
        (
            "TB số 456/TCT-CS ngày 15/04/2024 nêu rõ thời hạn.",
            &["TB số 456/TCT-CS | TB | 456/TCT-CS | 2024-04-15 | =Tổng cục Thuế | refers | -"],
        ),
        (
            "theo NĐ 30 và TT 05/2021/TT-BNV",
            &[
                "NĐ 30 | NĐ | 30 | - | - | implements | -",
                "TT 05/2021/TT-BNV | TT | 05/2021/TT-BNV | - | =Bộ Nội vụ | implements | -",
            ],
        ),
        (
            "Thực hiện văn bản số 1494-CV/TU ngày 20/10/2016 của Tỉnh ủy Sơn La",
            &["văn bản số 1494-CV/TU | CV | 1494-CV/TU | 2016-10-20 | Tỉnh ủy Sơn La | implements | -"],
        ),
        (
            "Thông báo kết luận số 326/TB-UBND ngày 17/4/2024 của Chủ tịch UBND huyện",
            &["Thông báo kết luận số 326/TB-UBND | TB | 326/TB-UBND | 2024-04-17 | Chủ tịch UBND huyện Tân Sơn | refers | -"],
        ),
        (
            "Thực hiện Kế hoạch liên tịch số 08/KHLT-CA-ĐTN ngày 02/3/2024 giữa Công an huyện và Huyện đoàn",
            &[
                "Kế hoạch liên tịch số 08/KHLT-CA-ĐTN | KH | 08/KHLT-CA-ĐTN | 2024-03-02 | Công an huyện và Huyện đoàn | implements | -",
            ],
        ),
        (
            "theo Nghị quyết liên tịch số 22/2016/NQLT-CP-UBTVQH ngày 01/3/2016",
            &[
                "Nghị quyết liên tịch số 22/2016/NQLT-CP-UBTVQH | NQLT | 22/2016/NQLT-CP-UBTVQH | 2016-03-01 | =Chính phủ - Ủy ban Thường vụ Quốc hội | implements | -",
            ],
        ),
        (
            "theo Văn bản hợp nhất số 26/VBHN-BTC ngày 12/6/2023 của Bộ Tài chính",
            &["Văn bản hợp nhất số 26/VBHN-BTC | VBHN | 26/VBHN-BTC | 2023-06-12 | Bộ Tài chính | implements | -"],
        ),
        (
            "các Quyết định số 2344/QĐ-BGDĐT, 1766/QĐ-BGDĐT và 1709/QĐ-BGDĐT ngày 12/4/2022 của Bộ trưởng Bộ Giáo dục và Đào tạo",
            &[
                "Quyết định số 2344/QĐ-BGDĐT | QĐ | 2344/QĐ-BGDĐT | 2022-04-12 | Bộ trưởng Bộ Giáo dục và Đào tạo | refers | -",
                "1766/QĐ-BGDĐT | QĐ | 1766/QĐ-BGDĐT | 2022-04-12 | Bộ trưởng Bộ Giáo dục và Đào tạo | refers | -",
                "1709/QĐ-BGDĐT | QĐ | 1709/QĐ-BGDĐT | 2022-04-12 | Bộ trưởng Bộ Giáo dục và Đào tạo | refers | -",
            ],
        ),
        (
            "tại Nghị định số 109/2023/NĐ-CP và Nghị định số 166/2023/NĐ-CP",
            &[
                "Nghị định số 109/2023/NĐ-CP | NĐ | 109/2023/NĐ-CP | - | =Chính phủ | refers | -",
                "Nghị định số 166/2023/NĐ-CP | NĐ | 166/2023/NĐ-CP | - | =Chính phủ | refers | -",
            ],
        ),
        (
            "Ngày 04/5/2024, UBND huyện ban hành Công văn số 811/UBND-NV, 812/UBND-NV cùng ngày.",
            &[
                "Công văn số 811/UBND-NV | CV | 811/UBND-NV | 2024-05-04 | UBND huyện Tân Sơn | refers | -",
                "812/UBND-NV | CV | 812/UBND-NV | 2024-05-04 | UBND huyện Tân Sơn | refers | -",
            ],
        ),
        (
            "các Quyết định số 12/QĐ-UBND, 13/QĐ-UBND ngày 10/01/2024 của UBND xã",
            &[
                "Quyết định số 12/QĐ-UBND | QĐ | 12/QĐ-UBND | 2024-01-10 | UBND xã Hòa Lâm | refers | -",
                "13/QĐ-UBND | QĐ | 13/QĐ-UBND | 2024-01-10 | UBND xã Hòa Lâm | refers | -",
            ],
        ),
        (
            "Thực hiện các Kế hoạch số 12, 13, 15/KH-UBND ngày 03/02/2024",
            &[
                "Kế hoạch số 12 | KH | 12/KH-UBND | 2024-02-03 | =UBND xã Hòa Lâm | implements | -",
                "13 | KH | 13/KH-UBND | 2024-02-03 | =UBND xã Hòa Lâm | implements | -",
                "15/KH-UBND | KH | 15/KH-UBND | 2024-02-03 | =UBND xã Hòa Lâm | implements | -",
            ],
        ),
        (
            "từ Quyết định số 12/QĐ-UBND đến Quyết định số 20/QĐ-UBND",
            &[
                "Quyết định số 12/QĐ-UBND | QĐ | 12/QĐ-UBND | - | =UBND xã Hòa Lâm | refers | -",
                "Quyết định số 20/QĐ-UBND | QĐ | 20/QĐ-UBND | - | =UBND xã Hòa Lâm | refers | -",
            ],
        ),
        (
            "Quyết định số 30/2019/QĐ-UBND ngày 31/12/2019, Quyết định số 20/2023/QĐ-UBND ngày 7/9/2023 sửa đổi, bổ sung Quyết định số 30/2019/QĐ-UBND ngày 31/12/2019",
            &[
                "Quyết định số 30/2019/QĐ-UBND | QĐ | 30/2019/QĐ-UBND | 2019-12-31 | =UBND xã Hòa Lâm | refers | -",
                "Quyết định số 20/2023/QĐ-UBND | QĐ | 20/2023/QĐ-UBND | 2023-09-07 | =UBND xã Hòa Lâm | refers | -",
                "Quyết định số 30/2019/QĐ-UBND | QĐ | 30/2019/QĐ-UBND | 2019-12-31 | =UBND xã Hòa Lâm | amends | -",
            ],
        ),
        (
            "Căn cứ Luật Ngân sách nhà nước ngày 25 tháng 6 năm 2015;",
            &["Luật Ngân sách nhà nước | Luật | - | 2015-06-25 | - | basis | -"],
        ),
        (
            "Căn cứ Luật Hộ tịch năm 2014; Luật Đất đai 2024; Bộ luật Dân sự 2015; Hiến pháp 2013;",
            &[
                "Luật Hộ tịch năm 2014 | Luật | - | 2014 | - | basis | -",
                "Luật Đất đai 2024 | Luật | - | 2024 | - | basis | -",
                "Bộ luật Dân sự 2015 | BL | - | 2015 | - | basis | -",
                "Hiến pháp 2013 | HP | - | 2013 | - | basis | -",
            ],
        ),
        (
            "theo Luật Ban hành văn bản QPPL năm 2015",
            &["Luật Ban hành văn bản QPPL năm 2015 | Luật | - | 2015 | - | implements | -"],
        ),
        (
            "Căn cứ Luật Tổ chức chính quyền địa phương số 77/2015/QH13 ngày 19 tháng 6 năm 2015;",
            &["Luật Tổ chức chính quyền địa phương số 77/2015/QH13 | Luật | 77/2015/QH13 | 2015-06-19 | =Quốc hội | basis | -"],
        ),
        (
            "Căn cứ Luật số 21/2017/QH14 về Quy hoạch ngày 24/11/2017;",
            &["Luật số 21/2017/QH14 | Luật | 21/2017/QH14 | 2017-11-24 | =Quốc hội | basis | -"],
        ),
        (
            "Căn cứ Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019;",
            &[
                "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương | Luật | - | 2019-11-22 | - | basis | -",
            ],
        ),
        (
            "theo khoản 20 Điều 1 Luật số 87/2025/QH15 sửa đổi, bổ sung khoản 2 Điều 54 của Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15",
            &[
                "Luật số 87/2025/QH15 | Luật | 87/2025/QH15 | - | =Quốc hội | implements | khoản 20 Điều 1",
                "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15 | Luật | 64/2025/QH15 | - | =Quốc hội | amends | khoản 2 Điều 54",
            ],
        ),
        (
            "theo điểm a, b khoản 1 và khoản 3 Điều 5 Thông tư số 01/2020/TT-BTP",
            &[
                "Thông tư số 01/2020/TT-BTP | TT | 01/2020/TT-BTP | - | =Bộ Tư pháp | implements | điểm a, b khoản 1 và khoản 3 Điều 5",
            ],
        ),
        (
            "theo quy định tại khoản 2 Điều 5 và điểm a khoản 1 Điều 7 Nghị định số 61/2018/NĐ-CP",
            &[
                "Nghị định số 61/2018/NĐ-CP | NĐ | 61/2018/NĐ-CP | - | =Chính phủ | implements | khoản 2 Điều 5 và điểm a khoản 1 Điều 7",
            ],
        ),
        (
            "Nghị định số 168/2017/NĐ-CP (được sửa đổi, bổ sung tại Nghị định số 30/2022/NĐ-CP ngày 26/6/2022 của Chính phủ)",
            &[
                "Nghị định số 168/2017/NĐ-CP | NĐ | 168/2017/NĐ-CP | - | =Chính phủ | refers | -",
                "Nghị định số 30/2022/NĐ-CP | NĐ | 30/2022/NĐ-CP | 2022-06-26 | Chính phủ | amends | -",
            ],
        ),
        (
            "Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ đã được sửa đổi, bổ sung bởi Nghị định số 107/2021/NĐ-CP",
            &[
                "Nghị định số 61/2018/NĐ-CP | NĐ | 61/2018/NĐ-CP | 2018-04-23 | Chính phủ | refers | -",
                "Nghị định số 107/2021/NĐ-CP | NĐ | 107/2021/NĐ-CP | - | =Chính phủ | amends | -",
            ],
        ),
        (
            "khoản này được bổ sung theo quy định tại khoản 3 Điều 1 Nghị định số 107/2021/NĐ-CP",
            &["Nghị định số 107/2021/NĐ-CP | NĐ | 107/2021/NĐ-CP | - | =Chính phủ | amends | khoản 3 Điều 1"],
        ),
        (
            "Quy chế quản lý (ban hành kèm theo Quyết định số 41/2016/QĐ-TTg ngày 10/10/2016 của Thủ tướng Chính phủ)",
            &["Quyết định số 41/2016/QĐ-TTg | QĐ | 41/2016/QĐ-TTg | 2016-10-10 | Thủ tướng Chính phủ | promulgates | -"],
        ),
        (
            "triển khai Đề án 06, Kết luận số 50-KL/TW ngày 28/02/2023 của Bộ Chính trị",
            &[
                "Đề án 06 | ĐA | 06 | - | - | implements | -",
                "Kết luận số 50-KL/TW | KL | 50-KL/TW | 2023-02-28 | Bộ Chính trị | implements | -",
            ],
        ),
        (
            "thực hiện Kết luận số 12-KL/TW ngày 6/4/2022",
            &["Kết luận số 12-KL/TW | KL | 12-KL/TW | 2022-04-06 | =Ban Chấp hành Trung ương Đảng | implements | -"],
        ),
        (
            "Thực hiện Công điện 1137/CĐ-TTg ngày 02/12/2022 của Thủ tướng Chính phủ",
            &["Công điện 1137/CĐ-TTg | CĐ | 1137/CĐ-TTg | 2022-12-02 | Thủ tướng Chính phủ | implements | -"],
        ),
        (
            "Nghị định số 73/CP ngày 01/11/1995; Chỉ thị 15-CT/TW; Sắc lệnh số 110-SL/L.12 ngày 20/5/1957",
            &[
                "Nghị định số 73/CP | NĐ | 73/CP | 1995-11-01 | =Chính phủ | refers | -",
                "Chỉ thị 15-CT/TW | CT | 15-CT/TW | - | =Ban Chấp hành Trung ương Đảng | refers | -",
                "Sắc lệnh số 110-SL/L.12 | L | 110-SL/L.12 | 1957-05-20 | - | refers | -",
            ],
        ),
        (
            "Quyết định số 3041/QĐ-BNN-TCCB ngày 10/8/1999",
            &[
                "Quyết định số 3041/QĐ-BNN-TCCB | QĐ | 3041/QĐ-BNN-TCCB | 1999-08-10 | =Bộ Nông nghiệp và Phát triển nông thôn | refers | -",
            ],
        ),
        (
            "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 3236/TTr -SNV ngày 12/11/2023",
            &["Tờ trình số 3236/TTr -SNV | TTr | 3236/TTr-SNV | 2023-11-12 | Giám đốc Sở Nội vụ | proposes | -"],
        ),
        (
            "thực hiện ý kiến chỉ đạo của Chủ tịch UBND huyện tại Phiếu chuyển số 466/PC-VP ngày 12/5/2024",
            &["Phiếu chuyển số 466/PC-VP | PC | 466/PC-VP | 2024-05-12 | Chủ tịch UBND huyện Tân Sơn | implements | -"],
        ),
        (
            "theo Giấy mời số 55/GM-UBND ngày 03/5/2024 của UBND huyện",
            &["Giấy mời số 55/GM-UBND | GM | 55/GM-UBND | 2024-05-03 | UBND huyện Tân Sơn | implements | -"],
        ),
        (
            "Kế hoạch liên ngành số 01/KHLN-CA-MTTQ-HPN ngày 05/3/2024",
            &["Kế hoạch liên ngành số 01/KHLN-CA-MTTQ-HPN | KH | 01/KHLN-CA-MTTQ-HPN | 2024-03-05 | - | refers | -"],
        ),
        (
            "Thông tư liên tịch số 02/2011/TTLT-VPCP-BNV ngày 28/01/2011",
            &[
                "Thông tư liên tịch số 02/2011/TTLT-VPCP-BNV | TTLT | 02/2011/TTLT-VPCP-BNV | 2011-01-28 | =Văn phòng Chính phủ - Bộ Nội vụ | refers | -",
            ],
        ),
        (
            "Thông tư liên tịch số 20/2014/TTLT-BYT-BTC ngày 01/8/2014 của Bộ trưởng Bộ Y tế, Bộ trưởng Bộ Tài chính quy định chế độ",
            &[
                "Thông tư liên tịch số 20/2014/TTLT-BYT-BTC | TTLT | 20/2014/TTLT-BYT-BTC | 2014-08-01 | Bộ trưởng Bộ Y tế, Bộ trưởng Bộ Tài chính | refers | -",
            ],
        ),
        (
            "Căn cứ Quyết định phân công nhiệm vụ của Chủ tịch UBND xã số 05/QĐ-UBND ngày 04/01/2024",
            &[
                "Quyết định phân công nhiệm vụ của Chủ tịch UBND xã số 05/QĐ-UBND | QĐ | 05/QĐ-UBND | 2024-01-04 | Chủ tịch UBND xã Hòa Lâm | basis | -",
            ],
        ),
        (
            "theo Quyết định phê duyệt kế hoạch lựa chọn nhà thầu số 18/QĐ-UBND ngày 09/01/2024",
            &[
                "Quyết định phê duyệt kế hoạch lựa chọn nhà thầu số 18/QĐ-UBND | QĐ | 18/QĐ-UBND | 2024-01-09 | =UBND xã Hòa Lâm | implements | -",
            ],
        ),
        (
            "theo Bản án số 15/2021/HS-ST ngày 20/5/2021 của Tòa án nhân dân huyện",
            &["Bản án số 15/2021/HS-ST | KHÁC | 15/2021/HS-ST | 2021-05-20 | Tòa án nhân dân huyện Tân Sơn | implements | -"],
        ),
        (
            "Quyết định số 321/QĐ-CĐYT ngày 22/8/2023 của Trường Cao đẳng Y tế Mẫu Sơn",
            &["Quyết định số 321/QĐ-CĐYT | QĐ | 321/QĐ-CĐYT | 2023-08-22 | Trường Cao đẳng Y tế Mẫu Sơn | refers | -"],
        ),
        (
            "Quyết định số 14/QĐ-BVĐK ngày 02/02/2024 của Bệnh viện Đa khoa huyện Tân Sơn về việc khen thưởng",
            &["Quyết định số 14/QĐ-BVĐK | QĐ | 14/QĐ-BVĐK | 2024-02-02 | Bệnh viện Đa khoa huyện Tân Sơn | refers | -"],
        ),
        (
            "Văn bản số 07/2024/CV-HS ngày 19/3/2024 của Công ty TNHH Hải Sâm đề nghị gia hạn",
            &["Văn bản số 07/2024/CV-HS | CV | 07/2024/CV-HS | 2024-03-19 | Công ty TNHH Hải Sâm | refers | -"],
        ),
        (
            "Công văn số 01/CV-ĐTHT ngày 07/5/2024 của Công ty Cổ phần đầu tư hạ tầng và công nghiệp Mẫu Sơn về việc xin cấp phép",
            &[
                "Công văn số 01/CV-ĐTHT | CV | 01/CV-ĐTHT | 2024-05-07 | Công ty Cổ phần đầu tư hạ tầng và công nghiệp Mẫu Sơn | refers | -",
            ],
        ),
        (
            "Thông báo số 12/TB-HTXNN ngày 02/4/2024 của Hợp tác xã Nông nghiệp Hòa Lâm",
            &["Thông báo số 12/TB-HTXNN | TB | 12/TB-HTXNN | 2024-04-02 | Hợp tác xã Nông nghiệp Hòa Lâm | refers | -"],
        ),
        (
            "Công văn số 18/THCS-VP ngày 03/4/2024 của Trường THCS Hòa Lâm về sửa chữa phòng học",
            &["Công văn số 18/THCS-VP | CV | 18/THCS-VP | 2024-04-03 | Trường THCS Hòa Lâm | refers | -"],
        ),
        (
            "bãi bỏ khoản 2 Điều 3 Quyết định số 19/2015/QĐ-UBND ngày 12/8/2015",
            &["Quyết định số 19/2015/QĐ-UBND | QĐ | 19/2015/QĐ-UBND | 2015-08-12 | =UBND xã Hòa Lâm | repeals | khoản 2 Điều 3"],
        ),
        (
            "Quyết định này thay thế Quyết định số 05/2017/QĐ-UBND ngày 28/3/2017 của UBND tỉnh",
            &["Quyết định số 05/2017/QĐ-UBND | QĐ | 05/2017/QĐ-UBND | 2017-03-28 | UBND tỉnh | replaces | -"],
        ),
        (
            "Quyết định số 05/2017/QĐ-UBND hết hiệu lực thi hành kể từ ngày Quyết định này có hiệu lực",
            &["Quyết định số 05/2017/QĐ-UBND | QĐ | 05/2017/QĐ-UBND | - | =UBND xã Hòa Lâm | repeals | -"],
        ),
        (
            "Bổ sung khoản 1a vào sau khoản 1 Điều 3 Thông tư số 37/2018/TT-BCT ngày 25/10/2018 của Bộ trưởng Bộ Công Thương",
            &[
                "Thông tư số 37/2018/TT-BCT | TT | 37/2018/TT-BCT | 2018-10-25 | Bộ trưởng Bộ Công Thương | amends | khoản 1 Điều 3",
            ],
        ),
        (
            "Thay thế cụm từ “Sở Công Thương” bằng cụm từ “Ủy ban nhân dân cấp xã” tại Thông tư số 01/2015/TT-BCT",
            &["Thông tư số 01/2015/TT-BCT | TT | 01/2015/TT-BCT | - | =Bộ Công Thương | amends | -"],
        ),
        (
            "Sửa đổi, bổ sung một số quy định tại Thông tư số 24/2007/TT-TTCP ngày 13/11/2007 của Thanh tra Chính phủ",
            &["Thông tư số 24/2007/TT-TTCP | TT | 24/2007/TT-TTCP | 2007-11-13 | Thanh tra Chính phủ | amends | -"],
        ),
        (
            "hồ sơ được thực hiện theo quy định của Luật Đấu thầu số 22/2023/QH15 đã được sửa đổi, bổ sung một số điều theo Luật số 57/2024/QH15",
            &[
                "Luật Đấu thầu số 22/2023/QH15 | Luật | 22/2023/QH15 | - | =Quốc hội | implements | -",
                "Luật số 57/2024/QH15 | Luật | 57/2024/QH15 | - | =Quốc hội | amends | -",
            ],
        ),
        (
            "trước ngày Nghị định số 35/2023/NĐ-CP có hiệu lực thi hành",
            &["Nghị định số 35/2023/NĐ-CP | NĐ | 35/2023/NĐ-CP | - | =Chính phủ | refers | -"],
        ),
        (
            "theo trách nhiệm của Ủy ban nhân dân cấp xã tại Điều 7 Nghị định số 144/2020/NĐ-CP",
            &["Nghị định số 144/2020/NĐ-CP | NĐ | 144/2020/NĐ-CP | - | =Chính phủ | implements | Điều 7"],
        ),
        (
            "Thẩm quyền của Bộ Công Thương tại Luật Hóa chất năm 2007 do Ủy ban nhân dân cấp tỉnh thực hiện",
            &["Luật Hóa chất năm 2007 | Luật | - | 2007 | - | refers | -"],
        ),
        (
            "Nghị định số 132/2008/NĐ-CP do Ủy ban nhân dân cấp tỉnh thực hiện",
            &["Nghị định số 132/2008/NĐ-CP | NĐ | 132/2008/NĐ-CP | - | =Chính phủ | refers | -"],
        ),
        (
            "Giấy chứng nhận số 839/ĐĐK-PCCC do Phòng Cảnh sát PCCC và CNCH Công an tỉnh Yên Bái cấp ngày 29/12/2011",
            &[
                "Giấy chứng nhận số 839/ĐĐK-PCCC | GCN | 839/ĐĐK-PCCC | 2011-12-29 | Phòng Cảnh sát PCCC và CNCH Công an tỉnh Yên Bái | refers | -",
            ],
        ),
        (
            "Giấy phép khai thác khoáng sản số 15/GP-UBND ngày 19/01/2016 của UBND tỉnh",
            &["Giấy phép khai thác khoáng sản số 15/GP-UBND | GP | 15/GP-UBND | 2016-01-19 | UBND tỉnh | refers | -"],
        ),
        (
            "quy chuẩn QCVN 01:2019/BCT và TCVN 5574:2018",
            &[
                "QCVN 01:2019/BCT | TC | 01/2019/BCT | - | =Bộ Công Thương | refers | -",
                "TCVN 5574:2018 | TC | 5574/2018 | - | - | refers | -",
            ],
        ),
        (
            "UBND xã đã ban hành 03 kế hoạch, gồm: Kế hoạch số 5/KH-UBND ngày 03/01/2024; Kế hoạch số 9/KH-UBND ngày 12/01/2024; Kế hoạch số 11/KH-UBND ngày 20/01/2024.",
            &[
                "Kế hoạch số 5/KH-UBND | KH | 5/KH-UBND | 2024-01-03 | =UBND xã Hòa Lâm | lists | -",
                "Kế hoạch số 9/KH-UBND | KH | 9/KH-UBND | 2024-01-12 | =UBND xã Hòa Lâm | lists | -",
                "Kế hoạch số 11/KH-UBND | KH | 11/KH-UBND | 2024-01-20 | =UBND xã Hòa Lâm | lists | -",
            ],
        ),
        (
            "Phúc đáp Công văn số 101/TNMT ngày 04/4/2024 của Phòng Tài nguyên và Môi trường huyện về việc rà soát đất công",
            &["Công văn số 101/TNMT | CV | 101/TNMT | 2024-04-04 | Phòng Tài nguyên và Môi trường huyện Tân Sơn | replies | -"],
        ),
        (
            "Xem xét Đơn đề nghị số 02/ĐN-HS ngày 03/4/2024 của hộ kinh doanh",
            &["Đơn đề nghị số 02/ĐN-HS | - | 02/ĐN-HS | 2024-04-03 | - | replies | -"],
        ),
        (
            "Báo cáo kết quả thực hiện Kế hoạch số 21/KH-UBND ngày 02/02/2024 của UBND huyện",
            &["Kế hoạch số 21/KH-UBND | KH | 21/KH-UBND | 2024-02-02 | UBND huyện Tân Sơn | implements | -"],
        ),
        (
            "Tiếp theo Công văn số 15/UBND ngày 02/01/2024 của UBND xã",
            &["Công văn số 15/UBND | CV | 15/UBND | 2024-01-02 | UBND xã Hòa Lâm | refers | -"],
        ),
        (
            "Thực hiện Chương trình hành động số 25-CTr/HU ngày 03/3/2022 của Huyện ủy",
            &["Chương trình hành động số 25-CTr/HU | CTr | 25-CTr/HU | 2022-03-03 | Huyện ủy | implements | -"],
        ),
        (
            "theo Hướng dẫn số 36-HD/VPTW ngày 03/4/2018 của Văn phòng Trung ương Đảng",
            &["Hướng dẫn số 36-HD/VPTW | HD | 36-HD/VPTW | 2018-04-03 | Văn phòng Trung ương Đảng | implements | -"],
        ),
        (
            "Nghị quyết số 07/2022/NQ-HĐND ngày 14/7/2022 của HĐND tỉnh quy định mức chi",
            &["Nghị quyết số 07/2022/NQ-HĐND | NQ | 07/2022/NQ-HĐND | 2022-07-14 | HĐND tỉnh | refers | -"],
        ),
        (
            "Nghị quyết số 351/2017/UBTVQH14 ngày 14/3/2017 của Ủy ban Thường vụ Quốc hội",
            &["Nghị quyết số 351/2017/UBTVQH14 | NQ | 351/2017/UBTVQH14 | 2017-03-14 | Ủy ban Thường vụ Quốc hội | refers | -"],
        ),
        (
            "Lệnh số 57/L-CTN ngày 09/12/1998 của Chủ tịch nước",
            &["Lệnh số 57/L-CTN | L | 57/L-CTN | 1998-12-09 | Chủ tịch nước | refers | -"],
        ),
        (
            "Pháp lệnh Ưu đãi người có công với cách mạng năm 2020",
            &["Pháp lệnh Ưu đãi người có công với cách mạng năm 2020 | PL | - | 2020 | - | refers | -"],
        ),
        ("Chỉ thị số 05/CT-UBND", &["Chỉ thị số 05/CT-UBND | CT | 05/CT-UBND | - | =UBND xã Hòa Lâm | refers | -"]),
        (
            "Công văn số 919-CV/VPTW/nb ngày 02/3/2024",
            &["Công văn số 919-CV/VPTW/nb | CV | 919-CV/VPTW/nb | 2024-03-02 | =Văn phòng Trung ương Đảng | refers | -"],
        ),
        (
            "theo Công văn số 18 ngày 02/3 và số 19 ngày 05/3/2024 của UBND huyện",
            &[
                "Công văn số 18 | CV | 18 | 2024-03-02 | UBND huyện Tân Sơn | implements | -",
                "số 19 | CV | 19 | 2024-03-05 | UBND huyện Tân Sơn | implements | -",
            ],
        ),
        (
            "Quyết định số\n16/QĐ-UBND ngày\n09/02/2024 của UBND xã",
            &["Quyết định số 16/QĐ-UBND | QĐ | 16/QĐ-UBND | 2024-02-09 | UBND xã Hòa Lâm | refers | -"],
        ),
        (
            "theo Thông tư số 149/2016/TT-\nBTC ngày 30/6/2016",
            &["Thông tư số 149/2016/TT- BTC | TT | 149/2016/TT-BTC | 2016-06-30 | =Bộ Tài chính | implements | -"],
        ),
        (
            "Căn cứ Nghị định số 37 /2019/NĐ- CP, ngày 07/5/2019 của Chính phủ;",
            &["Nghị định số 37 /2019/NĐ- CP | NĐ | 37/2019/NĐ-CP | 2019-05-07 | Chính phủ | basis | -"],
        ),
        (
            "theo quyết định số 9/QĐ-UBND (ngày 02/01/2024) của UBND xã",
            &["quyết định số 9/QĐ-UBND | QĐ | 9/QĐ-UBND | 2024-01-02 | UBND xã Hòa Lâm | implements | -"],
        ),
        (
            "Quyết định số 08/QĐ-UBND (UBND huyện) ngày 03/01/2024",
            &["Quyết định số 08/QĐ-UBND | QĐ | 08/QĐ-UBND | 2024-01-03 | UBND huyện Tân Sơn | refers | -"],
        ),
        (
            "Kế hoạch số 16/KH-UBND ngày 09/02/2024 của UBND xã (sau đây gọi tắt là Kế hoạch 16). Theo Kế hoạch 16, các thôn tự rà soát.",
            &[
                "Kế hoạch số 16/KH-UBND | KH | 16/KH-UBND | 2024-02-09 | UBND xã Hòa Lâm | refers | -",
                "Kế hoạch 16 | KH | 16 | - | =UBND xã Hòa Lâm | refers | -",
                "Kế hoạch 16 | KH | 16 | - | =UBND xã Hòa Lâm | implements | -",
            ],
        ),
        (
            "Công văn nêu trên chưa được trả lời. Kế hoạch nói trên đã hoàn thành.",
            &["Công văn nêu trên | CV | - | - | - | refers | -", "Kế hoạch nói trên | KH | - | - | - | refers | -"],
        ),
        (
            "Thực hiện Công văn số 40/UBND ngày 02/4/2024 của UBND huyện, ngày 05/4/2024 UBND xã đã ban hành Thông báo số 12/TB-UBND gửi các thôn.",
            &[
                "Công văn số 40/UBND | CV | 40/UBND | 2024-04-02 | UBND huyện Tân Sơn | implements | -",
                "Thông báo số 12/TB-UBND | TB | 12/TB-UBND | 2024-04-05 | UBND xã Hòa Lâm | refers | -",
            ],
        ),
        (
            "UBND xã nhận được Tờ trình số 04/TTr-TN ngày 14/4/2024 của Trường Tiểu học Hòa Lâm kèm theo Báo cáo số 06/BC-TH ngày 13/4/2024",
            &[
                "Tờ trình số 04/TTr-TN | TTr | 04/TTr-TN | 2024-04-14 | Trường Tiểu học Hòa Lâm | replies | -",
                "Báo cáo số 06/BC-TH | BC | 06/BC-TH | 2024-04-13 | - | refers | -",
            ],
        ),
        (
            "Căn cứ các Nghị định của Chính phủ: số 63/2010/NĐ-CP ngày 08/6/2010 về kiểm soát thủ tục hành chính; số 48/2013/NĐ-CP ngày 14/5/2013;",
            &[
                "số 63/2010/NĐ-CP | NĐ | 63/2010/NĐ-CP | 2010-06-08 | Chính phủ | basis | -",
                "số 48/2013/NĐ-CP | NĐ | 48/2013/NĐ-CP | 2013-05-14 | =Chính phủ | basis | -",
            ],
        ),
        (
            "Căn cứ Thông tư liên tịch số 75/2012/TTLT-BTC-BXD ngày 15/5/2012 của liên Bộ: Bộ Tài chính, Bộ Xây dựng hướng dẫn xác định giá;",
            &[
                "Thông tư liên tịch số 75/2012/TTLT-BTC-BXD | TTLT | 75/2012/TTLT-BTC-BXD | 2012-05-15 | Bộ Tài chính, Bộ Xây dựng | basis | -",
            ],
        ),
        (
            "Máy chủ của đề án 112 hiện hỏng; các xã thuộc chương trình 135 giai đoạn II; chương trình 12 tháng, chương trình 2030.",
            &["đề án 112 | ĐA | 112 | - | - | refers | -", "chương trình 135 | CTr | 135 | - | - | refers | -"],
        ),
        (
            "Nguồn lây theo Luật phòng, chống các bệnh lây truyền. Theo Luật định. Theo Luật sư bào chữa.",
            &["Luật phòng, chống các bệnh lây truyền | Luật | - | - | - | implements | -"],
        ),
        (
            "Căn cứ Luật về Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ ngày 29/6/2024;",
            &["Luật về Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ | Luật | - | 2024-06-29 | - | basis | -"],
        ),
        (
            "giải quyết đề nghị của Công ty cổ phần Đá Xanh (sau đây gọi tắt là Công ty) tại Tờ trình số 01/TTr-ĐX ngày 07/5/2026;",
            &["Tờ trình số 01/TTr-ĐX | TTr | 01/TTr-ĐX | 2026-05-07 | Công ty cổ phần Đá Xanh | replies | -"],
        ),
        (
            "I. CÁC CĂN CỨ LẬP BÁO CÁO:\n\n- Luật Công nghệ thông tin ngày 29/6/2006;\n\n- Nghị định số 12/2009/NĐ-CP ngày 12/02/2009;",
            &[
                "Luật Công nghệ thông tin | Luật | - | 2006-06-29 | - | basis | -",
                "Nghị định số 12/2009/NĐ-CP | NĐ | 12/2009/NĐ-CP | 2009-02-12 | =Chính phủ | basis | -",
            ],
        ),
        ("Cách ghi số, ví dụ:\n\nSố: 31/BC-SXD (Báo cáo của Sở Xây dựng);\n\nSố: 08/QĐ-SXD; Số: 09/SXD-VP", &[]),
        ("Hiệp định EVFTA và Công ước Viên năm 1980 được áp dụng.", &[]),
        ("Điều ước quốc tế số 12/2020/ĐƯQT", &["Điều ước quốc tế số 12/2020/ĐƯQT | - | 12/2020/ĐƯQT | - | - | refers | -"]),
        ("Nghị quyết Đại hội Đảng bộ huyện lần thứ XXI, nhiệm kỳ 2020-2025", &[]),
        (
            "Quyết định 861/QĐ-TTg năm 2021 phê duyệt danh sách các xã khu vực III",
            &["Quyết định 861/QĐ-TTg | QĐ | 861/QĐ-TTg | 2021 | =Thủ tướng Chính phủ | refers | -"],
        ),
        (
            "tại Công văn số 98/UBND-KT ngày 03/5/2024, UBND huyện yêu cầu báo cáo",
            &["Công văn số 98/UBND-KT | CV | 98/UBND-KT | 2024-05-03 | UBND huyện Tân Sơn | refers | -"],
        ),
        (
            "Tờ trình số 31/TTr-TCKH ngày ngày 04/3/2024 của Phòng Tài chính - Kế hoạch huyện",
            &["Tờ trình số 31/TTr-TCKH | TTr | 31/TTr-TCKH | 2024-03-04 | Phòng Tài chính - Kế hoạch huyện Tân Sơn | refers | -"],
        ),
        (
            "theo Quyết định số 87/QĐ-UBND.HC ngày 04/3/2014",
            &["Quyết định số 87/QĐ-UBND.HC | QĐ | 87/QĐ-UBND.HC | 2014-03-04 | =UBND xã Hòa Lâm | implements | -"],
        ),
        (
            "theo Hướng dẫn số 02/HD-LĐTBXH, Hướng dẫn số 03/HD-LĐTBXH ngày 06/3/2024 của Phòng Lao động, Thương binh và Xã hội huyện",
            &[
                "Hướng dẫn số 02/HD-LĐTBXH | HD | 02/HD-LĐTBXH | - | Phòng Lao động, Thương binh và Xã hội huyện Tân Sơn | implements | -",
                "Hướng dẫn số 03/HD-LĐTBXH | HD | 03/HD-LĐTBXH | 2024-03-06 | Phòng Lao động, Thương binh và Xã hội huyện Tân Sơn | implements | -",
            ],
        ),
        (
            "Số: 12/QĐ-UBND\t09/02/2024\tVề việc thành lập Tổ công tác",
            &["Số: 12/QĐ-UBND | QĐ | 12/QĐ-UBND | 2024-02-09 | =UBND xã Hòa Lâm | refers | -"],
        ),
        (
            "12/QĐ-UBND\t09/02/2024\tUBND xã\tThành lập Tổ công tác",
            &["12/QĐ-UBND | QĐ | 12/QĐ-UBND | 2024-02-09 | UBND xã Hòa Lâm | refers | -"],
        ),
        (
            "Quyết định số 12/QĐ-UBND\tngày 09/02/2024\tThành lập Tổ công tác",
            &["Quyết định số 12/QĐ-UBND | QĐ | 12/QĐ-UBND | 2024-02-09 | =UBND xã Hòa Lâm | refers | -"],
        ),
        (
            "1. Sửa đổi khoản 2 Điều 5 như sau: “2. Chủ đầu tư thực hiện theo Điều 12 Nghị định số 15/2021/NĐ-CP và Thông tư số 04/2022/TT-BXD.” và Thông tư số 05/2022/TT-BXD.",
            &[
                "Nghị định số 15/2021/NĐ-CP | NĐ | 15/2021/NĐ-CP | - | =Chính phủ | refers | Điều 12",
                "Thông tư số 04/2022/TT-BXD | TT | 04/2022/TT-BXD | - | =Bộ Xây dựng | refers | -",
                "Thông tư số 05/2022/TT-BXD | TT | 05/2022/TT-BXD | - | =Bộ Xây dựng | implements | -",
            ],
        ),
        (
            "Kế hoạch này thay thế Kế hoạch số 5/KH-UBND ngày 02/02/2023 của UBND xã.",
            &["Kế hoạch số 5/KH-UBND | KH | 5/KH-UBND | 2023-02-02 | UBND xã Hòa Lâm | replaces | -"],
        ),
        (
            "Bổ sung khoản 1a vào sau khoản 1 Điều 3 Thông tư số 37/2018/TT-BCT ngày 25/10/2018",
            &["Thông tư số 37/2018/TT-BCT | TT | 37/2018/TT-BCT | 2018-10-25 | =Bộ Công Thương | amends | khoản 1 Điều 3"],
        ),
    ]);
}

#[test]
fn what_only_looks_like_a_citation_is_none() {
    for text in [
        "Số: 16/KH-UBND",
        "Mẫu số 01/TNCN ban hành theo quy định",
        "Phụ lục số 02 và Phụ lục III",
        "Biểu số 3/BC-TH và biểu mẫu số 05/BM",
        "thửa đất số 45, tờ bản đồ số 12",
        "Hợp đồng số 24/2024/HĐ-ABC ngày 03/4/2024",
        "hợp đồng kinh tế số 15/HĐKT ngày 02/3/2024",
        "tài khoản số 3100/UBND tại Kho bạc",
        "hóa đơn số 0012345 ngày 02/3/2024",
        "biển số 29C-123.45",
        "CCCD số 033201004567 cấp ngày 10/5/2021",
        "điện thoại số 0214.3840.888/Fax",
        "Kế hoạch 05 năm 2021-2025 của xã",
        "Báo cáo 6 tháng đầu năm",
        "Thông báo 03 thí sinh trúng tuyển",
        "Kế hoạch 2024 đã được xây dựng",
        "16/20 hộ đã đăng ký",
        "giai đoạn 2021-2025 và năm học 2018-2019",
        "trực 24/7 trong dịp Tết",
        "ngày 16/3/2023 họp giao ban",
        "Điều 3 Quyết định này có hiệu lực",
        "Quyết định này thay thế các quy định trước đây",
        "CÔNG BÁO/Số 223 + 224/Ngày 09-02-2022",
        "mức phạt từ 1/2 đến 2/3 mức tối đa",
        "tỷ lệ 110/35 kV, 220kV/110kV",
        "theo quy định của pháp luật và kỷ luật của Đảng",
        "Dự thảo Luật Đất đai (sửa đổi) đang lấy ý kiến",
        "các quy luật, nội quy và điều lệ",
        "Hiến pháp và pháp luật",
        "theo Quy chế này và Quy định này",
        "đường số 5, nhà số 16/2 phố Mới",
        "Gói thầu số 13: Thi công tuyến đường",
        "Tổ dân phố số 7/TDP",
        "tại km số 12/QL32",
        "lô đất số 24/KDC-5",
        "Bảng số 3/KT và hình số 4/KT",
        "thẻ Đảng viên số 12.345678",
        "mã số thuế 5300828932-001",
        "phiếu thu số 12/PT ngày 02/3/2024",
        "xe ô tô 24A-12345 và 24C/56789",
        "số lượng 12/15 bộ hồ sơ, 95-III",
        "1/Quyết định là văn bản; 2/Thông báo",
        "Thông tư hướng dẫn, Nghị định hướng dẫn thi hành",
        "Công văn đến, công văn đi",
        "trang 12/TL-01",
        "tổ công tác số 2/TCT của xã",
        "mạng 4G/5G và WIFI-6",
        "tiết 1/2 buổi, lớp 5/A1",
        "bản vẽ số 07/BV-KT",
        "số 12/2 ngõ 5",
    ] {
        assert_eq!(lines(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn laws_are_read_however_their_names_are_written() {
    check(&[
        ("Căn cứ Luật phòng, chống ma túy;", &["Luật phòng, chống ma túy | Luật | - | - | - | basis | -"]),
        (
            "theo quy định của Pháp lệnh phòng, chống mại dâm",
            &["Pháp lệnh phòng, chống mại dâm | PL | - | - | - | implements | -"],
        ),
        (
            "Căn cứ Pháp lệnh cán bộ, công chức ngày 26/02/1998;",
            &["Pháp lệnh cán bộ, công chức | PL | - | 1998-02-26 | - | basis | -"],
        ),
        (
            "theo luật bảo vệ, chăm sóc và giáo dục trẻ em",
            &["luật bảo vệ, chăm sóc và giáo dục trẻ em | Luật | - | - | - | implements | -"],
        ),
        (
            "Căn cứ Luật quản lý nghề muối, nghề cói năm 2031;",
            &["Luật quản lý nghề muối, nghề cói năm 2031 | Luật | - | 2031 | - | basis | -"],
        ),
        ("Căn cứ Luật khuyến khích nghề cói;", &["Luật khuyến khích nghề cói | Luật | - | - | - | basis | -"]),
        ("Luật này quy định; Luật hiện hành; Luật có hiệu lực từ năm 2020; Luật hết hiệu lực ngày 01/01/2020", &[]),
    ]);
}

#[test]
fn what_is_attached_has_its_relation_from_that() {
    check(&[
        (
            "lập theo Phụ lục II ban hành kèm theo Thông tư số 8/2031/TT-BNV",
            &["Thông tư số 8/2031/TT-BNV | TT | 8/2031/TT-BNV | - | =Bộ Nội vụ | promulgates | Phụ lục II"],
        ),
        (
            "Đơn theo Mẫu số 02/ĐK ban hành kèm theo Nghị định số 9/2031/NĐ-CP",
            &["Nghị định số 9/2031/NĐ-CP | NĐ | 9/2031/NĐ-CP | - | =Chính phủ | promulgates | Mẫu số 02/ĐK"],
        ),
        (
            "theo Bảng định mức được ban hành tại Quyết định số 7/2031/QĐ-TTg",
            &["Quyết định số 7/2031/QĐ-TTg | QĐ | 7/2031/QĐ-TTg | - | =Thủ tướng Chính phủ | promulgates | -"],
        ),
        (
            "theo Điều lệ ban hành theo Quyết định số 7/2031/QĐ-TTg",
            &["Quyết định số 7/2031/QĐ-TTg | QĐ | 7/2031/QĐ-TTg | - | =Thủ tướng Chính phủ | promulgates | -"],
        ),
        (
            "thực hiện theo quy chế được ban hành kèm theo Quyết định số 7/2031/QĐ-TTg",
            &["Quyết định số 7/2031/QĐ-TTg | QĐ | 7/2031/QĐ-TTg | - | =Thủ tướng Chính phủ | promulgates | -"],
        ),
        (
            "Thay thế Mẫu số 3 Phụ lục I ban hành kèm theo Thông tư số 8/2031/TT-BNV",
            &["Thông tư số 8/2031/TT-BNV | TT | 8/2031/TT-BNV | - | =Bộ Nội vụ | replaces | Mẫu số 3 Phụ lục I"],
        ),
        (
            "Luật Khoáng sản năm 2010 (Điều 14) và Nghị định số 9/2031/NĐ-CP, cụ thể tại khoản 2 Điều 5.",
            &[
                "Luật Khoáng sản năm 2010 | Luật | - | 2010 | - | refers | Điều 14",
                "Nghị định số 9/2031/NĐ-CP | NĐ | 9/2031/NĐ-CP | - | =Chính phủ | refers | khoản 2 Điều 5",
            ],
        ),
    ]);
}

#[test]
fn grounds_hold_over_all_their_items() {
    check(&[
        (
            "Căn cứ quy định tại Điều 3 Luật Đất đai; khoản 2 Điều 5 Nghị định số 9/2031/NĐ-CP, Điều 7 Thông tư số 8/2031/TT-BNV.",
            &[
                "Luật Đất đai | Luật | - | - | - | basis | Điều 3",
                "Nghị định số 9/2031/NĐ-CP | NĐ | 9/2031/NĐ-CP | - | =Chính phủ | basis | khoản 2 Điều 5",
                "Thông tư số 8/2031/TT-BNV | TT | 8/2031/TT-BNV | - | =Bộ Nội vụ | basis | Điều 7",
            ],
        ),
        (
            "Căn cứ Biên bản kiểm tra ngày 05/3/2024; Công văn số 33/TNMT của Phòng Nội vụ;",
            &["Công văn số 33/TNMT | CV | 33/TNMT | - | Phòng Nội vụ | basis | -"],
        ),
        (
            "Cơ sở pháp lý:\n\n1. Luật Giá năm 2023.\n\n2. Nghị định số 9/2031/NĐ-CP sửa đổi Nghị định số 8/2031/NĐ-CP.\n\n3. Thông tư \
             số 8/2031/TT-BNV.",
            &[
                "Luật Giá năm 2023 | Luật | - | 2023 | - | basis | -",
                "Nghị định số 9/2031/NĐ-CP | NĐ | 9/2031/NĐ-CP | - | =Chính phủ | basis | -",
                "Nghị định số 8/2031/NĐ-CP | NĐ | 8/2031/NĐ-CP | - | =Chính phủ | amends | -",
                "Thông tư số 8/2031/TT-BNV | TT | 8/2031/TT-BNV | - | =Bộ Nội vụ | basis | -",
            ],
        ),
        (
            "III. CÁC CĂN CỨ\n\nLuật Giá năm 2023\n\nNghị định số 9/2031/NĐ-CP",
            &[
                "Luật Giá năm 2023 | Luật | - | 2023 | - | basis | -",
                "Nghị định số 9/2031/NĐ-CP | NĐ | 9/2031/NĐ-CP | - | =Chính phủ | basis | -",
            ],
        ),
    ]);
}

#[test]
fn forms_of_older_papers_are_read() {
    check(&[
        // Any body's letters behind a dash or a blank, where a type word and a date or an issuer announce them.
        (
            "Căn cứ Thông tư số 31-ABCD ngày 12-9-1975 của Bộ Nội thương;",
            &["Thông tư số 31-ABCD | TT | 31/ABCD | 1975-09-12 | Bộ Nội thương | basis | -"],
        ),
        (
            "theo công văn số 138 TCT/CS ngày 29/3/2001, số 42 TCT/NV ngày 19/10/2001",
            &[
                "công văn số 138 TCT/CS | CV | 138-TCT/CS | 2001-03-29 | =Tổng cục Thuế | implements | -",
                "số 42 TCT/NV | CV | 42-TCT/NV | 2001-10-19 | =Tổng cục Thuế | implements | -",
            ],
        ),
        (
            "theo công văn số 31 CV-ĐLM-KD&KT ngày 14/6/2001",
            &["công văn số 31 CV-ĐLM-KD&KT | CV | 31/CV-ĐLM-KD&KT | 2001-06-14 | - | implements | -"],
        ),
        (
            "theo Thông tư số 73A-TC/TCT ngày 30-8-1993",
            &["Thông tư số 73A-TC/TCT | TT | 73A-TC/TCT | 1993-08-30 | - | implements | -"],
        ),
        ("Kế hoạch số 12 UBND tỉnh giao, Quyết định số 31-ABCD nêu rõ", &["Kế hoạch số 12 | KH | 12 | - | - | refers | -"]),
        // Laws with the day on which they were adopted.
        (
            "Căn cứ Luật Hộ tịch đã được Quốc hội khóa VII, kỳ họp thứ 5 thông qua ngày 30 tháng 6 năm 1983;",
            &["Luật Hộ tịch | Luật | - | 1983-06-30 | Quốc hội | basis | -"],
        ),
        ("Căn cứ Luật Muối biển công bố ngày 11/7/1989;", &["Luật Muối biển | Luật | - | 1989-07-11 | - | basis | -"]),
        (
            "theo Luật Hộ tịch được Quốc hội sửa đổi theo Nghị định ngày 11/7/1989",
            &["Luật Hộ tịch | Luật | - | - | - | implements | -"],
        ),
        (
            "theo Pháp lệnh khai thác và thực hiện đo muối biển năm 1998",
            &["Pháp lệnh khai thác và thực hiện đo muối biển năm 1998 | PL | - | 1998 | - | implements | -"],
        ),
        (
            "theo Pháp lệnh Mua bán muối giữa công dân Việt Nam với người nước ngoài ngày 2/3/1993",
            &["Pháp lệnh Mua bán muối giữa công dân Việt Nam với người nước ngoài | PL | - | 1993-03-02 | - | implements | -"],
        ),
        (
            "Căn cứ Luật thuế TNDN; Luật sửa đổi, bổ sung một số điều của Luật thuế muối biển ngày 5-7-1993;",
            &[
                "Luật thuế TNDN | Luật | - | - | - | basis | -",
                "Luật sửa đổi, bổ sung một số điều của Luật thuế muối biển | Luật | - | 1993-07-05 | - | basis | -",
            ],
        ),
        // What ends several documents, or one whose issuer stands between.
        (
            "Những quy định trái với Nghị định này, kể cả Quyết định số 31-CP ngày 1-7-1980 và Chỉ thị số 42-TTg ngày 10-11-1980, \
             đều bãi bỏ.",
            &[
                "Quyết định số 31-CP | QĐ | 31/CP | 1980-07-01 | =Chính phủ | repeals | -",
                "Chỉ thị số 42-TTg | CT | 42/TTg | 1980-11-10 | =Thủ tướng Chính phủ | repeals | -",
            ],
        ),
        ("Các điều trái với Nghị định số 31-CP đều bãi bỏ.", &["Nghị định số 31-CP | NĐ | 31/CP | - | =Chính phủ | refers | -"]),
        (
            "Thông tư này thay Thông tư số 45-TC/CST ngày 21-9-1990",
            &["Thông tư số 45-TC/CST | TT | 45-TC/CST | 1990-09-21 | - | replaces | -"],
        ),
        (
            "Thay Điều 4 của Nghị định số 31-HĐBT bằng điều mới",
            &["Nghị định số 31-HĐBT | NĐ | 31/HĐBT | - | - | amends | Điều 4"],
        ),
        ("Chủ tịch ký thay mặt các bên Quyết định số 31-CP", &["Quyết định số 31-CP | QĐ | 31/CP | - | =Chính phủ | refers | -"]),
        (
            "Hủy bỏ công văn của Bộ Y tế số 31/KTTH ngày 30/6/1997",
            &["công văn của Bộ Y tế số 31/KTTH | CV | 31/KTTH | 1997-06-30 | Bộ Y tế | repeals | -"],
        ),
        (
            "Căn cứ hướng dẫn tại Điều 11 Thông tư số 9/2013/TT-BTC",
            &["Thông tư số 9/2013/TT-BTC | TT | 9/2013/TT-BTC | - | =Bộ Tài chính | basis | Điều 11"],
        ),
        // Issuers.
        (
            "theo Quyết định số 31/UB-TH ngày 31/12/1994 của Ủy ban Muối biển Nhà nước về giá",
            &["Quyết định số 31/UB-TH | QĐ | 31/UB-TH | 1994-12-31 | Ủy ban Muối biển Nhà nước | implements | -"],
        ),
        (
            "theo các Thông tư số 11/TT-LB ngày 10/8/1993 của Liên Bộ Lâm nghiệp - Tài chính và số 05-UB/TT ngày 21/5/1994 của Ủy ban \
             Kế hoạch Nhà nước",
            &[
                "Thông tư số 11/TT-LB | TT | 11/TT-LB | 1993-08-10 | Bộ Lâm nghiệp - Tài chính | implements | -",
                "số 05-UB/TT | TT | 05-UB/TT | 1994-05-21 | Ủy ban Kế hoạch Nhà nước | implements | -",
            ],
        ),
        (
            "Xét tờ trình của Sở Nội vụ về giao đất, số 31/NV ngày 23/03/1995;",
            &["tờ trình của Sở Nội vụ về giao đất, số 31/NV | TTr | 31/NV | 1995-03-23 | Sở Nội vụ | basis | -"],
        ),
        (
            "Theo đề nghị của Giám đốc Sở Nội vụ (tờ trình số 31/NV ngày 18/11/1985) và đồng chí Trưởng ban Mẫu (Tờ trình số 42/PV \
             ngày 13/11/1985).",
            &[
                "tờ trình số 31/NV | TTr | 31/NV | 1985-11-18 | Giám đốc Sở Nội vụ | proposes | -",
                "Tờ trình số 42/PV | TTr | 42/PV | 1985-11-13 | - | proposes | -",
            ],
        ),
        (
            "Nghị định 31/CP và Nghị định 32/CP cùng ngày 12-12-1995",
            &[
                "Nghị định 31/CP | NĐ | 31/CP | 1995-12-12 | =Chính phủ | refers | -",
                "Nghị định 32/CP | NĐ | 32/CP | 1995-12-12 | =Chính phủ | refers | -",
            ],
        ),
        (
            "Ngày 26 tháng 9 năm 1981 Hội đồng Bộ trưởng đã ra Quyết định số 31-HĐBT.",
            &["Quyết định số 31-HĐBT | QĐ | 31/HĐBT | 1981-09-26 | Hội đồng Bộ trưởng | refers | -"],
        ),
        // Orders of the first republic, a tax department's letter, a programme, a list behind its type word.
        (
            "Chiểu Sắc lệnh số 31 ngày 13 tháng 9 năm 1945 và Sắc luật số 003-SLt ngày 18-6-1957;",
            &[
                "Sắc lệnh số 31 | L | 31 | 1945-09-13 | - | basis | -",
                "Sắc luật số 003-SLt | L | 003/SLt | 1957-06-18 | - | basis | -",
            ],
        ),
        ("tại văn bản số 31/CT-TTHT", &["văn bản số 31/CT-TTHT | CV | 31/CT-TTHT | - | - | refers | -"]),
        ("tại Chỉ thị số 31/CT-NV", &["Chỉ thị số 31/CT-NV | CT | 31/CT-NV | - | - | refers | -"]),
        ("Để Chương trình 327 đạt hiệu quả", &["Chương trình 327 | CTr | 327 | - | - | refers | -"]),
        (
            "Các Thông tư: số 05/TT-PC ngày 8-1-1996, số 37/VHTT-TT ngày 1/7/1995 vẫn dùng.",
            &[
                "số 05/TT-PC | TT | 05/TT-PC | 1996-01-08 | - | lists | -",
                "số 37/VHTT-TT | TT | 37/VHTT-TT | 1995-07-01 | - | lists | -",
            ],
        ),
    ]);
    for text in [
        "VỤ LUẬT PHÁP VÀ ĐIỀU ƯỚC",
        "Trường Đại học Luật Hà Nội cử người",
        "phổ biến Luật pháp cho dân",
        "căn hộ số 12A/CT của ông Mẫu",
        "thửa đất số 12-ABCD ngày 2/3/1995, hợp đồng số 12-HĐTC ngày 2/3/1995",
    ] {
        assert_eq!(lines(text), Vec::<String>::new(), "{text}");
    }
}
