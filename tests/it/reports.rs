//! What people get of links: audit and dismissals, registers and comparisons, exports with manifests, decisions, what a run
//! changed; over the fixtures and over made-up offices.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::support::{Office, Said, congvan, letter, said};

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The sample archive, indexed.
fn sample() -> Office {
    let office = Office::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive"), &office.files());
    let run = office.run(&["index", "files", "--home", "UBND xã Sơn Dung", "--ocr", "off"]);
    assert_eq!(run.status, Some(0), "{run:?}");
    office
}

/// The program on a terminal of so many columns; `None` where the machine has no `script` to make one.
fn on_terminal(office: &Office, columns: u32, arguments: &[&str]) -> Option<Said> {
    let words = |command: &Command| {
        let quoted = |word: &std::ffi::OsStr| format!("'{}'", word.to_string_lossy().replace('\'', r"'\''"));
        std::iter::once(quoted(command.get_program())).chain(command.get_args().map(quoted)).collect::<Vec<_>>().join(" ")
    };
    let command = office.command(arguments);
    let mut terminal = Command::new("script");
    terminal.args(["-qec", &format!("{} 2>/dev/null", words(&command)), "/dev/null"]);
    terminal.current_dir(command.get_current_dir().unwrap()).env("TERM", "xterm").env("NO_COLOR", "1");
    terminal.env("CONGVAN_LANG", "vi").env("LC_ALL", "C.UTF-8").env("COLUMNS", columns.to_string()).env_remove("CONGVAN_ARCHIVE");
    match terminal.output() {
        Ok(output) => {
            let mut said = said(&output);
            said.out = said.out.replace('\r', "");
            Some(said)
        }
        Err(_) => {
            eprintln!("skipped: no `script` on this machine");
            None
        }
    }
}

