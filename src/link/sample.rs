//! A sample archive as values, for tests: a commune's report without number and date, what it cites, and what is not there.

use crate::model::{
    Citation, DocId, Document, Evidence, Extracted, Footnote, Heading, Held, Kind, Page, PartialDate, Place, Quote, Relation,
    Span,
};

/// One made-up file.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    pub(crate) path: String,
    pub(crate) held: Held,
    pub(crate) extracted: Extracted,
    pub(crate) pages: Vec<Page>,
}

const COMMUNE: &str = "UBND xã Sơn Dung";
const DISTRICT: &str = "UBND huyện Sơn Tây";
const PROVINCE: &str = "UBND tỉnh Quảng Ngãi";

/// Path, number as written, date, issuer, subject.
const HELD: [(&str, &str, &str, &str, &str); 35] = [
    (
        "di/2023/kh-10",
        "10/KH-UBND",
        "2023-01-30",
        COMMUNE,
        "rà soát, hệ thống hóa văn bản quy phạm pháp luật của HĐND, UBND xã năm 2023",
    ),
    (
        "di/2023/kh-11",
        "11/KH-UBND",
        "2023-01-30",
        COMMUNE,
        "triển khai công tác thi hành pháp luật về xử lý vi phạm hành chính năm 2023",
    ),
    (
        "di/2023/kh-12",
        "12/KH-UBND",
        "2023-01-31",
        COMMUNE,
        "triển khai công tác phổ biến, giáo dục pháp luật, hòa giải ở cơ sở năm 2023",
    ),
    (
        "di/2023/kh-16",
        "16/KH-UBND",
        "2023-02-09",
        COMMUNE,
        "theo dõi tình hình thi hành pháp luật trong lĩnh vực trọng tâm năm 2023",
    ),
    ("di/2023/kh-25", "25/KH-UBND", "2023-02-17", COMMUNE, "rà soát, đánh giá thủ tục hành chính năm 2023"),
    (
        "di/2023/kh-35",
        "35/KH-UBND",
        "2023-02-27",
        COMMUNE,
        "triển khai truyền thông về hoạt động kiểm soát thủ tục hành chính năm 2023",
    ),
    (
        "di/2023/kh-39",
        "39/KH-UBND",
        "2023-03-09",
        COMMUNE,
        "thực hiện Đề án truyền thông chính sách có tác động lớn đến xã hội năm 2023",
    ),
    ("di/2023/kh-42", "42/KH-UBND", "2023-03-09", COMMUNE, "kiểm tra, hoạt động kiểm soát thủ tục hành chính năm 2023"),
    ("di/2023/kh-43", "43/KH-UBND", "2023-03-09", COMMUNE, "đào tạo, bồi dưỡng cán bộ công chức xã giai đoạn 2021-2025"),
    (
        "di/2023/kh-44",
        "44/KH-UBND",
        "2023-03-10",
        COMMUNE,
        "tự kiểm tra công tác cải cách hành chính và kỷ luật, kỷ cương hành chính năm 2023",
    ),
    (
        "di/2023/kh-46",
        "46/KH-UBND",
        "2023-03-09",
        COMMUNE,
        "chuyển đổi vị trí công tác đối với công chức thuộc danh mục định kỳ chuyển đổi",
    ),
    ("di/2022/kh-16", "16/KH-UBND", "2022-02-18", COMMUNE, "tuyên truyền, phổ biến pháp luật năm 2022"),
    ("di/2023/qd-08a", "08a/QĐ-UBND", "2023-01-31", COMMUNE, "công bố danh mục văn bản quy phạm pháp luật của HĐND"),
    ("di/2023/qd-16", "16/QĐ-UBND", "2023-02-28", COMMUNE, "ban hành kế hoạch hoạt động kiểm soát thủ tục hành chính năm 2023"),
    ("di/2023/qd-26", "26/QĐ-UBND", "2023-03-22", COMMUNE, "kiện toàn Tổ theo dõi kỷ luật, kỷ cương hành chính"),
    ("di/2021/qd-62", "62/QĐ-UBND", "2021-04-15", COMMUNE, "ban hành Quy chế thực hiện cơ chế một cửa"),
    ("di/2022/qd-466", "466/QĐ-UBND", "2022-12-30", COMMUNE, "ban hành Kế hoạch thực hiện nhiệm vụ CCHC năm 2023"),
    ("di/2023/bc-24", "24/BC-UBND", "2023-03-10", COMMUNE, "cải cách hành chính quý I năm 2023"),
    ("di/2023/bc-48", "48/BC-UBND", "2023-04-24", COMMUNE, "rà soát, đơn giản hóa thủ tục hành chính nội bộ"),
    ("di/2023/bc-78", "78/BC-UBND", "2023-06-12", COMMUNE, "cải cách hành chính quý II năm 2023"),
    ("di/2023/bc-96", "96/BC-UBND", "2023-06-29", COMMUNE, "tình hình thực hiện thu-chi ngân sách xã 06 tháng đầu năm"),
    ("di/2023/bc-111", "111/BC-UBND", "2023-07-13", COMMUNE, "kết quả tự kiểm tra cải cách hành chính"),
    ("di/2023/cv-54", "54/UBND", "2023-03-27", COMMUNE, "rà soát danh sách công chức định kỳ chuyển đổi công tác"),
    ("di/2023/cv-102", "102/UBND", "2023-05-08", COMMUNE, "triển khai thực hiện Công văn số 811/UBND"),
    (
        "den/2023/cv-01-dkt",
        "01/ĐKT",
        "2023-07-18",
        "Đoàn kiểm tra huyện Sơn Tây",
        "thông báo hình thức, thời gian kiểm tra công tác cải cách hành chính",
    ),
    ("den/2022/qd-3031", "3031/QĐ-UBND", "2022-12-23", DISTRICT, "ban hành Kế hoạch cải cách hành chính huyện Sơn Tây năm 2023"),
    ("den/2022/qd-466-huyen", "466/QĐ-UBND", "", DISTRICT, "ban hành Kế hoạch cải cách hành chính năm 2023"),
    (
        "den/2023/cv-811",
        "811/UBND",
        "2023-05-04",
        DISTRICT,
        "không yêu cầu xuất trình sổ hộ khẩu khi giải quyết thủ tục hành chính",
    ),
    ("den/2023/cv-1096", "1096/UBND", "2023-06-15", DISTRICT, "chọn Bộ phận Một cửa làm kiểu mẫu"),
    ("den/2023/qd-96-tinh", "96/QĐ-UBND", "2023-02-03", PROVINCE, "giao số lượng, bố trí cán bộ, công chức ở xã"),
    (
        "den/nd-34-2016",
        "34/2016/NĐ-CP",
        "2016-05-14",
        "Chính phủ",
        "quy định chi tiết một số điều và biện pháp thi hành Luật Ban hành văn bản quy phạm pháp luật",
    ),
    (
        "den/nd-59-2019",
        "59/2019/NĐ-CP",
        "2019-07-01",
        "Chính phủ",
        "quy định chi tiết một số điều và biện pháp thi hành Luật Phòng, chống tham nhũng",
    ),
    ("den/luat-80-2015", "80/2015/QH13", "2015-06-22", "Quốc hội", "Ban hành văn bản quy phạm pháp luật"),
    ("den/2023/kh-116-huyen", "116/KH-UBND", "2023-05-19", DISTRICT, "kiểm tra công vụ đột xuất"),
    (
        "den/2023/cv-217-pnv",
        "217/PNV",
        "2023-08-02",
        "Phòng Nội vụ huyện Sơn Tây",
        "cung cấp số liệu cán bộ, công chức; gửi trước ngày 15/8/2023",
    ),
];

