//! What every answer has in common: the frame, the headers, the static files.

use std::path::Path;

use ureq::http::Method;

use crate::support::{Database, Panel, Program, raw};

crate::tests![
    every_page_stands_in_the_frame_and_is_not_stored,
    static_files_are_kept_for_ever_under_a_versioned_address,
    a_page_that_is_open_over_an_upgrade_keeps_its_looks,
    whoever_works_on_the_static_files_sees_each_change,
    the_program_brings_its_static_files_along,
    files_outside_the_static_folder_are_not_served,
    every_answer_carries_the_security_headers,
    a_notice_is_shown_once,
    a_panel_lives_under_a_path_of_its_own,
];

fn every_page_stands_in_the_frame_and_is_not_stored(panel: &Panel) {
    let ada = panel.person();
    ada.add("movies", &[("name", "Alien")]);
    for path in [
        "/",
        "/search",
        "/movies",
        "/movies/new",
        "/movies/1",
        "/movies/1/edit",
        "/movies/1/delete",
        "/movies/1/castings",
    ] {
        let page = ada.open(path);
        page.assert_framed();
        assert!(page.title().ends_with(" - Backlot"), "{}", page.title());
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.find("html").attr("lang"), Some("en"));
        assert!(page.has("a[href='#main']") && page.has("main#main"), "{path}");
        let ids = page.attributes("[id]", "id");
        let distinct: std::collections::HashSet<&String> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "{path}: {ids:?}");
        for label in page.attributes("label[for]", "for") {
            assert!(ids.contains(&label), "{path}: no field {label}");
        }
    }
}

