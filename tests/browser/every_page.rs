//! What holds on every page.

use crate::driver::Browser;
use crate::support::Panel;

/// One page of each kind, on the sample data.
const PAGES: [&str; 32] = [
    "/",
    "/added",
    "/search",
    "/search?q=an",
    "/users",
    "/users?sort=-age&page=2",
    "/users/1",
    "/users/new",
    "/users/1/edit",
    "/users/1/delete",
    "/users/1/history",
    "/users/1/history/at/0",
    "/users/1/history/at/0/restore",
    "/profiles",
    "/profiles/1",
    "/profiles/1/edit",
    "/cars",
    "/cars/1",
    "/cars/new",
    "/cars/trash",
    "/movies",
    "/movies/1",
    "/movies/1/castings",
    "/movies/1/delete",
    "/actors",
    "/actors/1/castings?q=a",
    "/activity",
    "/account",
    "/account/factor",
    "/operators",
    "/roles",
    "/security-log",
];

fn load_sample_data(panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
}

pub async fn no_page_writes_an_error_to_the_console(browser: &Browser, panel: &Panel) {
    browser.open(panel.address(), "/").await;
    assert_eq!(browser.console().await, [""; 0]);
    load_sample_data(panel);
    for page in PAGES {
        browser.open(panel.address(), page).await;
        browser.find("main h1").await;
        assert_eq!(browser.console().await, [""; 0], "{page}");
    }
    // The console is listened to.
    browser.evaluate("console.error('heard')").await;
    assert_eq!(browser.console().await.len(), 1);
}

pub async fn no_page_scrolls_sideways_on_a_phone(browser: &Browser, panel: &Panel) {
    load_sample_data(panel);
    let ada = panel.person();
    ada.press(&ada.open("/cars/2/delete").form(), "Delete");
    for page in PAGES {
        browser.open(panel.address(), page).await;
        assert_eq!(browser.evaluate("innerWidth").await, 320);
        let width = browser.evaluate("document.documentElement.scrollWidth").await;
        assert!(width.as_i64() <= Some(320), "{page} is {width} wide");
    }
    // A table of numbers fits as well, without a region of its own that scrolls.
    browser.open(panel.address(), "/added").await;
    let hidden = "[...document.querySelectorAll('.scroll')].map((region) => region.scrollWidth - region.clientWidth)";
    assert_eq!(browser.evaluate(hidden).await, serde_json::json!([0]));
}

pub async fn no_list_scrolls_sideways_on_a_desktop(browser: &Browser, panel: &Panel) {
    load_sample_data(panel);
    let ada = panel.person();
    ada.save(&ada.edit("/profiles/1", &[("height", &"0".repeat(60))]));
    for list in ["/users", "/profiles?sort=height", "/cars", "/movies", "/actors"] {
        for width in [1201, 1280, 1366, 1440] {
            browser.look_like("light", width).await;
            browser.open(panel.address(), list).await;
            let seen = browser.evaluate("document.documentElement.scrollWidth").await;
            assert!(seen.as_u64() <= Some(width.into()), "{list} is {seen} of {width} wide");
        }
    }
}

pub async fn what_saves_a_form_is_in_sight_on_a_phone(browser: &Browser, panel: &Panel) {
    load_sample_data(panel);
    browser.open(panel.address(), "/users/1/edit").await;
    let is_seen = "((seen) => seen.top >= 0 && seen.bottom <= innerHeight && seen.right <= innerWidth)\
                   (document.querySelector('form.record .primary').getBoundingClientRect())";
    assert_eq!(browser.evaluate(is_seen).await, true);
    browser.evaluate("scrollTo(0, document.body.scrollHeight)").await;
    assert_eq!(browser.evaluate(is_seen).await, true);
    // What else can be done is below it, whole.
    let cut = "[...document.querySelectorAll('.buttons > *')].filter((button) =>\
               button.scrollWidth > button.clientWidth || button.getBoundingClientRect().right > innerWidth).length";
    assert_eq!(browser.evaluate(cut).await, 0);
}

/// What lies behind a bar or the heads of a table once it has the focus, wherever on the screen it
/// stood before.
const COVERED: &str = "(() => {
    document.querySelector('.ticks label [type=checkbox]')?.click();
    const reached = 'main :is(a, button, input, select, textarea):not([type=hidden], [tabindex=\"-1\"])';
    const covers = 'main > .record > .buttons, .bar, thead';
    return [...document.querySelectorAll(reached)].filter((element) => {
        if (!element.checkVisibility() || element.closest(covers)) return false;
        return ['top', 'bottom'].some((edge) => {
            document.activeElement.blur();
            const before = element.getBoundingClientRect();
            scrollBy(0, edge === 'top' ? before.top : before.bottom - innerHeight);
            element.focus();
            const { left, top, width, height } = element.getBoundingClientRect();
            return [0.05, 0.5, 0.95].some((part) =>
                document.elementFromPoint(left + width / 2, top + height * part)?.closest(covers));
        });
    }).map((element) => element.outerHTML);
})()";

