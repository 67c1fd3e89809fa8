//! What the rows of a file come to.

use super::{check, checked, confirmed, counts, find_by, uploaded};
use crate::support::{Page, Panel, number};

crate::tests![
    a_file_becomes_records_after_a_dry_run_and_can_be_undone,
    each_of_many_new_records_has_the_values_and_the_history_of_its_own_line,
    rows_are_found_by_their_id_and_shown_with_before_and_after,
    what_a_row_refers_to_is_told_by_id_or_by_name,
    all_that_is_wrong_with_a_row_is_told,
    rows_are_found_by_the_fields_that_somebody_chose,
    an_empty_cell_leaves_a_field_or_empties_it,
    a_row_can_hold_what_its_record_has_one_of,
    a_record_is_found_by_what_it_has_one_of,
    a_record_is_found_by_its_own_fields_and_what_it_has_one_of_at_once,
    two_lines_about_one_record_are_told,
    lines_are_refused_in_the_words_of_the_forms_and_come_back_with_their_problems,
    refused_lines_are_mended_and_sent_again_as_they_were_read,
    rows_are_paged_and_each_outcome_has_its_tab,
];

/// The problems of the lines that are refused.
fn problems(page: &Page) -> Vec<String> {
    page.rows().into_iter().map(|row| row[2].clone()).collect()
}

fn a_file_becomes_records_after_a_dry_run_and_can_be_undone(panel: &Panel) {
    let ada = panel.person();
    let page = checked(&ada, "movies", "films.csv", "name\nAlien\nÉtat des lieux\n");
    assert_eq!(counts(&page), ["New 2", "Changed 0", "Unchanged 0", "Refused 0"]);
    assert!(ada.open("/movies").rows().is_empty(), "nothing is written by a dry run");
    let done = confirmed(&ada, &page, "Add 2 movies");
    assert_eq!(done.notices(), ["Imported films.csv: 2 new, 0 changed."]);
    assert_eq!(ada.open("/movies").names().len(), 2);
    let activity = ada.open("/activity").rows();
    assert_eq!(activity[0][..2], ["2 movies from films.csv", "Added"]);
    assert_eq!(activity[0][4], "Import");
    ada.follow(&ada.press(&done.form_where("form.undo"), "Undo"));
    assert!(ada.open("/movies").rows().is_empty());
}

fn each_of_many_new_records_has_the_values_and_the_history_of_its_own_line(panel: &Panel) {
    let ada = panel.person();
    let age = |line: i64| if line % 7 == 0 { String::new() } else { (18 + line % 60).to_string() };
    let lines: String = (0..150).map(|line| format!("Ada,Nr {line},{}\n", age(line))).collect();
    let page = checked(&ada, "users", "users.csv", format!("first_name,last_name,age\n{lines}"));
    confirmed(&ada, &page, "Add 150 users");
    let connection = &mut panel.database().connect();
    let own = "changes JOIN users ON users.id = changes.record_id \
               AND changes.title = CONCAT('Ada ', users.last_name) WHERE changes.kind = 'created'";
    assert_eq!(number(connection, &format!("(SELECT COUNT(*) FROM {own})")), 150);
    for line in [0, 31, 32, 63, 64, 127, 128, 149] {
        let name = format!("'Nr {line}'");
        let known = match age(line).as_str() {
            "" => "age IS NULL".to_owned(),
            age => format!("age = {age}"),
        };
        let found = format!("(SELECT COUNT(*) FROM users WHERE last_name = {name} AND {known})");
        assert_eq!(number(connection, &found), 1, "{name}");
    }
    let in_order = "(SELECT COUNT(*) FROM users \
                    WHERE last_name = CONCAT('Nr ', id - (SELECT MIN(id) FROM users)))";
    assert_eq!(number(connection, in_order), 150, "numbered in the order of the file");
}

