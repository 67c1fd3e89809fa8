//! What every answer carries, whatever made it, errors and static files included.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web;

use crate::access::AccessState;
use crate::panel::http::client::is_secure;

/// Only what the pages use: our own sheets, scripts, images and addresses, and no text that is
/// turned into script or markup.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'; require-trusted-types-for 'script'; \
                      trusted-types 'none'";

const USUAL: [(&str, &str); 8] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
         magnetometer=(), microphone=(), payment=(), usb=()",
    ),
    ("cache-control", "no-store"),
];

/// Two years, as OWASP ASVS 5.0, 3.4.1, asks for at least one.
const STRICT_TRANSPORT: &str = "max-age=63072000";
/// Other programs may live below the panel's host, so that is for its owner to say.
const STRICT_TRANSPORT_BELOW: &str = "max-age=63072000; includeSubDomains";

/// Adds them, where an answer does not say otherwise; under TLS, browsers are told to stay there.
pub async fn with_headers<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let state = request.app_data::<web::Data<AccessState>>();
    let strict = state.and_then(|state| {
        let policy = &state.policy;
        let value =
            if policy.subdomains_over_tls { STRICT_TRANSPORT_BELOW } else { STRICT_TRANSPORT };
        is_secure(request.request(), policy).then_some(value)
    });
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    for (name, value) in USUAL {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if let Some(value) = strict {
        let value = HeaderValue::from_static(value);
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    Ok(response)
}
