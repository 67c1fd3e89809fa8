//! The life of one record, from the empty list to its deletion.

use chrono::{NaiveDateTime, TimeDelta};

use crate::support::Panel;

crate::tests![
    an_empty_list_says_what_belongs_there_and_offers_the_first,
    a_movie_is_added_edited_and_deleted,
    a_page_shows_when_its_record_was_created_and_updated,
    saving_and_continuing_comes_back_to_the_form,
    saving_and_adding_another_comes_back_to_an_empty_form,
    saving_leads_back_to_the_list_it_came_from,
    nothing_changes_by_looking,
];

fn an_empty_list_says_what_belongs_there_and_offers_the_first(panel: &Panel) {
    let ada = panel.person();
    let list = ada.open("/movies");
    assert!(list.visible().contains("No movies yet."), "{}", list.visible());
    let form = ada.open(list.link("Add the first movie"));
    assert_eq!(form.heading(), "Add a movie");
}

fn a_movie_is_added_edited_and_deleted(panel: &Panel) {
    let ada = panel.person();
    let added = ada.add("movies", &[("name", "Alein")]);
    assert_eq!(added.heading(), "Alein");
    assert_eq!(added.notices(), ["Added Alein."]);
    assert_eq!(ada.open("/movies").names(), ["Alein"]);

    let form = ada.open(added.link("Edit Alein")).form();
    assert_eq!(form.value("name"), "Alein");
    let edited = ada.save(&form.fill("name", "Alien"));
    assert_eq!(edited.heading(), "Alien");
    assert_eq!(edited.notices(), ["Saved Alien."]);

    let question = ada.open(edited.link("Delete Alien"));
    assert_eq!(question.heading(), "Delete Alien?");
    let list = ada.follow(&ada.press(&question.form(), "Delete Alien"));
    assert_eq!(list.notices(), ["Deleted Alien."]);
    assert!(list.names().is_empty());
    ada.get(&added.path).assert_status(404);
}

fn a_page_shows_when_its_record_was_created_and_updated(panel: &Panel) {
    let ada = panel.person();
    let added = ada.add("movies", &[("name", "Alien")]);
    let times = |path: &str| {
        let page = ada.open(path);
        let moments = page.attributes("dl time", "datetime");
        assert_eq!(moments.len(), 2, "{moments:?}");
        for moment in &moments {
            let minute = NaiveDateTime::parse_from_str(moment, "%F %RZ").unwrap();
            let age = panel.clock().now() - minute;
            assert!((0..120).contains(&age.num_seconds()), "{moment}");
        }
        (moments[0].clone(), moments[1].clone())
    };
    let (created, updated) = times(&added.path);
    assert_eq!(created, updated);
    panel.clock().advance(TimeDelta::minutes(1));
    ada.save(&ada.edit(&added.path, &[("name", "Aliens")]));
    let later = times(&added.path);
    assert_eq!(later.0, created);
    assert!(later.1 > updated, "{later:?}");
}

fn saving_and_continuing_comes_back_to_the_form(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let page = ada.follow(&ada.press(&form, "Save and continue editing"));
    assert_eq!(page.heading(), "Edit Alien");
    assert_eq!(page.notices(), ["Added Alien."]);
    let page =
        ada.follow(&ada.press(&page.form().fill("name", "Aliens"), "Save and continue editing"));
    assert_eq!(page.form().value("name"), "Aliens");
    assert_eq!(ada.open("/movies").names(), ["Aliens"]);
}

fn saving_and_adding_another_comes_back_to_an_empty_form(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let page = ada.follow(&ada.press(&form, "Save and add another"));
    assert_eq!(page.heading(), "Add a movie");
    assert_eq!(page.form().value("name"), "");
    ada.save(&page.form().fill("name", "Brazil"));
    assert_eq!(ada.open("/movies").names(), ["Alien", "Brazil"]);
}

fn saving_leads_back_to_the_list_it_came_from(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    ada.add("movies", &[("name", "All That Jazz")]);
    let list = ada.open("/movies?q=al&sort=-name&size=25");
    let form = ada.open(list.link("Edit Alien")).form();
    let back = ada.save(&form.fill("name", "Alien 3"));
    // There its row is in view, and marked.
    assert_eq!(back.path, "/movies?q=al&sort=-name&size=25#1");
    assert_eq!(back.text("tr[id='1'] th"), "Alien 3");
    assert_eq!(back.names(), ["All That Jazz", "Alien 3"]);
    let ticked = back.form_where("form.ticks").choose("id", "2.1");
    let question = ada.follow(&ada.press(&ticked, "Delete")).form();
    let back = ada.follow(&ada.press(&question, "Delete All That Jazz"));
    assert_eq!(back.path, "/movies?q=al&sort=-name&size=25");
    assert_eq!(back.names(), ["Alien 3"]);
}

fn nothing_changes_by_looking(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let before = ada.open(&path).attributes("dl time", "datetime");
    for look in ["/edit", "/delete", "?name=Brazil", "/edit?name=Brazil"] {
        ada.open(&format!("{path}{look}"));
    }
    ada.open("/movies/new?name=Brazil");
    assert_eq!(ada.open("/movies").names(), ["Alien"]);
    assert_eq!(ada.open(&path).attributes("dl time", "datetime"), before);
}
