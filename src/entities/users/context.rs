//! What the page of a user shows beside the user: the profile and the cars.

use askama::Template;
use diesel::QueryResult;

use crate::db::AnyConnection;
use crate::entities::cars::{self, Car};
use crate::entities::profiles::Profile;
use crate::panel::Resource;
use crate::panel::detail::{ASSOCIATION_SIZE, Place};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::requirement::Offers;
use crate::panel::list::pager::Pager;

/// The profile and one page of the cars.
#[derive(Template)]
#[template(path = "users/context.html")]
pub struct Context {
    base: String,
    /// Whether profiles may be seen, and what of them is offered.
    sees_profiles: bool,
    offers_profile: Offers,
    profile: Option<Known>,
    add_profile: String,
    /// Whether cars may be seen, and what of them is offered.
    sees_cars: bool,
    offers_car: Offers,
    cars: Vec<Known>,
    pager: Pager,
    add_car: String,
}

/// One thing that belongs to the user.
struct Known {
    title: String,
    cells: Vec<(&'static str, Cell)>,
    url: String,
    edit: String,
    delete: String,
}

impl askama::filters::HtmlSafe for Context {}

/// The association's name: the query's parameter for its pages, and the id of its section.
const CARS: &str = "cars";

impl Context {
    /// Reads it.
    ///
    /// # Errors
    /// As the queries.
    pub fn read(connection: &mut AnyConnection, user: i64, place: &Place) -> QueryResult<Self> {
        let operator = &place.operator;
        let sees_profiles = operator.sees(Profile::NAMES.path);
        let sees_cars = operator.sees(Car::NAMES.path);
        let profile = if sees_profiles { Profile::find(connection, user)? } else { None };
        let (mut total, mut cars) = (0, Vec::new());
        if sees_cars {
            total = cars::count(connection, user)?;
        }
        let (offset, pager) = place.page(CARS, total);
        if sees_cars {
            cars = cars::of_user(connection, user, ASSOCIATION_SIZE, offset)?;
        }
        Ok(Self {
            base: place.site.base.clone(),
            sees_profiles,
            offers_profile: Offers::of::<Profile>(operator),
            sees_cars,
            offers_car: Offers::of::<Car>(operator),
            profile: profile.map(|profile| known(place, &profile)),
            add_profile: place.url_and_back(&format!("/profiles/new?user_id={user}")),
            cars: cars.iter().map(|car| known(place, car)).collect(),
            pager,
            add_car: place.url_and_back(&format!("/cars/new?user_id={user}")),
        })
    }
}

/// The row without its reference to the user, whose page this is.
fn known<R: Resource>(place: &Place, row: &R) -> Known {
    let path = format!("/{}/{}", R::NAMES.path, row.stamps().id);
    let fields = R::FIELDS.iter().filter(|field| field.show.is_none());
    Known {
        title: row.title(&place.operator),
        cells: fields.map(|field| (field.label, field.cell(row))).collect(),
        url: place.url(&path),
        edit: place.url_and_back(&format!("{path}/edit")),
        delete: place.url_and_back(&format!("{path}/delete")),
    }
}
