//! Deleting: the page says exactly what goes along, and just that goes.

use crate::support::{Panel, Person, at_once};

crate::tests![
    the_page_says_exactly_what_goes_along_with_the_first_five,
    everything_goes_along_and_nothing_else,
    what_goes_along_has_changed_so_the_page_is_shown_again,
    deleting_what_is_gone_gets_an_honest_page,
    of_many_deletions_at_once_one_succeeds,
    nothing_is_added_unseen_while_its_owner_is_deleted,
    a_record_that_is_edited_meanwhile_is_not_deleted_unseen,
    a_profile_and_a_car_are_deleted_alone,
    what_goes_along_unseen_is_not_denied,
];

fn user_with_cars(person: &Person, name: &str, cars: usize) -> String {
    let mut form = person.open("/users/new").form();
    for index in 0..cars {
        if index > 0 {
            form = person.press(&form, "Add another car").form();
        }
        form = form
            .fill(&format!("cars.{index}.name"), &format!("Car {index}"))
            .fill(&format!("cars.{index}.color"), "red");
    }
    person.save(&form.fill("first_name", name).fill("profile.country", "Ghana")).path
}

fn the_page_says_exactly_what_goes_along_with_the_first_five(panel: &Panel) {
    let ada = panel.person();
    let path = user_with_cars(&ada, "Ade", 12);
    let question = ada.open(&format!("{path}/delete"));
    assert_eq!(question.texts("main li strong"), ["1 profile", "12 cars"]);
    let named = question.texts("main li li");
    assert_eq!(named.len(), 1 + 5 + 1, "{named:?}");
    for number in 0..5 {
        assert!(named[1 + number].contains(&format!("Car {number}")), "{named:?}");
    }
    assert_eq!(named[6], "and 7 more");
    let lonely = ada.add("users", &[("first_name", "Zoë")]).path;
    let question = ada.open(&format!("{lonely}/delete"));
    assert!(question.visible().contains("Nothing else will be deleted"), "{}", question.visible());
}

fn everything_goes_along_and_nothing_else(panel: &Panel) {
    let ada = panel.person();
    let path = user_with_cars(&ada, "Ade", 2);
    user_with_cars(&ada, "Zoë", 1);
    let question = ada.open(&format!("{path}/delete"));
    let list = ada.follow(&ada.press(&question.form(), "Delete Ade"));
    assert_eq!(list.notices(), ["Deleted Ade."]);
    assert_eq!(list.names(), ["Zoë"]);
    assert_eq!(ada.open("/cars").names(), ["Car 0"]);
    assert_eq!(ada.open("/profiles").names(), ["Zoë"]);
}

fn what_goes_along_has_changed_so_the_page_is_shown_again(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = user_with_cars(&ada, "Ade", 2);
    let add_a_car = || {
        let form = ada.open(ada.open(&path).link("Add a car")).form();
        ada.save(&form.fill("name", "One more").fill("color", "red"));
    };
    let change_a_car = || {
        ada.save(&ada.edit(&path, &[("cars.0.color", "gold")]));
    };
    let change_the_profile = || {
        ada.save(&ada.edit(&path, &[("profile.country", "Togo")]));
    };
    let swap_a_car = || {
        ada.save(&ada.edit(&path, &[]).choose("cars.1.remove", "1"));
        add_a_car();
    };
    let changes: [&dyn Fn(); 4] = [&add_a_car, &change_a_car, &change_the_profile, &swap_a_car];
    let mut question = ben.open(&format!("{path}/delete"));
    for change in changes {
        change();
        let again = ben.press(&question.form(), "Delete Ade");
        again.assert_refused(409);
        again.assert_framed();
        assert!(again.visible().contains("nothing was deleted"), "{}", again.visible());
        assert_eq!(ben.open("/users").names(), ["Ade"]);
        question = again;
    }
    assert_eq!(question.texts("main li strong"), ["1 profile", "3 cars"]);
    let list = ben.follow(&ben.press(&question.form(), "Delete Ade"));
    assert!(list.names().is_empty());
    assert!(ben.open("/cars").names().is_empty());
}

