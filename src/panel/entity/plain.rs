//! What stands on a page as it is: digits and words of ours, with nothing in them that HTML takes
//! for itself. A list has hundreds of them, so they are written without the detours of formatting.

use std::fmt;

/// What stands on a page as it is.
pub trait Plain {
    /// Writes it.
    ///
    /// # Errors
    /// Where it cannot be written to.
    fn write(&self, out: &mut dyn fmt::Write) -> fmt::Result;
}

/// Lets templates and formats write what is plain.
macro_rules! plain {
    ($($type:ty),* $(,)?) => {$(
        impl std::fmt::Display for $type {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::panel::entity::plain::Plain::write(self, out)
            }
        }

        impl askama::FastWritable for $type {
            fn write_into(
                &self,
                out: &mut dyn std::fmt::Write,
                _: &dyn askama::Values,
            ) -> askama::Result<()> {
                Ok($crate::panel::entity::plain::Plain::write(self, out)?)
            }
        }

        impl askama::filters::HtmlSafe for $type {}
    )*};
}

pub(in crate::panel) use plain;
