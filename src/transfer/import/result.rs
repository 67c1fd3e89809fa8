//! The page that says what each row of a file comes to.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use diesel::QueryResult;

use super::store::{self, Import, ImportRow, ImportState, Outcome, imported_before};
use super::target::Target;
use super::{page_of, words};
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::entity::when::When;
use crate::panel::entity::words::grouped;
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;
use crate::panel::record::history::Reason;
use crate::panel::record::references::References;

/// So many rows one page shows.
const SIZE: i64 = 50;
/// So much of a value is shown.
const LONGEST: usize = 300;

#[derive(Template)]
#[template(path = "transfer/import/result.html")]
struct ResultPage {
    layout: Layout,
    names: Names,
    import: Import,
    path: String,
    tabs: Vec<Tab>,
    outcome: Outcome,
    lines: Vec<Line>,
    /// Where the rows before these and behind them are.
    previous: Option<String>,
    next: Option<String>,
    /// What differs where the dry run was run anew.
    mark: String,
    /// When the very same file was imported before.
    before: Option<When>,
    /// Columns that are put into nothing.
    left_out: Vec<String>,
    problem: String,
    reason: Reason,
}

/// The rows that come to the same.
struct Tab {
    outcome: Outcome,
    label: &'static str,
    count: String,
    url: String,
}

/// A row of the file.
struct Line {
    line: i64,
    title: String,
    /// The page of the record; empty where there is none.
    path: String,
    changes: Vec<Shift>,
    problems: Vec<(String, String)>,
    /// What the file has.
    cells: Vec<String>,
}

/// What becomes of one field.
struct Shift {
    label: String,
    before: String,
    after: String,
}

/// What is read for the page.
pub struct Shown {
    import: Import,
    outcome: Outcome,
    rows: Vec<ImportRow>,
    has_previous: bool,
    has_next: bool,
    references: References,
    targets: HashMap<String, Target>,
    operator: Arc<CurrentOperator>,
    before: Option<When>,
}

/// In the order of the tabs.
const TABS: [Outcome; 4] =
    [Outcome::Created, Outcome::Changed, Outcome::Unchanged, Outcome::Refused];

impl Shown {
    /// Reads the rows that were asked for.
    pub fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        (entity, import): (&'static Entity, Import),
        asked: &Inputs,
    ) -> QueryResult<Self> {
        let filled = [Outcome::Refused, Outcome::Changed, Outcome::Created, Outcome::Unchanged];
        let first = filled.into_iter().find(|outcome| import.counts.of(*outcome) > 0);
        let outcome = asked.get("show").and_then(Outcome::of_word).or(first);
        let outcome = outcome.unwrap_or(Outcome::Created);
        let number = |name: &str| asked.get(name).and_then(|text| text.parse::<i64>().ok());
        let (rows, has_previous, has_next) = match number("before") {
            Some(before) => {
                let asked = (before, SIZE + 1);
                let mut rows = store::rows_before(connection, import.id, outcome, asked)?;
                let has_previous = rows.len() as i64 > SIZE;
                rows.truncate(SIZE as usize);
                rows.reverse();
                (rows, has_previous, true)
            }
            None => {
                let from = number("from").unwrap_or_default();
                let asked = (from, SIZE + 1);
                let mut rows = store::rows_from(connection, import.id, Some(outcome), asked)?;
                let has_next = rows.len() as i64 > SIZE;
                rows.truncate(SIZE as usize);
                (rows, from > 0, has_next)
            }
        };
        let targets = Target::all(entity, operator);
        let targets: HashMap<String, Target> =
            targets.into_iter().map(|target| (target.name(), target)).collect();
        let changes: Vec<_> = rows.iter().map(ImportRow::changed).collect();
        let values = changes.iter().flatten().filter_map(|(name, before, after)| {
            let field = targets.get(name)?.field()?;
            Some([(field, before.as_str()), (field, after.as_str())])
        });
        let references = References::read(connection, operator, values.flatten())?;
        let before = match import.state {
            ImportState::Checked => imported_before(connection, &import)?,
            _ => None,
        };
        let now = crate::db::now();
        Ok(Self {
            before: before.and_then(|at| When::of(at, now)),
            import,
            outcome,
            rows,
            has_previous,
            has_next,
            references,
            targets,
            operator: Arc::clone(operator),
        })
    }
}

