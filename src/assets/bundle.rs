//! The files that browsers load, made of their sources: one file a component, joined.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use actix_web::web::Bytes;

use crate::panel::http::compression::smallest;

/// A file of the folder `static`, and its text in the program itself.
type Source = (&'static str, &'static str);

macro_rules! sources {
    ($($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/static/", $path)))),+]
    };
}

/// In the order in which the rules of a layer override each other.
const STYLES: &[Source] = sources![
    "css/tokens.css",
    "css/base.css",
    "css/cell.css",
    "css/avatar.css",
    "css/frame.css",
    "css/menu.css",
    "css/search.css",
    "css/icon.css",
    "css/button.css",
    "css/list.css",
    "css/tools.css",
    "css/popover.css",
    "css/pager.css",
    "css/tabs.css",
    "css/table.css",
    "css/line.css",
    "css/heads.css",
    "css/column.css",
    "css/stacked.css",
    "css/labels.css",
    "css/input.css",
    "css/form.css",
    "css/card.css",
    "css/ticks.css",
    "css/home.css",
    "css/keys.css",
    "css/account.css",
    "css/message.css",
    "css/print.css",
];
/// What neither the home page needs nor a list, so that a first visit loads it once it gets further.
const FURTHER_STYLES: &[Source] = sources![
    "css/question.css",
    "css/fieldset.css",
    "css/trail.css",
    "css/values.css",
    "css/section.css",
    "css/credits.css",
    "css/dependents.css",
    "css/rows.css",
    "css/save.css",
    "css/choice.css",
    "css/choices.css",
    "css/operators.css",
    "css/history.css",
    "css/past.css",
    "css/import.css",
    "css/bulk.css",
    "css/conflict.css",
    "css/days.css",
];
/// What scripts say stands before them.
const SCRIPTS: &[Source] = sources![
    "js/words.js",
    "js/zone.js",
    "js/times.js",
    "js/labels.js",
    "js/filter.js",
    "js/ticks.js",
    "js/form.js",
    "js/keys.js"
];
/// What only the pages need that show one record, or on which it is filled in.
const RECORD_SCRIPTS: &[Source] = sources![
    "js/record/words.js",
    "js/record/guard.js",
    "js/record/combobox.js",
    "js/record/rows.js",
    "js/record/copy.js",
];
const ICON: &[Source] = sources!["icons.svg"];

/// Where the sources are read.
#[derive(Clone, Copy, Debug)]
pub enum Sources<'a> {
    /// In the program itself.
    BuiltIn,
    /// In a folder like `static`.
    In(&'a Path),
}

/// One file as it is served.
#[derive(Clone, Debug)]
pub struct File {
    /// The end of its address.
    pub name: &'static str,
    /// Its `Content-Type`.
    pub kind: &'static str,
    /// Its text.
    pub plain: Bytes,
    /// The same, compressed as far as gzip can.
    pub compressed: Bytes,
}

impl File {
    fn new(name: &'static str, kind: &'static str, text: String) -> Result<Self, String> {
        let compressed = smallest(text.as_bytes());
        let compressed = compressed.map_err(|error| format!("cannot compress {name}: {error}"))?;
        Ok(Self { name, kind, plain: text.into(), compressed: compressed.into() })
    }

    /// What tells it from an earlier one of its name, as 16 hexadecimal digits.
    pub fn digest(&self) -> String {
        let mut digest = DefaultHasher::new();
        self.plain.hash(&mut digest);
        format!("{:016x}", digest.finish())
    }
}

/// All the files that are served.
#[derive(Clone, Debug)]
pub struct Bundle([File; 5]);

impl Bundle {
    /// Those made of these sources.
    ///
    /// # Errors
    /// A sentence that names what cannot be read.
    pub fn of(sources: Sources<'_>) -> Result<Self, String> {
        Ok(Self([
            File::new("style.css", "text/css; charset=utf-8", style(STYLES, sources)?)?,
            File::new("further.css", "text/css; charset=utf-8", style(FURTHER_STYLES, sources)?)?,
            File::new("script.js", "text/javascript; charset=utf-8", script(SCRIPTS, sources)?)?,
            File::new(
                "record.js",
                "text/javascript; charset=utf-8",
                script(RECORD_SCRIPTS, sources)?,
            )?,
            File::new("icons.svg", "image/svg+xml; charset=utf-8", joined(ICON, sources)?)?,
        ]))
    }

    /// Each of them.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.0.iter()
    }
}

fn joined(list: &[Source], sources: Sources<'_>) -> Result<String, String> {
    list.iter().map(|source| Ok(compact(&text(source, sources)?))).collect()
}

/// Styles need no line of their own, nor blanks around what opens a block or names a property.
fn style(list: &[Source], sources: Sources<'_>) -> Result<String, String> {
    let joined = joined(list, sources)?;
    let mut style = String::with_capacity(joined.len());
    for line in joined.lines() {
        match line.strip_suffix(';').and_then(|line| line.split_once(": ")) {
            Some((property, value)) => style.extend([property, ":", value, ";"]),
            None => match line.strip_suffix(" {") {
                Some(selector) => style.extend([selector, "{"]),
                None => style.push_str(line),
            },
        }
        // A value or a selector that goes on in the next line is parted from it.
        if !line.ends_with(['{', '}', ';', ',']) {
            style.push('\n');
        }
    }
    Ok(style)
}

