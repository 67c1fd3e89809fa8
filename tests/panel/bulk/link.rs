//! Linking many records with one.

use super::{Small, chosen, counts, ended, select, with_movies};
use crate::support::{Page, Panel, Person};

crate::tests![
    actors_are_cast_together_in_a_movie_that_is_searched_for,
    a_page_says_who_would_be_cast_before_anybody_is,
    what_changed_since_the_page_was_shown_is_shown_again,
    movies_are_given_an_actor_by_a_job_where_they_are_many,
];

fn with_actors(panel: &Panel, names: &[&str]) -> Person {
    let ada = with_movies(panel, 30);
    for name in names {
        ada.add("actors", &[("name", name)]);
    }
    ada
}

/// The page that says what casting all actors in a movie would come to.
fn shown(person: &Person) -> Page {
    let page = select(person, "actors", "all=1&then=castings");
    let found = person.open(&format!("{}?q=007", page.path));
    chosen(person, &found, "Movie 007")
}

/// How many are cast in a movie.
fn cast(person: &Person) -> String {
    person.open("/movies?q=007").rows()[0][1].clone()
}

fn actors_are_cast_together_in_a_movie_that_is_searched_for(panel: &Panel) {
    let ada = with_actors(panel, &["Ann", "Bea", "Cid"]);
    ada.post("/movies/7/castings", "actor_id=1").assert_status(303);
    let page = select(&ada, "actors", "id=1.1&id=2.1&id=3.1&then=castings");
    assert_eq!(page.heading(), "Cast in a movie: 3 actors");
    let found = ada.open(&format!("{}?q=007", page.path));
    let shown = chosen(&ada, &found, "Movie 007");
    let form = shown.form().fill("reason", "The sequel");
    let list = ada.follow(&ada.press(&form, "Cast 2 actors"));
    assert_eq!(list.notices(), ["Cast 2 actors. 1 actor needed no change."]);
    assert_eq!(cast(&ada), "3");
    assert!(ada.open("/activity").visible().contains("The sequel"));
    ada.follow(&ada.press(&list.form_where(".notice form"), "Undo"));
    assert_eq!(cast(&ada), "1");
}

fn a_page_says_who_would_be_cast_before_anybody_is(panel: &Panel) {
    let names: Vec<String> = (1..=14).map(|number| format!("Actor {number:02}")).collect();
    let ada = with_actors(panel, &names.iter().map(String::as_str).collect::<Vec<_>>());
    ada.post("/movies/7/castings", "actor_id=1").assert_status(303);
    let page = select(&ada, "actors", "all=1&then=castings");
    // Two are gone by the time that it is chosen what they are cast in.
    for gone in ["2", "14"] {
        ada.follow(&ada.press(&ada.open(&format!("/actors/{gone}/delete")).form(), "Delete"));
    }
    let found = ada.open(&format!("{}?q=007", page.path));
    let shown = chosen(&ada, &found, "Movie 007");
    shown.assert_status(200);
    assert_eq!(shown.heading(), "Cast in Movie 007: 11 actors?");
    assert_eq!(shown.texts("tbody th"), names[2..12]);
    let said = shown.visible();
    for words in [
        "and 1 more",
        "Linked already: 1 actor.",
        "Left as they are: 2",
        "Actor 14: It does not exist",
    ] {
        assert!(said.contains(words), "{words:?} is not in {said}");
    }
    assert_eq!(cast(&ada), "1");
    assert_eq!(shown.link("Choose another"), page.path);
    let list = ada.follow(&ada.press(&shown.form(), "Cast 11 actors"));
    let told = "Cast 11 actors. 1 actor needed no change. 2 actors were left as they are.";
    assert_eq!(list.notices(), [told]);
    assert_eq!(cast(&ada), "12");
}

fn what_changed_since_the_page_was_shown_is_shown_again(panel: &Panel) {
    let ada = with_actors(panel, &["Ann", "Bea"]);
    let first = shown(&ada);
    assert_eq!(first.heading(), "Cast in Movie 007: 2 actors?");
    ada.post("/movies/7/castings", "actor_id=1").assert_status(303);
    let again = ada.press(&first.form(), "Cast 2 actors");
    again.assert_refused(409);
    assert_eq!(again.heading(), "Cast in Movie 007: 1 actor?");
    assert_eq!(cast(&ada), "1");
    let too_long = again.form().fill("reason", &"x".repeat(2000));
    ada.press(&too_long, "Cast 1 actor").assert_refused(422);
    ada.follow(&ada.press(&again.form(), "Cast 1 actor"));
    assert_eq!(cast(&ada), "2");
    // There is nothing to confirm then, and nothing to confirm for what is gone or none.
    let none = shown(&ada);
    assert!(none.visible().contains("Nothing would change"), "{}", none.visible());
    ada.get(&none.path.replace("=7", "=999")).assert_status(404);
    ada.get(&none.path.replace("=7", "=x")).assert_status(400);
}

fn movies_are_given_an_actor_by_a_job_where_they_are_many(panel: &Small) {
    let ada = with_actors(&panel.0, &["Ann"]);
    ada.post("/movies/7/castings", "actor_id=1").assert_status(303);
    let page = ada.open(select(&ada, "movies", "all=1").link("Cast an actor"));
    let shown = chosen(&ada, &page, "Ann");
    assert_eq!(shown.heading(), "Cast Ann: up to 29 movies?");
    assert!(shown.visible().contains("The first 20 were looked at; whatever is deleted"));
    let begun = ada.press(&shown.form(), "Cast in up to 29 movies");
    let job = ended(&ada, begun.location());
    assert_eq!(counts(&job), ["29", "1", "0"]);
    assert_eq!(ada.open("/actors").rows()[0][1], "30");
}
