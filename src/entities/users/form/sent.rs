//! The form as a whole: the user, the profile, and rows of cars.

use std::collections::BTreeSet;

use diesel::QueryResult;

use super::MOST_CARS;

use crate::access::{Action, CurrentOperator};
use crate::db::AnyConnection;
use crate::entities::cars::{self, Car};
use crate::entities::profiles::Profile;
use crate::entities::users::User;
use crate::panel::Resource;
use crate::panel::form::conflict::ConflictFieldset;
use crate::panel::form::deleted::DeletedPage;
use crate::panel::form::fieldset::Fieldset;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::Inputs;
use crate::panel::record::Record;
use crate::panel::record::values::Shown;

/// What the form holds.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The user.
    pub user: Record,
    /// The profile; empty where the user has none.
    pub profile: Record,
    /// The rows of cars, stored and new.
    pub cars: Vec<Record>,
    /// Whether the profile is in it: not for those who may not change profiles.
    pub has_profile: bool,
    /// Whether the cars are in it.
    pub has_cars: bool,
}

const PROFILE: &str = "profile.";
const CARS: &str = "cars.";
const REMOVE_PROFILE: &str = "Remove the profile";
const REMOVE_CAR: &str = "Remove this car";

/// What stands before the names of one more row of cars, beside those.
pub fn next_car<'a>(taken: impl Iterator<Item = &'a str> + Clone) -> String {
    let is_taken = |prefix: &String| taken.clone().any(|taken| taken == prefix);
    let mut prefixes = (0..u32::MAX).map(car_prefix);
    prefixes.find(|prefix| !is_taken(prefix)).unwrap_or_else(|| car_prefix(u32::MAX))
}

fn car_prefix(row: u32) -> String {
    format!("{CARS}{row}.")
}

impl Sent {
    /// What was sent, or for an empty query a form with nothing in it.
    ///
    /// # Errors
    /// 400 where a stored record lacks its version.
    pub fn read(inputs: &Inputs) -> Result<Self, Error> {
        let rows: BTreeSet<u32> = inputs
            .pairs()
            .iter()
            .filter_map(|(name, _)| name.strip_prefix(CARS)?.split('.').next()?.parse().ok())
            .collect();
        let car = |row| Record::sent::<Car>(inputs, car_prefix(row), Shown::Within);
        Ok(Self {
            user: Record::sent::<User>(inputs, String::new(), Shown::All)?,
            profile: Record::sent::<Profile>(inputs, PROFILE.to_owned(), Shown::Within)?,
            cars: rows.into_iter().map(car).collect::<Result<_, _>>()?,
            has_profile: true,
            has_cars: true,
        })
    }

    /// What is stored of a user, `None` where there is no such user.
    ///
    /// # Errors
    /// As the queries.
    pub fn stored(
        connection: &mut AnyConnection,
        operator: &CurrentOperator,
        id: i64,
    ) -> QueryResult<Option<Self>> {
        let Some(user) = User::find(connection, id)? else { return Ok(None) };
        let profile = match Profile::find(connection, id)? {
            Some(profile) => Record::stored(PROFILE.to_owned(), Shown::Within, &profile),
            None => Record::blank::<Profile>(PROFILE.to_owned(), Shown::Within),
        };
        let cars = cars::of_user(connection, id, MOST_CARS, 0)?;
        let car = |(row, car)| Record::stored(car_prefix(row), Shown::Within, car);
        Ok(Some(
            Self {
                user: Record::stored(String::new(), Shown::All, &user),
                profile,
                cars: (0..).zip(&cars).map(car).collect(),
                has_profile: true,
                has_cars: true,
            }
            .limited_to(operator),
        ))
    }

    /// The same without what they may not change, however it was sent.
    #[must_use]
    pub fn limited_to(mut self, operator: &CurrentOperator) -> Self {
        self.has_profile = may_change::<Profile>(operator);
        self.has_cars = may_change::<Car>(operator);
        if !self.has_profile {
            self.profile = Record::blank::<Profile>(PROFILE.to_owned(), Shown::Within);
        }
        if !self.has_cars {
            self.cars.clear();
        }
        self
    }

