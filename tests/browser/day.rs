//! A day's jobs as an office worker does them: how many clicks, keys and pages each takes.
//!
//! A click is one press of the mouse, that on an option of a list included; a key is one stroke;
//! what is held down meanwhile is part of either; pages are those that come after the one on which
//! the job begins. `docs/performance.md` has the same figures, and those from before.

use fantoccini::key::Key;

use crate::driver::Browser;
use crate::support::Panel;

/// Clicks, keys and pages.
type Effort = (usize, usize, usize);

/// Somebody who does a job.
struct Worker<'a> {
    browser: &'a Browser,
    clicks: usize,
    keys: usize,
}

impl<'a> Worker<'a> {
    /// Begins on that page.
    async fn at(browser: &'a Browser, panel: &Panel, page: &str) -> Self {
        browser.open(panel.address(), page).await;
        browser.pages().await;
        Self { browser, clicks: 0, keys: 0 }
    }

    async fn click(&mut self, selector: &str) {
        self.clicks += 1;
        self.browser.click(selector).await;
    }

    /// Clicks what leads to another page.
    async fn follow(&mut self, text: &str) {
        self.clicks += 1;
        self.browser.click_through(text).await;
    }

    /// Chooses an option of a list, which opens by a click that WebDriver does by itself.
    async fn choose(&mut self, list: &str, value: &str) {
        self.clicks += 1;
        self.click(&format!("{list} option[value='{value}']")).await;
    }

    /// Types wherever the focus is, which the first key may lead elsewhere.
    async fn enter(&mut self, text: &str) {
        for key in text.chars() {
            self.keys += 1;
            self.browser.press(&key.to_string()).await;
        }
    }

    /// Types over what the field holds.
    async fn enter_instead(&mut self, text: &str) {
        self.keys += 1;
        self.browser.press(&(Key::Control + "a" + &Key::Null)).await;
        self.enter(text).await;
    }

    async fn press(&mut self, key: Key) {
        self.enter(&key.to_string()).await;
    }

    /// Presses Enter, which leads to another page.
    async fn send(&mut self) {
        self.keys += 1;
        self.browser.press_through(Key::Enter).await;
    }

    /// Ends where an element says so.
    async fn effort(self, element: &str, text: &str) -> Effort {
        self.browser.shows(element, text).await;
        (self.clicks, self.keys, self.browser.pages().await)
    }
}

fn fill(panel: &Panel) {
    let grace = panel.person();
    for (name, age, email) in [
        ("Zoë", "31", "zoe@example.com"),
        ("Zola", "44", "zola@example.org"),
        ("Ade", "29", "ade@example.net"),
    ] {
        let cars = [("cars.0.name", "Mini"), ("cars.0.color", "red")];
        let user = [("first_name", name), ("age", age), ("profile.email", email)];
        grace.add("users", &[&user[..], &cars].concat());
    }
    grace.add("cars", &[("name", "Beetle"), ("color", "red"), ("user_id", "1")]);
    for number in 1..=40 {
        let name = format!("Van {number}");
        grace.add("cars", &[("name", &name), ("color", "beige"), ("user_id", "3")]);
    }
    grace.add("movies", &[("name", "Alien")]);
    for name in ["Ian Holm", "John Hurt", "Yaphet Kotto"] {
        grace.add("actors", &[("name", name)]);
    }
}

pub async fn a_days_jobs_take_as_little_as_is_said(browser: &Browser, panel: &Panel) {
    fill(panel);
    let efforts = [
        ("find a user by e-mail", find_by_email(browser, panel).await, (1, 9, 1)),
        ("change an e-mail", change_email(browser, panel).await, (3, 23, 3)),
        ("add a car to a user", add_car(browser, panel).await, (3, 17, 3)),
        ("users over 30 with two cars", filter(browser, panel).await, (5, 7, 2)),
        ("change a car's owner", change_owner(browser, panel).await, (2, 6, 2)),
        ("cast three actors", cast(browser, panel).await, (6, 17, 5)),
        ("add three actors in a row", add_actors(browser, panel).await, (3, 16, 4)),
        ("copy a record", copy(browser, panel).await, (2, 4, 3)),
        ("the colour of 40 cars", recolor(browser, panel).await, (6, 7, 3)),
        ("delete five cars", delete(browser, panel).await, (4, 0, 2)),
    ];
    let worse: Vec<_> = efforts.iter().filter(|(_, effort, said)| effort != said).collect();
    assert!(worse.is_empty(), "(job, clicks, keys and pages, as said): {worse:#?}");
}