fn rows_are_found_by_their_id_and_shown_with_before_and_after(panel: &Panel) {
    let ada = panel.person();
    let id = |page: &Page| page.path.rsplit('/').next().unwrap().to_owned();
    let alien = id(&ada.add("movies", &[("name", "Alien")]));
    let solaris = id(&ada.add("movies", &[("name", "Solaris")]));
    let file =
        format!("Id;Name\n{alien};Alien³\n{solaris};Solaris\n;Stalker\n999999;Nobody\nx;Y\n");
    let page = checked(&ada, "movies", "films.csv", &file);
    assert_eq!(counts(&page), ["New 1", "Changed 1", "Unchanged 1", "Refused 2"]);
    assert_eq!(
        problems(&page),
        ["Id: There is no movie with the id 999999.", "Id: There is no movie with the id x."]
    );
    let changed = ada.open(page.link("Changed 1"));
    assert_eq!(changed.rows(), [["Alien", "2", "Name Alien Alien³"]]);
    assert_eq!((changed.text("del"), changed.text("ins")), ("Alien".into(), "Alien³".into()));
    let file = format!("Id;Name\n{alien};Alien³\n{solaris};Solaris\n");
    let page = checked(&ada, "movies", "films.csv", &file);
    confirmed(&ada, &page, "Change 1 movie");
    assert_eq!(ada.open(&format!("/movies/{alien}")).heading(), "Alien³");
    let again = checked(&ada, "movies", "films.csv", &file);
    assert_eq!(counts(&again), ["New 0", "Changed 0", "Unchanged 2", "Refused 0"]);
    let places = format!("[{{\"id\":{alien}.0,\"name\":\"Alien³\"}}]");
    let page = checked(&ada, "movies", "films.json", &places);
    assert_eq!(counts(&page)[2], "Unchanged 1", "an id with places is the id");
    assert!(again.notices()[0].starts_with("Nothing to do"), "{:?}", again.notices());
    assert!(!again.has("form.record"), "nothing is there to be confirmed");
    assert!(again.visible().contains("1 movie from this very file was imported before by you"));
    assert!(!again.has("[name=again]"), "what is found by its id is not added once more");
}

fn what_a_row_refers_to_is_told_by_id_or_by_name(panel: &Panel) {
    let ada = panel.person();
    let user = |first: &str, last: &str| {
        let page = ada.add("users", &[("first_name", first), ("last_name", last)]);
        page.path.rsplit('/').next().unwrap().to_owned()
    };
    let grace = user("Grace", "Hopper");
    let [one, other] = [user("Ann", "Lee"), user("Ann", "Lee")];
    user("Cher", "");
    let file = "name,color,owner\n\
                Mini,red,Grace Hopper\n\
                Beetle,blue,Ann Lee\n\
                Panda,grey,Cher\n\
                Kombi,white,Nobody Here\n\
                Fiat,green,\n";
    let page = checked(&ada, "cars", "cars.csv", file);
    assert_eq!(counts(&page), ["New 2", "Changed 0", "Unchanged 0", "Refused 3"]);
    let found = problems(&page);
    assert!(
        found[0].contains("Several users are called “Ann Lee”")
            && found[0].contains(&one)
            && found[0].contains(&other),
        "{found:?}"
    );
    assert_eq!(found[1], "Owner: No user is called “Nobody Here”.");
    assert_eq!(found[2], "Owner: Choose an owner.");
    let new = ada.open(page.link("New 2"));
    assert!(new.rows()[0][2].contains("Owner Grace Hopper"), "{:?}", new.rows());
    // Which of several is meant is said by its id, in place of the name.
    assert!(found[0].contains(&format!("such as #{one}.")), "{found:?}");
    let file = format!("name,color,owner\nBeetle,blue,#{other}\nMini,red,#0\nPanda,grey,#424242\n");
    let page = checked(&ada, "cars", "cars.csv", &file);
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 2"]);
    assert_eq!(
        problems(&page),
        ["Owner: No user is called “#0”.", "Owner: There is no user with the id 424242."]
    );
    let file = format!("name,color,user_id\nMini,red,{grace}\nBeetle,blue,424242\nKa,red,7x\n");
    let page = checked(&ada, "cars", "cars.csv", &file);
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 2"]);
    assert_eq!(
        problems(&page),
        ["Owner: There is no user with the id 424242.", "Owner: There is no user with the id 7x."]
    );
}

