//! Operators and their roles.

use chrono::TimeDelta;

use super::{FORM, shown_link, sign_in, signed_in};
use crate::support::{PASSWORD, Panel, at_once};
use ureq::http::Method;

crate::tests![
    an_admin_adds_gives_roles_disables_and_removes,
    the_last_admin_stays,
    two_admins_who_demote_each_other_leave_one,
    an_admin_who_cannot_sign_in_yet_is_not_counted,
    the_table_says_of_each_what_matters,
    what_is_dangerous_is_asked_about_first,
    two_operators_never_have_the_same_name,
    a_link_has_the_host_that_the_browser_knows,
    a_role_is_offered_what_the_panel_can_do,
    names_that_look_alike_are_one,
    what_a_role_forbids_is_neither_shown_nor_done,
    a_role_of_ones_own_shows_just_what_it_allows,
    a_role_that_cannot_choose_what_it_needs_is_told_of,
];

fn an_admin_adds_gives_roles_disables_and_removes(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/operators").form_where("form.record");
    let page = ada.press(&form.fill("name", "Ben").choose("role", "viewer"), "Add operator");
    page.assert_status(200);
    let said = "Send Ben this link to set a password. Valid once, for 24 hours.";
    assert!(page.text("[role=status]").contains(said), "{}", page.text("[role=status]"));
    let address = format!("http://{}/password/", panel.address());
    assert!(page.text("[role=status] code").starts_with(&address));
    let link = shown_link(&page);
    let ben = panel.visitor();
    let chosen = ben.open(&link).form().fill_all(&[("password", PASSWORD), ("again", PASSWORD)]);
    ben.press(&chosen, "Save").assert_status(303);
    ben.get(&link).assert_status(404);
    sign_in(&ben, "Ben", PASSWORD).assert_status(303);
    ben.open("/movies");
    ben.get("/movies/new").assert_status(403);
    ben.get("/operators").assert_status(403);
    ben.get("/security-log").assert_status(403);
    ada.post("/operators/2", "do=roles&role=editor").assert_status(303);
    let ben = signed_in(panel, "Ben");
    ben.open("/movies/new");
    ada.post("/operators/2", "do=sign-out").assert_status(303);
    ben.get("/movies").assert_status(303);
    let ben = signed_in(panel, "Ben");
    ada.post("/operators/2", "do=disable").assert_status(303);
    ben.get("/movies").assert_status(303);
    sign_in(&ben, "Ben", PASSWORD).assert_status(422);
    ada.post("/operators/2", "do=remove").assert_status(303);
    let log = ada.open("/security-log").visible();
    for words in ["operator added", "roles changed", "operator disabled", "operator removed"] {
        assert!(log.contains(words), "{log}");
    }
    assert!(!log.contains(PASSWORD));
}

fn the_last_admin_stays(panel: &Panel) {
    let ada = panel.person();
    for act in ["do=disable", "do=remove", "do=roles&role=viewer", "do=roles"] {
        let answer = ada.post("/operators/1", act);
        answer.assert_status(422);
        assert!(answer.problems()[0].contains("last admin"), "{:?}", answer.problems());
    }
    ada.open("/operators");
    let ben = panel.person_who_is("Ben", &["admin"]);
    let answers = at_once(2, |index| match index {
        0 => ada.post("/operators/2", "do=remove").status,
        _ => ben.post("/operators/1", "do=remove").status,
    });
    let left = [&ada, &ben].iter().filter(|person| person.get("/operators").status == 200).count();
    assert_eq!(left, 1, "{answers:?}");
}

fn two_admins_who_demote_each_other_leave_one(panel: &Panel) {
    let ada = panel.person();
    panel.database().operator("Ben", &["admin"]);
    for (act, undo) in [
        ("do=roles&role=viewer", "do=roles&role=admin"),
        ("do=disable", "do=enable"),
        ("do=roles", "do=roles&role=admin"),
    ] {
        let people = [signed_in(panel, "Grace"), signed_in(panel, "Ben")];
        let answers = at_once(2, |index| match index {
            0 => people[0].post("/operators/2", act).status,
            _ => people[1].post("/operators/1", act).status,
        });
        let admins: Vec<usize> =
            (0..2).filter(|index| people[*index].get("/operators").status == 200).collect();
        assert_eq!(admins.len(), 1, "{act}: {answers:?}");
        let demoted = 2 - admins[0];
        people[admins[0]].post(&format!("/operators/{demoted}"), undo).assert_status(303);
    }
    drop(ada);
}

