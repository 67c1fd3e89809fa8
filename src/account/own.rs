//! The own account: the name, the password, the sessions.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::browser;
use super::confirm::confirm;
use super::page::{Field, FormProblem, chosen_password};
use super::words;
use crate::access::{self, Event, Kind, Requirement, Session};
use crate::panel::entity::cell::Cell;
use crate::panel::entity::zone::Zone;
use crate::panel::http::error::Error;
use crate::panel::http::form::Form;
use crate::panel::http::id::Id;
use crate::panel::http::layout::Layout;
use crate::panel::http::request::Request;
use crate::panel::http::words::title;

#[derive(Template)]
#[template(path = "account/account.html")]
struct AccountPage {
    layout: Layout,
    name: [Field; 1],
    password: Vec<Field>,
    has_factor: bool,
    sessions: Vec<Session>,
    /// The time zones to choose from, and the one that was chosen.
    zones: Vec<String>,
    zone: Option<String>,
    /// The session that looks.
    this: i64,
    problem: Option<FormProblem>,
}

/// `GET /account`
pub async fn account(request: Request) -> Result<HttpResponse, Error> {
    page(&request, None).await
}

async fn page(request: &Request, problem: Option<FormProblem>) -> Result<HttpResponse, Error> {
    let (policy, now) = (request.state().policy.clone(), request.state().clock.now());
    let (name, has_factor, sessions, zone, this) = request
        .read(Requirement::Own, move |connection, operator| {
            let found = access::find(connection, operator.id)?;
            let has_factor = found.is_some_and(|operator| operator.totp_secret.is_some());
            let sessions = access::sessions(connection, operator.id, &policy, now)?;
            let zone = operator.time_zone.clone();
            Ok((operator.name.clone(), has_factor, sessions, zone, operator.session))
        })
        .await?;
    let status = match problem {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let layout = request.layout(title(words::YOUR_ACCOUNT, problem.is_some()), "");
    let name = [Field::name(&name)];
    let old = Field::password("old", words::CURRENT_PASSWORD);
    let password = [old].into_iter().chain(Field::new_password()).collect();
    let zones = Zone::names().collect();
    let view =
        AccountPage { layout, name, password, has_factor, sessions, zones, zone, this, problem };
    request.page(status, &view)
}

/// `POST /account/name`
pub async fn change_name(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let name = form.0.get("name").unwrap_or_default().to_owned();
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    let changed = request
        .write(Requirement::Own, move |connection, operator| {
            let changed = access::change_name(connection, operator.id, &name)?;
            if let Ok(name) = &changed {
                let event =
                    Event::new(Kind::NameChanged, now, &address).by(&operator.name).to(name);
                access::record(connection, &event)?;
            }
            Ok(changed)
        })
        .await?;
    match changed {
        Ok(_) => Ok(request.redirect("/account", words::NAME_CHANGED)),
        Err(problem) => page(&request, Some(FormProblem::at("name", problem.to_string()))).await,
    }
}

/// `POST /account/time-zone`: times are shown in it from now on; in the browser's where none is
/// chosen.
pub async fn choose_time_zone(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let name = form.0.get("zone").unwrap_or_default();
    let zone = Zone::named(name);
    if zone.is_none() && !name.is_empty() {
        let problem = FormProblem::at("zone", words::NO_ZONE);
        return page(&request, Some(problem)).await;
    }
    request
        .write(Requirement::Own, move |connection, operator| {
            let zone = zone.as_ref().map(Zone::name);
            access::set_time_zone(connection, operator.id, zone)
        })
        .await?;
    Ok(request.redirect("/account", words::ZONE_SAVED))
}

/// `POST /account/password`: the other sessions end, and this one goes on under a new token.
///
/// # Errors
/// 503 where too many passwords are being checked.
pub async fn change_password(request: Request, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    if let Err(problem) = confirm(&request, inputs.get("old").unwrap_or_default()).await? {
        return page(&request, Some(FormProblem::at("old", problem))).await;
    }
    let name = request.operator().map(|operator| operator.name.clone()).unwrap_or_default();
    let password = match chosen_password(&inputs, &name) {
        Ok(password) => password,
        Err(problem) => return page(&request, Some(problem)).await,
    };
    let hash = request.state().hasher.hash(password).await.map_err(|_| Error::Overloaded)?;
    let token = access::Token::random().ok_or(Error::Panicked)?;
    let new = token.clone();
    request
        .write(Requirement::Own, move |connection, operator| {
            access::set_password(connection, operator.id, &hash)?;
            access::end_all(connection, operator.id, Some(operator.session), now)?;
            access::renew(connection, operator.session, &new)?;
            let event = Event::new(Kind::PasswordChanged, now, &address).by(&operator.name);
            access::record(connection, &event.to(&operator.name))
        })
        .await?;
    Ok(request.redirect_into(&token, "/account", words::PASSWORD_CHANGED))
}

/// `POST /account/sessions/1/end`
///
/// # Errors
/// 404 where there is no such session.
pub async fn end_session(request: Request, id: Id, _: Form) -> Result<HttpResponse, Error> {
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    let ended = request
        .write(Requirement::Own, move |connection, operator| {
            let ended = access::end(connection, operator.id, id.0, now)?;
            if ended {
                let event = Event::new(Kind::SessionEnded, now, &address).by(&operator.name);
                access::record(connection, &event.to(&operator.name))?;
            }
            Ok(ended)
        })
        .await?;
    match ended {
        true => Ok(request.redirect("/account", words::SESSION_ENDED)),
        false => Err(Error::NotFound),
    }
}

/// `POST /account/sessions/end`: all but the one that asks.
pub async fn end_other_sessions(request: Request, _: Form) -> Result<HttpResponse, Error> {
    let (now, address) = (request.state().clock.now(), request.client().address.clone());
    request
        .write(Requirement::Own, move |connection, operator| {
            access::end_all(connection, operator.id, Some(operator.session), now)?;
            let event = Event::new(Kind::SessionEnded, now, &address).by(&operator.name);
            access::record(connection, &event.to(&operator.name))
        })
        .await?;
    Ok(request.redirect("/account", words::SESSIONS_ENDED))
}
