//! The binary: arguments to [`congvan::cli::run`], its result to an exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    congvan::cli::run(std::env::args_os())
}
