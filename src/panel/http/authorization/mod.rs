//! The only way from a request to the database: past who is asking.

pub mod sent;
mod work;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::{HttpMessage as _, HttpRequest, web};
use chrono::TimeDelta;
use diesel::QueryResult;

use self::work::{Authorized, Found, Transaction, Work, admitted, filling};
use crate::access::{
    self, AccessState, Admission, CurrentOperator, Event, Kind, Refusal, Requirement, Token, admit,
};
use crate::db::{self, AnyConnection, Db};
use crate::panel::http::client::Client;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Site;
use crate::panel::http::origin::is_safe;
use crate::panel::http::url::without_secret;

/// What is known of one request; shared by everything that looks at it.
#[derive(Clone, Default)]
struct Seen(Rc<Known>);

#[derive(Default)]
struct Known {
    operator: OnceCell<Arc<CurrentOperator>>,
    /// The session whose mark the form carries.
    form_session: RefCell<Option<Token>>,
    /// The form, in case that its session has ended.
    sent: RefCell<Option<Inputs>>,
    /// Whether the last write was committed: what fails after it does not undo it.
    written: Cell<bool>,
    /// How long the database took, waiting for a connection included.
    database: Cell<Duration>,
}

/// What is known of a form that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing of it was saved.
    Unsaved,
    /// It may have been saved.
    Unknown,
}

/// The database, and what it takes to be let in.
pub(in crate::panel) struct Authorization {
    db: Db,
    state: web::Data<AccessState>,
    pub client: Client,
    changes: bool,
    seen: Seen,
}

/// A session's last use is noted at most so often.
const NOTED: TimeDelta = TimeDelta::minutes(1);

/// Who asked, as far as that was found out.
pub(in crate::panel) fn known(request: &HttpRequest) -> Option<Arc<CurrentOperator>> {
    request.extensions().get::<Seen>()?.0.operator.get().cloned()
}

/// Who asked, for a page that no handler made.
pub(in crate::panel) async fn look(request: &HttpRequest) -> Option<Arc<CurrentOperator>> {
    let authorization = Authorization::of(request).ok()?;
    authorization.look().await;
    authorization.operator()
}

/// Notes in the security log that somebody asked for what they may not do, once a minute for each
/// page: a script could ask without end.
pub(in crate::panel) async fn note_refusal(request: &HttpRequest, operator: &CurrentOperator) {
    let Ok(authorization) = Authorization::of(request) else { return };
    let (now, method) = (authorization.state.clock.now(), request.method());
    let page = request.match_pattern().unwrap_or_default();
    if !authorization
        .state
        .log_throttle
        .allows(&format!("refused {} {method} {page}", operator.id), now)
    {
        return;
    }
    let asked = format!("{method} {}", without_secret(request.path().to_owned()));
    let event =
        Event::new(Kind::Refused, now, &authorization.client.address).by(&operator.name).to(&asked);
    let noted = authorization.db.write(move |connection| access::record(connection, &event));
    if let Err(error) = noted.await {
        log::warn!("a refusal could not be noted: {error}");
    }
}

impl Authorization {
    pub fn of(request: &HttpRequest) -> Result<Self, Error> {
        let (Some(db), Some(state), Some(site)) = (
            request.app_data::<web::Data<Db>>(),
            request.app_data::<web::Data<AccessState>>(),
            request.app_data::<web::Data<Site>>(),
        ) else {
            return Err(Error::NotFound);
        };
        let known = request.extensions().get::<Seen>().cloned();
        let seen = known.unwrap_or_default();
        request.extensions_mut().insert(seen.clone());
        Ok(Self {
            db: db.get_ref().clone(),
            client: Client::of(request, &state.policy, &site.base),
            changes: !is_safe(request.method()),
            state: state.clone(),
            seen,
        })
    }

    pub fn state(&self) -> &AccessState {
        &self.state
    }

    /// The database, for the few pages that are there for whoever is not signed in.
    pub fn outside(&self) -> &Db {
        &self.db
    }

    pub fn operator(&self) -> Option<Arc<CurrentOperator>> {
        self.seen.0.operator.get().cloned()
    }

    pub async fn read<T, F>(&self, requirement: Requirement, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<CurrentOperator>) -> QueryResult<T> + Send + 'static,
    {
        let (slot, work) = filling(work);
        self.run(Transaction::None, requirement, work).await?;
        Ok(slot.take()?)
    }

    pub async fn write<T, F>(&self, requirement: Requirement, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<CurrentOperator>) -> QueryResult<T> + Send + 'static,
    {
        let (slot, work) = filling(work);
        self.run(Transaction::Usual, requirement, work).await?;
        Ok(slot.take()?)
    }

    pub async fn write_serially<T, F>(&self, requirement: Requirement, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<CurrentOperator>) -> QueryResult<T> + Send + 'static,
    {
        let (slot, work) = filling(work);
        self.run(Transaction::Serial, requirement, work).await?;
        Ok(slot.take()?)
    }

