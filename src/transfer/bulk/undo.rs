//! Taking back what is too much for one request: a job that does the contrary of each change, the
//! last one first. What was changed since is left as it is, and listed.

use actix_web::HttpResponse;
use diesel::QueryResult;

use super::step::{FORBIDDEN, OVERTAKEN, UNKNOWN, VIOLATED, is_violation};
use crate::access::{Action, Requirement};
use crate::db::AnyConnection;
use crate::history::{self, Answers, ONLY, Part, TICKED, Taken, is_root};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::requirement::requirement;
use crate::panel::entity::words::{capitalized, counted};
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Form;
use crate::panel::http::layout::Request;
use crate::panel::record::history::{
    Change, ChangeKind, ChangeSet, Occasion, Origin, Position, Root, begin, change_at, find,
    may_reverse, may_reverse_change, may_undo, of_change_set, undoing,
};
use crate::transfer::jobs::{JobKind, JobProblem, NewJob, Progress, Stepped, Turn, writes_to};

/// How something is taken back.
enum Way {
    /// By the request itself, which also says what is wrong with it.
    AtOnce,
    /// By a job.
    Job(Box<(NewJob, Occasion)>),
    /// A job still writes to it, or takes it back already.
    Busy(i64),
}

const BUSY: &str = "This job still writes it. Wait until it has ended, or cancel the rest.";

/// `POST /history/7/undo`: takes a change set back, by a job where it is large.
///
/// # Errors
/// As [`history::undo`].
pub async fn undo(request: Request, id: Id, form: Form) -> Result<HttpResponse, Error> {
    let (now, at_once) = (request.state().clock.now(), request.site.at_once);
    let register = request.site.register;
    let way = request
        .read(Requirement::SignedIn, move |connection, operator| {
            let Some(set) = find(connection, id.0)? else { return Ok(Way::AtOnce) };
            if let Some(job) = busy(connection, &set)? {
                return Ok(Way::Busy(job));
            }
            let total = size(&set);
            if total <= at_once || !may_undo(register, operator, &set) {
                return Ok(Way::AtOnce);
            }
            let root = history::root(register, &set);
            let title = format!("Undo of {}", set.title);
            let job = job(root.entity, title, &[set.id.to_string()], total);
            let occasion = Occasion::new(Origin::Undo, now).about(root);
            Ok(Way::Job(Box::new((job, Occasion { undoes: Some(set.id), ..occasion }))))
        })
        .await?;
    match way {
        Way::AtOnce => history::undo(request, id, form).await,
        way => go(request, Requirement::SignedIn, way).await,
    }
}

/// `POST /movies/trash`: restores what is ticked, by a job where much went along.
///
/// # Errors
/// As [`history::restore`].
pub async fn restore(
    request: Request,
    entity: &'static Entity,
    form: Form,
) -> Result<HttpResponse, Error> {
    let name = if form.0.get(ONLY).is_some() { ONLY } else { TICKED };
    let places: Vec<Position> = form.0.all(name).filter_map(|text| text.parse().ok()).collect();
    let (now, at_once) = (request.state().clock.now(), request.site.at_once);
    let register = request.site.register;
    let required = requirement(entity, Action::Create).and(Action::History, entity.table());
    let way = request
        .read(required.clone(), move |connection, operator| {
            let (mut parts, mut total) = (Vec::new(), 0_i64);
            for place in &places {
                let found = change_at(connection, *place)?;
                let is_deletion =
                    |(_, change): &(ChangeSet, Change)| change.entity == entity.table();
                // What is none of these, or not theirs to restore, is refused by the request.
                let Some(found) = found.filter(is_deletion) else { return Ok(Way::AtOnce) };
                if !is_root(&found) {
                    parts.push(place.to_string());
                    total += 1;
                    continue;
                }
                if !may_reverse(register, operator, &found.0.summary()) {
                    return Ok(Way::AtOnce);
                }
                if let Some(job) = busy(connection, &found.0)? {
                    return Ok(Way::Busy(job));
                }
                parts.push(found.0.id.to_string());
                total = total.saturating_add(size(&found.0));
            }
            if total <= at_once {
                return Ok(Way::AtOnce);
            }
            let count = i64::try_from(parts.len()).unwrap_or(i64::MAX);
            let title = counted(count, entity.names.one, &entity.names.several());
            let job = job(entity.table(), format!("Restore {title}"), &parts, total);
            let (entity, kind) = (entity.table(), ChangeKind::Created);
            let root = Root { entity, id: None, title, kind };
            Ok(Way::Job(Box::new((job, Occasion::new(Origin::Undo, now).about(root)))))
        })
        .await?;
    match way {
        Way::AtOnce => history::restore(request, entity, form).await,
        way => go(request, required, way).await,
    }
}

