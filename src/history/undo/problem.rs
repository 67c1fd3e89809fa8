//! What stands in the way of taking something back, and what somebody says to that.

use sha2::{Digest as _, Sha256};

use super::words;
use crate::access::CurrentOperator;
use crate::panel::entity::field::Field;
use crate::panel::http::inputs::Inputs;
use crate::panel::record::history::Author;

/// So many characters of a value are said in a paragraph.
const LONGEST: usize = 100;
/// So many problems are shown.
const MOST_SHOWN: usize = 50;

/// What has become otherwise of one record since, or stands in its place.
#[derive(Debug)]
pub struct Problem {
    /// The sentence.
    pub sentence: String,
    /// Who changed the record last, and when; of fields, each says it.
    pub by: Option<Author>,
    /// The fields that were changed since.
    pub fields: Vec<FieldProblem>,
}

/// A field that was changed since.
#[derive(Debug)]
pub struct FieldProblem {
    /// The name under which the choice is sent.
    pub name: String,
    /// Its name for people.
    pub label: &'static str,
    /// What it holds now...
    pub now: String,
    /// ...and who made it hold that, as far as they may know.
    pub by: Option<Author>,
    /// What it held before what is taken back.
    pub then: String,
    /// Why it cannot hold that any more, so that there is nothing to choose.
    pub error: Option<String>,
}

/// What stays as it is, although it was to be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The fields that somebody chose to keep, or that cannot be what they were.
    pub fields: Vec<&'static str>,
    /// Whether something stood in the way of more than single fields.
    pub more: bool,
}

/// Every problem of one change set.
pub struct Problems {
    /// The first of them.
    pub shown: Vec<Problem>,
    /// How many there are.
    pub count: usize,
    /// What stays as it is where they are answered.
    pub kept: Kept,
    /// Whether anything can be taken back where they are.
    pub is_answerable: bool,
    digest: Sha256,
}

/// What somebody has said to the problems that they were shown.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// The mark of the problems; `None` where they have seen none.
    despite: Option<String>,
    chosen: Chosen,
}

/// What the fields are to hold that were changed since.
#[derive(Clone, Debug)]
enum Chosen {
    /// What was said for each.
    Each(Inputs),
    /// What they held before.
    Then,
}

impl Default for Chosen {
    fn default() -> Self {
        Self::Each(Inputs::default())
    }
}

/// The name of the field that carries the mark of the problems that were shown.
pub const DESPITE: &str = "despite";
/// What is sent for a field that is to hold again what it held.
pub const THEN: &str = "then";

impl Kept {
    /// Whether all of it was taken back.
    pub fn is_nothing(&self) -> bool {
        self.fields.is_empty() && !self.more
    }

    /// Notes a field.
    pub fn field(&mut self, label: &'static str) {
        if self.fields.len() < MOST_SHOWN && !self.fields.contains(&label) {
            self.fields.push(label);
        }
    }

    /// What is said behind what was taken back; nothing where that is all.
    pub fn in_words(&self) -> String {
        words::kept(&self.fields, self.more)
    }
}

impl Problems {
    /// None yet.
    pub fn new() -> Self {
        Self {
            shown: Vec::new(),
            count: 0,
            kept: Kept::default(),
            is_answerable: false,
            digest: Sha256::new(),
        }
    }

    /// Notes one; `state` is whatever differs where it is not the same one any more.
    pub fn add(&mut self, problem: Problem, state: &str) {
        self.digest.update(format!("{}\n{state}\n", problem.sentence));
        for field in &problem.fields {
            let FieldProblem { name, now, then, error, .. } = field;
            let error = error.as_deref().unwrap_or_default();
            self.digest.update(format!("{name}\n{now}\n{then}\n{error}\n"));
        }
        self.is_answerable |= problem.fields.iter().any(|field| field.error.is_none());
        self.count += 1;
        if !self.are_enough() {
            self.shown.push(problem);
        }
    }

    /// Whether another one is only counted.
    pub fn are_enough(&self) -> bool {
        self.shown.len() >= MOST_SHOWN
    }

    /// What tells these problems from others.
    pub fn mark(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.digest.clone().finalize())
    }

    /// How many there are beside those that are shown.
    pub fn hidden(&self) -> usize {
        self.count - self.shown.len()
    }
}

impl Answers {
    /// Those that a form carries.
    pub fn of(inputs: &Inputs) -> Self {
        let despite = inputs.get(DESPITE).map(str::to_owned);
        Self { despite, chosen: Chosen::Each(inputs.clone()) }
    }

    /// To the problems of that mark: what was changed since is overwritten.
    pub fn anyway(mark: String) -> Self {
        Self { despite: Some(mark), chosen: Chosen::Then }
    }

    /// Whether they were given to just these problems.
    pub fn cover(&self, problems: &Problems) -> bool {
        problems.count == 0 || self.despite.as_ref() == Some(&problems.mark())
    }

    /// Whether a field is to hold again what it held.
    pub fn takes_back(&self, name: &str) -> bool {
        match &self.chosen {
            Chosen::Each(inputs) => inputs.get(name) == Some(THEN),
            Chosen::Then => true,
        }
    }
}

impl FieldProblem {
    /// The name under which the choice for a field of a record is sent.
    pub fn name(field: &Field, id: i64) -> String {
        format!("{}.{id}.{}", field.column.table, field.name())
    }
}

impl Problem {
    /// All of it in one paragraph that others read as well: it names the operator to whom it was told.
    pub fn in_words(&self, operator: &CurrentOperator) -> String {
        let by = |author: &Author| words::by(author, operator);
        let value = |text: &str| words::value(&beginning(text));
        let mut told = self.sentence.clone();
        for FieldProblem { label, now, then, by: author, error, .. } in &self.fields {
            told += &match error {
                Some(error) => words::refused(label, error),
                None => words::differs(label, &value(now), author.as_ref().map(by), &value(then)),
            };
        }
        if let Some(author) = &self.by {
            told += &words::last_changed(&by(author));
        }
        told
    }

    /// A problem without fields, and who is behind it.
    pub fn new(sentence: String, by: Option<Author>) -> Self {
        Self { sentence, by, fields: Vec::new() }
    }
}

/// The beginning of a text, where it is long.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
