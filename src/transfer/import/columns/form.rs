//! What the form says of how a file is read, and what its columns are put into.

use crate::panel::entity::definition::Entity;
use crate::panel::http::inputs::Inputs;
use crate::transfer::format::Separator;
use crate::transfer::format::read::{Reading, TextEncoding};
use crate::transfer::import::settings::{EmptyCells, ID, NEW, Settings};
use crate::transfer::import::store::Import;
use crate::transfer::import::target::{Part, Target};
use crate::transfer::import::words;

/// How the form has the file read.
pub(super) fn reading(import: &Import, inputs: &Inputs) -> Reading {
    let encoding = inputs.get("encoding").and_then(TextEncoding::of_word);
    let separator = inputs.get("separator").and_then(Separator::of_word);
    Reading {
        format: import.format,
        encoding: encoding.unwrap_or(TextEncoding::Utf8),
        separator: separator.map_or(b',', Separator::byte),
        header: inputs.get("header").and_then(|text| text.parse().ok()).unwrap_or_default(),
        is_live: inputs.get("live").is_some(),
    }
}

/// The sheet of the workbook that the form has read.
pub(super) fn sheet(import: &Import, inputs: &Inputs) -> usize {
    let chosen = inputs.get("sheet").and_then(|text| text.parse().ok());
    let known = chosen.filter(|sheet| *sheet < import.settings.sheets.len());
    known.unwrap_or(import.settings.sheet)
}

/// What the form has the columns put into.
///
/// # Errors
/// Where records are to be found by what is no column of the file.
pub(super) fn settings(
    import: &Import,
    entity: &'static Entity,
    inputs: &Inputs,
) -> Result<Settings, String> {
    let kept = &import.settings;
    let target =
        |index: usize| inputs.get(&format!("column.{index}")).unwrap_or_default().to_owned();
    let targets: Vec<String> = (0..kept.columns.len()).map(target).collect();
    let id = entity.id_field().map_or(Part::Id, Part::Value);
    let mut finding: Vec<&str> = Vec::new();
    for index in inputs.all("find") {
        let target = index.parse().ok().and_then(|index: usize| targets.get(index));
        let target = target.ok_or_else(|| words::NO_COLUMN.to_owned())?;
        let name = target.trim_end_matches(".title");
        if !name.is_empty() && !finding.contains(&name) {
            finding.push(name);
        }
    }
    let id = Target { relation: None, part: id }.name();
    let matching = match finding[..] {
        [] => NEW.to_owned(),
        // Where the id is known, nothing else tells more.
        _ if finding.contains(&id.as_str()) => ID.to_owned(),
        _ => finding.join(","),
    };
    let empty = inputs.get("empty").and_then(EmptyCells::of_word).unwrap_or(EmptyCells::Leave);
    Ok(Settings { targets, matching, empty: empty.word().to_owned(), ..kept.clone() })
}
