//! Every row of an entity and every link is written in one place: whatever watches over what is
//! written has to be there alone.

#![expect(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

use std::path::{Path, PathBuf};

use backlot::entities::REGISTER;

/// Where the statements are made, and where they are used.
const WRITERS: [&str; 2] = ["src/db/statement/", "src/panel/record/write/"];
/// The sample data fills an empty database, many rows at once.
const SAMPLE: &str = "src/sample/";

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { sources(&path, found) } else { found.push(path) }
    }
}

/// What a file takes from the module of that name: `statement::delete`, `statement::{delete, Rows}`.
fn taken_from<'t>(plain: &'t str, module: &'t str) -> impl Iterator<Item = &'t str> {
    plain.split(module).skip(1).flat_map(|rest| match rest.strip_prefix('{') {
        Some(group) => group.split('}').next().unwrap().split(',').collect(),
        None => vec![rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap()],
    })
}

#[test]
fn only_the_writer_writes_to_the_tables_of_entities_and_links() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    sources(&root.join("src"), &mut found);
    let entities = REGISTER.entities.iter().map(|entity| entity.table());
    let tables: Vec<&str> = entities.chain(REGISTER.links.iter().map(|link| link.table)).collect();
    let (mut files, mut by_writer) = (0, 0);
    for path in found.iter().filter(|path| path.extension().is_some_and(|end| end == "rs")) {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        let plain: String = text.split_whitespace().collect();
        let verbs = ["insert", "update", "delete"];
        let writes =
            taken_from(&plain, "statement::").filter(|taken| verbs.contains(taken)).count();
        if WRITERS.iter().any(|writer| name.starts_with(writer)) {
            by_writer += writes;
        } else {
            assert_eq!(writes, 0, "{name} has statements of its own that write");
        }
        for table in tables.iter().filter(|_| !name.starts_with(SAMPLE)) {
            for verb in ["insert_into(", "update(", "delete(", "insert_rows!(connection,"] {
                let written = format!("{verb}{table}::");
                assert!(!plain.contains(&written), "{name} writes to {table} by itself");
            }
            for verb in ["INSERT INTO", "UPDATE", "DELETE FROM"] {
                let written = format!("{verb} {table} ");
                assert!(!text.contains(&written), "{name} writes to {table} by itself");
            }
        }
        files += 1;
    }
    assert!(files > 100 && by_writer > 3, "{by_writer} of {files}");
}
