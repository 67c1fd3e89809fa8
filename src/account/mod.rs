//! The pages of access: signing in and out, setting up, the own account, operators and roles.

mod code;
mod links;
mod page;
mod sign_in;

pub use code::code;
pub use links::{set_password, set_up, show_password, show_set_up};
pub use sign_in::{show_sign_in, sign_in, sign_out};
