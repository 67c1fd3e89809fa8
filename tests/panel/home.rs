//! The home page, the sample data, and the search over everything.

use backlot::schema::change_sets;
use chrono::TimeDelta;
use diesel::prelude::*;

use crate::history::activity::add_sets;
use crate::support::{Page, Panel, Person, at_once};

crate::tests![
    an_empty_panel_says_what_it_is_for_and_offers_sample_data,
    sample_data_is_loaded_once_however_often_it_is_asked_for,
    the_home_page_counts_everything_and_shows_what_changed_last,
    the_home_page_says_how_each_entity_grows,
    what_was_added_today_is_counted_at_once,
    the_home_page_says_what_became_of_each_entity_this_week,
    of_very_many_changes_the_latest_are_counted,
    whoever_may_not_see_a_history_is_not_told_how_long_it_is,
    views_are_pinned_to_the_home_page_with_how_many_they_hold,
    a_pinned_view_of_what_may_not_be_seen_any_more_is_left_out,
    whoever_pins_too_much_is_told,
    a_search_over_everything_finds_every_entity,
    every_link_of_the_sampled_panel_leads_somewhere,
];

fn an_empty_panel_says_what_it_is_for_and_offers_sample_data(panel: &Panel) {
    let ada = panel.person();
    let home = ada.open("/");
    assert_eq!(home.heading(), "Welcome to Backlot");
    assert_eq!(ada.open(home.link("Add a movie")).heading(), "Add a movie");
    for list in ["/users", "/profiles", "/cars", "/movies", "/actors"] {
        let list = ada.open(list);
        assert!(list.has("main .empty a, main a[href$=new]"), "{}", list.visible());
    }
    let full = ada.follow(&ada.press(&home.form(), "Load sample data"));
    assert!(full.notices()[0].contains("Sample data loaded"), "{:?}", full.notices());
    assert_eq!(full.heading(), "Home");
}

fn sample_data_is_loaded_once_however_often_it_is_asked_for(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/").form();
    at_once(3, |_| panel.person().press(&form, "Load sample data").assert_status(303));
    let home = ada.open("/");
    let counts = home.texts(".counts strong");
    assert_eq!(counts, ["500", "400", "900", "200", "600"]);
    assert!(!home.visible().contains("Load sample data"));
}

fn the_home_page_counts_everything_and_shows_what_changed_last(panel: &Panel) {
    let ada = panel.person();
    ada.add("actors", &[("name", "Ian Holm")]);
    let movie = ada.add("movies", &[("name", "Alien")]).path;
    ada.add("users", &[("first_name", "Ade")]);
    ada.save(&ada.edit(&movie, &[("name", "Aliens")]));
    let home = ada.open("/");
    assert_eq!(home.texts(".counts strong"), ["1", "0", "0", "1", "1"]);
    assert_eq!(home.texts("#recent li a"), ["Aliens", "Ade", "Ian Holm"]);
    assert_eq!(ada.open(home.link("Aliens")).heading(), "Aliens");
}

fn the_home_page_says_how_each_entity_grows(panel: &Panel) {
    let ada = panel.person();
    for name in ["Alien", "Brazil"] {
        ada.add("movies", &[("name", name)]);
    }
    panel.clock().advance(TimeDelta::days(3));
    let ada = panel.person();
    ada.add("movies", &[("name", "Solaris")]);
    let home = ada.open("/");
    let none = "Nothing new this week";
    assert_eq!(this_week(&home), [none, none, none, "3 added this week", none]);
    // The same day by day, for whoever sees no chart: today first.
    let days = ada.open(home.link("Added per day")).rows();
    assert_eq!(days.len(), 14);
    assert_eq!(days[0][1..], ["0", "0", "0", "1", "0"]);
    assert_eq!(days[3][1..], ["0", "0", "0", "2", "0"]);
    assert_eq!(days[1][1..], ["0"; 5]);
    let bars = home.attributes("svg.growth path", "d");
    assert_eq!(bars[3].matches('M').count(), 2, "{bars:?}");
    assert_eq!(bars[0], "");
}

fn what_was_added_today_is_counted_at_once(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    assert_eq!(this_week(&ada.open("/"))[3], "1 added this week");
    ada.add("movies", &[("name", "Brazil")]);
    assert_eq!(this_week(&ada.open("/"))[3], "2 added this week");
}

/// What became of each entity.
fn this_week(home: &Page) -> Vec<String> {
    home.texts("p.growth")
}