async fn go(request: Request, required: Requirement, way: Way) -> Result<HttpResponse, Error> {
    let (job, occasion) = match way {
        Way::Busy(job) => return Ok(request.redirect(&format!("/jobs/{job}"), BUSY)),
        Way::AtOnce => return Err(Error::NotFound),
        Way::Job(work) => *work,
    };
    let now = request.state().clock.now();
    let id = request
        .write(required, move |connection, operator| {
            let change_set = Some(begin(connection, operator, occasion.clone())?);
            NewJob { change_set, ..job.clone() }.insert(connection, operator, now)
        })
        .await?;
    request.site.new_job.notify_one();
    Ok(request.redirect(&format!("/jobs/{id}"), ""))
}

fn job(entity: &'static str, title: String, parts: &[String], total: i64) -> NewJob {
    let parameters = serde_json::to_string(parts).unwrap_or_default();
    let (kind, total) = (JobKind::Undo, Some(total));
    NewJob { kind, entity, title, parameters, total, change_set: None }
}

/// How many records and links it changed.
fn size(set: &ChangeSet) -> i64 {
    set.summary().iter().map(|(.., count)| count).fold(0, i64::saturating_add)
}

/// The job that still writes to a change set, or to one that takes it back.
fn busy(connection: &mut AnyConnection, set: &ChangeSet) -> QueryResult<Option<i64>> {
    let backs = undoing(connection, &[set.id])?;
    for id in std::iter::once(set.id).chain(backs.iter().map(|back| back.id)) {
        if let Some(job) = writes_to(connection, id)? {
            return Ok(Some(job));
        }
    }
    Ok(None)
}

/// Where such a job goes on: in which of its parts, and before which change of that.
struct Place {
    part: usize,
    before: i64,
}

impl Place {
    fn read(text: &str) -> Self {
        let read = |(part, before): (&str, &str)| {
            Some(Self { part: part.parse().ok()?, before: before.parse().ok()? })
        };
        text.split_once(' ').and_then(read).unwrap_or(Self { part: 0, before: i64::MAX })
    }

    fn progress(&self) -> Progress {
        Progress { position: format!("{} {}", self.part, self.before), ..Progress::default() }
    }
}

/// Takes some of the changes back.
pub fn undo_step(connection: &mut AnyConnection, turn: &Turn<'_>) -> QueryResult<Stepped> {
    let Turn { register, operator, now, job, size } = *turn;
    let Ok(parts) = serde_json::from_str::<Vec<String>>(&job.parameters) else {
        return Ok(Stepped::Stopped(UNKNOWN.to_owned()));
    };
    let place = Place::read(&job.position);
    let Some(part) = parts.get(place.part) else {
        return Ok(Stepped::Finished(place.progress()));
    };
    let following = Place { part: place.part + 1, before: i64::MAX };
    let (undoes, changes, next) = match part.parse::<i64>() {
        Ok(id) => {
            let set = find(connection, id)?;
            if !set.is_some_and(|set| may_reverse(register, operator, &set.summary())) {
                return Ok(Stepped::Stopped(FORBIDDEN.to_owned()));
            }
            let changes = of_change_set(connection, id, place.before, size)?;
            let last = changes.last().map(|change| change.number);
            let next = last.map_or(following, |before| Place { before, ..place });
            (Some(id), changes, next)
        }
        Err(_) => {
            let found = match part.parse::<Position>() {
                Ok(position) => change_at(connection, position)?,
                Err(()) => None,
            };
            let change = found.map(|(_, change)| change);
            if change.as_ref().is_some_and(|it| !may_reverse_change(register, operator, it)) {
                return Ok(Stepped::Stopped(FORBIDDEN.to_owned()));
            }
            (None, change.into_iter().collect(), following)
        }
    };
    let (count, only) = (changes.len(), changes.first().cloned());
    let Some(only) = only else { return Ok(Stepped::Further(next.progress())) };
    let occasion =
        Occasion { undoes, continues: job.change_set_id, ..Occasion::new(Origin::Undo, now) };
    let taken: Vec<Part> = changes.into_iter().map(Part::from).collect();
    let reason = match history::take_back(
        connection,
        operator,
        register,
        (occasion, &taken),
        &Answers::default(),
    ) {
        Ok(Taken::Back(_)) => {
            let done = i64::try_from(count).unwrap_or(i64::MAX);
            return Ok(Stepped::Further(Progress { done, ..next.progress() }));
        }
        Ok(Taken::Nothing) => {
            let skipped = i64::try_from(count).unwrap_or(i64::MAX);
            return Ok(Stepped::Further(Progress { skipped, ..next.progress() }));
        }
        Ok(Taken::Asked(problems)) => {
            problems.shown.first().map_or(OVERTAKEN, |it| it.sentence.as_str()).to_owned()
        }
        Err(error) if is_violation(&error) => VIOLATED.to_owned(),
        Err(error) => return Err(error),
    };
    if count > 1 {
        return Ok(Stepped::Fewer);
    }
    let one = register.entity(&only.entity).map_or("record", |entity| entity.names.one);
    let title = format!("{} {}", capitalized(one), only.record_id);
    let problem = JobProblem { record_id: Some(only.record_id), title, reason };
    Ok(Stepped::Further(Progress { problems: vec![problem], ..next.progress() }))
}
