//! What somebody typed outlives every failure of the panel: the form comes back with all of it.

use backlot::db::{Address, AnyConnection, Product};
use backlot::schema::saved_forms;
use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::outages::slow_actors;
use crate::support::{Database, Disk, Form, PASSWORD, Page, Panel, Person, Program, Wire};

crate::tests![
    a_full_disk_gives_every_form_back,
    a_full_disk_says_so_to_whoever_signs_in,
    a_full_disk_says_so_to_whoever_sets_the_panel_up,
    a_full_disk_costs_no_form_whose_session_has_ended,
    a_locked_table_gives_the_form_back,
    a_server_that_is_gone_gives_the_form_back,
    a_pool_run_dry_gives_the_form_back,
    a_statement_over_its_time_limit_gives_the_form_back,
    a_race_that_is_lost_again_and_again_gives_the_form_back,
    a_failure_that_nobody_foresaw_gives_the_form_back,
    a_form_of_another_session_is_not_given_back,
];

/// An answer that says that nothing was saved, when to try again, and nothing about searches.
#[track_caller]
fn assert_given_back(page: &Page, status: u16, words: &str) {
    page.assert_status(status);
    page.assert_a_page();
    let visible = page.visible();
    assert!(visible.contains("Nothing was saved") && visible.contains(words), "{visible}");
    assert!(!visible.contains("narrower"), "{visible}");
    assert!(page.title().starts_with("Error:"), "{}", page.title());
    assert_eq!(page.headers.contains_key("retry-after"), status != 500);
}

/// A disk, for a database that is a file.
pub fn disk_for(database: &Database) -> Option<Disk> {
    let is_file = Address::parse(database.url()).unwrap().product() == Product::Sqlite;
    is_file.then(Disk::mount).flatten()
}

/// A panel on a disk of its own, with records to work on; nothing where there are no such disks.
fn on_a_disk(panel: &Panel) -> Option<(Disk, Panel)> {
    let disk = disk_for(panel.database())?;
    let panel = Panel::with(disk.database(), &[]);
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    ada.add("actors", &[("name", "Sigourney Weaver")]);
    ada.add("actors", &[("name", "John Hurt")]);
    let user = [("first_name", "Ada"), ("profile.country", "Ghana"), ("cars.0.name", "Mini")];
    ada.save(&ada.open("/users/new").form().fill_all(&user).fill("cars.0.color", "red"));
    let cast = ada.open("/movies/1/castings").form().choose("actor_id", "1");
    ada.press(&cast, "Add").assert_status(303);
    Some((disk, panel))
}

/// Forms of every kind, filled in, and the button of each; then what must be on the page that
/// gives it back, as a field and its value.
fn forms(ada: &Person) -> Vec<(Form, &'static str, (&'static str, &'static str))> {
    let open = |path: &str, form: &str| ada.open(path).form_where(form);
    let (post, name) = ("main form[method=post]", "Ångström \u{1f47d} & <b>");
    let alien = open("/movies/1/edit", post).fill("name", name);
    let ada_ = [("age", "36"), ("profile.email", "ada@example.com"), ("cars.0.color", "blue")];
    vec![
        (open("/movies/new", post).fill("name", name), "Save", ("name", name)),
        (alien, "Save", ("name", name)),
        (open("/cars/1/edit", post).fill("color", "blue"), "Save", ("color", "blue")),
        (open("/cars/1/edit", post).fill("color", "blue"), "Save", ("user_id", "1")),
        (
            open("/users/new", post).fill_all(&[("first_name", "Bo"), ("cars.0.name", "Uno")]),
            "Add another car",
            ("cars.0.name", "Uno"),
        ),
        (open("/users/1/edit", post).fill_all(&ada_), "Save", ("cars.0.color", "blue")),
        (open("/movies/1/castings", post).choose("actor_id", "2"), "Add", ("actor_id", "2")),
        (open("/movies/1/castings?q=Ian", post), "Create the actor", ("q", "Ian")),
        (open("/movies/1", "form[action$='/1/delete']"), "Remove", ("next", "/movies/1")),
        (open("/users/1/delete", post), "Delete", ("version", "1")),
        (open("/movies", "form[action$='/views']").fill("name", "Mine"), "Save", ("name", "Mine")),
        (open("/operators", "form.record").fill("name", "Bo"), "Add", ("name", "Bo")),
        (open("/account", "form[action$='/name']").fill("name", "Bo"), "Change", ("name", "Bo")),
        (open("/roles", "form.record").fill("name", "clerks"), "Add", ("name", "clerks")),
    ]
}

