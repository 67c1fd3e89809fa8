//! Recovery codes: ten, shown once, stored hashed, each good for one sign-in.

use chrono::NaiveDateTime;
use data_encoding::BASE32_NOPAD;
use diesel::prelude::*;

use super::token::hash;
use crate::db::AnyConnection;
use crate::schema::recovery_codes;

/// How many there are.
const COUNT: usize = 10;

/// Makes ten codes, right after a new second factor was set. `None` where there is no randomness.
pub fn new_codes(
    connection: &mut AnyConnection,
    operator: i64,
) -> QueryResult<Option<Vec<String>>> {
    let Some(codes) = (0..COUNT).map(|_| random_code()).collect::<Option<Vec<_>>>() else {
        return Ok(None);
    };
    for code in &codes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::operator_id.eq(operator),
                recovery_codes::code_hash.eq(hashed(code)),
            ))
            .execute(connection)?;
    }
    Ok(Some(codes))
}

/// Uses a code; returns whether it was one, not used before.
pub fn use_code(
    connection: &mut AnyConnection,
    operator: i64,
    code: &str,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let used = diesel::update(
        recovery_codes::table
            .find((operator, hashed(code)))
            .filter(recovery_codes::used_at.is_null()),
    )
    .set(recovery_codes::used_at.eq(now))
    .execute(connection)?;
    Ok(used == 1)
}

/// 120 random bits, in groups of four: so many need no slow hash (OWASP ASVS 5.0, 6.5.2).
fn random_code() -> Option<String> {
    let mut bytes = [0_u8; 15];
    getrandom::fill(&mut bytes).ok()?;
    let code = BASE32_NOPAD.encode(&bytes).to_lowercase();
    let groups: Vec<String> = code
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    Some(groups.join("-"))
}

/// As it is stored; letter case, blanks and dashes do not count.
fn hashed(code: &str) -> String {
    let plain: String =
        code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    hash("recovery", &plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_however_they_are_typed() {
        let code = random_code().unwrap();
        assert_eq!(code.len(), 29, "{code}");
        assert_eq!(hashed(&code), hashed(&code.to_uppercase().replace('-', " ")));
        assert_ne!(hashed(&code), hashed(&random_code().unwrap()));
    }
}
