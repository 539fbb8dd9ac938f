//! `--explain`: the rule that found a field and what lost against it, of a file and of a document in the archive.

use serde_json::Value;

use crate::support::{Office, congvan, letter, said};

#[test]
fn a_field_is_explained_of_a_file_and_of_a_document() {
    let office = Office::new();
    let text = letter(
        "16/KH-UBND",
        "ngày 09 tháng 02 năm 2023",
        "KẾ HOẠCH",
        "Theo dõi thi hành pháp luật",
        "Thực hiện Kế hoạch số 10/KH-UBND ngày 03/01/2023 của UBND huyện.",
    );
    office.write("di/a.txt", &text);
    let file = office.files().join("di/a.txt");
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
