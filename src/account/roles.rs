//! The roles, for those who manage operators.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::page::{Field, FormProblem};
use super::words;
use crate::access::{self, Action, Event, Kind, Permissions, Requirement, Role};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::names::Names;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;

#[derive(Template)]
#[template(path = "account/roles.html")]
struct RolesPage {
    layout: Layout,
    roles: Vec<Role>,
    fields: [Field; 1],
    problem: Option<FormProblem>,
}

impl RolesPage {
    /// What a role that allows this lets somebody begin, and not end.
    fn notes(&self, permissions: &Permissions) -> Vec<String> {
        let added = |entity: &&&'static Entity| permissions.allow(Action::Create, entity.table());
        let entities = self.layout.site.register.entities.iter().filter(added);
        let chosen = entities.flat_map(|entity| {
            let required = entity.fields.iter().filter(|field| field.is_required());
            required.filter_map(|field| Some((entity.names, field.label, field.refers_to()?)))
        });
        let unseen = chosen.filter(|(.., other)| !permissions.allow(Action::See, other.table()));
        let note = |(names, label, other): (Names, &str, &Entity)| {
            words::role_cannot_choose(names.many, label, &other.names.several())
        };
        unseen.map(note).collect()
    }
}

/// `GET /roles`
pub async fn roles(request: Request) -> Result<HttpResponse, Error> {
    page(&request, None).await
}

async fn page(request: &Request, problem: Option<&'static str>) -> Result<HttpResponse, Error> {
    let roles =
        request.read(Requirement::Operators, |connection, _| access::roles(connection)).await?;
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let title = title(words::ROLES, problem.is_some());
    let (layout, fields) = (request.layout(title, ""), [Field::name("").of_another()]);
    let problem = problem.map(|text| FormProblem::at("name", text));
    request.page(status, &RolesPage { layout, roles, fields, problem })
}

/// The boxes that are ticked: `movies:see`.
fn ticked(inputs: &Inputs, request: &Request) -> Permissions {
    let known = |part: &&str| {
        let entity = part.split(':').next().unwrap_or_default();
        request.site.register.entity(entity).is_some()
    };
    let boxes: Vec<&str> = inputs.all("allow").filter(known).collect();
    Permissions::parse(&boxes.join(" "))
}

/// `POST /roles`: a new role, or a change to one.
pub async fn save_role(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let permissions = ticked(&inputs, &request);
    let name = inputs.get("name").unwrap_or_default().trim().to_owned();
    let plain = |c: char| c.is_alphanumeric() || c == ' ' || c == '-';
    if name.is_empty() || name.chars().count() > 64 || !name.chars().all(plain) {
        return page(&request, Some(words::ROLE_NAMELESS)).await;
    }
    let version = inputs.get("version").and_then(|text| text.parse().ok());
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    let saved = request
        .write(Requirement::Operators, move |connection, operator| {
            let saved = access::save_role(connection, &name, &permissions, version, now)?;
            if saved {
                let event = Event::new(Kind::RoleSaved, now, &address).by(&operator.name);
                access::record(connection, &event.to(&name))?;
            }
            Ok(saved)
        })
        .await?;
    match saved {
        true => Ok(request.redirect("/roles", words::ROLE_SAVED)),
        false => page(&request, Some(words::ROLE_TAKEN)).await,
    }
}

/// `POST /roles/delete`
///
/// # Errors
/// 404 where there is no such role.
pub async fn delete_role(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let name = form.0.get("name").unwrap_or_default().to_owned();
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    let deleted = request
        .write(Requirement::Operators, move |connection, operator| {
            let deleted = access::delete_role(connection, &name, now)?;
            if deleted {
                let event = Event::new(Kind::RoleDeleted, now, &address).by(&operator.name);
                access::record(connection, &event.to(&name))?;
            }
            Ok(deleted)
        })
        .await?;
    match deleted {
        true => Ok(request.redirect("/roles", words::ROLE_DELETED)),
        false => Err(Error::NotFound),
    }
}
