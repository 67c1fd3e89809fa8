//! Answers made smaller for whoever takes them so. The level was chosen by measuring, see
//! docs/performance.md.

use std::cell::RefCell;

use actix_web::HttpMessage;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    AcceptEncoding, CONTENT_ENCODING, ContentEncoding, Encoding, Header as _, HeaderValue,
};
use actix_web::middleware::Next;
use flate2::{Compress, CompressError, Compression, Crc, FlushCompress, Status};

/// How a `Content-Encoding` names it.
pub const GZIP: HeaderValue = HeaderValue::from_static("gzip");

/// For a page, which is compressed each time it is sent.
const USUAL: Compression = Compression::new(4);
/// Shorter answers, in bytes, gain nothing: head and body are sent in one packet anyway.
const SMALLEST: usize = 500;
/// How much longer, in bytes, a page may come out than it need be.
const MOST_PADDING: u8 = 100;

thread_local! {
    /// The encoder of each thread that sends pages: its tables of 260 KB are not made anew for each.
    static ENCODER: RefCell<Compress> = RefCell::new(Compress::new(USUAL, false));
}

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
        Ok(bytes) if bytes.len() >= SMALLEST => match page(&bytes) {
            Ok(compressed) => {
                head.headers_mut().insert(CONTENT_ENCODING, GZIP);
                BoxBody::new(compressed)
            }
            Err(_) => BoxBody::new(bytes),
        },
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

/// The text as small as gzip can make it, for what is compressed once and sent often.
///
/// # Errors
/// As the encoder, which has no reason to.
pub fn smallest(text: &[u8]) -> Result<Vec<u8>, CompressError> {
    gzip(&mut Compress::new(Compression::best(), false), text, 0)
}

fn page(text: &[u8]) -> Result<Vec<u8>, CompressError> {
    // Where the system has no randomness to give, no session begins either.
    let random = getrandom::u32().unwrap_or_default() % (u32::from(MOST_PADDING) + 1);
    let padding = usize::try_from(random).unwrap_or_default();
    ENCODER.with_borrow_mut(|encoder| {
        encoder.reset();
        gzip(encoder, text, padding)
    })
}

/// The text in the format of gzip (RFC 1952, 2.3), under a name of so many letters.
fn gzip(encoder: &mut Compress, text: &[u8], padding: usize) -> Result<Vec<u8>, CompressError> {
    let (named, unknown_system) = (8, 255);
    let mut out = Vec::with_capacity(128 + text.len() / 4);
    out.extend([0x1f, 0x8b, 8, named, 0, 0, 0, 0, 0, unknown_system]);
    out.resize(out.len() + padding, b'x');
    out.push(0);
    let mut rest = text;
    loop {
        let before = encoder.total_in();
        let status = encoder.compress_vec(rest, &mut out, FlushCompress::Finish)?;
        if status == Status::StreamEnd {
            break;
        }
        let taken = usize::try_from(encoder.total_in() - before).unwrap_or_default();
        rest = rest.get(taken..).unwrap_or_default();
        out.reserve(128 + text.len() / 4);
    }
    let mut check = Crc::new();
    check.update(text);
    out.extend(check.sum().to_le_bytes());
    out.extend(check.amount().to_le_bytes());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn what_was_compressed_is_read_as_it_was() {
        let noise = |bytes: u32| (0..bytes).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8);
        for text in [vec![], b"a".to_vec(), b"ab".repeat(50_000), noise(100_000).collect()] {
            for compressed in [page(&text), page(&text), smallest(&text)] {
                let mut read = Vec::new();
                GzDecoder::new(&compressed.unwrap()[..]).read_to_end(&mut read).unwrap();
                assert_eq!(read, text);
            }
        }
    }
}
