//! `backlot import`.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use backlot::panel::entity::words::grouped;
use diesel::connection::SimpleConnection as _;

use crate::support::{Database, Person, Program, command, number, refused, run};

crate::tests![
    a_command_says_what_a_file_comes_to_and_imports_it,
    a_command_writes_nothing_where_rows_are_refused,
    a_command_is_told_how_a_file_is_read,
    a_command_says_what_it_has_guessed_and_what_it_leaves_out,
    a_command_says_what_is_wrong_with_a_file,
    a_command_adds_the_rows_of_a_file_once_more_only_where_it_is_told_to,
    a_command_lets_another_import_end_first,
    what_a_command_imported_is_undone_in_the_panel,
    a_file_that_grows_meanwhile_is_taken_as_it_was,
];

/// A file of a test.
pub struct File {
    path: PathBuf,
    _folder: tempfile::TempDir,
}

pub fn file(name: &str, bytes: impl AsRef<[u8]>) -> File {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    File { path, _folder: folder }
}

impl File {
    pub fn path(&self) -> &str {
        self.path.to_str().unwrap()
    }
}

fn movies(database: &Database) -> i64 {
    number(&mut database.connect(), "(SELECT count(*) FROM movies)")
}

fn a_command_says_what_a_file_comes_to_and_imports_it(database: &Database) {
    command(database, &["migrate", "up"]);
    let films = file("films.csv", "name\nAlien\nSolaris\n");
    let arguments = ["import", "movies", films.path(), "--match", "name"];
    let said = command(database, &[&arguments[..], &["--dry-run"]].concat());
    assert_eq!(said, "2 new, 0 changed, 0 unchanged, 0 refused\n");
    assert_eq!(movies(database), 0);
    command(database, &arguments);
    assert_eq!(movies(database), 2);
    assert_eq!(command(database, &arguments), "0 new, 0 changed, 2 unchanged, 0 refused\n");
    let left = "(SELECT count(*) FROM import_rows) + (SELECT count(*) FROM import_chunks)";
    assert_eq!(number(&mut database.connect(), left), 0);
    let changed = file("films.csv", "id,name\n1,Aliens\n2,Solaris\n,Stalker\n");
    let said = command(database, &["import", "movies", changed.path(), "--match", "id"]);
    assert_eq!(said, "1 new, 1 changed, 1 unchanged, 0 refused\n");
    assert_eq!(movies(database), 3);
}

fn a_command_writes_nothing_where_rows_are_refused(database: &Database) {
    command(database, &["migrate", "up"]);
    let films = file("films.csv", format!("name\nAlien\n{}\n", "x".repeat(300)));
    for dry in [&[][..], &["--dry-run"]] {
        let output = run(database, &[&["import", "movies", films.path()][..], dry].concat());
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stdout).unwrap();
        assert_eq!(said, "1 new, 0 changed, 0 unchanged, 1 refused\n");
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert!(complaint.starts_with("line 3: Name can have at most 255"), "{complaint}");
        assert_eq!(complaint.contains("nothing was imported"), dry.is_empty(), "{complaint}");
        assert_eq!(movies(database), 0);
    }
    let output = run(database, &["import", "movies", films.path(), "--skip-refused"]);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.ends_with("1 row was imported\n"), "{complaint}");
    assert_eq!(movies(database), 1);
}

fn a_command_is_told_how_a_file_is_read(database: &Database) {
    command(database, &["migrate", "up"]);
    let films = file("films.txt", b"\xc9tude|1\n\xdcber|2\n");
    let arguments = ["import", "movies", films.path(), "--no-header", "--separator", "|"];
    let told = ["--encoding", "windows-1252", "--map", "Column 1=name", "--map", "Column 2="];
    command(database, &[&arguments[..], &told].concat());
    let named = "(SELECT count(*) FROM movies WHERE name IN ('Étude', 'Über'))";
    assert_eq!(number(&mut database.connect(), named), 2);
    let people = file("people.csv", "first_name,e-mail,country\nAnn,ann@example.com,Togo\n");
    let by_address = ["import", "users", people.path(), "--match", "email"];
    command(database, &by_address);
    assert!(command(database, &by_address).contains("0 new, 0 changed, 1 unchanged"));
    for (arguments, complaint) in [
        (vec!["import", "films", films.path()], "there are no \"films\"; there are: users"),
        (vec!["import", "movies", "/nowhere.csv"], "/nowhere.csv: No such file"),
        (vec!["import", "movies", films.path(), "--map", "x=name"], "there is no column \"x\""),
        (
            vec!["import", "movies", films.path(), "--no-header", "--map", "Column 1=title"],
            "there is no field \"title\"",
        ),
        (vec!["import", "movies", films.path()], "Choose a field for at least one column."),
        (
            vec!["import", "users", people.path(), "--match", "country,name"],
            "Records are to be found by name, and no column is put into it.",
        ),
    ] {
        let said = refused(database, &arguments);
        assert!(said.contains(complaint), "{said}");
    }
    let image = file("films.csv", b"\x89PNG\r\n");
    assert!(refused(database, &["import", "movies", image.path()]).contains("a picture"));
}

