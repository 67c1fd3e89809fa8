//! Lists that are kept under a name: tabs for their owner, or for everybody with a role.

use chrono::TimeDelta;

use crate::columns::heads;
use crate::support::{Page, Panel, Person};

crate::tests![
    a_view_is_a_tab_that_leads_to_its_url,
    a_view_keeps_the_columns_that_are_remembered,
    a_view_of_the_same_name_is_replaced,
    a_view_is_seen_by_its_owner_or_by_those_with_its_role,
    a_view_is_shared_with_ones_own_roles_or_by_an_admin_with_any,
    a_view_is_deleted_by_its_owner_or_where_it_is_shared_by_an_admin,
    a_view_of_what_may_not_be_seen_any_more_is_shown_without_it,
    a_name_that_cannot_be_is_refused_and_kept,
    hostile_names_of_views_are_text,
    there_are_fifty_views_at_most,
    the_private_views_of_an_operator_who_is_removed_go_along,
    what_was_shared_with_a_role_is_private_once_the_role_is_deleted,
    a_view_that_was_sent_after_its_session_had_ended_is_kept,
];

const SAVE: &str = "form[aria-label='Save this view']";
const DELETE: &str = "form[action*='/views/'][action$='/delete']";

fn tabs(page: &Page) -> Vec<String> {
    page.texts("nav.tabs a")
}

fn keep(person: &Person, path: &str, name: &str, role: &str) -> Page {
    let form = person.open(path).form_where(SAVE).fill("name", name).fill("role", role);
    person.press(&form, "Save view")
}

fn a_view_is_a_tab_that_leads_to_its_url(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    for name in ["Alien", "Aliens", "Brazil"] {
        ann.add("movies", &[("name", name)]);
    }
    assert!(!ann.open("/movies").has("nav.tabs"));
    let query = "q=al&where=name.starts.ali&columns=name&sort=-name&size=25";
    let saved = keep(&ann, &format!("/movies?{query}&page=1"), "Xenomorphs", "");
    let page = ann.follow(&saved);
    assert_eq!(saved.location(), format!("/movies?{query}"));
    assert_eq!(page.notices(), ["Saved the view Xenomorphs."]);
    assert_eq!(tabs(&page), ["All", "Xenomorphs"]);
    assert_eq!(page.texts("nav.tabs [aria-current=page]"), ["Xenomorphs"]);
    let page = ann.open("/movies");
    assert_eq!(page.texts("nav.tabs [aria-current=page]"), ["All"]);
    let page = ann.open(page.link("Xenomorphs"));
    assert_eq!(page.rows(), [["Aliens"], ["Alien"]]);
    assert_eq!(page.form_where(SAVE).value("name"), "Xenomorphs");
    let page = ann.open(&format!("/movies?{query}&page=last"));
    assert_eq!(page.texts("nav.tabs [aria-current=page]"), ["Xenomorphs"]);
    let page = ann.open("/movies?q=al");
    assert!(!page.has("nav.tabs [aria-current]"));
    assert_eq!(page.form_where(SAVE).value("name"), "");
    assert!(!ann.open("/actors").has("nav.tabs"));
}

fn a_view_keeps_the_columns_that_are_remembered(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    ann.add("movies", &[("name", "Alien")]);
    ann.post("/movies/columns", "show=created&show=name").assert_status(303);
    let page = ann.follow(&keep(&ann, "/movies?q=a", "Mine", "editor"));
    assert_eq!(page.texts("nav.tabs [aria-current=page]"), ["Mine shared with editor"]);
    ann.post("/movies/columns/delete", "").assert_status(303);
    for person in [&ann, &panel.person_who_is("Ben", &["editor"])] {
        let list = person.open("/movies");
        let view = person.open(&list.href("nav.tabs li + li a"));
        assert_eq!(heads(&view), ["Created", "Name"]);
    }
}