/// The page, where something is wrong with what was sent.
///
/// # Errors
/// Where its template fails.
pub fn page(
    request: &Request,
    entity: &'static Entity,
    shown: Shown,
    (status, problem): (StatusCode, &str),
) -> Result<HttpResponse, Error> {
    with_reason(request, entity, shown, (status, problem), Reason::default())
}

/// The same with the reason as it was typed.
///
/// # Errors
/// Where its template fails.
pub fn with_reason(
    request: &Request,
    entity: &'static Entity,
    shown: Shown,
    (status, problem): (StatusCode, &str),
    reason: Reason,
) -> Result<HttpResponse, Error> {
    let import = &shown.import;
    let path = request.site.url(&page_of(entity, Id(import.id)));
    let tab = |outcome: Outcome| Tab {
        outcome,
        label: words::outcome(outcome),
        count: grouped(import.counts.of(outcome)),
        url: format!("{path}?show={}", outcome.word()),
    };
    let url =
        |way: &str, number: i64| format!("{path}?show={}&{way}={number}", shown.outcome.word());
    let (first, last) = (shown.rows.first(), shown.rows.last());
    let named = import.settings.columns.iter().zip(&import.settings.targets);
    let left_out = named.filter(|(_, target)| target.is_empty()).map(|(name, _)| name.clone());
    let heading = words::import_from(&entity.names.several(), &import.file_name);
    let view = ResultPage {
        layout: request.layout(title(&heading, status.is_client_error()), entity.names.path),
        names: entity.names,
        tabs: TABS.into_iter().map(tab).collect(),
        outcome: shown.outcome,
        previous: first.filter(|_| shown.has_previous).map(|row| url("before", row.number)),
        next: last.filter(|_| shown.has_next).map(|row| url("from", row.number + 1)),
        lines: shown.rows.iter().map(|row| line(entity, row, &shown)).collect(),
        mark: import.mark(),
        before: shown.before,
        left_out: left_out.collect(),
        path,
        problem: problem.to_owned(),
        reason,
        import: shown.import,
    };
    request.page(status, &view)
}

impl Import {
    /// What differs where the dry run was run anew.
    pub fn mark(&self) -> String {
        let at = self.updated_at.get().map_or(0, |at| at.and_utc().timestamp_micros());
        format!("{at}.{}", self.counts.in_words())
    }
}

impl ImportRow {
    /// What it changes: the name of a target, the text before and the text after.
    fn changed(&self) -> Vec<(String, String, String)> {
        serde_json::from_str(&self.changes).unwrap_or_default()
    }
}

fn line(entity: &'static Entity, row: &ImportRow, shown: &Shown) -> Line {
    let words = |field: Option<&Field>, text: &str| {
        let words = field.map_or_else(String::new, |field| shown.references.shown(field, text));
        cut(if words.is_empty() { text } else { &words })
    };
    let shift = |(name, before, after): (String, String, String)| {
        let target = shown.targets.get(&name);
        let field = target.and_then(Target::field);
        let label = match (target.and_then(|target| target.relation), field) {
            (None, Some(field)) => field.label.to_owned(),
            _ => target.map_or(name, Target::label),
        };
        Shift { label, before: words(field, &before), after: words(field, &after) }
    };
    let is_seen = shown.operator.sees(entity.table());
    let cells: Vec<Option<String>> = match row.outcome == Outcome::Refused.word() {
        true => serde_json::from_str(&row.cells).unwrap_or_default(),
        false => Vec::new(),
    };
    Line {
        line: row.line,
        title: row.title.clone(),
        path: match row.record_id.filter(|_| is_seen) {
            Some(id) => format!("/{}/{id}", entity.table()),
            None => String::new(),
        },
        changes: row.changed().into_iter().map(shift).collect(),
        problems: serde_json::from_str(&row.problems).unwrap_or_default(),
        cells: cells.into_iter().flatten().map(|cell| cut(&cell)).collect(),
    }
}

fn cut(text: &str) -> String {
    let mut cut: String = text.chars().take(LONGEST).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

impl ResultPage {
    fn is_checked(&self) -> bool {
        self.import.state == ImportState::Checked
    }

    fn is_imported(&self) -> bool {
        self.import.state == ImportState::Imported
    }

    /// What the button does.
    fn button(&self) -> String {
        words::button(self.names, &self.import.counts)
    }

    fn refused(&self) -> String {
        words::lines(self.import.counts.refused)
    }

    /// Whether nothing is to be done.
    fn is_nothing(&self) -> bool {
        self.import.counts.written() == 0
    }
}
