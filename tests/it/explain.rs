//! `--explain`: the rule that found a field and what lost against it, of a file and of a document in the archive; why citations are
//! what they are, and what is none.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Office, congvan, letter, said};

/// An office with one plan of this text, and its file.
fn plan(body: &str) -> (Office, PathBuf) {
    let office = Office::new();
    let text = letter("16/KH-UBND", "ngày 09 tháng 02 năm 2023", "KẾ HOẠCH", "Theo dõi thi hành pháp luật", body);
    office.write("di/a.txt", &text);
    let file = office.files().join("di/a.txt");
    (office, file)
}

#[test]
fn a_field_is_explained_of_a_file_and_of_a_document() {
    let (office, file) = plan("Thực hiện Kế hoạch số 10/KH-UBND ngày 03/01/2023 của UBND huyện.");
    let told = said(&congvan(&["extract", "--explain", "issuer"]).arg(&file).output().unwrap());
    assert_eq!(told.status, Some(0), "{told:?}");
    for part in ["issuer: UBND xã Lâm Bình", "letterhead.issuer", "“UBND HUYỆN MẪU SƠN”", "là cơ quan chủ quản"]
    {
        assert!(told.out.contains(part), "{part}: {told:?}");
    }
    let object = said(&congvan(&["extract", "--json", "--explain", "number"]).arg(&file).output().unwrap());
    let object: Value = serde_json::from_str(object.out.trim()).unwrap();
    assert_eq!(object["explained"]["value"], "16");
    assert_eq!(object["explained"]["evidence"]["rule"], "letterhead.number");
    assert_eq!(object["explained"]["rejected"][0]["reason"], "outside-letterhead");
    assert!(object.get("rejected").is_none());
    office.index();
    let shown = office.run(&["show", "16/KH-UBND", "--explain", "signer"]);
    assert_eq!(shown.status, Some(0), "{shown:?}");
    assert!(shown.out.contains("signer: Phạm Văn Thử") && shown.out.contains("signature.name"), "{shown:?}");
}

#[test]
fn citations_are_explained_with_their_grounds_and_what_is_none_with_its_reason() {
    let (office, file) = plan(
        "Thực hiện Kế hoạch số 10/KH-UBND ngày 03/01/2023 của UBND huyện; căn cứ khoản 2 Điều 5 Nghị định số 59/2012/NĐ-CP.\n\nTheo \
         Mẫu số 02/TDTH, Hợp đồng số 15/HĐKT, xe biển số 29A-123.45, Kế hoạch 05 năm và dự thảo Luật Dữ liệu; TCVN 5574:2018.\n\n\
         Tại Công văn số 7/TNMT, Phòng Tài nguyên và Môi trường đề nghị giữ Kế hoạch nêu trên. Các Quyết định nêu trên còn hiệu lực.",
    );
    let told = said(&congvan(&["extract", "--json", "--explain", "citations"]).arg(&file).output().unwrap());
    assert_eq!(told.status, Some(0), "{told:?}");
    let object: Value = serde_json::from_str(told.out.trim()).unwrap();
    let citations = object["explained"]["citations"].as_array().unwrap();
    let grounds: Vec<String> = citations
        .iter()
        .flat_map(|c| {
            c["reasons"].as_array().unwrap().iter().map(move |r| {
                let text = |v: &Value| v.as_str().unwrap_or("-").to_owned();
                [&c["surface"], &r["attribute"], &r["value"], &r["rule"], &r["quote"]].map(text).join(" | ")
            })
        })
        .collect();
    for row in [
        "Kế hoạch số 10/KH-UBND | kind | KH | type-word | -",
        "Kế hoạch số 10/KH-UBND | date | 2023-01-03 | behind | ngày 03/01/2023",
        "Kế hoạch số 10/KH-UBND | issuer | UBND huyện Mẫu Sơn | behind | của UBND huyện",
        "Kế hoạch số 10/KH-UBND | relation | implements | cue | Thực hiện",
        "Nghị định số 59/2012/NĐ-CP | issuer_implied | Chính phủ | letters | -",
        "Nghị định số 59/2012/NĐ-CP | relation | basis | cue | căn cứ",
        "Nghị định số 59/2012/NĐ-CP | pinpoint | khoản 2 Điều 5 | before | khoản 2 Điều 5",
        "Công văn số 7/TNMT | issuer | Phòng Tài nguyên và Môi trường | speaker | Phòng Tài nguyên và Môi trường đề nghị",
        "Kế hoạch nêu trên | issuer_implied | UBND huyện Mẫu Sơn | antecedent | Kế hoạch số 10/KH-UBND",
    ] {
        assert!(grounds.iter().any(|g| g == row), "{row}: {grounds:#?}");
    }
    let refused: Vec<String> = object["explained"]["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| format!("{}: {}", r["reason"].as_str().unwrap(), r["quote"].as_str().unwrap()))
        .collect();
    for (reason, words) in [
        ("number-line", "16/KH-UBND"),
        ("thing", "Mẫu số 02/TDTH"),
        ("contract", "Hợp đồng số 15/HĐKT"),
        ("thing", "biển số 29A-123.45"),
        ("counts", "Kế hoạch 05"),
        ("draft", "dự thảo Luật"),
        ("several", "Các Quyết định nêu trên"),
    ] {
        assert!(refused.iter().any(|r| r.starts_with(reason) && r.contains(words)), "{reason} {words}: {refused:#?}");
    }
    for absent in ["rejected", "reasons"] {
        assert!(object.get(absent).is_none(), "{absent}");
    }
    // What is told when nobody asks is the same without it.
    let plain = said(&congvan(&["extract", "--json"]).arg(&file).output().unwrap());
    let plain: Value = serde_json::from_str(plain.out.trim()).unwrap();
    assert_eq!(plain["citations"], object["citations"]);
    assert!(plain.get("reasons").is_none());
    office.index();
    let shown = office.run(&["show", "16/KH-UBND", "--explain", "citations", "--lang", "en"]);
    assert_eq!(shown.status, Some(0), "{shown:?}");
    for words in ["by rule number (a number with a symbol)", "stated behind it · “ngày 03/01/2023”", "is a contract's number"]
    {
        assert!(shown.out.contains(words), "{words}: {shown:?}");
    }
}
