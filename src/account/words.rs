//! What the pages of this room say beside their templates.

pub(super) const SIGN_IN: &str = "Sign in";
pub(super) const WELCOME: &str = "Welcome to Backlot";
pub(super) const NO_ACCOUNTS: &str = "There are no accounts yet. Open the set-up link in the log of \
                                      the panel, or run backlot operator add NAME.";
/// The same sentence for an unknown name, a wrong password and a disabled operator.
pub(super) const WRONG_SIGN_IN: &str = "Wrong name or password.";
pub(super) const FORM_KEPT: &str =
    "Your session has ended. Sign in to get back the form that you sent; it is not saved yet.";
pub(super) const ENDED: &str = "Your session has ended. Sign in to go on where you were.";
pub(super) const SIGNED_OUT: &str = "You are signed out.";
pub(super) const TOOK_TOO_LONG: &str = "This took too long. Sign in again.";
pub(super) const DELAYED: &str = "Too many attempts. Try again in five minutes.";
pub(super) const YOUR_FORM_WAS_KEPT: &str = "Your form was kept";

pub(super) const ENTER_A_CODE: &str = "Enter a code";
pub(super) const WHICH_CODE: &str =
    "Enter the code that your authenticator app shows, or a recovery code.";
pub(super) const WRONG_OR_USED_CODE: &str = "This code is wrong or was already used.";
pub(super) const WRONG_CODE: &str = "Wrong code. Check that the clock of your phone is right.";

pub(super) const NAME: &str = "Name";
pub(super) const CODE: &str = "Code";
pub(super) const PASSWORD: &str = "Password";
pub(super) const YOUR_PASSWORD: &str = "Your password";
pub(super) const CURRENT_PASSWORD: &str = "Current password";
pub(super) const NEW_PASSWORD: &str = "New password";
pub(super) const REPEAT_PASSWORD: &str = "Repeat password";
pub(super) const PASSWORDS_DIFFER: &str = "The passwords do not match.";
pub(super) const WRONG_PASSWORD: &str = "Wrong password.";
pub(super) const PASSWORD_SAVED: &str = "Password saved. Sign in with it.";
pub(super) const PASSWORD_CHANGED: &str = "Password changed. Your other sessions have ended.";

pub(super) const SET_UP: &str = "Set up Backlot";
pub(super) const CREATE_ACCOUNT: &str = "Create account";
pub(super) const FIRST_ACCOUNT: &str = "Create the first account: an admin, who can do everything.";
pub(super) const ACCOUNT_CREATED: &str = "Account created. Add others under Operators.";
pub(super) const CHOOSE_PASSWORD: &str = "Choose a password";
pub(super) const SAVE: &str = "Save";

pub(super) const YOUR_ACCOUNT: &str = "Your account";
pub(super) const NAME_CHANGED: &str = "Name changed.";
pub(super) const ZONE_SAVED: &str = "Time zone saved.";
pub(super) const NO_ZONE: &str = "Choose a time zone from the list.";
pub(super) const SESSION_ENDED: &str = "Session ended.";
pub(super) const SESSIONS_ENDED: &str = "All other sessions ended.";
pub(super) const SECOND_FACTOR: &str = "Second factor";
pub(super) const FACTOR_REMOVED: &str = "Second factor removed.";
pub(super) const HAS_FACTOR: &str = "Remove the current second factor first.";

pub(super) const OPERATORS: &str = "Operators";
pub(super) const FACTOR_REQUIRED: &str = "A second factor is now required for everyone.";
pub(super) const FACTOR_OPTIONAL: &str = "A second factor is now optional.";
pub(super) const ROLES: &str = "Roles";
pub(super) const ROLE_SAVED: &str = "Role saved.";
pub(super) const ROLE_DELETED: &str = "Role deleted.";
pub(super) const ROLE_TAKEN: &str =
    "A role with this name already exists, or somebody else changed or deleted it.";
pub(super) const ROLE_NAMELESS: &str =
    "Enter a name of letters, digits, spaces and dashes, at most 64 characters.";
pub(super) const SECURITY_LOG: &str = "Security log";
pub(super) const NO_TIME: &str = "Enter a time like 2026-11, 2026-11-22 or 2026-11-22 13:55.";

pub(super) const AN_IPHONE: &str = "an iPhone";
pub(super) const AN_IPAD: &str = "an iPad";
pub(super) const A_MAC: &str = "a Mac";
pub(super) const UNKNOWN: &str = "unknown";

pub(super) fn try_again_in(seconds: i64) -> String {
    format!("Too many attempts. Try again in {seconds} seconds.")
}

pub(super) fn works_once(name: &str) -> String {
    format!("For {name}. This link works once.")
}

pub(super) fn roles_saved(name: &str) -> String {
    format!("Saved the roles of {name}.")
}

pub(super) fn sessions_ended_of(name: &str) -> String {
    format!("Ended all sessions of {name}.")
}

pub(super) fn disabled(name: &str) -> String {
    format!("Disabled {name}.")
}

pub(super) fn enabled(name: &str) -> String {
    format!("Enabled {name}.")
}

pub(super) fn removed(name: &str) -> String {
    format!("Removed {name}.")
}

pub(super) fn browser_on(browser: &str, system: &str) -> String {
    format!("{browser} on {system}")
}

/// What is said beside a role that may add records whose references it cannot choose.
pub(super) fn role_cannot_choose(many: &str, label: &str, others: &str) -> String {
    let label = label.to_lowercase();
    format!(
        "{many} cannot be added yet: the {label} is chosen among {others}, which this role may not \
         see. Allow it to see {others}."
    )
}
