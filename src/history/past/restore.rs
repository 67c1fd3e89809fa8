//! Making a record what it was: a page that shows every difference, and a form that is rid of those
//! that are ticked.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::at::MomentInUrl;
use super::check::check;
use super::difference::changed;
use super::page::may_restore_some;
use super::plan::{Effect, Group, Plan, Planner};
use super::value::Reader;
use super::words;
use crate::access::{Action, CurrentOperator};
use crate::db::{AnyConnection, Span};
use crate::history::change::sees_changes_of;
use crate::history::undo::{Answers, Part, Problems, Taken, UndoPage, take_back};
use crate::history::words::NOTHING_TO_RESTORE;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::register::Register;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::when::When;
use crate::panel::form::deleted::DeletedPage;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;
use crate::panel::record::history::past::{Goal, Moment, Nearest, Past, Presence};
use crate::panel::record::history::{
    Author, ChangeKind, ChangeSet, Occasion, Origin, REASON, Reason, Root, deleted_by,
    find as find_set, last_author,
};

/// The name of the boxes that tick differences; what they hold is the key of one and its state.
pub const TICKED: &str = "restore";
/// The name of what is asked for alone.
const ONLY: &str = "only";

#[derive(Template)]
#[template(path = "history/restore.html")]
struct RestorePage {
    layout: Layout,
    title: String,
    /// When the change happened after which it was like that.
    when: Option<When>,
    plan: Plan,
    reason: Reason,
    /// Why it is shown again.
    problem: Option<&'static str>,
    action: String,
    /// The record as it was.
    cancel: String,
}

/// A record as it was, and what making it that again comes to.
struct Facts {
    past: Past,
    plan: Plan,
    reader: Reader,
    title: String,
    /// The last change set before the moment that they may know of.
    set: Option<ChangeSet>,
}

