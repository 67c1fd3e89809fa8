//! Two people edit one record: what each changed, and what only one of them can have.

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
    pub name: &'static str,
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
        .map(|(name, theirs)| {
            let mine = mine.get(name);
            let original = original.map(|original| original.get(name));
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
                name,
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
    fields.iter().any(|field| field.outcome == MergeOutcome::Conflict)
}

/// The values after the merge; a conflict keeps what the form says.
pub fn merged_values(mine: &Values, fields: &[Merged]) -> Values {
    let mut values = mine.clone();
    for field in fields.iter().filter(|field| field.outcome == MergeOutcome::Theirs) {
        values.set(field.name, field.theirs.clone());
    }
    values
}
