//! What other processes do to the database beside the running panel loses nothing.

use backlot::db::now;
use backlot::schema::movies;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::support::{Database, Program, command, number};

crate::tests![
    whatever_opens_the_database_beside_the_panel_no_acknowledged_write_is_lost,
    an_operator_disabled_on_the_command_line_is_signed_out_at_once,
    nothing_is_acknowledged_while_another_file_stands_in_the_place_of_the_database,
];

/// What somebody may do with the database while the panel serves it.
const NEIGHBOURS: [fn(&Database, usize); 8] = [
    |database, _| assert!(number(&mut database.connect(), "(SELECT count(*) FROM movies)") > 0),
    |database, round| {
        let name = format!("neighbour {round}");
        let row = (
            movies::name.eq(&name),
            movies::name_key.eq(&name),
            movies::created_at.eq(now()),
            movies::updated_at.eq(now()),
        );
        diesel::insert_into(movies::table).values(row).execute(&mut database.connect()).unwrap();
    },
    |database, round| {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join(round.to_string()).display().to_string();
        // A server is copied by tools of its own.
        if database.file().is_some() {
            command(database, &["backup", &copy]);
        }
    },
    |database, _| drop(command(database, &["operator", "list"])),
    |database, _| drop(command(database, &["seed", "--users", "5", "--castings", "5"])),
    |database, _| drop(command(database, &["check"])),
    |database, _| drop(command(database, &["migrate", "status"])),
    |database, _| drop(command(database, &["migrate", "up"])),
];

fn whatever_opens_the_database_beside_the_panel_no_acknowledged_write_is_lost(database: &Database) {
    let mut acknowledged = Vec::new();
    for round in 0..20 {
        let mut program = Program::start(database);
        let ada = program.person();
        let mut add = |which: &str| {
            let name = format!("{which} {round}");
            acknowledged.push((ada.add("movies", &[("name", &name)]).path, name));
        };
        add("before");
        NEIGHBOURS[round % NEIGHBOURS.len()](database, round);
        assert_is_locked(database, &program);
        add("between");
        NEIGHBOURS[(round / 2) % NEIGHBOURS.len()](database, round + 100);
        add("after");
        assert_is_locked(database, &program);
        program.signal("KILL");
        program.ended();
    }
    let program = Program::start(database);
    let ada = program.person();
    for (path, name) in &acknowledged {
        assert_eq!(ada.open(path).heading(), *name);
    }
    assert_is_sound(database);
}

/// Whether the panel's lock on its file can be seen by others, which alone keeps them from taking
/// its log away. Linux tells; a server keeps its own files.
#[track_caller]
fn assert_is_locked(database: &Database, program: &Program) {
    let Some(file) = database.file().filter(|_| cfg!(target_os = "linux")) else { return };
    let inode = std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(file).unwrap());
    let (process, inode) = (program.id().to_string(), format!(":{inode}"));
    let is_ours = |line: &str| {
        let mut fields = line.split_whitespace().skip(4);
        fields.next() == Some(&process) && fields.next().is_some_and(|id| id.ends_with(&inode))
    };
    // Linux gives the list in pieces. Between two of them others take locks and let them go, and a
    // line is passed over: what is missing is looked for again.
    let found = (0..100).any(|_| {
        let locks = std::fs::read_to_string("/proc/locks").unwrap();
        locks.lines().any(is_ours)
    });
    assert!(found, "{process} holds no lock on {inode}");
    for suffix in ["-wal", "-shm"] {
        assert!(std::fs::exists(format!("{file}{suffix}")).unwrap(), "{file}{suffix} is gone");
    }
}

#[track_caller]
fn assert_is_sound(database: &Database) {
    if database.file().is_none() {
        return;
    }
    let connection = &mut database.connect();
    let integrity: String = sql::<Text>("PRAGMA integrity_check").get_result(connection).unwrap();
    assert_eq!(integrity, "ok");
    let orphans = sql::<BigInt>("SELECT count(*) FROM pragma_foreign_key_check");
    assert_eq!(orphans.get_result(connection), Ok(0_i64));
}

fn an_operator_disabled_on_the_command_line_is_signed_out_at_once(database: &Database) {
    let program = Program::start(database);
    let ada = program.person();
    // The last admin cannot be disabled.
    database.operator("Root", &["admin"]);
    ada.open("/movies");
    command(database, &["check"]);
    ada.add("movies", &[("name", "Alien")]);
    command(database, &["operator", "disable", "Grace"]);
    ada.get("/movies").assert_status(303);
}

fn nothing_is_acknowledged_while_another_file_stands_in_the_place_of_the_database(
    database: &Database,
) {
    let Some(file) = database.file() else { return };
    let program = Program::start(database);
    let ada = program.person();
    ada.add("movies", &[("name", "Alien")]);
    let form = ada.open("/movies/new").form().fill("name", "Brazil");
    let refused = || {
        let answer = ada.press(&form, "Save");
        answer.assert_status(503);
        assert!(answer.visible().contains("Nothing was saved"), "{}", answer.visible());
        assert_eq!(answer.form_where("form.record").value("name"), "Brazil");
    };
    let aside = format!("{file}.aside");
    std::fs::rename(file, &aside).unwrap();
    refused();
    ada.get("/movies").assert_status(503);
    ada.get("/health/ready").assert_status(503);
    assert!(!std::fs::exists(file).unwrap(), "a new file was made");
    std::fs::write(file, "").unwrap();
    refused();
    std::fs::rename(&aside, file).unwrap();
    assert_eq!(ada.save(&form).heading(), "Brazil");
    assert_is_sound(database);
}
