//! How files are read.

use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection as _;

use super::{check, checked, confirmed, counts, uploaded};
use crate::failures::disk_for;
use crate::support::{Database, Panel, Program, number};

crate::tests![
    a_file_may_be_written_in_several_ways,
    what_is_guessed_can_be_chosen_otherwise,
    what_is_chosen_otherwise_is_looked_at_before_it_is_checked,
    the_row_that_names_the_columns_is_found_and_can_be_chosen,
    rows_are_told_by_where_the_file_has_them,
    what_is_no_such_file_is_told,
    a_file_that_is_cut_off_is_told,
    a_cell_is_not_longer_than_any_field,
    objects_are_rows_as_well,
    a_file_may_not_be_too_large,
    a_full_disk_is_told_and_nothing_is_kept,
    an_example_comes_again_unchanged,
    columns_are_put_into_what_they_are_named_after,
    a_file_that_was_left_alone_is_forgotten,
];

fn names(panel: &Panel) -> Vec<String> {
    let mut names = panel.person().open("/movies?sort=id").names();
    names.sort();
    names
}

fn what_is_chosen_otherwise_is_looked_at_before_it_is_checked(panel: &Panel) {
    let ada = panel.person();
    let columns = uploaded(&ada, "movies", "films.csv", "name\nAlien\n");
    let form = columns.form_where("form.import").fill("header", "0");
    let read = ada.follow(&ada.press(&form, "Check the file"));
    assert!(read.path.ends_with("/columns"), "{}", read.path);
    assert_eq!(read.form_where("form.import").value("header"), "0");
    assert!(read.text(".samples").contains("name"), "{}", read.visible());
    let form = read.form_where("form.import").fill("column.0", "name");
    let page = ada.follow(&ada.press(&form, "Check the file"));
    assert_eq!(counts(&page)[0], "New 2");
}

fn a_file_may_be_written_in_several_ways(panel: &Panel) {
    let ada = panel.person();
    let wide = |text: &str, order: fn(u16) -> [u8; 2]| {
        let units = text.encode_utf16().flat_map(order);
        units.collect::<Vec<u8>>()
    };
    for (index, bytes) in [
        "name\nÉtude 0 東京\n".as_bytes().to_vec(),
        "\u{feff}name\r\nÉtude 1 東京\r\n".as_bytes().to_vec(),
        wide("\u{feff}name\tother\nÉtude 2 東京\t\n", u16::to_le_bytes),
        wide("\u{feff}name\n\"Étude 3 東京\"\n", u16::to_be_bytes),
        b"name;x\n\xc9tude 4;y\n".to_vec(),
        "\n\nname\n\"Étude 5\",\n\nÉtude 6\n".replace("\",", "\"").into_bytes(),
        "name\rÉtude 7\rÉtude 8\n".as_bytes().to_vec(),
        wide("name\nÉtude 9 東京\n", u16::to_le_bytes),
        wide("name\nÉtude X 東京\n", u16::to_be_bytes),
    ]
    .into_iter()
    .enumerate()
    {
        let page = checked(&ada, "movies", &format!("films {index}.csv"), bytes);
        let new = &counts(&page)[0];
        assert!(counts(&page)[3] == "Refused 0" && new != "New 0", "{index}: {}", page.visible());
        confirmed(&ada, &page, "Add");
    }
    let found = names(panel).join("|");
    for index in "0123456789X".chars() {
        assert!(found.contains(&format!("Étude {index}")), "{index} in {found}");
    }
    assert_eq!(found.matches("東京").count(), 6, "{found}");
}

fn what_is_guessed_can_be_chosen_otherwise(panel: &Panel) {
    let ada = panel.person();
    let columns = uploaded(&ada, "movies", "films.xlsx", b"\xc9tude;one|x\n\xdcber;two|y\n");
    assert!(
        columns.visible().contains("It is called .xlsx, which is Excel (XLSX), but it is CSV.")
    );
    assert!(columns.visible().contains("It is read as Windows-1252"));
    assert_eq!(columns.names(), ["Étude", "one|x"]);
    let form = columns.form_where("form.import");
    let form = form.fill("separator", "bar").fill("header", "0");
    let columns = ada.follow(&ada.press(&form, "Read the file again"));
    assert_eq!(columns.names(), ["Column 1", "Column 2"]);
    let form = columns.form_where("form.import");
    let refused = ada.press(&form, "Check the file");
    refused.assert_refused(422);
    assert!(refused.visible().contains("Choose a field for at least one column."));
    let both = form.clone().fill("column.0", "name").fill("column.1", "name");
    let refused = ada.press(&both, "Check the file");
    assert!(refused.visible().contains("Two columns are put into Name."));
    let page = ada.follow(&ada.press(&form.clone().fill("column.0", "name"), "Check the file"));
    assert_eq!(page.names(), ["Étude;one", "Über;two"]);
    // By a column that there is not nothing can be found.
    let forced = form.clone().forge("find", "77");
    let refused = ada.press(&forced.fill("column.0", "name"), "Check the file");
    refused.assert_refused(422);
    assert!(refused.visible().contains("by a column that the file does not have"));
    // Another encoding than it is written in is told with the line.
    let columns = ada.open(page.link("Change the columns"));
    let form = columns.form_where("form.import").fill("encoding", "utf-8");
    let broken = ada.follow(&ada.press(&form, "Read the file again"));
    assert!(broken.visible().contains("Line 1 is no UTF-8 text."), "{}", broken.visible());
}

