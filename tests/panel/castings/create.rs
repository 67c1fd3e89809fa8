//! Casting by name: found where it exists, created where it does not, never twice.

use crate::support::{Panel, at_once};

crate::tests![
    whom_nobody_has_is_created_and_cast_in_one_step,
    a_movie_is_created_from_the_actors_page_alike,
    only_a_name_that_nobody_has_can_be_created,
    names_differ_by_letter_case_and_accents,
    people_who_create_one_name_at_once_make_one_actor,
    of_several_namesakes_one_must_be_ticked,
    a_name_that_cannot_be_stored_is_refused_beside_the_field,
];

fn whom_nobody_has_is_created_and_cast_in_one_step(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Heat")]).path;
    ada.add("actors", &[("name", "Al Pacino")]);
    let all = ada.open(&format!("{movie}/castings"));
    let box_of_pacino = &all.attributes("label.pick input", "value")[0];
    let ticked = all.form().choose("actor_id", box_of_pacino);
    let page = ada.press(&ticked.fill("q", "  Val Kilmer "), "Search");
    assert_eq!(page.text(".empty"), "No actors match “Val Kilmer”.");
    assert!(page.has("form.choose .primary"), "one who is ticked can be added alone");
    let nobody = ada.open(&format!("{movie}/castings?q=Val+Kilmer"));
    assert!(!nobody.has("form.choose .primary"), "there is nobody to add");
    let answer = ada.press(&page.form(), "Create the actor “Val Kilmer” and cast");
    let cast = ada.follow(&answer);
    assert_eq!(cast.notices(), ["Created the actor Val Kilmer. Cast 2 actors."]);
    assert_eq!(cast.texts(".credits a"), ["Al Pacino", "Val Kilmer"]);
}

fn a_movie_is_created_from_the_actors_page_alike(panel: &Panel) {
    let ada = panel.person();
    let actor = ada.add("actors", &[("name", "Al Pacino")]).path;
    let page = ada.open(&format!("{actor}/castings?q=Heat"));
    let cast = ada.follow(&ada.press(&page.form(), "Create the movie “Heat” and cast"));
    assert_eq!(cast.notices(), ["Created the movie Heat. Cast in 1 movie."]);
    assert_eq!(ada.open("/movies").names(), ["Heat"]);
}

fn only_a_name_that_nobody_has_can_be_created(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Heat")]).path;
    ada.add("actors", &[("name", "Aaron Ann Lee")]);
    ada.add("actors", &[("name", "Ann Lee")]);
    let castings = format!("{movie}/castings");
    let creates =
        |query: &str| ada.open(&format!("{castings}{query}")).has("button[formaction*='name=']");
    assert!(!creates(""));
    assert!(!creates("?q=Ann+Lee"));
    assert!(creates("?q=Ann"));
    let page = ada.open(&format!("{castings}?q=Ann+Lee"));
    assert_eq!(page.texts("label.pick strong"), ["Ann Lee", "Aaron Ann Lee"]);
    // Somebody may have been created since the page was opened.
    let cast = ada.follow(&ada.post(&castings, "name=Ann+Lee"));
    assert_eq!(cast.notices(), ["Cast 1 actor."]);
    assert_eq!(ada.open("/actors").names(), ["Aaron Ann Lee", "Ann Lee"]);
}

fn names_differ_by_letter_case_and_accents(panel: &Panel) {
    let ada = panel.person();
    let castings = format!("{}/castings", ada.add("movies", &[("name", "Frida")]).path);
    // The last is the second with its accent apart: one name.
    for name in ["Jose", "Jos%C3%A9", "JOSE", "Jose+Jose", "Jose%CC%81"] {
        ada.post(&castings, &format!("name={name}")).assert_status(303);
    }
    let mut names = ada.open("/actors").names();
    names.sort();
    assert_eq!(names, ["JOSE", "Jose", "Jose Jose", "José"]);
}

fn people_who_create_one_name_at_once_make_one_actor(panel: &Panel) {
    let ada = panel.person();
    let movies: Vec<String> = ["Heat", "Ronin", "Casino"]
        .iter()
        .map(|name| ada.add("movies", &[("name", name)]).path)
        .collect();
    for name in ["One", "Two", "Three"] {
        at_once(12, |number| {
            let castings = format!("{}/castings", movies[number % movies.len()]);
            let answer = panel.person().post(&castings, &format!("name={name}"));
            answer.assert_status(303);
        });
    }
    let actors = ada.open("/actors").rows();
    let named: Vec<_> = actors.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    assert_eq!(named, [("One", "3"), ("Three", "3"), ("Two", "3")]);
}

fn of_several_namesakes_one_must_be_ticked(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Heat")]).path;
    let castings = format!("{movie}/castings");
    let page = ada.open(&format!("{castings}?q=Ann+Lee"));
    ada.add("actors", &[("name", "Ann Lee")]);
    ada.add("actors", &[("name", "Ann Lee")]);
    let refused = ada.press(&page.form(), "Create the actor “Ann Lee” and cast");
    refused.assert_status(422);
    assert_eq!(refused.problems(), ["There are several actors of this name: tick the right one."]);
    assert_eq!(refused.form().value("q"), "Ann Lee");
    let ids = refused.attributes("label.pick input", "value");
    assert_eq!(ids.len(), 2);
    let cast = ada.follow(&ada.press(&refused.form().choose("actor_id", &ids[1]), "Add"));
    assert!(cast.link("Ann Lee").starts_with(&format!("/actors/{}?", ids[1])));
}

fn a_name_that_cannot_be_stored_is_refused_beside_the_field(panel: &Panel) {
    let ada = panel.person();
    let movie = ada.add("movies", &[("name", "Heat")]).path;
    let actor = ada.add("actors", &[("name", "Al Pacino")]).path;
    let id = actor.rsplit('/').next().unwrap();
    let long = "x".repeat(256);
    for (name, problem) in [
        ("", "Name is required."),
        (long.as_str(), "Name can have at most 255 characters; this has 256."),
        ("a%00b", "Name contains a control character (U+0000) that cannot be stored."),
        ("a%0Ab", "Name contains a control character (U+000A) that cannot be stored."),
    ] {
        let page = ada.post(&format!("{movie}/castings"), &format!("actor_id={id}&name={name}"));
        page.assert_status(422);
        page.assert_framed();
        assert_eq!(page.problems(), [problem]);
        assert_eq!(page.error_of("q"), problem);
        assert_eq!(page.attributes("input[checked]", "value"), [id]);
    }
    assert_eq!(ada.open("/actors").names(), ["Al Pacino"]);
    assert!(ada.open(&movie).texts(".credits a").is_empty());
}