pub async fn what_has_the_focus_is_never_behind_what_sticks(browser: &Browser, panel: &Panel) {
    load_sample_data(panel);
    for width in [320, 390, 1280] {
        browser.look_like("light", width).await;
        for page in ["/users/1/edit", "/movies/1/edit", "/cars?size=25"] {
            browser.open(panel.address(), page).await;
            let covered = browser.evaluate(COVERED).await;
            assert_eq!(covered, serde_json::json!([]), "{page}, {width}");
        }
    }
}

/// How many lines the name of the first row of a list takes.
const LINES: &str = "((link) => Math.round(link.clientHeight / parseFloat(getComputedStyle(link).lineHeight)))\
                     (document.querySelector('tbody th a'))";

pub async fn a_long_name_takes_three_lines_of_a_list_on_a_phone(browser: &Browser, panel: &Panel) {
    let name = "The unlikely adventures of a lighthouse keeper ".repeat(5);
    panel.person().add("movies", &[("name", name.trim())]);
    for (width, lines) in [(320, 3), (1280, 1)] {
        browser.look_like("light", width).await;
        for page in ["/movies", "/activity"] {
            browser.open(panel.address(), page).await;
            assert_eq!(browser.evaluate(LINES).await, lines, "{page}, {width}");
        }
        // It leads to all of it.
        browser.open(panel.address(), "/movies/1").await;
        assert_eq!(browser.text("h1").await, name.trim());
    }
    browser.open(panel.address(), "/movies").await;
    let title = browser.find("tbody th a").await.attr("title").await.unwrap();
    assert_eq!(title.as_deref(), Some(name.trim()));
}

pub async fn twenty_rows_fit_whatever_they_hold(browser: &Browser, panel: &Panel) {
    const SEEN: &str = "[...document.querySelectorAll('tbody tr')]\
                        .filter((row) => row.getBoundingClientRect().bottom <= innerHeight).length";
    let ada = panel.person();
    let long = |words: &str| words.repeat(5);
    for number in 0..32 {
        let email = format!("number.{number:0>18}@a.quite.long.name.of.a.host.example.com");
        let user = [
            ("first_name", &*long("Llanfairpwllgwyngyll")),
            ("last_name", &long("between two lines ")),
            ("profile.country", &"South Georgia ".repeat(3)),
            ("profile.height", &"about two metres ".repeat(3)),
            ("profile.email", &email),
        ];
        ada.add("users", &user);
    }
    browser.look_like("light", 1280).await;
    for list in ["/users", "/users?columns=first_name,last_name,country,created", "/profiles"] {
        browser.open(panel.address(), list).await;
        assert!(browser.evaluate(SEEN).await.as_u64() >= Some(20), "{list}");
        let wide = "document.documentElement.scrollWidth <= innerWidth";
        assert_eq!(browser.evaluate(wide).await, true, "{list}");
    }
    browser.click(".icon-table").await;
    browser.click_through("Compact").await;
    browser.open(panel.address(), "/users").await;
    assert!(browser.evaluate(SEEN).await.as_u64() >= Some(30));
}

pub async fn each_value_of_a_card_says_its_column(browser: &Browser, panel: &Panel) {
    const SAID: &str = "[...document.querySelectorAll('.brief tbody tr:first-child td:not(:last-child)')]\
                        .map((cell) => getComputedStyle(cell, '::before').content.replaceAll('\"', ''))";
    load_sample_data(panel);
    for width in [320, 390, 480] {
        browser.look_like("light", width).await;
        browser.open(panel.address(), "/users").await;
        let columns = serde_json::json!(["Last name", "Age", "Country", "Cars", "Updated"]);
        assert_eq!(browser.evaluate(SAID).await, columns, "{width}");
        browser.open(panel.address(), "/users?sort=-cars").await;
        browser.click("tbody th a").await;
        browser.find("#cars").await;
        assert_eq!(browser.evaluate(SAID).await, serde_json::json!(["Color"]), "{width}");
        let hidden = "(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('#cars .scroll'))";
        assert_eq!(browser.evaluate(hidden).await, 0, "{width}");
    }
}

pub async fn no_email_address_breaks_in_its_middle(browser: &Browser, panel: &Panel) {
    let email = "ade.okonkwo-bello@example.com";
    panel.person().add(
        "users",
        &[
            ("first_name", "Ade"),
            ("profile.height", "168 cm"),
            ("profile.country", "Nigeria"),
            ("profile.email", email),
        ],
    );
    for width in [390, 1280] {
        browser.look_like("light", width).await;
        for page in ["/users/1", "/profiles/1", "/profiles"] {
            browser.open(panel.address(), page).await;
            assert_eq!(browser.text(".email").await, email);
            let lines = "[...document.querySelectorAll('.email')].map((shown) => Math.round(\
                         shown.getBoundingClientRect().height / parseFloat(getComputedStyle(shown).lineHeight)))";
            assert_eq!(browser.evaluate(lines).await, serde_json::json!([1]), "{page}, {width}");
        }
    }
}
