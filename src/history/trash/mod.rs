//! The trash of an entity: what was deleted, by whom and when, and what went along.

mod already;
mod deletion;
mod owner;
mod restore;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDateTime;

pub use self::already::Already;
pub use self::deletion::{is_root, may_restore, takes_all_back};
use self::owner::{GoneOwner, gone_owners};
pub use self::restore::{ONLY, TICKED, restore};
use super::along::along;
use super::entry::{reason, who};
use super::titles::shown_title;
use super::words;
use crate::access::{Action, CurrentOperator};
use crate::db::fold;
use crate::db::search::Words;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::kind::tidy;
use crate::panel::entity::names::Names;
use crate::panel::entity::register::Register;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::when::When;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::list::pager::Pager;
use crate::panel::list::walked::{Ends, is_on_first, paged, placed, span};
use crate::panel::record::history::{Deletion, Position, deletions};
use crate::panel::record::titled::TitledRow;

/// How many records one page shows.
const SIZE: usize = 50;

#[derive(Template)]
#[template(path = "history/trash.html")]
struct TrashPage {
    layout: Layout,
    names: Names,
    search: String,
    entries: Vec<Entry>,
    /// Whether one of them has a reason.
    has_reasons: bool,
    pager: Pager,
    /// Where it is looked further, where nothing more was found within the budget.
    further: Option<String>,
    /// Whether they may restore some of it.
    is_restorable: bool,
    /// This page, to come back to.
    here: String,
}

/// A record that was deleted.
struct Entry {
    /// The place of its deletion.
    place: Position,
    title: String,
    /// What it was called before, where it is found by that alone; empty else.
    former: String,
    /// Its history, below the base.
    path: String,
    who: String,
    when: Option<When>,
    /// What went along with it, or what it went along with.
    along: String,
    /// What it belonged to, where that is gone as well.
    owner: Option<GoneOwner>,
    /// Whether another one stands in its place by now.
    is_replaced: bool,
    reason: String,
    /// Whether they may restore it, with what went along.
    is_restorable: bool,
}

/// `GET /movies/trash`
pub async fn trash(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    let search = tidy(request.query.get("q").unwrap_or_default());
    let span = span(&request.query, Position::END);
    let words = Words::of(&search);
    let register = request.site.register;
    let (walked, replaced, owners, operator) = request
        .read(requirement(entity, Action::History), move |connection, operator| {
            // Titles are searched as they are shown: what may not be seen is not found either.
            let passes = |id: i64, title: &str| {
                words.is_empty() || words.are_in(&fold(&shown_title(entity, id, title, operator)))
            };
            let found = deletions(connection, entity.table(), (span, SIZE), passes)?;
            let ids: Vec<i64> = found.rows.iter().map(|deletion| deletion.id).collect();
            let replaced = TitledRow::among(connection, entity, &ids)?;
            let of = (entity, found.rows.as_slice());
            let owners = gone_owners(connection, operator, register, of)?;
            Ok((found, replaced, owners, Arc::clone(operator)))
        })
        .await?;
    let list = format!("/{}/trash", entity.table());
    let asked = match search.as_str() {
        "" => Inputs::default(),
        search => Inputs::default().and("q", search),
    };
    if is_on_first(span, &walked) {
        // The first page holds these.
        return Ok(request.redirect(&format!("{list}{}", asked.to_url_query()), ""));
    }
    let path = request.site.url(&list);
    let url = |span| format!("{path}{}", placed(&asked, span).to_url_query());
    let ends = Ends { latest: Position::END, earliest: Position { change_set: 0, number: 0 } };
    let page = paged((span, ends), walked, |deletion| deletion.place, None, url);
    let now = request.state().clock.now();
    let entry = |it: &Deletion| {
        let is_replaced = replaced.iter().any(|row| row.id == it.id);
        let owner = owners.get(&it.place).cloned();
        Entry::of(entity, (it, is_replaced, owner), &operator, register, now)
    };
    let entries: Vec<Entry> = page.rows.iter().map(entry).collect();
    let view = TrashPage {
        layout: request.layout(words::trash_of(entity.names.many), entity.names.path),
        names: entity.names,
        search,
        has_reasons: entries.iter().any(|entry| !entry.reason.is_empty()),
        is_restorable: entries.iter().any(Entry::has_actions),
        entries,
        pager: page.pager,
        further: page.further,
        here: request.here.clone(),
    };
    request.page(StatusCode::OK, &view)
}

impl Entry {
    /// Whether they may restore it, or what it belonged to.
    fn has_actions(&self) -> bool {
        self.is_restorable || self.owner.as_ref().is_some_and(|owner| owner.is_restorable)
    }

    fn of(
        entity: &Entity,
        (deletion, is_replaced, owner): (&Deletion, bool, Option<GoneOwner>),
        operator: &CurrentOperator,
        register: &Register,
        now: NaiveDateTime,
    ) -> Self {
        let Deletion { id, title, former, change_set, .. } = deletion;
        let shown = |title: &str| shown_title(entity, *id, title, operator);
        Self {
            place: deletion.place,
            title: shown(title),
            former: former.as_deref().map(shown).unwrap_or_default(),
            path: format!("/{}/{id}/history", entity.table()),
            who: who(change_set),
            when: When::of(change_set.happened_at, now),
            is_restorable: !is_replaced
                && owner.is_none()
                && operator.meets(&requirement(entity, Action::Create))
                && may_restore(register, operator, change_set, (entity.table(), *id)),
            along: along(change_set, (entity.table(), *id), operator, register),
            owner,
            is_replaced,
            reason: reason(change_set, operator, register),
        }
    }
}
