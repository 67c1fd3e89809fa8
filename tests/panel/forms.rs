//! Where a form leads the eye and the keys: the field that comes next.

use crate::support::{Page, Panel};

crate::tests![
    the_first_field_of_a_form_has_the_focus,
    what_is_wrong_has_the_focus_instead,
    another_car_is_added_where_one_is,
    a_choice_comes_back_to_its_field,
    each_part_of_a_page_leads_to_its_part_of_the_form,
    the_page_of_what_belongs_to_a_user_does_not_offer_to_delete_the_user,
];

/// The ids of what takes the focus when the page is opened.
fn focused(page: &Page) -> Vec<String> {
    page.attributes("[autofocus]", "id")
}

fn the_first_field_of_a_form_has_the_focus(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]);
    ada.add("movies", &[("name", "Alien")]);
    for (path, field) in [
        ("/users/new", "first_name"),
        ("/users/1/edit", "first_name"),
        ("/cars/new", "name"),
        ("/movies/1/edit", "name"),
        ("/profiles/new", "user_id"),
        // Whose profile it is stays as it is.
        ("/profiles/1/edit", "height"),
    ] {
        assert_eq!(focused(&ada.open(path)), [field], "{path}");
    }
    let form = ada.open("/movies/new").form().fill("name", "Brazil");
    let another = ada.follow(&ada.press(&form, "Save and add another"));
    assert_eq!(focused(&another), ["name"]);
}

fn what_is_wrong_has_the_focus_instead(panel: &Panel) {
    let ada = panel.person();
    for path in ["/users/new", "/movies/new"] {
        let refused = ada.press(&ada.open(path).form(), "Save");
        refused.assert_status(422);
        assert_eq!(refused.attributes("[autofocus]", "class"), ["problems"], "{path}");
    }
}

fn another_car_is_added_where_one_is(panel: &Panel) {
    let ada = panel.person();
    let mut page = ada.open("/users/new");
    for row in 1..4 {
        let field = format!("cars-{row}-name");
        let leads_to = page.attributes("button[name=more]", "formaction").concat();
        assert_eq!(leads_to, format!("/users/new#{field}"));
        page = ada.press(&page.form(), "Add another car");
        assert!(page.has(&format!("#{field}")), "no {field}");
        assert!(focused(&page).is_empty());
    }
}

fn a_choice_comes_back_to_its_field(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Ade")]);
    let choices = ada.press(&ada.open("/cars/new").form(), "Choose… Owner");
    let leads_to = choices.attributes(".choices button", "formaction");
    assert_eq!(leads_to, ["/cars/new#user_id"]);
    let back = ada.press(&choices.form(), "Ade");
    assert!(back.has("#user_id"));
}

fn the_page_of_what_belongs_to_a_user_does_not_offer_to_delete_the_user(panel: &Panel) {
    let ada = panel.person();
    ada.add(
        "users",
        &[
            ("first_name", "Ade"),
            ("profile.country", "Ghana"),
            ("cars.0.name", "Mini"),
            ("cars.0.color", "red"),
        ],
    );
    for path in ["/cars/1", "/profiles/1"] {
        let page = ada.open(path);
        assert!(page.has("a[href^='/users/1/edit']"), "{path}");
        assert!(!page.has("a[href^='/users/1/delete']"), "{path}");
    }
}

fn each_part_of_a_page_leads_to_its_part_of_the_form(panel: &Panel) {
    let ada = panel.person();
    let ade = ada.add("users", &[("first_name", "Ade"), ("profile.country", "Ghana")]).path;
    assert!(!ada.open(&ade).has("#cars a[href*=edit]"), "there are no cars to edit");
    ada.add("cars", &[("user_id", "1"), ("name", "Mini"), ("color", "red")]);
    let page = ada.open(&ade);
    for (part, field) in [("#profile", "profile-height"), ("#cars .head", "cars-0-name")] {
        let links = page.attributes(&format!("{part} a[href*=edit]"), "href");
        assert_eq!(links, [format!("/users/1/edit?next=/users/1#{field}")]);
        assert!(ada.open(&links[0]).has(&format!("#{field}")), "{field}");
    }
}
