//! The page that says what each row of a file comes to.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::before::Before;
use super::job::RowName;
use super::store::{self, Import, ImportRow, ImportState, Outcome};
use super::target::Target;
use super::{page_of, words};
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::entity::register::Register;
use crate::panel::entity::words::{capitalized, grouped};
use crate::panel::http::error::Error;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;
use crate::panel::record::history::{Author, Reason};
use crate::panel::record::references::References;
use crate::transfer::jobs::Since;

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
    /// What an earlier import of the very same file has written.
    before: Option<Before>,
    /// Who imported it, and when.
    author: Option<Author>,
    /// What became since of what was imported.
    since: Since,
    /// The change set of what was imported.
    change_set: Option<i64>,
    /// Columns that are put into nothing.
    left_out: Vec<String>,
    problem: String,
    /// What is said of the row that stopped an import and is shown first.
    stopped_at: Option<String>,
    typed: Typed,
}

/// What is said beside the rows of a file when it is confirmed, as it was typed.
#[derive(Default)]
pub struct Typed {
    /// Why it is imported.
    pub reason: Reason,
    /// Whether refused lines are left out.
    pub skip: bool,
    /// Whether what an earlier import of the file has added is added once more.
    pub again: bool,
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
    /// What the file has: the names of columns, and what stands there.
    cells: Vec<(String, String)>,
}

/// What becomes of one field.
struct Shift {
    label: String,
    before: String,
    after: String,
    /// What is said where it is empty afterwards.
    none: String,
}

/// What is read for the page.
pub struct Shown {
    import: Import,
    outcome: Outcome,
    rows: Vec<ImportRow>,
    /// The row that stopped an import, where it is shown first.
    stopped_at: Option<RowName>,
    has_previous: bool,
    has_next: bool,
    references: References,
    targets: HashMap<String, Target>,
    operator: Arc<CurrentOperator>,
    before: Option<Before>,
    since: Since,
}

/// In the order of the tabs.
const TABS: [Outcome; 4] =
    [Outcome::Created, Outcome::Changed, Outcome::Unchanged, Outcome::Refused];

impl Shown {
    /// Reads the rows that were asked for.
    pub fn read(
        connection: &mut AnyConnection,
        operator: &Arc<CurrentOperator>,
        (register, now): (&'static Register, NaiveDateTime),
        (entity, import): (&'static Entity, Import),
        asked: &Inputs,
    ) -> QueryResult<Self> {
        let filled = [Outcome::Refused, Outcome::Changed, Outcome::Created, Outcome::Unchanged];
        let first = filled.into_iter().find(|outcome| import.counts.of(*outcome) > 0);
        let shown = asked.get("show").and_then(Outcome::of_word);
        let stopped_at = match (shown, import.settings.stopped_at) {
            (None, line @ 1..) if import.state == ImportState::Checked => {
                store::row_at(connection, import.id, line)?
            }
            _ => None,
        };
        let found = stopped_at.as_ref().and_then(|row| Outcome::of_word(&row.outcome));
        let outcome = shown.or(found).or(first).unwrap_or(Outcome::Created);
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
                let stopped_at = stopped_at.as_ref().map(|row| row.number);
                let from = number("from").or(stopped_at).unwrap_or_default();
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
            ImportState::Checked => Before::find(connection, entity, &import)?,
            _ => None,
        };
        let imported = import.change_set_id.filter(|_| import.state == ImportState::Imported);
        let since = Since::of(connection, (operator, register), imported, now)?;
        Ok(Self {
            before,
            since,
            import,
            outcome,
            rows,
            stopped_at: stopped_at.as_ref().map(RowName::from),
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
    let reason = Reason { text: shown.import.settings.reason.clone(), error: None };
    let typed = Typed { reason, ..Typed::default() };
    with_typed(request, entity, shown, (status, problem), typed)
}

/// The same with what was typed.
///
/// # Errors
/// Where its template fails.
pub fn with_typed(
    request: &Request,
    entity: &'static Entity,
    shown: Shown,
    (status, problem): (StatusCode, &str),
    typed: Typed,
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
    let left_out = import.left_out().into_iter().map(str::to_owned).collect();
    let now = request.state().clock.now();
    let author = shown.before.as_ref().map(|before| before.author(&shown.operator, now));
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
        author: author.flatten(),
        before: shown.before,
        since: shown.since,
        change_set: shown.import.change_set_id,
        left_out,
        path,
        problem: problem.to_owned(),
        stopped_at: shown.stopped_at.map(|row| words::stopped_at(shown.import.format, &row)),
        typed,
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
    let shown_as = |field: Option<&Field>, text: &str| {
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
        let none = words::EMPTY.to_owned();
        Shift { label, before: shown_as(field, &before), after: shown_as(field, &after), none }
    };
    let is_seen = shown.operator.sees(entity.table());
    let mut names = shown.import.settings.columns.iter();
    let cells: Vec<Option<String>> = match row.outcome == Outcome::Refused.word() {
        true => serde_json::from_str(&row.cells).unwrap_or_default(),
        false => Vec::new(),
    };
    let named = |cell: Option<String>| {
        (names.next().cloned().unwrap_or_default(), cut(&cell.unwrap_or_default()))
    };
    Line {
        line: row.line,
        title: row.title.clone(),
        path: match row.record_id.filter(|_| is_seen) {
            Some(id) => format!("/{}/{id}", entity.table()),
            None => String::new(),
        },
        changes: row.changed().into_iter().map(shift).chain(without(row, shown)).collect(),
        problems: row.problems(),
        cells: cells.into_iter().map(named).filter(|(_, cell)| !cell.is_empty()).collect(),
    }
}

/// What a new record is not given one of, although the file has columns for it: they are empty.
fn without(row: &ImportRow, shown: &Shown) -> Vec<Shift> {
    let changed = row.changed();
    let is_given =
        |one: &str| changed.iter().any(|(name, ..)| name.starts_with(&format!("{one}.")));
    let targets = shown.import.settings.targets.iter().filter_map(|it| shown.targets.get(it));
    let relations = targets.filter_map(|target| target.relation);
    let mut ones: Vec<&str> = relations.map(|relation| relation.entity.names.one).collect();
    ones.dedup();
    ones.retain(|one| row.outcome == Outcome::Created.word() && !is_given(one));
    let shift = |one: &str| Shift {
        label: capitalized(one),
        before: String::new(),
        after: String::new(),
        none: words::no(one),
    };
    ones.into_iter().map(shift).collect()
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

    /// What an earlier import of the file has written.
    fn added(&self, before: &Before) -> String {
        words::records(self.names, before.count)
    }

    fn refused(&self) -> String {
        words::lines(self.import.counts.refused)
    }

    /// Whether nothing is to be done.
    fn is_nothing(&self) -> bool {
        self.import.counts.written() == 0
    }
}
