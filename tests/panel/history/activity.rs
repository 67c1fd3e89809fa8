//! The activity: everything that happened, by who, what and when.

use backlot::schema::change_sets;
use chrono::TimeDelta;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;

use crate::support::{Page, Panel, Person};

crate::tests![
    the_activity_says_who_did_what_and_when,
    the_activity_is_filtered_by_who_what_and_when,
    what_began_before_others_and_ended_after_them_is_found_by_its_time,
    a_clock_that_went_back_hides_nothing_from_a_filter_by_time,
    a_filter_that_makes_no_sense_is_left_out_with_a_note,
    the_activity_is_paged_both_ways_and_each_entry_shown_once,
    the_activity_is_searched_by_the_titles_of_records,
    what_went_along_is_found_by_its_own_title,
    what_was_renamed_is_found_by_both_titles_by_whichever_way,
    a_page_of_the_activity_holds_as_many_entries_as_are_asked_for,
    the_filters_that_are_set_are_named_and_taken_off_one_by_one,
    the_activity_is_kept_as_a_view_by_whoever_sees_it_and_shared_with_a_role,
    what_few_entries_match_is_looked_for_within_a_budget,
    what_was_changed_along_with_another_record_is_found_by_its_own_entity,
    what_may_not_be_seen_is_not_in_the_activity,
    whoever_was_removed_is_asked_for_by_their_name,
    an_empty_activity_says_what_will_be_there,
];

/// Records and what was done to them, the latest first.
fn entries(page: &Page) -> Vec<Vec<String>> {
    page.rows().into_iter().map(|row| row[..3].to_vec()).collect()
}

/// Fills in the filters of a page, and presses the button.
fn filtered(person: &Person, filters: &[(&str, &str)]) -> Page {
    let form = person.open("/activity").form_where("form[aria-label=Filter]");
    let page = person.press(&form.fill_all(filters), "Filter");
    page.assert_status(200);
    page
}

