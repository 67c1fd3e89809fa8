//! Saving a record over what is stored: compared, merged, checked, written.

use actix_web::HttpResponse;
use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::conflict::{ConflictFieldset, ConflictPage, RecordAuthors};
use super::deleted::DeletedPage;
use super::idempotency::{Accepted, IdempotencyKey};
use super::page::{FormPage, FormPurpose, Opened};
use super::parts::{Part, parts};
use super::saved::{after_saving, saved_notice};
use super::sent::{UNKNOWN_VERSION, read};
use super::{given_back, opened, words};
use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::IDEMPOTENCY_KEY;
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::http::viewer::Clock;
use crate::panel::record::history::{
    Author, ChangeKind, Occasion, Origin, Root, authors_of_theirs, deleted_by,
};
use crate::panel::record::read::{find, hold};
use crate::panel::record::references::{References, values_of};
use crate::panel::record::save::{self, Saved};
use crate::panel::record::tree::{RecordTree, RootRow};
use crate::panel::record::write::Writer;
use crate::panel::record::{Overtaken, Record};

enum Updated {
    Saved {
        title: String,
        theirs: Vec<&'static str>,
        /// Who saved those.
        authors: Vec<Author>,
        /// The change set, if they may take it back.
        undo: Option<i64>,
    },
    MadeUpVersion,
    /// It is shown again; whether somebody else's change is the reason.
    Refused(Opened, bool),
    /// The same form added its children before.
    Before(String),
    /// The form added children before, and is shown again with these values.
    Otherwise(Opened),
    Conflict(Vec<ConflictFieldset>),
    Deleted(Option<Author>),
}

/// `POST /movies/1`
///
/// # Errors
/// 400 where the form carries no version.
pub async fn update(
    request: Request,
    entity: &'static Entity,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let (inputs, purpose) = (form.0, FormPurpose::Edit(id.0));
    // One that cannot add anything carries none.
    let token = IdempotencyKey::of(&inputs).ok();
    let tree = read(entity, purpose, &inputs)?;
    let (sent, clock) = (tree.clone(), request.clock());
    let now = clock.now;
    let register = request.site.register;
    let updated = request
        .write(requirement(entity, Action::Edit), move |connection, operator| {
            let mut tree = sent.clone().limited_to(operator);
            hold(connection, entity, entity.id, &[id.0])?;
            let Some(row) = find(connection, entity, id.0)? else {
                let author = deleted_by(connection, operator, (entity, id.0), now)?;
                return Ok(Updated::Deleted(author));
            };
            let token = token.as_ref().filter(|_| tree.adds_children());
            match token.map(|token| token.accepted(connection)).transpose()?.flatten() {
                Some(Accepted::Same(location)) => return Ok(Updated::Before(location)),
                Some(Accepted::Otherwise(_)) => {
                    return opened_again(connection, operator, &tree, id.0).map(Updated::Otherwise);
                }
                None => {}
            }
            let root = Root::of(&row, ChangeKind::Changed);
            let occasion = Occasion::new(Origin::Form, now).about(root);
            let (saved, written) = Writer::run(connection, operator, occasion, |writer| {
                save::update(writer, &row, &mut tree)
            })?;
            if let (Saved::Done { .. }, Some(token)) = (&saved, token) {
                token.accept(connection, &format!("/{}/{}", entity.names.path, id.0))?;
            }
            let undo = written.and_then(|written| written.undoable(register, operator));
            answer_to(connection, operator, (saved, undo), (&tree, id.0), &clock)
        })
        .await
        .map_err(|error| given_back(&request, entity, purpose, &inputs, error))?;
    match updated {
        Updated::Saved { title, theirs, authors, undo } => {
            let notice = saved_notice(&title, &theirs, &authors);
            Ok(after_saving(&request, entity, &inputs, id.0, Message::from(notice).with_undo(undo)))
        }
        Updated::MadeUpVersion => Err(UNKNOWN_VERSION),
        Updated::Before(location) => Ok(request.redirect(&location, words::SAVED_ALREADY)),
        Updated::Otherwise(opened) => {
            let opened = Opened { note: words::ADDED_ALREADY.to_owned(), ..opened };
            let inputs = inputs.without(IDEMPOTENCY_KEY);
            FormPage::new(&request, entity, purpose, &inputs, opened)?
                .overtaken(true)
                .answer(&request)
        }
        Updated::Refused(opened, is_overtaken) => {
            FormPage::new(&request, entity, purpose, &inputs, opened)?
                .overtaken(is_overtaken)
                .answer(&request)
        }
        Updated::Conflict(fieldsets) => {
            ConflictPage::new(&request, entity.names, id.0, &inputs, fieldsets).answer(&request)
        }
        Updated::Deleted(author) => {
            DeletedPage::new(&request, entity.names, id.0).by(author).with(&tree).answer(&request)
        }
    }
}

/// The form as it was sent, of the record as it is stored by now.
fn opened_again(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    tree: &RecordTree,
    id: i64,
) -> QueryResult<Opened> {
    let root = RootRow::find(connection, operator, tree.root.entity, id)?;
    opened(connection, operator, tree, root.as_ref())
}

/// What is answered where these records became of the form.
fn answer_to(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    (saved, undo): (Saved, Option<i64>),
    (tree, id): (&RecordTree, i64),
    clock: &Clock,
) -> QueryResult<Updated> {
    let now = clock.now;
    Ok(match saved {
        Saved::Done { title, theirs, .. } => {
            let mut authors = Vec::new();
            for record in tree.records() {
                let of_fields = authors_of_theirs(connection, operator, record, now)?;
                authors.extend(of_fields.into_iter().map(|(_, author)| author));
            }
            Updated::Saved { title, theirs, authors, undo }
        }
        Saved::MadeUpVersion => Updated::MadeUpVersion,
        Saved::Conflict => Updated::Conflict(conflict_fieldsets(connection, operator, tree, now)?),
        Saved::Refused => Updated::Refused(opened_again(connection, operator, tree, id)?, false),
        Saved::Moved(moved) => {
            let opened = opened_again(connection, operator, tree, id)?;
            let zone = clock.zone(Some(operator));
            let mut sentences: Vec<String> =
                moved.iter().map(|moved| words::moved(moved, &zone)).collect();
            sentences.push(words::OTHERS_UNSAVED.to_owned());
            sentences.push(opened.note);
            let note = sentences.join(" ").trim_end().to_owned();
            Updated::Refused(Opened { note, ..opened }, true)
        }
    })
}

fn conflict_fieldsets(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    tree: &RecordTree,
    now: NaiveDateTime,
) -> QueryResult<Vec<ConflictFieldset>> {
    let own = values_of(tree.records().map(|record| &record.values));
    let merged = tree.records().flat_map(Record::merged_values);
    let references = References::read(connection, operator, own.chain(merged))?;
    let fieldset = |part| {
        let Part { record, .. } = &part;
        let mut authors = RecordAuthors {
            of_fields: authors_of_theirs(connection, operator, record, now)?,
            of_deletion: None,
        };
        if let (Some(Overtaken::Deleted), Some(id)) = (record.overtaken, record.id) {
            authors.of_deletion = deleted_by(connection, operator, (record.entity, id), now)?;
        }
        Ok(ConflictFieldset::new(&part, &references, &authors))
    };
    parts(tree).into_iter().map(fieldset).collect()
}
