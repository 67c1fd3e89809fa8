//! What is said of a file that cannot be sent.

pub(super) const BUSY: &str =
    "As many files are being downloaded as may be at once. Try again in a moment.";
pub(super) const NOT_WRITTEN: &str = "The file could not be put together: there may be no room for \
                                      it. The log of the panel says more.";
