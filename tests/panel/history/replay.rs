//! What the history says, played from nothing, comes to the very rows of the tables.

use std::collections::BTreeMap;

use backlot::db::statement::{Expression, Rows, all};
use backlot::db::{AnyConnection, UtcTime};
use backlot::entities::REGISTER;
use backlot::panel::entity::definition::Entity;
use backlot::panel::entity::relation::{Relation, Side};
use backlot::panel::record::history::PastValues;
use backlot::panel::record::history::past::{Goal, Moment, Past, Presence};
use backlot::panel::record::read::rows;
use backlot::schema::{change_sets, changes};
use diesel::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::support::{Panel, Person, at_once};

crate::tests![
    a_long_script_of_edits_is_replayed_from_the_history_alone,
    every_record_is_shown_as_it_was_when_it_was_like_that,
];

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
        let (kind, word) = (self.draw(17), format!("Word {}", self.draw(1000)));
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
                if asked.status == 409 && asked.has("form.record button.primary") {
                    self.person.press(&asked.form(), "Undo anyway");
                }
            }
            12 | 13 => {
                let table = ["users", "cars", "movies", "actors"][self.draw(4)];
                let path = self.some(table)?;
                let moment = self.draw(self.last_set()?);
                let page = self.person.get(&format!("{path}/history/at/{moment}/restore"));
                if page.has("form.restore") {
                    let asked = self
                        .person
                        .press(&page.form_where("form.restore"), "Restore what is ticked");
                    if asked.has("main form .history") {
                        self.person.press(&asked.form(), "Restore the rest");
                    }
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

    /// How many change sets there are.
    fn last_set(&self) -> Option<usize> {
        let connection = &mut self.panel.database().connect();
        usize::try_from(last_set(connection)).ok().filter(|sets| *sets > 0)
    }

    /// A form of a record, unless somebody else has deleted it.
    fn form(&self, path: &str, page: &str) -> Option<crate::support::Form> {
        let page = self.person.get(&format!("{path}/{page}"));
        (page.status == 200).then(|| page.form())
    }
}

/// The number of the last change set.
fn last_set(connection: &mut AnyConnection) -> i64 {
    use diesel::dsl::max;
    let last: Option<i64> =
        change_sets::table.select(max(change_sets::id)).first(connection).unwrap();
    last.unwrap_or_default()
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

/// What belonged to a record by a relation, as a state of the tables has it.
fn members(state: &State, relation: &Relation, id: i64) -> Vec<i64> {
    let mut ids: Vec<i64> = match (relation.through(), relation.by()) {
        (Some(end), _) => {
            let links = state.keys().filter(|(table, ..)| table == end.link.table);
            let pairs = links.filter_map(|(_, first, second)| Some((*first, (*second)?)));
            let turned = pairs.map(|(first, second)| match end.side {
                Side::First => (first, second),
                Side::Second => (second, first),
            });
            turned.filter(|(own, _)| *own == id).map(|(_, other)| other).collect()
        }
        (None, by) => {
            let (table, by) = (relation.entity.table(), by.unwrap().name());
            let children = state.iter().filter(|((name, ..), _)| name == table);
            let own = children.filter(|(_, values)| values.get(by) == Some(&json!(id)));
            own.map(|((_, child, _), _)| *child).collect()
        }
    };
    ids.sort_unstable();
    ids
}

/// Compares a record as it was with the tables of then.
fn compare(
    connection: &mut AnyConnection,
    (entity, id): (&'static Entity, i64),
    (moment, state): (Moment, &State),
    goal: Goal,
) {
    let what = format!("{} {id} after {moment:?}", entity.table());
    let past = Past::read(connection, (entity, id), moment, goal).unwrap();
    let past = past.unwrap_or_else(|| panic!("{what} is not known"));
    let Some(values) = state.get(&(entity.table().to_owned(), id, None)) else {
        assert_ne!(past.record.presence, Presence::There, "{what}");
        return;
    };
    assert_eq!(past.record.presence, Presence::There, "{what}");
    let mut then: Map<String, Json> =
        serde_json::from_str(&past.record.values().to_text()).unwrap();
    then.retain(|_, value| !value.is_null());
    let mut expected = values.clone();
    expected.retain(|name, _| entity.field(name).is_some());
    assert_eq!(then, expected, "{what}");
    let made = past.record.created_at.unwrap().format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
    assert_eq!(Some(&json!(made)), values.get("created_at"), "{what}");
    let known = past.members.unwrap();
    for (index, relation) in entity.relations().iter().enumerate() {
        let found = known.page(connection, index, i64::MIN, 1000).unwrap();
        let expected = members(state, relation, id);
        assert_eq!(found, expected, "{} of {what}", relation.name);
        let count = known.count(connection, index).unwrap();
        assert_eq!(count, i64::try_from(expected.len()).unwrap(), "{} of {what}", relation.name);
    }
}

fn every_record_is_shown_as_it_was_when_it_was_like_that(panel: &Panel) {
    let mut moments: Vec<(Moment, State)> = Vec::new();
    for round in 0..8 {
        at_once(3, |number| {
            let person = panel.person_who_is(&format!("Operator {number}"), &["admin"]);
            let mut script = Script { person, panel, seed: 500 + 10 * round + number as u64 };
            for _ in 0..12 {
                script.act();
            }
        });
        let connection = &mut panel.database().connect();
        moments.push((Moment(last_set(connection)), stored(connection)));
    }
    let connection = &mut panel.database().connect();
    let every: std::collections::BTreeSet<(String, i64)> = moments
        .iter()
        .flat_map(|(_, state)| state.keys())
        .filter(|(.., other)| other.is_none())
        .map(|(table, id, _)| (table.clone(), *id))
        .collect();
    let mut compared = 0;
    for (moment, state) in &moments {
        for (table, id) in &every {
            let entity = REGISTER.entity(table).unwrap();
            for goal in [Goal::Members, Goal::Differences] {
                compare(connection, (entity, *id), (*moment, state), goal);
            }
            compared += 1;
        }
    }
    assert!(compared > 200, "{compared}");
}
