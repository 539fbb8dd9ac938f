//! Image files: their pages, and the first of them decoded to dots.

#![no_main]

use congvan::model::Format;
use congvan::ocr::decode;
use congvan_fuzz::{judge_panics, reads};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: judge_panics(), |bytes: &[u8]| {
    reads(Format::Image, bytes);
    for page in 0..2 {
        if let Some(picture) = decode(bytes, page) {
            assert_eq!(picture.frame.dots(), Some(picture.grey.len()));
        }
    }
});
