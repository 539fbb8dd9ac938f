//! The room as a whole: documents in, queries asked. The documents are invented.
#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use unicode_normalization::UnicodeNormalization as _;

use super::query::{Hints, Options, parse};
use super::{CitedLaw, CitedNumber, Direction, Entry, Index, IndexError, Page, Results, Tier, Writer};
use crate::model::{DocNumber, Kind, PartialDate};

fn number(text: &str) -> DocNumber {
    let mut parts: Vec<&str> = text.splitn(3, '/').collect();
    let year = (parts.len() == 3).then(|| parts.remove(1).parse().expect("a year"));
    DocNumber { number: parts[0].to_owned(), year, symbol: parts.get(1).map(|s| (*s).to_owned()) }
}

/// Row, number, kind, date, issuer, subject, body, cited numbers.
type Row = (u64, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

const ARCHIVE: &[Row] = &[
    (
        1,
        "16/KH-UBND",
        "KH",
        "2023-02-09",
        "UBND xã Sơn Hà",
        "Theo dõi thi hành pháp luật",
        "Kế hoạch theo dõi thi hành pháp luật năm 2023",
        &[],
    ),
    (2, "16/KH-UBND", "KH", "2022-02-18", "UBND xã Sơn Hà", "Tuyên truyền, phổ biến pháp luật", "Kế hoạch tuyên truyền", &[]),
    (3, "16/QĐ-UBND", "QĐ", "2023-02-28", "UBND xã Sơn Hà", "Kiểm soát thủ tục hành chính", "Quyết định ban hành", &[]),
    (
        4,
        "",
        "BC",
        "2023-06-30",
        "UBND xã Sơn Hà",
        "Công tác cải cách hành chính",
        "UBND xã đã ban hành Kế hoạch số 16/KH-UBND; Kế hoạch số 27/KH-UBND về việc hòa giải ở cơ sở; thủy lợi",
        &["16/KH-UBND", "27/KH-UBND"],
    ),
    (5, "116/KH-UBND", "KH", "2023-05-05", "UBND huyện Sơn Hà", "Phòng chống thiên tai", "Hoá chất và giai đoạn, hoa lá", &[]),
    (6, "30/2020/NĐ-CP", "NĐ", "2020-03-05", "Chính phủ", "Công tác văn thư", "Nghị định về công tác văn thư, Đắk Lắk", &[]),
    (
        7,
        "l5/KH-U8ND",
        "KH",
        "2021-01-01",
        "UBND xã Sơn Hà",
        "Quốc phòng",
        "Bản quét; an toàn hồ đập (sau đây viết tắt là ATHĐ)",
        &[],
    ),
    (
        8,
        "8/CV-ATHĐ",
        "CV",
        "2021-03-01",
        "Chi cục Thủy lợi",
        "Kiểm tra ATHĐ",
        "Kiểm tra ATHĐ mùa mưa, cà phê",
        &["30/2020/NĐ-CP"],
    ),
];

fn archive() -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("a writer");
    for (row, own, kind, date, issuer, subject, body, cites) in ARCHIVE {
        let cited_by = ARCHIVE.iter().filter(|r| !own.is_empty() && r.7.contains(own)).map(|r| r.0).collect();
        let entry = Entry {
            row: *row,
            id: format!("{row:08x}"),
            number: (!own.is_empty()).then(|| number(own)),
            kind: Kind::from_code(kind),
            date: date.parse::<PartialDate>().ok(),
            issuer: Some((*issuer).to_owned()),
            subject: Some((*subject).to_owned()),
            body: format!("{issuer}\n{subject}\n{body}"),
            cites: cites
                .iter()
                .map(|c| CitedNumber { number: number(c), kind: Kind::from_code("KH").filter(|_| c.contains("KH")) })
                .collect(),
            cited_by,
            missing: *row == 4,
            direction: if *row == 6 { Direction::In } else { Direction::Out },
            path: format!("vb/{row}.txt"),
            ..Entry::default()
        };
        writer.add(&entry).expect("added");
    }
    finished(dir, writer, 7)
}

fn finished(dir: tempfile::TempDir, mut writer: Writer, generation: u64) -> (tempfile::TempDir, Index) {
    writer.commit(generation).expect("committed");
    writer.finish().expect("finished");
    let index = Index::open(dir.path()).expect("opened");
    (dir, index)
}

fn ask(index: &Index, query: &str) -> Results {
    let query = parse(query, &Options::default(), &Hints::default()).unwrap_or_else(|e| panic!("{query}: {e}"));
    index.search(&query, &Page { facets: true, ..Page::default() }).expect("an answer")
}

fn rows(results: &Results) -> Vec<u64> {
    results.hits.iter().map(|h| h.row).collect()
}

