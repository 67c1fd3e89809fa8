//! Forms that are refused: everything typed stays, and each error stands beside its field.

use crate::support::Panel;

crate::tests![
    an_address_takes_no_character_that_cannot_be_seen,
    a_refused_form_keeps_what_was_typed_and_says_what_is_wrong,
    a_name_has_255_characters_at_the_most_in_any_script,
    blanks_around_a_name_are_dropped,
    control_characters_are_refused_with_a_message,
    a_refused_edit_keeps_its_version_and_can_be_saved_after_all,
];

fn a_refused_form_keeps_what_was_typed_and_says_what_is_wrong(panel: &Panel) {
    let ada = panel.person();
    let long = "x".repeat(256);
    let form = ada.open("/movies/new").form().fill("name", &long);
    let refused = ada.press(&form, "Save");
    refused.assert_status(422);
    refused.assert_framed();
    let message = "Name can have at most 255 characters; this has 256.";
    assert!(refused.title().starts_with("Error: "), "{}", refused.title());
    assert_eq!(refused.problems(), [message]);
    assert_eq!(refused.error_of("name"), message);
    let field = refused.link(message).strip_prefix('#').unwrap();
    assert_eq!(refused.find(&format!("[id='{field}']")).attr("name"), Some("name"));
    assert_eq!(refused.form().value("name"), long);
    let saved = ada.save(&refused.form().fill("name", "x"));
    assert_eq!(saved.heading(), "x");
    assert_eq!(ada.open("/movies").names(), ["x"]);
}

fn a_name_has_255_characters_at_the_most_in_any_script(panel: &Panel) {
    let ada = panel.person();
    for letter in ["x", "é", "字", "🎬", "ﷺ", "𝄞"] {
        let longest = letter.repeat(255);
        assert_eq!(ada.add("movies", &[("name", &longest)]).heading(), longest);
        let form = ada.open("/movies/new").form().fill("name", &letter.repeat(256));
        ada.press(&form, "Save").assert_status(422);
    }
    assert_eq!(ada.open("/movies").names().len(), 6);
}

fn blanks_around_a_name_are_dropped(panel: &Panel) {
    let ada = panel.person();
    let page = ada.add("movies", &[("name", " \u{a0}\t The  Thing \r\n\u{3000}")]);
    assert_eq!(ada.open(&format!("{}/edit", page.path)).form().value("name"), "The  Thing");
    for blank in ["", " ", "\t\n", "\u{2003}"] {
        let form = ada.open("/movies/new").form().fill("name", blank);
        let refused = ada.press(&form, "Save");
        refused.assert_status(422);
        assert_eq!(refused.problems(), ["Name is required."]);
    }
}

fn control_characters_are_refused_with_a_message(panel: &Panel) {
    let ada = panel.person();
    for (character, code) in [
        ('\0', "U+0000"),
        ('\u{1}', "U+0001"),
        ('\n', "U+000A"),
        ('\u{7f}', "U+007F"),
        ('\u{9b}', "U+009B"),
        ('\u{2028}', "U+2028"),
    ] {
        let form = ada.open("/movies/new").form().fill("name", &format!("a{character}b"));
        let refused = ada.press(&form, "Save");
        refused.assert_status(422);
        assert!(refused.error_of("name").contains(code), "{}", refused.error_of("name"));
    }
    assert!(ada.open("/movies").names().is_empty());
}

fn a_refused_edit_keeps_its_version_and_can_be_saved_after_all(panel: &Panel) {
    let ada = panel.person();
    let path = ada.add("movies", &[("name", "Alien")]).path;
    let refused = ada.press(&ada.edit(&path, &[("name", "")]), "Save");
    refused.assert_status(422);
    assert_eq!(refused.form().value("name"), "");
    let saved = ada.save(&refused.form().fill("name", "Aliens"));
    assert_eq!(saved.heading(), "Aliens");
}

fn an_address_takes_no_character_that_cannot_be_seen(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Ana")]);
    for (address, code) in [
        ("ana@example.com\u{200b}", "U+200B"),
        ("a\u{ad}na@example.com", "U+00AD"),
        ("ana@exam\u{2060}ple.com", "U+2060"),
    ] {
        let form = ada.open("/profiles/new").form();
        let form = form.fill_all(&[("user_id", "1"), ("email", address)]);
        let answer = ada.press(&form, "Save");
        answer.assert_status(422);
        let error = answer.error_of("email");
        assert!(error.contains("cannot be seen") && error.contains(code), "{error}");
        assert_eq!(answer.form().value("email"), address);
    }
    ada.add("profiles", &[("user_id", "1"), ("email", "ana@example.com")]);
}
