//! What people are told of roles and passwords, and read in the security log.

use chrono::NaiveDate;

/// What whoever chooses a password is told first.
pub const PASSWORD_RULE: &str =
    "At least 12 characters of any kind, without the name, and not a common password.";

pub(super) const VIEWER: &str = "can see everything and change nothing";
pub(super) const EDITOR: &str = "can see, add, edit and delete every record";
pub(super) const ADMIN: &str = "can do everything, and manage operators and roles";

/// How much of the log was forgotten.
pub(super) fn before(day: NaiveDate) -> String {
    format!("before {day}")
}
