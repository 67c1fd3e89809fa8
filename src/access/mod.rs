//! Who may do what: operators, their passwords and second factors, sessions, roles, throttling.
//!
//! This room knows no page, and of an entity its path alone. What decides by a time takes it as an
//! argument, so that expiry is tested by moving the clock. No secret is stored that would open
//! anything by itself: of tokens, links and recovery codes only hashes, of passwords argon2id. The
//! one exception is the secret of a second factor, which the program must know to check a code.

mod attempts;
mod clock;
mod commonest;
mod current_operator;
mod event_list;
mod events;
mod links;
mod log_throttle;
mod names;
mod operators;
mod password;
mod permission;
mod pins;
mod policy;
mod recovery;
mod roles;
mod saved_forms;
mod sessions;
mod sign_in_queue;
mod state;
mod token;
mod totp;
mod views;
mod words;

pub use attempts::{Subjects, count_attempt, forget_attempts, network, reset_attempts};
pub use clock::Clock;
pub use current_operator::{Admission, CurrentOperator, Refusal, admit, ended_operator};
pub use event_list::{EventFilter, Line, Placed, count_events, delete_events, events, note_pruned};
pub use events::{Event, Kind, record};
pub use links::{Link, LinkPurpose, make_link, open_link, use_link};
pub use log_throttle::LogThrottle;
pub use names::DERIVED;
pub use operators::{
    Account, Credentials, LastAdmin, NameError, account, accounts, any_operator, change_name,
    create, credentials, disable, enable, find, operator_names, remove, set_compact, set_password,
    set_roles, set_time_zone,
};
pub use password::{
    Cost, Hasher, Overloaded, PasswordError, check_password, hash as hash_password,
};
pub use permission::{ACTIVITY, Action, Actions, Permissions, Requirement};
pub use pins::{MOST_PINS, Pin, pin_view, pinned_views, unpin_view};
pub use policy::Policy;
pub use recovery::{new_codes, use_code};
pub use roles::{BUILT_IN, Role, delete_role, role, role_names, roles, save_role};
pub use saved_forms::{SAVED_FORM_LIFE, SavedForm, keep, take_saved_form};
pub use sessions::{Begun, Session, begin, end, end_all, renew, sessions, touch};
pub use sign_in_queue::{SignInQueue, Turn};
pub use state::AccessState;
pub use token::{Token, is_signed, signature};
pub use totp::{
    accept_code, code_at, is_factor_required, new_secret, require_factor, secret_uri, set_secret,
    step_of,
};
pub use views::{
    MOST_VIEWS, Saved, View, ViewDraft, delete_view, forget_list, remember_list, save_view,
};
pub use words::PASSWORD_RULE;
