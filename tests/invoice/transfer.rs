//! What is taken out comes back unharmed: odd values of every kind, in every format.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value as Json, json};
use unicode_normalization::UnicodeNormalization as _;

use crate::support::{Form, Page, Person};
use crate::unreadable::unreadable;
use crate::{Invoices, add, add_user};

crate::tests![
    a_file_of_odd_values_is_nothing_to_do_in_every_format,
    a_file_of_odd_values_makes_the_same_records_elsewhere,
    texts_too_long_for_a_workbook_are_told_and_come_back_from_other_files,
    what_another_program_stored_is_nothing_to_do,
    a_text_that_cannot_be_stored_is_refused_in_every_format,
];

/// So many records, besides those with the texts of [`ODD`].
const MADE: usize = 60;

/// Texts that programs like to take for something else.
const ODD: &[&str] = &[
    "=1+1",
    "'=1+1",
    "''=1+1",
    "+49 30 1",
    "-5",
    "@SUM(A1)",
    "＝1",
    "'",
    "''",
    "'tis",
    "\"",
    "\"\"",
    "\"quoted\"",
    "a,b;c|d",
    "sep=;",
    "\u{feff}x",
    "x\u{feff}",
    "null",
    "NULL",
    "\\N",
    "\\\"",
    "NaN",
    "TRUE",
    "yes",
    "007",
    "1e5",
    "1.0",
    "1,5",
    "0x1F",
    "2026-11-26",
    "1/2",
    "12:30",
    "#N/A",
    "#REF!",
    "_x0041_",
    "_x005F_",
    "<b>&amp;</b>",
    "]]>",
    "{\"a\":1}",
    "[1]",
    "日本 한글 ไทย ქართ",
    "\u{202e}ابجد\u{202c} אבג",
    "👩‍👩‍👧 🇺🇦 𝄞",
    "e\u{301} Å ﬁ",
    "\u{fffe}\u{ffff}\u{10ffff}",
    "Unreadable",
];

/// Ends of the ranges of whole numbers, and what workbooks keep of them.
const NUMBERS: &[i64] = &[
    0,
    -1,
    1,
    999_999_999_999_999,
    1_000_000_000_000_000,
    -9_007_199_254_740_993,
    i64::MIN,
    i64::MAX,
];

/// The columns of one invoice, as a file of JSON holds it.
fn invoice() -> impl Strategy<Value = Json> {
    const PIECES: &[&str] = &[
        "=", "+", "-", "@", "'", "\"", ",", ";", "|", "\\", "\u{feff}", " ", "\u{a0}", "<", "&",
        "é", "e\u{301}", "한", "ع", "\u{202e}", "😀", "\u{200d}", "1", ".",
    ];
    let piece = prop_oneof![
        3 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC",
    ];
    let breaks = prop_oneof![Just("\n".to_owned()), Just("\t".to_owned()), Just(" ".to_owned())];
    let around = || prop::collection::vec(piece.clone(), 0..4);
    let visible = || prop::sample::select(vec!["a", "7", "Ж", "日", "ב", "="]);
    let line = (around(), visible(), around())
        .prop_map(|(before, it, behind)| format!("{}{it}{}", before.concat(), behind.concat()));
    let lines = prop::collection::vec(prop_oneof![2 => line.clone(), 1 => breaks], 0..6);
    let notes = (lines, visible()).prop_map(|(lines, it)| lines.concat() + it);
    let number = || prop_oneof![any::<i64>(), prop::sample::select(NUMBERS), -10_000_i64..10_000];
    // To the day, the second, the millisecond and the microsecond.
    let units = prop::sample::select(vec![86_400_000_000_i64, 1_000_000, 1_000, 1]);
    let micros = (-62_135_596_800_000_000_i64..253_402_300_800_000_000, units)
        .prop_map(|(micros, unit)| micros.div_euclid(unit) * unit);
    let status = prop::sample::select(vec!["draft", "sent", "settled"]);
    let email = prop::sample::select(vec!["ade@example.com", "+a=b@example.com", "-@example.com"]);
    let optional = (
        prop::option::of(notes),
        prop::option::of(micros.clone()),
        prop::option::of(number()),
        prop::option::of(email),
    );
    (line, number(), micros, any::<bool>(), status, optional).prop_map(
        |(line, amount, day, is_paid, status, (notes, reminded, downloads, email))| {
            json!({
                "number": tidy(&line),
                "amount": decimal(amount),
                "issued_on": moment(day)[..10],
                "is_paid": is_paid,
                "status": status,
                "notes": notes.map(|text| text.trim_end().nfc().collect::<String>()),
                "reminded_at": reminded.map(moment),
                "downloads": downloads,
                "email": email,
                "user_id.title": "Ade",
            })
        },
    )
}

fn tidy(text: &str) -> String {
    text.trim().nfc().collect()
}

