//! Being asked to stop.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::{Waiting, audit, audit_in, audited, files, hold, is_draft, programmes, signal, stoppable, whole};
use crate::support::skipped;

const SIGNALS: [(&str, i32); 3] = [("INT", 130), ("TERM", 143), ("HUP", 129)];

#[test]
fn whoever_interrupts_a_run_finds_everything_as_it_was() {
    let (old, new) = (programmes("trường cũ"), programmes("trường mới"));
    let out = TempDir::new().expect("a folder");
    for is_first in [true, false] {
        let before = if is_first { files(out.path()) } else { audited(old.path(), out.path()) };
        for (name, code) in SIGNALS {
            // Under nohup no run is stopped by it, nor is one that is started by these tests.
            if name == "HUP" && has_signal("self", "SigIgn:", 1) {
                continue;
            }
            let _held = hold(out.path());
            let run = Waiting::new(stoppable(new.path(), out.path()));
            assert!(files(out.path()).keys().filter(|path| is_draft(path)).count() > 6, "all is written");
            signal(&run.child, name);
            let (status, said) = run.end();
            assert_eq!(status.code(), Some(code), "{said}");
            assert_eq!(
                said.trim_end(),
                format!(
                    "interrupted (SIG{name}); no file is half-written, and earlier reports are as they were"
                )
            );
            assert!(files(out.path()) == before, "SIG{name}: {:?}", files(out.path()).keys());
        }
        assert_eq!(out.path().join("programmes").exists(), !is_first, "a folder made for nothing");
    }
}

#[test]
fn it_is_said_in_vietnamese_too() {
    let (input, out) = (programmes("trường"), TempDir::new().expect("a folder"));
    let _held = hold(out.path());
    let mut command = audit_in("vi", input.path(), out.path());
    let mut child = command.spawn().expect("khung runs");
    let mut said = BufReader::new(child.stderr.take().expect("its messages")).lines();
    let line = said.next().expect("a message").expect("a message");
    assert_eq!(line, format!("đang chờ một lần chạy khác ghi xong vào {}", out.path().display()));
    signal(&child, "TERM");
    let line = said.next().expect("a message").expect("a message");
    assert_eq!(line, "đã dừng theo yêu cầu (SIGTERM); không tệp nào bị ghi dở, báo cáo trước đó còn nguyên");
    assert_eq!(child.wait().expect("it ends").code(), Some(143));
}

#[test]
fn impatience_does_no_harm() {
    let (old, new) = (programmes("trường cũ"), programmes("trường mới"));
    let out = TempDir::new().expect("a folder");
    let before = audited(old.path(), out.path());
    let _held = hold(out.path());
    let run = Waiting::new(stoppable(new.path(), out.path()));
    ["INT", "INT", "TERM", "INT"].into_iter().for_each(|name| signal(&run.child, name));
    let (status, said) = run.end();
    assert!([Some(130), Some(143)].contains(&status.code()), "{status}: {said}");
    assert!(files(out.path()) == before);
}

#[test]
fn a_run_at_work_stops_at_once() {
    if !Path::new("/proc/self/status").exists() {
        return skipped("/proc");
    }
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("programme.csv");
    let out = folder.path().join("out");
    // Should a machine be so fast that nothing is left to interrupt, there is more to do.
    for modules in [500, 5_000, 50_000] {
        let rows = (0..modules).map(|n| format!("A{n},Ứng dụng AI trong dạy học môn {n},3\n"));
        let text: String = std::iter::once("Mã HP,Tên học phần,Số TC\n".to_owned()).chain(rows).collect();
        fs::write(&path, text).expect("written");
        let mut child = stoppable(&path, &out).spawn().expect("khung runs");
        while !catches_interrupts(child.id()) && child.try_wait().expect("a child").is_none() {
            std::thread::yield_now();
        }
        signal(&child, "INT");
        let status = child.wait().expect("it ends");
        let mut said = String::new();
        child.stderr.take().expect("messages").read_to_string(&mut said).expect("messages");
        if status.code() == Some(0) {
            continue;
        }
        assert_eq!(status.code(), Some(130), "{status}: {said}");
        assert!(!out.exists(), "nothing was written");
        return;
    }
    panic!("never interrupted");
}

/// Whether the process `id` has got as far as to look at SIGINT.
fn catches_interrupts(id: u32) -> bool {
    has_signal(&id.to_string(), "SigCgt:", 2)
}

/// Whether the signal of this number is in a mask of a process, where `/proc` tells.
fn has_signal(process: &str, mask: &str, number: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix(mask));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & 1 << (number - 1) != 0)
}

#[test]
fn what_a_run_was_started_to_ignore_does_not_stop_it() {
    let (input, out) = (programmes("trường"), TempDir::new().expect("a folder"));
    let held = hold(out.path());
    let plain = audit(input.path(), out.path());
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' HUP; exec \"$@\"", "sh"]).arg(plain.get_program()).args(plain.get_args());
    command.env("SOURCE_DATE_EPOCH", "1778544000").stderr(std::process::Stdio::piped());
    let run = Waiting::new(command);
    signal(&run.child, "HUP");
    drop(held);
    let (status, said) = run.end();
    assert!(status.success(), "{status}: {said}");
    assert!(files(out.path()) == whole(&input));
}