/// As many more change sets about movies, each an hour after the other.
fn add_sets(panel: &Panel, number: usize, kind: &str) {
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

fn the_activity_is_filtered_by_who_what_and_when(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    let day = panel.clock().now().date();
    panel.clock().advance(TimeDelta::days(1));
    // Their sessions of yesterday have ended.
    let ada = panel.person_who_is("Ada", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    ben.save(&ben.edit(&movie, &[("name", "Aliens")]));
    ben.add("actors", &[("name", "Ian Holm")]);
    let titles = |page: &Page| page.names();
    let id = |name: &str| {
        let form = ada.open("/activity");
        let options = form.texts("#operator option");
        let values = form.attributes("#operator option", "value");
        values[options.iter().position(|option| option == name).unwrap()].clone()
    };
    for (filters, expected) in [
        (vec![("operator", id("Ada"))], vec!["Alien"]),
        (vec![("operator", id("Ben"))], vec!["Ian Holm", "Alien"]),
        (vec![("operator", id("Commands"))], vec![]),
        (vec![("entity", "movies".into())], vec!["Alien", "Alien"]),
        (vec![("kind", "created".into())], vec!["Ian Holm", "Alien"]),
        (vec![("kind", "created".into()), ("entity", "movies".into())], vec!["Alien"]),
        (vec![("operator", id("Ada")), ("entity", "actors".into())], vec![]),
        (vec![("until", day.to_string())], vec!["Alien"]),
        (vec![("since", day.to_string())], vec!["Ian Holm", "Alien", "Alien"]),
        (vec![("since", day.succ_opt().unwrap().to_string())], vec!["Ian Holm", "Alien"]),
        (vec![("until", day.pred_opt().unwrap().to_string())], vec![]),
        (vec![("since", "9998-12-31".into())], vec![]),
    ] {
        let pairs: Vec<_> = filters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = filtered(&ada, &pairs);
        assert_eq!(titles(&page), expected, "{filters:?}");
        for (name, value) in &filters {
            let form = page.form_where("form[aria-label=Filter]");
            assert_eq!(form.value(name), value, "the page forgets what it was asked for");
        }
        assert_eq!(page.has(".empty"), expected.is_empty(), "{filters:?}");
    }
}

fn what_began_before_others_and_ended_after_them_is_found_by_its_time(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    ada.add("movies", &[("name", "Brazil")]);
    let now = panel.clock().now();
    diesel::update(change_sets::table.find(2))
        .set(change_sets::happened_at.eq(now - TimeDelta::minutes(2)))
        .execute(&mut panel.database().connect())
        .unwrap();
    let [day, before] = [now.date(), now.date().pred_opt().unwrap()];
    let page = ada.open(&format!("/activity?since={before}&until={day}"));
    assert_eq!(page.names(), ["Alien", "Brazil"], "they are in the order of their times");
}

fn a_clock_that_went_back_hides_nothing_from_a_filter_by_time(panel: &Panel) {
    add_sets(panel, 120, "changed");
    let now = panel.clock().now();
    // It was a year ahead when the first half was written.
    diesel::update(change_sets::table.filter(change_sets::id.le(60)))
        .set(change_sets::happened_at.eq(now - TimeDelta::days(10)))
        .execute(&mut panel.database().connect())
        .unwrap();
    let ada = panel.person();
    let names = |numbers: std::ops::Range<usize>| -> Vec<String> {
        numbers.rev().map(|number| format!("Movie {number}")).collect()
    };
    let since = now.date() - TimeDelta::days(20);
    let first = ada.open(&format!("/activity?since={since}&entity=movies"));
    assert_eq!(first.names(), names(10..60));
    let second = ada.open(first.link("Next"));
    assert_eq!(second.names(), names(0..10));
    assert!(!second.texts(".pager a").contains(&"Next".to_owned()));
    let back = ada.follow(&ada.get(second.link("Previous")));
    assert_eq!(back.names(), first.names());
    assert_eq!(ada.open(first.link("Last")).names().last(), Some(&"Movie 0".to_owned()));
    let until = now.date() - TimeDelta::days(300);
    let earlier = ada.open(&format!("/activity?until={until}"));
    assert_eq!(earlier.names(), names(70..120));
    assert_eq!(ada.open(earlier.link("Next")).names(), names(60..70));
    for place in ["before=17", "after=17", "before=1.x"] {
        let page = ada.open(&format!("/activity?until={until}&{place}"));
        assert_eq!(page.names(), names(70..120), "a place of another order is none: {place}");
    }
}

fn a_filter_that_makes_no_sense_is_left_out_with_a_note(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    for query in [
        "entity=nonsense",
        "kind=nonsense",
        "operator=nonsense",
        "since=nonsense",
        "until=9999-12-31",
        "until=2026-02-30",
    ] {
        let page = ada.open(&format!("/activity?{query}"));
        assert!(page.notices()[0].contains("was left out"), "{query}: {:?}", page.notices());
        assert_eq!(page.names(), ["Alien"], "{query}");
    }
    for query in ["before=0", "after=nonsense", "before=-1", "before=99999999999999999999"] {
        ada.open(&format!("/activity?{query}"));
    }
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

fn the_filters_that_are_set_are_named_and_taken_off_one_by_one(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    ada.add("movies", &[("name", "Alien")]);
    let grace = panel.person();
    let query = "operator=1&kind=created&entity=movies&since=2026-01-02&until=2999-01-02&size=25";
    let page = grace.open(&format!("/activity?{query}"));
    let words = ["Who: Ada", "Did: Added", "Of: Movies", "From: 2026-01-02", "To: 2999-01-02"];
    assert_eq!(page.texts(".chips a bdi"), words);
    let without = grace.open(page.link("Remove the filter: Of: Movies"));
    assert!(!without.path.contains("entity") && without.path.contains("operator=1&kind=created"));
    assert_eq!(without.texts(".chips a").len(), 4);
    assert!(!grace.open("/activity").has(".chips"));
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

fn what_was_changed_along_with_another_record_is_found_by_its_own_entity(panel: &Panel) {
    let ada = panel.person_who_is("Ada", &["editor"]);
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let form = form.fill("cars.0.name", "Mini").fill("cars.0.color", "red");
    let user = ada.save(&form).path;
    ada.save(&ada.edit(&user, &[("first_name", "Ada")]));
    ada.save(&ada.open(&format!("{user}/edit")).form().fill("cars.0.color", "blue"));
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.post(&format!("{movie}/castings?name=Weaver"), "").assert_status(303);
    let found = |query: &str| entries(&ada.open(&format!("/activity?{query}")));
    let edited = ["Ada", "Edited user 1 car edited", "Ada"];
    let added = ["Ade", "Added user 1 car added", "Ada"];
    assert_eq!(found("entity=cars"), [edited, added]);
    assert_eq!(found("entity=cars&kind=changed"), [edited]);
    assert_eq!(found("entity=cars&kind=deleted"), [[""; 3]; 0]);
    assert_eq!(found("entity=profiles"), [[""; 3]; 0]);
    assert_eq!(found("entity=users").len(), 3);
    let titles = |query: &str| ada.open(&format!("/activity?{query}")).names();
    assert_eq!(titles("entity=movies"), ["Alien", "Alien"]);
    assert_eq!(titles("entity=actors&kind=linked"), ["Alien"]);
    assert_eq!(ada.open("/activity?entity=cars").text("nav .range"), "1–2 of 2");
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

fn whoever_was_removed_is_asked_for_by_their_name(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person_who_is("Ben", &["admin"]));
    ben.add("movies", &[("name", "Alien")]);
    ada.add("movies", &[("name", "Brazil")]);
    let removed = "UPDATE change_sets SET operator_id = 4711 WHERE operator = 'Ben'";
    panel.database().connect().batch_execute(removed).unwrap();
    // They are offered without being asked for.
    assert!(
        ada.open("/activity").texts("select[name=operator] option").contains(&"Ben".to_owned())
    );
    let page = ada.open("/activity?operator=4711");
    assert_eq!(page.names(), ["Alien"]);
    assert!(page.visible().contains("Who: Ben"), "{}", page.visible());
    assert!(page.texts("select[name=operator] option[selected]").contains(&"Ben".to_owned()));
}
