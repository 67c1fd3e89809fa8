//! `backlot export`.

use std::fs::{OpenOptions, Permissions};
use std::io::Read as _;
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};

use calamine::{Data, DataType as _, Reader as _, Xlsx, open_workbook};
use chrono::{DateTime, TimeDelta, Utc};

use super::{cells, column, seed};
use crate::support::{Database, Panel, command, refused, run};

crate::tests![
    a_command_writes_the_same_file_and_is_noted,
    a_workbook_holds_numbers_and_times,
    a_condition_that_cannot_be_is_told_and_no_file_is_left,
    a_link_stays_a_link_and_a_file_keeps_its_mode,
    a_pipe_is_written_to_and_stays_one,
];

fn a_command_writes_the_same_file_and_is_noted(panel: &Panel) {
    seed(panel.database());
    let ada = panel.person();
    let printed = command(
        panel.database(),
        &[
            "export",
            "cars",
            "--filter",
            "name.contains.a",
            "--sort",
            "-color",
            "--separator",
            "tab",
        ],
    );
    let path = "/cars/export?where=name.contains.a&sort=-color";
    let file = ada.download(path, &[("file_columns", "all"), ("separator", "tab")]);
    assert_eq!(printed, file.body);
    assert!(column(&cells(&printed, b'\t'), "name").len() > 3);
    let row = ada.open("/activity?kind=exported").rows().remove(1);
    assert_eq!((row[1].as_str(), row[4].as_str()), ("Exported", "Command line"));
}

fn a_workbook_holds_numbers_and_times(database: &Database) {
    seed(database);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.xlsx");
    let name = file.to_str().unwrap();
    command(database, &["export", "users", "--format", "xlsx", "--output", name]);
    let mut workbook: Xlsx<_> = open_workbook(&file).unwrap();
    let sheet = workbook.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(sheet.height(), 61);
    let csv = cells(&command(database, &["export", "users"]), b',');
    let ages: Vec<String> = sheet
        .rows()
        .skip(1)
        .map(|row| match &row[3] {
            Data::Float(age) => age.to_string(),
            Data::Empty => String::new(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(column(&csv, "age"), ages);
    let created = sheet.rows().next().unwrap().iter().position(|name| *name == "created").unwrap();
    for (row, text) in sheet.rows().skip(1).zip(column(&csv, "created")) {
        let exact = text.parse::<DateTime<Utc>>().unwrap().naive_utc();
        let read = row[created].is_datetime().then(|| row[created].as_datetime()).flatten();
        let read = read.unwrap_or_else(|| panic!("{text} is no time: {:?}", row[created]));
        assert!((exact - read).abs() <= TimeDelta::milliseconds(1), "{text}: {read}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

fn a_condition_that_cannot_be_is_told_and_no_file_is_left(database: &Database) {
    seed(database);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cars.csv");
    let file = file.to_str().unwrap();
    let arguments = ["export", "cars", "--filter", "age.is.3", "--output", file];
    assert!(refused(database, &arguments).contains("no such filter"));
    for (option, text) in [("--sort", "zzz"), ("--columns", "name,zzz")] {
        let said = refused(database, &["export", "cars", option, text]);
        let problem = format!("{option} zzz: a list of cars has no such column");
        assert!(said.contains(&problem), "{said}");
    }
    for condition in ["color.is", "color.is.", "name.contains. "] {
        let output = run(database, &["export", "cars", "--filter", condition]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{condition}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("needs a value behind it"), "{said}");
    }
    assert!(refused(database, &["export", "ships"]).contains("there are: users"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

fn a_link_stays_a_link_and_a_file_keeps_its_mode(database: &Database) {
    seed(database);
    let folder = tempfile::tempdir().unwrap();
    let [link, file] = ["link.csv", "file.csv"].map(|name| folder.path().join(name));
    symlink("file.csv", &link).unwrap();
    let export = || command(database, &["export", "users", "--output", link.to_str().unwrap()]);
    let mode = || std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    // The link leads nowhere yet.
    export();
    let whole = std::fs::read_to_string(&file).unwrap();
    assert_eq!(whole, command(database, &["export", "users"]));
    std::fs::write(&file, "old").unwrap();
    std::fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
    export();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), whole);
    assert_eq!(mode(), 0o640);
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

fn a_pipe_is_written_to_and_stays_one(database: &Database) {
    seed(database);
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    // Open for both, so that nobody waits for ever where nothing is written.
    let mut end = OpenOptions::new().read(true).write(true).open(&pipe).unwrap();
    let name = pipe.to_str().unwrap();
    let few = ["--search", "a"];
    command(database, &[&["export", "users", "--output", name], &few[..]].concat());
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
    let printed = command(database, &[&["export", "users"], &few[..]].concat());
    let mut read = vec![0; printed.len()];
    end.read_exact(&mut read).unwrap();
    assert_eq!(String::from_utf8(read).unwrap(), printed);
}
