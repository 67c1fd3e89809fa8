//! Taking back that two records were linked, or were not any more.

use diesel::QueryResult;

use super::super::words;
use super::Undo;
use crate::history::titles::shown_title;
use crate::panel::entity::relation::{LinkEnd, Side};
use crate::panel::entity::row::Row;
use crate::panel::record::history::Change;
use crate::panel::record::titled::TitledRow;

/// The two sides of a link, as far as they are there.
struct Ends {
    end: LinkEnd,
    row: Option<Row>,
    other: Option<TitledRow>,
}

impl Undo<'_, '_> {
    /// Removes a link that was added.
    pub(super) fn unlink(&mut self, change: &Change) -> QueryResult<()> {
        let Some(Ends { end, row: Some(row), other: Some(other) }) = self.ends(change)? else {
            return Ok(());
        };
        let Some(since) = self.writer.linked_since(end, row.id, other.id)? else { return Ok(()) };
        if since.get() != change.after().time(end.link.created_at) {
            let title = shown_title(end.other(), other.id, &other.title, self.writer.operator);
            let sentence = words::linked_again(end.link.words.one, &title);
            self.problem(end.entity(), row.id, sentence, &format!("{since:?}"))?;
        }
        self.writer.unlink(end, &row, &other).map(drop)
    }

    /// Adds a link that was removed.
    pub(super) fn link(&mut self, change: &Change) -> QueryResult<()> {
        let Some(Ends { end, row, other }) = self.ends(change)? else { return Ok(()) };
        let titles = [(end.entity(), &change.title), (end.other(), &change.other_title)];
        let ids = [change.record_id, change.other_id.unwrap_or_default()];
        let stand = [self.stands(end.entity(), ids[0])?, self.stands(end.other(), ids[1])?];
        if let Some(gone) = stand.iter().position(|stands| !stands) {
            let (entity, title) = titles[gone];
            let title = shown_title(entity, ids[gone], title, self.writer.operator);
            let sentence = words::without_side(end.link.words.one, &title);
            return self.left_out(entity, ids[gone], sentence, "");
        }
        let (Some(row), Some(other)) = (row, other) else { return Ok(()) };
        if self.writer.linked_since(end, row.id, other.id)?.is_some() {
            return Ok(());
        }
        let since = change.before().time(end.link.created_at).unwrap_or(self.writer.now);
        self.writer.link_since(end, &row, &other, since)
    }

    /// The link of a change, and its two sides, as far as they are there.
    fn ends(&mut self, change: &Change) -> QueryResult<Option<Ends>> {
        let link = self.register.links.iter().find(|link| link.table == change.entity);
        let (Some(link), Some(other)) = (link, change.other_id) else { return Ok(None) };
        let end = LinkEnd { link, side: Side::First };
        let row = self.find(end.entity(), change.record_id)?;
        let other = TitledRow::among(self.writer.connection, end.other(), &[other])?.pop();
        Ok(Some(Ends { end, row, other }))
    }
}
