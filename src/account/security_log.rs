//! The security log, for those who manage operators.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::words;
use crate::access::{self, EventFilter, Kind, Line, Placed, Requirement};
use crate::db::TimePlace;
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::cell::Cell;
use crate::panel::entity::date_range::DateRange;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::list::pager::Pager;
use crate::panel::list::walked::{Ends, is_on_first, paged, placed, span};

/// How many lines one page holds.
const SIZE: usize = 100;

#[derive(Template)]
#[template(path = "account/security_log.html")]
struct LogPage {
    layout: Layout,
    kinds: &'static [Kind],
    asked: Asked,
    events: Vec<Line>,
    pager: Pager,
}

/// The filter as it was typed.
#[derive(Clone, Debug, Default)]
struct Asked {
    who: String,
    what: String,
    from: Time,
    to: Time,
}

/// A time as it was typed.
#[derive(Clone, Debug, Default)]
struct Time {
    typed: String,
    range: Option<DateRange>,
}

impl Time {
    fn parse(typed: String, calendar: &Calendar) -> Self {
        Self { range: calendar.moments(&typed), typed }
    }

    /// What is wrong with it.
    fn problem(&self) -> Option<&'static str> {
        let is_wrong = !self.typed.is_empty() && self.range.is_none();
        is_wrong.then_some(words::NO_TIME)
    }
}

impl Asked {
    fn read(query: &Inputs, calendar: &Calendar) -> Self {
        // PostgreSQL has no text with a NUL, which no name holds.
        let plain = |text: &str| text.trim().replace('\0', "\u{fffd}");
        let typed = |name| plain(query.get(name).unwrap_or_default());
        let time = |name| Time::parse(typed(name), calendar);
        Self { who: typed("who"), what: typed("what"), from: time("from"), to: time("to") }
    }

    fn filter(&self) -> EventFilter {
        EventFilter {
            operator: Some(self.who.clone()).filter(|who| !who.is_empty()),
            kind: Kind::of_word(&self.what),
            first: self.from.range.map(|range| range.first),
            last: self.to.range.map(|range| range.last),
        }
    }

    /// As the address has it, but for the page.
    fn inputs(&self) -> Inputs {
        [
            ("who", &self.who),
            ("what", &self.what),
            ("from", &self.from.typed),
            ("to", &self.to.typed),
        ]
        .into_iter()
        .filter(|(_, typed)| !typed.is_empty())
        .fold(Inputs::default(), |inputs, (name, typed)| inputs.and(name, typed))
    }

    fn is_empty(&self) -> bool {
        self.inputs().pairs().is_empty()
    }
}

/// `GET /security-log`
pub async fn security_log(request: Request) -> Result<HttpResponse, Error> {
    let (query, clock) = (request.query.clone(), request.clock());
    let span = span(&query, TimePlace::LATEST);
    let (asked, walked) = request
        .read(Requirement::Operators, move |connection, operator| {
            let asked = Asked::read(&query, &clock.calendar(operator));
            let walked = access::events(connection, &asked.filter(), (span, SIZE))?;
            Ok((asked, walked))
        })
        .await?;
    let inputs = asked.inputs();
    if is_on_first(span, &walked) {
        // The first page holds these.
        let path = format!("/security-log{}", inputs.to_url_query());
        return Ok(request.redirect(&path, ""));
    }
    let path = request.site.url("/security-log");
    let url = |span| format!("{path}{}", placed(&inputs, span).to_url_query());
    let ends = Ends { latest: TimePlace::LATEST, earliest: TimePlace::EARLIEST };
    let page = paged((span, ends), walked, |(place, _): &Placed| *place, None, url);
    let view = LogPage {
        layout: request.layout(words::SECURITY_LOG, ""),
        kinds: Kind::ALL,
        asked,
        events: page.rows.into_iter().map(|(_, line)| line).collect(),
        pager: page.pager,
    };
    request.page(StatusCode::OK, &view)
}
