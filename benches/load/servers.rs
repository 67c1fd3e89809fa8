//! Every kind of address of every entity's pages, asked one after another: what a plan of a server
//! may make slow. They follow from the register, so another entity brings its own.

use std::time::{Duration, Instant};

use backlot::db::now;
use backlot::entities::REGISTER;
use backlot::panel::entity::calendar::Calendar;
use backlot::panel::entity::definition::Entity;
use backlot::panel::entity::field::Field;
use backlot::panel::entity::filter_operator::FilterOperator;
use backlot::panel::entity::relation::Relation;
use backlot::panel::http::url::encode;
use backlot::panel::list::column::Column;
use backlot::panel::list::question::operators;
use diesel::connection::SimpleConnection as _;

use crate::Result;
use crate::data::Data;
use crate::program::Program;

/// How often each address is asked for, after once unmeasured.
const TIMES: usize = 5;
/// Pages that take longer than this are counted at the end.
const SLOW: Duration = Duration::from_millis(100);
/// What is said where a statement was given up.
const CUT_OFF: &str = "took too long";

/// Words that nothing holds, that some texts hold, that many do, and that begins a few.
const WORDS: [&str; 5] = ["zqxj", "ann", "son", "toyota", "mo"];
/// What a filter is given: the first of these that its column takes.
const VALUES: [&str; 5] = ["son", "30", "2026-01", "30..40", "2026-01..2026-02"];
/// How many of what belongs to a row: some rows have as many, and hardly one.
const NUMBERS: [&str; 2] = ["3", "5000"];

/// The row to which much belongs, see [`enlarge`], and one like any other.
const ROWS: [u64; 2] = [1, 1000];

/// Gives the first user ten thousand cars and the first movie a cast of a hundred thousand, once.
pub fn enlarge(data: &Data) -> Result<()> {
    let most = data.users() / 100;
    let cast = data.users() / 10;
    data.connect()?.batch_execute(&format!(
        "INSERT INTO cars (user_id, user_key, name, name_key, color, color_key, created_at, \
         updated_at) SELECT 1, (SELECT first_name_key FROM users WHERE id = 1), name, name_key, \
         color, color_key, created_at, updated_at FROM cars WHERE id <= {most} \
         AND (SELECT COUNT(*) FROM (SELECT 1 FROM cars WHERE user_id = 1 LIMIT 1000) AS owned) \
         < 1000; \
         INSERT INTO castings (movie_id, actor_id, created_at) \
         SELECT 1, id, created_at FROM actors WHERE id <= {cast} AND id NOT IN \
         (SELECT actor_id FROM castings WHERE movie_id = 1)"
    ))?;
    Ok(())
}

/// Asks each program for each of the addresses that begin with one of the words, if there are any,
/// and prints the median time of each, and how many were slow.
pub fn measure(programs: &[Program], chosen: &[String]) -> Result<()> {
    let is_chosen =
        |path: &String| chosen.is_empty() || chosen.iter().any(|it| path.starts_with(it));
    let mut slow = vec![0; programs.len()];
    let mut worst = vec![Duration::ZERO; programs.len()];
    let paths = addresses();
    let paths = paths.iter().filter(|path| is_chosen(path));
    println!("{} addresses, p50 in ms ({CUT_OFF}: *)", paths.clone().count());
    for path in paths {
        let mut line = String::new();
        for (index, program) in programs.iter().enumerate() {
            let Some((median, is_cut_off)) = median(program, path)? else {
                line += &format!("{:>8} ", "none");
                continue;
            };
            slow[index] += usize::from(median > SLOW);
            worst[index] = worst[index].max(median);
            let mark = if is_cut_off { "*" } else { " " };
            line += &format!("{:>8.1}{mark}", median.as_secs_f64() * 1000.0);
        }
        println!("{line}  {path}");
    }
    println!("over {SLOW:?}: {slow:?}; the worst: {worst:.0?}");
    Ok(())
}

/// The median time of a page, and whether it says that something took too long; nothing where there
/// is no such row.
fn median(program: &Program, path: &str) -> Result<Option<(Duration, bool)>> {
    let mut connection = program.connect()?;
    let Some(page) = connection.find(path)? else { return Ok(None) };
    let is_cut_off = page.contains(CUT_OFF);
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let sent = Instant::now();
        connection.get(path)?;
        times.push(sent.elapsed());
    }
    times.sort_unstable();
    Ok(Some((times[TIMES / 2], is_cut_off)))
}