/// Each script stands in a block of its own: what it declares is its own, but for the words, which
/// come first.
fn script(list: &[Source], sources: Sources<'_>) -> Result<String, String> {
    let block = |(place, source)| {
        let text = compact(&text(source, sources)?);
        Ok(if place == 0 { text } else { format!("{{\n{text}}}\n") })
    };
    list.iter().enumerate().map(block).collect()
}

fn text(source: &Source, sources: Sources<'_>) -> Result<Cow<'static, str>, String> {
    let (path, built_in) = *source;
    match sources {
        Sources::BuiltIn => Ok(Cow::Borrowed(built_in)),
        Sources::In(folder) => {
            let path = folder.join(path);
            let text = std::fs::read_to_string(&path);
            text.map(Cow::Owned).map_err(|error| format!("cannot read {}: {error}", path.display()))
        }
    }
}

/// A source without what only its readers need: indentation, empty lines, and the comments that have
/// lines of their own. It knows nothing of the language, and need not: no text of our sources runs
/// over the end of a line, and no comment shares a line with code.
fn compact(source: &str) -> String {
    let mut compact = String::with_capacity(source.len());
    let mut is_comment = false;
    for line in source.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if !(is_comment || line.is_empty() || line.starts_with("//")) {
            compact.push_str(line);
            compact.push('\n');
        }
        is_comment &= !line.ends_with("*/");
    }
    compact
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Source> {
        [STYLES, FURTHER_STYLES, SCRIPTS, RECORD_SCRIPTS, ICON].into_iter().flatten()
    }

    #[test]
    fn every_source_is_served() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("static");
        let mut count = 0;
        for folder in ["", "css", "js", "js/record"].map(|folder| root.join(folder)) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                    assert!(all().any(|(path, _)| *path == name), "{name} is in no list");
                    count += 1;
                }
            }
        }
        assert_eq!(count, all().count());
    }

    #[test]
    fn nothing_but_comments_and_blanks_is_left_out() {
        assert_eq!(
            compact("/* a\n   b */\na {\n\n  b: c;\n}\n// d\n/** e */\nf\n"),
            "a {\nb: c;\n}\nf\n"
        );
        for (path, source) in all() {
            // Another way to the same: what stands between the marks, wherever they are.
            let mut rest = *source;
            let mut code = String::new();
            while let Some((before, comment)) = rest.split_once("/*") {
                code.push_str(before);
                rest = comment.split_once("*/").unwrap().1;
            }
            code.push_str(rest);
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(solid(&compact(source)), solid(&lines.collect::<String>()), "{path}");
        }
    }

    #[test]
    fn no_text_of_the_sources_runs_over_the_end_of_a_line() {
        for (path, source) in all() {
            let code = compact(source);
            for line in code.lines() {
                for quote in ['"', '`'] {
                    assert_eq!(line.matches(quote).count() % 2, 0, "{path}: {line}");
                }
                assert!(!line.ends_with('\\'), "{path}: {line}");
            }
            assert!(!code.contains("/*") && !code.contains("*/"), "{path}");
        }
    }

    #[test]
    fn every_icon_is_a_part_of_the_strip() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("static");
        let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap();
        let styles = read("css/icon.css") + &read("css/trail.css");
        let icons: Vec<_> = styles.split(".icon-").skip(1).collect();
        for (place, icon) in icons.iter().enumerate() {
            assert!(icon.contains(&format!("--icon: {place};")), "{icon}");
        }
        let strip = read("icons.svg");
        let first: Vec<_> = (0..icons.len()).map(|place| 40 + 16 * place).collect();
        let parts = strip.split("<g transform=\"translate(0 ").skip(1);
        let parts: Vec<usize> =
            parts.map(|part| part.split(')').next().unwrap().parse().unwrap()).collect();
        assert_eq!(parts, first);
        assert!(strip.contains(&format!("viewBox=\"0 40 16 {}\"", 16 * icons.len())));
        for names in crate::entities::REGISTER.names() {
            assert!(icons.iter().any(|icon| icon.starts_with(names.icon)), "{}", names.path);
        }
    }

    #[test]
    fn scripts_need_nothing_of_each_other() {
        for (path, source) in SCRIPTS.iter().chain(RECORD_SCRIPTS) {
            let lines = compact(source);
            let mut lines = lines.lines();
            assert!(
                !lines.any(|line| line.starts_with("import ") || line.starts_with("export ")),
                "{path}"
            );
        }
    }

    #[test]
    fn a_folder_is_read_as_the_program_itself() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("static");
        let [built_in, read] =
            [Sources::BuiltIn, Sources::In(&root)].map(|it| Bundle::of(it).unwrap());
        for (one, other) in built_in.files().zip(read.files()) {
            assert!(one.plain == other.plain && one.digest() == other.digest(), "{}", one.name);
            assert!(one.compressed.len() < one.plain.len(), "{}", one.name);
        }
        let nowhere = Bundle::of(Sources::In(Path::new("nowhere"))).unwrap_err();
        assert!(nowhere.contains("tokens.css"), "{nowhere}");
    }
}