/// What became of the form.
enum Outcome {
    Restored(Message),
    /// The page is shown again, for that reason.
    Shown(Box<Facts>, StatusCode, Option<&'static str>),
    /// Problems that nobody has answered to.
    Asked(Problems),
    Missing(Option<Author>),
    /// They may change nothing of it.
    Forbidden,
}

/// What a form says.
struct Sent {
    /// The states of what is ticked, by key.
    ticked: HashMap<String, String>,
    reason: Reason,
    answers: Answers,
}

/// `GET /movies/1/history/at/12/restore`
///
/// # Errors
/// 404 where there is no such record now, or was none then.
pub async fn ask_restore(
    request: Request,
    entity: &'static Entity,
    id: Id,
    MomentInUrl(moment): MomentInUrl,
) -> Result<HttpResponse, Error> {
    let (register, only) = (request.site.register, request.query.get(ONLY).map(str::to_owned));
    let facts = request
        .read(requirement(entity, Action::History), move |connection, operator| {
            let mut facts = Facts::read(connection, operator, register, ((entity, id.0), moment))?;
            if let (Some(facts), Some(only)) = (&mut facts, &only) {
                facts.plan.rows_mut().for_each(|row| row.is_ticked = row.key == *only);
            }
            Ok(facts)
        })
        .await?
        .ok_or(Error::NotFound)?;
    let place = (entity, id.0, moment);
    page(&request, place, facts, (Reason::default(), StatusCode::OK, None))
}

/// `POST /movies/1/history/at/12/restore`: makes what is ticked what it was, as one change set.
///
/// # Errors
/// 403 where they may change nothing of it, 404 where there was no such record then, 409 where something was changed since the page was
/// opened, 422 where something may not be what it was any more.
pub async fn restore_past(
    request: Request,
    entity: &'static Entity,
    id: Id,
    MomentInUrl(moment): MomentInUrl,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let (sent, now) = (Sent::of(&inputs), request.state().clock.now());
    let reason = sent.reason.clone();
    let register = request.site.register;
    let outcome = request
        .write_serially(requirement(entity, Action::History), move |connection, operator| {
            if !may_restore_some(operator, entity) {
                return Ok(Outcome::Forbidden);
            }
            let facts = Facts::read(connection, operator, register, ((entity, id.0), moment))?;
            let Some(facts) = facts else {
                return deleted_by(connection, operator, (entity, id.0), now).map(Outcome::Missing);
            };
            facts.restore(connection, operator, register, (&sent, now))
        })
        .await?;
    let place = (entity, id.0, moment);
    let record = format!("/{}/{}", entity.table(), id.0);
    match outcome {
        Outcome::Missing(author) => {
            DeletedPage::new(&request, entity.names, id.0).by(author).answer(&request)
        }
        Outcome::Forbidden => Err(Error::Forbidden),
        Outcome::Restored(message) => Ok(request.redirect(&record, message)),
        Outcome::Shown(facts, status, problem) => {
            page(&request, place, *facts, (reason, status, problem))
        }
        Outcome::Asked(problems) => {
            let is_kept = |(name, _): &&(String, String)| name == TICKED || name == REASON;
            let hidden = inputs.pairs().iter().filter(is_kept).cloned().collect();
            let path = request.site.url(&format!("{record}/history/at/{}", moment.0));
            let action = format!("{path}/restore");
            let page = UndoPage::new(&request, problems, (action, path), hidden).restoring();
            request.page(StatusCode::CONFLICT, &page)
        }
    }
}

fn page(
    request: &Request,
    (entity, id, moment): (&'static Entity, i64, Moment),
    facts: Facts,
    (reason, status, problem): (Reason, StatusCode, Option<&'static str>),
) -> Result<HttpResponse, Error> {
    let now = request.state().clock.now();
    let heading = title(&words::restore(&facts.title), !status.is_success());
    let Facts { plan, title, set, .. } = facts;
    let path = request.site.url(&format!("/{}/{id}/history/at/{}", entity.table(), moment.0));
    let view = RestorePage {
        layout: request.layout(heading, entity.names.path),
        title,
        when: set.and_then(|set| When::of(set.happened_at, now)),
        plan,
        reason,
        problem,
        action: format!("{path}/restore"),
        cancel: path,
    };
    request.page(status, &view)
}

impl Sent {
    fn of(inputs: &Inputs) -> Self {
        let ticked = inputs.all(TICKED).filter_map(|text| text.rsplit_once('='));
        Self {
            ticked: ticked.map(|(key, state)| (key.to_owned(), state.to_owned())).collect(),
            reason: Reason::typed(inputs.get(REASON).unwrap_or_default()),
            answers: Answers::of(inputs),
        }
    }
}

impl Facts {
    /// Nothing where there is no such record now, or was none then.
    fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        register: &'static Register,
        (record, moment): ((&'static Entity, i64), Moment),
    ) -> QueryResult<Option<Self>> {
        let past = Past::read(connection, record, moment, Goal::Differences)?;
        let is_there =
            |past: &Past| past.record.presence == Presence::There && past.record.now.is_some();
        let Some(past) = past.filter(is_there) else { return Ok(None) };
        let (plan, reader) = Planner::run(connection, operator, register, &past)?;
        let is_seen = |table: &str| sees_changes_of(register, operator, table);
        let (place, before) = ((record.0.table(), record.1), Span::Before(moment.place()));
        let last = Nearest::find(connection, place, before, is_seen)?;
        let set = match last.seen() {
            Some(set) => find_set(connection, set)?,
            None => None,
        };
        let title = reader.title(&past.record);
        Ok(Some(Self { past, plan, reader, title, set }))
    }

    /// Restores what is ticked, unless there is something to be said first.
    fn restore(
        mut self,
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        register: &'static Register,
        (sent, now): (&Sent, NaiveDateTime),
    ) -> QueryResult<Outcome> {
        self.tick(&sent.ticked);
        let is_changed = self.name_authors(connection, operator, now)?;
        for group in &mut self.plan.groups {
            check(connection, operator, group)?;
        }
        if let Some((status, problem)) = self.refused(sent, is_changed) {
            return Ok(Outcome::Shown(Box::new(self), status, problem));
        }
        let occasion = Occasion::new(Origin::Restore, now).because(&sent.reason);
        let occasion = match &self.past.record.now {
            Some(row) => occasion.about(Root::of(row, ChangeKind::Changed)),
            None => occasion,
        };
        let parts = self.parts();
        let taken = take_back(connection, operator, register, (occasion, &parts), &sent.answers)?;
        Ok(match taken {
            Taken::Asked(problems) => Outcome::Asked(problems),
            Taken::Nothing(_) => Outcome::Restored(NOTHING_TO_RESTORE.into()),
            Taken::Back(written, kept) => {
                let undo = written.undoable(register, operator);
                let text = words::restored(&self.title, &kept.in_words());
                Outcome::Restored(Message::from(text).with_undo(undo))
            }
        })
    }

    /// Why nothing is restored yet: the status, and what is said where nothing is beside a field.
    fn refused(
        &mut self,
        sent: &Sent,
        is_changed: bool,
    ) -> Option<(StatusCode, Option<&'static str>)> {
        if is_changed {
            return Some((StatusCode::CONFLICT, Some(words::CHANGED)));
        }
        let is_wrong = self.plan.rows_mut().any(|row| row.error.is_some());
        let problem = match (sent.reason.error.is_some(), sent.ticked.is_empty(), is_wrong) {
            (_, true, _) => Some(words::NOTHING_TICKED),
            (_, false, true) => Some(words::NOT_VALID),
            (true, false, false) => None,
            (false, false, false) => return None,
        };
        Some((StatusCode::UNPROCESSABLE_ENTITY, problem))
    }

    /// Ticks what was ticked, and notes what has another state by now than the page said, or has
    /// become another difference: of what was gone, the fields of what is in its place.
    fn tick(&mut self, ticked: &HashMap<String, String>) {
        let keys: HashSet<String> = self.plan.rows_mut().map(|row| row.key.clone()).collect();
        let lost: Vec<&String> = ticked.keys().filter(|key| !keys.contains(*key)).collect();
        let is_within = |part: &str, whole: &str| {
            part.strip_prefix(whole).is_some_and(|rest| rest.starts_with('.'))
        };
        for row in self.plan.rows_mut() {
            let state = ticked.get(&row.key);
            let mut lost = lost.iter();
            let became = lost.any(|key| is_within(key, &row.key) || is_within(&row.key, key));
            row.is_ticked = state.is_some();
            row.is_changed = state.is_some_and(|state| *state != row.state) || became;
        }
    }

    /// Says of what was changed while the page was open who changed it; whether anything was.
    fn name_authors(
        &mut self,
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        now: NaiveDateTime,
    ) -> QueryResult<bool> {
        let root = (self.past.record.entity, self.past.record.id);
        let mut is_any = false;
        for group in &mut self.plan.groups {
            if group.rows.iter().all(|row| !row.is_changed) {
                continue;
            }
            is_any = true;
            let (entity, id) = group.record.as_ref().map_or(root, |it| (it.entity, it.id));
            group.by = last_author(connection, operator, (entity, id), now)?;
        }
        Ok(is_any)
    }

    /// The differences that are ticked, each as what is taken back.
    fn parts(&self) -> Vec<Part> {
        self.plan.groups.iter().flat_map(|group| self.parts_of(group)).collect()
    }

    fn parts_of(&self, group: &Group) -> Vec<Part> {
        let (mut fields, mut parts) = (Vec::new(), Vec::new());
        for row in group.rows.iter().filter(|row| row.is_ticked) {
            match &row.effect {
                Effect::Field(field, value) => fields.push((*field, value.clone())),
                Effect::Whole(change) => parts.push(Part::from(change.clone())),
            }
        }
        let record = group.record.as_ref();
        if let Some((record, row)) = record.and_then(|it| Some((it, it.now.as_ref()?)))
            && !fields.is_empty()
        {
            parts.push(Part::from(changed(&self.reader, record, row, &fields)));
        }
        parts
    }
}
