//! Back in a list, after one of its rows was saved.

use crate::driver::Browser;
use crate::support::Panel;

/// What of the row that was saved, and of the message that says so, is in sight and covered by
/// nothing; and whether the row is marked.
const SEEN: &str = "(() => {
    const [row, message] = ['tr:target', '.notice'].map((one) => document.querySelector(one));
    const isSeen = (element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const [across, edges] = [(left + right) / 2, [top + 3, bottom - 3]];
        return edges.every((down) => element.contains(document.elementFromPoint(across, down)));
    };
    const [marked, other] = [row, row.previousElementSibling]
        .map((one) => getComputedStyle(one).backgroundColor);
    return [isSeen(row), marked !== other, isSeen(message), scrollY > 500];
})()";

pub async fn the_saved_row_and_the_message_are_in_sight(browser: &Browser, panel: &Panel) {
    let ada = panel.person();
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
    for width in [1280, 390, 320] {
        browser.look_like("light", width).await;
        for row in [30, 50] {
            browser.open(panel.address(), "/movies?sort=created").await;
            browser.click(&format!("tbody tr:nth-child({row}) td:last-child a")).await;
            browser.type_into("input[name=name]", " again").await;
            browser.click_through("Save").await;
            browser.shows("p", "Saved ").await;
            let seen = browser.evaluate(SEEN).await;
            assert_eq!(seen, serde_json::json!([true, true, true, true]), "{row}, {width}");
        }
    }
    // What can be done with ticked rows is not behind the message.
    browser.click("tr:target [type=checkbox]").await;
    let covered = "((bar) => !bar.contains(document.elementFromPoint(innerWidth / 2,\
                   bar.getBoundingClientRect().bottom - 5)))(document.querySelector('.bar'))";
    assert_eq!(browser.evaluate(covered).await, false);
}