fn the_row_that_names_the_columns_is_found_and_can_be_chosen(panel: &Panel) {
    let ada = panel.person();
    let below_a_title = "Films of 2026\n\n\nname;year\nAlien;1979\n";
    let said = "sep=|\nname|year\nAlien|1979\n";
    for (index, (text, line)) in [(below_a_title, "4"), (said, "2")].into_iter().enumerate() {
        let columns = uploaded(&ada, "movies", &format!("films {index}.csv"), text);
        assert_eq!(columns.names(), ["name", "year"], "{text}");
        let form = columns.form_where("form.import");
        assert_eq!(form.value("header"), line);
        let page = check(&ada, &columns);
        assert_eq!(page.names(), ["Alien"]);
        let [alien] = &page.rows()[..] else { panic!("{:?}", page.rows()) };
        assert_eq!(alien[1], (line.parse::<u32>().unwrap() + 1).to_string());
    }
    // What was found wrongly is chosen otherwise: another line, or none.
    let columns = uploaded(&ada, "movies", "films.csv", "name\nTitle\nAlien\n");
    for (line, names, films) in
        [("2", "Title", &["Alien"][..]), ("0", "Column 1", &["name", "Title", "Alien"])]
    {
        let form = columns.form_where("form.import").fill("header", line);
        let columns = ada.follow(&ada.press(&form, "Read the file again"));
        assert_eq!(columns.names(), [names]);
        let form = columns.form_where("form.import").fill("column.0", "name");
        assert_eq!(ada.follow(&ada.press(&form, "Check the file")).names(), films);
    }
}

fn rows_are_told_by_where_the_file_has_them(panel: &Panel) {
    let ada = panel.person();
    let long = "x".repeat(300);
    let list = format!("[{{\"name\":\"Alien\"}}, {{\n\"name\":\n\"{long}\"}}]");
    let lines = format!("{{\"name\":\"Alien\"}}\n\n{{\"name\":\"{long}\"}}\n");
    for (name, text, label, place) in
        [("films.json", &list, "Record", "2"), ("films.ndjson", &lines, "Line", "3")]
    {
        let page = checked(&ada, "movies", name, text);
        assert_eq!(page.texts("th[scope=col]")[1], label);
        assert_eq!(page.rows()[0][1], place, "{name}");
    }
}

fn what_is_no_such_file_is_told(panel: &Panel) {
    let ada = panel.person();
    for (bytes, sentence) in [
        (&b""[..], "The file is empty."),
        (b" \n \n", "The file is empty."),
        (b"%PDF-1.7\nx", "This is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
        (b"PK\x03\x04nothing of a workbook", "not a complete Excel workbook"),
        (b"name\nAl\0ien\n", "Line 2 holds a NUL"),
        (b"\x01\0\0\0\x02abc\0", "This is no text"),
        (b"\x89PNG\r\n", "a picture"),
        (b"<!doctype html><p>Not found", "a web page"),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"\xff\xfe\0\0n\0\0\0", "The file is written in UTF-32"),
        (b"\0\0\xfe\xff\0\0\0n", "The file is written in UTF-32"),
        (b"{\n  \"name\": \"Alien\"\n}\n", "The first JSON object goes over several lines."),
        (["x"; 30_000].join(",").repeat(3).as_bytes(), "has more than 1,000 columns"),
    ] {
        let answer = ada.upload("/movies/import", "films.csv", bytes);
        answer.assert_refused(422);
        assert!(answer.error_of("file").contains(sentence), "{}", answer.error_of("file"));
    }
    let page =
        ada.press(&uploaded(&ada, "movies", "f.csv", "name\n").form_where("form.import"), "Check");
    let page = ada.follow(&page);
    page.assert_refused(200);
    assert!(page.visible().contains("The file has no rows."), "{}", page.visible());
    ada.post("/movies/import", "file=name").assert_status(415);
}