fn a_full_disk_gives_every_form_back(panel: &Panel) {
    let Some((disk, panel)) = on_a_disk(panel) else { return };
    let ada = panel.person();
    let mut given_back = Vec::new();
    let forms = forms(&ada);
    disk.fill();
    for (form, button, (field, value)) in &forms {
        let page = ada.press(form, button);
        if *button == "Add another car" {
            // It reads only.
            page.assert_status(200);
            continue;
        }
        assert_given_back(&page, 507, "disk of the database is full");
        page.assert_framed();
        assert_eq!(page.form().value(field), *value);
        if field.ends_with("actor_id") {
            assert!(page.visible().contains("1 chosen"), "{}", page.visible());
        }
        given_back.push(page.form());
    }
    // Where there is room again, each is saved as it was given back.
    disk.free();
    let mut forms = forms.into_iter().map(|(_, button, _)| button);
    for form in given_back {
        let button = forms.find(|button| *button != "Add another car").unwrap();
        let label = if form.has_button("Try again") { "Try again" } else { button };
        let answer = ada.press(&form, label);
        assert!([200, 303, 409, 422].contains(&answer.status), "{button}: {}", answer.status);
    }
    assert_eq!(ada.open("/movies/1").heading(), "Ångström \u{1f47d} & <b>");
    assert_eq!(ada.open("/movies").names().len(), 2);
    assert!(ada.open("/movies").visible().contains("Mine"));
}

fn a_full_disk_says_so_to_whoever_signs_in(panel: &Panel) {
    let Some((disk, panel)) = on_a_disk(panel) else { return };
    let (visitor, ada) = (panel.visitor(), panel.person());
    let sign_in = visitor.open("/sign-in").form();
    let sign_in = sign_in.fill_all(&[("name", "Grace"), ("password", PASSWORD)]);
    let account = ada.open("/account").form_where("form[action$='/account/password']");
    let new = "a quite new secret";
    let password = account.fill_all(&[("old", PASSWORD), ("password", new), ("again", new)]);
    disk.fill();
    let refused = visitor.press(&sign_in, "Sign in");
    refused.assert_status(507);
    assert!(refused.visible().contains("disk of the database is full"), "{}", refused.visible());
    assert_eq!(refused.form().value("name"), "Grace");
    let changed = ada.press(&password, "Change");
    assert_given_back(&changed, 507, "disk of the database is full");
    for page in [&refused, &changed] {
        assert!(!page.body.contains(PASSWORD) && !page.body.contains(new), "{}", page.body);
    }
    disk.free();
    visitor.press(&refused.form().fill("password", PASSWORD), "Sign in").assert_status(303);
}

fn a_full_disk_says_so_to_whoever_sets_the_panel_up(database: &Database) {
    let Some(disk) = disk_for(database) else { return };
    let program = Program::start(&disk.database());
    let line = program.log_line("/set-up/");
    let visitor = Person::at(program.address());
    let form = visitor.open(&format!("/set-up/{}", line.rsplit('/').next().unwrap())).form();
    let secret = [("password", PASSWORD), ("again", PASSWORD)];
    disk.fill();
    let refused = visitor.press(&form.fill("name", "Ada").fill_all(&secret), "Create account");
    refused.assert_status(507);
    assert!(refused.visible().contains("disk of the database is full"), "{}", refused.visible());
    assert!(!refused.body.contains(PASSWORD));
    assert_eq!(refused.form().value("name"), "Ada");
    disk.free();
    visitor.press(&refused.form().fill_all(&secret), "Create account").assert_status(303);
}