#[test]
fn numbers_come_first() {
    let (_dir, index) = archive();
    let check = |query: &str, expected: &[u64]| assert_eq!(rows(&ask(&index, query)), expected, "{query}");
    check("16/KH-UBND", &[1, 2, 4]);
    check("16 kh ubnd", &[1, 2, 4]);
    check("16kh ubnd", &[1, 2, 4]);
    check("16/khubnd", &[1, 2, 4]);
    check("１６/KH\u{200b}-UBND", &[1, 2, 4]);
    check("\"16/KH-UBND\"", &[1, 2, 4]);
    check("Kế hoạch số 16/KH-UBND ngày 18/02/2022 của UBND xã", &[2, 4]);
    check("16/KH-UBND năm 2022", &[2, 4]);
    check("số 16 năm 2023", &[1, 3]);
    check("30/2020/NĐ-CP", &[6, 8]);
    check("217 nd-cp", &[]);
    check("165/QĐ-UBND", &[]);
    check("27/KH-UBND", &[4]);
    check("l6/KH-UBND", &[1, 2, 4]);
    check("30/20/NĐ-CP", &[6, 8]);
    check("30/2020/nghị định", &[6, 8]);
    check("ndcp 30/2020", &[6, 8]);
    check("văn bản nào viện dẫn 30/2020/NĐ-CP", &[8, 6]);
    check("15/KH-UBND", &[7]);
    check("16/KH-UBMD", &[]);
    let loose = ask(&index, "15/KH-UBND");
    assert!(loose.hits[0].tier == Tier::Loose && loose.answer.number.is_some_and(|n| n.loose && n.held == 0));
    let kind = rows(&ask(&index, "ke hoach 16"));
    assert_eq!(kind[..3], [1, 2, 3]);
    assert_eq!(rows(&ask(&index, "nghi dinh 30"))[0], 6);
    let other_year = ask(&index, "nghị định 30 năm 2019").answer.number;
    assert_eq!(other_year.map(|n| (n.held, n.years)), Some((0, vec![2020])));
    assert_eq!(ask(&index, "27/KH-UBND").answer.number.map(|n| (n.held, n.citing)), Some((0, 1)));
}

#[test]
fn every_way_of_typing_finds_the_same() {
    let (_dir, index) = archive();
    // What is typed, and the documents that it finds in each of the ways of typing it.
    let matrix: [(&str, &[u64]); 6] = [
        ("hòa giải", &[4]),
        ("\"hòa giải ở cơ sở\"", &[4]),
        ("thủy lợi", &[8, 4]),
        ("Đắk Lắk", &[6]),
        ("16/QĐ-UBND", &[3]),
        ("văn th*", &[6]),
    ];
    for (typed, expected) in matrix {
        let old = typed.replace("hòa", "hoà").replace("thủy", "thuỷ");
        let ways = [
            typed.to_owned(),
            typed.nfd().collect(),
            old.clone(),
            old.nfd().collect(),
            typed.to_uppercase(),
            typed.to_lowercase(),
            typed.replace('Đ', "\u{d0}"),
            crate::viet::fold_text(typed),
        ];
        for way in ways {
            let mut found = rows(&ask(&index, &way));
            found.sort_unstable();
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(found, expected, "{way}");
        }
    }
}

#[test]
fn words_filters_and_operators() {
    let (_dir, index) = archive();
    let check = |query: &str, expected: &[u64]| {
        let mut found = rows(&ask(&index, query));
        found.sort_unstable();
        assert_eq!(found, expected, "{query}");
    };
    check("CCHC", &[4]);
    check("cải cách hành chính", &[4]);
    check("TTHC", &[3]);
    check("ATHĐ", &[7, 8]);
    check("an toàn hồ đập", &[7, 8]);
    check("loai:KH nam:2023", &[1, 5]);
    check("loai:qd", &[3]);
    check("coquan:\"Ủy ban nhân dân xã Sơn Hà\"", &[1, 2, 3, 4, 7]);
    check("coquan:\"Sơn Hà\" loai:KH tu:01/2023 den:3/2023", &[1]);
    check("coquan:\"UBND Sơn Hà\" loai:KH", &[1, 2, 5, 7]);
    check("coquan:CP", &[6]);
    check("LOAI:QĐ", &[3]);
    check(&"Loại:\"quyết định\"".nfd().collect::<String>(), &[3]);
    check("Nam:2020", &[6]);
    check("cơ quan:\"Chính phủ\"", &[6]);
    check("loại văn bản:QĐ", &[3]);
    check("thang:2/2023 loai:QĐ", &[3]);
    check("loai:nghị định nam:2020", &[6]);
    check("loai:quyết định nam:2023", &[3]);
    check("tu:1/2 den:28/02/2023", &[1, 3]);
    check("ngay:1/2..28/02/2023", &[1, 3]);
    check("nam:2021", &[7, 8]);
    check("huong:den", &[6]);
    check("vien-dan:16/KH-UBND", &[4]);
    check("duoc-vien-dan:8/CV-ATHĐ", &[6]);
    check("tinh-trang:missing", &[4]);
    check("\"thi hành\" AND (\"pháp luật\" OR văn) AND NOT tuyên", &[1]);
    check("\"pháp luật\" và không \"thi hành\"", &[2]);
    check("loai:KH -thiên", &[1, 2, 7]);
    check("\"cà phê\" hoặc \"văn thư\"", &[6, 8]);
    check("\"theo luật\"~4", &[1]);
    check("luật GẦN/6 theo", &[1]);
    check("theo gần/6 \"pháp luật\"", &[1]);
    check("theo NEAR/1 \"pháp luật\"", &[]);
    check("theo GẦN/6 luật AND NOT xã", &[]);
    check("so:8..16 loai:KH", &[1, 2]);
    check("so:100.. loai:KH", &[5]);
    check("ngay:\"quý I/2023\" loai:KH", &[1]);
    check("kh 16 lamha", &[1, 2, 3, 4]);
    check("hòa giải ở cơ sở như thế nào", &[4]);
    check("xyzzy", &[]);
    let facets = ask(&index, "loai:KH").facets.unwrap_or_default();
    assert_eq!(
        facets.year.iter().map(|f| (f.value.as_str(), f.count)).collect::<Vec<_>>(),
        [("2023", 2), ("2021", 1), ("2022", 1)]
    );
}

