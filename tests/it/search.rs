//! `search` and `watch` as a user meets them: spellings, files of one document, kept searches, an index that cannot be used.

use std::collections::BTreeSet;
use std::fs;

use congvan::store::Store;
use unicode_normalization::UnicodeNormalization as _;

use crate::support::{Office, congvan, letter};

/// A plan that speaks of mediation and cites a decision.
fn plan(n: u32) -> String {
    letter(
        &format!("{n}/KH-UBND"),
        "ngày 9 tháng 3 năm 2023",
        "KẾ HOẠCH",
        &format!("Củng cố tổ hòa giải thôn thứ {n}"),
        "Công tác hòa giải ở cơ sở được thực hiện theo Quyết định số 45/QĐ-UBND ngày 02/02/2023; khoẻ mạnh, đoàn kết ở Đắk Mẫu.",
    )
}

/// TCVN3 bytes of a text whose marked letters are small or Đ. Source: the table of TCVN 5712:1993.
fn tcvn3(text: &str) -> Vec<u8> {
    const LETTERS: &str = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵăâêôơưđĐ";
    const BYTES: &[u8] = b"\xb5\xb6\xb7\xb8\xb9\xbb\xbc\xbd\xbe\xc6\xc7\xc8\xc9\xca\xcb\xcc\xce\xcf\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xdc\xdd\xde\xdf\xe1\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xea\xeb\xec\xed\xee\xef\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9\xfa\xfb\xfc\xfd\xfe\xa8\xa9\xaa\xab\xac\xad\xae\xa7";
    text.chars()
        .map(|c| match LETTERS.chars().position(|l| l == c) {
            Some(i) => BYTES[i],
            None => u8::try_from(c).unwrap_or(b'?'),
        })
        .collect()
}

fn paths(office: &Office, query: &str) -> BTreeSet<String> {
    let said = office.run(&["search", "--format", "paths", "--limit", "100", query]);
    assert!(matches!(said.status, Some(0 | 1)), "{query}: {said:?}");
    said.out.lines().map(str::to_owned).collect()
}

#[test]
fn every_spelling_finds_the_same_documents() {
    let office = Office::new();
    let old = |text: String| text.replace("hòa", "hoà").replace("khoẻ", "khỏe");
    office
        .write("nfc.txt", &plan(1))
        .write("old.txt", &old(plan(2)))
        .write("nfd.txt", &plan(3).nfd().collect::<String>())
        .write("capitals.txt", &plan(4).to_uppercase())
        .write("eth.txt", &plan(5).replace('Đ', "\u{d0}").replace('đ', "\u{f0}"));
    let small = plan(6)
        .lines()
        .map(|line| if line.starts_with("Số:") { line.to_owned() } else { line.to_lowercase().replace("đắk", "Đắk") })
        .collect::<Vec<_>>()
        .join("\n")
        .replace("45/qđ-ubnd", "45/QĐ-UBND");
    fs::write(office.files().join("tcvn3.txt"), tcvn3(&small)).unwrap();
    let run = office.index();
    assert_eq!(run.status, Some(0), "{run:?}");
    let all: BTreeSet<String> =
        ["nfc.txt", "old.txt", "nfd.txt", "capitals.txt", "eth.txt", "tcvn3.txt"].map(str::to_owned).into();
    for (what, typed) in [
        ("word", "hòa"),
        ("words", "đoàn kết khoẻ mạnh"),
        ("phrase", "\"hòa giải ở cơ sở\""),
        ("number", "45/QĐ-UBND"),
        ("prefix", "khoẻ mạ*"),
        ("name", "Đắk Mẫu"),
    ] {
        let bare: String =
            typed.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect::<String>().replace('đ', "d").replace('Đ', "D");
        for (way, query) in [
            ("as it is", typed.to_owned()),
            ("NFD", typed.nfd().collect()),
            ("without marks", bare.clone()),
            ("tones elsewhere", old(typed.to_owned())),
            ("tones elsewhere, NFD", old(typed.to_owned()).nfd().collect()),
            ("eth", typed.replace('Đ', "\u{d0}").replace('đ', "\u{f0}")),
            ("capitals", typed.to_uppercase()),
            ("small letters", typed.to_lowercase()),
            ("capitals without marks", bare.to_uppercase()),
        ] {
            assert_eq!(paths(&office, &query), all, "{what}, {way}: {query}");
        }
    }
}

