//! What browsers load besides pages: one style sheet, one script and an icon, made once of the
//! sources that are part of the program, or anew each time of those in a folder, for whoever works
//! on them. What else lies in that folder, a picture or a font, is served as it is.
//!
//! A digest of them all stands in their address, so that browsers may keep them for ever. A page
//! that is open over an upgrade still asks for those of its own build, and so may an instance of
//! another build; it is given what there is, which then is not kept.

mod bundle;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use actix_files::Files;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, ETag, EntityTag, Header as _, IfNoneMatch,
};
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use self::bundle::{Bundle, Sources};
use crate::panel::http::compression::{GZIP, accepts_gzip};
use crate::panel::http::error::Error;

/// A browser may keep a file, and asks each time whether it is still the same.
const KEPT_BUT_ASKED_ABOUT: &str = "no-cache";

/// The files that are served.
#[derive(Clone, Debug)]
pub struct Assets {
    /// Where their sources are, if they are not part of the program.
    folder: Option<PathBuf>,
    bundle: Bundle,
    version: String,
}

impl Assets {
    /// Those of the sources in a folder, or else of those that were built in.
    ///
    /// # Errors
    /// A sentence that names what cannot be read.
    pub fn open(folder: Option<&Path>) -> Result<Self, String> {
        let bundle = match folder {
            Some(folder) => Bundle::of(Sources::In(folder))?,
            None => Bundle::of(Sources::BuiltIn)?,
        };
        let mut digest = DefaultHasher::new();
        bundle.files().for_each(|file| file.plain.hash(&mut digest));
        let version = format!("{:016x}", digest.finish());
        Ok(Self { folder: folder.map(Path::to_owned), bundle, version })
    }

    /// A digest of them all, as 16 hexadecimal digits.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Serves them at `path`, a version, and the name of the file.
    pub fn configure(&self, path: &str, app: &mut ServiceConfig) {
        let names: Vec<&str> = self.bundle.files().map(|file| file.name).collect();
        let bundled =
            web::resource(format!("/{{file:{}}}", names.join("|"))).get(serve).head(serve);
        let scope = web::scope(&format!("{path}/{{version}}"))
            .app_data(Data::new(self.clone()))
            .wrap(DefaultHeaders::new().add((CACHE_CONTROL, KEPT_BUT_ASKED_ABOUT)))
            .service(bundled);
        app.service(match &self.folder {
            Some(folder) => scope.service(Files::new("", folder)),
            None => scope,
        });
    }

    /// The files as they are now: whoever works on the sources sees each change.
    fn current(&self) -> Result<Bundle, Error> {
        let Some(folder) = &self.folder else { return Ok(self.bundle.clone()) };
        Bundle::of(Sources::In(folder)).map_err(|problem| {
            log::warn!("STATIC_DIR: {problem}");
            Error::NotFound
        })
    }

    /// How long a browser may keep what it was given at the address of that version.
    fn lifetime(&self, version: &str) -> &'static str {
        match self.folder {
            None if version == self.version => "public, max-age=31536000, immutable",
            _ => KEPT_BUT_ASKED_ABOUT,
        }
    }
}

/// `GET /static/VERSION/style.css`
///
/// # Errors
/// 404 where there is no such file.
async fn serve(
    request: HttpRequest,
    assets: Data<Assets>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (version, name) = path.into_inner();
    let bundle = assets.current()?;
    let file = bundle.files().find(|file| file.name == name).ok_or(Error::NotFound)?;
    let tag = EntityTag::new_strong(file.digest());
    let is_known = IfNoneMatch::parse(&request).is_ok_and(|condition| match condition {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(&tag)),
    });
    let mut response = match is_known {
        true => HttpResponse::NotModified(),
        false => HttpResponse::Ok(),
    };
    response.insert_header(ETag(tag)).insert_header((CACHE_CONTROL, assets.lifetime(&version)));
    if is_known {
        return Ok(response.finish());
    }
    response.content_type(file.kind);
    Ok(match accepts_gzip(&request) {
        true => response.insert_header((CONTENT_ENCODING, GZIP)).body(file.compressed.clone()),
        false => response.body(file.plain.clone()),
    })
}