/// Place (heading, or `note.item`), words before, surface, words after, kind, number, date, issuer stated, issuer implied,
/// relation, subject.
type Cited = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const DK: &str = "Đoàn kiểm tra huyện Sơn Tây";

const CITED: [Cited; 52] = [
    (
        "",
        "Thực hiện",
        "Công văn số 01/ĐKT",
        "ngày 18/7/2023 của Đoàn kiểm tra huyện Sơn Tây",
        "CV",
        "01/ĐKT",
        "2023-07-18",
        DK,
        "",
        "implements",
        "thông báo hình thức, thời gian kiểm tra",
    ),
    (
        "I.1.1",
        "bám theo",
        "Quyết định số 3031/QĐ-UBND",
        "ngày 23/12/2022 của UBND huyện",
        "QĐ",
        "3031/QĐ-UBND",
        "2022-12-23",
        DISTRICT,
        "",
        "implements",
        "ban hành Kế hoạch cải cách hành chính huyện Sơn Tây năm 2023",
    ),
    (
        "I.1.1",
        "và",
        "Quyết định số 466/QĐ-UBND",
        "ngày 30/12/2022",
        "QĐ",
        "466/QĐ-UBND",
        "2022-12-30",
        "",
        "",
        "implements",
        "ban hành Kế hoạch thực hiện nhiệm vụ CCHC năm 2023",
    ),
    (
        "1.1",
        "",
        "Kế hoạch số 10/KH-UBND",
        "ngày 30/01/2023",
        "KH",
        "10/KH-UBND",
        "2023-01-30",
        "",
        COMMUNE,
        "lists",
        "rà soát, hệ thống hóa văn bản quy phạm pháp luật",
    ),
    (
        "1.2",
        "",
        "Kế hoạch số 11/KH-UBND",
        "ngày 30/01/2023",
        "KH",
        "11/KH-UBND",
        "2023-01-30",
        "",
        COMMUNE,
        "lists",
        "triển khai công tác thi hành pháp luật về xử lý vi phạm hành chính năm 2023",
    ),
    (
        "1.3",
        "",
        "Kế hoạch số 12/KH-UBND",
        "ngày 31/01/2023",
        "KH",
        "12/KH-UBND",
        "2023-01-31",
        "",
        COMMUNE,
        "lists",
        "triển khai công tác phổ biến, giáo dục pháp luật, hòa giải ở cơ sở",
    ),
    (
        "1.4",
        "",
        "Kế hoạch số 16/KH-UBND",
        "ngày 09/02/2023",
        "KH",
        "16/KH-UBND",
        "2023-02-09",
        "",
        COMMUNE,
        "lists",
        "theo dõi tình hình thi hành pháp luật trong lĩnh vực trọng tâm",
    ),
    (
        "1.5",
        "",
        "Kế hoạch số 25/KH-UBND",
        "ngày 17/02/2023",
        "KH",
        "25/KH-UBND",
        "2023-02-17",
        "",
        COMMUNE,
        "lists",
        "rà soát, đánh giá thủ tục hành chính năm 2023",
    ),
    (
        "1.6",
        "",
        "Kế hoạch số 35/KH-UBND",
        "ngày 27/02/2023",
        "KH",
        "35/KH-UBND",
        "2023-02-27",
        "",
        COMMUNE,
        "lists",
        "triển khai truyền thông về hoạt động kiểm soát thủ tục hành chính",
    ),
    (
        "1.7",
        "",
        "Quyết định số 16/QĐ-UBND",
        "ngày 28/2/2023",
        "QĐ",
        "16/QĐ-UBND",
        "2023-02-28",
        "",
        COMMUNE,
        "lists",
        "ban hành kế hoạch hoạt động kiểm soát thủ tục hành chính năm 2023",
    ),
    (
        "1.8",
        "",
        "Kế hoạch số 39/KH-UBND",
        "ngày 09/03/2023",
        "KH",
        "39/KH-UBND",
        "2023-03-09",
        "",
        COMMUNE,
        "lists",
        "thực hiện Đề án truyền thông chính sách",
    ),
    (
        "1.9",
        "",
        "Kế hoạch số 27/KH-UBND",
        "ngày 22/02/2023",
        "KH",
        "27/KH-UBND",
        "2023-02-22",
        "",
        COMMUNE,
        "lists",
        "tuyên truyền CCHC năm 2023",
    ),
    (
        "1.10",
        "",
        "Kế hoạch số 42/KH-UBND",
        "ngày 09/3/2023",
        "KH",
        "42/KH-UBND",
        "2023-03-09",
        "",
        COMMUNE,
        "lists",
        "kiểm tra, hoạt động kiểm soát thủ tục hành chính năm 2023",
    ),
    (
        "1.11",
        "",
        "Kế hoạch số 43/KH-UBND",
        "ngày 09/3/2023 của UBND xã",
        "KH",
        "43/KH-UBND",
        "2023-03-09",
        COMMUNE,
        "",
        "lists",
        "đào tạo, bồi dưỡng cán bộ công chức xã giai đoạn 2021-2025",
    ),
    (
        "1.12",
        "",
        "Kế hoạch 44/KH-UBND",
        "ngày 09/3/2022 của UBND xã",
        "KH",
        "44/KH-UBND",
        "2022-03-09",
        COMMUNE,
        "",
        "lists",
        "tự kiểm tra công tác CCHC và kỷ luật, kỷ cương hành chính năm 2023 xã Sơn Dung",
    ),
    (
        "1.13",
        "",
        "Kế hoạch số 46/KH-UBND",
        "ngày 09/3/2023",
        "KH",
        "46/KH-UBND",
        "2023-03-09",
        "",
        COMMUNE,
        "lists",
        "chuyển đổi vị trí công tác đối với công chức",
    ),
    (
        "1.13",
        "theo quy định tại",
        "nghị định số 59/2019/NĐ-CP",
        "ngày 01/7/2019",
        "NĐ",
        "59/2019/NĐ-CP",
        "2019-07-01",
        "",
        "",
        "refers",
        "",
    ),
    (
        "I.1.2",
        "UBND xã đã ban hành",
        "Kế hoạch số 44/KH-UBND",
        "ngày 10/3/2023",
        "KH",
        "44/KH-UBND",
        "2023-03-10",
        "",
        COMMUNE,
        "refers",
        "tự kiểm tra công tác cải cách hành chính và kỷ luật, kỷ cương hành chính năm 2023",
    ),
    ("2", "", "Báo cáo số 111/BC-UBND", "ngày 13/7/2023", "BC", "111/BC-UBND", "2023-07-13", "", COMMUNE, "refers", ""),
    ("I.1.3", "cùng việc triển khai", "Đề án 06", "của Chính phủ", "ĐA", "06", "", "Chính phủ", "", "implements", ""),
    ("3", "Quý I tại", "Báo cáo số 24/BC-UBND", "ngày 10/3/2023", "BC", "24/BC-UBND", "2023-03-10", "", COMMUNE, "refers", ""),
    ("3", "quý II tại", "BC số 78/BC-UBND", "ngày 12/6/2023", "BC", "78/BC-UBND", "2023-06-12", "", COMMUNE, "refers", ""),
    ("I.1.5", "theo", "Đề án 06", "của Chính phủ", "ĐA", "06", "", "Chính phủ", "", "implements", ""),
    (
        "I.2",
        "Ngày 09/02/2023, UBND xã ban hành",
        "Kế hoạch số 16/KH-UBND",
        "về theo dõi thi hành pháp luật",
        "KH",
        "16/KH-UBND",
        "2023-02-09",
        COMMUNE,
        "",
        "refers",
        "theo dõi tình hình thi hành pháp luật trong lĩnh vực trọng tâm",
    ),
    (
        "I.2",
        "theo",
        "Kế hoạch số 10/KH-UBND",
        "ngày 30/01/2023",
        "KH",
        "10/KH-UBND",
        "2023-01-30",
        "",
        COMMUNE,
        "implements",
        "rà soát, hệ thống hóa văn bản quy phạm pháp luật",
    ),
    ("I.2", "trên cơ sở", "Luật Ban hành văn bản QPPL năm 2015", "", "Luật", "", "2015", "", "", "basis", ""),
    (
        "I.2",
        "và",
        "Nghị định số 34/2016/NĐ-CP",
        "ngày 14/5/2016 của Chính phủ",
        "NĐ",
        "34/2016/NĐ-CP",
        "2016-05-14",
        "Chính phủ",
        "",
        "basis",
        "quy định chi tiết một số điều và biện pháp thi hành Luật Ban hành văn bản quy phạm pháp luật",
    ),
    ("I.2", "quy định chi tiết thi hành", "Luật Ban hành văn bản quy phạm pháp luật", "", "Luật", "", "", "", "", "guides", ""),
    (
        "I.2",
        "UBND xã ban hành",
        "Kế hoạch số 12/KH-UBND",
        "ngày 31/01/2023",
        "KH",
        "12/KH-UBND",
        "2023-01-31",
        "",
        COMMUNE,
        "refers",
        "kế hoạch triển khai công tác phổ biến, giáo dục pháp luật",
    ),
    (
        "I.2",
        "và",
        "Quyết định số 08a/QĐ-UBND",
        "ngày 31/01/2023",
        "QĐ",
        "08a/QĐ-UBND",
        "2023-01-31",
        "",
        COMMUNE,
        "refers",
        "công bố Danh mục Văn bản quy phạm Pháp luật của HĐND",
    ),
    (
        "I.3",
        "UBND xã ban hành",
        "Kế hoạch số 25/KH-UBND",
        "ngày 17/2/2023",
        "KH",
        "25/KH-UBND",
        "2023-02-17",
        "",
        COMMUNE,
        "refers",
        "rà soát, đánh giá TTHC năm 2023",
    ),
    (
        "I.3",
        "",
        "Quyết định số 16/QĐ-UBND",
        "ngày 28/2/2023",
        "QĐ",
        "16/QĐ-UBND",
        "2023-02-28",
        "",
        COMMUNE,
        "refers",
        "ban hành kế hoạch hoạt động kiểm soát thủ tục hành chính năm 2023",
    ),
    (
        "I.3",
        "",
        "Kế hoạch số 35/KH-UBND",
        "ngày 27/2/2023",
        "KH",
        "35/KH-UBND",
        "2023-02-27",
        "",
        COMMUNE,
        "refers",
        "đẩy mạnh công tác truyền thông về kiểm soát TTHC năm 2023",
    ),
    (
        "I.3",
        "",
        "Kế hoạch số 42/KH-UBND",
        "ngày 09/3/2023",
        "KH",
        "42/KH-UBND",
        "2023-03-09",
        "",
        COMMUNE,
        "refers",
        "kiểm tra, hoạt động kiểm soát TTHC năm 2023",
    ),
    (
        "4",
        "",
        "Báo cáo số 48/BC-UBND",
        "ngày 24/4/2023",
        "BC",
        "48/BC-UBND",
        "2023-04-24",
        "",
        COMMUNE,
        "refers",
        "rà soát, đơn giản hóa thủ tục hành chính nội bộ",
    ),
    (
        "I.3",
        "theo chỉ đạo của UBND huyện tại",
        "Công văn số 1096/UBND",
        "ngày 15/6/2023",
        "CV",
        "1096/UBND",
        "2023-06-15",
        "",
        DISTRICT,
        "implements",
        "",
    ),
    (
        "I.3",
        "UBND xã ban hành",
        "Công văn số 102/UBND",
        "ngày 08/5/2023",
        "CV",
        "102/UBND",
        "2023-05-08",
        "",
        COMMUNE,
        "refers",
        "triển khai thực hiện Công văn số 811/UBND",
    ),
    (
        "I.3",
        "thực hiện",
        "Công văn số 811/UBND",
        "ngày 04/5/2023 của UBND huyện",
        "CV",
        "811/UBND",
        "2023-05-04",
        DISTRICT,
        "",
        "implements",
        "",
    ),
    (
        "I.3",
        "UBND xã ban hành",
        "Quyết định số 62/QĐ-UBND",
        "ngày 15/4/2021",
        "QĐ",
        "62/QĐ-UBND",
        "2021-04-15",
        "",
        COMMUNE,
        "refers",
        "Ban hành Quy chế thực hiện cơ chế một cửa",
    ),
    (
        "I.3",
        "theo hướng dẫn tại",
        "Thông tư 01/2018/TT-VPCP",
        "của Văn phòng Chính phủ",
        "TT",
        "01/2018/TT-VPCP",
        "",
        "Văn phòng Chính phủ",
        "",
        "basis",
        "",
    ),
    (
        "I.4",
        "Căn cứ",
        "Quyết định số 96/QĐ-UBND",
        "ngày 03/02/2023 của UBND tỉnh Quảng Ngãi",
        "QĐ",
        "96/QĐ-UBND",
        "2023-02-03",
        PROVINCE,
        "",
        "basis",
        "giao số lượng, bố trí cán bộ, công chức",
    ),
    (
        "5",
        "",
        "Báo cáo số 99/BC-UBND",
        "ngày 03.7.2023",
        "BC",
        "99/BC-UBND",
        "2023-07-03",
        "",
        COMMUNE,
        "refers",
        "thực trạng CBCC xã",
    ),
    (
        "I.5",
        "UBND xã ban hành",
        "Kế hoạch số 43/KH-UBND",
        "ngày 09/3/2023 của UBND xã",
        "KH",
        "43/KH-UBND",
        "2023-03-09",
        COMMUNE,
        "",
        "refers",
        "đào tạo, bồi dưỡng cán bộ công chức xã giai đoạn 2021-2025",
    ),
    (
        "I.5",
        "Theo sự chỉ đạo của UBND huyện tại",
        "Kế hoạch số 46/KH-UBND",
        "ngày 09/3/2023",
        "KH",
        "46/KH-UBND",
        "2023-03-09",
        DISTRICT,
        "",
        "implements",
        "chuyển đổi vị trí công tác đối với công chức",
    ),
    (
        "I.5",
        "quy định tại",
        "nghị định số 59/2019/NĐ-CP",
        "ngày 01/7/2019",
        "NĐ",
        "59/2019/NĐ-CP",
        "2019-07-01",
        "",
        "",
        "refers",
        "",
    ),
    (
        "I.5",
        "UBND xã ban hành",
        "Công văn số 54/UBND",
        "ngày 27/3/2023",
        "CV",
        "54/UBND",
        "2023-03-27",
        "",
        COMMUNE,
        "refers",
        "rà soát danh sách công chức định kỳ chuyển đổi công tác",
    ),
    ("I.6", "theo", "Quyết định số 30/QĐ-UBND", "ngày 09/3/2021", "QĐ", "30/QĐ-UBND", "2021-03-09", "", COMMUNE, "basis", ""),
    ("I.6", "tại", "Kế hoạch số 94/KH-UBND", "ngày 05/5/2023", "KH", "94/KH-UBND", "2023-05-05", "", COMMUNE, "refers", ""),
    (
        "6",
        "",
        "Báo cáo số 96/BC-UBND",
        "ngày 29/6/2023",
        "BC",
        "96/BC-UBND",
        "2023-06-29",
        "",
        COMMUNE,
        "refers",
        "Tình hình thực hiện thu-chi ngân sách xã 06 tháng đầu năm",
    ),
    (
        "7",
        "",
        "Nghị quyết số 11/NQ-HĐND",
        "ngày 23/12/2022 của HĐND xã Sơn Dung",
        "NQ",
        "11/NQ-HĐND",
        "2022-12-23",
        "HĐND xã Sơn Dung",
        "",
        "refers",
        "phê chuẩn dự toán thu chi ngân sách xã năm 2023",
    ),
    (
        "II",
        "kiện toàn Tổ theo dõi tại",
        "Quyết định số 26/QĐ-UBND",
        "ngày 22/3/2023 của UBND xã",
        "QĐ",
        "26/QĐ-UBND",
        "2023-03-22",
        COMMUNE,
        "",
        "refers",
        "",
    ),
    (
        "II",
        "từ đầu năm có",
        "Kế hoạch 44/KH-UBND",
        "ngày 09/3/2022 của UBND xã",
        "KH",
        "44/KH-UBND",
        "2022-03-09",
        COMMUNE,
        "",
        "refers",
        "kiểm tra công tác CCHC và kỷ luật, kỷ cương hành chính năm 2023",
    ),
];