#[test]
fn what_a_clerk_mistypes_is_understood() {
    let office = Office::new();
    office.write("16.txt", &plan(16)).write("17.txt", &plan(17));
    office.index();
    for query in [
        "16kh ubnd",
        "16khubnd",
        "kh16",
        "kế hoạch16",
        "số16 năm 2023",
        "kees hoachj 16",
        "ke61 hoach5 16",
        "１６／ＫＨ－ＵＢＮＤ",
    ] {
        let said = office.run(&["search", "--format", "paths", query]);
        assert_eq!(said.out.lines().next(), Some("16.txt"), "{query}: {said:?}");
    }
    let found: serde_json::Value =
        serde_json::from_str(&office.run(&["search", "--json", "cungr coos toor hoaf giair"]).out).unwrap();
    assert_eq!((&found["total"], &found["at_least"]), (&2.into(), &false.into()), "{found}");
    assert!(found["understood"].as_str().unwrap().contains("củng cố tổ hòa giải"), "{found}");
    assert!(found["hits"][0]["highlights"].as_array().is_some_and(|spans| !spans.is_empty()), "{found}");
}

#[test]
fn files_of_one_document_are_one_hit() {
    let office = Office::new();
    let signed = plan(16);
    let draft =
        signed.replace("Số: 16/KH-UBND", "Số:     /KH-UBND").replace("ngày 9 tháng 3 năm 2023", "ngày   tháng 3 năm 2023");
    office
        .write("den/16.txt", &signed)
        .write("den/16-copy.md", &format!("{signed}\n\n"))
        .write("den/draft.txt", &draft)
        .write("den/17.txt", &plan(17));
    office.index();
    let said = office.run(&["search", "--json", "tổ hòa giải thôn thứ 16"]);
    let found: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let first = &found["hits"][0];
    assert_eq!((&first["number"], &first["files"]), (&"16/KH-UBND".into(), &3.into()), "{}", said.out);
    let numbers: Vec<_> = found["hits"].as_array().unwrap().iter().map(|hit| hit["number"].clone()).collect();
    assert_eq!(numbers, ["16/KH-UBND", "17/KH-UBND"]);
    // A list by filters accounts for every file, and so does a growing archive.
    assert_eq!(paths(&office, "loai:KH").len(), 4);
    office.write("di/16.html", &format!("<html><body><pre>{signed}</pre></body></html>"));
    office.index();
    let grown: serde_json::Value = serde_json::from_str(&office.run(&["search", "--json", "16/KH-UBND"]).out).unwrap();
    assert_eq!((&grown["hits"][0]["files"], &grown["number"]["held"]), (&4.into(), &1.into()), "{grown}");
}

#[test]
fn an_archive_has_abbreviations_of_its_own() {
    let office = Office::new();
    office.write("a.txt", &plan(1));
    office.index();
    assert_eq!(paths(&office, "hgcs").len(), 0);
    fs::create_dir_all(office.archive().join("tables")).unwrap();
    fs::write(office.archive().join("tables/abbreviations.tsv"), "HGCS\thòa giải ở cơ sở\n").unwrap();
    assert_eq!(paths(&office, "hgcs").len(), 1);
    assert!(office.run(&["search", "hgcs", "--json"]).out.contains("hgcs = hòa giải ở cơ sở"));
}

#[test]
fn searches_are_kept_and_outlive_the_index() {
    let office = Office::new();
    office.write("di/1.txt", &plan(1)).write("di/2.txt", &plan(2));
    office.index();
    let kept = office.run(&["search", "hòa giải", "--kind", "KH", "--sort", "date", "--save", "hg"]);
    assert_eq!((kept.status, kept.out.as_str()), (Some(0), ""), "{kept:?}");
    assert_eq!(office.run(&["search", "--saved"]).out, "hg\thòa giải loai:KH xep:ngay\t\n");
    fs::remove_dir_all(office.archive().join("index")).unwrap();
    assert_eq!(office.run(&["verify", "--repair"]).status, Some(0));
    assert_eq!(paths(&office, "@hg").len(), 2);
    assert_eq!(office.run(&["search", "@hg", "thứ", "nam:2022"]).status, Some(1));
    let unknown = office.run(&["search", "@nothing"]);
    assert!(unknown.status == Some(2) && unknown.err.contains("@hg"), "{unknown:?}");
    assert_eq!(office.run(&["search", "--forget", "hg"]).status, Some(0));
    assert_eq!(office.run(&["search", "--saved"]).status, Some(1));
}

