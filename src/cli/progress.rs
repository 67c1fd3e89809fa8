//! How far a long command is, at a terminal.

use indicatif::style::TemplateError;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar that counts these things; it is hidden where there is no terminal.
pub(super) fn bar(total: u64, things: &str) -> Result<ProgressBar, TemplateError> {
    let style = ProgressStyle::with_template(&format!(
        "{{bar:30}} {{human_pos}} of {{human_len}} {things}, {{per_sec}}, {{eta}} left"
    ))?;
    Ok(ProgressBar::new(total).with_style(style))
}
