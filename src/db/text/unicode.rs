//! What Unicode says of characters: which are composed of others, which cannot be seen, which are
//! mere marks on others, which belong to scripts that put no blanks between words.

use icu_properties::props::{BidiControl, DefaultIgnorableCodePoint, GeneralCategory, Script};
use icu_properties::{CodePointMapData, CodePointSetData};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// The same text with its characters composed (NFC; UAX #15). Most are so as they are typed, which is
/// seen sooner than they are composed anew.
pub fn composed(text: &str) -> String {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.to_owned(),
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect(),
    }
}

/// Whether the character takes no room and shows nothing: Unicode says so of most by
/// `Default_Ignorable_Code_Point`; the marks of interlinear notes are not among them.
pub fn is_unseen(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || matches!(c, '\u{fff9}'..='\u{fffb}')
}

/// Whether the character ends a line: the control characters, and the two separators.
pub fn breaks_lines(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether the character decides on which side others stand, so that a text is read otherwise than
/// it is written (Unicode, UAX #9, 2).
pub fn reorders(c: char) -> bool {
    CodePointSetData::new::<BidiControl>().contains(c)
}

/// Whether nothing of the text can be seen.
pub fn is_invisible(text: &str) -> bool {
    // The empty pattern of Braille is a blank to the eye, though not to Unicode.
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_unseen(c) || c == '\u{2800}')
}

/// Whether folding leaves a decomposed character out: it cannot be seen, or is a mark that people
/// leave out as well, such as an accent, or a vowel point of Hebrew and Arabic. The vowel signs and
/// tones of Indian and South-East Asian scripts are no such marks, nor is what makes か into が.
pub(super) fn is_forgotten(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    is_unseen(c) || (is_mark(c) && is_left_out(c))
}

fn is_mark(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    matches!(category, GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
}

fn is_left_out(mark: char) -> bool {
    let voices_kana = matches!(mark, '\u{3099}' | '\u{309a}');
    let left_out = [
        Script::Inherited,
        Script::Latin,
        Script::Greek,
        Script::Cyrillic,
        Script::Hebrew,
        Script::Arabic,
        Script::Syriac,
    ];
    !voices_kana && left_out.contains(&script(mark))
}

/// Whether the character belongs to a script that is written without blanks between words, or
/// whose words are as short as a character or two.
pub fn is_written_without_blanks(c: char) -> bool {
    let scripts = [
        Script::Han,
        Script::Hiragana,
        Script::Katakana,
        Script::Hangul,
        Script::Bopomofo,
        Script::Thai,
        Script::Lao,
        Script::Khmer,
        Script::Myanmar,
    ];
    // The mark that lengthens a vowel belongs to both kinds of kana.
    !c.is_ascii() && (scripts.contains(&script(c)) || c == 'ー')
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_told_from_what_can() {
        for text in ["", " \u{3000}", "\u{200b}", "\u{feff}\u{2060} ", "\u{3164}", "\u{202e}"] {
            assert!(is_invisible(text), "{text:?}");
        }
        for text in ["a", "\u{200b}a", "👨\u{200d}👩", "-", "ㅤㅎ"] {
            assert!(!is_invisible(text), "{text:?}");
        }
    }

    #[test]
    fn what_breaks_or_reorders_a_line_is_known() {
        assert!("\n\u{85}\u{2028}\u{2029}".chars().all(breaks_lines));
        assert!("\u{202e}\u{2066}\u{200f}\u{61c}".chars().all(reorders));
        assert!(!"aא \u{200b}\u{200d}".chars().any(|c| breaks_lines(c) || reorders(c)));
    }

    #[test]
    fn scripts_without_blanks_are_known() {
        for c in "千と千尋ソー한ไລខမ".chars() {
            assert!(is_written_without_blanks(c), "{c}");
        }
        for c in "aéЖאعह1-".chars() {
            assert!(!is_written_without_blanks(c), "{c}");
        }
    }
}
