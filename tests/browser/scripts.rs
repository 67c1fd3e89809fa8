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

pub async fn a_row_that_is_not_saved_yet_is_taken_away(browser: &Browser, panel: &Panel) {
    browser.open(panel.address(), "/users/new").await;
    browser.evaluate("window.isSamePage = true").await;
    browser.type_into("input[name=first_name]", "Zoë").await;
    for (number, (name, color)) in (0..).zip([("Mini", "red"), ("Maxi", "blue"), ("Polo", "white")])
    {
        browser.type_into(&format!("[name='cars.{number}.name']"), name).await;
        browser.type_into(&format!("[name='cars.{number}.color']"), color).await;
        browser.click("button[name=more]").await;
        browser.find(&format!("[name='cars.{}.name']:focus", number + 1)).await;
    }
    browser.click(".row:has([name='cars.1.name']) .removal button").await;
    assert_eq!(browser.value(":focus").await, "Polo", "the focus goes to what takes its place");
    browser.click("button[name=more]").await;
    browser.find("[name='cars.1.name']:focus").await;
    let legends = "[...document.querySelectorAll('.row legend')].map((it) => it.textContent)";
    let numbered = serde_json::json!(["Car 1", "Car 2", "Car 3", "Car 4"]);
    assert_eq!(browser.evaluate(legends).await, numbered);
    assert_eq!(browser.evaluate("window.isSamePage").await, true);
    browser.press(&Key::Enter.to_string()).await;
    browser.shows("main", "Polo").await;
    let cars = browser.text("main").await;
    assert!(cars.contains("Mini") && !cars.contains("Maxi"), "{cars}");
}

pub async fn what_is_offered_lies_over_everything_else(browser: &Browser, panel: &Panel) {
    // Of the options in sight, those that are not hit where they are shown.
    const COVERED: &str = "(() => {
        const list = document.querySelector('[role=listbox]').getBoundingClientRect();
        const end = Math.min(list.bottom, window.innerHeight);
        const shown = [...document.querySelectorAll('[role=option]')].filter((option) => {
            const { top, bottom } = option.getBoundingClientRect();
            return top >= Math.max(list.top, 0) && bottom <= end;
        });
        const covered = shown.filter((option) => {
            const { left, top, width, height } = option.getBoundingClientRect();
            return !option.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        });
        return [shown.length, covered.length];
    })()";
    add_users(panel);
    for (width, height) in [(1280, 700), (1280, 460), (390, 844), (320, 640)] {
        browser.resize(width, height).await;
        browser.open(panel.address(), "/cars/new").await;
        browser.type_into(OWNER, "zo").await;
        browser.find(OPTIONS).await;
        let found = browser.evaluate(COVERED).await;
        assert!(found[0].as_u64() > Some(1), "{width}: {found}");
        assert_eq!(found[1], 0, "{width}: {found}");
    }
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

pub async fn another_row_comes_without_the_page(browser: &Browser, panel: &Panel) {
    browser.open(panel.address(), "/users/new").await;
    browser.evaluate("window.still = true").await;
    browser.type_into("input[name=first_name]", "Zoë").await;
    for row in 1..4 {
        browser.evaluate("document.querySelector('button[name=more]').click()").await;
        browser.find(&format!("[name='cars.{row}.name']:focus")).await;
    }
    browser.type_into("[name='cars.3.name']", "Maxi").await;
    browser.type_into("[name='cars.3.color']", "blue").await;
    assert_eq!(browser.evaluate("window.still").await, true);
    browser.click_through("Save").await;
    browser.shows("h1", "Zoë").await;
    browser.shows("section", "Maxi").await;
}

pub async fn an_exact_time_shows_where_the_keyboard_is_until_escape(
    browser: &Browser,
    panel: &Panel,
) {
    add_users(panel);
    browser.open(panel.address(), "/users").await;
    let shown = "[...document.querySelectorAll('tbody time')].map((time) => getComputedStyle(time, '::after').content)\
                 .filter((content) => content !== 'none').length";
    assert_eq!(browser.evaluate(shown).await, 0);
    browser.press("j").await;
    assert_eq!(browser.evaluate(shown).await, 1);
    browser.press(&Key::Escape.to_string()).await;
    assert_eq!(browser.evaluate(shown).await, 0);
    browser.press("j").await;
    assert_eq!(browser.evaluate(shown).await, 1);
}

pub async fn the_panel_is_used_by_single_keys(browser: &Browser, panel: &Panel) {
    add_users(panel);
    browser.open(panel.address(), "/").await;
    browser.press("g").await;
    browser.press("u").await;
    browser.shows("h1", "Users").await;
    for (key, row) in [("j", "Ade"), ("j", "Zoë"), ("k", "Ade")] {
        browser.press(key).await;
        assert_eq!(browser.text("tbody a:focus").await, row, "{key}");
    }
    browser.press("e").await;
    browser.shows("h1", "Edit Ade").await;
    // What is typed is typed.
    browser.type_into("input[name=last_name]", "n?/j").await;
    browser.click_through("Save").await;
    browser.find("tbody tr").await;
    assert!(browser.text("tbody").await.contains("n?/j"));
    // The keys go on from the row that one comes back to.
    browser.press("j").await;
    assert_eq!(browser.text("tbody a:focus").await, "Zoë");

    browser.press("?").await;
    browser.shows("dialog", "Go to a section").await;
    browser.press(&Key::Escape.to_string()).await;
    assert!(!browser.has("dialog[open]").await);

    browser.open(panel.address(), "/account").await;
    browser.evaluate("[...document.querySelectorAll('[data-keys] input')][7].click()").await;
    browser.open(panel.address(), "/users").await;
    browser.press("n").await;
    browser.press("/").await;
    browser.find("#q:focus").await;
    browser.shows("h1", "Users").await;
}

pub async fn a_tool_goes_on_where_it_was_left(browser: &Browser, panel: &Panel) {
    add_users(panel);
    browser.open(panel.address(), "/users").await;
    browser.click(".icon-columns").await;
    for (button, next) in [("down", "down"), ("down", "down"), ("up", "up"), ("up", "down")] {
        let focus =
            format!("document.querySelector('.columns [name={button}][value=first_name]').focus()");
        browser.evaluate(&focus).await;
        browser.press_through(Key::Enter).await;
        browser.find(&format!(".columns [name={next}][value=first_name]:focus")).await;
    }
    browser.open(panel.address(), "/users").await;
    browser.click(".icon-filter").await;
    for age in ["20", "25"] {
        browser.click("#test option[value='age.gt']").await;
        browser.press(&Key::Tab.to_string()).await;
        browser.press(age).await;
        browser.press_through(Key::Enter).await;
        browser.find("#test:focus").await;
    }
    // It lies below its button, and over no filter that was added.
    let is_free = "(() => {
        const button = document.querySelector('.icon-filter').getBoundingClientRect();
        const chips = document.querySelector('.chips').getBoundingClientRect();
        const tool = document.querySelector('.tool[open] form').getBoundingClientRect();
        return tool.top >= button.bottom && tool.top <= button.bottom + 8 && chips.bottom <= tool.top
            && tool.left <= button.left && tool.right >= button.left;
    })()";
    assert_eq!(browser.evaluate(is_free).await, true);
    assert_eq!(browser.evaluate("document.querySelectorAll('.chip').length").await, 2);
}