fn the_home_page_says_what_became_of_each_entity_this_week(panel: &Panel) {
    let ada = panel.person();
    let old = ada.add("movies", &[("name", "Metropolis")]).path;
    ada.save(&ada.edit(&old, &[("name", "Metropolis (1927)")]));
    panel.clock().advance(TimeDelta::days(7));
    let ada = panel.person();
    for name in ["Alien", "Brazil", "Solaris"] {
        ada.add("movies", &[("name", name)]);
    }
    ada.save(&ada.edit(&old, &[("name", "Metropolis")]));
    ada.save(&ada.edit("/movies/2", &[("name", "Aliens")]));
    ada.follow(&ada.press(&ada.open("/movies/4/delete").form(), "Delete"));
    let form = ada.open("/users/new").form().fill("first_name", "Ade");
    let user = ada.save(&form.fill("profile.country", "Ghana")).path;
    ada.save(&ada.edit(&user, &[("profile.country", "Togo")]));
    let home = ada.open("/");
    let [users, profiles, cars, movies, actors] = &this_week(&home)[..] else { panic!() };
    assert_eq!(users, "1 added this week");
    assert_eq!(profiles, "1 added, 1 edit this week");
    assert_eq!([cars, actors], ["Nothing new this week"; 2]);
    // What was added and is gone again is no longer there to be counted.
    assert_eq!(movies, "2 added, 2 edits, 1 deleted this week");
    // Each number leads to what it counts.
    assert_eq!(ada.open(home.link("2 added")).names(), ["Aliens", "Brazil"]);
    // The activity calls records what they were called then.
    let edited = ada.open(home.link("2 edits"));
    assert_eq!(edited.texts("tbody th"), ["Alien", "Metropolis (1927)"]);
    let deleted = ada.open(home.link("1 deleted"));
    assert_eq!(deleted.texts("tbody th"), ["Solaris"]);
    panel.clock().advance(TimeDelta::days(7));
    assert_eq!(this_week(&panel.person().open("/")), ["Nothing new this week"; 5]);
}

fn of_very_many_changes_the_latest_are_counted(panel: &Panel) {
    let ada = panel.person();
    ada.add("actors", &[("name", "Ian Holm")]);
    let lately = |panel: &Panel| {
        let now = panel.clock().now();
        diesel::update(change_sets::table)
            .set(change_sets::happened_at.eq(now))
            .execute(&mut panel.database().connect())
            .unwrap();
    };
    add_sets(panel, 999, "changed");
    lately(panel);
    assert_eq!(this_week(&ada.open("/"))[3], "999 edits this week");
    add_sets(panel, 11, "changed");
    lately(panel);
    let home = ada.open("/");
    let [users, _, _, movies, actors] = &this_week(&home)[..] else { panic!() };
    assert_eq!(movies, "1,000 or more edits, perhaps more this week");
    // Of what else was edited or deleted nothing is known, and nothing is denied.
    assert_eq!(actors, "1 added, perhaps more this week");
    assert_eq!(users, "perhaps changes this week");
    assert_eq!(ada.open(home.link("perhaps changes")).status, 200);
}

fn whoever_may_not_see_a_history_is_not_told_how_long_it_is(panel: &Panel) {
    let ada = panel.person();
    let allow = "name=looker&allow=movies:see&allow=actors:history";
    ada.post("/roles", allow).assert_status(303);
    for entity in ["users", "movies", "actors"] {
        let name = if entity == "users" { "first_name" } else { "name" };
        let path = ada.add(entity, &[(name, "Ann")]).path;
        ada.save(&ada.edit(&path, &[(name, "Anna")]));
    }
    let home = panel.person_who_is("Ben", &["looker"]).open("/");
    assert_eq!(this_week(&home), ["1 added this week", "1 added, 1 edit this week"]);
}

/// Keeps a list as a view, and pins it to the home page.
fn pin(person: &Person, list: &str, name: &str, role: &str) -> Page {
    let form = person.open(list).form_where("form[aria-label='Save this view']");
    person.follow(&person.press(&form.fill("name", name).fill("role", role), "Save view"));
    press_pin(person, list)
}

fn press_pin(person: &Person, list: &str) -> Page {
    let page = person.open(list);
    let button = "form[action$='/pin'], form[action$='/pin/delete']";
    let sent = page.attributes(button, "action");
    let (_, query) = list.split_once('?').unwrap_or_default();
    person.follow(&person.post(&sent[0], query))
}

fn pinned(page: &Page) -> Vec<String> {
    page.texts("#pinned li")
}