#[test]
fn runs_answer_what_is_watched() {
    let office = Office::new();
    office.write("di/1.txt", &plan(1));
    office.index();
    let set = office.run(&["watch", "vien-dan:45/QĐ-UBND"]);
    assert!(set.status == Some(0) && set.err.contains("1 văn bản"), "{set:?}");
    office.run(&["watch", "--name", "none", "xây cầu"]);
    office.write("di/2.txt", &plan(2)).write("di/3.txt", &plan(3));
    let run = office.run(&["index", "files", "--json"]);
    let report: serde_json::Value = serde_json::from_str(run.out.lines().last().unwrap()).unwrap();
    let news = report["run"]["standing"].as_array().unwrap();
    assert_eq!((news.len(), &news[0]["name"]), (1, &"vien-dan:45/QĐ-UBND".into()), "{run:?}");
    assert_eq!(news[0]["documents"].as_array().unwrap().len(), 2);
    let store = Store::open(&office.archive()).unwrap();
    assert_eq!(store.standing_news(2).unwrap().len(), 2);
    // The same is not told twice.
    office.write("di/4.txt", &letter("4/CV-UBND", "ngày 1 tháng 1 năm 2023", "", "V/v họp", "Mời họp."));
    assert!(!office.index().err.contains("Theo dõi"));
    office.write("di/5.txt", &plan(5));
    assert!(office.index().err.contains("Theo dõi “vien-dan:45/QĐ-UBND”: 1 văn bản mới"));
    let listed = office.run(&["watch"]);
    assert_eq!(listed.out, "none\txây cầu\twatched\nvien-dan:45/QĐ-UBND\tvien-dan:45/QĐ-UBND\twatched\n");
    office.run(&["watch", "--forget", "none"]);
    assert_eq!(office.run(&["watch"]).out.lines().count(), 1);
}

#[test]
fn the_first_hit_is_opened() {
    let office = Office::new();
    office.write("di/ké hoạch.txt", &plan(1));
    office.index();
    let told = office.archive().join("opened");
    let script = office.archive().join("open.sh");
    fs::write(&script, format!("printf '%s' \"$1\" > {0}.part && mv {0}.part {0}\n", told.display())).unwrap();
    let opened =
        office.command(&["search", "1/KH-UBND", "--open"]).env("CONGVAN_OPEN", format!("sh {}", script.display())).status();
    assert!(opened.unwrap().success());
    let path = (0..200).find_map(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        fs::read_to_string(&told).ok()
    });
    assert_eq!(path.map(std::path::PathBuf::from), office.files().join("di/ké hoạch.txt").canonicalize().ok());
    let none = office.command(&["search", "1/KH-UBND", "--open"]).env("CONGVAN_OPEN", "no-such-program-here").output().unwrap();
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn a_wrong_query_is_pointed_at() {
    let office = Office::new();
    office.write("a.txt", &plan(1));
    office.index();
    for (query, pointer) in
        [("hòa giải \"ở cơ sở", "           ^"), ("hòa AND (giải OR tổ", "          ^"), ("hòa OR", "      ^^")]
    {
        let said = office.run(&["search", query]);
        assert_eq!(said.status, Some(2), "{query}");
        let lines: Vec<&str> = said.err.lines().collect();
        assert!(lines.contains(&format!("  {query}").as_str()) && lines.contains(&pointer), "{query}: {said:?}");
    }
    let filter = office.run(&["search", "hòa giải nam:xx"]);
    assert!(filter.status == Some(2) && filter.err.starts_with("lỗi: nam:xx: "), "{filter:?}");
    let option = office.run(&["search", "hòa", "--from", "31/02/2023"]);
    assert!(option.status == Some(2) && option.err.contains("--from"), "{option:?}");
    assert_eq!(office.run(&["search", "Số: 1/KH-UBND"]).status, Some(0));
}

