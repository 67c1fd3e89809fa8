//! Looks at pages as the checkers of the trade do: axe, and the Nu HTML checker.
//!
//! Both come from npm. `TEST_AXE` names axe-core's `axe.min.js`, `TEST_VNU` the `vnu.jar` of the
//! checker, which needs Java.

use std::fmt::Write as _;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::driver::Browser;
use crate::support::Panel;

/// Where the checkers are.
#[derive(Clone)]
pub struct Checkers {
    axe: String,
    vnu: String,
}

impl Checkers {
    /// Those that the environment names; says which variable does not.
    pub fn from_env() -> Result<Self, String> {
        let named = |name: &str| {
            let value = std::env::var(name).ok().filter(|path| !path.is_empty());
            value.ok_or_else(|| format!("{name} names no file"))
        };
        Ok(Self { axe: named("TEST_AXE")?, vnu: named("TEST_VNU")? })
    }
}

/// A browser whose every page is checked, in light and dark, on a desktop and on a phone.
pub struct Inspector<'a> {
    /// The browser that the pages are opened in.
    pub browser: &'a Browser,
    panel: &'a Panel,
    checkers: Checkers,
    /// The pages as they were sent, for the Nu HTML checker.
    pages: TempDir,
    seen: Vec<String>,
    problems: String,
}

/// All rules of axe, those included that it still tries out, and the size of targets (WCAG 2.2,
/// 2.5.8).
const EVERYTHING: &str = "{ rules: Object.fromEntries(axe.getRules(['experimental', 'wcag22aa'])
    .map(({ ruleId }) => [ruleId, { enabled: true }])) }";
/// Those whose answer depends on how a page looks.
const LOOKS: &str = "{ runOnly: ['color-contrast', 'scrollable-region-focusable', 'target-size'] }";
/// Runs it on the page with everything opened.
const AXE: &str = "const done = arguments[0];
    document.querySelectorAll('details').forEach((details) => (details.open = true));
    const said = ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`;
    axe.run(options).then(({ violations }) => done(violations.map(said)), (e) => done([String(e)]));";

/// What a page refers to by an id that it does not have.
const DANGLING: &str = "[...document.querySelectorAll('*')].flatMap((element) => {
    const ids = ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for']
        .flatMap((name) => (element.getAttribute(name) ?? '').split(' '));
    const href = element.getAttribute('href') ?? '';
    if (href.startsWith('#')) ids.push(href.slice(1));
    return ids.filter((id) => id !== '' && !document.getElementById(id))
        .map((id) => `${id} of ${element.outerHTML.slice(0, 200)}`);
})";

/// Fills in a form and presses one of its buttons.
const SEND: &str = "const [selector, fields, button] = arguments;
    const form = document.querySelector(selector);
    for (const [name, value] of fields) {
        const named = [...form.elements].filter((element) => element.name === name);
        const box = named.find(({ type, value: own }) => /checkbox|radio/.test(type) && own === value);
        if (box) box.checked = true;
        else named[0].value = value;
    }
    form.noValidate = true;
    const buttons = [...form.querySelectorAll('button')].filter((button) => !button.ariaHidden);
    form.requestSubmit(buttons.find(({ textContent }) => textContent.trim().startsWith(button)));";

impl<'a> Inspector<'a> {
    /// Begins with no page seen.
    pub async fn new(browser: &'a Browser, panel: &'a Panel, checkers: Checkers) -> Self {
        let axe = std::fs::read_to_string(&checkers.axe).expect("TEST_AXE");
        browser.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": axe })).await;
        let pages = tempfile::tempdir().expect("a folder");
        Self { browser, panel, checkers, pages, seen: Vec::new(), problems: String::new() }
    }

    /// Opens a page and looks at it.
    pub async fn open(&mut self, path: &str) {
        self.browser.open(self.panel.address(), path).await;
        self.look(path).await;
    }

    /// Fills in a form of the page that is open, presses a button, and looks at what comes.
    pub async fn send(&mut self, form: &str, fields: &[(&str, &str)], button: &str) {
        let arguments = vec![json!(form), json!(fields), json!(button)];
        self.browser.leave_by(SEND, arguments).await;
        self.look(button).await;
    }

    /// Opens a page without its scripts, and looks at it.
    pub async fn open_without_scripts(&mut self, path: &str) {
        self.block(&["*.js"]).await;
        self.open(path).await;
        self.block(&[]).await;
    }

    async fn block(&self, addresses: &[&str]) {
        self.browser.devtools("Network.setBlockedURLs", json!({ "urls": addresses })).await;
    }

    /// Keeps the page that is open for the Nu HTML checker, and looks at it.
    async fn look(&mut self, name: &str) {
        self.browser.find("main h1").await;
        let (status, html) = self.browser.received().await;
        let name = format!("{} {status} {name}", self.seen.len());
        std::fs::write(self.pages.path().join(file(self.seen.len())), html)
            .expect("a page written");
        self.look_again(&name).await;
        self.seen.push(name);
    }

    /// Looks at the page as it is now.
    pub async fn look_again(&mut self, name: &str) {
        let dangling = self.browser.evaluate(DANGLING).await;
        self.note(name, "refers to nothing", &dangling);
        self.browser.look_like("light", 1280).await;
        let violations = self.axe(EVERYTHING).await;
        self.note(name, "in light", &violations);
        self.browser.look_like("dark", 390).await;
        self.browser.unroll(390).await;
        let violations = self.axe(LOOKS).await;
        self.note(name, "in the dark, on a phone", &violations);
    }

    async fn axe(&self, options: &str) -> Value {
        self.browser.evaluate_later(&format!("const options = {options}; {AXE}")).await
    }

    fn note(&mut self, page: &str, looks: &str, found: &Value) {
        for problem in found.as_array().expect("a list of what was found") {
            let _ = writeln!(self.problems, "{page}, {looks}: {}", problem.as_str().unwrap_or("?"));
        }
    }

    /// Asks the Nu HTML checker, and tells everything that was found.
    pub async fn finish(mut self) {
        self.try_the_checkers().await;
        let java = Command::new("java")
            .args(["-jar", &self.checkers.vnu, "--Werror", "--format", "gnu", "--stdout", WRONG])
            .args((0..self.seen.len()).map(file))
            .current_dir(self.pages.path())
            .output()
            .expect("java");
        let said = String::from_utf8_lossy(&java.stdout);
        let (expected, found): (Vec<_>, Vec<_>) =
            said.lines().partition(|line| line.contains(WRONG));
        assert!(!expected.is_empty(), "{}", String::from_utf8_lossy(&java.stderr));
        self.problems.push_str(&found.join("\n"));
        assert!(self.problems.is_empty(), "{}\nof {:#?}", self.problems, self.seen);
    }

    /// Both find what is wrong where something is.
    async fn try_the_checkers(&self) {
        std::fs::write(self.pages.path().join(WRONG), "<p></i>").expect("a page written");
        self.browser.evaluate("document.body.append(document.createElement('img'))").await;
        let found = self.axe(EVERYTHING).await;
        assert!(found.to_string().contains("image-alt"), "{found}");
    }
}

/// A page with faults.
const WRONG: &str = "wrong.html";

fn file(page: usize) -> String {
    format!("{page}.html")
}
