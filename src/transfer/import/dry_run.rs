//! The dry run: what importing each row of a file comes to. It goes on a step at a time, each from
//! where the last one ended, and writes down the answers and nothing else.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::result::Error::NotFound;
use sha2::{Digest as _, Sha256};

use super::evaluate::{Evaluated, evaluate};
use super::settings::Plan;
use super::store::{
    Counts, Import, ImportRow, ImportState, Outcome, bytes, delete_some_rows, find, has_rows,
    insert_import_rows, lines_of, save,
};
use super::words;
use crate::access::CurrentOperator;
use crate::db::AnyConnection;
use crate::panel::entity::register::Register;
use crate::transfer::format::read::{FileProblem, FileRow, FileRows, LONGEST_ROW, rows};

/// A step reads so many bytes at first, and up to [`LONGEST_ROW`] where a row has more.
const PIECE: usize = 64 * 1024;

/// Begins it anew. What an earlier one has found is forgotten by its first steps.
pub fn begin(
    connection: &mut AnyConnection,
    import: &mut Import,
    now: NaiveDateTime,
) -> QueryResult<()> {
    import.state = ImportState::Checking;
    (import.position, import.line) = (0, 1);
    import.counts = Counts::default();
    import.problem = String::new();
    import.job_id = None;
    save(connection, import, now)
}

/// What the next step has found, before any of it is kept.
pub struct Looked {
    /// The import as it was.
    import: Import,
    found: Found,
}

enum Found {
    /// What an earlier check has found is still there.
    Earlier,
    /// The rows that follow, and what they come to.
    Rows(FileRows, Vec<Evaluated>, Plan),
    /// What is wrong with the file itself.
    Problem(FileProblem),
}

/// Looks at the next rows, so many at most. Nothing is written, so nobody waits for it.
pub fn look(
    connection: &mut AnyConnection,
    operator: &Arc<CurrentOperator>,
    register: &Register,
    import: Import,
    most: usize,
) -> QueryResult<Looked> {
    if import.position == 0 && has_rows(connection, import.id)? {
        return Ok(Looked { import, found: Found::Earlier });
    }
    let plan = register
        .entity(&import.entity)
        .ok_or_else(|| words::NO_SUCH_RECORDS.to_owned())
        .and_then(|entity| import.settings.plan(entity, operator));
    let plan = match plan {
        Ok(plan) => plan,
        Err(problem) => {
            return Ok(Looked { import, found: Found::Problem(FileProblem(problem)) });
        }
    };
    let found = match next_rows(connection, &import, most)? {
        Ok(read) => {
            let found = evaluate(connection, operator, &plan, &read.rows)?;
            Found::Rows(read, found, plan)
        }
        Err(problem) => Found::Problem(problem),
    };
    Ok(Looked { import, found })
}

impl Looked {
    /// Keeps what was found, where the import is still as it was. Afterwards its state says whether
    /// there are more rows; what is wrong with the file itself ends it.
    pub fn keep(&self, connection: &mut AnyConnection, now: NaiveDateTime) -> QueryResult<Import> {
        let mut import = find(connection, self.import.id)?.ok_or(NotFound)?;
        if !self.is_of(&import) {
            return Ok(import);
        }
        match &self.found {
            Found::Earlier => {
                delete_some_rows(connection, import.id)?;
                return Ok(import);
            }
            Found::Problem(FileProblem(problem)) => {
                import.state = ImportState::Uploaded;
                import.problem.clone_from(problem);
            }
            Found::Rows(read, found, plan) => {
                let kept = kept(connection, plan, &mut import, &read.rows, found)?;
                insert_import_rows(connection, &kept)?;
                import.position += read.bytes.cast_signed();
                import.line += read.lines.cast_signed();
                let is_over = import.position >= import.size() || read.bytes == 0;
                if is_over && import.counts.total() == 0 {
                    import.state = ImportState::Uploaded;
                    import.problem = words::NO_ROWS.to_owned();
                } else if is_over {
                    import.state = ImportState::Checked;
                }
            }
        }
        save(connection, &import, now)?;
        Ok(import)
    }

    /// Whether this is what was looked at.
    fn is_of(&self, import: &Import) -> bool {
        let Import { state, position, settings, .. } = &self.import;
        (state, position, settings) == (&import.state, &import.position, &import.settings)
    }
}

/// The rows of the file that follow, so many at most.
fn next_rows(
    connection: &mut AnyConnection,
    import: &Import,
    most: usize,
) -> QueryResult<Result<FileRows, FileProblem>> {
    let reading = import.settings.reading(import.format);
    let mut size = PIECE;
    loop {
        let bytes = bytes(connection, import, import.position, size)?;
        let piece = import.piece(&bytes);
        match rows(&reading, &import.settings.columns, piece, most) {
            Ok(read) if read.bytes == 0 && !piece.is_last && size < LONGEST_ROW => size *= 4,
            Ok(read) if read.bytes == 0 && !piece.is_last => {
                return Ok(Err(FileProblem(words::endless(import.line))));
            }
            read => return Ok(read),
        }
    }
}

/// What is kept of these rows. Of two that are about the same record, the second is refused.
fn kept(
    connection: &mut AnyConnection,
    plan: &Plan,
    import: &mut Import,
    rows: &[FileRow],
    found: &[Evaluated],
) -> QueryResult<Vec<ImportRow>> {
    let hashes: Vec<Option<i64>> = found.iter().map(match_hash).collect();
    let known: Vec<i64> = hashes.iter().copied().flatten().collect();
    let mut lines: HashMap<i64, i64> = HashMap::new();
    for (hash, line) in lines_of(connection, import.id, &known)? {
        lines.entry(hash).and_modify(|first| *first = line.min(*first)).or_insert(line);
    }
    let mut kept = Vec::with_capacity(rows.len());
    for ((file, found), hash) in rows.iter().zip(found).zip(hashes) {
        let line = file.line.cast_signed();
        let (mut outcome, mut problems) = (found.outcome, found.problems.clone());
        if let Some(hash) = hash {
            let first = *lines.entry(hash).or_insert(line);
            if first != line {
                let one = plan.entity.names.one;
                let problem = words::same(import.format, first, one);
                problems.push((String::new(), problem));
                outcome = Outcome::Refused;
            }
        }
        let number = import.counts.total();
        import.counts.count(outcome);
        let is_told = outcome != Outcome::Refused && !found.changes.is_empty();
        kept.push(ImportRow {
            import_id: import.id,
            number,
            line,
            cells: json(&file.cells),
            outcome: outcome.word().to_owned(),
            problems: if problems.is_empty() { String::new() } else { json(&problems) },
            record_id: found.record_id,
            title: found.title.replace('\0', "\u{fffd}"),
            versions: found.versions.clone(),
            changes: if is_told { json(&found.changes) } else { String::new() },
            match_hash: hash,
        });
    }
    Ok(kept)
}

/// What tells in few bytes which record a row is about: its id where it is there. Files have those
/// mostly in their order, which an index is written for far quicker than for numbers in none. For a new
/// one it is a negative number, of what it would be found by; two of one number are as unlikely as
/// anything.
fn match_hash(found: &Evaluated) -> Option<i64> {
    let key = found.key.as_deref()?;
    found.record_id.or_else(|| {
        let digest: [u8; 32] = Sha256::digest(key).into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        Some(i64::from_be_bytes([a, b, c, d, e, f, g, h]) | i64::MIN)
    })
}

/// As the database keeps it.
pub(super) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
