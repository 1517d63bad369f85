//! What the system does not let be written: the run says why and what to do, and everything is as it was.

use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use super::{assert_ledgers, audit, audited, files, is_draft, programmes, whole};
use crate::support::{khung, skipped, text};

/// What `script` does, which is given the command to run, with a file system of its own kind mounted at `$DISK` for itself
/// alone and filled from `$FROM`; and what is on it afterwards, in `$TO`. Nothing if this machine may mount none.
fn on_a_disk(script: &str, from: &Path, to: &Path, command: &Command) -> Option<Output> {
    let disk = TempDir::new().expect("a folder");
    let mountable =
        Command::new("unshare").args(["-m", "true"]).output().is_ok_and(|run| run.status.success());
    if !mountable {
        skipped("a mount namespace");
        return None;
    }
    let script = format!(
        "{script}; cp -a \"$FROM\"/. \"$DISK\"; ready; \"$@\"; code=$?; cp -a \"$DISK\"/. \"$TO\"; exit $code"
    );
    let args = command.get_args().map(|arg| if arg == "DISK" { disk.path().as_os_str() } else { arg });
    let run = Command::new("unshare")
        .args(["-m", "sh", "-c", &script, "sh"])
        .arg(command.get_program())
        .args(args)
        .env("DISK", disk.path())
        .envs([("FROM", from), ("TO", to)])
        .env("SOURCE_DATE_EPOCH", "1778544000")
        .output();
    Some(run.expect("unshare runs"))
}

#[test]
fn a_full_disk_leaves_the_earlier_report() {
    let (old, new) = (programmes("trường cũ"), programmes("trường mới"));
    let earlier = TempDir::new().expect("a folder");
    let before = audited(old.path(), earlier.path());
    let whole = whole(&new);
    let kilobytes = before.values().map(Vec::len).sum::<usize>() / 1024;
    let mut codes = Vec::new();
    // From a disk on which nothing more fits, by steps, to one on which everything fits twice.
    for step in 0..=12 {
        let size = kilobytes + 40 + kilobytes * step / 10;
        let script = format!("ready() {{ :; }}; mount -t tmpfs -o size={size}k tmpfs \"$DISK\"");
        let to = TempDir::new().expect("a folder");
        let command = audit(new.path(), Path::new("DISK"));
        let Some(run) = on_a_disk(&script, earlier.path(), to.path(), &command) else { return };
        let (after, said) = (files(to.path()), text(&run.stderr));
        match run.status.code() {
            Some(0) => assert!(after == whole, "{size}k"),
            Some(2) => {
                assert!(after == before, "{size}k: {said}{:?}", after.keys());
                assert!(said.contains("the disk is full or the quota used up; make room"), "{said}");
            }
            code => panic!("{size}k: {code:?}: {said}"),
        }
        codes.push(run.status.code());
    }
    assert!(
        codes.contains(&Some(0)) && codes.iter().filter(|code| **code == Some(2)).count() > 3,
        "{codes:?}"
    );
}

#[test]
fn a_disk_that_can_only_be_read_is_said() {
    let (old, new) = (programmes("trường cũ"), programmes("trường mới"));
    let earlier = TempDir::new().expect("a folder");
    let before = audited(old.path(), earlier.path());
    let to = TempDir::new().expect("a folder");
    let script = "ready() { mount -o remount,ro \"$DISK\"; }; mount -t tmpfs tmpfs \"$DISK\"";
    let command = audit(new.path(), Path::new("DISK"));
    let Some(run) = on_a_disk(script, earlier.path(), to.path(), &command) else { return };
    assert_eq!(run.status.code(), Some(2));
    assert!(
        text(&run.stderr).contains("the disk can only be read; write elsewhere"),
        "{}",
        text(&run.stderr)
    );
    assert!(files(to.path()) == before);
}

