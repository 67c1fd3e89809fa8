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

    /// The names of the sheets of a workbook.
    pub fn sheets(&self) -> impl Iterator<Item = &str> {
        self.settings.sheets.iter().map(|sheet| sheet.name.as_str())
    }

    /// Which sheet is read, where there are several.
    pub fn sheet_remark(&self) -> Option<String> {
        let sheets: Vec<&str> = self.sheets().collect();
        let sheet = self.sheet().filter(|_| sheets.len() > 1)?;
        Some(words::sheet(self.settings.sheet + 1, &sheet.name, &sheets))
    }

    /// The columns that are put into nothing.
    pub fn left_out(&self) -> Vec<&str> {
        let columns = self.settings.columns.iter().zip(&self.settings.targets);
        columns.filter(|(_, target)| target.is_empty()).map(|(name, _)| name.as_str()).collect()
    }
}
