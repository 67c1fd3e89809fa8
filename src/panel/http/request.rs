//! One request, as handlers see it: who asks and what for, and the answers that pages and redirects
//! are.

use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::http::{Method, StatusCode, header};
use actix_web::{
    FromRequest, HttpMessage as _, HttpRequest, HttpResponse, HttpResponseBuilder, dev, web,
};
use askama::Template;
use diesel::QueryResult;

use crate::access::{AccessState, Action, CurrentOperator, Requirement, Token};
use crate::db::{AnyConnection, Db};
use crate::panel::http::authorization::Authorization;
use crate::panel::http::client::Client;
use crate::panel::http::error::Error;
use crate::panel::http::failure::Failure;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::{Layout, Site};
use crate::panel::http::notice::{Message, Notice};
use crate::panel::http::request_id::RequestId;
use crate::panel::http::return_to::{ReturnTo, carried};
use crate::panel::http::viewer::Clock;

/// One request, as handlers see it.
pub struct Request {
    authorization: Authorization,
    /// What is the same on every page.
    pub site: Arc<Site>,
    /// The pairs of the query string.
    pub query: Inputs,
    /// The path and query that was asked for.
    pub here: String,
    /// Whether something was sent: a form in the answer is then not saved yet.
    pub sent: bool,
    /// Whether what was sent comes back after its session had ended.
    pub restored: bool,
    id: Option<RequestId>,
}

/// Tells a browser's developer tools where the time went.
const SERVER_TIMING: &str = "Server-Timing";
/// The bytes that a page is first given: enough for most, so that it need not grow step by step.
const USUAL_PAGE: usize = 48 * 1024;

impl FromRequest for Request {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        std::future::ready(Self::of(request))
    }
}

impl Request {
    fn of(request: &HttpRequest) -> Result<Self, Error> {
        let Some(site) = request.app_data::<web::Data<Site>>() else {
            return Err(Error::NotFound);
        };
        let here = request.uri().path_and_query().map_or("/", |here| here.as_str());
        Ok(Self {
            authorization: Authorization::of(request)?,
            site: Arc::clone(site),
            query: Inputs::of_query(request)?,
            here: here.to_owned(),
            sent: request.method() == Method::POST,
            restored: false,
            id: request.extensions().get::<RequestId>().copied(),
        })
    }

    /// The same for a form that comes back after its session had ended.
    #[must_use]
    pub fn restoring(self) -> Self {
        Self { sent: true, restored: true, ..self }
    }

    /// Runs one closure of reads for somebody who may; whoever may not is refused before it.
    ///
    /// # Errors
    /// [`Error::SignedOut`] or [`Error::Forbidden`], or as the database.
    pub async fn read<T, F>(&self, requirement: Requirement, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<CurrentOperator>) -> QueryResult<T> + Send + 'static,
    {
        self.authorization.read(requirement, work).await
    }

    /// Runs one closure as one transaction for somebody who may; whoever may not is refused before
    /// it. It is run again when it lost a race.
    ///
    /// # Errors
    /// As [`Request::read`]. Nothing is written then.
    pub async fn write<T, F>(&self, requirement: Requirement, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<CurrentOperator>) -> QueryResult<T> + Send + 'static,
    {
        self.authorization.write(requirement, work).await
    }

    /// As [`Request::write`], for a closure whose answer depends on more than the rows that it writes.
    ///
    /// # Errors
    /// As [`Request::read`]. Nothing is written then.
    pub async fn write_serially<T, F>(&self, requirement: Requirement, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<CurrentOperator>) -> QueryResult<T> + Send + 'static,
    {
        self.authorization.write_serially(requirement, work).await
    }

    /// Begins work that may take long for somebody whom [`Request::read`] let in, on a connection
    /// and a thread of its own; one statement of it may run for `limit`.
    ///
    /// # Errors
    /// [`Error::SignedOut`] where nobody was let in, or as the database.
    pub async fn run_apart<F>(&self, limit: Duration, work: F) -> Result<(), Error>
    where
        F: FnOnce(&mut AnyConnection) + Send + 'static,
    {
        match self.operator() {
            Some(_) => Ok(self.authorization.outside().run_apart(limit, work).await?),
            None => Err(Error::SignedOut),
        }
    }

    /// The limits, the time, and the threads that hash.
    pub fn state(&self) -> &AccessState {
        self.authorization.state()
    }

    /// What time it is, here and in the browser.
    pub fn clock(&self) -> Clock {
        Clock { now: self.state().clock.now(), browser: self.client().zone.clone() }
    }

    /// The other end.
    pub fn client(&self) -> &Client {
        &self.authorization.client
    }

    /// The database without asking who it is for: only for the pages that lead to being signed in.
    pub fn outside(&self) -> &Db {
        self.authorization.outside()
    }

