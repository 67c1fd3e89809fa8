//! How a file is read and what becomes of its rows, as somebody chose it.

use serde::{Deserialize, Serialize};

use crate::access::CurrentOperator;
use crate::db::worded;
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::relation::Relation;
use crate::transfer::format::FileFormat;
use crate::transfer::format::read::{Reading, Sheet, TextEncoding};
use crate::transfer::import::target::{Part, Target};
use crate::transfer::import::words;

worded! {
    /// What an empty cell means.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum EmptyCells {
        /// What is stored stays.
        Leave = "leave",
        /// The field is emptied.
        Empty = "empty",
    }
}

/// How a file is read and what becomes of its rows; as it is kept with an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How characters are written.
    pub encoding: String,
    /// What stands between cells.
    pub separator: String,
    /// The sheets of a workbook.
    pub sheets: Vec<Sheet>,
    /// Which of them is read, counted from 0.
    pub sheet: usize,
    /// The line that names the columns; 0 where none does.
    pub header: u64,
    /// Whether an apostrophe before a formula belongs to the text.
    pub is_live: bool,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// What each is put into, by its name; empty for those that are left out.
    pub targets: Vec<String>,
    /// How rows are found again: `new`, `id`, or the names of fields with a comma between them.
    pub matching: String,
    /// What an empty cell means.
    pub empty: String,
    /// Why it is imported, as somebody said it who confirmed it when something had changed.
    pub reason: String,
    /// The line that stopped an import, which is shown first when the file is checked again; 0 for
    /// none.
    pub stopped_at: i64,
}

/// Which record a row of the file is about.
#[derive(Clone)]
pub enum Matching {
    /// Each is a new one.
    New,
    /// The one with its id; a new one where it has none.
    Id,
    /// The one that holds the same in these fields, of its own or of what it has one of; a new one
    /// where none does.
    Fields(Vec<(Option<&'static Relation>, &'static Field)>),
}

/// The same, understood.
#[derive(Clone)]
pub struct Plan {
    /// What is imported.
    pub entity: &'static Entity,
    /// What each column is put into.
    pub targets: Vec<Option<Target>>,
    /// Which record a row is about.
    pub matching: Matching,
    /// What an empty cell means.
    pub empty: EmptyCells,
}

/// The word for new records alone.
pub const NEW: &str = "new";
/// The word for the id.
pub const ID: &str = "id";

impl Settings {
    /// Reads what was kept.
    pub fn parse(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// As it is kept.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// How the file is read.
    pub fn reading(&self, format: FileFormat) -> Reading {
        let is_text = matches!(format, FileFormat::Csv);
        let encoding = TextEncoding::of_word(&self.encoding).filter(|_| is_text);
        Reading {
            format,
            encoding: encoding.unwrap_or(TextEncoding::Utf8),
            separator: self.separator.bytes().next().unwrap_or(b','),
            header: if format.is_table() { self.header } else { 0 },
            is_live: self.is_live,
        }
    }

    /// What becomes of its rows.
    ///
    /// # Errors
    /// What is to be chosen otherwise.
    pub fn plan(
        &self,
        entity: &'static Entity,
        operator: &CurrentOperator,
    ) -> Result<Plan, String> {
        let known = Target::all(entity, operator);
        let target = |name: &String| Target::named(&known, name);
        let mut targets: Vec<Option<Target>> = self.targets.iter().map(target).collect();
        targets.resize(self.columns.len(), None);
        for (index, target) in targets.iter().enumerate() {
            let Some(target) = target else { continue };
            let same = |other: &Option<Target>| {
                other.as_ref().is_some_and(|it| {
                    it.relation.map(|it| it.name) == target.relation.map(|it| it.name)
                        && it.field() == target.field()
                })
            };
            if targets.iter().skip(index + 1).any(same) {
                return Err(words::twice(&target.label()));
            }
        }
        let is_put = |wanted: Part| {
            let mut own = targets.iter().flatten().filter(|target| target.relation.is_none());
            own.any(|target| target.part == wanted)
        };
        if targets.iter().flatten().all(|target| target.part == Part::Id) {
            return Err(words::no_target(&self.columns));
        }
        let matching = match self.matching.as_str() {
            "" | NEW => Matching::New,
            ID if entity.id_field().is_some() => Matching::Id,
            ID if is_put(Part::Id) => Matching::Id,
            ID => return Err(words::NO_ID.to_owned()),
            names => by_fields(entity, &targets, names)?,
        };
        let empty = EmptyCells::of_word(&self.empty).unwrap_or(EmptyCells::Leave);
        Ok(Plan { entity, targets, matching, empty })
    }
}

/// What finds records by the fields of these names, with commas between them. What a record has one of
/// need not be named where no other field is called so: `email` is `profile.email`.
fn by_fields(entity: &Entity, targets: &[Option<Target>], names: &str) -> Result<Matching, String> {
    let mut fields = Vec::new();
    for name in names.split(',') {
        let put = || targets.iter().flatten().filter_map(|target| Some((target, target.field()?)));
        let is_it = |(target, _): &(&Target, _)| target.name().trim_end_matches(".title") == name;
        let is_of_one =
            |(target, field): &(&Target, &Field)| target.relation.is_some() && field.name() == name;
        let Some((target, field)) = put().find(is_it).or_else(|| put().find(is_of_one)) else {
            return Err(words::not_put(entity.field(name).map_or(name, |field| field.label)));
        };
        fields.push((target.relation, field));
    }
    Ok(Matching::Fields(fields))
}
