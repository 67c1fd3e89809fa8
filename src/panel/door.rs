//! The only way from a request to the database: past who is asking.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use actix_web::{HttpMessage as _, HttpRequest, web};
use chrono::TimeDelta;
use diesel::QueryResult;

use super::client::Client;
use super::error::Error;
use super::failure::Outcome;
use super::frame::Site;
use super::inputs::{Inputs, MARK};
use super::origin::is_safe;
use super::requests::without_secret;
use crate::access::{self, Admission, Event, Guard, Kept, Kind, Need, Refusal, Token, Who, admit};
use crate::db::{self, AnyConnection, Db};

/// What is known of one request; shared by everything that looks at it.
#[derive(Clone, Default)]
struct Seen(Rc<Known>);

#[derive(Default)]
struct Known {
    who: OnceCell<Arc<Who>>,
    /// The session whose mark the form carries.
    form_session: RefCell<Option<Token>>,
    /// The form, in case that its session has ended.
    sent: RefCell<Option<Inputs>>,
    /// Whether the last write was committed: what fails after it does not undo it.
    written: Cell<bool>,
    /// How long the database took, waiting for a connection included.
    database: Cell<Duration>,
}

/// The database, and what it takes to be let in.
pub(super) struct Door {
    db: Db,
    guard: web::Data<Guard>,
    pub client: Client,
    changes: bool,
    seen: Seen,
}

/// A session's last use is noted at most so often.
const NOTED: TimeDelta = TimeDelta::minutes(1);

/// The fields of the panel that hold secrets: no form with one of them is ever kept.
const SECRETS: [&str; 5] = ["password", "again", "old", "secret", "code"];

/// Who was let in by a closure.
type Found = Arc<OnceLock<Arc<Who>>>;

/// What a closure came to, and for whom.
type Let<T> = Result<(Arc<Who>, T), Refusal>;

/// Takes note of the form that came with a request.
pub(super) fn note_form(request: &HttpRequest, inputs: &Inputs) {
    let Some(seen) = request.extensions().get::<Seen>().cloned() else { return };
    let Ok(door) = Door::of(request) else { return };
    let mark = inputs.get(MARK).unwrap_or_default();
    let session = door.client.sessions.iter().find(|token| token.has_form_mark(mark));
    *seen.0.form_session.borrow_mut() = session.cloned();
    *seen.0.sent.borrow_mut() = Some(inputs.clone());
}

/// The form that came with a request, to be given back where it fails by a fault of ours: never
/// one of another session's, and never one that holds a secret.
pub(super) fn sent_form(request: &HttpRequest) -> Option<Inputs> {
    let door = Door::of(request).ok()?;
    let sent = door.seen.0.sent.borrow();
    sent.clone().filter(|inputs| door.form_session().is_some() && !holds_secret(inputs))
}

/// What is known of a form that failed.
pub(super) fn outcome(request: &HttpRequest) -> Outcome {
    Door::of(request).map_or(Outcome::Unsaved, |door| door.outcome())
}

fn holds_secret(inputs: &Inputs) -> bool {
    inputs.pairs().iter().any(|(name, _)| SECRETS.contains(&name.as_str()))
}

/// Who asked, as far as that was found out.
pub(super) fn known(request: &HttpRequest) -> Option<Arc<Who>> {
    request.extensions().get::<Seen>()?.0.who.get().cloned()
}

/// Who asked, for a page that no handler made.
pub(super) async fn look(request: &HttpRequest) -> Option<Arc<Who>> {
    let door = Door::of(request).ok()?;
    door.look().await;
    door.who()
}

/// Notes in the security log that somebody asked for what they may not do, once a minute for each
/// page: a script could ask without end.
pub(super) async fn note_refusal(request: &HttpRequest, who: &Who) {
    let Ok(door) = Door::of(request) else { return };
    let (now, method) = (door.guard.clock.now(), request.method());
    let page = request.match_pattern().unwrap_or_default();
    if !door.guard.rarely.allows(&format!("refused {} {method} {page}", who.id), now) {
        return;
    }
    let asked = format!("{method} {}", without_secret(request.path().to_owned()));
    let event = Event::new(Kind::Refused, now, &door.client.address).by(&who.name).to(&asked);
    let noted = door.db.write(move |connection| access::record(connection, &event));
    if let Err(error) = noted.await {
        log::warn!("a refusal could not be noted: {error}");
    }
}

/// Keeps the form that was sent after its session had ended, and returns what it is asked for by;
/// `None` where it is not one to be kept.
pub(super) async fn keep_form(request: &HttpRequest) -> Result<Option<Token>, Error> {
    let door = Door::of(request)?;
    let path = request.uri().path_and_query().map_or("/", |here| here.as_str()).to_owned();
    let (Some(inputs), Some(session)) = (sent_form(request), door.form_session()) else {
        return Ok(None);
    };
    if path.len() > 255 {
        return Ok(None);
    }
    let (token, now) = (Token::random().ok_or(Error::Panicked)?, door.guard.clock.now());
    let (form, key) = (Kept { path, body: inputs.without(MARK).to_query() }, token.clone());
    let kept = door.db.write(move |connection| {
        let Some(operator) = access::ended_operator(connection, &session)? else {
            return Ok(false);
        };
        access::keep(connection, &key, operator, &form, now).map(|()| true)
    });
    Ok(kept.await?.then_some(token))
}

