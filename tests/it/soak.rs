//! Night after night: runs over files that come, change, move and go, beside a server that is asked meanwhile. Memory and disk stay
//! as they are.
//!
//! `CONGVAN_SOAK=60 cargo test --test it soak -- --nocapture` soaks for 60 minutes.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::{self, Office};
use crate::watched::watched;

/// Files of the folder; each round some of them are away, elsewhere, or of another version.
const FILES: u64 = 200;

fn plan(n: u64, version: u64) -> String {
    let cited = (n * 7 + version) % FILES;
    support::plan(n, &format!(", lần {version}"), &format!("Kế hoạch số {cited}/KH-UBND của UBND xã Lâm Bình"))
}

/// The state of the folder in a round; two rounds differ in some files, and no round has more of them than another.
fn lay_out(office: &Office, round: u64) {
    for n in 0..FILES {
        let (here, there) = (format!("di/{n}.txt"), format!("den/{n}.txt"));
        let at = |path: &str| office.files().join(path);
        match (n + round) % 20 {
            0 => {
                let _ = fs::remove_file(at(&here)).and(fs::remove_file(at(&there)));
            }
            1 => {
                office.write(&here, &plan(n, round));
            }
            2 if at(&here).exists() => {
                office.rename(&here, &there);
            }
            3 if at(&there).exists() => {
                office.rename(&there, &here);
            }
            4 if n % 3 == 0 => {
                office.write(&format!("di/hong-{}.docx", n % 9), "");
            }
            _ => {}
        }
    }
}

/// A server, ended with this value.
struct Served {
    child: Child,
    port: u16,
}

impl Served {
    fn start(office: &Office) -> Self {
        let mut child = office.command(&["serve", "--port", "0"]).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.split("127.0.0.1:").nth(1).and_then(|r| r.split(' ').next()).and_then(|p| p.parse().ok());
        Self { child, port: port.unwrap() }
    }

    fn get(&self, path: &str) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 200"), "{path}: {}", String::from_utf8_lossy(&answer));
    }

    /// What it holds in memory, in kB, and how many files it has open.
    fn weight(&self) -> (u64, u64) {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        let open = fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap().count();
        (line.trim().trim_end_matches(" kB").parse().unwrap(), u64::try_from(open).unwrap())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is measured after each round.
const MEASURES: [&str; 5] = ["run, MiB", "server, kB", "server, open files", "archive, bytes", "archive, files"];

#[test]
fn memory_and_disk_stay_flat() {
    let Some(minutes) = std::env::var("CONGVAN_SOAK").ok().map(|n| n.parse::<u64>().unwrap()) else {
        eprintln!("skipped: soak (CONGVAN_SOAK is not set)");
        return;
    };
    let office = Office::new();
    for n in 0..FILES {
        office.write(&format!("di/{n}.txt"), &plan(n, 0));
    }
    office.index();
    let served = Served::start(&office);
    let until = Instant::now() + Duration::from_secs(minutes * 60);
    let mut rounds: Vec<[u64; 5]> = Vec::new();
    while Instant::now() < until {
        let round = u64::try_from(rounds.len()).unwrap() + 1;
        lay_out(&office, round);
        let run = watched(&office, &["index", "files", "--ocr", "off", "--allow-mass-delete"], Duration::from_secs(600));
        assert!(matches!(run.status, Some(0 | 2)) && !run.err.contains("lỗi:"), "round {round}: {}", run.err);
        for path in ["/", "/api/v1/search?q=kiem+tra", "/tim?q=16%2FKH-UBND"] {
            served.get(path);
        }
        let files: Vec<u64> = walkdir::WalkDir::new(office.archive())
            .into_iter()
            .flatten()
            .filter_map(|e| Some(e.metadata().ok()?.len()))
            .collect();
        let (memory, open) = served.weight();
        rounds.push([run.peak, memory, open, files.iter().sum(), u64::try_from(files.len()).unwrap()]);
        if round % 50 == 0 {
            let verified = office.verify();
            assert_eq!(verified.status, Some(0), "round {round}: {verified:?}");
        }
    }
    assert_eq!(office.verify().status, Some(0), "{:?}", office.verify());
    assert_eq!(office.export(), office.export_from_scratch());
    let quarter = rounds.len() / 4;
    assert!(quarter > 2, "only {} rounds in {minutes} minutes", rounds.len());
    for (at, what) in MEASURES.iter().enumerate() {
        let middle = |part: &[[u64; 5]]| {
            let mut values: Vec<u64> = part.iter().map(|round| round[at]).collect();
            values.sort_unstable();
            values[values.len() / 2]
        };
        let (early, late) = (middle(&rounds[quarter..2 * quarter]), middle(&rounds[3 * quarter..]));
        eprintln!("{what}: {early} in the second quarter of {} rounds, {late} in the last", rounds.len());
        assert!(late <= early + early / 5 + 4, "{what} grows: {early}, then {late}");
    }
}
