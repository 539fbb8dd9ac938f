//! The integration tests: one binary.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    missing_docs,
    reason = "a test that cannot go on has failed, one that is skipped says so"
)]

mod architecture;
mod attacks;
mod browser;
mod citations;
mod durability;
mod explain;
mod fixtures;
mod gold;
mod golden;
mod made_archive;
mod mutated;
mod nightly;
mod ocr;
mod parts;
mod pipeline;
mod planted;
mod reports;
mod search;
mod serve;
mod soak;
mod support;
mod watched;
