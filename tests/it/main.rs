//! The integration tests: one binary.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a test that cannot go on has failed")]

mod architecture;
mod fixtures;
mod gold;
mod ocr;
mod pipeline;
mod support;
