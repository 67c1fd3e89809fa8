//! What the documents point to is there, and no page or document holds the marks of a merge.

#![expect(clippy::unwrap_used, reason = "a test ends at what it does not expect")]

use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path.to_string_lossy(), ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found
}

fn documents() -> Vec<PathBuf> {
    let mut documents = files("docs", ".md");
    documents.push(PathBuf::from("README.md"));
    documents
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let mut count = 0;
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let path = link.split('#').next().unwrap();
            let target = document.parent().unwrap_or(Path::new("")).join(path);
            assert!(target.exists(), "{}: {link}", document.display());
            count += 1;
        }
        assert!(count > 0 || document != Path::new("README.md"));
    }
}

#[test]
fn every_source_file_that_the_documents_name_is_there() {
    let mut count = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        // What stands between backticks is every second part.
        let named = text.split('`').skip(1).step_by(2);
        for path in named.filter(|path| path.ends_with(".rs") || path.ends_with(".js")) {
            let is_there =
                ["", "src/", "src/panel/"].iter().any(|room| Path::new(room).join(path).exists());
            assert!(is_there, "{}: {path}", document.display());
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn nothing_holds_the_marks_of_a_merge() {
    let mut texts = documents();
    texts.extend(files("templates", ".html"));
    texts.extend(files("static", "s"));
    assert!(texts.len() > 20, "{texts:?}");
    for path in texts {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let is_mark =
                ["<<<<<<<", ">>>>>>>", "======="].iter().any(|mark| line.starts_with(mark));
            assert!(!is_mark, "{}:{}", path.display(), number + 1);
        }
    }
}

#[test]
fn color_is_spelled_in_one_way() {
    let mut texts = documents();
    texts.extend(files("templates", ".html"));
    texts.extend(files("static", "s"));
    texts.extend(files("src", ".rs"));
    for path in texts {
        let text = fs::read_to_string(&path).unwrap().to_lowercase();
        assert!(!text.contains("colour"), "{}", path.display());
    }
}
