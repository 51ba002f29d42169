//! What loading, rating and checking a catalog cost, in one run: time, and memory that stays.
//!
//! `cargo bench --bench catalog -- <folder>`; without a folder, the catalog of the repository.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "a measurement prints, stops at the first fault, and rounds"
)]

use std::path::PathBuf;
use std::time::Instant;

use toolrisk::check::check;
use toolrisk::load::{load, read_tree};
use toolrisk::rules::rate;

/// Resident memory in bytes, where the system tells (Linux).
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) * 1024.0
}

fn main() {
    let folder = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"));
    let folder = PathBuf::from(folder.unwrap_or_else(|| "catalog".to_owned()));
    let started = Instant::now();
    let tree = read_tree(&folder, None).unwrap();
    let read = started.elapsed().as_secs_f64();
    let loaded = load(&tree);
    let load = started.elapsed().as_secs_f64();
    let after_load = resident();
    let tools = loaded.catalog.tool_count() as f64;
    let rated = rate(&loaded.catalog);
    let rate = started.elapsed().as_secs_f64();
    let found = check(&rated);
    let checked = started.elapsed().as_secs_f64();
    let after_check = resident();
    println!("tools    {tools}, findings {}", found.len());
    println!("read     {read:.3} s");
    println!(
        "load     {load:.3} s, read included: {:.1} µs a tool",
        load / tools * 1e6
    );
    println!("rate     {:.3} s", rate - load);
    println!("check    {:.3} s", checked - rate);
    println!("ratio    {:.2} (all of check : loading)", checked / load);
    println!("memory   {:.0} B a tool after loading", after_load / tools);
    println!(
        "         {:.0} B a tool more after checking",
        (after_check - after_load) / tools
    );
}