fn a_view_of_the_same_name_is_replaced(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    ann.follow(&keep(&ann, "/movies?q=one", "Été", ""));
    let page = ann.follow(&keep(&ann, "/movies?q=two", " ete ", "editor"));
    assert_eq!(page.notices(), ["Replaced the view ete."]);
    assert_eq!(tabs(&page), ["All", "ete shared with editor"]);
    assert_eq!(page.link("ete shared with editor"), "/movies?q=two");
    // What is somebody else's, or of another list, is not.
    let ben = panel.person_who_is("Ben", &["editor"]);
    let page = ben.follow(&keep(&ben, "/movies?q=three", "ete", ""));
    assert_eq!(page.notices(), ["Saved the view ete."]);
    assert_eq!(tabs(&page), ["All", "ete shared with editor", "ete"]);
    assert_eq!(tabs(&ann.follow(&keep(&ann, "/actors?q=four", "ete", ""))), ["All", "ete"]);
    assert_eq!(ann.open("/movies").link("ete shared with editor"), "/movies?q=two");
}

fn a_view_is_seen_by_its_owner_or_by_those_with_its_role(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor", "viewer"]);
    let cid = panel.person_who_is("Cid", &["viewer"]);
    keep(&ann, "/movies?q=a", "Private", "").assert_status(303);
    keep(&ann, "/movies?q=b", "Shared", "editor").assert_status(303);
    assert_eq!(tabs(&ann.open("/movies")), ["All", "Private", "Shared shared with editor"]);
    assert_eq!(tabs(&ben.open("/movies")), ["All", "Shared shared with editor"]);
    assert!(tabs(&cid.open("/movies")).is_empty());
    // An admin sees what is shared, to look after it, and nothing that is private.
    assert_eq!(tabs(&panel.person().open("/movies")), ["All", "Shared shared with editor"]);

    panel.give_roles("Ben", &["viewer"]);
    assert!(tabs(&panel.person_who_is("Ben", &[]).open("/movies")).is_empty());
    panel.give_roles("Ann", &["viewer"]);
    let ann = panel.person_who_is("Ann", &[]);
    assert_eq!(tabs(&ann.open("/movies")), ["All", "Private", "Shared shared with editor"]);
}

fn a_view_is_shared_with_ones_own_roles_or_by_an_admin_with_any(panel: &Panel) {
    let grace = panel.person();
    grace.post("/roles", "name=cutters&allow=movies:see").assert_status(303);
    let cid = panel.person_who_is("Cid", &["viewer"]);
    for role in ["editor", "cutters", "nonsense", "*"] {
        let answer = keep(&cid, "/movies?q=a", "Mine", role);
        let is_question = role == "*";
        answer.assert_status(if is_question { 200 } else { 422 });
        assert_eq!(answer.form_where(SAVE).value("name"), "Mine");
        if !is_question {
            let problem = "There is no such role, or you may not share with it.";
            assert_eq!(answer.error_of("role"), problem, "{role}");
            assert_eq!(answer.problems(), [problem], "{role}");
        }
    }
    assert!(tabs(&cid.open("/movies")).is_empty());
    keep(&cid, "/movies?q=a", "Mine", "viewer").assert_status(303);

    keep(&grace, "/movies?q=b", "For editors", "editor").assert_status(303);
    // A role that the list does not offer is chosen on a page of its own.
    let page = keep(&grace, "/movies?q=c", "For cutters", "*");
    page.assert_status(200);
    let form = page.form_where(SAVE);
    assert_eq!((form.value("name"), form.value("q")), ("For cutters", "c"));
    let options = page.attributes("#view-role option", "value");
    assert_eq!(options, ["", "viewer", "editor", "admin", "cutters"]);
    let page = grace.follow(&grace.press(&form.fill("role", "cutters"), "Save view"));
    assert_eq!(page.texts("nav.tabs [aria-current=page]"), ["For cutters shared with cutters"]);
    let dan = panel.person_who_is("Dan", &["cutters"]);
    assert_eq!(tabs(&dan.open("/movies")), ["All", "For cutters shared with cutters"]);
}

