//! What a deletion takes along, over three levels and in two ways, and the deletion itself.
#![cfg(feature = "sqlite")]

use std::sync::{Arc, LazyLock};

use diesel::connection::SimpleConnection as _;

use super::*;
use crate::db::statement::NamedTable;
use crate::db::{Address, Limits, count_all, now};
use crate::panel::entity::definition::Title;
use crate::panel::entity::field::Field;
use crate::panel::entity::names::Names;
use crate::panel::entity::register::Register;
use crate::panel::entity::relation::{Link, LinkSide, LinkWords};
use crate::panel::record::history::{self, ChangeKind, Occasion, Origin};
use crate::panel::record::read::find;
use crate::panel::record::write::Writer;

macro_rules! tables {
    ($($table:ident ($id:ident) { $($column:ident -> $sql:ty,)* })*) => {$(
        diesel::table! {
            $table ($id) {
                $($column -> $sql,)*
                version -> Integer,
                created_at -> Timestamp,
                updated_at -> Timestamp,
            }
        }

        crate::entity_table!($table, $id);
    )*};
}

tables! {
    shelves (id) { id -> BigInt, name -> Text, }
    plates (shelf_id) { shelf_id -> BigInt, text -> Text, }
    books (id) { id -> BigInt, shelf_id -> BigInt, name -> Text, }
    notes (id) { id -> BigInt, book_id -> BigInt, shelf_id -> Nullable<BigInt>, text -> Text, }
    readers (id) { id -> BigInt, name -> Text, }
}

diesel::table! {
    loans (book_id, reader_id) {
        book_id -> BigInt,
        reader_id -> BigInt,
        created_at -> Timestamp,
    }
}

impl NamedTable for loans::table {
    const NAME: &'static str = "loans";
}

const fn names(path: &'static str, one: &'static str, many: &'static str) -> Names {
    Names { path, one, a: "", many, about: "", icon: "table" }
}

static SHELVES: Entity = Entity::of::<shelves::table>(
    names("shelves", "shelf", "Shelves"),
    Title::Fields(&["name"]),
    &[Field::text::<shelves::name>("Name", 9)],
    &[],
);

static PLATES: Entity = Entity::of::<plates::table>(
    names("plates", "plate", "Plates"),
    Title::Of("Plate of", "shelf_id"),
    &[
        Field::reference::<plates::shelf_id>("Shelf", &SHELVES),
        Field::text::<plates::text>("Text", 9),
    ],
    &[],
);

static BOOKS: Entity = Entity::of::<books::table>(
    names("books", "book", "Books"),
    Title::Fields(&["name"]),
    &[
        Field::text::<books::name>("Name", 9),
        Field::reference::<books::shelf_id>("Shelf", &SHELVES),
    ],
    &[],
);

static NOTES: Entity = Entity::of::<notes::table>(
    names("notes", "note", "Notes"),
    Title::Fields(&["text"]),
    &[
        Field::text::<notes::text>("Text", 9),
        Field::reference::<notes::book_id>("Book", &BOOKS),
        Field::reference::<notes::shelf_id>("Shelf", &SHELVES),
    ],
    &[],
);

static READERS: Entity = Entity::of::<readers::table>(
    names("readers", "reader", "Readers"),
    Title::Fields(&["name"]),
    &[Field::text::<readers::name>("Name", 9)],
    &[],
);

static LOANS: Link = Link {
    table: <loans::table as NamedTable>::NAME,
    words: LinkWords { one: "loan", many: "loans", verb: "lend", done: "lent" },
    created_at: Column::of::<loans::created_at>(),
    sides: [
        LinkSide::of::<loans::book_id>(&BOOKS, "Readers", "Lent to"),
        LinkSide::of::<loans::reader_id>(&READERS, "Books", "Lent"),
    ],
};

static ENTITIES: [&Entity; 5] = [&SHELVES, &PLATES, &NOTES, &BOOKS, &READERS];
static LINKS: [&Link; 1] = [&LOANS];
static REGISTER: LazyLock<Register> = LazyLock::new(|| Register::of(&ENTITIES, &LINKS));

