//! A form as a person fills it in.

use scraper::{ElementRef, Selector};
use url::form_urlencoded;

use super::page::{Page, text_of};

/// The fields and buttons of one form of a page.
#[derive(Clone, Debug)]
pub struct Form {
    action: String,
    is_post: bool,
    fields: Vec<(String, String)>,
    /// Radio buttons and boxes that are not ticked.
    options: Vec<(String, String)>,
    /// The names of those that hold lines.
    lines: Vec<String>,
    buttons: Vec<Button>,
}

#[derive(Clone, Debug)]
struct Button {
    text: String,
    action: Option<String>,
    method: Option<String>,
    field: Option<(String, String)>,
    /// How many fields stand before it.
    position: usize,
}

/// A form on its way.
pub struct Sending {
    /// Whether it is posted; else its pairs become a query.
    pub is_post: bool,
    pub action: String,
    /// Names and values, as a browser writes them.
    pub pairs: String,
}

impl Form {
    pub(super) fn read(page: &Page, form: ElementRef<'_>) -> Self {
        let mut fields = Vec::new();
        let mut options = Vec::new();
        let mut lines = Vec::new();
        let mut buttons = Vec::new();
        let controls = Selector::parse("input, button, select, textarea").expect("a selector");
        for control in form.select(&controls) {
            let attribute = |name: &str| control.attr(name).map(str::to_owned);
            let name = attribute("name");
            let value = attribute("value").unwrap_or_default();
            let is_choice = matches!(control.attr("type"), Some("radio" | "checkbox"));
            match (control.value().name(), name) {
                ("button", name) => buttons.push(Button {
                    text: attribute("aria-label").unwrap_or_else(|| text_of(control)),
                    action: attribute("formaction"),
                    method: attribute("formmethod"),
                    field: name.map(|name| (name, value)),
                    position: fields.len(),
                }),
                ("input", Some(name)) if is_choice && control.attr("checked").is_none() => {
                    options.push((name, value));
                }
                ("input", Some(name)) => fields.push((name, value)),
                ("select", Some(name)) => fields.push((name, selected(control))),
                ("textarea", Some(name)) => {
                    lines.push(name.clone());
                    fields.push((name, control.text().collect()));
                }
                (other, Some(name)) => panic!("<{other} name={name}> in a form"),
                (_, None) => {}
            }
        }
        let action = form.attr("action").map_or(page.path.clone(), str::to_owned);
        let is_post = form.attr("method") == Some("post");
        Self { action, is_post, fields, options, lines, buttons }
    }

    /// Types over what is in a field.
    #[must_use]
    #[track_caller]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        value.clone_into(self.field(name));
        self
    }

    /// Types over what is in several fields.
    #[must_use]
    #[track_caller]
    pub fn fill_all(self, fields: &[(&str, &str)]) -> Self {
        fields.iter().fold(self, |form, (name, value)| form.fill(name, value))
    }

    /// Ticks a box, or chooses one of several.
    #[must_use]
    #[track_caller]
    pub fn choose(mut self, name: &str, value: &str) -> Self {
        let option = (name.to_owned(), value.to_owned());
        assert!(self.options.contains(&option), "no {option:?} in {:?}", self.options);
        self.fields.push(option);
        self
    }

    /// Takes the tick from a box.
    #[must_use]
    #[track_caller]
    pub fn untick(mut self, name: &str, value: &str) -> Self {
        let option = (name.to_owned(), value.to_owned());
        assert!(self.fields.contains(&option), "no {option:?} in {:?}", self.fields);
        self.fields.retain(|field| *field != option);
        self.options.push(option);
        self
    }

    /// Sends a field that the page did not give, or another value in a hidden one: what only
    /// somebody does who means harm.
    #[must_use]
    pub fn forge(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(key, _)| key != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends the form without a field.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(key, _)| key != name);
        self
    }

    /// Whether it has a field of that name.
    pub fn has_field(&self, name: &str) -> bool {
        self.fields.iter().any(|(key, _)| key == name)
    }

    /// What is in a field.
    #[track_caller]
    pub fn value(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(key, _)| key == name);
        field.map_or_else(|| panic!("no field {name} in {self:#?}"), |(_, value)| value.as_str())
    }

    /// Whether it has that button.
    pub fn has_button(&self, text: &str) -> bool {
        self.buttons.iter().any(|button| button.text == text)
    }

    /// What is sent when the button of that text is pressed, or else one that begins with it.
    #[track_caller]
    pub fn pressed(&self, text: &str) -> Sending {
        let exact = self.buttons.iter().find(|button| button.text == text);
        let button = exact.or_else(|| self.buttons.iter().find(|b| b.text.starts_with(text)));
        let Some(button) = button else { panic!("no button {text:?} in {:#?}", self.buttons) };
        let mut fields = self.fields.clone();
        if let Some(field) = &button.field {
            fields.insert(button.position.min(fields.len()), field.clone());
        }
        // Browsers end lines like this (HTML, 4.10.21.4); where there are none, whoever sends some
        // is no browser.
        for (name, value) in &mut fields {
            if self.lines.iter().any(|lines| name.ends_with(lines.as_str())) {
                *value = in_crlf(value);
            }
        }
        let pairs = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        Sending {
            is_post: button.method.as_deref().map_or(self.is_post, |method| method == "post"),
            action: button.action.clone().unwrap_or_else(|| self.action.clone()),
            pairs,
        }
    }

    #[track_caller]
    fn field(&mut self, name: &str) -> &mut String {
        match self.fields.iter_mut().find(|(key, _)| key == name) {
            Some((_, value)) => value,
            None => panic!("no field {name}"),
        }
    }
}

/// What a select sends as it stands.
fn selected(select: ElementRef<'_>) -> String {
    let options = Selector::parse("option").expect("a selector");
    let chosen = select.select(&options).find(|option| option.attr("selected").is_some());
    let option = chosen.or_else(|| select.select(&options).next()).expect("an option");
    option.attr("value").map_or_else(|| text_of(option), str::to_owned)
}

fn in_crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n")
}