fn a_view_is_deleted_by_its_owner_or_where_it_is_shared_by_an_admin(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    let grace = panel.person();
    let private = ann.follow(&keep(&ann, "/movies?q=a", "Private", ""));
    let private = private.attributes(DELETE, "action").remove(0);
    let page = ann.follow(&keep(&ann, "/movies?q=b", "Shared", "editor"));
    let shared = page.attributes(DELETE, "action").remove(0);
    // Beside another list there is nothing to delete.
    assert!(!ann.open("/movies").has(DELETE));
    assert!(!ben.open("/movies?q=b").has(DELETE));
    for (person, path) in [
        (&ben, &private),
        (&ben, &shared),
        (&grace, &private),
        (&ann, &private.replace("movies", "actors")),
        (&ann, &"/movies/views/777/delete".to_owned()),
        (&ann, &"/movies/views/nonsense/delete".to_owned()),
    ] {
        person.post(path, "").assert_status(404);
    }
    assert_eq!(tabs(&ann.open("/movies")).len(), 3);

    let page = grace.open("/movies?q=b&page=1");
    let page = grace.follow(&grace.press(&page.form_where(DELETE), "Delete the view Shared"));
    assert!(page.path.ends_with("/movies?q=b"), "{}", page.path);
    assert_eq!(page.notices(), ["Deleted the view Shared."]);
    assert_eq!(tabs(&ann.open("/movies")), ["All", "Private"]);
    let page = ann.open("/movies?q=a");
    ann.follow(&ann.press(&page.form_where(DELETE), "Delete the view Private"));
    assert!(tabs(&ann.open("/movies")).is_empty());
    ann.post(&private, "").assert_status(404);
}

fn a_view_of_what_may_not_be_seen_any_more_is_shown_without_it(panel: &Panel) {
    let grace = panel.person();
    grace.post("/roles", "name=films&allow=movies:see").assert_status(303);
    grace.add("movies", &[("name", "Alien")]);
    grace.add("movies", &[("name", "Brazil")]);
    let query = "where=name.starts.al&where=actors.none&columns=actors,name";
    keep(&grace, &format!("/movies?{query}"), "Uncast", "films").assert_status(303);
    let dan = panel.person_who_is("Dan", &["films"]);
    let page = dan.open(dan.open("/movies").link("Uncast shared with films"));
    assert_eq!(page.rows(), [["Alien"]]);
    assert_eq!(heads(&page), ["Name"]);
    assert_eq!(page.notices().len(), 2, "{:?}", page.notices());

    // Whose it is can still delete it.
    let eve = panel.person_who_is("Eve", &["viewer"]);
    keep(&eve, &format!("/movies?{query}"), "Mine", "").assert_status(303);
    panel.give_roles("Eve", &["films"]);
    let eve = panel.person_who_is("Eve", &[]);
    let page = eve.open(eve.open("/movies").link("Mine"));
    eve.follow(&eve.press(&page.form_where(DELETE), "Delete the view Mine"));
    assert_eq!(tabs(&eve.open("/movies")), ["All", "Uncast shared with films"]);
}

fn a_name_that_cannot_be_is_refused_and_kept(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    let long = "é".repeat(61);
    let too_long = "Name can have at most 60 characters; this has 61.";
    let control = "Name contains a control character (U+0001) that cannot be stored.";
    for (name, problem) in [
        ("", "Enter a name."),
        ("  ", "Enter a name."),
        ("\u{301}", "Enter a name."),
        (long.as_str(), too_long),
        ("a\u{1}b", control),
    ] {
        let page = keep(&ann, "/movies?q=x&sort=-name", name, "editor");
        page.assert_status(422);
        assert!(page.title().starts_with("Error:"), "{}", page.title());
        assert_eq!(page.error_of("name"), problem, "{name:?}");
        assert_eq!(page.problems(), [problem]);
        let form = page.form_where(SAVE);
        assert_eq!(form.value("name").trim(), name.trim());
        assert_eq!((form.value("role"), form.value("q")), ("editor", "x"));
        assert_eq!(page.link("Back to the movies without saving"), "/movies?q=x&sort=-name");
        assert!(tabs(&ann.open("/movies")).is_empty());
        let page = ann.follow(&ann.press(&form.fill("name", "Fine"), "Save view"));
        assert_eq!(page.link("Fine shared with editor"), "/movies?q=x&sort=-name");
        let page = ann.open(&page.path);
        ann.press(&page.form_where(DELETE), "Delete").assert_status(303);
    }
    let words = "x".repeat(5000);
    ann.post("/movies/views", &format!("name=Long&q={words}")).assert_status(422);
    keep(&ann, "/movies", &"é".repeat(60), "").assert_status(303);
}

