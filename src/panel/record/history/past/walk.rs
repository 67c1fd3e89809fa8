//! Walking away from a moment, back and on in turn, until enough is known.

use diesel::QueryResult;

use super::super::ChangeKind;
use super::super::change::{Change, Position};
use super::super::query::of_change_set;
use super::members::{Base, Lies, Members, Named};
use super::query::{Moment, changes_of};
use super::record::{Building, PastRecord, Presence};
use super::{Goal, Past};
use crate::db::{AnyConnection, Span};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::row::Row;
use crate::panel::record::read::find;

/// So many changes are looked at on either side of the moment, at most.
pub const MOST_LOOKED_AT: usize = 100_000;
/// So many are read at first, and at most at once; of those with long values, fewer, so that a batch
/// has about so many bytes.
const FIRST: i64 = 50;
const MOST: i64 = 2_000;
const FEWEST: i64 = 10;
const BATCH_BYTES: usize = 4 * 1024 * 1024;

/// The way to one side.
struct Way {
    span: Span<Position>,
    step: i64,
    looked_at: usize,
    /// Whether nothing more lies on this side.
    is_end: bool,
}

impl Way {
    fn new(span: Span<Position>) -> Self {
        Self { span, step: FIRST, looked_at: 0, is_end: false }
    }

    /// Whether it may be walked on.
    fn is_open(&self) -> bool {
        !self.is_end && self.looked_at < MOST_LOOKED_AT
    }

    /// The next changes on it.
    fn read(
        &mut self,
        connection: &mut AnyConnection,
        record: (&str, i64),
    ) -> QueryResult<Vec<Change>> {
        let batch = changes_of(connection, record, self.span, self.step)?;
        self.is_end = i64::try_from(batch.len()).is_ok_and(|read| read < self.step);
        if let Some(last) = batch.last() {
            self.span = self.span.from(last.position());
        }
        self.step = next_step(&batch);
        self.looked_at += batch.len();
        Ok(batch)
    }
}

/// How many changes are read next, by how large these were.
fn next_step(batch: &[Change]) -> i64 {
    let bytes = batch.iter().map(Change::size).sum::<usize>() / batch.len().max(1);
    let fitting = i64::try_from(BATCH_BYTES / bytes.max(1)).unwrap_or(MOST);
    fitting.clamp(FEWEST, MOST)
}

