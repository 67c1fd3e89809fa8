//! The columns that somebody has chosen for a list for good.

use crate::support::{Page, Panel};

crate::tests![
    columns_are_remembered_for_one_operator_and_one_list,
    how_dense_lists_are_is_remembered_for_all_of_them,
    a_page_holds_as_many_rows_as_are_chosen,
    no_column_is_remembered_where_none_is_ticked,
    what_may_not_be_seen_any_more_is_left_out_of_remembered_columns,
    the_mark_of_a_session_never_stands_in_the_address_of_a_list,
];

const COLUMNS: &str = "form[aria-label='Choose the columns']";

/// The headings of a list.
pub fn heads(page: &Page) -> Vec<String> {
    let mut heads = page.texts("main thead th");
    heads.pop();
    heads
}

fn columns_are_remembered_for_one_operator_and_one_list(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    ann.add("movies", &[("name", "Alien")]);
    ann.add("actors", &[("name", "Sigourney")]);
    let usual = heads(&ann.open("/movies"));
    assert_eq!(usual, ["Name", "Actors", "Updated"]);
    let form = ann.open("/movies?sort=-name&q=a").form_where(COLUMNS);
    let form = form.choose("show", "created").untick("show", "actors");
    let page = ann.follow(&ann.press(&form, "Show and remember"));
    assert_eq!(page.notices(), ["Columns saved."]);
    assert!(page.path.ends_with("/movies?q=a&sort=-name"), "{}", page.path);
    for path in ["/movies", "/movies?q=a&sort=-name", "/movies?page=last"] {
        assert_eq!(heads(&ann.open(path)), ["Name", "Updated", "Created"], "{path}");
    }
    assert_eq!(heads(&ann.open("/movies?columns=actors,name")), ["Actors", "Name"]);
    assert_eq!(heads(&ann.open("/actors")), ["Name", "Movies", "Updated"]);
    assert_eq!(heads(&panel.person_who_is("Ben", &["editor"]).open("/movies")), usual);
    assert!(!ann.open("/movies").has("nav.tabs"));

    let form = ann.open("/movies?columns=name").form_where(COLUMNS);
    ann.follow(&ann.press(&form, "Show and remember"));
    assert_eq!(heads(&ann.open("/movies")), ["Name"]);
    let form = ann.open("/movies").form_where(COLUMNS);
    assert_eq!(heads(&ann.follow(&ann.press(&form, "Reset to the usual columns"))), usual);
    assert_eq!(heads(&ann.open("/movies")), usual);
    assert!(!ann.open("/movies").has("[formaction$='/columns/delete']"));
}

fn how_dense_lists_are_is_remembered_for_all_of_them(panel: &Panel) {
    const ROWS: &str = "form[aria-label='How rows are shown']";
    let ann = panel.person_who_is("Ann", &["editor"]);
    ann.add("movies", &[("name", "Alien")]);
    ann.add("actors", &[("name", "Ian Holm")]);
    let is_dense = |path: &str| ann.open(path).has(".list.compact");
    let press = |path: &str, button: &str| {
        let form = ann.open(path).form_where(ROWS);
        ann.follow(&ann.press(&form, button))
    };
    ann.post("/movies/columns", "show=name").assert_status(303);
    let page = press("/movies?q=a&sort=-name", "Compact");
    assert!(page.path.ends_with("/movies?q=a&sort=-name"), "{}", page.path);
    assert!(page.has(".list.compact") && is_dense("/movies"));
    assert!(is_dense("/actors") && is_dense("/activity"));
    assert_eq!(page.attributes("[aria-pressed=true]", "value"), ["compact"]);
    assert_eq!(heads(&ann.open("/movies")), ["Name"]);
    ann.post("/movies/columns", "show=name&show=created").assert_status(303);
    assert!(is_dense("/movies"));
    ann.post("/movies/columns/delete", "").assert_status(303);
    assert!(is_dense("/movies"));
    assert!(!panel.person_who_is("Ben", &["editor"]).open("/movies").has(".list.compact"));
    // It is asked for from any list.
    press("/actors", "Normal");
    assert!(!is_dense("/movies") && !is_dense("/actors"));
    assert_eq!(heads(&ann.open("/movies")), ["Name", "Actors", "Updated"]);
}

fn a_page_holds_as_many_rows_as_are_chosen(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    for number in 0..30 {
        ann.add("movies", &[("name", &format!("Film {number:02}"))]);
    }
    let list = ann.open("/movies?q=film");
    assert_eq!(list.texts(".looks [aria-current]"), ["50"]);
    let list = ann.open(list.link("25"));
    assert_eq!(list.names().len(), 25);
    assert_eq!(list.texts(".looks [aria-current]"), ["25"]);
    assert_eq!(list.link("50"), "/movies?q=film");
}

fn no_column_is_remembered_where_none_is_ticked(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    ann.add("movies", &[("name", "Alien")]);
    for body in ["", "show=", "show=nonsense", "show=name_key&up=name_key", "columns=name"] {
        let page = ann.follow(&ann.post("/movies/columns", body));
        assert_eq!(page.notices(), ["Choose at least one column."], "{body}");
        assert_eq!(heads(&page), ["Name", "Actors", "Updated"], "{body}");
    }
}

fn what_may_not_be_seen_any_more_is_left_out_of_remembered_columns(panel: &Panel) {
    panel.person().add("movies", &[("name", "Alien")]);
    let ann = panel.person_who_is("Ann", &["viewer"]);
    ann.post("/movies/columns", "show=actors&show=name").assert_status(303);
    assert_eq!(heads(&ann.open("/movies")), ["Actors", "Name"]);
    panel.person().post("/roles", "name=films&allow=movies:see").assert_status(303);
    panel.give_roles("Ann", &["films"]);
    let page = panel.person_who_is("Ann", &[]).open("/movies");
    assert_eq!(heads(&page), ["Name"]);
    assert!(page.notices().is_empty(), "{:?}", page.notices());
}

fn the_mark_of_a_session_never_stands_in_the_address_of_a_list(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    ann.add("movies", &[("name", "Alien")]);
    let form = ann.open("/movies").form_where(COLUMNS);
    let sent = form.pressed("Show these columns");
    assert!(!sent.is_post && !sent.pairs.contains("mark="), "{}", sent.pairs);
    let sent = form.pressed("Show and remember");
    assert!(sent.is_post && sent.pairs.contains(&format!("mark={}", ann.mark())));
}
