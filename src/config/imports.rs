//! What an uploaded file may take, and where it is kept on its way.

use std::path::PathBuf;

use super::ConfigError;
use crate::db::Address;

/// The limits of files that are imported.
#[derive(Clone, Debug)]
pub struct Imports {
    /// The largest file, in bytes.
    pub largest: u64,
    /// Where a file is kept while it arrives.
    pub folder: PathBuf,
}

/// The largest file where nobody says otherwise.
const LARGEST: u64 = 1024 * 1024 * 1024;
const RULE: &str = "must be a size, such as 500MB or 1GB";

/// Reads them. A file arrives beside the database where that is a file as well: there is room, and
/// the folder for temporary files may be memory.
pub(super) fn imports(
    get: &impl Fn(&str) -> Option<String>,
    database: &Address,
) -> Result<Imports, ConfigError> {
    let largest = match get("IMPORT_MAX") {
        Some(text) => size(&text).ok_or_else(|| ConfigError::new("IMPORT_MAX", RULE))?,
        None => LARGEST,
    };
    let beside = || {
        let folder = database.file()?.parent()?.to_owned();
        Some(if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder })
    };
    let named = get("IMPORT_DIR").map(PathBuf::from);
    if named.as_ref().is_some_and(|folder| !folder.is_dir()) {
        return Err(ConfigError::new("IMPORT_DIR", "must be a folder that exists"));
    }
    let folder = named.or_else(beside);
    Ok(Imports { largest, folder: folder.unwrap_or_else(std::env::temp_dir) })
}

/// Reads `500MB`; a number alone is bytes.
fn size(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_uppercase();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits)?;
    let unit = match unit.trim().trim_end_matches('B') {
        "" => 1,
        "K" => 1024,
        "M" => 1024 * 1024,
        "G" => 1024 * 1024 * 1024,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(unit).filter(|size| *size > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_with_its_unit() {
        assert_eq!(size("500MB"), Some(500 * 1024 * 1024));
        assert_eq!(size(" 1 gb "), Some(1024 * 1024 * 1024));
        assert_eq!(size("17"), Some(17));
        for text in ["", "0", "MB", "1TB", "-1", "99999999999GB"] {
            assert_eq!(size(text), None, "{text}");
        }
    }
}