async fn find_by_email(browser: &Browser, panel: &Panel) -> Effort {
    let mut worker = Worker::at(browser, panel, "/users").await;
    worker.click("#q").await;
    worker.enter("zola@exa").await;
    worker.send().await;
    worker.effort("small", "zola@example.org").await
}

async fn change_email(browser: &Browser, panel: &Panel) -> Effort {
    let mut worker = Worker::at(browser, panel, "/users").await;
    worker.click("#q").await;
    worker.enter("zola").await;
    worker.send().await;
    worker.follow("Edit").await;
    worker.click("[name='profile.email']").await;
    worker.enter_instead("zola@example.com").await;
    worker.send().await;
    worker.effort("h1", "Users").await
}

async fn add_car(browser: &Browser, panel: &Panel) -> Effort {
    let mut worker = Worker::at(browser, panel, "/users").await;
    worker.click("#q").await;
    worker.enter("zola").await;
    worker.send().await;
    worker.follow("Edit").await;
    worker.click("button[name=more]").await;
    browser.find("[name='cars.1.name']:focus").await;
    worker.enter("Beetle").await;
    worker.press(Key::Tab).await;
    worker.enter("blue").await;
    worker.send().await;
    worker.effort("h1", "Users").await
}

async fn filter(browser: &Browser, panel: &Panel) -> Effort {
    let mut worker = Worker::at(browser, panel, "/users").await;
    worker.click(".icon-filter").await;
    worker.choose("#test", "age.gt").await;
    worker.press(Key::Tab).await;
    worker.enter("30").await;
    worker.send().await;
    worker.choose("#test", "cars.least").await;
    worker.press(Key::Tab).await;
    worker.enter("2").await;
    worker.send().await;
    worker.effort("*[@class='shown']", "of 2").await
}

async fn change_owner(browser: &Browser, panel: &Panel) -> Effort {
    let mut worker = Worker::at(browser, panel, "/cars").await;
    worker.follow("Edit").await;
    worker.click("[role=combobox]").await;
    worker.enter("zola").await;
    browser.find("[role=option]:only-child").await;
    worker.press(Key::Enter).await;
    worker.send().await;
    worker.effort("tr[1]/td", "Zola").await
}

async fn cast(browser: &Browser, panel: &Panel) -> Effort {
    let mut worker = Worker::at(browser, panel, "/movies").await;
    worker.follow("Alien").await;
    worker.click("#castings-q").await;
    // A slash leads back to the search, where the next name is typed over the last.
    for name in ["holm", "/hurt", "/kott"] {
        worker.enter(name).await;
        worker.send().await;
        worker.click(".choices [type=checkbox]:not(:checked)").await;
    }
    worker.follow("Add").await;
    worker.effort("p", "Cast 3 actors.").await
}

async fn add_actors(browser: &Browser, panel: &Panel) -> Effort {
    let mut worker = Worker::at(browser, panel, "/actors").await;
    worker.follow("Add an actor").await;
    for name in ["Alma1", "Alma2"] {
        worker.enter(name).await;
        worker.follow("Save and add another").await;
    }
    worker.enter("Alma3").await;
    worker.send().await;
    worker.effort("tr", "Alma3").await
}

async fn copy(browser: &Browser, panel: &Panel) -> Effort {
    let mut worker = Worker::at(browser, panel, "/movies").await;
    worker.follow("Alien").await;
    worker.follow("Copy").await;
    worker.press(Key::End).await;
    worker.enter(" 2").await;
    worker.send().await;
    worker.effort("h1", "Alien 2").await
}

async fn recolor(browser: &Browser, panel: &Panel) -> Effort {
    let mut worker = Worker::at(browser, panel, "/cars?q=beige").await;
    worker.click("[data-all]").await;
    worker.click(".bar [value=edit]").await;
    worker.choose("[name='do.color']", "set").await;
    worker.click("[name=color]").await;
    worker.enter("purple").await;
    worker.send().await;
    worker.follow("Change 40 cars").await;
    worker.effort("p", "Changed 40 cars.").await
}

async fn delete(browser: &Browser, panel: &Panel) -> Effort {
    let mut worker = Worker::at(browser, panel, "/cars?q=purple").await;
    worker.click("tbody tr:nth-child(1) [type=checkbox]").await;
    worker.clicks += 1;
    browser.click_with_shift("tbody tr:nth-child(5) [type=checkbox]").await;
    worker.follow("Delete").await;
    worker.follow("Delete 5 cars").await;
    worker.effort("p", "Deleted 5 cars.").await
}
