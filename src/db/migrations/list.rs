//! The migrations, built into the program. A new one is three folders and a line here.

use sha2::{Digest as _, Sha256};

use crate::db::{AnyConnection, Product};

/// One step of the schema.
#[derive(Debug)]
pub struct Migration {
    /// Its date, its number and what it does: the name of its folder.
    pub name: &'static str,
    /// The SQL that takes the step.
    pub up: &'static str,
    /// The SQL that takes it back.
    pub down: &'static str,
}

macro_rules! migrations {
    ($folder:literal, $($name:literal),+) => {
        &[$(Migration {
            name: $name,
            up: include_str!(concat!("../../../migrations/", $folder, "/", $name, "/up.sql")),
            down: include_str!(concat!("../../../migrations/", $folder, "/", $name, "/down.sql")),
        }),+]
    };
}

macro_rules! migrations_of {
    ($folder:literal) => {
        migrations!(
            $folder,
            "2026-11-22-000001_create_users",
            "2026-11-22-000002_create_profiles",
            "2026-11-22-000003_create_cars",
            "2026-11-22-000004_create_movies",
            "2026-11-22-000005_create_actors",
            "2026-11-22-000006_create_castings",
            "2026-11-22-000007_create_submissions",
            "2026-11-22-000008_create_locks",
            "2026-11-22-000009_create_samples",
            "2026-11-22-000010_create_operators",
            "2026-11-22-000011_create_roles",
            "2026-11-22-000012_create_operator_roles",
            "2026-11-22-000013_create_sessions",
            "2026-11-22-000014_create_links",
            "2026-11-22-000015_create_attempts",
            "2026-11-22-000016_create_recovery_codes",
            "2026-11-22-000017_create_security_events",
            "2026-11-22-000018_create_saved_forms",
            "2026-11-22-000019_create_access_settings",
            "2026-11-22-000020_create_search",
            "2026-11-22-000021_create_views",
            "2026-11-22-000022_create_receipts",
            "2026-11-22-000023_create_foldings",
            "2026-11-22-000024_create_change_sets",
            "2026-11-22-000025_create_changes",
            "2026-11-22-000026_create_change_subjects",
            "2026-11-26-000027_create_jobs",
            "2026-11-26-000028_create_selections",
            "2026-11-26-000029_create_job_problems",
            "2026-11-26-000030_create_imports",
            "2026-11-26-000031_create_import_chunks",
            "2026-11-26-000032_create_import_rows",
            "2026-11-26-000033_create_selected",
            "2026-11-26-000034_create_change_set_entities",
            "2026-11-26-000035_create_pins",
            "2026-11-26-000036_place_job_problems",
            "2026-11-26-000037_create_change_set_undoes",
            "2026-11-26-000038_drop_undoes",
            "2026-11-26-000039_add_operator_time_zone",
            "2026-11-27-000040_add_operator_signed_in_at",
            "2026-11-27-000041_fill_operator_signed_in_at",
            "2026-11-27-000042_add_operator_density"
        )
    };
}

#[cfg(feature = "sqlite")]
const SQLITE: &[Migration] = migrations_of!("sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: &[Migration] = migrations_of!("postgres");
#[cfg(feature = "mysql")]
const MYSQL: &[Migration] = migrations_of!("mysql");

/// Every migration for that kind of database, the first one first.
pub fn all(product: Product) -> &'static [Migration] {
    match product {
        #[cfg(feature = "sqlite")]
        Product::Sqlite => SQLITE,
        #[cfg(feature = "postgres")]
        Product::Postgres => POSTGRES,
        #[cfg(feature = "mysql")]
        Product::Mysql => MYSQL,
        #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
        _ => &[],
    }
}

/// The migrations of this database, oldest first.
pub(super) fn of(connection: &AnyConnection) -> &'static [Migration] {
    match connection {
        #[cfg(feature = "sqlite")]
        AnyConnection::Sqlite(_) => SQLITE,
        #[cfg(feature = "postgres")]
        AnyConnection::Postgres(_) => POSTGRES,
        #[cfg(feature = "mysql")]
        AnyConnection::Mysql(_) => MYSQL,
    }
}

