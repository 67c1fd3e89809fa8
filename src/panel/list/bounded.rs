//! Reading a page of a search or of a filtered list within a budget of rows, where the database
//! cannot stop a statement.
//!
//! Indexes say which rows come into question: those with the trigrams of a word, those whose age is
//! 30. Whichever leads to the fewest decides the way.
//!
//! - A few are all looked at, and sorted.
//! - Many are gathered, and met in the order of the list: its rows are walked through, by an index
//!   alone, and looked at where they are among the candidates. Where the page is not filled by so
//!   many rows as should hold them eight times, or as cost as much, all candidates are looked at.
//! - Of so many that some are met soon, the first rows are looked at without asking. Where that does
//!   not fill the page, the candidates are gathered and met after all, if they are not too many.
//!   Otherwise the page is what the walk has found, says how far it came, and leads on from there.

use std::time::Instant;

use diesel::QueryResult;

use super::cursor::Cursor;
use super::limits::COUNTED;
use super::query::{ListQuery, Lookup};
use super::rows::{Extent, Rows, assembled, by_ids, page};
use super::window::Window;
use crate::db::bounded::{Share, Walk, first_of, ids, weigh};
use crate::db::search::SearchPlan;
use crate::db::{AnyConnection, Count, Counts, count_most};

/// What a row costs, as the number of rows that are walked past by an index in that time.
mod cost {
    /// To gather the id of a candidate.
    pub const GATHERED: i64 = 2;
    /// To see whether a row is among the candidates...
    pub const MET: i64 = 2;
    /// ...and to look up what belongs to it in one other table, by an index alone.
    pub const LOOKED_UP: i64 = 4;
    /// To read a row...
    pub const READ: i64 = 20;
    /// ...and what is related to it in one other table.
    pub const RELATED: i64 = 60;
    /// To read a candidate, and sort it.
    pub const SORTED: i64 = 30;
}

/// The candidates that indexes lead to.
struct Candidates {
    /// The numbers of the queries that all find them; none where all rows are candidates.
    chosen: Vec<usize>,
    /// How many, to one more than the limit.
    number: i64,
    /// About how many rows the table has.
    rows: i64,
}

impl Candidates {
    /// Those that the most selective index leads to; or those that several lead to, where each
    /// leads to no more than can be gathered.
    fn of(connection: &mut AnyConnection, query: &ListQuery) -> QueryResult<Self> {
        let limit = query.budget.gathered;
        let weights = weigh(connection, query.entity.id, query.entries(), limit)?;
        let rows = weights.rows;
        let number = |nth: &usize| weights.found.get(*nth).copied().unwrap_or(rows);
        let all = 0..weights.found.len();
        let few: Vec<usize> = all.clone().filter(|nth| number(nth) <= limit.of(rows)).collect();
        if few.len() > 1 {
            let both = weigh(connection, query.entity.id, vec![query.chosen(&few)], limit)?;
            return Ok(Self { chosen: few, number: both.found.iter().sum(), rows });
        }
        let fewest = all.min_by_key(number);
        let number = fewest.as_ref().map_or(rows, number);
        Ok(Self { chosen: fewest.into_iter().collect(), number, rows })
    }

    fn are(&self, limit: Share) -> bool {
        self.number <= limit.of(self.rows)
    }

    /// How many rows of the list are walked past, as like as not, until the page is full.
    fn expected(&self, query: &ListQuery) -> i64 {
        query.wanted().saturating_mul(self.rows) / self.number.max(1)
    }

    /// How many other tables are looked through for words, and of how many of these any number of
    /// rows belong to one of the list.
    fn looked_through(query: &ListQuery) -> (i64, i64) {
        match query.words.is_empty() {
            true => (0, 0),
            false => {
                let scope = query.scope();
                (length(&scope.related), length_of(scope.number_of_many()))
            }
        }
    }

    /// What it costs to see whether one row is among them.
    fn met_for(query: &ListQuery) -> i64 {
        let (_, many) = Self::looked_through(query);
        cost::MET + cost::LOOKED_UP * many
    }

    /// Whether it costs less to gather them, and see which rows are among them until the page is
    /// full, than to read each of these rows.
    fn are_worth_gathering(&self, query: &ListQuery) -> bool {
        let (related, _) = Self::looked_through(query);
        let read = cost::READ + cost::RELATED * related;
        let met = self.number * cost::GATHERED + self.expected(query) * Self::met_for(query);
        met <= self.expected(query).saturating_mul(read)
    }

