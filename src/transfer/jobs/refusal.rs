//! What the database refuses.

use diesel::result::{DatabaseErrorKind, Error as QueryError};

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
