//! Any bytes: the format is told from them, as the program does with files.

#![no_main]

use congvan::read::read;
use congvan_fuzz::{LIMITS, check_content, judge_panics};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: judge_panics(), |bytes: &[u8]| {
    if let Ok(content) = read(bytes, &LIMITS) {
        check_content(content);
    }
});
