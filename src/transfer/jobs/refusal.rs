//! Why a job does not go on, or leaves a record as it is.

use diesel::result::{DatabaseErrorKind, Error as QueryError};

/// What is said of a job whose operator may not go on with it.
pub const FORBIDDEN: &str = "The roles of the operator do not allow it any more.";
/// What is said of a job that this program does not understand.
pub const UNKNOWN: &str = "This version of the program does not know such jobs.";
/// What is said of a record that changed in just that moment.
pub const OVERTAKEN: &str = "It, or something that belongs to it, was changed since the job began.";
/// What is said of a record that the database does not let be written.
pub const VIOLATED: &str = "The database refused it: something that it refers to is gone, or another \
                        record has what only one may have.";

/// Whether the database refused what was written, whoever tries.
pub fn is_violation(error: &QueryError) -> bool {
    matches!(
        error,
        QueryError::DatabaseError(
            DatabaseErrorKind::UniqueViolation
                | DatabaseErrorKind::ForeignKeyViolation
                | DatabaseErrorKind::CheckViolation
                | DatabaseErrorKind::NotNullViolation,
            _
        )
    )
}
