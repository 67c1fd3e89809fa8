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
use flate2::{Compression, GzBuilder};

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

/// How much longer, in bytes, a page may come out than it need be.
const MOST_PADDING: u8 = 100;

/// Compresses each answer that is complete, and not compressed yet. It has a length then, as it has
/// one without.
///
/// A page shows what was asked for beside what only its reader may know, so that its length could
/// tell a listener who can ask in the reader's name which part of a guess is right (BREACH). Each
/// page is longer by a random number of bytes, in a field of the format that nobody reads ("Heal the
/// BREACH", as Django has it).
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
            BoxBody::new(gzip(&bytes, USUAL, random_padding()))
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

/// The text in the format of gzip (RFC 1952), with so many bytes of nothing in its head.
pub fn gzip(text: &[u8], level: Compression, padding: u8) -> Vec<u8> {
    let head = match padding {
        0 => GzBuilder::new(),
        _ => GzBuilder::new().filename(vec![b'x'; padding.into()]),
    };
    let out = Vec::with_capacity(text.len() / USUAL_RATIO);
    let mut encoder = head.write(out, level);
    // Writing into memory does not fail.
    let _ = encoder.write_all(text);
    encoder.finish().unwrap_or_default()
}

fn random_padding() -> u8 {
    // Where the system has no randomness to give, no session begins either.
    let random = getrandom::u32().unwrap_or_default();
    u8::try_from(random % u32::from(MOST_PADDING + 1)).unwrap_or_default()
}
