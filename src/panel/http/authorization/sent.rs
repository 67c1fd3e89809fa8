//! The form that came with a request: whose it is, and what becomes of it where the session has
//! ended or the database has failed.

use actix_web::{HttpMessage as _, HttpRequest};

use super::{Authorization, Outcome, Seen};
use crate::access::{self, SavedForm, Token};
use crate::panel::http::client::Client;
use crate::panel::http::error::Error;
use crate::panel::http::inputs::{Inputs, MARK};

/// The fields of the panel that hold secrets: no form with one of them is ever kept.
const SECRETS: [&str; 5] = ["password", "again", "old", "secret", "code"];

/// Takes note of the form that came with a request.
pub(in crate::panel) fn note_form(request: &HttpRequest, inputs: &Inputs) {
    note_mark(request, inputs);
    let Some(seen) = request.extensions().get::<Seen>().cloned() else { return };
    *seen.0.sent.borrow_mut() = Some(inputs.clone());
}

/// Takes note of whose form came with a request, and not of the form: one with a file can neither be
/// kept nor given back.
pub(in crate::panel) fn note_mark(request: &HttpRequest, inputs: &Inputs) {
    let Some(seen) = request.extensions().get::<Seen>().cloned() else { return };
    let Ok(authorization) = Authorization::of(request) else { return };
    let mark = inputs.get(MARK).unwrap_or_default();
    let Client { sessions, ended, .. } = &authorization.client;
    let session = sessions.iter().chain(ended).find(|token| token.has_form_mark(mark));
    *seen.0.form_session.borrow_mut() = session.cloned();
}

/// The form that came with a request, to be given back where it fails by a fault of ours: never
/// one of another session's, and never one that holds a secret.
pub(in crate::panel) fn sent_form(request: &HttpRequest) -> Option<Inputs> {
    let authorization = Authorization::of(request).ok()?;
    let sent = authorization.seen.0.sent.borrow();
    sent.clone().filter(|inputs| authorization.form_session().is_some() && !holds_secret(inputs))
}

/// What is known of a form that failed.
pub(in crate::panel) fn outcome(request: &HttpRequest) -> Outcome {
    Authorization::of(request).map_or(Outcome::Unsaved, |authorization| authorization.outcome())
}

/// Keeps the form that was sent after its session had ended, and returns what it is asked for by;
/// `None` where it is not one to be kept.
pub(in crate::panel) async fn save_form(request: &HttpRequest) -> Result<Option<Token>, Error> {
    let authorization = Authorization::of(request)?;
    let path = request.uri().path_and_query().map_or("/", |here| here.as_str()).to_owned();
    let (Some(inputs), Some(session)) = (sent_form(request), authorization.form_session()) else {
        return Ok(None);
    };
    if path.len() > 255 {
        return Ok(None);
    }
    let (token, now) = (Token::random().ok_or(Error::Panicked)?, authorization.state.clock.now());
    let (form, key) = (SavedForm { path, body: inputs.without(MARK).to_query() }, token.clone());
    let kept = authorization.db.write(move |connection| {
        let Some(operator) = access::ended_operator(connection, &session)? else {
            return Ok(false);
        };
        access::keep(connection, &key, operator, &form, now).map(|()| true)
    });
    Ok(kept.await?.then_some(token))
}

fn holds_secret(inputs: &Inputs) -> bool {
    inputs.pairs().iter().any(|(name, _)| SECRETS.contains(&name.as_str()))
}