/// A walk around one moment of a record.
struct Walk {
    record: (&'static Entity, i64),
    back: Way,
    on: Way,
    own: Building,
    until: Named,
    since: Named,
    /// The first changes on either side.
    around: [Vec<Change>; 2],
    /// How it ends where the record was deleted after the moment: whether all is known that went
    /// along.
    along: Option<bool>,
    /// Whether its making was met on the way back.
    is_whole_before: bool,
}

impl Walk {
    fn new((entity, id): (&'static Entity, i64), now: Option<Row>, moment: Moment) -> Self {
        Self {
            record: (entity, id),
            back: Way::new(Span::Before(moment.place())),
            on: Way::new(Span::After(moment.place())),
            own: Building::new(entity, id, now),
            until: Named::of(entity, id),
            since: Named::of(entity, id),
            around: [Vec::new(), Vec::new()],
            along: None,
            is_whole_before: false,
        }
    }

    fn step_back(&mut self, connection: &mut AnyConnection) -> QueryResult<()> {
        let batch = self.back.read(connection, (self.record.0.table(), self.record.1))?;
        for change in &batch {
            // What was before it was made is another life of it.
            if self.is_whole_before {
                break;
            }
            if self.own.is_own(change) {
                self.own.earlier(change);
                self.is_whole_before = change.kind() == Some(ChangeKind::Created);
            } else {
                self.until.add(change, Lies::Before);
            }
        }
        let [before, _] = &mut self.around;
        if before.is_empty() {
            *before = batch;
        }
        Ok(())
    }

    fn step_on(&mut self, connection: &mut AnyConnection) -> QueryResult<()> {
        let batch = self.on.read(connection, (self.record.0.table(), self.record.1))?;
        for change in &batch {
            if !self.own.is_own(change) {
                self.since.add(change, Lies::After);
                continue;
            }
            self.own.later(change);
            if change.kind() == Some(ChangeKind::Deleted) && self.along.is_none() {
                self.along = Some(self.read_along(connection, change)?);
            }
        }
        if self.on.is_end {
            self.own.end();
        }
        let [_, after] = &mut self.around;
        if after.is_empty() {
            *after = batch;
        }
        Ok(())
    }

    /// Reads what went along with the record when it was deleted, which was written just before;
    /// whether that is all of it.
    fn read_along(
        &mut self,
        connection: &mut AnyConnection,
        deletion: &Change,
    ) -> QueryResult<bool> {
        let (mut before, mut step) = (deletion.number, FIRST);
        let is_another = |change: &Change| {
            change.entity == deletion.entity && change.kind() == Some(ChangeKind::Deleted)
        };
        while self.on.looked_at < MOST_LOOKED_AT {
            let batch = of_change_set(connection, deletion.change_set_id, before, step)?;
            self.on.looked_at += batch.len();
            for change in &batch {
                if is_another(change) {
                    return Ok(true);
                }
                self.since.add_along(change);
            }
            match batch.last() {
                Some(last) if i64::try_from(batch.len()).is_ok_and(|read| read == step) => {
                    before = last.number;
                }
                _ => return Ok(true),
            }
            step = next_step(&batch);
        }
        Ok(false)
    }

    /// Whether it is known what belonged to the record.
    fn has_members(&self) -> bool {
        self.is_whole_before || self.along == Some(true) || self.along.is_none() && self.on.is_end
    }

    fn is_done(&self, goal: Goal) -> bool {
        match goal {
            _ if self.own.presence().is_some_and(|it| it != Presence::There) => true,
            Goal::Itself => self.own.is_known(),
            Goal::Members => self.own.is_known() && self.has_members(),
            Goal::Differences => self.own.is_known() && self.has_members() && self.on.is_end,
        }
    }

    fn run(&mut self, connection: &mut AnyConnection, goal: Goal) -> QueryResult<()> {
        self.step_back(connection)?;
        self.step_on(connection)?;
        while !self.is_done(goal) && (self.back.is_open() || self.on.is_open()) {
            if self.back.is_open() && !self.is_whole_before {
                self.step_back(connection)?;
            }
            if self.is_done(goal) {
                break;
            }
            if self.on.is_open() {
                self.step_on(connection)?;
            } else if !self.back.is_open() || self.is_whole_before {
                break;
            }
        }
        Ok(())
    }
}

/// A record as it was, with what belonged to it; `None` where there never was one, as far as is
/// known.
pub(super) fn whole(
    connection: &mut AnyConnection,
    (entity, id): (&'static Entity, i64),
    moment: Moment,
    goal: Goal,
) -> QueryResult<Option<Past>> {
    if !moment.is_known(connection)? {
        return Ok(None);
    }
    let now = find(connection, entity, id)?;
    let mut walk = Walk::new((entity, id), now, moment);
    walk.run(connection, goal)?;
    if !walk.own.is_anything() {
        return Ok(None);
    }
    let is_known_since = walk.on.is_end && walk.along != Some(false);
    let members: Option<Members> = match (walk.along, walk.on.is_end) {
        (Some(true), _) => Some(walk.since.on(Base::Nothing)),
        (None, true) => Some(walk.since.on(Base::Now)),
        _ if walk.is_whole_before => Some(walk.until.on(Base::Nothing)),
        _ => None,
    };
    let [before, after] = walk.around;
    let record = walk.own.finish();
    let is_there = record.presence == Presence::There;
    let is_older = is_there && before.is_empty();
    Ok(Some(Past { moment, record, members, is_known_since, is_older, before, after }))
}

/// A record as it was, without what belonged to it.
pub(super) fn alone(
    connection: &mut AnyConnection,
    (entity, id): (&'static Entity, i64),
    now: Option<Row>,
    moment: Moment,
) -> QueryResult<PastRecord> {
    let mut walk = Walk::new((entity, id), now, moment);
    walk.run(connection, Goal::Itself)?;
    Ok(walk.own.finish())
}
