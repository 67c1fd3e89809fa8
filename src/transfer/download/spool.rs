//! A file that is written as a whole before any of it is sent: for clients that would not notice
//! where a transfer broke off. HTTP/1.0 knows no other end of an answer without a length than that of
//! its connection.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write};

use super::stream::{Pieces, Wanted};

/// Where a file goes on its way.
pub enum Way {
    /// To whoever takes it, piece by piece.
    Straight(Pieces),
    /// To a temporary file first.
    Spooled(File, Pieces),
}

impl Way {
    /// The way for a client that notices a broken transfer, or does not.
    ///
    /// # Errors
    /// Where there can be no temporary file.
    pub fn of(pieces: Pieces, is_spooled: bool) -> Result<Self, (Pieces, io::Error)> {
        match is_spooled.then(tempfile::tempfile) {
            None => Ok(Self::Straight(pieces)),
            Some(Ok(file)) => Ok(Self::Spooled(file, pieces)),
            Some(Err(error)) => Err((pieces, error)),
        }
    }

    /// Whether anything was sent.
    pub fn has_begun(&self) -> bool {
        let (Self::Straight(pieces) | Self::Spooled(_, pieces)) = self;
        pieces.has_begun
    }

    /// What tells whether it is worth going on.
    pub fn wanted(&self) -> Wanted {
        let (Self::Straight(pieces) | Self::Spooled(_, pieces)) = self;
        pieces.wanted()
    }

    /// Where pieces are sent.
    pub fn into_pieces(self) -> Pieces {
        let (Self::Straight(pieces) | Self::Spooled(_, pieces)) = self;
        pieces
    }

    /// Sends what was kept.
    ///
    /// # Errors
    /// As the temporary file, or where nobody takes it.
    pub fn send(&mut self) -> io::Result<()> {
        let Self::Spooled(file, pieces) = self else { return Ok(()) };
        pieces.tell_length(file.stream_position()?);
        file.rewind()?;
        let mut part = vec![0; 64 * 1024];
        loop {
            match file.read(&mut part)? {
                0 => return pieces.flush(),
                read => pieces.write_all(part.get(..read).unwrap_or_default())?,
            }
        }
    }
}

impl Write for Way {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Straight(pieces) => pieces.write(bytes),
            Self::Spooled(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Straight(pieces) => pieces.flush(),
            Self::Spooled(file, _) => file.flush(),
        }
    }
}
