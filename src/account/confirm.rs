//! The own password, asked for once more before what protects the account is changed
//! (OWASP ASVS 5.0, 7.5.1).

use super::words;
use crate::access::{self, Event, Kind, Requirement, Subjects};
use crate::panel::http::error::Error;
use crate::panel::http::request::Request;

/// Whether that is the password of who is asking, or the sentence that says why not. It counts as
/// signing in does: a stolen session must not be a way to try passwords.
///
/// # Errors
/// 503 where too many passwords are being checked.
pub async fn confirm(request: &Request, password: &str) -> Result<Result<(), &'static str>, Error> {
    let (state, now) = (request.state(), request.state().clock.now());
    let _turn = state.sign_in_queue.wait().await.map_err(|_| Error::Overloaded)?;
    let address = request.client().address.clone();
    let (stored, subjects, entered) = request
        .write(Requirement::Own, move |connection, operator| {
            let subjects = Subjects::of(&operator.name, &address);
            let entered = access::count_attempt(connection, &subjects, now)?;
            let stored =
                access::find(connection, operator.id)?.and_then(|found| found.password_hash);
            Ok((stored.map(String::from), subjects, entered))
        })
        .await?;
    if entered.is_err() {
        return Ok(Err(words::DELAYED));
    }
    let fits = state.hasher.verify(password, stored.as_deref()).await;
    let fits = fits.map_err(|_| Error::Overloaded)?;
    let address = request.client().address.clone();
    request
        .write(Requirement::Own, move |connection, operator| match fits {
            true => access::reset_attempts(connection, &subjects, now),
            false => {
                let event = Event::new(Kind::PasswordFailed, now, &address).by(&operator.name);
                access::record(connection, &event)
            }
        })
        .await?;
    Ok(if fits { Ok(()) } else { Err(words::WRONG_PASSWORD) })
}
