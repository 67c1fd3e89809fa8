//! What goes along with a row that is deleted: held, read and noted a batch at a time, then deleted.
//! What another program is just making of it is waited for, and noted as it was made.

use std::collections::HashMap;

use diesel::QueryResult;

use super::Writer;
use crate::db::statement::{
    self, Expression, Key, Rows, SelectedRow, Value, all, beyond, compared, holds_id_behind,
    holds_one,
};
use crate::db::{CHANGED_MEANWHILE, Comparison, Direction, Folding, UtcTime};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::{LinkEnd, Relation};
use crate::panel::entity::row::Row;
use crate::panel::record::history::{ChangeKind, LinkedPair, stored_title};
use crate::panel::record::read::{rows, rows_of};
use crate::panel::record::titled::TitledRow;

/// So many rows are read at once; of those with long texts, fewer.
const BATCH: i64 = 500;
const BATCH_OF_LONG: i64 = 20;

impl Writer<'_> {
    /// Deletes what belongs to rows of the last of these entities, each of which belongs to the one
    /// before it: first what belongs to that, then all of it by one statement for each relation.
    pub(super) fn delete_belonging(
        &mut self,
        line: &[&'static Entity],
        owners: &[Row],
    ) -> QueryResult<()> {
        let Some(entity) = line.last() else { return Ok(()) };
        let ids: Vec<i64> = owners.iter().map(|row| row.id).collect();
        for relation in entity.relations() {
            let noted = match (relation.through(), relation.by()) {
                (Some(end), _) => self.note_unlinked(end, owners, &ids)?,
                (None, Some(by)) => self.note_children((relation, by), line, (owners, &ids))?,
                (None, None) => continue,
            };
            let column = relation.column();
            let deleted =
                statement::delete(self.connection, column.table, holds_one(column, &ids))?;
            // Nothing goes that is not in the history.
            if deleted != noted {
                return Err(CHANGED_MEANWHILE);
            }
        }
        Ok(())
    }

    /// Notes the children of some rows, and deletes what belongs to them; returns how many there
    /// are.
    fn note_children(
        &mut self,
        (relation, by): (&Relation, &Field),
        line: &[&'static Entity],
        owners: (&[Row], &[i64]),
    ) -> QueryResult<usize> {
        let line = match relation.descends(line) {
            true => [line, &[relation.entity]].concat(),
            false => Vec::new(),
        };
        let (mut last, mut noted) = (i64::MIN, 0);
        loop {
            let batch = self.children_behind((relation, by), owners, last)?;
            let Some(row) = batch.last() else { return Ok(noted) };
            last = row.id;
            if !line.is_empty() {
                self.delete_belonging(&line, &batch)?;
            }
            for row in &batch {
                self.note_deleted(row, Some(by))?;
            }
            noted += batch.len();
        }
    }

    /// The first children of some rows, behind the one with that id.
    fn children_behind(
        &mut self,
        (relation, by): (&Relation, &Field),
        (owners, ids): (&[Row], &[i64]),
        last: i64,
    ) -> QueryResult<Vec<Row>> {
        let (column, entity) = (relation.column(), relation.entity);
        let found = |condition, order| {
            Rows::of(entity.table(), condition)
                .ordered(order, Direction::Ascending)
                .slice(batch_size(entity), 0)
                .held()
        };
        if let [owner] = owners {
            let behind = holds_id_behind(column, owner.id, entity.id, last);
            let found = found(behind, vec![column, entity.id]);
            return rows_of(self.connection, entity, found, (by, owner));
        }
        let last = Key::Value(Value::Integer(last));
        let behind = compared(entity.id, entity.id, Comparison::Greater, last);
        let found = found(all(vec![holds_one(column, ids), behind]), vec![entity.id]);
        rows(self.connection, entity, found, Vec::new())
    }

    /// Notes every link of some rows; returns how many there are.
    fn note_unlinked(&mut self, end: LinkEnd, owners: &[Row], ids: &[i64]) -> QueryResult<usize> {
        let known: HashMap<i64, &Row> = owners.iter().map(|row| (row.id, row)).collect();
        let (mut last, mut noted) = ((i64::MIN, i64::MIN), 0);
        loop {
            let batch = self.links_behind(end, ids, last)?;
            let ids_of = |row: &SelectedRow| Some((row.integer(0)?, row.integer(1)?));
            let Some(place) = batch.last().and_then(ids_of) else { return Ok(noted) };
            last = place;
            let others: Vec<i64> = batch.iter().filter_map(|row| row.integer(1)).collect();
            let others = TitledRow::among(self.connection, end.other(), &others)?;
            let others: HashMap<i64, String> =
                others.into_iter().map(|row| (row.id, row.title)).collect();
            noted += batch.len();
            for mut link in batch {
                let Some((own, other)) = ids_of(&link) else { continue };
                let pair = LinkedPair {
                    own: (own, known.get(&own).map(|row| stored_title(row)).unwrap_or_default()),
                    across: (other, others.get(&other).cloned().unwrap_or_default()),
                    linked_at: UtcTime::of(link.0.pop().flatten()),
                };
                self.log.add_link(self.connection, (end, ChangeKind::Unlinked), pair, true)?;
            }
        }
    }

    /// The first links of some rows, behind the one of these two ids.
    fn links_behind(
        &mut self,
        end: LinkEnd,
        ids: &[i64],
        (own, other): (i64, i64),
    ) -> QueryResult<Vec<SelectedRow>> {
        let columns = [end.own().column, end.across().column];
        let [by, across] = columns;
        let condition = match ids {
            [owner] => holds_id_behind(by, *owner, across, other),
            _ => {
                let key = Key::Value(Value::Integer(own));
                let behind = beyond(by, across, Direction::Ascending, key, other);
                all(vec![holds_one(by, ids), behind])
            }
        };
        Rows::of(end.link.table, condition)
            .ordered(columns.to_vec(), Direction::Ascending)
            .slice(BATCH, 0)
            .held()
            .select(vec![
                Expression::Column(by),
                Expression::Column(across),
                Expression::Column(end.link.created_at),
            ])
            .load(self.connection)
    }
}

fn batch_size(entity: &Entity) -> i64 {
    let mut foldings = entity.fields.iter().map(|field| field.kind.traits().folding);
    match foldings.any(|folding| folding == Some(Folding::Long)) {
        true => BATCH_OF_LONG,
        false => BATCH,
    }
}
