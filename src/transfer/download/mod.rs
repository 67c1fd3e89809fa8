//! A file on its way to whoever downloads it.
//!
//! It is written while it is read: a thread with a connection of its own reads some rows, writes
//! them, and waits until they were taken. What fails behind the first byte breaks the transfer off,
//! so that no short file ever looks like a whole one.

mod spool;
mod stream;
mod words;

use std::io;

use actix_web::body::SizedStream;
use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::http::{StatusCode, Version};
use actix_web::{HttpRequest, HttpResponse};
use diesel::result::Error as QueryError;

pub use self::spool::Way;
use self::stream::Pieces;
use crate::db::{self, AnyConnection};
use crate::panel::http::error::Error;
use crate::panel::http::request::Request;
use crate::transfer::format::FileFormat;
use crate::transfer::format::write::WriteError;

/// Why a file was not written to its end.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// By a fault of the database.
    #[error(transparent)]
    Database(#[from] QueryError),
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] WriteError),
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        Self::File(error.into())
    }
}

/// Why nothing of a file was sent.
pub enum NotSent {
    /// The sentence is for whoever asked for it.
    Problem(StatusCode, String),
    /// By a fault of ours.
    Failed(Error),
}

impl From<Error> for NotSent {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Sends the file that `write` writes, under that name.
///
/// # Errors
/// Where it cannot begin.
pub async fn send<F>(
    request: &Request,
    sent: &HttpRequest,
    (name, format): (String, FileFormat),
    write: F,
) -> Result<HttpResponse, NotSent>
where
    F: FnOnce(&mut AnyConnection, &mut Way) -> Result<(), FileError> + Send + 'static,
{
    let is_spooled = !notices_breaks(sent);
    let (pieces, mut body) = stream::channel();
    let begun = request
        .run_apart(stream::LONGEST, move |connection| {
            carry_out(connection, (pieces, is_spooled), write);
        })
        .await;
    let length = match begun {
        Err(Error::Database(db::Error::Busy)) => {
            return Err(NotSent::Problem(StatusCode::SERVICE_UNAVAILABLE, words::BUSY.to_owned()));
        }
        Err(error) => return Err(error.into()),
        Ok(()) => body.begin().await.map_err(not_begun)?,
    };
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name)],
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type(format.media_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition));
    Ok(match length {
        Some(bytes) => response.body(SizedStream::new(bytes, body)),
        None => response.streaming(body),
    })
}

fn not_begun(error: FileError) -> NotSent {
    match error {
        FileError::Database(error) => NotSent::Failed(Error::Database(error.into())),
        FileError::File(WriteError::Unfit(sentence)) => {
            NotSent::Problem(StatusCode::UNPROCESSABLE_ENTITY, sentence)
        }
        FileError::File(WriteError::Output(_)) => {
            NotSent::Problem(StatusCode::INTERNAL_SERVER_ERROR, words::NOT_WRITTEN.to_owned())
        }
    }
}

/// Whether a client can tell that an answer broke off: one that is sent in chunks. To one who would
/// rather speak another protocol none are sent, see [`crate::panel::http::framing`].
fn notices_breaks(request: &HttpRequest) -> bool {
    request.version() >= Version::HTTP_11 && !request.headers().contains_key(header::UPGRADE)
}

/// Writes the file, and says only then that it is whole.
fn carry_out(
    connection: &mut AnyConnection,
    (pieces, is_spooled): (Pieces, bool),
    write: impl FnOnce(&mut AnyConnection, &mut Way) -> Result<(), FileError>,
) {
    let mut way = match Way::of(pieces, is_spooled) {
        Ok(way) => way,
        Err((pieces, error)) => return fail(pieces, error.into()),
    };
    let written = write(connection, &mut way);
    match written.and_then(|()| way.send().map_err(FileError::from)) {
        Ok(()) => way.into_pieces().end(),
        Err(error) => fail(way.into_pieces(), error),
    }
}

/// One log line, but for who has gone away.
fn fail(pieces: Pieces, error: FileError) {
    let is_gone = matches!(
        &error,
        FileError::File(WriteError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe
    );
    match is_gone {
        true => log::info!("a download was given up by who asked for it"),
        false => log::error!("a download broke off: {error}"),
    }
    pieces.fail(error);
}
