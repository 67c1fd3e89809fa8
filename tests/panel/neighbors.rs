//! Going from the page of one record to the ones beside it, and back to where one came from.

use backlot::panel::http::url::encode;

use crate::support::{Page, Panel, Person};

crate::tests![
    the_records_beside_one_are_those_of_the_list_it_was_opened_from,
    records_that_hold_nothing_stand_behind_the_others,
    the_ends_of_a_list_say_so,
    a_record_that_left_the_list_still_has_its_place_in_it,
    what_a_search_over_everything_found_is_a_list_too,
    the_way_back_says_where_it_leads,
    the_history_of_a_record_has_the_same_head_and_leads_on_to_that_of_others,
    records_of_another_have_a_way_back_to_it,
    whoever_may_not_see_a_list_is_led_nowhere,
];

/// Goes on from record to record, and notes what each is called.
fn walk(person: &Person, start: &str, rel: &str, steps: usize) -> Vec<String> {
    let mut page = person.open(start);
    (0..steps)
        .map(|_| {
            page = person.follow(&person.get(&page.href(&format!(".trail [rel={rel}]"))));
            page.heading()
        })
        .collect()
}

fn from(record: &str, list: &str) -> String {
    format!("{record}?next={}", encode(list))
}

fn trail(page: &Page) -> Vec<String> {
    page.texts(".trail > a")
}

fn add_movies(person: &Person) {
    for name in ["Alien", "Brazil", "Aliens", "Solaris", "Alien 3"] {
        person.add("movies", &[("name", name)]);
    }
}

fn the_records_beside_one_are_those_of_the_list_it_was_opened_from(panel: &Panel) {
    let ada = panel.person();
    add_movies(&ada);
    // As the list is sorted without a word.
    assert_eq!(walk(&ada, "/movies/1", "next", 3), ["Alien 3", "Aliens", "Brazil"]);
    assert_eq!(walk(&ada, "/movies/4", "prev", 2), ["Brazil", "Aliens"]);
    let latest = from("/movies/1", "/movies?sort=-created");
    assert_eq!(walk(&ada, &latest, "prev", 2), ["Brazil", "Aliens"]);
    let searched = from("/movies/1", "/movies?q=alien&sort=-name");
    assert_eq!(walk(&ada, &searched, "prev", 2), ["Alien 3", "Aliens"]);
    let filtered = from("/movies/1", "/movies?where=name.contains.il&page=2");
    assert_eq!(walk(&ada, &filtered, "next", 1), ["Brazil"]);
    // Each of them leads back to the very same list.
    let next = ada.follow(&ada.get(&ada.open(&searched).href(".trail [rel=prev]")));
    assert_eq!(next.href(".trail > a"), "/movies?q=alien&sort=-name#5");
}

fn records_that_hold_nothing_stand_behind_the_others(panel: &Panel) {
    let ada = panel.person();
    for (name, age) in [("Ade", "30"), ("Bo", ""), ("Cy", "20"), ("Di", "")] {
        ada.add("users", &[("first_name", name), ("age", age)]);
    }
    let by_age = from("/users/3", "/users?sort=age");
    assert_eq!(walk(&ada, &by_age, "next", 3), ["Ade", "Bo", "Di"]);
    let last = from("/users/4", "/users?sort=age");
    assert_eq!(walk(&ada, &last, "prev", 3), ["Bo", "Ade", "Cy"]);
}

fn the_ends_of_a_list_say_so(panel: &Panel) {
    let ada = panel.person();
    add_movies(&ada);
    let last = ada.open("/movies/4");
    let still = ada.follow(&ada.get(&last.href(".trail [rel=next]")));
    assert_eq!(still.heading(), "Solaris");
    assert_eq!(still.notices(), ["This is the last movie of the list."]);
    let first = ada.open(&from("/movies/2", "/movies?q=brazil"));
    let still = ada.follow(&ada.get(&first.href(".trail [rel=prev]")));
    assert_eq!(still.notices(), ["This is the first movie of the list."]);
    assert_eq!(still.path, from("/movies/2", "/movies?q=brazil"));
    // Beside a record that is gone stands nothing: its page says what became of it.
    assert_eq!(ada.get("/movies/99/next").location(), "/movies/99");
    ada.get("/movies/x/next").assert_status(404);
}

