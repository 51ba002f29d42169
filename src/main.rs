//! The `toolrisk` binary: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    toolrisk::cli::run(std::env::args_os())
}
