//! The style sheets and scripts: part of the program, or a folder for whoever works on them.
//!
//! A digest of them all stands in their address, so that browsers may keep them for ever. A page
//! that is open over an upgrade still asks for those of its own build, and so may an instance of
//! another build; it is given what there is, which then is not kept.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use actix_files::{Files, file_extension_to_mime};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, ETag, EntityTag, Header as _, HeaderValue, IfNoneMatch};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use include_dir::{Dir, include_dir};

use crate::panel::http::error::Error;

/// What the program brings along.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// The style sheets and scripts that are served.
#[derive(Clone, Debug)]
pub struct Assets {
    /// Where they are, if it is not the program itself.
    folder: Option<PathBuf>,
    version: String,
}

impl Assets {
    /// Those of a folder, or else those that were built in.
    ///
    /// # Errors
    /// A sentence that names what cannot be read.
    pub fn open(folder: Option<&Path>) -> Result<Self, String> {
        let mut files = BTreeMap::new();
        match folder {
            Some(folder) => read(folder, folder, &mut files)?,
            None => list(&BUILT_IN, &mut files),
        }
        let mut digest = DefaultHasher::new();
        files.hash(&mut digest);
        Ok(Self {
            folder: folder.map(Path::to_owned),
            version: format!("{:016x}", digest.finish()),
        })
    }

    /// A digest of them all, as 16 hexadecimal digits.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Serves them at `path`, a version, and the path of the file.
    pub fn configure(&self, path: &str, app: &mut ServiceConfig) {
        let scope = web::scope(&format!("{path}/{{version}}"));
        let scope = match &self.folder {
            Some(folder) => scope.service(Files::new("", folder).use_etag(true)),
            None => {
                scope.service(web::resource("/{file:.*}").get(serve_built_in).head(serve_built_in))
            }
        };
        let own = Data::new(self.clone());
        app.service(scope.app_data(own).wrap(from_fn(kept_while_they_last)));
    }

    /// How long a browser may keep what it was given at the address of that version.
    fn lifetime(&self, version: &str) -> &'static str {
        match self.folder {
            // Whoever works on the files sees each change.
            None if version == self.version => "public, max-age=31536000, immutable",
            _ => "no-cache",
        }
    }
}

/// `GET /static/VERSION/…` where the files are part of the program.
async fn serve_built_in(
    request: HttpRequest,
    assets: Data<Assets>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let file = BUILT_IN.get_file(&path.1).ok_or(Error::NotFound)?;
    let tag = EntityTag::new_strong(assets.version.clone());
    let is_known = IfNoneMatch::parse(&request).is_ok_and(|condition| match condition {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(&tag)),
    });
    let mut response = match is_known {
        true => HttpResponse::NotModified(),
        false => HttpResponse::Ok(),
    };
    response.insert_header(ETag(tag));
    if is_known {
        return Ok(response.finish());
    }
    // All of them are text.
    let extension = file.path().extension().and_then(|extension| extension.to_str());
    let kind = file_extension_to_mime(extension.unwrap_or_default());
    Ok(response.content_type(format!("{kind}; charset=utf-8")).body(file.contents()))
}

/// Says how long a file may be kept, and answers 404 for whatever is none that is served, hidden
/// files and paths out of the folder included.
async fn kept_while_they_last<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let version = request.match_info().get("version").unwrap_or_default();
    let assets = request.app_data::<Data<Assets>>();
    let lifetime = assets.map_or("no-store", |assets| assets.lifetime(version));
    let mut response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    if status.is_success() || status.is_redirection() {
        let lifetime = HeaderValue::from_static(lifetime);
        response.headers_mut().insert(header::CACHE_CONTROL, lifetime);
    }
    if status == actix_web::http::StatusCode::BAD_REQUEST {
        let nothing = HttpResponse::from_error(Error::NotFound);
        return Ok(ServiceResponse::new(response.into_parts().0, nothing));
    }
    Ok(response)
}

type Contents = BTreeMap<PathBuf, Vec<u8>>;

fn list(folder: &'static Dir<'_>, files: &mut Contents) {
    files.extend(folder.files().map(|file| (file.path().to_owned(), file.contents().to_vec())));
    folder.dirs().for_each(|folder| list(folder, files));
}

fn read(root: &Path, folder: &Path, files: &mut Contents) -> Result<(), String> {
    let error = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(error)? {
        let entry = entry.map_err(error)?;
        let path = entry.path();
        if entry.file_type().map_err(error)?.is_dir() {
            read(root, &path, files)?;
            continue;
        }
        let contents = std::fs::read(&path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        files.insert(path.strip_prefix(root).unwrap_or(&path).to_owned(), contents);
    }
    Ok(())
}
