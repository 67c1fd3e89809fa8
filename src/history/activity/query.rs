//! What the address of the activity asks for.

use chrono::NaiveDate;

use super::super::change::seen_tables;
use super::super::words;
use crate::access::{Action, CurrentOperator};
use crate::db::search::Words;
use crate::db::{Span, YEARS};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::kind::tidy;
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::{Link, Side};
use crate::panel::http::inputs::Inputs;
use crate::panel::list::query::{DEFAULT_SIZE, page_size};
use crate::panel::list::walked::span;
use crate::panel::list::words::{NO_PAGE_SIZE, first_words};
use crate::panel::record::history::{Activity, ActivityPlace, ChangeKind};

/// Stands for those who are no operators: commands.
pub const NOBODY: &str = "none";

/// What is asked for, every part checked.
#[derive(Clone)]
pub struct ActivityQuery {
    /// The conditions.
    pub activity: Activity,
    /// What is searched for among the titles of records.
    pub search: String,
    /// Its words.
    pub words: Words,
    /// The first day, and the last, as they were asked for.
    pub days: [Option<NaiveDate>; 2],
    /// How many change sets one page holds.
    pub size: i64,
    /// Which page.
    pub span: Span<ActivityPlace>,
    /// What was asked for and cannot be had.
    pub notes: Vec<String>,
}

impl ActivityQuery {
    /// Reads the query of the address.
    pub fn parse(
        inputs: &Inputs,
        register: &'static Register,
        operator: &CurrentOperator,
        calendar: &Calendar,
    ) -> Self {
        let told = |entity: &&'static Entity| operator.may(Action::History, entity.table());
        let mut notes = Vec::new();
        let asked = |name: &str| inputs.get(name).map(str::trim).filter(|text| !text.is_empty());
        let entity = asked("entity").and_then(|path| {
            let entity = register.entity(path).filter(told);
            known(entity, words::NO_ENTITY, &mut notes)
        });
        let kind = asked("kind").and_then(|word| {
            let kind = ChangeKind::of_word(word);
            known(kind, words::NO_ACTION, &mut notes)
        });
        let who = asked("operator").and_then(|text| {
            let who = if text == NOBODY { Some(None) } else { text.parse().ok().map(Some) };
            known(who, words::NO_OPERATOR, &mut notes)
        });
        let days = ["since", "until"].map(|name| {
            let day = day(asked(name)?);
            known(day, words::NO_DATE, &mut notes)
        });
        let size = asked("size").and_then(|text| known(page_size(text), NO_PAGE_SIZE, &mut notes));
        let search = tidy(asked("q").unwrap_or_default());
        let words = Words::of(&search);
        notes.extend(words.is_cut().then(first_words));
        let [since, until] = days;
        let activity = Activity {
            seen: seen_tables(register, operator),
            entity: entity.map(Entity::table),
            tables: entity.map(|entity| tables_of(register, entity)),
            operator: who,
            kind,
            since: since.map(|day| calendar.beginning(day)),
            until: until.and_then(|day| day.succ_opt()).map(|day| calendar.beginning(day)),
        };
        let (latest, is_timed) = (activity.ends().latest, (since, until) != (None, None));
        // A place in the other order is none in this one.
        let span = match span(inputs, latest) {
            Span::Before(place) | Span::After(place)
                if is_timed != matches!(place, ActivityPlace::Time(_)) =>
            {
                Span::Before(latest)
            }
            span => span,
        };
        Self { activity, search, words, days, size: size.unwrap_or(DEFAULT_SIZE), span, notes }
    }

    /// What is asked for, as the address has it, but for the page.
    pub fn inputs(&self) -> Inputs {
        let search = Some(self.search.clone()).filter(|search| !search.is_empty());
        let size = (self.size != DEFAULT_SIZE).then(|| self.size.to_string());
        let Activity { entity, operator, kind, .. } = &self.activity;
        let who = operator.map(|id| id.map_or(NOBODY.to_owned(), |id| id.to_string()));
        let [since, until] = self.days.map(|day| day.map(|day| day.to_string()));
        [
            ("operator", who),
            ("kind", kind.map(|kind| kind.word().to_owned())),
            ("entity", entity.map(str::to_owned)),
            ("since", since),
            ("until", until),
            ("q", search),
            ("size", size),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .fold(Inputs::default(), |inputs, (name, value)| inputs.and(name, &value))
    }

    /// Whether everything is asked for.
    pub fn is_everything(&self) -> bool {
        self.inputs().without("size").pairs().is_empty()
    }
}

/// What is asked for, or a note that there is no such thing.
fn known<T>(found: Option<T>, note: &str, notes: &mut Vec<String>) -> Option<T> {
    notes.extend(found.is_none().then(|| note.to_owned()));
    found
}

/// The table of an entity, and those of its links.
fn tables_of(register: &'static Register, entity: &Entity) -> Vec<&'static str> {
    let is_side = |link: &&&Link| {
        [Side::First, Side::Second].iter().any(|side| link.side(*side).entity.is(entity))
    };
    let links = register.links.iter().filter(is_side).map(|link| link.table);
    std::iter::once(entity.table()).chain(links).collect()
}

/// A day that every database can name, and the one behind it as well.
fn day(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike as _;
    let day: NaiveDate = text.parse().ok()?;
    (YEARS.contains(&day.year()) && day.year() < *YEARS.end()).then_some(day)
}
