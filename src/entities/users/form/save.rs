//! Saving the form: every record is compared with what is stored, merged, checked, and only then
//! is anything written.

use std::collections::HashMap;

use diesel::QueryResult;

use super::opened;

use super::sent::Sent;
use crate::db::{AnyConnection, CHANGED_MEANWHILE};
use crate::entities::cars::{self, Car, CarDraft};
use crate::entities::profiles::{self, Facts, Profile};
use crate::entities::users::{User, UserDraft};
use crate::panel::Resource as _;
use crate::panel::entity::derived::refit;
use crate::panel::form::conflict::{ConflictFieldset, labels_of_theirs};
use crate::panel::form::{FormPurpose, Opened};
use crate::panel::record::check::Checker;
use crate::panel::record::values::Shown;
use crate::panel::record::{Record, Standing};

/// What became of the form.
pub enum Saved {
    /// It is saved; `theirs` are the fields that somebody else changed meanwhile and that were
    /// kept.
    Done { id: i64, title: String, theirs: Vec<&'static str> },
    /// Something is wrong with it, or somebody else was quicker with a whole record.
    Refused { opened: (Opened, String), overtaken: bool },
    /// Somebody else changed the same fields.
    Conflict(Vec<ConflictFieldset>),
    /// It says a version that was never stored.
    MadeUpVersion,
    /// The user has been deleted.
    Deleted,
}

/// What the form writes, checked.
struct Drafts {
    user: UserDraft,
    profile: Option<Facts>,
    /// One for each row of cars; `None` where the row is empty or removed.
    cars: Vec<Option<CarDraft>>,
}

/// Creates the user, the profile and the cars.
///
/// # Errors
/// As the statements.
pub fn create(connection: &mut AnyConnection, sent: &Sent) -> QueryResult<Saved> {
    let mut sent = sent.clone();
    let drafts = check(connection, None, &mut sent)?;
    if sent.records().any(Record::is_refused) {
        return refused(connection, FormPurpose::Create, &sent);
    }
    let id = User::insert(connection, &drafts.user)?;
    if let Some(facts) = &drafts.profile {
        profiles::insert_facts(connection, id, facts)?;
    }
    for car in drafts.cars.into_iter().flatten() {
        Car::insert(connection, &car.of(id))?;
    }
    done(connection, id, Vec::new())
}

/// Saves the user, the profile and the cars over what is stored.
///
/// # Errors
/// As the statements.
pub fn update(connection: &mut AnyConnection, id: i64, sent: &Sent) -> QueryResult<Saved> {
    let mut sent = sent.clone();
    let Some(user) = User::find(connection, id)? else { return Ok(Saved::Deleted) };
    let profile = match sent.has_profile {
        true => Profile::find(connection, id)?,
        false => None,
    };
    let ids: Vec<i64> = sent.cars.iter().filter_map(|car| car.id).collect();
    let stored = cars::among(connection, &ids)?;
    let mut stored: HashMap<i64, Car> =
        stored.into_iter().map(|car| (car.stamps().id, car)).collect();
    let left_out = leave_out(&mut sent, |car| {
        car.id.and_then(|id| stored.get(&id)).is_some_and(|car| car.owner() != id)
    });
    if !left_out.is_empty() {
        let mut opened = opened(connection, FormPurpose::Edit(id), &sent)?;
        opened.1 = format!("{MOVED} {left_out}. {}", opened.1);
        return Ok(Saved::Refused { opened, overtaken: true });
    }

    let mut standings = vec![
        sent.user.settle(Shown::All, Some(&user)),
        sent.profile.settle(Shown::Within, profile.as_ref()),
    ];
    sent.cars.retain_mut(|car| {
        let row = car.id.and_then(|id| stored.remove(&id));
        let standing = car.settle(Shown::Within, row.as_ref());
        standings.push(standing);
        standing != Standing::Deleted
    });
    if standings.contains(&Standing::MadeUp) {
        return Ok(Saved::MadeUpVersion);
    }
    if standings.get(1) == Some(&Standing::Deleted) {
        sent.profile = Record::blank::<Profile>(sent.profile.prefix, Shown::Within);
    }
    if sent.records().any(Record::has_conflict) {
        return sent.conflict_fieldsets(connection).map(Saved::Conflict);
    }
    let drafts = check(connection, Some(id), &mut sent)?;
    if sent.records().any(Record::is_refused) {
        return refused(connection, FormPurpose::Edit(id), &sent);
    }
    write(connection, id, &sent, drafts)?;
    done(connection, id, theirs(&sent))
}

/// What is said of cars that the form changed and that are another user's by now.
const MOVED: &str = "Somebody else gave a car of this form to another user, so your changes to it \
                     were left out; nothing else is saved yet. You had typed:";

/// Takes the cars that are another user's by now out of the form; returns what was changed of
/// them, in one line.
fn leave_out(sent: &mut Sent, is_moved: impl Fn(&Record) -> bool) -> String {
    let (moved, kept): (Vec<_>, Vec<_>) = sent.cars.drain(..).partition(is_moved);
    sent.cars = kept;
    let changed = moved.iter().filter(|car| car.removed || car.is_changed());
    let typed =
        changed.map(|car| car.values.iter().map(|(_, value)| value).collect::<Vec<_>>().join(", "));
    typed.collect::<Vec<_>>().join("; ")
}

fn theirs(sent: &Sent) -> Vec<&'static str> {
    let mut labels = labels_of_theirs::<User>(&sent.user.merged);
    labels.extend(labels_of_theirs::<Profile>(&sent.profile.merged));
    labels.extend(sent.cars.iter().flat_map(|car| labels_of_theirs::<Car>(&car.merged)));
    labels
}

