//! Deleting many records at once.

use super::{select, with_movies};
use crate::support::Panel;

crate::tests![
    what_is_ticked_is_deleted_at_once_and_comes_back,
    records_of_one_name_are_told_apart,
    what_was_deleted_with_others_is_restored_with_what_went_along,
    an_undo_says_how_many_came_back,
    what_was_changed_or_deleted_since_stays_as_it_is,
    what_would_go_otherwise_by_now_is_shown_again,
    all_that_match_are_those_that_were_there,
    a_selection_is_its_makers_alone,
    what_goes_along_unseen_is_not_denied,
    where_nothing_is_left_there_is_nothing_to_press,
];

fn what_is_ticked_is_deleted_at_once_and_comes_back(panel: &Panel) {
    let ada = with_movies(panel, 4);
    ada.post("/movies/1/castings?name=Sigourney", "").assert_status(303);
    let page = select(&ada, "movies", "id=1.1&id=3.1&id=3.1&then=delete&q=movie");
    assert_eq!(page.heading(), "Delete 2 movies?");
    assert_eq!(page.texts(".message > ul:first-of-type > li"), ["Movie 001", "Movie 003"]);
    assert!(page.visible().contains("1 casting"), "{}", page.visible());
    let too_long = page.form().fill("reason", &"x".repeat(256));
    ada.press(&too_long, "Delete").assert_refused(422);
    let list = ada.follow(&ada.press(&page.form().fill("reason", "twice"), "Delete"));
    assert_eq!((list.path.as_str(), list.names().len()), ("/movies?q=movie", 2));
    assert_eq!(list.notices(), ["Deleted 2 movies."]);
    let activity = ada.open("/activity");
    assert_eq!(activity.text("tbody th"), "2 movies");
    assert!(activity.text("tbody tr").contains("twice"));
    let undone = ada.follow(&ada.press(&list.form_where(".notice form"), "Undo"));
    assert_eq!(undone.notices(), ["Restored 2 movies."]);
    assert_eq!(ada.open("/movies").names().len(), 4);
    assert_eq!(ada.open("/movies").rows()[0][1], "1", "the casting is there again");
}

fn records_of_one_name_are_told_apart(panel: &Panel) {
    let ada = panel.person();
    for (age, color) in [("36", "red"), ("", "blue")] {
        let form = ada.open("/users/new").form().fill("first_name", "Ade").fill("age", age);
        ada.save(&form.fill("cars.0.name", "Golf").fill("cars.0.color", color));
    }
    for (path, expected) in [
        ("users", ["Ade Age: 36", "Ade"]),
        ("cars", ["Golf Color: red · Owner: Ade", "Golf Color: blue · Owner: Ade"]),
    ] {
        let page = select(&ada, path, "id=1.1&id=2.1&then=delete");
        assert_eq!(page.texts(".message > ul:first-of-type > li"), expected);
    }
}

fn what_was_deleted_with_others_is_restored_with_what_went_along(panel: &Panel) {
    let ada = panel.person();
    for name in ["Ade", "Ben", "Cleo"] {
        let form = ada.open("/users/new").form().fill("first_name", name);
        let form = form.fill("profile.country", "Ghana");
        ada.save(&form.fill("cars.0.name", &format!("{name}'s car")).fill("cars.0.color", "red"));
    }
    let page = select(&ada, "users", "id=1.1&id=2.1&id=3.1&then=delete");
    ada.follow(&ada.press(&page.form(), "Delete"));
    let trash = ada.open("/users/trash");
    let said = trash.visible();
    assert!(said.contains("deleted at once: 3 cars deleted, 3 profiles deleted"), "{said}");
    ada.follow(&ada.press(&trash.form_where("form.trash"), "Restore Ben"));
    assert_eq!(ada.open("/users").names(), ["Ben"]);
    assert_eq!(ada.open("/cars").names(), ["Ben's car"]);
    assert_eq!(ada.open("/profiles").names().len(), 1);
    let trash = ada.open("/users/trash");
    let places = trash.attributes("main tbody [type=checkbox]", "value");
    let form = trash.form_where("form.trash");
    let ticked = places.iter().fold(form, |form, place| form.choose("record", place));
    ada.follow(&ada.press(&ticked, "Restore ticked"));
    assert_eq!(ada.open("/cars").names(), ["Ade's car", "Ben's car", "Cleo's car"]);
    assert_eq!(ada.open("/profiles").names().len(), 3);
}