fn decimal(units: i64) -> String {
    let (sign, units) = (if units < 0 { "-" } else { "" }, units.unsigned_abs());
    format!("{sign}{}.{:02}", units / 100, units % 100)
}

/// As ISO 8601 has it.
fn moment(micros: i64) -> String {
    let time = chrono::DateTime::from_timestamp_micros(micros).unwrap();
    let fraction = if micros % 1_000_000 == 0 { "" } else { "%.6f" };
    time.format(&format!("%Y-%m-%dT%H:%M:%S{fraction}Z")).to_string()
}

/// The records that are taken out and brought in: the same ones each time.
fn invoices() -> Vec<Json> {
    let mut runner = TestRunner::deterministic();
    let mut next = || invoice().new_tree(&mut runner).unwrap().current();
    let with = |mut record: Json, text: &str| {
        record["number"] = tidy(text).into();
        record["notes"] = text.nfc().collect::<String>().into();
        record
    };
    let odd: Vec<Json> = ODD.iter().map(|text| with(next(), text)).collect();
    odd.into_iter().chain((0..MADE).map(|_| next())).collect()
}

/// A file of them.
fn lines(records: &[Json]) -> String {
    records.iter().map(|record| format!("{record}\n")).collect()
}

/// Uploads a file, and sees the form on which its columns are put into fields.
#[track_caller]
fn uploaded(person: &Person, name: &str, bytes: &[u8]) -> Form {
    person.follow(&person.upload("/invoices/import", name, bytes)).form_where("form.import")
}

#[track_caller]
fn check(person: &Person, form: &Form) -> Page {
    person.follow(&person.press(form, "Check the file"))
}

/// Has every row of the file made a new record.
#[track_caller]
fn import(person: &Person, form: Form, count: usize) {
    let page = check(person, &form.without("find"));
    assert_eq!(of_tab(person, &page, 4), Vec::<Vec<String>>::new());
    person.follow(&person.press(&page.form_where("form.record"), &format!("Add {count} invoices")));
}

/// Some of the rows of a tab: those that are new, changed, unchanged, refused.
fn of_tab(person: &Person, page: &Page, number: usize) -> Vec<Vec<String>> {
    let tab = page.href(&format!(".tabs li:nth-child({number}) a"));
    person.open(&tab).rows().into_iter().take(5).collect()
}

#[track_caller]
fn assert_unchanged(page: &Page, person: &Person, count: usize, how: &str) {
    let counts = page.texts(".tabs a");
    let others: Vec<_> = [1, 2, 4].map(|tab| of_tab(person, page, tab)).concat();
    assert_eq!(counts[2], format!("Unchanged {count}"), "{how}: {counts:?} {others:#?}");
}

/// What is stored, as a file of JSON holds it, without what the panel itself sets.
#[track_caller]
fn stored(person: &Person) -> Vec<Json> {
    let fields = [("format", "ndjson"), ("file_columns", "all")];
    let file = person.download("/invoices/export", &fields);
    let read = |line| {
        let mut record: Map<String, Json> = serde_json::from_str(line).unwrap();
        for own in ["id", "user_id", "created", "updated"] {
            record.remove(own).unwrap();
        }
        record.into()
    };
    file.body.lines().map(read).collect()
}

/// Whether just these records are stored, in whatever order.
#[track_caller]
fn assert_stored(person: &Person, expected: &[Json], how: &str) {
    let sorted = |records: &[Json]| {
        let mut records: Vec<String> = records.iter().map(Json::to_string).collect();
        records.sort();
        records
    };
    let (found, expected) = (sorted(&stored(person)), sorted(expected));
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected, "{how}");
    }
    assert_eq!(found.len(), expected.len(), "{how}");
}

/// The ways in which files are written: fields of the form.
const WAYS: &[&[(&str, &str)]] = &[
    &[("format", "csv")],
    &[("format", "csv"), ("separator", "semicolon"), ("bom", "1")],
    &[("format", "csv"), ("separator", "tab"), ("live", "1")],
    &[("format", "csv"), ("separator", "bar"), ("live", "1"), ("bom", "1")],
    &[("format", "json")],
    &[("format", "ndjson")],
    &[("format", "xlsx")],
];

/// Takes all invoices out like that, and begins to bring them in again.
#[track_caller]
fn taken_out(person: &Person, way: &[(&str, &str)]) -> Form {
    let all = [way, &[("file_columns", "all")]].concat();
    let file = person.download("/invoices/export", &all);
    let form = uploaded(person, "invoices", &file.bytes);
    match way.contains(&("live", "1")) {
        true => read_again(person, &form.choose("live", "1")),
        false => form,
    }
}

#[track_caller]
fn read_again(person: &Person, form: &Form) -> Form {
    person.follow(&person.press(form, "Read the file again")).form_where("form.import")
}