    /// Among so many rows of the list the page must be filled, or it is better to sort all of them.
    fn met_soon(&self, query: &ListQuery) -> i64 {
        let as_costly = self.number.saturating_mul(cost::SORTED) / Self::met_for(query);
        as_costly.min(self.expected(query).saturating_mul(8))
    }

    /// Whether words are looked for that no index knows.
    fn are_unknown(&self, query: &ListQuery) -> bool {
        self.chosen.is_empty() && !query.words.is_empty()
    }
}

/// Reads a page of a list that is searched or filtered.
pub(super) fn read(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    counts: &Counts,
) -> QueryResult<Rows> {
    let candidates = Candidates::of(connection, query)?;
    if candidates.are(query.budget.few) {
        return read_few(connection, query, &candidates);
    }
    let are_gathered = candidates.are(query.budget.gathered)
        && candidates.are_worth_gathering(query)
        && !candidates.chosen.is_empty();
    let found = match are_gathered {
        true => meet(connection, query, &candidates)?,
        false => match walk(connection, query, &candidates)? {
            Met::TooFew if !candidates.chosen.is_empty() => meet(connection, query, &candidates)?,
            met => met,
        },
    };
    let (ids, extent) = match found {
        Met::Page(ids, extent) => (ids, extent),
        Met::TooFew if candidates.are_unknown(query) => return scan(connection, query),
        Met::TooFew => {
            query.lookup = Lookup::Candidates(candidates.chosen.clone());
            let count = count(connection, query, (&candidates, 0), counts)?;
            let ids = query.read_ids(connection, count)?;
            let rows = by_ids(connection, query, &ids)?;
            return Ok(assembled(query, count, rows, Extent::Whole));
        }
    };
    let seen = query.begins_behind().unwrap_or_default() + length(&ids);
    let is_rest = extent == Extent::Whole && length(&ids) < query.wanted();
    let count = match query.begins_behind() {
        Some(0) if is_rest => Count::Exact(seen),
        _ => count(connection, query, (&candidates, seen), counts)?,
    };
    let on_page = ids.into_iter().skip(skipped(query)).collect::<Vec<_>>();
    let rows = by_ids(connection, query, &on_page)?;
    Ok(assembled(query, count, rows, extent))
}

/// Looks at every text of the table, in the order in which its rows are stored, and sorts what is
/// found.
fn scan(connection: &mut AnyConnection, query: &mut ListQuery) -> QueryResult<Rows> {
    query.lookup = Lookup::Plan(SearchPlan::Lookup);
    let found = first_of(query.ids(query.found()), query.budget.sorted + 1);
    let found = ids(connection, found)?;
    if length(&found) > query.budget.sorted {
        return page(connection, query, Count::MoreThan(COUNTED));
    }
    let count = Count::Exact(length(&found));
    query.lookup = Lookup::Ids(found);
    page(connection, query, count)
}

/// Looks at all candidates.
fn read_few(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    candidates: &Candidates,
) -> QueryResult<Rows> {
    query.lookup = Lookup::Candidates(candidates.chosen.clone());
    let found = ids(connection, query.sorted_ids())?;
    let count = Count::Exact(length(&found));
    if !matches!(query.window, Window::Page(_)) {
        query.lookup = Lookup::Ids(found);
        return page(connection, query, count);
    }
    let wanted = usize::try_from(query.limit()).unwrap_or(usize::MAX);
    let on_page: Vec<i64> = found.into_iter().skip(skipped(query)).take(wanted).collect();
    let rows = by_ids(connection, query, &on_page)?;
    Ok(assembled(query, count, rows, Extent::Whole))
}

/// What came of meeting rows in the order of the list.
enum Met {
    /// The ids of those on the page, and one more; before them those of the pages before, if it has
    /// a number.
    Page(Vec<i64>, Extent),
    /// They do not fill the page: it is better to sort all candidates.
    TooFew,
}

/// Gathers the candidates, walks through the list until the page is filled, and looks at those rows
/// that are among them. The walk ends where it would cost more than to sort all candidates, or where
/// they seem to stand elsewhere.
fn meet(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    candidates: &Candidates,
) -> QueryResult<Met> {
    query.lookup = Lookup::Plan(SearchPlan::Walk);
    let walk = Walk {
        segments: query.segments(&query.window),
        rows: power_of_two(candidates.met_soon(query).max(query.budget.at_once)),
    };
    let resolved = power_of_two(candidates.expected(query)).min(query.budget.resolved);
    let among = query.among(&candidates.chosen, resolved);
    let wanted = query.wanted();
    let ids = walk.ids(connection, query.entity.id, (Some(among), query.found()), wanted)?;
    Ok(match length(&ids) < wanted {
        true => Met::TooFew,
        false => Met::Page(ids, Extent::Whole),
    })
}

