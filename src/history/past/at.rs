//! Which moment of a record's past a time is.

use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev};
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::words;
use crate::access::Action;
use crate::db::statement::Value;
use crate::db::{AnyConnection, in_microseconds, latest_believed};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::date_range::DateRange;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::kind::{FieldKind as _, Moment as MomentKind};
use crate::panel::entity::requirement::requirement;
use crate::panel::http::error::Error;
use crate::panel::http::id::{Id, segment};
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;
use crate::panel::record::history::past::{Moment, PastRecord};
use crate::panel::record::history::seal::{Forgotten, forgotten_with};

/// The name of the field that asks for a time.
pub const TIME: &str = "time";

/// The moment in a URL: the number of a change set. Anything else in its place is no moment: 404.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MomentInUrl(pub Moment);

impl FromRequest for MomentInUrl {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut dev::Payload) -> Self::Future {
        let number = segment(request, "moment").ok().filter(|number| *number >= 0);
        std::future::ready(number.map(|number| Self(Moment(number))).ok_or(Error::NotFound))
    }
}

/// Asks for a time, after one that was none.
#[derive(Template)]
#[template(path = "history/at.html")]
struct AtPage {
    layout: Layout,
    heading: String,
    /// Where the time is sent.
    action: String,
    /// The history of the record.
    history: String,
    typed: String,
    error: &'static str,
}

/// `GET /movies/1/history/at?time=2026-11-25T10:00`: leads to the record as it was then.
///
/// # Errors
/// 400 where that is no time, or one that is still to come.
pub async fn at(request: Request, entity: &'static Entity, id: Id) -> Result<HttpResponse, Error> {
    let typed = request.query.get(TIME).unwrap_or_default().to_owned();
    let (text, clock) = (typed.clone(), request.clock());
    // All that has happened has happened by then; a server may know no such time.
    let latest = latest_believed(clock.now);
    let moment = request
        .read(requirement(entity, Action::History), move |connection, operator| {
            let Some(range) = moments(&text, &clock.calendar(operator)) else {
                return Ok(Err(words::NO_TIME));
            };
            if range.first > clock.now {
                return Ok(Err(words::TIME_TO_COME));
            }
            let time = range.last;
            let known = Some(time).filter(|time| *time < latest);
            Ok(Ok((Moment::at(connection, (entity.table(), id.0), known)?, time)))
        })
        .await?;
    let history = format!("/{}/{}/history", entity.table(), id.0);
    let error = match moment {
        Ok((moment, time)) => {
            // The address means the same to everybody whom it is sent to.
            let time = format!("{}Z", MomentKind.print(&Value::Moment(time)));
            let asked = Inputs::default().with(TIME, &time).to_url_query();
            return Ok(request.redirect(&format!("{history}/at/{}{asked}", moment.0), ""));
        }
        Err(error) => error,
    };
    let history = request.site.url(&history);
    let heading = words::one_as_it_was(entity.names.one);
    let page = AtPage {
        layout: request.layout(title(&heading, true), entity.names.path),
        heading,
        action: format!("{history}/at"),
        history,
        error,
        typed,
    };
    request.page(StatusCode::BAD_REQUEST, &page)
}

/// The last moment of what was typed: of a minute or a day, its end, so that whatever pages say
/// happened then has happened. It is a time of whoever asks, or of UTC where that is said.
pub fn last_moment(typed: &str, calendar: &Calendar) -> Option<NaiveDateTime> {
    moments(typed, calendar).map(|range| range.last)
}

/// The first moment of what was typed, and the last.
fn moments(typed: &str, calendar: &Calendar) -> Option<DateRange> {
    let typed = typed.trim();
    let utc = ["UTC", "Z", "z"].into_iter().find_map(|name| typed.strip_suffix(name));
    if let Some(typed) = utc {
        return moments(typed, &Calendar::utc(calendar.now()));
    }
    let tidy = MomentKind.tidy(typed);
    if let Some(range) = [typed, &tidy].into_iter().find_map(|typed| calendar.moments(typed)) {
        return Some(DateRange { last: in_microseconds(range.last), ..range });
    }
    let time = match MomentKind.parse("Time", &tidy).ok()? {
        Value::Moment(time) => calendar.moment(time),
        Value::Text(_) | Value::Integer(_) | Value::Date(_) | Value::YesNo(_) => return None,
    };
    Some(DateRange { first: time, last: time })
}

/// Whether it is forgotten how a record was at a moment: at the time that was asked for, or else after
/// the change set of the moment.
pub fn is_forgotten(
    connection: &mut AnyConnection,
    forgotten: &Forgotten,
    (record, moment): (&PastRecord, Moment),
    asked: Option<NaiveDateTime>,
) -> QueryResult<bool> {
    Ok(match asked {
        Some(time) => forgotten.has(time),
        None if record.created_at.is_some_and(|made| !forgotten.has(made)) => false,
        None => moment == Moment::BEGINNING || forgotten_with(connection, moment.0)?.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::entity::zone::Zone;

    #[test]
    fn what_pages_say_happened_at_a_time_has_happened_then() {
        let kathmandu = Zone::named("Asia/Kathmandu").unwrap();
        let calendar = Calendar::new(kathmandu, NaiveDateTime::default());
        let last =
            |typed| last_moment(typed, &calendar).map(|time| time.format("%F %T").to_string());
        for (typed, time) in [
            ("2026-11-25T10:00", "2026-11-25 04:15:59"),
            ("2026-11-25 10:00 UTC", "2026-11-25 10:00:59"),
            ("2026-11-25T10:00:30", "2026-11-25 04:15:30"),
            ("2026-11-25 10:00:30.000001Z", "2026-11-25 10:00:30"),
            ("2026-11-25", "2026-11-25 18:14:59"),
            ("2026-11", "2026-11-30 18:14:59"),
        ] {
            assert_eq!(last(typed).as_deref(), Some(time), "{typed}");
        }
        assert_eq!((last(""), last("yesterday")), (None, None));
    }
}
