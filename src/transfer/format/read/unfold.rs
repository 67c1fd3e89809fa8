//! How large a workbook is when it is unfolded. It is a ZIP archive, and a small one can unfold to
//! any size, whatever it says of itself: so each part is unfolded once and counted, before any of it
//! is read into memory.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::long_text::LongText;
use super::{FileProblem, words};

const MB: u64 = 1024 * 1024;
/// All parts of a workbook have at most so many bytes...
const MOST: u64 = 4096 * MB;
/// ...and what is no sheet, such as the texts that cells share and all of which are in memory while
/// the workbook is read, so many each.
const MOST_SHARED: u64 = 128 * MB;
/// What is made by programs for people unfolds to so many times its size at most...
const MOST_TIMES: u64 = 200;
/// ...where it is no trifle.
const TRIFLE: u64 = 64 * MB;

/// Makes sure that a workbook is an archive and does not unfold to too much.
///
/// # Errors
/// Where it is not, or does.
pub fn check(file: impl Read + Seek) -> Result<(), FileProblem> {
    match excess(file) {
        Ok(None) => Ok(()),
        Ok(Some(problem)) => Err(FileProblem(problem)),
        Err(error) => {
            log::debug!("a workbook cannot be unfolded: {error}");
            Err(FileProblem::new(words::DAMAGED))
        }
    }
}

/// What there is too much of.
fn excess(mut file: impl Read + Seek) -> Result<Option<String>, ZipError> {
    let size = file.seek(SeekFrom::End(0))?;
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    let mut left = MOST.min(TRIFLE.max(size.saturating_mul(MOST_TIMES)));
    for index in 0..archive.len() {
        let part = archive.by_index(index)?;
        let is_sheet = part.name()?.contains("/worksheets/");
        let has_texts = is_sheet || part.name()?.ends_with("/sharedStrings.xml");
        let most = if is_sheet { left } else { left.min(MOST_SHARED) };
        let (mut part, mut texts) = (part.take(most + 1), LongText::default());
        let unfolded = match has_texts {
            true => io::copy(&mut part, &mut texts)?,
            false => io::copy(&mut part, &mut io::sink())?,
        };
        if unfolded > most {
            return Ok(Some(words::UNFOLDS.to_owned()));
        }
        if let Some(cell) = texts.found() {
            return Ok(Some(words::too_long_a_cell(&cell)));
        }
        left -= unfolded;
    }
    Ok(None)
}
