//! The page of one change set: who, when, how and why, and every change in it.

use chrono::TimeDelta;

use crate::support::{Page, Panel};

crate::tests![
    a_change_set_says_who_did_what_and_why_and_shows_each_change,
    a_change_set_is_undone_from_its_own_page_and_says_so,
    a_link_names_both_of_its_sides,
    the_changes_of_a_large_change_set_are_paged_both_ways,
    what_may_not_be_seen_is_not_in_a_change_set,
    a_change_set_of_which_nothing_may_be_seen_is_nowhere,
    a_change_set_without_changes_or_that_never_was_is_no_failure,
    a_deleted_record_says_what_went_along_and_leads_there,
];

/// What was done, as the page lists it.
fn done(page: &Page) -> Vec<String> {
    page.texts(".history .change")
}

fn a_change_set_says_who_did_what_and_why_and_shows_each_change(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("profile.country", "Ghana").fill("cars.0.name", "Mini");
    let user = ada.save(&form.fill("cars.0.color", "red")).path;
    panel.clock().advance(TimeDelta::minutes(5));
    let form = ada.open(&format!("{user}/delete")).form().fill("reason", "He left");
    ada.follow(&ada.press(&form, "Delete"));
    let activity = ada.open("/activity");
    let page = ada.open(activity.link("Deleted user"));
    page.assert_framed();
    assert_eq!(page.heading(), "Deleted user Ade");
    assert_eq!(page.text("main .also"), "1 car deleted, 1 profile deleted");
    assert_eq!(page.texts(".history strong"), ["Ada"]);
    assert!(page.text(".history .head p").contains(" UTC, just now"), "{}", page.visible());
    assert!(page.visible().contains("Reason: He left"), "{}", page.visible());
    let mut all = done(&page);
    all.sort();
    assert_eq!(all, ["Deleted Profile of Ade", "Deleted the car Mini", "Deleted the user Ade"]);
    assert!(page.texts("del").contains(&"Ghana".to_owned()), "{:?}", page.texts("del"));
    assert_eq!(page.link("Ade"), format!("{user}/history"));
    assert_eq!(page.link("Mini"), "/cars/1/history");
    // Every entry of a record, and of the trash, leads there.
    for path in [format!("{user}/history"), "/users/trash".to_owned(), "/cars/1/history".to_owned()]
    {
        let list = ada.open(&path);
        assert_eq!(ada.open(list.link("just now")).heading(), "Deleted user Ade", "{path}");
    }
}

fn a_change_set_is_undone_from_its_own_page_and_says_so(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.save(&ada.edit(&movie, &[("name", "Aliens")]));
    let page = ada.open("/activity/2");
    let undone = ada.follow(&ada.press(&page.form_where(".history form"), "Undo what Ada did"));
    assert!(undone.path.ends_with("/activity/2"), "{}", undone.path);
    assert!(undone.visible().contains("Undone by Ada"), "{}", undone.visible());
    assert_eq!(ada.open(&movie).heading(), "Alien");
    let undo = ada.open(&undone.href(".history p a[href$='/activity/3']"));
    assert_eq!(undo.link("change 2"), "/activity/2");
    panel.person().post("/roles", "name=cutters&allow=movies:edit").assert_status(303);
    panel.person_who_is("Vic", &["cutters"]).get("/activity/2").assert_status(403);
}

fn a_link_names_both_of_its_sides(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Weaver"), "").assert_status(303);
    let all = done(&ada.open("/activity/2"));
    assert!(all.iter().any(|it| it == "Added Weaver to the cast of Alien"), "{all:?}");
}

fn the_changes_of_a_large_change_set_are_paged_both_ways(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let mut form = ada.open("/users/new").form().fill("first_name", "Ade");
    for index in 0..120 {
        let name = format!("cars.{index}.name");
        form = form.forge(&name, &format!("Car {index}"));
        form = form.forge(&format!("cars.{index}.color"), "red");
    }
    ada.save(&form);
    let first = ada.open("/activity/1");
    assert_eq!(first.text("nav.pager .range"), "1–50 of 50 or more");
    let second = ada.open(first.link("Next"));
    let third = ada.open(second.link("Next"));
    let pages = [&third, &second, &first];
    let all: Vec<String> = pages.into_iter().flat_map(done).collect();
    assert_eq!((all.len(), all[0].as_str()), (121, "Added the user Ade"));
    assert_eq!(
        all[1..],
        (0..120).map(|index| format!("Added the car Car {index}")).collect::<Vec<_>>()
    );
    assert_eq!(done(&ada.open(third.link("Previous"))), done(&second));
    assert_eq!(done(&ada.open(first.link("Last"))), all[..50]);
    let back = ada.follow(&ada.get(second.link("Previous")));
    assert_eq!(done(&back), done(&first));
}

