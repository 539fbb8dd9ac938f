//! `congvan doctor`: what this machine enforces against hostile files, and what it lacks for reading all of them.

use std::path::PathBuf;
use std::process::Command;

use serde_json::json;

use super::print::{self, Ink, pad};
use super::{Context, FOUND, NOTHING};
use crate::pipeline::{MEMORY, Ocr, Probe, Settings, measure};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Measure what isolation costs on these files, which have to be trusted
    #[arg(long, value_name = "PATH", num_args = 1.., hide = true)]
    isolation: Vec<PathBuf>,
    /// Turns of measuring
    #[arg(long, value_name = "N", default_value_t = 3, hide = true)]
    turns: usize,
}

/// Runs inside the sandbox and says what it could do there.
pub(super) fn probe() -> anyhow::Result<u8> {
    print::data(&format!("{}\n", serde_json::to_string(&crate::pipeline::probe())?))?;
    Ok(FOUND)
}

pub(super) fn run(context: &Context, arguments: &Arguments) -> anyhow::Result<u8> {
    if !arguments.isolation.is_empty() {
        let settings = Settings::for_this_program(Ocr::Off)?;
        let found = measure(&arguments.isolation, &settings, arguments.turns)?;
        print::data(&format!("{}\n", serde_json::to_string(&found)?))?;
        return Ok(FOUND);
    }
    let settings = Settings::for_this_program(Ocr::Auto)?;
    let output = Command::new(std::env::current_exe()?).arg("__probe").output()?;
    let probe: Probe = serde_json::from_slice(&output.stdout)?;
    let whole =
        probe.enforced.limits && !(probe.reads_files || probe.writes_files || probe.opens_sockets || probe.starts_programs);
    if context.json {
        let engine = Some(settings.eyes.engine()).filter(|engine| !engine.is_empty());
        let seconds = settings.time.as_secs();
        print::data(&format!(
            "{}\n",
            json!({"sandbox": probe, "memory_limit": MEMORY, "seconds_limit": seconds, "recognition": engine, "whole": whole})
        ))?;
    } else {
        print::data(&page(context, &probe, &settings))?;
    }
    Ok(if whole { FOUND } else { NOTHING })
}

fn page(context: &Context, probe: &Probe, settings: &Settings) -> String {
    let lang = context.lang;
    let mut text = lang
        .pick("Một tiến trình đọc tệp lạ trên máy này:\n", "A process that reads an untrusted file on this machine:\n")
        .to_owned();
    let mut row = |label: &str, safe: bool, good: String, bad: String| {
        let (mark, ink) = if safe { (if context.out.marks { "✓" } else { "+" }, Ink::Green) } else { ("!", Ink::BoldRed) };
        text.push_str(&format!("  {} {}{}\n", context.out.ink(ink, mark), pad(label, 24), if safe { good } else { bad }));
    };
    let denied = || lang.pick("bị chặn", "denied").to_owned();
    let possible = |why: &str| format!("{} ({why})", lang.pick("KHÔNG bị chặn", "NOT denied"));
    let landlock = lang.pick("nhân hệ điều hành không có Landlock", "the kernel has no Landlock");
    let seccomp = lang.pick("nhân hệ điều hành không có seccomp", "the kernel has no seccomp");
    row(lang.pick("đọc tệp khác", "read other files"), !probe.reads_files, denied(), possible(landlock));
    row(lang.pick("ghi tệp", "write files"), !probe.writes_files, denied(), possible(landlock));
    row(lang.pick("mở kết nối mạng", "open sockets"), !probe.opens_sockets, denied(), possible(seccomp));
    row(lang.pick("chạy chương trình", "start programs"), !probe.starts_programs, denied(), possible(seccomp));
    row(
        lang.pick("dùng bộ nhớ", "use memory"),
        probe.enforced.limits,
        lang.pick(format!("nhiều nhất {}", lang.size(MEMORY)), format!("at most {}", lang.size(MEMORY))),
        possible("rlimit"),
    );
    let seconds = settings.time.as_secs();
    row(
        lang.pick("dùng thời gian", "use time"),
        true,
        lang.pick(
            format!("nhiều nhất {seconds} giây mỗi tệp (index --timeout)"),
            format!("at most {seconds} s a file (index --timeout)"),
        ),
        String::new(),
    );
    let engine = settings.eyes.engine();
    row(
        lang.pick("nhận dạng chữ", "recognise pictures"),
        !engine.is_empty(),
        engine.to_owned(),
        lang.pick(
            "chưa có tesseract với tiếng Việt: bản quét chưa đọc được (apt install tesseract-ocr tesseract-ocr-vie)",
            "no tesseract with Vietnamese: scans stay unread (apt install tesseract-ocr tesseract-ocr-vie)",
        )
        .to_owned(),
    );
    text
}
