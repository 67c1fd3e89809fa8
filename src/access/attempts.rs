//! Throttling of sign-ins, in the database, so that it holds across instances.
//!
//! Every attempt counts as failed until it has succeeded, so that many at once are no way round.
//! Failures slow down what follows: of a name from one network most, of a name from anywhere, of a
//! network with any name. Every wait is bounded, and what others do elsewhere never holds up a
//! first attempt, nor a later one for longer than the longest wait: nobody can lock an operator
//! out for good from outside.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;

use crate::db::{AnyConnection, Stored, UtcTime, fold, latest_believed};
use crate::schema::attempts;

/// What failures are counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subjects {
    /// The name from this network.
    here: String,
    /// The name from anywhere.
    name: String,
    /// The network with any name.
    network: String,
}

/// So many failures are for nothing; after that the wait doubles with each.
const FREE: i32 = 5;
/// A network stands for many people behind one proxy, and for an attacker with many names; a name
/// from anywhere for an attacker with many networks.
const FREE_IN_ALL: i32 = 20;
/// The longest wait.
const LONGEST: TimeDelta = TimeDelta::minutes(5);
/// From so many networks at most a name's failures are forgotten at once.
const FORGOTTEN: i64 = 5000;
/// Failures are forgotten after so long without another.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);

impl Subjects {
    /// The subjects of an attempt to sign in with that name from that address.
    pub fn of(name: &str, address: &str) -> Self {
        let name: String = fold(name).chars().take(100).collect();
        let network = network(address);
        Self {
            here: format!("name {name} from {network}"),
            name: format!("name {name}"),
            network: format!("network {network}"),
        }
    }

    /// The subjects of an attempt to bring a code of that operator from that address.
    pub fn of_code(name: &str, address: &str) -> Self {
        Self::of(&format!("code of {name}"), address)
    }

    /// Each with how many failures are for nothing.
    fn counted(&self) -> [(&str, i32); 3] {
        [(&self.here, FREE), (&self.name, FREE_IN_ALL), (&self.network, FREE_IN_ALL)]
    }
}

/// The network that one customer of a provider has: for IPv6 the first 64 bits.
pub fn network(address: &str) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(v6)) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address.to_owned(),
    }
}

/// What is stored of one subject.
#[derive(Clone, Copy, Queryable)]
struct Count {
    failures: Stored<i32>,
    last_at: UtcTime,
    free_at: UtcTime,
}

impl Count {
    /// When it lets the next attempt in: whatever is stored, no wait is longer than the longest.
    fn free_at(self) -> Option<NaiveDateTime> {
        Some(self.free_at.get()?.min(self.longest_wait()?))
    }

    fn longest_wait(self) -> Option<NaiveDateTime> {
        Some(self.last_at.get()? + LONGEST)
    }
}

fn count(connection: &mut AnyConnection, subject: &str) -> QueryResult<Option<Count>> {
    attempts::table
        .find(subject)
        .select((attempts::failures, attempts::last_at, attempts::free_at))
        .first(connection)
        .optional()
}

