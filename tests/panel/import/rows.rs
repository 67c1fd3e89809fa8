//! What the rows of a file come to.

use super::{checked, confirmed, counts};
use crate::support::Panel;

crate::tests![a_file_becomes_records_after_a_dry_run_and_can_be_undone];

fn a_file_becomes_records_after_a_dry_run_and_can_be_undone(panel: &Panel) {
    let ada = panel.person();
    let page = checked(&ada, "movies", "films.csv", "name\nAlien\nÉtat des lieux\n");
    assert_eq!(counts(&page), ["New 2", "Changed 0", "Unchanged 0", "Refused 0"]);
    assert!(ada.open("/movies").rows().is_empty(), "nothing is written by a dry run");
    let done = confirmed(&ada, &page, "Add 2 movies");
    assert_eq!(done.notices(), ["Imported films.csv: 2 new, 0 changed."]);
    assert_eq!(ada.open("/movies").names().len(), 2);
    let activity = ada.open("/activity").rows();
    assert_eq!(activity[0][..2], ["2 movies from films.csv", "Added"]);
    assert_eq!(activity[0][4], "Import");
    ada.follow(&ada.press(&done.form_where("form.undo"), "Undo"));
    assert!(ada.open("/movies").rows().is_empty());
}
