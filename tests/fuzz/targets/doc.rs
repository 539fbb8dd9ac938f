//! DOC: the compound file and the streams in it.

#![no_main]

use congvan::model::Format;
use congvan_fuzz::{judge_panics, reads};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: judge_panics(), |bytes: &[u8]| reads(Format::Doc, bytes));