fn a_file_that_is_cut_off_is_told(panel: &Panel) {
    let ada = panel.person();
    for (name, bytes, sentence) in [
        ("f.csv", "name\nAlien\n\"Sol".as_bytes(), "The quotes that begin in line 3 never end"),
        ("f.csv", b"name\nAlien\nSolari\xc3", "it is cut off"),
        ("f.json", b"[{\"name\":\"Alien\"},{\"na", "the file is cut off"),
        ("f.json", b"[{\"na", "The list never ends: the file is cut off"),
        ("f.ndjson", b"{\"name\":\"Al", "The first object never ends: the file is cut off"),
        ("f.json", b"[{\"film\":{\"name\":{\"en\":\"Alien\"}}}]", "All that the objects"),
    ] {
        let columns = uploaded(&ada, "movies", name, bytes);
        let page = match columns.has("table") {
            true => check(&ada, &columns),
            false => columns,
        };
        page.assert_refused(200);
        assert!(page.visible().contains(sentence), "{}", page.visible());
    }
    let page = checked(&ada, "movies", "f.ndjson", "{\"name\":\"Alien\"}\n{\"name\":\"Sol");
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 1"]);
    assert!(page.visible().contains("This line is no JSON object, or is cut off."));
    // What a browser does not send to the end is no file.
    let answer = ada.request(
        ureq::http::Method::POST,
        "/movies/import",
        &[("content-type", "multipart/form-data; boundary=edge")],
        &format!(
            "--edge\r\ncontent-disposition: form-data; name=\"mark\"\r\n\r\n{}\r\n--edge\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\r\nname\nAli",
            ada.mark()
        ),
    );
    answer.assert_refused(400);
    assert!(answer.visible().contains("did not arrive completely"), "{}", answer.visible());
}

fn a_cell_is_not_longer_than_any_field(panel: &Panel) {
    let ada = panel.person();
    let long = "x".repeat(1024 * 1024 + 1);
    let rows = "x\n".repeat(10);
    let objects = "{\"name\":\"x\"},".repeat(10);
    for (name, text, sentence) in [
        ("f.csv", format!("name\nAlien\n{long}\n"), "Line 3 has more than 1 MB in name"),
        ("f.csv", format!("name\n{rows}{long}\n"), "Line 12 has more than 1 MB in name"),
        (
            "f.json",
            format!("[{objects}{{\"name\":\"{long}\"}}]"),
            "Record 11 has more than 1 MB in name",
        ),
    ] {
        let columns = uploaded(&ada, "movies", name, text);
        let page = match columns.has("table") {
            // What is larger than 1 MB is checked by a job.
            true => {
                let begun = ada.press(&columns.form_where("form.import"), "Check the file");
                crate::bulk::ended(&ada, begun.location())
            }
            false => columns,
        };
        assert!(page.visible().contains(sentence), "{}", page.visible());
    }
}

fn objects_are_rows_as_well(panel: &Panel) {
    let ada = panel.person();
    let lines = "{\"first_name\":\"Ann\",\"age\":30,\"profile\":{\"country\":\"Togo\"}}\n\
                 {\"first_name\":\"Bob\",\"age\":null}\n\
                 [1]\n\
                 {\"first_name\":\"Cleo\",\"age\":[1]}\n";
    let page = checked(&ada, "users", "people.ndjson", lines);
    assert_eq!(counts(&page), ["New 2", "Changed 0", "Unchanged 0", "Refused 2"]);
    let new = ada.open(page.link("New 2"));
    assert!(new.rows()[0][2].contains("Togo"), "{:?}", new.rows());
    let download = ada.open(&format!("{}/refused", page.path));
    assert_eq!(download.body.lines().count(), 2);
    assert_eq!(
        download.body.lines().last().unwrap(),
        r#"{"first_name":"Cleo","problem":"age holds nested values, which cannot be imported."}"#
    );
    // What is mended is taken as it is, without the problem.
    let mended = download.body.replace("\"problem\"", "\"age\":31,\"problem\"");
    let mended = mended.lines().last().unwrap();
    let page = checked(&ada, "users", "people refused.ndjson", mended);
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 0"]);
    assert!(page.rows()[0][2].contains("31"), "{:?}", page.rows());
    let list = "[\n  {\"first_name\": \"Ann\"},\n  {\"first_name\": \"Bob\", \"age\": \"7\"}\n]\n";
    let page = checked(&ada, "users", "people.json", list);
    assert_eq!(counts(&page), ["New 2", "Changed 0", "Unchanged 0", "Refused 0"]);
    let page = checked(&ada, "users", "people.json", list.replace("\"7\"", "-7"));
    let download = ada.open(&format!("{}/refused", page.path));
    assert!(download.header("content-disposition").contains("\"people refused.json\""));
    let mended = download.body.replace("-7", "7");
    assert!(mended.starts_with("[\n{\"first_name\":\"Bob\",\"age\":7,"), "{mended}");
    let page = checked(&ada, "users", "people refused.json", mended);
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 0"]);
}

