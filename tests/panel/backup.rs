//! Copies of a database that is a file, and bringing them back.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

use backlot::schema::movies;
use diesel::prelude::*;

use crate::support::{Database, Program, command, refused};

crate::tests![
    a_server_is_copied_by_tools_of_its_own,
    a_copy_taken_while_serving_brings_everything_back,
    a_restored_database_keeps_its_owner_its_mode_and_the_link_to_it,
    a_database_that_is_open_is_not_replaced,
    a_broken_database_is_replaced_where_it_stands,
    what_is_left_of_a_database_that_is_gone_is_not_taken_for_the_log_of_another,
    a_database_is_not_restored_from_itself,
];

/// A folder with a copy of the database in it, and the names of the movies that it holds; nothing
/// for a server.
struct Copy {
    folder: tempfile::TempDir,
    movies: Vec<String>,
}

impl Copy {
    /// Adds a movie, takes a copy while the panel runs, and adds another one that it lacks.
    fn taken(database: &Database) -> Option<Self> {
        database.file()?;
        let copy = Self { folder: tempfile::tempdir().unwrap(), movies: vec!["Alien".to_owned()] };
        let program = Program::start(database);
        program.person().add("movies", &[("name", "Alien")]);
        command(database, &["backup", copy.path().to_str().unwrap()]);
        program.person().add("movies", &[("name", "Brazil")]);
        Some(copy)
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("copy")
    }

    fn restore(&self, database: &Database) {
        command(database, &["restore", self.path().to_str().unwrap(), "--force"]);
        assert_eq!(names(database), self.movies);
    }

    fn is_refused(&self, database: &Database, options: &[&str]) -> String {
        let path = self.path();
        refused(database, &[&["restore", path.to_str().unwrap()], options].concat())
    }
}

fn names(database: &Database) -> Vec<String> {
    movies::table.select(movies::name).order(movies::id).load(&mut database.connect()).unwrap()
}

fn mode(path: impl AsRef<Path>) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn a_server_is_copied_by_tools_of_its_own(database: &Database) {
    let tool = match database.url().split(':').next() {
        Some("sqlite") => return,
        Some("postgres" | "postgresql") => "pg_dump",
        _ => "mariadb-dump",
    };
    assert!(refused(database, &["backup", "copy"]).contains(tool));
}

fn a_copy_taken_while_serving_brings_everything_back(database: &Database) {
    let Some(copy) = Copy::taken(database) else { return };
    assert_eq!(mode(copy.path()), 0o600);
    assert!(copy.is_refused(database, &[]).contains("--force"));
    assert_eq!(names(database), ["Alien", "Brazil"]);
    copy.restore(database);
    let program = Program::start(database);
    program.person().add("movies", &[("name", "Casablanca")]);
    drop(program);
    assert_eq!(names(database), ["Alien", "Casablanca"]);
    std::fs::write(copy.path(), "no database").unwrap();
    copy.is_refused(database, &["--force"]);
    assert_eq!(names(database), ["Alien", "Casablanca"]);
}

fn a_restored_database_keeps_its_owner_its_mode_and_the_link_to_it(database: &Database) {
    let Some(copy) = Copy::taken(database) else { return };
    let file = Path::new(database.file().unwrap());
    let elsewhere = copy.folder.path().join("elsewhere");
    std::fs::copy(file, &elsewhere).unwrap();
    std::fs::remove_file(file).unwrap();
    symlink(&elsewhere, file).unwrap();
    std::fs::set_permissions(&elsewhere, PermissionsExt::from_mode(0o640)).unwrap();
    // Only root gives files away; anybody else keeps their own, which has to stay so as well.
    let _ = chown(&elsewhere, Some(4321), Some(1234));
    let before = std::fs::metadata(&elsewhere).unwrap();
    copy.restore(database);
    let after = std::fs::metadata(&elsewhere).unwrap();
    assert!(std::fs::symlink_metadata(file).unwrap().is_symlink());
    assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
    assert_eq!(mode(&elsewhere), 0o640);
    assert_eq!(after.ino(), before.ino());
}

fn a_database_that_is_open_is_not_replaced(database: &Database) {
    let Some(copy) = Copy::taken(database) else { return };
    let program = Program::start(database);
    // Somebody looked at it before, which must not hide that it is open.
    command(database, &["check"]);
    assert!(copy.is_refused(database, &["--force"]).contains("in use"));
    program.person().add("movies", &[("name", "Casablanca")]);
    assert_eq!(names(database), ["Alien", "Brazil", "Casablanca"]);
    drop(program);
    copy.restore(database);
}

fn a_broken_database_is_replaced_where_it_stands(database: &Database) {
    let Some(copy) = Copy::taken(database) else { return };
    let file = database.file().unwrap();
    std::fs::write(file, "no database, by far").unwrap();
    std::fs::set_permissions(file, PermissionsExt::from_mode(0o640)).unwrap();
    copy.restore(database);
    assert_eq!(mode(file), 0o640);
}

fn what_is_left_of_a_database_that_is_gone_is_not_taken_for_the_log_of_another(
    database: &Database,
) {
    let Some(copy) = Copy::taken(database) else { return };
    let file = database.file().unwrap();
    let program = Program::start(database);
    program.person().add("movies", &[("name", "Casablanca")]);
    program.signal("KILL");
    drop(program);
    let log = format!("{file}-wal");
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
    std::fs::remove_file(file).unwrap();
    let said = copy.is_refused(database, &[]);
    assert!(said.contains("-wal exists already: --force replaces it"), "{said}");
    assert!(!Path::new(file).exists());
    let stale = std::fs::read(&log).unwrap();
    copy.restore(database);
    // Nor is it beside a new copy.
    let other = copy.folder.path().join("other");
    std::fs::write(copy.folder.path().join("other-wal"), stale).unwrap();
    let said = refused(database, &["backup", other.to_str().unwrap()]);
    assert!(said.contains("other-wal exists already"), "{said}");
    assert!(!other.exists());
}

fn a_database_is_not_restored_from_itself(database: &Database) {
    let Some(copy) = Copy::taken(database) else { return };
    let file = database.file().unwrap();
    let said = refused(database, &["restore", file, "--force"]);
    assert!(said.contains("is the database itself"), "{said}");
    copy.restore(database);
}
