//! PDF: its text and layout. Nothing is drawn; that is the renderer's own, and happens in the same sandbox.

#![no_main]

use congvan::model::Format;
use congvan_fuzz::{judge_panics, reads};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: judge_panics(), |bytes: &[u8]| reads(Format::Pdf, bytes));
