//! What the pages of this room share: simple forms with one problem at a time.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::words;
use crate::access::{PASSWORD_RULE, check_password};
use crate::panel::http::error::Error;
use crate::panel::http::failure::Failure;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;

/// A page with one form of labelled fields.
#[derive(Template)]
#[template(path = "account/form.html")]
pub struct AccountFormPage {
    layout: Layout,
    heading: String,
    /// What a person should know before filling it in.
    note: String,
    problem: Option<FormProblem>,
    action: String,
    hidden: Vec<(&'static str, String)>,
    /// Whose password is chosen, where no field says so.
    username: String,
    fields: Vec<Field>,
    button: &'static str,
    /// Why nothing came of it, by a fault of ours.
    failure: Option<Failure>,
}

/// What is wrong with a form, and where.
#[derive(Clone, Debug)]
pub struct FormProblem {
    /// The id of the field, or of another part of the page.
    pub place: String,
    /// A sentence.
    pub text: String,
}

impl FormProblem {
    /// What is wrong there.
    pub fn at(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

/// One field of such a form.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// The name it is sent under, and its id.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// The HTML type.
    pub kind: &'static str,
    /// What a password manager may fill in.
    pub autocomplete: &'static str,
    /// What a person needs to know before filling it in; empty where the label says it all.
    pub hint: &'static str,
    /// What is typed in it; never a password.
    pub value: String,
    /// Whether it has the focus when the page opens.
    pub has_focus: bool,
}

impl Field {
    /// A name.
    pub fn name(value: &str) -> Self {
        let value = value.to_owned();
        let (label, kind, autocomplete) = (words::NAME, "text", "username");
        Self { name: "name", label, kind, autocomplete, value, ..Self::default() }
    }

    /// A password that is known.
    pub fn password(name: &'static str, label: &'static str) -> Self {
        let (kind, autocomplete) = ("password", "current-password");
        Self { name, label, kind, autocomplete, ..Self::default() }
    }

    /// A password that is being chosen, and typed once more.
    pub fn new_password() -> [Self; 2] {
        let field = |name, label, hint| {
            let (kind, autocomplete) = ("password", "new-password");
            Self { name, label, kind, autocomplete, hint, ..Self::default() }
        };
        let password = field("password", words::NEW_PASSWORD, PASSWORD_RULE);
        [password, field("again", words::REPEAT_PASSWORD, "")]
    }

    /// The ids of what is said about it, for `aria-describedby`.
    pub fn described_by(&self, problem: &Option<FormProblem>) -> Option<String> {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-hint", self.name));
        let error = self.error(problem).map(|_| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The error that is shown beside it.
    pub fn error<'a>(&self, problem: &'a Option<FormProblem>) -> Option<&'a str> {
        let problem = problem.as_ref().filter(|problem| problem.place == self.name)?;
        Some(&problem.text)
    }

    /// The same for another than who fills it in: nothing to complete by itself.
    #[must_use]
    pub fn of_another(self) -> Self {
        Self { autocomplete: "off", ..self }
    }

    /// A code from an authenticator.
    pub fn code() -> Self {
        let (name, label, kind) = ("code", words::CODE, "text");
        Self { name, label, kind, autocomplete: "one-time-code", ..Self::default() }
    }
}

impl AccountFormPage {
    /// A page with that heading, whose form is sent to `action`, below the base.
    pub fn new(request: &Request, heading: &str, action: &str, button: &'static str) -> Self {
        Self {
            layout: request.layout(heading, ""),
            heading: heading.to_owned(),
            note: String::new(),
            problem: None,
            action: request.site.url(action),
            hidden: Vec::new(),
            username: String::new(),
            fields: Vec::new(),
            button,
            failure: None,
        }
    }

    /// With these fields.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = Field>) -> Self {
        self.fields.extend(fields);
        self
    }

    /// With a value that travels along unseen.
    #[must_use]
    pub fn hidden(mut self, name: &'static str, value: &str) -> Self {
        self.hidden.push((name, value.to_owned()));
        self
    }

    /// With the name of whose password is chosen.
    #[must_use]
    pub fn of(mut self, username: &str) -> Self {
        username.clone_into(&mut self.username);
        self
    }

    /// With a sentence above the form.
    #[must_use]
    pub fn note(mut self, note: &str) -> Self {
        note.clone_into(&mut self.note);
        self
    }

    /// The answer: 200, or 422 with what is wrong.
    ///
    /// # Errors
    /// Where the template fails.
    pub fn answer(self, request: &Request, problem: Option<String>) -> Result<HttpResponse, Error> {
        let status = match problem {
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        };
        self.answer_with(request, status, problem)
    }

    /// The error; where it is ours, with this page that says so.
    pub fn given_back(mut self, request: &Request, error: Error) -> Error {
        if !error.is_ours() {
            return error;
        }
        self.layout.title = title(&self.layout.title, true);
        self.failure = Some(request.failure(&error));
        match self.render() {
            Ok(page) => error.with_page(page),
            Err(_) => error,
        }
    }

    /// The answer under another status.
    ///
    /// # Errors
    /// Where the template fails.
    pub fn answer_with(
        mut self,
        request: &Request,
        status: StatusCode,
        problem: Option<String>,
    ) -> Result<HttpResponse, Error> {
        // The first field is where to begin again, where the problem is none of a single one.
        let place = self.fields.first().map(|field| field.name).unwrap_or_default();
        match problem {
            Some(text) => self.refused(request, status, FormProblem::at(place, text)),
            None => {
                // A note comes first, for whoever has the page read aloud.
                if let Some(first) = self.fields.first_mut() {
                    first.has_focus = self.note.is_empty();
                }
                request.page(status, &self)
            }
        }
    }

    /// The answer that says what is wrong, at its place.
    ///
    /// # Errors
    /// Where the template fails.
    pub fn refused(
        mut self,
        request: &Request,
        status: StatusCode,
        problem: FormProblem,
    ) -> Result<HttpResponse, Error> {
        self.layout.title = title(&self.layout.title, true);
        self.problem = Some(problem);
        request.page(status, &self)
    }
}

/// The text of a chosen password, checked and typed twice alike.
///
/// # Errors
/// What is wrong, at its field.
pub fn chosen_password(inputs: &Inputs, name: &str) -> Result<String, FormProblem> {
    let get = |name: &str| inputs.get(name).unwrap_or_default();
    if get("password") != get("again") {
        return Err(FormProblem::at("again", words::PASSWORDS_DIFFER));
    }
    check_password(get("password"), name)
        .map_err(|error| FormProblem::at("password", error.to_string()))
}
