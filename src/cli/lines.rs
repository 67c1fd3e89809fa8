//! What a command prints while it does something.

use std::io::{self, Write as _};

/// Lines on the standard output. What is done meanwhile goes on where they cannot be printed, and
/// the command says so at its end.
#[derive(Default)]
pub(super) struct Lines {
    count: usize,
    failed: Option<io::Error>,
}

impl Lines {
    /// Prints one.
    pub(super) fn say(&mut self, line: &str) {
        self.count += 1;
        if let Err(error) = writeln!(io::stdout(), "{line}") {
            self.failed.get_or_insert(error);
        }
    }

    /// Prints that one where there was none.
    ///
    /// # Errors
    /// As [`Lines::end`].
    pub(super) fn end_or(mut self, nothing: &str) -> io::Result<()> {
        if self.count == 0 {
            self.say(nothing);
        }
        self.end()
    }

    /// There are no more.
    ///
    /// # Errors
    /// Where one could not be printed.
    pub(super) fn end(self) -> io::Result<()> {
        self.failed.map_or(Ok(()), Err)
    }
}
