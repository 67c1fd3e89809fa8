//! The own password, asked for once more before what protects the account is changed
//! (OWASP ASVS 5.0, 7.5.1).

use crate::access::{self, Event, Kind, Need, Subjects};
use crate::panel::error::Error;
use crate::panel::frame::Visit;

const DELAYED: &str = "Too many attempts. Try again in five minutes.";
const WRONG: &str = "Wrong password.";

/// Whether that is the password of who is asking, or the sentence that says why not. It counts as
/// signing in does: a stolen session must not be a way to try passwords.
///
/// # Errors
/// 503 where too many passwords are being checked.
pub async fn confirm(visit: &Visit, password: &str) -> Result<Result<(), &'static str>, Error> {
    let (guard, now) = (visit.guard(), visit.guard().clock.now());
    let _turn = guard.turns.wait().await.map_err(|_| Error::Overloaded)?;
    let address = visit.client().address.clone();
    let (stored, subjects, entered) = visit
        .write(Need::Own, move |connection, who| {
            let subjects = Subjects::of(&who.name, &address);
            let entered = access::enter(connection, &subjects, now)?;
            let stored = access::find(connection, who.id)?.and_then(|found| found.password_hash);
            Ok((stored.map(String::from), subjects, entered))
        })
        .await?;
    if entered.is_err() {
        return Ok(Err(DELAYED));
    }
    let fits = guard.hasher.verify(password, stored.as_deref()).await;
    let fits = fits.map_err(|_| Error::Overloaded)?;
    let address = visit.client().address.clone();
    visit
        .write(Need::Own, move |connection, who| match fits {
            true => access::forgive(connection, &subjects, now),
            false => {
                let event = Event::new(Kind::PasswordFailed, now, &address).by(&who.name);
                access::record(connection, &event)
            }
        })
        .await?;
    Ok(if fits { Ok(()) } else { Err(WRONG) })
}