fn an_admin_who_cannot_sign_in_yet_is_not_counted(panel: &Panel) {
    let ada = panel.person();
    ada.post("/operators", "name=Ivy&role=admin").assert_status(200);
    ada.post("/operators/1", "do=remove").assert_status(422);
    ada.post("/operators/2", "do=remove").assert_status(303);
}

fn the_table_says_of_each_what_matters(panel: &Panel) {
    let ada = panel.person();
    panel.database().operator("Ben", &["viewer", "editor"]);
    ada.post("/operators", "name=Cy&role=viewer").assert_status(200);
    ada.post("/operators/2", "do=disable").assert_status(303);
    let rows = ada.open("/operators").rows();
    assert_eq!(rows[0], ["Ben disabled", "editor, viewer", "No", "Never signed in"]);
    assert_eq!(rows[1], ["Cy", "viewer", "No", "No password yet"]);
    assert_eq!(rows[2], ["Grace", "admin", "No", "just now"]);
    panel.clock().advance(TimeDelta::hours(2));
    assert_eq!(ada.open("/operators").rows()[2][3], "2 hours ago");
}

fn what_is_dangerous_is_asked_about_first(panel: &Panel) {
    let ada = panel.person();
    let page = ada.open("/operators");
    let asked = ["sign-out", "disable", "remove"];
    for act in asked {
        assert!(page.has(&format!("tbody details button[value={act}]")), "{act}");
        assert!(!page.has(&format!("tbody form > .buttons [value={act}]")), "{act}");
    }
    let form = page.form_where("tbody form");
    let refused = ada.press(&form, "Remove Grace");
    refused.assert_status(422);
    // The problem leads to the row of the operator.
    assert!(refused.has(&refused.href("[role=alert] li a")));
}

fn two_operators_never_have_the_same_name(panel: &Panel) {
    let ada = panel.person();
    ada.post("/operators", "name=Jos%C3%A9&role=viewer").assert_status(200);
    for name in ["Jos%C3%A9", "jose", "JOSE", "Jose%CC%81", "+jose+", "", "+", "%E2%80%8B", "a%00b"]
    {
        ada.post("/operators", &format!("name={name}&role=viewer")).assert_status(422);
    }
    let long = "x".repeat(65);
    ada.post("/operators", &format!("name={long}&role=viewer")).assert_status(422);
    ada.post("/account/name", "name=jos%C3%89").assert_status(422);
    ada.post("/account/name", "name=GRACE").assert_status(303);
    assert_eq!(ada.open("/").text("form.sign-out a"), "GRACE");
    let answers = at_once(4, |_| ada.post("/operators", "name=Ben&role=viewer").status);
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
}

fn a_link_has_the_host_that_the_browser_knows(panel: &Panel) {
    let ada = panel.person();
    let session = format!("backlot={}", ada.session());
    let host = [("host", "panel.example"), ("cookie", &session)];
    for (origin, address) in [
        (&[("origin", "https://panel.example")][..], "https://panel.example/password/"),
        (&[], "http://panel.example/password/"),
    ] {
        let headers = [&[FORM], &host[..], origin].concat();
        let body = format!("do=link&mark={}", ada.mark());
        let page = panel.visitor().request(Method::POST, "/operators/1", &headers, &body);
        let link = page.text("[role=status] code");
        assert!(link.starts_with(address), "{link}");
    }
}

fn a_role_is_offered_what_the_panel_can_do(panel: &Panel) {
    let roles = panel.person().open("/roles");
    let heads = roles.texts(".rights thead th");
    assert_eq!(
        heads,
        ["Records", "see", "create", "edit", "delete", "history", "export", "import"]
    );
}

