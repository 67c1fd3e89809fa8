//! The texts in the XML of a workbook, counted while it is unfolded: one that is longer than any cell
//! may be is found before all of it is in memory.

use std::io::{self, Write};

use super::LONGEST_CELL;

/// So many bytes of a tag are looked at: its name, and which cell it is.
const TAG: usize = 64;

/// Takes the XML of a sheet, or of the texts that cells share.
#[derive(Default)]
pub(super) struct LongText {
    /// How the tag begins that was read last, or is being read.
    tag: Vec<u8>,
    is_in_tag: bool,
    /// How many bytes of text stand behind it.
    length: usize,
    /// What the last cell is called, as far as that is said.
    cell: String,
    found: Option<String>,
}

impl LongText {
    /// What the first cell is called that is too long; empty where that is not said there.
    pub fn found(self) -> Option<String> {
        self.found
    }

    fn end_tag(&mut self) {
        (self.is_in_tag, self.length) = (false, 0);
        if self.name() == b"c" {
            let tag = String::from_utf8_lossy(&self.tag);
            let cell = tag.split_once(" r=\"").and_then(|(_, behind)| behind.split_once('"'));
            self.cell = cell.map(|(cell, _)| cell.to_owned()).unwrap_or_default();
        }
    }

    /// The name of the tag, without that of its namespace.
    fn name(&self) -> &[u8] {
        let name = self.tag.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        name.rsplit(|byte| *byte == b':').next().unwrap_or_default()
    }

    /// Counts a text: what stands in a cell, or between the two.
    fn text(&mut self, length: usize) {
        self.length += length;
        let is_of_cell = matches!(self.name(), b"t" | b"v" | b"f");
        if is_of_cell && self.length > LONGEST_CELL && self.found.is_none() {
            self.found = Some(self.cell.clone());
        }
    }
}

impl Write for LongText {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let end = if self.is_in_tag { b'>' } else { b'<' };
            let at = rest.iter().position(|byte| *byte == end);
            let (own, behind) = rest.split_at(at.unwrap_or(rest.len()));
            match self.is_in_tag {
                true => self.tag.extend(own.iter().take(TAG - self.tag.len().min(TAG))),
                false => self.text(own.len()),
            }
            match (at, self.is_in_tag) {
                (Some(_), true) => self.end_tag(),
                (Some(_), false) => {
                    self.is_in_tag = true;
                    self.tag.clear();
                }
                (None, _) => {}
            }
            rest = behind.get(1..).unwrap_or_default();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(xml: &str, piece: usize) -> Option<String> {
        let mut texts = LongText::default();
        xml.as_bytes().chunks(piece).for_each(|bytes| texts.write_all(bytes).unwrap());
        texts.found()
    }

    #[test]
    fn a_text_that_is_too_long_is_found_with_its_cell_in_whatever_pieces_it_comes() {
        let long = "x".repeat(LONGEST_CELL + 1);
        let blanks = " ".repeat(LONGEST_CELL + 1);
        for piece in [7, 4096] {
            let cell =
                format!("<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>{long}</t></is></c>");
            assert_eq!(found(&cell, piece).as_deref(), Some("B3"));
            let shared = format!("<x:sst><x:si><x:t xml:space=\"preserve\">{long}</x:t></x:si>");
            assert_eq!(found(&shared, piece).as_deref(), Some(""));
            let short = &long[2..];
            let two =
                format!("<c r=\"A1\"><v>{short}</v></c>{blanks}<c r=\"A2\"><v>{short}</v></c>");
            assert_eq!(found(&two, piece), None);
        }
    }
}
