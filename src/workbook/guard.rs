//! What a file is by its bytes, and whether it is safe to hand to a reader.

use std::io::{Cursor, Read};
use std::path::Path;

use super::{Fault, biff, package};
use crate::finding::Code;
use crate::lang::Wording;
use crate::mappings::Limits;
use crate::place::Address;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Excel since 2007, with or without macros.
    Xlsx,
    /// Excel, binary.
    Xlsb,
    /// Excel before 2007.
    Xls,
    /// OpenDocument.
    Ods,
    /// Text with separators.
    Text,
}

const MEGABYTE: u64 = 1 << 20;

/// A file larger than the limit is not opened.
pub(super) fn size(bytes: u64, limits: &Limits) -> Result<(), Fault> {
    if bytes <= limits.max_file_megabytes * MEGABYTE {
        return Ok(());
    }
    Err(too_large(bytes.div_ceil(MEGABYTE), limits.max_file_megabytes, "max-file-megabytes"))
}

fn too_large(found: u64, allowed: u64, setting: &str) -> Fault {
    Fault::new(
        Code::FileTooLarge,
        Wording::new(
            format!("tệp lớn {found} MB, giới hạn là {allowed} MB"),
            format!("the file is {found} MB large, the limit is {allowed} MB"),
        ),
        Wording::new(
            format!("Tách nhỏ tệp, hoặc nâng giới hạn bằng --{setting} N"),
            format!("Split the file, or raise the limit with --{setting} N"),
        ),
    )
}

/// The bytes that a zipped workbook may hold once unpacked.
pub(super) fn unpacked_limit(limits: &Limits) -> u64 {
    limits.max_unpacked_megabytes * MEGABYTE
}

/// A file that takes too long to open.
pub(super) fn too_slow(seconds: u64) -> Fault {
    too_many(
        &Wording::new(
            format!("mở tệp mất hơn {seconds} giây nên khung bỏ qua"),
            format!("opening the file took longer than {seconds} seconds; it was given up"),
        ),
        "max-seconds",
    )
}

pub(super) fn unpacks_too_large(limits: &Limits) -> Fault {
    let allowed = limits.max_unpacked_megabytes;
    too_many(
        &Wording::new(
            format!("tệp giải nén ra hơn {allowed} MB"),
            format!("the file unpacks to more than {allowed} MB"),
        ),
        "max-unpacked-megabytes",
    )
}

/// A folder that cannot be listed, or something like a pipe, in the place of a file.
pub(super) fn not_a_file(folder: bool) -> Fault {
    let found = if folder {
        ("một thư mục không mở được", "a folder that cannot be listed")
    } else {
        ("không phải tệp thường", "no ordinary file")
    };
    not_a_spreadsheet(found)
}

/// A file that somebody, or a synchronising program, wrote to while it was read.
pub(super) fn changed() -> Fault {
    Fault::new(
        Code::UnreadableFile,
        Wording::new("tệp bị thay đổi trong lúc đọc", "the file changed while it was read"),
        Wording::new(
            "Đợi lưu hoặc đồng bộ xong rồi chạy lại",
            "Wait until it is saved or synchronised, and run again",
        ),
    )
}

pub(super) fn empty() -> Fault {
    Fault::new(
        Code::EmptyFile,
        Wording::new("tệp không có ô nào có dữ liệu", "the file has no cell with anything in it"),
        Wording::new("Kiểm tra xem đã lưu đúng tệp chưa", "Check that the right file was saved"),
    )
}

pub(super) fn encrypted() -> Fault {
    Fault::new(
        Code::EncryptedFile,
        Wording::new("tệp được bảo vệ bằng mật khẩu", "the file is protected by a password"),
        Wording::new(
            "Mở tệp bằng Excel, bỏ mật khẩu (Tệp › Thông tin › Bảo vệ sổ làm việc) rồi lưu lại",
            "Open it in Excel, remove the password (File › Info › Protect Workbook) and save it",
        ),
    )
}