fn a_command_says_what_it_has_guessed_and_what_it_leaves_out(database: &Database) {
    command(database, &["migrate", "up"]);
    let films = file("films.csv", b"name;colour;note\n\xc9tude;red;x\n");
    let said = |told: &[&str]| {
        let arguments = ["import", "movies", films.path(), "--match", "name"];
        let output = run(database, &[&arguments[..], told].concat());
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stderr).unwrap()
    };
    let guessed = said(&[]);
    let lines: Vec<&str> = guessed.lines().collect();
    assert!(lines[0].starts_with("films.csv: It is read as Windows-1252, as it is no UTF-8."));
    assert_eq!(lines[1], "films.csv: Left out, since no field is called so: colour, note.");
    let cars = file("cars.csv", "user_id,user_id.title,name,color\n1,Ann,Mini,red\n");
    let output = run(database, &["import", "cars", cars.path(), "--dry-run"]);
    let twice =
        "cars.csv: Left out, since another column is put into the same field: user_id.title.";
    let remarks = String::from_utf8(output.stderr).unwrap();
    assert_eq!(remarks.lines().next(), Some(twice));
    // What was said is not said once more.
    let told = ["--encoding", "windows-1252", "--map", "colour=", "--map", "note="];
    assert_eq!(said(&told), "");
}

fn a_command_says_what_is_wrong_with_a_file(database: &Database) {
    command(database, &["migrate", "up"]);
    for (name, bytes, sentence) in [
        ("f.csv", &b"name\n\"Sol"[..], "The quotes that begin in line 2 never end"),
        ("f.csv", b"name,year\n\"Sol,1972\nAlien,1979\n", "The quotes that begin in line 2"),
        ("f.json", b"[{\"name\":\"Alien\"},{\"na", "the file is cut off"),
        ("f.json", b"[{\"na", "The list never ends: the file is cut off."),
        ("f.ndjson", b"{\"name\":\"Al", "The first object never ends: the file is cut off."),
        ("f.csv", b"film\nAlien\n", "The columns of the file are: film."),
        (
            "f.xlsx",
            b"Something else\n",
            "It is called .xlsx, which is Excel (XLSX), but it is CSV.",
        ),
    ] {
        let films = file(name, bytes);
        let output = run(database, &["import", "movies", films.path()]);
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(sentence) && said.contains(films.path()), "{said}");
        let kept = "(SELECT count(*) FROM import_chunks)";
        assert_eq!(number(&mut database.connect(), kept), 0);
    }
}

fn a_command_adds_the_rows_of_a_file_once_more_only_where_it_is_told_to(database: &Database) {
    command(database, &["migrate", "up"]);
    let films = file("films.csv", "name\nAlien\nSolaris\n");
    let arguments = ["import", "movies", films.path()];
    command(database, &arguments);
    let output = run(database, &arguments);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("2 movies from this very file were imported before"), "{said}");
    assert!(said.contains("/activity/") && said.contains("--again"), "{said}");
    assert_eq!(movies(database), 2);
    command(database, &[&arguments[..], &["--dry-run"]].concat());
    command(database, &[&arguments[..], &["--match", "name"]].concat());
    assert_eq!(movies(database), 2);
    command(database, &[&arguments[..], &["--again"]].concat());
    assert_eq!(movies(database), 4);
    // Another file is none of which that could be said.
    let others = file("films.csv", "name\nAlien\nStalker\n");
    command(database, &["import", "movies", others.path()]);
    assert_eq!(movies(database), 6);
}

fn a_command_lets_another_import_end_first(database: &Database) {
    command(database, &["migrate", "up"]);
    let films = file("films.csv", "name\nAlien\n");
    command(database, &["import", "movies", films.path()]);
    // As a command leaves it that was killed.
    let connection = &mut database.connect();
    for (kind, entity, is_refused) in
        [("import", "cars", false), ("delete", "movies", false), ("import", "movies", true)]
    {
        let set = format!("kind = '{kind}', entity = '{entity}', finished_at = NULL");
        connection.batch_execute(&format!("UPDATE jobs SET {set}")).unwrap();
        let output = run(database, &["import", "movies", films.path(), "--match", "name"]);
        assert_eq!(output.status.code(), Some(i32::from(is_refused)));
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said.contains("is still importing movies"), is_refused, "{said}");
    }
    command(database, &["import", "movies", films.path(), "--dry-run"]);
    assert_eq!(movies(database), 1);
}

fn what_a_command_imported_is_undone_in_the_panel(database: &Database) {
    let program = Program::start(database);
    let ada: Person = program.person();
    let films = file("films.csv", "name\nAlien\nSolaris\n");
    command(database, &["import", "movies", films.path(), "--reason", "the festival"]);
    let activity = ada.open("/activity").rows();
    assert_eq!(activity[0][..2], ["2 movies from films.csv", "Added"]);
    assert_eq!((activity[0][4].as_str(), activity[0][5].as_str()), ("Import", "the festival"));
    let set = number(&mut database.connect(), "(SELECT max(id) FROM change_sets)");
    ada.follow(&ada.post(&format!("/history/{set}/undo"), "x=1"));
    assert_eq!(movies(database), 0);
}

fn a_file_that_grows_meanwhile_is_taken_as_it_was(database: &Database) {
    command(database, &["migrate", "up"]);
    let films: String = (0..2000).map(|number| format!("Film {number}\n")).collect();
    let films = file("films.csv", format!("name\n{films}"));
    let arguments = ["import", "movies", films.path(), "--match", "name"];
    let is_over = AtomicBool::new(false);
    let said = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut end = OpenOptions::new().append(true).open(&films.path).unwrap();
            for number in 2000.. {
                writeln!(end, "Film {number}").unwrap();
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                // Slowly: all of it is read again below.
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        let said = run(database, &arguments);
        is_over.store(true, Ordering::Relaxed);
        String::from_utf8(said.stdout).unwrap()
    });
    let taken = movies(database);
    assert!(taken >= 2000, "{said}");
    assert_eq!(said, format!("{} new, 0 changed, 0 unchanged, 0 refused\n", grouped(taken)));
    let said = command(database, &arguments);
    assert!(said.contains(&format!("{} unchanged, 0 refused", grouped(taken))), "{said}");
}