fn all_that_is_wrong_with_a_row_is_told(panel: &Panel) {
    let ada = panel.person();
    let ann = ada.add("users", &[("first_name", "Ann")]);
    let id = ann.path.rsplit('/').next().unwrap();
    ada.add("cars", &[("name", "Mini"), ("color", "red"), ("user_id", id)]);
    let long = "x".repeat(256);
    let file = format!("name,color,owner\n{long},,Nobody\nMini,,Nobody\n");
    let page = checked(&ada, "cars", "cars.csv", &file);
    let found = problems(&page);
    for said in ["Owner: No user is called “Nobody”.", "Name can have", "Color is required."] {
        assert!(found[0].contains(said), "{found:?}");
    }
    assert_eq!(found[0].matches("Owner").count(), 1, "{found:?}");
    // Where the record is known, what the row leaves empty is not missing.
    let columns = uploaded(&ada, "cars", "cars.csv", &file);
    let page = ada.follow(&ada.press(&find_by(&columns, &["0"]), "Check the file"));
    assert_eq!(problems(&page)[1], "Owner: No user is called “Nobody”.");
    // Where it cannot be known, nothing is said of what it would hold.
    let columns = uploaded(&ada, "cars", "cars.csv", file.replace("owner", "user"));
    let page = ada.follow(&ada.press(&find_by(&columns, &["2"]), "Check the file"));
    assert_eq!(problems(&page), ["Owner: No user is called “Nobody”."; 2]);
}

fn rows_are_found_by_the_fields_that_somebody_chose(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Ann"), ("last_name", "Lee"), ("age", "30")]);
    ada.add("users", &[("first_name", "Ann"), ("last_name", "Day"), ("age", "40")]);
    ada.add("users", &[("first_name", "Bob"), ("last_name", "Day"), ("age", "50")]);
    ada.add("users", &[("first_name", "Bob"), ("last_name", "Day"), ("age", "51")]);
    let file = "first name,last name,age\nAnn,Lee,31\nAnn,Day,40\nAnn,New,1\nBob,Day,52\n,,7\n";
    let columns = uploaded(&ada, "users", "people.csv", file);
    let form = find_by(&columns, &["0", "1"]);
    let page = ada.follow(&ada.press(&form, "Check the file"));
    assert_eq!(counts(&page), ["New 1", "Changed 1", "Unchanged 1", "Refused 2"]);
    let found = problems(&page);
    assert!(found[0].starts_with("First name, Last name: Several users hold this"), "{found:?}");
    assert!(found[1].contains("Without this, it is not known which record it is."), "{found:?}");
    assert_eq!(ada.open(page.link("Changed 1")).rows(), [["Ann Lee", "2", "Age 30 31"]]);
    // What was chosen is remembered for the next file with these columns.
    let again = uploaded(&ada, "users", "others.csv", "first name,last name,age\nAnn,Lee,32\n");
    assert_eq!(counts(&check(&ada, &again))[1], "Changed 1");
}

fn an_empty_cell_leaves_a_field_or_empties_it(panel: &Panel) {
    let ada = panel.person();
    let ann = ada.add("users", &[("first_name", "Ann"), ("last_name", "Lee"), ("age", "30")]);
    let id = ann.path.rsplit('/').next().unwrap();
    let file = format!("id,first_name,last_name,age\n{id},Ann,,\n");
    let columns = uploaded(&ada, "users", "people.csv", &file);
    assert_eq!(counts(&check(&ada, &columns))[2], "Unchanged 1");
    let columns = uploaded(&ada, "users", "people.csv", &file);
    let form = columns.form_where("form.import").without("empty").choose("empty", "empty");
    let page = ada.follow(&ada.press(&form, "Check the file"));
    assert_eq!(counts(&page)[1], "Changed 1");
    confirmed(&ada, &page, "Change 1 user");
    assert_eq!(ada.open(&ann.path).heading(), "Ann");
}