    /// Who is asking, once [`Request::read`] or [`Request::write`] has looked.
    pub fn operator(&self) -> Option<Arc<CurrentOperator>> {
        self.authorization.operator()
    }

    /// Whether who is asking may do that; nobody may anything before [`Request::read`] or
    /// [`Request::write`] has looked.
    pub fn may(&self, action: Action, entity: &str) -> bool {
        self.authorization.operator().is_some_and(|operator| operator.may(action, entity))
    }

    /// The frame of a page with that title, in that entity's section.
    pub fn layout(&self, title: impl Into<String>, section: &'static str) -> Layout {
        let operator = self.authorization.operator();
        let notice = self.client().notice.as_ref();
        let notice =
            notice.and_then(|notice| notice.shown_to(operator.as_deref(), self.site.open_notices));
        Layout {
            notice: notice.cloned(),
            viewer: self.clock().viewer(&self.site.base, operator.as_deref()),
            operator,
            site: Arc::clone(&self.site),
            title: title.into(),
            section,
            search: String::new(),
        }
    }

    /// The mark of the session, where the form that was sent carried it.
    pub fn form_mark(&self) -> Option<String> {
        self.authorization.form_mark()
    }

    /// Whether the form that was sent is given back: one of this session's, and the fault is ours.
    pub fn gives_back(&self, error: &Error) -> bool {
        error.is_ours() && self.form_mark().is_some()
    }

    /// What is said of a form that failed by a fault of ours.
    pub fn failure(&self, error: &Error) -> Failure {
        let id = self.id.as_ref().map(ToString::to_string);
        Failure::of(Some(error), self.authorization.outcome(), id.unwrap_or_default())
    }

    /// The answer that a page is.
    ///
    /// # Errors
    /// [`Error::Render`] where the template fails.
    pub fn page(&self, status: StatusCode, page: &impl Template) -> Result<HttpResponse, Error> {
        let mut response = HttpResponse::build(status);
        response.content_type("text/html; charset=utf-8");
        if self.client().notice.is_some() {
            response.cookie(self.client().no_notice_cookie());
        }
        let began = Instant::now();
        let mut text = String::with_capacity(USUAL_PAGE);
        page.render_into(&mut text)?;
        let timing = [("db", self.authorization.database_time()), ("render", began.elapsed())];
        response.insert_header((SERVER_TIMING, timing.map(in_milliseconds).join(", ")));
        Ok(response.body(text))
    }

    /// The redirect after a form, with a message for the page it leads to.
    ///
    /// `path` is below the base; the address is relative to the host, which a visitor's headers
    /// could forge.
    pub fn redirect(&self, path: &str, message: impl Into<Message>) -> HttpResponse {
        self.redirect_to(&self.site.url(path), message.into())
    }

    /// The redirect to where the form says the person came from, or else to `path`.
    pub fn redirect_back(
        &self,
        next: Option<&ReturnTo>,
        path: &str,
        message: impl Into<Message>,
    ) -> HttpResponse {
        match next {
            Some(next) => self.redirect_to(next.as_str(), message.into()),
            None => self.redirect(path, message),
        }
    }

    /// As [`Request::redirect`], into a session that the browser carries from now on.
    pub fn redirect_into(&self, session: &Token, path: &str, notice: &str) -> HttpResponse {
        let mut response = see_other(&self.site.url(path));
        response.cookie(self.client().session_cookie(session));
        self.leave(notice.into(), Some(&session.form_mark()), &mut response);
        response.finish()
    }

    fn redirect_to(&self, url: &str, message: Message) -> HttpResponse {
        let (mut response, operator) = (see_other(url), self.authorization.operator());
        self.leave(
            message,
            operator.as_ref().map(|operator| operator.form_mark.as_str()),
            &mut response,
        );
        response.finish()
    }

    /// Leaves a message for the next page in the session of that mark, or of whoever is not signed
    /// in.
    fn leave(&self, message: Message, mark: Option<&str>, response: &mut HttpResponseBuilder) {
        if !message.text.is_empty() {
            response.cookie(self.client().notice_cookie(&Notice::new(message, mark)));
        }
    }

    /// Where this page's own forms lead back to, if the page was asked for with such a place.
    pub fn next(&self) -> Option<ReturnTo> {
        ReturnTo::of(&self.query, &self.site.base)
    }

    /// The query that carries that place along to another page about the same; empty without one.
    pub fn carried(&self) -> String {
        carried(self.next().as_ref())
    }
}

fn see_other(url: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::SeeOther();
    response.insert_header((header::LOCATION, url));
    response
}

/// One figure as the header `Server-Timing` has it (W3C Server Timing).
fn in_milliseconds((name, time): (&str, Duration)) -> String {
    format!("{name};dur={:.2}", time.as_secs_f64() * 1000.0)
}
