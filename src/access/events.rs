//! The security log: who did what to whom, from where, when; never a secret.

use std::fmt;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::{AnyConnection, Backend, Stored, UtcTime, breaks_lines, reorders};
use crate::schema::security_events;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody signed in.
    SignedIn,
    /// A name and a password that do not fit, or an unknown name.
    SignInFailed,
    /// Too many failures: the attempt was not even looked at.
    SignInDelayed,
    /// Somebody who is signed in did not know the own password.
    PasswordFailed,
    /// The password was right and the code was not.
    CodeFailed,
    /// A recovery code was used instead of a code.
    RecoveryUsed,
    /// Somebody signed out.
    SignedOut,
    /// A session was ended from the list of sessions.
    SessionEnded,
    /// An operator was added.
    OperatorAdded,
    /// An operator was removed.
    OperatorRemoved,
    /// An operator was disabled.
    OperatorDisabled,
    /// An operator was enabled again.
    OperatorEnabled,
    /// An operator's roles were changed.
    RolesGiven,
    /// An operator has another name.
    NameChanged,
    /// A password was set or changed.
    PasswordChanged,
    /// A one-time link for a password was made.
    LinkMade,
    /// A second factor was set up.
    FactorAdded,
    /// A second factor was removed.
    FactorRemoved,
    /// A role was written.
    RoleSaved,
    /// A role was deleted.
    RoleDeleted,
    /// Whether everybody needs a second factor was changed.
    FactorRule,
    /// Something was asked for that the operator may not do.
    Refused,
}

impl Kind {
    /// The words under which it is stored and shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::SignedIn => "signed in",
            Self::SignInFailed => "sign-in failed",
            Self::SignInDelayed => "sign-in delayed",
            Self::PasswordFailed => "password failed",
            Self::CodeFailed => "code failed",
            Self::RecoveryUsed => "recovery code used",
            Self::SignedOut => "signed out",
            Self::SessionEnded => "session ended",
            Self::OperatorAdded => "operator added",
            Self::OperatorRemoved => "operator removed",
            Self::OperatorDisabled => "operator disabled",
            Self::OperatorEnabled => "operator enabled",
            Self::RolesGiven => "roles changed",
            Self::NameChanged => "name changed",
            Self::PasswordChanged => "password changed",
            Self::LinkMade => "one-time link created",
            Self::FactorAdded => "second factor added",
            Self::FactorRemoved => "second factor removed",
            Self::RoleSaved => "role saved",
            Self::RoleDeleted => "role deleted",
            Self::FactorRule => "second factor rule changed",
            Self::Refused => "refused",
        }
    }
}

/// One line of the log, as it is read.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = security_events, check_for_backend(Backend))]
pub struct Line {
    /// When.
    pub happened_at: UtcTime,
    /// What.
    pub kind: Stored<String>,
    /// Who, by name; empty where nobody is signed in.
    pub operator: Stored<String>,
    /// To whom, or what.
    pub subject: Stored<String>,
    /// From where.
    pub address: Stored<String>,
}

/// One line of the log, as it is written.
#[derive(Clone, Debug)]
pub struct Event {
    /// When, UTC.
    pub happened_at: NaiveDateTime,
    /// What.
    pub kind: String,
    /// Who, by name; empty where nobody is signed in.
    pub operator: String,
    /// To whom, or what.
    pub subject: String,
    /// From where.
    pub address: String,
}

impl Event {
    /// Something that happens now.
    pub fn new(kind: Kind, now: NaiveDateTime, address: &str) -> Self {
        Self {
            happened_at: now,
            kind: kind.words().to_owned(),
            operator: String::new(),
            subject: String::new(),
            address: address.chars().take(64).collect(),
        }
    }

    /// Done by that operator.
    #[must_use]
    pub fn by(self, operator: &str) -> Self {
        Self { operator: clean(operator, 64), ..self }
    }

    /// Done to them, or to that.
    #[must_use]
    pub fn to(self, subject: &str) -> Self {
        Self { subject: clean(subject, 191), ..self }
    }
}

/// A line of the program's log.
impl fmt::Display for Event {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.kind)?;
        for (word, name) in [("by", &self.operator), ("to", &self.subject)] {
            if !name.is_empty() {
                write!(out, " {word} {name:?}")?;
            }
        }
        write!(out, " from {}", self.address)
    }
}

/// What somebody typed, on one line and of bounded length (OWASP ASVS 5.0, 16.4.1).
fn clean(text: &str, most: usize) -> String {
    let shown = |c| if breaks_lines(c) || reorders(c) { '\u{fffd}' } else { c };
    text.chars().map(shown).take(most).collect()
}

/// Writes a line into the log.
pub fn record(connection: &mut AnyConnection, event: &Event) -> QueryResult<()> {
    log::info!("{event}");
    diesel::insert_into(security_events::table)
        .values((
            security_events::happened_at.eq(event.happened_at),
            security_events::kind.eq(&event.kind),
            security_events::operator.eq(&event.operator),
            security_events::subject.eq(&event.subject),
            security_events::address.eq(&event.address),
        ))
        .execute(connection)?;
    Ok(())
}

/// Some lines, the latest first, and how many there are.
pub fn events(
    connection: &mut AnyConnection,
    limit: i64,
    offset: i64,
) -> QueryResult<(Vec<Line>, i64)> {
    let total = security_events::table.count().get_result(connection)?;
    let lines = security_events::table
        .order(security_events::id.desc())
        .limit(limit)
        .offset(offset)
        .select(Line::as_select())
        .load(connection)?;
    Ok((lines, total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_who_and_to_whom_and_neither_where_there_is_nobody() {
        let line = |by: &str, to: &str| {
            Event::new(Kind::SignedOut, crate::db::now(), "::1").by(by).to(to).to_string()
        };
        assert_eq!(line("Ada", "Ben"), r#"signed out by "Ada" to "Ben" from ::1"#);
        assert_eq!(line("Ada", ""), r#"signed out by "Ada" from ::1"#);
        assert_eq!(line("", "A\n\"B"), "signed out to \"A\u{fffd}\\\"B\" from ::1");
    }
}
