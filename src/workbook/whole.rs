//! All the bytes of a file, as they were at one moment.

use std::fs::File;
use std::io::{Read, Result as Io};
use std::path::Path;
use std::time::SystemTime;

use super::{Fault, guard};

/// The bytes of the file at `path`, or as many as `most` of them. Everything khung knows of the file it has from these.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>, Fault> {
    let file = File::open(path).map_err(|error| Fault::not_opened(&error))?;
    let found = file.metadata().map_err(|error| Fault::not_opened(&error))?;
    // Since its folder was listed something else may have come into its place.
    match found.is_file() {
        true => steadily(&file, (&file).take(most)),
        false => Err(guard::not_a_file(found.is_dir())),
    }
}

/// What `source` gives of `file`, if the file did not change meanwhile: half of an old table and half of a new one would
/// pass for a table.
fn steadily(file: &File, mut source: impl Read) -> Result<Vec<u8>, Fault> {
    let mut read = || {
        let (before, mut bytes) = (state(file)?, Vec::new());
        source.read_to_end(&mut bytes)?;
        Ok((state(file)? == before, bytes))
    };
    let (is_same, bytes) = read().map_err(|error: std::io::Error| Fault::not_opened(&error))?;
    is_same.then_some(bytes).ok_or_else(guard::changed)
}

fn state(file: &File) -> Io<(u64, Option<SystemTime>)> {
    let found = file.metadata()?;
    Ok((found.len(), found.modified().ok()))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Result, Write};
    use std::path::PathBuf;

    use super::{File, steadily};
    use crate::finding::Code;

    /// A reader of a file into which somebody writes as soon as reading has begun.
    struct Meddled<'a>(&'a File, &'a [u8]);

    impl Read for Meddled<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
            let count = self.0.read(buffer)?;
            self.0.write_all(std::mem::take(&mut self.1))?;
            Ok(count)
        }
    }

    fn file(name: &str) -> (PathBuf, File) {
        let path = std::env::temp_dir().join(format!("khung-{}-{name}", std::process::id()));
        std::fs::write(&path, "Mã HP,Tên học phần\n").expect("written");
        let file = File::options().read(true).append(true).open(&path).expect("opened");
        (path, file)
    }

    #[test]
    fn a_file_that_grows_while_it_is_read_is_refused() {
        let (path, file) = file("grows");
        let fault = steadily(&file, Meddled(&file, b"A1,AI\n")).expect_err("refused");
        assert_eq!(fault.code, Code::UnreadableFile);
        assert!(fault.message.en.contains("changed while"), "{fault:?}");
        std::fs::remove_file(path).expect("removed");
    }

    #[test]
    fn a_file_that_rests_is_read_whole() {
        let (path, file) = file("rests");
        assert_eq!(steadily(&file, &file).expect("read"), "Mã HP,Tên học phần\n".as_bytes());
        std::fs::remove_file(path).expect("removed");
    }
}
