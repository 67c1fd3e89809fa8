//! What a file holds, and who may have it.

use super::{cells, column, seed};
use crate::support::{Page, Panel, Person};

crate::tests![
    a_file_holds_what_the_list_holds_in_its_order,
    a_file_has_the_columns_that_are_chosen,
    a_user_and_the_profile_stand_in_one_row,
    json_knows_numbers_and_nothing,
    formulas_are_guarded_unless_they_are_to_live,
    what_was_taken_out_is_nothing_to_do_when_it_is_brought_in,
    ticked_records_are_taken_out_alone,
    what_may_not_be_seen_is_not_in_it,
    only_who_may_export_is_offered_it_and_gets_it,
    a_filter_that_cannot_be_is_told_instead_of_other_rows,
    each_download_stands_in_the_activity,
];

/// The names on all pages of a list.
fn all_names(person: &Person, path: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut page = person.open(path);
    loop {
        names.extend(page.names());
        match page.attributes("a[rel=next]", "href").first() {
            Some(next) => page = person.open(next),
            None => return names,
        }
    }
}

fn a_file_holds_what_the_list_holds_in_its_order(panel: &Panel) {
    seed(panel.database());
    let ada = panel.person();
    for list in [
        "/cars",
        "/cars?sort=-color",
        "/cars?sort=user_id",
        "/cars?where=name.contains.a&sort=-name",
        "/cars?q=re&sort=-updated",
        "/users?sort=age",
        "/users?sort=-age&where=age.filled",
        "/users?sort=-last_name",
    ] {
        let page = ada.open(list);
        let file = ada.download(&page.href("a[href*='/export']"), &[("live", "1")]);
        let rows = cells(&file.body, b',');
        let (names, listed) = (rows[1..].len(), all_names(&ada, list));
        assert_eq!(names, listed.len(), "{list}");
        let name = if list.starts_with("/cars") { "name" } else { "first_name" };
        assert_eq!(column(&rows, name), listed, "{list}");
    }
    let page = ada.open("/cars");
    assert!(page.text("a[href*='/export']").starts_with("Download these 150"));
    let file = ada.download("/cars/export", &[]);
    let disposition = file.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"cars-20"), "{disposition}");
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
}

fn a_file_has_the_columns_that_are_chosen(panel: &Panel) {
    seed(panel.database());
    let ada = panel.person();
    let head = |file: &Page, separator| cells(&file.body, separator)[0].join(" ");
    let file = ada.download("/cars/export?columns=color,user_id", &[]);
    assert_eq!(head(&file, b','), "id color user_id user_id.title");
    let all = [("file_columns", "all"), ("separator", "semicolon"), ("bom", "1")];
    let file = ada.download("/cars/export?columns=color", &all);
    assert!(file.body.starts_with('\u{feff}'));
    assert_eq!(head(&file, b';'), "id name color user_id user_id.title created updated");
    let file = ada.download("/users/export", &[]);
    let shown = "id first_name last_name age profile.country cars updated";
    assert_eq!(head(&file, b','), shown);
    let rows = cells(&file.body, b',');
    let cars: i64 = column(&rows, "cars").iter().map(|cars| cars.parse::<i64>().unwrap()).sum();
    assert_eq!(cars, 150);
}

fn a_user_and_the_profile_stand_in_one_row(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Ann");
    let form = form.fill("profile.country", "Ghana").fill("profile.email", "ann@example.com");
    ada.save(&form);
    ada.add("users", &[("first_name", "Bo")]);
    let file = ada.download("/users/export", &[("file_columns", "all")]);
    let rows = cells(&file.body, b',');
    assert_eq!(column(&rows, "profile.country"), ["Ghana", ""]);
    assert_eq!(column(&rows, "profile.email"), ["ann@example.com", ""]);
    assert!(!rows[0].contains(&"profile.user_id".to_owned()));
}

fn json_knows_numbers_and_nothing(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Ann"), ("age", "30")]);
    ada.add("users", &[("first_name", "Bo \"=1\"")]);
    let lines = ada.download("/users/export", &[("format", "ndjson")]);
    let read = |line| serde_json::from_str::<serde_json::Value>(line).unwrap();
    let users: Vec<_> = lines.body.lines().map(read).collect();
    assert_eq!((&users[0]["age"], &users[1]["age"]), (&30.into(), &serde_json::Value::Null));
    assert_eq!(users[1]["first_name"], "Bo \"=1\"");
    let array = ada.download("/users/export", &[("format", "json")]);
    assert_eq!(read(&array.body), serde_json::Value::from(users));
}

fn formulas_are_guarded_unless_they_are_to_live(panel: &Panel) {
    let ada = panel.person();
    for name in ["=1+1", "'=1+1", "@x", "plain, \"quoted\""] {
        ada.add("movies", &[("name", name)]);
    }
    let names = |fields: &[(&str, &str)]| {
        let file = ada.download("/movies/export?sort=created", fields);
        column(&cells(&file.body, b','), "name")
    };
    assert_eq!(names(&[]), ["'=1+1", "''=1+1", "'@x", "plain, \"quoted\""]);
    assert_eq!(names(&[("live", "1")]), ["=1+1", "'=1+1", "@x", "plain, \"quoted\""]);
}