fn a_row_can_hold_what_its_record_has_one_of(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form();
    let form = form.fill("first_name", "Ann").fill("profile.country", "Ghana");
    let ann = ada.save(&form);
    let id = ann.path.rsplit('/').next().unwrap();
    let file = format!(
        "id,first_name,country,e-mail\n\
         {id},Ann,Togo,ann@example.com\n\
         ,Bob,Peru,\n\
         ,Cleo,,\n\
         ,Dan,,no address\n"
    );
    let page = checked(&ada, "users", "people.csv", &file);
    assert_eq!(counts(&page), ["New 2", "Changed 1", "Unchanged 0", "Refused 1"]);
    assert_eq!(problems(&page).len(), 1);
    assert!(problems(&page)[0].starts_with("E-mail must"), "{:?}", problems(&page));
    let file = file.lines().take(4).collect::<Vec<_>>().join("\n");
    let page = checked(&ada, "users", "people.csv", &file);
    let new = ada.open(page.link("New 2")).rows();
    assert!(new[0][2].contains("Profile: Country Peru"), "{new:?}");
    assert!(new[1][2].contains("Profile no profile"), "{new:?}");
    let done = confirmed(&ada, &page, "Add 2 users and change 1");
    assert!(ada.open(&ann.path).visible().contains("Togo"));
    assert_eq!(ada.open("/profiles").rows().len(), 2, "who has nothing in it has none");
    assert_eq!(
        counts(&checked(&ada, "users", "p.csv", format!("id,country\n{id},Togo\n")))[2],
        "Unchanged 1"
    );
    ada.follow(&ada.press(&done.form_where("form.undo"), "Undo"));
    assert!(ada.open(&ann.path).visible().contains("Ghana"));
    assert_eq!(ada.open("/profiles").rows().len(), 1);
}

fn a_record_is_found_by_what_it_has_one_of(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ann");
    let form = form.fill("profile.email", "ann@example.com").fill("profile.country", "Ghana");
    let ann = ada.save(&form);
    ada.add("users", &[("first_name", "Ann")]);
    let file = "first_name,country,e-mail\n\
                Anna,Ghana,ann@example.com\n\
                Bob,Peru,bob@example.com\n\
                Bert,Peru,bob@example.com\n\
                Cleo,Mali,\n";
    let columns = uploaded(&ada, "users", "people.csv", file);
    let page = ada.follow(&ada.press(&find_by(&columns, &["2"]), "Check the file"));
    assert_eq!(counts(&page), ["New 1", "Changed 1", "Unchanged 0", "Refused 2"]);
    let found = problems(&page);
    assert!(found[0].contains("is about the same user already"), "{found:?}");
    assert!(found[1].contains("it is not known which record"), "{found:?}");
    let form = page.form_where("form.record").choose("skip", "1");
    ada.follow(&ada.press(&form, "Add 1 user and change 1"));
    assert_eq!(ada.open(&ann.path).heading(), "Anna");
    let page = checked(&ada, "users", "people.csv", file);
    assert_eq!(counts(&page), ["New 0", "Changed 0", "Unchanged 2", "Refused 2"]);
}

fn a_record_is_found_by_its_own_fields_and_what_it_has_one_of_at_once(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ann");
    let first = ada.save(&form.fill("profile.email", "ann@example.com"));
    let second = ada.add("users", &[("first_name", "Ann")]);
    let file = "first_name,country,e-mail\n\
                Ann,Ghana,ann@example.com\n\
                Ann,Mali,\n\
                Ann,Peru,another@example.com\n\
                Bob,Togo,bob@example.com\n";
    let columns = uploaded(&ada, "users", "people.csv", file);
    let page = ada.follow(&ada.press(&find_by(&columns, &["0", "2"]), "Check the file"));
    assert_eq!(counts(&page), ["New 2", "Changed 2", "Unchanged 0", "Refused 0"]);
    confirmed(&ada, &page, "Add 2 users and change 2");
    for (user, country) in [(first, "Ghana"), (second, "Mali")] {
        let user = ada.open(&user.path);
        assert!(user.visible().contains(country), "{}", user.visible());
    }
    let page = checked(&ada, "users", "people.csv", file);
    assert_eq!(counts(&page), ["New 0", "Changed 0", "Unchanged 4", "Refused 0"]);
}

fn two_lines_about_one_record_are_told(panel: &Panel) {
    let ada = panel.person();
    let alien = ada.add("movies", &[("name", "Alien")]);
    let id = alien.path.rsplit('/').next().unwrap();
    let mut file = format!("id,name\n{id},Aliens\n{id},Alien 3\n");
    for number in 0..600 {
        file.push_str(&format!(",New {number}\n"));
    }
    file.push_str(&format!("{id},Prometheus\n"));
    let page = checked(&ada, "movies", "films.csv", &file);
    assert_eq!(counts(&page), ["New 600", "Changed 1", "Unchanged 0", "Refused 2"]);
    assert_eq!(problems(&page), ["Line 2 is about the same movie already."; 2]);
    let columns = uploaded(&ada, "movies", "films.csv", "name\nSolaris\nSolaris\n");
    let page = ada.follow(&ada.press(&find_by(&columns, &["0"]), "Check the file"));
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 1"]);
}