fn views_are_pinned_to_the_home_page_with_how_many_they_hold(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    for name in ["Alien", "Aliens", "Brazil"] {
        ann.add("movies", &[("name", name)]);
    }
    assert!(!ann.open("/").has("#pinned"));
    assert!(!ann.open("/movies?q=al").has("form[action*='/pin']"), "what is no view has no pin");
    let list = pin(&ann, "/movies?q=al", "Xenomorphs", "editor");
    assert_eq!(list.notices(), ["Pinned Xenomorphs to the home page."]);
    assert_eq!(list.path, "/movies?q=al");
    let home = ann.open("/");
    assert_eq!(pinned(&home), ["2 Xenomorphs movies"]);
    assert_eq!(ann.open(&home.href("#pinned a")).names(), ["Alien", "Aliens"]);
    // Pins are one's own, of whatever one may see.
    let ben = panel.person_who_is("Ben", &["editor"]);
    assert!(!ben.open("/").has("#pinned"));
    press_pin(&ben, "/movies?q=al");
    assert_eq!(pinned(&ben.open("/")), ["2 Xenomorphs movies"]);
    let list = press_pin(&ann, "/movies?q=al");
    assert_eq!(list.notices(), ["It is no longer on the home page."]);
    assert!(!ann.open("/").has("#pinned"));
    // With the view goes its pin.
    ann.post("/movies/views/1/delete", "").assert_status(303);
    assert!(!ben.open("/").has("#pinned"));
}

fn a_pinned_view_of_what_may_not_be_seen_any_more_is_left_out(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    let ben = panel.person_who_is("Ben", &["viewer"]);
    ann.add("movies", &[("name", "Alien")]);
    pin(&ann, "/movies?q=al", "Mine", "");
    ben.post("/movies/views/1/pin", "").assert_status(404);
    ben.post("/actors/views/1/pin", "").assert_status(404);
    ann.post("/movies/views/1/pin", "").assert_status(303);
    assert_eq!(pinned(&ann.open("/")), ["1 Mine movies"]);
    // Shared with a role, it is gone with the role.
    let form = ann.open("/movies?q=al").form_where("form[aria-label='Save this view']");
    ann.follow(&ann.press(&form.fill("role", "editor"), "Save view"));
    let cy = panel.person_who_is("Cy", &["editor"]);
    press_pin(&cy, "/movies?q=al");
    assert_eq!(pinned(&cy.open("/")), ["1 Mine movies"]);
    panel.give_roles("Cy", &["viewer"]);
    assert!(!panel.person_who_is("Cy", &["viewer"]).open("/").has("#pinned"));
}

fn whoever_pins_too_much_is_told(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    ann.add("movies", &[("name", "Alien")]);
    for number in 0..12 {
        pin(&ann, &format!("/movies?q={number}"), &format!("View {number}"), "");
    }
    let refused = pin(&ann, "/movies?q=x", "One more", "");
    assert_eq!(refused.notices(), ["The home page holds 12 views. Unpin one of them first."]);
    assert_eq!(pinned(&ann.open("/")).len(), 12);
}

fn a_search_over_everything_finds_every_entity(panel: &Panel) {
    let ada = panel.person();
    ada.add("actors", &[("name", "Zoë Zander")]);
    ada.add("movies", &[("name", "Zoë's Zoo")]);
    let user = ada.add("users", &[("first_name", "Zoë")]);
    let form = ada.open(user.link("Add a car")).form();
    ada.save(&form.fill("name", "Zoé").fill("color", "red"));
    let form = ada.open(user.link("Add a profile")).form();
    ada.save(&form.fill("email", "zoe@example.com"));
    let form = ada.open("/").form_where("form[action='/search']").fill("q", "ZOE");
    let found = ada.press(&form, "Search");
    assert_eq!(found.texts("main h2"), ["Users", "Profiles", "Cars", "Movies", "Actors"]);
    let list = ada.open(&found.href("#found-movies a"));
    assert_eq!(list.names(), ["Zoë's Zoo"]);
    let nothing = ada.open("/search?q=%3Cnothing%3E");
    assert!(nothing.visible().contains("“<nothing>”"), "{}", nothing.visible());
    assert!(ada.open("/search").visible().contains("Type a name"));
    ada.get("/search?q=%ff").assert_status(400);
}

/// Follows every link of the panel's own, one page of each kind.
fn every_link_of_the_sampled_panel_leads_somewhere(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    let kind = |link: &str| -> String {
        let path = link.split(['?', '#']).next().unwrap_or_default();
        let keys: Vec<&str> = link
            .split_once('?')
            .map_or("", |(_, query)| query)
            .split('&')
            .map(|pair| pair.split('=').next().unwrap_or_default())
            .collect();
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        let path: Vec<&str> =
            path.split('/').map(|part| if digits(part) { "1" } else { part }).collect();
        format!("{}?{}", path.join("/"), keys.join("&"))
    };
    let mut seen = std::collections::HashSet::new();
    let mut open = vec!["/".to_owned()];
    while let Some(link) = open.pop() {
        let answer = ada.get(&link);
        let page = if answer.status == 303 { ada.follow(&answer) } else { ada.open(&link) };
        if link.contains("/static/") {
            continue;
        }
        page.assert_framed();
        for next in page.attributes("a[href^='/']:not([download]), link[href^='/']", "href") {
            if seen.insert(kind(&next)) {
                open.push(next);
            }
        }
    }
    assert!(seen.len() > 40, "{seen:?}");
}
