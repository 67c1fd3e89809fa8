//! The one Diesel schema of all three databases.
//!
//! It is kept by hand: `diesel print-schema` would give three slightly different answers.
//! Every text column has a `…_key` twin: the text folded by [`crate::db::fold`], which is what
//! search and sorting look at, so that the three databases give the same answers.

diesel::table! {
    users (id) {
        id -> BigInt,
        first_name -> Text,
        first_name_key -> Text,
        last_name -> Nullable<Text>,
        last_name_key -> Nullable<Text>,
        age -> Nullable<Integer>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    profiles (user_id) {
        user_id -> BigInt,
        height -> Nullable<Text>,
        height_key -> Nullable<Text>,
        country -> Nullable<Text>,
        country_key -> Nullable<Text>,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    cars (id) {
        id -> BigInt,
        user_id -> BigInt,
        name -> Text,
        name_key -> Text,
        color -> Text,
        color_key -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    movies (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    actors (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    castings (movie_id, actor_id) {
        movie_id -> BigInt,
        actor_id -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    /// One row for each create form that was accepted, so that sending it twice creates one record.
    submissions (token) {
        token -> Text,
        location -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    /// Rows that a transaction updates to hold a named lock until it ends, on every database alike.
    locks (name) {
        name -> Text,
        taken -> BigInt,
    }
}

diesel::table! {
    /// How far each sample has been loaded, so that an interrupted run can be taken up again.
    samples (plan) {
        plan -> Text,
        first_user -> BigInt,
        first_movie -> BigInt,
        first_actor -> BigInt,
        loaded -> BigInt,
        started_at -> Timestamp,
    }
}

diesel::joinable!(profiles -> users (user_id));
diesel::joinable!(cars -> users (user_id));
diesel::joinable!(castings -> movies (movie_id));
diesel::joinable!(castings -> actors (actor_id));
diesel::allow_tables_to_appear_in_same_query!(users, profiles, cars);
diesel::allow_tables_to_appear_in_same_query!(movies, actors, castings);
