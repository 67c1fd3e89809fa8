//! The static files' version, which stands in their URL so that browsers may keep them for ever.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;

use crate::panel::error::Error;

/// A digest of every file below `folder`, as 16 hexadecimal digits.
///
/// # Errors
/// A sentence that names what cannot be read.
pub fn version(folder: &Path) -> Result<String, String> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    let mut digest = DefaultHasher::new();
    for file in files {
        let content = std::fs::read(&file)
            .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        file.strip_prefix(folder).unwrap_or(&file).hash(&mut digest);
        content.hash(&mut digest);
    }
    Ok(format!("{:016x}", digest.finish()))
}

/// Answers 404 for whatever is no file that is served, hidden files and paths out of the folder
/// included.
///
/// # Errors
/// As what lies behind it.
pub async fn or_nothing<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    match response.status() {
        StatusCode::BAD_REQUEST => {
            let nothing = HttpResponse::from_error(Error::NotFound);
            Ok(ServiceResponse::new(response.into_parts().0, nothing))
        }
        _ => Ok(response),
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let error = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(error)? {
        let entry = entry.map_err(error)?;
        match entry.file_type().map_err(error)?.is_dir() {
            true => collect(&entry.path(), files)?,
            false => files.push(entry.path()),
        }
    }
    Ok(())
}
