//! Change sets of which somebody may see nothing: no page leads to them.

use diesel::connection::SimpleConnection as _;

use crate::support::{Page, Panel, Person};

crate::tests![
    what_was_taken_back_of_what_they_may_not_see_is_not_said_to_be_undone,
    a_change_that_they_may_not_see_is_named_without_a_link,
    from_version_to_version_what_they_may_not_see_is_passed_over,
    before_many_changes_that_they_may_not_see_there_is_the_beginning,
    versions_behind_more_than_is_looked_at_are_reached_all_the_same,
    why_it_was_done_is_said_to_those_who_may_see_what_it_is_about,
    what_an_undo_asks_names_no_owner_to_those_who_may_not_see_owners,
];

/// Somebody who sees what becomes of these records alone.
fn sees(panel: &Panel, entity: &str) -> Person {
    let allow = format!("name={entity}&allow={entity}:history");
    panel.person().post("/roles", &allow).assert_status(303);
    panel.person_who_is(entity, &[entity])
}

/// Follows every link of a page to the history.
#[track_caller]
fn assert_leads_somewhere(person: &Person, page: &Page) {
    let links = page.attributes("main a[href*='/activity/'], main a[href*='/history']", "href");
    assert!(!links.is_empty(), "{}", page.path);
    for link in links {
        person.get(&link).assert_status(200);
    }
}

/// The moment in the address of a version.
fn moment(address: &str) -> i64 {
    address.rsplit('/').next().unwrap().parse().unwrap()
}

/// Where a version leads back to, and on to.
fn steps(page: &Page) -> [Option<i64>; 2] {
    ["prev", "next"].map(|rel| {
        let links = page.attributes(&format!("main a[rel={rel}]"), "href");
        links.first().map(|link| moment(link))
    })
}

/// A user who is renamed, by set 2, before the country of the profile is changed so often, and after.
fn renamed_around(ada: &Person, times: usize) -> String {
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    ada.save(&ada.edit(&user, &[("first_name", "Ada")]));
    for time in 0..times {
        ada.save(&ada.edit("/profiles/1", &[("country", &format!("Country {time}"))]));
    }
    ada.save(&ada.edit(&user, &[("first_name", "Adi")]));
    user
}

fn what_was_taken_back_of_what_they_may_not_see_is_not_said_to_be_undone(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    let both = ada.edit(&user, &[("first_name", "Ada"), ("profile.country", "Togo")]);
    let saved = ada.save(&both);
    ada.save(&ada.edit(&user, &[("first_name", "Adi")]));
    // The name stays, the country is taken back: by set 4.
    let asked = ada.press(&saved.form_where(".notice form"), "Undo");
    let answered = asked.form().choose("users.1.first_name", "now");
    ada.follow(&ada.press(&answered, "Undo anyway"));
    assert_eq!(ada.open("/profiles").rows()[0][2], "Ghana");
    for (entity, record, is_told) in
        [("users", "/users/1", false), ("profiles", "/profiles/1", true)]
    {
        let person = sees(panel, entity);
        for path in [format!("{record}/history"), "/activity/2".to_owned()] {
            let page = person.open(&path);
            let said = page.visible();
            assert_eq!(said.contains("Undone by Grace"), is_told, "{entity} {path}: {said}");
            assert_leads_somewhere(&person, &page);
        }
    }
}