/// A panel that takes small files alone.
struct Small(Panel);

impl From<Database> for Small {
    fn from(database: Database) -> Self {
        Self(Panel::with(database, &[("IMPORT_MAX", "10KB")]))
    }
}

fn a_file_may_not_be_too_large(small: &Small) {
    let ada = small.0.person();
    assert!(ada.open("/movies/import").visible().contains("10 KB at most"));
    let answer = ada.upload("/movies/import", "films.csv", "name\n".repeat(3000).as_bytes());
    answer.assert_refused(413);
    assert!(answer.error_of("file").contains("larger than 10 KB"));
}

fn a_full_disk_is_told_and_nothing_is_kept(panel: &Panel) {
    let Some(disk) = disk_for(panel.database()) else { return };
    let panel = Panel::with(disk.database(), &[]);
    let ada = panel.person();
    let file: String = (0..100_000).map(|number| format!("Film {number:06}\n")).collect();
    let file = format!("name\n{file}");
    ada.open("/movies/import");
    disk.fill();
    let answer = ada.upload("/movies/import", "films.csv", file.as_bytes());
    answer.assert_refused(507);
    answer.assert_a_page();
    disk.free();
    let page = uploaded(&ada, "movies", "films.csv", file.as_bytes());
    assert_eq!(page.names(), ["name"]);
}

fn an_example_comes_again_unchanged(panel: &Panel) {
    let ada = panel.person();
    ada.open("/").form_where("form[action$=sample-data]");
    ada.post("/sample-data", "x=1").assert_status(303);
    for entity in ["users", "profiles", "cars", "movies", "actors"] {
        let page = ada.open(&format!("/{entity}/import"));
        let example = ada.open(page.link("Download an example file"));
        assert!(example.header("content-disposition").contains(&format!("{entity} example.csv")));
        let page = checked(&ada, entity, "example.csv", &example.body);
        assert_eq!(counts(&page)[2], "Unchanged 3", "{entity}: {}", example.body);
    }
}

fn columns_are_put_into_what_they_are_named_after(panel: &Panel) {
    let ada = panel.person();
    ada.add("users", &[("first_name", "Ann")]);
    let targets = |entity: &str, header: &str, row: &str| {
        let columns = uploaded(&ada, entity, "f.csv", format!("{header}\n{row}\n"));
        let form = columns.form_where("form.import");
        let count = header.split(',').count();
        (0..count)
            .map(|index| form.value(&format!("column.{index}")).to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        targets("cars", "ID,Name,COLOR,Owner", ",a,b,Ann"),
        ["id", "name", "color", "user_id.title"]
    );
    assert_eq!(targets("cars", "name,owner", "a,7"), ["name", "user_id"]);
    assert_eq!(targets("cars", "name,user_id,user", "a,7,Ann"), ["name", "user_id", ""]);
    assert_eq!(
        targets("users", "first-name,Profile Country,Height,nonsense", "a,b,c,d"),
        ["first_name", "profile.country", "profile.height", ""]
    );
    assert_eq!(targets("profiles", "user,country", "7,x"), ["user_id", "country"]);
}

fn a_file_that_was_left_alone_is_forgotten(database: &Database) {
    let page = {
        let program = Program::start(database);
        checked(&program.person(), "movies", "films.csv", "name\nAlien\n").path
    };
    database
        .connect()
        .batch_execute("UPDATE imports SET updated_at = '2020-01-01 00:00:00'")
        .unwrap();
    let program = Program::start(database);
    let ada = program.person();
    let until = Instant::now() + Duration::from_secs(30);
    while ada.get(&page).status != 404 {
        assert!(Instant::now() < until, "it is still there");
        std::thread::yield_now();
    }
    let left = "(SELECT count(*) FROM import_rows) + (SELECT count(*) FROM import_chunks)";
    assert_eq!(number(&mut database.connect(), left), 0);
}
