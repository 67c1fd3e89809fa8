//! Linking a row with what was chosen, and with one that was not there yet and is created by name.

use super::words;
use actix_web::HttpResponse;
use diesel::QueryResult;

use super::choose::{Choice, deleted_note, page, searched};
use super::{candidates, rows};
use crate::access::Action;
use crate::db::lock;
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::entity::relation::{LinkEnd, LinkWords};
use crate::panel::entity::row::Row;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::notice::Message;
use crate::panel::http::request::Request;
use crate::panel::record::Record;
use crate::panel::record::check::check;
use crate::panel::record::history::{ChangeKind, Occasion, Origin, Root};
use crate::panel::record::read::find;
use crate::panel::record::references::References;
use crate::panel::record::titled::TitledRow;
use crate::panel::record::values::Values;
use crate::panel::record::write::Writer;

/// What became of a choice.
enum Answer {
    Done(Done),
    Refused(String),
    /// The row itself was deleted.
    Deleted,
}

/// What was done for it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Done {
    /// The name of the one that was created.
    created: Option<String>,
    added: usize,
    /// How many were linked before.
    already: usize,
    /// How many were deleted meanwhile.
    deleted: usize,
    /// The change set, if they may take it back.
    undo: Option<i64>,
}

/// `POST /movies/1/castings`: links all that are ticked, and the one with the name that is sent
/// along, which is created where there is none.
///
/// # Errors
/// 404 where the row is gone.
pub async fn add(
    request: Request,
    end: LinkEnd,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let mut choice = Choice::of(&form.0, end);
    // The button that creates has the mark of the session in its one value, and so the name in its
    // address.
    let name = form.0.get("name").or_else(|| request.query.get("name")).map(str::to_owned);
    let named = candidates::name_field(end.other()).zip(name);
    if let Some((_, name)) = &named {
        choice.search = searched(name);
    }
    if named.is_none() && choice.ticked.is_empty() {
        let problem = words::tick_one(end.other().names.one);
        return page(&request, end, id, choice, Some(&problem)).await;
    }
    let ticked: Vec<i64> = choice.ticked.iter().copied().collect();
    let requirement = match named {
        Some(_) => end.requirement().and(Action::Create, end.other().table()),
        None => end.requirement(),
    };
    let (now, register) = (request.state().clock.now(), request.site.register);
    let answer = request
        .write(requirement, move |connection, operator| {
            let named = named.as_ref().map(|(field, name)| (*field, name.as_str()));
            if named.is_some() {
                // Two people who create one name at once come one after the other, and the second
                // finds what the first made.
                lock(connection, end.other().table())?;
            }
            let Some(row) = find(connection, end.entity(), id.0)? else {
                return Ok(Answer::Deleted);
            };
            let occasion =
                Occasion::new(Origin::Link, now).about(Root::of(&row, ChangeKind::Linked));
            let (mut answer, written) = Writer::run(connection, operator, occasion, |writer| {
                link(writer, end, &row, &ticked, named)
            })?;
            if let Answer::Done(done) = &mut answer {
                done.undo = written.and_then(|written| written.undoable(register, operator));
            }
            Ok(answer)
        })
        .await?;
    match answer {
        Answer::Done(done) => {
            let notice = done.notice(end.other().names, end.own().added, end.link.words);
            let message = Message::from(notice).with_undo(done.undo);
            Ok(request.redirect(&end.path(id.0), message))
        }
        Answer::Refused(problem) => page(&request, end, id, choice, Some(&problem)).await,
        Answer::Deleted => Err(Error::NotFound),
    }
}

