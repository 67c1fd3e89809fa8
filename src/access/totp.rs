//! The second factor: time-based one-time passwords (RFC 6238: SHA-1, six digits, 30 seconds).

use chrono::NaiveDateTime;
use data_encoding::BASE32_NOPAD;
use diesel::prelude::*;
use hmac::{Hmac, KeyInit as _, Mac as _};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

use crate::db::{AnyConnection, Stored, latest_believed};
use crate::schema::{access_settings, operators, recovery_codes};

/// The seconds of one step.
const STEP: i64 = 30;
/// The step before and the one after are accepted too: clocks differ.
const TOLERANCE: i64 = 1;

/// A new secret of 160 bits (RFC 4226, 4), in base 32; `None` where there is no randomness.
pub fn new_secret() -> Option<String> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).ok()?;
    Some(BASE32_NOPAD.encode(&bytes))
}

/// What the QR code holds, for an authenticator.
pub fn secret_uri(secret: &str, name: &str) -> String {
    let name = utf8_percent_encode(name, NON_ALPHANUMERIC);
    format!("otpauth://totp/Backlot:{name}?secret={secret}&issuer=Backlot&algorithm=SHA1&digits=6")
}

/// The code of a secret at that time.
pub fn code_at(secret: &str, now: NaiveDateTime) -> Option<String> {
    code(secret, step_at(now))
}

fn step_at(now: NaiveDateTime) -> i64 {
    now.and_utc().timestamp() / STEP
}

/// The step of the code, where it fits one of the steps around now that come after `last`; if that
/// is believed, see [`latest_believed`]: a code that was used while the clock was ahead keeps no other
/// out.
pub fn step_of(secret: &str, typed: &str, last: i64, now: NaiveDateTime) -> Option<i64> {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let step = step_at(now);
    let is_used = |step: i64| step <= last && last <= step_at(latest_believed(now));
    (step - TOLERANCE..=step + TOLERANCE).filter(|step| !is_used(*step)).find(|step| {
        code(secret, *step).is_some_and(|code| code.as_bytes().ct_eq(digits.as_bytes()).into())
    })
}

fn code(secret: &str, step: i64) -> Option<String> {
    let key = BASE32_NOPAD.decode(secret.as_bytes()).ok()?;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).ok()?;
    mac.update(&u64::try_from(step).ok()?.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    // RFC 4226, 5.3: the last four bits say where the 31 bits of the code begin.
    let offset = usize::from(digest.last()? & 0x0f);
    let bytes: [u8; 4] = digest.get(offset..offset + 4)?.try_into().ok()?;
    Some(format!("{:06}", (u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000))
}

/// Sets or removes the secret of an operator; the recovery codes of an earlier one are void.
pub fn set_secret(
    connection: &mut AnyConnection,
    operator: i64,
    secret: Option<&str>,
    step: i64,
) -> QueryResult<()> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::operator_id.eq(operator)))
        .execute(connection)?;
    diesel::update(operators::table.find(operator))
        .set((operators::totp_secret.eq(secret), operators::totp_step.eq(step)))
        .execute(connection)?;
    Ok(())
}

/// Accepts a code once; returns whether it was accepted. A code of the same or an earlier step is
/// never accepted again (RFC 6238, 5.2), not even when two come at once.
pub fn accept_code(
    connection: &mut AnyConnection,
    operator: i64,
    typed: &str,
    now: NaiveDateTime,
) -> QueryResult<bool> {
    let found: Option<(Option<Stored<String>>, Stored<i64>)> = operators::table
        .find(operator)
        .select((operators::totp_secret, operators::totp_step))
        .first(connection)
        .optional()?;
    let Some((Some(Stored::Value(secret)), Stored::Value(last))) = found else { return Ok(false) };
    let Some(step) = step_of(&secret, typed, last, now) else { return Ok(false) };
    let taken =
        diesel::update(operators::table.find(operator).filter(operators::totp_step.eq(last)))
            .set(operators::totp_step.eq(step))
            .execute(connection)?;
    Ok(taken == 1)
}

/// The name of the setting that everybody needs a second factor.
pub(super) const REQUIRED: &str = "second factor";

/// Whether everybody needs a second factor.
pub fn is_factor_required(connection: &mut AnyConnection) -> QueryResult<bool> {
    let value: Option<Stored<String>> = access_settings::table
        .find(REQUIRED)
        .select(access_settings::value)
        .first(connection)
        .optional()?;
    Ok(value.is_some_and(|value| value.value().is_none_or(|value| value == "required")))
}

/// Says whether everybody needs a second factor.
pub fn require_factor(connection: &mut AnyConnection, required: bool) -> QueryResult<()> {
    diesel::delete(access_settings::table.find(REQUIRED)).execute(connection)?;
    if required {
        diesel::insert_into(access_settings::table)
            .values((access_settings::name.eq(REQUIRED), access_settings::value.eq("required")))
            .execute(connection)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    /// RFC 6238, appendix B, whose codes have eight digits: ours are the last six.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = BASE32_NOPAD.encode(b"12345678901234567890");
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let now = DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
            assert_eq!(code_at(&secret, now).unwrap(), expected);
        }
    }

    #[test]
    fn a_code_holds_around_its_time_and_never_again() {
        let secret = new_secret().unwrap();
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
        let now = at(1_700_000_010);
        let code = code_at(&secret, now).unwrap();
        let step = step_of(&secret, &code, 0, now).unwrap();
        assert_eq!(
            step_of(&secret, &format!(" {} {}", &code[..3], &code[3..]), 0, now),
            Some(step)
        );
        assert_eq!(step_of(&secret, &code, step, now), None);
        assert_eq!(step_of(&secret, &code, 0, at(1_700_000_010 + 30)), Some(step));
        assert_eq!(step_of(&secret, &code, 0, at(1_700_000_010 + 90)), None);
        assert_eq!(step_of(&secret, "", 0, now), None);
        assert_eq!(step_of(&secret, &code, step + 10, now), None);
        assert_eq!(step_of(&secret, &code, step + 2880, now), Some(step));
    }
}
