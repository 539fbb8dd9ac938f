//! `index` over folders that change, break and resist: the archive is always that of indexing from nothing.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::time::Duration;

use crate::support::{Office, letter, plan_citing, said};

fn plan(n: u32) -> String {
    plan_citing(n, n + 1)
}

#[test]
fn a_second_run_does_nothing() {
    let office = Office::new();
    office.write("di/a.txt", &plan(10)).write("di/b.txt", &plan(11));
    let first = office.index();
    assert_eq!(first.status, Some(0), "{first:?}");
    assert!(first.err.contains("Đã đọc 2 tệp"), "{first:?}");
    let second = office.index();
    assert_eq!((second.status, second.err.as_str()), (Some(0), "Không có gì mới: 2 tệp như lần trước\n"));
}

#[test]
fn any_changes_give_the_archive_of_indexing_from_nothing() {
    let office = Office::new();
    for n in 10..20 {
        office.write(&format!("di/{n}.txt"), &plan(n));
    }
    office.index();
    let steps: [&dyn Fn(); 7] = [
        &|| {
            office.write("di/20.txt", &plan(20));
        },
        &|| {
            office.remove("di/12.txt");
        },
        &|| {
            office.rename("di/13.txt", "den/13.txt");
        },
        &|| {
            office.write("di/14.txt", &plan(30));
        },
        &|| {
            office.write("den/copy.txt", &plan(15));
        },
        &|| {
            office.remove("di/15.txt").rename("di/16.txt", "x.txt").rename("di/17.txt", "di/16.txt").rename("x.txt", "di/17.txt");
        },
        &|| {
            office.write("di/12.txt", &plan(12)).remove("den/copy.txt");
        },
    ];
    for (i, step) in steps.iter().enumerate() {
        step();
        let run = office.index();
        assert_eq!(run.status, Some(0), "step {i}: {run:?}");
        assert_eq!(office.export(), office.export_from_scratch(), "after step {i}");
    }
}

