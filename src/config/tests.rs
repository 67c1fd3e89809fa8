//! What the environment may say.

use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    Config::read(|name| {
        pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn an_error_names_its_variable_and_not_its_value() {
    for (variable, value) in [
        ("DATABASE_URL", "s3cret-garbage"),
        ("HOST", "s3cret"),
        ("PORT", "s3cret"),
        ("DATABASE_DIALECT", "s3cret"),
        ("DATABASE_POOL_SIZE", "0"),
        ("DATABASE_CONNECT_TIMEOUT", "s3cret"),
        ("DATABASE_STATEMENT_TIMEOUT", "0"),
        ("BASE_PATH", "s3cret?<>"),
        ("BASE_PATH", ".."),
        ("PASSWORD_MEMORY_KIB", "4000000000"),
        ("PASSWORD_PASSES", "4000000000"),
        ("PASSWORD_LANES", "0"),
        ("SESSION_IDLE", "99999999d"),
        ("SESSION_LIFETIME", "4000000000d"),
        ("HISTORY_KEEP", "4000000000d"),
        ("IMPORT_DIR", "/s3cret"),
        ("BASE_PATH", "/panel/./x"),
    ] {
        let message = read(&[(variable, value)]).unwrap_err().to_string();
        assert!(message.starts_with(variable), "{message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
}

#[test]
fn a_base_path_is_written_in_any_manner() {
    for value in ["panel", "/panel", "/panel/", " panel "] {
        assert_eq!(read(&[("BASE_PATH", value)]).unwrap().base, "/panel");
    }
    for value in ["/", "", " "] {
        assert_eq!(read(&[("BASE_PATH", value)]).unwrap().base, "");
    }
}

#[test]
fn the_host_is_written_in_any_manner() {
    for (value, address) in
        [("localhost", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("::1", "::1"), ("[::]", "::")]
    {
        assert_eq!(read(&[("HOST", value)]).unwrap().host.to_string(), address);
    }
}

#[test]
fn times_and_sizes_have_defaults_and_can_be_set() {
    assert_eq!(read(&[]).unwrap().settings.connections, 4);
    let settings = read(&[
        ("DATABASE_POOL_SIZE", "9"),
        ("DATABASE_CONNECT_TIMEOUT", "500ms"),
        ("DATABASE_STATEMENT_TIMEOUT", "2m"),
    ])
    .unwrap()
    .settings;
    assert_eq!(settings.connections, 9);
    assert_eq!(settings.wait, Duration::from_millis(500));
    assert_eq!(settings.limits.statement, Duration::from_secs(120));
}

#[test]
fn the_whole_url_wins_over_its_parts() {
    let pairs = [("DATABASE_URL", "sqlite:whole"), ("DATABASE_DIALECT", "postgres")];
    assert_eq!(read(&pairs).unwrap().database.to_string(), "sqlite:whole");
}

#[test]
fn parts_without_a_dialect_are_no_address() {
    let message = read(&[("DATABASE_HOST", "db")]).unwrap_err().to_string();
    assert!(message.starts_with("DATABASE_DIALECT"), "{message}");
}

#[test]
fn sql_server_gets_an_honest_answer() {
    for pair in [("DATABASE_DIALECT", "mssql"), ("DATABASE_URL", "mssql://sa@host/db")] {
        let message = read(&[pair]).unwrap_err().to_string();
        assert!(message.contains("Diesel has no backend for it"), "{message}");
    }
}

#[cfg(all(feature = "postgres", feature = "mysql"))]
#[test]
fn an_address_is_made_of_its_parts() {
    let pairs = [
        ("DATABASE_USER", "joe@work"),
        ("DATABASE_PASSWORD", "a@b:c/d#e%f?g h"),
        ("DATABASE_NAME", "back lot"),
    ];
    for (dialect, host, url) in [
        ("postgres", "db", "postgres://joe%40work:***@db:5432/back%20lot"),
        ("mariadb", "localhost", "mysql://joe%40work:***@127.0.0.1:3306/back%20lot"),
        ("postgres", "/run/db", "postgres://joe%40work:***@%2Frun%2Fdb:5432/back%20lot"),
        ("MySQL", "::1", "mysql://joe%40work:***@[::1]:3306/back%20lot"),
    ] {
        let mut pairs = pairs.to_vec();
        pairs.extend([("DATABASE_DIALECT", dialect), ("DATABASE_HOST", host)]);
        let config = read(&pairs).unwrap();
        assert_eq!(config.database.to_string(), url);
        assert!(!format!("{config:?}").contains("d#e"), "{config:?}");
    }
    assert!(read(&[("DATABASE_DIALECT", "postgres")]).is_err(), "it has no name");
}

#[test]
fn the_example_lists_every_variable() {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    let asked = RefCell::new(BTreeSet::from(["RUST_LOG".to_owned()]));
    for dialect in [None, Some("postgres")] {
        let _ = Config::read(|name| {
            asked.borrow_mut().insert(name.to_owned());
            match name {
                "DATABASE_DIALECT" => dialect.map(str::to_owned),
                "DATABASE_NAME" => dialect.map(|_| "backlot".to_owned()),
                _ => None,
            }
        });
    }
    let listed: BTreeSet<String> = include_str!("../../.env.example")
        .lines()
        .filter_map(|line| line.strip_prefix('#')?.split_once('='))
        .map(|(name, _)| name.to_owned())
        .collect();
    assert_eq!(listed, asked.into_inner());
}
