//! Restoring what is in the trash: the records that were deleted, and what went along with them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use diesel::QueryResult;

use super::super::titles::shown_title;
use super::super::undo::{Answers, Part, Problems, Taken, UndoPage, take_back};
use super::super::words;
use super::already::Already;
use super::deletion::{Deletion, find_all, is_root, may_restore, takes_all_back};
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::history::along::is_among_deleted;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::words::counted;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::{RETURN_TO, ReturnTo};
use crate::panel::record::history::{
    ChangeKind, Occasion, Origin, Position, Root, Written, along_is_behind,
};

/// The name of the boxes that tick records; what they hold are the places of the deletions.
pub const TICKED: &str = "record";
/// The name of the button that restores one record, whatever is ticked.
pub const ONLY: &str = "only";

/// What became of it.
enum Outcome {
    Restored(Message),
    Asked(Problems),
    Forbidden,
    Missing,
}

/// `POST /movies/trash`: restores what is ticked, as one change set.
///
/// # Errors
/// 403 where they may not create what went along, 404 where there is no such deletion.
pub async fn restore(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let name = if inputs.get(ONLY).is_some() { ONLY } else { TICKED };
    let places: Vec<Position> = inputs.all(name).filter_map(|text| text.parse().ok()).collect();
    let trash = format!("/{}/trash", entity.table());
    let next = ReturnTo::of(&inputs, &request.site.base);
    let (answers, asked) = (Answers::of(&inputs), places.clone());
    let (now, register) = (request.state().clock.now(), request.site.register);
    let clock = request.clock();
    let required = requirement(entity, Action::Create).and(Action::History, entity.table());
    let outcome = request
        .write_serially(required, move |connection, operator| {
            if asked.is_empty() {
                let words = words::tick(&entity.names.several());
                return Ok(Outcome::Restored(words.into()));
            }
            let Some(found) = find_all(connection, entity, &asked)? else {
                return Ok(Outcome::Missing);
            };
            let may = |(set, change): &Deletion| {
                may_restore(register, operator, set, (&change.entity, change.record_id))
            };
            if !found.iter().all(may) {
                return Ok(Outcome::Forbidden);
            }
            let (already, found) = Already::part(connection, operator, entity, found)?;
            let already = already.in_words(operator, &clock);
            if found.is_empty() {
                return Ok(Outcome::Restored(already.into()));
            }
            let told = |text: String| Message::from(words::sentences([text, already]));
            let occasion = Occasion {
                undoes: found
                    .iter()
                    .filter(|it| takes_all_back(it))
                    .map(|(set, _)| set.id)
                    .collect(),
                ..Occasion::new(Origin::Undo, now).about(root(entity, &found))
            };
            let parts = found.iter().map(|deletion| part(connection, deletion));
            let parts: Vec<Part> = parts.collect::<Result<_, _>>()?;
            Ok(match take_back(connection, operator, register, (occasion, &parts), &answers)? {
                Taken::Asked(problems) => Outcome::Asked(problems),
                Taken::Back(written, kept) => {
                    let text = restored(entity, operator, &found, &written) + &kept.in_words();
                    let undo = written.undoable(register, operator);
                    Outcome::Restored(told(text).with_undo(undo))
                }
                Taken::Nothing(kept) if kept.is_nothing() => {
                    Outcome::Restored(told(words::NOTHING_TO_RESTORE.to_owned()))
                }
                Taken::Nothing(kept) => {
                    Outcome::Restored(told(words::nothing_restored(&kept.in_words())))
                }
            })
        })
        .await?;
    match outcome {
        Outcome::Missing => Err(Error::NotFound),
        Outcome::Forbidden => Err(Error::Forbidden),
        Outcome::Restored(message) => Ok(request.redirect_back(next.as_ref(), &trash, message)),
        Outcome::Asked(problems) => {
            let mut hidden: Vec<_> =
                places.iter().map(|place| (name.to_owned(), place.to_string())).collect();
            hidden.extend(next.as_ref().map(|it| (RETURN_TO.to_owned(), it.as_str().to_owned())));
            let action = request.site.url(&trash);
            let cancel = next.map_or(action.clone(), |next| next.as_str().to_owned());
            let page = UndoPage::new(&request, problems, (action, cancel), hidden).of_trash();
            request.page(StatusCode::CONFLICT, &page)
        }
    }
}

/// What went along with a record is restored with it, if it was deleted by itself or with others; what
/// went along with another, or was removed in its form, is restored alone.
fn part(connection: &mut AnyConnection, deletion: &Deletion) -> QueryResult<Part> {
    let (set, change) = deletion;
    Ok(if is_root(deletion) {
        Part::Set(set.id)
    } else if is_among_deleted(set, &change.entity) {
        Part::Between {
            change_set: set.id,
            behind: along_is_behind(connection, (set, change))?,
            before: change.number.saturating_add(1),
        }
    } else {
        Part::from(change.clone())
    })
}

/// What the restoration is about: the record, or so many of them.
fn root(entity: &'static Entity, deletions: &[Deletion]) -> Root {
    let (id, title) = match deletions {
        [(_, change)] => (Some(change.record_id), change.title.clone()),
        deletions => (None, number(entity, i64::try_from(deletions.len()).unwrap_or(i64::MAX))),
    };
    Root { entity: entity.table(), id, title, kind: ChangeKind::Created }
}

/// What is said of it: some of what was ticked may be there already, or not be restored.
fn restored(
    entity: &Entity,
    operator: &CurrentOperator,
    deletions: &[Deletion],
    written: &Written,
) -> String {
    let is_own =
        |(table, kind, _): &(&str, _, _)| *table == entity.table() && *kind == ChangeKind::Created;
    let count = written.summary.iter().find(is_own).map_or(0, |(_, _, count)| count);
    match deletions {
        [(_, change)] if count > 0 => {
            let title = shown_title(entity, change.record_id, &change.title, operator);
            words::restored(&title)
        }
        _ => words::restored(&number(entity, count)),
    }
}

fn number(entity: &Entity, count: i64) -> String {
    counted(count, entity.names.one, &entity.names.several())
}
