//! A run that is watched: its time, its memory, and that nothing outlives it.

use std::fs;
use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::Office;

/// What a run of the program took.
pub struct Run {
    pub status: Option<i32>,
    pub seconds: f64,
    /// The most that one of its processes held at once, in MiB.
    pub peak: u64,
    /// The most that all of them held together, by looking ten times a second, in MiB.
    pub together: u64,
    pub err: String,
}

/// Runs `index` in a process group of its own and looks at the group's memory until it ends.
pub fn watched(office: &Office, arguments: &[&str], patience: Duration) -> Run {
    let begun = Instant::now();
    let mut command = office.command(arguments);
    let mut child = command.process_group(0).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let group = child.id();
    let (mut peak, mut together) = (0, 0);
    let status = loop {
        let memory = memory_of(group);
        peak = memory.iter().map(|(_, high)| *high).max().unwrap_or(0).max(peak);
        together = memory.iter().map(|(now, _)| now).sum::<u64>().max(together);
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        assert!(begun.elapsed() < patience, "the run has not ended after {patience:?}");
        std::thread::sleep(Duration::from_millis(100));
    };
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!(memory_of(group), [], "processes outlive the run");
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    Run { status, seconds, peak, together, err }
}

/// For each process of the group: what it holds and the most that it has held, in MiB.
pub fn memory_of(group: u32) -> Vec<(u64, u64)> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").unwrap().flatten() {
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        // After the name in parentheses: state, parent, group.
        let Some((_, rest)) = stat.rsplit_once(") ") else { continue };
        let mut fields = rest.split(' ');
        if fields.next() == Some("Z") || fields.nth(1) != Some(&group.to_string()) {
            continue;
        }
        let status = fs::read_to_string(entry.path().join("status")).unwrap_or_default();
        let kilobytes = |key: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(key))?;
            line.trim().trim_end_matches(" kB").parse::<u64>().ok()
        };
        if let (Some(now), Some(high)) = (kilobytes("VmRSS:"), kilobytes("VmHWM:")) {
            found.push((now / 1024, high / 1024));
        }
    }
    found
}
