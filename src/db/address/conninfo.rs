//! The address of a PostgreSQL server as libpq reads it: one or several hosts, each with a port, or
//! none beside what stands behind the question mark (PostgreSQL's manual, 34.1.1.2).
//!
//! Parsers of URLs know one host alone, and none of an address that has a user and no host.

use std::fmt;

use super::AddressError;

/// The parts of an address, as they are written.
pub(super) struct Conninfo<'a> {
    user: Option<&'a str>,
    password: Option<&'a str>,
    hosts: &'a str,
    /// The database, with the slash before it, or nothing.
    path: &'a str,
    parameters: &'a str,
}

impl<'a> Conninfo<'a> {
    /// Reads what stands behind `postgres://`.
    ///
    /// What looks like a piece of a password in another place is refused: libpq would show it.
    ///
    /// # Errors
    /// [`AddressError::Malformed`], which shows nothing of the address.
    pub fn parse(text: &'a str) -> Result<Self, AddressError> {
        let (person, rest) = match text.find(['@', '/']).and_then(|end| text.split_at_checked(end))
        {
            Some((person, rest)) if rest.starts_with('@') => (Some(person), &rest[1..]),
            _ => (None, text),
        };
        let (user, password) = match person.map(|person| person.split_once(':')) {
            Some(Some((user, password))) => (Some(user), Some(password)),
            _ => (person, None),
        };
        let (place, parameters) = rest.split_once('?').unwrap_or((rest, ""));
        let (hosts, path) = place.split_at(place.find('/').unwrap_or(place.len()));
        let read = Self { user, password, hosts, path, parameters };
        match read.mistake() {
            Some(mistake) => Err(AddressError::Malformed(mistake.to_owned())),
            None => Ok(read),
        }
    }

    /// Whether there are several servers, to be tried in turn.
    pub fn has_several_hosts(&self) -> bool {
        let hosts = self.parameters().find(|(name, _)| *name == "host").map(|(_, hosts)| hosts);
        hosts.unwrap_or(self.hosts).contains(',')
    }

    /// The whole address, with further parameters where they are not given.
    pub fn with(&self, usual: &[(&str, &str)]) -> String {
        let is_given = |name: &str| self.parameters().any(|(given, _)| given == name);
        let added = usual.iter().copied().filter(|(name, _)| !is_given(name));
        let pairs: Vec<String> =
            self.parameters().chain(added).map(|(name, value)| format!("{name}={value}")).collect();
        let password = self.password.map(|password| format!(":{password}")).unwrap_or_default();
        let person = self.user.map(|user| format!("{user}{password}@")).unwrap_or_default();
        format!("postgres://{person}{}{}?{}", self.hosts, self.path, pairs.join("&"))
    }

    /// The passwords in it, as they are written.
    pub fn passwords(&self) -> impl Iterator<Item = &'a str> {
        let is_password = |name: &str| matches!(name, "password" | "sslpassword");
        let parameters = self.parameters().filter(move |(name, _)| is_password(name));
        self.password.into_iter().chain(parameters.map(|(_, value)| value))
    }

    fn parameters(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let pairs = self.parameters.split('&').filter(|pair| !pair.is_empty());
        pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
    }

    fn mistake(&self) -> Option<&'static str> {
        let all =
            [self.user, self.password, Some(self.hosts), Some(self.path), Some(self.parameters)];
        if !all.into_iter().flatten().all(is_encoded) {
            return Some("a % is not followed by two hexadecimal digits");
        }
        if self.path.get(1..).is_some_and(|name| name.contains(['/', '@', ':'])) {
            return Some("the name of the database holds a / : or @");
        }
        self.hosts.split(',').find_map(mistake_of_host)
    }
}

/// Whether every `%` begins the code of a byte that is not zero.
fn is_encoded(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| {
        rest.get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok())
            .is_some_and(|byte| byte > 0)
    })
}