    async fn run(
        &self,
        transaction: Transaction,
        requirement: Requirement,
        work: Work,
    ) -> Result<(), Error> {
        let found = Found::default();
        let admitted = |marked| admitted(self.admission(requirement, marked), work, &found);
        // Nothing is ever written for a request that could come from a link.
        let may_write = self.changes && self.is_marked();
        match transaction {
            Transaction::None => {
                let read = self.db.read(admitted(self.is_marked()));
                self.answer(self.timed(read).await?)
            }
            Transaction::Usual => self.written(self.db.write(admitted(may_write)), &found).await,
            Transaction::Serial => {
                self.written(self.db.write_serially(admitted(may_write)), &found).await
            }
        }
    }

    async fn written(
        &self,
        write: impl Future<Output = Result<Authorized, db::Error>>,
        found: &Found,
    ) -> Result<(), Error> {
        self.seen.0.written.set(false);
        let outcome = self.timed(write).await;
        self.seen.0.written.set(matches!(outcome, Ok(Ok(_))));
        if let Err(error) = &outcome {
            match (found.get(), error) {
                (Some(operator), _) => {
                    let _ = self.seen.0.operator.set(Arc::clone(operator));
                }
                // Who only waits for another's writing can read.
                (None, db::Error::TimedOut(_)) => self.look().await,
                (None, _) => {}
            }
        }
        self.answer(outcome?)
    }

    /// Looks who is asking, where that is not known yet.
    async fn look(&self) {
        if self.operator().is_none() && !self.client.sessions.is_empty() {
            let admission = self.admission(Requirement::Own, true);
            let found = self.db.read(move |connection| admission(connection)).await;
            if let Ok(Admission::Granted(operator)) = found {
                let _ = self.seen.0.operator.set(Arc::new(operator));
            }
        }
    }

    /// What is known of a form that fails now.
    pub fn outcome(&self) -> Outcome {
        if self.seen.0.written.get() { Outcome::Unknown } else { Outcome::Unsaved }
    }

    /// The mark of the session, where the form carried it.
    pub fn form_mark(&self) -> Option<String> {
        let session = self.form_session()?;
        Some(session.form_mark())
    }

    /// How long the database has taken for this request so far.
    pub fn database_time(&self) -> Duration {
        self.seen.0.database.get()
    }

    async fn timed<T>(&self, work: impl Future<Output = T>) -> T {
        let began = Instant::now();
        let outcome = work.await;
        self.seen.0.database.set(self.seen.0.database.get() + began.elapsed());
        outcome
    }

    /// The session that the form was opened in, if it is one that the browser carries.
    fn form_session(&self) -> Option<Token> {
        self.seen.0.form_session.borrow().clone()
    }

    /// Whether it is no form, or a form of this very session.
    fn is_marked(&self) -> bool {
        !self.changes || self.form_session().is_some()
    }

    /// Looks who is asking, on a connection.
    fn admission(
        &self,
        requirement: Requirement,
        marked: bool,
    ) -> impl Fn(&mut AnyConnection) -> QueryResult<Admission> + Send + 'static {
        let now = self.state.clock.now();
        let policy = self.state.policy.clone();
        // A form is for the session that it was opened in.
        let sessions = self
            .form_session()
            .map_or_else(|| self.client.sessions.clone(), |session| vec![session]);
        move |connection| {
            let admission = admit(connection, &sessions, &requirement, &policy, now)?;
            Ok(match admission {
                Admission::Granted(operator) if !marked => {
                    Admission::Denied(Refusal::Foreign(operator))
                }
                admission => admission,
            })
        }
    }

    fn answer(&self, outcome: Authorized) -> Result<(), Error> {
        let (operator, answer) = match outcome {
            Ok(operator) => (operator, Ok(())),
            Err(Refusal::SignedOut) => return Err(Error::SignedOut),
            Err(Refusal::Forbidden(operator)) => (Arc::new(operator), Err(Error::Forbidden)),
            Err(Refusal::Foreign(operator)) => (Arc::new(operator), Err(Error::Foreign)),
            Err(Refusal::FactorMissing(operator)) => {
                (Arc::new(operator), Err(Error::FactorMissing))
            }
        };
        self.note_use(&operator);
        let _ = self.seen.0.operator.set(operator);
        answer
    }

    /// Notes that the session is used, once a minute, and without anybody waiting for it.
    fn note_use(&self, operator: &CurrentOperator) {
        let now = self.state.clock.now();
        if operator.seen_at.get().is_some_and(|seen_at| now - seen_at < NOTED) {
            return;
        }
        let (db, policy, session) = (self.db.clone(), self.state.policy.clone(), operator.session);
        actix_web::rt::spawn(async move {
            let noted =
                db.write(move |connection| access::touch(connection, session, &policy, now));
            if let Err(error) = noted.await {
                log::warn!("the use of a session could not be noted: {error}");
            }
        });
    }
}
