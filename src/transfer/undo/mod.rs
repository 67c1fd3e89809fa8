//! Taking back what is too much for one request.

mod anyway;
mod ask;
mod step;
mod take_back;
mod words;

pub use self::anyway::anyway;
pub use self::ask::{restore, undo};
pub use self::step::undo_step;
pub use self::take_back::{Reversed, take_back};