fn deleting_what_is_gone_gets_an_honest_page(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let question = ada.open(&format!("{path}/delete")).form();
    ada.follow(&ada.press(&question, "Delete Alien"));
    let gone = ben.press(&question, "Delete Alien");
    gone.assert_status(404);
    gone.assert_framed();
}

fn of_many_deletions_at_once_one_succeeds(panel: &Panel) {
    let ada = panel.person();
    for round in 0..4 {
        let path = user_with_cars(&ada, "Ade", 3);
        let question = ada.open(&format!("{path}/delete")).form();
        let mut answers = at_once(6, |_| panel.person().press(&question, "Delete Ade").status);
        answers.sort_unstable();
        assert_eq!(answers, [303, 404, 404, 404, 404, 404], "round {round}");
    }
    assert!(ada.open("/cars").names().is_empty());
}

fn nothing_is_added_unseen_while_its_owner_is_deleted(panel: &Panel) {
    let ada = panel.person();
    for round in 0..6 {
        let path = user_with_cars(&ada, "Ade", 1);
        let question = ada.open(&format!("{path}/delete")).form();
        let forms: Vec<_> = (0..3)
            .map(|_| ada.open(ada.open(&path).link("Add a car")).form())
            .map(|form| form.fill("name", "Late").fill("color", "red"))
            .collect();
        let answers = at_once(4, |index| match forms.get(index) {
            Some(form) => panel.person().press(form, "Save").status,
            None => panel.person().press(&question, "Delete Ade").status,
        });
        let added = answers[..3].iter().filter(|status| **status == 303).count();
        let sane = match answers[3] {
            // Those who came too late were told that there is no such owner.
            303 => added == 0 && answers[..3].iter().all(|status| *status == 422),
            409 => added > 0,
            _ => false,
        };
        assert!(sane, "round {round}: {answers:?}");
    }
}

fn a_record_that_is_edited_meanwhile_is_not_deleted_unseen(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let question = ben.open(&format!("{path}/delete")).form();
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let again = ben.press(&question, "Delete Alien");
    again.assert_refused(409);
    assert_eq!(again.heading(), "Delete Aliens?");
    ben.follow(&ben.press(&again.form(), "Delete Aliens"));
    assert!(ben.open("/movies").names().is_empty());
}

fn a_profile_and_a_car_are_deleted_alone(panel: &Panel) {
    let ada = panel.person();
    let path = user_with_cars(&ada, "Ade", 2);
    for (section, button) in [("profile", "Delete"), ("cars", "Delete Car 0")] {
        let page = ada.open(&path);
        let link = page.href(&format!("section#{section} a[href*=delete]"));
        let back = ada.follow(&ada.press(&ada.open(&link).form(), button));
        assert_eq!(back.path, path);
    }
    assert_eq!(ada.open("/users").names(), ["Ade"]);
    assert!(ada.open("/profiles").names().is_empty());
    assert_eq!(ada.open("/cars").names(), ["Car 1"]);
}

fn what_goes_along_unseen_is_not_denied(panel: &Panel) {
    let ada = panel.person();
    for name in ["Alien", "Solaris"] {
        ada.add("movies", &[("name", name)]);
    }
    ada.post("/movies/1/castings?name=Sigourney", "").assert_status(303);
    ada.post("/roles", "name=remover&allow=movies:delete").assert_status(303);
    let rob = panel.person_who_is("Rob", &["remover"]);
    let question = rob.open("/movies/1/delete");
    let said = "Nothing else that you may see will be deleted.";
    assert!(question.visible().contains(said), "{}", question.visible());
    let question = ada.open("/movies/2/delete");
    assert!(question.visible().contains("Nothing else will be deleted."));
}