#[test]
fn keystrokes_of_a_keyboard_that_was_off_are_read() {
    let (_dir, index) = archive();
    let check = |query: &str, expected: &[u64], meant: Option<&str>| {
        let found = ask(&index, query);
        assert_eq!(rows(&found), expected, "{query}");
        assert_eq!(found.answer.meant.as_ref().map(|m| m.typed.as_str()), meant, "{query}");
    };
    check("phofng choongs thieen tai", &[5], Some("phòng chống thiên tai"));
    check("pho2ng cho61ng thie6n tai", &[5], Some("phòng chống thiên tai"));
    check("kees hoachj 116", &[5], Some("kế hoạch 116"));
    check("phong chong thien tai", &[5], None);
    // No document holds what the keys would write.
    check("maps", &[], None);
}

#[test]
fn frequent_words_in_a_row_are_pairs() {
    let (_dir, index) = archive();
    let check = |query: &str, expected: &[u64]| {
        let mut found = rows(&ask(&index, query));
        found.sort_unstable();
        assert_eq!(found, expected, "{query}");
    };
    check("\"phap luat\"", &[1, 2]);
    check("\"thi hành pháp luật\"", &[1]);
    check("\"luat phap\"", &[]);
    check("\"công tác\"", &[4, 6]);
    check("phap luat NOT \"thi hanh\"", &[2]);
}

#[test]
fn nothing_found_suggests_what_would() {
    let (_dir, index) = archive();
    let check = |query: &str, expected: &str| {
        let found = ask(&index, query);
        assert_eq!(found.total, 0, "{query}");
        assert!(found.suggestions.iter().any(|s| s.query == expected && s.count > 0), "{query}: {:?}", found.suggestions);
    };
    check("16/KH-UBMD", "16/KH-UBND");
    check("17/KH-UBND", "16/KH-UBND");
    check("kh 126", "KH 16");
    check("coquan:\"Chi cục Thủy lộ\"", "coquan:\"Chi cục Thủy lợi\"");
    let found = ask(&index, "thiên tai nam:2021");
    assert_eq!(
        found.suggestions.first().map(|s| (s.query.as_str(), s.count, s.without.as_deref())),
        Some(("thiên tai", 1, Some("nam:2021")))
    );
    let without = |query: &str, without: &str, expected: &str| {
        let found = ask(&index, query);
        assert_eq!(found.total, 0, "{query}");
        let suggestion = found.suggestions.iter().find(|s| s.without.as_deref() == Some(without));
        assert_eq!(suggestion.map(|s| s.query.as_str()), Some(expected), "{query}: {:?}", found.suggestions);
    };
    without("co-quan:CP thiên tai", "co-quan:CP", "thiên tai");
    without("thiên tai Loại:\"nghị định\" nam:2023", "Loại:\"nghị định\"", "thiên tai nam:2023");
}