fn static_files_are_kept_for_ever_under_a_versioned_address(panel: &Panel) {
    let ada = panel.person();
    let page = ada.open("/movies");
    let links = page.attributes("link[href]", "href");
    let files: Vec<String> =
        links.into_iter().chain(page.attributes("script[src]", "src")).collect();
    let names = ["/icons.svg", "/style.css", "/script.js"];
    assert!(files.iter().zip(names).all(|(file, name)| file.ends_with(name)), "{files:?}");
    assert_eq!(files.len(), names.len());
    for file in &files {
        let answer = ada.open(file);
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(!answer.body.is_empty(), "{file}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    let version = files[0].split('/').nth(2).unwrap();
    assert!(version.len() >= 8, "{version}");
}

fn a_page_that_is_open_over_an_upgrade_keeps_its_looks(panel: &Panel) {
    let page = panel.visitor().open("/sign-in");
    for file in [page.href("link[rel=stylesheet]"), page.href("link[rel=icon]")] {
        let version = file.split('/').nth(2).unwrap();
        for other in ["0123456789abcdef", "v1.2.0"] {
            let answer = panel.visitor().open(&file.replace(version, other));
            assert_eq!(answer.body, panel.visitor().open(&file).body);
            assert_eq!(answer.header("cache-control"), "no-cache");
            let missing = file.replace(version, other).replace('.', "-none.");
            panel.visitor().get(&missing).assert_status(404);
        }
    }
}

fn whoever_works_on_the_static_files_sees_each_change(database: &Database) {
    let (own, folder) = (Path::new(env!("CARGO_MANIFEST_DIR")), tempfile::tempdir().unwrap());
    for part in ["css", "js", "js/record"] {
        std::fs::create_dir(folder.path().join(part)).unwrap();
        for entry in std::fs::read_dir(own.join("static").join(part)).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_file() {
                let copy = folder.path().join(part).join(entry.file_name());
                std::fs::copy(entry.path(), copy).unwrap();
            }
        }
    }
    std::fs::copy(own.join("static/icons.svg"), folder.path().join("icons.svg")).unwrap();
    let variables = [("STATIC_DIR", folder.path().to_str().unwrap())];
    let program = Program::start_with(database, &variables);
    let page = program.person().open("/movies");
    let changes =
        [("css/base.css", "link[rel=stylesheet]", "href"), ("js/form.js", "script", "src")];
    for (source, link, attribute) in changes {
        let address = page.attributes(link, attribute).remove(0);
        let mut tags = Vec::new();
        for text in ["one {}", "another {}"] {
            std::fs::write(folder.path().join(source), text).unwrap();
            let answer = program.person().open(&address);
            assert!(answer.body.contains(text), "{source}: {}", answer.body);
            assert_eq!(answer.header("cache-control"), "no-cache");
            tags.push(answer.header("etag").to_owned());
        }
        assert_ne!(tags[0], tags[1]);
    }
    // What lies beside the sources is served as it is, and nothing outside the folder.
    std::fs::create_dir(folder.path().join("pictures")).unwrap();
    std::fs::write(folder.path().join("pictures/logo.txt"), "a picture").unwrap();
    std::fs::write(folder.path().join(".secret"), "a secret").unwrap();
    let script = page.attributes("script", "src").remove(0);
    let beside = |file: &str| script.replace("script.js", file);
    let answer = program.person().open(&beside("pictures/logo.txt"));
    assert_eq!(answer.body, "a picture");
    assert_eq!(answer.header("cache-control"), "no-cache");
    for outside in ["pictures", ".secret", "..%2fCargo.toml", "%2fetc/passwd", "none.png"] {
        let answer = program.person().get(&beside(outside));
        assert!(answer.status >= 400 && answer.status < 500, "{outside}: {}", answer.status);
    }
    std::fs::remove_file(folder.path().join("js/form.js")).unwrap();
    program.person().get(&page.attributes("script", "src")[0]).assert_status(404);
}

fn the_program_brings_its_static_files_along(database: &Database) {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start_in(folder.path(), database, &[]);
    let page = program.person().open("/movies");
    let files = [page.attributes("link[href]", "href"), page.attributes("script[src]", "src")];
    for file in files.concat() {
        let answer = program.person().open(&file);
        let ending = file.rsplit('.').next().unwrap();
        let kind = answer.header("content-type").split(';').next().unwrap();
        let kinds = [("css", "text/css"), ("js", "text/javascript"), ("svg", "image/svg+xml")];
        assert!(kinds.contains(&(ending, kind)) && !answer.body.is_empty(), "{file}: {kind}");
    }
    let made = std::fs::read_dir(folder.path()).unwrap();
    assert_eq!(made.count(), 0, "it needs nothing there");
}

fn files_outside_the_static_folder_are_not_served(panel: &Panel) {
    let ada = panel.person();
    let href = ada.open("/movies").href("link[rel=icon]");
    let folder = href.rsplit_once('/').unwrap().0;
    for path in [
        "/../Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "/..%2fCargo.toml",
        "/css/../../Cargo.toml",
        "/..%5cCargo.toml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/.env",
        "/.git/config",
        "/css/",
        "/",
        "/css",
        "/nothing.css",
        "/%00",
    ] {
        for request in ["GET", "HEAD"] {
            let request = format!(
                "{request} {folder}{path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
            );
            let answer = raw(panel.address(), request.as_bytes());
            assert!(answer.starts_with("HTTP/1.1 4"), "{path}: {answer}");
        }
    }
}

fn every_answer_carries_the_security_headers(panel: &Panel) {
    let ada = panel.person();
    let form = ada.open("/movies/new").form().fill("name", "Alien");
    let icon = ada.open("/movies").href("link[rel=icon]");
    let answers = [
        ada.open("/movies"),
        ada.get("/nonsense"),
        ada.press(&form, "Save"),
        ada.post("/movies", "%"),
        ada.request(Method::PUT, "/movies", &[], ""),
        ada.open(&icon),
    ];
    for answer in &answers {
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("x-request-id").len(), 16);
        assert!(!answer.headers.contains_key("server"));
    }
}

fn a_notice_is_shown_once(panel: &Panel) {
    let ada = panel.person();
    let page = ada.add("movies", &[("name", "Ålien; \"x\", %41")]);
    assert_eq!(page.notices(), ["Added Ålien; \"x\", %41."]);
    assert!(ada.open(&page.path).notices().is_empty());
    let long = "字".repeat(255);
    assert!(ada.add("movies", &[("name", &long)]).notices()[0].starts_with("Added 字字"));
}

fn a_panel_lives_under_a_path_of_its_own(database: &Database) {
    let program = Program::start_with(database, &[("BASE_PATH", "/panel")]);
    let ada = program.person();
    let form = ada.open("/panel/movies/new").form().fill("name", "Alien");
    let page = ada.save(&form);
    assert_eq!(page.path, "/panel/movies/1");
    assert_eq!(page.notices(), ["Added Alien."]);
    for attribute in ["href", "src", "action"] {
        for link in page.attributes(&format!("[{attribute}^='/']"), attribute) {
            assert!(link.starts_with("/panel/"), "{link}");
        }
    }
    ada.get("/movies").assert_status(404);
    ada.get("/panel/nonsense").assert_framed();
}
