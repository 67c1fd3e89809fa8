//! The own account: the name, the password, the sessions.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::browser;
use super::confirm::confirm;
use super::page::{Field, Problem, chosen_password};
use crate::access::{self, Event, Kind, Need, Session};
use crate::panel::cell::Cell;
use crate::panel::error::Error;
use crate::panel::frame::{Chrome, Visit};
use crate::panel::id::Id;
use crate::panel::inputs::Form;

#[derive(Template)]
#[template(path = "account/account.html")]
struct AccountPage {
    chrome: Chrome,
    name: [Field; 1],
    password: Vec<Field>,
    has_factor: bool,
    sessions: Vec<Session>,
    /// The session that looks.
    this: i64,
    problem: Option<Problem>,
}

/// `GET /account`
///
/// # Errors
/// As the database.
pub async fn account(visit: Visit) -> Result<HttpResponse, Error> {
    page(&visit, None).await
}

async fn page(visit: &Visit, problem: Option<Problem>) -> Result<HttpResponse, Error> {
    let (policy, now) = (visit.guard().policy.clone(), visit.guard().clock.now());
    let (name, has_factor, sessions, this) = visit
        .read(Need::Own, move |connection, who| {
            let found = access::find(connection, who.id)?;
            let has_factor = found.is_some_and(|operator| operator.totp_secret.is_some());
            let sessions = access::sessions(connection, who.id, &policy, now)?;
            Ok((who.name.clone(), has_factor, sessions, who.session))
        })
        .await?;
    let (status, title) = match problem {
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Error: Your account"),
        None => (StatusCode::OK, "Your account"),
    };
    let chrome = visit.chrome(title, "");
    let name = [Field::name(&name)];
    let old = Field::password("old", "Current password");
    let password = [old].into_iter().chain(Field::new_password()).collect();
    let view = AccountPage { chrome, name, password, has_factor, sessions, this, problem };
    visit.page(status, &view)
}

/// `POST /account/name`
///
/// # Errors
/// As the database.
pub async fn change_name(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let name = form.0.get("name").unwrap_or_default().to_owned();
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    let changed = visit
        .write(Need::Own, move |connection, who| {
            let changed = access::change_name(connection, who.id, &name)?;
            if let Ok(name) = &changed {
                let event = Event::new(Kind::NameChanged, now, &address).by(&who.name).to(name);
                access::record(connection, &event)?;
            }
            Ok(changed)
        })
        .await?;
    match changed {
        Ok(_) => Ok(visit.redirect("/account", "Name changed.")),
        Err(problem) => page(&visit, Some(Problem::at("name", problem.to_string()))).await,
    }
}

/// `POST /account/password`: the other sessions end, and this one goes on under a new token.
///
/// # Errors
/// 503 where too many passwords are being checked.
pub async fn change_password(visit: Visit, form: Form) -> Result<HttpResponse, Error> {
    let inputs = form.0;
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    if let Err(problem) = confirm(&visit, inputs.get("old").unwrap_or_default()).await? {
        return page(&visit, Some(Problem::at("old", problem))).await;
    }
    let name = visit.who().map(|who| who.name.clone()).unwrap_or_default();
    let password = match chosen_password(&inputs, &name) {
        Ok(password) => password,
        Err(problem) => return page(&visit, Some(problem)).await,
    };
    let hash = visit.guard().hasher.hash(password).await.map_err(|_| Error::Overloaded)?;
    let token = access::Token::random().ok_or(Error::Panicked)?;
    let new = token.clone();
    visit
        .write(Need::Own, move |connection, who| {
            access::set_password(connection, who.id, &hash)?;
            access::end_all(connection, who.id, Some(who.session), now)?;
            access::renew(connection, who.session, &new)?;
            let event = Event::new(Kind::PasswordChanged, now, &address).by(&who.name);
            access::record(connection, &event.to(&who.name))
        })
        .await?;
    let notice = "Password changed. Your other sessions have ended.";
    Ok(visit.redirect_into(&token, "/account", notice))
}

/// `POST /account/sessions/1/end`
///
/// # Errors
/// 404 where there is no such session.
pub async fn end_session(visit: Visit, id: Id, _: Form) -> Result<HttpResponse, Error> {
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    let ended = visit
        .write(Need::Own, move |connection, who| {
            let ended = access::end(connection, who.id, id.0, now)?;
            if ended {
                let event = Event::new(Kind::SessionEnded, now, &address).by(&who.name);
                access::record(connection, &event.to(&who.name))?;
            }
            Ok(ended)
        })
        .await?;
    match ended {
        true => Ok(visit.redirect("/account", "Session ended.")),
        false => Err(Error::NotFound),
    }
}

/// `POST /account/sessions/end`: all but the one that asks.
///
/// # Errors
/// As the database.
pub async fn end_other_sessions(visit: Visit, _: Form) -> Result<HttpResponse, Error> {
    let (now, address) = (visit.guard().clock.now(), visit.client().address.clone());
    visit
        .write(Need::Own, move |connection, who| {
            access::end_all(connection, who.id, Some(who.session), now)?;
            let event = Event::new(Kind::SessionEnded, now, &address).by(&who.name);
            access::record(connection, &event.to(&who.name))
        })
        .await?;
    Ok(visit.redirect("/account", "All other sessions ended."))
}
