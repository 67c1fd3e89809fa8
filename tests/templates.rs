//! What no template may hold: text that is not escaped, and what the content security policy
//! forbids.

#![expect(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

use std::path::{Path, PathBuf};

fn templates(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { templates(&path, found) } else { found.push(path) }
    }
}

#[test]
fn no_template_switches_escaping_off_or_holds_inline_style_or_script() {
    let mut found = Vec::new();
    templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut found);
    assert!(found.len() > 10, "{found:?}");
    for path in found {
        let text = std::fs::read_to_string(&path).unwrap().to_lowercase();
        let plain: String = text.split_whitespace().collect();
        for unwanted in ["|safe", "|escape(\"none\")", "<style", "<script>", "javascript:"] {
            assert!(!plain.contains(unwanted), "{unwanted} in {}", path.display());
        }
        for unwanted in [" style=", "http://", "https://", "=\"//"] {
            assert!(!text.contains(unwanted), "{unwanted} in {}", path.display());
        }
        // Every part of a page has a heading (Nu HTML checker).
        for section in text.split("<section").skip(1) {
            let section = section.split("</section>").next().unwrap();
            assert!(section.contains("<h2"), "a section without a heading in {}", path.display());
        }
        let handlers = text.split(" on").skip(1).filter(|rest| {
            let name = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap();
            !name.is_empty() && rest[name.len()..].starts_with("=\"")
        });
        assert_eq!(handlers.count(), 0, "an inline handler in {}", path.display());
    }
}