#[test]
fn errors_say_where() {
    use super::query::{Problem, Where};
    let check = |query: &str, at: (usize, usize), expected: fn(&Problem) -> bool| match parse(
        query,
        &Options::default(),
        &Hints::default(),
    ) {
        Err(error) => assert!(error.at == Where::Query(at.0, at.1) && expected(&error.problem), "{query}: {error:?}"),
        Ok(found) => panic!("{query}: {found:?}"),
    };
    check("kế hoạch \"năm 2023", (13, 14), |p| *p == Problem::OpenQuote);
    check("a AND (b OR c", (6, 7), |p| *p == Problem::OpenParenthesis);
    check("a AND", (2, 5), |p| matches!(p, Problem::Dangling(_)));
    check("a GẦN/3", (2, 9), |p| matches!(p, Problem::Dangling(_)));
    check("so:20..10", (3, 9), |p| *p == Problem::Backwards);
    check("ngay:2023..2020", (5, 15), |p| *p == Problem::Backwards);
    check("loai:XYZ", (5, 8), |p| matches!(p, Problem::Kind(..)));
    check("tu:31/02/2023", (3, 13), |p| matches!(p, Problem::Date(_)));
    check("vien-dam:16/KH-UBND", (0, 8), |p| matches!(p, Problem::Field(_, near) if near == "vien-dan"));
    check("viendam:\"16/KH-UBND\"", (0, 7), |p| matches!(p, Problem::Field(_, near) if near == "viendan"));
    check("\"kho\"~x", (5, 7), |p| *p == Problem::Slop);
    check("", (0, 0), |p| *p == Problem::Empty);
    let unknown = |query: &str, expected: &[&str]| {
        let found = parse(query, &Options::default(), &Hints::default()).unwrap_or_else(|e| panic!("{query}: {e}"));
        assert_eq!(found.unknown, expected, "{query}");
        assert!(expected.is_empty() || found.filters.is_empty());
    };
    unknown("mau:KH thiên tai", &["mau"]);
    unknown("V/v: họp", &[]);
    unknown("Số:16/KH-UBND", &[]);
    unknown("Nơi nhận: như trên", &[]);
    unknown("kế hoạch: họp", &[]);
    unknown("http://x.vn", &[]);
    for fine in [
        "Ngày: 12/3",
        "Đến: nơi",
        "Loại: tốt",
        "Loại:tốt",
        "Số: 1234/QĐ-UBND",
        "so: 16",
        "V/v: họp (lần 2",
        "a) Đối với",
        "http://x.vn",
        "(ii) Hồ sơ",
    ] {
        assert!(parse(fine, &Options::default(), &Hints::default()).is_ok(), "{fine}");
    }
}

#[test]
fn writing_is_durable_and_versioned() {
    let (dir, index) = archive();
    assert_eq!((index.generation(), index.documents()), (7, 8));
    let mut writer = Writer::open(dir.path()).expect("a writer");
    assert_eq!(writer.generation(), 7);
    assert!(matches!(Writer::open(dir.path()), Err(IndexError::Busy)));
    writer.delete(1);
    writer.commit(8).expect("committed");
    drop(writer);
    assert_eq!(Index::open(dir.path()).map(|i| (i.generation(), i.documents())).ok(), Some((8, 7)));
    assert_eq!(index.documents(), 8, "an opened view stays");
    std::fs::write(dir.path().join("meta.json"), "{").expect("spoilt");
    assert!(Index::open(dir.path()).is_err_and(|e| e.wants_rebuild()));
    assert!(Writer::rebuild(dir.path()).is_ok_and(|w| w.generation() == 0));
    assert!(matches!(Index::open(&dir.path().join("none")), Err(IndexError::Missing(_))));
}

#[test]
fn a_law_is_found_by_its_name_alone() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("a writer");
    for (row, kind, subject) in [
        (1, "QĐ", "Quy định mức nước của các hồ theo Luật Nước và Luật Đê điều"),
        (2, "Luật", "NƯỚC"),
        (3, "TT", "Quy định chi tiết Luật Nước"),
    ] {
        writer
            .add(&Entry {
                row,
                kind: Kind::from_code(kind),
                subject: Some(subject.to_owned()),
                body: format!("{kind}\n{subject}\nĐiều 1. Nước"),
                ..Entry::default()
            })
            .expect("added");
    }
    writer.commit(1).expect("committed");
    writer.finish().expect("finished");
    let index = Index::open(dir.path()).expect("opened");
    for query in ["luật nước", "luat nuoc", "Luật Nước"] {
        assert_eq!(rows(&ask(&index, query)).first(), Some(&2), "{query}");
    }
}

