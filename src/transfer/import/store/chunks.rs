//! The files themselves, in pieces.

use diesel::prelude::*;

use super::Import;
use crate::db::AnyConnection;
use crate::schema::import_chunks;
use crate::transfer::format::read::Piece;

/// A piece of a file has so many bytes, but for the last one.
pub const CHUNK: usize = 256 * 1024;
/// So many pieces are deleted at once.
const DELETED_AT_ONCE: i64 = 16;

/// Keeps a piece of the file.
pub fn insert_chunk(
    connection: &mut AnyConnection,
    import: i64,
    number: i64,
    bytes: &[u8],
) -> QueryResult<()> {
    diesel::insert_into(import_chunks::table)
        .values((
            import_chunks::import_id.eq(import),
            import_chunks::number.eq(number),
            import_chunks::bytes.eq(bytes),
        ))
        .execute(connection)
        .map(drop)
}

/// So many bytes of what is read of the file from a position on, as far as it has them.
pub fn bytes(
    connection: &mut AnyConnection,
    import: &Import,
    position: i64,
    most: usize,
) -> QueryResult<Vec<u8>> {
    let chunk = CHUNK as i64;
    let most = usize::try_from(import.size() - position).unwrap_or_default().min(most);
    let position = import.start() + position;
    let first = position / chunk;
    let last = (position + most as i64 - 1) / chunk;
    let chunks: Vec<Vec<u8>> = import_chunks::table
        .filter(import_chunks::import_id.eq(import.id))
        .filter(import_chunks::number.between(first, last))
        .order(import_chunks::number)
        .select(import_chunks::bytes)
        .load(connection)?;
    let mut bytes = chunks.concat();
    let skipped = usize::try_from(position - first * chunk).unwrap_or_default();
    bytes.drain(..skipped.min(bytes.len()));
    bytes.truncate(most);
    Ok(bytes)
}

impl Import {
    /// These bytes of its file, read from where it is.
    pub fn piece<'b>(&self, bytes: &'b [u8]) -> Piece<'b> {
        Piece {
            bytes,
            position: self.position.unsigned_abs(),
            line: self.line.unsigned_abs(),
            is_last: self.position + bytes.len() as i64 >= self.size(),
        }
    }
}

/// Deletes some of the file; returns whether there is more of it.
pub fn delete_some_chunks(connection: &mut AnyConnection, import: i64) -> QueryResult<bool> {
    let least: Option<i64> = import_chunks::table
        .filter(import_chunks::import_id.eq(import))
        .select(diesel::dsl::min(import_chunks::number))
        .first(connection)?;
    let Some(least) = least else { return Ok(false) };
    diesel::delete(
        import_chunks::table
            .filter(import_chunks::import_id.eq(import))
            .filter(import_chunks::number.lt(least + DELETED_AT_ONCE)),
    )
    .execute(connection)?;
    Ok(true)
}
