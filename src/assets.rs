//! The static files' version, which stands in their URL so that browsers may keep them for ever.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

/// A digest of every file below `folder`, as 16 hexadecimal digits.
///
/// # Errors
/// A sentence that names what cannot be read.
pub fn version(folder: &Path) -> Result<String, String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut digest = DefaultHasher::new();
    for file in files {
        let content = std::fs::read(&file)
            .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        file.strip_prefix(folder).unwrap_or(&file).hash(&mut digest);
        content.hash(&mut digest);
    }
    Ok(format!("{:016x}", digest.finish()))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let error = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(error)? {
        let entry = entry.map_err(error)?;
        match entry.file_type().map_err(error)?.is_dir() {
            true => collect(&entry.path(), files)?,
            false => files.push(entry.path()),
        }
    }
    Ok(())
}