/// Walks through the list and looks at each row, as far as the budget goes.
fn walk(
    connection: &mut AnyConnection,
    query: &mut ListQuery,
    candidates: &Candidates,
) -> QueryResult<Met> {
    query.lookup = Lookup::Plan(SearchPlan::Walk);
    let (budget, began) = (query.budget, Instant::now());
    let wanted = query.wanted();
    let (mut met, mut looked_at, mut window) = (Vec::new(), 0, query.window.clone());
    // As many as should fill the page, and then as many as before.
    let first = match candidates.chosen.is_empty() {
        true => budget.at_once,
        false => power_of_two(2 * candidates.expected(query)).clamp(1, budget.at_once),
    };
    let mut can_be_gathered = None;
    loop {
        let rows = match candidates.are_unknown(query) {
            true => looked_at.max(first),
            false => looked_at.max(first).min(budget.walked - looked_at),
        };
        let walk = |query: &ListQuery| Walk { segments: query.segments(&window), rows };
        let (id, sort) = (query.entity.id, query.sort());
        let more = wanted - length(&met);
        met.extend(walk(query).ids(connection, id, (None, query.found()), more)?);
        if length(&met) >= wanted {
            return Ok(Met::Page(met, Extent::Whole));
        }
        let Some((key, id)) = walk(query).end(connection, id, (sort.by, sort.read()))? else {
            return Ok(Met::Page(met, Extent::Whole));
        };
        let place = Cursor { key, id, position: None };
        looked_at += rows;
        // What no index knows is looked for as long as a statement may take elsewhere.
        let goes_on = match candidates.are_unknown(query) {
            true => began.elapsed() < query.timeout,
            false => looked_at < budget.walked,
        };
        let projected = looked_at * wanted / length(&met).max(1);
        if can_be_gathered.is_none() && (!goes_on || projected > budget.walked) {
            can_be_gathered = Some(can_gather(connection, query, candidates)?);
        }
        if can_be_gathered == Some(true) {
            return Ok(Met::TooFew);
        }
        if !goes_on {
            return Ok(Met::Page(met, Extent::Stopped { looked_at, place }));
        }
        window = query.window.moved(place);
    }
}

/// Whether the candidates are so few that they can be gathered, and sorted if need be.
fn can_gather(
    connection: &mut AnyConnection,
    query: &ListQuery,
    candidates: &Candidates,
) -> QueryResult<bool> {
    if candidates.are_unknown(query) {
        return Ok(candidates.rows <= query.budget.scanned);
    }
    let only = vec![match candidates.chosen[..] {
        [nth] => query.entries().swap_remove(nth),
        _ => query.chosen(&candidates.chosen),
    }];
    let most = match query.words.is_empty() {
        true => query.budget.filtered,
        false => query.budget.sorted,
    };
    let limit = Share { least: most, per: i64::MAX };
    let weights = weigh(connection, query.entity.id, only, limit)?;
    Ok(weights.found.iter().all(|number| *number <= most))
}

/// Counts what is found as far as that is cheap: all of it where an index knows it, and otherwise
/// among twice as many candidates as are counted. At least `seen` rows are there.
fn count(
    connection: &mut AnyConnection,
    query: &ListQuery,
    (candidates, seen): (&Candidates, i64),
    counts: &Counts,
) -> QueryResult<Count> {
    if query.is_one_range() {
        return counts.count(connection, query.ids(query.asked(SearchPlan::Walk)), None);
    }
    if candidates.chosen.is_empty() {
        return Ok(Count::AtLeast(seen));
    }
    let (found, are_all) = query.counted(&candidates.chosen, COUNTED);
    Ok(match count_most(connection, found, COUNTED + 1)? {
        number if number > COUNTED => Count::MoreThan(COUNTED),
        number if are_all => Count::Exact(number),
        number => Count::AtLeast(number.max(seen)),
    })
}

/// The next greater power of two, of which there are few: each is a statement of its own.
fn power_of_two(number: i64) -> i64 {
    i64::try_from(number.unsigned_abs().next_power_of_two()).unwrap_or(i64::MAX)
}

fn skipped(query: &ListQuery) -> usize {
    usize::try_from(query.offset()).unwrap_or(usize::MAX)
}

fn length<T>(items: &[T]) -> i64 {
    length_of(items.len())
}

fn length_of(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
