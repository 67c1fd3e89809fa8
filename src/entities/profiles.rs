//! Profiles: what is known of a user beside the name. A user has at most one, which the database
//! enforces: the user's id is the profile's key.

use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::users::{self, User};
use crate::access::Who;
use crate::db::{AnyConnection, Backend, fold, now};
use crate::panel::cell::Cell;
use crate::panel::check::Checker;
use crate::panel::delete::Dependents;
use crate::panel::detail::Place;
use crate::panel::field::{Field, Kind};
use crate::panel::list::{ListQuery, Page};
use crate::panel::need::Offers;
use crate::panel::order::{OrderBy, ordered, turned};
use crate::panel::{Names, Resource, Stamps};
use crate::schema::{profiles, users as user_rows};

/// A profile as it stands in the database, and the name of its user.
#[derive(Clone, Debug)]
pub struct Profile {
    row: ProfileRow,
    user: String,
}

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = profiles, check_for_backend(Backend))]
struct ProfileRow {
    user_id: i64,
    height: Option<String>,
    country: Option<String>,
    email: Option<String>,
    version: i32,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// A checked profile form.
#[derive(Debug)]
pub struct ProfileDraft {
    user_id: i64,
    facts: Facts,
}

/// What a profile says, whoever it belongs to.
#[derive(Debug, Insertable, AsChangeset)]
#[diesel(table_name = profiles, treat_none_as_null = true)]
pub struct Facts {
    height: Option<String>,
    height_key: Option<String>,
    country: Option<String>,
    country_key: Option<String>,
    email: Option<String>,
    email_key: Option<String>,
}

const USER: Field<Profile> =
    Field::new("user_id", "User", Kind::Reference(&users::REFERENCE), |profile: &Profile| {
        profile.row.user_id.to_string()
    })
    .required()
    .fixed()
    .shown_as(|profile| users::link(profile.row.user_id, &profile.user))
    .sorted_like(|direction| {
        let owner = user_rows::table.filter(user_rows::id.eq(profiles::user_id));
        turned(owner.select(user_rows::first_name_key).single_value(), direction)
    })
    .searched_by(|word| Box::new(profiles::user_id.eq_any(users::named(word))));
const HEIGHT: Field<Profile> =
    Field::new("height", "Height", Kind::Text(64), |profile: &Profile| {
        profile.row.height.clone().unwrap_or_default()
    })
    .sorted_by::<profiles::height_key>()
    .searched_in_nullable::<profiles::height_key>();
const COUNTRY: Field<Profile> =
    Field::new("country", "Country", Kind::Text(255), |profile: &Profile| {
        profile.row.country.clone().unwrap_or_default()
    })
    .sorted_by::<profiles::country_key>()
    .searched_in_nullable::<profiles::country_key>();
const EMAIL: Field<Profile> =
    Field::new("email", "E-mail", Kind::Email(254), |profile: &Profile| {
        profile.row.email.clone().unwrap_or_default()
    })
    .sorted_by::<profiles::email_key>()
    .searched_in_nullable::<profiles::email_key>();

/// Reads what a profile says from a form, whoever it belongs to.
pub fn check_facts(checker: &mut Checker<'_>) -> Facts {
    let (height, country) = (checker.optional_text(&HEIGHT), checker.optional_text(&COUNTRY));
    let email = checker.optional_text(&EMAIL);
    if checker.errors.is_empty() && height.is_none() && country.is_none() && email.is_none() {
        let message = "Fill in the height, the country or the e-mail: a profile says something.";
        checker.errors.add(HEIGHT.name, message.to_owned());
    }
    Facts {
        height_key: height.as_deref().map(fold),
        height,
        country_key: country.as_deref().map(fold),
        country,
        email_key: email.as_deref().map(fold),
        email,
    }
}

/// Writes the profile of a user who has none.
///
/// # Errors
/// As the statement; a unique violation where the user has one after all.
pub fn insert_facts(connection: &mut AnyConnection, user: i64, facts: &Facts) -> QueryResult<()> {
    let now = now();
    let stamps = (profiles::created_at.eq(now), profiles::updated_at.eq(now));
    diesel::insert_into(profiles::table)
        .values((profiles::user_id.eq(user), facts, stamps.0, stamps.1))
        .execute(connection)?;
    Ok(())
}

/// Writes over the profile of a user if it still has that version; returns the rows written.
///
/// # Errors
/// As the statement.
pub fn update_facts(
    connection: &mut AnyConnection,
    user: i64,
    version: i32,
    facts: &Facts,
) -> QueryResult<usize> {
    diesel::update(profiles::table.find(user).filter(profiles::version.eq(version)))
        .set((facts, profiles::version.eq(version + 1), profiles::updated_at.eq(now())))
        .execute(connection)
}

/// The countries of these users' profiles.
///
/// # Errors
/// As the query.
pub fn countries(
    connection: &mut AnyConnection,
    ids: &[i64],
) -> QueryResult<HashMap<i64, Option<String>>> {
    let rows: Vec<(i64, Option<String>)> = profiles::table
        .filter(profiles::user_id.eq_any(ids))
        .select((profiles::user_id, profiles::country))
        .load(connection)?;
    Ok(rows.into_iter().collect())
}

/// The profile that goes along when its user is deleted.
///
/// # Errors
/// As the query.
pub fn dependents(connection: &mut AnyConnection, user: i64) -> QueryResult<Dependents> {
    let row: Option<ProfileRow> =
        profiles::table.find(user).select(ProfileRow::as_select()).first(connection).optional()?;
    Ok(Dependents {
        one: "profile",
        many: "profiles",
        count: i64::from(row.is_some()),
        newest: (user, row.as_ref().map(|row| row.updated_at)),
        first: row.into_iter().map(|row| row.summary()).collect(),
    })
}

/// Deletes the profile of a user, if there is one.
///
/// # Errors
/// As the statement.
pub fn delete_of(connection: &mut AnyConnection, user: i64) -> QueryResult<usize> {
    diesel::delete(profiles::table.find(user)).execute(connection)
}

impl ProfileRow {
    /// What it says, in one line.
    fn summary(&self) -> String {
        let facts = [&self.height, &self.country, &self.email];
        facts.into_iter().flatten().cloned().collect::<Vec<_>>().join(", ")
    }
}

/// The user, beside the profile or the car.
#[derive(Template)]
#[template(path = "users/owner.html")]
pub struct Owner {
    name: String,
    user: String,
    edit: String,
    delete: String,
    /// Whether users may be seen, and what of them is offered.
    seen: bool,
    offers: Offers,
}

impl askama::filters::HtmlSafe for Owner {}

impl Owner {
    /// The card of that user.
    pub fn new(place: &Place, id: i64, name: &str) -> Self {
        Self {
            name: name.to_owned(),
            seen: place.who.sees(users::REFERENCE.path),
            offers: Offers::of::<User>(&place.who),
            user: place.url(&format!("/users/{id}")),
            edit: place.url_and_back(&format!("/users/{id}/edit")),
            delete: place.url(&format!("/users/{id}/delete")),
        }
    }
}

impl Resource for Profile {
    type Table = profiles::table;
    type Draft = ProfileDraft;
    type Context = Owner;