fn what_may_not_be_seen_is_not_in_a_change_set(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    for (name, allow) in [
        ("profiles", "&allow=profiles:history"),
        ("users", "&allow=users:history"),
        ("movies", "&allow=movies:history"),
    ] {
        ada.post("/roles", &format!("name={name}{allow}")).assert_status(303);
    }
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let user = ada.save(&form.fill("profile.country", "Ghana")).path;
    let form = ada.open(&format!("{user}/delete")).form().fill("reason", "He left");
    ada.follow(&ada.press(&form, "Delete"));
    let of_role = |role: &str| panel.person_who_is(role, &[role]);
    let page = of_role("users").open("/activity/2");
    assert_eq!(
        (page.heading().as_str(), done(&page)),
        ("Deleted user Ade", vec!["Deleted the user Ade".into()])
    );
    assert!(!page.visible().contains("Ghana") && !page.visible().contains("profile"));
    let page = of_role("profiles").open("/activity/2");
    assert_eq!((page.heading().as_str(), done(&page).len()), ("Change 2", 1));
    assert!(page.visible().contains("Ghana"), "{}", page.visible());
    assert!(!page.visible().contains("Ade") && !page.visible().contains("He left"));
    assert!(!page.has(".history form"));
    of_role("movies").get("/activity/2").assert_status(404);
}

fn a_change_set_of_which_nothing_may_be_seen_is_nowhere(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    for entity in ["movies", "users"] {
        let allow = format!("name={entity}&allow={entity}:history");
        ada.post("/roles", &allow).assert_status(303);
    }
    // Each is about a record that they see, and changed only what they do not: set 2 and set 4.
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Weaver"), "").assert_status(303);
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let user = ada.save(&form.fill("profile.country", "Ghana")).path;
    ada.save(&ada.edit(&user, &[("profile.country", "Togo")]));
    for (role, record, seen, unseen) in
        [("movies", &movie, "Added movie", 2), ("users", &user, "Added user", 4)]
    {
        let person = panel.person_who_is(role, &[role]);
        for path in ["/activity".to_owned(), format!("/activity?entity={role}")] {
            let rows = person.open(&path).rows();
            assert_eq!(rows.len(), 1, "{path}: {rows:?}");
            assert_eq!(rows[0][1], seen, "{path}");
            assert!(ada.open(&path).rows().len() > 1, "{path}");
        }
        assert_eq!(done(&person.open(&format!("{record}/history"))), ["Added"], "{role}");
        person.get(&format!("/activity/{unseen}")).assert_status(404);
        assert!(!done(&ada.open(&format!("/activity/{unseen}"))).is_empty());
    }
}

fn a_change_set_without_changes_or_that_never_was_is_no_failure(panel: &Panel) {
    let ada = panel.person();
    ada.post("/sample-data", "").assert_status(303);
    let page = ada.open("/activity/1");
    assert!(page.visible().contains("No changes of single records are noted."));
    ada.get("/activity/777").assert_status(404);
    ada.get("/activity/nonsense").assert_status(404);
    ada.open("/activity/1?before=nonsense");
    ada.follow(&ada.get("/activity/1?after=5"));
}

fn a_deleted_record_says_what_went_along_and_leads_there(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("cars.0.name", "Mini").fill("cars.0.color", "red");
    let user = ada.save(&form).path;
    ada.follow(&ada.press(&ada.open(&format!("{user}/delete")).form(), "Delete"));
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Weaver"), "").assert_status(303);
    ada.follow(&ada.press(&ada.open(&format!("{movie}/delete")).form(), "Delete"));
    for (path, along) in [
        (format!("{user}/history"), "1 car deleted"),
        ("/users/trash".to_owned(), "1 car deleted"),
        ("/cars/1/history".to_owned(), "With the user Ade"),
        ("/cars/trash".to_owned(), "With the user Ade"),
        (format!("{movie}/history"), "1 casting unlinked"),
    ] {
        let set = ada.open(ada.open(&path).link(along));
        assert!(set.heading().starts_with("Deleted"), "{path}: {}", set.heading());
    }
    let set = ada.open(ada.open("/cars/1/history").link("With the user Ade"));
    assert_eq!(ada.open(set.link("Mini")).heading(), "History of Mini");
}
