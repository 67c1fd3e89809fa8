//! The activity: everything that happened, by who, what and when.

use backlot::schema::change_sets;
use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::support::{Page, Panel};

crate::tests![
    the_activity_says_who_did_what_and_when,
    the_activity_is_paged_both_ways_and_each_entry_shown_once,
    the_activity_is_searched_by_the_titles_of_records,
    what_went_along_is_found_by_its_own_title,
    what_was_renamed_is_found_by_both_titles_by_whichever_way,
    a_page_of_the_activity_holds_as_many_entries_as_are_asked_for,
    the_activity_is_kept_as_a_view_by_whoever_sees_it_and_shared_with_a_role,
    what_few_entries_match_is_looked_for_within_a_budget,
    what_may_not_be_seen_is_not_in_the_activity,
    an_empty_activity_says_what_will_be_there,
];

/// Records and what was done to them, the latest first.
pub fn entries(page: &Page) -> Vec<Vec<String>> {
    page.rows().into_iter().map(|row| row[..3].to_vec()).collect()
}

/// As many more change sets about movies, each an hour after the other.
pub fn add_sets(panel: &Panel, number: usize, kind: &str) {
    let first = panel.clock().now() - TimeDelta::days(400);
    let rows: Vec<_> = (0..number)
        .map(|index| {
            (
                change_sets::happened_at.eq(first + TimeDelta::seconds(index.try_into().unwrap())),
                change_sets::operator.eq("Zoë"),
                change_sets::origin.eq("form"),
                change_sets::reason.eq(""),
                change_sets::entity.eq("movies"),
                change_sets::record_id.eq(1_i64),
                change_sets::title.eq(format!("Movie {index}")),
                change_sets::kind.eq(kind),
                change_sets::summary.eq(r#"{"movies":{"changed":1}}"#),
            )
        })
        .collect();
    let mut connection = panel.database().connect();
    connection
        .transaction(|connection| {
            rows.iter().try_for_each(|row| {
                diesel::insert_into(change_sets::table).values(row).execute(connection).map(drop)
            })?;
            let index = "INSERT INTO change_set_entities (entity, change_set_id) \
                         SELECT entity, id FROM change_sets WHERE operator = 'Zoë' AND id NOT IN \
                         (SELECT change_set_id FROM change_set_entities)";
            connection.batch_execute(index)
        })
        .unwrap();
}

fn the_activity_says_who_did_what_and_when(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("profile.country", "Ghana").fill("cars.0.name", "Mini");
    let user = ada.save(&form.fill("cars.0.color", "red")).path;
    panel.clock().advance(TimeDelta::minutes(5));
    let form = ben.open(&format!("{user}/delete")).form().fill("reason", "He left");
    ben.follow(&ben.press(&form, "Delete"));
    let page = ada.open(ada.open("/").link("Activity"));
    page.assert_framed();
    assert_eq!(page.text("nav [aria-current=page]"), "Activity");
    assert_eq!(
        page.rows(),
        [
            [
                "Ade",
                "Deleted user 1 car deleted, 1 profile deleted",
                "Ben",
                "just now",
                "Form",
                "He left"
            ],
            ["Ade", "Added user 1 car added, 1 profile added", "Ada", "5 minutes ago", "Form", ""],
        ]
    );
    assert_eq!(page.text("nav .range"), "1–2 of 2");
    let times = page.attributes("main td time", "datetime");
    assert!(times.len() == 2 && times.iter().all(|time| time.ends_with('Z')), "{times:?}");
    assert_eq!(page.link("Ade"), format!("{user}/history"));
    assert_eq!(entries(&ada.open(page.link("Ben"))).len(), 1);
}

fn the_activity_is_paged_both_ways_and_each_entry_shown_once(panel: &Panel) {
    add_sets(panel, 120, "changed");
    let ada = panel.person();
    let first = ada.open("/activity?entity=movies");
    assert_eq!(first.text("nav .range"), "1–50 of 120");
    let second = ada.open(first.link("Next"));
    let third = ada.open(second.link("Next"));
    let mut all: Vec<String> =
        [&first, &second, &third].into_iter().flat_map(Page::names).collect();
    let expected: Vec<String> = (0..120).rev().map(|index| format!("Movie {index}")).collect();
    assert_eq!(all, expected);
    assert!(!third.texts(".pager a").contains(&"Next".to_owned()));
    assert_eq!(ada.open(third.link("Previous")).names(), second.names());
    assert_eq!(ada.open(third.link("First")).names(), first.names());
    let last = ada.open(first.link("Last"));
    assert_eq!(last.names(), all.split_off(70));
    let back = ada.follow(&ada.get(second.link("Previous")));
    assert_eq!((back.path.as_str(), back.names()), ("/activity?entity=movies", first.names()));
    add_sets(panel, 10, "changed");
    assert_eq!(ada.open(second.link("Previous")).names(), first.names());
}

fn the_activity_is_searched_by_the_titles_of_records(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    for name in ["Alien", "Aliéns", "Brazil"] {
        ada.add("movies", &[("name", name)]);
    }
    let user = ada.add("users", &[("first_name", "Alia"), ("profile.country", "Ghana")]).path;
    ada.save(&ada.open(&format!("{user}/edit")).form().fill("profile.country", "Togo"));
    let form =
        ada.open("/activity?operator=1").form_where("form[role=search][aria-label=Activity]");
    let page = ada.press(&form.fill("q", " ALIENS "), "Search");
    assert!(page.path.ends_with("/activity?operator=1&q=+ALIENS+&size=50"), "{}", page.path);
    let page = ada.open("/activity?q=aliens");
    assert_eq!(page.names(), ["Aliéns"]);
    assert_eq!(page.text("nav .range"), "1–1 of 1");
    assert_eq!(ada.open("/activity?q=ali&entity=movies").names(), ["Aliéns", "Alien"]);
    assert_eq!(ada.open("/activity?q=ali").names(), ["Alia", "Alia", "Aliéns", "Alien"]);
    let page = ada.open("/activity?q=zebra");
    assert!(page.text(".empty").contains("Nothing like that has happened"));
    assert!(ada.open(page.link("Show all activity")).names().len() == 5);
    // What may not be seen is not found either.
    panel.person().post("/roles", "name=profiles&allow=profiles:history").assert_status(303);
    let eve = panel.person_who_is("Eve", &["profiles"]);
    assert_eq!(eve.open("/activity").names().len(), 2);
    assert!(eve.open("/activity?q=alia").names().is_empty());
    assert_eq!(eve.open("/activity?q=change").names().len(), 2);
    let words: String = (100..200).map(|number| format!("{number}+")).collect();
    assert!(!ada.open(&format!("/activity?q={words}")).notices().is_empty());
}

fn what_went_along_is_found_by_its_own_title(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let user = ada.save(&form.fill("cars.0.name", "Mini").fill("cars.0.color", "red")).path;
    ada.save(&ada.edit("/cars/1", &[("name", "Maxi")]));
    ada.press(&ada.open(&format!("{user}/delete")).form(), "Delete").assert_status(303);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Weaver"), "").assert_status(303);
    let done = |query: &str| -> Vec<String> {
        ada.open(&format!("/activity?q={query}"))
            .rows()
            .into_iter()
            .map(|mut row| row.remove(1))
            .collect()
    };
    assert_eq!(done("maxi"), ["Deleted user 1 car deleted", "Edited car"]);
    assert_eq!(done("mini"), ["Edited car", "Added user 1 car added"], "an older title");
    assert_eq!(done("weaver").len(), 1);
    // What may not be seen is not found by it either.
    panel.person().post("/roles", "name=users&allow=users:history").assert_status(303);
    let eve = panel.person_who_is("Eve", &["users"]);
    assert!(eve.open("/activity?q=maxi").names().is_empty());
}

fn what_was_renamed_is_found_by_both_titles_by_whichever_way(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    let [alien, brazil] = ["Alien", "Brazil"].map(|name| ada.add("movies", &[("name", name)]).path);
    // In a form, and taken back.
    let saved = ada.save(&ada.edit(&alien, &[("name", "Nosferatu")]));
    ada.follow(&ada.press(&saved.form_where(".notice form"), "Undo"));
    let how = |search: &str| -> Vec<String> {
        let rows = ada.open(&format!("/activity?q={search}")).rows().into_iter();
        rows.map(|mut row| row.remove(4)).collect()
    };
    assert_eq!(how("nosferatu"), ["Undo", "Form"]);
    assert_eq!(how("alien"), ["Undo", "Form", "Form"]);
    // Many at once.
    let selected = ada.follow(&ada.post("/movies/selection", "all=1"));
    let form = ada.open(selected.link("Edit")).form().fill("do.name", "set");
    let shown = ada.press(&form.fill("name", "Metropolis"), "Preview");
    ada.press(&shown.form(), "Change").assert_status(303);
    for search in ["alien", "brazil", "metropolis"] {
        assert_eq!(how(search)[0], "Bulk action", "{search}");
    }
    // A version that is restored.
    let form = ada.open(&format!("{brazil}/history/at/2/restore")).form_where("form.restore");
    ada.press(&form, "Restore what is ticked").assert_status(303);
    assert_eq!(how("metropolis"), ["Restored version", "Bulk action"]);
    // What was changed otherwise is found by what it was called then.
    let user = ada.add("users", &[("first_name", "Ade")]).path;
    ada.save(&ada.edit(&user, &[("first_name", "Ngozi")]));
    ada.save(&ada.edit(&user, &[("age", "33")]));
    assert_eq!((how("ade").len(), how("ngozi").len()), (2, 2));
}

fn a_page_of_the_activity_holds_as_many_entries_as_are_asked_for(panel: &Panel) {
    add_sets(panel, 120, "changed");
    let ada = panel.person();
    let form = ada.open("/activity?entity=movies&q=movie");
    let form = form.form_where("form[role=search][aria-label=Activity]").fill("size", "25");
    let page = ada.press(&form, "Search");
    assert_eq!(page.names().len(), 25);
    let next = ada.open(page.link("Next"));
    assert_eq!((next.names().len(), next.names()[0].as_str()), (25, "Movie 94"));
    assert!(next.path.contains("entity=movies") && next.path.contains("size=25"), "{}", next.path);
    assert_eq!(ada.open("/activity?size=200").names().len(), 120);
    let page = ada.open("/activity?size=7");
    assert_eq!(page.notices(), ["There is no such page size, so this is the usual one."]);
    assert_eq!(page.names().len(), 50);
}

fn the_activity_is_kept_as_a_view_by_whoever_sees_it_and_shared_with_a_role(panel: &Panel) {
    const SAVE: &str = "form[aria-label='Save this view']";
    const TABS: &str = "nav.tabs a";
    let ann = panel.person_who_is("Ann", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    ann.add("movies", &[("name", "Alien")]);
    let keep = |query: &str, name: &str, role: &str| {
        let form = ann.open(&format!("/activity?{query}")).form_where(SAVE);
        ann.press(&form.fill("name", name).fill("role", role), "Save view")
    };
    let query = "kind=created&entity=movies&q=al&size=25";
    let saved = keep(&format!("{query}&before=1000"), "New films", "");
    assert_eq!(saved.location(), format!("/activity?{query}"));
    let page = ann.follow(&saved);
    assert_eq!(page.notices(), ["Saved the view New films."]);
    assert_eq!(page.texts(TABS), ["All", "New films"]);
    assert_eq!(page.texts("nav.tabs [aria-current=page]"), ["New films"]);
    assert_eq!(
        (page.names(), ann.open("/activity").text(TABS)),
        (vec!["Alien".into()], "All".into())
    );
    ann.follow(&keep("kind=deleted", "Lost", "editor"));
    assert_eq!(ben.open("/activity").texts(TABS), ["All", "Lost shared with editor"]);
    // They are views of this list alone.
    assert!(!ann.open("/movies").has("nav.tabs"));
    let page = keep(query, "", "");
    page.assert_status(422);
    assert_eq!(page.error_of("name"), "Enter a name.");
    assert_eq!(page.link("Back to the activity without saving"), format!("/activity?{query}"));
    let page = ann.open(ann.open("/activity").link("New films"));
    let delete = page.form_where("form[action$='/delete']");
    let path = page.attributes("form[action$='/delete']", "action").remove(0);
    ben.post(&path, "").assert_status(404);
    let page = ann.follow(&ann.press(&delete, "Delete the view New films"));
    assert_eq!(page.notices(), ["Deleted the view New films."]);
    assert_eq!(page.texts(TABS), ["All", "Lost shared with editor"]);
}

fn what_few_entries_match_is_looked_for_within_a_budget(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    ada.add("movies", &[("name", "Alien")]);
    add_sets(panel, 10_001, "changed");
    let page = ada.open("/activity?kind=created&entity=movies");
    assert_eq!(page.names(), [""; 0]);
    assert!(page.notices()[0].contains("10,000 entries were looked at"), "{:?}", page.notices());
    let further = ada.open(page.link("Look further"));
    assert_eq!(further.names(), ["Alien"]);
    assert!(further.notices().is_empty(), "{:?}", further.notices());
    assert_eq!(ada.open("/activity").text("nav .range"), "1–50 of more than 10,000");
}

fn what_may_not_be_seen_is_not_in_the_activity(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["admin"]);
    let roles = [
        ("cars", "&allow=cars:history"),
        ("users", "&allow=users:history"),
        ("profiles", "&allow=profiles:history"),
        ("changer", "&allow=users:edit"),
    ];
    for (name, allow) in roles {
        ada.post("/roles", &format!("name={name}{allow}")).assert_status(303);
    }
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let user = ada.save(&form.fill("profile.country", "Ghana")).path;
    ada.save(&ada.open(&format!("{user}/edit")).form().fill("profile.country", "Togo"));
    let form = ada
        .open(&ada.open("/profiles").href("main tbody a"))
        .link("Edit Profile of Ade")
        .to_owned();
    ada.save(&ada.open(&form).form().fill("country", "Mali"));
    let of_role = |role: &str| panel.person_who_is(role, &[role]);
    assert!(of_role("cars").open("/activity").names().is_empty());
    let users = of_role("users").open("/activity");
    // What changed the profile alone is nothing to them, though it was done in the form of the user.
    assert_eq!(users.names(), ["Ade"]);
    assert!(!users.visible().contains("profile"), "{}", users.visible());
    // A profile is called by its user, whom they may not see.
    let profiles = of_role("profiles").open("/activity");
    assert!(!profiles.visible().contains("Ade"), "{}", profiles.visible());
    let told: Vec<String> = profiles.rows().into_iter().map(|mut row| row.remove(1)).collect();
    assert_eq!(told, ["Edited profile", "Changes 1 profile edited", "Changes 1 profile added"]);
    let changer = of_role("changer");
    changer.get("/activity").assert_status(403);
    assert!(!changer.open("/").has("nav a[href='/activity']"));
}

fn an_empty_activity_says_what_will_be_there(panel: &Panel) {
    let page = panel.person().open("/activity");
    assert!(page.text(".empty").contains("Nothing has happened yet"), "{}", page.visible());
    assert!(!page.has("nav.pager"));
}
