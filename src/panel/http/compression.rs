//! Answers made smaller for whoever takes them so. The level was chosen by measuring, see
//! docs/performance.md.

use std::io::Write as _;

use actix_web::HttpMessage;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    AcceptEncoding, CONTENT_ENCODING, ContentEncoding, Encoding, Header as _, HeaderValue,
};
use actix_web::middleware::Next;
use flate2::Compression;
use flate2::write::GzEncoder;

/// How a `Content-Encoding` names it.
pub const GZIP: HeaderValue = HeaderValue::from_static("gzip");
/// For what is compressed once and sent often.
pub const BEST: Compression = Compression::best();

/// For a page, which is compressed each time.
const USUAL: Compression = Compression::new(5);
/// Shorter answers, in bytes, gain nothing: head and body are sent in one packet anyway.
const SMALLEST: usize = 500;
/// What is left of a page, about: it need not grow step by step.
const USUAL_RATIO: usize = 4;

/// Compresses each answer that is complete, and not compressed yet. It has a length then, as it has
/// one without.
pub async fn with_compression<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let accepts = accepts_gzip(&request);
    let response = next.call(request).await?;
    if !accepts || response.headers().contains_key(CONTENT_ENCODING) {
        return Ok(response.map_into_boxed_body());
    }
    Ok(response.map_body(|head, body| match body.try_into_bytes() {
        Ok(bytes) if bytes.len() >= SMALLEST => {
            head.headers_mut().insert(CONTENT_ENCODING, GZIP);
            BoxBody::new(gzip(&bytes, USUAL))
        }
        Ok(bytes) => BoxBody::new(bytes),
        Err(body) => body.boxed(),
    }))
}

/// Whether a client takes gzip, and likes nothing else of ours better (RFC 9110, 12.5.3).
pub fn accepts_gzip(request: &impl HttpMessage) -> bool {
    let ours = [Encoding::gzip(), Encoding::identity()];
    AcceptEncoding::parse(request).is_ok_and(|accepted| {
        accepted.negotiate(ours.iter()) == Some(Encoding::Known(ContentEncoding::Gzip))
    })
}

/// The text in the format of gzip (RFC 1952).
pub fn gzip(text: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(text.len() / USUAL_RATIO), level);
    // Writing into memory does not fail.
    let _ = encoder.write_all(text);
    encoder.finish().unwrap_or_default()
}
