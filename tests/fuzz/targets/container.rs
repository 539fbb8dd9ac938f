//! Containers: 7z where the input says so, else ZIP.

#![no_main]

use congvan::model::Format;
use congvan_fuzz::{judge_panics, packed, reads};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: judge_panics(), |bytes: &[u8]| {
    if bytes.starts_with(b"7z") {
        reads(Format::SevenZ, bytes);
    } else {
        reads(Format::Zip, bytes);
        reads(Format::Zip, &packed(bytes));
    }
});
