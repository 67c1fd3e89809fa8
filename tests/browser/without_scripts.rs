//! The panel with scripts switched off.

use crate::driver::Browser;
use crate::support::Panel;

pub async fn everything_is_done_without_scripts(browser: &Browser, panel: &Panel) {
    browser.open(panel.address(), "/cars/new").await;
    browser.find("[data-combobox] button").await;
    assert!(!browser.has("[role=combobox]").await, "scripts are on");

    browser.open(panel.address(), "/movies/new").await;
    browser.type_into("input[name=name]", "Alien").await;
    browser.click_through("Save").await;
    browser.shows("h1", "Alien").await;

    // What only a script could do is not promised.
    browser.open(panel.address(), "/account").await;
    assert!(!browser.text("main").await.contains("Keyboard shortcuts"));

    // One more row keeps everything typed.
    browser.open(panel.address(), "/users/new").await;
    browser.type_into("input[name=first_name]", "Zoë").await;
    browser.type_into("[name='cars.0.name']", "Mini").await;
    browser.type_into("[name='cars.0.color']", "red").await;
    browser.click_through("Add another car").await;
    assert_eq!(browser.value("input[name=first_name]").await, "Zoë");
    browser.type_into("[name='cars.1.name']", "Maxi").await;
    browser.type_into("[name='cars.1.color']", "blue").await;
    browser.click_through("Save").await;
    browser.shows("main", "Maxi").await;

    // The owner is chosen on a page of its own, which brings the half-filled form back.
    browser.open(panel.address(), "/cars/new").await;
    browser.type_into("input[name=name]", "Beetle").await;
    browser.click_through("Choose…").await;
    browser.type_into("[name='choose.q']", "zoe").await;
    browser.click_through("Search").await;
    browser.click_through("Zoë").await;
    assert_eq!(browser.value("input[name=name]").await, "Beetle");
    browser.type_into("input[name=color]", "green").await;
    browser.click_through("Save").await;
    browser.shows("h1", "Beetle").await;
    browser.shows("main", "Zoë").await;

    // Somebody is found nowhere, created and cast in one step.
    browser.open(panel.address(), "/movies/1").await;
    browser.type_into("main input[name=q]", "Ian Holm").await;
    browser.click_through("Search").await;
    browser.click_through("Create the actor").await;
    browser.shows("main", "Ian Holm").await;

    browser.click_through("Delete").await;
    browser.shows("main", "1 casting").await;
    browser.click_through("Delete Alien").await;
    browser.shows("p", "Deleted Alien.").await;
}

pub async fn a_deletion_is_undone_and_redone_without_scripts(browser: &Browser, panel: &Panel) {
    browser.open(panel.address(), "/users/new").await;
    browser.type_into("input[name=first_name]", "Zoë").await;
    browser.type_into("[name='cars.0.name']", "Mini").await;
    browser.type_into("[name='cars.0.color']", "red").await;
    browser.click_through("Save").await;
    browser.shows("h1", "Zoë").await;
    browser.shows("main", "Mini").await;

    browser.click_through("Delete").await;
    browser.click_through("Delete Zoë").await;
    browser.shows("p", "Deleted Zoë.").await;

    browser.click_through("Undo").await;
    browser.shows("p", "Restored Zoë.").await;
    browser.open(panel.address(), "/users/1").await;
    browser.shows("h1", "Zoë").await;
    browser.shows("main", "Mini").await;

    // What was undone is done again by the button beside the next message.
    browser.click_through("Delete").await;
    browser.click_through("Delete Zoë").await;
    browser.click_through("Undo").await;
    browser.shows("p", "Restored Zoë.").await;
    browser.click_through("Undo").await;
    browser.shows("p", "Deleted Zoë.").await;
    browser.open(panel.address(), "/users/1").await;
    browser.shows("h1", "This user has been deleted").await;
}