fn refused(
    connection: &mut AnyConnection,
    purpose: FormPurpose,
    sent: &Sent,
) -> QueryResult<Saved> {
    Ok(Saved::Refused {
        opened: opened(connection, purpose, sent)?,
        overtaken: sent.records().any(|record| record.problem.is_some()),
    })
}

fn done(connection: &mut AnyConnection, id: i64, theirs: Vec<&'static str>) -> QueryResult<Saved> {
    let title = User::find(connection, id)?.map(|user| user.name()).unwrap_or_default();
    Ok(Saved::Done { id, title, theirs })
}

/// Checks everything that is to be written; what is wrong is noted in the records.
fn check(connection: &mut AnyConnection, id: Option<i64>, sent: &mut Sent) -> QueryResult<Drafts> {
    let mut checker = Checker::new(&sent.user.values);
    let user = User::check(connection, id, &mut checker)?;
    sent.user.errors = checker.errors;
    let is_meant = |record: &Record| {
        !record.removed && (record.version.is_some() || !record.values.is_empty())
    };
    let mut profile = None;
    if is_meant(&sent.profile) {
        let mut checker = Checker::new(&sent.profile.values);
        profile = Some(profiles::check_facts(&mut checker));
        sent.profile.errors = checker.errors;
    }
    let mut drafts = Vec::new();
    for car in &mut sent.cars {
        if !is_meant(car) {
            drafts.push(None);
            continue;
        }
        let mut checker = Checker::new(&car.values);
        drafts.push(Some(cars::check_within(&mut checker, id.unwrap_or_default())));
        car.errors = checker.errors;
    }
    Ok(Drafts { user, profile, cars: drafts })
}

fn write(connection: &mut AnyConnection, id: i64, sent: &Sent, drafts: Drafts) -> QueryResult<()> {
    match sent.user.version.filter(|_| sent.user.is_changed()) {
        Some(version) => one(User::update(connection, id, version, &drafts.user)?)?,
        None => refit::<User>(connection, &[id])?,
    }
    match (sent.profile.version, &drafts.profile) {
        (None, Some(facts)) => profiles::insert_facts(connection, id, facts)?,
        (Some(version), Some(facts)) if sent.profile.is_changed() => {
            one(profiles::update_facts(connection, id, version, facts)?)?;
        }
        (Some(_), Some(_)) => refit::<Profile>(connection, &[id])?,
        (Some(version), None) => one(Profile::delete(connection, id, version)?)?,
        _ => {}
    }
    let mut untouched = Vec::new();
    for (car, draft) in sent.cars.iter().zip(drafts.cars) {
        match (car.id.zip(car.version), draft) {
            (None, Some(draft)) => {
                Car::insert(connection, &draft)?;
            }
            (Some((id, version)), Some(draft)) if car.is_changed() => {
                one(Car::update(connection, id, version, &draft)?)?;
            }
            (Some((id, _)), Some(_)) => untouched.push(id),
            (Some((id, version)), None) => one(Car::delete(connection, id, version)?)?,
            _ => {}
        }
    }
    refit::<Car>(connection, &untouched)
}

/// The statement met the row it was meant for; otherwise everything is read again.
fn one(rows: usize) -> QueryResult<()> {
    if rows == 0 { Err(CHANGED_MEANWHILE) } else { Ok(()) }
}
