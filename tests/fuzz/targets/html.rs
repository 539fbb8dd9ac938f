//! HTML.

#![no_main]

use congvan::model::Format;
use congvan_fuzz::{judge_panics, reads};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: judge_panics(), |bytes: &[u8]| reads(Format::Html, bytes));
