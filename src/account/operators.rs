//! The operators, for those who manage them.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use diesel::QueryResult;

use super::page::{Field, FormProblem};
use super::words;
use crate::access::{self, Account, CurrentOperator, Event, Kind, LinkPurpose, Requirement, Token};
use crate::db::AnyConnection;
use crate::panel::entity::when::When;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::inputs::Inputs;
use crate::panel::http::layout::Layout;
use crate::panel::http::origin::address;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;

#[derive(Template)]
#[template(path = "account/operators.html")]
struct OperatorsPage {
    layout: Layout,
    /// Each with when they last signed in.
    accounts: Vec<(Account, Option<When>)>,
    roles: Vec<String>,
    factor_required: bool,
    fields: [Field; 1],
    problem: Option<FormProblem>,
    /// A link that has just been made, and whom for.
    link: Option<(String, String)>,
}

/// `GET /operators`
pub async fn operators(request: Request) -> Result<HttpResponse, Error> {
    page(&request, None, None).await
}

async fn page(
    request: &Request,
    problem: Option<FormProblem>,
    link: Option<(String, String)>,
) -> Result<HttpResponse, Error> {
    let (accounts, roles, factor_required) = request
        .read(Requirement::Operators, |connection, _| {
            let required = access::is_factor_required(connection)?;
            Ok((access::accounts(connection)?, access::role_names(connection)?, required))
        })
        .await?;
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let title = title(words::OPERATORS, problem.is_some());
    let (layout, fields) = (request.layout(title, ""), [Field::name("").of_another()]);
    let now = request.state().clock.now();
    let signed_in = |account: &Account| account.signed_in_at.and_then(|at| When::of(at, now));
    let accounts = accounts.into_iter().map(|account| {
        let when = signed_in(&account);
        (account, when)
    });
    let accounts = accounts.collect();
    let view = OperatorsPage { layout, accounts, roles, factor_required, fields, problem, link };
    request.page(status, &view)
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
    FormProblem(FormProblem),
    Link(String),
    Deleted,
}

/// `POST /operators`: the new operator chooses a password by a link.
pub async fn add(
    request: Request,
    http_request: HttpRequest,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    let token = Token::random().ok_or(Error::Panicked)?;
    let link = token.clone();
    let changed = request
        .write(Requirement::Operators, move |connection, operator| {
            let roles = ticked(connection, &inputs)?;
            let name = inputs.get("name").unwrap_or_default();
            let account = match access::create(connection, name, None, &roles)? {
                Ok(account) => account,
                Err(problem) => {
                    return Ok(Changed::FormProblem(FormProblem::at("name", problem.to_string())));
                }
            };
            access::make_link(connection, &link, LinkPurpose::Password, Some(account.id), now)?;
            let event = Event::new(Kind::OperatorAdded, now, &address).by(&operator.name);
            access::record(connection, &event.to(&account.name))?;
            Ok(Changed::Link(account.name))
        })
        .await?;
    answer(&request, &http_request, changed, &token).await
}

/// `POST /operators/1`: what is done stands in the field `do`.
///
/// # Errors
/// 404 where there is no such operator.
pub async fn change(
    request: Request,
    http_request: HttpRequest,
    id: Id,
    form: Form,
) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    let token = Token::random().ok_or(Error::Panicked)?;
    let link = token.clone();
    let changed = request
        .write(Requirement::Operators, move |connection, operator| {
            let Some(account) = access::account(connection, id.0)? else {
                return Ok(Changed::Deleted);
            };
            let (kind, changed) = apply(connection, &account, &inputs, &link, now)?;
            if let Some(kind) = kind {
                record(connection, Event::new(kind, now, &address), operator, &account)?;
            }
            Ok(changed)
        })
        .await?;
    answer(&request, &http_request, changed, &token).await
}

fn record(
    connection: &mut AnyConnection,
    event: Event,
    operator: &CurrentOperator,
    account: &Account,
) -> QueryResult<()> {
    access::record(connection, &event.by(&operator.name).to(&account.name))
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
            (Kind::RolesGiven, given, words::roles_saved(name))
        }
        Some("sign-out") => {
            access::end_all(connection, id, None, now)?;
            (Kind::SessionEnded, Ok(()), words::sessions_ended_of(name))
        }
        Some("disable") => {
            let disabled = access::disable(connection, id, now)?;
            (Kind::OperatorDisabled, disabled, words::disabled(name))
        }
        Some("enable") => {
            access::enable(connection, id)?;
            (Kind::OperatorEnabled, Ok(()), words::enabled(name))
        }
        Some("remove") => {
            let removed = access::remove(connection, id)?;
            (Kind::OperatorRemoved, removed, words::removed(name))
        }
        Some("link") => {
            access::make_link(connection, link, LinkPurpose::Password, Some(id), now)?;
            return Ok((Some(Kind::LinkMade), Changed::Link(name.clone())));
        }
        _ => return Ok((None, Changed::Deleted)),
    };
    Ok(match outcome {
        Ok(()) => (Some(kind), Changed::Done(notice)),
        Err(problem) => {
            let place = format!("operator-{id}");
            (None, Changed::FormProblem(FormProblem::at(place, problem.to_string())))
        }
    })
}

async fn answer(
    request: &Request,
    http_request: &HttpRequest,
    changed: Changed,
    token: &Token,
) -> Result<HttpResponse, Error> {
    match changed {
        Changed::Done(notice) => Ok(request.redirect("/operators", &notice)),
        Changed::FormProblem(problem) => page(request, Some(problem), None).await,
        Changed::Link(name) => {
            let path = request.site.url(&format!("/password/{}", token.as_str()));
            let link = format!("{}{path}", address(http_request, &request.state().policy));
            page(request, None, Some((name, link))).await
        }
        Changed::Deleted => Err(Error::NotFound),
    }
}

/// `POST /operators/factor`: whether everybody needs a second factor.
pub async fn require_factor(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let required = form.0.get("required").is_some();
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    request
        .write(Requirement::Operators, move |connection, operator| {
            access::require_factor(connection, required)?;
            let event = Event::new(Kind::FactorRule, now, &address).by(&operator.name);
            access::record(connection, &event.to(if required { "required" } else { "optional" }))
        })
        .await?;
    let notice = match required {
        true => words::FACTOR_REQUIRED,
        false => words::FACTOR_OPTIONAL,
    };
    Ok(request.redirect("/operators", notice))
}
