//! Deleting: a page that says exactly what goes along, and a form that does just that.

use crate::panel::words;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use crate::access::{Action, CurrentOperator};
use crate::db::{AnyConnection, CHANGED_MEANWHILE};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::row::Row;
use crate::panel::form::confirmed::{Confirmed, SHOWN};
use crate::panel::form::deleted::DeletedPage;
use crate::panel::form::sent::opened_version;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::layout::Layout;
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::{RETURN_TO, ReturnTo};
use crate::panel::http::words::title;
use crate::panel::record::dependents::{Dependents, Owners, hides_some, may_restore, micros};
use crate::panel::record::history::{
    Author, ChangeKind, Occasion, Origin, Reason, Root, deleted_by,
};
use crate::panel::record::read::find;
use crate::panel::record::write::Writer;

#[derive(Template)]
#[template(path = "panel/delete.html")]
struct DeletePage {
    layout: Layout,
    title: String,
    dependents: Vec<Dependents>,
    /// Whether something may go along that they may not see.
    hides_some: bool,
    action: String,
    cancel: String,
    hidden: Vec<(String, String)>,
    reason: Reason,
    /// Whether they may take it back.
    is_undoable: bool,
    /// Whether they see the trash that it will lie in.
    has_trash: bool,
    /// Whether it is shown again because something changed meanwhile.
    changed: bool,
}

/// What is to be deleted, as the page shows it.
struct Facts {
    row: Row,
    title: String,
    dependents: Vec<Dependents>,
    hides_some: bool,
    is_undoable: bool,
}

impl Facts {
    fn read(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        entity: &'static Entity,
        id: i64,
    ) -> QueryResult<Option<Self>> {
        let Some(row) = find(connection, entity, id)? else { return Ok(None) };
        Ok(Some(Self {
            title: row.title(operator),
            dependents: Dependents::read(connection, operator, entity, Owners::One(id))?,
            hides_some: hides_some(operator, entity),
            is_undoable: may_restore(operator, entity),
            row,
        }))
    }

    /// What differs where something else would be deleted. A row that was deleted and made anew
    /// begins at version 1 again, so its times belong to it.
    fn mark(&self) -> String {
        let own = format!("{}:{}", micros(self.row.created_at), micros(self.row.updated_at));
        Dependents::marked(own, &self.dependents)
    }
}

/// `GET /movies/1/delete`
///
/// # Errors
/// 404 where there is no such row; who may see its history is told who deleted it.
pub async fn ask(request: Request, entity: &'static Entity, id: Id) -> Result<HttpResponse, Error> {
    let now = request.state().clock.now();
    let found = request
        .read(requirement(entity, Action::Delete), move |connection, operator| {
            match Facts::read(connection, operator, entity, id.0)? {
                Some(facts) => Ok(Ok(facts)),
                None => deleted_by(connection, operator, (entity, id.0), now).map(Err),
            }
        })
        .await?;
    let facts = match found {
        Ok(facts) => facts,
        Err(author) => return DeletedPage::asked_for(&request, (entity, id), author),
    };
    page(&request, (entity, id), facts, request.next(), (Reason::default(), StatusCode::OK))
}

fn page(
    request: &Request,
    (entity, id): (&'static Entity, Id),
    facts: Facts,
    next: Option<ReturnTo>,
    (reason, status): (Reason, StatusCode),
) -> Result<HttpResponse, Error> {
    let names = entity.names;
    let path = request.site.url(&format!("/{}/{}", names.path, id.0));
    let mut hidden = vec![
        ("version".to_owned(), facts.row.version.to_string()),
        (SHOWN.to_owned(), facts.mark()),
    ];
    if let Some(next) = &next {
        hidden.push((RETURN_TO.to_owned(), next.as_str().to_owned()));
    }
    let view = DeletePage {
        layout: request
            .layout(title(&words::delete(&facts.title), status.is_client_error()), names.path),
        title: facts.title,
        dependents: facts.dependents,
        hides_some: facts.hides_some,
        action: format!("{path}/delete"),
        cancel: next.map_or(path, |next| next.as_str().to_owned()),
        hidden,
        reason,
        is_undoable: facts.is_undoable,
        has_trash: request.may(Action::History, names.path),
        changed: status == StatusCode::CONFLICT,
    };
    request.page(status, &view)
}

enum Deleted {
    /// It is gone; the change set, if they may take it back.
    Done(String, Option<i64>),
    /// The page is shown again.
    Refused(Facts, StatusCode),
    Missing(Option<Author>),
}

/// `POST /movies/1/delete`
///
/// # Errors
/// 400 where the form carries no version, 404 where the row is gone already, 409 where something else
/// would be deleted by now, 422 where the reason cannot be kept.
pub async fn delete(
    request: Request,
    entity: &'static Entity,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let version = opened_version(&inputs, "")?;
    let sent = Confirmed::of(&inputs);
    let (reason, now) = (sent.reason.clone(), request.state().clock.now());
    let register = request.site.register;
    let deleted = request
        .write_serially(requirement(entity, Action::Delete), move |connection, operator| {
            let Some(facts) = Facts::read(connection, operator, entity, id.0)? else {
                let author = deleted_by(connection, operator, (entity, id.0), now)?;
                return Ok(Deleted::Missing(author));
            };
            if facts.row.version != version {
                return Ok(Deleted::Refused(facts, StatusCode::CONFLICT));
            }
            if let Some(status) = sent.objection(&facts.mark()) {
                return Ok(Deleted::Refused(facts, status));
            }
            let root = Root::of(&facts.row, ChangeKind::Deleted);
            let occasion = Occasion::new(Origin::Form, now).because(&sent.reason).about(root);
            let (rows, written) =
                Writer::run(connection, operator, occasion, |writer| writer.delete(&facts.row))?;
            if rows == 0 {
                return Err(CHANGED_MEANWHILE);
            }
            let undo = written.and_then(|written| written.undoable(register, operator));
            Ok(Deleted::Done(facts.title, undo))
        })
        .await?;
    let names = entity.names;
    let own_page = request.site.url(&format!("/{}/{}", names.path, id.0));
    let asked_from = ReturnTo::of(&inputs, &request.site.base);
    match deleted {
        Deleted::Done(title, undo) => Ok(request.redirect_back(
            asked_from.and_then(|next| next.beyond(&own_page, &request.site.base)).as_ref(),
            &format!("/{}", names.path),
            Message::from(words::deleted(&title)).with_undo(undo),
        )),
        Deleted::Refused(facts, status) => {
            page(&request, (entity, id), facts, asked_from, (reason, status))
        }
        Deleted::Missing(author) => {
            DeletedPage::new(&request, names, id.0).by(author).answer(&request)
        }
    }
}
