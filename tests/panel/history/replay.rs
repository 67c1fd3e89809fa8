//! What the history says, played from nothing, comes to the very rows of the tables.

use std::collections::BTreeMap;

use backlot::db::statement::{Expression, Rows, all};
use backlot::db::{AnyConnection, UtcTime};
use backlot::entities::REGISTER;
use backlot::panel::record::history::PastValues;
use backlot::panel::record::read::rows;
use backlot::schema::{change_sets, changes};
use diesel::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::support::{Panel, Person, at_once};

crate::tests![a_long_script_of_edits_is_replayed_from_the_history_alone];

/// Records and links by their table and their ids.
type State = BTreeMap<(String, i64, Option<i64>), Map<String, Json>>;

/// A few hundred acts of one person, another script for each seed.
struct Script<'p> {
    person: Person,
    panel: &'p Panel,
    seed: u64,
}

impl Script<'_> {
    /// A number below `most`.
    fn draw(&mut self, most: usize) -> usize {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.seed >> 33).unwrap() % most
    }

    /// Some record of a table, if there is one.
    fn some(&mut self, table: &str) -> Option<String> {
        let entity = REGISTER.entity(table).unwrap();
        let found = Rows::of(entity.table(), all(Vec::new()))
            .select(vec![Expression::Column(entity.id)])
            .load(&mut self.panel.database().connect())
            .unwrap();
        let row = found.get(self.draw(found.len().max(1)))?;
        Some(format!("/{table}/{}", row.integer(0).unwrap()))
    }

    /// Does something, which may be refused where somebody else was quicker.
    fn act(&mut self) -> Option<()> {
        let (kind, word) = (self.draw(15), format!("Word {}", self.draw(1000)));
        let person = &self.person;
        match kind {
            0 | 1 => {
                let form = person.open("/users/new").form().fill("first_name", &word);
                let form = form.fill("profile.country", "Ghana").fill("cars.0.name", &word);
                person.press(&form.fill("cars.0.color", "red"), "Save");
            }
            2 => {
                let form = person.open("/movies/new").form().fill("name", &word);
                person.press(&form, "Save");
            }
            3 | 4 => {
                let path = self.some("users")?;
                let form = self.form(&path, "edit")?.fill("last_name", &word);
                let form = form.fill("age", "33").fill("profile.country", &word);
                self.person.press(&form, "Save");
            }
            5 => {
                let path = self.some("cars")?;
                let owner = self.some("users")?.rsplit('/').next()?.to_owned();
                let form = self.form(&path, "edit")?.fill("color", &word);
                self.person.press(&form.forge("user_id", &owner), "Save");
            }
            6 => {
                let path = self.some("users")?;
                let form = self.form(&path, "edit")?;
                let form = match form.has_field("cars.0.id") {
                    true => form.choose("cars.0.remove", "1"),
                    false => form,
                };
                self.person.press(&form, "Save");
            }
            7 | 8 => {
                let path = self.some("movies")?;
                self.person.post(&format!("{path}/castings?name={}", word.replace(' ', "%20")), "");
            }
            9 => {
                let (movie, actor) = (self.some("movies")?, self.some("actors")?);
                let actor = actor.rsplit('/').next()?.to_owned();
                match self.draw(2) {
                    0 => {
                        self.person.post(&format!("{movie}/castings"), &format!("actor_id={actor}"))
                    }
                    _ => self.person.post(&format!("{movie}/castings/{actor}/delete"), ""),
                };
            }
            10 | 11 => {
                let sets: i64 = change_sets::table
                    .count()
                    .get_result(&mut self.panel.database().connect())
                    .unwrap();
                let path =
                    format!("/history/{}/undo", 1 + self.draw(usize::try_from(sets).ok()?.max(1)));
                let asked = self.person.post(&path, "");
                if asked.status == 409 {
                    self.person.press(&asked.form(), "Undo anyway");
                }
            }
            _ => {
                let table = ["users", "profiles", "cars", "movies", "actors"][self.draw(5)];
                let path = self.some(table)?;
                let form = self.form(&path, "delete")?;
                self.person.press(&form, "Delete");
            }
        }
        Some(())
    }

    /// A form of a record, unless somebody else has deleted it.
    fn form(&self, path: &str, page: &str) -> Option<crate::support::Form> {
        let page = self.person.get(&format!("{path}/{page}"));
        (page.status == 200).then(|| page.form())
    }
}

