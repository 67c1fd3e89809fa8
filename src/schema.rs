//! The one Diesel schema of all three databases.
//!
//! It is kept by hand: `diesel print-schema` would give three slightly different answers.
//! Every text column has a `…_key` twin: the text folded by [`crate::db::fold`], which is what
//! search and sorting look at, so that the three databases give the same answers. From both the
//! database derives a `…_order`: the folded text and, for those that are folded alike, its spelling;
//! nothing where there is no text. What belongs to a user carries the user's key to be sorted by,
//! which a foreign key keeps true.

diesel::table! {
    users (id) {
        id -> BigInt,
        first_name -> Text,
        first_name_key -> Text,
        first_name_order -> Text,
        last_name -> Nullable<Text>,
        last_name_key -> Nullable<Text>,
        last_name_order -> Nullable<Text>,
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
        height_order -> Nullable<Text>,
        country -> Nullable<Text>,
        country_key -> Nullable<Text>,
        country_order -> Nullable<Text>,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        email_order -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        user_key -> Text,
    }
}

diesel::table! {
    cars (id) {
        id -> BigInt,
        user_id -> BigInt,
        name -> Text,
        name_key -> Text,
        name_order -> Text,
        color -> Text,
        color_key -> Text,
        color_order -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        user_key -> Text,
    }
}

