//! How much a browser loads.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::framing::Answer;
use crate::support::{Panel, Person};

crate::tests![
    a_list_of_fifty_is_small,
    a_first_visit_is_few_files_and_small,
    what_is_sent_often_is_compressed_as_far_as_it_can_be,
    tiny_answers_are_not_compressed,
    the_length_of_an_answer_is_blurred,
];

const KB: usize = 1024;

/// The answer as a browser asks for it.
fn compressed(panel: &Panel, person: Option<&Person>, path: &str) -> Answer {
    let line = format!("GET {path} HTTP/1.1");
    let cookie = person.map(|person| format!("cookie: backlot={}", person.session()));
    let mut headers = vec!["connection: close", "accept-encoding: gzip, deflate, br, zstd"];
    headers.extend(cookie.as_deref());
    let answer = Answer::to(panel, &line, &headers, "");
    assert_eq!(answer.status(), "200", "{path}");
    answer
}

fn load_sample(ada: &Person) {
    ada.follow(&ada.press(&ada.open("/").form(), "Load sample data"));
}

fn a_list_of_fifty_is_small(panel: &Panel) {
    let ada = panel.person();
    load_sample(&ada);
    // On a clock that is hours and minutes from UTC, times are longer.
    for zone in ["UTC", "Asia/Kathmandu"] {
        ada.keep_cookie("backlot-zone", zone);
        let plain = ada.open("/users");
        assert_eq!(plain.rows().len(), 50);
        assert!(plain.body.len() <= 25 * KB, "{zone}: {} bytes", plain.body.len());
    }
    let sent = compressed(panel, Some(&ada), "/users");
    // Fifty names that differ; where they repeat, as in a large table, it is below 5 KB.
    assert!(sent.is_compressed() && sent.body.len() <= 6 * KB, "{} bytes", sent.body.len());
}

fn a_first_visit_is_few_files_and_small(panel: &Panel) {
    let ada = panel.person();
    load_sample(&ada);
    let mut files = Vec::new();
    let mut sum = 0;
    for (person, path) in [(None, "/sign-in"), (Some(&ada), "/"), (Some(&ada), "/users")] {
        sum += compressed(panel, person, path).body.len();
        let page = person.unwrap_or(&panel.visitor()).open(path);
        for (elements, address) in [("link[href]", "href"), ("[src]", "src")] {
            files.extend(page.attributes(elements, address));
        }
    }
    files.sort();
    files.dedup();
    assert_eq!(3 + files.len(), 6, "{files:?}");
    sum += files.iter().map(|file| compressed(panel, None, file).body.len()).sum::<usize>();
    assert!(sum <= 20 * KB, "{sum} bytes");
}

fn what_is_sent_often_is_compressed_as_far_as_it_can_be(panel: &Panel) {
    let page = panel.visitor().open("/sign-in");
    let files = [page.attributes("link[href]", "href"), page.attributes("[src]", "src")].concat();
    for file in files {
        let [once, again] = [(); 2].map(|()| compressed(panel, None, &file));
        assert!(once.is_compressed() && once.body == again.body, "{file}");
        assert_eq!(once.value("content-encoding"), "gzip");
        assert_eq!(once.value("content-length"), once.body.len().to_string());
        assert_eq!(once.value("cache-control"), "public, max-age=31536000, immutable");
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(panel.visitor().open(&file).body.as_bytes()).unwrap();
        assert!(once.body.len() <= encoder.finish().unwrap().len() + 1, "{file}");
    }
}

fn tiny_answers_are_not_compressed(panel: &Panel) {
    let answer = compressed(panel, None, "/health/live");
    assert!(!answer.is_compressed() && answer.values("content-encoding").is_empty());
    assert_eq!(answer.value("vary"), "accept-encoding");
}

fn the_length_of_an_answer_is_blurred(panel: &Panel) {
    let mut lengths: Vec<usize> =
        (0..20).map(|_| compressed(panel, None, "/sign-in").body.len()).collect();
    lengths.sort_unstable();
    assert_ne!(lengths.first(), lengths.last());
}