/// What the history says that there is.
fn replayed(connection: &mut AnyConnection) -> State {
    type Found = ((i64, String, i64, Option<i64>, String, Option<i32>, String, String), UtcTime);
    let found: Vec<Found> = changes::table
        .inner_join(change_sets::table)
        .order((changes::change_set_id, changes::number))
        .select((
            (
                changes::change_set_id,
                changes::entity,
                changes::record_id,
                changes::other_id,
                changes::kind,
                changes::version,
                changes::old_values,
                changes::new_values,
            ),
            change_sets::happened_at,
        ))
        .load(connection)
        .unwrap();
    let values = |text: &str| -> Map<String, Json> {
        if text.is_empty() { Map::new() } else { serde_json::from_str(text).unwrap() }
    };
    let mut state = State::new();
    for ((set, entity, id, other, kind, version, old, new), at) in found {
        let key = (entity, id, other);
        let what = format!("{kind} {key:?} in {set}");
        let (old, new) = (values(&old), values(&new));
        match kind.as_str() {
            "created" | "linked" => {
                assert!(state.insert(key, new).is_none(), "{what}: it is there already");
            }
            "deleted" | "unlinked" => assert_eq!(state.remove(&key), Some(old), "{what}"),
            "changed" => {
                let record = state.get_mut(&key).unwrap_or_else(|| panic!("{what}: none"));
                for (name, value) in &old {
                    let before = record.get(name).unwrap_or(&Json::Null);
                    assert_eq!(before, value, "{what}: {name}");
                }
                record.extend(new);
                record.retain(|_, value| !value.is_null());
                record.insert("version".to_owned(), json!(version));
                let at = at.get().unwrap().format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
                record.insert("updated_at".to_owned(), json!(at));
            }
            other => panic!("{other}"),
        }
    }
    state
}

/// What the tables say that there is.
pub fn stored(connection: &mut AnyConnection) -> State {
    let mut state = State::new();
    for entity in REGISTER.entities {
        let every = Rows::of(entity.table(), all(Vec::new()));
        for row in rows(connection, entity, every, Vec::new()).unwrap() {
            let values = PastValues::of_row(&row).to_text();
            let values = serde_json::from_str(&values).unwrap();
            state.insert((entity.table().to_owned(), row.id, None), values);
        }
    }
    for link in REGISTER.links {
        let [first, second] = &link.sides;
        let columns = [first.column, second.column, link.created_at].map(Expression::Column);
        let every = Rows::of(link.table, all(Vec::new())).select(columns.to_vec());
        for mut row in every.load(connection).unwrap() {
            let at = UtcTime::of(row.0.pop().unwrap()).get().unwrap();
            let at = at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
            let key = (link.table.to_owned(), row.integer(0).unwrap(), row.integer(1));
            let values = Map::from_iter([("created_at".to_owned(), json!(at))]);
            state.insert(key, values);
        }
    }
    state
}

fn a_long_script_of_edits_is_replayed_from_the_history_alone(panel: &Panel) {
    at_once(4, |number| {
        let person = panel.person_who_is(&format!("Operator {number}"), &["admin"]);
        let mut script = Script { person, panel, seed: 77 + number as u64 };
        for _ in 0..60 {
            script.act();
        }
    });
    let connection = &mut panel.database().connect();
    let (played, there) = (replayed(connection), stored(connection));
    assert!(there.len() > 20, "{there:?}");
    assert_eq!(played, there);
    let kinds: Vec<String> =
        changes::table.select(changes::kind).distinct().load(connection).unwrap();
    assert_eq!(kinds.len(), 5, "{kinds:?}");
}
