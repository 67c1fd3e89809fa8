//! What the benches share.

use backlot::access::{self, Token};
use backlot::db::{self, AnyConnection};

/// Who signs in.
const NAME: &str = "Bench";

/// A session of somebody who may do everything, written into the database.
pub fn sign_in(
    connection: &mut AnyConnection,
) -> std::result::Result<Token, Box<dyn std::error::Error>> {
    let token = Token::random().ok_or("no randomness")?;
    db::retried(connection, |connection| {
        let operator = match access::credentials(connection, NAME)? {
            Some(found) => found.id,
            None => {
                let made = access::create(connection, NAME, None, &["admin".to_owned()])?;
                made.map_err(|_| diesel::result::Error::NotFound)?.id
            }
        };
        access::begin(connection, token.clone(), operator, "127.0.0.1", "bench", db::now())
    })?;
    Ok(token)
}
