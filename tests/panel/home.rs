//! The home page, the sample data, and the search over everything.

use crate::support::{Panel, at_once};

crate::tests![
    an_empty_panel_says_what_it_is_for_and_offers_sample_data,
    sample_data_is_loaded_once_however_often_it_is_asked_for,
    the_home_page_counts_everything_and_shows_what_changed_last,
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
        let page = ada.open(&link);
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
