//! The program itself: how it logs, how it stops, and what it keeps when it is killed.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use backlot::db::{Address, AnyConnection, Product};
use backlot::schema::movies;
use diesel::prelude::*;
use ureq::http::Method;

use crate::support::{Database, Panel, Person, Program, at_once, number};

crate::tests![
    a_killed_program_has_lost_no_write_that_it_acknowledged,
    a_request_in_flight_finishes_when_the_program_is_told_to_stop,
    whoever_was_connected_is_answered_before_it_stops,
    it_ends_in_time_whoever_is_connected,
    ctrl_c_stops_it_as_well,
    the_file_env_says_what_is_logged,
    the_link_to_set_it_up_comes_last_and_can_be_opened,
    the_log_says_who_asked_and_from_where,
    every_request_leaves_one_line_in_the_common_log_format,
    a_failure_of_ours_shows_its_number_and_hides_its_cause,
    sixty_four_writers_at_once_all_succeed,
    two_programs_on_one_database_see_each_others_work,
    with_nothing_to_do_it_writes_nothing,
];

fn a_killed_program_has_lost_no_write_that_it_acknowledged(database: &Database) {
    let acknowledged = Mutex::new(Vec::new());
    for round in 0..3 {
        let program = Program::start(database);
        let count = AtomicUsize::new(0);
        at_once(8, |writer| {
            let person = program.person();
            for number in 0.. {
                let name = format!("{round} {writer} {number}");
                let Some(path) = try_to_add(&person, &name) else { return };
                acknowledged.lock().unwrap().push((path, name));
                // In the midst of the storm, by one of those who raise it.
                if count.fetch_add(1, Ordering::SeqCst) == 40 {
                    program.signal("KILL");
                }
            }
        });
    }
    let program = Program::start(database);
    let ada = program.person();
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() > 100, "{}", acknowledged.len());
    for (path, name) in &acknowledged {
        assert_eq!(ada.open(path).heading(), *name);
    }
    // What was not acknowledged may be there, but then whole: a name, and a form that is used up.
    let stored: i64 = movies::table.count().get_result(&mut database.connect()).unwrap();
    assert!(stored <= acknowledged.len() as i64 + 3 * 8, "{stored}");
}

/// The path of the new movie, or nothing where the program has been killed.
fn try_to_add(person: &Person, name: &str) -> Option<String> {
    let form = person.try_get("/movies/new").ok()?.form().fill("name", name);
    let sending = form.pressed("Save");
    let answer = person.try_post(&sending.action, &sending.pairs).ok()?;
    answer.assert_status(303);
    Some(answer.location().to_owned())
}

fn a_request_in_flight_finishes_when_the_program_is_told_to_stop(database: &Database) {
    let mut program = Program::start(database);
    let ada = program.person();
    let body = ada.open("/movies/new").form().fill("name", "Alien").pressed("Save").pairs;
    let cookie = format!("cookie: {}", ada.cookie());
    let mut stream = TcpStream::connect(program.address()).unwrap();
    let head = [
        "POST /movies HTTP/1.1",
        &format!("host: {}", program.address()),
        &cookie,
        "connection: close",
        "expect: 100-continue",
        "content-type: application/x-www-form-urlencoded",
        &format!("content-length: {}", body.len()),
    ];
    write!(stream, "{}\r\n\r\n", head.join("\r\n")).unwrap();
    let mut begun = [0; 25];
    stream.read_exact(&mut begun).unwrap();
    assert_eq!(&begun, b"HTTP/1.1 100 Continue\r\n\r\n");
    program.signal("TERM");
    program.log_line("stopping");
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    assert_eq!(program.ended().code(), Some(0));
    assert!(TcpStream::connect(program.address()).is_err());
    let names: Vec<String> =
        movies::table.select(movies::name).load(&mut database.connect()).unwrap();
    assert_eq!(names, ["Alien"]);
}

fn whoever_was_connected_is_answered_before_it_stops(database: &Database) {
    let mut program = Program::start(database);
    let address = program.address();
    let count = AtomicUsize::new(0);
    at_once(16, |_| {
        // A connection that is refused was never there; whoever has one is answered.
        while let Ok(mut stream) = TcpStream::connect(address) {
            let request = b"GET /sign-in HTTP/1.1\r\nhost: panel\r\nconnection: close\r\n\r\n";
            stream.write_all(request).expect("the request is taken");
            let mut answer = String::new();
            stream.read_to_string(&mut answer).expect("the answer is read to its end");
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer:?}");
            assert!(answer.trim_end().ends_with("</html>"), "{answer:?}");
            // In the midst of the storm, by one of those who raise it.
            if count.fetch_add(1, Ordering::SeqCst) == 200 {
                program.signal("TERM");
            }
        }
    });
    assert!(count.into_inner() > 200);
    assert_eq!(program.ended().code(), Some(0));
}

fn it_ends_in_time_whoever_is_connected(database: &Database) {
    let mut program = Program::start(database);
    let ada = program.person();
    ada.open("/movies");
    // As browsers open them in advance.
    let _silent = TcpStream::connect(program.address()).unwrap();
    program.signal("TERM");
    let told = Instant::now();
    assert_eq!(program.ended().code(), Some(0));
    // What containers are given before they are killed.
    assert!(told.elapsed() < Duration::from_secs(10), "{:?}", told.elapsed());
}

fn ctrl_c_stops_it_as_well(database: &Database) {
    let mut program = Program::start(database);
    // An idle connection is open then, as browsers leave one.
    program.person().open("/movies");
    program.signal("INT");
    assert_eq!(program.ended().code(), Some(0));
}

