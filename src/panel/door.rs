//! The only way from a request to the database: past who is asking.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::{HttpMessage as _, HttpRequest, web};
use diesel::QueryResult;

use super::error::Error;
use crate::access::{Admission, Guard, Need, Refusal, Who};
use crate::db::{AnyConnection, Db};

/// Who asked, once it is known; shared by everything that looks at one request.
#[derive(Clone, Default)]
struct Seen(Rc<OnceCell<Arc<Who>>>);

/// The database, and what it takes to be let in.
pub(super) struct Door {
    db: Db,
    #[expect(dead_code, reason = "admission reads it once there is a sign-in")]
    guard: web::Data<Guard>,
    seen: Seen,
}

/// What a closure came to, and for whom.
type Let<T> = Result<(Arc<Who>, T), Refusal>;

/// Who asked, as far as it is known.
pub(super) fn seen(request: &HttpRequest) -> Option<Arc<Who>> {
    let known = request.extensions().get::<Seen>().and_then(|seen| seen.0.get().cloned());
    known.or_else(|| Some(Arc::new(Who::anybody())))
}

impl Door {
    pub fn of(request: &HttpRequest) -> Result<Self, Error> {
        let (Some(db), Some(guard)) =
            (request.app_data::<web::Data<Db>>(), request.app_data::<web::Data<Guard>>())
        else {
            return Err(Error::NotFound);
        };
        let seen = Seen::default();
        request.extensions_mut().insert(seen.clone());
        Ok(Self { db: db.get_ref().clone(), guard: guard.clone(), seen })
    }

    pub fn who(&self) -> Option<Arc<Who>> {
        self.seen.0.get().cloned()
    }

    pub async fn read<T, F>(&self, need: Need, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut AnyConnection, &Arc<Who>) -> QueryResult<T> + Send + 'static,
    {
        let admission = self.admission(need);
        let outcome = self.db.read(move |connection| match admission(connection)? {
            Admission::Denied(refusal) => Ok(Err(refusal)),
            Admission::Granted(who) => {
                let who = Arc::new(who);
                let value = work(connection, &who)?;
                Ok(Ok((who, value)))
            }
        });
        self.answer(outcome.await?)
    }

    pub async fn write<T, F>(&self, need: Need, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<Who>) -> QueryResult<T> + Send + 'static,
    {
        let admitted = self.admitted(need, work);
        self.answer(self.db.write(admitted).await?)
    }

    pub async fn write_serially<T, F>(&self, need: Need, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut AnyConnection, &Arc<Who>) -> QueryResult<T> + Send + 'static,
    {
        let admitted = self.admitted(need, work);
        self.answer(self.db.write_serially(admitted).await?)
    }

    /// The closure, behind the admission.
    fn admitted<T, F>(
        &self,
        need: Need,
        work: F,
    ) -> impl Fn(&mut AnyConnection) -> QueryResult<Let<T>> + Send + 'static
    where
        T: 'static,
        F: Fn(&mut AnyConnection, &Arc<Who>) -> QueryResult<T> + Send + 'static,
    {
        let admission = self.admission(need);
        move |connection| match admission(connection)? {
            Admission::Denied(refusal) => Ok(Err(refusal)),
            Admission::Granted(who) => {
                let who = Arc::new(who);
                let value = work(connection, &who)?;
                Ok(Ok((who, value)))
            }
        }
    }

    /// Looks who is asking, on a connection.
    fn admission(
        &self,
        need: Need,
    ) -> impl Fn(&mut AnyConnection) -> QueryResult<Admission> + Send + 'static {
        // Until there is a sign-in, anybody may do everything.
        move |_| {
            let who = Who::anybody();
            Ok(match who.meets(&need) {
                true => Admission::Granted(who),
                false => Admission::Denied(Refusal::Forbidden(who)),
            })
        }
    }

    fn answer<T>(&self, outcome: Let<T>) -> Result<T, Error> {
        match outcome {
            Ok((who, value)) => {
                let _ = self.seen.0.set(who);
                Ok(value)
            }
            Err(Refusal::SignedOut) => Err(Error::SignedOut),
            Err(Refusal::Forbidden(who)) => {
                let _ = self.seen.0.set(Arc::new(who));
                Err(Error::Forbidden)
            }
        }
    }
}