fn a_change_that_they_may_not_see_is_named_without_a_link(panel: &Panel) {
    let ada = panel.person();
    ada.add("actors", &[("name", "Weaver")]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    let saved = ada.save(&ada.edit(&movie, &[("name", "Aliens")]));
    ada.follow(&ada.press(&saved.form_where(".notice form"), "Undo"));
    // As if it had taken back something of the actor as well.
    let tied = "INSERT INTO change_set_undoes (change_set_id, undone_id) VALUES (4, 1)";
    panel.database().connect().batch_execute(tied).unwrap();
    let person = sees(panel, "movies");
    for path in [format!("{movie}/history"), "/activity/4".to_owned()] {
        let page = person.open(&path);
        assert!(page.visible().contains("Takes back change 1, change 3"), "{}", page.visible());
        assert_eq!(page.link("change 3"), "/activity/3");
        assert!(!page.has("main a[href$='/activity/1']"));
        assert_leads_somewhere(&person, &page);
        assert_eq!(ada.open(&path).link("change 1"), "/activity/1");
    }
}

fn from_version_to_version_what_they_may_not_see_is_passed_over(panel: &Panel) {
    let ada = panel.person();
    let user = renamed_around(&ada, 55);
    let person = sees(panel, "users");
    let at = |person: &Person, set: i64| person.open(&format!("{user}/history/at/{set}"));
    for (set, expected) in [
        (1, [None, Some(2)]),
        (2, [Some(1), Some(58)]),
        (58, [Some(2), None]),
        // At a moment of which they see nothing it is as it was before.
        (30, [Some(1), Some(58)]),
    ] {
        assert_eq!(steps(&at(&person, set)), expected, "{set}");
    }
    assert_eq!(steps(&at(&ada, 30)), [Some(29), Some(31)]);
    let restore = person.open(&format!("{user}/history/at/57"));
    assert!(
        restore.text("[role=note]").contains("after a change by Grace"),
        "{}",
        restore.visible()
    );
}

fn before_many_changes_that_they_may_not_see_there_is_the_beginning(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    let profile = ada.open("/profiles").href("main tbody th a");
    let profile = ada.open(&profile).path;
    let user = profile.replace("profiles", "users");
    for time in 0..55 {
        ada.save(&ada.edit(&profile, &[("country", &format!("Country {time}"))]));
    }
    ada.save(&ada.edit(&user, &[("first_name", "Renamed")]));
    let person = sees(panel, "users");
    let page = person.open(&format!("{user}/history/at/57"));
    assert_eq!(steps(&page), [Some(0), None]);
    assert_eq!(steps(&person.open(page.href("main a[rel=prev]").as_str())), [None, Some(57)]);
}

fn versions_behind_more_than_is_looked_at_are_reached_all_the_same(panel: &Panel) {
    let ada = panel.person();
    let user = renamed_around(&ada, 3);
    // As if the country had been changed 49,152 times, by three change sets.
    let connection = &mut panel.database().connect();
    for step in 0..14 {
        let shift = 1 << step;
        let more = format!(
            "INSERT INTO changes (change_set_id, number, entity, record_id, other_id, kind, version, \
             title, other_title, old_values, new_values, subjects) SELECT change_set_id, \
             number + {shift}, entity, record_id, other_id, kind, version, title, other_title, \
             old_values, new_values, subjects FROM changes WHERE change_set_id IN (3, 4, 5); \
             INSERT INTO change_subjects (entity, record_id, change_set_id, number) SELECT entity, \
             record_id, change_set_id, number + {shift} FROM change_subjects WHERE change_set_id \
             IN (3, 4, 5)"
        );
        connection.batch_execute(&more).unwrap();
    }
    let person = sees(panel, "users");
    for (rel, from, to) in [("prev", 6, 2), ("next", 2, 6)] {
        let (mut page, mut turns) = (person.open(&format!("{user}/history/at/{from}")), 0);
        while moment(&page.path) != to {
            page = person.open(&page.href(&format!("main a[rel={rel}]")));
            turns += 1;
            assert!(turns < 9, "{}", page.path);
        }
        assert!(turns > 1, "it is looked at so many at once");
    }
}

fn why_it_was_done_is_said_to_those_who_may_see_what_it_is_about(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    let form = ada.open(&format!("{user}/delete")).form().fill("reason", "He left");
    let deleted = ada.follow(&ada.press(&form, "Delete"));
    let person = sees(panel, "profiles");
    let pages = ["/profiles/trash", "/profiles/1/history", "/activity", "/activity/2"];
    let say_why = |pages: &[&str]| {
        pages.iter().filter(|path| person.open(path).visible().contains("He left")).count()
    };
    assert_eq!(say_why(&pages), 0);
    assert!(ada.open(&format!("{user}/history")).visible().contains("He left"));
    assert!(ada.open("/users/trash").visible().contains("He left"));
    ada.follow(&ada.press(&deleted.form_where(".notice form"), "Undo"));
    assert_eq!(say_why(&pages[1..]), 0);
}

fn what_an_undo_asks_names_no_owner_to_those_who_may_not_see_owners(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Secret")]);
    let car = ada.add("cars", &[("user_id", "1"), ("name", "Beetle"), ("color", "red")]).path;
    ada.save(&ada.edit(&car, &[("color", "blue")]));
    let asked = |person: &Person| person.post("/history/2/undo", "").visible();
    assert!(asked(&ada).contains("Beetle was changed since and belongs to the user Secret."));
    let allow = "name=cars&allow=cars:history&allow=cars:delete";
    ada.post("/roles", allow).assert_status(303);
    let person = panel.person_who_is("cars", &["cars"]);
    let asked = asked(&person);
    assert!(asked.contains("Beetle was changed since.") && !asked.contains("Secret"), "{asked}");
}