fn a_record_that_left_the_list_still_has_its_place_in_it(panel: &Panel) {
    let ada = panel.person();
    add_movies(&ada);
    let place = from("/movies/1", "/movies?q=alien");
    ada.save(&ada.edit("/movies/1", &[("name", "Aaliyah")]));
    assert_eq!(walk(&ada, &place, "next", 2), ["Alien 3", "Aliens"]);
}

fn what_a_search_over_everything_found_is_a_list_too(panel: &Panel) {
    let ada = panel.person();
    add_movies(&ada);
    let found = ada.open("/search?q=alien");
    let page = ada.open(&found.href("#found-movies li a"));
    assert_eq!(trail(&page), ["Search for “alien”"]);
    assert_eq!(walk(&ada, &page.path, "next", 2), ["Alien 3", "Aliens"]);
    assert_eq!(ada.open(&page.href(".trail > a")).heading(), "Search for “alien”");
}

fn the_way_back_says_where_it_leads(panel: &Panel) {
    let ada = panel.person();
    add_movies(&ada);
    let words = |list: &str| trail(&ada.open(&from("/movies/1", list)));
    assert_eq!(trail(&ada.open("/movies/1")), ["Movies"]);
    assert_eq!(words("/movies"), ["Movies"]);
    assert_eq!(words("/movies?page=2"), ["Movies"]);
    assert_eq!(words("/movies?q=%3Cali"), ["Movies matching “<ali”"]);
    assert_eq!(words("/movies?where=name.contains.i"), ["Movies, filtered"]);
    assert_eq!(words("/movies?q=al&where=name.contains.i"), ["Movies matching “al”, filtered"]);
    assert_eq!(words("/jobs"), ["Back"]);
    // The history of the record keeps it.
    let history = ada.open(&ada.open(&from("/movies/1", "/movies?q=al")).href(".tabs li + li a"));
    let record = ada.open(&history.href(".tabs a"));
    assert_eq!(trail(&record), ["Movies matching “al”"]);
}

fn the_history_of_a_record_has_the_same_head_and_leads_on_to_that_of_others(panel: &Panel) {
    let ada = panel.person();
    add_movies(&ada);
    let record = ada.open(&from("/movies/1", "/movies?q=al"));
    let history = ada.open(&record.href(".tabs li + li a"));
    assert_eq!(trail(&history), ["Movies matching “al”"]);
    assert_eq!(history.heading(), "History of Alien");
    for act in ["Edit Alien", "Copy Alien", "Delete Alien"] {
        assert_eq!(history.link(act), record.link(act), "{act}");
    }
    let next = ada.follow(&ada.get(&history.href(".trail [rel=next]")));
    assert_eq!(next.heading(), "History of Alien 3");
    assert_eq!(trail(&next), ["Movies matching “al”"]);
    let last = ada.open("/movies/4/history");
    let still = ada.follow(&ada.get(&last.href(".trail [rel=next]")));
    assert_eq!(still.heading(), "History of Solaris");
}

fn records_of_another_have_a_way_back_to_it(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ade"), ("last_name", "Ojo")]).path;
    let form = ada.open(ada.open(&user).link("Add a car")).form();
    ada.save(&form.fill("name", "Mini").fill("color", "red"));
    let user = ada.open(&from(&user, "/users?q=ade"));
    let car = ada.open(&user.href("#cars th a"));
    assert_eq!(trail(&car), ["Users matching “ade”", "Ade Ojo"]);
    assert!(!car.has("[rel=next]"), "a record of another stands in no list");
    assert_eq!(ada.open(&car.href(".trail > a + a")).path, user.path);
    // Going to and fro makes no address longer.
    add_movies(&ada);
    ada.add("actors", &[("name", "Ian Holm")]);
    ada.post("/movies/1/castings", "actor_id=1").assert_status(303);
    let mut page = ada.open("/movies/1");
    for _ in 0..6 {
        page = ada.open(&page.href(".credits a"));
    }
    assert!(page.path.len() < 40, "{}", page.path);
}

fn whoever_may_not_see_a_list_is_led_nowhere(panel: &Panel) {
    let ada = panel.person();
    add_movies(&ada);
    panel.visitor().get("/movies/1/next").assert_status(303);
    assert!(panel.visitor().get("/movies/1/next").location().starts_with("/sign-in"));
    ada.get(&from("/movies/1/next", "/jobs")).assert_status(404);
    ada.get(&from("/movies/1/next", "//evil.example")).assert_status(303);
}
