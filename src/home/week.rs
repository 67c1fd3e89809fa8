//! What became of records this week, each part with a link to where it is listed.
//!
//! Added are the records that are there and new, whatever program wrote them: those that the chart
//! shows. What was edited and deleted is what the history tells, to whoever may see it.

use chrono::NaiveDate;
use diesel::QueryResult;

use super::growth::Growth;
use super::words;
use crate::access::{ACTIVITY, Action, CurrentOperator};
use crate::db::{AnyConnection, Count};
use crate::panel::entity::calendar::Calendar;
use crate::panel::entity::names::Names;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Site;
use crate::panel::record::history::{ChangeKind, Totals};

/// The condition of a list for what was added this week.
const ADDED: &str = "created.week";

/// What the history tells of the last seven days.
pub(super) struct Week {
    first: NaiveDate,
    totals: Totals,
}

/// What became of so many records.
pub(super) struct Part {
    /// "12 added"
    pub(super) words: String,
    /// Where they are listed.
    pub(super) url: String,
}

impl Week {
    pub(super) fn read(connection: &mut AnyConnection, calendar: &Calendar) -> QueryResult<Self> {
        let first = calendar.first_of_week();
        let totals = Totals::since(connection, calendar.beginning(first))?;
        Ok(Self { first, totals })
    }

    /// What became of the records of an entity that grew like that, as far as they may know it.
    pub(super) fn parts(
        &self,
        site: &Site,
        operator: &CurrentOperator,
        names: &Names,
        growth: &Growth,
    ) -> Vec<Part> {
        let (path, since) = (names.path, self.first.to_string());
        let became = |kind: ChangeKind| match operator.may(Action::History, path) {
            true => self.totals.of(path, kind),
            false => Count::Exact(0),
        };
        let activity = |kind: ChangeKind| {
            let asked = [("kind", kind.word()), ("entity", path), ("since", &since)];
            format!("/{ACTIVITY}{}", query(asked))
        };
        let part = |count: Count, words: fn(Count) -> String, path: String| {
            let is_none = matches!(count, Count::Exact(0) | Count::AtLeast(0));
            (!is_none).then(|| Part { words: words(count), url: site.url(&path) })
        };
        let added = format!("/{path}{}", query([("where", ADDED)]));
        let (changed, deleted) = (ChangeKind::Changed, ChangeKind::Deleted);
        let parts = [
            part(growth.this_week(), words::added, added),
            part(became(changed), words::edits, activity(changed)),
            part(became(deleted), words::deleted, activity(deleted)),
        ];
        let mut parts: Vec<Part> = parts.into_iter().flatten().collect();
        // Others had so many changes that these were not looked for.
        if [changed, deleted].into_iter().any(|kind| became(kind) == Count::AtLeast(0)) {
            let all = query([("entity", path), ("since", &since)]);
            parts.push(Part {
                words: words::perhaps(!parts.is_empty()).to_owned(),
                url: site.url(&format!("/{ACTIVITY}{all}")),
            });
        }
        parts
    }
}

fn query<const N: usize>(asked: [(&str, &str); N]) -> String {
    let all = Inputs::default();
    asked.iter().fold(all, |all, (name, value)| all.with(name, value)).to_url_query()
}