fn hostile_names_of_views_are_text(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    for name in
        ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{ 7*7 }}", "&lt;&amp;"]
    {
        let page = ann.follow(&keep(&ann, "/movies?q=%3Cb%3E%22", name, ""));
        assert_eq!(page.notices(), [format!("Saved the view {name}.")]);
        assert_eq!(tabs(&page), ["All", name]);
        assert_eq!(page.link(name), "/movies?q=%3Cb%3E%22");
        assert_eq!(page.form_where(SAVE).value("name"), name);
        assert!(!page.has("main script, main img"));
        let page = ann.follow(&ann.press(&page.form_where(DELETE), "Delete the view"));
        assert_eq!(page.notices(), [format!("Deleted the view {name}.")]);
    }
}

fn there_are_fifty_views_at_most(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    ann.post("/movies/columns", "show=name").assert_status(303);
    for number in 1..=50 {
        ann.post("/movies/views", &format!("name=View {number}&q={number}")).assert_status(303);
    }
    let page = keep(&ann, "/movies?q=more", "One more", "");
    page.assert_status(422);
    let problem = "You have 50 views of this list. Delete one of them first.";
    assert_eq!(page.error_of("name"), problem);
    assert_eq!(page.form_where(SAVE).value("name"), "One more");
    let page = ann.follow(&keep(&ann, "/movies?q=other", "view 7", ""));
    assert_eq!(page.notices(), ["Replaced the view view 7."]);
    assert_eq!(tabs(&page).len(), 51);
    keep(&ann, "/actors?q=more", "One more", "").assert_status(303);
    ann.post("/movies/columns", "show=created").assert_status(303);
}

fn the_private_views_of_an_operator_who_is_removed_go_along(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    let ben = panel.person_who_is("Ben", &["editor"]);
    keep(&ann, "/movies?q=a", "Private", "").assert_status(303);
    keep(&ann, "/movies?q=b", "Shared", "editor").assert_status(303);
    ann.post("/movies/columns", "show=name").assert_status(303);
    panel.change_operator("Ann", "do=remove");
    assert_eq!(tabs(&ben.open("/movies")), ["All", "Shared shared with editor"]);
    assert!(!ben.open("/movies?q=b").has(DELETE));
    // Somebody new of the same name begins with nothing of it.
    let ann = panel.person_who_is("Ann", &["viewer"]);
    assert!(tabs(&ann.open("/movies")).is_empty());
    let grace = panel.person();
    grace.follow(&grace.press(&grace.open("/movies?q=b").form_where(DELETE), "Delete"));
    assert!(tabs(&ben.open("/movies")).is_empty());
}

fn what_was_shared_with_a_role_is_private_once_the_role_is_deleted(panel: &Panel) {
    let grace = panel.person();
    let add_role = || grace.post("/roles", "name=films&allow=movies:see").assert_status(303);
    add_role();
    let ann = panel.person_who_is("Ann", &["viewer", "films"]);
    let ben = panel.person_who_is("Ben", &["viewer", "films"]);
    keep(&ann, "/movies?q=a", "Ours", "films").assert_status(303);
    keep(&ben, "/movies?q=b", "Of Ben", "films").assert_status(303);
    assert_eq!(tabs(&ann.open("/movies")).len(), 3);
    panel.change_operator("Ben", "do=remove");
    grace.post("/roles/delete", "name=films").assert_status(303);
    add_role();
    assert_eq!(tabs(&panel.person_who_is("Ann", &[]).open("/movies")), ["All", "Ours"]);
    assert!(tabs(&panel.person_who_is("Dan", &["films"]).open("/movies")).is_empty());
    assert!(tabs(&grace.open("/movies")).is_empty());
}

fn a_view_that_was_sent_after_its_session_had_ended_is_kept(panel: &Panel) {
    let ann = panel.person_who_is("Ann", &["editor"]);
    let form = ann.open("/movies?q=a").form_where(SAVE).fill("name", "Kept");
    panel.clock().advance(TimeDelta::days(8));
    let answer = ann.press(&form, "Save view");
    answer.assert_status(303);
    let path = answer.location().split_once("next=").unwrap().1;
    let later = panel.person_who_is("Ann", &[]);
    let page = later.open(path);
    let form = page.form();
    assert_eq!((form.value("name"), form.value("q")), ("Kept", "a"));
    let button = page.text("main form[method=post] button");
    assert_eq!(tabs(&later.follow(&later.press(&form, &button))), ["All", "Kept"]);
}
