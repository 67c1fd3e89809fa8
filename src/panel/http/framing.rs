//! What every answer says about its own shape: where it ends, and what else it depends on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{ConnectionType, Method, Version};
use actix_web::middleware::Next;
use actix_web::web;

/// Whether the program is about to stop: every answer is the last of its connection then.
#[derive(Clone, Debug, Default)]
pub struct Stopping(Arc<AtomicBool>);

impl Stopping {
    /// From now on it is.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it is.
    pub fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// Stands around what compresses.
pub async fn with_framing<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let is_last = request.app_data::<web::Data<Stopping>>().is_some_and(|it| it.has_begun());
    let (offers_switch, is_old) = (offers_switch(&request), request.version() < Version::HTTP_11);
    if offers_switch {
        request.headers_mut().remove(header::ACCEPT_ENCODING);
    }
    let mut response = next.call(request).await?;
    let head = response.response_mut().head_mut();
    if is_last || offers_switch || is_old {
        head.set_connection_type(ConnectionType::Close);
    }
    // HTTP/1.0 knows no chunks (RFC 9112, 6.1): an answer without a length ends with the connection.
    if is_old {
        head.no_chunking(true);
    }
    tell_encodings_apart(head.headers_mut());
    Ok(response)
}

/// Whether a client would like to speak another protocol. The panel knows none and ignores it, as
/// it may (RFC 9110, 7.8); but actix-http announces chunks to such a client and sends it none, so it
/// is given only what has a length, which compressed answers have not.
fn offers_switch(request: &ServiceRequest) -> bool {
    request.method() == Method::CONNECT
        || request.head().upgrade()
        || request.headers().contains_key(header::UPGRADE)
}

/// Compressed or not, an answer is the same to whoever reads it and another one byte by byte: its
/// tag is a weak one (RFC 9110, 8.8.1), and caches keep the two apart (12.5.5).
fn tell_encodings_apart(headers: &mut HeaderMap) {
    let tag = headers.get(header::ETAG).filter(|tag| !tag.as_bytes().starts_with(b"W/"));
    let weak = tag.and_then(|tag| HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat()).ok());
    if let Some(weak) = weak {
        headers.insert(header::ETAG, weak);
    }
    let encoding = header::ACCEPT_ENCODING.as_str();
    let varies = headers.get_all(header::VARY).any(|names| {
        names.to_str().is_ok_and(|names| names.to_ascii_lowercase().contains(encoding))
    });
    if !varies {
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
}
