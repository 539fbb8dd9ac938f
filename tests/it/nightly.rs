//! The night without anybody: the morning report, the log, retries, checks and repairs, backup and restore.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::support::{Office, Said, plan_citing, said};

/// 02:00 on 16 and 17 August 2023, seven hours east.
const FIRST_NIGHT: &str = "1692126000";
const SECOND_NIGHT: &str = "1692212400";

fn plan(n: u32) -> String {
    plan_citing(n, n - 1)
}

/// The sample archive with its three unreadable files.
fn sample() -> Office {
    let office = Office::new();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    for entry in walkdir::WalkDir::new(fixtures.join("archive")).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let target = office.files().join(entry.path().strip_prefix(fixtures.join("archive")).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(entry.path(), target).unwrap();
    }
    for name in ["qd-3105-quet.pdf", "gm-mat-khau.docx", "anh-chup.pdf"] {
        fs::copy(fixtures.join("damaged").join(name), office.files().join("den/2023").join(name)).unwrap();
    }
    fs::create_dir_all(office.archive()).unwrap();
    fs::write(office.archive().join("config.toml"), "own = [\"UBND xã Sơn Dung\"]\n").unwrap();
    office
}

fn night(office: &Office, at: &str, arguments: &[&str]) -> Said {
    let mut all = vec!["index", "--ocr", "off", "files"];
    all.extend(arguments);
    said(&office.command(&all).env("SOURCE_DATE_EPOCH", at).env("TZ", "<+07>-7").output().unwrap())
}

/// What happens in the night of the second run.
fn events_of_the_night(office: &Office) {
    let of = |office_lines: &str, number: &str, place: &str, date: &str, kind: &str, subject: &str| {
        format!(
            "{office_lines}\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: {number}\n\n{place}, {date}\n\n{kind}\n{subject}\n\nĐiều 1. Giao các bộ phận thực hiện.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn Trí\n"
        )
    };
    let plan = of(
        "UBND HUYỆN SƠN TÂY\nUBND XÃ SƠN DUNG",
        "27/KH-UBND",
        "Sơn Dung",
        "ngày 22 tháng 02 năm 2023",
        "KẾ HOẠCH",
        "Tuyên truyền CCHC năm 2023",
    );
    let decision = of(
        "UBND HUYỆN SƠN TÂY",
        "466/QĐ-UBND",
        "Sơn Tây",
        "ngày 20 tháng 3 năm 2022",
        "QUYẾT ĐỊNH",
        "Ban hành Kế hoạch thực hiện nhiệm vụ phát triển kinh tế - xã hội",
    );
    let broken = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats/bao-cao.doc")).unwrap();
    office.write("di/2023/kh-27.docx", &plan).write("den/2022/qd-466-huyen.pdf", &decision).remove("di/2023/bc-78.pdf");
    fs::write(office.files().join("den/2023/cv-905.doc"), broken.get(..broken.len() / 3).unwrap()).unwrap();
}

#[test]
fn the_morning_report_tells_what_the_night_brought() {
    let office = sample();
    let first = night(&office, FIRST_NIGHT, &["--report", "sang.txt"]);
    assert_eq!(first.status, Some(2), "{first:?}");
    let report = |name: &str| fs::read_to_string(office.files().parent().unwrap().join(name)).unwrap();
    let text = report("sang.txt");
    assert!(text.starts_with("BÁO CÁO SÁNG 16/08/2023 · kho UBND xã Sơn Dung\nCẦN XEM: 3 tệp mới không đọc được"), "{text}");
    events_of_the_night(&office);
    let second = night(&office, SECOND_NIGHT, &["--report", "sang.txt"]);
    assert_eq!(second.status, Some(2), "{second:?}");
    let text = report("sang.txt");
    let seconds = regex::Regex::new("02:00, [0-9]+,[0-9] giây").unwrap();
    let masked = seconds.replace(&text, "02:00, <giây> giây").into_owned();
    let (page, now) = masked.split_once("Hiện trạng  ").unwrap();
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/nightly/morning-report.txt");
    assert_eq!(page, fs::read_to_string(golden).unwrap(), "\n{text}");
    assert!(now.starts_with("55 viện dẫn: có ") && now.contains("chưa rõ 0"), "{now}");
    // A morning without news.
    let third = night(&office, "1692298800", &["--report", "sang.html"]);
    assert_eq!(third.status, Some(0), "{third:?}");
    assert!(third.err.contains("Không có gì mới"), "{third:?}");
    let html = report("sang.html");
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("CẦN XEM: 1 văn bản đến quá hạn"), "{html}");
    assert!(html.contains("Vừa mất: không") && html.contains("Tệp không đọc được (0 mới, 4 cũ)"), "{html}");
}

