//! Which columns somebody wants a list to show, for good.

use super::column::Column;
use super::query::ListQuery;
use crate::panel::http::inputs::Inputs;

/// The name of the columns in what somebody keeps of how a list is shown.
pub(super) const COLUMNS: &str = "columns";

impl ListQuery {
    /// The columns that they have chosen for good, as far as they may see them.
    pub fn remembered(&self) -> Option<&[Column]> {
        let remembered = self.remembered.get_or_init(|| self.read_remembered());
        Some(&remembered[..]).filter(|columns| !columns.is_empty())
    }

    fn read_remembered(&self) -> Vec<Column> {
        let view = self.operator.views.iter().find(|view| view.name.is_empty());
        let kept = view.and_then(|view| Inputs::parse(&view.query).ok()).unwrap_or_default();
        let names = kept.get(COLUMNS).map(|names| names.split(',')).into_iter().flatten();
        let column = |name| Column::named(self.entity, &self.operator, name);
        names.filter_map(column).collect()
    }
}