/// All of them.
fn addresses() -> Vec<String> {
    let everywhere = WORDS.iter().map(|word| format!("/search?q={word}"));
    let entities = REGISTER.entities.iter();
    ["/".to_owned()].into_iter().chain(everywhere).chain(entities.flat_map(|it| of(it))).collect()
}

/// Those of an entity: its list sorted, filtered and searched, its pickers, and some of its rows.
fn of(entity: &'static Entity) -> Vec<String> {
    let path = entity.names.path;
    let list = |query: String| ends(format!("/{path}?{query}"));
    let columns = || columns(entity);
    let sorted = columns().filter(|column| column.sort_column(entity).is_some());
    let sorted = sorted.flat_map(|column| {
        let name = column.name();
        [format!("sort={name}"), format!("sort=-{name}")].into_iter().flat_map(numbered)
    });
    let mut paths: Vec<String> = sorted.map(|query| format!("/{path}?{query}")).collect();
    paths.extend(columns().flat_map(filters).flat_map(list));
    paths.extend(WORDS.iter().flat_map(|word| list(format!("q={word}"))));
    paths.extend(WORDS.iter().map(|word| format!("/{path}/choose?q={word}")));
    paths.push(format!("/{path}/choose?q="));
    paths.extend(entity.relations().iter().filter_map(|it| picker(path, it)).flat_map(|pick| {
        let searched = WORDS.iter().map(|word| format!("{pick}&q={word}")).collect::<Vec<_>>();
        [pick.clone(), format!("{pick}&page=500")].into_iter().chain(searched)
    }));
    paths.extend(ROWS.iter().flat_map(|id| record(entity, *id)));
    paths
}

fn columns(entity: &'static Entity) -> impl Iterator<Item = Column> {
    let fields = entity.fields.iter().map(Column::Field);
    let relations = entity.relations().iter().map(Column::Relation);
    fields.chain(relations).chain([Column::Created, Column::Updated])
}

/// The first page of a list and the last.
fn ends(path: String) -> [String; 2] {
    let last = format!("{path}&page=last");
    [path, last]
}

/// The same and the last page that has a number.
fn numbered(query: String) -> [String; 3] {
    let (middle, last) = (format!("{query}&page=200"), format!("{query}&page=last"));
    [query, middle, last]
}

/// A column asked everything that it can be asked.
fn filters(column: Column) -> Vec<String> {
    let asked = operators(column).into_iter();
    let asked = asked.flat_map(|operator| values(column, operator).map(move |it| (operator, it)));
    let text = |(operator, value): (FilterOperator, &str)| {
        let test = format!("{}.{}", column.name(), operator.name());
        match value {
            "" => format!("where={test}"),
            value => format!("where={test}.{}", encode(value)),
        }
    };
    asked.map(text).collect()
}

fn values(column: Column, operator: FilterOperator) -> impl Iterator<Item = &'static str> {
    let values: Vec<&'static str> = match column.kind() {
        _ if operator.values() == 0 => vec![""],
        _ if column.refers_to().is_some() => vec!["1", "1000"],
        None => NUMBERS.to_vec(),
        Some(_) if operator == FilterOperator::Contains => WORDS.to_vec(),
        Some(kind) => {
            let is_taken =
                |value: &&str| kind.predicate(operator, value, &Calendar::utc(now())).is_some();
            VALUES.into_iter().find(is_taken).into_iter().collect()
        }
    };
    values.into_iter()
}

/// Where a row is picked for a filter of what belongs to it.
fn picker(path: &str, relation: &Relation) -> Option<String> {
    let by = relation.by().map(Field::name)?;
    Some(format!("/{path}/pick?list={}&test={by}.is", relation.entity.names.path))
}

/// The pages of a row, with the first and the last of what belongs to it.
fn record(entity: &'static Entity, id: u64) -> Vec<String> {
    let path = format!("/{}/{id}", entity.names.path);
    let mut paths = vec![path.clone(), format!("{path}/edit"), format!("{path}/delete")];
    for relation in entity.relations().iter().filter(|relation| relation.is_many()) {
        let name = relation.name;
        paths.extend(["100", "100000"].map(|page| format!("{path}?{name}={page}")));
        let Some(end) = relation.through() else { continue };
        let choose = format!("{path}/{}", end.link.table);
        paths.extend(WORDS.map(|word| format!("{choose}?q={word}")));
        paths.extend(["1", "500", "1000000"].map(|page| format!("{choose}?page={page}")));
    }
    paths
}
