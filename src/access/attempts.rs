//! Throttling of sign-ins, in the database, so that it holds across instances.
//!
//! Every attempt counts as failed until it has succeeded, so that many at once are no way round.
//! Failures slow down what follows, by name and by address, up to a bound: nobody is ever locked
//! out for good. From an address where an operator has signed in before, failures that others
//! cause elsewhere do not count, so nobody can keep an operator out from outside either.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::db::{AnyConnection, fold};
use crate::schema::{attempts, sessions};

/// What failures are counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subjects {
    name: String,
    address: String,
}

/// So many failures are for nothing; after that the wait doubles with each.
const FREE: i32 = 5;
/// An address stands for many people behind one proxy, and for an attacker with many names.
const FREE_BY_ADDRESS: i32 = 20;
/// The longest wait.
const LONGEST: TimeDelta = TimeDelta::minutes(5);
/// Failures are forgotten after so long without another.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);
/// An operator who signed in from an address within this time is known there.
const KNOWN: TimeDelta = TimeDelta::days(30);

impl Subjects {
    /// The subjects of an attempt to sign in with that name from that address.
    ///
    /// # Errors
    /// As the query.
    pub fn of(
        connection: &mut AnyConnection,
        name: &str,
        operator: Option<i64>,
        address: &str,
        now: NaiveDateTime,
    ) -> QueryResult<Self> {
        let known = match operator {
            Some(operator) => diesel::select(diesel::dsl::exists(
                sessions::table
                    .filter(sessions::operator_id.eq(operator))
                    .filter(sessions::address.eq(address))
                    .filter(sessions::created_at.gt(now - KNOWN)),
            ))
            .get_result(connection)?,
            None => false,
        };
        let name: String = fold(name).chars().take(100).collect();
        let place =
            if known { format!("name {name} at {address}") } else { format!("name {name}") };
        Ok(Self { name: place, address: format!("address {}", network(address)) })
    }
}

/// The network that one customer of a provider has: for IPv6 the first 64 bits.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address.to_owned(),
    }
}

/// Counts an attempt, or says when the next is allowed.
///
/// # Errors
/// As the statements.
pub fn enter(
    connection: &mut AnyConnection,
    subjects: &Subjects,
    now: NaiveDateTime,
) -> QueryResult<Result<(), NaiveDateTime>> {
    crate::db::lock(connection, "attempts")?;
    diesel::delete(attempts::table.filter(attempts::last_at.lt(now - REMEMBERED)))
        .execute(connection)?;
    let counted = [(&subjects.name, FREE), (&subjects.address, FREE_BY_ADDRESS)];
    let mut found = Vec::new();
    for (subject, free) in counted {
        let row: Option<(i32, NaiveDateTime)> = attempts::table
            .find(subject)
            .select((attempts::failures, attempts::free_at))
            .first(connection)
            .optional()?;
        found.push((subject, free, row));
    }
    let blocked = found.iter().filter_map(|(_, _, row)| row.map(|(_, free_at)| free_at)).max();
    if let Some(until) = blocked.filter(|until| *until > now) {
        return Ok(Err(until));
    }
    for (subject, free, row) in found {
        let failures = row.map_or(0, |(failures, _)| failures).saturating_add(1);
        let values = (
            attempts::failures.eq(failures),
            attempts::last_at.eq(now),
            attempts::free_at.eq(now + delay(failures, free)),
        );
        match row {
            Some(_) => {
                diesel::update(attempts::table.find(subject)).set(values).execute(connection)?
            }
            None => diesel::insert_into(attempts::table)
                .values((attempts::subject.eq(subject), values.0, values.1, values.2))
                .execute(connection)?,
        };
    }
    Ok(Ok(()))
}

/// Forgets the failures by name after a success, and the attempt itself by address.
///
/// # Errors
/// As the statements.
pub fn forgive(connection: &mut AnyConnection, subjects: &Subjects) -> QueryResult<()> {
    diesel::delete(attempts::table.find(&subjects.name)).execute(connection)?;
    diesel::update(attempts::table.find(&subjects.address).filter(attempts::failures.gt(0)))
        .set(attempts::failures.eq(attempts::failures - 1))
        .execute(connection)?;
    Ok(())
}

fn delay(failures: i32, free: i32) -> TimeDelta {
    let Ok(beyond @ 0..) = u32::try_from(failures - free) else { return TimeDelta::zero() };
    let seconds = 2_i64.checked_pow(beyond.min(32)).unwrap_or(i64::MAX);
    TimeDelta::try_seconds(seconds).map_or(LONGEST, |delay| delay.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_is_bounded() {
        let waits: Vec<i64> = (1..20).map(|count| delay(count, FREE).num_seconds()).collect();
        assert_eq!(waits[..10], [0, 0, 0, 0, 1, 2, 4, 8, 16, 32]);
        assert_eq!(waits[18], 300);
        assert_eq!(delay(i32::MAX, FREE), LONGEST);
    }

    #[test]
    fn a_customer_with_many_addresses_is_one() {
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:2"));
        assert_ne!(network("2001:db8:0:1::1"), network("2001:db8:0:2::1"));
        assert_eq!(network("10.0.0.1"), "10.0.0.1");
    }
}
