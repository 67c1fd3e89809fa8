//! Where the words of a search may stand.

/// A column of folded text.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Its name.
    pub column: &'static str,
    /// The column that begins alike and has an index; none for a long text, which no index sorts.
    pub indexed: Option<&'static str>,
}

/// A table whose texts are searched.
#[derive(Clone, Copy, Debug)]
pub struct Searched {
    /// Its name.
    pub table: &'static str,
    /// The column that tells its rows apart.
    pub id: &'static str,
}

impl Searched {
    /// What stands around a query for what a column of its rows holds, so that it finds their ids:
    /// nothing where it does already.
    pub(super) fn referring(&self, own: &str) -> (String, &'static str) {
        let Self { table, id } = self;
        match own == *id {
            true => (String::new(), ""),
            false => (format!("SELECT {id} FROM {table} WHERE {own} IN ("), ")"),
        }
    }
}

/// Rows of another table whose texts are searched as well: the one that a row belongs to, or those
/// that belong to it.
#[derive(Clone, Debug)]
pub struct Related {
    /// The column of the row that holds...
    pub own: &'static str,
    /// ...what this one of the other table does.
    pub other: &'static str,
    /// The other table.
    pub searched: Searched,
    /// Its texts, of which there is at least one.
    pub texts: Vec<Text>,
}

/// The texts that a search looks at.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The table whose rows are found.
    pub searched: Searched,
    /// Those of its texts that may be seen.
    pub texts: Vec<Text>,
    /// What its rows belong to and what belongs to them, as far as that may be seen.
    pub related: Vec<Related>,
}

impl Scope {
    /// Whether any number of these rows belong to one that is found.
    pub(super) fn has_many(&self, related: &Related) -> bool {
        related.own == self.searched.id && related.other != related.searched.id
    }

    /// How many tables have any number of rows that belong to one that is found.
    pub fn number_of_many(&self) -> usize {
        self.related.iter().filter(|related| self.has_many(related)).count()
    }
}
