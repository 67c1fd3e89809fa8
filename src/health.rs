//! Health, for whoever watches over the program: asked without a session, and answered with
//! nothing but yes or no.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use crate::db::Db;
use crate::panel::http::middleware::Complete;

/// The paths, below the base; they are not logged.
pub const PATHS: [&str; 2] = ["/health/live", "/health/ready"];

/// `GET /health/live`: the program runs.
pub async fn live() -> HttpResponse {
    answer(true)
}

/// `GET /health/ready`: the program can serve pages; 503 where it cannot.
pub async fn ready(db: Data<Db>) -> HttpResponse {
    answer(db.is_ready().await)
}

fn answer(is_well: bool) -> HttpResponse {
    let (status, word) = match is_well {
        true => (StatusCode::OK, "ok\n"),
        false => (StatusCode::SERVICE_UNAVAILABLE, "not ready\n"),
    };
    let mut answer =
        HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(word);
    answer.extensions_mut().insert(Complete);
    answer
}
