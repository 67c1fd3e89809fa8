//! What the benches share.

use backlot::access::{self, Token};
use backlot::db::{self, AnyConnection};

/// A session of somebody of that name who may do everything, written into the database, and the id
/// of that operator.
pub fn sign_in(
    connection: &mut AnyConnection,
    name: &str,
) -> std::result::Result<(Token, i64), Box<dyn std::error::Error + Send + Sync>> {
    let token = Token::random().ok_or("no randomness")?;
    let operator = db::retried(connection, |connection| {
        let operator = match access::credentials(connection, name)? {
            Some(found) => found.id,
            None => {
                let made = access::create(connection, name, None, &["admin".to_owned()])?;
                made.map_err(|_| diesel::result::Error::NotFound)?.id
            }
        };
        access::begin(connection, token.clone(), operator, "127.0.0.1", "bench", db::now())?;
        Ok(operator)
    })?;
    Ok((token, operator))
}
