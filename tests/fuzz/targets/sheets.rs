//! Spreadsheets: XLS where the input is a compound file, else XLSX from its parts.

#![no_main]

use congvan::model::Format;
use congvan_fuzz::{judge_panics, packed, reads};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: judge_panics(), |bytes: &[u8]| {
    if bytes.starts_with(b"\xD0\xCF") {
        reads(Format::Xls, bytes);
    } else {
        reads(Format::Xlsx, &packed(bytes));
    }
});
