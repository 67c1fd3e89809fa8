//! Invoices: an entity with a field of every kind.

use backlot::entities::users::USERS;
use backlot::panel::Names;
use backlot::panel::entity::definition::{Entity, Title};
use backlot::panel::entity::field::Field;
use backlot::schema::users;

diesel::table! {
    invoices (id) {
        id -> BigInt,
        user_id -> BigInt,
        user_key -> Text,
        number -> Text,
        number_key -> Text,
        number_order -> Text,
        amount -> BigInt,
        issued_on -> Date,
        is_paid -> Bool,
        status -> Text,
        notes -> Nullable<Text>,
        notes_key -> Nullable<Text>,
        reminded_at -> Nullable<Timestamp>,
        downloads -> Nullable<BigInt>,
        email -> Nullable<Text>,
        email_key -> Nullable<Text>,
        email_order -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        updated_at -> Timestamp,
    }
}

backlot::entity_table!(invoices, id);

/// Invoices: what a user is asked to pay.
pub static INVOICES: Entity = Entity::of::<invoices::table>(
    Names {
        path: "invoices",
        one: "invoice",
        a: "an invoice",
        many: "Invoices",
        about: "An invoice says what a user is to pay.",
        icon: "table",
    },
    Title::Fields(&["number"]),
    &[
        Field::text::<invoices::number>("Number", 64)
            .searched::<invoices::number_key>()
            .sorted::<invoices::number_order>(),
        Field::decimal::<invoices::amount>("Amount", 2, i64::MIN, i64::MAX),
        Field::date::<invoices::issued_on>("Issued on"),
        Field::yes_no::<invoices::is_paid>("Paid"),
        Field::choice::<invoices::status>("Status", STATUSES),
        Field::long_text::<invoices::notes>("Notes", 65_535).searched::<invoices::notes_key>(),
        Field::moment::<invoices::reminded_at>("Reminded at"),
        Field::integer::<invoices::downloads>("Downloads", i64::MIN, i64::MAX),
        Field::email::<invoices::email>("E-mail", 254)
            .searched::<invoices::email_key>()
            .sorted::<invoices::email_order>(),
        Field::reference::<invoices::user_id>("Customer", &USERS)
            .finding(&["number"])
            .sorted_by_copy::<invoices::user_key, users::first_name_key>(),
    ],
    &[],
);

/// What becomes of an invoice.
const STATUSES: &[(&str, &str)] = &[("draft", "Draft"), ("sent", "Sent"), ("settled", "Settled")];
