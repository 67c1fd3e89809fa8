//! What is said of files that are read.

/// What is wrong with a cell of that name: `B3`.
pub(super) fn holds_the_error(cell: &str, error: &str) -> String {
    format!("Cell {cell} holds the error {error}.")
}

/// What is wrong with a cell whose formula was never worked out.
pub(super) fn has_no_result(cell: &str) -> String {
    format!(
        "Cell {cell} holds a formula without its result. Open the workbook in Excel or LibreOffice, \
         save it, and upload it again."
    )
}
