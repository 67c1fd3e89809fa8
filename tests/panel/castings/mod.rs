//! Who plays in what: cast and removed from either side, one by one or several at once.

pub mod choose;
pub mod create;
pub mod many;
pub mod meanwhile;

use crate::support::{Form, Page, Person};

/// A movie or an actor of that name; returns its path.
pub fn add(ada: &Person, entity: &str, name: &str) -> String {
    ada.add(entity, &[("name", name)]).path
}

/// The id at the end of a path.
pub fn id(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

/// Who is cast, or in what, as the page of a movie or an actor has it.
pub fn credits(page: &Page) -> Vec<String> {
    page.texts(".credits a")
}

/// Those on offer, each with what tells it from its namesakes.
pub fn offered(page: &Page) -> Vec<String> {
    page.texts("label.pick")
}

/// The form of the page with the boxes of those names ticked.
pub fn tick(page: &Page, names: &[&str]) -> Form {
    let (labels, values) =
        (page.texts("label.pick strong"), page.attributes("label.pick input", "value"));
    let field = &page.attributes("label.pick input", "name")[0];
    names.iter().fold(page.form(), |form, name| {
        let place = labels.iter().position(|label| label == name).unwrap();
        form.choose(field, &values[place])
    })
}
