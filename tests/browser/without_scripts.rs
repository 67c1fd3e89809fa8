//! The panel with scripts switched off.

use crate::driver::Browser;
use crate::support::Panel;

pub async fn everything_is_done_without_scripts(browser: &Browser, panel: &Panel) {
    browser.open(panel.address(), "/cars/new").await;
    browser.find("[data-combobox] button").await;
    assert!(!browser.has("[role=combobox]").await, "scripts are on");

    browser.open(panel.address(), "/movies/new").await;
    browser.type_into("input[name=name]", "Alien").await;
    browser.click_text("Save").await;
    assert_eq!(browser.text("h1").await, "Alien");

    // One more row keeps everything typed.
    browser.open(panel.address(), "/users/new").await;
    browser.type_into("input[name=first_name]", "Zoë").await;
    browser.type_into("[name='cars.0.name']", "Mini").await;
    browser.type_into("[name='cars.0.color']", "red").await;
    browser.click_text("Add another car").await;
    assert_eq!(browser.value("input[name=first_name]").await, "Zoë");
    browser.type_into("[name='cars.1.name']", "Maxi").await;
    browser.type_into("[name='cars.1.color']", "blue").await;
    browser.click_text("Save").await;
    assert!(browser.text("main").await.contains("Maxi"));

    // The owner is chosen on a page of its own, which brings the half-filled form back.
    browser.open(panel.address(), "/cars/new").await;
    browser.type_into("input[name=name]", "Beetle").await;
    browser.click_text("Choose…").await;
    browser.type_into("[name='choose.q']", "zoe").await;
    browser.click_text("Search").await;
    browser.click_text("Zoë").await;
    assert_eq!(browser.value("input[name=name]").await, "Beetle");
    browser.type_into("input[name=color]", "green").await;
    browser.click_text("Save").await;
    assert_eq!(browser.text("h1").await, "Beetle");
    assert!(browser.text("main").await.contains("Zoë"));

    // Somebody is found nowhere, created and cast in one step.
    browser.open(panel.address(), "/movies/1").await;
    browser.type_into("main input[name=q]", "Ian Holm").await;
    browser.click_text("Search").await;
    browser.click_text("Create the actor").await;
    assert!(browser.text("main").await.contains("Ian Holm"));

    browser.click_text("Delete").await;
    assert!(browser.text("main").await.contains("1 casting"));
    browser.click_text("Delete Alien").await;
    assert!(browser.text("[role=status]").await.contains("Deleted Alien."));
}