#[test]
fn a_law_that_is_not_held_is_answered_by_who_cites_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("a writer");
    let law = |name: &str, year| CitedLaw { name: name.to_owned(), year };
    for (row, kind, subject, laws) in [
        (1, "CV", "Luật đi đường, số nhà ở phố Đất Đai", vec![]),
        (2, "QĐ", "Bảng giá", vec![law("Luật Đất đai", Some(2024)), law("Luật Giá", None)]),
        (3, "TT", "Mức thu", vec![law("Luật Đất đai", None)]),
        (4, "Luật", "GIÁ", vec![]),
        (5, "Luật", "BIÊN GIỚI VÀ QUỐC GIA; SỬA ĐỔI LUẬT TRẺ EM", vec![]),
        (6, "TT", "Trẻ em ở biên giới", vec![law("Luật Địa chất và khoáng sản", None)]),
    ] {
        let entry = Entry {
            row,
            id: format!("{row:08x}"),
            kind: Kind::from_code(kind),
            subject: Some(subject.to_owned()),
            body: laws.iter().map(|law| law.name.as_str()).chain([kind, subject]).collect::<Vec<_>>().join("\n"),
            laws,
            ..Entry::default()
        };
        writer.add(&entry).expect("added");
    }
    writer.commit(1).expect("committed");
    writer.finish().expect("finished");
    let index = Index::open(dir.path()).expect("opened");
    let check = |query: &str, expected: &[u64], citing: Option<usize>| {
        let found = ask(&index, query);
        assert_eq!(rows(&found).get(..expected.len()), Some(expected), "{query}");
        assert_eq!(found.answer.law.map(|law| law.citing), citing, "{query}");
    };
    check("luật đất đai 2024", &[2, 3], Some(1));
    check("LUẬT ĐẤT ĐAI năm 2013", &[3, 2], Some(2));
    check("luật giá", &[4], None);
    check("vien-dan:\"Luật Đất đai\"", &[2, 3], None);
    check("vien-dan:\"luật đất đai 2024\"", &[2], None);
    // Neither held nor cited, but a law all the same; and what only begins like one.
    check("luật nhà ở phố", &[1], None);
    check("luật nhà ở", &[1], Some(0));
    check("luật trẻ em", &[5], None);
    check("vien-dan:\"luật địa chất, khoáng sản\"", &[6], None);
    // People leave the `và` of a name out.
    check("luật địa chất khoáng sản", &[6], Some(1));
}

#[test]
fn a_document_about_the_query_stands_before_those_that_mention_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("a writer");
    let entry = |row: u64, issuer: &str, subject: &str, body: String, draft: bool, group: u64| Entry {
        row,
        id: format!("{row:08x}"),
        issuer: Some(issuer.to_owned()),
        subject: Some(subject.to_owned()),
        body,
        draft,
        group: Some(group),
        path: format!("{row}.txt"),
        ..Entry::default()
    };
    let about = "Tập huấn cho các tổ hợp tác, hộ kinh doanh";
    for (row, issuer, subject, body, draft, group) in [
        (1, "UBND tỉnh Mẫu Lâm", about, "Nội dung tập huấn hộ kinh doanh.".to_owned(), true, 1),
        (2, "UBND tỉnh Mẫu Lâm", about, "Nội dung tập huấn hộ kinh doanh.".to_owned(), false, 1),
        (3, "UBND tỉnh", "Lộ trình công nghệ ở Mẫu Lâm", "tập huấn hộ kinh doanh Mẫu Lâm. ".repeat(20), false, 3),
        (4, "UBND tỉnh", "Việc khác", "Chăn nuôi và trồng trọt. ".repeat(20), false, 4),
    ] {
        writer.add(&entry(row, issuer, subject, body, draft, group)).expect("added");
    }
    writer.commit(1).expect("committed");
    writer.finish().expect("finished");
    let index = Index::open(dir.path()).expect("opened");
    let check = |query: &str, expected: &[u64], others: &[u64]| {
        let found = ask(&index, query);
        assert_eq!((rows(&found).as_slice(), found.total), (expected, expected.len()), "{query}");
        assert_eq!(found.folded.get(&expected[0]).map_or(&[][..], Vec::as_slice), others, "{query}");
    };
    // Row 1 is the draft of row 2: one hit, the signed text.
    check("tập huấn hộ kinh doanh Mẫu Lâm", &[2, 3], &[1]);
    check("tap huan ho kinh doanh", &[2, 3], &[1]);
    check("\"chăn nuôi\"", &[4], &[]);
    check("tinh-trang:draft", &[1], &[]);
}

#[test]
fn a_date_alone_finds_its_documents_first() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("a writer");
    for (row, kind, date, body) in [
        (1, "CV", "2003-06-02", "Ngày 2 tháng 6 năm 2003. Về việc nuôi ong."),
        (2, "KH", "2003-06-20", "Kế hoạch nuôi ong."),
        (3, "CV", "2004-01-05", "Trả lời công văn tháng 6 năm 2003, ngày 20/6/2003, của năm 2003."),
        (4, "CV", "2003-02-01", "Về việc nuôi dê."),
    ] {
        let entry = Entry {
            row,
            id: format!("{row:08x}"),
            kind: Kind::from_code(kind),
            date: date.parse().ok(),
            body: body.to_owned(),
            path: format!("{row}.txt"),
            ..Entry::default()
        };
        writer.add(&entry).expect("added");
    }
    writer.commit(1).expect("committed");
    writer.finish().expect("finished");
    let index = Index::open(dir.path()).expect("opened");
    let check = |query: &str, first: &[u64]| assert_eq!(rows(&ask(&index, query)).get(..first.len()), Some(first), "{query}");
    check("20/06/2003", &[2]);
    check("ngày 2 tháng 6 năm 2003", &[1]);
    check("tháng 6/2003", &[2, 1, 3]);
    check("công văn tháng 6 năm 2003", &[1, 3]);
    check("công văn năm 2003", &[1, 4, 3]);
    check("văn bản ký năm 2003", &[2, 1, 4, 3]);
    // Other words say more than the year of the paper.
    let mut of_bees = rows(&ask(&index, "nuôi ong năm 2003"));
    of_bees.sort_unstable();
    assert_eq!(of_bees, [1, 2]);
    assert_eq!(ask(&index, "nuôi bò").answer.absent, ["bò"]);
    assert!(ask(&index, "nuôi dê").answer.absent.is_empty());
}

