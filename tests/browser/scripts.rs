//! The comfort that scripts add.

use fantoccini::key::Key;

use crate::driver::Browser;
use crate::support::Panel;

const OWNER: &str = "input[role=combobox]";
const OPTIONS: &str = "[role=listbox]:not([hidden]) [role=option]";

fn add_users(panel: &Panel) {
    let ada = panel.person();
    for name in ["Ade", "Zoë", "Zola"] {
        ada.add("users", &[("first_name", name)]);
    }
}

pub async fn an_owner_is_chosen_by_keyboard_alone(browser: &Browser, panel: &Panel) {
    add_users(panel);
    browser.open(panel.address(), "/cars/new").await;
    browser.type_into("input[name=name]", "Beetle").await;
    browser.type_into("input[name=color]", "blue").await;
    browser.type_into(OWNER, "zo").await;
    browser.find(OPTIONS).await;
    assert_eq!(browser.evaluate("document.querySelectorAll('[role=option]').length").await, 2);
    browser.press(&Key::Down.to_string()).await;
    let active = browser.find(OWNER).await.attr("aria-activedescendant").await.unwrap().unwrap();
    let text = browser.text(&format!("[id='{active}']")).await;
    assert!(text.starts_with('Z'), "{text}");
    browser.press(&Key::Down.to_string()).await;
    let second = browser.text("[role=option][aria-selected=true]").await;
    assert_ne!(second, text);
    browser.press(&Key::Enter.to_string()).await;
    let chosen = browser.value(OWNER).await;
    assert!(second.starts_with(&chosen), "{chosen} of {second}");
    assert_eq!(browser.find(OWNER).await.attr("aria-expanded").await.unwrap().unwrap(), "false");
    browser.press(&Key::Enter.to_string()).await;
    browser.shows("h1", "Beetle").await;
    browser.shows("dd", &chosen).await;
}

pub async fn a_choice_that_comes_first_has_the_focus(browser: &Browser, panel: &Panel) {
    browser.open(panel.address(), "/profiles/new").await;
    browser.find("input[role=combobox]:focus").await;
}

pub async fn escape_gives_up_a_choice(browser: &Browser, panel: &Panel) {
    add_users(panel);
    browser.open(panel.address(), "/cars/new?user_id=1").await;
    assert_eq!(browser.value(OWNER).await, "Ade");
    browser.type_into(OWNER, &format!("{}zo", Key::Control + "a" + &Key::Null)).await;
    browser.find(OPTIONS).await;
    browser.press(&Key::Down.to_string()).await;
    browser.press(&Key::Escape.to_string()).await;
    assert_eq!(browser.value(OWNER).await, "Ade");
    assert_eq!(browser.value("input[name=user_id]").await, "1");
    assert_eq!(browser.evaluate("document.querySelector('[role=listbox]').hidden").await, true);
}

pub async fn a_double_click_on_save_makes_one_record(browser: &Browser, panel: &Panel) {
    browser.open(panel.address(), "/movies/new").await;
    browser.type_into("input[name=name]", "Alien").await;
    let twice = "(() => { const save = [...document.querySelectorAll('main button')]\
                 .find((button) => button.textContent === 'Save' && !button.ariaHidden);\
                 save.click(); save.click(); })()";
    browser.evaluate(twice).await;
    browser.shows("h1", "Alien").await;
    assert_eq!(panel.person().open("/movies").names(), ["Alien"]);
}
