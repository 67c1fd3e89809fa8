//! How somebody wants a list to be shown, for good: its columns, and how dense it is.

use super::column::Column;
use super::query::ListQuery;
use crate::panel::http::inputs::Inputs;

/// The names of what somebody keeps of how a list is shown, and a dense one.
pub(super) const COLUMNS: &str = "columns";
pub(super) const DENSITY: &str = "density";
pub(super) const COMPACT: &str = "compact";

/// How somebody wants a list to be shown.
pub struct Remembered {
    /// The columns; none where they are the usual ones.
    columns: Vec<Column>,
    /// Whether more rows fit the screen.
    is_compact: bool,
}

impl ListQuery {
    /// The columns that they have chosen for good, as far as they may see them.
    pub fn remembered(&self) -> Option<&[Column]> {
        let remembered = self.remembered.get_or_init(|| self.read_remembered());
        Some(&remembered.columns[..]).filter(|columns| !columns.is_empty())
    }

    /// Whether they have chosen for good that more rows fit the screen.
    pub fn is_compact(&self) -> bool {
        self.remembered.get_or_init(|| self.read_remembered()).is_compact
    }

    /// How they want the list to be shown, as it is kept.
    pub(super) fn kept(&self) -> Inputs {
        let view = self.operator.views.iter().find(|view| view.name.is_empty());
        view.and_then(|view| Inputs::parse(&view.query).ok()).unwrap_or_default()
    }

    fn read_remembered(&self) -> Remembered {
        let kept = self.kept();
        let names = kept.get(COLUMNS).map(|names| names.split(',')).into_iter().flatten();
        let column = |name| Column::named(self.entity, &self.operator, name);
        let is_compact = kept.get(DENSITY) == Some(COMPACT);
        Remembered { columns: names.filter_map(column).collect(), is_compact }
    }
}
