//! What is offered of an entity.

/// What is offered of an entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// To add a record.
    pub add: bool,
    /// To change one.
    pub edit: bool,
    /// To delete one.
    pub delete: bool,
}