/// Counts an attempt, or says when the next is allowed. Failures of long ago are forgotten, and so
/// are those that a wrong clock has dated ahead.
pub fn count_attempt(
    connection: &mut AnyConnection,
    subjects: &Subjects,
    now: NaiveDateTime,
) -> QueryResult<Result<(), NaiveDateTime>> {
    crate::db::lock(connection, "attempts")?;
    let believed = attempts::last_at.between(now - REMEMBERED, latest_believed(now));
    diesel::delete(attempts::table.filter(diesel::dsl::not(believed))).execute(connection)?;
    let here = count(connection, &subjects.here)?;
    let name = count(connection, &subjects.name)?;
    let network = count(connection, &subjects.network)?;
    if let Some(until) = free_at(here, name, network).filter(|until| *until > now) {
        return Ok(Err(until.min(now + LONGEST)));
    }
    for ((subject, free), found) in subjects.counted().into_iter().zip([here, name, network]) {
        let failed = found.and_then(|found| found.failures.value()).unwrap_or_default();
        let failures = failed.saturating_add(1);
        let values = (
            attempts::failures.eq(failures),
            attempts::last_at.eq(now),
            attempts::free_at.eq(now + delay(failures, free)),
        );
        match found {
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

/// When the next attempt is allowed.
fn free_at(
    here: Option<Count>,
    name: Option<Count>,
    network: Option<Count>,
) -> Option<NaiveDateTime> {
    // Who has not failed here does not wait for what others did elsewhere.
    let elsewhere =
        here.zip(name).and_then(|(here, name)| Some(name.free_at()?.min(here.longest_wait()?)));
    let waits = [here.and_then(Count::free_at), network.and_then(Count::free_at), elsewhere];
    waits.into_iter().flatten().max()
}

/// After a success: forgets the failures of the name here, and this attempt elsewhere.
pub fn reset_attempts(
    connection: &mut AnyConnection,
    subjects: &Subjects,
    now: NaiveDateTime,
) -> QueryResult<()> {
    diesel::delete(attempts::table.find(&subjects.here)).execute(connection)?;
    for subject in [&subjects.name, &subjects.network] {
        // Only an attempt that nobody had to wait for succeeds, so this one's wait is taken back
        // and no other's. Earlier failures still count: an own account is no way to forget them.
        diesel::update(attempts::table.find(subject).filter(attempts::failures.gt(0)))
            .set((
                attempts::failures.eq(attempts::failures - 1),
                attempts::free_at.eq(now - LONGEST),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Forgets the failures of that name, wherever they came from, and those of the networks they came
/// from: an operator whom another has let in again does not wait for them.
pub fn forget_attempts(connection: &mut AnyConnection, name: &str) -> QueryResult<()> {
    for Subjects { name: subject, .. } in [Subjects::of(name, ""), Subjects::of_code(name, "")] {
        let from = format!("{subject} from ");
        // What has a meaning in a pattern stands for any character.
        let pattern = format!("{}%", from.replace(['\\', '%'], "_"));
        let here: Vec<Stored<String>> = attempts::table
            .filter(attempts::subject.like(pattern))
            .select(attempts::subject)
            .limit(FORGOTTEN)
            .load(connection)?;
        let here: Vec<String> = here.into_iter().filter_map(Stored::value).collect();
        let networks = here.iter().filter_map(|here| here.strip_prefix(&from));
        let mut subjects: Vec<String> =
            networks.map(|network| format!("network {network}")).collect();
        subjects.push(subject);
        subjects.extend(here.into_iter().filter(|here| here.starts_with(&from)));
        diesel::delete(attempts::table.filter(attempts::subject.eq_any(subjects)))
            .execute(connection)?;
    }
    Ok(())
}

/// How long the next must wait after that many failures. Where nobody must, that is long over:
/// who comes at the same moment, by a clock that is a little behind, does not wait either.
fn delay(failures: i32, free: i32) -> TimeDelta {
    let Ok(beyond) = u32::try_from(failures - free) else { return -LONGEST };
    let seconds = 2_i64.checked_pow(beyond.min(32)).unwrap_or(i64::MAX);
    TimeDelta::try_seconds(seconds).map_or(LONGEST, |delay| delay.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_is_bounded() {
        let waits: Vec<i64> = (1..20).map(|count| delay(count, FREE).num_seconds()).collect();
        assert_eq!(waits[..10], [-300, -300, -300, -300, 1, 2, 4, 8, 16, 32]);
        assert_eq!(waits[18], 300);
        assert_eq!(delay(i32::MAX, FREE), LONGEST);
    }

    #[test]
    fn a_customer_with_many_addresses_is_one() {
        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:2"));
        assert_ne!(network("2001:db8:0:1::1"), network("2001:db8:0:2::1"));
        assert_eq!(network("10.0.0.1"), "10.0.0.1");
    }

    #[test]
    fn what_others_do_elsewhere_holds_up_a_second_attempt_for_a_while_and_no_first() {
        let now = crate::db::now();
        let count = |failures, last_at: NaiveDateTime, free_at: NaiveDateTime| Count {
            failures: Stored::Value(failures),
            last_at: last_at.into(),
            free_at: free_at.into(),
        };
        let hot = Some(count(99, now, now + LONGEST));
        let once = |minutes| {
            let last_at = now - TimeDelta::minutes(minutes);
            Some(count(1, last_at, last_at))
        };
        assert_eq!(free_at(None, hot, None), None);
        assert_eq!(free_at(once(1), hot, None), Some(now + TimeDelta::minutes(4)));
        assert!(free_at(once(6), hot, None).is_some_and(|until| until < now));
        assert_eq!(free_at(None, None, hot), Some(now + LONGEST));
    }
}
