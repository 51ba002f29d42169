#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| toolrisk_fuzz::import(data));