#[test]
fn reports_have_the_form_of_their_ending_and_both_languages() {
    let office = Office::new();
    office.write("di/a.txt", &plan(10));
    for name in ["r.txt", "r.md", "r.json", "r.html"] {
        let run = office.run(&["--lang", "en", "index", "--report", name, "files"]);
        assert_eq!(run.status, Some(0), "{run:?}");
        let text = fs::read_to_string(office.files().parent().unwrap().join(name)).unwrap();
        assert!(text.contains("NORMAL: nothing wants a person"), "{name}: {text}");
    }
    let json = fs::read_to_string(office.files().parent().unwrap().join("r.json")).unwrap();
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["attention"], serde_json::json!([]));
    assert_eq!(value["mentions"]["missing"], 1, "{value}");
    let left: Vec<_> = fs::read_dir(office.files().parent().unwrap()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(!left.iter().any(|n| n.to_string_lossy().starts_with(".congvan-")), "{left:?}");
    for (name, said) in [("r.pdf", "cần đuôi"), ("nowhere/r.txt", "không có thư mục")] {
        let run = office.run(&["index", "--report", name, "files"]);
        assert_eq!(run.status, Some(2), "{run:?}");
        assert!(run.err.contains(said), "{run:?}");
    }
}

#[test]
fn a_run_that_breaks_off_is_reported_too() {
    let office = Office::new();
    office.write("a.txt", &plan(10));
    office.index();
    let _lock = congvan::store::Lock::take(&office.archive(), "pid 1, the test").unwrap();
    let run = office.run(&["index", "--report", "r.txt", "files"]);
    assert_eq!(run.status, Some(2), "{run:?}");
    let text = fs::read_to_string(office.files().parent().unwrap().join("r.txt")).unwrap();
    assert!(text.lines().nth(1).unwrap().starts_with("CẦN XEM: lần chạy bị ngắt vì lỗi"), "{text}");
    assert!(text.contains("pid 1, the test"), "{text}");
}

#[test]
fn the_log_is_one_event_a_line() {
    let office = Office::new();
    office.write("di/a.txt", &plan(10)).write("di/hỏng.docx", "");
    let log = |arguments: &[&str]| said(&office.command(arguments).env_remove("CONGVAN_LOG").output().unwrap());
    let first = log(&["index", "--log-format", "keyvalue", "files"]);
    let lines: Vec<&str> = first.err.lines().collect();
    assert_eq!(lines.len(), 3, "{first:?}");
    assert!(lines[0].starts_with("run.start archive=\"") && lines[0].ends_with("known=0 to_read=2"), "{first:?}");
    assert_eq!(lines[1], "file.failed path=\"di/hỏng.docx\" code=empty tries=1 message=\"tệp rỗng\"");
    assert!(
        lines[2].starts_with("run.done files=2 new=1 changed=0 gone=0 failed=1 ") && lines[2].ends_with(" exit=2"),
        "{first:?}"
    );
    office.write("di/b.txt", &plan(9));
    let second = log(&["index", "--log-format", "json", "files"]);
    let events: Vec<serde_json::Value> = second.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<&str> = events.iter().map(|e| e["event"].as_str().unwrap()).collect();
    assert_eq!(names, ["run.start", "link.resolved", "run.done"], "{second:?}");
    assert_eq!((&events[1]["number"], &events[1]["by"]), (&"9/KH-UBND".into(), &"di/b.txt".into()));
    office.remove("di/b.txt");
    // Not a terminal and nothing asked for: events, and the summary for whoever reads the mail.
    let third = log(&["index", "files"]);
    assert!(third.err.contains("\nlink.broken number=\"9/KH-UBND\" by=\"di/b.txt\" why=gone mentions=1\n"), "{third:?}");
    assert!(third.err.contains("1 không còn"), "{third:?}");
    assert_eq!(log(&["-q", "index", "files"]).err, "");
    let retried = log(&["index", "--log-format", "keyvalue", "--retry-failed", "files"]);
    assert!(retried.err.contains("file.failed path=\"di/hỏng.docx\" code=empty tries=2"), "{retried:?}");
}

