//! What has come to a record or gone from it since a moment.

use std::collections::{BTreeMap, HashMap, HashSet};

use diesel::QueryResult;

use crate::db::AnyConnection;
use crate::panel::entity::relation::Relation;
use crate::panel::record::history::past::{Members, Past, PastRecord, records};

/// What was touched of one relation since.
pub struct Touched {
    /// The records, as they were; of links, none.
    pub records: Vec<PastRecord>,
    /// Whether each belonged to the record then, as far as changes say.
    pub was: BTreeMap<i64, Option<bool>>,
    /// Those that belong to it now.
    pub present: HashSet<i64>,
}

impl Touched {
    /// Reads these of one relation.
    pub fn read(
        connection: &mut AnyConnection,
        (index, relation): (usize, &'static Relation),
        (past, members): (&Past, &Members),
        ids: &[i64],
    ) -> QueryResult<Self> {
        let was = |id: &i64| (*id, members.touch(index, *id).and_then(|touched| touched.was));
        let mut found = match relation.through() {
            Some(_) => HashMap::new(),
            None => records(connection, relation.entity, ids, past.moment)?,
        };
        Ok(Self {
            records: ids.iter().filter_map(|id| found.remove(id)).collect(),
            was: ids.iter().map(was).collect(),
            present: members.present(connection, index, ids)?,
        })
    }
}
