//! The parts of a form: how each of its records is called there.

use super::words;
use crate::panel::entity::words::capitalized;
use crate::panel::record::Record;
use crate::panel::record::tree::{Children, MOST_CHILDREN, RecordTree, RootRow};

/// A record in a form.
pub struct Part<'t> {
    /// The record.
    pub record: &'t Record,
    /// Its heading; empty where the form can have no other part.
    pub legend: String,
    /// What the box says that removes it; `None` where it cannot be removed here.
    pub removal: Option<String>,
    /// Whether there can be many like it, which then stand below each other like the rows of a table.
    pub is_row: bool,
}

/// The parts of a form, the root first.
pub fn parts(tree: &RecordTree) -> Vec<Part<'_>> {
    let names = &tree.root.entity.names;
    let has_parts = tree.root.entity.relations().iter().any(|relation| relation.by().is_some());
    let legend = if has_parts { capitalized(names.one) } else { String::new() };
    let root = Part { record: &tree.root, legend, removal: None, is_row: false };
    std::iter::once(root).chain(tree.parts.iter().flat_map(of_relation)).collect()
}

fn of_relation(children: &Children) -> impl Iterator<Item = Part<'_>> {
    let one = children.relation.entity.names.one;
    let is_many = children.relation.is_many();
    (1..).zip(&children.records).map(move |(number, record): (usize, _)| {
        let (legend, removal) = match is_many {
            true => (words::numbered(one, number), words::REMOVE.to_owned()),
            false => (capitalized(one), words::remove_the(one)),
        };
        // What is not stored yet needs no page that says what goes along.
        let is_removable = match record.version {
            Some(_) => record.is_removable(),
            None => is_many,
        };
        let removal = Some(removal).filter(|_| is_removable);
        Part { record, legend, removal, is_row: is_many }
    })
}

/// What a form says of the children that it does not hold.
pub fn note(root: &RootRow, tree: &RecordTree) -> String {
    let one = root.row.entity.names.one;
    let sentences = root.totals.iter().filter_map(|(relation, total)| {
        let part = tree.parts.iter().find(|part| part.relation.name == relation.name)?;
        let held = match part.leaves_out {
            true => part.records.len().try_into().unwrap_or(MOST_CHILDREN),
            false => MOST_CHILDREN,
        };
        let many = relation.entity.names.several();
        (*total > held).then(|| words::more_children(one, &many, *total, held))
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// What is said of children that were typed into a form which may not hold them any more.
pub fn left_out_note(sent: &RecordTree, held: &RecordTree) -> String {
    let is_held =
        |part: &&Children| held.parts.iter().any(|held| held.relation.name == part.relation.name);
    let sentences = sent.parts.iter().filter(|part| !is_held(part)).filter_map(|part| {
        let typed = part.records.iter().filter(|record| record.is_meant() && record.is_changed());
        let texts = typed.flat_map(|record| record.values.iter()).map(|(_, text)| text);
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        let several = part.relation.entity.names.several();
        (!texts.is_empty()).then(|| words::may_not_change(&several, &texts.join(", ")))
    });
    sentences.collect::<Vec<_>>().join(" ")
}

/// What the form of a copy says of the children and links that are not copied.
pub fn copy_note(root: &RootRow, tree: &RecordTree, linked: &[&str]) -> String {
    let sentences = root.totals.iter().filter_map(|(relation, total)| {
        let part = tree.parts.iter().find(|part| part.relation.name == relation.name)?;
        let held = i64::try_from(part.records.len()).unwrap_or(MOST_CHILDREN);
        let many = relation.entity.names.several();
        (*total > held).then(|| words::only_first_copied(&many, *total, held))
    });
    let copied = words::copied(&root.row.own_title());
    let links = linked.iter().map(|links| words::links_not_copied(links));
    std::iter::once(copied).chain(sentences).chain(links).collect::<Vec<_>>().join(" ")
}
