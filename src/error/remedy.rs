//! Why the operating system refuses a file, and what to do about it.

use std::io::ErrorKind;

use crate::lang::Wording;

/// Why nothing can be written, and what to do. What khung has no words for, the system says in its own.
pub(super) fn of_writing(error: &std::io::Error) -> Wording {
    let (vi, en) = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (
            "ổ đĩa đầy hoặc hết hạn mức; hãy xóa bớt tệp hoặc ghi vào nơi khác, rồi chạy lại",
            "the disk is full or the quota used up; make room or write elsewhere, and run again",
        ),
        ErrorKind::FileTooLarge => (
            "tệp lớn hơn mức hệ thống cho phép; hãy nâng mức đó (ulimit -f) hoặc ghi vào nơi khác, rồi chạy lại",
            "the file is larger than the system allows; raise the limit (ulimit -f) or write elsewhere, and run again",
        ),
        ErrorKind::PermissionDenied => (
            "không có quyền ghi ở đây; hãy xin quyền, đóng tệp nếu chương trình khác đang mở, hoặc ghi vào nơi khác",
            "there is no permission to write here; ask for it, close the file if another program has it open, or write elsewhere",
        ),
        ErrorKind::ReadOnlyFilesystem => {
            ("ổ đĩa chỉ cho đọc; hãy ghi vào nơi khác", "the disk can only be read; write elsewhere")
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => (
            "một tệp nằm ở chỗ lẽ ra là thư mục; hãy chọn thư mục khác, hoặc đổi tên tệp đó",
            "a file stands where a folder should be; choose another folder, or rename that file",
        ),
        ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty => (
            "đã có một thư mục mang tên này; hãy đổi tên thư mục đó, hoặc ghi vào nơi khác",
            "a folder has this name; rename that folder, or write elsewhere",
        ),
        ErrorKind::NotFound => (
            "thư mục không có hoặc không còn; hãy kiểm tra đường dẫn rồi chạy lại",
            "the folder is not there, or no longer; check the path and run again",
        ),
        ErrorKind::InvalidFilename => (
            "hệ thống không nhận tên này; hãy chọn tên ngắn hơn, không có kí tự đặc biệt",
            "the system takes no such name; choose a shorter one without special characters",
        ),
        _ => {
            return Wording::new(
                format!("{error}; hãy kiểm tra ổ đĩa hoặc ghi vào nơi khác, rồi chạy lại"),
                format!("{error}; check the disk or write elsewhere, and run again"),
            );
        }
    };
    Wording::new(vi, en)
}
