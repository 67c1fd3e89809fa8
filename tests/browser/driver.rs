//! ChromeDriver, and the browsers that it starts.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use actix_web::rt::System;
use fantoccini::actions::{
    Actions, InputSource as _, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions,
    PointerAction,
};
use fantoccini::key::Key;
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use ureq::http::Method;

use crate::support::{PASSWORD, Panel};

/// Longer than anything a page takes; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running ChromeDriver.
pub struct Driver {
    process: Child,
    port: u16,
}

/// Which browser is started.
#[derive(Clone, Copy)]
pub enum Kind {
    Desktop,
    /// 320 CSS pixels wide, the least that WCAG 2.2 asks for (1.4.10).
    Phone,
    WithoutScripts,
    /// One that keeps what it receives, to be looked at.
    Inspected,
}

impl Driver {
    /// Starts it; says what is missing where it cannot.
    pub fn start() -> Result<Self, String> {
        for program in ["chromium", "chromedriver"] {
            let mut command = Command::new(program);
            let version = command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
            version.status().map_err(|error| format!("{program} cannot be started: {error}"))?;
        }
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("chromedriver cannot be started: {error}"))?;
        let stdout = process.stdout.take().expect("its output");
        let started = BufReader::new(stdout)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.split("successfully on port ").nth(1).map(str::to_owned))
            .expect("the port of chromedriver");
        let port = started.trim_end_matches('.').parse().expect("a port");
        Ok(Self { process, port })
    }

    /// Runs a test in a browser of its own.
    pub fn browse(&self, kind: Kind, test: impl AsyncFnOnce(Browser)) {
        System::new().block_on(async {
            let client = ClientBuilder::new(HttpConnector::new())
                .capabilities(capabilities(kind))
                .connect(&format!("http://127.0.0.1:{}", self.port))
                .await
                .expect("a browser");
            test(Browser { client: client.clone() }).await;
            client.close().await.expect("the browser closes");
        });
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It ends the browsers that failed tests left open as well.
        let process = self.process.id().to_string();
        let _ = Command::new("kill").arg(process).status();
        let _ = self.process.wait();
    }
}

fn capabilities(kind: Kind) -> Capabilities {
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--window-size=1280,900",
    ];
    let mut options = json!({ "args": arguments });
    match kind {
        Kind::Desktop | Kind::Inspected => {}
        Kind::Phone => {
            let metrics = json!({ "width": 320, "height": 640, "pixelRatio": 1.0, "touch": true });
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        Kind::WithoutScripts => {
            options["prefs"] = json!({ "profile.managed_default_content_settings.javascript": 2 });
        }
    }
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".to_owned(), options);
    let logs = match kind {
        Kind::Inspected => json!({ "browser": "ALL", "performance": "ALL" }),
        _ => json!({ "browser": "ALL" }),
    };
    capabilities.insert("goog:loggingPrefs".to_owned(), logs);
    capabilities
}

/// A browser that a test drives.
pub struct Browser {
    client: Client,
}

impl Browser {
    /// Opens a page of the panel at that address.
    pub async fn open(&self, address: SocketAddr, path: &str) {
        self.client.goto(&format!("http://{address}{path}")).await.expect(path);
    }

    /// Signs in as somebody who may do everything.
    pub async fn sign_in(&self, panel: &Panel) {
        panel.database().operator("Grace", &["admin"]);
        self.open(panel.address(), "/sign-in").await;
        self.type_into("input[name=name]", "Grace").await;
        self.type_into("input[name=password]", PASSWORD).await;
        self.press(&Key::Enter.to_string()).await;
        self.find("form.sign-out").await;
    }

    /// Types into a field.
    pub async fn type_into(&self, selector: &str, text: &str) {
        self.find(selector).await.send_keys(text).await.expect(selector);
    }

    /// Presses keys wherever the focus is.
    pub async fn press(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.expect("keys");
    }

    /// Presses a key that leads to another page, and waits until this one is left.
    pub async fn press_through(&self, key: Key) {
        let page = self.find("html").await;
        self.press(&key.to_string()).await;
        self.left(page).await;
    }

