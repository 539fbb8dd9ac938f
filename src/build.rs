//! Build script: links the program at a fixed address on Linux.
//!
//! A program that may lie anywhere has its 56,000 pointers in constant data (names, tables, places of panics) put right at each start,
//! which copies 250 pages: a millisecond of a search that takes five. What goes with it is the random place of the program's own
//! code; libraries, stacks and heaps stay at random places, and files are read by safe code in sandboxed processes.

#![allow(clippy::print_stdout, reason = "cargo reads what a build script prints")]

fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|v| v == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") && is("CARGO_CFG_TARGET_ARCH", "x86_64") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
