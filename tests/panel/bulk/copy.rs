//! Saving a record as a new one.

use crate::support::Panel;

crate::tests![
    a_record_is_copied_with_what_its_form_holds,
    what_there_is_one_of_is_given_another_owner,
    that_links_are_not_copied_is_said,
    only_who_may_add_copies,
];

fn a_record_is_copied_with_what_its_form_holds(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "Zoë").fill("age", "33");
    let user = ada.save(&form.fill("profile.country", "Ghana")).path;
    let form = ada.open(ada.open(&user).link("Add a car")).form();
    ada.save(&form.fill("name", "Mini").fill("color", "red"));
    let form = ada.open(ada.open(&user).link("Copy Zoë"));
    assert!(form.visible().contains("This is a copy of Zoë. Nothing is saved yet."));
    let copy = ada.save(&form.form().fill("last_name", "Moreau"));
    assert_eq!(copy.heading(), "Zoë Moreau");
    assert_eq!(ada.open("/users").rows().len(), 2);
    assert_eq!(ada.open("/cars").rows().len(), 2);
    assert_eq!(ada.open("/profiles?where=country.is.Ghana").rows().len(), 2);
    assert_eq!(ada.open(&user).heading(), "Zoë");
}

fn what_there_is_one_of_is_given_another_owner(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/users/new").form().fill("first_name", "A");
    ada.save(&form.fill("profile.country", "Ghana"));
    ada.add("users", &[("first_name", "B")]);
    let form = ada.open("/profiles/new?copy=1");
    assert_eq!((form.form().value("country"), form.form().value("user_id")), ("Ghana", ""));
    ada.press(&form.form(), "Save").assert_status(422);
    ada.save(&form.form().fill("user_id", "2"));
    assert_eq!(ada.open("/profiles").rows().len(), 2);
    ada.get("/profiles/new?copy=77").assert_status(404);
}

fn that_links_are_not_copied_is_said(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    let said = "Its castings are not copied.";
    assert!(!ada.open("/movies/new?copy=1").visible().contains(said));
    ada.post("/movies/1/castings?name=Sigourney", "").assert_status(303);
    let form = ada.open("/movies/new?copy=1");
    assert!(form.visible().contains(said), "{}", form.visible());
    ada.save(&form.form().fill("name", "Aliens"));
    assert_eq!(ada.open("/movies?q=aliens").rows()[0][1], "0");
}

fn only_who_may_add_copies(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    let viewer = panel.person_who_is("Viewer", &["viewer"]);
    assert!(!viewer.open("/movies/1").has("a[href*='copy=']"));
    viewer.get("/movies/new?copy=1").assert_status(403);
}