    /// Clicks an element.
    pub async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.expect(selector);
    }

    /// Clicks an element while Shift is held down.
    pub async fn click_with_shift(&self, selector: &str) {
        let (element, value) = (self.find(selector).await, Key::Shift.into());
        let to = PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 };
        let mouse = MouseActions::new("mouse".to_owned())
            .then(to)
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        let held = Duration::from_millis(0);
        let keys = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value })
            .pause(held)
            .pause(held)
            .then(KeyAction::Up { value });
        self.client.perform_actions(Actions::from(keys).and(mouse)).await.expect(selector);
    }

    /// Clicks the link or the button of that text, and waits until the page it stands on is left.
    pub async fn click_through(&self, text: &str) {
        let has_text = format!("contains(normalize-space(), '{text}') and not(@aria-hidden)");
        let path = format!("//main//*[(self::a or self::button) and {has_text}]");
        let page = self.find("html").await;
        let element = self.client.find(Locator::XPath(&path)).await.expect(text);
        element.click().await.expect(text);
        self.left(page).await;
    }

    /// Waits until an element of that name says so.
    pub async fn shows(&self, element: &str, text: &str) {
        let path = format!("//{element}[contains(normalize-space(), \"{text}\")]");
        let wait = self.client.wait().at_most(PATIENCE);
        wait.for_element(Locator::XPath(&path)).await.expect(text);
    }

    /// The element, as soon as it is there.
    pub async fn find(&self, selector: &str) -> fantoccini::elements::Element {
        let wait = self.client.wait().at_most(PATIENCE);
        wait.for_element(Locator::Css(selector)).await.expect(selector)
    }

    /// Whether there is such an element now.
    pub async fn has(&self, selector: &str) -> bool {
        self.client.find(Locator::Css(selector)).await.is_ok()
    }

    pub async fn text(&self, selector: &str) -> String {
        self.find(selector).await.text().await.expect(selector)
    }

    /// What is in a field.
    pub async fn value(&self, selector: &str) -> String {
        self.find(selector).await.prop("value").await.expect(selector).unwrap_or_default()
    }

    /// What a script finds out about the page.
    pub async fn evaluate(&self, expression: &str) -> Value {
        self.client.execute(&format!("return {expression}"), Vec::new()).await.expect(expression)
    }

    /// What the page wrote to the console since the last look, as ChromeDriver tells it.
    pub async fn console(&self) -> Vec<String> {
        self.log("browser").await.iter().map(ToString::to_string).collect()
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.own_command("se/log", json!({ "type": kind })).await;
        log.as_array().cloned().unwrap_or_default()
    }

    /// A command of the browser's developer tools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.own_command("goog/cdp/execute", body).await
    }

    async fn own_command(&self, path: &'static str, body: Value) -> Value {
        self.client.issue_cmd(OwnCommand { path, body }).await.expect(path)
    }

    /// The status and the HTML of the page that was received last, as they were sent.
    pub async fn received(&self) -> (u64, String) {
        let (status, request) = self.documents().await.pop().expect("a page");
        let answer =
            self.devtools("Network.getResponseBody", json!({ "requestId": request })).await;
        (status, answer["body"].as_str().expect("its HTML").to_owned())
    }

    /// How many pages were received since the last look.
    pub async fn pages(&self) -> usize {
        self.documents().await.len()
    }

    /// The status of each page that was received since the last look, and what asked for it.
    async fn documents(&self) -> Vec<(u64, Value)> {
        let of_document = |entry: &Value| {
            let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let (message, parameters) = (&message["message"], &message["message"]["params"]);
            let is_document =
                message["method"] == "Network.responseReceived" && parameters["type"] == "Document";
            let status = parameters["response"]["status"].as_u64()?;
            is_document.then(|| (status, parameters["requestId"].clone()))
        };
        self.log("performance").await.iter().filter_map(of_document).collect()
    }

    /// Shows pages in that color scheme, to a window of that width, without motion.
    pub async fn look_like(&self, color_scheme: &str, width: u32) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": color_scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        self.resize(width, 900).await;
    }

    /// Makes the window as tall as the page, so that what sticks to its end stands over nothing.
    pub async fn unroll(&self, width: u32) {
        let height = self.evaluate("document.documentElement.scrollHeight").await;
        self.resize(width, height.as_u64().expect("a height")).await;
    }

    pub async fn resize(&self, width: u32, height: u64) {
        let screen = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", screen).await;
    }

    /// What a script finds out that calls its last argument with it.
    pub async fn evaluate_later(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.expect("an answer")
    }

    /// Waits until a script has led to another page.
    pub async fn leave_by(&self, script: &str, arguments: Vec<Value>) {
        let page = self.find("html").await;
        self.client.execute(script, arguments).await.expect("a script");
        self.left(page).await;
    }

    async fn left(&self, page: fantoccini::elements::Element) {
        let left = async { while page.tag_name().await.is_ok() {} };
        tokio::time::timeout(PATIENCE, left).await.expect("another page");
    }
}

/// One of ChromeDriver's own commands, which WebDriver does not know.
#[derive(Debug)]
struct OwnCommand {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for OwnCommand {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
