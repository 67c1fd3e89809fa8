//! What a selection holds, and what is said of it.

use super::{Small, chosen, ended, rename_all, select, with_movies};
use crate::support::{Panel, number};

crate::tests![
    all_of_a_list_that_is_not_understood_is_not_selected,
    what_is_not_there_is_said_and_not_counted,
    where_nothing_would_change_there_is_no_button,
    a_button_of_a_job_says_how_many_it_may_change_at_most,
];

fn all_of_a_list_that_is_not_understood_is_not_selected(panel: &Panel) {
    let ada = with_movies(panel, 3);
    ada.add("users", &[("first_name", "Ade")]);
    ada.post("/roles", "name=reader&allow=users:see&allow=users:delete").assert_status(303);
    let rob = panel.person_who_is("Rob", &["reader"]);
    select(&ada, "users", "all=1&where=cars.none").assert_status(200);
    for (person, entity, filter) in [
        (&ada, "movies", "color.is.blue"),
        (&ada, "movies", "name.like.x"),
        (&ada, "users", "age.gt.old"),
        (&rob, "users", "cars.none"),
    ] {
        let body = format!("all=1&then=delete&where=name.filled&where={filter}");
        let refused = person.post(&format!("/{entity}/selection"), &body);
        refused.assert_refused(422);
        assert_eq!(refused.heading(), "Nothing was selected");
        assert!(refused.texts(".problems li").concat().contains(filter), "{}", refused.visible());
        person.open(&refused.href("main .button"));
    }
    let selections = "(SELECT count(*) FROM selections)";
    assert_eq!(number(&mut panel.database().connect(), selections), 1);
}

fn what_is_not_there_is_said_and_not_counted(panel: &Panel) {
    let ada = with_movies(panel, 5);
    let page = select(&ada, "movies", "id=1.1&id=2.1&id=3.1&id=999.1");
    assert_eq!(page.heading(), "3 movies selected");
    let said = "1 of the 4 selected does not exist: it may have been deleted since.";
    assert!(page.visible().contains(said), "{}", page.visible());
    ada.follow(&ada.press(&ada.open("/movies/3/delete").form(), "Delete"));
    let page = ada.open(&page.path);
    assert_eq!(page.heading(), "2 movies selected");
    let said = "2 of the 4 selected do not exist: they may have been deleted since.";
    assert!(page.visible().contains(said), "{}", page.visible());
    let download = ada.open(page.link("Download"));
    assert_eq!(download.heading(), "Download 2 movies");
    assert!(download.visible().contains(said), "{}", download.visible());
    assert_eq!(ada.open(page.link("Edit")).heading(), "Edit 2 movies");
    assert_eq!(ada.open(page.link("Cast an actor")).heading(), "Cast an actor: 2 movies");
    let question = ada.open(page.link("Delete"));
    assert_eq!(question.heading(), "Delete 2 movies?");
    assert!(question.visible().contains("Movie 999: It does not exist"), "{}", question.visible());
    let none = select(&ada, "movies", "id=998.1&id=999.1");
    assert_eq!(none.heading(), "0 movies selected");
    assert!(!none.has(".buttons a"), "there is nothing to do with them");
}

fn where_nothing_would_change_there_is_no_button(panel: &Panel) {
    let ada = with_movies(panel, 3);
    ada.add("actors", &[("name", "Ann")]);
    let page = select(&ada, "movies", "id=2.1");
    let form = ada.open(page.link("Edit")).form();
    let form = form.fill("do.name", "set").fill("name", "Movie 002");
    let preview = ada.press(&form, "Preview");
    assert_eq!(preview.heading(), "Nothing would change");
    assert!(preview.visible().contains("Like that already: 1 movie"), "{}", preview.visible());
    assert!(!preview.has("button.primary"), "{}", preview.visible());
    ada.post("/movies/2/castings", "actor_id=1").assert_status(303);
    let preview = chosen(&ada, &ada.open(page.link("Cast an actor")), "Ann");
    assert_eq!(preview.heading(), "Nothing would change");
    assert!(!preview.has("button.primary"), "{}", preview.visible());
}

fn a_button_of_a_job_says_how_many_it_may_change_at_most(panel: &Small) {
    let ada = with_movies(&panel.0, 30);
    ended(&ada, &rename_all(&ada, "movies", "Alike"));
    let page = ada.open(select(&ada, "movies", "all=1").link("Edit"));
    let form = page.form().fill("do.name", "set").fill("name", "Alike");
    let preview = ada.press(&form, "Preview");
    assert_eq!(preview.heading(), "Change up to 10 movies?");
    let said = preview.visible();
    assert!(said.contains("None of the first 20 would change."), "{said}");
    assert!(preview.form_where("main form").has_button("Change up to 10 movies"), "{said}");
}
