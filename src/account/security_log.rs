//! The security log, for those who manage operators.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::access::{self, EventFilter, EventKey, EventPlace, Kind, Line, Requirement};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::date_range::DateRange;
use crate::panel::entity::words::counted;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::{Layout, Request};
use crate::panel::list::pager::Pager;

/// How many lines one page holds.
const SIZE: usize = 100;

/// What the page is asked by: who, what, from when, until when.
const FIELDS: [&str; 4] = ["who", "what", "from", "to"];
/// The places of pages in its address.
const BEFORE: &str = "before";
const AFTER: &str = "after";
const PAGE: &str = "page";
const LAST: &str = "last";

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
    from: String,
    to: String,
    /// What is wrong with the times.
    problem: Option<&'static str>,
}

impl Asked {
    fn read(query: &Inputs) -> (Self, EventFilter) {
        // PostgreSQL has no text with a NUL, which no name holds.
        let plain = |text: &str| text.trim().replace('\0', "\u{fffd}");
        let typed = |name| plain(query.get(name).unwrap_or_default());
        let [who, what, from, to] = FIELDS.map(typed);
        let (first, last) = (DateRange::parse(&from), DateRange::parse(&to));
        let is_wrong = |text: &str, range: Option<DateRange>| !text.is_empty() && range.is_none();
        let problem = (is_wrong(&from, first) || is_wrong(&to, last))
            .then_some("Enter times like 2026-11, 2026-11-22 or 2026-11-22 13:55.");
        let filter = EventFilter {
            operator: Some(who.clone()).filter(|who| !who.is_empty()),
            kind: Kind::of_word(&what),
            first: first.map(|range| range.first),
            last: last.map(|range| range.last),
        };
        (Self { who, what, from, to, problem }, filter)
    }

    fn is_empty(&self) -> bool {
        [&self.who, &self.what, &self.from, &self.to].iter().all(|text| text.is_empty())
    }
}

/// `GET /security-log`
pub async fn security_log(request: Request) -> Result<HttpResponse, Error> {
    let (asked, filter) = Asked::read(&request.query);
    let place = place(&request.query);
    let page = request
        .read(Requirement::Operators, move |connection, _| {
            access::events(connection, &filter, place, SIZE)
        })
        .await?;
    let path = request.site.url("/security-log");
    let kept = [BEFORE, AFTER, PAGE].into_iter().fold(request.query.clone(), Inputs::without);
    let url = |name: &str, value: &str| {
        format!("{path}{}", kept.clone().with(name, value).to_url_query())
    };
    let shown = i64::try_from(page.lines.len()).unwrap_or(i64::MAX);
    let mut pager = Pager::uncounted(counted(shown, "event", "events"));
    if let Some(later) = page.later {
        pager.first = Some(format!("{path}{}", kept.to_url_query()));
        pager.previous = Some(url(AFTER, &later.to_string()));
    }
    if let Some(earlier) = page.earlier {
        pager.next = Some(url(BEFORE, &earlier.to_string()));
        pager.last = Some(url(PAGE, LAST));
    }
    let layout = request.layout("Security log", "");
    let view = LogPage { layout, kinds: Kind::ALL, asked, events: page.lines, pager };
    request.page(StatusCode::OK, &view)
}

fn place(query: &Inputs) -> EventPlace {
    let key = |name| query.get(name).and_then(EventKey::parse);
    match (key(BEFORE), key(AFTER)) {
        (Some(key), _) => EventPlace::Before(key),
        (None, Some(key)) => EventPlace::After(key),
        (None, None) if query.get(PAGE) == Some(LAST) => EventPlace::Earliest,
        (None, None) => EventPlace::Latest,
    }
}