#[test]
fn a_blank_form_stands_behind_the_rule_that_answers() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("a writer");
    let entry = |row: u64, kind: &str, subject: &str, body: &str| Entry {
        row,
        id: format!("{row:08x}"),
        kind: Kind::from_code(kind),
        subject: Some(subject.to_owned()),
        body: body.to_owned(),
        path: format!("{row}.txt"),
        ..Entry::default()
    };
    for (row, kind, subject, body) in [
        (1, "", "Mẫu phiếu đăng ký nuôi chó", "Phiếu đăng ký nuôi chó. Họ tên: … Địa chỉ: …"),
        (2, "NĐ", "Quản lý chó nuôi", "Chủ hộ phải đăng ký nuôi chó với Ủy ban nhân dân cấp xã trong ba ngày."),
        (3, "NĐ", "Quản lý chợ", "Hộ kinh doanh đăng ký chỗ bán hàng."),
    ] {
        writer.add(&entry(row, kind, subject, body)).expect("added");
    }
    writer.commit(1).expect("committed");
    writer.finish().expect("finished");
    let index = Index::open(dir.path()).expect("opened");
    for (query, first) in [("ai phải đăng ký nuôi chó", 2), ("mẫu phiếu đăng ký nuôi chó", 1)] {
        assert_eq!(rows(&ask(&index, query)).first(), Some(&first), "{query}");
    }
}

#[test]
fn runs_are_found_where_all_their_words_stand_side_by_side() {
    // Frequent words in every order, with some that are not, so that their pairs stand in most documents and their runs in some.
    let words = ["quy", "định", "của", "tỉnh", "ngoằn", "tác"];
    let mut state = 7_usize;
    let mut dice = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    let mut text = |most: usize| -> Vec<&str> { (0..dice(most)).map(|_| words[dice(words.len())]).collect() };
    let documents: Vec<[Vec<&str>; 3]> = (0..300).map(|_| [text(14), text(6), text(6)]).collect();
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("a writer");
    for (row, [body, subject, tables]) in (0u64..).zip(&documents) {
        let (body, subject, tables) = (body.join(" "), Some(subject.join(" ")), tables.join(" "));
        writer.add(&Entry { row, id: format!("{row:08x}"), body, subject, tables, ..Entry::default() }).expect("added");
    }
    writer.commit(1).expect("committed");
    writer.finish().expect("finished");
    let index = Index::open(dir.path()).expect("opened");
    let holds = |row: u64, run: &[&str]| {
        let document = documents.get(usize::try_from(row).expect("a row")).expect("a document");
        document.iter().any(|field| field.windows(run.len()).any(|words| words == run))
    };
    let found = |query: &str| {
        let parsed = parse(query, &Options::default(), &Hints::default()).unwrap_or_else(|e| panic!("{query}: {e}"));
        let mut found = rows(&index.search(&parsed, &Page { limit: 1_000, ..Page::default() }).expect("an answer"));
        found.sort_unstable();
        found
    };
    let check = |run: &[&str], other: &[&str]| {
        let (one, two) = (run.join(" "), other.join(" "));
        let all = |of: &dyn Fn(u64) -> bool| (0..300).filter(|row| of(*row)).collect::<Vec<u64>>();
        assert_eq!(found(&format!("\"{one}\"")), all(&|row| holds(row, run)), "{one}");
        assert_eq!(found(&format!("\"{one}\" AND \"{two}\"")), all(&|row| holds(row, run) && holds(row, other)), "{one}, {two}");
        assert_eq!(found(&format!("\"{one}\" OR \"{two}\"")), all(&|row| holds(row, run) || holds(row, other)), "{one}, {two}");
        assert_eq!(found(&format!("\"{one}\" NOT \"{two}\"")), all(&|row| holds(row, run) && !holds(row, other)), "{one}, {two}");
    };
    check(&["quy", "định"], &["của", "tỉnh"]);
    check(&["quy", "định", "của"], &["tác", "quy"]);
    check(&["của", "quy", "định", "của"], &["định", "định"]);
    check(&["ngoằn", "quy", "định"], &["tỉnh", "ngoằn", "ngoằn"]);
    check(&["tác", "ngoằn"], &["quy", "tác", "của"]);
}