fn lines(said: &Said) -> Vec<Value> {
    said.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn plan(number: &str, date: &str, subject: &str, body: &str) -> String {
    letter(&format!("{number}/KH-UBND"), date, "KẾ HOẠCH", subject, body)
}

#[test]
fn the_report_is_audited_as_drawn() {
    let office = sample();
    let golden = include_str!("golden/audit-report.txt").split_once('\n').unwrap().1;
    if let Some(said) = on_terminal(&office, 80, &["audit", "di/2023/bao-cao-cchc.txt"]) {
        assert_eq!(said.out, golden);
        assert_eq!(said.status, Some(1));
    }
    let json = office.run(&["audit", "di/2023/bao-cao-cchc.txt", "--json"]);
    let findings = lines(&json);
    assert_eq!((json.status, findings.len()), (Some(1), 12));
    let errors = findings.iter().filter(|f| f["severity"] == "error").count();
    assert_eq!(errors, 2);
    // Two documents of one number and different kinds are no conflict and no duplicate.
    for finding in &findings {
        let about = finding["about"].as_str().unwrap_or_default();
        assert!(!about.starts_with("16/"), "{finding}");
        for key in ["code", "severity", "document", "message", "evidence"] {
            assert!(!finding[key].is_null(), "{key}: {finding}");
        }
    }
    let list = findings.iter().find(|f| f["code"] == "list-kind").unwrap();
    let quotes: Vec<&str> = list["evidence"].as_array().unwrap().iter().filter_map(|e| e["quote"].as_str()).collect();
    assert!(quotes[0].ends_with("13 kế hoạch¹") && quotes[1].starts_with("Quyết định số 16/QĐ-UBND"), "{quotes:?}");
    let english = office.run(&["audit", "di/2023/bao-cao-cchc.txt", "--lang", "en"]);
    assert!(english.out.contains("date-conflict") && english.out.contains("the cited document bears 2023-03-10"), "{english:?}");
    let wrong = office.run(&["audit", "--code", "date-conflikt"]);
    assert_eq!(wrong.status, Some(2), "{wrong:?}");
    let none = office.run(&["audit", "--code", "number-duplicate"]);
    assert_eq!((none.status, none.out.as_str()), (Some(0), ""));
}

#[test]
fn a_report_whose_documents_are_not_held_is_audited_by_its_own_words() {
    let office = Office::new();
    let report = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive/di/2023/bao-cao-cchc.txt");
    office.write("bao-cao.txt", &fs::read_to_string(report).unwrap());
    office.index();
    let findings = lines(&office.run(&["audit", "bao-cao.txt", "--json"]));
    let told = |code: &str| {
        let of_code = findings.iter().filter(|f| f["code"] == code);
        of_code.map(|f| f["message"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told("date-conflict"), ["44/KH-UBND: các chỗ viện dẫn ghi ngày khác nhau: 09/03/2022, 10/03/2023"]);
    assert_eq!(
        told("issuer-conflict"),
        ["46/KH-UBND ngày 09/03/2023: viện dẫn là của UBND xã Sơn Dung, UBND huyện Sơn Tây"],
        "{findings:#?}"
    );
    assert_eq!(
        told("number-order"),
        ["44/KH-UBND ngày 09/03/2022 (chú thích 1 (12), mục II) hoặc 10/03/2023 (mục I.1.2); 43/KH-UBND ngày 09/03/2023; \
          46/KH-UBND ngày 09/03/2023: không ngày nào của 44/KH-UBND nằm giữa ngày của hai số kề"]
    );
    assert_eq!(told("list-kind").len(), 1);
    let missing = told("missing");
    assert!(missing.iter().any(|m| m.starts_with("16/KH-UBND ")) && missing.iter().any(|m| m.starts_with("16/QĐ-UBND ")));
}

#[test]
fn the_archive_is_audited_by_code_with_days_overdue() {
    let office = sample();
    let Some(said) = on_terminal(&office, 80, &["audit", "--as-of", "17/8/2023"]) else { return };
    assert_eq!(said.status, Some(1));
    assert!(said.out.contains("\nNHẸ   Chưa trả lời: 217/PNV ngày 02/08/2023, hạn 15/08/2023, quá 2 ngày\n"), "{}", said.out);
    assert!(said.out.contains("\n  di/2023/bao-cao-cchc.txt\n"), "{}", said.out);
    assert!(said.out.contains("Không xét số khuyết: "), "{}", said.out);
    let codes: Vec<String> =
        lines(&office.run(&["audit", "--json"])).iter().map(|f| f["code"].as_str().unwrap().to_owned()).collect();
    let mut grouped = codes.clone();
    grouped.dedup();
    let distinct: std::collections::BTreeSet<&String> = codes.iter().collect();
    assert_eq!(grouped.len(), distinct.len(), "one group a code: {codes:?}");
    assert!(said.out.lines().all(|line| line.chars().count() <= 80), "{}", said.out);
}

#[test]
fn a_dismissed_finding_stays_dismissed() {
    let office = sample();
    let report = "di/2023/bao-cao-cchc.txt";
    let list = lines(&office.run(&["audit", report, "--json", "--code", "list-kind"]));
    let id = list[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(office.run(&["audit", "--dismiss", &id]).status, Some(2), "without a reason");
    assert_eq!(office.run(&["audit", "--dismiss", "00000000", "--reason", "x"]).status, Some(2), "no such finding");
    let done = office.run(&["audit", report, "--dismiss", &id, "--reason", "đã hỏi Văn phòng"]);
    assert_eq!(done.status, Some(0), "{done:?}");
    let gone = |office: &Office| office.run(&["audit", report, "--json", "--code", "list-kind"]);
    assert_eq!((gone(&office).status, gone(&office).out.as_str()), (Some(0), ""));
    // A file read again, another one added: the fact is the same.
    office.write("di/2023/them.txt", &plan("77", "ngày 07 tháng 7 năm 2023", "Việc khác", "UBND xã làm việc khác."));
    office.run(&["index", "files", "--ocr", "off"]);
    assert_eq!(gone(&office).out, "");
    let kept = lines(&office.run(&["audit", "--dismissed", "--json"]));
    assert_eq!((kept.len(), kept[0]["dismissed"]["reason"].as_str()), (1, Some("đã hỏi Văn phòng")));
    let exported = lines(&office.run(&["export", "--what", "findings"]));
    assert!(exported.iter().any(|f| f["id"] == id.as_str() && f["dismissed"]["reason"] == "đã hỏi Văn phòng"));
    assert_eq!(office.run(&["audit", "--restore", &id]).status, Some(0));
    assert_eq!(gone(&office).status, Some(1));
    assert_eq!(office.run(&["audit", "--restore", &id]).status, Some(2));
}

#[test]
fn registers_are_written_read_and_compared() {
    let office = sample();
    let config = fs::read_to_string(office.archive().join("config.toml")).unwrap();
    assert_eq!(config, "own = [\"UBND xã Sơn Dung\"]\n");
    let golden = include_str!("golden/register-di-kh-2023.txt");
    if let Some(said) = on_terminal(&office, 120, &["register", "di", "--year", "2023", "--kind", "KH"]) {
        let mut shown = said.out.lines();
        for line in golden.lines().skip(1).filter(|line| *line != "…") {
            assert!(shown.any(|said| said == line), "`{line}` in\n{}", said.out);
        }
    }
    let rows = office.run(&["register", "di", "--year", "2023"]).out;
    assert!(rows.lines().all(|line| line.split('\t').count() == 11), "{rows}");
    assert!(rows.contains("held\t08a/QĐ-UBND\t2023-01-31\t"), "{rows}");
    let den = office.run(&["register", "den"]).out;
    let row = |number: &str| den.lines().find(|line| line.split('\t').nth(4) == Some(number)).unwrap().to_owned();
    assert!(row("217/PNV").ends_with("\thạn 15/08/2023"), "{den}");
    assert!(!row("59/2019/NĐ-CP").contains("trả lời"), "a decree is not answered");
    let dates: Vec<&str> = den.lines().filter_map(|line| line.split('\t').nth(5)).collect();
    assert!(dates.is_sorted(), "{dates:?}");
    // What is written can be compared: only what is cited and not held stands in the file alone.
    for file in ["so.xlsx", "so.csv"] {
        let path = office.files().with_file_name(file);
        let path = path.to_str().unwrap();
        assert_eq!(office.run(&["register", "di", "--year", "2023", "-o", path]).status, Some(0));
        let compared = office.run(&["register", "di", "--year", "2023", "--compare", path, "--json"]);
        let compared = &lines(&compared)[0];
        assert_eq!(
            (compared["matched"].as_u64(), compared["differences"].as_array().map(Vec::len)),
            (Some(21), Some(0)),
            "{compared}"
        );
        assert_eq!(compared["not_kept"].as_array().map(Vec::len), Some(0), "{compared}");
        assert_eq!(compared["not_held"].as_array().map(Vec::len), Some(3), "{compared}");
    }
    let clerk = office.files().with_file_name("clerk.csv");
    fs::write(&clerk, "Số ký hiệu;Ngày tháng;Trích yếu;Người ký\n44/KH-UBND;09/3/2023;tự kiểm tra công tác cải cách hành chính;Nguyễn Văn Trí\n")
        .unwrap();
    let said = office.run(&["register", "di", "--year", "2023", "--kind", "KH", "--compare", clerk.to_str().unwrap()]);
    assert_eq!(said.status, Some(1));
    assert!(said.out.contains("khác nhau\t44/KH-UBND\t2\tngày văn bản\t09/3/2023\t10/03/2023\n"), "{}", said.out);
    assert!(said.out.contains("không có trong sổ\t46/KH-UBND\t"), "{}", said.out);
    assert_eq!(office.run(&["register", "di", "-o", "so.pdf"]).status, Some(2));
}

#[test]
fn exports_are_the_same_bytes_from_any_order_with_their_hashes() {
    let office = sample();
    let folder = office.files().with_file_name("out");
    fs::create_dir(&folder).unwrap();
    let export = |office: &Office, what: &str, format: &str, into: &Path| {
        let path = into.join(format!("{what}.{format}"));
        let said = office.run(&["export", "--what", what, "--format", format, "--output", path.to_str().unwrap()]);
        assert_eq!(said.status, Some(0), "{what} {format}: {said:?}");
        (fs::read(&path).unwrap(), fs::read_to_string(into.join(format!("{what}.{format}.manifest.json"))).unwrap())
    };
    let all: Vec<(&str, &str)> = ["documents", "citations", "links", "findings"]
        .into_iter()
        .flat_map(|what| ["ndjson", "csv", "xlsx"].map(|format| (what, format)))
        .chain([("links", "graphml"), ("links", "dot")])
        .collect();
    let first: BTreeMap<(&str, &str), (Vec<u8>, String)> =
        all.iter().map(|(what, format)| ((*what, *format), export(&office, what, format, &folder))).collect();
    // The same files, indexed in two runs and another order.
    let other = Office::new();
    for part in ["den", "di"] {
        copy(&office.files().join(part), &other.files().join(part));
        let run = other.run(&["index", "files", "--home", "UBND xã Sơn Dung", "--ocr", "off"]);
        assert_eq!(run.status, Some(0), "{run:?}");
    }
    for (what, format) in all {
        let again = export(&other, what, format, &folder);
        assert!(first[&(what, format)] == again, "{what} {format} differs");
        let manifest: Value = serde_json::from_str(&again.1).unwrap();
        let hash: String = Sha256::digest(&again.0).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(manifest["sha256"].as_str(), Some(hash.as_str()));
        assert_eq!((manifest["bytes"].as_u64(), manifest["documents"].as_u64()), (Some(again.0.len() as u64), Some(36)));
    }
    let links = String::from_utf8(first[&("links", "ndjson")].0.clone()).unwrap();
    let xml = String::from_utf8(first[&("links", "graphml")].0.clone()).unwrap();
    assert_eq!(xml.matches("<edge ").count(), links.lines().count());
    assert_eq!(office.run(&["export", "--what", "findings", "--format", "dot"]).status, Some(2));
}

/// The citation of a number in a document: its name and state.
fn cited(office: &Office, document: &str, number: &str) -> Value {
    let traced: Value = serde_json::from_str(&office.run(&["trace", document, "--json"]).out).unwrap();
    let edges = traced["edges"].as_array().unwrap();
    let meant = |edge: &&Value| edge["citation"]["surface"].as_str().is_some_and(|s| s.ends_with(number));
    edges.iter().find(meant).unwrap_or_else(|| panic!("{number} in {traced}")).clone()
}

#[test]
fn a_persons_word_stands() {
    let office = sample();
    let report = "di/2023/bao-cao-cchc.txt";
    let before = cited(&office, report, "466/QĐ-UBND");
    assert_eq!(before["state"], "ambiguous");
    let handle = before["handle"].as_str().unwrap().to_owned();
    assert!(office.run(&["show", report, "-v"]).out.contains(&handle));
    assert_eq!(office.run(&["link", &handle, "di/2022/qd-466.docx"]).status, Some(2), "without a reason");
    let commune = ["link", &handle, "di/2022/qd-466.docx", "--reason", "có bản giấy"];
    let done = office.run(&commune);
    assert_eq!(done.status, Some(0), "{done:?}");
    assert!(done.err.contains("người xác định") && done.err.contains("“có bản giấy”"), "{done:?}");
    let now = cited(&office, report, "466/QĐ-UBND");
    assert_eq!((now["state"].as_str(), now["decided"][0]["reason"].as_str()), (Some("held"), Some("có bản giấy")));
    // Another word does not overwrite it unasked.
    let district = ["link", &handle, "den/2022/qd-466-huyen.pdf", "--reason", "khác"];
    let refused = office.run(&district);
    assert!(refused.status == Some(2) && refused.err.contains("--undo"), "{refused:?}");
    // The target goes: the citation is not held; it comes back: the word stands again.
    let target = fs::read(office.files().join("di/2022/qd-466.docx")).unwrap();
    office.remove("di/2022/qd-466.docx");
    office.run(&["index", "files", "--ocr", "off"]);
    let gone = cited(&office, report, "466/QĐ-UBND");
    assert_eq!((gone["state"].as_str(), gone["decided"].as_array().map(Vec::len)), (Some("missing"), Some(1)), "{gone}");
    fs::write(office.files().join("di/2022/qd-466.docx"), target).unwrap();
    // The citing file is saved with another byte at its end: the same citation, the same word.
    let text = fs::read_to_string(office.files().join(report)).unwrap();
    office.write(report, &format!("{text}\n"));
    office.run(&["index", "files", "--ocr", "off"]);
    let back = cited(&office, report, "466/QĐ-UBND");
    assert_eq!((back["state"].as_str(), back["to"].as_str()), (Some("held"), now["to"].as_str()), "{back}");
    let handle = back["handle"].as_str().unwrap().to_owned();
    assert_eq!(handle.split('.').nth(1), before["handle"].as_str().unwrap().split('.').nth(1));
    // Taken back: as if nobody had spoken; ruled out: the other one remains.
    assert_eq!(office.run(&["link", &handle, "--undo"]).status, Some(0));
    assert_eq!(cited(&office, report, "466/QĐ-UBND")["state"], "ambiguous");
    assert_eq!(office.run(&["link", &handle, "--undo"]).status, Some(2));
    assert_eq!(office.run(&["link", &handle, "den/2022/qd-466-huyen.pdf", "--not", "--reason", "của huyện"]).status, Some(0));
    let left = cited(&office, report, "466/QĐ-UBND");
    assert_eq!((left["state"].as_str(), left["to"].as_str()), (Some("held"), now["to"].as_str()), "{left}");
    if let Some(said) = on_terminal(&office, 120, &["trace", report, "-v"]) {
        assert!(said.out.contains("không phải là 466/QĐ-UBND, den/2022/qd-466-huyen.pdf: “của huyện”"), "{}", said.out);
    }
}

#[test]
fn what_a_run_changed_is_told_with_its_cause() {
    let office = Office::new();
    let citing = "Thực hiện Kế hoạch số 21/KH-UBND ngày 05/3/2023 của UBND xã, Kế hoạch số 22/KH-UBND ngày 06/3/2023 của UBND xã và Kế hoạch số 23/KH-UBND ngày 07/3/2023 của UBND xã, UBND xã ban hành kế hoạch sau.";
    office
        .write("a.txt", &plan("30", "ngày 20 tháng 3 năm 2023", "Việc thứ ba mươi", citing))
        .write("22.txt", &plan("22", "ngày 06 tháng 3 năm 2023", "Trồng cây bên đường", "UBND xã làm."))
        .write("23.txt", &plan("23", "ngày 07 tháng 3 năm 2023", "Dọn kênh", "UBND xã làm."));
    office.index();
    let changes = |office: &Office| {
        let status: Value = serde_json::from_str(&office.run(&["status", "--json"]).out).unwrap();
        let told = |c: &Value| {
            let text = |key: &str| c[key].as_str().unwrap_or_default().to_owned();
            format!("{} {} {} {} {}", text("what"), text("number"), text("from_path"), text("why"), text("by"))
        };
        status["changes"].as_array().unwrap().iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(changes(&office), Vec::<String>::new(), "the first run of an archive is no news");
    // One comes, one goes, one is replaced by a paper of another day; and a file moves, which is no news.
    office
        .write("moi/21.txt", &plan("21", "ngày 05 tháng 3 năm 2023", "Sửa cầu", "UBND xã làm."))
        .remove("22.txt")
        .write("23.txt", &plan("23", "ngày 09 tháng 3 năm 2023", "Dọn kênh", "UBND xã làm."))
        .rename("a.txt", "luu/a.txt");
    office.index();
    let told = changes(&office);
    assert_eq!(told[0], "resolved 21/KH-UBND luu/a.txt new moi/21.txt", "{told:?}");
    assert!(told.contains(&"broken 22/KH-UBND luu/a.txt gone 22.txt".to_owned()), "{told:?}");
    assert!(told.iter().any(|c| c.contains(" 23/KH-UBND luu/a.txt changed 23.txt")), "{told:?}");
    assert_eq!(told.len(), 3, "{told:?}");
    if let Some(said) = on_terminal(&office, 80, &["status"]) {
        assert!(said.out.contains("Vừa có thêm (1)\n  21/KH-UBND  luu/a.txt, "), "{}", said.out);
        assert!(said.out.contains("22.txt không còn"), "{}", said.out);
    }
    // A run that changes nothing of links has no news; a new paper's own open ends are news.
    office.write(
        "x.txt",
        &plan("31", "ngày 21 tháng 3 năm 2023", "Việc", "Thực hiện Kế hoạch số 88/KH-UBND ngày 01/3/2023 của UBND xã."),
    );
    office.index();
    assert_eq!(changes(&office), ["missing 88/KH-UBND x.txt citing x.txt"]);
}

#[test]
fn a_trace_is_a_sheet_and_never_loops() {
    let office = Office::new();
    let cites =
        |n: u32| format!("Thực hiện Kế hoạch số {n}/KH-UBND ngày {n:02}/3/2023 của UBND xã, UBND xã ban hành kế hoạch sau.");
    for (n, other) in [(11, 12), (12, 13), (13, 11)] {
        office.write(
            &format!("{n}.txt"),
            &plan(&n.to_string(), &format!("ngày {n} tháng 3 năm 2023"), &format!("Việc {n}"), &cites(other)),
        );
    }
    office.index();
    if let Some(said) = on_terminal(&office, 80, &["trace", "11/KH-UBND", "--depth", "9", "-v"]) {
        assert_eq!(said.out.matches("(đã nêu trên)").count(), 1, "{}", said.out);
    }
    let back = office.run(&["trace", "11/KH-UBND", "--depth", "9", "--reverse"]);
    assert_eq!(back.out.lines().count(), 3, "{back:?}");
    assert_eq!(office.run(&["trace", "11/KH-UBND", "--only", "missing"]).status, Some(1));
    let file = office.files().with_file_name("phieu.html");
    let sheet =
        ["trace", "11/KH-UBND", "--depth", "3", "--format", "html", "--printed", "2023-08-17", "-o", file.to_str().unwrap()];
    assert_eq!(office.run(&sheet).status, Some(0));
    let page = fs::read_to_string(&file).unwrap();
    let bytes = fs::read(office.files().join("12.txt")).unwrap();
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(page.contains(&hash) && page.contains("<td>17/08/2023</td>") && page.contains("(đã nêu trên)"), "{page}");
    assert!(!page.contains("http://") && !page.contains("https://"), "nothing outside the file");
    assert_eq!(office.run(&sheet).status, Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), page);
}

#[test]
fn the_own_body_decides_and_may_be_told_later() {
    let office = Office::new();
    office.write("a.txt", &plan("11", "ngày 11 tháng 3 năm 2023", "Việc", "UBND xã làm."));
    office.index();
    assert_eq!(office.run(&["register", "di"]).out, "");
    assert_eq!(office.run(&["index", "files", "--home", "UBND xã Lâm Bình"]).status, Some(0));
    assert!(office.run(&["register", "di"]).out.starts_with("held\t11/KH-UBND\t2023-03-11\t"));
    // Kept in the archive: the next run needs no word.
    office.write("b.txt", &plan("12", "ngày 12 tháng 3 năm 2023", "Việc khác", "UBND xã làm."));
    office.index();
    assert_eq!(office.run(&["register", "di"]).out.lines().count(), 2);
    let other = office.run(&["index", "files", "--home", "UBND xã Khác"]);
    assert!(other.err.contains("own = UBND xã Lâm Bình"), "{other:?}");
    assert_eq!(said(&congvan(&["register", "dd"]).output().unwrap()).status, Some(2));
}
