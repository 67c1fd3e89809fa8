//! Rows that are ticked in a list, with scripts and without.

use chrono::TimeDelta;

use crate::driver::Browser;
use crate::support::Panel;

fn add_movies(panel: &Panel) {
    let ada = panel.person();
    for number in 1..=6 {
        ada.add("movies", &[("name", &format!("Movie {number}"))]);
    }
}

/// Clicks the box of a row, with shift or without.
async fn click(browser: &Browser, row: usize, with_shift: bool) {
    browser
        .evaluate(&format!(
            "document.querySelectorAll('tbody [type=checkbox]')[{row}]\
             .dispatchEvent(new MouseEvent('click', {{ bubbles: true, shiftKey: {with_shift} }}))"
        ))
        .await;
}

pub async fn a_range_is_ticked_with_shift_and_counted(browser: &Browser, panel: &Panel) {
    add_movies(panel);
    browser.open(panel.address(), "/movies?sort=name").await;
    click(browser, 1, false).await;
    assert_eq!(browser.text("form.ticks output").await, "1 selected");
    click(browser, 4, true).await;
    assert_eq!(browser.text("form.ticks output").await, "4 selected");
    // Backwards, and the ticks away again.
    click(browser, 0, false).await;
    click(browser, 3, false).await;
    click(browser, 1, true).await;
    assert_eq!(browser.text("form.ticks output").await, "2 selected");
    let ticked = "[...document.querySelectorAll('tbody [type=checkbox]')]\
                  .map((box) => (box.checked ? 'x' : '-')).join('')";
    assert_eq!(browser.evaluate(ticked).await, "x---x-");
    // The box of the head ticks the page, and says when it holds some of it.
    let head = "document.querySelector('[data-all]')";
    assert_eq!(browser.evaluate(&format!("{head}.indeterminate")).await, true);
    browser.find("[data-all]").await.click().await.unwrap();
    assert_eq!(browser.text("form.ticks output").await, "6 selected");
    click(browser, 5, false).await;
    browser.click_through("Delete").await;
    browser.shows("h1", "Delete 5 movies?").await;
}

pub async fn the_trash_is_ticked_as_lists_are(browser: &Browser, panel: &Panel) {
    add_movies(panel);
    let ada = panel.person();
    let user = [("first_name", "Bartholomew"), ("last_name", "Featherstonehaugh")];
    ada.add("users", &[&user[..], &[("cars.0.name", "Mini"), ("cars.0.color", "red")]].concat());
    for record in ["/users/1", "/movies/1", "/movies/2", "/movies/3"] {
        let form = ada.open(&format!("{record}/delete")).form();
        let reason = "It stands in the list under its other name as well, and in another one";
        ada.press(&form.fill("reason", reason), "Delete");
    }
    panel.clock().advance(TimeDelta::minutes(44));
    for (page, width) in [("/cars/trash", 768), ("/cars/trash", 1280), ("/movies/trash", 1280)] {
        browser.look_like("light", width).await;
        browser.open(panel.address(), page).await;
        // Each is one line, with all of when that was and of what restores it.
        let fit = "[...document.querySelectorAll('tbody tr')].every((row) => row.clientHeight < 44) &&\
                   [...document.querySelectorAll('.scroll, td:has(time), td:last-child')]\
                   .every((part) => part.scrollWidth <= part.clientWidth)";
        assert_eq!(browser.evaluate(fit).await, true, "{page}, {width}");
    }
    let bar = "document.querySelector('.bar').checkVisibility()";
    assert_eq!(browser.evaluate(bar).await, false);
    click(browser, 0, false).await;
    click(browser, 1, true).await;
    assert_eq!(browser.text("form.ticks output").await, "2 selected");
    browser.click_through("Restore ticked").await;
    browser.shows("p", "Restored").await;
    assert_eq!(browser.evaluate("document.querySelectorAll('tbody tr').length").await, 1);
}

pub async fn rows_are_ticked_and_changed_without_scripts(browser: &Browser, panel: &Panel) {
    add_movies(panel);
    browser.open(panel.address(), "/movies?sort=name").await;
    let tick = async |row| {
        let tick = format!("tbody tr:nth-child({row}) [type=checkbox]");
        browser.find(&tick).await.click().await.unwrap();
    };
    tick(1).await;
    tick(3).await;
    browser.find(".bar button[value=edit]").await.click().await.unwrap();
    browser.shows("h1", "Edit 2 movies").await;
    browser.open(panel.address(), "/movies?sort=name").await;
    tick(1).await;
    browser.click_through("Select this page").await;
    browser.click_through("Delete").await;
    browser.shows("h1", "Delete 6 movies?").await;
    browser.click_through("Delete 6 movies").await;
    browser.shows("p", "Deleted 6 movies.").await;
    browser.click_through("Undo").await;
    browser.shows("p", "Restored 6 movies.").await;
}
