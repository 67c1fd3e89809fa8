//! The rooms of the source stand in one order, and none knows another above it.

#![expect(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

use std::collections::{BTreeMap, BTreeSet};
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

/// The rooms some of whose files use each other in a circle: a module and what it is made of.
const CIRCULAR: &[&str] =
    &["transfer", "panel/link", "panel/form", "panel/record", "panel/entity", "access", "db"];

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

/// The module of a file: `history/trash` for `src/history/trash/mod.rs`.
fn module(file: &Path) -> String {
    let path = file.strip_prefix("src").unwrap().with_extension("");
    path.to_string_lossy().trim_end_matches("/mod").to_owned()
}

/// What a file holds beside its tests.
fn code(file: &Path) -> String {
    fs::read_to_string(file).unwrap().split("#[cfg(test)]").next().unwrap().to_owned()
}

/// A text with every `super::` and `self::` as the path from the root of the program that it is in
/// that module.
fn from_root(text: &str, module: &str) -> String {
    let mut code = text.replace("self::", &format!("crate::{}::", module.replace('/', "::")));
    while let Some(place) = code.find("super::") {
        let (mut above, mut end) = (module, place);
        while code[end..].starts_with("super::") {
            above = above.rsplit_once('/').map_or("", |(above, _)| above);
            end += "super::".len();
        }
        let path = format!("crate::{}::", above.replace('/', "::"));
        code.replace_range(place..end, &path.replace("crate::::", "crate::"));
    }
    code
}

/// What a module uses of other rooms, as paths from the root of the program: whatever stands behind
/// `crate::`, in the braces of an import as well, or behind `super::` or `self::`.
fn uses(text: &str, module: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join(" ");
    from_root(&code, module)
        .split("crate::")
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
        let own = module(&file);
        let Some((place, name)) = room(&own) else { continue };
        let text = code(&file);
        for used in uses(&text, &own) {
            let Some((other, other_name)) = room(&used) else { continue };
            assert!(other >= place, "{}: {name} uses {used} of {other_name}", file.display());
            seen += usize::from(other > place);
        }
        assert!(!text.contains("super::super::super"), "{}", file.display());
    }
    assert!(seen > 100, "{seen}");
}

/// The files of a room that use each other in a circle, or one in such a circle, with what they use.
fn circle(room: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new("src").join(room);
    let files = if path.is_dir() { sources(&path) } else { vec![path.with_extension("rs")] };
    let modules: Vec<String> = files.iter().map(|file| module(file)).collect();
    let of = |path: &str| {
        let path = path.replace("::", "/");
        let is_in = |module: &&String| path == **module || path.starts_with(&format!("{module}/"));
        modules.iter().filter(is_in).max_by_key(|module| module.len())
    };
    let used = |file: &PathBuf| {
        let own = module(file);
        let used = uses(&code(file), &own);
        let others: BTreeSet<String> = used.iter().filter_map(|path| of(path)).cloned().collect();
        (own.clone(), others.into_iter().filter(|other| *other != own).collect())
    };
    let mut left: BTreeMap<String, BTreeSet<String>> = files.iter().map(used).collect();
    // What uses nothing that is left is in no circle.
    while let Some((free, _)) = left.iter().find(|(_, used)| used.is_empty()) {
        let free = free.clone();
        left.remove(&free);
        for used in left.values_mut() {
            used.remove(&free);
        }
    }
    left
}

#[test]
fn files_use_each_other_in_a_circle_in_no_other_room_than_these() {
    for room in ROOMS {
        let circle = circle(room);
        assert_eq!(!circle.is_empty(), CIRCULAR.contains(room), "{room}: {circle:#?}");
    }
}

#[test]
fn every_room_is_there() {
    for room in ROOMS {
        let path = Path::new("src").join(room);
        assert!(path.is_dir() || path.with_extension("rs").is_file(), "{room}");
    }
}
