//! What became of a transaction whose `COMMIT` was never answered: on a server, each write leaves a
//! receipt in its own transaction, which is looked up when the connection broke in that moment.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as QueryError};

use super::connection::AnyConnection;
use super::portable::now;
use super::transaction::{Failure, Isolation, retried_isolated};
use super::work::Work;
use crate::schema::receipts;

/// How long receipts are kept; one is looked up within seconds, or never.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// What became of a transaction whose work was done.
pub(super) enum Written {
    /// It was committed.
    Committed,
    /// The `COMMIT` was sent, and whether it was carried out is to be looked up.
    Unanswered {
        /// What to look for.
        receipt: Receipt,
        /// The error in place of the answer.
        cause: QueryError,
    },
}

/// As [`super::retried`], with a receipt.
///
/// # Errors
/// What the work or the commit returned; nothing is written then.
pub(super) fn retried_with_receipt(
    connection: &mut AnyConnection,
    isolation: Isolation,
    work: &Work,
) -> QueryResult<Written> {
    let outcome = retried_isolated(connection, isolation, |connection| {
        work(connection)?;
        Receipt::leave(connection)
    });
    match outcome {
        Ok(receipt) => {
            // What cannot be cleared away now is with one of the next.
            let _ = receipt.map(|receipt| receipt.clear_old(connection));
            Ok(Written::Committed)
        }
        Err(Failure::AtCommit(Some(receipt), cause)) if may_be_committed(connection, &cause) => {
            Ok(Written::Unanswered { receipt, cause })
        }
        Err(failure) => Err(failure.into_cause()),
    }
}

/// The receipt of one transaction.
#[derive(Debug)]
pub(super) struct Receipt {
    token: String,
    /// Whether old ones are cleared away with it: one in 256 is.
    clears: bool,
}

impl Receipt {
    /// Leaves a receipt in the transaction that runs; `None` where the answer to a `COMMIT` cannot
    /// be lost.
    fn leave(connection: &mut AnyConnection) -> QueryResult<Option<Self>> {
        if !can_lose_answers(connection) {
            return Ok(None);
        }
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)
            .map_err(|error| QueryError::SerializationError(error.to_string().into()))?;
        let receipt = Self {
            token: data_encoding::HEXLOWER.encode(&bytes),
            clears: bytes.first() == Some(&0),
        };
        receipt.insert(connection)?;
        Ok(Some(receipt))
    }

    /// Whether the transaction that left it was committed. The receipt is inserted once more: that
    /// waits for a transaction which still runs, and collides with one that was committed.
    ///
    /// # Errors
    /// Where the server cannot be asked: it is then not known.
    pub fn is_committed(&self, connection: &mut AnyConnection) -> QueryResult<bool> {
        match self.insert(connection) {
            Ok(()) => Ok(false),
            Err(QueryError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Clears away old receipts, now and then, after the transaction.
    fn clear_old(&self, connection: &mut AnyConnection) -> QueryResult<()> {
        if self.clears {
            let old = receipts::table.filter(receipts::created_at.lt(now() - KEPT));
            diesel::delete(old).execute(connection)?;
        }
        Ok(())
    }

    fn insert(&self, connection: &mut AnyConnection) -> QueryResult<()> {
        diesel::insert_into(receipts::table)
            .values((receipts::token.eq(&self.token), receipts::created_at.eq(now())))
            .execute(connection)?;
        Ok(())
    }
}

fn can_lose_answers(connection: &AnyConnection) -> bool {
    match connection {
        // It commits in this very process.
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => false,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => true,
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => true,
    }
}

/// Whether a `COMMIT` that failed like this may have been carried out all the same.
fn may_be_committed(connection: &AnyConnection, error: &QueryError) -> bool {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => {
            let _ = error;
            false
        }
        // A server that still answers says that it has rolled back.
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => match error {
            QueryError::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand,
                _,
            ) => true,
            QueryError::DatabaseError(_, information) => {
                super::error::is_lost(information.message())
            }
            _ => false,
        },
        // A `KILL` may come when all is done but the answer.
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => match error {
            QueryError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => false,
            QueryError::DatabaseError(_, information) => {
                !super::error::is_deadlock(information.message())
            }
            _ => false,
        },
    }
}
