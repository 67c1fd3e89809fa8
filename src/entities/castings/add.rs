//! Casting: what was chosen, and who was not there yet and is created by name.

use actix_web::HttpResponse;
use diesel::QueryResult;

use super::choose::{Choice, deleted_note, page, searched};
use super::side::Side;
use super::{candidates, rows};
use crate::access::Action;
use crate::db::lock;
use crate::entities::actors::ACTORS;
use crate::entities::movies::MOVIES;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::kind::tidy;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Form;
use crate::panel::http::layout::Request;
use crate::panel::list::pager::counted;
use crate::panel::record::Record;
use crate::panel::record::check::check;
use crate::panel::record::references::References;
use crate::panel::record::values::Values;
use crate::panel::record::write::Writer;

/// What became of a choice.
enum Answer {
    Done(Done),
    Refused(String),
    /// The movie or the actor itself was deleted.
    Deleted,
}

/// What was done for it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Done {
    /// The name of the one that was created.
    created: Option<String>,
    added: usize,
    /// How many were cast before.
    already: usize,
    /// How many were deleted meanwhile.
    deleted: usize,
}

/// `POST /movies/1/castings`: casts all that are ticked, and the one with the name that is sent
/// along, who is created where there is none.
///
/// # Errors
/// 404 where the movie or the actor is gone.
pub async fn add(side: Side, request: Request, id: Id, form: Form) -> Result<HttpResponse, Error> {
    let mut choice = Choice::of(&form.0, side);
    // The button that creates has the mark of the session in its one value, and so the name in its
    // address.
    let name = form.0.get("name").or_else(|| request.query.get("name")).map(str::to_owned);
    if let Some(name) = &name {
        choice.search = searched(name);
    }
    if name.is_none() && choice.ticked.is_empty() {
        let problem = format!("Tick at least one {}.", side.other().names().one);
        return page(&request, side, id, choice, Some(&problem)).await;
    }
    let ticked: Vec<i64> = choice.ticked.iter().copied().collect();
    let requirement = match name {
        Some(_) => side.requirement().and(Action::Create, side.other().names().path),
        None => side.requirement(),
    };
    let now = request.state().clock.now();
    let answer = request
        .write(requirement, move |connection, operator| {
            let mut writer = Writer { connection, operator, now };
            cast(&mut writer, side, id.0, &ticked, name.as_deref())
        })
        .await?;
    match answer {
        Answer::Done(done) => Ok(request.redirect(&side.path(id.0), &done.notice(side.other()))),
        Answer::Refused(problem) => page(&request, side, id, choice, Some(&problem)).await,
        Answer::Deleted => Err(Error::NotFound),
    }
}

/// Looks before it writes: a violated key would end the transaction. Where another is quicker
/// between the look and the write, it is run again and looks again.
fn cast(
    writer: &mut Writer<'_>,
    side: Side,
    id: i64,
    ticked: &[i64],
    name: Option<&str>,
) -> QueryResult<Answer> {
    let other = side.other();
    if name.is_some() {
        // Two people who create one name at once come one after the other, and the second finds
        // what the first made.
        lock(writer.connection, other.names().path)?;
    }
    if side.title(writer.connection, writer.operator, id)?.is_none() {
        return Ok(Answer::Deleted);
    }
    let mut done = Done::default();
    let mut wanted: Vec<i64> = candidates::named(writer.connection, other, ticked)?
        .iter()
        .map(|credit| credit.id)
        .collect();
    done.deleted = ticked.len() - wanted.len();
    if let Some(name) = name {
        let one = match other {
            Side::Movie => find_or_create(writer, &MOVIES, other, name)?,
            Side::Actor => find_or_create(writer, &ACTORS, other, name)?,
        };
        match one {
            One::Refused(problem) => return Ok(Answer::Refused(problem)),
            One::Found(id) => wanted.push(id),
            One::Created { id, name } => {
                done.created = Some(name);
                wanted.push(id);
            }
        }
    }
    // Always in one order, so that two who cast the same at once never wait for each other.
    wanted.sort_unstable();
    wanted.dedup();
    let already = rows::cast_among(writer.connection, side, id, &wanted)?;
    for one in wanted.iter().filter(|one| !already.contains(one)) {
        rows::insert(writer.connection, side, id, *one)?;
    }
    done.already = already.len();
    done.added = wanted.len() - already.len();
    Ok(Answer::Done(done))
}

/// What a name led to.
enum One {
    Found(i64),
    Created { id: i64, name: String },
    Refused(String),
}

fn find_or_create(
    writer: &mut Writer<'_>,
    entity: &'static Entity,
    side: Side,
    name: &str,
) -> QueryResult<One> {
    let mut record = Record::blank(entity, None, String::new());
    record.values =
        Values::typed(record.fields(), |field| (field.name() == "name").then_some(name));
    let draft = check(&mut record, &References::Unread);
    if let Some(problem) = record.errors.of("name") {
        return Ok(One::Refused(problem.to_owned()));
    }
    let name = tidy(name);
    match candidates::namesakes(writer.connection, side, &name)?[..] {
        [] => Ok(One::Created { id: writer.insert(entity, &draft)?, name }),
        [id] => Ok(One::Found(id)),
        _ => {
            let many = side.plural();
            Ok(One::Refused(format!("There are several {many} of this name: tick the right one.")))
        }
    }
}

impl Done {
    /// "Cast 2 actors." or "Cast in 2 movies.", and whatever else there is to say.
    fn notice(&self, other: Side) -> String {
        let mut sentences = Vec::new();
        if let Some(name) = &self.created {
            sentences.push(format!("Created the {} {name}.", other.names().one));
        }
        let count = |number| counted(number, other.names().one, other.plural());
        if let Ok(number @ 1..) = i64::try_from(self.added) {
            sentences.push(match other {
                Side::Actor => format!("Cast {}.", count(number)),
                Side::Movie => format!("Cast in {}.", count(number)),
            });
        }
        if let Ok(number @ 1..) = i64::try_from(self.already) {
            let was = if number == 1 { "was" } else { "were" };
            sentences.push(format!("{} {was} cast before.", count(number)));
        }
        if self.deleted > 0 {
            sentences.push(deleted_note(other, self.deleted));
        }
        sentences.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_says_everything_that_happened() {
        let done = |added, already, deleted| Done { created: None, added, already, deleted };
        for (done, side, notice) in [
            (done(1, 0, 0), Side::Actor, "Cast 1 actor."),
            (done(2, 0, 0), Side::Movie, "Cast in 2 movies."),
            (done(0, 1, 0), Side::Actor, "1 actor was cast before."),
            (
                done(2, 3, 1),
                Side::Actor,
                "Cast 2 actors. 3 actors were cast before. \
                 1 actor that you chose no longer exists.",
            ),
            (done(0, 0, 2), Side::Movie, "2 movies that you chose no longer exist."),
        ] {
            assert_eq!(done.notice(side), notice);
        }
        let created = Done { created: Some("Lulu".to_owned()), added: 1, already: 0, deleted: 0 };
        assert_eq!(created.notice(Side::Actor), "Created the actor Lulu. Cast 1 actor.");
    }
}