/// Has owners found by their names, which stand behind their ids.
fn owned_by_name(form: Form) -> Form {
    let columns: Vec<String> = (0..14).map(|index| format!("column.{index}")).collect();
    match columns.iter().position(|column| form.value(column) == "user_id") {
        Some(by_id) => form.fill(&columns[by_id], "").fill(&columns[by_id + 1], "user_id.title"),
        // So it was chosen for the file before.
        None => form,
    }
}

fn a_file_of_odd_values_is_nothing_to_do_in_every_format(panel: &Invoices) {
    let ada = panel.person();
    add_user(&ada, "Ade");
    let records = invoices();
    import(&ada, uploaded(&ada, "invoices.ndjson", lines(&records).as_bytes()), records.len());
    assert_stored(&ada, &records, "as they were brought in");
    for way in WAYS {
        let page = check(&ada, &taken_out(&ada, way));
        assert_unchanged(&page, &ada, records.len(), &format!("{way:?}"));
    }
}

fn a_file_of_odd_values_makes_the_same_records_elsewhere(panel: &Invoices) {
    let ada = panel.person();
    add_user(&ada, "Ade");
    let records = invoices();
    import(&ada, uploaded(&ada, "invoices.ndjson", lines(&records).as_bytes()), records.len());
    for way in WAYS {
        let form = taken_out(&ada, way);
        // Elsewhere, records have other ids.
        panel.execute("DELETE FROM invoices; DELETE FROM users");
        add_user(&ada, "Ade");
        import(&ada, owned_by_name(form), records.len());
        assert_stored(&ada, &records, &format!("{way:?}"));
    }
}

fn texts_too_long_for_a_workbook_are_told_and_come_back_from_other_files(panel: &Invoices) {
    let ada = panel.person();
    add_user(&ada, "Ade");
    let mut records: Vec<Json> = invoices().into_iter().take(4).collect();
    records[0]["notes"] = format!("={}", "𝄞".repeat(65_534)).into();
    records[1]["notes"] = "\"\n".repeat(32_767).trim_end().into();
    records[3]["notes"] = format!("{}\"", "a,".repeat(32_767)).into();
    import(&ada, uploaded(&ada, "invoices.ndjson", lines(&records).as_bytes()), 4);
    assert_stored(&ada, &records, "as they were brought in");
    for way in WAYS {
        if way.contains(&("format", "xlsx")) {
            let form = ada.open("/invoices/export").form_where("form.record").fill_all(way);
            let refused = ada.press(&form.fill("file_columns", "all"), "Download");
            refused.assert_status(422);
            assert!(refused.visible().contains("at most 32,767 characters in a cell"));
            continue;
        }
        let page = check(&ada, &taken_out(&ada, way));
        assert_unchanged(&page, &ada, 4, &format!("{way:?}"));
    }
}

fn what_another_program_stored_is_nothing_to_do(panel: &Invoices) {
    let ada = panel.person();
    let user = add_user(&ada, "Ade");
    add(&ada, &user, &[]);
    panel.execute(
        "UPDATE invoices SET number = '  padded ', notes = '\n=1 ', status = 'Lost & gone'",
    );
    let values = unreadable(panel).iter().map(|(field, literal, _)| (*field, *literal));
    for (field, literal) in [("version", "1")].into_iter().chain(values) {
        panel.execute(&format!("UPDATE invoices SET {field} = {literal}"));
        for way in WAYS {
            let page = check(&ada, &taken_out(&ada, way));
            assert_unchanged(&page, &ada, 1, &format!("{field} {literal} {way:?}"));
        }
    }
}

fn a_text_that_cannot_be_stored_is_refused_in_every_format(panel: &Invoices) {
    let ada = panel.person();
    add_user(&ada, "Ade");
    let head = ["number", "amount", "issued_on", "is_paid", "status", "user_id.title"];
    let cells = ["a\0b", "1", "2026-11-26", "yes", "draft", "Ade"];
    let text = format!("{}\n{}\n", head.join(","), cells.join(","));
    let wide: Vec<u8> =
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let object: Map<String, Json> =
        head.iter().zip(cells).map(|(name, cell)| (name.to_string(), cell.into())).collect();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, head).unwrap();
    sheet.write_row(1, 0, cells).unwrap();
    let workbook = workbook.save_to_buffer().unwrap();
    for (name, bytes) in [
        ("wide.txt", wide),
        ("lines.ndjson", format!("{}\n", Json::from(object)).into_bytes()),
        ("book.xlsx", workbook),
    ] {
        let page = check(&ada, &uploaded(&ada, name, &bytes));
        assert_eq!(page.texts(".tabs a")[3], "Refused 1", "{name}");
        assert!(page.rows()[0][2].contains("control character (U+0000)"), "{:?}", page.rows());
    }
    let refused = ada.upload("/invoices/import", "text.csv", text.as_bytes());
    assert_eq!(
        refused.error_of("file"),
        "Line 2 holds a NUL, a character that no text has. Remove it from the file."
    );
}
