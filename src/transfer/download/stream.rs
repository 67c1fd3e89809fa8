//! A file on its way from the thread that writes it to whoever takes it.
//!
//! The writer may be some pieces ahead, and no more: for each piece that is taken it is given back
//! the right to send another. One who takes nothing for a minute, or for an hour in all, is given
//! up, since the database keeps what others replace as long as the file is written.

use std::io::{self, ErrorKind, Write};
use std::pin::Pin;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use actix_web::web::Bytes;
use futures_util::Stream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::FileError;

/// How long the writing of one file may take.
pub const LONGEST: Duration = Duration::from_secs(60 * 60);
/// How long nothing may be taken.
const PATIENCE: Duration = Duration::from_secs(60);
/// So many bytes are one piece.
const PIECE: usize = 64 * 1024;
/// So many pieces may wait to be taken.
const AHEAD: usize = 8;

/// What comes from the writer.
pub enum Piece {
    /// How many bytes the whole file has, where that is known before the first of them.
    Length(u64),
    /// A part of the file.
    Part(Bytes),
    /// Nothing more: the file is whole.
    End,
    /// It cannot go on.
    Failed(FileError),
}

/// Where the file is written to.
pub struct Pieces {
    out: UnboundedSender<Piece>,
    rights: mpsc::Receiver<()>,
    part: Vec<u8>,
    wanted: Wanted,
    /// Whether anything was sent.
    pub has_begun: bool,
}

/// Whether a file is still worth writing.
#[derive(Clone)]
pub struct Wanted {
    out: UnboundedSender<Piece>,
    until: Instant,
}

/// Where it is taken from. It ends well only where the writer says that the file is whole.
pub struct Body {
    pieces: UnboundedReceiver<Piece>,
    rights: mpsc::Sender<()>,
    /// What was looked at already.
    first: Option<Piece>,
    has_ended: bool,
}

/// Both ends.
pub fn channel() -> (Pieces, Body) {
    let (out, pieces) = unbounded_channel();
    let (given, rights) = mpsc::channel();
    for _ in 0..AHEAD {
        // The other end is here.
        let _ = given.send(());
    }
    let wanted = Wanted { out: out.clone(), until: Instant::now() + LONGEST };
    let part = Vec::with_capacity(PIECE);
    let body = Body { pieces, rights: given, first: None, has_ended: false };
    (Pieces { out, rights, part, wanted, has_begun: false }, body)
}

impl Wanted {
    /// Whether it is worth going on.
    ///
    /// # Errors
    /// Where nobody takes the file any more, or it took too long.
    pub fn ensure(&self) -> io::Result<()> {
        if self.out.is_closed() {
            return Err(ErrorKind::BrokenPipe.into());
        }
        match Instant::now() < self.until {
            true => Ok(()),
            false => Err(io::Error::new(ErrorKind::TimedOut, "the file took longer than an hour")),
        }
    }
}

impl Pieces {
    /// What tells whether it is worth going on.
    pub fn wanted(&self) -> Wanted {
        self.wanted.clone()
    }

    /// Tells how long the file is.
    pub fn tell_length(&self, bytes: u64) {
        let _ = self.out.send(Piece::Length(bytes));
    }

    /// Says that the file is whole.
    pub fn end(self) {
        let _ = self.out.send(Piece::End);
    }

    /// Says that it cannot go on.
    pub fn fail(self, error: FileError) {
        let _ = self.out.send(Piece::Failed(error));
    }

    fn send(&mut self) -> io::Result<()> {
        self.wanted.ensure()?;
        match self.rights.recv_timeout(PATIENCE) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => {
                return Err(io::Error::new(ErrorKind::TimedOut, "nothing was taken for a minute"));
            }
            Err(RecvTimeoutError::Disconnected) => return Err(ErrorKind::BrokenPipe.into()),
        }
        let part = std::mem::replace(&mut self.part, Vec::with_capacity(PIECE));
        self.has_begun = true;
        self.out.send(Piece::Part(part.into())).map_err(|_| ErrorKind::BrokenPipe.into())
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PIECE {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.part.is_empty() { Ok(()) } else { self.send() }
    }
}

impl Body {
    /// Waits for the first piece. A file that cannot even begin is no file, but an error to be told.
    ///
    /// # Errors
    /// Why it cannot begin; the length of the file otherwise, where that is known.
    pub async fn begin(&mut self) -> Result<Option<u64>, FileError> {
        match self.pieces.recv().await {
            Some(Piece::Length(bytes)) => Ok(Some(bytes)),
            Some(Piece::Failed(error)) => Err(error),
            first => {
                self.first = first;
                Ok(None)
            }
        }
    }
}

impl Stream for Body {
    type Item = Result<Bytes, io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.has_ended {
            return Poll::Ready(None);
        }
        let piece = match self.first.take() {
            Some(piece) => Some(piece),
            None => ready!(self.pieces.poll_recv(context)),
        };
        Poll::Ready(match piece {
            Some(Piece::Part(bytes)) => {
                let _ = self.rights.send(());
                Some(Ok(bytes))
            }
            Some(Piece::End) => {
                self.has_ended = true;
                None
            }
            Some(Piece::Length(_) | Piece::Failed(_)) | None => {
                self.has_ended = true;
                Some(Err(io::Error::other("the file broke off")))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;

    use super::*;

    async fn taken(mut body: Body) -> Result<usize, io::Error> {
        let mut bytes = 0;
        while let Some(part) = body.next().await {
            bytes += part?.len();
        }
        Ok(bytes)
    }

    #[actix_web::test]
    async fn a_body_ends_well_only_where_the_file_is_whole() {
        let (mut pieces, body) = channel();
        pieces.write_all(&vec![b'x'; 3 * PIECE]).unwrap();
        pieces.flush().unwrap();
        pieces.end();
        assert_eq!(taken(body).await.unwrap(), 3 * PIECE);
        let (mut pieces, body) = channel();
        pieces.write_all(b"x").unwrap();
        pieces.flush().unwrap();
        drop(pieces);
        assert!(taken(body).await.is_err(), "a writer that panicked");
        let (pieces, body) = channel();
        pieces.fail(io::Error::other("no").into());
        assert!(taken(body).await.is_err());
    }

    #[test]
    fn who_has_gone_away_is_written_nothing_more() {
        let (mut pieces, body) = channel();
        drop(body);
        let error = pieces.write_all(&vec![b'x'; PIECE]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
    }
}
