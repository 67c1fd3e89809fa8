//! The rooms of the source stand in one order, and none knows another above it.

#![expect(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, each of which may use those behind it.
const ROOMS: &[&str] = &[
    "cli",
    "server",
    "maintenance",
    "routes",
    "assets",
    "health",
    "home",
    "account",
    "entities",
    "upgrade",
    "transfer",
    "history",
    "panel/overview",
    "panel/detail",
    "panel/link",
    "panel/delete",
    "panel/picker",
    "panel/form",
    "panel/list",
    "panel/record",
    "panel/http",
    "panel/entity",
    "sample",
    "config",
    "drain",
    "access",
    "db",
    "schema",
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The room of a path such as `panel::list::page`, and its place in the order.
fn room(path: &str) -> Option<(usize, &'static str)> {
    let path = path.replace("::", "/");
    let is_in = |room: &str| path == room || path.starts_with(&format!("{room}/"));
    ROOMS.iter().copied().enumerate().find(|(_, room)| is_in(room))
}

/// What a file uses of other rooms, as paths from the root of the program: whatever stands behind
/// `crate::`, in the braces of an import as well.
fn uses(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join(" ");
    code.split("crate::")
        .skip(1)
        .flat_map(|rest| match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split(';').next().unwrap_or_default();
                list.split([',', '{', '}']).map(|item| item.trim().to_owned()).collect()
            }
            None => vec![
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_' || *c == ':')
                    .collect::<String>(),
            ],
        })
        .collect()
}

#[test]
fn no_room_knows_one_above_it() {
    let mut seen = 0;
    for file in sources(Path::new("src")) {
        let own = file.strip_prefix("src").unwrap().with_extension("");
        let own = own.to_string_lossy().trim_end_matches("/mod").to_owned();
        let Some((place, name)) = room(&own) else { continue };
        let text = fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for used in uses(text) {
            let Some((other, other_name)) = room(&used) else { continue };
            assert!(other >= place, "{}: {name} uses {used} of {other_name}", file.display());
            seen += usize::from(other > place);
        }
        assert!(!text.contains("super::super::super"), "{}", file.display());
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn every_room_is_there() {
    for room in ROOMS {
        let path = Path::new("src").join(room);
        assert!(path.is_dir() || path.with_extension("rs").is_file(), "{room}");
    }
}
