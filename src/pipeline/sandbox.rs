//! Owns what a worker process denies itself before it sees the first untrusted byte: memory, cores, files, network, programs.

use std::collections::BTreeMap;

use landlock::{ABI, Access as _, AccessFs, AccessNet, Compatible as _, Ruleset, RulesetAttr as _};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};
use serde::{Deserialize, Serialize};

/// Address space of a worker in bytes; an allocation beyond it aborts the worker, which costs its one file.
pub const MEMORY: u64 = 4 << 30;

/// What of the sandbox this machine enforces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enforced {
    /// Address space, written files and core dumps are limited.
    pub limits: bool,
    /// The kernel denies all files and TCP (Landlock).
    pub landlock: bool,
    /// The kernel denies all system calls but those on a list (seccomp).
    pub seccomp: bool,
}

/// What a process inside the sandbox could still do; tried, not assumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// What was enforced.
    pub enforced: Enforced,
    /// Could it read a file that everybody may read?
    pub reads_files: bool,
    /// Could it make a file in the folder for temporary files?
    pub writes_files: bool,
    /// Could it open a TCP or a Unix socket?
    pub opens_sockets: bool,
    /// Could it start a program?
    pub starts_programs: bool,
}

/// Takes from this process what a reader of bytes does not need. What the kernel cannot enforce is left out and reported.
pub fn enter() -> Enforced {
    let limits = rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY).is_ok()
        && rlimit::setrlimit(rlimit::Resource::CORE, 0, 0).is_ok()
        && rlimit::setrlimit(rlimit::Resource::FSIZE, 0, 0).is_ok();
    Enforced { limits, landlock: deny_files(), seccomp: deny_calls().is_some() }
}

/// Enters the sandbox and tries what must not work.
#[must_use]
pub fn probe() -> Probe {
    let enforced = enter();
    let temporary = std::env::temp_dir().join(format!("congvan-probe-{}", std::process::id()));
    Probe {
        enforced,
        reads_files: std::fs::read("/etc/passwd").is_ok(),
        writes_files: std::fs::write(&temporary, "x").is_ok(),
        opens_sockets: std::net::UdpSocket::bind("127.0.0.1:0").is_ok() || std::os::unix::net::UnixDatagram::unbound().is_ok(),
        starts_programs: std::process::Command::new("/bin/true").spawn().is_ok(),
    }
}

fn deny_files() -> bool {
    let abi = ABI::V5;
    Ruleset::default()
        .set_compatibility(landlock::CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))
        .and_then(|ruleset| ruleset.handle_access(AccessNet::from_all(abi)))
        .and_then(Ruleset::create)
        .and_then(landlock::RulesetCreated::restrict_self)
        .is_ok_and(|status| status.ruleset != landlock::RulesetStatus::NotEnforced)
}

/// What reading bytes, thinking, and answering over open pipes needs: memory, threads, time, signals. Everything else answers
/// "not permitted", so that a library that asks (how many processors?) goes on without.
const CALLS: &[libc::c_long] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_fcntl,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_clone,
    libc::SYS_clone3,
    libc::SYS_set_robust_list,
    libc::SYS_rseq,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_prctl,
    libc::SYS_getrandom,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_tgkill,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_restart_syscall,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

fn deny_calls() -> Option<()> {
    let architecture = TargetArch::try_from(std::env::consts::ARCH).ok()?;
    let rules: BTreeMap<i64, Vec<seccompiler::SeccompRule>> = CALLS.iter().map(|call| (*call, Vec::new())).collect();
    let denied = SeccompAction::Errno(u32::try_from(libc::EPERM).ok()?);
    let filter = SeccompFilter::new(rules, denied, SeccompAction::Allow, architecture).ok()?;
    let program = BpfProgram::try_from(filter).ok()?;
    seccompiler::apply_filter_all_threads(&program).ok()
}