fn what_a_role_forbids_is_neither_shown_nor_done(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    ada.add("actors", &[("name", "Sigourney")]);
    ada.press(&ada.open("/movies/1/castings").form().choose("actor_id", "1"), "Add");
    let ben = panel.person_who_is("Ben", &["viewer"]);
    let list = ben.open("/movies");
    assert_eq!(list.names(), ["Alien"]);
    assert!(!list.has("a[href*='/new']") && !list.has("td:last-child a"));
    for path in ["/movies/new", "/movies/1/edit", "/movies/1/delete", "/movies/1/castings"] {
        let page = ben.get(path);
        page.assert_status(403);
        page.assert_framed();
    }
    for path in ["/movies", "/movies/1", "/movies/1/delete", "/movies/1/castings"] {
        ben.post(path, "name=Brazil&version=1&once=00000000000000000000000000000000")
            .assert_status(403);
    }
    // Somebody who has no role at all.
    let eve = panel.person_who_is("Eve", &[]);
    for path in ["/", "/search?q=a"] {
        let page = eve.open(path);
        assert!(!page.body.contains("Alien") && !page.body.contains("Sigourney"), "{path}");
        assert!(!page.has("nav.sections a"));
    }
    eve.get("/movies").assert_status(403);
}

fn a_role_of_ones_own_shows_just_what_it_allows(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    ada.add("actors", &[("name", "Sigourney Alien")]);
    ada.post("/movies/1/castings", "actor_id=1").assert_status(303);
    ada.post("/roles", "name=curator&allow=movies:see&allow=movies:delete").assert_status(303);
    let ben = panel.person_who_is("Ben", &["curator"]);
    for path in ["/", "/search?q=lie", "/movies", "/movies/1", "/movies/1/delete"] {
        let page = ben.open(path);
        assert!(page.body.contains("Alien"), "{path}");
        for hidden in ["Sigourney", "Actors", "actors", "casting"] {
            assert!(!page.visible().contains(hidden), "{path} shows {hidden}: {}", page.visible());
        }
        assert!(!page.has("a[href*='/actors']"), "{path}");
    }
    for path in ["/actors", "/actors/1", "/actors/choose?q=a", "/movies/1/castings", "/movies/new"]
    {
        ben.get(path).assert_status(403);
    }
}

fn names_that_look_alike_are_one(panel: &Panel) {
    let ada = panel.person();
    ada.post("/roles", "name=film club&allow=movies:see").assert_status(303);
    for role in ["Film Club", "film  club", "ﬁlm club", "Admin", "ｖiewer"] {
        ada.post("/roles", &format!("name={role}&allow=movies:see")).assert_status(422);
    }
    let form = ada.open("/operators").form_where("form.record");
    ada.press(&form.clone().fill("name", "Zoë Łuk"), "Add").assert_status(200);
    for name in ["zoe luk", "Zoë  Łuk", "Zoë\u{200b} Łuk", "Ｚｏë Łuk", "ZO\u{308}E ŁUK\u{2060}"]
    {
        ada.press(&form.clone().fill("name", name), "Add").assert_status(422);
    }
    // It would be read as "zoe".
    ada.press(&form.clone().fill("name", "\u{202e}eoz"), "Add").assert_status(422);
    let answers = at_once(2, |index| {
        let name = ["Ben", "ben\u{200b}"][index];
        ada.press(&form.clone().fill("name", name), "Add").status
    });
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    let views = ["Mine", "mine\u{200b}", "ＭＩＮＥ"];
    for name in views {
        ada.post("/movies/views", &format!("name={name}&q=a")).assert_status(303);
    }
    assert_eq!(ada.open("/movies").texts("nav.tabs li").len(), 2);
}

fn a_role_that_cannot_choose_what_it_needs_is_told_of(panel: &Panel) {
    let ada = panel.person();
    let note =
        "Cars cannot be added yet: the owner is chosen among users, which this role may not see.";
    ada.post("/roles", "name=garage&allow=cars:create").assert_status(303);
    let roles = ada.open("/roles");
    assert!(roles.visible().contains(note), "{}", roles.visible());
    let form = roles.form_where("form.operator").choose("allow", "users:see");
    ada.press(&form, "Save garage").assert_status(303);
    assert!(!ada.open("/roles").visible().contains("cannot be added yet"));
}
