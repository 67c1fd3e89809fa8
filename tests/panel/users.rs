//! The user's form: the user, the profile and the cars in one, saved together or not at all.

use crate::support::{Form, Panel, Person};

crate::tests![
    a_user_is_added_with_profile_and_cars_in_one_form,
    one_bad_car_means_that_nothing_is_written,
    every_error_stands_beside_its_field,
    what_is_left_empty_is_not_made,
    profile_and_cars_are_edited_and_removed_with_the_user,
    another_car_is_offered_with_everything_typed_kept,
    a_user_with_more_cars_than_the_form_holds_keeps_the_others,
    the_list_shows_country_and_number_of_cars,
    ages_are_whole_numbers_from_0_to_150,
    addresses_look_like_addresses,
    sending_the_form_twice_makes_one_user_with_its_cars_once,
];

/// The form of a new user with that many rows for cars.
fn new_user(person: &Person, cars: usize) -> Form {
    let mut form = person.open("/users/new").form();
    for _ in 1..cars {
        form = person.press(&form, "Add another car").form();
    }
    form
}

fn car(form: Form, index: usize, name: &str, color: &str) -> Form {
    form.fill(&format!("cars.{index}.name"), name).fill(&format!("cars.{index}.color"), color)
}

fn with_everything(person: &Person) -> Form {
    let form = new_user(person, 2)
        .fill("first_name", "Ade")
        .fill("last_name", "Bello")
        .fill("age", "36")
        .fill("profile.country", "Nigeria")
        .fill("profile.email", "ade@example.com");
    car(car(form, 0, "Beetle", "blue"), 1, "Mini", "red")
}

fn a_user_is_added_with_profile_and_cars_in_one_form(panel: &Panel) {
    let ada = panel.person();
    let page = ada.save(&with_everything(&ada));
    assert_eq!(page.heading(), "Ade Bello");
    assert_eq!(page.notices(), ["Added Ade Bello."]);
    for text in ["36", "Nigeria", "ade@example.com"] {
        assert!(page.visible().contains(text), "{}", page.visible());
    }
    assert_eq!(page.rows(), [["Beetle", "blue"], ["Mini", "red"]]);
    assert_eq!(ada.open("/cars").names(), ["Beetle", "Mini"]);
    let profile = ada.open(&ada.open("/profiles").href("main tbody th a"));
    assert!(profile.visible().contains("Nigeria"), "{}", profile.visible());
    assert_eq!(ada.open(profile.link("Ade Bello")).heading(), "Ade Bello");
}

fn one_bad_car_means_that_nothing_is_written(panel: &Panel) {
    let ada = panel.person();
    let refused = ada.press(&with_everything(&ada).fill("cars.1.color", ""), "Save");
    refused.assert_status(422);
    assert_eq!(refused.problems(), ["Car 2: Color is required."]);
    assert_eq!(refused.error_of("cars.1.color"), "Color is required.");
    for list in ["/users", "/profiles", "/cars"] {
        assert!(ada.open(list).names().is_empty(), "{list}");
    }
    let form = refused.form();
    assert_eq!(form.value("cars.0.name"), "Beetle");
    assert_eq!(form.value("profile.email"), "ade@example.com");
    let page = ada.save(&form.fill("cars.1.color", "red"));
    assert_eq!(page.rows(), [["Beetle", "blue"], ["Mini", "red"]]);

    let edit = ada.edit(&page.path, &[("age", "37"), ("cars.0.name", "")]);
    ada.press(&edit, "Save").assert_status(422);
    assert_eq!(ada.open("/users").rows()[0][2], "36");
}

fn every_error_stands_beside_its_field(panel: &Panel) {
    let ada = panel.person();
    let form = new_user(&ada, 2)
        .fill("age", "old")
        .fill("profile.email", "ade")
        .fill("profile.height", &"x".repeat(65));
    let refused = ada.press(&car(car(form, 0, "", "blue"), 1, &"x".repeat(256), "red"), "Save");
    refused.assert_status(422);
    refused.assert_framed();
    let messages: Vec<String> = [
        ("User", "first_name"),
        ("User", "age"),
        ("Profile", "profile.height"),
        ("Profile", "profile.email"),
        ("Car 1", "cars.0.name"),
        ("Car 2", "cars.1.name"),
    ]
    .iter()
    .map(|(record, name)| format!("{record}: {}", refused.error_of(name)))
    .collect();
    assert_eq!(refused.problems(), messages);
    assert_eq!(refused.form().value("age"), "old");
    assert_eq!(refused.form().value("profile.email"), "ade");
}

fn what_is_left_empty_is_not_made(panel: &Panel) {
    let ada = panel.person();
    let page = ada.save(&new_user(&ada, 3).fill("first_name", "Ada"));
    assert_eq!(page.heading(), "Ada");
    assert!(page.visible().contains("No cars yet"), "{}", page.visible());
    for list in ["/profiles", "/cars"] {
        assert!(ada.open(list).names().is_empty(), "{list}");
    }
}