#[test]
fn an_index_that_lost_a_file_wants_to_be_made_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("a writer");
    writer.add(&Entry { row: 1, body: "cây".to_owned(), ..Entry::default() }).expect("added");
    writer.commit(1).expect("committed");
    writer.finish().expect("finished");
    let mut files = std::fs::read_dir(dir.path()).expect("a listing").flatten().map(|entry| entry.path());
    let terms = files.find(|path| path.extension().is_some_and(|e| e == "term")).expect("a list of terms");
    std::fs::remove_file(terms).expect("removed");
    assert!(Writer::open(dir.path()).err().is_some_and(|error| error.wants_rebuild()));
    Writer::rebuild(dir.path()).expect("a new one");
}

/// An archive of a few numbers, each of two or more bodies, with what each cites.
fn of_several_bodies() -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("a writer");
    type Paper = (u64, &'static str, &'static str, &'static str, &'static str, &'static [&'static str]);
    let papers: [Paper; 8] = [
        (1, "20/QĐ-UBND", "UBND tỉnh Mẫu Lâm", "Mẫu Lâm", "Mức nước hồ", &["61/2018/NĐ-CP"]),
        (2, "20/QĐ-UBND", "UBND tỉnh Mẫu Sơn", "Mẫu Sơn", "Giữ rừng ở ven Mẫu Lâm", &["61/2018/NĐCP"]),
        (3, "35/QĐ-UBND", "UBND tỉnh Mẫu Lâm", "Mẫu Lâm", "Hội chợ của Chi cục Thủy lợi", &["71/QĐ-UBND"]),
        (4, "8/TB-SNC", "Sở Nuôi cá", "Mẫu Lâm", "Thả cá", &[]),
        (5, "9/TB-CCTL", "Chi cục Thủy lợi", "Mẫu Sơn", "Đóng cống", &[]),
        (6, "44/QĐ-UBND", "", "", "Sửa cầu", &[]),
        (7, "61/2018/NĐ-CP", "Chính phủ", "Hà Nội", "Một cửa", &[]),
        (8, "35/KH-UBND", "UBND xã Mẫu Khê", "Mẫu Khê", "Thay thế cống", &[]),
    ];
    for (row, own, issuer, place, subject, cites) in papers {
        let named = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let entry = Entry {
            row,
            id: format!("{row:08x}"),
            number: Some(number(own)),
            kind: super::keys::kind_of_symbol(own),
            issuer: named(issuer),
            place: named(place),
            subject: Some(subject.to_owned()),
            body: format!("{issuer}\n{subject}\n{}", cites.join(", ")),
            cites: cites.iter().map(|c| CitedNumber { number: number(c), kind: None }).collect(),
            path: format!("{row}.txt"),
            ..Entry::default()
        };
        writer.add(&entry).expect("added");
    }
    finished(dir, writer, 1)
}

#[test]
fn a_number_of_another_body_is_told() {
    let (_dir, index) = of_several_bodies();
    // The body as it is told, and whose documents bear the number; `None`: nothing is to be said.
    let check = |query: &str, first: u64, expected: Option<(&str, &[&str])>| {
        let found = ask(&index, query);
        assert_eq!(rows(&found).first(), Some(&first), "{query}");
        let other = found.answer.number.and_then(|number| number.other);
        let other = other.as_ref().map(|o| (o.typed.as_str(), o.bearers.iter().map(String::as_str).collect::<Vec<_>>()));
        assert_eq!(other, expected.map(|(typed, bearers)| (typed, bearers.to_vec())), "{query}");
    };
    check("20/QĐ-UBND Mẫu Lâm", 1, None);
    check("20/QĐ-UBND của Ủy ban nhân dân tỉnh Mẫu Sơn", 2, None);
    check("mau son 20/QĐ-UBND", 2, None);
    check("35/QĐ-UBND Mẫu Sơn", 3, Some(("mẫu sơn", &["UBND tỉnh Mẫu Lâm"])));
    check("UBND tỉnh Mẫu Sơn 35/QĐ-UBND", 3, Some(("UBND tỉnh mẫu sơn", &["UBND tỉnh Mẫu Lâm"])));
    check("quyết định 35 của UBND tỉnh Mẫu Sơn", 3, Some(("UBND tỉnh mẫu sơn", &["UBND tỉnh Mẫu Lâm"])));
    // A province is known though none of its documents is held.
    check("20/QĐ-UBND cà mau", 2, Some(("cà mau", &["UBND tỉnh Mẫu Lâm", "UBND tỉnh Mẫu Sơn"])));
    check("8/TB-SNC Mẫu Lâm", 4, None);
    check("8/TB-SNC Sở Nuôi cá Mẫu Sơn", 4, Some(("sở nuôi cá mẫu sơn", &["Sở Nuôi cá"])));
    check("9/TB-CCTL Chi cục Thủy lợi", 5, None);
    // Words of the subject, a department beside a council's number, and a paper without issuer say nothing.
    check("35/QĐ-UBND hội chợ", 3, None);
    check("35/QĐ-UBND Chi cục Thủy lợi", 3, None);
    check("44/QĐ-UBND cà mau", 6, None);
    // Cited alone: whose it is, the citations tell.
    check("71/QĐ-UBND cà mau", 3, Some(("cà mau", &[])));
}