#[test]
fn a_query_that_begins_with_a_dash_is_told_how() {
    let office = Office::new();
    office.write("a.txt", &plan(1));
    office.index();
    for (given, typed) in [
        (&["search", "-kho"][..], "-kho"),
        (&["search", "tổ", "-hòa"], "-hòa"),
        (&["search", "-quy hoạch"], "-quy hoạch"),
        (&["search", "--kho lương"], "--kho lương"),
        (&["watch", "-kho"], "-kho"),
    ] {
        let said = office.run(given);
        let hint = format!("gợi ý: congvan {} -- '{typed}'", given[0]);
        assert!(said.status == Some(2) && said.out.is_empty() && said.err.contains(&hint), "{given:?}: {said:?}");
        let english = office.run(&[&["--lang", "en"], given].concat());
        assert!(english.err.starts_with(&format!("error: {} has no option `{typed}`", given[0])), "{english:?}");
    }
    let near = office.run(&["search", "--yaer", "2023"]);
    assert!(near.status == Some(2) && near.err.contains("--year"), "{near:?}");
    // Behind `--` it is a query; other errors and the help are as ever.
    let archive = office.archive();
    let asked = congvan(&["search", "--archive"]).arg(&archive).args(["--", "hòa", "-kho"]).output().unwrap();
    assert!(asked.status.success(), "{asked:?}");
    assert!(office.run(&["search", "--help"]).out.contains("HOẶC"));
    assert!(office.run(&["search", "-h"]).out.contains("Usage"));
    assert!(!office.run(&["show", "-x"]).err.contains("gợi ý: congvan show -- "));
}

#[test]
fn whose_a_number_is_and_what_is_not_held_are_told() {
    let office = Office::new();
    let elsewhere = |text: String| text.replace("LÂM BÌNH", "SƠN KHÊ").replace("Lâm Bình", "Sơn Khê");
    office.write("16.txt", &plan(16)).write("17.txt", &elsewhere(plan(17)));
    office.index();
    let said = |lang: &str, query: &str| {
        let run = office.run(&["search", "--json", "--lang", lang, query]);
        let found: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        (
            found["understood"].as_str().unwrap().to_owned(),
            found["hits"][0]["path"].clone(),
            found["number"]["other_body"].clone(),
        )
    };
    let (vi, first, other) = said("vi", "16/KH-UBND xã Sơn Khê");
    assert_eq!(vi, "Số 16/KH-UBND của “xã sơn khê”: chưa có trong kho; số này ở đây là của UBND xã Lâm Bình");
    assert_eq!((first, &other["bearers"][0]), ("16.txt".into(), &"UBND xã Lâm Bình".into()));
    let (en, ..) = said("en", "16/KH-UBND xã Sơn Khê");
    assert_eq!(en, "Number 16/KH-UBND of “xã sơn khê”: not held; here this number is that of UBND xã Lâm Bình");
    assert!(said("vi", "17/KH-UBND xã Sơn Khê").2.is_null());
    // Neither held nor cited: a number and a law alike.
    let (vi, ..) = said("vi", "98/QĐ-SNC công tác hòa giải ở cơ sở");
    assert!(vi.starts_with("Số 98/QĐ-SNC: chưa có trong kho, chưa văn bản nào viện dẫn; 2 văn bản có các chữ này"), "{vi}");
    let (vi, ..) = said("vi", "luật hòa giải ở cơ sở");
    assert!(vi.starts_with("Luật hòa giải ở cơ sở: chưa có trong kho, chưa văn bản nào viện dẫn"), "{vi}");
    let (vi, ..) = said("vi", "hòa giải hoặc đoàn kết");
    assert!(vi.contains("“hoặc” được tìm như một chữ; tìm một trong hai: A OR B"), "{vi}");
}

#[test]
fn a_number_spelt_otherwise_names_its_document() {
    let office = Office::new();
    office.write("16.txt", &plan(16)).write("17.txt", &plan(17));
    office.index();
    for name in ["16/KHUBND", "l6/KH-UBND", "16 kh ubnd", "16/khubnd@2023"] {
        let shown = office.run(&["show", "--json", name]);
        assert!(shown.status == Some(0) && shown.out.contains("16.txt"), "{name}: {shown:?}");
        assert_ne!(office.run(&["trace", name]).status, Some(2), "{name}");
    }
    for name in ["16/UBND", "16/KHUBND@2021", "kế hoạch 16"] {
        assert_eq!(office.run(&["show", name]).status, Some(2), "{name}");
    }
}