/// Looks before it writes: a violated key would end the transaction. Where another is quicker
/// between the look and the write, it is run again and looks again.
fn link(
    writer: &mut Writer<'_>,
    end: LinkEnd,
    row: &Row,
    ticked: &[i64],
    named: Option<(&'static Field, &str)>,
) -> QueryResult<Answer> {
    let mut done = Done::default();
    let mut wanted = TitledRow::among(writer.connection, end.other(), ticked)?;
    done.deleted = ticked.len() - wanted.len();
    if let Some((field, name)) = named {
        match find_or_create(writer, end, field, name)? {
            One::Refused(problem) => return Ok(Answer::Refused(problem)),
            One::Found(other) => wanted.push(other),
            One::Created(other) => {
                done.created = Some(other.title.clone());
                wanted.push(other);
            }
        }
    }
    // Always in one order, so that two who link the same at once never wait for each other.
    wanted.sort_unstable_by_key(|other| other.id);
    wanted.dedup();
    let ids: Vec<i64> = wanted.iter().map(|other| other.id).collect();
    let already = rows::linked_among(writer.connection, end, row.id, &ids)?;
    for other in wanted.iter().filter(|other| !already.contains(&other.id)) {
        writer.link(end, row, other)?;
    }
    done.already = already.len();
    done.added = wanted.len() - already.len();
    Ok(Answer::Done(done))
}

/// What a name led to.
enum One {
    Found(TitledRow),
    Created(TitledRow),
    Refused(String),
}

fn find_or_create(
    writer: &mut Writer<'_>,
    end: LinkEnd,
    field: &'static Field,
    name: &str,
) -> QueryResult<One> {
    let entity = end.other();
    let mut record = Record::blank(entity, None, String::new());
    let typed = |other: &Field| std::ptr::eq(other, field).then_some(name);
    record.values = Values::typed(record.fields(), typed);
    let draft = check(&mut record, &References::Unread);
    if let Some((_, problem)) = record.errors.iter().next() {
        return Ok(One::Refused(problem.to_owned()));
    }
    let name = record.values.get(field).to_owned();
    match candidates::namesakes(writer.connection, entity, field, &name)?[..] {
        [] => Ok(One::Created(TitledRow { id: writer.insert(entity, &draft)?, title: name })),
        [id] => Ok(One::Found(TitledRow { id, title: name })),
        _ => Ok(One::Refused(words::ambiguous(&entity.names.several()))),
    }
}

impl Done {
    /// "Cast 2 actors." or "Cast in 2 movies.", and whatever else there is to say.
    fn notice(&self, names: Names, added: &str, link: LinkWords) -> String {
        let mut sentences = Vec::new();
        if let Some(name) = &self.created {
            sentences.push(words::created(names.one, name));
        }
        if let Ok(number @ 1..) = i64::try_from(self.added) {
            sentences.push(words::added(added, names, number));
        }
        if let Ok(number @ 1..) = i64::try_from(self.already) {
            sentences.push(words::linked_before(link.done, names, number));
        }
        if self.deleted > 0 {
            sentences.push(deleted_note(names, self.deleted));
        }
        sentences.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: LinkWords = LinkWords { one: "loan", many: "loans", verb: "lend", done: "lent" };

    #[test]
    fn the_message_says_everything_that_happened() {
        let names = Names {
            path: "books",
            one: "book",
            a: "a book",
            many: "Books",
            about: "",
            icon: "table",
        };
        let done = |added, already, deleted| Done { added, already, deleted, ..Done::default() };
        for (done, notice) in [
            (done(1, 0, 0), "Lent 1 book."),
            (done(1200, 0, 0), "Lent 1,200 books."),
            (done(0, 1, 0), "1 book was lent before."),
            (
                done(2, 3, 1),
                "Lent 2 books. 3 books were lent before. 1 book that you chose no longer exists.",
            ),
            (done(0, 0, 2), "2 books that you chose no longer exist."),
        ] {
            assert_eq!(done.notice(names, "Lent", WORDS), notice);
        }
        let created = Done { created: Some("Emma".to_owned()), added: 1, ..Done::default() };
        let notice = created.notice(names, "Lent", WORDS);
        assert_eq!(notice, "Created the book Emma. Lent 1 book.");
    }
}