fn not_a_spreadsheet(found: (&str, &str)) -> Fault {
    Fault::new(
        Code::NotASpreadsheet,
        Wording::new(
            format!("không phải bảng tính mà là {}", found.0),
            format!("this is not a spreadsheet but {}", found.1),
        ),
        Wording::new(
            "Dùng tệp .xlsx, .xlsm, .xlsb, .xls, .ods, .csv hoặc .tsv; nếu là bảng trong Word hoặc PDF, sao chép sang Excel",
            "Use an .xlsx, .xlsm, .xlsb, .xls, .ods, .csv or .tsv file; a table in Word or PDF must be copied into Excel",
        ),
    )
}

/// The form of `bytes`, or why they are not handed to a reader. The extension is asked only where the
/// bytes do not tell.
pub(super) fn form(bytes: &[u8], path: &Path, limits: &Limits) -> Result<Form, Fault> {
    match bytes {
        [] => Err(empty()),
        [b'P', b'K', 3, 4, ..] => zipped(bytes, limits),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => compound(bytes),
        _ if bytes.starts_with(b"%PDF") => Err(not_a_spreadsheet(("tệp PDF", "a PDF file"))),
        _ if bytes.starts_with(b"{\\rtf") => Err(not_a_spreadsheet(("tệp văn bản RTF", "an RTF text"))),
        _ if is_html(bytes) => Err(not_a_spreadsheet(("trang web", "a web page"))),
        _ if is_text(bytes, path) => Ok(Form::Text),
        // Excel 2 to 4 wrote bare records.
        [9, 0 | 2 | 4 | 8, ..] => Err(not_a_spreadsheet((
            "bảng tính của Excel trước năm 1995",
            "a workbook of Excel from before 1995",
        ))),
        _ => Err(not_a_spreadsheet(("dữ liệu lạ", "data of another kind"))),
    }
}

fn is_html(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    let head = head.trim_start_matches(['\u{feff}', ' ', '\r', '\n', '\t']);
    head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<?xml")
}

/// Text has no control bytes; UTF-16 has them but begins with a mark, or is named `.csv`.
fn is_text(bytes: &[u8], path: &Path) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let control = head.iter().filter(|byte| matches!(byte, 0..=8 | 14..=31)).count();
    let marked = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) || is_wide(head);
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    // TCVN3 puts a few letters on control codes, so a named CSV may have some.
    let named = matches!(extension.as_str(), "csv" | "tsv" | "txt") && control * 10 < head.len();
    marked || control == 0 || named
}

/// UTF-16 without a mark: every other byte of Western letters is 0.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    bytes.len() >= 8 && (even == 0 || odd == 0) && (even + odd) * 4 > bytes.len()
}

/// Which workbook a zip is, by the parts it has; its directory is looked at before anything is unpacked.
fn zipped(bytes: &[u8], limits: &Limits) -> Result<Form, Fault> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| {
        Fault::unreadable(&Wording::new("tệp bị cắt cụt hoặc hỏng", "it is cut short or damaged"))
    })?;
    if !package::unpacked_within(bytes, unpacked_limit(limits)) {
        return Err(unpacks_too_large(limits));
    }
    let has = |name: &str| archive.file_names_raw().any(|known| known.eq_ignore_ascii_case(name.as_bytes()));
    if has("EncryptedPackage") || has("encrypted-package") {
        Err(encrypted())
    } else if has("xl/workbook.xml") {
        Ok(Form::Xlsx)
    } else if has("xl/workbook.bin") {
        Ok(Form::Xlsb)
    } else if has("word/document.xml") {
        Err(not_a_spreadsheet(("tài liệu Word", "a Word document")))
    } else if has("ppt/presentation.xml") {
        Err(not_a_spreadsheet(("tệp trình chiếu", "a presentation")))
    } else if has("content.xml") {
        open_document(archive)
    } else {
        Err(not_a_spreadsheet(("tệp nén ZIP", "a ZIP archive")))
    }
}

