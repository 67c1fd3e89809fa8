//! What is said of a file that cannot be sent.

pub(super) const BUSY: &str = "Too many files are being downloaded at once. Wait until one of them \
                               has ended, and download again.";
pub(super) const NOT_WRITTEN: &str = "The file could not be written: the panel may have no room for it. Download fewer records, or \
     ask whoever runs the panel: its log says more.";