#[test]
fn words_of_a_relation_need_not_stand_in_the_paper() {
    let (_dir, index) = of_several_bodies();
    assert_eq!(rows(&ask(&index, "thay thế quyết định 71")).first(), Some(&3));
}

#[test]
fn figures_that_find_nothing_may_be_a_number() {
    let (_dir, index) = of_several_bodies();
    let found = ask(&index, "35 mau khe");
    assert_eq!(found.total, 0);
    assert_eq!(found.suggestions.first().map(|s| s.query.as_str()), Some("số 35 mau khe"));
}

#[test]
fn citations_without_hyphens_are_of_the_same_number() {
    let (_dir, index) = of_several_bodies();
    for query in ["vien-dan:61/2018/NĐ-CP", "vien-dan:61/2018/NĐCP", "vien-dan:6l/2018/nđ-cp"] {
        assert_eq!(rows(&ask(&index, query)), [1, 2], "{query}");
    }
    assert_eq!(rows(&ask(&index, "61/2018/NĐCP")), [7, 1, 2]);
}

#[test]
fn the_name_of_a_body_needs_no_quotes() {
    let (_dir, index) = of_several_bodies();
    let hints = Hints { bodies: index.bodies().expect("bodies"), ..Hints::default() };
    let check = |query: &str, filter: &str, rest: &str| {
        assert!(super::query::names_body(query), "{query}");
        let read = parse(query, &Options::default(), &hints).unwrap_or_else(|e| panic!("{query}: {e}"));
        let typed: Vec<String> = read.filters.iter().map(super::query::Filter::typed).collect();
        let (start, end) = read.places[0].1;
        let words = format!("{}{}", query.get(..start).unwrap_or_default(), query.get(end..).unwrap_or_default());
        assert_eq!((typed.first().map(String::as_str), words.trim()), (Some(filter), rest), "{query}");
    };
    check("coquan:UBND tỉnh Mẫu Lâm", "coquan:\"UBND tỉnh Mẫu Lâm\"", "");
    check("co-quan:ubnd mau lam mức nước", "coquan:\"ubnd mau lam\"", "mức nước");
    check("mức nước coquan:ubnd tỉnh mẫu lâm loai:QĐ", "coquan:\"ubnd tỉnh mẫu lâm\"", "mức nước  loai:QĐ");
    check("coquan:Ủy ban nhân dân tỉnh Mẫu Lâm hồ", "coquan:\"Ủy ban nhân dân tỉnh Mẫu Lâm\"", "hồ");
    check("coquan:văn phòng chính phủ rừng", "coquan:\"văn phòng chính phủ\"", "rừng");
    check("coquan:UBND tỉnh Cà Mau rừng", "coquan:\"UBND tỉnh Cà Mau\"", "rừng");
    check("coquan:Sở Nuôi cá Mẫu Lâm thả cá", "coquan:\"Sở Nuôi cá Mẫu Lâm\"", "thả cá");
    check("coquan:chi cục thủy lợi AND cống", "coquan:\"chi cục thủy lợi\"", "AND cống");
    // A body of the whole country sits in no province.
    check("coquan:Chính phủ Mẫu Lâm", "coquan:\"Chính phủ\"", "Mẫu Lâm");
    // No body is called so: one word, as ever.
    check("coquan:UBND tỉnh mức nước", "coquan:\"UBND\"", "tỉnh mức nước");
    check("coquan:Chi cục trồng trọt", "coquan:\"Chi\"", "cục trồng trọt");
    assert!(!super::query::names_body("coquan:\"UBND tỉnh\" Mẫu Lâm"));
}

#[test]
fn a_small_or_is_a_word_and_told() {
    let (_dir, index) = of_several_bodies();
    let told = |query: &str| parse(query, &Options::default(), &Hints::default()).map(|q| q.spoken_or).ok().flatten();
    for (query, expected) in [
        ("thả cá hoặc đóng cống", Some("hoặc")),
        ("tha ca hoac dong cong", Some("hoac")),
        ("thả cá HOẶC đóng cống", None),
        ("thả cá or cống", Some("or")),
        ("hoặc", None),
        ("\"thả cá\" hoặc \"đóng cống\"", None),
        ("8/TB-SNC hoặc 9/TB-CCTL", None),
    ] {
        assert_eq!(told(query).as_deref(), expected, "{query}");
    }
    assert_eq!(rows(&ask(&index, "8/TB-SNC hoặc 9/TB-CCTL")).len(), 2);
    assert_eq!(rows(&ask(&index, "thả cá HOẶC đóng cống")).len(), 2);
}