fn the_file_env_says_what_is_logged(database: &Database) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".env"), "RUST_LOG=error\n").unwrap();
    let mut program = Program::start_in(folder.path(), database, &[]);
    program.person().open("/movies");
    let log = program.rest_of_log();
    assert!(!log.iter().any(|line| line.contains("/movies")), "{log:#?}");
}

fn the_link_to_set_it_up_comes_last_and_can_be_opened(database: &Database) {
    let local = [("HOST", "0.0.0.0"), ("RUST_LOG", "info")];
    let public = [("PUBLIC_URL", "https://panel.example/"), ("BASE_PATH", "/panel")];
    // Without it nobody could sign in, so no setting of the log leaves it out.
    let silent = [("HOST", "127.0.0.1"), ("RUST_LOG", "off")];
    let public_url = Some("https://panel.example/panel");
    for (variables, begin) in [(local, None), (public, public_url), (silent, None)] {
        let mut program = Program::start_with(database, &variables);
        let link = program.log_line("/set-up/");
        let own = format!("http://127.0.0.1:{}", program.address().port());
        let path = link.strip_prefix(begin.unwrap_or(&own)).expect(&link);
        let base = if begin.is_some() { "/panel" } else { "" };
        Person::at(program.address()).open(&format!("{base}{path}"));
        let rest = program.rest_of_log();
        if variables == silent {
            assert!(rest.is_empty(), "{rest:#?}");
        } else {
            assert!(rest[0].contains("GET /") && !rest[0].contains("actix"), "{rest:#?}");
        }
    }
}

fn the_log_says_who_asked_and_from_where(database: &Database) {
    let program = Program::start_with(database, &[("TRUSTED_PROXIES", "127.0.0.1")]);
    let [ada, stranger] = [program.person_called("Ada \"L\" [-]"), Person::at(program.address())];
    for (person, path, start) in [
        (&ada, "/movies", r#"203.0.113.9 - Ada\x20\x22L\x22\x20\x5b-\x5d ["#),
        (&stranger, "/sign-in", "203.0.113.9 - - ["),
    ] {
        let from = [("x-forwarded-for", "203.0.113.9")];
        person.request(Method::GET, path, &from, "").assert_status(200);
        let line = program.log_line(&format!("GET {path} "));
        assert!(line.contains(start), "{line}");
    }
}

fn every_request_leaves_one_line_in_the_common_log_format(database: &Database) {
    let program = Program::start(database);
    let ada = program.person();
    for (path, status) in [("/movies?q=a%20b", 200), ("/movies/77", 404), ("/nonsense", 404)] {
        let page = ada.get(path);
        page.assert_status(status);
        let id = page.header("x-request-id").to_owned();
        let line = program.log_line(&id);
        let (_, entry) = line.split_once("127.0.0.1 - Grace [").expect(&line);
        let (time, entry) = entry.split_once("] ").expect(&line);
        chrono::DateTime::parse_from_str(time, "%d/%b/%Y:%H:%M:%S %z").expect(&line);
        let request = format!("\"GET {path} HTTP/1.1\" {status} ");
        let rest = entry.strip_prefix(&request).expect(&line);
        let (bytes, named) = rest.split_once(' ').expect(&line);
        assert_eq!(bytes.parse::<usize>().expect(&line), page.body.len(), "{line}");
        assert_eq!(named, id);
    }
}

fn a_failure_of_ours_shows_its_number_and_hides_its_cause(database: &Database) {
    let program = Program::start(database);
    diesel::sql_query("DROP TABLE castings").execute(&mut database.connect()).unwrap();
    diesel::sql_query("DROP TABLE movies").execute(&mut database.connect()).unwrap();
    let page = program.person().get("/movies");
    page.assert_status(500);
    page.assert_framed();
    let id = page.header("x-request-id");
    assert!(page.visible().contains(id), "{}", page.visible());
    for word in ["SELECT", "movies", "relation", "doesn't exist", "no such"] {
        assert!(!page.text("main").contains(word), "{}", page.visible());
    }
    let cause = program.log_line("failed");
    assert!(cause.contains(id) && cause.contains("movies"), "{cause}");
}

fn sixty_four_writers_at_once_all_succeed(panel: &Panel) {
    at_once(64, |writer| {
        let person = panel.person();
        for number in 0..3 {
            person.add("movies", &[("name", &format!("{writer} {number}"))]);
        }
    });
    assert_eq!(panel.person().open("/movies").text("nav .range"), "1–50 of 192");
}

fn two_programs_on_one_database_see_each_others_work(database: &Database) {
    let programs = [Program::start(database), Program::start(database)];
    let path = programs[0].person().add("movies", &[("name", "Alien")]).path;
    let ben = programs[1].person();
    let form = ben.edit(&path, &[("name", "Aliens")]);
    ben.save(&form);
    assert_eq!(programs[0].person().open(&path).heading(), "Aliens");
}

/// What grows with every transaction that writes: on a server, each leaves a receipt.
fn writes(database: &Database, connection: &mut AnyConnection) -> i64 {
    let expression = match Address::parse(database.url()).unwrap().product() {
        Product::Sqlite => "(SELECT data_version FROM pragma_data_version)",
        _ => "(SELECT count(*) FROM receipts)",
    };
    number(connection, expression)
}

fn with_nothing_to_do_it_writes_nothing(database: &Database) {
    // What it writes when it starts for the first time is written.
    drop(Program::start(database).person());
    let connection = &mut database.connect();
    let written = writes(database, connection);
    let _program = Program::start_with(database, &[("HISTORY_SEAL_EVERY", "1s")]);
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(writes(database, connection), written);
}
