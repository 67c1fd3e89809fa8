//! The security log: who did what to whom, from where, when; never a secret.

use std::fmt;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::{AnyConnection, after_commit, breaks_lines, reorders, worded};
use crate::schema::security_events;

worded! {
    /// What happened.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Kind {
        /// Somebody signed in.
        SignedIn = "signed in",
        /// A name and a password that do not fit, or an unknown name.
        SignInFailed = "sign-in failed",
        /// Too many failures: the attempt was not even looked at.
        SignInDelayed = "sign-in delayed",
        /// Somebody who is signed in did not know the own password.
        PasswordFailed = "password failed",
        /// The password was right and the code was not.
        CodeFailed = "code failed",
        /// A recovery code was used instead of a code.
        RecoveryUsed = "recovery code used",
        /// Somebody signed out.
        SignedOut = "signed out",
        /// A session was ended from the list of sessions.
        SessionEnded = "session ended",
        /// An operator was added.
        OperatorAdded = "operator added",
        /// An operator was removed.
        OperatorRemoved = "operator removed",
        /// An operator was disabled.
        OperatorDisabled = "operator disabled",
        /// An operator was enabled again.
        OperatorEnabled = "operator enabled",
        /// An operator's roles were changed.
        RolesGiven = "roles changed",
        /// An operator has another name.
        NameChanged = "name changed",
        /// A password was set or changed.
        PasswordChanged = "password changed",
        /// A one-time link for a password was made.
        LinkMade = "one-time link created",
        /// A second factor was set up.
        FactorAdded = "second factor added",
        /// A second factor was removed.
        FactorRemoved = "second factor removed",
        /// A role was written.
        RoleSaved = "role saved",
        /// A role was deleted.
        RoleDeleted = "role deleted",
        /// Whether everybody needs a second factor was changed.
        FactorRule = "second factor rule changed",
        /// Something was asked for that the operator may not do.
        Refused = "refused",
        /// The beginning of this log was forgotten.
        LogPruned = "security log pruned",
    }
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
            kind: kind.word().to_owned(),
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
    let line = event.to_string();
    after_commit(move || log::info!("{line}"));
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
