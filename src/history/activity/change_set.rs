//! One change set: who did what, how and why, and every change in it.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use super::super::change::{Subject, seen_tables, sees_changes_of};
use super::super::comparison::Piece;
use super::super::entry::EntryView;
use super::super::forgotten::forgotten_page;
use super::super::titles::Titles;
use super::super::undos::SeenUndos;
use super::super::words;
use super::entry::Entry;
use crate::access::{ACTIVITY, CurrentOperator, Requirement};
use crate::db::{AnyConnection, Span, Walked};
use crate::panel::entity::register::Register;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::return_to::RETURN_TO;
use crate::panel::list::pager::Pager;
use crate::panel::list::walked::{Ends, is_on_first, paged, placed, span};
use crate::panel::record::history::seal::forgotten_with;
use crate::panel::record::history::{Activity, Change, ChangeSet, some_of_change_set};

/// How many changes one page shows.
const SIZE: usize = 50;

#[derive(Template)]
#[template(path = "history/change_set.html")]
struct ChangeSetPage {
    layout: Layout,
    /// It as the activity lists it...
    line: Entry,
    /// ...and with the changes of this page, in the order in which they were made.
    entry: EntryView,
    pager: Pager,
    /// Where it is looked further, where nothing more was found within the budget.
    further: Option<String>,
    /// This page, to come back to.
    here: String,
}

/// What is read of it.
struct Found {
    set: ChangeSet,
    walked: Walked<Change, i64>,
    titles: Titles,
    undos: SeenUndos,
    operator: Arc<CurrentOperator>,
}

/// `GET /activity/7`
///
/// # Errors
/// 404 where there is no such change set, or nothing of it that they may see; 410 where it was
/// forgotten.
pub async fn change_set(request: Request, id: Id) -> Result<HttpResponse, Error> {
    let (span, register) = (span(&request.query, i64::MAX), request.site.register);
    let found = request
        .read(Requirement::Activity, move |connection, operator| {
            Ok(match Found::read(connection, operator, register, (id.0, span))? {
                Some(found) => Ok(found),
                None => Err(forgotten_with(connection, id.0)?),
            })
        })
        .await?;
    let Found { set, walked, titles, undos, operator } = match found {
        Ok(found) => found,
        Err(Some(forgotten)) => {
            return forgotten_page(
                &request,
                &forgotten,
                (&format!("/{ACTIVITY}"), words::ACTIVITY),
            );
        }
        Err(None) => return Err(Error::NotFound),
    };
    let path = format!("/{ACTIVITY}/{}", set.id);
    if is_on_first(span, &walked) {
        // The first page holds these.
        return Ok(request.redirect(&path, ""));
    }
    let now = request.state().clock.now();
    let path = request.site.url(&path);
    let ends = Ends { latest: i64::MAX, earliest: -1 };
    let url = |span| format!("{path}{}", placed(&Inputs::default(), span).to_url_query());
    let page = paged((span, ends), walked, |change| change.number, None, url);
    let subject = Subject { record: None, operator: &operator, register };
    let entry = EntryView::of(&set, page.rows.iter(), (&titles, &undos), &subject, now);
    let line = Entry::of(&set, &operator, register, now);
    let view = ChangeSetPage {
        layout: request.layout(line.heading(), ACTIVITY),
        entry,
        line,
        pager: page.pager,
        further: page.further,
        here: request.here.clone(),
    };
    request.page(StatusCode::OK, &view)
}

impl Found {
    /// Nothing where there is no such change set among those that they may see.
    fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        register: &'static Register,
        (id, span): (i64, Span<i64>),
    ) -> QueryResult<Option<Self>> {
        let seen = Activity::seen(seen_tables(register, operator));
        let Some(set) = seen.find(connection, id)? else { return Ok(None) };
        let is_seen = |table: &str| sees_changes_of(register, operator, table);
        let walked = some_of_change_set(connection, id, (span, SIZE), is_seen)?;
        let subject = Subject { record: None, operator, register };
        let values = subject.values(walked.rows.iter());
        Ok(Some(Self {
            titles: Titles::read(connection, operator, &values)?,
            undos: SeenUndos::read(connection, (operator, register), &[id])?,
            operator: Arc::clone(operator),
            set,
            walked,
        }))
    }
}
