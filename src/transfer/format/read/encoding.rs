//! How files write characters.

use encoding_rs::WINDOWS_1252;

use super::{FileProblem, Piece, line_ends, words};
use crate::db::worded;

worded! {
    /// How a file writes characters.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum TextEncoding {
        /// As everything new does.
        Utf8 = "utf-8",
        /// Two bytes, the smaller one first: Excel's "Unicode text".
        Utf16Le = "utf-16le",
        /// Two bytes, the greater one first.
        Utf16Be = "utf-16be",
        /// One byte: what western versions of Excel write as plain CSV.
        Windows1252 = "windows-1252",
    }
}

impl TextEncoding {
    /// What it is called.
    pub fn label(self) -> &'static str {
        words::encoding(self)
    }

    /// The mark at the start of a file that says so.
    pub(super) fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => &[0xef, 0xbb, 0xbf],
            Self::Utf16Le => &[0xff, 0xfe],
            Self::Utf16Be => &[0xfe, 0xff],
            Self::Windows1252 => &[],
        }
    }
}

/// The text of a piece up to its last whole character, and how many bytes its mark takes.
pub(super) fn decode(
    encoding: TextEncoding,
    piece: Piece<'_>,
) -> Result<(String, u64), FileProblem> {
    let mark = match piece.position == 0 && piece.bytes.starts_with(encoding.mark()) {
        true => encoding.mark().len(),
        false => 0,
    };
    let bytes = piece.bytes.get(mark..).unwrap_or_default();
    let text = match encoding {
        TextEncoding::Utf8 => of_utf8(bytes, piece)?,
        TextEncoding::Utf16Le => of_utf16(bytes, u16::from_le_bytes, piece)?,
        TextEncoding::Utf16Be => of_utf16(bytes, u16::from_be_bytes, piece)?,
        TextEncoding::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    };
    Ok((text, mark as u64))
}

/// How many bytes of the file a text takes that was read from it.
pub(super) fn length(encoding: TextEncoding, text: &str) -> u64 {
    let bytes = match encoding {
        TextEncoding::Utf8 => text.len(),
        TextEncoding::Utf16Le | TextEncoding::Utf16Be => 2 * text.encode_utf16().count(),
        TextEncoding::Windows1252 => text.chars().count(),
    };
    bytes as u64
}

fn of_utf8(bytes: &[u8], piece: Piece<'_>) -> Result<String, FileProblem> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(error) => error,
    };
    let text = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let text = String::from_utf8_lossy(text).into_owned();
    match error.error_len() {
        None if !piece.is_last => Ok(text),
        None => Err(FileProblem::new(words::CUT_OFF)),
        Some(_) => Err(of_other(&text, piece, "UTF-8")),
    }
}

fn of_utf16(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    piece: Piece<'_>,
) -> Result<String, FileProblem> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut units = pairs.iter().map(|pair| unit(*pair));
    let is_half = |unit: &u16| (0xd800..0xdc00).contains(unit);
    let is_cut = !rest.is_empty() || units.clone().next_back().is_some_and(|unit| is_half(&unit));
    if is_cut && piece.is_last {
        return Err(FileProblem::new(words::CUT_OFF));
    }
    if units.clone().next_back().is_some_and(|unit| is_half(&unit)) {
        units.next_back();
    }
    let mut text = String::with_capacity(bytes.len());
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(c) => text.push(c),
            Err(_) => return Err(of_other(&text, piece, "UTF-16")),
        }
    }
    Ok(text)
}

/// What is wrong with a file that is no such text behind this one.
fn of_other(text: &str, piece: Piece<'_>, name: &str) -> FileProblem {
    let line = piece.line + line_ends(text);
    FileProblem::new(words::other_encoding(line, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(bytes: &[u8], is_last: bool) -> Piece<'_> {
        Piece { bytes, position: 0, line: 1, is_last }
    }

    #[test]
    fn a_text_takes_as_many_bytes_as_it_was_read_from() {
        let text = "a é € 𝄞\n";
        let units = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect();
        for (encoding, bytes) in [
            (TextEncoding::Utf8, text.as_bytes().to_vec()),
            (TextEncoding::Utf16Le, units(u16::to_le_bytes)),
            (TextEncoding::Utf16Be, units(u16::to_be_bytes)),
        ] {
            assert_eq!(decode(encoding, piece(&bytes, true)), Ok((text.to_owned(), 0)));
            assert_eq!(length(encoding, text), bytes.len() as u64);
            let marked = [encoding.mark(), &bytes].concat();
            let mark = encoding.mark().len() as u64;
            assert_eq!(decode(encoding, piece(&marked, true)), Ok((text.to_owned(), mark)));
            for cut in 1..4 {
                let cut = &bytes[..bytes.len() - 1 - cut];
                let (read, _) = decode(encoding, piece(cut, false)).unwrap();
                assert!(text.starts_with(&read));
            }
        }
        let every: Vec<u8> = (0..=255).collect();
        let (text, _) = decode(TextEncoding::Windows1252, piece(&every, true)).unwrap();
        assert_eq!(length(TextEncoding::Windows1252, &text), 256);
    }

    #[test]
    fn what_is_no_such_text_is_told_with_its_line() {
        let FileProblem(sentence) =
            decode(TextEncoding::Utf8, piece(b"a\nb\xe9c", true)).unwrap_err();
        assert!(sentence.starts_with("Line 2 is no UTF-8 text."), "{sentence}");
        let FileProblem(sentence) = decode(TextEncoding::Utf8, piece(b"a\xc3", true)).unwrap_err();
        assert!(sentence.contains("cut off"), "{sentence}");
        assert!(decode(TextEncoding::Utf16Le, piece(b"a\0\0\xdcb\0", true)).is_err());
        assert!(decode(TextEncoding::Utf16Le, piece(b"a\0b", true)).is_err());
    }
}
