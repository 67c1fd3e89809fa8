//! The words of the pages: short and plain, and the same for the same thing.

use crate::support::Panel;

crate::tests![
    lists_say_in_plain_words_what_is_not_there,
    pages_call_things_as_others_do,
    whoever_signs_in_wrongly_is_told_no_more_than_that,
];

#[track_caller]
fn says(panel: &Panel, path: &str, words: &[&str]) {
    let page = panel.person().open(path).visible();
    for words in words {
        assert!(page.contains(words), "{path} does not say {words:?}: {page}");
    }
}

fn lists_say_in_plain_words_what_is_not_there(panel: &Panel) {
    says(panel, "/users", &["No users yet."]);
    says(panel, "/users?q=zqx", &["No users match “zqx”."]);
    says(panel, "/users?where=age.eq.30", &["No users match these filters."]);
    says(panel, "/users?q=zqx&where=age.eq.30", &["No users match “zqx” and these filters."]);
    says(panel, "/users?where=age.eq.x", &["Enter a whole number, such as 30."]);
    says(panel, "/search?q=zqx", &["Nothing matches “zqx”."]);
    panel.person().add("users", &[("first_name", "Ade")]);
    says(panel, "/users/1", &["No profile yet.", "No cars yet."]);
}

fn pages_call_things_as_others_do(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Ade"), ("cars.0.name", "Mini"), ("cars.0.color", "red")]);
    says(panel, "/", &["Recently changed"]);
    let view = "Saves search, filters, columns, sorting and page size.";
    says(panel, "/users", &["Where", "Add filter", view]);
    says(panel, "/users/1/delete", &["This will also delete", "Cancel"]);
    says(panel, "/account", &["Current password", "Repeat password", "Change password"]);
    says(panel, "/operators", &["Require for everyone", "Add operator"]);
}

fn whoever_signs_in_wrongly_is_told_no_more_than_that(panel: &Panel) {
    panel.person();
    let eve = panel.visitor();
    let form = eve.open("/sign-in").form().fill_all(&[("name", "Eve"), ("password", "x")]);
    assert_eq!(eve.press(&form, "Sign in").problems(), ["Wrong name or password."]);
}
