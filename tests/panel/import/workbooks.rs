//! Workbooks as people have them.

use std::io::{Cursor, Read as _, Write as _};

use calamine::{Data, Reader as _, Xlsx};
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::command::file;
use super::{check, checked, confirmed, counts, uploaded};
use crate::support::{Database, Page, Panel, Person, command, number, run};

crate::tests![
    the_first_sheet_that_is_shown_is_read,
    another_sheet_can_be_chosen_and_what_is_left_out_is_said,
    a_command_reads_the_sheet_that_it_is_told,
    what_stands_around_a_table_is_none_of_it,
    texts_are_read_whatever_they_are_kept_as,
    a_cell_that_holds_an_error_is_refused,
    a_formula_that_was_never_worked_out_is_refused,
    a_time_without_a_day_is_taken_as_it_is_shown,
    refused_rows_come_back_as_a_workbook_to_be_mended_in_it,
    what_is_no_whole_workbook_is_told,
    a_workbook_that_unfolds_to_too_much_is_refused,
];

/// A workbook of one sheet.
fn workbook(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(workbook.add_worksheet());
    workbook.save_to_buffer().unwrap()
}

#[track_caller]
fn imported(person: &Person, bytes: &[u8], count: usize) -> Vec<String> {
    let page = checked(person, "movies", "films.xlsx", bytes);
    assert_eq!(counts(&page)[0], format!("New {count}"), "{}", page.visible());
    confirmed(person, &page, "Add");
    let mut names = person.open("/movies").names();
    names.sort();
    names
}

/// What is said of a file that is not taken.
#[track_caller]
fn problem(page: &Page) -> String {
    page.assert_refused(422);
    page.error_of("file")
}

fn the_first_sheet_that_is_shown_is_read(panel: &Panel) {
    let mut workbook = Workbook::new();
    let hidden = workbook.add_worksheet();
    hidden.set_hidden(true).write_column(0, 0, ["name", "Hidden"]).unwrap();
    let shown = workbook.add_worksheet();
    shown.set_active(true).write_column(0, 0, ["name", "Alien"]).unwrap();
    let other = workbook.add_worksheet();
    other.write_column(0, 0, ["title", "Another table"]).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    assert_eq!(imported(&panel.person(), &bytes, 1), ["Alien"]);
}

/// A workbook of an empty sheet and three others.
fn of_sheets() -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Notes").unwrap();
    for (name, cells) in [
        ("Films", &["name", "Alien", "Solaris"][..]),
        ("More films", &["name", "Stalker"]),
        ("Titles", &["Seen", "", "name", "Mirror"]),
    ] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        sheet.write_column(0, 0, cells.iter().copied()).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

fn another_sheet_can_be_chosen_and_what_is_left_out_is_said(panel: &Panel) {
    let ada = panel.person();
    let columns = uploaded(&ada, "movies", "films.xlsx", of_sheets());
    let said = "Sheet 1 of 3: Films. Left out: More films, Titles.";
    assert!(columns.visible().contains(said), "{}", columns.visible());
    let page = check(&ada, &columns);
    assert_eq!(page.names(), ["Alien", "Solaris"]);
    assert!(page.visible().contains(said), "{}", page.visible());
    confirmed(&ada, &page, "Add 2 movies");
    for (index, said, header, names) in [
        ("1", "Sheet 2 of 3: More films. Left out: Films, Titles.", "1", ["Stalker"]),
        ("2", "Sheet 3 of 3: Titles. Left out: Films, More films.", "3", ["Mirror"]),
    ] {
        let columns = uploaded(&ada, "movies", "films.xlsx", of_sheets());
        let form = columns.form_where("form.import").fill("sheet", index);
        let read = ada.follow(&ada.press(&form, "Check the file"));
        assert!(read.visible().contains(said), "{}", read.visible());
        assert_eq!(read.form_where("form.import").value("header"), header);
        let page = check(&ada, &read);
        assert_eq!(page.names(), names);
        assert!(!page.has("[name=again]"), "another sheet is not imported once more");
        confirmed(&ada, &page, "Add 1 movie");
    }
    assert_eq!(ada.open("/movies").rows().len(), 4);
    // A workbook of one sheet has nothing to be chosen.
    let bytes = workbook(|sheet| {
        sheet.write_column(0, 0, ["name", "Alien"]).unwrap();
    });
    assert!(!uploaded(&ada, "movies", "films.xlsx", bytes).has("[name=sheet]"));
}

