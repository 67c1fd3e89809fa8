//! Two people edit one record: what each changed, and what only one of them can have.

use crate::panel::entity::field::Field;
use crate::panel::record::values::Values;

/// What became of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeOutcome {
    /// Nobody changed it, or both to the same.
    Same,
    /// Only this form changed it.
    Mine,
    /// Only the other one changed it.
    Theirs,
    /// Both changed it, to different values: a person must choose.
    Conflict,
}

/// One field of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The field.
    pub field: &'static Field,
    /// The value both began with, where the form still knows it.
    pub original: Option<String>,
    /// The value in the database now.
    pub theirs: String,
    /// The value in the form.
    pub mine: String,
    /// What becomes of it.
    pub outcome: MergeOutcome,
}

/// Merges field by field. A form that does not say what it began with cannot tell who changed a
/// field, so every difference is a conflict.
pub fn merge(original: Option<&Values>, theirs: &Values, mine: &Values) -> Vec<Merged> {
    theirs
        .iter()
        .map(|(field, theirs)| {
            let mine = mine.get(field);
            let original = original.map(|original| original.get(field));
            let outcome = if mine == theirs {
                MergeOutcome::Same
            } else if original == Some(theirs) {
                MergeOutcome::Mine
            } else if original == Some(mine) {
                MergeOutcome::Theirs
            } else {
                MergeOutcome::Conflict
            };
            Merged {
                field,
                original: original.map(str::to_owned),
                theirs: theirs.to_owned(),
                mine: mine.to_owned(),
                outcome,
            }
        })
        .collect()
}

/// Whether a person must choose.
pub fn has_conflict(fields: &[Merged]) -> bool {
    fields.iter().any(|merged| merged.outcome == MergeOutcome::Conflict)
}

/// The values after the merge; a conflict keeps what the form says.
pub fn merged_values(mine: &Values, fields: &[Merged]) -> Values {
    let mut values = mine.clone();
    for merged in fields.iter().filter(|merged| merged.outcome == MergeOutcome::Theirs) {
        values.set(merged.field, &merged.theirs);
    }
    values
}

/// The labels of the fields that only the other one changed.
pub fn labels_of_theirs(fields: &[Merged]) -> impl Iterator<Item = &'static str> {
    let theirs = fields.iter().filter(|merged| merged.outcome == MergeOutcome::Theirs);
    theirs.map(|merged| merged.field.label)
}
