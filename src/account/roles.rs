//! The roles, for those who manage operators.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::page::{Field, Problem};
use crate::access::{self, Action, Event, Kind, Need, Permissions, Role};
use crate::panel::error::Error;
use crate::panel::frame::{Chrome, Visit};
use crate::panel::inputs::{Form, Inputs};

#[derive(Template)]
#[template(path = "account/roles.html")]
struct RolesPage {
    chrome: Chrome,
    roles: Vec<Role>,
    fields: [Field; 1],
    problem: Option<Problem>,
}

const REFUSED: &str =
    "A role with this name already exists, or somebody else changed or deleted it.";
const NAMELESS: &str = "Enter a name of letters, digits, spaces and dashes, at most 64 characters.";

/// `GET /roles`
///
/// # Errors
/// As the database.
pub async fn roles(visit: Visit) -> Result<HttpResponse, Error> {
    page(&visit, None).await
}

async fn page(visit: &Visit, problem: Option<&'static str>) -> Result<HttpResponse, Error> {
    let roles = visit.read(Need::Operators, |connection, _| access::roles(connection)).await?;
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let title = if problem.is_some() { "Error: Roles" } else { "Roles" };
    let (chrome, fields) = (visit.chrome(title, ""), [Field::name("").of_another()]);
    let problem = problem.map(|text| Problem::at("name", text));
    visit.page(status, &RolesPage { chrome, roles, fields, problem })
}

/// The boxes that are ticked: `movies:see`.
fn ticked(inputs: &Inputs, visit: &Visit) -> Permissions {
    let known = |part: &&str| {
        let entity = part.split(':').next().unwrap_or_default();
        visit.site.entities.iter().any(|names| names.path == entity)
    };
    let boxes: Vec<&str> = inputs.all("allow").filter(known).collect();
    Permissions::parse(&boxes.join(" "))
}

/// `POST /roles`: a new role, or a change to one.
///
/// # Errors
/// As the database.
pub async fn save_role(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let permissions = ticked(&inputs, &visit);
    let name = inputs.get("name").unwrap_or_default().trim().to_owned();
    let plain = |c: char| c.is_alphanumeric() || c == ' ' || c == '-';
    if name.is_empty() || name.chars().count() > 64 || !name.chars().all(plain) {
        return page(&visit, Some(NAMELESS)).await;
    }
    let version = inputs.get("version").and_then(|text| text.parse().ok());
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    let saved = visit
        .write(Need::Operators, move |connection, who| {
            let saved = access::save_role(connection, &name, &permissions, version, now)?;
            if saved {
                let event = Event::new(Kind::RoleSaved, now, &address).by(&who.name);
                access::record(connection, &event.to(&name))?;
            }
            Ok(saved)
        })
        .await?;
    match saved {
        true => Ok(visit.redirect("/roles", "Role saved.")),
        false => page(&visit, Some(REFUSED)).await,
    }
}

/// `POST /roles/delete`
///
/// # Errors
/// 404 where there is no such role.
pub async fn delete_role(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let name = form.0.get("name").unwrap_or_default().to_owned();
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    let deleted = visit
        .write(Need::Operators, move |connection, who| {
            let deleted = access::delete_role(connection, &name, now)?;
            if deleted {
                let event = Event::new(Kind::RoleDeleted, now, &address).by(&who.name);
                access::record(connection, &event.to(&name))?;
            }
            Ok(deleted)
        })
        .await?;
    match deleted {
        true => Ok(visit.redirect("/roles", "Role deleted.")),
        false => Err(Error::NotFound),
    }
}
