//! Somebody who uses the panel: opens pages, fills in forms, presses buttons.

use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use backlot::access::Token;
use ureq::http::{Method, Request};
use ureq::{Agent, Cookie};

use super::form::{Form, Sending};
use super::page::Page;

/// The password of every operator of the tests.
pub const PASSWORD: &str = "tumble winter ochre";

/// The name of the cookie of a session at the panel that listens there, on plain HTTP.
pub fn session_cookie(panel: SocketAddr) -> String {
    format!("backlot-{}", panel.port())
}

/// A person with a browser that keeps cookies. It follows no redirect by itself.
pub struct Person {
    agent: Agent,
    address: SocketAddr,
    /// The mark that the forms of their session carry.
    mark: Mutex<String>,
}

impl Person {
    /// Somebody at the panel that listens there.
    pub fn at(address: SocketAddr) -> Self {
        let agent = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build()
            .new_agent();
        Self { agent, address, mark: Mutex::default() }
    }

    /// The same with a session that is written into the database: as signing in by the page, and
    /// quicker.
    pub fn with_session(self, token: &Token) -> Self {
        self.keep_cookie(&session_cookie(self.address), token.as_str());
        *self.mark.lock().expect("the mark") = token.form_mark();
        self
    }

    /// Keeps a cookie, as one that a script has set.
    pub fn keep_cookie(&self, name: &str, value: &str) {
        let site = format!("http://{}/", self.address).parse().expect("an address");
        let cookie = Cookie::parse(format!("{name}={value}; Path=/"), &site);
        let mut jar = self.agent.cookie_jar_lock();
        jar.insert(cookie.expect("a cookie"), &site).expect("a cookie taken");
        jar.release();
    }

    /// The cookie of the session, as a header carries it.
    pub fn cookie(&self) -> String {
        let jar = self.agent.cookie_jar_lock();
        let cookies: Vec<String> =
            jar.iter().map(|cookie| format!("{}={}", cookie.name(), cookie.value())).collect();
        cookies.join("; ")
    }

    /// The secret of the session.
    pub fn session(&self) -> String {
        let jar = self.agent.cookie_jar_lock();
        let name = session_cookie(self.address);
        let session = jar.iter().find(|cookie| cookie.name() == name);
        session.map(|cookie| cookie.value().to_owned()).expect("a session")
    }

    /// Looks which mark the forms of the session carry.
    #[track_caller]
    pub fn learn_mark(&self) {
        let home = self.open("/");
        *self.mark.lock().expect("the mark") =
            home.form_where("form.sign-out").value("mark").to_owned();
    }

    /// The mark of the session.
    pub fn mark(&self) -> String {
        self.mark.lock().expect("the mark").clone()
    }

    /// Opens a page that is there.
    #[track_caller]
    pub fn open(&self, path: &str) -> Page {
        let page = self.get(path);
        page.assert_status(200);
        page
    }

    /// Asks for a page that may not be there.
    #[track_caller]
    pub fn get(&self, path: &str) -> Page {
        self.try_get(path).expect("an answer")
    }

    /// Asks a panel that may not be there.
    pub fn try_get(&self, path: &str) -> Result<Page, ureq::Error> {
        self.try_request(Method::GET, path, &[], b"")
    }

    /// Adds a record by its form, and sees its page.
    #[track_caller]
    pub fn add(&self, entity: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.open(&format!("/{entity}/new")).form();
        self.save(&form.fill_all(fields))
    }

    /// Opens the form of a record with further text in some fields, and leaves it open.
    #[track_caller]
    pub fn edit(&self, path: &str, fields: &[(&str, &str)]) -> Form {
        self.open(&format!("{path}/edit")).form().fill_all(fields)
    }

    /// Presses the button of that text, and sees what the form's address answers.
    #[track_caller]
    pub fn press(&self, form: &Form, button: &str) -> Page {
        let Sending { is_post, action, pairs } = form.pressed(button);
        if is_post { self.post(&action, &pairs) } else { self.get(&format!("{action}?{pairs}")) }
    }

    /// Presses "Save" on a form that is in order, and sees where that leads.
    #[track_caller]
    pub fn save(&self, form: &Form) -> Page {
        let answer = self.press(form, "Save");
        self.follow(&answer)
    }

    /// Goes where the answer leads.
    #[track_caller]
    pub fn follow(&self, answer: &Page) -> Page {
        answer.assert_status(303);
        self.open(answer.location())
    }

    /// Sends the body of a form, as a browser writes it.
    #[track_caller]
    pub fn post(&self, path: &str, body: &str) -> Page {
        self.try_post(path, body).expect("an answer")
    }

    /// Sends it to a panel that may not be there.
    pub fn try_post(&self, path: &str, body: &str) -> Result<Page, ureq::Error> {
        let form = [("content-type", "application/x-www-form-urlencoded")];
        // A form that somebody else opened is sent as if they had opened it themselves.
        let pairs = body.split('&').filter(|pair| !pair.starts_with("mark=") && !pair.is_empty());
        let mark = format!("mark={}", self.mark());
        let body = pairs.chain([mark.as_str()]).collect::<Vec<_>>().join("&");
        self.try_request(Method::POST, path, &form, body.as_bytes())
    }

    /// Chooses a file in a form that uploads one, and sends it, as a browser does.
    #[track_caller]
    pub fn upload(&self, path: &str, file_name: &str, bytes: &[u8]) -> Page {
        let mark = self.mark();
        let head = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"mark\"\r\n\r\n{mark}\r\n--edge\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
        let form = [("content-type", "multipart/form-data; boundary=edge")];
        self.try_request(Method::POST, path, &form, &body).expect("an answer")
    }

    /// Asks for the file of a list by the form of its page, with these fields of the form set.
    #[track_caller]
    pub fn download(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = self.open(path).form_where("form.record");
        let form = fields.iter().fold(form, |form, (name, value)| match *name {
            "bom" | "live" => form.choose(name, value),
            _ => form.fill(name, value),
        });
        let file = self.press(&form, "Download");
        file.assert_status(200);
        file
    }

    /// Sends any request.
    #[track_caller]
    pub fn request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Page {
        self.try_request(method, path, headers, body.as_bytes()).expect("an answer")
    }

    fn try_request(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Page, ureq::Error> {
        let mut request =
            Request::builder().method(method.clone()).uri(format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = match method {
            Method::GET | Method::HEAD => self.agent.run(request.body(())?)?,
            _ => self.agent.run(request.body(body)?)?,
        };
        Page::read(path, answer)
    }
}
