//! What is forgotten is not told as if it were known.

use chrono::{NaiveDate, TimeDelta};

use crate::support::{Panel, command};

crate::tests![a_moment_that_is_forgotten_is_not_told_as_known];

fn prune(panel: &Panel, before: NaiveDate) {
    command(panel.database(), &["history", "prune", "--before", &before.to_string(), "--yes"]);
}

fn a_moment_that_is_forgotten_is_not_told_as_known(panel: &Panel) {
    let now = panel.clock().now();
    let ago = |days| now - TimeDelta::days(days);
    panel.clock().advance(-TimeDelta::days(300));
    let ada = panel.person_who_is("Ada", &["admin"]);
    let path = ada.add("users", &[("first_name", "Ol")]).path;
    panel.clock().advance(TimeDelta::days(2));
    let ben = panel.person_who_is("Ben", &["admin"]);
    ben.save(&ben.edit(&path, &[("first_name", "Older")]));
    panel.clock().advance(TimeDelta::days(198));
    let dan = panel.person_who_is("Dan", &["admin"]);
    dan.save(&dan.edit(&path, &[("first_name", "Old")]));
    panel.clock().advance(TimeDelta::days(100));
    prune(panel, ago(200).date());
    let cem = panel.person_who_is("Cem", &["admin"]);
    let note =
        |address: &str| cem.open(&format!("{path}/history/at/{address}")).text("[role=note]");
    let at = |days| {
        let time = ago(days).format("%Y-%m-%dT%H:%M");
        let led = cem.get(&format!("{path}/history/at?time={time}"));
        let said = ago(days).format("%Y-%m-%d %H:%M UTC").to_string();
        (cem.open(led.location()).text("[role=note]"), said)
    };
    let earliest =
        "was forgotten, so this is Older as it was at the earliest moment that is known.";
    let (text, said) = at(299);
    let told = format!("The history of {said} {earliest} It is not what it is now");
    assert!(text.contains(&told) && !text.contains("This is Older"), "{text}");
    // Of the time behind what is forgotten it is known.
    let (text, said) = at(150);
    let told = format!("This is Older as it was at {said} before its first change in the history.");
    assert!(text.contains(&told) && !text.contains("The history of"), "{text}");
    for moment in ["0", "1", "2"] {
        let text = note(moment);
        assert!(text.contains(&format!("The history of then {earliest}")), "{moment}: {text}");
    }
    prune(panel, now.date() + TimeDelta::days(1));
    let text = note("2");
    let told = "so this is Old as it was at the earliest moment that is known. \
                At that moment it was what it is now.";
    assert!(text.contains(told) && !text.contains("It is what it is now"), "{text}");
}