/// The mark, the words that bear it, the heading under which they stand.
const ANCHORS: [(&str, &str, &str); 7] = [
    ("1", "13 kế hoạch¹", "I.1.1"),
    ("2", "(Có Báo cáo riêng)²", "I.1.2"),
    ("3", "đúng theo quy định³", "I.1.4"),
    ("4", "xem xét, điều chỉnh⁴", "I.3"),
    ("5", "đã Báo cáo với UBND huyện⁵", "I.4"),
    ("6", "theo kế hoạch được giao⁶", "I.6"),
    ("7", "theo quy định hiện hành⁷", "I.6"),
];

/// The whole archive; the report stands first.
pub(crate) fn archive() -> Vec<Made> {
    let mut made = vec![report()];
    for (i, (path, number, date, issuer, subject)) in HELD.iter().enumerate() {
        let mut one = letter(&format!("{i:08x}"), path, number, date, issuer, subject);
        let cites: &[(&str, &str, &str, &str, &str, Relation)] = match *path {
            "di/2023/cv-102" => &[("Công văn số 811/UBND", "CV", "811/UBND", "2023-05-04", DISTRICT, Relation::Implements)],
            "den/nd-34-2016" => &[("Luật Ban hành văn bản quy phạm pháp luật", "Luật", "", "", "", Relation::Guides)],
            "di/2023/kh-46" => {
                &[("Nghị định số 59/2019/NĐ-CP", "NĐ", "59/2019/NĐ-CP", "2019-07-01", "Chính phủ", Relation::Basis)]
            }
            _ => &[],
        };
        for (surface, kind, number, date, issuer, relation) in cites {
            let span = append(&mut one.pages, &format!("Căn cứ {surface}."), surface);
            let name = number.is_empty().then(|| (*surface).to_owned());
            one.extracted.citations.push(Citation {
                relation: *relation,
                name,
                ..citation(surface, kind, number, date, issuer, span)
            });
        }
        made.push(one);
    }
    made
}