fn a_full_disk_costs_no_form_whose_session_has_ended(panel: &Panel) {
    let Some((disk, panel)) = on_a_disk(panel) else { return };
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Brazil");
    panel.clock().advance(TimeDelta::days(8));
    disk.fill();
    let page = ada.press(&form, "Save");
    assert_given_back(&page, 507, "disk of the database is full");
    assert!(page.visible().contains("Brazil"), "{}", page.visible());
    disk.free();
    let answer = ada.press(&page.form(), "Try again");
    assert!(answer.location().contains("saved-forms"), "{}", answer.location());
    let connection = &mut panel.database().connect();
    assert_eq!(saved_forms::table.count().get_result::<i64>(connection).unwrap(), 1);
}

/// Holds the movies, so that whoever writes to them waits.
fn lock_movies(database: &Database) -> AnyConnection {
    let mut connection = database.connect();
    let statement = match Address::parse(database.url()).unwrap().product() {
        Product::Sqlite => "BEGIN IMMEDIATE",
        Product::Postgres => "BEGIN; LOCK TABLE movies IN ACCESS EXCLUSIVE MODE",
        Product::Mysql => "LOCK TABLES movies WRITE",
    };
    connection.batch_execute(statement).unwrap();
    connection
}

fn a_locked_table_gives_the_form_back(database: &Database) {
    let program = Program::start_with(database, &[("DATABASE_LOCK_TIMEOUT", "1s")]);
    let ada = program.person();
    ada.add("movies", &[("name", "Alien")]);
    let new = ada.open("/movies/new").form().fill("name", "Brazil");
    let edited = ada.open("/movies/1/edit").form().fill("name", "Aliens");
    let deleted = ada.open("/movies/1/delete").form();
    let lock = lock_movies(database);
    let given_back = [(&new, "Brazil"), (&edited, "Aliens")].map(|(form, name)| {
        let page = ada.press(form, "Save");
        assert_given_back(&page, 503, "took too long");
        page.assert_framed();
        assert_eq!(page.form().value("name"), name);
        page.form()
    });
    let undeleted = ada.press(&deleted, "Delete");
    assert_given_back(&undeleted, 503, "took too long");
    drop(lock);
    for form in given_back {
        ada.save(&form);
    }
    assert_eq!(ada.open("/movies").names(), ["Aliens", "Brazil"]);
    // What was to be deleted has changed since: the question is asked once more.
    ada.press(&undeleted.form(), "Try again").assert_status(409);
}

fn a_server_that_is_gone_gives_the_form_back(database: &Database) {
    let Some((wire, program)) = Wire::program(database, &[]) else { return };
    let ada = program.person();
    ada.add("users", &[("first_name", "Ada"), ("cars.0.name", "Mini"), ("cars.0.color", "red")]);
    let user =
        ada.open("/users/1/edit").form().fill_all(&[("age", "36"), ("cars.0.color", "blue")]);
    let car = ada.open("/cars/1/edit").form().fill("name", "Mini Cooper");
    wire.cut();
    let pages = [&user, &car].map(|form| ada.press(form, "Save"));
    for page in &pages {
        assert_given_back(page, 503, "cannot be reached");
    }
    assert_eq!(pages[0].form().value("cars.0.color"), "blue");
    // Whose the car is cannot be looked up.
    assert_eq!(pages[1].form().value("user_id"), "1");
    wire.mend();
    for page in &pages {
        ada.save(&page.form());
    }
    assert_eq!(ada.open("/cars").rows()[0][..2], ["Mini Cooper", "blue"]);
}

fn a_pool_run_dry_gives_the_form_back(database: &Database) {
    let patience = [("DATABASE_CONNECT_TIMEOUT", "1s")];
    let Some((_wire, program)) = Wire::program(database, &patience) else { return };
    let [ada, ben, grace] = [(); 3].map(|()| program.person());
    let form = grace.open("/movies/new").form().fill("name", "Brazil");
    slow_actors(database, 6);
    std::thread::scope(|scope| {
        for person in [&ada, &ben] {
            scope.spawn(|| person.get("/actors").status);
        }
        while grace.get("/movies").status != 503 {}
        let page = grace.press(&form, "Save");
        assert_given_back(&page, 503, "cannot be reached");
        assert_eq!(page.form().value("name"), "Brazil");
    });
}

