//! Work for whoever is let in, on its way to the database.

use std::sync::{Arc, OnceLock};

use diesel::QueryResult;

use crate::access::{Admission, CurrentOperator, Refusal};
use crate::db::{AnyConnection, Slot};

/// The transaction that a closure is run in.
pub(super) enum Transaction {
    /// It only reads, and needs none.
    None,
    /// See [`crate::db::Db::write`].
    Usual,
    /// See [`crate::db::Db::write_serially`].
    Serial,
}

/// Who was let in by a closure.
pub(super) type Found = Arc<OnceLock<Arc<CurrentOperator>>>;

/// For whom a closure was run.
pub(super) type Authorized = Result<Arc<CurrentOperator>, Refusal>;

/// A closure for whoever was let in; all of one type, so that what leads to it is compiled once.
pub(super) type Work =
    Box<dyn Fn(&mut AnyConnection, &Arc<CurrentOperator>) -> QueryResult<()> + Send>;

/// The closure, and where its value is found once it has been run.
pub(super) fn filling<T, F>(work: F) -> (Slot<T>, Work)
where
    T: Send + 'static,
    F: Fn(&mut AnyConnection, &Arc<CurrentOperator>) -> QueryResult<T> + Send + 'static,
{
    let slot = Slot::default();
    let filled = slot.clone();
    let work = move |connection: &mut AnyConnection, operator: &Arc<CurrentOperator>| {
        filled.fill(work(connection, operator)?);
        Ok(())
    };
    (slot, Box::new(work))
}

/// The closure, behind the admission; it tells who was let in even if the work fails.
pub(super) fn admitted(
    admission: impl Fn(&mut AnyConnection) -> QueryResult<Admission> + Send + 'static,
    work: Work,
    found: &Found,
) -> impl Fn(&mut AnyConnection) -> QueryResult<Authorized> + Send + 'static {
    let found = Arc::clone(found);
    move |connection| match admission(connection)? {
        Admission::Denied(refusal) => Ok(Err(refusal)),
        Admission::Granted(operator) => {
            let operator = Arc::new(operator);
            let _ = found.set(Arc::clone(&operator));
            work(connection, &operator)?;
            Ok(Ok(operator))
        }
    }
}