    const NAMES: Names = Names {
        path: "profiles",
        one: "profile",
        a: "a profile",
        many: "Profiles",
        about: "Profiles stand here: the height, the country and the e-mail of a user.",
    };
    const FIELDS: &'static [Field<Self>] = &[USER, HEIGHT, COUNTRY, EMAIL];
    const BELONGINGS: &'static [(&'static str, &'static str)] = &[];
    const TAKES_ALONG: &'static [&'static str] = &[];
    const BY_UPDATE: OrderBy<Self::Table> = ordered::<profiles::table, profiles::updated_at>;

    fn stamps(&self) -> Stamps {
        let ProfileRow { user_id, version, created_at, updated_at, .. } = self.row;
        Stamps { id: user_id, version, created_at, updated_at }
    }

    fn title(&self, who: &Who) -> String {
        match who.sees(users::REFERENCE.path) {
            true => format!("Profile of {}", self.user),
            false => format!("Profile {}", self.row.user_id),
        }
    }

    fn list(connection: &mut AnyConnection, query: &ListQuery<Self>) -> QueryResult<Page<Self>> {
        let total = profiles::table.filter(query.filter()).count().get_result(connection)?;
        let rows: Vec<ProfileRow> = profiles::table
            .filter(query.filter())
            .order((query.order(), profiles::user_id))
            .limit(query.limit())
            .offset(query.offset())
            .select(ProfileRow::as_select())
            .load(connection)?;
        let mut names = users::titles(connection, rows.iter().map(|row| row.user_id))?;
        let rows = rows
            .into_iter()
            .map(|row| {
                let user = names.remove(&row.user_id).unwrap_or_default();
                (Self { row, user }, Vec::<Cell>::new())
            })
            .collect();
        Ok(Page { rows, total })
    }

    fn find(connection: &mut AnyConnection, id: i64) -> QueryResult<Option<Self>> {
        let row: Option<ProfileRow> = profiles::table
            .find(id)
            .select(ProfileRow::as_select())
            .first(connection)
            .optional()?;
        let Some(row) = row else { return Ok(None) };
        let user = users::titles(connection, [id].into_iter())?.remove(&id).unwrap_or_default();
        Ok(Some(Self { row, user }))
    }

    fn context(_: &mut AnyConnection, profile: &Self, place: &Place) -> QueryResult<Owner> {
        Ok(Owner::new(place, profile.row.user_id, &profile.user))
    }

    fn check(
        connection: &mut AnyConnection,
        id: Option<i64>,
        checker: &mut Checker<'_>,
    ) -> QueryResult<ProfileDraft> {
        let user_id = match id {
            Some(id) => id,
            None => checker.reference(connection, &USER)?,
        };
        if id.is_none() && Self::find(connection, user_id)?.is_some() {
            let message = "This user has a profile already; edit that one.";
            checker.errors.add(USER.name, message.to_owned());
        }
        Ok(ProfileDraft { user_id, facts: check_facts(checker) })
    }

    fn insert(connection: &mut AnyConnection, draft: &ProfileDraft) -> QueryResult<i64> {
        insert_facts(connection, draft.user_id, &draft.facts)?;
        Ok(draft.user_id)
    }

    fn update(
        connection: &mut AnyConnection,
        id: i64,
        version: i32,
        draft: &ProfileDraft,
    ) -> QueryResult<usize> {
        update_facts(connection, id, version, &draft.facts)
    }

    fn dependents(_: &mut AnyConnection, _: &Who, _: i64) -> QueryResult<Vec<Dependents>> {
        Ok(Vec::new())
    }

    fn delete(connection: &mut AnyConnection, id: i64, version: i32) -> QueryResult<usize> {
        diesel::delete(profiles::table.find(id).filter(profiles::version.eq(version)))
            .execute(connection)
    }
}
