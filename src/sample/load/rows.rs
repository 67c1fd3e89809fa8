//! The rows of the sample as the tables take them.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::times::{Clock, Times};
use crate::db::fold;
use crate::sample::Sample;
use crate::sample::draw::Table;
use crate::schema::{actors, cars, castings, movies, profiles, users};

/// Where the sample stands in the database: its clock, and the first id of each table that others
/// refer to.
#[derive(Clone, Copy)]
pub(super) struct Ground {
    pub(super) clock: Clock,
    pub(super) first_user: i64,
    pub(super) first_movie: i64,
    pub(super) first_actor: i64,
}

#[derive(Insertable)]
#[diesel(table_name = users, treat_none_as_default_value = false)]
pub(super) struct UserRow {
    id: i64,
    first_name: String,
    first_name_key: String,
    last_name: Option<String>,
    last_name_key: Option<String>,
    age: Option<i32>,
    version: i32,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

#[derive(Insertable)]
#[diesel(table_name = profiles, treat_none_as_default_value = false)]
pub(super) struct ProfileRow {
    user_id: i64,
    height: Option<String>,
    height_key: Option<String>,
    country: Option<String>,
    country_key: Option<String>,
    email: Option<String>,
    email_key: Option<String>,
    user_key: String,
    version: i32,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

#[derive(Insertable)]
#[diesel(table_name = cars, treat_none_as_default_value = false)]
pub(super) struct CarRow {
    user_id: i64,
    name: String,
    name_key: String,
    color: String,
    color_key: String,
    user_key: String,
    version: i32,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

#[derive(Insertable)]
#[diesel(table_name = movies, treat_none_as_default_value = false)]
pub(super) struct MovieRow {
    id: i64,
    name: String,
    name_key: String,
    version: i32,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

#[derive(Insertable)]
#[diesel(table_name = actors, treat_none_as_default_value = false)]
pub(super) struct ActorRow {
    id: i64,
    name: String,
    name_key: String,
    version: i32,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

#[derive(Insertable)]
#[diesel(table_name = castings, treat_none_as_default_value = false)]
pub(super) struct CastingRow {
    movie_id: i64,
    actor_id: i64,
    created_at: NaiveDateTime,
}

impl UserRow {
    pub(super) fn new(sample: &Sample, ground: &Ground, index: u64) -> Self {
        let user = sample.user(index);
        let times = user_times(sample, ground, index);
        Self {
            id: id(ground.first_user, index),
            first_name_key: fold(&user.first_name),
            first_name: user.first_name,
            last_name_key: user.last_name.as_deref().map(fold),
            last_name: user.last_name,
            age: user.age,
            version: times.version,
            created_at: times.created,
            updated_at: times.updated,
        }
    }
}

impl ProfileRow {
    pub(super) fn new(sample: &Sample, ground: &Ground, index: u64) -> Self {
        let (user, profile) = sample.profile(index);
        let before = user_times(sample, ground, user).created;
        let times = ground.clock.after(Table::ProfileTimes, index, before);
        Self {
            user_id: id(ground.first_user, user),
            height_key: profile.height.as_deref().map(fold),
            height: profile.height,
            country_key: profile.country.as_deref().map(fold),
            country: profile.country,
            email_key: profile.email.as_deref().map(fold),
            email: profile.email,
            user_key: user_key(sample, user),
            version: times.version,
            created_at: times.created,
            updated_at: times.updated,
        }
    }
}

impl CarRow {
    pub(super) fn new(sample: &Sample, ground: &Ground, index: u64) -> Self {
        let (user, car) = sample.car(index);
        let before = user_times(sample, ground, user).created;
        let times = ground.clock.after(Table::CarTimes, index, before);
        Self {
            user_id: id(ground.first_user, user),
            name_key: fold(&car.name),
            name: car.name,
            color_key: fold(&car.color),
            color: car.color,
            user_key: user_key(sample, user),
            version: times.version,
            created_at: times.created,
            updated_at: times.updated,
        }
    }
}

impl MovieRow {
    pub(super) fn new(sample: &Sample, ground: &Ground, index: u64) -> Self {
        let name = sample.movie(index);
        let times = movie_times(sample, ground, index);
        Self {
            id: id(ground.first_movie, index),
            name_key: fold(&name),
            name,
            version: times.version,
            created_at: times.created,
            updated_at: times.updated,
        }
    }
}

impl ActorRow {
    pub(super) fn new(sample: &Sample, ground: &Ground, index: u64) -> Self {
        let name = sample.actor(index);
        let times = actor_times(sample, ground, index);
        Self {
            id: id(ground.first_actor, index),
            name_key: fold(&name),
            name,
            version: times.version,
            created_at: times.created,
            updated_at: times.updated,
        }
    }
}

impl CastingRow {
    pub(super) fn new(sample: &Sample, ground: &Ground, index: u64) -> Self {
        let (movie, actor) = sample.casting(index);
        let movie_created = movie_times(sample, ground, movie).created;
        let before = movie_created.max(actor_times(sample, ground, actor).created);
        Self {
            movie_id: id(ground.first_movie, movie),
            actor_id: id(ground.first_actor, actor),
            created_at: ground.clock.after(Table::CastTimes, index, before).created,
        }
    }
}

fn user_key(sample: &Sample, index: u64) -> String {
    fold(&sample.user(index).first_name)
}

fn user_times(sample: &Sample, ground: &Ground, index: u64) -> Times {
    ground.clock.row(Table::UserTimes, index, sample.sizes.users)
}

fn movie_times(sample: &Sample, ground: &Ground, index: u64) -> Times {
    ground.clock.row(Table::MovieTimes, index, sample.sizes.movies)
}

fn actor_times(sample: &Sample, ground: &Ground, index: u64) -> Times {
    ground.clock.row(Table::ActorTimes, index, sample.sizes.actors)
}

fn id(first: i64, index: u64) -> i64 {
    first.saturating_add_unsigned(index)
}
