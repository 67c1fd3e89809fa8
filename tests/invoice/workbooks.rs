//! Cells of workbooks, which have types of their own.

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, Formula, Workbook};

use crate::{Invoices, add_user};

crate::tests![every_kind_is_read_from_cells_of_any_type];

fn every_kind_is_read_from_cells_of_any_type(panel: &Invoices) {
    let ada = panel.person();
    add_user(&ada, "Ade");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let head = ["Number", "Amount", "Issued on", "Paid", "Status", "Reminded at", "Downloads"];
    sheet.write_row(0, 0, head).unwrap();
    sheet.write(0, 7, "Customer").unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap();
    let dates = ["yyyy-mm-dd", "dd.mm.yy", "[$-409]d mmm yyyy", "m/d/yyyy h:mm"]
        .map(|format| Format::new().set_num_format(format));
    for (row, (amount, format)) in (1_u32..).zip([7.0, 0.1 + 0.2, 19.9, -1e12].iter().zip(&dates)) {
        sheet.write(row, 0, row).unwrap();
        sheet.write(row, 1, *amount).unwrap();
        sheet.write_with_format(row, 2, &day, format).unwrap();
        sheet.write(row, 3, row % 2 == 0).unwrap();
        sheet.write(row, 4, Formula::new("=LOWER(\"SENT\")").set_result("sent")).unwrap();
        let time = day.and_hms_opt(23, 59, row).unwrap();
        sheet.write_with_format(row, 5, &time, format).unwrap();
        sheet.write(row, 6, 4_000_000_000_u32).unwrap();
        sheet.write(row, 7, "Ade").unwrap();
    }
    // All as texts; and a day that nobody has said to be one.
    let texts = ["5", "12.50", "2026-11-26", "yes", "Sent", "2026-11-26 23:59:05", "7", "Ade"];
    sheet.write_row(5, 0, texts).unwrap();
    sheet.write_row(6, 0, texts).unwrap();
    sheet.write(6, 2, 46_352).unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    let columns = ada.follow(&ada.upload("/invoices/import", "in.xlsx", &bytes));
    let page = ada.follow(&ada.press(&columns.form_where("form.import"), "Check the file"));
    assert_eq!(page.texts(".tabs a"), ["New 5", "Changed 0", "Unchanged 0", "Refused 1"]);
    assert!(page.visible().contains("Issued on must be a date"), "{}", page.visible());
    let form = page.form_where("form.record").choose("skip", "1");
    ada.follow(&ada.press(&form, "Add"));
    let columns = "number,amount,issued_on,is_paid,status,reminded_at,downloads";
    let path = format!("/invoices/export?sort=amount&columns={columns}");
    let file = ada.download(&path, &[("separator", "semicolon")]);
    let expected = [
        "4;-1000000000000.00;2026-11-26;yes;sent;2026-11-26T23:59:04Z;4000000000",
        "2;0.30;2026-11-26;yes;sent;2026-11-26T23:59:02Z;4000000000",
        "1;7.00;2026-11-26;no;sent;2026-11-26T23:59:01Z;4000000000",
        "5;12.50;2026-11-26;yes;sent;2026-11-26T23:59:05Z;7",
        "3;19.90;2026-11-26;no;sent;2026-11-26T23:59:03Z;4000000000",
    ];
    let lines: Vec<&str> =
        file.body.lines().skip(1).map(|line| line.split_once(';').unwrap().1).collect();
    assert_eq!(lines, expected);
}
