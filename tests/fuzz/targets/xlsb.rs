#![no_main]

libfuzzer_sys::fuzz_target!(init: khung_fuzz::begin(), |bytes: &[u8]| khung_fuzz::feed("xlsb", bytes));
