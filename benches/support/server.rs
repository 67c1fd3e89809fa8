//! The program as a process that serves, and a browser of somebody who is signed in.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use backlot::access::Token;
use scraper::{Html, Selector};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A program that runs, and whoever is signed in.
pub struct Server {
    pub process: Child,
    address: String,
    cookie: String,
    agent: ureq::Agent,
}

impl Server {
    /// Runs that command, and waits until it listens.
    pub fn start(command: &mut Command, session: &Token) -> Result<Self> {
        let mut process = command.stderr(Stdio::piped()).spawn()?;
        let output = process.stderr.take().ok_or("no output")?;
        let mut lines = BufReader::new(output).lines();
        let address = loop {
            let line = lines.next().ok_or("the program did not start")??;
            if let Some((_, url)) = line.split_once(" is at ") {
                break url.trim_end_matches('/').to_owned();
            }
        };
        // What it says later is read, so that it never waits for somebody to do so.
        std::thread::spawn(move || lines.for_each(drop));
        let port = address.rsplit(':').next().unwrap_or_default();
        let cookie = format!("backlot-{port}={0}; backlot={0}", session.as_str());
        let agent = ureq::Agent::config_builder().max_redirects(0).build().new_agent();
        Ok(Self { process, address, cookie, agent })
    }

    /// The page at that path.
    pub fn get(&self, path: &str) -> Result<String> {
        let page = self.agent.get(format!("{}{path}", self.address)).header("cookie", &self.cookie);
        Ok(page.call()?.body_mut().read_to_string()?)
    }

    /// Sends a form that leads somewhere; returns where.
    pub fn send(&self, form: &Form) -> Result<String> {
        accepted(&form.action, &self.to(&form.action).send_form(form.fields.clone())?)
    }

    /// What is sent to that path.
    pub fn to(&self, path: &str) -> ureq::RequestBuilder<ureq::typestate::WithBody> {
        self.agent.post(format!("{}{path}", self.address)).header("cookie", &self.cookie)
    }
}

/// Where the answer to what was sent to a path leads.
pub fn accepted(path: &str, answer: &ureq::http::Response<ureq::Body>) -> Result<String> {
    let location = answer.headers().get("location").and_then(|value| value.to_str().ok());
    match (answer.status().as_u16(), location) {
        (303, Some(location)) => Ok(location.to_owned()),
        (status, _) => Err(format!("{path}: the answer was {status}").into()),
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A form, and what it sends.
pub struct Form {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// That one of a page, with nothing ticked.
    pub fn of(html: &str, which: &str) -> Result<Self> {
        let select = |text: &str| Selector::parse(text).map_err(|error| error.to_string());
        let html = Html::parse_document(html);
        let form = html.select(&select(which)?).next().ok_or("there is no such form")?;
        let (all, chosen) = (select("[name]:not(button)")?, select("option[selected]")?);
        let sent = form.select(&all).filter_map(|field| {
            let kind = field.attr("type").unwrap_or_default();
            let is_sent = !matches!(kind, "checkbox" | "radio" | "submit")
                || kind == "radio" && field.attr("checked").is_some();
            let valued = field.select(&chosen).next().unwrap_or(field);
            let value = |element: scraper::ElementRef<'_>, name: &str| {
                element.attr(name).unwrap_or_default().to_owned()
            };
            is_sent.then(|| (value(field, "name"), value(valued, "value")))
        });
        let action = form.attr("action").unwrap_or_default().to_owned();
        Ok(Self { action, fields: sent.collect() })
    }

    /// The same with another value in a field.
    pub fn with(mut self, name: &str, value: &str) -> Result<Self> {
        let field = self.fields.iter_mut().find(|(field, _)| field == name);
        value.clone_into(&mut field.ok_or("there is no such field")?.1);
        Ok(self)
    }
}
