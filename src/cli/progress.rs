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

/// Does some work with such a bar, which goes when the work is over, however it ends.
pub(super) fn with_bar<T>(
    total: u64,
    things: &str,
    work: impl FnOnce(&ProgressBar) -> T,
) -> Result<T, TemplateError> {
    let bar = bar(total, things)?;
    let outcome = work(&bar);
    bar.finish_and_clear();
    Ok(outcome)
}