#[test]
fn bodies_in_kept_searches_need_no_quotes() {
    let office = Office::new();
    office.write("16.txt", &plan(16)).write("17.txt", &plan(17).replace("LÂM BÌNH", "SƠN KHÊ").replace("Lâm Bình", "Sơn Khê"));
    office.index();
    assert_eq!(paths(&office, "coquan:UBND xã Lâm Bình hòa giải"), ["16.txt".to_owned()].into());
    office.run(&["search", "coquan:UBND xã Lâm Bình hòa giải", "--save", "lb"]);
    assert_eq!(office.run(&["search", "--saved"]).out, "lb\tcoquan:UBND xã Lâm Bình hòa giải\t\n");
    assert_eq!(paths(&office, "@lb"), ["16.txt".to_owned()].into());
    let watched = office.run(&["watch", "coquan:UBND xã Lâm Bình hòa giải"]);
    assert!(watched.err.contains("1 văn bản"), "{watched:?}");
}

#[test]
fn an_index_of_another_version_is_told_and_repaired() {
    let office = Office::new();
    office.write("a.txt", &plan(1));
    office.index();
    let meta = office.archive().join("index/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let at = text.find("congvan ").unwrap();
    for spoilt in [text.replace(text.get(at..at + 9).unwrap(), "congvan 1"), "{".to_owned(), String::new()] {
        fs::write(&meta, spoilt).unwrap();
        let said = office.run(&["search", "hòa giải"]);
        assert!(said.status == Some(2) && said.err.contains("congvan verify --repair"), "{said:?}");
        assert_eq!(office.run(&["verify"]).status, Some(1));
        let repaired = office.run(&["verify", "--repair"]);
        assert_eq!(repaired.status, Some(0), "{repaired:?}");
        assert_eq!(paths(&office, "hòa giải").len(), 1);
    }
    // A run repairs it as well.
    fs::write(&meta, "{").unwrap();
    assert_eq!(office.index().status, Some(0));
    assert_eq!(paths(&office, "hòa giải").len(), 1);
}

#[test]
fn an_archive_is_searched_while_a_run_writes_it() {
    let office = Office::new();
    office.write("a.txt", &plan(1));
    office.index();
    let mut store = Store::open_for_writing(&office.archive()).unwrap();
    let lock = congvan::store::Lock::take(&office.archive(), "a test").unwrap();
    let writer = congvan::index::Writer::open(&office.archive().join("index")).unwrap();
    let mut batch = store.begin(1, "2024-01-01").unwrap();
    batch.forget(1).unwrap();
    // The run has done half its work; readers see the last finished state.
    assert_eq!(paths(&office, "hòa giải").len(), 1);
    assert_eq!(office.run(&["show", "1/KH-UBND"]).status, Some(0));
    assert_eq!(office.run(&["status"]).status, Some(0));
    assert_eq!(office.index().status, Some(2), "a second run is refused");
    drop((batch, writer, lock));
    assert_eq!(office.index().status, Some(0));
}

#[test]
fn readers_need_no_right_to_write() {
    use std::os::unix::fs::PermissionsExt as _;
    let office = Office::new();
    office.write("a.txt", &plan(1));
    office.index();
    let index = office.archive().join("index");
    let set = |folder_mode: u32, file_mode: u32| {
        for folder in [index.clone(), office.archive()] {
            for entry in fs::read_dir(&folder).unwrap().flatten().filter(|e| e.path().is_file()) {
                fs::set_permissions(entry.path(), fs::Permissions::from_mode(file_mode)).unwrap();
            }
            fs::set_permissions(&folder, fs::Permissions::from_mode(folder_mode)).unwrap();
        }
    };
    // The superuser may write all the same; for others these are archives that only the nightly run writes.
    set(0o555, 0o444);
    let found = paths(&office, "hòa giải");
    let shown = office.run(&["show", "1/KH-UBND"]).status;
    set(0o755, 0o644);
    assert_eq!((found.len(), shown), (1, Some(0)));
}