/// A document of one page: letterhead, subject.
pub(crate) fn letter(id: &str, path: &str, number: &str, date: &str, issuer: &str, subject: &str) -> Made {
    let (ordinal, year, symbol) = parts(number);
    let kind = symbol.as_deref().map(kind_of);
    let upper = issuer.contains("xã ").then(|| DISTRICT.to_owned());
    let sent_to = if upper.is_some() { "UBND huyện" } else { "UBND các xã" };
    let document = Document {
        kind: kind.and_then(Kind::from_code),
        number: ordinal,
        year,
        symbol,
        date: date.parse().ok(),
        issuer: Some(issuer.to_owned()),
        parent: upper,
        subject: Some(subject.to_owned()),
        signer: Some("Nguyễn Văn Trí".to_owned()),
        recipients: vec![sent_to.to_owned()],
        ..Document::default()
    };
    let mut pages = vec![Page::default()];
    let mut extracted = Extracted { document: document.clone(), ..Extracted::default() };
    let mut put = |field: &str, line: &str| {
        let span = append(&mut pages, line, line);
        let evidence = Evidence { span, quote: line.to_owned(), rule: format!("letterhead.{field}") };
        extracted.evidence.insert(field.to_owned(), evidence);
    };
    put("issuer", issuer);
    put("number", &format!("Số: {number}"));
    if let Some(date) = document.date {
        put("date", &format!("Sơn Dung, ngày {}", date.vietnamese()));
    }
    put("subject", subject);
    let held = Held { id: DocId(id.to_owned()), document, parts: Vec::new() };
    Made { path: format!("{path}.docx"), held, extracted, pages }
}

