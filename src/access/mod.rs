//! Who may do what: operators, their passwords and second factors, sessions, roles, throttling.
//!
//! This room knows no page and no entity; of the views of a list it keeps who may see them. Every function takes the time as an argument, so that
//! expiry is tested by moving the clock. No secret is stored that would open anything by itself:
//! of tokens, links and recovery codes only hashes, of passwords argon2id. The one exception is
//! the secret of a second factor, which the program must know to check a code.

mod attempts;
mod clock;
mod commonest;
mod events;
mod guard;
mod kept;
mod links;
mod names;
mod operators;
mod password;
mod permission;
mod policy;
mod rarely;
mod recovery;
mod roles;
mod sessions;
mod token;
mod totp;
mod turns;
mod views;
mod who;

pub use attempts::{Subjects, enter, forget, forgive, network};
pub use clock::Clock;
pub use events::{Event, Kind, Line, events, record};
pub use guard::Guard;
pub use kept::{Kept, keep, take_kept};
pub use links::{Link, Purpose, make_link, open_link, use_link};
pub use names::DERIVED;
pub use operators::{
    Account, Credentials, LastAdmin, NameError, account, accounts, any_operator, change_name,
    create, credentials, disable, enable, find, remove, set_password, set_roles,
};
pub use password::{
    Cost, Hasher, Overloaded, PASSWORD_RULE, PasswordError, check_password, hash as hash_password,
};
pub use permission::{Action, Actions, Need, Permissions};
pub use policy::Policy;
pub use rarely::Rarely;
pub use recovery::{new_codes, use_code};
pub use roles::{BUILT_IN, Role, delete_role, role, role_names, roles, save_role};
pub use sessions::{Begun, Session, begin, end, end_all, renew, sessions, touch};
pub use token::{Token, is_signed, signature};
pub use totp::{
    accept_code, code_at, is_factor_required, new_secret, require_factor, secret_uri, set_secret,
    step_of,
};
pub use turns::{Turn, Turns};
pub use views::{
    Draft, MOST_VIEWS, Saved, View, delete_view, forget_columns, remember_columns, save_view,
};
pub use who::{Admission, Refusal, Who, admit, ended_operator};
