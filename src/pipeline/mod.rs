//! The only composer: walks folders, has files read in worker processes, stores, links and indexes what was found.
//!
//! One batch is one transaction of the store that leaves links whole and raises the generation; then the search index commits
//! with that generation. A killed run loses at most the running batch; running again is the repair.

mod deciding;
mod direction;
mod doubt;
mod eyes;
mod indexing;
mod isolation;
mod linking;
mod pictures;
mod pool;
mod run;
mod sandbox;
mod standing;
mod verify;
mod walk;
mod wire;
mod worker;

pub use deciding::{Word, decide};
pub use direction::direction;
pub use eyes::{Eyes, Ocr, SWITCHED_OFF};
pub use indexing::{hints, index_folder, reindex};
pub use isolation::{Isolation, measure};
pub use pool::{SetUp, Settings, Worker};
pub use run::{Event, FileProblem, MentionCounts, Options, PipelineError, RunReport, index};
pub use sandbox::{Enforced, MEMORY, Probe, probe};
pub use standing::{News, answer_one};
pub use verify::{Check, Repaired, repair, verify};
pub use walk::display;
pub use wire::Reading;
pub use worker::serve;

pub use crate::ocr::become_limited;

/// The version of readers and extraction together: files that an older version read are read again. Raise it whenever the same
/// bytes may give another result.
pub const READER: u32 = 6;

/// Bytes as lower-case hex digits.
#[must_use]
pub fn digest_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
