//! Who is asking: resolved from the browser's token, in the same closure as the page.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::permission::{Action, Actions, Permissions, Requirement};
use super::policy::Policy;
use super::roles::{ADMIN, permissions_of};
use super::token::Token;
use super::totp::REQUIRED as FACTOR_REQUIRED;
use super::views::View;
use crate::db::{AnyConnection, KeptText, Stored, UtcTime, latest_believed, written_for_good};
use crate::schema::{access_settings, operator_roles, operators, pins, roles, sessions, views};

/// An operator who is signed in, and what the roles allow.
#[derive(Clone, Debug)]
pub struct CurrentOperator {
    /// The operator.
    pub id: i64,
    /// What the operator is called.
    pub name: String,
    /// The session.
    pub session: i64,
    /// When the session was last used.
    pub seen_at: UtcTime,
    /// The mark that this session's forms carry.
    pub form_mark: String,
    /// The name of the time zone that they have chosen to see times in.
    pub time_zone: Option<String>,
    /// Whether lists are shown to them with more rows on a screen than usual.
    pub is_compact: bool,
    /// The names of the roles.
    pub roles: Vec<String>,
    /// The views of the list that is asked for, by name; empty on every other page.
    pub views: Vec<View>,
    /// The ids of those of them that are pinned to the home page.
    pub pinned: Vec<i64>,
    permissions: Permissions,
    /// Whether a second factor is required and not there.
    lacks_factor: bool,
}

impl CurrentOperator {
    /// Whoever runs a command on the machine itself, where everything is allowed anyway.
    pub fn of_command_line() -> Self {
        Self {
            id: 0,
            name: String::new(),
            session: 0,
            seen_at: crate::db::now().into(),
            form_mark: String::new(),
            time_zone: None,
            is_compact: false,
            roles: Vec::new(),
            views: Vec::new(),
            pinned: Vec::new(),
            permissions: permissions_of(ADMIN, None),
            lacks_factor: false,
        }
    }

    /// The operator of that id, without a session: for what goes on when they have gone. `None`
    /// where they were disabled or removed.
    pub fn with_id(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Self>> {
        let rows: Vec<(Text, Option<Text>, Option<Text>)> = operators::table
            .left_join(
                operator_roles::table
                    .left_join(roles::table.on(roles::name.eq(operator_roles::role))),
            )
            .filter(operators::id.eq(id))
            .filter(operators::disabled_at.is_null())
            .select((
                operators::name,
                operator_roles::role.nullable(),
                roles::permissions.nullable(),
            ))
            .load(connection)?;
        let (mut found, mut of_roles) = (None, BTreeMap::new());
        for (name, role, stored) in rows {
            found = Some(name);
            of_roles.extend(role.map(|role| (String::from(role), stored.map(String::from))));
        }
        Ok(found.map(|name| Self {
            id,
            name: name.into(),
            permissions: joined(&of_roles),
            roles: of_roles.into_keys().collect(),
            ..Self::of_command_line()
        }))
    }

    /// Somebody of that name who may not sign in any more, and do nothing.
    pub fn gone(name: &str) -> Self {
        let permissions = Permissions::default();
        Self { name: name.to_owned(), permissions, ..Self::of_command_line() }
    }

    /// The same, who may undo what they have just done to records of these entities: what is done
    /// whole or not at all needs no other permission to be as if it had never been begun.
    #[must_use]
    pub fn undoing<'e>(&self, entities: impl Iterator<Item = &'e str>) -> Self {
        let actions = Actions::of([Action::Create, Action::Edit, Action::Delete]);
        let own = self.permissions.clone();
        Self { permissions: entities.fold(own, |all, it| all.with(it, actions)), ..self.clone() }
    }

    /// Whether that action with that entity is allowed.
    pub fn may(&self, action: Action, entity: &str) -> bool {
        self.permissions.allow(action, entity)
    }

    /// Whether records of that entity may be seen.
    pub fn sees(&self, entity: &str) -> bool {
        self.may(Action::See, entity)
    }

    /// Whether that need is met.
    pub fn meets(&self, requirement: &Requirement) -> bool {
        requirement.is_met_by(&self.permissions)
    }

    /// Whether operators may be managed.
    pub fn manages(&self) -> bool {
        self.meets(&Requirement::Operators)
    }

    /// The same in a session that goes on under another token.
    #[must_use]
    pub fn under(&self, token: &Token) -> Self {
        Self { form_mark: token.form_mark(), ..self.clone() }
    }

    /// What the roles allow, in all.
    pub fn permissions(&self) -> &Permissions {
        &self.permissions
    }
}

/// What becomes of a request.
#[derive(Debug)]
pub enum Admission {
    /// It is answered.
    Granted(CurrentOperator),
    /// It is not.
    Denied(Refusal),
}

