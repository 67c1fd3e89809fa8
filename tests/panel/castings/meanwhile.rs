//! Castings while others cast, remove and delete: every edit is an addition or a removal, and
//! none undoes another's.

use super::{add, credits, id, tick};
use crate::support::{Panel, at_once};

crate::tests![
    additions_and_removals_at_once_all_hold,
    casting_whom_somebody_deleted_says_so_and_casts_the_others,
    a_deleted_movie_has_no_castings_to_edit,
    deleting_and_casting_at_once_never_fails,
    a_deletion_takes_its_castings_along_and_is_asked_again_when_there_are_more,
];

fn additions_and_removals_at_once_all_hold(panel: &Panel) {
    let ada = panel.person();
    let movie = add(&ada, "movies", "Short Cuts");
    let castings = format!("{movie}/castings");
    let name = |number: usize| format!("Actor {number:02}");
    let actors: Vec<String> = (0..16).map(|number| add(&ada, "actors", &name(number))).collect();
    for actor in &actors[..8] {
        ada.post(&castings, &format!("actor_id={}", id(actor)));
    }
    // Eight people remove one each, eight others add one each, half of them on the actor's page.
    at_once(16, |number| {
        let (ben, actor) = (panel.person(), &actors[number]);
        let answer = match number {
            0..8 => ben.post(&format!("{castings}/{}/delete", id(actor)), ""),
            8..12 => ben.post(&castings, &format!("actor_id={}", id(actor))),
            _ => ben.post(&format!("{actor}/castings"), &format!("movie_id={}", id(&movie))),
        };
        answer.assert_status(303);
    });
    let expected: Vec<String> = (8..16).map(name).collect();
    assert_eq!(credits(&ada.open(&movie)), expected);
}

fn casting_whom_somebody_deleted_says_so_and_casts_the_others(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let movie = add(&ada, "movies", "Heat");
    let gone = add(&ada, "actors", "Al Pacino");
    add(&ada, "actors", "Val Kilmer");
    let page = ada.open(&format!("{movie}/castings"));
    let form = tick(&page, &["Al Pacino", "Val Kilmer"]);
    ben.press(&ben.open(&format!("{gone}/delete")).form(), "Delete Al Pacino");
    let searched = ada.press(&form, "Search");
    assert_eq!(searched.notices(), ["1 actor that you chose no longer exists."]);
    let cast = ada.follow(&ada.press(&form, "Add"));
    assert_eq!(cast.notices(), ["Cast 1 actor. 1 actor that you chose no longer exists."]);
    assert_eq!(credits(&cast), ["Val Kilmer"]);
}

fn a_deleted_movie_has_no_castings_to_edit(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let movie = add(&ada, "movies", "Heat");
    let actor = add(&ada, "actors", "Al Pacino");
    let form = tick(&ada.open(&format!("{movie}/castings")), &["Al Pacino"]);
    ben.press(&ben.open(&format!("{movie}/delete")).form(), "Delete Heat");
    ada.press(&form, "Add").assert_status(404);
    ada.post(&format!("{movie}/castings"), "name=Val+Kilmer").assert_status(404);
    ada.post(&format!("{movie}/castings/{}/delete", id(&actor)), "").assert_status(404);
    assert_eq!(ada.open("/actors").names(), ["Al Pacino"]);
}

fn deleting_and_casting_at_once_never_fails(panel: &Panel) {
    let ada = panel.person();
    let actor = add(&ada, "actors", "Al Pacino");
    for _ in 0..5 {
        let movie = add(&ada, "movies", "Heat");
        let deletion = ada.open(&format!("{movie}/delete")).form();
        let statuses = at_once(6, |number| {
            let ben = panel.person();
            let answer = match number {
                0 => ben.press(&deletion, "Delete Heat"),
                1..4 => ben.post(&format!("{movie}/castings"), &format!("actor_id={}", id(&actor))),
                _ => ben.post(&format!("{actor}/castings"), &format!("movie_id={}", id(&movie))),
            };
            answer.status
        });
        // Deleted, or shown again because somebody was cast before.
        assert!(matches!(statuses[0], 303 | 409), "{statuses:?}");
        assert!(statuses[1..].iter().all(|status| matches!(status, 303 | 404)), "{statuses:?}");
        let page = ada.get(&movie);
        let cast = credits(&page).len();
        assert_eq!((page.status, cast), if statuses[0] == 303 { (404, 0) } else { (200, 1) });
    }
}

fn a_deletion_takes_its_castings_along_and_is_asked_again_when_there_are_more(panel: &Panel) {
    let (ada, ben) = (panel.person(), panel.person());
    let movie = add(&ada, "movies", "Gosford Park");
    for number in 1..=7 {
        ada.post(&format!("{movie}/castings"), &format!("name=Actor+{number}"));
    }
    let question = ada.open(&format!("{movie}/delete"));
    assert_eq!(question.texts(".dependents strong"), ["7 castings"]);
    assert_eq!(question.texts(".dependents li li").len(), 6);
    assert_eq!(question.texts(".dependents li li")[5], "and 2 more");

    ben.post(&format!("{movie}/castings"), "name=Actor+8");
    let again = ada.press(&question.form(), "Delete Gosford Park");
    again.assert_status(409);
    assert_eq!(again.texts(".dependents strong"), ["8 castings"]);
    ada.follow(&ada.press(&again.form(), "Delete Gosford Park"));
    ada.get(&movie).assert_status(404);
    let actors = ada.open("/actors").rows();
    assert_eq!(actors.len(), 8);
    assert!(actors.iter().all(|row| row[1] == "0"), "{actors:?}");
}
