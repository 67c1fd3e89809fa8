//! Names that people tell apart by sight: two that look alike are one.

use crate::db::Folding;
use crate::db::derived::Derived;

/// The folded names of operators and of views, by which they are told apart. Roles, of which there
/// are few, are compared when one is written.
pub const DERIVED: [Derived; 2] = [derived("operators"), derived("views")];

const fn derived(table: &'static str) -> Derived {
    Derived {
        table,
        id: "id",
        source: "name",
        key: "name_key",
        folding: Folding::Line,
        is_unique: true,
    }
}