fn an_undo_says_how_many_came_back(panel: &Panel) {
    let ada = with_movies(panel, 4);
    let page = select(&ada, "movies", "id=1.1&id=2.1&id=3.1&then=delete");
    let list = ada.follow(&ada.press(&page.form(), "Delete"));
    let trash = ada.open("/movies/trash").form_where("form.trash");
    ada.follow(&ada.press(&trash, "Restore Movie 002"));
    let undone = ada.follow(&ada.press(&list.form_where(".notice form"), "Undo"));
    assert_eq!(undone.notices(), ["Restored 2 movies."]);
    assert_eq!(ada.open("/activity").text("tbody th"), "2 movies");
}

fn what_was_changed_or_deleted_since_stays_as_it_is(panel: &Panel) {
    let ada = with_movies(panel, 4);
    ada.save(&ada.edit("/movies/2", &[("name", "Movie two")]));
    ada.post("/movies/3/delete", "").assert_status(400);
    let question = ada.open("/movies/3/delete");
    ada.follow(&ada.press(&question.form(), "Delete"));
    let page = select(&ada, "movies", "id=1.1&id=2.1&id=3.1&then=delete");
    assert_eq!(page.heading(), "Delete 1 movie?");
    let refused = page.texts(".left li");
    assert_eq!(
        refused,
        [
            "Movie two: It was changed since it was selected.",
            "Movie 3: It does not exist: it may have been deleted since."
        ]
    );
    let list = ada.follow(&ada.press(&page.form(), "Delete"));
    assert_eq!(list.notices(), ["Deleted 1 movie. 2 movies were left as they are."]);
    assert_eq!(list.names(), ["Movie 004", "Movie two"]);
}

fn what_would_go_otherwise_by_now_is_shown_again(panel: &Panel) {
    let (ada, ben) = (with_movies(panel, 3), panel.person());
    let page = select(&ada, "movies", "id=1.1&id=2.1&then=delete");
    ben.post("/movies/1/castings?name=Sigourney", "").assert_status(303);
    let again = ada.press(&page.form(), "Delete");
    again.assert_refused(409);
    assert!(again.visible().contains("1 casting"));
    ben.save(&ben.edit("/movies/2", &[("name", "Another")]));
    let third = ada.press(&again.form(), "Delete");
    third.assert_refused(409);
    assert_eq!(third.heading(), "Delete 1 movie?");
    ada.follow(&ada.press(&third.form(), "Delete"));
    assert_eq!(ada.open("/movies").names(), ["Another", "Movie 003"]);
}

fn all_that_match_are_those_that_were_there(panel: &Panel) {
    let ada = with_movies(panel, 60);
    let page = select(&ada, "movies", "all=1&q=movie%2000");
    assert_eq!(page.heading(), "9 movies selected");
    ada.add("movies", &[("name", "Movie 000")]);
    let question = ada.open(page.link("Delete"));
    assert_eq!(question.heading(), "Delete 9 movies?");
    let list = ada.follow(&ada.press(&question.form(), "Delete"));
    assert_eq!(list.names(), ["Movie 000"]);
}

fn a_selection_is_its_makers_alone(panel: &Panel) {
    let (ada, ben) = (with_movies(panel, 3), panel.person_who_is("Ben", &["admin"]));
    let page = select(&ada, "movies", "id=1.1");
    ben.get(&page.path).assert_status(404);
    ben.get(&format!("{}/delete", page.path)).assert_status(404);
    ada.get("/actors/selection/1").assert_status(404);
    let nothing = ada.follow(&ada.post("/movies/selection", "then=delete&q=movie"));
    assert_eq!(nothing.notices(), ["Tick the movies first."]);
    assert_eq!(nothing.path, "/movies?q=movie");
}

fn what_goes_along_unseen_is_not_denied(panel: &Panel) {
    let ada = with_movies(panel, 3);
    ada.post("/movies/1/castings?name=Sigourney", "").assert_status(303);
    ada.post("/roles", "name=remover&allow=movies:delete").assert_status(303);
    let rob = panel.person_who_is("Rob", &["remover"]);
    let question = select(&rob, "movies", "id=1.1&id=2.1&then=delete");
    let said = "Nothing else that you may see will be deleted.";
    assert!(question.visible().contains(said), "{}", question.visible());
    let question = select(&ada, "movies", "id=2.1&id=3.1&then=delete");
    assert!(question.visible().contains("Nothing else will be deleted."));
}

fn where_nothing_is_left_there_is_nothing_to_press(panel: &Panel) {
    let ada = with_movies(panel, 3);
    let page = select(&ada, "movies", "id=1.1&id=2.1");
    for movie in [1, 2] {
        ada.save(&ada.edit(&format!("/movies/{movie}"), &[("name", "Another")]));
    }
    let question = ada.open(page.link("Delete"));
    assert_eq!(question.heading(), "There is nothing to delete");
    assert!(!question.has("button.danger"), "{}", question.visible());
}
