//! Two people at one record: nobody's work is lost without a word.

use crate::support::{Panel, at_once};

crate::tests![
    the_second_to_save_sees_original_theirs_and_mine_and_picks,
    picking_theirs_keeps_theirs,
    a_picked_value_can_be_edited_further,
    a_third_change_during_the_choice_is_a_conflict_again,
    saving_what_only_the_other_changed_keeps_the_others_change,
    both_typing_the_same_is_no_conflict,
    sending_an_edit_twice_is_no_conflict,
    of_many_edits_at_once_exactly_one_wins_and_the_others_are_told,
    a_form_without_a_true_version_is_refused,
    editing_what_was_deleted_shows_what_was_typed_and_can_make_it_new,
];

fn the_second_to_save_sees_original_theirs_and_mine_and_picks(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let his = ben.edit(&path, &[("name", "Alien by Ben")]);
    ada.save(&ada.edit(&path, &[("name", "Alien by Ada")]));

    let conflict = ben.press(&his, "Save");
    conflict.assert_status(409);
    conflict.assert_framed();
    assert!(conflict.title().starts_with("Error: "), "{}", conflict.title());
    assert_eq!(conflict.rows(), [["Name", "Alien", "Alien by Ada", "Alien by Ben", "choose one"]]);
    assert_eq!(ben.open(&path).heading(), "Alien by Ada");

    let saved = ben.save(&conflict.form().choose("name", "Alien by Ben"));
    assert_eq!(saved.heading(), "Alien by Ben");
}

fn picking_theirs_keeps_theirs(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let his = ben.edit(&path, &[("name", "Alien by Ben")]);
    ada.save(&ada.edit(&path, &[("name", "Alien by Ada")]));
    let conflict = ben.press(&his, "Save");
    let saved = ben.save(&conflict.form().choose("name", "Alien by Ada"));
    assert_eq!(saved.heading(), "Alien by Ada");
}

fn a_picked_value_can_be_edited_further(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let his = ben.edit(&path, &[("name", "Alien by Ben")]);
    ada.save(&ada.edit(&path, &[("name", "Alien by Ada")]));
    let conflict = ben.press(&his, "Save");
    let form = ben.press(&conflict.form().choose("name", "Alien by Ben"), "Keep editing");
    form.assert_status(200);
    assert_eq!(form.form().value("name"), "Alien by Ben");
    let saved = ben.save(&form.form().fill("name", "Alien by both"));
    assert_eq!(saved.heading(), "Alien by both");
}

fn a_third_change_during_the_choice_is_a_conflict_again(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let his = ben.edit(&path, &[("name", "Alien by Ben")]);
    ada.save(&ada.edit(&path, &[("name", "Alien by Ada")]));
    let conflict = ben.press(&his, "Save");
    ada.save(&ada.edit(&path, &[("name", "Alien by Ada again")]));
    let again = ben.press(&conflict.form().choose("name", "Alien by Ben"), "Save");
    again.assert_status(409);
    assert_eq!(
        again.rows(),
        [["Name", "Alien by Ada", "Alien by Ada again", "Alien by Ben", "choose one"]]
    );
}

fn saving_what_only_the_other_changed_keeps_the_others_change(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let his = ben.edit(&path, &[]);
    ada.save(&ada.edit(&path, &[("name", "Aliens")]));
    let saved = ben.save(&his);
    assert_eq!(saved.heading(), "Aliens");
    assert!(saved.notices()[0].contains("you changed in another window"), "{:?}", saved.notices());
}

fn both_typing_the_same_is_no_conflict(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("movies", &[("name", "Alein")]).path;
    let his = ben.edit(&path, &[("name", "Alien")]);
    ada.save(&ada.edit(&path, &[("name", "Alien")]));
    assert_eq!(ben.save(&his).heading(), "Alien");
}

fn sending_an_edit_twice_is_no_conflict(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alein")]).path;
    let form = ada.edit(&path, &[("name", "Alien")]);
    ada.save(&form);
    assert_eq!(ada.save(&form).heading(), "Alien");
}

fn of_many_edits_at_once_exactly_one_wins_and_the_others_are_told(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let form = ada.edit(&path, &[]);
    for round in 0..5 {
        let opened = if round == 0 { form.clone() } else { ada.edit(&path, &[]) };
        let answers = at_once(8, |index| {
            let person = panel.person();
            let name = format!("Alien {round} by {index}");
            let answer = person.press(&opened.clone().fill("name", &name), "Save");
            (answer.status, name)
        });
        let winners: Vec<_> = answers.iter().filter(|(status, _)| *status == 303).collect();
        assert_eq!(winners.len(), 1, "{answers:?}");
        assert!(answers.iter().all(|(status, _)| [303, 409].contains(status)), "{answers:?}");
        assert_eq!(ada.open(&path).heading(), winners[0].1);
    }
}

fn a_form_without_a_true_version_is_refused(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let form = ada.edit(&path, &[("name", "Brazil")]);
    let forgeries = ["", "0", "-1", "2", "2147483647", "99999999999", "abc", "1.0"]
        .map(|version| form.clone().forge("version", version));
    for forged in forgeries.into_iter().chain([form.clone().without("version")]) {
        let answer = ada.press(&forged, "Save");
        answer.assert_status(400);
        answer.assert_framed();
        assert!(answer.visible().contains("version"), "{}", answer.visible());
    }
    let question = ada.open(&format!("{path}/delete")).form();
    for forged in [question.clone().forge("version", "0"), question.clone().without("version")] {
        ada.press(&forged, "Delete Alien").assert_status(400);
    }
    assert_eq!(ada.open(&path).heading(), "Alien");
}

fn editing_what_was_deleted_shows_what_was_typed_and_can_make_it_new(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let his = ben.edit(&path, &[("name", "Alien, the director's cut")]);
    let question = ada.open(&format!("{path}/delete")).form();
    ada.follow(&ada.press(&question, "Delete Alien"));

    let gone = ben.press(&his, "Save");
    gone.assert_status(404);
    gone.assert_framed();
    assert!(gone.visible().contains("Alien, the director's cut"), "{}", gone.visible());
    assert!(ben.open("/movies").names().is_empty());
    let form = ben.press(&gone.form(), "Create a new movie from this").form();
    let made = ben.save(&form);
    assert_eq!(made.heading(), "Alien, the director's cut");
    assert_ne!(made.path, path);
}
