//! OpenDocument as one flat XML file; the packed form has the same parts.

#![no_main]

use congvan::model::Format;
use congvan_fuzz::{judge_panics, reads};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: judge_panics(), |bytes: &[u8]| reads(Format::Odt, bytes));
