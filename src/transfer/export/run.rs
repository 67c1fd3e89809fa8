//! Writing the file, for a download and for a command alike.

use std::io::{self, Write};

use super::plan::ExportPlan;
use crate::db::statement::Expression;
use crate::db::{AnyConnection, snapshot};
use crate::panel::list::all::AllRows;
use crate::transfer::download::FileError;
use crate::transfer::format::column::FileColumn;
use crate::transfer::format::write;
use crate::transfer::selection;

/// What became of it.
pub struct Exported {
    /// How many rows were written.
    pub rows: i64,
    /// Whether that was all.
    pub outcome: Result<(), FileError>,
}

impl ExportPlan {
    /// Writes the file, as the database is in this moment. `told` hears how many rows there are so
    /// far, and may stop it.
    pub fn run(
        self,
        connection: &mut AnyConnection,
        out: impl Write + Send,
        told: &mut dyn FnMut(i64) -> io::Result<()>,
    ) -> Exported {
        let mut rows = 0;
        let outcome =
            snapshot(connection, |connection| self.write(connection, out, &mut rows, told));
        Exported { rows, outcome }
    }

    fn write(
        self,
        connection: &mut AnyConnection,
        out: impl Write + Send,
        rows: &mut i64,
        told: &mut dyn FnMut(i64) -> io::Result<()>,
    ) -> Result<(), FileError> {
        let (columns, entity) = (self.columns(), self.query.entity);
        let beside: Vec<Expression> =
            columns.iter().filter_map(|column| column.beside(entity)).collect();
        let chosen = self.selection.as_ref().map(|selection| selection::ids(selection.id));
        let mut all = AllRows::begin(connection, self.query, chosen, beside)?;
        let names = columns.iter().map(|column| column.name()).collect();
        let mut file = write::begin(self.dialect, names, out)?;
        loop {
            let read = all.next(connection)?;
            if read.is_empty() {
                break;
            }
            for row in &read {
                file.row(&FileColumn::values(&columns, row))?;
            }
            if *rows == 0 {
                // Whoever waits sees at once that it comes.
                file.flush()?;
            }
            *rows += i64::try_from(read.len()).unwrap_or(i64::MAX);
            told(*rows)?;
        }
        Ok(file.finish()?)
    }
}