/// Why a request is not answered.
#[derive(Debug)]
pub enum Refusal {
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is who may not do that.
    Forbidden(CurrentOperator),
    /// The form does not come from this session's pages.
    Foreign(CurrentOperator),
    /// Everybody needs a second factor, and they have none yet.
    FactorMissing(CurrentOperator),
}

/// Looks who is asking, and whether that suffices. One query for each token, up to the first of a
/// session that runs.
pub fn admit(
    connection: &mut AnyConnection,
    tokens: &[Token],
    requirement: &Requirement,
    policy: &Policy,
    now: NaiveDateTime,
) -> QueryResult<Admission> {
    let mut operator = None;
    for token in tokens {
        operator = resolve(connection, token, requirement.list(), policy, now)?;
        if operator.is_some() {
            break;
        }
    }
    Ok(match operator {
        None => Admission::Denied(Refusal::SignedOut),
        Some(operator) if operator.lacks_factor && *requirement != Requirement::Own => {
            Admission::Denied(Refusal::FactorMissing(operator))
        }
        Some(operator) if operator.meets(requirement) => Admission::Granted(operator),
        Some(operator) => Admission::Denied(Refusal::Forbidden(operator)),
    })
}

type Text = Stored<String>;
type OfSession = (i64, UtcTime, i64, Text, Option<Text>, bool, bool, bool);
type Found = (OfSession, Option<Text>, Option<Text>, Option<View>, Option<i64>);

/// The text of the query that every request begins with.
static RESOLVE: KeptText = KeptText::empty();

/// One row for each role with each view that it lets them see: their own, those that are shared
/// with the role, and, for whoever manages operators, all that are shared.
fn resolve(
    connection: &mut AnyConnection,
    token: &Token,
    list: &str,
    policy: &Policy,
    now: NaiveDateTime,
) -> QueryResult<Option<CurrentOperator>> {
    let is_own = views::operator_id.eq(operators::id.nullable());
    let is_shared = views::role.eq(operator_roles::role.nullable());
    let is_managed = views::role.is_not_null().and(operator_roles::role.nullable().eq(ADMIN));
    let is_pinned = pins::view_id.eq(views::id).and(pins::operator_id.eq(operators::id));
    let query = sessions::table
        .inner_join(operators::table.left_join(
            operator_roles::table.left_join(roles::table.on(roles::name.eq(operator_roles::role))),
        ))
        .left_join(access_settings::table.on(access_settings::name.eq(FACTOR_REQUIRED)))
        .left_join(
            views::table
                .on(views::entity.eq(list.to_owned()).and(is_own.or(is_shared).or(is_managed))),
        )
        .left_join(pins::table.on(is_pinned))
        .filter(sessions::token_hash.eq(token.hash()))
        .filter(sessions::ended_at.is_null())
        .filter(sessions::seen_at.between(now - policy.idle, latest_believed(now)))
        .filter(sessions::created_at.between(now - policy.absolute, latest_believed(now)))
        .filter(operators::disabled_at.is_null())
        .select((
            (
                sessions::id,
                sessions::seen_at,
                operators::id,
                operators::name,
                operators::time_zone,
                operators::density.is_not_null(),
                operators::totp_secret.is_null(),
                access_settings::value.nullable().is_not_null(),
            ),
            operator_roles::role.nullable(),
            roles::permissions.nullable(),
            Option::<View>::as_select(),
            pins::view_id.nullable(),
        ));
    let rows: Vec<Found> = written_for_good(query, &RESOLVE).load(connection)?;
    let (mut roles, mut views, mut pinned) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    let mut found = None;
    for (session, role, stored, view, pin) in rows {
        found = Some(session);
        roles.extend(role.map(|role| (String::from(role), stored.map(String::from))));
        views.extend(view.map(|view| ((view.name_key.clone(), view.id), view)));
        pinned.extend(pin);
    }
    let permissions = joined(&roles);
    Ok(found.map(|(session, seen_at, id, name, zone, is_compact, bare, required)| {
        CurrentOperator {
            id,
            name: name.into(),
            session,
            seen_at,
            form_mark: token.form_mark(),
            time_zone: zone.map(String::from),
            is_compact,
            roles: roles.into_keys().collect(),
            views: views.into_values().collect(),
            pinned,
            permissions,
            lacks_factor: bare && required,
        }
    }))
}

/// What these roles allow together, each with what an admin wrote.
fn joined(roles: &BTreeMap<String, Option<String>>) -> Permissions {
    roles
        .iter()
        .map(|(role, stored)| permissions_of(role, stored.as_deref()))
        .fold(Permissions::default(), Permissions::join)
}

/// Whose session it was that has ended, to keep a form for.
pub fn ended_operator(connection: &mut AnyConnection, token: &Token) -> QueryResult<Option<i64>> {
    sessions::table
        .inner_join(operators::table)
        .filter(sessions::token_hash.eq(token.hash()))
        .filter(operators::disabled_at.is_null())
        .select(operators::id)
        .first(connection)
        .optional()
}
