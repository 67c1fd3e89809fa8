//! Statements over tables and columns that are values themselves: what an entity declares of its
//! table is enough to read its rows, to compare and sort them, and to write them.

mod column;
mod comparison;
mod condition;
mod key;
mod rows;
mod select;
mod selected;
mod value;
mod write;

pub use self::column::{Column, NamedTable, Table};
pub use self::comparison::{Comparison, Direction};
pub use self::condition::{
    Behind, Condition, all, among, any, at_version, beyond, compared, first_behind, holds_id,
    holds_id_behind, holds_one, is_empty, is_filled, is_selected, not, refers_to, so_many_of,
    some_of, some_with, uncached,
};
pub use self::key::Key;
pub use self::rows::{Expression, NUMBER, Order, Rows, SortedWith, Subquery};
pub use self::select::Select;
pub use self::selected::{SelectedRow, StampedRow};
pub use self::value::{ColumnSqlType, ColumnType, Value};
pub use self::write::{Assignment, delete, insert, insert_all, update};
