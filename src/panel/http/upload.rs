//! A form with a file, as browsers send it (RFC 7578). The mark of the session comes before the
//! file, so that it is known who sends it before anything of it is kept; and the file goes to the
//! disk as it arrives, so that its size costs no memory.

use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::{FromRequest, HttpRequest, dev, web};
use futures_util::StreamExt as _;
use tokio::time::{Instant, timeout};

use crate::panel::http::authorization::sent::note_mark;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::words;

/// What is kept on its way to the disk, in bytes.
const BUFFER: usize = 1024 * 1024;
/// The longest value beside the file, in bytes.
const LONGEST_VALUE: usize = 4096;
/// So many values may stand before the file.
const MOST_VALUES: usize = 20;
/// How long a file may take to arrive in all.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// What is more than the largest file is still taken in up to this size and thrown away: a browser
/// shows the answer only once it has sent everything.
const LARGEST_DISCARDED: u64 = 64 * 1024 * 1024;

/// A form with a file, before it is read.
pub struct UploadForm {
    request: HttpRequest,
    parts: Multipart,
    file: Option<Field>,
    idle: Duration,
}

/// A file that has arrived. It has no name on the disk, and is gone when it is closed.
pub struct UploadedFile {
    /// What it was called, where it came from; to be shown and nothing else.
    pub name: String,
    /// The file.
    pub file: File,
}

/// Why a file has not arrived.
#[derive(Debug)]
pub enum UploadProblem {
    /// None was chosen.
    Missing,
    /// It has more bytes than may be.
    TooLarge,
    /// It ended too early, or no more of it came.
    Incomplete,
    /// The disk is full.
    Full,
    /// Something else with the disk, which is not told.
    Failed(std::io::Error),
}

impl From<std::io::Error> for UploadProblem {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Failed(error),
        }
    }
}

impl FromRequest for UploadForm {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let content_type = request.headers().get("content-type");
        let is_form = content_type.is_some_and(|it| {
            it.as_bytes().to_ascii_lowercase().starts_with(b"multipart/form-data")
        });
        if !is_form {
            return std::future::ready(Err(Error::NotAForm));
        }
        let state = request.app_data::<web::Data<crate::access::AccessState>>();
        std::future::ready(Ok(Self {
            request: request.clone(),
            parts: Multipart::new(request.headers(), payload.take()),
            file: None,
            idle: state.map_or(Duration::ZERO, |state| state.policy.form_arrival),
        }))
    }
}

impl UploadForm {
    /// Reads what stands before the file, and takes note of whose form it is.
    ///
    /// # Errors
    /// 400 where it is no such form, 408 where it does not arrive in time, 413 where the values are
    /// too long or too many.
    pub async fn values(&mut self) -> Result<Inputs, Error> {
        let mut inputs = Inputs::default();
        for _ in 0..MOST_VALUES {
            let part = timeout(self.idle, self.parts.next()).await.map_err(|_| Error::TooSlow)?;
            let Some(part) = part else { break };
            let mut part = part.map_err(|_| BROKEN)?;
            let disposition = part.content_disposition();
            if disposition.is_some_and(|it| it.get_filename().is_some()) {
                self.file = Some(part);
                break;
            }
            let name = part.name().unwrap_or_default().to_owned();
            let value = timeout(self.idle, part.bytes(LONGEST_VALUE));
            let value = value.await.map_err(|_| Error::TooSlow)?;
            let value = value.map_err(|_| Error::TooLarge)?.map_err(|_| BROKEN)?;
            let value = std::str::from_utf8(&value).map_err(|_| BROKEN)?;
            inputs = inputs.and(&name, value);
        }
        note_mark(&self.request, &inputs);
        Ok(inputs)
    }

    /// Takes the file in, of so many bytes at most, into a folder.
    ///
    /// # Errors
    /// Why it has not arrived.
    pub async fn file(
        mut self,
        largest: u64,
        folder: PathBuf,
    ) -> Result<UploadedFile, UploadProblem> {
        let Some(mut part) = self.file.take() else { return Err(UploadProblem::Missing) };
        let disposition = part.content_disposition();
        let name = disposition.and_then(|it| it.get_filename()).map(bare).unwrap_or_default();
        let made = web::block(move || tempfile::tempfile_in(folder)).await;
        let mut file = made.map_err(|_| stopped())??;
        let (mut buffer, mut size, until) = (Vec::new(), 0_u64, Instant::now() + LONGEST);
        loop {
            let wait = self.idle.min(until.saturating_duration_since(Instant::now()));
            let chunk = timeout(wait, part.next()).await.map_err(|_| UploadProblem::Incomplete)?;
            let Some(chunk) = chunk else { break };
            let chunk = chunk.map_err(|_| UploadProblem::Incomplete)?;
            size += chunk.len() as u64;
            if size > largest.saturating_add(LARGEST_DISCARDED) {
                return Err(UploadProblem::TooLarge);
            }
            if size <= largest {
                buffer.extend_from_slice(&chunk);
            }
            if buffer.len() >= BUFFER {
                let full = std::mem::take(&mut buffer);
                file = written(file, full).await?;
            }
        }
        file = written(file, buffer).await?;
        drop(part);
        // The end of the form, or it is one that was cut off.
        let rest = timeout(self.idle, self.parts.next()).await;
        match rest {
            Ok(None | Some(Ok(_))) => {}
            Ok(Some(Err(_))) | Err(_) => return Err(UploadProblem::Incomplete),
        }
        match (size, name.is_empty()) {
            (0, true) => Err(UploadProblem::Missing),
            (size, _) if size > largest => Err(UploadProblem::TooLarge),
            _ => Ok(UploadedFile { name, file }),
        }
    }
}

const BROKEN: Error = Error::BadRequest(words::UNREADABLE_FORM);

fn stopped() -> std::io::Error {
    std::io::Error::other("stopped")
}

async fn written(mut file: File, bytes: Vec<u8>) -> Result<File, UploadProblem> {
    if bytes.is_empty() {
        return Ok(file);
    }
    let write = web::block(move || file.write_all(&bytes).map(|()| file));
    Ok(write.await.map_err(|_| stopped())??)
}

/// The name of a file without its folders, of a length that every database holds.
fn bare(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(200).collect()
}