/// An OpenDocument file is a spreadsheet if it says so, or says nothing.
fn open_document(mut archive: zip::ZipArchive<Cursor<&[u8]>>) -> Result<Form, Fault> {
    let mut text = |name: &str| {
        let mut text = String::new();
        let part = archive.by_name(name).ok()?;
        part.take(MEGABYTE).read_to_string(&mut text).ok()?;
        Some(text)
    };
    if text("META-INF/manifest.xml").is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(encrypted());
    }
    match text("mimetype") {
        Some(kind) if kind.contains("opendocument") && !kind.contains("spreadsheet") => {
            Err(not_a_spreadsheet(("tài liệu OpenDocument khác", "an OpenDocument file of another kind")))
        }
        _ => Ok(Form::Ods),
    }
}

/// Compound files hold old Excel books, old Word texts, or an encrypted new workbook.
fn compound(bytes: &[u8]) -> Result<Form, Fault> {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        // Nearly every place in a file is ruled out by its first byte.
        let may_begin = |window: &[u8]| window[0].eq_ignore_ascii_case(&wide[0]);
        bytes.windows(wide.len()).any(|window| may_begin(window) && window.eq_ignore_ascii_case(&wide))
    };
    if has("EncryptedPackage") || has("EncryptionInfo") {
        Err(encrypted())
    } else if has("Workbook") || has("Book") {
        Ok(Form::Xls)
    } else if has("WordDocument") {
        Err(not_a_spreadsheet(("tài liệu Word", "a Word document")))
    } else if !biff::is_whole(bytes) {
        Err(Fault::unreadable(&Wording::new("tệp bị cắt cụt hoặc hỏng", "it is cut short or damaged")))
    } else {
        Err(not_a_spreadsheet(("tệp Office khác", "another Office file")))
    }
}

/// More cells than a curriculum can have.
pub(super) fn too_many_cells(limits: &Limits) -> Fault {
    let allowed = limits.max_cells;
    too_many(
        &Wording::new(
            format!("tệp có hơn {allowed} ô có dữ liệu"),
            format!("the file has more than {allowed} filled cells"),
        ),
        "max-cells",
    )
}

/// More sheets than a curriculum can have.
pub(super) fn too_many_sheets(found: usize, limits: &Limits) -> Fault {
    let allowed = limits.max_sheets;
    too_many(
        &Wording::new(
            format!("tệp có {found} trang tính, giới hạn là {allowed}"),
            format!("the file has {found} sheets, the limit is {allowed}"),
        ),
        "max-sheets",
    )
}

/// A cell with more text than a person writes into one.
pub(super) fn too_long(cell: Address, limits: &Limits) -> Fault {
    let allowed = limits.max_text_letters;
    Fault::new(
        Code::FileTooLarge,
        Wording::new(
            format!("ô {cell} có hơn {allowed} chữ"),
            format!("the cell {cell} has more than {allowed} letters"),
        ),
        Wording::new(
            "Kiểm tra dấu ngoặc kép bị thiếu trong tệp văn bản, tách nội dung ra nhiều ô, hoặc nâng giới hạn bằng --max-text-letters N",
            "Look for a quotation mark that is missing in a text file, divide the text over several cells, or raise the limit with --max-text-letters N",
        ),
    )
}

fn too_many(message: &Wording, setting: &str) -> Fault {
    let help = Wording::new(
        format!("Tách phần chương trình ra một tệp riêng, hoặc nâng giới hạn bằng --{setting} N"),
        format!("Put the programme into a file of its own, or raise the limit with --{setting} N"),
    );
    Fault::new(Code::FileTooLarge, message.clone(), help)
}

/// The fault for a reader's own complaint about a password.
pub(super) fn is_password(complaint: &str) -> Option<Fault> {
    let complaint = complaint.to_lowercase();
    (complaint.contains("password") || complaint.contains("encrypt")).then(encrypted)
}
