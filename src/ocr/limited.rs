//! How a foreign program is started: through this one, which takes from itself what the other shall not have and becomes it.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use landlock::{ABI, Access as _, AccessFs, AccessNet, Compatible as _, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _};
use rlimit::Resource;

/// Address space that it may have. Recognising an A3 page at 200 dpi takes 0.4 GB of it.
const MEMORY: u64 = 2 << 30;
/// Seconds of processor time; the wall clock is its starter's to watch.
const SECONDS: u64 = 300;

/// Becomes the program `arguments` begins with: no files to write, no network, little memory. Returns only if that fails.
#[must_use]
pub fn become_limited(arguments: &[OsString]) -> io::Error {
    let Some((program, rest)) = arguments.split_first() else {
        return io::Error::new(io::ErrorKind::InvalidInput, "no program to start");
    };
    let limits =
        [(Resource::AS, MEMORY), (Resource::CPU, SECONDS), (Resource::CORE, 0), (Resource::FSIZE, 0), (Resource::NOFILE, 64)];
    for (resource, limit) in limits {
        if let Err(error) = rlimit::setrlimit(resource, limit, limit) {
            return error;
        }
    }
    // Should its starter be killed, nobody watches the clock.
    if let Err(error) = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL)) {
        return error.into();
    }
    // An old kernel that cannot enforce this starts the program all the same: what it reads is a picture of our own making.
    let _ = deny();
    Command::new(program).args(rest).exec()
}

fn deny() -> Result<(), landlock::RulesetError> {
    let abi = ABI::V5;
    Ruleset::default()
        .set_compatibility(landlock::CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(abi))?
        .handle_access(AccessNet::from_all(abi))?
        .create()?
        .add_rules(landlock::path_beneath_rules(["/"], AccessFs::from_read(abi)))?
        .restrict_self()?;
    Ok(())
}
