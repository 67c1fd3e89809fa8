//! Where the page of a record was come to from.

use crate::panel::entity::definition::Entity;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Site;
use crate::panel::http::return_to::ReturnTo;

/// Where the page of a record was come to from.
pub(super) enum CameFrom {
    /// The list of what it is one of, as its query says.
    List(Inputs),
    /// A search over everything.
    Search(String),
    /// The page of another record, and where that one was come to from in turn.
    Record(&'static Entity, i64, Option<ReturnTo>),
    /// Any other page.
    Elsewhere,
}

impl CameFrom {
    /// What the page of a record of that entity leads back to; without a word, to the list of all.
    pub(super) fn of(next: Option<&ReturnTo>, entity: &Entity, site: &Site) -> Self {
        let Some(next) = next else { return Self::List(Inputs::default()) };
        let (path, query) = next.parts(&site.base);
        let inputs = Inputs::parse(query).unwrap_or_default();
        let mut segments = path.split('/').skip(1);
        let (first, second, none) = (segments.next(), segments.next(), segments.next());
        let record = || {
            let of = site.register.entity(first?)?;
            Some((of, second?.parse().ok().filter(|_| none.is_none())?))
        };
        match (first, second) {
            (Some(first), None) if first == entity.names.path => Self::List(inputs),
            (Some("search"), None) => {
                Self::Search(inputs.get("q").unwrap_or_default().trim().to_owned())
            }
            _ => match record() {
                Some((of, id)) => Self::Record(of, id, ReturnTo::of(&inputs, &site.base)),
                None => Self::Elsewhere,
            },
        }
    }

    /// The query of the list in which it stands between others: what a search over everything found
    /// of an entity is a list as well.
    pub(super) fn list(&self) -> Option<Inputs> {
        match self {
            Self::List(inputs) => Some(inputs.clone()),
            Self::Search(words) => Some(Inputs::default().and("q", words)),
            Self::Record(..) | Self::Elsewhere => None,
        }
    }
}