#[test]
fn a_limit_on_the_size_of_files_is_said() {
    let (old, new) = (programmes("trường cũ"), programmes("trường mới"));
    let out = TempDir::new().expect("a folder");
    let before = audited(old.path(), out.path());
    let plain = audit(new.path(), out.path());
    for script in ["ulimit -f 20; exec \"$@\"", "trap '' XFSZ; ulimit -f 20; exec \"$@\""] {
        let run = Command::new("sh")
            .args(["-c", script, "sh"])
            .arg(plain.get_program())
            .args(plain.get_args())
            .output();
        let run = run.expect("sh runs");
        let said = text(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{script}: {said}");
        let place =
            format!("cannot write {}: the file is larger", out.path().join("coverage.xlsx").display());
        assert!(said.contains(&place), "{said}");
        assert!(files(out.path()) == before);
    }
}

#[test]
fn a_folder_without_permission_is_said() {
    let input = programmes("trường");
    let out = TempDir::new().expect("a folder");
    let before = audited(input.path(), out.path());
    fs::set_permissions(input.path(), fs::Permissions::from_mode(0o755)).expect("permissions");
    fs::set_permissions(out.path(), fs::Permissions::from_mode(0o555)).expect("permissions");
    let mut command = audit(input.path(), out.path());
    if fs::write(out.path().join("probe"), "").is_ok() {
        // Permissions do not bind root, so somebody else runs it, from where that one may.
        fs::remove_file(out.path().join("probe")).expect("removed");
        let plain = command;
        let program = out.path().with_extension("khung");
        fs::copy(plain.get_program(), &program).expect("copied");
        command = Command::new("setpriv");
        command
            .args(["--reuid", "65534", "--regid", "65534", "--clear-groups"])
            .arg(&program)
            .args(plain.get_args());
    }
    let run = command.stderr(Stdio::piped()).output().expect("khung runs");
    let _ = fs::remove_file(out.path().with_extension("khung"));
    assert_eq!(run.status.code(), Some(2), "{}", text(&run.stderr));
    assert!(
        text(&run.stderr).contains("there is no permission to write here; ask for it"),
        "{}",
        text(&run.stderr)
    );
    assert!(files(out.path()) == before);
    fs::set_permissions(out.path(), fs::Permissions::from_mode(0o755)).expect("permissions");
}

#[test]
fn a_folder_that_cannot_be_is_said() {
    let input = programmes("trường");
    let file = input.path().join("one/programme.csv");
    let before = files(input.path());
    for out in [file.clone(), file.join("reports"), "/proc/khung".into(), input.path().join("x".repeat(300))]
    {
        let run = audit(input.path(), &out).output().expect("khung runs");
        let said = text(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{said}");
        assert!(
            said.starts_with(&format!("error: cannot write {}: ", out.display())) && said.contains("; "),
            "{said}"
        );
        assert!(files(input.path()) == before);
    }
    let run = audit(input.path(), &file).args(["--force"]).output().expect("khung runs");
    assert!(text(&run.stderr).contains("a file stands where a folder should be"), "{}", text(&run.stderr));
}

#[test]
fn what_is_no_file_in_the_place_of_a_report_is_left_alone() {
    let input = programmes("trường");
    let out = TempDir::new().expect("a folder");
    let at = |name: &str| out.path().join(name);
    fs::write(at("kept.html"), "kept").expect("written");
    fs::create_dir(at("coverage.xlsx")).expect("a folder");
    symlink("kept.html", at("coverage.html")).expect("a link");
    symlink("nowhere", at("coverage.json")).expect("a link");
    assert!(Command::new("mkfifo").arg(at("coverage-2.json")).status().expect("mkfifo").success());
    let after = audited(input.path(), out.path());
    assert!(
        at("coverage.xlsx").is_dir() && at("coverage.html").is_symlink() && at("coverage.json").is_symlink()
    );
    assert_eq!(fs::read(at("kept.html")).expect("a file"), b"kept");
    assert!(fs::metadata(at("coverage-2.json")).expect("a pipe").file_type().is_fifo());
    let whole = whole(&input);
    for (name, instead) in
        [("xlsx", "coverage-2.xlsx"), ("html", "coverage-2.html"), ("json", "coverage-3.json")]
    {
        assert!(after[Path::new(instead)] == whole[Path::new(&format!("coverage.{name}"))], "{instead}");
    }
    assert!(audited(input.path(), out.path()) == after, "and so again");
    let run = audit(input.path(), out.path()).arg("--force").output().expect("khung runs");
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("coverage.xlsx: a folder has this name"), "{}", text(&run.stderr));
    assert!(files(out.path()) == after && at("coverage.html").is_symlink());
    fs::remove_dir(at("coverage.xlsx")).expect("removed");
    let run = audit(input.path(), out.path()).arg("--force").output().expect("khung runs");
    assert!(run.status.success() && !at("coverage.html").is_symlink(), "{}", text(&run.stderr));
    assert_eq!(
        fs::read(at("kept.html")).expect("a file"),
        b"kept",
        "the link is replaced, not what it leads to"
    );
}

#[test]
fn a_ledger_that_cannot_be_read_or_written_stops_the_run_before_anything_changes() {
    let (old, new) = (programmes("trường cũ"), programmes("trường mới"));
    let out = TempDir::new().expect("a folder");
    audited(old.path(), out.path());
    fs::remove_file(out.path().join("coverage.sha256")).expect("removed");
    fs::create_dir(out.path().join("coverage.sha256")).expect("a folder");
    let before = files(out.path());
    let run = audit(new.path(), out.path()).output().expect("khung runs");
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("coverage.sha256: a folder has this name"), "{}", text(&run.stderr));
    assert!(files(out.path()) == before);
}

