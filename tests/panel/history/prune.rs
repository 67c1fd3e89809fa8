//! The beginning of the history is forgotten, and the rest holds.

use backlot::access::{self, Event, Kind};
use backlot::db::AnyConnection;
use backlot::schema::{change_sets, changes};
use chrono::{NaiveDate, TimeDelta};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::support::{Database, Panel, Program, command, number, refused, run};

crate::tests![
    what_was_before_a_day_is_forgotten_and_the_rest_still_verified,
    a_dry_run_and_a_no_forget_nothing,
    what_an_interrupted_run_has_left_is_forgotten_by_the_next,
    a_seal_of_what_was_forgotten_is_no_mismatch,
    verifying_while_it_is_forgotten_finds_nothing_wrong,
    another_cut_goes_on_where_the_last_one_ended,
    what_was_restored_is_not_counted_as_given_up,
    what_was_altered_is_forgotten_only_if_told_so,
    what_is_forgotten_says_so_on_every_page,
    a_change_set_of_many_changes_is_forgotten_in_batches,
    a_program_that_serves_seals_and_forgets_by_itself,
];

/// Five change sets of long ago, of which one deleted a movie, and two of now; the day between.
fn a_history(panel: &Panel) -> NaiveDate {
    panel.clock().advance(-TimeDelta::days(400));
    let ada = panel.person_who_is("Ada", &["admin"]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    let form = ada.open(&format!("{movie}/delete")).form();
    ada.press(&form, "Delete").assert_status(303);
    for name in ["Brazil", "Casablanca", "Delicatessen"] {
        ada.add("movies", &[("name", name)]);
    }
    panel.clock().advance(TimeDelta::days(400));
    let ben = panel.person_who_is("Ben", &["admin"]);
    ben.add("movies", &[("name", "Eraserhead")]);
    ben.add("movies", &[("name", "Fargo")]);
    panel.clock().now().date() - TimeDelta::days(30)
}

fn prune(database: &Database, before: NaiveDate) -> String {
    command(database, &["history", "prune", "--before", &before.to_string(), "--yes"])
}

fn count(connection: &mut AnyConnection, table: &str) -> i64 {
    number(connection, &format!("(SELECT count(*) FROM {table})"))
}

/// What the one cut that is left says of itself and those before it.
fn sums(connection: &mut AnyConnection) -> serde_json::Value {
    let cuts = changes::table.filter(changes::entity.eq("change_sets"));
    let cuts: Vec<String> = cuts.select(changes::old_values).load(connection).unwrap();
    assert_eq!(cuts.len(), 1);
    serde_json::from_str(&cuts[0]).unwrap()
}

fn what_was_before_a_day_is_forgotten_and_the_rest_still_verified(panel: &Panel) {
    let before = a_history(panel);
    let database = panel.database();
    let said = prune(database, before);
    let told = format!("5 change sets from before {before}, and how to restore 1 deleted record");
    assert!(said.contains(&told), "{said}");
    let connection = &mut database.connect();
    for (table, left) in
        [("change_sets", 3), ("changes", 3), ("change_subjects", 3), ("change_set_undoes", 0)]
    {
        assert_eq!(count(connection, table), left, "{table}");
    }
    let said = command(database, &["history", "verify"]);
    assert!(said.starts_with("3 entries compared"), "{said}");
    assert!(prune(database, before).contains("there is nothing from before"));
    connection.batch_execute("UPDATE change_sets SET title = 'x' WHERE seal_number = 6").unwrap();
    assert!(refused(database, &["history", "verify"]).contains("not as it was sealed"));
}

fn a_dry_run_and_a_no_forget_nothing(panel: &Panel) {
    let before = a_history(panel).to_string();
    let database = panel.database();
    command(database, &["history", "seal"]);
    let said = command(database, &["history", "prune", "--before", &before, "--dry-run"]);
    assert!(said.starts_with("this would forget 5 change sets"), "{said}");
    let said = refused(database, &["history", "prune", "--before", &before]);
    assert!(said.contains("this forgets 5 change sets") && said.contains("--yes"), "{said}");
    assert_eq!(count(&mut database.connect(), "change_sets"), 7);
    let wrong = run(database, &["history", "prune", "--before", "yesterday"]);
    assert_eq!(wrong.status.code(), Some(2));
    for log in ["history", "security-log"] {
        let said = refused(database, &[log, "prune", "--before", "2999-01-01", "--yes"]);
        assert!(said.contains("2999-01-01 lies in the future"), "{said}");
    }
    assert_eq!(count(&mut database.connect(), "change_sets"), 7);
}

fn what_an_interrupted_run_has_left_is_forgotten_by_the_next(panel: &Panel) {
    let before = a_history(panel);
    let database = panel.database();
    command(database, &["history", "seal"]);
    let connection = &mut database.connect();
    let tables = ["change_sets", "changes", "change_subjects"];
    for table in tables {
        let copy = format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}");
        connection.batch_execute(&copy).unwrap();
    }
    prune(database, before);
    // As if it had stopped right after the first three.
    for (table, id) in tables.into_iter().zip(["id", "change_set_id", "change_set_id"]) {
        let back = format!("INSERT INTO {table} SELECT * FROM kept_{table} WHERE {id} IN (4, 5)");
        connection.batch_execute(&back).unwrap();
    }
    let said = command(database, &["history", "verify"]);
    assert!(said.contains("2 change sets are not deleted yet"), "{said}");
    connection.batch_execute("UPDATE change_sets SET title = 'x' WHERE seal_number = 5").unwrap();
    assert!(refused(database, &["history", "verify"]).contains("not as it was sealed"));
    prune(database, before);
    command(database, &["history", "verify"]);
    assert_eq!(count(connection, "change_subjects"), 3);
}