#[test]
fn a_long_run_says_once_in_a_while_where_it_is() {
    let office = Office::new();
    for n in 1..401 {
        office.write(&format!("di/{n}.txt"), &plan(n));
    }
    let mut command = office.command(&["index", "--log-format", "keyvalue", "--heartbeat", "1", "--workers", "1", "files"]);
    let run = said(&command.output().unwrap());
    let seconds: f64 = run.err.rsplit("seconds=").next().and_then(|rest| rest.split(' ').next()?.parse().ok()).unwrap();
    let beats = run.err.lines().filter(|line| line.starts_with("run.progress done=")).count();
    assert!(beats >= 1 || seconds < 1.5, "{run:?}");
}

#[test]
fn a_file_that_could_not_be_opened_is_tried_again_without_alarm() {
    if rustix::process::geteuid().is_root() {
        // Nothing is closed to root; a folder in the place of a file that is there at the walk does not fit here either.
        eprintln!("skipped: root may open everything");
        return;
    }
    let office = Office::new();
    office.write("a.txt", &plan(10)).write("b.txt", &plan(11));
    let close = |mode| fs::set_permissions(office.files().join("b.txt"), fs::Permissions::from_mode(mode)).unwrap();
    close(0o000);
    assert_eq!(office.index().status, Some(2));
    assert_eq!(office.index().status, Some(0), "no news");
    close(0o644);
    let run = office.index();
    assert!(run.err.contains("1 văn bản mới") || run.err.contains("1 thay đổi"), "{run:?}");
    close(0o000);
    fs::File::options().append(true).open(office.files().join("b.txt")).ok();
    assert_eq!(office.export(), office.export());
}

#[test]
fn members_that_failed_are_tried_again_when_asked() {
    let office = Office::new();
    let nested = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/damaged/nested.zip");
    fs::copy(nested, office.files().join("nested.zip")).unwrap();
    let first = office.index();
    assert_eq!(first.status, Some(2), "{first:?}");
    let second = office.index();
    assert_eq!(second.status, Some(0), "{second:?}");
    assert!(second.err.contains("1 tệp vẫn không đọc được"), "{second:?}");
    assert_eq!(office.run(&["index", "--retry-failed", "files"]).status, Some(2));
    let status: serde_json::Value = serde_json::from_str(&office.run(&["status", "--json"]).out).unwrap();
    assert_eq!(status["problems"][0]["tries"], 2, "{status}");
}

#[test]
fn a_missing_worker_ends_the_run_and_blames_no_file() {
    let office = Office::new();
    office.write("a.txt", &plan(10));
    let program = Path::new(env!("CARGO_BIN_EXE_congvan"));
    let eyes = congvan::pipeline::Eyes::open(congvan::pipeline::Ocr::Off, program).unwrap();
    let missing = office.files().parent().unwrap().join("nothing-here");
    let settings = congvan::pipeline::Settings {
        program: missing,
        workers: 1,
        time: std::time::Duration::from_secs(5),
        cpu: std::time::Duration::from_secs(5),
        unpacked_bytes: 1 << 20,
        eyes: std::sync::Arc::new(eyes),
    };
    let options = congvan::pipeline::Options {
        archive: office.archive(),
        paths: vec![office.files()],
        home: Vec::new(),
        retry_failed: false,
        allow_mass_delete: false,
        workers: settings,
        now: "2023-08-16T02:00:00+07:00".to_owned(),
        holder: "the test".to_owned(),
    };
    let error = congvan::pipeline::index(&options, &std::sync::atomic::AtomicBool::new(false), &mut |_| ()).unwrap_err();
    assert!(matches!(error, congvan::pipeline::PipelineError::Worker(_)), "{error:?}");
    let run = office.index();
    assert_eq!(run.status, Some(0), "{run:?}");
    assert!(run.err.contains("1 văn bản mới"), "{run:?}");
}