fn what_was_taken_out_is_nothing_to_do_when_it_is_brought_in(panel: &Panel) {
    seed(panel.database());
    let ada = panel.person();
    for name in ["=1+1", "'=1+1", "''+x", "-5", "a \"b\"; c", "日本 한글 ع", "\u{200f}x", "1e5"]
    {
        ada.add("movies", &[("name", name)]);
    }
    for (entity, format) in [
        ("movies", "csv"),
        ("movies", "ndjson"),
        ("users", "csv"),
        ("users", "xlsx"),
        ("cars", "csv"),
        ("cars", "json"),
    ] {
        let path = format!("/{entity}/export");
        let file = ada.download(&path, &[("format", format), ("file_columns", "all")]);
        let sent = ada.upload(&format!("/{entity}/import"), &format!("x.{format}"), &file.bytes);
        let columns = ada.follow(&sent);
        let checked = ada.press(&columns.form_where("form.import"), "Check the file");
        let page = ada.follow(&checked);
        let counts = page.texts(".tabs a");
        let is_same = counts[0] == "New 0" && counts[1] == "Changed 0" && counts[3] == "Refused 0";
        assert!(is_same, "{entity} as {format}: {counts:?} {}", page.visible());
    }
}

fn ticked_records_are_taken_out_alone(panel: &Panel) {
    let ada = panel.person();
    for name in ["Alien", "Brazil", "Cube"] {
        ada.add("movies", &[("name", name)]);
    }
    let list = ada.open("/movies?sort=-name");
    let id = |name: &str| {
        let path = list.link(name).split('?').next().unwrap();
        path.rsplit('/').next().unwrap().to_owned()
    };
    let body = format!("id={}.1&id={}.1&then=export&sort=-name", id("Alien"), id("Cube"));
    let page = ada.follow(&ada.post("/movies/selection", &body));
    ada.add("movies", &[("name", "Dune")]);
    assert_eq!(page.heading(), "Download 2 movies");
    let file = ada.press(&page.form_where("form.record"), "Download");
    assert_eq!(column(&cells(&file.body, b','), "name"), ["Cube", "Alien"]);
    ada.get("/movies/export?selection=999").assert_status(404);
}

fn what_may_not_be_seen_is_not_in_it(panel: &Panel) {
    seed(panel.database());
    let ada = panel.person();
    let allow = "name=carmen&allow=cars:see&allow=cars:export";
    ada.post("/roles", allow).assert_status(303);
    let allow = "name=userman&allow=users:see&allow=users:export&allow=profiles:see";
    ada.post("/roles", allow).assert_status(303);
    let head = |person: &Person, path: &str| {
        let file = person.download(path, &[("file_columns", "all")]);
        cells(&file.body, b',')[0].join(" ")
    };
    let carl = panel.person_who_is("Carl", &["carmen"]);
    assert_eq!(head(&carl, "/cars/export"), "id name color created updated");
    let uma = panel.person_who_is("Uma", &["userman"]);
    assert_eq!(head(&uma, "/users/export"), "id first_name last_name age created updated");
    let shown = uma.download("/users/export?columns=first_name,country", &[]);
    assert_eq!(cells(&shown.body, b',')[0].join(" "), "id first_name");
}

fn only_who_may_export_is_offered_it_and_gets_it(panel: &Panel) {
    seed(panel.database());
    let ada = panel.person();
    ada.post("/roles", "name=reader&allow=cars:see").assert_status(303);
    let rob = panel.person_who_is("Rob", &["reader"]);
    assert!(!rob.open("/cars").has("a[href*='/export']"));
    rob.get("/cars/export").assert_status(403);
    rob.post("/cars/export", "format=csv").assert_status(403);
    let eve = panel.visitor();
    eve.get("/cars/export").assert_status(303);
    eve.post("/cars/export", "format=csv").assert_status(303);
}

fn a_filter_that_cannot_be_is_told_instead_of_other_rows(panel: &Panel) {
    seed(panel.database());
    let ada = panel.person();
    let page = ada.post("/cars/export", "where=color.is.blue&where=nothing.is.x&format=csv");
    page.assert_refused(422);
    assert!(page.text(".problems li").contains("no such filter"), "{}", page.visible());
    assert_eq!(page.form_where("form.record").value("where"), "color.is.blue");
    for (body, problem) in [
        ("format=exe&file_columns=all&separator=tab&bom=1", "no such format. Choose one"),
        ("format=csv&separator=x&file_columns=all&bom=1", "no such separator. Choose one"),
        ("format=csv&file_columns=some&bom=1", "no such choice of columns. Choose one"),
    ] {
        let page = ada.post("/cars/export", body);
        page.assert_refused(422);
        assert!(page.text(".problems li").contains(problem), "{}", page.visible());
        let form = page.form_where("form.record");
        let is_kept = |choice: &str, name: &str, value: &str| {
            !body.contains(choice) || form.value(name) == value
        };
        assert!(is_kept("file_columns=all", "file_columns", "all"), "{body}");
        assert!(is_kept("separator=tab", "separator", "tab"), "{body}");
        assert!(is_kept("bom=1", "bom", "1"), "{body}");
    }
}

fn each_download_stands_in_the_activity(panel: &Panel) {
    seed(panel.database());
    let ada = panel.person();
    ada.download("/cars/export?where=name.contains.a&q=re", &[("format", "ndjson")]);
    let total = ada.open("/cars?where=name.contains.a&q=re").text("a[href*='/export']");
    let number = total.rsplit(' ').next().unwrap().to_owned();
    let row = ada.open("/activity").rows().remove(0);
    let title = format!("{number} cars as NDJSON; “re”; Name contains “a”");
    assert_eq!(row[..2], [title.as_str(), "Exported"]);
    assert_eq!(row[4], "Download");
    assert_eq!(ada.open("/activity?kind=exported").rows().len(), 1);
}