fn a_seal_of_what_was_forgotten_is_no_mismatch(panel: &Panel) {
    let before = a_history(panel);
    let database = panel.database();
    command(database, &["history", "seal"]);
    let seals: Vec<String> = change_sets::table
        .order(change_sets::seal_number)
        .select(change_sets::seal.assume_not_null())
        .load(&mut database.connect())
        .unwrap();
    prune(database, before);
    let verify = |number: usize, seal: &str| {
        let expected = format!("{number}:{seal}");
        let output = run(database, &["history", "verify", "--expect", &expected]);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let forgotten = "the entry with the expected seal was forgotten";
    let (code, said) = verify(3, &seals[2]);
    assert!(code == Some(0) && said.contains(forgotten), "{said}");
    // The seal of the last that was forgotten is kept, and so are those behind it.
    for number in [5, 6] {
        let (code, said) = verify(number, &seals[number - 1]);
        assert!(code == Some(0) && !said.contains(forgotten), "{said}");
        assert_eq!(verify(number, &seals[0]).0, Some(1));
    }
    assert_eq!(verify(77, &seals[0]).0, Some(1));
}

fn verifying_while_it_is_forgotten_finds_nothing_wrong(panel: &Panel) {
    let before = a_history(panel).to_string();
    let database = panel.database();
    let ada = panel.person();
    for number in 0..20 {
        ada.add("actors", &[("name", &format!("Actor {number}"))]);
    }
    command(database, &["history", "seal"]);
    std::thread::scope(|scope| {
        let pruning = scope.spawn(|| prune(database, before.parse().unwrap()));
        while !pruning.is_finished() {
            command(database, &["history", "verify"]);
        }
    });
    command(database, &["history", "verify"]);
}

fn another_cut_goes_on_where_the_last_one_ended(panel: &Panel) {
    let before = a_history(panel);
    let database = panel.database();
    prune(database, before);
    panel.person().add("movies", &[("name", "Gattaca")]);
    let tomorrow = panel.clock().now().date() + TimeDelta::days(1);
    let said = prune(database, tomorrow);
    // The cut before it is none of them, and gone as well.
    let told = format!("forgot 3 change sets from before {tomorrow}, and how to restore 0 deleted");
    assert!(said.contains(&told), "{said}");
    let connection = &mut database.connect();
    assert_eq!(count(connection, "change_sets"), 1);
    let marker = sums(connection);
    assert_eq!((&marker["change_sets"], &marker["change_sets_in_all"]), (&3.into(), &8.into()));
    assert_eq!((&marker["deleted"], &marker["deleted_in_all"]), (&0.into(), &1.into()));
    let activity = panel.person().open("/activity");
    let first = panel.clock().now().date() - TimeDelta::days(400);
    let title = format!("History before {tomorrow} (3 change sets; 8 since {first} in all)");
    assert_eq!(activity.names(), [title]);
    let said = command(database, &["history", "verify"]);
    assert!(said.starts_with("1 entry compared"), "{said}");
    assert!(said.contains("entry 10 is the last"), "{said}");
    // Of a cut alone there is nothing to forget.
    assert!(prune(database, tomorrow).contains("there is nothing from before"));
    assert_eq!(sums(connection), marker);
}

fn what_was_restored_is_not_counted_as_given_up(panel: &Panel) {
    let ada = panel.person();
    for name in ["Alien", "Brazil", "Casablanca"] {
        let movie = ada.add("movies", &[("name", name)]).path;
        ada.post(&format!("{movie}/castings?name=Weaver"), "").assert_status(303);
        ada.press(&ada.open(&format!("{movie}/delete")).form(), "Delete").assert_status(303);
    }
    let trash = ada.open("/movies/trash");
    let places = trash.attributes("main tbody [type=checkbox]", "value");
    let ticked = format!("record={}&record={}", places[0], places[1]);
    ada.post("/movies/trash", &ticked).assert_status(303);
    let tomorrow = panel.clock().now().date() + TimeDelta::days(1);
    let said = prune(panel.database(), tomorrow);
    // The movie that is deleted still, and the link that went along.
    assert!(said.contains("how to restore 2 deleted records and links"), "{said}");
}

fn what_was_altered_is_forgotten_only_if_told_so(panel: &Panel) {
    let before = a_history(panel);
    let database = panel.database();
    command(database, &["history", "seal"]);
    let connection = &mut database.connect();
    connection.batch_execute("UPDATE changes SET title = 'x' WHERE change_set_id = 3").unwrap();
    let asked = ["history", "prune", "--before", &before.to_string(), "--yes"];
    let output = run(database, &asked);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("entry 3 (change set 3) does not fit"), "{said}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("nothing is forgotten") && said.contains("--even-altered"), "{said}");
    let variables = [("HISTORY_KEEP", "30d")];
    let program = Program::start_with(database, &variables);
    program.log_line("is not forgotten, since it does not fit its seals (1 of its entries)");
    drop(program);
    assert_eq!(count(connection, "change_sets"), 7);
    let said = command(database, &[&asked[..], &["--even-altered"]].concat());
    assert!(said.contains("1 entry of it does not fit"), "{said}");
    assert_eq!(count(connection, "change_sets"), 3);
    let kept = number(
        connection,
        "(SELECT count(*) FROM changes WHERE old_values LIKE '%\"altered\":1%')",
    );
    assert_eq!(kept, 1, "the cut itself says so");
    command(database, &["history", "verify"]);
    let tomorrow = panel.clock().now().date() + TimeDelta::days(1);
    prune(database, tomorrow);
    let marker = sums(connection);
    assert_eq!((&marker["altered"], &marker["altered_in_all"]), (&0.into(), &1.into()));
}

fn what_is_forgotten_says_so_on_every_page(panel: &Panel) {
    let before = a_history(panel);
    prune(panel.database(), before);
    let ada = panel.person();
    let sentence = format!("What happened before {before} was forgotten on ");
    // A change set, and a record as it was before that is gone.
    for path in ["/activity/3", "/movies/1/history/at/1"] {
        let page = ada.get(path);
        page.assert_status(410);
        page.assert_framed();
        assert!(page.visible().contains(&sentence), "{path}: {}", page.visible());
    }
    ada.get("/activity/4711").assert_status(404);
    for path in ["/movies/2/history", "/movies/2/history/at/3"] {
        let page = ada.open(path);
        assert!(page.visible().contains(&sentence), "{path}: {}", page.visible());
    }
    assert!(!ada.open("/movies/6/history").visible().contains("forgotten"));
}

fn a_change_set_of_many_changes_is_forgotten_in_batches(panel: &Panel) {
    let before = a_history(panel);
    let database = panel.database();
    let connection = &mut database.connect();
    let many = "INSERT INTO changes \
                SELECT 1, 10 + a.id * 100 + b.id, 'cars', 7, NULL, 'created', 1, '', '', '', '', '' \
                FROM numbers a, numbers b";
    connection.batch_execute("CREATE TABLE numbers (id BIGINT PRIMARY KEY)").unwrap();
    let values: Vec<String> = (0..100).map(|number| format!("({number})")).collect();
    let fill = format!("INSERT INTO numbers VALUES {}", values.join(", "));
    connection.batch_execute(&fill).unwrap();
    connection.batch_execute(many).unwrap();
    connection
        .batch_execute(
            "INSERT INTO change_subjects \
             SELECT 'cars', number, change_set_id, number FROM changes WHERE entity = 'cars'",
        )
        .unwrap();
    assert!(count(connection, "changes") > 10_000);
    prune(database, before);
    assert_eq!((count(connection, "changes"), count(connection, "change_subjects")), (3, 3));
    command(database, &["history", "verify"]);
}

fn a_program_that_serves_seals_and_forgets_by_itself(panel: &Panel) {
    let database = panel.database();
    a_history(panel);
    let connection = &mut database.connect();
    for days in [400, 1] {
        let at = panel.clock().now() - TimeDelta::days(days);
        access::record(connection, &Event::new(Kind::SignedIn, at, "::1").by("Ada")).unwrap();
    }
    let variables =
        [("HISTORY_KEEP", "30d"), ("SECURITY_LOG_KEEP", "30d"), ("HISTORY_SEAL_EVERY", "1s")];
    let program = Program::start_with(database, &variables);
    program.log_line("forgot the history before");
    assert_eq!(count(connection, "change_subjects"), 3);
    program.log_line("forgot the security log before");
    assert_eq!(count(connection, "security_events"), 2);
    program.person().add("movies", &[("name", "Gattaca")]);
    // Looking takes a moment each time, so that all of them take much longer than a second.
    let is_sealed = |said: &str| said.starts_with("4 entries compared, 0 change sets are not");
    let mut looks = (0..5000).map(|_| command(database, &["history", "verify"]));
    assert!(looks.any(|said| is_sealed(&said)));
}
