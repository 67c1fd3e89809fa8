//! The operators, for those who manage them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::page::{Field, Problem};
use crate::access::{self, Account, Event, Kind, Need, Purpose, Token, Who};
use crate::db::AnyConnection;
use crate::panel::error::Error;
use crate::panel::frame::{Chrome, Visit};
use crate::panel::id::Id;
use crate::panel::inputs::{Form, Inputs};
use crate::panel::origin::address;

#[derive(Template)]
#[template(path = "account/operators.html")]
struct OperatorsPage {
    chrome: Chrome,
    accounts: Vec<Account>,
    roles: Vec<String>,
    factor_required: bool,
    fields: [Field; 1],
    problem: Option<Problem>,
    /// A link that has just been made, and whom for.
    link: Option<(String, String)>,
}

/// `GET /operators`
///
/// # Errors
/// As the database.
pub async fn operators(visit: Visit) -> Result<HttpResponse, Error> {
    page(&visit, None, None).await
}

async fn page(
    visit: &Visit,
    problem: Option<Problem>,
    link: Option<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (accounts, roles, factor_required) = visit
        .read(Need::Operators, |connection, _| {
            let required = access::is_factor_required(connection)?;
            Ok((access::accounts(connection)?, access::role_names(connection)?, required))
        })
        .await?;
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let title = if problem.is_some() { "Error: Operators" } else { "Operators" };
    let (chrome, fields) = (visit.chrome(title, ""), [Field::name("").of_another()]);
    let view = OperatorsPage { chrome, accounts, roles, factor_required, fields, problem, link };
    visit.page(status, &view)
}

/// The roles that are ticked, as far as there are such roles.
fn ticked(connection: &mut AnyConnection, inputs: &Inputs) -> QueryResult<Vec<String>> {
    let mut roles = access::role_names(connection)?;
    roles.retain(|role| inputs.all("role").any(|ticked| ticked == role));
    Ok(roles)
}

/// What a change came to: a notice, a problem, or a one-time link and whom it is for.
enum Changed {
    Done(String),
    Problem(Problem),
    Link(String),
    Gone,
}

/// `POST /operators`: the new operator chooses a password by a link.
///
/// # Errors
/// As the database.
pub async fn add(visit: Visit, request: HttpRequest, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    let token = Token::random().ok_or(Error::Panicked)?;
    let link = token.clone();
    let changed = visit
        .write(Need::Operators, move |connection, who| {
            let roles = ticked(connection, &inputs)?;
            let name = inputs.get("name").unwrap_or_default();
            let account = match access::create(connection, name, None, &roles)? {
                Ok(account) => account,
                Err(problem) => {
                    return Ok(Changed::Problem(Problem::at("name", problem.to_string())));
                }
            };
            access::make_link(connection, &link, Purpose::Password, Some(account.id), now)?;
            let event = Event::new(Kind::OperatorAdded, now, &address).by(&who.name);
            access::record(connection, &event.to(&account.name))?;
            Ok(Changed::Link(account.name))
        })
        .await?;
    answer(&visit, &request, changed, &token).await
}

/// `POST /operators/1`: what is done stands in the field `do`.
///
/// # Errors
/// 404 where there is no such operator.
pub async fn change(
    visit: Visit,
    request: HttpRequest,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    let token = Token::random().ok_or(Error::Panicked)?;
    let link = token.clone();
    let changed = visit
        .write(Need::Operators, move |connection, who| {
            let Some(account) = access::account(connection, id.0)? else {
                return Ok(Changed::Gone);
            };
            let (kind, changed) = apply(connection, &account, &inputs, &link, now)?;
            if let Some(kind) = kind {
                record(connection, Event::new(kind, now, &address), who, &account)?;
            }
            Ok(changed)
        })
        .await?;
    answer(&visit, &request, changed, &token).await
}

fn record(
    connection: &mut AnyConnection,
    event: Event,
    who: &Who,
    account: &Account,
) -> QueryResult<()> {
    access::record(connection, &event.by(&who.name).to(&account.name))
}

fn apply(
    connection: &mut AnyConnection,
    account: &Account,
    inputs: &Inputs,
    link: &Token,
    now: chrono::NaiveDateTime,
) -> QueryResult<(Option<Kind>, Changed)> {
    let (id, name) = (account.id, &account.name);
    let (kind, outcome, notice) = match inputs.get("do") {
        Some("roles") => {
            let roles = ticked(connection, inputs)?;
            let given = access::set_roles(connection, id, &roles, now)?;
            (Kind::RolesGiven, given, format!("Saved the roles of {name}."))
        }
        Some("sign-out") => {
            access::end_all(connection, id, None, now)?;
            (Kind::SessionEnded, Ok(()), format!("Ended all sessions of {name}."))
        }
        Some("disable") => {
            let disabled = access::disable(connection, id, now)?;
            (Kind::OperatorDisabled, disabled, format!("Disabled {name}."))
        }
        Some("enable") => {
            access::enable(connection, id)?;
            (Kind::OperatorEnabled, Ok(()), format!("Enabled {name}."))
        }
        Some("remove") => {
            let removed = access::remove(connection, id)?;
            (Kind::OperatorRemoved, removed, format!("Removed {name}."))
        }
        Some("link") => {
            access::make_link(connection, link, Purpose::Password, Some(id), now)?;
            return Ok((Some(Kind::LinkMade), Changed::Link(name.clone())));
        }
        _ => return Ok((None, Changed::Gone)),
    };
    Ok(match outcome {
        Ok(()) => (Some(kind), Changed::Done(notice)),
        Err(problem) => {
            let place = format!("operator-{id}");
            (None, Changed::Problem(Problem::at(place, problem.to_string())))
        }
    })
}

async fn answer(
    visit: &Visit,
    request: &HttpRequest,
    changed: Changed,
    token: &Token,
) -> Result<HttpResponse, Error> {
    match changed {
        Changed::Done(notice) => Ok(visit.redirect("/operators", &notice)),
        Changed::Problem(problem) => page(visit, Some(problem), None).await,
        Changed::Link(name) => {
            let path = visit.site.url(&format!("/password/{}", token.as_str()));
            let link = format!("{}{path}", address(request, &visit.guard().policy));
            page(visit, None, Some((name, link))).await
        }
        Changed::Gone => Err(Error::NotFound),
    }
}

/// `POST /operators/factor`: whether everybody needs a second factor.
///
/// # Errors
/// As the database.
pub async fn require_factor(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let required = form.0.get("required").is_some();
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    visit
        .write(Need::Operators, move |connection, who| {
            access::require_factor(connection, required)?;
            let event = Event::new(Kind::FactorRule, now, &address).by(&who.name);
            access::record(connection, &event.to(if required { "required" } else { "optional" }))
        })
        .await?;
    let notice = match required {
        true => "A second factor is now required for everyone.",
        false => "A second factor is now optional.",
    };
    Ok(visit.redirect("/operators", notice))
}
