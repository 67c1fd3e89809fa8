//! The panel in a real browser: Debian's Chromium, driven through its ChromeDriver.
//!
//! Where the machine has no browser, the tests are left out, and say so.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends at what it does not expect"
)]

mod coming_back;
mod day;
mod driver;
mod every_page;
mod inspector;
mod scripts;
#[expect(dead_code, unused_imports, reason = "the other tests use more of it")]
#[path = "../support/mod.rs"]
mod support;
mod ticks;
mod tour;
mod without_scripts;

use std::process::ExitCode;
use std::sync::Arc;

use driver::Driver;
use inspector::Checkers;
use libtest_mimic::{Arguments, Trial};
use support::{Panel, Source};

/// A test, with a browser and a panel of its own.
macro_rules! trial {
    ($driver:expr, $source:expr, $kind:expr, $test:path) => {{
        let (driver, source) = (Arc::clone(&$driver), Arc::clone(&$source));
        Trial::test(stringify!($test).replace(' ', ""), move || {
            let panel = Panel::from(source.database());
            driver.browse($kind, async |browser| {
                browser.sign_in(&panel).await;
                $test(&browser, &panel).await;
            });
            Ok(())
        })
    }};
}

/// The test that nobody is signed in for at first.
fn tour(driver: Arc<Driver>, source: Arc<Source>, checkers: Checkers) -> Trial {
    Trial::test("tour::no_checker_finds_fault_with_any_page", move || {
        let panel = Panel::from(source.database());
        driver.browse(driver::Kind::Inspected, async |browser| {
            tour::no_checker_finds_fault_with_any_page(&browser, &panel, checkers.clone()).await;
        });
        Ok(())
    })
}

fn main() -> ExitCode {
    use driver::Kind::{Desktop, Inspected, Phone, WithoutScripts};
    let mut arguments = Arguments::from_args();
    // A browser fills a core by itself.
    arguments.test_threads = Some(1);
    let driver = match Driver::start() {
        Ok(driver) => Arc::new(driver),
        Err(absence) => {
            println!("\nThe tests in a browser are left out, because {absence}");
            return ExitCode::SUCCESS;
        }
    };
    let Ok(source) = Source::open("sqlite").map(Arc::new) else {
        println!("\nThe tests in a browser are left out, because they are built without SQLite");
        return ExitCode::SUCCESS;
    };
    let mut trials = vec![
        trial!(driver, source, Desktop, scripts::an_owner_is_chosen_by_keyboard_alone),
        trial!(driver, source, Desktop, scripts::a_choice_that_comes_first_has_the_focus),
        trial!(driver, source, Desktop, scripts::escape_gives_up_a_choice),
        trial!(driver, source, Desktop, scripts::what_is_offered_lies_over_everything_else),
        trial!(driver, source, Desktop, scripts::a_double_click_on_save_makes_one_record),
        trial!(driver, source, Desktop, scripts::another_row_comes_without_the_page),
        trial!(driver, source, Desktop, scripts::a_row_that_is_not_saved_yet_is_taken_away),
        trial!(driver, source, Desktop, scripts::a_tool_goes_on_where_it_was_left),
        trial!(driver, source, Desktop, scripts::the_panel_is_used_by_single_keys),
        trial!(
            driver,
            source,
            Desktop,
            scripts::an_exact_time_shows_where_the_keyboard_is_until_escape
        ),
        trial!(driver, source, Desktop, coming_back::the_saved_row_and_the_message_are_in_sight),
        trial!(
            driver,
            source,
            WithoutScripts,
            coming_back::the_saved_row_and_the_message_are_in_sight
        ),
        trial!(driver, source, Inspected, day::a_days_jobs_take_as_little_as_is_said),
        trial!(driver, source, Desktop, ticks::a_range_is_ticked_with_shift_and_counted),
        trial!(driver, source, Desktop, ticks::the_trash_is_ticked_as_lists_are),
        trial!(driver, source, WithoutScripts, ticks::rows_are_ticked_and_changed_without_scripts),
        trial!(driver, source, WithoutScripts, without_scripts::everything_is_done_without_scripts),
        trial!(
            driver,
            source,
            WithoutScripts,
            without_scripts::a_deletion_is_undone_and_redone_without_scripts
        ),
        trial!(driver, source, Desktop, every_page::no_page_writes_an_error_to_the_console),
        trial!(driver, source, Phone, every_page::no_page_scrolls_sideways_on_a_phone),
        trial!(driver, source, Desktop, every_page::no_list_scrolls_sideways_on_a_desktop),
        trial!(driver, source, Phone, every_page::what_saves_a_form_is_in_sight_on_a_phone),
        trial!(driver, source, Desktop, every_page::what_has_the_focus_is_never_behind_what_sticks),
        trial!(
            driver,
            source,
            Desktop,
            every_page::a_long_name_takes_three_lines_of_a_list_on_a_phone
        ),
        trial!(driver, source, Desktop, every_page::twenty_rows_fit_whatever_they_hold),
        trial!(driver, source, Desktop, every_page::each_value_of_a_card_says_its_column),
        trial!(driver, source, Desktop, every_page::no_email_address_breaks_in_its_middle),
    ];
    match Checkers::from_env() {
        Ok(checkers) => trials.push(tour(driver, source, checkers)),
        Err(absence) => println!("\nThe checkers of pages are left out, because {absence}"),
    }
    libtest_mimic::run(&arguments, trials).exit_code()
}
