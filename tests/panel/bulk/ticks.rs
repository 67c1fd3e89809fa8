//! The boxes of a list.

use super::with_movies;
use crate::support::Panel;

crate::tests![
    rows_are_ticked_without_scripts,
    one_row_alone_has_its_own_pages,
    all_that_a_list_holds_is_offered_where_a_page_does_not,
];

fn rows_are_ticked_without_scripts(panel: &Panel) {
    let ada = with_movies(panel, 3);
    let list = ada.open("/movies?sort=-name");
    let form = list.form_where("form.ticks").choose("id", "3.1").choose("id", "1.1");
    let page = ada.follow(&ada.press(&form, "Delete"));
    assert_eq!(page.heading(), "Delete 2 movies?");
    assert_eq!(page.link("Cancel"), "/movies?sort=-name");
    let ticked = ada.open(list.link("Select this page"));
    let page = ada.follow(&ada.press(&ticked.form_where("form.ticks"), "Edit"));
    assert_eq!(page.heading(), "Edit 3 movies");
}

fn one_row_alone_has_its_own_pages(panel: &Panel) {
    let ada = with_movies(panel, 3);
    let form = ada.open("/movies?q=movie").form_where("form.ticks").choose("id", "2.1");
    let form_page = ada.follow(&ada.press(&form, "Edit"));
    assert_eq!(form_page.heading(), "Edit Movie 002");
    let question = ada.follow(&ada.press(&form, "Delete"));
    assert_eq!(question.heading(), "Delete Movie 002?");
    let list = ada.follow(&ada.press(&question.form(), "Delete"));
    assert_eq!((list.path.as_str(), list.names().len()), ("/movies?q=movie", 2));
}

fn all_that_a_list_holds_is_offered_where_a_page_does_not(panel: &Panel) {
    let ada = with_movies(panel, 60);
    assert!(!ada.open("/movies?q=00").has(".bar button[name=all]"));
    let list = ada.open("/movies");
    assert_eq!(list.text(".bar button[name=all]"), "Select all 60 movies");
    let form = list.form_where("form.ticks");
    assert_eq!(ada.follow(&ada.press(&form, "Select all")).heading(), "60 movies selected");
}
