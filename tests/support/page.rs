//! A page as a person reads it.

use scraper::{ElementRef, Html, Selector};
use ureq::Body;
use ureq::http::{HeaderMap, Response, header};

use super::form::Form;

/// How a workbook begins.
const ZIP: &[u8] = b"PK";

/// One answer.
pub struct Page {
    /// What was asked for.
    pub path: String,
    pub status: u16,
    pub headers: HeaderMap,
    /// What came; what is no text is in `bytes` alone.
    pub body: String,
    pub bytes: Vec<u8>,
    html: Html,
}

impl Page {
    pub(super) fn read(path: &str, mut answer: Response<Body>) -> Result<Self, ureq::Error> {
        let bytes = answer.body_mut().read_to_vec()?;
        let body = match bytes.starts_with(ZIP) {
            true => String::new(),
            false => String::from_utf8(bytes.clone()).expect("UTF-8"),
        };
        Ok(Self {
            path: path.to_owned(),
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            html: Html::parse_document(&body),
            body,
            bytes,
        })
    }

    #[track_caller]
    pub fn assert_status(&self, status: u16) {
        assert_eq!(self.status, status, "{}: {}", self.path, self.visible());
    }

    /// A form that came back unsaved: its title says so first, which is what a screen reader reads
    /// first.
    #[track_caller]
    pub fn assert_refused(&self, status: u16) {
        self.assert_status(status);
        assert!(self.title().starts_with("Error: "), "{}: {}", self.path, self.title());
    }

    /// A page in the panel's frame, with the sections of whoever is signed in.
    #[track_caller]
    pub fn assert_framed(&self) {
        self.assert_a_page();
        assert!(self.has("header nav a"), "{} has no navigation", self.path);
    }

    /// A page in the panel's frame: never blank, always with a way on. Where it is not known who
    /// asks, it shows no sections.
    #[track_caller]
    pub fn assert_a_page(&self) {
        assert!(self.header("content-type").starts_with("text/html"), "{}", self.path);
        assert!(self.has("header a"), "{} leads nowhere", self.path);
        assert_eq!(self.texts("h1").len(), 1, "{}: {}", self.path, self.visible());
        assert!(!self.title().is_empty(), "{} has no title", self.path);
    }

    #[track_caller]
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("no {name}: {}", self.path));
        value.to_str().expect("a header of text")
    }

    /// Where a redirect leads.
    #[track_caller]
    pub fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }

    pub fn title(&self) -> String {
        self.text("title")
    }

    pub fn heading(&self) -> String {
        self.text("h1")
    }

    /// What the page says after a form, or about its own address.
    pub fn notices(&self) -> Vec<String> {
        self.texts("[role=status]")
    }

    /// What the summary of a refused form says.
    pub fn problems(&self) -> Vec<String> {
        self.texts("[role=alert] li a")
    }

    /// What stands beside the field as its error.
    #[track_caller]
    pub fn error_of(&self, name: &str) -> String {
        let field = self.find(&format!("[name='{name}'][aria-invalid=true]"));
        let ids = field.attr("aria-describedby").expect("a description");
        let id = ids.split(' ').find(|id| id.ends_with("-error")).expect("an error");
        self.text(&format!("[id='{id}']"))
    }

    /// The cells of the list, row by row, without the column of actions.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let (rows, cells) =
            (parse("main table tbody tr"), parse("th, td:not(.rows td:last-child)"));
        self.html.select(&rows).map(|row| row.select(&cells).map(text_of).collect()).collect()
    }

    /// The first column of the list.
    pub fn names(&self) -> Vec<String> {
        self.rows().into_iter().filter_map(|row| row.into_iter().next()).collect()
    }

    /// Where the link of that text leads.
    #[track_caller]
    pub fn link(&self, text: &str) -> &str {
        let links = self.html.select(&parse("a")).collect::<Vec<_>>();
        let link = links.iter().find(|link| text_of(**link) == text);
        let Some(link) = link else {
            panic!("no link {text:?} among {:?}", self.texts("a"));
        };
        link.attr("href").expect("an address")
    }

    /// Where the first such link leads.
    #[track_caller]
    pub fn href(&self, selector: &str) -> String {
        self.find(selector).attr("href").expect("an address").to_owned()
    }

    /// The form that records are edited with, deleted with, chosen with.
    #[track_caller]
    pub fn form(&self) -> Form {
        Form::read(self, self.find("main form[method=post]:not(.undo)"))
    }

    /// The form that the selector finds.
    #[track_caller]
    pub fn form_where(&self, selector: &str) -> Form {
        Form::read(self, self.find(selector))
    }

    /// The attribute of every such element.
    pub fn attributes(&self, selector: &str, attribute: &str) -> Vec<String> {
        let elements = self.html.select(&parse(selector)).collect::<Vec<_>>();
        elements.iter().filter_map(|element| element.attr(attribute)).map(str::to_owned).collect()
    }

    /// Whether there is such an element.
    pub fn has(&self, selector: &str) -> bool {
        self.html.select(&parse(selector)).next().is_some()
    }

    /// The text of the first such element.
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        text_of(self.find(selector))
    }

    /// The text of every such element.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.html.select(&parse(selector)).map(text_of).collect()
    }

    /// All that is read on the page.
    pub fn visible(&self) -> String {
        self.texts("main").concat()
    }

    #[track_caller]
    pub fn find(&self, selector: &str) -> ElementRef<'_> {
        let found = self.html.select(&parse(selector)).next();
        found.unwrap_or_else(|| panic!("no {selector} on {}: {}", self.path, self.visible()))
    }
}

fn parse(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"))
}

/// The text of an element as it is read: blanks in a row are one.
pub fn text_of(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
