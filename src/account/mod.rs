//! The pages of access: signing in and out, setting up, the own account, operators and roles.

mod browser;
mod code;
mod confirm;
mod factor;
mod links;
mod operators;
mod own;
mod page;
mod roles;
mod saved_forms;
mod security_log;
mod session;
mod sign_in;
mod words;

/// What somebody is told who is not signed in any more, or not yet. Only these are shown there: a
/// neighbour of this host could set the cookie that a message travels in.
pub const NOTICES: &[&str] = &[words::SIGNED_OUT, words::TOOK_TOO_LONG, words::PASSWORD_SAVED];

pub use code::code;
pub use factor::{add_factor, factor, remove_factor};
pub use links::{Secret, set_password, set_up, show_password, show_set_up};
pub use operators::{add, change, operators, require_factor};
pub use own::{
    account, change_name, change_password, choose_time_zone, end_other_sessions, end_session,
};
pub use roles::{delete_role, roles, save_role};
pub use saved_forms::{show_saved_form, take_saved_form};
pub use security_log::security_log;
pub use sign_in::{show_sign_in, sign_in, sign_out};
