//! Imports as the database holds them: the file in pieces, how it is read, and what each of its rows
//! would come to. So every instance can go on with each of them.

mod chunks;
mod counts;
mod find;
mod import;
mod rows;

pub use self::chunks::{CHUNK, bytes, delete_some_chunks, insert_chunk};
pub use self::counts::{Counts, Outcome};
pub use self::find::{change_sets_of_file, find, importing_of_file, open, remembered};
pub use self::import::{Import, ImportState, NewImport, arrived, insert, save};
pub use self::rows::{
    ImportRow, delete_some_rows, has_rows, insert_import_rows, lines_of, row_at, rows_before,
    rows_from, rows_to_write,
};
