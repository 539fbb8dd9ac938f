//! The query language: what is typed is understood or refused, and the place of a mistake lies in it.

#![no_main]

use congvan::index::query::{Hints, Options, Where, parse};
use congvan_fuzz::judge_panics;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: judge_panics(), |typed: &str| {
    match parse(typed, &Options::default(), &Hints::default()) {
        // Invisible characters are left out, wide ones are narrowed.
        Ok(query) => assert!(!query.typed.is_empty() && query.typed.len() <= typed.len()),
        Err(error) => {
            let _ = error.to_string();
            if let Where::Query(start, end) = error.at {
                assert!(typed.get(start..end).is_some(), "{start}..{end} is no place in {typed:?}");
            }
        }
    }
});