fn sql(office: &Office, statements: &str) {
    let database = rusqlite::Connection::open(office.archive().join("archive.sqlite")).unwrap();
    database.execute_batch(statements).unwrap();
}

#[test]
fn what_is_derived_is_found_broken_and_made_anew() {
    for (damage, check) in [
        ("UPDATE mentions SET state = NULL, target = NULL, link = NULL", "links"),
        ("UPDATE mentions SET target = 9999 WHERE target IS NOT NULL", "links"),
        ("UPDATE mentions SET state = 'held' WHERE state = 'missing'", "links"),
        ("UPDATE contents SET cited_by = 7", "links"),
        ("DELETE FROM mentions WHERE ordinal = 0", "spans"),
        ("DELETE FROM keys; UPDATE mentions SET state = NULL", "links"),
        ("UPDATE meta SET value = 900 WHERE key IN ('generation', 'indexed')", "index"),
    ] {
        let office = Office::new();
        for n in 10..16 {
            office.write(&format!("di/{n}.txt"), &plan(n));
        }
        office.index();
        let whole = office.export();
        assert_eq!(office.verify().status, Some(0), "{:?}", office.verify());
        sql(&office, damage);
        let found = office.run(&["verify", "--json"]);
        assert_eq!(found.status, Some(1), "{damage}: {found:?}");
        let broken: Vec<String> = found
            .out
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .filter(|value| value["ok"] == false)
            .map(|value| value["check"].as_str().unwrap().to_owned())
            .collect();
        assert!(broken.contains(&check.to_owned()), "{damage}: {found:?}");
        let repaired = office.run(&["verify", "--repair"]);
        assert_eq!(repaired.status, Some(0), "{damage}: {repaired:?}");
        assert_eq!(office.export(), whole, "{damage}");
    }
}

#[test]
fn damaged_documents_are_read_again() {
    for damage in [
        "UPDATE contents SET extracted = x'0102' WHERE number = '12'",
        "UPDATE contents SET text = x'ffffffff00' WHERE number = '12'",
        "UPDATE contents SET document = '{}' WHERE number = '12'",
    ] {
        let office = Office::new();
        for n in 10..16 {
            office.write(&format!("di/{n}.txt"), &plan(n));
        }
        office.index();
        let whole = office.export();
        sql(&office, damage);
        assert_eq!(office.verify().status, Some(1), "{damage}");
        let repaired = office.run(&["verify", "--repair"]);
        assert!(repaired.err.contains("1 văn bản cần đọc lại"), "{damage}: {repaired:?}");
        let run = office.index();
        assert_eq!(run.status, Some(0), "{damage}: {run:?}");
        assert_eq!((office.verify().status, office.export()), (Some(0), whole), "{damage}");
    }
}

