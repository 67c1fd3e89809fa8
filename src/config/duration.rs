//! Durations as people write them.

use std::time::Duration;

/// What [`parse`] takes, for messages.
pub const RULE: &str = "must be a duration of at most 36500d, such as 500ms, 5s, 2m or 30d";
/// No moment lies farther back or ahead than this, which every calendar still reaches.
const LONGEST: Duration = Duration::from_secs(36_500 * 24 * 3600);

/// Reads `500ms`, `5s`, `2m`, `1h` or `30d`; a bare number counts seconds.
///
/// # Errors
/// [`RULE`], which is all there is to say.
pub fn parse(text: &str) -> Result<Duration, &'static str> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let number: u32 = number.parse().map_err(|_| RULE)?;
    let unit = match unit.trim() {
        "ms" => Duration::from_millis(1),
        "" | "s" => Duration::from_secs(1),
        "m" | "min" => Duration::from_secs(60),
        "h" => Duration::from_secs(3600),
        "d" => Duration::from_secs(24 * 3600),
        _ => return Err(RULE),
    };
    unit.checked_mul(number).filter(|duration| *duration <= LONGEST).ok_or(RULE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, milliseconds) in [
            ("500ms", 500),
            ("5s", 5000),
            (" 5 s ", 5000),
            ("7", 7000),
            ("2m", 120_000),
            ("2d", 172_800_000),
            ("36500d", 3_153_600_000_000),
        ] {
            assert_eq!(parse(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
        for text in
            ["", "s", "-5s", "5 days", "1.5s", "99999999999s", "36501d", "4000000000d", "५s"]
        {
            assert_eq!(parse(text), Err(RULE), "{text}");
        }
    }
}