impl Door {
    pub fn of(request: &HttpRequest) -> Result<Self, Error> {
        let (Some(db), Some(guard), Some(site)) = (
            request.app_data::<web::Data<Db>>(),
            request.app_data::<web::Data<Guard>>(),
            request.app_data::<web::Data<Site>>(),
        ) else {
            return Err(Error::NotFound);
        };
        let known = request.extensions().get::<Seen>().cloned();
        let seen = known.unwrap_or_default();
        request.extensions_mut().insert(seen.clone());
        Ok(Self {
            db: db.get_ref().clone(),
            client: Client::of(request, &guard.policy, &site.base),
            changes: !is_safe(request.method()),
            guard: guard.clone(),
            seen,
        })
    }

    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// The database, for the few pages that are there for whoever is not signed in.
    pub fn outside(&self) -> &Db {
        &self.db
    }

    pub fn who(&self) -> Option<Arc<Who>> {
        self.seen.0.who.get().cloned()
    }

    pub async fn read<T, F>(&self, need: Need, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<Who>) -> QueryResult<T> + Send + 'static,
    {
        let admission = self.admission(need, self.is_marked());
        let outcome = self.db.read(move |connection| match admission(connection)? {
            Admission::Denied(refusal) => Ok(Err(refusal)),
            Admission::Granted(who) => {
                let who = Arc::new(who);
                let value = work(connection, &who)?;
                Ok(Ok((who, value)))
            }
        });
        self.answer(self.timed(outcome).await?)
    }

    pub async fn write<T, F>(&self, need: Need, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<Who>) -> QueryResult<T> + Send + 'static,
    {
        let found = Found::default();
        let admitted = self.admitted(need, work, &found);
        self.written(self.db.write(admitted), &found).await
    }

    pub async fn write_serially<T, F>(&self, need: Need, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<Who>) -> QueryResult<T> + Send + 'static,
    {
        let found = Found::default();
        let admitted = self.admitted(need, work, &found);
        self.written(self.db.write_serially(admitted), &found).await
    }

    async fn written<T>(
        &self,
        write: impl Future<Output = Result<Let<T>, db::Error>>,
        found: &Found,
    ) -> Result<T, Error> {
        self.seen.0.written.set(false);
        let outcome = self.timed(write).await;
        self.seen.0.written.set(matches!(outcome, Ok(Ok(_))));
        if let Err(error) = &outcome {
            match (found.get(), error) {
                (Some(who), _) => {
                    let _ = self.seen.0.who.set(Arc::clone(who));
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
        if self.who().is_none() && !self.client.sessions.is_empty() {
            let admission = self.admission(Need::Own, true);
            let found = self.db.read(move |connection| admission(connection)).await;
            if let Ok(Admission::Granted(who)) = found {
                let _ = self.seen.0.who.set(Arc::new(who));
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

    /// The closure, behind the admission; it tells who was let in even if the work fails.
    fn admitted<T, F>(
        &self,
        need: Need,
        work: F,
        found: &Found,
    ) -> impl Fn(&mut AnyConnection) -> QueryResult<Let<T>> + Send + 'static
    where
        T: 'static,
        F: Fn(&mut AnyConnection, &Arc<Who>) -> QueryResult<T> + Send + 'static,
    {
        // Nothing is ever written for a request that could come from a link.
        let admission = self.admission(need, self.changes && self.is_marked());
        let found = Arc::clone(found);
        move |connection| match admission(connection)? {
            Admission::Denied(refusal) => Ok(Err(refusal)),
            Admission::Granted(who) => {
                let who = Arc::new(who);
                let _ = found.set(Arc::clone(&who));
                let value = work(connection, &who)?;
                Ok(Ok((who, value)))
            }
        }
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
        need: Need,
        marked: bool,
    ) -> impl Fn(&mut AnyConnection) -> QueryResult<Admission> + Send + 'static {
        let now = self.guard.clock.now();
        let policy = self.guard.policy.clone();
        // A form is for the session that it was opened in.
        let sessions = self
            .form_session()
            .map_or_else(|| self.client.sessions.clone(), |session| vec![session]);
        move |connection| {
            let admission = admit(connection, &sessions, &need, &policy, now)?;
            Ok(match admission {
                Admission::Granted(who) if !marked => Admission::Denied(Refusal::Foreign(who)),
                admission => admission,
            })
        }
    }

    fn answer<T>(&self, outcome: Let<T>) -> Result<T, Error> {
        let (who, answer) = match outcome {
            Ok((who, value)) => (who, Ok(value)),
            Err(Refusal::SignedOut) => return Err(Error::SignedOut),
            Err(Refusal::Forbidden(who)) => (Arc::new(who), Err(Error::Forbidden)),
            Err(Refusal::Foreign(who)) => (Arc::new(who), Err(Error::Foreign)),
            Err(Refusal::FactorMissing(who)) => (Arc::new(who), Err(Error::FactorMissing)),
        };
        self.note_use(&who);
        let _ = self.seen.0.who.set(who);
        answer
    }

    /// Notes that the session is used, once a minute, and without anybody waiting for it.
    fn note_use(&self, who: &Who) {
        let now = self.guard.clock.now();
        if who.seen_at.get().is_some_and(|seen_at| now - seen_at < NOTED) {
            return;
        }
        let (db, policy, session) = (self.db.clone(), self.guard.policy.clone(), who.session);
        actix_web::rt::spawn(async move {
            let noted =
                db.write(move |connection| access::touch(connection, session, &policy, now));
            if let Err(error) = noted.await {
                log::warn!("the use of a session could not be noted: {error}");
            }
        });
    }
}
