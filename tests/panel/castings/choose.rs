//! Choosing whom to cast, or in what, and removing a casting.

use super::{add, credits, id, offered, tick};
use crate::support::{Page, Panel, at_once};

crate::tests![
    actors_are_cast_from_the_movie_and_each_credit_leads_to_the_other_side,
    movies_are_added_from_the_actor_alike,
    what_is_ticked_survives_searches_and_pages_until_it_is_added,
    those_cast_already_are_shown_and_not_offered,
    casting_twice_is_no_error_and_no_duplicate,
    namesakes_are_told_apart_by_their_films,
    sending_nothing_ticked_is_refused,
    looking_and_searching_cast_nobody,
    removing_twice_is_no_error,
    a_long_cast_is_paged,
];

fn actors_are_cast_from_the_movie_and_each_credit_leads_to_the_other_side(panel: &Panel) {
    let ada = panel.person();
    let heat = add(&ada, "movies", "Heat");
    let pacino = add(&ada, "actors", "Al Pacino");
    add(&ada, "actors", "Robert De Niro");
    let search = ada.open(&heat).form_where("#actors form[role=search]");
    let page = ada.press(&search.fill("q", ""), "Search actors to add");
    page.assert_framed();
    assert_eq!(page.heading(), "Add actors to Heat");
    let movie = ada.follow(&ada.press(&tick(&page, &["Robert De Niro", "Al Pacino"]), "Add"));
    assert_eq!(movie.path, heat);
    assert_eq!(movie.notices(), ["Cast 2 actors."]);
    assert_eq!(credits(&movie), ["Al Pacino", "Robert De Niro"]);
    assert_eq!(ada.open("/movies").rows()[0][..2], ["Heat", "2"]);
    assert_eq!(ada.open("/actors").rows()[0][..2], ["Al Pacino", "1"]);

    let actor = ada.open(movie.link("Al Pacino"));
    assert_eq!(actor.path, format!("{pacino}?next={heat}"));
    assert_eq!(actor.href(".trail > a"), heat);
    assert!(actor.href(".credits a").starts_with(&format!("{heat}?")));
    assert_eq!(actor.text("#movies h2"), "Movies");
    let removal = actor.form_where(".credits form");
    let actor = ada.follow(&ada.press(&removal, "Remove Heat"));
    assert_eq!(actor.notices(), ["Removed Heat."]);
    assert!(credits(&actor).is_empty());
    assert_eq!(credits(&ada.open(&heat)), ["Robert De Niro"]);
}

fn movies_are_added_from_the_actor_alike(panel: &Panel) {
    let ada = panel.person();
    let actor = add(&ada, "actors", "Maggie Cheung");
    for name in ["Hero", "Clean", "Centre Stage"] {
        add(&ada, "movies", name);
    }
    let page = ada.open(&format!("{actor}/castings"));
    assert_eq!(page.heading(), "Add movies to Maggie Cheung");
    let actor = ada.follow(&ada.press(&tick(&page, &["Hero", "Clean"]), "Add"));
    assert_eq!(actor.notices(), ["Cast in 2 movies."]);
    assert_eq!(credits(&actor), ["Clean", "Hero"]);
    assert_eq!(credits(&ada.open(actor.link("Hero"))), ["Maggie Cheung"]);
}

fn what_is_ticked_survives_searches_and_pages_until_it_is_added(panel: &Panel) {
    let ada = panel.person();
    let movie = add(&ada, "movies", "Nashville");
    for number in 1..=25 {
        add(&ada, "actors", &format!("Extra {number:02}"));
    }
    add(&ada, "actors", "Lily Tomlin");
    let first = ada.open(&format!("{movie}/castings"));
    assert_eq!(offered(&first).len(), 20);
    let second = ada.press(&tick(&first, &["Extra 02", "Extra 03"]), "Next");
    assert_eq!(second.texts("fieldset:first-of-type strong"), ["Extra 02", "Extra 03"]);
    let form = tick(&second, &["Extra 21"]).untick("actor_id", &actor_id(&second, "Extra 03"));
    let searched = ada.press(&form.fill("q", "lily"), "Search");
    assert_eq!(searched.texts("legend"), ["Chosen so far", "Actors"]);
    assert_eq!(searched.texts("label.pick strong"), ["Extra 02", "Extra 21", "Lily Tomlin"]);
    let back = ada.press(&tick(&searched, &["Lily Tomlin"]).fill("q", "extra"), "Search");
    assert_eq!(back.attributes("input[checked]", "value").len(), 3);
    let movie = ada.follow(&ada.press(&back.form(), "Add"));
    assert_eq!(credits(&movie), ["Extra 02", "Extra 21", "Lily Tomlin"]);
}

fn actor_id(page: &Page, name: &str) -> String {
    let place = page.texts("label.pick strong").iter().position(|label| label == name);
    page.attributes("label.pick input", "value").swap_remove(place.unwrap())
}

