//! What is said about a request, whatever it was for.

use actix_web::http::StatusCode;

pub(super) const NOT_UNDOABLE: &str = "This cannot be undone";
pub(super) const LINK_VOID: &str = "This link works once, and it has been used or has expired. \
                                    Sign in, or ask an admin for a new one.";
pub(super) const NOT_UNDOABLE_WHY: &str =
    "What it did was to take out a file, or to forget a part of the history.";
pub(super) const FORBIDDEN: &str = "Your roles do not allow this. An admin can give you another.";
pub(super) const TIMED_OUT: &str = "The database took longer than it may for this page, so the \
                                    work was stopped. A narrower search may be quicker.";
pub(super) const FOREIGN: &str = "This form does not come from a page of the panel that you \
                                  opened since you signed in. Nothing was saved. Go back, reload \
                                  the page and try again.";
pub(super) const OTHER_HOST: &str = "This form comes from another address than the panel knows \
                                     itself by. Nothing was saved. If you run the panel: let the \
                                     proxy before it pass the host on (in nginx: proxy_set_header \
                                     Host $http_host), or name the proxy in TRUSTED_PROXIES and \
                                     let it send X-Forwarded-Host, or set PUBLIC_URL.";
pub(super) const UNKNOWN_CAUSE: &str = "Something went wrong on our side. The cause is in the log \
                                        of the panel, under the number below.";
pub(super) const MAY_BE_SAVED_WHY: &str = "The connection to the database broke off before it \
                                           said so. Send this once more: what is saved already is \
                                           not saved twice.";
pub(super) const MAY_BE_SAVED: &str = "It may have been saved";
pub(super) const NOTHING_SAVED: &str = "Nothing was saved";
pub(super) const DISK_FULL: &str =
    "The disk of the database is full. Try again once there is room on it.";
pub(super) const READ_ONLY: &str =
    "The database takes no changes just now. Try again once it does.";
pub(super) const TOOK_TOO_LONG: &str = "The database took too long, perhaps because somebody else \
                                        is changing the same. Try again in a few seconds.";
pub(super) const CONTENDED: &str =
    "Others kept changing the same at that moment. Try again in a few seconds.";
pub(super) const UNREACHABLE: &str =
    "The database cannot be reached just now. Try again in a few seconds.";
pub(super) const OVERLOADED: &str =
    "Very many people are signing in just now. Try again in a few seconds.";
pub(super) const BROKEN_ESCAPE: &str = "The address or the form holds a broken % escape.";
pub(super) const NO_UTF8: &str = "The address or the form is not valid UTF-8 text.";
pub(super) const UNREADABLE_BODY: &str = "The body cannot be read.";
pub(super) const FORM_NO_UTF8: &str = "The form is not valid UTF-8 text.";
pub(super) const ENDED_EARLY: &str = "The body ended too early.";
pub(super) const UNREADABLE_FORM: &str = "The form cannot be read.";

/// The title of a page that shows a form, which says so where the form was refused.
pub fn title(name: &str, is_refused: bool) -> String {
    if is_refused { format!("Error: {name}") } else { name.to_owned() }
}

/// Heading and sentence for a status.
pub(super) fn of_status(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        400 => (
            "This request cannot be read",
            "Something in the address or in the form is not as the panel sends it. \
             Go back, reload the page and try again.",
        ),
        403 => ("This is not allowed", "You may not do this here."),
        404 => {
            ("There is nothing here", "The address is mistyped, or the record has been deleted.")
        }
        405 => (
            "This cannot be done here",
            "The address exists, but it does not answer this kind of request.",
        ),
        408 => (
            "The form took too long to arrive",
            "The connection was too slow, so the request was given up. Nothing was saved.",
        ),
        409 => (
            "This has changed meanwhile",
            "Somebody else was quicker. Go back, reload the page and try again.",
        ),
        413 => (
            "This form is too large",
            "It has more text or more fields than the panel takes at once. Nothing was saved.",
        ),
        414 => ("This address is too long", "Shorten the search and try again."),
        415 => (
            "This is not a form",
            "The panel takes the forms of its own pages, and this was something else. \
             Nothing was saved.",
        ),
        422 => ("This cannot be saved as it is", "Go back and look at the form again."),
        507 => (
            "The disk is full",
            "The disk of the database is full. Try again once there is room on it.",
        ),
        503 => (
            "The panel is busy",
            "The database did not answer in time. Nothing was saved. Try again in a few seconds.",
        ),
        _ if status.is_server_error() => (
            "Something went wrong on our side",
            "Nothing was saved. The cause is in the log of the panel, under the number below.",
        ),
        _ => ("This request cannot be answered", "Go back and try again."),
    }
}