pub(crate) fn kind_of(symbol: &str) -> &'static str {
    match symbol.split('-').next().unwrap_or_default() {
        "KH" => "KH",
        "QĐ" => "QĐ",
        "BC" => "BC",
        "TT" => "TT",
        "NĐ" | "NĐCP" => "NĐ",
        "QH13" | "QH14" | "QH15" => "Luật",
        _ => "CV",
    }
}

pub(crate) fn parts(number: &str) -> (Option<String>, Option<u16>, Option<String>) {
    let cells: Vec<&str> = number.split('/').collect();
    match cells.as_slice() {
        [ordinal, year, symbol] => (Some((*ordinal).to_owned()), year.parse().ok(), Some((*symbol).to_owned())),
        [ordinal, symbol] => (Some((*ordinal).to_owned()), None, Some((*symbol).to_owned())),
        [ordinal] if !ordinal.is_empty() => (Some((*ordinal).to_owned()), None, None),
        _ => (None, None, None),
    }
}

/// Adds a line to the last page and gives the place of `part` in it.
pub(crate) fn append(pages: &mut [Page], line: &str, part: &str) -> Span {
    let number = u32::try_from(pages.len()).unwrap_or(1);
    let Some(page) = pages.last_mut() else { return Span { page: 1, start: 0, end: 0 } };
    let base = page.text.len() + line.find(part).unwrap_or(0);
    page.text.push_str(line);
    page.text.push_str("\n\n");
    let at = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span { page: number, start: at(base), end: at(base + part.len()) }
}

