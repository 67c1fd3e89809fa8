//! An example of a file that can be imported: the first records as it would hold them.

use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use csv::WriterBuilder;
use diesel::QueryResult;

use super::target::{Part, Target};
use super::upload::requirement;
use crate::access::CurrentOperator;
use crate::db::statement::{Rows, all};
use crate::db::{AnyConnection, Direction};
use crate::panel::entity::definition::Entity;
use crate::panel::entity::field::Field;
use crate::panel::entity::row::Row;
use crate::panel::http::error::Error;
use crate::panel::http::request::Request;
use crate::panel::record::read::{among, rows};
use crate::transfer::format::FileFormat;
use crate::transfer::format::formula::guarded;

/// So many records are in it.
const SHOWN: i64 = 3;

/// `GET /cars/import/example`
pub async fn example(request: Request, entity: &'static Entity) -> Result<HttpResponse, Error> {
    let bytes = request
        .read(requirement(entity), move |connection, operator| {
            let lines = lines(connection, operator, entity)?;
            let mut writer = WriterBuilder::new().from_writer("\u{feff}".as_bytes().to_vec());
            for line in lines {
                let cells = line.iter().map(|cell| guarded(cell).into_owned());
                // What is written to memory is written.
                let _ = writer.write_record(cells);
            }
            Ok(writer.into_inner().unwrap_or_default())
        })
        .await?;
    let name = format!("{} example.csv", entity.table());
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name)],
    };
    Ok(HttpResponse::Ok()
        .content_type(FileFormat::Csv.media_type())
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .body(bytes))
}

/// The names of the columns, and the cells of the records.
fn lines(
    connection: &mut AnyConnection,
    operator: &CurrentOperator,
    entity: &'static Entity,
) -> QueryResult<Vec<Vec<String>>> {
    let targets = Target::all(entity, operator);
    let first = Rows::of(entity.table(), all(Vec::new()))
        .ordered(vec![entity.id], Direction::Ascending)
        .slice(SHOWN, 0);
    let records = rows(connection, entity, first, Vec::new())?;
    let ids: Vec<i64> = records.iter().map(|row| row.id).collect();
    let mut children: Vec<Row> = Vec::new();
    for target in &targets {
        let Some(relation) = target.relation else { continue };
        if children.iter().all(|row| !row.entity.is(relation.entity)) {
            children.extend(among(connection, relation.entity, &ids)?);
        }
    }
    let cell = |target: &Target, row: &Row| {
        let row = match target.relation {
            None => Some(row),
            Some(relation) => {
                children.iter().find(|child| child.entity.is(relation.entity) && child.id == row.id)
            }
        };
        row.map_or_else(String::new, |row| match target.part {
            Part::Id => row.id.to_string(),
            Part::Value(field) => text(row, field),
            Part::Title(field) => row.referred(field).to_owned(),
        })
    };
    let head = targets.iter().map(Target::name).collect();
    let line = |row: &Row| targets.iter().map(|target| cell(target, row)).collect();
    Ok(std::iter::once(head).chain(records.iter().map(line)).collect())
}

fn text(row: &Row, field: &Field) -> String {
    row.text(field).value().unwrap_or_default()
}
