//! What is said of how a file is read where that was guessed, and of what of it is not imported.

use super::store::Import;
use super::words;
use crate::transfer::format::read::TextEncoding;

impl Import {
    /// What is said of how it is read.
    pub fn remarks(&self) -> Vec<String> {
        let is_western = self.settings.encoding == TextEncoding::Windows1252.word();
        let western = is_western.then(|| words::AS_WINDOWS_1252.to_owned());
        self.format.misnamed(&self.file_name).into_iter().chain(western).collect()
    }

    /// The columns that are put into nothing.
    pub fn left_out(&self) -> Vec<&str> {
        let columns = self.settings.columns.iter().zip(&self.settings.targets);
        columns.filter(|(_, target)| target.is_empty()).map(|(name, _)| name.as_str()).collect()
    }
}