#[test]
fn programmes_with_names_alike_have_a_report_each() {
    let input = TempDir::new().expect("a folder");
    for (folder, title) in [("a:b", "Một"), ("a-b", "Hai")] {
        fs::create_dir(input.path().join(folder)).expect("a folder");
        let text = format!("Mã HP,Tên học phần,Số TC\nA1,{title},3\n");
        fs::write(input.path().join(folder).join("p.csv"), text).expect("written");
    }
    let out = TempDir::new().expect("a folder");
    let after = audited(input.path(), out.path());
    let (one, two) = (&after[Path::new("programmes/a-b.xlsx")], &after[Path::new("programmes/a-b-2.xlsx")]);
    assert!(one != two);
    assert!(audited(input.path(), out.path()) == after, "and so again");
    assert_ledgers(&after);
}

#[test]
fn a_device_is_written_to_and_not_replaced() {
    let run = khung().args(["template", "/dev/full", "--force"]).output().expect("khung runs");
    assert_eq!(run.status.code(), Some(2));
    let vi = "lỗi: không ghi được /dev/full: ổ đĩa đầy hoặc hết hạn mức; hãy xóa bớt tệp hoặc ghi vào nơi khác, rồi chạy lại\n";
    assert_eq!(text(&run.stderr), vi);
    assert!(fs::metadata("/dev/full").expect("a device").file_type().is_char_device());
    assert!(!files(Path::new("/dev/shm")).keys().any(|path| is_draft(path)));
}

#[test]
fn an_answer_that_cannot_be_printed_is_an_error_unless_nobody_reads_it() {
    let input = programmes("trường");
    let full = fs::File::options().write(true).open("/dev/full").expect("a device");
    let mut command = Command::new(env!("CARGO_BIN_EXE_khung"));
    let run = command
        .arg("inspect")
        .arg(input.path())
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("khung runs");
    assert_eq!(run.status.code(), Some(2), "{}", text(&run.stderr));
    let out = TempDir::new().expect("a folder");
    let audits = ["audit".as_ref(), input.path(), "--out".as_ref(), out.path()];
    for args in
        [&audits[..], &["completions".as_ref(), "bash".as_ref()], &["framework".as_ref(), "show".as_ref()]]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_khung"));
        let mut child =
            command.args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("khung runs");
        drop(child.stdout.take());
        let run = child.wait_with_output().expect("it ends");
        assert!(run.status.success() && run.stderr.is_empty(), "{args:?}: {}", text(&run.stderr));
    }
    // Nobody hears of an error, but it is no crash.
    let mut child = audit(Path::new("nowhere"), out.path()).spawn().expect("khung runs");
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(2));
}
