//! What was deleted and is not there again.

use std::collections::HashMap;

use diesel::dsl::{exists, not, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::change::{Change, Position};
use super::query::{ChangeSet, latest};
use super::subjects::is_of_subject;
use super::{ChangeKind, Origin};
use crate::db::{AnyConnection, BoxedFilter, Span, Stored, Walked, walk};
use crate::schema::{change_sets, change_subjects, changes};

/// A record that was deleted.
#[derive(Clone, Debug)]
pub struct Deletion {
    /// Its place in the history.
    pub place: Position,
    /// The id of the record.
    pub id: i64,
    /// What it was called, as the history holds it.
    pub title: String,
    /// What it was called before, where it is found by that alone.
    pub former: Option<String>,
    /// The change set.
    pub change_set: ChangeSet,
}

/// The ways by which records are brought back.
const BRINGING_BACK: [Origin; 2] = [Origin::Undo, Origin::Restore];

/// What is looked at of a deletion: its place, the record, its title, and whether it was brought back
/// since.
type Looked = (i64, i64, i64, Stored<String>, bool);

/// So many changes of records are looked at for what these were called before.
const MOST_FORMER: i64 = 10_000;

/// A deletion that was looked at.
struct Found {
    looked: Looked,
    /// Whether it is found by what it was called when it was deleted.
    is_found: bool,
    /// What it was called before, where it is found by that.
    former: Option<String>,
}

impl Found {
    fn place(&self) -> Position {
        Position { change_set: self.looked.0, number: self.looked.1 }
    }

    fn is_back(&self) -> bool {
        self.looked.4
    }
}

/// The deleted records of a table whose ids and titles pass, the last or one that they had before.
pub fn deletions(
    connection: &mut AnyConnection,
    table: &'static str,
    (span, size): (Span<Position>, usize),
    passes: impl Fn(i64, &str) -> bool,
) -> QueryResult<Walked<Deletion, Position>> {
    let load = |span: Span<Position>, limit| {
        let looked = load(connection, table, span, limit)?;
        let found = looked.into_iter().map(|looked| {
            let is_found = passes(looked.2, &title(&looked));
            Found { looked, is_found, former: None }
        });
        let mut found: Vec<Found> = found.collect();
        find_by_former_titles(connection, table, &mut found, &passes)?;
        Ok(found)
    };
    let is_shown = |it: &Found| !it.is_back() && (it.is_found || it.former.is_some());
    let Walked { rows, has_more, cut_at } = walk((span, size), Found::place, is_shown, load)?;
    let ids: Vec<i64> = rows.iter().map(|found| found.place().change_set).collect();
    let sets: Vec<ChangeSet> = change_sets::table
        .filter(change_sets::id.eq_any(ids))
        .select(ChangeSet::as_select())
        .load(connection)?;
    let deletion = |found: Found| {
        let place = found.place();
        let change_set = sets.iter().find(|set| set.id == place.change_set)?.clone();
        let Found { looked, former, .. } = found;
        Some(Deletion { place, id: looked.2, title: title(&looked), former, change_set })
    };
    let rows = rows.into_iter().filter_map(deletion).collect();
    Ok(Walked { rows, has_more, cut_at })
}

fn title((_, _, _, title, _): &Looked) -> String {
    title.clone().value().unwrap_or_default()
}

/// Finds those that were called otherwise when they were deleted, by what they were called before.
fn find_by_former_titles(
    connection: &mut AnyConnection,
    table: &'static str,
    found: &mut [Found],
    passes: impl Fn(i64, &str) -> bool,
) -> QueryResult<()> {
    type Titled = (i64, i64, Stored<String>, Stored<String>);
    let mut others: HashMap<i64, Vec<&mut Found>> = HashMap::new();
    for it in found.iter_mut().filter(|it| !it.is_found && !it.is_back()) {
        others.entry(it.looked.2).or_default().push(it);
    }
    if others.is_empty() {
        return Ok(());
    }
    let titles: Vec<Titled> = change_subjects::table
        .inner_join(changes::table.on(is_of_subject()))
        .filter(change_subjects::entity.eq(table))
        .filter(change_subjects::record_id.eq_any(others.keys().copied().collect::<Vec<_>>()))
        .filter(changes::entity.eq(table))
        .filter(changes::record_id.eq(change_subjects::record_id))
        .limit(MOST_FORMER)
        .select((changes::record_id, changes::change_set_id, changes::title, changes::other_title))
        .load(connection)?;
    for (id, change_set, title, before) in titles {
        for title in [title, before].map(String::from) {
            if title.is_empty() || !passes(id, &title) {
                continue;
            }
            let deletions = others.get_mut(&id).into_iter().flatten();
            for it in deletions.filter(|it| change_set <= it.place().change_set) {
                it.former = Some(title.clone());
            }
        }
    }
    Ok(())
}

/// So many deletions from a place on.
fn load(
    connection: &mut AnyConnection,
    table: &'static str,
    span: Span<Position>,
    limit: i64,
) -> QueryResult<Vec<Looked>> {
    let deletions =
        changes::table.filter(changes::entity.eq(table)).filter(is_deletion()).limit(limit).select(
            (
                changes::change_set_id,
                changes::number,
                changes::record_id,
                changes::title,
                is_back(),
            ),
        );
    let (set, number) = (changes::change_set_id, changes::number);
    match span {
        Span::Before(place) => deletions
            .filter(set.le(place.change_set))
            .filter(set.lt(place.change_set).or(number.lt(place.number)))
            .order((set.desc(), number.desc()))
            .load(connection),
        Span::After(place) => deletions
            .filter(set.ge(place.change_set))
            .filter(set.gt(place.change_set).or(number.gt(place.number)))
            .order((set.asc(), number.asc()))
            .load(connection),
    }
}

/// Whether a change is a deletion: the index holds these alone, and is found by this very condition.
pub(super) fn is_deletion() -> SqlLiteral<Bool> {
    sql("changes.kind = 'deleted'")
}

/// Whether the record of a deletion was brought back since. What was made anew under the same id is
/// another record, and this one is still deleted.
fn is_back() -> BoxedFilter<changes::table> {
    let back = diesel::alias!(changes as back);
    let is_change = back
        .field(changes::change_set_id)
        .eq(change_subjects::change_set_id)
        .and(back.field(changes::number).eq(change_subjects::number));
    let restored = change_subjects::table
        .inner_join(back.on(is_change))
        .inner_join(change_sets::table.on(change_sets::id.eq(change_subjects::change_set_id)))
        .filter(change_subjects::entity.eq(changes::entity))
        .filter(change_subjects::record_id.eq(changes::record_id))
        .filter(change_subjects::change_set_id.gt(changes::change_set_id))
        .filter(back.field(changes::entity).eq(changes::entity))
        .filter(back.field(changes::record_id).eq(changes::record_id))
        .filter(back.field(changes::kind).eq(ChangeKind::Created.word()))
        .filter(change_sets::origin.eq_any(BRINGING_BACK.map(Origin::word)));
    Box::new(exists(restored))
}

/// What brought the record of a deletion back last, and whether it was deleted again since.
pub fn brought_back(
    connection: &mut AnyConnection,
    deletion: &Change,
) -> QueryResult<Option<(ChangeSet, bool)>> {
    let back: Option<ChangeSet> = change_subjects::table
        .inner_join(changes::table.on(is_of_subject()))
        .inner_join(change_sets::table)
        .filter(change_subjects::entity.eq(&deletion.entity))
        .filter(change_subjects::record_id.eq(deletion.record_id))
        .filter(change_subjects::change_set_id.gt(deletion.change_set_id))
        .filter(changes::entity.eq(&deletion.entity))
        .filter(changes::record_id.eq(deletion.record_id))
        .filter(changes::kind.eq(ChangeKind::Created.word()))
        .filter(change_sets::origin.eq_any(BRINGING_BACK.map(Origin::word)))
        .order((change_subjects::change_set_id.desc(), change_subjects::number.desc()))
        .select(ChangeSet::as_select())
        .first(connection)
        .optional()?;
    let Some(back) = back else { return Ok(None) };
    let last = latest(connection, &deletion.entity, deletion.record_id)?;
    let is_gone = last.is_some_and(|(_, change)| change.kind() == Some(ChangeKind::Deleted));
    Ok(Some((back, is_gone)))
}

/// How many records are in the trash that these change sets deleted.
pub(super) fn count_deleted(connection: &mut AnyConnection, sets: &[i64]) -> QueryResult<i64> {
    changes::table
        .filter(changes::change_set_id.eq_any(sets))
        .filter(is_deletion())
        .filter(not(is_back()))
        .count()
        .get_result(connection)
}