    /// One more row for a car.
    pub fn add_car(&mut self) {
        let prefix = next_car(self.cars.iter().map(|car| car.prefix.as_str()));
        self.cars.push(Record::blank::<Car>(prefix, Shown::Within));
    }

    /// Everything in it.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        [&self.user, &self.profile].into_iter().chain(&self.cars)
    }

    /// The parts of the form page.
    ///
    /// # Errors
    /// As the queries that look up what a reference is called.
    pub fn fieldsets(&self, connection: &mut AnyConnection) -> QueryResult<Vec<Fieldset>> {
        let mut fieldsets =
            vec![self.user.fieldset::<User>(connection, Shown::All, "User".to_owned(), None)?];
        if self.has_profile {
            let legend = "Profile".to_owned();
            let removal = Some(REMOVE_PROFILE);
            fieldsets.push(self.profile.fieldset::<Profile>(
                connection,
                Shown::Within,
                legend,
                removal,
            )?);
        }
        for (number, car) in (1..).zip(&self.cars) {
            let legend = car_legend(number);
            let removal = Some(REMOVE_CAR);
            fieldsets.push(car.fieldset::<Car>(connection, Shown::Within, legend, removal)?);
        }
        Ok(fieldsets)
    }

    /// The same without the database.
    pub fn unread_fieldsets(&self) -> Vec<Fieldset> {
        let within = Shown::Within;
        let mut fieldsets =
            vec![self.user.unread_fieldset::<User>(Shown::All, "User".to_owned(), None)];
        if self.has_profile {
            let (legend, removal) = ("Profile".to_owned(), Some(REMOVE_PROFILE));
            fieldsets.push(self.profile.unread_fieldset::<Profile>(within, legend, removal));
        }
        let cars = (1..).zip(&self.cars);
        fieldsets.extend(cars.map(|(number, car)| {
            car.unread_fieldset::<Car>(within, car_legend(number), Some(REMOVE_CAR))
        }));
        fieldsets
    }

    /// The parts of the conflict page.
    ///
    /// # Errors
    /// As the queries that look up what a reference is called.
    pub fn conflict_fieldsets(
        &self,
        connection: &mut AnyConnection,
    ) -> QueryResult<Vec<ConflictFieldset>> {
        let within = Shown::Within;
        let mut fieldsets =
            vec![self.user.conflict_fieldset::<User>(connection, Shown::All, "User".to_owned())?];
        if self.has_profile {
            let legend = "Profile".to_owned();
            fieldsets.push(self.profile.conflict_fieldset::<Profile>(connection, within, legend)?);
        }
        for (number, car) in (1..).zip(&self.cars) {
            fieldsets.push(car.conflict_fieldset::<Car>(connection, within, car_legend(number))?);
        }
        Ok(fieldsets)
    }

    /// Shows everything that was typed on the page about a deleted user.
    pub fn show_on(&self, mut page: DeletedPage) -> DeletedPage {
        page = page.with::<User>("User", &self.user.prefix, &self.user.values);
        if !self.profile.values.is_empty() {
            page = page.with::<Profile>("Profile", &self.profile.prefix, &self.profile.values);
        }
        for (number, car) in (1..).zip(&self.cars) {
            page = page.with::<Car>(&car_legend(number), &car.prefix, &car.values);
        }
        page
    }
}

/// Whether they may add, change and remove records of `R`, as the form does.
pub fn may_change<R: Resource>(operator: &CurrentOperator) -> bool {
    let path = R::NAMES.path;
    [Action::Create, Action::Edit, Action::Delete].iter().all(|action| operator.may(*action, path))
}

fn car_legend(number: u32) -> String {
    format!("Car {number}")
}