fn those_cast_already_are_shown_and_not_offered(panel: &Panel) {
    let ada = panel.person();
    let movie = add(&ada, "movies", "Heat");
    let pacino = add(&ada, "actors", "Al Pacino");
    add(&ada, "actors", "Val Kilmer");
    let castings = format!("{movie}/castings");
    ada.post(&castings, &format!("actor_id={}", id(&pacino)));
    let page = ada.open(&format!("{castings}?actor_id={}", id(&pacino)));
    assert_eq!(page.texts(".pick"), ["Al Pacino already cast", "Val Kilmer not cast yet"]);
    assert_eq!(offered(&page), ["Val Kilmer not cast yet"]);
}

fn casting_twice_is_no_error_and_no_duplicate(panel: &Panel) {
    let ada = panel.person();
    let movie = add(&ada, "movies", "Heat");
    add(&ada, "actors", "Al Pacino");
    let form = tick(&ada.open(&format!("{movie}/castings")), &["Al Pacino"]);
    let notices = at_once(8, |_| {
        let ben = panel.person();
        ben.follow(&ben.press(&form, "Add")).notices().concat()
    });
    let first = notices.iter().filter(|notice| *notice == "Cast 1 actor.").count();
    let again = notices.iter().filter(|notice| *notice == "1 actor was cast before.").count();
    assert_eq!((first, again), (1, 7), "{notices:?}");
    assert_eq!(credits(&ada.open(&movie)), ["Al Pacino"]);
}

fn namesakes_are_told_apart_by_their_films(panel: &Panel) {
    let ada = panel.person();
    let (older, younger) =
        (add(&ada, "actors", "Michelle Williams"), add(&ada, "actors", "Michelle Williams"));
    for name in ["Blue Valentine", "Certain Women", "Dick", "Fosse/Verdon"] {
        let movie = add(&ada, "movies", name);
        ada.post(&format!("{movie}/castings"), &format!("actor_id={}", id(&younger)));
    }
    let film = add(&ada, "movies", "Dreamgirls");
    ada.post(&format!("{film}/castings"), &format!("actor_id={}", id(&older)));
    let film = add(&ada, "movies", "Manchester by the Sea");
    let page = ada.open(&format!("{film}/castings?q=michelle"));
    assert_eq!(
        offered(&page),
        [
            "Michelle Williams Dreamgirls",
            "Michelle Williams Blue Valentine, Fosse/Verdon and 2 more"
        ]
    );
}

fn sending_nothing_ticked_is_refused(panel: &Panel) {
    let ada = panel.person();
    let movie = add(&ada, "movies", "Heat");
    add(&ada, "actors", "Al Pacino");
    let page = ada.press(&ada.open(&format!("{movie}/castings")).form(), "Add");
    page.assert_status(422);
    assert_eq!(page.problems(), ["Tick at least one actor."]);
    assert!(page.title().starts_with("Error: "), "{}", page.title());
    assert!(credits(&ada.open(&movie)).is_empty());
}

fn looking_and_searching_cast_nobody(panel: &Panel) {
    let ada = panel.person();
    let movie = add(&ada, "movies", "Heat");
    let actor = add(&ada, "actors", "Al Pacino");
    for query in [
        format!("actor_id={}&name=Val+Kilmer", id(&actor)),
        "page=-1".to_owned(),
        "page=999999999999999999999".to_owned(),
        "page=9223372036854775807".to_owned(),
        "actor_id=x&actor_id=-1&actor_id=999999".to_owned(),
        "q=%00&q=%27".to_owned(),
        "q=%25_%22%3Cb%3E".to_owned(),
    ] {
        ada.open(&format!("{movie}/castings?{query}"));
    }
    assert!(credits(&ada.open(&movie)).is_empty());
    assert_eq!(ada.open("/actors").names(), ["Al Pacino"]);
    for path in ["/movies/99/castings", "/movies/x/castings", "/actors/99/castings"] {
        ada.get(path).assert_status(404);
    }
}

fn removing_twice_is_no_error(panel: &Panel) {
    let ada = panel.person();
    let movie = add(&ada, "movies", "Heat");
    let actor = add(&ada, "actors", "Al Pacino");
    ada.post(&format!("{movie}/castings"), &format!("actor_id={}", id(&actor)));
    let removal = ada.open(&movie).form_where(".credits form");
    for notice in ["Removed Al Pacino.", "Al Pacino was removed already."] {
        assert_eq!(ada.follow(&ada.press(&removal, "Remove Al Pacino")).notices(), [notice]);
    }
    ada.press(&ada.open(&format!("{actor}/delete")).form(), "Delete Al Pacino");
    let page = ada.follow(&ada.press(&removal, "Remove Al Pacino"));
    assert_eq!(page.notices(), ["This actor no longer exists."]);
}

fn a_long_cast_is_paged(panel: &Panel) {
    let ada = panel.person();
    let movie = add(&ada, "movies", "Gandhi");
    for number in 1..=55 {
        ada.post(&format!("{movie}/castings"), &format!("name=Extra+{number:02}"));
    }
    let page = ada.open(&movie);
    assert_eq!(credits(&page).len(), 50);
    assert_eq!(page.text(".range"), "1–50 of 55");
    let rest = ada.open(page.link("Next").split('#').next().unwrap());
    assert_eq!(credits(&rest), ["Extra 51", "Extra 52", "Extra 53", "Extra 54", "Extra 55"]);
}