/// Two shelves, so many books on each of them, two notes to each book, of which one is on the other
/// shelf, one note to a book of the other shelf that is on the first, and every book lent.
fn library(folder: &tempfile::TempDir, books: i64) -> AnyConnection {
    let address = format!("sqlite:{}", folder.path().join("test.sqlite3").display());
    let mut connection = Address::parse(&address).unwrap().connect(&Limits::default()).unwrap();
    let stamps = "version INTEGER NOT NULL DEFAULT 1, \
                  created_at TIMESTAMP NOT NULL DEFAULT '2026-11-22 12:00:00', \
                  updated_at TIMESTAMP NOT NULL DEFAULT '2026-11-22 12:00:00'";
    let numbers = format!(
        "WITH RECURSIVE numbers (n) AS \
         (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {}) ",
        2 * books
    );
    connection
        .batch_execute(&format!(
            "CREATE TABLE shelves (id INTEGER PRIMARY KEY, name TEXT, {stamps}); \
             CREATE TABLE plates (shelf_id INTEGER PRIMARY KEY REFERENCES shelves, text TEXT, \
                 {stamps}); \
             CREATE TABLE books (id INTEGER PRIMARY KEY, shelf_id INTEGER REFERENCES shelves, \
                 name TEXT, {stamps}); \
             CREATE TABLE notes (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books, \
                 shelf_id INTEGER REFERENCES shelves, text TEXT, {stamps}); \
             CREATE TABLE readers (id INTEGER PRIMARY KEY, name TEXT, {stamps}); \
             CREATE TABLE loans (book_id INTEGER REFERENCES books, \
                 reader_id INTEGER REFERENCES readers, \
                 created_at TIMESTAMP NOT NULL DEFAULT '2026-11-22 12:00:00'); \
             CREATE INDEX books_shelf ON books (shelf_id, id); \
             CREATE INDEX notes_book ON notes (book_id, id); \
             CREATE INDEX loans_book ON loans (book_id); \
             INSERT INTO shelves (id, name) VALUES (1, 'A'), (2, 'B'); \
             INSERT INTO plates (shelf_id, text) VALUES (1, 'Art'), (2, 'Bees'); \
             INSERT INTO readers (id, name) VALUES (1, 'Zoë'), (2, 'Ann'); \
             {numbers} INSERT INTO books (id, shelf_id, name) \
                 SELECT n, 1 + (n > {books}), 'Book ' || n FROM numbers; \
             INSERT INTO notes (book_id, text) SELECT id, 'One' FROM books; \
             INSERT INTO notes (book_id, shelf_id, text) SELECT id, 3 - shelf_id, 'Two' \
                 FROM books; \
             INSERT INTO loans (book_id, reader_id) SELECT id, 1 FROM books; \
             INSERT INTO loans (book_id, reader_id) VALUES (1, 2);"
        ))
        .unwrap();
    LazyLock::force(&REGISTER);
    crate::db::run_pending(&mut connection).unwrap();
    connection
}

fn count(connection: &mut AnyConnection, column: Column) -> i64 {
    let every = Rows::of(column.table, crate::db::statement::all(Vec::new()));
    count_all(connection, every.column(column)).unwrap()
}

#[test]
fn each_kind_is_named_once_with_an_exact_number() {
    let folder = tempfile::tempdir().unwrap();
    let connection = &mut library(&folder, 7);
    let operator = CurrentOperator::of_command_line();
    let found = Dependents::read(connection, &operator, &SHELVES, Owners::One(1)).unwrap();
    let told: Vec<String> = found.iter().map(Dependents::counted).collect();
    // Two notes to each book, and those to the books of the other shelf that are on this one.
    assert_eq!(told, ["1 plate", "21 notes", "7 books", "8 loans"]);
    let [plate, _, books, loans] = &found[..] else { panic!("{found:?}") };
    assert_eq!(plate.first, ["Art"]);
    assert_eq!(books.first, ["Book 1", "Book 2", "Book 3", "Book 4", "Book 5"]);
    assert_eq!(books.unnamed(), 2);
    assert_eq!((&loans.first[..], loans.unnamed()), (&["Zoë".to_owned()][..], 7));
    let found = Dependents::read(connection, &operator, &READERS, Owners::One(2)).unwrap();
    let told: Vec<_> = found.iter().map(|kind| (kind.counted(), kind.first.concat())).collect();
    assert_eq!(told, [("1 loan".to_owned(), "Book 1".to_owned())]);
    assert_eq!(Dependents::read(connection, &operator, &PLATES, Owners::One(1)).unwrap(), []);
}

#[test]
fn the_mark_changes_with_what_goes_along() {
    let folder = tempfile::tempdir().unwrap();
    let connection = &mut library(&folder, 7);
    let operator = CurrentOperator::of_command_line();
    let mut marks = Vec::new();
    for change in [
        "SELECT 1",
        "UPDATE plates SET updated_at = '2026-11-23 12:00:00' WHERE shelf_id = 1",
        "UPDATE notes SET updated_at = '2026-11-23 12:00:00' WHERE book_id = 3",
        "INSERT INTO notes (book_id, text) VALUES (3, 'Three')",
        "DELETE FROM loans WHERE book_id = 2",
    ] {
        connection.batch_execute(change).unwrap();
        let found = Dependents::read(connection, &operator, &SHELVES, Owners::One(1)).unwrap();
        marks.push(found.iter().map(Dependents::mark).collect::<Vec<_>>());
    }
    marks.sort();
    marks.dedup();
    assert_eq!(marks.len(), 5);
}

#[test]
fn all_of_it_is_deleted_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let connection = &mut library(&folder, 1200);
    let operator = Arc::new(CurrentOperator::of_command_line());
    let row = find(connection, &SHELVES, 1).unwrap().unwrap();
    let occasion = Occasion::new(Origin::Form, now());
    let (rows, change_set) =
        Writer::run(connection, &operator, occasion, |writer| writer.delete(&row)).unwrap();
    assert_eq!(rows, 1);
    let summary =
        history::find(connection, change_set.unwrap().change_set).unwrap().unwrap().summary();
    let noted: Vec<_> = summary.iter().collect();
    assert_eq!(
        noted,
        [
            ("books", ChangeKind::Deleted, 1200),
            ("loans", ChangeKind::Unlinked, 1201),
            ("notes", ChangeKind::Deleted, 3600),
            ("plates", ChangeKind::Deleted, 1),
            ("shelves", ChangeKind::Deleted, 1),
        ]
    );
    for (column, left) in [
        (SHELVES.id, 1),
        (PLATES.id, 1),
        (BOOKS.id, 1200),
        (NOTES.id, 1200),
        (READERS.id, 2),
        (LOANS.created_at, 1200),
    ] {
        assert_eq!(count(connection, column), left, "{}", column.table);
    }
}