fn a_command_reads_the_sheet_that_it_is_told(database: &Database) {
    command(database, &["migrate", "up"]);
    let films = file("films.xlsx", of_sheets());
    let arguments = ["import", "movies", films.path()];
    let told = |told: &[&str]| run(database, &[&arguments[..], told].concat());
    let said = String::from_utf8(told(&["--dry-run"]).stderr).unwrap();
    assert_eq!(said, "films.xlsx: Sheet 1 of 3: Films. Left out: More films, Titles.\n");
    let output = told(&["--sheet", "Titles"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "1 row was imported\n");
    let named = "(SELECT count(*) FROM movies WHERE name = 'Mirror')";
    assert_eq!(number(&mut database.connect(), named), 1);
    let output = told(&["--sheet", "Notes"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("there is no sheet \"Notes\"; there are: Films, More films, Titles"));
}

fn what_stands_around_a_table_is_none_of_it(panel: &Panel) {
    // It begins at C3 below merged cells, and blank ones with a format follow it.
    let bytes = workbook(|sheet| {
        let bold = Format::new().set_bold();
        sheet.merge_range(2, 2, 2, 3, "Name", &bold).unwrap();
        sheet.write_with_format(2, 4, "", &bold).unwrap();
        sheet.write(3, 2, "Alien").unwrap();
        sheet.write(5, 2, "Solaris").unwrap();
        sheet.write(6, 2, "  ").unwrap();
        for row in 7..40 {
            sheet.write_with_format(row, 2, "", &bold).unwrap();
            sheet.write_with_format(row, 9, "", &bold).unwrap();
        }
    });
    let ada = panel.person();
    let columns = uploaded(&ada, "movies", "films.xlsx", &bytes);
    assert_eq!(columns.names(), ["Column 1", "Column 2", "Name"]);
    assert_eq!(imported(&ada, &bytes, 2), ["Alien", "Solaris"]);
    // The same rows in CSV, as spreadsheets write them.
    let page = checked(&ada, "movies", "films.csv", "name;color\r\nAlien;\r\n;\r\n \t;\r\n;\r\n");
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 0"]);
}

fn texts_are_read_whatever_they_are_kept_as(panel: &Panel) {
    let bytes = workbook(|sheet| {
        let (bold, plain) = (Format::new().set_bold(), Format::new());
        sheet.write(0, 0, "Name").unwrap();
        // Two that share one text, a number, a sum, a text with a format of its own in it.
        sheet.write_column(1, 0, ["Alien", "Alien"]).unwrap();
        sheet.write(3, 0, 2001).unwrap();
        sheet.write(4, 0, 0.1 + 0.2).unwrap();
        sheet.write(5, 0, Formula::new("=A2&\"s\"").set_result("Aliens")).unwrap();
        sheet.write(6, 0, Formula::new("=1e3+1").set_result("1001")).unwrap();
        sheet.write_rich_string(7, 0, &[(&bold, "So"), (&plain, "laris ²")]).unwrap();
        sheet.write(8, 0, " =1+1 \u{a0}").unwrap();
    });
    let names = imported(&panel.person(), &bytes, 8);
    let expected = ["0.3", "1001", "2001", "=1+1", "Alien", "Alien", "Aliens", "Solaris ²"];
    assert_eq!(names, expected);
}

fn a_cell_that_holds_an_error_is_refused(panel: &Panel) {
    let bytes = workbook(|sheet| {
        sheet.write_column(0, 1, ["name", "Alien", "#N/A"]).unwrap();
        sheet.write(3, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    let page = checked(&panel.person(), "movies", "films.xlsx", &bytes);
    assert_eq!(counts(&page), ["New 2", "Changed 0", "Unchanged 0", "Refused 1"]);
    assert!(page.visible().contains("Cell B4 holds the error #DIV/0!."), "{}", page.visible());
}

fn a_formula_that_was_never_worked_out_is_refused(panel: &Panel) {
    let whole = workbook(|sheet| {
        sheet.write_column(0, 0, ["name", "Alien"]).unwrap();
        sheet.write(2, 0, Formula::new("=A2&\"s\"").set_result("77")).unwrap();
        sheet.write(3, 0, "Solaris").unwrap();
    });
    let bytes = rewritten(&whole, "xl/worksheets/sheet1.xml", |text| {
        assert!(text.contains("<v>77</v>"), "{text}");
        text.replace("<v>77</v>", "")
    });
    let ada = panel.person();
    let page = checked(&ada, "movies", "films.xlsx", &bytes);
    assert_eq!(counts(&page), ["New 2", "Changed 0", "Unchanged 0", "Refused 1"]);
    let said = page.visible();
    assert!(said.contains("Cell A3 holds a formula without its result."), "{said}");
    let refused = ada.open(page.link("Download the refused lines with their problems"));
    assert_eq!(cells(&refused.bytes)[1][0], Data::String("=A2&\"s\"".to_owned()));
}

fn a_time_without_a_day_is_taken_as_it_is_shown(panel: &Panel) {
    let bytes = workbook(|sheet| {
        let time = Format::new().set_num_format("hh:mm:ss");
        sheet.write(0, 0, "name").unwrap();
        sheet.write_with_format(1, 0, 0.5, &time).unwrap();
        sheet.write_with_format(2, 0, 0.0, &time).unwrap();
    });
    assert_eq!(imported(&panel.person(), &bytes, 2), ["00:00:00", "12:00:00"]);
}

fn refused_rows_come_back_as_a_workbook_to_be_mended_in_it(panel: &Panel) {
    let bytes = workbook(|sheet| {
        let day = Format::new().set_num_format("dd.mm.yyyy");
        sheet.write_row(0, 0, ["first_name", "age", "Since", "Paid"]).unwrap();
        sheet.write_row(1, 0, ["Ann", "30"]).unwrap();
        sheet.write_row(2, 0, ["=Bob", "old"]).unwrap();
        sheet.write_with_format(2, 2, 46_352, &day).unwrap();
        sheet.write(2, 3, -19.5).unwrap();
        sheet.write(3, 0, "007").unwrap();
        sheet.write(3, 1, 200).unwrap();
    });
    let ada = panel.person();
    let page = checked(&ada, "users", "people.xlsx", &bytes);
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 2"]);
    let refused = ada.open(page.link("Download the refused lines with their problems"));
    assert!(refused.header("content-disposition").contains("\"people refused.xlsx\""));
    let rows = cells(&refused.bytes);
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(rows[0], ["first_name", "age", "Since", "Paid", "problem"].map(text));
    assert_eq!(rows[1][..2], [text("=Bob"), text("old")]);
    assert!(matches!(&rows[1][2], Data::DateTime(day) if day.as_f64() == 46_352.0), "{rows:?}");
    assert_eq!(rows[1][3], Data::Float(-19.5));
    assert!(rows[1][4].to_string().starts_with("Age must be"), "{rows:?}");
    assert_eq!(rows[2][..4], [text("007"), Data::Float(200.0), Data::Empty, Data::Empty]);
    // One cell is mended: the other row comes back once more, with its problem in the same column.
    let mend = |bytes: &[u8], from: &str, to: &str| {
        rewritten(bytes, "xl/worksheets/sheet1.xml", |sheet| {
            assert!(sheet.contains(from), "{sheet}");
            sheet.replace(from, to)
        })
    };
    let mended = mend(&refused.bytes, "<t>old</t>", "<t>31</t>");
    let page = checked(&ada, "users", "people refused.xlsx", &mended);
    assert_eq!(counts(&page), ["New 1", "Changed 0", "Unchanged 0", "Refused 1"]);
    let last = ada.open(page.link("Download the refused lines with their problems"));
    assert_eq!(cells(&last.bytes)[0], rows[0]);
    ada.follow(&ada.press(&page.form_where("form.record").choose("skip", "1"), "Add"));
    let mended = mend(&last.bytes, "<v>200</v>", "<v>20</v>");
    confirmed(&ada, &checked(&ada, "users", "people.xlsx", &mended), "Add");
    let people: Vec<String> = ada.open("/users").rows().iter().map(|row| row.join(" ")).collect();
    assert_eq!(people.len(), 2, "{people:?}");
    assert!(people[0].starts_with("007") && people[1].starts_with("=Bob"), "{people:?}");
}

/// The cells of the first sheet.
fn cells(workbook: &[u8]) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(workbook)).unwrap();
    let sheet = workbook.worksheet_range_at(0).unwrap().unwrap();
    sheet.rows().map(<[Data]>::to_vec).collect()
}

/// The same workbook with one of its parts written anew.
fn rewritten(workbook: &[u8], part: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        written.start_file(&name, SimpleFileOptions::default()).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name == part {
            bytes = change(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        written.write_all(&bytes).unwrap();
    }
    written.finish().unwrap().into_inner()
}

fn what_is_no_whole_workbook_is_told(panel: &Panel) {
    let ada = panel.person();
    let whole = workbook(|sheet| {
        sheet.write_column(0, 0, ["name", "Alien"]).unwrap();
    });
    for cut in [30, whole.len() / 2, whole.len() - 30] {
        let answer = ada.upload("/movies/import", "films.xlsx", &whole[..cut]);
        let said = problem(&answer);
        assert!(said.starts_with("This is not a complete Excel workbook"), "{cut}: {said}");
    }
    // Made by LibreOffice 7.4, saved with a password.
    let answer = ada.upload("/movies/import", "films.xlsx", include_bytes!("protected.xlsx"));
    assert!(problem(&answer).starts_with("This workbook is protected by a password."));
    let answer = ada.upload("/movies/import", "films.xlsx", &zipped(&[("a.txt", b"nothing")]));
    assert!(problem(&answer).starts_with("This is not a complete Excel workbook"));
    let long = rewritten(&whole, "xl/sharedStrings.xml", |xml| {
        xml.replace("Alien", &"x".repeat(60_000_000))
    });
    assert!(long.len() < 100_000);
    let answer = ada.upload("/movies/import", "films.xlsx", &long);
    assert!(problem(&answer).starts_with("The workbook has a cell of more than 1 MB"));
    let inline = rewritten(&whole, "xl/worksheets/sheet1.xml", |xml| {
        let long = "x".repeat(2_000_000);
        xml.replace(
            "<c r=\"A2\" t=\"s\"><v>1</v></c>",
            &format!("<c r=\"A2\" t=\"inlineStr\"><is><t>{long}</t></is></c>"),
        )
    });
    let answer = ada.upload("/movies/import", "films.xlsx", &inline);
    assert!(problem(&answer).starts_with("Cell A2 has more than 1 MB"), "{}", problem(&answer));
    let empty = workbook(|_| ());
    let answer = ada.upload("/movies/import", "films.xlsx", &empty);
    assert_eq!(problem(&answer), "No sheet of the workbook has rows.");
}

/// An archive of these files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn a_workbook_that_unfolds_to_too_much_is_refused(panel: &Panel) {
    let ada = panel.person();
    let whole = workbook(|sheet| {
        sheet.write_column(0, 0, ["name", "Alien"]).unwrap();
    });
    for part in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"] {
        // The part grows by 160 MB of blanks, which are 160 KB when they are folded.
        let mut archive = ZipArchive::new(Cursor::new(&whole)).unwrap();
        let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let name = file.name().unwrap().into_owned();
            bomb.start_file(&name, SimpleFileOptions::default()).unwrap();
            std::io::copy(&mut file, &mut bomb).unwrap();
            if name == part {
                let blanks = vec![b' '; 1024 * 1024];
                (0..160).for_each(|_| bomb.write_all(&blanks).unwrap());
            }
        }
        let bomb = bomb.finish().unwrap().into_inner();
        assert!(bomb.len() < 1024 * 1024);
        let answer = ada.upload("/movies/import", "films.xlsx", &bomb);
        assert!(problem(&answer).starts_with("The workbook unfolds to more"), "{part}");
    }
}