diesel::table! {
    movies (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Text,
        name_order -> Text,
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
        name_order -> Text,
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
    /// One row for each form that was accepted once and for all, so that sending it twice makes one
    /// record, or one job.
    submissions (token) {
        token -> Text,
        digest -> Nullable<Text>,
        location -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    /// One row for each transaction of the last hours, to look up whether it was committed where
    /// the server's answer to that was lost.
    receipts (token) {
        token -> Text,
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

diesel::table! {
    /// Who works in the panel: not to be confused with `users`, which is data.
    operators (id) {
        id -> BigInt,
        name -> Text,
        name_key -> Text,
        password_hash -> Nullable<Text>,
        totp_secret -> Nullable<Text>,
        totp_step -> BigInt,
        disabled_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
        time_zone -> Nullable<Text>,
        signed_in_at -> Nullable<Timestamp>,
        density -> Nullable<Text>,
    }
}

diesel::table! {
    /// The roles beside the built-in ones.
    roles (name) {
        name -> Text,
        permissions -> Text,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    operator_roles (operator_id, role) {
        operator_id -> BigInt,
        role -> Text,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        token_hash -> Text,
        operator_id -> BigInt,
        address -> Text,
        browser -> Text,
        created_at -> Timestamp,
        seen_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    /// One-time links: to set up the panel, to set a password, to finish a sign-in.
    links (token_hash) {
        token_hash -> Text,
        purpose -> Text,
        operator_id -> Nullable<BigInt>,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    /// How often signing in has failed, by name and by address.
    attempts (subject) {
        subject -> Text,
        failures -> Integer,
        last_at -> Timestamp,
        free_at -> Timestamp,
    }
}

diesel::table! {
    recovery_codes (operator_id, code_hash) {
        operator_id -> BigInt,
        code_hash -> Text,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    security_events (id) {
        id -> BigInt,
        happened_at -> Timestamp,
        kind -> Text,
        operator -> Text,
        subject -> Text,
        address -> Text,
    }
}

diesel::table! {
    /// Forms that were sent after their session had ended, for an hour.
    saved_forms (token_hash) {
        token_hash -> Text,
        operator_id -> BigInt,
        path -> Text,
        body -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    /// Lists as operators keep them: the query of a list's URL under a name. The one without a name
    /// holds the columns that its operator has chosen for good.
    views (id) {
        id -> BigInt,
        entity -> Text,
        operator_id -> Nullable<BigInt>,
        role -> Nullable<Text>,
        name -> Text,
        name_key -> Text,
        query -> Text,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    /// The views that operators have pinned to their home page.
    pins (operator_id, view_id) {
        operator_id -> BigInt,
        view_id -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    access_settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    /// Which folding the `…_key` columns were made by: one row, or none where they are to be made.
    foldings (version) {
        version -> Integer,
    }
}

diesel::table! {
    /// What somebody did at once: one row for each transaction that changed records.
    change_sets (id) {
        id -> BigInt,
        happened_at -> Timestamp,
        operator_id -> Nullable<BigInt>,
        operator -> Text,
        origin -> Text,
        reason -> Text,
        entity -> Text,
        record_id -> Nullable<BigInt>,
        title -> Text,
        kind -> Text,
        summary -> Text,
        seal_number -> Nullable<BigInt>,
        seal -> Nullable<Text>,
    }
}

diesel::table! {
    /// What became of one record or link in a change set.
    changes (change_set_id, number) {
        change_set_id -> BigInt,
        number -> BigInt,
        entity -> Text,
        record_id -> BigInt,
        other_id -> Nullable<BigInt>,
        kind -> Text,
        version -> Nullable<Integer>,
        title -> Text,
        other_title -> Text,
        old_values -> Text,
        new_values -> Text,
        subjects -> Text,
    }
}

diesel::table! {
    /// In the history of which records a change stands: of the record itself, of what it belongs to,
    /// of both sides of a link.
    change_subjects (entity, record_id, change_set_id, number) {
        entity -> Text,
        record_id -> BigInt,
        change_set_id -> BigInt,
        number -> BigInt,
    }
}

diesel::table! {
    /// Of which tables a change set changed records, or linked them; that of the record which it is
    /// about is among them.
    change_set_entities (entity, change_set_id) {
        entity -> Text,
        change_set_id -> BigInt,
    }
}

diesel::table! {
    /// Which other change sets a change set takes back.
    change_set_undoes (change_set_id, undone_id) {
        change_set_id -> BigInt,
        undone_id -> BigInt,
    }
}

diesel::table! {
    /// Files that were uploaded to be imported, and how far each is: what its columns are put into,
    /// how much of it is read, what was found.
    imports (id) {
        id -> BigInt,
        operator_id -> Nullable<BigInt>,
        entity -> Text,
        state -> Text,
        file_name -> Text,
        format -> Text,
        size -> BigInt,
        digest -> Text,
        header_digest -> Text,
        settings -> Text,
        position -> BigInt,
        line -> BigInt,
        created_count -> BigInt,
        changed_count -> BigInt,
        unchanged_count -> BigInt,
        refused_count -> BigInt,
        problem -> Text,
        job_id -> Nullable<BigInt>,
        change_set_id -> Nullable<BigInt>,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

diesel::table! {
    /// Work that is too much for one request: one instance at a time goes on with it, in batches.
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        entity -> Text,
        title -> Text,
        operator_id -> BigInt,
        operator -> Text,
        parameters -> Text,
        state -> Text,
        position -> Text,
        change_set_id -> Nullable<BigInt>,
        total -> Nullable<BigInt>,
        done -> BigInt,
        skipped -> BigInt,
        refused -> BigInt,
        message -> Text,
        taken_by -> Nullable<Text>,
        beat -> BigInt,
        worked -> BigInt,
        created_at -> Timestamp,
        started_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    /// The file of an import in pieces, so that every instance can read it.
    import_chunks (import_id, number) {
        import_id -> BigInt,
        number -> BigInt,
        bytes -> Binary,
    }
}

diesel::table! {
    /// The rows of the file of an import, and what importing each would come to.
    import_rows (import_id, number) {
        import_id -> BigInt,
        number -> BigInt,
        line -> BigInt,
        cells -> Text,
        outcome -> Text,
        problems -> Text,
        record_id -> Nullable<BigInt>,
        title -> Text,
        versions -> Text,
        changes -> Text,
        match_hash -> Nullable<BigInt>,
    }
}

diesel::table! {
    /// What a job has refused, and why.
    job_problems (job_id, number) {
        job_id -> BigInt,
        number -> BigInt,
        entity -> Text,
        record_id -> Nullable<BigInt>,
        title -> Text,
        reason -> Text,
        place -> Text,
        mark -> Text,
    }
}

diesel::table! {
    /// Records that somebody has selected in a list, as they were then.
    selections (id) {
        id -> BigInt,
        operator_id -> BigInt,
        entity -> Text,
        query -> Text,
        total -> BigInt,
        created_at -> Timestamp,
    }
}

diesel::table! {
    /// Their ids, and the versions that they had.
    selected (selection_id, record_id) {
        selection_id -> BigInt,
        record_id -> BigInt,
        version -> Integer,
    }
}

diesel::joinable!(profiles -> users (user_id));
diesel::joinable!(cars -> users (user_id));
diesel::joinable!(castings -> movies (movie_id));
diesel::joinable!(castings -> actors (actor_id));
diesel::allow_tables_to_appear_in_same_query!(users, profiles, cars);
diesel::allow_tables_to_appear_in_same_query!(movies, actors, castings);
diesel::joinable!(changes -> change_sets (change_set_id));
diesel::joinable!(change_subjects -> change_sets (change_set_id));
diesel::joinable!(change_set_entities -> change_sets (change_set_id));
diesel::joinable!(change_set_undoes -> change_sets (change_set_id));
diesel::allow_tables_to_appear_in_same_query!(
    change_sets,
    changes,
    change_subjects,
    change_set_entities,
    change_set_undoes,
    jobs,
);
diesel::joinable!(sessions -> operators (operator_id));
diesel::joinable!(operator_roles -> operators (operator_id));
diesel::joinable!(pins -> views (view_id));
diesel::allow_tables_to_appear_in_same_query!(
    operators,
    sessions,
    operator_roles,
    roles,
    access_settings,
    views,
    pins
);