#[test]
fn files_with_other_bytes_of_the_same_time_are_found() {
    let office = Office::new();
    for n in 10..20 {
        office.write(&format!("di/{n}.txt"), &plan(n));
    }
    office.index();
    let path = office.files().join("di/13.txt");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let rotten = plan(13).replace("Kiểm tra", "Kiểm trA");
    fs::write(&path, rotten).unwrap();
    fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(office.index().err, "Không có gì mới: 10 tệp như lần trước\n");
    let found = office.verify();
    assert_eq!(found.status, Some(1), "{found:?}");
    assert!(found.out.contains("di/13.txt"), "{found:?}");
    let sampled = office.run(&["verify", "--sample", "3", "--json"]);
    assert!(sampled.out.contains(r#""check":"files""#) && sampled.out.contains(r#""looked":3"#), "{sampled:?}");
    office.remove("di/11.txt");
    assert!(office.verify().out.contains("1 tệp không còn"), "{:?}", office.verify());
    office.run(&["verify", "--repair"]);
    assert_eq!(office.index().status, Some(0));
    assert_eq!(office.verify().status, Some(0), "{:?}", office.verify());
    assert_eq!(office.export(), office.export_from_scratch());
    assert!(office.run(&["status"]).out.contains("kiểm tra gần nhất"), "{:?}", office.run(&["status"]));
}

#[test]
fn a_backup_gives_the_archive_back() {
    let office = Office::new();
    for n in 10..16 {
        office.write(&format!("di/{n}.txt"), &plan(n));
    }
    office.index();
    let before = office.export();
    let backup = office.run(&["backup", "kho.bak"]);
    assert_eq!(backup.status, Some(0), "{backup:?}");
    office.remove("di/12.txt").write("di/20.txt", &plan(20));
    office.index();
    let later = office.export();
    let refused = office.run(&["restore", "kho.bak"]);
    assert_eq!(refused.status, Some(2), "{refused:?}");
    assert!(refused.err.contains("--replace"), "{refused:?}");
    // A cut backup changes nothing.
    let folder = office.files().parent().unwrap().to_owned();
    let whole = fs::read(folder.join("kho.bak")).unwrap();
    fs::write(folder.join("cut.bak"), whole.get(..whole.len() * 2 / 3).unwrap()).unwrap();
    let cut = office.run(&["restore", "--replace", "cut.bak"]);
    assert_eq!(cut.status, Some(2), "{cut:?}");
    assert!(cut.err.contains("không phải là bản sao lưu nguyên vẹn"), "{cut:?}");
    assert_eq!((office.export(), office.verify().status), (later, Some(0)));
    let restored = office.run(&["restore", "--replace", "kho.bak"]);
    assert_eq!(restored.status, Some(0), "{restored:?}");
    assert_eq!((office.export(), office.verify().status), (before.clone(), Some(0)));
    assert!(office.run(&["search", "12/KH-UBND"]).out.contains("di/12.txt"));
    // On a new machine.
    fs::remove_dir_all(office.archive()).unwrap();
    assert_eq!(office.run(&["restore", "kho.bak"]).status, Some(0));
    assert_eq!(office.export(), before);
    assert_eq!(office.index().status, Some(0));
    assert_eq!(office.export(), office.export_from_scratch());
}

#[test]
fn a_backup_of_a_running_archive_is_whole() {
    let office = Office::new();
    for n in 1..601 {
        office.write(&format!("di/{n}.txt"), &plan(n));
    }
    office.run(&["index", "files/di/1.txt"]);
    let mut run = office.command(&["index", "files"]).stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut made = 0;
    while run.try_wait().unwrap().is_none() {
        let backup = office.run(&["backup", "running.bak"]);
        assert_eq!(backup.status, Some(0), "{backup:?}");
        made += 1;
        let fresh = tempfile::tempdir().unwrap();
        let archive = fresh.path().join("a");
        let program = |arguments: &[&str]| {
            let mut command = crate::support::congvan(arguments);
            said(&command.arg("--archive").arg(&archive).current_dir(office.files().parent().unwrap()).output().unwrap())
        };
        assert_eq!(program(&["restore", "running.bak"]).status, Some(0));
        let verified = program(&["verify", "--sample", "5"]);
        assert!(
            verified.status == Some(0) || verified.out.contains("documents without") || verified.out.contains("no file holds it"),
            "{verified:?}"
        );
    }
    assert!(made > 0);
}

#[test]
fn an_older_archive_is_brought_over_and_a_strange_one_is_refused() {
    let office = Office::new();
    fs::create_dir_all(office.archive()).unwrap();
    sql(&office, &fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/store/v1.sql")).unwrap());
    let refused = office.run(&["search", "44/KH-UBND"]);
    assert_eq!(refused.status, Some(2), "{refused:?}");
    assert!(refused.err.contains("congvan verify --repair"), "{refused:?}");
    let repaired = office.run(&["verify", "--repair"]);
    assert!(repaired.err.contains("Đã đổi kho từ bản 1 sang bản 4"), "{repaired:?}");
    assert_eq!(repaired.status, Some(0), "{repaired:?}");
    assert!(office.archive().join("archive.v1.sqlite").is_file());
    assert!(office.run(&["search", "44/KH-UBND"]).out.contains("di/2023/kh-44.docx"));
    sql(&office, "PRAGMA user_version = 1");
    let strange = office.run(&["status"]);
    assert!(strange.err.contains("bản thử") && strange.err.contains("congvan index --archive"), "{strange:?}");
    sql(&office, "PRAGMA user_version = 99");
    let newer = office.run(&["index", "files"]);
    assert!(newer.status == Some(2) && newer.err.contains("phiên bản mới hơn"), "{newer:?}");
}