pub(crate) fn citation(surface: &str, kind: &str, number: &str, date: &str, issuer: &str, span: Span) -> Citation {
    let (number, year, symbol) = parts(number);
    let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
    Citation {
        surface: surface.to_owned(),
        kind: Kind::from_code(kind),
        number,
        year,
        symbol,
        name: None,
        date: date.parse::<PartialDate>().ok(),
        issuer: some(issuer),
        issuer_implied: None,
        relation: Relation::Refers,
        pinpoint: None,
        place: Place::Body,
        subject: None,
        anaphora: false,
        quoted: false,
        span,
        rule: "number".to_owned(),
    }
}

fn report() -> Made {
    let mut pages = vec![Page::default()];
    let document = Document {
        kind: Kind::from_code("BC"),
        issuer: Some(COMMUNE.to_owned()),
        parent: Some(DISTRICT.to_owned()),
        subject: Some("Công tác cải cách hành chính, kỷ luật, kỷ cương hành chính tại xã Sơn Dung".to_owned()),
        signer: Some("Nguyễn Văn Trí".to_owned()),
        ..Document::default()
    };
    let mut extracted = Extracted { document: document.clone(), ..Extracted::default() };
    append(&mut pages, "BÁO CÁO", "BÁO CÁO");
    let mut heading = "";
    for (at, before, surface, after, kind, number, date, issuer, implied, relation, subject) in CITED {
        let noted = at.starts_with(|c: char| c.is_ascii_digit());
        let place = match at.split_once('.') {
            _ if !noted => Place::Body,
            Some((marker, item)) => Place::Footnote { marker: marker.to_owned(), item: Some(item.to_owned()) },
            None => Place::Footnote { marker: at.to_owned(), item: None },
        };
        let under = match &place {
            Place::Footnote { marker, .. } => ANCHORS.iter().find(|a| a.0 == marker.as_str()).map_or("", |a| a.2),
            _ => at,
        };
        if under != heading {
            let span = append(&mut pages, under, under);
            extracted.headings.push(Heading { label: under.to_owned(), span });
            heading = under;
        }
        if let Place::Footnote { marker, .. } = &place
            && !extracted.footnotes.iter().any(|n| n.marker == *marker)
            && let Some((_, words, _)) = ANCHORS.iter().find(|a| a.0 == marker.as_str())
        {
            let span = append(&mut pages, &format!("xã có {words} liên quan"), words);
            let anchor = Some(Quote { span, quote: (*words).to_owned() });
            extracted.footnotes.push(Footnote {
                marker: marker.clone(),
                anchor,
                text: String::new(),
                pages: vec![1],
                parts: vec![],
            });
        }
        let item = at.split_once('.').filter(|_| noted).map(|(_, item)| format!("({item}) ")).unwrap_or_default();
        let line = format!("{item}{before} {surface} {after}.");
        let span = append(&mut pages, &line, surface);
        if let Place::Footnote { marker, .. } = &place
            && let Some(note) = extracted.footnotes.iter_mut().find(|n| n.marker == *marker)
        {
            note.text.push_str(&line);
            note.parts.push(span);
        }
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        extracted.citations.push(Citation {
            issuer_implied: some(implied),
            relation: serde_json::from_value(serde_json::Value::from(relation)).unwrap_or_default(),
            place,
            name: number.is_empty().then(|| surface.replace(" năm 2015", "").replace("QPPL", "quy phạm pháp luật")),
            subject: some(subject),
            ..citation(surface, kind, number, date, issuer, span)
        });
    }
    let held = Held { id: DocId("a3182eee".to_owned()), document, parts: Vec::new() };
    Made { path: "di/2023/bao-cao-cchc.txt".to_owned(), held, extracted, pages }
}