fn profile_and_cars_are_edited_and_removed_with_the_user(panel: &Panel) {
    let ada = panel.person();
    let path = ada.save(&with_everything(&ada)).path;
    let form = ada
        .edit(&path, &[("last_name", ""), ("profile.country", "Ghana"), ("cars.0.color", "green")]);
    let page = ada.save(&form.choose("cars.1.remove", "1"));
    assert_eq!(page.heading(), "Ade");
    assert_eq!(page.rows(), [["Beetle", "green"]]);
    assert!(page.visible().contains("Ghana"), "{}", page.visible());
    ada.save(&ada.edit(&path, &[]).choose("profile.remove", "1"));
    assert!(ada.open("/profiles").names().is_empty());
    assert_eq!(ada.open("/cars").names(), ["Beetle"]);
}

fn another_car_is_offered_with_everything_typed_kept(panel: &Panel) {
    let ada = panel.person();
    let path = ada.save(&with_everything(&ada)).path;
    let form = ada.edit(
        &path,
        &[("first_name", "Adé"), ("cars.1.name", "Maxi"), ("profile.email", "not yet")],
    );
    let form = ada.press(&form.choose("cars.0.remove", "1"), "Add another car").form();
    assert_eq!(form.value("first_name"), "Adé");
    assert_eq!(form.value("cars.1.name"), "Maxi");
    assert_eq!(form.value("profile.email"), "not yet");
    assert_eq!(form.value("cars.0.remove"), "1");
    assert_eq!(ada.open("/users").names(), ["Ade"]);
    let form = car(form.fill("profile.email", ""), 2, "Panda", "white");
    assert_eq!(ada.save(&form).rows(), [["Maxi", "red"], ["Panda", "white"]]);
}

fn a_user_with_more_cars_than_the_form_holds_keeps_the_others(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("users", &[("first_name", "Jay")]).path;
    for number in 1..=53 {
        let form = ada.open(ada.open(&path).link("Add a car")).form();
        ada.save(&form.fill("name", &format!("Car {number:02}")).fill("color", "red"));
    }
    let page = ada.open(&path);
    assert_eq!(page.rows().len(), 50);
    assert_eq!(ada.open(page.link("Next")).names(), ["Car 51", "Car 52", "Car 53"]);
    let edit = ada.open(&format!("{path}/edit"));
    assert!(edit.visible().contains("This user has 53 cars"), "{}", edit.visible());
    ada.save(&edit.form().fill("age", "70"));
    assert_eq!(ada.open("/users").rows()[0][..5], ["Jay", "", "70", "", "53"]);
}

fn the_list_shows_country_and_number_of_cars(panel: &Panel) {
    let ada = panel.person();
    ada.save(&with_everything(&ada));
    ada.add("users", &[("first_name", "Zoë")]);
    let rows = ada.open("/users").rows();
    assert_eq!(rows[0][..5], ["Ade", "Bello", "36", "Nigeria", "2"]);
    assert_eq!(rows[1][..5], ["Zoë", "", "", "", "0"]);
    let cars = ada.open("/cars").rows();
    assert!(cars[0].contains(&"Ade Bello".to_owned()), "{cars:?}");
}

fn ages_are_whole_numbers_from_0_to_150(panel: &Panel) {
    let ada = panel.person();
    for age in ["-1", "151", "1.5", "1e1", "abc", "0x10", "٣٦", "99999999999999999999", "1 0"] {
        let form = ada.open("/users/new").form().fill("first_name", "Ada").fill("age", age);
        let refused = ada.press(&form, "Save");
        refused.assert_status(422);
        assert_eq!(refused.error_of("age"), "Age must be a whole number from 0 to 150.");
        assert_eq!(refused.form().value("age"), age);
    }
    for age in ["0", "150", " 36 "] {
        ada.add("users", &[("first_name", "Ada"), ("age", age)]);
    }
    let ages: Vec<String> =
        ada.open("/users?sort=age").rows().into_iter().map(|row| row[2].clone()).collect();
    assert_eq!(ages, ["0", "36", "150"]);
}

fn addresses_look_like_addresses(panel: &Panel) {
    let ada = panel.person();
    let user = ada.add("users", &[("first_name", "Ada")]);
    for address in ["ada", "@example.com", "ada@", "a b@example.com", "ada@exam ple.com"] {
        let form = ada.open(user.link("Add a profile")).form().fill("email", address);
        let refused = ada.press(&form, "Save");
        refused.assert_status(422);
        assert_eq!(refused.form().value("email"), address);
    }
    let empty = ada.press(&ada.open(user.link("Add a profile")).form(), "Save");
    empty.assert_status(422);
    let form = ada.open(user.link("Add a profile")).form().fill("email", "ada.l+1@example.co.uk");
    assert_eq!(ada.save(&form).path, user.path);
    assert!(ada.open(&user.path).visible().contains("ada.l+1@example.co.uk"));
    for address in ["josé@example.com", "用户@例子.广告", "info@bücher.example"] {
        let other = ada.add("users", &[("first_name", "José")]);
        let form = ada.open(other.link("Add a profile")).form().fill("email", address);
        assert!(ada.save(&form).visible().contains(address), "{address}");
    }
}

fn sending_the_form_twice_makes_one_user_with_its_cars_once(panel: &Panel) {
    let ada = panel.person();
    let form = with_everything(&ada);
    let first = ada.save(&form);
    assert_eq!(ada.save(&form).path, first.path);
    assert_eq!(ada.open("/users").names(), ["Ade"]);
    assert_eq!(ada.open("/cars").names(), ["Beetle", "Mini"]);
}