impl Migration {
    /// What the database remembers it by, in the manner of Diesel's own tools: the digits before
    /// the first underscore.
    pub(super) fn version(&self) -> String {
        version(self.name)
    }

    /// Whether the person means this migration: by its full name, its number, or what it does.
    pub(super) fn is_meant_by(&self, text: &str) -> bool {
        let deed = self.name.split_once('_').map(|(_, deed)| deed);
        text == self.name || text == self.version() || Some(text) == deed
    }

    /// The tables that it makes, in their order.
    pub(super) fn tables(&self) -> Vec<&'static str> {
        names_behind(self.up, &["CREATE TABLE", "CREATE VIRTUAL TABLE"])
    }

    /// The tables that are gone, with rows that nothing brings back, once it is taken back.
    pub(super) fn lost_tables(&self) -> Vec<&'static str> {
        let made = names_behind(self.up, &["CREATE TABLE"]);
        let mut dropped = names_behind(self.down, &["DROP TABLE"]);
        dropped.retain(|table| made.contains(table));
        dropped
    }

    /// A hash of the SQL that takes the step, whatever the ends of its lines.
    pub(super) fn checksum(&self) -> String {
        let hash = Sha256::digest(self.up.replace("\r\n", "\n"));
        hash.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// `2026-11-22-000001_create_users` is remembered as `20261122000001`.
fn version(name: &str) -> String {
    name.split('_').next().unwrap_or_default().replace('-', "")
}

/// The name behind each of these words at the begin of a line, and behind `IF [NOT] EXISTS`.
fn names_behind(sql: &'static str, words: &[&str]) -> Vec<&'static str> {
    sql.lines()
        .filter_map(|line| words.iter().find_map(|words| line.strip_prefix(words)))
        .filter_map(|rest| {
            let mut rest = rest.trim_start();
            for condition in ["IF NOT EXISTS", "IF EXISTS"] {
                rest = rest.strip_prefix(condition).unwrap_or(rest).trim_start();
            }
            rest.split([' ', '(', ';']).next().filter(|name| !name.is_empty())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_folder_is_in_the_list_in_the_order_of_the_names() {
        let list: &[Migration] = migrations_of!("sqlite");
        assert!(list.is_sorted_by_key(|migration| migration.name));
        let names: BTreeSet<String> =
            list.iter().map(|migration| migration.name.to_owned()).collect();
        for product in ["sqlite", "postgres", "mysql"] {
            let folder = format!("{}/migrations/{product}", env!("CARGO_MANIFEST_DIR"));
            let folders: BTreeSet<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            assert_eq!(folders, names, "{product}");
        }
    }

    #[test]
    fn a_migration_that_makes_a_table_says_so_and_what_is_lost_without_it() {
        for list in [migrations_of!("sqlite"), migrations_of!("postgres"), migrations_of!("mysql")]
        {
            let list: &[Migration] = list;
            for migration in list {
                let Some((_, table)) = migration.name.split_once("_create_") else { continue };
                if table != "search" {
                    // What else it makes is the search index of that table.
                    assert_eq!(migration.tables().first(), Some(&table));
                    assert!(migration.lost_tables().contains(&table));
                }
            }
        }
    }

    #[test]
    fn a_migration_of_mysql_is_one_statement_that_may_run_again() {
        let list: &[Migration] = migrations_of!("mysql");
        for migration in list {
            for sql in [migration.up, migration.down] {
                assert_eq!(sql.trim_end().matches(';').count(), 1, "{}", migration.name);
                let runs_again = ["IF NOT EXISTS", "IF EXISTS", "IS NULL", "DO 0"];
                assert!(runs_again.iter().any(|words| sql.contains(words)), "{sql}");
            }
        }
    }
}