/// What is wrong with one host and its port. Either may be left out.
fn mistake_of_host(text: &str) -> Option<&'static str> {
    let (is_host, port) = match text.strip_prefix('[').map(|rest| rest.split_once(']')) {
        Some(Some((ip, port))) => (ip.parse::<std::net::Ipv6Addr>().is_ok(), port),
        Some(None) => (false, ""),
        None => {
            let (host, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '%');
            (host.chars().all(plain), port)
        }
    };
    if !is_host {
        return Some("invalid host name");
    }
    let is_port = match port.strip_prefix(':') {
        Some(number) => number.is_empty() || number.parse::<u16>().is_ok_and(|port| port > 0),
        None => port.is_empty(),
    };
    (!is_port).then_some("invalid port number")
}

/// Without the password and the parameters, one of which could be a password too.
impl fmt::Display for Conninfo<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("postgres://")?;
        if let Some(user) = self.user {
            out.write_str(user)?;
            if self.password.is_some() {
                out.write_str(":***")?;
            }
            out.write_str("@")?;
        }
        write!(out, "{}{}", self.hosts, self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<String, String> {
        Conninfo::parse(text).map(|read| read.to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn an_address_is_read_as_libpq_reads_it() {
        for (text, read) in [
            ("u:p@a:5432,b:5433/db", "u:***@a:5432,b:5433/db"),
            ("u@/db?host=/var/run/postgresql", "u@/db"),
            ("/db?host=a,b&port=1,2", "/db"),
            ("", ""),
            ("a", "a"),
            ("u@a,b", "u@a,b"),
            ("u:@[::1]:5432,[fe80::1]/db", "u:***@[::1]:5432,[fe80::1]/db"),
            ("u@%2Fvar%2Frun%2Fpostgresql:5433/db", "u@%2Fvar%2Frun%2Fpostgresql:5433/db"),
            ("u:a?b#c:d@a/db", "u:***@a/db"),
            ("u:p%40%2F@a:/db", "u:***@a:/db"),
            ("a?user=u&password=s3cret", "a"),
        ] {
            assert_eq!(shown(text), Ok(format!("postgres://{read}")), "{text}");
        }
    }

    #[test]
    fn what_is_refused_is_not_shown() {
        for text in [
            "u:s3/cret@a/db",
            "u:1/s3cret@a/db",
            "u:p@s3cret@a/db",
            "u:s3%cret@a/db",
            "u:s3%00@a/db",
            "u:p@a:s3/db",
            "u:p@a:0/db",
            "u:p@a:65536,b/db",
            "u:p@a,b:5433:s3/db",
            "u:p@[::s3]/db",
            "u:p@[::1]s3/db",
            "u:p@a s3/db",
            "a/db/s3",
        ] {
            let error = shown(text).unwrap_err();
            assert!(error.starts_with("is no valid address") && !error.contains("s3"), "{error}");
        }
    }

    #[test]
    fn usual_parameters_give_way_to_those_that_are_given() {
        for (text, whole) in [
            ("u:p@a,b/db", "u:p@a,b/db?connect_timeout=2&application_name=x"),
            ("a?", "a?connect_timeout=2&application_name=x"),
            ("u:a?b@a/db?connect_timeout=9", "u:a?b@a/db?connect_timeout=9&application_name=x"),
        ] {
            let usual = [("connect_timeout", "2"), ("application_name", "x")];
            let read = Conninfo::parse(text).unwrap();
            assert_eq!(read.with(&usual), format!("postgres://{whole}"));
        }
        let read = Conninfo::parse("u:one@a/db?password=two&sslpassword=three").unwrap();
        assert_eq!(read.passwords().collect::<Vec<_>>(), ["one", "two", "three"]);
    }

    #[test]
    fn several_servers_are_recognized_wherever_they_stand() {
        for (text, several) in [
            ("a,b/db", true),
            ("a/db", false),
            ("/db?host=a,b", true),
            ("/db?port=1&host=a", false),
        ] {
            assert_eq!(Conninfo::parse(text).unwrap().has_several_hosts(), several, "{text}");
        }
    }
}