#[test]
fn copies_are_one_document_with_several_files() {
    let office = Office::new();
    office.write("di/a.txt", &plan(10)).write("luu/b.txt", &plan(10));
    office.index();
    let documents = office.run(&["export", "--what", "documents"]).out;
    assert_eq!(documents.lines().count(), 1);
    assert!(documents.contains(r#""paths":["di/a.txt","luu/b.txt"]"#), "{documents}");
}

#[test]
fn a_bad_file_is_named_once_and_the_rest_is_indexed() {
    let office = Office::new();
    office.write("di/a.txt", &plan(10)).write("di/empty.docx", "");
    let first = office.index();
    assert_eq!(first.status, Some(2), "{first:?}");
    assert!(first.err.contains("1 văn bản mới, 1 tệp không đọc được") && first.err.contains("  di/empty.docx  "), "{first:?}");
    let second = office.index();
    assert_eq!(second.status, Some(0), "{second:?}");
    assert!(second.err.contains("1 tệp vẫn không đọc được"), "{second:?}");
    let third = office.run(&["index", "--retry-failed", "files"]);
    assert_eq!(third.status, Some(2), "{third:?}");
    let status = office.run(&["status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&status.out).unwrap();
    assert_eq!(status["problems"][0]["tries"], 2, "{status}");
    office.write("di/empty.docx", &plan(11));
    assert_eq!(office.index().status, Some(0));
    assert_eq!(office.run(&["status", "--failed"]).out, "");
}

#[test]
fn odd_places_are_named_and_harmless() {
    let office = Office::new();
    office.write("a.txt", &plan(10));
    let files = office.files();
    fs::write(files.join("ke\u{302}\u{301} hoa\u{323}ch.txt"), plan(11)).unwrap();
    fs::write(files.join(OsStr::from_bytes(b"\xff.txt")), plan(12)).unwrap();
    fs::write(files.join("two\nlines\u{1b}[31m.txt"), plan(13)).unwrap();
    std::os::unix::fs::symlink(&files, files.join("loop")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", files.join("out.txt")).unwrap();
    std::os::unix::fs::symlink("nowhere", files.join("dead.txt")).unwrap();
    std::os::unix::fs::symlink("a.txt", files.join("alias.txt")).unwrap();
    fs::write(files.join("Thumbs.db"), "x").unwrap();
    fs::write(files.join("~$a.docx"), "x").unwrap();
    let run = office.index();
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(!run.err.contains('\u{1b}'), "{run:?}");
    for named in ["  loop ", "  out.txt ", "  dead.txt "] {
        assert!(run.err.contains(named), "{named}: {run:?}");
    }
    let documents = office.run(&["export", "--what", "documents"]).out;
    for path in [r#""a.txt""#, r#""kế hoạch.txt""#, r#""\\xff.txt""#, r#""two\\nlines\\u{1b}[31m.txt""#] {
        assert!(documents.contains(path), "{path}: {documents}");
    }
    assert_eq!(documents.lines().count(), 4);
    assert_eq!(office.export(), office.export_from_scratch());
}

#[test]
fn a_pipe_is_never_opened() {
    let office = Office::new();
    office.write("a.txt", &plan(10));
    let made = std::process::Command::new("mkfifo").arg(office.files().join("pipe")).status().unwrap();
    assert!(made.success());
    let run = office.index();
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.err.contains("  pipe "), "{run:?}");
}

#[test]
fn many_files_gone_at_once_are_not_forgotten_unasked() {
    let office = Office::new();
    for n in 0..60 {
        office.write(&format!("di/{n}.txt"), &plan(n));
    }
    office.index();
    for n in 0..30 {
        office.remove(&format!("di/{n}.txt"));
    }
    let run = office.index();
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.err.contains("30 tệp không còn thấy"), "{run:?}");
    assert_eq!(office.run(&["export", "--what", "documents"]).out.lines().count(), 60);
    assert_eq!(office.run(&["index", "--allow-mass-delete", "files"]).status, Some(0));
    assert_eq!(office.export(), office.export_from_scratch());
}

#[test]
fn a_subfolder_is_indexed_without_forgetting_the_rest() {
    let office = Office::new();
    office.write("di/a.txt", &plan(10)).write("den/b.txt", &plan(11));
    office.index();
    office.remove("den/b.txt").write("di/c.txt", &plan(12));
    office.run(&["index", "files/di"]);
    let documents = office.run(&["export", "--what", "documents"]).out;
    for path in ["di/a.txt", "di/c.txt", "den/b.txt"] {
        assert!(documents.contains(&format!(r#""path":"{path}""#)), "{path}: {documents}");
    }
}

#[test]
fn two_folders_keep_their_names() {
    let office = Office::new();
    office.write("di/a.txt", &plan(10)).write("den/b.txt", &plan(11));
    office.run(&["index", "files/di", "files/den"]);
    let documents = office.run(&["export", "--what", "documents"]).out;
    assert!(documents.contains(r#""path":"di/a.txt""#) && documents.contains(r#""path":"den/b.txt""#), "{documents}");
    assert!(documents.contains(r#""direction":"di""#) && documents.contains(r#""direction":"den""#), "{documents}");
}

#[test]
fn one_writer_at_a_time() {
    let office = Office::new();
    office.write("a.txt", &plan(10));
    office.index();
    let lock = congvan::store::Lock::take(&office.archive(), "pid 1, the test").unwrap();
    let run = office.index();
    assert_eq!(run.status, Some(2), "{run:?}");
    assert!(run.err.contains("pid 1, the test"), "{run:?}");
    assert_eq!(office.run(&["status"]).status, Some(0), "readers go on");
    drop(lock);
    assert_eq!(office.index().status, Some(0));
}

#[test]
fn a_worker_that_hangs_or_dies_costs_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let limited = |script: &str, time: Duration, cpu: Duration, code: ErrorCode| {
        let program = folder.path().join("worker");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let eyes = congvan::pipeline::Eyes::open(congvan::pipeline::Ocr::Off, &program).unwrap();
        let eyes = std::sync::Arc::new(eyes);
        let settings = congvan::pipeline::Settings { program, workers: 1, time, cpu, unpacked_bytes: 1 << 20, eyes };
        let mut worker = congvan::pipeline::Worker::new(settings);
        let readings = worker.read(b"some bytes", None, None).unwrap();
        assert_eq!(readings.len(), 1);
        let error = readings[0].result.as_ref().unwrap_err();
        assert_eq!(error.code, code, "{script}");
        error.message.clone()
    };
    let check = |script: &str, code| limited(script, Duration::from_millis(300), Duration::from_secs(60), code);
    // It computes and computes, long before the wall clock ends it.
    let began = std::time::Instant::now();
    let said = limited("while :; do :; done", Duration::from_secs(100), Duration::from_secs(1), ErrorCode::Timeout);
    assert!(said.contains("1 s of processor time") && began.elapsed() < Duration::from_secs(90), "{said}");
    use congvan::model::ErrorCode;
    check("exec sleep 60", ErrorCode::Timeout);
    check("exit 1", ErrorCode::Crashed);
    check("kill -SEGV $$", ErrorCode::Crashed);
    check("kill -INT $$", ErrorCode::Crashed);
    check("echo 'memory allocation of 12345 bytes failed' >&2; kill -ABRT $$", ErrorCode::Memory);
    check("printf 'nonsense that is no frame'; cat > /dev/null", ErrorCode::Crashed);
}

#[test]
fn a_killed_run_is_repaired_by_the_next() {
    let office = Office::new();
    for n in 0..120 {
        office.write(&format!("di/{n}.txt"), &plan(n));
    }
    for round in 0..12_u64 {
        let mut child = office.command(&["index", "files"]).stderr(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(3 + round * 7));
        child.kill().unwrap();
        child.wait().unwrap();
        office.write(&format!("di/{}.txt", 200 + round), &plan(200 + u32::try_from(round).unwrap()));
        office.remove(&format!("di/{round}.txt"));
    }
    let run = office.index();
    assert_eq!(run.status, Some(0), "{run:?}");
    assert_eq!(office.export(), office.export_from_scratch());
}

#[test]
fn a_signal_ends_the_run_and_keeps_what_was_read() {
    let office = Office::new();
    for n in 0..3000 {
        office.write(&format!("di/{n}.txt"), &plan(n));
    }
    let mut command = office.command(&["index", "files"]);
    command.process_group(0).stderr(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    std::thread::sleep(Duration::from_millis(400));
    // As a terminal does it: to the workers, too.
    std::process::Command::new("kill").args(["-INT", "--", &format!("-{}", child.id())]).status().unwrap();
    let said = said(&child.wait_with_output().unwrap());
    assert!(!said.err.contains("không đọc được"), "no file pays for it: {said:?}");
    // `None`: the signal came before the program listened to it.
    assert!(matches!(said.status, Some(130 | 0) | None), "{said:?}");
    office.index();
    assert_eq!(office.export(), office.export_from_scratch());
}

#[test]
fn a_draft_and_its_signed_text_are_states_of_one_document() {
    let office = Office::new();
    let text = |number: &str, date: &str| {
        letter(number, date, "KẾ HOẠCH", "Tuyên truyền phòng chống đuối nước trẻ em năm 2023", "UBND xã ban hành kế hoạch sau.")
    };
    office
        .write("di/du-thao.txt", &text("    /KH-UBND", "ngày     tháng 3 năm 2023"))
        .write("di/kh-16.txt", &text("16/KH-UBND", "ngày 09 tháng 3 năm 2023"))
        .write("di/kh-16-ban-hai.txt", &(text("16/KH-UBND", "ngày 09 tháng 3 năm 2023") + "\nx\n"))
        .write("di/kh-17.txt", &plan(17))
        .write(
            "di/bc.txt",
            &letter("20/BC-UBND", "ngày 09 tháng 5 năm 2023", "BÁO CÁO", "Kết quả", "Thực hiện Kế hoạch số 16/KH-UBND."),
        );
    office.index();
    let states = |document: &str| -> serde_json::Value {
        serde_json::from_str::<serde_json::Value>(&office.run(&["show", document, "--json"]).out).unwrap()["states"].clone()
    };
    let paths = |value: &serde_json::Value| -> Vec<(String, bool, bool)> {
        let state = |s: &serde_json::Value| (s["path"].as_str().unwrap().into(), s["draft"] == true, s["leads"] == true);
        value.as_array().unwrap().iter().map(state).collect()
    };
    let of = |path: &str, draft, leads| (path.to_owned(), draft, leads);
    assert_eq!(paths(&states("di/du-thao.txt")), [of("di/kh-16-ban-hai.txt", false, true), of("di/kh-16.txt", false, true)]);
    assert_eq!(paths(&states("di/kh-16.txt")), [of("di/kh-16-ban-hai.txt", false, false), of("di/du-thao.txt", true, false)]);
    assert_eq!(paths(&states("di/kh-17.txt")), []);
    let shown = office.run(&["show", "16/KH-UBND"]).out;
    assert!(shown.contains("di/du-thao.txt (dự thảo)"), "{shown}");
    let shown = office.run(&["show", "di/du-thao.txt"]).out;
    assert!(shown.contains("(bản chính: 16/KH-UBND, 09/03/2023)"), "{shown}");
    // A citation means the signed text.
    let links = office.run(&["export", "--what", "links"]).out;
    assert!(links.lines().any(|l| l.contains("\"held\"") && l.contains("di/kh-16") && l.contains("di/bc.txt")), "{links}");
}
