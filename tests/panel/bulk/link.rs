//! Linking many records with one.

use super::{Small, counts, ended, select, with_movies};
use crate::support::Panel;

crate::tests![
    actors_are_cast_together_in_a_movie_that_is_searched_for,
    movies_are_given_an_actor_by_a_job_where_they_are_many,
];

fn actors_are_cast_together_in_a_movie_that_is_searched_for(panel: &Panel) {
    let ada = with_movies(panel, 30);
    for name in ["Ann", "Bea", "Cid"] {
        ada.add("actors", &[("name", name)]);
    }
    ada.post("/movies/7/castings", "actor_id=1").assert_status(303);
    let page = select(&ada, "actors", "id=1.1&id=2.1&id=3.1&then=castings");
    assert_eq!(page.heading(), "Cast in a movie: 3 actors");
    let found = ada.open(&format!("{}?q=007", page.path));
    let list = ada.follow(&ada.press(&found.form(), "Movie 007"));
    assert_eq!(list.notices(), ["Cast 2 actors. 1 actor needed no change."]);
    assert_eq!(ada.open("/movies?q=007").rows()[0][1], "3");
    ada.follow(&ada.press(&list.form_where(".notice form"), "Undo"));
    assert_eq!(ada.open("/movies?q=007").rows()[0][1], "1");
}

fn movies_are_given_an_actor_by_a_job_where_they_are_many(panel: &Small) {
    let ada = with_movies(&panel.0, 30);
    ada.add("actors", &[("name", "Ann")]);
    ada.post("/movies/7/castings", "actor_id=1").assert_status(303);
    let page = ada.open(select(&ada, "movies", "all=1").link("Cast an actor"));
    let begun = ada.press(&page.form(), "Ann");
    let job = ended(&ada, begun.location());
    assert_eq!(counts(&job), ["29", "1", "0"]);
    assert_eq!(ada.open("/actors").rows()[0][1], "30");
}
