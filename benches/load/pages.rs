//! The pages that are asked for.

use backlot::access::Token;
use backlot::panel::http::inputs::IDEMPOTENCY_KEY;
use backlot::panel::http::url::encode;
use scraper::{ElementRef, Html, Selector};

use crate::Result;
use crate::client::Connection;
use crate::data::Data;
use crate::program::Program;

/// What is asked for in turn.
pub enum Page {
    /// These addresses.
    Read(Vec<String>),
    /// The same for whoever has that session.
    ReadBy(Token, Vec<String>),
    /// The same, compressed.
    Compressed(Vec<String>),
    /// The edit forms at these addresses, each saved with another age.
    Save(Vec<String>),
    /// A new record each time: where the form is sent, and what it says.
    Create(String, String),
}

/// How a page is found in the running program.
type Find = fn(&Program, &Data) -> Result<Page>;

/// The pages by name.
pub const ALL: [(&str, Find); 27] = [
    ("home", |_, _| Ok(Page::one("/"))),
    ("list", |_, _| Ok(Page::one("/users"))),
    ("list, 200 rows", |_, _| Ok(Page::one("/users?size=200"))),
    ("list, from the middle", |_, _| Ok(Page::one("/users?from=m"))),
    ("list, deep", |program, _| deep(program, "/users")),
    ("list, by a text", |_, _| Ok(Page::one("/users?sort=-last_name"))),
    ("list, by it, deep", |program, _| deep(program, "/users?sort=-last_name")),
    ("two filters", |_, _| Ok(Page::one("/users?where=age.between.30..40&where=cars.least.2"))),
    ("search, many found", |_, _| Ok(Page::one("/users?q=mar"))),
    ("search, none found", |_, _| Ok(Page::one("/users?q=zqxj"))),
    ("search, some found", |_, _| Ok(Page::one("/users?q=son"))),
    ("search, at the end", |_, _| Ok(Page::one("/users?q=son&sort=-first_name"))),
    ("search, by age", |_, _| Ok(Page::one("/users?q=son&sort=age"))),
    ("search, with a filter", |_, _| Ok(Page::one("/users?q=son&where=age.eq.30"))),
    ("search, a beginning", |_, _| Ok(Page::one("/users?q=s"))),
    ("search of cars", |_, _| Ok(Page::one("/cars?q=toyota&sort=color"))),
    ("search of cars, owners", |_, _| Ok(Page::one("/cars?q=son"))),
    ("search, nearly all", |_, _| Ok(Page::one("/profiles?q=example&sort=country"))),
    ("search of movies", |_, _| Ok(Page::one("/movies?q=the"))),
    ("search in a picker", |_, _| Ok(Page::one("/users/choose?q=son"))),
    ("search, no index", |_, _| Ok(Page::one("/users?q=%E5%8D%83%E5%B0%8B"))),
    ("search, few found", |_, _| Ok(Page::one("/users?q=maria%20gonz"))),
    ("search everywhere", |_, _| Ok(Page::one("/search?q=maria"))),
    ("user", |_, data| Ok(Page::Read(some(data.users(), |id| format!("/users/{id}"))))),
    ("movie", |_, data| Ok(Page::Read(some(data.users() * 2 / 5, |id| format!("/movies/{id}"))))),
    ("form", |_, data| Ok(Page::Read(some(data.users(), |id| format!("/users/{id}/edit"))))),
    ("save", |_, data| Ok(Page::Save(some(data.users(), |id| format!("/users/{id}/edit"))))),
];

impl Page {
    pub fn one(path: &str) -> Self {
        Self::Read(vec![path.to_owned()])
    }
}

/// How many rows a page about one row is asked for: too many for all of them to lie together.
const DIFFERENT: u64 = 1000;

/// The addresses of rows from all over the table.
pub fn some(rows: u64, address: impl Fn(u64) -> String) -> Vec<String> {
    let different = DIFFERENT.min(rows);
    (0..different).map(|nth| address(1 + nth * rows / different)).collect()
}

/// The page before the last, as somebody would come to it.
pub fn deep(program: &Program, list: &str) -> Result<Page> {
    let mut connection = program.connect()?;
    let last = link(&mut connection, list, "Last")?;
    Ok(Page::one(&link(&mut connection, &last, "Previous")?))
}

/// Where the link of that name leads under a list.
fn link(connection: &mut Connection, path: &str, label: &str) -> Result<String> {
    let page = Html::parse_document(connection.get(path)?);
    let links = Selector::parse(".pager a[href]")?;
    let found = page.select(&links).find(|link| link.text().eq([label]));
    let href = found.and_then(|link| link.attr("href"));
    href.map(str::to_owned).ok_or_else(|| format!("{path} has no link {label}").into())
}

/// A new record as its form is sent, but for the key by which a form is accepted once.
pub fn create(program: &Program, path: &str) -> Result<Page> {
    let (action, fields) = form(&mut program.connect()?, path, 36)?;
    let is_key = |field: &&str| field.starts_with(IDEMPOTENCY_KEY);
    let fields: Vec<&str> = fields.split('&').filter(|field| !is_key(field)).collect();
    let fields = fields.join("&").replace("first_name=", "first_name=Ada");
    Ok(Page::Create(action, format!("{fields}&{IDEMPOTENCY_KEY}=")))
}

/// Where the edit form of a user leads, and what it sends if it is saved with another age.
pub fn form(connection: &mut Connection, path: &str, age: usize) -> Result<(String, String)> {
    let page = Html::parse_document(connection.get(path)?);
    let form = page.select(&Selector::parse("form.record")?).next().ok_or("no form")?;
    let action = form.attr("action").ok_or("no action")?.to_owned();
    let fields = Selector::parse("input[name]:not([type=checkbox])")?;
    let pair = |field: ElementRef<'_>| {
        let value = |name| encode(field.attr(name).unwrap_or_default()).to_string();
        match field.attr("name") {
            Some("age") => format!("age={}", age % 150),
            _ => format!("{}={}", value("name"), value("value")),
        }
    };
    Ok((action, form.select(&fields).map(pair).collect::<Vec<_>>().join("&")))
}
