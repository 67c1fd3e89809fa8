//! Everything that can go wrong with a request, and the page that says so.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};

use crate::db;
use crate::panel::http::words;

/// A request that is not answered as asked. The status follows from it, and nothing of its cause
/// reaches the page.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 400; the sentence is shown.
    #[error("{0}")]
    BadRequest(&'static str),
    /// Nobody is signed in: the answer leads to the sign-in.
    #[error("nobody is signed in")]
    SignedOut,
    /// 403: the form comes from another page, or from an earlier session.
    #[error("the request does not come from a page of this session")]
    Foreign,
    /// 403: the form comes from a page at another address than the panel knows itself by.
    #[error("the request comes from a page at another address")]
    OtherHost,
    /// Everybody needs a second factor: the answer leads to where it is set up.
    #[error("a second factor is required")]
    FactorMissing,
    /// 403: the roles do not allow it.
    #[error("the roles do not allow this")]
    Forbidden,
    /// 409: what the change set did can be taken back by nobody.
    #[error("this cannot be undone")]
    NotUndoable,
    /// 503: too many passwords are being checked already.
    #[error("too many passwords are being checked already")]
    Overloaded,
    /// 404.
    #[error("there is no such page or record")]
    NotFound,
    /// 404: a one-time link that was used, has expired, or never was.
    #[error("the one-time link does not hold")]
    LinkVoid,
    /// 408: the body did not arrive in time.
    #[error("the form took too long to arrive")]
    TooSlow,
    /// 413.
    #[error("the form is too large")]
    TooLarge,
    /// 414.
    #[error("the address is too long")]
    QueryTooLong,
    /// 415.
    #[error("the body is not a form")]
    NotAForm,
    /// 500: a template failed.
    #[error("a page could not be rendered: {0}")]
    Render(#[from] askama::Error),
    /// 500, or 503 when the database is away or overloaded, or 507 when its disk is full.
    #[error("{0}")]
    Database(#[from] db::Error),
    /// 500: a handler panicked; the panic's own message is in the log already.
    #[error("a handler panicked")]
    Panicked,
    /// As its cause, with a page that the handler made for it: the form, given back.
    #[error("{cause}")]
    GivenBack {
        /// What went wrong.
        cause: Box<Error>,
        /// The page, as HTML.
        page: String,
    },
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::NotFound
            | Self::LinkVoid
            | Self::Database(db::Error::Query(diesel::result::Error::NotFound)) => {
                StatusCode::NOT_FOUND
            }
            Self::SignedOut => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::Foreign | Self::OtherHost | Self::FactorMissing => {
                StatusCode::FORBIDDEN
            }
            Self::NotUndoable => StatusCode::CONFLICT,
            Self::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::QueryTooLong => StatusCode::URI_TOO_LONG,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Database(
                db::Error::Busy
                | db::Error::Unavailable(_)
                | db::Error::TimedOut(_)
                | db::Error::ReadOnly(_)
                | db::Error::Contended(_)
                | db::Error::Unconfirmed(_),
            ) => StatusCode::SERVICE_UNAVAILABLE,
            // RFC 4918, 11.5.
            Self::Database(db::Error::Full(_)) => StatusCode::INSUFFICIENT_STORAGE,
            Self::GivenBack { cause, .. } => cause.status_code(),
            Self::Render(_) | Self::Database(_) | Self::Panicked => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// The status, and the page where there is one already: [`crate::panel::error_page`] fills in the
    /// others, which need the request.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self.status_code() {
            StatusCode::SERVICE_UNAVAILABLE => {
                response.insert_header((header::RETRY_AFTER, "5"));
            }
            StatusCode::INSUFFICIENT_STORAGE => {
                response.insert_header((header::RETRY_AFTER, "60"));
            }
            _ => {}
        }
        match self {
            Self::GivenBack { page, .. } => {
                response.content_type("text/html; charset=utf-8").body(page.clone())
            }
            _ => response.finish(),
        }
    }
}

impl Error {
    /// Whether nothing is wrong with what was asked.
    pub fn is_ours(&self) -> bool {
        self.status_code().is_server_error()
    }

    /// The same with the page of a form that is given back.
    #[must_use]
    pub fn with_page(self, page: String) -> Self {
        Self::GivenBack { cause: Box::new(self), page }
    }

    /// The heading of its own that the page shows, where that of the status says something else.
    pub fn heading(&self) -> Option<&'static str> {
        match self {
            Self::NotUndoable => Some(words::NOT_UNDOABLE),
            _ => None,
        }
    }

    /// The sentence of its own that the page shows, where the status alone says too little; of
    /// forms that failed by a fault of ours, [`crate::panel::failure`] says more.
    pub fn sentence(&self) -> Option<&'static str> {
        match self {
            Self::BadRequest(sentence) => Some(sentence),
            Self::LinkVoid => Some(words::LINK_VOID),
            Self::NotUndoable => Some(words::NOT_UNDOABLE_WHY),
            Self::Forbidden => Some(words::FORBIDDEN),
            Self::Database(db::Error::TimedOut(_)) => Some(words::TIMED_OUT),
            Self::Foreign => Some(words::FOREIGN),
            Self::OtherHost => Some(words::OTHER_HOST),
            _ => None,
        }
    }
}