fn lines_are_refused_in_the_words_of_the_forms_and_come_back_with_their_problems(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form();
    let page = ada.press(&form.fill("first_name", "A\u{1}").fill("age", "old"), "Save");
    let [name, age] = [page.error_of("first_name"), page.error_of("age")];
    let file = "first_name;age\nAnn;30\nA\u{1};old\n\"quoted; \"\"x\"\"\";-1\nshort\n";
    let page = checked(&ada, "users", "people.csv", file);
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 3"]);
    let found = problems(&page);
    assert_eq!(found[0], format!("{name} {age}"));
    assert_eq!(page.rows()[1][3], "first_name quoted; \"x\" age -1", "what stands where is said");
    assert_eq!(found[2], "This line has 1 cell, and there are 2 columns.");
    let download = ada.open(page.link("Download the refused lines with their problems"));
    assert!(download.header("content-disposition").contains("people refused.csv"));
    let lines: Vec<&str> = download.body.lines().collect();
    assert_eq!(lines[0], "\u{feff}first_name;age;problem");
    assert_eq!(lines[2], format!("\"quoted; \"\"x\"\"\";-1;{}", found[1]));
    // Corrected, the very file can be sent again.
    let corrected = format!("{}\n{}\n", lines[0], lines[2].replace("-1", "1"));
    let page = checked(&ada, "users", "people refused.csv", corrected);
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 0"]);
}

fn refused_lines_are_mended_and_sent_again_as_they_were_read(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Ann")]);
    let file = "Make;Paint;Who\nMini;red;Ann\nMaxi;;Ann\nKombi;;Ann\n";
    let columns = uploaded(&ada, "cars", "list.csv", file);
    let form = columns.form_where("form.import");
    let chosen = [("column.0", "name"), ("column.1", "color"), ("column.2", "user_id.title")];
    let page = ada.follow(&ada.press(&form.fill_all(&chosen), "Check the file"));
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 2"]);
    let refused = |page: &Page| {
        ada.open(page.link("Download the refused lines with their problems")).body.clone()
    };
    let file = refused(&page);
    // What was chosen for the file is known for its refused lines; one line is forgotten again.
    let page = checked(&ada, "cars", "list refused.csv", file.replace("Maxi;;", "Maxi;blue;"));
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 1"]);
    let last = refused(&page);
    assert_eq!(last.lines().next().unwrap(), "\u{feff}Make;Paint;Who;problem");
    assert_eq!(last.lines().nth(1).unwrap(), "Kombi;;Ann;Color is required.");
    let page = checked(&ada, "cars", "list.csv", last.replace("Kombi;;", "Kombi;white;"));
    confirmed(&ada, &page, "Add 1 car");
    assert_eq!(ada.open("/cars").names(), ["Kombi"]);
}

fn rows_are_paged_and_each_outcome_has_its_tab(panel: &Panel) {
    let ada = panel.person();
    let file: String = (0..120).map(|number| format!("Film {number}\n")).collect();
    let page = checked(&ada, "movies", "films.csv", format!("name\n{file}"));
    let names = |page: &Page| page.names();
    assert_eq!((names(&page).len(), names(&page)[49].as_str()), (50, "Film 49"));
    let second = ada.open(page.link("Next"));
    assert_eq!((names(&second)[0].as_str(), names(&second)[49].as_str()), ("Film 50", "Film 99"));
    let third = ada.open(second.link("Next"));
    assert_eq!((names(&third).len(), third.has("a[rel=next]")), (20, false));
    let back = ada.open(third.link("Previous"));
    assert_eq!(names(&back), names(&second));
    assert_eq!(names(&ada.open(back.link("Previous"))), names(&page));
    assert!(ada.open(page.link("Refused 0")).visible().contains("No such lines."));
}