fn a_statement_over_its_time_limit_gives_the_form_back(database: &Database) {
    let limit = [("DATABASE_STATEMENT_TIMEOUT", "1s")];
    let Some((_wire, program)) = Wire::program(database, &limit) else { return };
    let ada = program.person();
    let form = ada.open("/movies/new").form().fill("name", "Brazil");
    let statements = match Address::parse(database.url()).unwrap().product() {
        Product::Mysql => {
            "CREATE TRIGGER slowness BEFORE INSERT ON movies FOR EACH ROW DO SLEEP(5)"
        }
        _ => {
            "CREATE FUNCTION slowness() RETURNS trigger LANGUAGE plpgsql AS \
             $$BEGIN PERFORM pg_sleep(5); RETURN NEW; END$$; \
             CREATE TRIGGER slowness BEFORE INSERT ON movies FOR EACH ROW \
             EXECUTE FUNCTION slowness()"
        }
    };
    database.connect().batch_execute(statements).unwrap();
    let page = ada.press(&form, "Save");
    assert_given_back(&page, 503, "took too long");
    page.assert_framed();
    assert_eq!(page.form().value("name"), "Brazil");
    database
        .connect()
        .batch_execute("DROP TRIGGER slowness ON movies")
        .or_else(|_| database.connect().batch_execute("DROP TRIGGER slowness"))
        .unwrap();
    ada.save(&page.form());
}

/// Lets every new movie fail with these words, and with the code that each server has for them.
fn refuse_movies(database: &Database, words: &str, postgres: &str, mysql: &str) {
    let statements = match Address::parse(database.url()).unwrap().product() {
        Product::Sqlite => vec![format!(
            "CREATE TRIGGER refusal BEFORE INSERT ON movies BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )],
        Product::Postgres => vec![
            format!(
                "CREATE FUNCTION refusal() RETURNS trigger LANGUAGE plpgsql AS \
                 $$BEGIN RAISE EXCEPTION '{words}' USING ERRCODE = '{postgres}'; END$$"
            ),
            "CREATE TRIGGER refusal BEFORE INSERT ON movies FOR EACH ROW \
             EXECUTE FUNCTION refusal()"
                .to_owned(),
        ],
        Product::Mysql => vec![format!(
            "CREATE TRIGGER refusal BEFORE INSERT ON movies FOR EACH ROW \
             SIGNAL SQLSTATE '{mysql}' SET MESSAGE_TEXT = '{words}'"
        )],
    };
    for statement in statements {
        database.connect().batch_execute(&statement).unwrap();
    }
}

fn a_race_that_is_lost_again_and_again_gives_the_form_back(panel: &Panel) {
    let ada = panel.person();
    refuse_movies(panel.database(), "Deadlock found", "40P01", "40001");
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let page = ada.press(&form, "Save");
    assert_given_back(&page, 503, "Others kept changing");
    page.assert_framed();
    assert_eq!(page.form().value("name"), "Alien");
}

fn a_failure_that_nobody_foresaw_gives_the_form_back(panel: &Panel) {
    let ada = panel.person();
    ada.add("actors", &[("name", "Sigourney Weaver")]);
    refuse_movies(panel.database(), "out of luck", "P0001", "45000");
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let page = ada.press(&form, "Save");
    assert_given_back(&page, 500, "Something went wrong on our side");
    page.assert_framed();
    assert_eq!(page.form().value("name"), "Alien");
    assert!(!page.body.contains("out of luck"));
    let form = ada.open("/actors/1/castings?q=Brazil").form();
    let page = ada.press(&form, "Create the movie");
    assert_given_back(&page, 500, "Something went wrong on our side");
    assert!(page.visible().contains("Brazil"), "{}", page.visible());
}

fn a_form_of_another_session_is_not_given_back(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person_who_is("Ben", &["editor"]));
    refuse_movies(panel.database(), "out of luck", "P0001", "45000");
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = format!("name=Planted&once={}&mark={}", "a".repeat(32), ben.mark());
    let page = ada.request(ureq::http::Method::POST, "/movies", &form, &body);
    page.assert_status(403);
    assert!(!page.body.contains("Planted"));
}
